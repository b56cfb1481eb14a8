// Dates as Slack writes them, in the zone of whoever reads.
// Source of the tokens: Slack's "Formatting text for app surfaces" and its reference of the date element.

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const DAY = 86_400;
const HALF_A_YEAR = 182 * DAY;
const formats = new Map();

// The calendar and the clock in a zone; `timestamp` is in seconds.
export function local(timestamp, tz) {
  if (!formats.has(tz)) {
    const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
    formats.set(tz, new Intl.DateTimeFormat("en-US", { ...parts, timeZone: tz, hourCycle: "h23" }));
  }
  const found = {};
  for (const { type, value } of formats.get(tz).formatToParts(new Date(timestamp * 1000))) found[type] = Number(value);
  const { year, month, day, hour, minute, second } = found;
  const days = Date.UTC(year, month - 1, day) / 1000 / DAY;
  return { year, month, day, hour, minute, second, days, weekday: (((days + 4) % 7) + 7) % 7 };
}

// "2026-11-20" and "09:30" on somebody's wall, as seconds since 1970. A time that a zone skips moves forward.
export function instant(date, time, tz) {
  const wall = Date.parse(`${date}T${time}Z`) / 1000;
  let guess = wall;
  for (let tries = 0; tries < 2; tries += 1) {
    const there = local(guess, tz);
    guess += wall - (there.days * DAY + there.hour * 3600 + there.minute * 60 + there.second);
  }
  return guess;
}

const two = (number) => String(number).padStart(2, "0");
export const dateValue = (there) => `${there.year}-${two(there.month)}-${two(there.day)}`;
export const timeValue = (there) => `${two(there.hour)}:${two(there.minute)}`;

function ordinal(day) {
  const teen = day % 100 > 10 && day % 100 < 14;
  return day + ((!teen && ["th", "st", "nd", "rd"][day % 10]) || "th");
}

// Slack leaves the choice of 12 or 24 hours to each person; in the United States it starts out with 12.
export function clockTime(there, hour12, seconds = false) {
  const tail = seconds ? `:${two(there.second)}` : "";
  if (!hour12) return timeValue(there) + tail;
  return `${there.hour % 12 || 12}:${two(there.minute)}${tail} ${there.hour < 12 ? "AM" : "PM"}`;
}

function relativeDay(there, today) {
  return { [-1]: "yesterday", 0: "today", 1: "tomorrow" }[there.days - today.days];
}

export function dayDivider(timestamp, reader) {
  const there = local(timestamp, reader.tz);
  const today = local(reader.now, reader.tz);
  const near = relativeDay(there, today);
  if (near === "today" || near === "yesterday") return near[0].toUpperCase() + near.slice(1);
  const year = there.year === today.year ? "" : `, ${there.year}`;
  return `${DAYS[there.weekday]}, ${MONTHS[there.month - 1]} ${ordinal(there.day)}${year}`;
}

export function messageTime(timestamp, reader) {
  return clockTime(local(timestamp, reader.tz), reader.hour12);
}

// What the clock of the playground shows.
export function fullDate(timestamp, reader) {
  const there = local(timestamp, reader.tz);
  const day = `${DAYS[there.weekday].slice(0, 3)} ${there.day} ${MONTHS[there.month - 1].slice(0, 3)} ${there.year}`;
  return { day, time: clockTime(there, reader.hour12) };
}

function ago(timestamp, now) {
  const seconds = Math.abs(now - timestamp);
  const units = [[365 * DAY, "year"], [30 * DAY, "month"], [DAY, "day"], [3600, "hour"], [60, "minute"]];
  const [size, unit] = units.find(([length]) => seconds >= length) ?? [60, "minute"];
  const count = Math.floor(seconds / size);
  if (seconds < 60) return "just now"; // the page knows the time to the minute
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return timestamp <= now ? `${words} ago` : `in ${words}`;
}

function token(name, timestamp, reader) {
  const there = local(timestamp, reader.tz);
  const month = MONTHS[there.month - 1];
  const long = `${DAYS[there.weekday]}, ${month} ${ordinal(there.day)}`;
  switch (name) {
    case "date_num": return dateValue(there);
    case "date_slash": return `${two(there.day)}/${two(there.month)}/${there.year}`;
    case "date": {
      const near = Math.abs(timestamp - reader.now) < HALF_A_YEAR;
      return `${month} ${ordinal(there.day)}${near ? "" : `, ${there.year}`}`;
    }
    case "date_short": return `${month.slice(0, 3)} ${there.day}, ${there.year}`;
    case "date_long": return `${long}, ${there.year}`;
    case "date_long_full": return `${month} ${there.day}, ${there.year}`;
    case "day_divider": return there.year === local(reader.now, reader.tz).year ? long : `${long}, ${there.year}`;
    case "time": return clockTime(there, reader.hour12);
    case "time_secs": return clockTime(there, reader.hour12, true);
    case "ago": return ago(timestamp, reader.now);
    default: return null;
  }
}

// A pattern such as "{date_short_pretty} at {time}". A token that Slack does not know stays as it is.
export function formatDate(timestamp, pattern, reader) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name, offset) => {
    if (name.endsWith("_pretty")) {
      const near = relativeDay(local(timestamp, reader.tz), local(reader.now, reader.tz));
      if (near) return offset === 0 ? near[0].toUpperCase() + near.slice(1) : near;
      name = name.slice(0, -"_pretty".length);
    }
    return token(name, timestamp, reader) ?? whole;
  });
}
