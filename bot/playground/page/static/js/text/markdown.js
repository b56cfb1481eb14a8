// Standard Markdown, as the `markdown` block has it, read into the elements of rich text.
// Slack's own subset: headings, emphasis, links, lists, quotes, code, rules. Tables stay as they were typed.

import { isSafeLink } from "./mrkdwn.js";
import { emoji } from "./emoji.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`]+)`",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<url>[^\\s)]+)\\)",
    "\\*\\*(?<bold>[^*\\n]+(?:\\*(?!\\*)[^*\\n]*)*)\\*\\*",
    "__(?<strong>[^_\\n]+)__",
    "~~(?<strike>[^~\\n]+)~~",
    "(?<![\\w*])\\*(?<italic>[^*\\s][^*\\n]*)\\*(?![\\w*])",
    "(?<![\\w_])_(?<slanted>[^_\\s][^_\\n]*)_(?![\\w_])",
    "(?<bare>https?:\\/\\/[^\\s<>)\\u2066-\\u2069]+)",
    ":(?<emoji>[\\w+'-]+):",
    "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+\\-.!~>])",
  ].join("|"),
  "g",
);

function inline(source, style = {}) {
  const found = [];
  let at = 0;
  const text = (words) => words && found.push({ type: "text", text: words, style });
  for (const hit of source.matchAll(INLINE)) {
    text(source.slice(at, hit.index));
    at = hit.index + hit[0].length;
    const { code, label, url, bold, strong, strike, italic, slanted, bare, escaped } = hit.groups;
    if (code) found.push({ type: "text", text: code, style: { ...style, code: true } });
    else if (bare || url) {
      const target = bare ?? url;
      if (isSafeLink(target)) found.push({ type: "link", url: target, text: label || target, style });
      else text(hit[0]);
    } else if (bold || strong) found.push(...inline(bold ?? strong, { ...style, bold: true }));
    else if (strike) found.push(...inline(strike, { ...style, strike: true }));
    else if (italic || slanted) found.push(...inline(italic ?? slanted, { ...style, italic: true }));
    else if (escaped) text(escaped);
    else text(emoji(hit.groups.emoji) ?? hit[0]);
  }
  text(source.slice(at));
  return found;
}

const KINDS = [
  ["heading", /^(#{1,6})\s+(.*?)\s*#*$/],
  ["rule", /^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/],
  ["ordered", /^(\s*)\d+[.)]\s+(.*)$/],
  ["bullet", /^(\s*)[-*+]\s+(.*)$/],
  ["quote", /^()\s{0,3}>\s?(.*)$/],
];

function kindOf(line) {
  for (const [kind, pattern] of KINDS) {
    const hit = pattern.exec(line);
    if (hit) return { kind, depth: hit[1] ?? "", words: hit[2] ?? "" };
  }
  return line.trim() ? { kind: "section", depth: "", words: line } : { kind: "blank", depth: "", words: "" };
}

export function parseMarkdown(source) {
  const parts = [];
  for (const [index, piece] of source.split(/^```[^\n]*\n([\s\S]*?)^```[ \t]*$/m).entries()) {
    if (index % 2) parts.push({ type: "rich_text_preformatted", elements: [{ type: "text", text: piece.replace(/\n$/, "") }] });
    else for (const run of runs(piece)) parts.push(...asParts(run));
  }
  return parts;
}

function runs(text) {
  const found = [];
  for (const line of text.split("\n").map(kindOf)) {
    const last = found.at(-1);
    const indent = Math.floor(line.depth.replace(/\t/g, "  ").length / 2);
    const same = last?.kind === line.kind && (last.indent === indent || line.kind === "section");
    if (same && line.kind !== "heading") last.lines.push(line);
    else found.push({ kind: line.kind, indent, lines: [line] });
  }
  return found.filter((run) => run.kind !== "blank");
}

function asParts({ kind, indent, lines }) {
  const section = (line) => ({ type: "rich_text_section", elements: inline(line.words) });
  switch (kind) {
    case "heading": return [{ type: "heading", level: lines[0].depth.length, elements: inline(lines[0].words) }];
    case "rule": return [{ type: "rule" }];
    case "ordered":
    case "bullet": return [{ type: "rich_text_list", style: kind, indent, elements: lines.map(section) }];
    case "quote": return [{ type: "rich_text_quote", elements: inline(lines.map((line) => line.words).join("\n")) }];
    default: return [{ type: "rich_text_section", paragraph: true, elements: inline(lines.map((l) => l.words).join("\n")) }];
  }
}
