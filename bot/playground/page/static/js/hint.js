// What to do first, for those who come for the first time.

import { html, useState } from "../vendor/htm-preact.js";
import { hinted } from "./complete.js";

const KEY = "playground-hint-seen";

export function Hint({ world, me }) {
  const [isSeen, setSeen] = useState(localStorage.getItem(KEY) === "yes");
  if (isSeen) return null;
  const [command] = world.commands;
  const [word] = hinted(command?.hint ?? "");
  function dismiss() {
    localStorage.setItem(KEY, "yes");
    setSeen(true);
  }
  return html`
    <aside class="hint-card" aria-label="First steps">
      <p><b>This is a playground.</b> You are <b>${world.members[me]?.real_name}</b>: press the name to be somebody else.
        ${command && html` In the message box, type <kbd>${[command.name, word].filter(Boolean).join(" ")}</kbd>.`}
        ${" "}Nothing here is real, so nothing can break.</p>
      <button type="button" class="button" onClick=${dismiss}>Got it</button>
    </aside>`;
}
