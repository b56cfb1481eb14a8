// Pictures: files of the workspace come from the playground, others from where the app says.
// What cannot be shown is told.

import { html, useState } from "../../vendor/htm-preact.js";
import { Icon } from "../icons.js";

function source({ image_url: url, slack_file: file }) {
  const id = file?.id ?? /\/files(?:-pri)?\/(?:[^/]*-)?(F[A-Z0-9]+)/.exec(file?.url ?? url ?? "")?.[1];
  if (file && id) return `/page/files/${encodeURIComponent(id)}`;
  return /^(https:|data:image\/)/i.test(url ?? "") ? url : null;
}

export function Picture({ image, className = "" }) {
  const [isBroken, setBroken] = useState(false);
  const from = source(image);
  if (!from || isBroken) {
    return html`
      <span class=${`no-picture ${className}`} role="img" aria-label=${image.alt_text}>
        <${Icon} name="picture" size="15" /> ${image.alt_text}</span>`;
  }
  return html`<img class=${className} src=${from} alt=${image.alt_text} loading="lazy" referrerpolicy="no-referrer"
    onError=${() => setBroken(true)} />`;
}
