// Conversations by the names that people see.

// A direct message is called after the other side, a group after everybody else in it.
export function placeName(place, reader) {
  if (place.kind !== "im" && place.kind !== "mpim") return place.name;
  const others = place.members.filter((user) => user !== reader.me);
  const people = others.filter((user) => user !== reader.app.user);
  return (people.length ? people : others).map((user) => reader.members[user]?.real_name ?? user).join(", ");
}

export function sorted(places, reader) {
  const by = (one, other) => placeName(one, reader).localeCompare(placeName(other, reader));
  const joined = places.filter((place) => place.joined && !place.archived);
  return {
    channels: joined.filter((place) => place.kind.endsWith("_channel")).sort(by),
    groups: joined.filter((place) => (place.kind === "mpim" || place.kind === "im") && !place.is_app).sort(by),
    app: joined.find((place) => place.is_app),
    others: places.filter((place) => !place.joined).sort(by),
  };
}
