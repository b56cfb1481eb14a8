// Who reads: their zone, and the names of people and channels.

import { createContext, html, useContext, useMemo } from "../../vendor/htm-preact.js";

export const Reader = createContext(null);
export const useReader = () => useContext(Reader);

// The workspace that somebody is in.
export const teamOf = (world, user) => world.teams.find((team) => team.cast.includes(user)) ?? world.teams[0];

// What texts need to know of one person at one moment. `now` is in seconds, by the playground's clock.
export function readerFor(world, me, now, places = []) {
  const member = world.members[me];
  return {
    me,
    now,
    tz: member.tz,
    hour12: member.locale === "en-US",
    members: world.members,
    // The public ones, and those that this person is in.
    channels: { ...world.channels, ...Object.fromEntries(places.map((place) => [place.id, place.name])) },
    app: { name: world.app.name, user: teamOf(world, me).app_user },
  };
}

export function Reading({ world, me, now, places, children }) {
  // Texts show no seconds, so that a tick of the clock draws nothing anew.
  const minute = Math.floor(now / 60) * 60;
  const names = JSON.stringify((places ?? []).map((place) => [place.id, place.name]));
  const reader = useMemo(() => readerFor(world, me, minute, places), [world, me, minute, names]);
  return html`<${Reader.Provider} value=${reader}>${children}<//>`;
}

export const nameOf = (reader, user) => reader.members[user]?.real_name ?? user;
