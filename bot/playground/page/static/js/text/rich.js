// Draws rich text: what people write, what apps send as rich_text, and what markup was read into.

import { html, useMemo } from "../../vendor/htm-preact.js";
import { formatDate } from "./dates.js";
import { emoji, withEmoji } from "./emoji.js";
import { parseMarkdown } from "./markdown.js";
import { isSafeLink, parseMrkdwn } from "./mrkdwn.js";
import { nameOf, useReader } from "./reader.js";

const WRAPS = [["bold", "b"], ["italic", "i"], ["strike", "s"], ["underline", "u"], ["code", "code"]];

export function RichText({ elements }) {
  const reader = useReader();
  return elements.map((part, index) => html`<${Part} key=${index} part=${part} reader=${reader} />`);
}

export function Mrkdwn({ text }) {
  return html`<${RichText} elements=${useMemo(() => parseMrkdwn(text), [text])} />`;
}

export function Markdown({ text }) {
  return html`<div class="markdown"><${RichText} elements=${useMemo(() => parseMarkdown(text), [text])} /></div>`;
}

// A text object of either kind. Slack draws emoji in both, and markup only in the one.
export function TextObject({ text }) {
  if (text.type === "mrkdwn") return html`<${Mrkdwn} text=${text.text} />`;
  return html`<span class="plain">${text.emoji === false ? text.text : withEmoji(text.text)}</span>`;
}

function Part({ part, reader }) {
  switch (part.type) {
    case "rich_text_list": return html`<${List} list=${part} reader=${reader} />`;
    case "rich_text_quote": return html`<blockquote>${inline(part.elements, reader)}</blockquote>`;
    case "rich_text_preformatted": return html`<pre tabindex="0">${inline(part.elements, reader)}</pre>`;
    case "heading": return html`<p class=${`heading level-${part.level}`}>${inline(part.elements, reader)}</p>`;
    case "rule": return html`<hr />`;
    default: return html`<p class=${part.paragraph ? "paragraph" : ""}>${inline(part.elements, reader)}</p>`;
  }
}

function List({ list, reader }) {
  const items = list.elements.map((item, index) => html`<li key=${index}>${inline(item.elements, reader)}</li>`);
  const level = `list indent-${Math.min(list.indent ?? 0, 8)}`;
  const start = (list.offset ?? 0) + 1;
  return list.style === "ordered"
    ? html`<ol class=${level} start=${start}>${items}</ol>`
    : html`<ul class=${level}>${items}</ul>`;
}

const inline = (elements, reader) => elements.map((element) => styled(element, reader));

function styled(element, reader) {
  let drawn = one(element, reader);
  for (const [style, tag] of WRAPS) if (element.style?.[style]) drawn = html`<${tag}>${drawn}<//>`;
  return drawn;
}

function one(element, reader) {
  switch (element.type) {
    case "text": return element.text;
    case "link": return html`<${Link} url=${element.url}>${element.text || element.url}<//>`;
    case "user": return mention(`@${nameOf(reader, element.user_id)}`, element.user_id === reader.me);
    case "channel": return mention(`#${reader.channels[element.channel_id] ?? (element.label || "private channel")}`);
    case "usergroup": return mention(element.label || `@${element.usergroup_id}`);
    case "broadcast": return mention(`@${element.range}`, true);
    case "team": return mention(`@${element.team_id}`);
    case "emoji": return symbol(element);
    case "date": return html`<${When} element=${element} reader=${reader} />`;
    case "color": return html`<span class="color"><${Swatch} value=${element.value} />${element.value}</span>`;
    default: return element.text ?? "";
  }
}

const mention = (name, mine) => html`<span class=${mine ? "mention mine" : "mention"}>${name}</span>`;

function symbol(element) {
  const named = element.drawn ?? fromCodes(element.unicode) ?? emoji(element.name, element.skin_tone);
  return named ? html`<span class="emoji" role="img" aria-label=${element.name}>${named}</span>` : `:${element.name}:`;
}

const fromCodes = (codes) =>
  codes && /^[0-9a-f]{2,5}(-[0-9a-f]{2,5})*$/i.test(codes) ? String.fromCodePoint(...codes.split("-").map((code) => parseInt(code, 16))) : null;

function When({ element, reader }) {
  const { timestamp, format, fallback, url } = element;
  if (!Number.isFinite(timestamp)) return fallback ?? "";
  const shown = html`<time datetime=${new Date(timestamp * 1000).toISOString()}>${formatDate(timestamp, format, reader)}</time>`;
  return url ? html`<${Link} url=${url}>${shown}<//>` : shown;
}

function Swatch({ value }) {
  return html`<span class="swatch" style=${{ backgroundColor: value }} aria-hidden="true"></span>`;
}

export function Link({ url, children }) {
  if (!isSafeLink(url)) return children;
  return html`<a href=${url} target="_blank" rel="noreferrer noopener">${children}</a>`;
}
