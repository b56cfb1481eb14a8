// Under the hood: what goes to the app and comes from it, what Slack minds, and switches that break things.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { CloseButton } from "./marks.js";
import { notify } from "./notices.js";
import { ask, showLines } from "./store.js";
import { useId } from "./surface.js";
import { clockTime, local } from "./text/dates.js";

const KINDS = { to_app: ["→", "to the app"], from_app: ["←", "from the app"], violation: ["!", "against Slack's rules"] };
const FILTERS = [["", "All"], ["to_app", "To the app"], ["from_app", "From the app"], ["violation", "Violations"]];

export function Drawer({ hood, lines, reader, isConnected, close }) {
  const [kind, setKind] = useState("");
  const id = useId("drawer");
  const box = useRef(null);
  useEffect(() => {
    if (!isConnected) return undefined;
    told(showLines(true));
    return () => showLines(false).catch(() => {}); // a line that is broken shows nothing anyway
  }, [isConnected]);
  useEffect(() => {
    // On a small screen it covers the rest, and takes the focus with it.
    if (window.matchMedia("(max-width: 900px)").matches) box.current.querySelector("button").focus();
  }, []);
  const shown = [...lines.values()].filter((line) => !kind || line.kind === kind).reverse();
  return html`
    <aside class="drawer" ref=${box} aria-labelledby=${id} data-region tabindex="-1"
      onKeyDown=${(event) => event.key === "Escape" && close()}>
      <header class="drawer-head"><h2 id=${id}>Under the hood</h2>
        <${CloseButton} label="Close the drawer" close=${close} /></header>
      <${Mischief} switches=${hood.switches} strikes=${hood.strikes} />
      <div class="filters" role="group" aria-label="Show">${FILTERS.map(([value, label]) => html`
        <button type="button" key=${value} class="filter" aria-pressed=${kind === value} onClick=${() => setKind(value)}>${label}
          ${value === "violation" && hood.violations > 0 && html` <span class="count-badge">${hood.violations}</span>`}</button>`)}
      </div>
      <ol class="lines" aria-label="Traffic, newest first" tabindex="0">
        ${shown.map((line) => html`<${Line} key=${line.number} line=${line} reader=${reader} />`)}
        ${!shown.length && html`<li class="none">Nothing yet. Type a command and watch it here.</li>`}
      </ol>
    </aside>`;
}

function Line({ line, reader }) {
  const [detail, setDetail] = useState(null);
  const [isOpen, setOpen] = useState(false);
  const [sign, said] = KINDS[line.kind];
  useEffect(() => {
    if (!isOpen) return;
    ask("line", { number: line.number }).then((answer) => setDetail(answer.detail ?? "This is too old to be kept."),
      (error) => setDetail(error.message));
  }, [isOpen, line]);
  return html`
    <li class=${`traffic-line is-${line.kind} ${line.error ? "is-failed" : ""}`}>
      <button type="button" class="line-button" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
        <span class="way" role="img" aria-label=${said}>${sign}</span>
        <span class="title">${line.title}</span>
        <span class="outcome">${outcome(line)}</span>
        <time>${clockTime(local(line.at, reader.tz), reader.hour12, true)}</time>
      </button>
      ${isOpen && html`<pre tabindex="0" aria-label=${line.title}>${detail === null ? "…" : words(detail)}</pre>`}
    </li>`;
}

const words = (detail) => (typeof detail === "string" ? detail : JSON.stringify(detail, null, 2));

function outcome(line) {
  if (line.error) return line.error;
  if (line.seconds === null) return line.kind === "to_app" ? "waiting…" : "";
  return `${Math.max(1, Math.round(line.seconds * 1000))} ms`;
}

const told = (deed) => deed.catch((error) => notify(error.message));

function Mischief({ switches, strikes }) {
  const strike = (name, label) => told(ask("strike", { name }).then(() => notify(`${label}: on its way.`)));
  return html`
    <section class="mischief" aria-label="Break things">
      <h3>Break things</h3>
      ${switches.map(({ name, label, detail, on }) => html`
        <label key=${name} class="switch">
          <input type="checkbox" role="switch" checked=${on}
            onChange=${(event) => told(ask("switch", { name, on: event.target.checked }))} />
          <span><b>${label}</b> <small>${detail}</small></span>
        </label>`)}
      <div class="strikes">${strikes.map(({ name, label, detail }) => html`
        <button type="button" key=${name} class="button" title=${detail || undefined} onClick=${() => strike(name, label)}>${label}</button>`)}</div>
    </section>`;
}
