// Fields that are typed into: a line, several lines, a number, an address.

import { html, useEffect, useLayoutEffect, useRef } from "../../vendor/htm-preact.js";
import { described, useElement, useTyping } from "../surface.js";

const KEYBOARDS = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };
const EXAMPLES = { email_text_input: "name@example.com", url_text_input: "https://example.com" };

export function TextField({ block, element, field }) {
  const { value, fill } = useElement(block, element);
  const input = useRef(null);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const tells = (trigger) => Boolean(block.dispatch_action) && triggers.includes(trigger);
  const [shown, type] = useTyping(value, fill);
  useGrowing(input, element.multiline, shown);
  useEffect(() => {
    if (element.focus_on_load) input.current?.focus();
  }, []);

  const typed = (event) => type(event.target.value, { tell: tells("on_character_entered") });
  function keyed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !tells("on_enter_pressed")) return;
    event.preventDefault(); // the form is not to be submitted by the key that speaks to the app
    type(event.target.value, { tell: true });
  }
  const common = {
    ...described(field, element),
    ref: input,
    id: field?.input,
    value: shown,
    placeholder: element.placeholder?.text ?? EXAMPLES[element.type],
    onInput: typed,
    onKeyDown: keyed,
    autocomplete: "off",
    dir: "auto",
  };
  const left = element.max_length - shown.length;
  return html`
    ${element.multiline
      ? html`<textarea class="field" rows="3" ...${common}></textarea>`
      : html`<input class="field" type="text" inputmode=${KEYBOARDS[element.type]} ...${common} />`}
    ${left <= Math.max(20, element.max_length / 10) && html`<span class=${left < 0 ? "count is-over" : "count"} aria-live="polite">${left}</span>`}`;
}

// As high as its text, between three lines and half a screen.
export function useGrowing(input, isOn, text) {
  useLayoutEffect(() => {
    if (!isOn || !input.current) return;
    input.current.style.height = "auto";
    input.current.style.height = `${input.current.scrollHeight + 2}px`;
  }, [text, isOn]);
}
