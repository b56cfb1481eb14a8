// Short words at the foot of the page that go away by themselves.

import { html, useEffect, useState } from "../vendor/htm-preact.js";

const LASTS = 6000; // milliseconds
const listeners = new Set();
let notices = [];
let count = 0;

function change(next) {
  notices = next;
  for (const listener of listeners) listener(notices);
}

export function notify(text) {
  const notice = { id: (count += 1), text };
  change([...notices.filter((other) => other.text !== text), notice]);
  setTimeout(() => change(notices.filter((other) => other !== notice)), LASTS);
}

export function Notices() {
  const [shown, setShown] = useState(notices);
  useEffect(() => {
    listeners.add(setShown);
    return () => listeners.delete(setShown);
  }, []);
  return html`
    <div class="notices" role="status" aria-live="polite">
      ${shown.map((notice) => html`
        <p key=${notice.id} class="notice">${notice.text}
          <button type="button" class="plain-button" aria-label="Dismiss"
            onClick=${() => change(notices.filter((other) => other !== notice))}>✕</button>
        </p>`)}
    </div>`;
}
