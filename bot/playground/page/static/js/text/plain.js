// Marked-up text as bare words, for those who hear it.

import { formatDate } from "./dates.js";
import { parseMrkdwn } from "./mrkdwn.js";
import { nameOf } from "./reader.js";

export function plainWords(source, reader) {
  return parseMrkdwn(source).map((part) => part.elements.map((element) => one(element, reader)).join("")).join(" ");
}

function one(element, reader) {
  switch (element.type) {
    case "user": return nameOf(reader, element.user_id);
    case "channel": return reader.channels[element.channel_id] ?? element.label;
    case "date": return formatDate(element.timestamp, element.format, reader);
    case "broadcast": return element.range;
    case "emoji": return element.drawn;
    case "rich_text_section": return `${element.elements.map((inner) => one(inner, reader)).join("")}. `;
    default: return element.text ?? element.label ?? "";
  }
}
