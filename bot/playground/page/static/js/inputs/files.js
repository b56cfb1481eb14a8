// The file input: files go to the playground at once, and are there again after a reload.

import { html, useRef, useState } from "../../vendor/htm-preact.js";
import { Icon } from "../icons.js";
import { described, useElement, useSurface } from "../surface.js";

export function FileField({ block, element, field }) {
  const { value } = useElement(block, element);
  const { me, where } = useSurface();
  const input = useRef(null);
  const [fault, setFault] = useState("");
  const [isBusy, setBusy] = useState(false);
  const held = value ?? [];
  const accept = element.filetypes?.map((type) => `.${type}`).join(",");

  async function send(files, without) {
    const form = new FormData();
    for (const [name, text] of Object.entries({ as: me, view: where.view, block: block.block_id })) form.set(name, text);
    if (without) form.set("without", without);
    for (const file of files) form.append("file", file, file.name);
    setBusy(true);
    try {
      const answer = await fetch("/page/files", { method: "POST", body: form });
      setFault((await answer.json()).error ?? "");
    } catch {
      setFault("The file could not be sent. Try again?");
    } finally {
      setBusy(false);
    }
  }
  function picked(event) {
    const files = [...event.target.files];
    event.target.value = "";
    if (files.length) send(files);
  }
  return html`
    <div class="files">
      <ul class="tokens">${held.map((file) => html`
        <li key=${file.id} class="token"><${Icon} name="file" size="14" /> ${file.title}
          <button type="button" class="plain-button" aria-label=${`Remove ${file.title}`}
            onClick=${() => send([], file.id)}>✕</button>
        </li>`)}
      </ul>
      <input type="file" class="visually-hidden" ref=${input} id=${field?.input} accept=${accept}
        multiple=${(element.max_files ?? 10) > 1} onChange=${picked} ...${described(field, element)} />
      <button type="button" class="button" tabindex="-1" aria-hidden="true" disabled=${isBusy} onClick=${() => input.current.click()}>
        ${isBusy ? "Uploading…" : held.length ? "Add another file" : "Choose a file"}
      </button>
      ${fault && html`<p class="field-error" role="alert">${fault}</p>`}
    </div>`;
}
