// What is pressed: buttons of every kind, and overflow menus.

import { html } from "../../vendor/htm-preact.js";
import { Icon } from "../icons.js";
import { Menu } from "../popup.js";
import { useElement } from "../surface.js";
import { withEmoji } from "../text/emoji.js";
import { isSafeLink } from "../text/mrkdwn.js";
import { useReader } from "../text/reader.js";

const SIGNS = new Set(["trash"]);

export function Button({ block, element }) {
  const { press, isBusy } = useElement(block, element);
  const style = `button ${element.style ? `is-${element.style}` : ""}`;
  const label = withEmoji(element.text.text);
  const pressed = () => isBusy || press();
  // A button with an address opens it, and tells the app all the same.
  if (element.url && isSafeLink(element.url)) {
    return html`<a class=${style} href=${element.url} target="_blank" rel="noreferrer noopener"
      aria-label=${element.accessibility_label} onClick=${pressed}>${label}</a>`;
  }
  return html`<button type="button" class=${style} aria-label=${element.accessibility_label} aria-busy=${isBusy}
    onClick=${pressed}>${label}</button>`;
}

export function Overflow({ block, element }) {
  const { press, isBusy } = useElement(block, element);
  const items = element.options.map((option, index) => ({
    key: index,
    label: withEmoji(option.text.text),
    detail: option.description?.text,
    choose() {
      if (option.url && isSafeLink(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
      press(option);
    },
  }));
  return html`<${Menu} label="More actions" className="button overflow" items=${items} busy=${isBusy}><${Icon} name="more" /><//>`;
}

export function Feedback({ block, element }) {
  const { press, isBusy } = useElement(block, element);
  const both = [[element.positive_button, "up"], [element.negative_button, "down"]];
  return both.map(([button, sign]) => html`
    <button type="button" class="button" key=${button.value} aria-busy=${isBusy} title=${button.text.text}
      aria-label=${button.accessibility_label ?? button.text.text} onClick=${() => press(button)}><${Icon} name=${sign} /></button>`);
}

export function IconButton({ block, element }) {
  const { press, isBusy } = useElement(block, element);
  const { me } = useReader();
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(me)) return null;
  return html`<button type="button" class="button" aria-busy=${isBusy} title=${element.text.text}
    aria-label=${element.accessibility_label ?? element.text.text} onClick=${() => press()}>
    ${SIGNS.has(element.icon) ? html`<${Icon} name=${element.icon} />` : element.text.text}</button>`;
}
