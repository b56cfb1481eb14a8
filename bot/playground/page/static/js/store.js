// What the page knows of the workspace: only what it was sent. Changed parts are new objects, the rest stay the same.

import { Line } from "./socket.js";

const KEPT_LINES = 400;
const listeners = new Set();

export const state = {
  isConnected: false,
  wasConnected: false,
  world: null,
  clock: null,
  unread: {},
  hood: { switches: [], strikes: [], violations: 0 },
  lines: new Map(),
  desks: new Map(),
};

let watched = new Map(); // user -> Set of channels
const arrivals = new Set();

const PATCHES = {
  world: (world) => { state.world = world; },
  clock: (clock) => { state.clock = clock; },
  unread: (unread) => { state.unread = unread; },
  hood: (hood) => { state.hood = hood; },
  lines: (lines) => { state.lines = withLines(state.lines, lines); },
  places: (user, places) => change(user, { places }),
  home: (user, home) => change(user, { home }),
  modal: (user, modal) => change(user, { modal }),
  typed: (user, typed) => change(user, { modal: desk(user).modal.map((view, at) => ({ ...view, ...typed[at] })) }),
  messages: (user, channel, messages) => change(user, { messages: { ...desk(user).messages, [channel]: messages } }),
  message: (user, channel, message) => takeMessage(user, channel, message),
};

export function desk(user) {
  return state.desks.get(user) ?? { places: null, home: null, modal: [], messages: {} };
}

function change(user, parts) {
  state.desks.set(user, { ...desk(user), ...parts });
}

function takeMessage(user, channel, message) {
  const known = desk(user).messages[channel];
  if (!known) return;
  const newest = known.at(-1)?.ts ?? "";
  change(user, { messages: { ...desk(user).messages, [channel]: withMessage(known, message) } });
  if (!message.gone && message.ts > newest) for (const hear of arrivals) hear(user, channel, message);
}

function withMessage(known, message) {
  const at = known.findLastIndex((other) => other.ts <= message.ts);
  const isThere = known[at]?.ts === message.ts;
  if (message.gone) return isThere ? known.toSpliced(at, 1) : known;
  return known.toSpliced(isThere ? at : at + 1, isThere ? 1 : 0, message);
}

function withLines(known, lines) {
  const merged = new Map(known);
  for (const line of lines) merged.set(line.number, line);
  for (const number of merged.keys()) {
    if (merged.size <= KEPT_LINES) break;
    merged.delete(number);
  }
  return merged;
}

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Called with each message that comes in while its conversation is watched: (user, channel, message).
export function onArrival(listener) {
  arrivals.add(listener);
  return () => arrivals.delete(listener);
}

function changed() {
  for (const listener of listeners) listener();
}

const line = new Line({
  greet: () => ["watch", { people: asked() }],
  take: (patches) => {
    for (const [name, ...parts] of patches) PATCHES[name](...parts);
    changed();
  },
  tell: (isOpen) => {
    state.isConnected = isOpen;
    state.wasConnected ||= isOpen;
    // Whatever was held may be stale: the greeting asks for all of it again.
    if (isOpen) state.lines = new Map();
    changed();
  },
});

const asked = () => Object.fromEntries([...watched].map(([user, channels]) => [user, [...channels]]));

// Ask for somebody's desk, and for the messages of a conversation of theirs, from now on.
export function watch(panes) {
  const wanted = new Map();
  for (const { me, place } of panes) {
    const channels = new Set(watched.get(me));
    if (place && place !== "home") channels.add(place);
    wanted.set(me, channels);
  }
  const before = JSON.stringify(asked());
  watched = wanted;
  for (const user of state.desks.keys()) if (!watched.has(user)) state.desks.delete(user);
  if (line.isOpen && JSON.stringify(asked()) !== before) line.ask("watch", { people: asked() });
}

const ANSWERED = new Set(["command", "say", "press", "submit"]);
const ANSWER_LASTS = 10_000; // milliseconds: what comes later is no answer to what somebody did
const acted = new Map(); // user -> when they last did something that is answered

export function ask(name, deed) {
  if (ANSWERED.has(name)) acted.set(deed.as, Date.now());
  return line.ask(name, deed);
}

// Whether what comes in now may be the answer to what this person has just done in this tab.
export const awaitsAnswer = (user) => Date.now() - (acted.get(user) ?? 0) < ANSWER_LASTS;

// The lines of the drawer come only while it is open.
export async function showLines(open) {
  const { lines } = await line.ask("drawer", { open });
  state.lines = withLines(state.lines, lines);
  changed();
}
