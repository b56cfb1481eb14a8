// A channel, a group or a direct message: its head, what was written, and the box to write in.

import { html } from "../vendor/htm-preact.js";
import { Avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { Icon } from "./icons.js";
import { Messages } from "./messages.js";
import { placeName } from "./places.js";
import { ask } from "./store.js";
import { useSurface } from "./surface.js";
import { useReader } from "./text/reader.js";
import { Link, Mrkdwn } from "./text/rich.js";

export function Conversation({ place, messages, world }) {
  const reader = useReader();
  const isChannel = place.kind.endsWith("_channel");
  const name = `${isChannel ? "#" : ""}${placeName(place, reader)}`;
  return html`
    <header class="place-head">
      <h2>${place.kind === "private_channel" && html`
        <span role="img" aria-label="private"><${Icon} name="lock" /></span> `}${name}</h2>
      ${place.topic && html`<div class="topic"><${Mrkdwn} text=${place.topic} /></div>`}
      <${Faces} members=${place.members} />
    </header>
    ${place.bookmarks.length > 0 && html`
      <ul class="bookmarks">${place.bookmarks.map((mark) => html`
        <li key=${mark.link}><${Link} url=${mark.link}><${Icon} name="bookmark" size="14" /> ${mark.title}<//></li>`)}
      </ul>`}
    <${Thread} ...${{ place, messages, world, name }} />`;
}

// What stands under the head, for the app's Messages tab too.
export function Thread({ place, messages, world, name }) {
  if (!place.joined) return html`<${Doorstep} place=${place} name=${name} />`;
  if (!messages) return html`<div class="scroller" aria-busy="true"></div>`;
  const closed = place.archived
    ? "This channel is archived."
    : place.is_app && world.read_only && "Sending messages to this app has been turned off.";
  return html`
    <${Messages} key=${place.id} place=${place} messages=${messages} name=${name} />
    ${closed
      ? html`<p class="no-composer">${closed}</p>`
      : html`<${Composer} key=${place.id} place=${place} name=${name} world=${world} />`}`;
}

function Doorstep({ place, name }) {
  const { me, toast } = useSurface();
  const join = () => ask("join", { as: me, channel: place.id }).catch((error) => toast(error.message));
  return html`
    <div class="doorstep">
      <p>You are not in <b>${name}</b>.</p>
      <button type="button" class="button is-primary" onClick=${join}>Join channel</button>
    </div>`;
}

function Faces({ members }) {
  const reader = useReader();
  const names = members.map((user) => reader.members[user]?.real_name ?? user).join(", ");
  return html`
    <div class="faces" role="img" aria-label=${`${members.length} members: ${names}`} title=${names}>
      ${members.slice(0, 3).map((user) => html`<${Avatar} key=${user} user=${user} size="small" />`)}
      <span>${members.length}</span>
    </div>`;
}
