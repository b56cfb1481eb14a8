// Checkboxes and radio buttons.

import { html } from "../../vendor/htm-preact.js";
import { described, useElement, useId } from "../surface.js";
import { TextObject } from "../text/rich.js";

export function Choices({ block, element, field }) {
  const { value, change } = useElement(block, element);
  const name = useId("choice");
  const isMany = element.type === "checkboxes";
  const held = isMany ? value ?? [] : [value].filter(Boolean);
  const isHeld = (option) => held.some((other) => other.value === option.value);

  function chosen(option, isOn) {
    if (!isMany) return change(option);
    return change(element.options.filter((other) => (other.value === option.value ? isOn : isHeld(other))));
  }
  return html`
    <div class="choices" role=${isMany ? "group" : "radiogroup"} ...${described(field, element)}>
      ${element.options.map((option, index) => html`
        <label key=${option.value} class="choice">
          <input type=${isMany ? "checkbox" : "radio"} name=${name} id=${index === 0 ? field?.input : undefined}
            checked=${isHeld(option)} autofocus=${element.focus_on_load && index === 0}
            onChange=${(event) => chosen(option, event.target.checked)} />
          <span>
            <${TextObject} text=${option.text} />
            ${option.description && html`<small><${TextObject} text=${option.description} /></small>`}
          </span>
        </label>`)}
    </div>`;
}
