// What takes over until it is answered: focus goes in, stays in, and returns to where it was.

import { html, useLayoutEffect, useRef } from "../vendor/htm-preact.js";
import { useId } from "./surface.js";
import { withEmoji } from "./text/emoji.js";
import { TextObject } from "./text/rich.js";

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea, select, [contenteditable=true], [tabindex='0']";

export function focusable(root) {
  return [...root.querySelectorAll(FOCUSABLE)].filter((one) => one.tabIndex >= 0 && one.checkVisibility());
}

// Not the button that takes a choice away, and of radio buttons the one that is chosen.
function firstField(inside) {
  const fields = inside.filter((one) => one.closest("[data-scrolls]") && !one.matches(".plain-button"));
  return fields.find((one) => one.name === fields[0].name && one.checked && one.type === "radio") ?? fields[0];
}

export function Dialog({ labelledby, close, className = "", role = "dialog", children }) {
  const box = useRef(null);
  // Before the browser takes the focus away from what has become inert behind the dialog.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const inside = focusable(box.current);
    const first = inside.find((one) => one.matches("[data-first]")) ?? firstField(inside);
    if (!box.current.contains(before)) (first ?? inside[0] ?? box.current).focus();
    return () => {
      // Only once the page behind can take it again.
      setTimeout(() => document.activeElement === document.body && before?.isConnected && before.focus());
    };
  }, []);

  function keyed(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      const inside = focusable(box.current);
      const [edge, other] = event.shiftKey ? [inside[0], inside.at(-1)] : [inside.at(-1), inside[0]];
      if (document.activeElement !== edge && box.current.contains(document.activeElement)) return;
      event.preventDefault();
      other?.focus();
    }
  }
  return html`
    <div class="curtain">
      <div class=${`dialog ${className}`} role=${role} aria-modal="true" aria-labelledby=${labelledby} tabindex="-1" ref=${box}
        onKeyDown=${keyed}>${children}</div>
    </div>`;
}

// Slack's confirmation object as a question. `answer` is called with true or false.
export function Confirm({ confirm, answer }) {
  const id = useId("confirm");
  const label = (text, otherwise) => (text ? withEmoji(text.text) : otherwise);
  return html`
    <${Dialog} role="alertdialog" className="confirm" labelledby=${id} close=${() => answer(false)}>
      <h2 id=${id}>${label(confirm.title, "Are you sure?")}</h2>
      <div class="dialog-body"><${TextObject} text=${confirm.text} /></div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick=${() => answer(false)}>${label(confirm.deny, "Cancel")}</button>
        <button type="button" class=${`button is-${confirm.style ?? "primary"}`} data-first onClick=${() => answer(true)}>
          ${label(confirm.confirm, "Yes")}</button>
      </div>
    <//>`;
}
