// Between Slack's rich text and what stands in an editable element.

const TAGS_OF = { bold: ["B", "STRONG"], italic: ["I", "EM"], strike: ["S", "STRIKE", "DEL"], code: ["CODE"] };
const STYLE_TAGS = Object.fromEntries(Object.entries(TAGS_OF).flatMap(([style, tags]) => tags.map((tag) => [tag, style])));
const TAG_OF = { bold: "b", italic: "i", strike: "s", code: "code" };
const LISTS = new Set(["UL", "OL"]);
const BLOCKS = new Set(["DIV", "P", "UL", "OL", "BLOCKQUOTE", "PRE"]);

// The rich_text block for what was written, or null where nothing was.
export function readEditor(root) {
  const parts = [];
  let section = [];
  const flush = () => {
    const elements = trimmed(section);
    if (elements.length) parts.push({ type: "rich_text_section", elements });
    section = [];
  };
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType !== Node.ELEMENT_NODE || !BLOCKS.has(child.tagName)) {
        section.push(...leaves(child, {}));
        continue;
      }
      const isLine = child.tagName === "DIV" || child.tagName === "P";
      if (isLine) {
        if (section.length) section.push(text("\n"));
        walk(child);
      } else {
        flush();
        parts.push(...special(child));
      }
    }
  };
  walk(root);
  flush();
  return parts.length ? { type: "rich_text", elements: parts } : null;
}

function special(node) {
  if (node.tagName === "UL" || node.tagName === "OL") return lists(node, 0);
  const elements = trimmed(lines(node));
  const type = node.tagName === "PRE" ? "rich_text_preformatted" : "rich_text_quote";
  return elements.length ? [{ type, elements }] : [];
}

function lists(node, indent) {
  const style = node.tagName === "OL" ? "ordered" : "bullet";
  const found = [];
  let items = [];
  const flush = () => {
    if (items.length) found.push({ type: "rich_text_list", style, indent, elements: items });
    items = [];
  };
  for (const child of node.children) {
    const isItem = child.tagName === "LI";
    // The browser nests a list in an item, or puts it beside the items.
    const inner = isItem ? [...child.children].filter((part) => LISTS.has(part.tagName)) : [child];
    if (isItem) items.push({ type: "rich_text_section", elements: trimmed(lines(child, inner)) });
    for (const list of inner) {
      flush();
      found.push(...lists(list, indent + 1));
    }
  }
  flush();
  return found;
}

function lines(node, without = []) {
  return [...node.childNodes].filter((child) => !without.includes(child)).flatMap((child, index) => {
    const isLine = child.nodeType === Node.ELEMENT_NODE && BLOCKS.has(child.tagName);
    return isLine && index > 0 ? [text("\n"), ...leaves(child, {})] : leaves(child, {});
  });
}

function leaves(node, style) {
  if (node.nodeType === Node.TEXT_NODE) {
    // The browser writes spaces at the edges as ones that do not break.
    const words = node.data.replace(/\u00A0/g, " ");
    return words ? [text(words, style)] : [];
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  if (node.tagName === "BR") return [text("\n", style)];
  if (node.tagName === "A") return [{ type: "link", url: node.href, text: node.textContent, ...styled(style) }];
  const name = STYLE_TAGS[node.tagName];
  const inner = name ? { ...style, [name]: true } : style;
  return [...node.childNodes].flatMap((child) => leaves(child, inner));
}

const styled = (style) => (Object.keys(style).length ? { style } : {});
const text = (words, style = {}) => ({ type: "text", text: words, ...styled(style) });

// Runs of the same style become one, and the line break that ends an editable element goes.
function trimmed(elements) {
  const merged = [];
  for (const element of elements) {
    const last = merged.at(-1);
    const same = last?.type === "text" && element.type === "text" && JSON.stringify(last.style) === JSON.stringify(element.style);
    if (same) merged[merged.length - 1] = { ...last, text: last.text + element.text };
    else merged.push(element);
  }
  const end = merged.at(-1);
  if (end?.type === "text" && end.text.endsWith("\n")) {
    if (end.text === "\n") merged.pop();
    else merged[merged.length - 1] = { ...end, text: end.text.slice(0, -1) };
  }
  return merged;
}

// Fills an editable element with a rich_text block, node by node.
export function writeEditor(root, block) {
  root.replaceChildren(...(block?.elements ?? []).map(partNode));
}

function partNode(part) {
  switch (part.type) {
    case "rich_text_list": {
      const list = document.createElement(part.style === "ordered" ? "ol" : "ul");
      list.append(...part.elements.map((item) => filled("li", item.elements)));
      return list;
    }
    case "rich_text_quote": return filled("blockquote", part.elements);
    case "rich_text_preformatted": return filled("pre", part.elements);
    default: return filled("div", part.elements);
  }
}

function filled(tag, elements) {
  const node = document.createElement(tag);
  node.append(...elements.flatMap(leafNodes));
  return node;
}

function leafNodes(element) {
  if (element.type === "link") {
    const link = document.createElement("a");
    link.href = /^(https?:|mailto:)/i.test(element.url) ? element.url : "about:blank";
    link.textContent = element.text || element.url;
    return [link];
  }
  const words = String(element.text ?? (element.name ? `:${element.name}:` : ""));
  const broken = words.split("\n").flatMap((line) => [document.createElement("br"), document.createTextNode(line)]);
  const nodes = broken.slice(1);
  return nodes.map((node) => wrapped(node, element.style ?? {}));
}

function wrapped(node, style) {
  let inner = node;
  for (const name of Object.keys(TAG_OF)) {
    if (!style[name]) continue;
    const outer = document.createElement(TAG_OF[name]);
    outer.append(inner);
    inner = outer;
  }
  return inner;
}
