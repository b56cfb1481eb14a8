// Who reads: their zone, and the names of people and channels.

import { createContext, html, useContext, useMemo } from "../../vendor/htm-preact.js";

export const Reader = createContext(null);
export const useReader = () => useContext(Reader);

// What texts need to know of one person at one moment. `now` is in seconds, by the playground's clock.
export function readerFor(world, me, now) {
  const member = world.members[me];
  return {
    me,
    now,
    tz: member.tz,
    hour12: member.locale === "en-US",
    members: world.members,
    channels: world.channels,
    app: world.app,
  };
}

export function Reading({ world, me, now, children }) {
  // Texts show no seconds, so that a tick of the clock draws nothing anew.
  const minute = Math.floor(now / 60) * 60;
  const reader = useMemo(() => readerFor(world, me, minute), [world, me, minute]);
  return html`<${Reader.Provider} value=${reader}>${children}<//>`;
}

export const nameOf = (reader, user) => reader.members[user]?.real_name ?? user;
