// Everybody whom one can be in a workspace, with what waits for them.

import { html, useState } from "../vendor/htm-preact.js";
import { Avatar } from "./avatar.js";
import { Dialog } from "./dialog.js";
import { CloseButton, Unread } from "./marks.js";
import { useId } from "./surface.js";
import { clockTime, local } from "./text/dates.js";

// `choose(user)` for this side; `beside(user)` to see somebody next to them, where there is room for two.
export function Cast({ world, team, unread, now, current, choose, beside, close }) {
  const id = useId("cast");
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const people = team.cast.map((user) => world.members[user]).filter(Boolean);
  const fits = (m) => `${m.real_name} ${m.name} ${m.title} ${m.tz}`.toLowerCase().includes(wanted);
  return html`
    <${Dialog} className="cast" labelledby=${id} close=${close}>
      <header class="dialog-head"><h2 id=${id}>Who do you want to be?</h2>
        <${CloseButton} close=${close} /></header>
      <div class="cast-search">
        <input class="field" type="search" data-first value=${typed} placeholder="Search by name, title or city"
          aria-label="Search people" onInput=${(event) => setTyped(event.target.value)}
          onKeyDown=${(event) => event.key === "Enter" && people.find(fits) && choose(people.find(fits).id)} />
      </div>
      <ul class="dialog-body people">${people.filter(fits).map((member) => html`
        <li key=${member.id} class=${member.id === current ? "person current" : "person"}>
          <button type="button" class="person-button" aria-current=${member.id === current ? "true" : undefined}
            onClick=${() => choose(member.id)}>
            <${Avatar} user=${member.id} />
            <span class="words"><b>${member.real_name}${member.deleted ? " (deactivated)" : ""}</b>
              <small>${[member.title, place(member, now)].filter(Boolean).join(" · ")}</small></span>
            ${unread[member.id] > 0 && html`<${Unread} count=${unread[member.id]} />`}
          </button>
          ${beside && member.id !== current && html`
            <button type="button" class="button" onClick=${() => beside(member.id)}
              aria-label=${`Side by side with ${member.real_name}`}>Side by side</button>`}
        </li>`)}
      </ul>
    <//>`;
}

function place(member, now) {
  const city = member.tz.split("/").at(-1).replace(/_/g, " ");
  return `${city} ${clockTime(local(now, member.tz), member.locale === "en-US")}`;
}
