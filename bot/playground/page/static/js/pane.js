// One person's Slack: sidebar, conversation, and what lies over them.

import { html, useEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
import { Avatar } from "./avatar.js";
import { Conversation } from "./conversation.js";
import { Confirm } from "./dialog.js";
import { AppPlace } from "./home.js";
import { Icon } from "./icons.js";
import { Modal } from "./modal.js";
import { notify } from "./notices.js";
import { sorted } from "./places.js";
import { Sidebar } from "./sidebar.js";
import { Surface } from "./surface.js";
import { Reading, useReader } from "./text/reader.js";

export function Pane({ me, at, desk, world, now, go, pick, beside, side }) {
  return html`
    <${Reading} world=${world} me=${me} now=${now} places=${desk.places}>
      <${Inside} ...${{ me, at, desk, world, go, pick, beside, side }} />
    <//>`;
}

function WhoBar({ pick, beside, isSheet, waits, open }) {
  const reader = useReader();
  const { real_name: name, title } = reader.members[reader.me];
  return html`
    <div class="who-bar">
      <button type="button" class="icon-button sheet-button" aria-expanded=${isSheet} onClick=${open}
        aria-label=${waits ? "Show conversations, some of them unread" : "Show conversations"}>
        <${Icon} name="menu" />${waits && html`<span class="dot"></span>`}</button>
      <button type="button" class="who" aria-haspopup="dialog" onClick=${pick} title="Be somebody else">
        <${Avatar} user=${reader.me} size="small" /><b>${name}</b><small>${title}</small><span aria-hidden="true">▾</span></button>
      ${beside}
    </div>`;
}

// Where to begin: a channel with a box to write in, so that a command can be typed at once.
export function firstPlace(places, reader) {
  const { channels, groups, app } = sorted(places, reader);
  const general = channels.find((place) => place.name === "general");
  return (general ?? channels[0] ?? groups[0] ?? app)?.id ?? "home";
}

function Inside({ me, at, desk, world, go, pick, beside, side }) {
  const reader = useReader();
  const [question, setQuestion] = useState(null); // { confirm, answer }
  const [isSheet, setSheet] = useState(false);
  const pane = useRef(null);
  const surface = useMemo(() => ({ me, toast: notify, appName: world.app.name, confirm: asked }), [me, world.app.name]);
  const { places, modal, home, messages } = desk;
  const place = places.find((other) => other.id === at) ?? places.find((other) => other.is_app);
  const view = modal.at(-1);
  const isCovered = Boolean(view || question);
  useEffect(() => {
    if (isSheet) pane.current.querySelector(".sidebar button")?.focus();
  }, [isSheet]);

  // A promise of the answer to Slack's confirmation dialog.
  async function asked(confirm) {
    const isSure = await new Promise((answer) => setQuestion({ confirm, answer }));
    setQuestion(null);
    return isSure;
  }
  function visit(to) {
    go(to);
    setSheet(false);
    setTimeout(() => pane.current?.querySelector("[data-composer]")?.focus());
  }
  function keyed(event) {
    if (event.key !== "Escape" || !isSheet) return;
    setSheet(false);
    pane.current.querySelector(".sheet-button")?.focus();
  }
  const waits = places.some((other) => other.joined && other.unread > 0 && other.id !== at);
  const shared = { place, messages: messages[place.id], world };
  return html`
    <section class=${`pane ${isSheet ? "with-sheet" : ""}`} ref=${pane} aria-label=${`Slack of ${reader.members[me].real_name}`}
      data-region tabindex="-1" data-side=${side}>
      <${Surface.Provider} value=${surface}>
        <div class="sidebar" inert=${isCovered} onKeyDown=${keyed}>
          <${Sidebar} ...${{ places, at, world, pick, beside, isSheet }} go=${visit} close=${() => setSheet(false)} />
        </div>
        ${isSheet && html`<div class="sheet-curtain" onClick=${() => setSheet(false)}></div>`}
        <div class="place" inert=${isCovered || isSheet}>
          <${WhoBar} ...${{ pick, beside, isSheet, waits }} open=${() => setSheet(true)} />
          ${at === "home" || place.is_app
            ? html`<${AppPlace} ...${shared} tab=${at === "home" ? "home" : place.id} home=${home} go=${visit} />`
            : html`<${Conversation} ...${shared} />`}
        </div>
        ${view && html`
          <div class="over-pane" inert=${Boolean(question)}><${Modal} key=${view.id} view=${view} depth=${modal.length} /></div>`}
        ${question && html`<div class="over-pane"><${Confirm} ...${question} /></div>`}
      <//>
    </section>`;
}
