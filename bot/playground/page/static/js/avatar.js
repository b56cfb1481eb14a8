// People and the app as coloured squares with their initials: nothing is fetched from anywhere.

import { html } from "../vendor/htm-preact.js";
import { useReader } from "./text/reader.js";

const HUES = 12; // as many as the style sheet has

function initials(name) {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const some = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? "?"];
  return some.map((word) => [...word][0].toUpperCase()).join("");
}

export function Avatar({ user, size = "" }) {
  const reader = useReader();
  const member = reader?.members[user];
  const isApp = member?.is_bot;
  // By the order in which people came, so that those who meet first look least alike.
  const hue = isApp ? "app" : `hue-${(Object.keys(reader?.members ?? {}).indexOf(user) * 5 + 12) % HUES}`;
  return html`<span class=${`avatar ${hue} ${size}`} aria-hidden="true">${initials(member?.real_name ?? user)}</span>`;
}
