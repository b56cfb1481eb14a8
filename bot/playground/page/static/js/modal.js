// The view on top of somebody's stack, as a dialog over their Slack.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { Avatar } from "./avatar.js";
import { Blocks } from "./blocks/blocks.js";
import { Dialog } from "./dialog.js";
import { CloseButton } from "./marks.js";
import { ask } from "./store.js";
import { Surface, useId, useSurface } from "./surface.js";
import { withEmoji } from "./text/emoji.js";
import { useReader } from "./text/reader.js";

export function Modal({ view, depth }) {
  const pane = useSurface();
  const reader = useReader();
  const id = useId("modal");
  const body = useRef(null);
  const [isBusy, setBusy] = useState(false);
  const where = { view: view.id };
  const surface = { ...pane, where, state: view.state, errors: view.errors };
  useEffect(() => {
    const wrong = body.current.querySelector(".wrong");
    if (!wrong) return;
    wrong.scrollIntoView({ block: "nearest" });
    wrong.querySelector("input, textarea, [contenteditable]")?.focus();
  }, [Object.keys(view.errors).join()]);

  async function deed(name, more = {}) {
    if (isBusy) return;
    setBusy(true);
    try {
      await ask(name, { as: pane.me, where, ...more });
    } catch (error) {
      pane.toast(error.message);
    } finally {
      setBusy(false);
    }
  }
  const close = () => deed("close");
  function submit(event) {
    event.preventDefault();
    deed("submit");
  }
  const closing = view.close ? withEmoji(view.close.text) : view.submit ? "Cancel" : "Close";
  return html`
    <${Dialog} className="modal" labelledby=${id} close=${close}>
      <form class="modal-form" onSubmit=${submit} novalidate>
        <header class="dialog-head">
          <${Avatar} user=${reader.app.user} />
          <h2 id=${id}>${withEmoji(view.title?.text ?? "")}</h2>
          <${CloseButton} label=${depth > 1 ? "Close all" : "Close"} close=${() => deed("close", { everything: true })} />
        </header>
        <div class="dialog-body" ref=${body} data-scrolls>
          ${view.banner && html`<p class="banner" role="alert">${view.banner}</p>`}
          <${Surface.Provider} value=${surface}><${Blocks} blocks=${view.blocks} /><//>
        </div>
        <footer class="dialog-foot">
          <button type="button" class="button" onClick=${close}>${closing}</button>
          ${view.submit && html`
            <button type="submit" class="button is-primary" aria-busy=${isBusy}>${withEmoji(view.submit.text)}</button>`}
        </footer>
      </form>
    <//>`;
}
