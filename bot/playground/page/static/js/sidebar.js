// Where somebody can go: their channels, their direct messages, the app; with what they have not read.

import { html, useState } from "../vendor/htm-preact.js";
import { Avatar } from "./avatar.js";
import { Icon } from "./icons.js";
import { CloseButton, Unread } from "./marks.js";
import { placeName, sorted } from "./places.js";
import { clockTime, local } from "./text/dates.js";
import { useReader } from "./text/reader.js";

export function Sidebar({ places, at, go, world, pick, isSheet, close, beside }) {
  const reader = useReader();
  const { channels, groups, app, others } = sorted(places, reader);
  const [showsOthers, setShowsOthers] = useState(false);
  const entry = (place, sign) => html`
    <${Entry} key=${place.id} place=${place} sign=${sign} name=${placeName(place, reader)} isHere=${at === place.id}
      go=${() => go(place.id)} />`;
  const appTo = world.home_tab ? "home" : app?.id;
  return html`
    <div class="sidebar-head"><${Me} pick=${pick} />
      ${isSheet ? html`<${CloseButton} label="Close the sidebar" close=${close} />` : beside}
    </div>
    <nav aria-label=${`Conversations of ${reader.members[reader.me].real_name}`}>
      <h3>Channels</h3>
      <ul>
        ${channels.map((place) => entry(place, place.kind === "private_channel" ? html`<${Icon} name="lock" size="15" />` : "#"))}
        ${others.length > 0 && html`
          <li>
            <button type="button" class="entry" aria-expanded=${showsOthers} onClick=${() => setShowsOthers(!showsOthers)}>
              <span class="sign" aria-hidden="true">${showsOthers ? "▾" : "+"}</span><span class="name">More channels</span>
            </button>
          </li>`}
        ${showsOthers && others.map((place) => entry(place, "#"))}
      </ul>
      ${groups.length > 0 && html`
        <h3>Direct messages</h3>
        <ul>${groups.map((place) => entry(place, html`<${Count} place=${place} />`))}</ul>`}
      <h3>Apps</h3>
      <ul>${app && html`
        <${Entry} place=${app} sign=${html`<${Avatar} user=${reader.app.user} size="small" />`} name=${world.app.name}
          isHere=${at === "home" || at === app.id} go=${() => go(app.unread ? app.id : appTo)} />`}</ul>
    </nav>`;
}

const Count = ({ place }) => html`<span class="group-size" aria-hidden="true">${place.members.length - 1}</span>`;

function Me({ pick }) {
  const reader = useReader();
  const member = reader.members[reader.me];
  const time = clockTime(local(reader.now, reader.tz), reader.hour12);
  return html`
    <button type="button" class="me" aria-haspopup="dialog" onClick=${pick} title="Be somebody else">
      <${Avatar} user=${reader.me} />
      <span class="me-words"><b>${member.real_name}</b><small>${[time, member.title].filter(Boolean).join(" · ")}</small></span>
      <span class="caret" aria-hidden="true">▾</span>
    </button>`;
}

function Entry({ place, sign, name, isHere, go }) {
  const badge = place.calls && place.unread > 0;
  return html`
    <li><button type="button" class=${`entry ${place.unread ? "unread" : ""}`} aria-current=${isHere ? "page" : undefined} onClick=${go}>
      <span class="sign" aria-hidden=${typeof sign === "string"}>${sign}</span><span class="name">${name}</span>
      ${badge && html`<${Unread} count=${place.unread} />`}
      ${!badge && place.unread > 0 && html`<span class="dot"><span class="visually-hidden">unread</span></span>`}
    </button></li>`;
}
