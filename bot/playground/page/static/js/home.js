// The app's own place: its Home tab and its messages.

import { html, useEffect } from "../vendor/htm-preact.js";
import { Avatar } from "./avatar.js";
import { Blocks } from "./blocks/blocks.js";
import { Thread } from "./conversation.js";
import { Unread } from "./marks.js";
import { ask } from "./store.js";
import { Surface, useSurface } from "./surface.js";
import { useReader } from "./text/reader.js";

export function AppPlace({ tab, place, messages, home, world, go }) {
  const reader = useReader();
  const tabs = [
    world.home_tab && ["home", "Home"],
    world.messages_tab && [place.id, "Messages"],
  ].filter(Boolean);
  const name = world.app.name;
  return html`
    <header class="place-head app-head">
      <${Avatar} user=${reader.app.user} /><h2>${name}</h2>
      <nav class="tabs" aria-label=${name}>${tabs.map(([to, label]) => html`
        <button type="button" key=${to} class="tab" aria-current=${tab === to ? "page" : undefined} onClick=${() => go(to)}>${label}
          ${to !== "home" && place.unread > 0 && html` <${Unread} count=${place.unread} />`}
        </button>`)}
      </nav>
    </header>
    ${tab === "home" ? html`<${Home} home=${home} name=${name} />` : html`<${Thread} ...${{ place, messages, world, name }} />`}`;
}

function Home({ home, name }) {
  const pane = useSurface();
  useEffect(() => {
    ask("open_home", { as: pane.me });
  }, [pane.me]);
  if (!home) {
    return html`<div class="scroller home"><p class="beginning">${name} has put nothing here yet.</p></div>`;
  }
  const surface = { ...pane, where: { view: home.id }, state: home.state, errors: home.errors };
  return html`
    <div class="scroller home" tabindex="0" role="group" aria-label=${`Home tab of ${name}`}>
      <div class="home-page"><${Surface.Provider} value=${surface}><${Blocks} blocks=${home.blocks} /><//></div>
    </div>`;
}
