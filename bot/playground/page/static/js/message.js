// One message, as one person sees it.

import { html, useMemo, useState } from "../vendor/htm-preact.js";
import { Avatar } from "./avatar.js";
import { Blocks } from "./blocks/blocks.js";
import { Icon } from "./icons.js";
import { Surface, useSurface } from "./surface.js";
import { messageTime } from "./text/dates.js";
import { emoji } from "./text/emoji.js";
import { nameOf, useReader } from "./text/reader.js";
import { Mrkdwn } from "./text/rich.js";

export function Message({ channel, message, follows, replies }) {
  const pane = useSurface();
  const reader = useReader();
  // A message that has not changed is not drawn again, however many others come in.
  return useMemo(() => {
    const surface = { ...pane, where: { channel, ts: message.ts }, state: message.state, errors: {} };
    return html`<${Surface.Provider} value=${surface}><${Drawn} ...${{ message, follows, replies, reader, channel }} /><//>`;
  }, [channel, message, follows, replies, reader, pane]);
}

function Drawn({ message, follows, replies, reader, channel }) {
  const author = reader.members[message.user];
  const time = messageTime(Number(message.ts), reader);
  return html`
    <article class=${`message ${follows ? "is-follow-up" : ""} ${message.ephemeral ? "is-ephemeral" : ""}`} data-ts=${message.ts}
      aria-label=${`${nameOf(reader, message.user)}, ${time}`}>
      <div class="gutter">${follows ? html`<time class="quiet-time">${time}</time>` : html`<${Avatar} user=${message.user} />`}</div>
      <div class="message-body">
        ${message.ephemeral && html`<p class="only-you"><${Icon} name="eye" size="15" /> Only visible to you</p>`}
        ${!follows && html`
          <p class="byline"><b>${nameOf(reader, message.user)}</b>
            ${author?.is_bot && html`<span class="badge">APP</span>`} <time>${time}</time></p>`}
        <${Content} message=${message} />
        ${message.edited && html`<span class="edited">(edited)</span>`}
        ${message.files.map((file) => html`<${File} key=${file.id} file=${file} />`)}
        ${Object.keys(message.reactions).length > 0 && html`<${Reactions} reactions=${message.reactions} reader=${reader} />`}
        ${replies?.length > 0 && html`<${Thread} channel=${channel} replies=${replies} />`}
      </div>
    </article>`;
}

function Content({ message }) {
  return html`
    ${message.blocks.length ? html`<${Blocks} blocks=${message.blocks} />` : message.text && html`<${Mrkdwn} text=${message.text} />`}
    ${message.attachments.map((attachment, index) => html`<${Attachment} key=${index} attachment=${attachment} />`)}`;
}

const COLORS = { good: "#2a7d4f", warning: "#b7791f", danger: "#b83232" };

function Attachment({ attachment }) {
  const { color, pretext, title, title_link: url, text, fallback, blocks, fields = [] } = attachment;
  const hex = COLORS[color] ?? (/^#?[0-9a-f]{6}$/i.test(color ?? "") ? `#${color.replace("#", "")}` : undefined);
  return html`
    ${pretext && html`<${Mrkdwn} text=${pretext} />`}
    <div class="attachment" style=${{ borderLeftColor: hex }}>
      ${title && html`<b><${Mrkdwn} text=${url ? `<${url}|${title}>` : title} /></b>`}
      ${blocks ? html`<${Blocks} blocks=${blocks.map((block, index) => ({ block_id: `attached-${index}`, ...block }))} />`
        : (text || (!title && fallback)) && html`<${Mrkdwn} text=${text ?? fallback} />`}
      ${fields.map((field, index) => html`<div key=${index}><b>${field.title}</b><${Mrkdwn} text=${field.value ?? ""} /></div>`)}
    </div>`;
}

function File({ file }) {
  const from = `/page/files/${encodeURIComponent(file.id)}`;
  if (file.picture) {
    return html`<figure class="block image"><figcaption>${file.title}</figcaption><img src=${from} alt=${file.title} /></figure>`;
  }
  return html`
    <a class="file-card" href=${from} download=${file.name}><${Icon} name="file" size="22" />
      <span><b>${file.title}</b><small>${file.pretty_type} · ${size(file.size)}</small></span></a>`;
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} kB`);

function Reactions({ reactions, reader }) {
  return html`
    <ul class="reactions" aria-label="Reactions">
      ${Object.entries(reactions).map(([name, users]) => html`
        <li key=${name} title=${users.map((user) => nameOf(reader, user)).join(", ")}>${emoji(name) ?? `:${name}:`} ${users.length}</li>`)}
    </ul>`;
}

function Thread({ channel, replies }) {
  const [isOpen, setOpen] = useState(false);
  return html`
    <button type="button" class="link-button" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
      ${replies.length} ${replies.length === 1 ? "reply" : "replies"}</button>
    ${isOpen && html`<div class="thread">${replies.map((reply) => html`
      <${Message} key=${reply.ts} channel=${channel} message=${reply} />`)}</div>`}`;
}
