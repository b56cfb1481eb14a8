// Slack's markup, read into the same elements that rich text is made of, so that one thing draws both.

import { emoji } from "./emoji.js";

const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const WORD = /[\p{L}\p{N}]/u;
const QUOTE = /^(?:&gt;|>) ?/;
const LONG_QUOTE = /^(?:&gt;|>){3} ?/;
const BULLET = /^\s*[•◦▪]\s+/;

// Only an address that a click cannot turn against the reader.
export const isSafeLink = (url) => SAFE_LINK.test(url);

// `&amp;` last, or `&amp;lt;` would be decoded twice.
export function decode(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

export function parseMrkdwn(source) {
  const parts = [];
  const fence = /```\n?([\s\S]+?)\n?```\n?/g;
  let at = 0;
  for (const found of source.matchAll(fence)) {
    parts.push(...lines(source.slice(at, found.index).replace(/\n$/, "")));
    parts.push({ type: "rich_text_preformatted", elements: onlyTags(found[1], {}) });
    at = found.index + found[0].length;
  }
  parts.push(...lines(source.slice(at)));
  return parts;
}

// Text without code blocks: runs of lines of the same kind become one part.
function lines(text) {
  if (!text) return [];
  const parts = [];
  let run = null;
  const add = (kind, line) => {
    if (run?.kind !== kind) parts.push((run = { kind, lines: [] }));
    run.lines.push(line);
  };
  const all = text.split("\n");
  for (let number = 0; number < all.length; number += 1) {
    const line = all[number];
    if (LONG_QUOTE.test(line)) {
      for (const quoted of all.slice(number)) add("quote", quoted.replace(LONG_QUOTE, ""));
      break;
    }
    if (QUOTE.test(line)) add("quote", line.replace(QUOTE, ""));
    else if (BULLET.test(line)) add("list", line.replace(BULLET, ""));
    else add("section", line);
  }
  return parts.map(asPart);
}

function asPart({ kind, lines }) {
  if (kind === "list") {
    const elements = lines.map((line) => ({ type: "rich_text_section", elements: inline(line) }));
    return { type: "rich_text_list", style: "bullet", elements };
  }
  return { type: `rich_text_${kind}`, elements: inline(lines.join("\n")) };
}

export function inline(source, style = {}) {
  const found = [];
  let plain = "";
  let at = 0;
  const special = /[`<*_~:]|https?:\/\//g;
  while (at < source.length) {
    special.lastIndex = at;
    const next = special.exec(source)?.index ?? source.length;
    plain += source.slice(at, next);
    at = next;
    if (at === source.length) break;
    const hit = READERS[source[at]](source, at, style);
    if (hit) {
      if (plain) found.push(words(plain, style));
      plain = "";
      found.push(...hit.elements);
      at = hit.end;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  if (plain) found.push(words(plain, style));
  return found;
}

const READERS = { "`": code, "<": tag, "*": styled, _: styled, "~": styled, ":": named, h: address };

function words(text, style) {
  return { type: "text", text: decode(text), style };
}

function at(pattern, source, index) {
  pattern.lastIndex = index;
  return pattern.exec(source);
}

function code(source, index, style) {
  const found = at(/`([^`\n]+)`/y, source, index);
  return found && { elements: onlyTags(found[1], { ...style, code: true }), end: index + found[0].length };
}

// Inside code only what stands in angle brackets is read.
function onlyTags(source, style) {
  const found = [];
  for (const piece of source.split(/(<[^<>\n]+>)/)) {
    if (piece) found.push(...(tag(piece, 0, style)?.elements ?? [words(piece, style)]));
  }
  return found;
}

function tag(source, index, style) {
  const found = at(/<([^<>\n]+)>/y, source, index);
  if (!found) return null;
  const bar = found[1].indexOf("|");
  const target = bar < 0 ? found[1] : found[1].slice(0, bar);
  const label = bar < 0 ? "" : found[1].slice(bar + 1);
  return { elements: [meaning(target, label, style)], end: index + found[0].length };
}

function meaning(target, label, style) {
  const id = target.slice(1);
  if (target[0] === "@") return { type: "user", user_id: id, label, style };
  if (target[0] === "#") return { type: "channel", channel_id: id, label, style };
  if (target[0] === "!") return special(id, label, style);
  const url = decode(target);
  // What is no link stays as it was typed, brackets and all.
  if (!isSafeLink(url)) return words(label ? `<${target}|${label}>` : `<${target}>`, style);
  return { type: "link", url, text: decode(label) || url.replace(/^mailto:|^tel:/i, ""), style };
}

function special(inside, label, style) {
  const [name, ...rest] = inside.split("^");
  if (name === "date" && rest.length >= 2) {
    const [timestamp, format, url] = rest;
    return { type: "date", timestamp: Number(timestamp), format: decode(format), url, fallback: decode(label), style };
  }
  if (name === "subteam") return { type: "usergroup", usergroup_id: rest[0] ?? "", label, style };
  return { type: "broadcast", range: name, style };
}

// A style begins and ends at the edge of a word, on one line.
function styled(source, index, style) {
  const mark = source[index];
  const before = source[index - 1] ?? "";
  const first = source[index + 1] ?? " ";
  if (WORD.test(before) || before === mark || /\s/.test(first) || first === mark) return null;
  const end = closing(source, index + 1, mark);
  if (end < 0) return null;
  return { elements: inline(source.slice(index + 1, end), { ...style, [MARKS[mark]]: true }), end: end + 1 };
}

function closing(source, from, mark) {
  for (let index = from; index < source.length && source[index] !== "\n"; index += 1) {
    if (source[index] === "<" || source[index] === "`") {
      const skipped = at(/<[^<>\n]+>|`[^`\n]+`/y, source, index);
      if (skipped) index += skipped[0].length - 1;
    } else if (source[index] === mark && !/\s/.test(source[index - 1]) && source[index - 1] !== mark) {
      const after = source[index + 1] ?? "";
      if (!WORD.test(after) && after !== mark) return index;
    }
  }
  return -1;
}

function named(source, index, style) {
  const found = at(/:([\w+'-]+):(?::skin-tone-([2-6]):)?/y, source, index);
  const drawn = found && emoji(found[1], found[2]);
  return drawn ? { elements: [{ type: "emoji", name: found[1], drawn, style }], end: index + found[0].length } : null;
}

// Slack links bare addresses; a stop at the end belongs to the sentence, and so does the mark that ends an isolate.
function address(source, index, style) {
  if (WORD.test(source[index - 1] ?? "")) return null;
  const found = at(/https?:\/\/(?:(?!&[lg]t;)[^\s<>|*`\u2066-\u2069])+/y, source, index);
  const raw = found?.[0].replace(/[.,;:!?)\]'"]+$/, "");
  if (!raw || /^https?:\/\/$/.test(raw)) return null;
  return { elements: [{ type: "link", url: decode(raw), text: decode(raw), style }], end: index + raw.length };
}
