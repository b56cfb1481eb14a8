// The messages of a conversation, with dividers between days and before what is new.

import { html, useEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
import { Message } from "./message.js";
import { ask, awaitsAnswer, onArrival } from "./store.js";
import { dayDivider, local } from "./text/dates.js";
import { plainWords } from "./text/plain.js";
import { nameOf, useReader } from "./text/reader.js";
import { useWindow } from "./window.js";

const SLACKBOT = "USLACKBOT"; // says what became of a command that nobody answers
const TOGETHER = 300; // seconds within which messages of one author stand under one name

function rowsOf(messages, reader, firstNew) {
  const rows = [];
  const byThread = Map.groupBy(messages.filter((m) => m.thread && m.thread !== m.ts), (m) => m.thread);
  let last = null;
  for (const message of messages) {
    if (message.thread && message.thread !== message.ts && messages.some((m) => m.ts === message.thread)) continue;
    const seconds = Number(message.ts);
    const day = local(seconds, reader.tz).days;
    if (day !== last?.day) rows.push({ key: `day-${day}`, day: dayDivider(seconds, reader) });
    if (message.ts === firstNew) rows.push({ key: "new", isNew: true });
    const follows = last?.user === message.user && last.day === day && !message.ephemeral && !last.ephemeral
      && seconds - last.seconds < TOGETHER && rows.at(-1).message !== undefined;
    rows.push({ key: message.ts, message, follows, replies: byThread.get(message.ts) });
    last = { user: message.user, day, seconds, ephemeral: message.ephemeral };
  }
  return rows;
}

export function Messages({ place, messages, name }) {
  const reader = useReader();
  // Where reading was left off when the conversation was opened; what comes in while it is open is seen at once.
  const [firstNew] = useState(() => messages.find((m) => m.ts > place.read && m.user !== reader.me && !m.ephemeral)?.ts);
  const rows = useMemo(() => rowsOf(messages, reader, firstNew), [messages, reader, firstNew]);
  const newest = messages.at(-1)?.ts ?? "";
  const markRead = () => {
    const isSeen = document.visibilityState === "visible" && list.isAtEnd.current;
    if (isSeen && newest > place.read) ask("read", { as: reader.me, channel: place.id, ts: newest });
  };
  const list = useWindow(rows, markRead);
  useEffect(() => {
    markRead();
    document.addEventListener("visibilitychange", markRead);
    return () => document.removeEventListener("visibilitychange", markRead);
  }, [newest, place.read]);
  // Whoever reads further up is left there, but not without the answer to what they have just done.
  const answers = (message) => [reader.me, reader.app.user, SLACKBOT].includes(message.user) && awaitsAnswer(reader.me);
  useEffect(() => onArrival((user, channel, message) => {
    if (user === reader.me && channel === place.id && answers(message)) list.toEnd();
  }));
  return html`
    <div class="scroller" ref=${list.scroller} onScroll=${list.scrolled} tabindex="0" role="group" aria-label=${`Messages in ${name}`}>
      ${!messages.length && html`<p class="beginning">This is the very beginning of <b>${name}</b>.</p>`}
      <div class="room" style=${{ height: `${list.above}px` }}></div>
      <div class="rows" ref=${list.content}>${list.shown.map((row) => html`<${Row} key=${row.key} row=${row} channel=${place.id} />`)}</div>
      <div class="room" style=${{ height: `${list.below}px` }}></div>
    </div>
    <${Announcer} channel=${place.id} reader=${reader} />`;
}

function Row({ row, channel }) {
  if (row.day) return html`<div class="row-day" data-key=${row.key} role="separator" aria-label=${row.day}><span>${row.day}</span></div>`;
  if (row.isNew) return html`<div class="row-new" data-key=${row.key} role="separator" aria-label="New messages"><span>New</span></div>`;
  return html`
    <div data-key=${row.key}><${Message} channel=${channel} message=${row.message} follows=${row.follows} replies=${row.replies} /></div>`;
}

// Tells screen readers of what others write while the conversation is open.
function Announcer({ channel, reader }) {
  const [words, setWords] = useState("");
  const who = useRef(reader);
  who.current = reader;
  useEffect(() => onArrival((user, where, message) => {
    if (where !== channel || user !== who.current.me || message.user === user) return;
    setWords(`${nameOf(who.current, message.user)}: ${plainWords(message.text, who.current).slice(0, 300)}`);
  }), [channel]);
  return html`<div class="visually-hidden" aria-live="polite">${words}</div>`;
}
