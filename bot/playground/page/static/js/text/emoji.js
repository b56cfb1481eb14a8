// Emoji by the names that Slack has for them.

import { NAMES } from "../../vendor/emoji-names.js";

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

// The characters for a name such as "wave", or undefined for one that is unknown, as a workspace's own are.
export function emoji(name, tone) {
  const [base, toned] = name.split("::skin-tone-");
  const found = NAMES.get(base);
  const skin = TONES[tone ?? toned];
  return found && skin ? found.replace("\uFE0F", "") + skin : found;
}

// Plain text in which Slack still draws emoji.
export function withEmoji(text) {
  return text.replace(/:([\w+'-]+):(?::skin-tone-([2-6]):)?/g, (whole, name, tone) => emoji(name, tone) ?? whole);
}
