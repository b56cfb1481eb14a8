// Small things that stand in several places.

import { html } from "../vendor/htm-preact.js";
import { Icon } from "./icons.js";

// How many messages wait; Slack counts no further than this.
export function Unread({ count }) {
  return html`<span class="count-badge">${count > 99 ? "99+" : count}<span class="visually-hidden"> unread</span></span>`;
}

export function CloseButton({ label = "Close", close }) {
  return html`
    <button type="button" class="icon-button" aria-label=${label} onClick=${close}><${Icon} name="close" /></button>`;
}
