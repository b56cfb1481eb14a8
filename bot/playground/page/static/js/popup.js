// Lists and menus that open beside what they belong to, in the browser's top layer, where nothing cuts them off.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";

const GAP = 4;
const LEAST = 160; // pixels: with less room than this below, a popup opens upwards

// Keeps `popup` beside `anchor` while it is open.
export function useBeside(anchor, popup, isOpen, { match = false } = {}) {
  useLayoutEffect(() => {
    if (!isOpen || !popup.current || !anchor.current) return undefined;
    const box = popup.current;
    if (!box.matches(":popover-open")) box.showPopover();
    const place = () => setBeside(anchor.current, box, match);
    place();
    const sized = new ResizeObserver(place);
    sized.observe(box);
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
    return () => {
      sized.disconnect();
      window.removeEventListener("scroll", place, { capture: true });
      window.removeEventListener("resize", place);
    };
  }, [isOpen]);
}

function setBeside(anchor, box, match) {
  const at = anchor.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - GAP * 2;
  const isUp = below < LEAST && at.top > below;
  box.style.maxHeight = `${Math.max(80, Math.min(320, isUp ? at.top - GAP * 2 : below))}px`;
  if (match) box.style.width = `${Math.max(at.width, 200)}px`;
  const size = box.getBoundingClientRect();
  box.style.left = `${Math.max(GAP, Math.min(at.left, window.innerWidth - size.width - GAP))}px`;
  box.style.top = `${isUp ? at.top - GAP - size.height : at.bottom + GAP}px`;
}

// Calls back on a press outside all of these elements.
export function useOutside(elements, isOpen, close) {
  useEffect(() => {
    if (!isOpen) return undefined;
    const pressed = (event) => {
      if (!elements.some((element) => element.current?.contains(event.target))) close();
    };
    document.addEventListener("pointerdown", pressed, true);
    return () => document.removeEventListener("pointerdown", pressed, true);
  }, [isOpen]);
}

// A button that opens a menu. `items`: { key, label, detail, choose, danger, checked }.
export function Menu({ label, items, children, className = "icon-button", busy = false }) {
  const [isOpen, setOpen] = useState(false);
  const [button, list] = [useRef(null), useRef(null)];
  useBeside(button, list, isOpen);
  useOutside([button, list], isOpen, () => setOpen(false));
  useEffect(() => {
    if (isOpen) list.current?.querySelector("[role^=menuitem]")?.focus();
  }, [isOpen]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }
  function keyed(event) {
    const entries = [...list.current.querySelectorAll("[role^=menuitem]")];
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) entries.at(to % entries.length).focus();
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") return setOpen(false);
    else return undefined;
    event.preventDefault();
    return event.stopPropagation();
  }
  const choose = (item) => () => {
    close();
    item.choose();
  };
  return html`
    <button type="button" class=${className} ref=${button} aria-haspopup="menu" aria-expanded=${isOpen} aria-label=${label}
      aria-busy=${busy} onClick=${() => setOpen(!isOpen)}>${children}</button>
    ${isOpen && html`
      <div class="menu" popover="manual" role="menu" aria-label=${label} ref=${list} onKeyDown=${keyed}>
        ${items.map((item) => html`
          <button type="button" key=${item.key} role=${item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
            aria-checked=${item.checked} tabindex="-1" class=${item.danger ? "menu-item is-danger" : "menu-item"} onClick=${choose(item)}>
            <span>${item.label}</span>${item.detail && html`<small>${item.detail}</small>`}
          </button>`)}
      </div>`}`;
}
