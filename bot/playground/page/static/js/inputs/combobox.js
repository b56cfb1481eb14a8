// A menu that is typed into: one choice or several, out of groups that are there or that the app is asked for.

import { html, useEffect, useRef, useState } from "../../vendor/htm-preact.js";
import { useBeside, useOutside } from "../popup.js";
import { useId } from "../surface.js";

// `groups`: [{ label, options: [{ key, text, description, picture }] }]; `chosen`: options; `find`: asks for groups by
// what was typed, where they are not all there; `least`: characters that `find` needs; `most`: how many may be chosen.
// `change` takes the new list of choices, `closed` hears when the menu does; `about` are attributes of the input.
export function Combobox({ groups, find, least = 0, most = Infinity, isMany, chosen, change, closed, ...looks }) {
  const { placeholder, inputId, about, isBusy, canClear, focusFirst } = looks;
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [box, input, list] = [useRef(null), useRef(null), useRef(null)];
  const listId = useId("list");
  const found = useFound(find, typed, least, isOpen) ?? groups ?? [];
  const isChosen = (option) => chosen.some((other) => other.key === option.key);
  const shown = find ? found : matching(found, typed);
  const options = shown.flatMap((group) => group.options);
  useBeside(box, list, isOpen, { match: true });
  useOutside([box, list], isOpen, () => close());
  useEffect(() => setActive(Math.max(0, options.findIndex(isChosen))), [isOpen, typed, options.length]);
  useEffect(() => list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" }), [active, isOpen]);
  useEffect(() => {
    if (focusFirst) input.current.focus();
  }, []);

  function open() {
    if (!isOpen) setTyped("");
    setOpen(true);
  }
  function close() {
    setOpen(false);
    setTyped("");
    closed?.();
  }
  function choose(option) {
    if (!option) return;
    setTyped("");
    if (!isMany) {
      change([option]);
      close();
    } else if (isChosen(option)) change(chosen.filter((other) => other.key !== option.key));
    else if (chosen.length < most) change([...chosen, option]);
  }
  function keyed(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in moves) {
      if (isOpen) setActive(Math.max(0, Math.min(options.length - 1, active + moves[event.key])));
      else open();
    } else if (event.key === "Enter" && isOpen) choose(options[active]);
    else if (event.key === "Escape" && isOpen) {
      close();
      event.stopPropagation();
    } else if (event.key === "Backspace" && isMany && !typed && chosen.length) change(chosen.slice(0, -1));
    else {
      if (event.key === "Tab" && isOpen) close();
      return;
    }
    event.preventDefault();
  }
  const single = !isMany && chosen[0];
  const value = isOpen ? typed : single ? single.text : "";
  return html`
    <div class=${`combobox ${isMany ? "many" : ""} ${isBusy ? "busy" : ""}`} ref=${box} onClick=${() => input.current.focus()}>
      ${isMany && chosen.map((option) => html`
        <span class="token" key=${option.key}>${option.text}
          <button type="button" class="plain-button" aria-label=${`Remove ${option.text}`}
            onClick=${() => change(chosen.filter((other) => other.key !== option.key))}>✕</button>
        </span>`)}
      <input ref=${input} id=${inputId} role="combobox" type="text" autocomplete="off" aria-autocomplete="list"
        aria-expanded=${isOpen} aria-controls=${isOpen ? listId : undefined} aria-busy=${isBusy}
        aria-activedescendant=${isOpen && options.length ? `${listId}-${active}` : undefined} ...${about}
        value=${value} placeholder=${(single || (isMany && chosen.length)) && !isOpen ? "" : single?.text ?? placeholder}
        onClick=${open} onKeyDown=${keyed} onBlur=${(event) => leaves(event, box, list) && close()}
        onInput=${(event) => { setOpen(true); setTyped(event.target.value); }} />
      ${canClear && single && html`
        <button type="button" class="plain-button" aria-label=${`Clear ${single.text}`} onClick=${() => change([])}>✕</button>`}
      <span class="caret" aria-hidden="true">▾</span>
      ${isOpen && html`
        <div class="listbox" popover="manual" role="listbox" id=${listId} ref=${list} aria-label=${placeholder ?? "Options"}
          aria-multiselectable=${isMany} onMouseDown=${(event) => event.preventDefault()}>
          <${Groups} ...${{ shown, active, listId, isChosen, choose }} />
          ${!options.length && html`
            <div class="none" role="option" aria-selected="false" aria-disabled="true">${emptyWords(find, typed, least)}</div>`}
        </div>`}
    </div>`;
}

function Groups({ shown, active, listId, isChosen, choose }) {
  let number = -1;
  const row = (option) => {
    number += 1;
    return html`
      <div key=${option.key} id=${`${listId}-${number}`} role="option" aria-selected=${isChosen(option)} class="option"
        data-active=${number === active ? "" : undefined} onClick=${() => choose(option)}>
        ${option.picture}<span class="words">${option.text}${option.description && html`<small>${option.description}</small>`}</span>
        <span class="tick" aria-hidden="true">${isChosen(option) ? "✓" : ""}</span>
      </div>`;
  };
  return shown.map((group) => (group.label
    ? html`<div role="group" aria-label=${group.label} key=${group.label}>
        <div class="group" aria-hidden="true">${group.label}</div>${group.options.map(row)}</div>`
    : group.options.map(row)));
}

// The groups that the app gave for what was typed; what came for earlier words is dropped.
function useFound(find, typed, least, isOpen) {
  const [found, setFound] = useState([]);
  useEffect(() => {
    if (!find || !isOpen) return undefined;
    if (typed.length < least) {
      setFound([]);
      return undefined;
    }
    let isStale = false;
    find(typed).then((groups) => isStale || setFound(groups), () => isStale || setFound([]));
    return () => {
      isStale = true;
    };
  }, [typed, isOpen]);
  return find ? found : null;
}

function matching(groups, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return groups;
  const fits = (option) => `${option.text} ${option.also ?? ""}`.toLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, options: group.options.filter(fits) })).filter((group) => group.options.length);
}

function emptyWords(find, typed, least) {
  if (!find || typed.length >= least) return "No results";
  const left = least - typed.length;
  return `Type ${left} more character${left === 1 ? "" : "s"} to search`;
}

function leaves(event, box, list) {
  const to = event.relatedTarget;
  return !box.current?.contains(to) && !list.current?.contains(to);
}
