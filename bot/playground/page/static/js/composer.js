// The box that messages and commands are written in.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { suggestions } from "./complete.js";
import { Icon } from "./icons.js";
import { useGrowing } from "./inputs/text.js";
import { useBeside } from "./popup.js";
import { ask } from "./store.js";
import { useId, useSurface } from "./surface.js";

export function Composer({ place, name, world }) {
  const { me, toast } = useSurface();
  const [text, setText] = useState(place.draft);
  const [caret, setCaret] = useState(0);
  const [isDismissed, setDismissed] = useState(false);
  const [active, setActive] = useState(-1);
  const [isBusy, setBusy] = useState(false);
  const [box, input, list] = [useRef(null), useRef(null), useRef(null)];
  const id = useId("composer");
  const { options, isEager } = suggestions(text.slice(0, caret), world);
  const isOpen = options.length > 0 && !isDismissed && document.activeElement === input.current;
  const at = Math.min(active < 0 && isEager ? 0 : active, options.length - 1);
  useGrowing(input, true, text);
  useEffect(() => {
    // So that one can type at once; but no keyboard is to slide over a small screen unasked.
    const isFree = document.activeElement === document.body && !input.current.closest("[inert]");
    if (isFree && !window.matchMedia("(pointer: coarse)").matches) input.current.focus();
  }, []);
  useEffect(() => {
    // What they write in another tab is here as well, but not while they write in this one.
    if (document.activeElement !== input.current) setText(place.draft);
  }, [place.draft]);
  useBeside(box, list, isOpen, { match: true });

  function write(next, to = next.length) {
    setText(next);
    setCaret(to);
    setActive(-1);
    setDismissed(false);
    ask("draft", { as: me, channel: place.id, text: next });
  }
  function take(option) {
    const next = text.slice(0, option.from) + option.insert + text.slice(caret);
    const to = option.from + option.insert.length;
    // At once, so that the next key finds the caret where it belongs.
    input.current.value = next;
    input.current.focus();
    input.current.setSelectionRange(to, to);
    write(next, to);
  }
  async function send() {
    if (!text.trim()) return;
    const words = text;
    write("");
    setBusy(true);
    try {
      if (words.startsWith("/")) await ask("command", { as: me, channel: place.id, line: words.trimEnd() });
      else await ask("say", { as: me, channel: place.id, text: words });
    } catch (error) {
      toast(error.message);
      write(words);
    } finally {
      setBusy(false);
    }
  }
  function keyed(event) {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (isOpen && move) setActive((at + move + options.length) % options.length);
    else if (isOpen && event.key === "Tab" && !event.shiftKey) take(options[Math.max(0, at)]);
    else if (isOpen && event.key === "Escape") {
      setDismissed(true);
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      if (isOpen && at >= 0) take(options[at]);
      else send();
    } else return;
    event.preventDefault();
  }
  const moved = (event) => setCaret(event.target.selectionStart);
  return html`
    <form class=${`composer ${isBusy ? "is-busy" : ""}`} onSubmit=${(event) => { event.preventDefault(); send(); }}>
      <div class="composer-box" ref=${box}>
        <textarea id=${id} ref=${input} rows="1" dir="auto" value=${text} placeholder=${`Message ${name}`} aria-label=${`Message ${name}`}
          aria-autocomplete="list" aria-controls=${isOpen ? `${id}-list` : undefined}
          aria-activedescendant=${isOpen && at >= 0 ? `${id}-${at}` : undefined} data-composer
          onInput=${(event) => write(event.target.value, event.target.selectionStart)} onKeyDown=${keyed} onKeyUp=${moved}
          onClick=${moved} onFocus=${moved} onBlur=${() => setDismissed(true)}></textarea>
        <button type="submit" class="icon-button send" aria-label="Send" disabled=${!text.trim()}><${Icon} name="send" /></button>
      </div>
      ${isOpen && html`
        <div class="listbox" popover="manual" role="listbox" id=${`${id}-list`} ref=${list} aria-label="Suggestions"
          onMouseDown=${(event) => event.preventDefault()}>
          ${options.map((option, index) => html`
            <div key=${option.key} id=${`${id}-${index}`} role="option" class="option" aria-selected=${index === at}
              data-active=${index === at ? "" : undefined} onClick=${() => take(option)}>
              <span class="words"><b>${option.label}</b>${option.detail && html`<small>${option.detail}</small>`}</span>
            </div>`)}
        </div>`}
      <p class="composer-hint"><kbd>Enter</kbd> sends · <kbd>Shift</kbd>+<kbd>Enter</kbd> starts a new line</p>
    </form>`;
}
