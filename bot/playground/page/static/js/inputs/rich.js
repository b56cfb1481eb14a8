// The rich text input: an editor with a bar of styles.

import { html, useEffect, useRef } from "../../vendor/htm-preact.js";
import { Icon } from "../icons.js";
import { described, useElement } from "../surface.js";
import { caretIn, putCaret } from "./caret.js";
import { readEditor, writeEditor } from "./rich_model.js";

const INLINE = new Set(["bold", "italic", "strikeThrough"]);
const STYLES = [
  ["bold", "bold", "Bold"],
  ["italic", "italic", "Italic"],
  ["strikeThrough", "strike", "Strikethrough"],
  ["insertOrderedList", "numbered", "Numbered list"],
  ["insertUnorderedList", "bulleted", "Bulleted list"],
  ["formatBlock:blockquote", "quote", "Quote"],
  ["formatBlock:pre", "code", "Code block"],
];

export function RichField({ block, element, field }) {
  const { value, fill, press, isField } = useElement(block, element);
  const editor = useRef(null);
  const shown = useRef(undefined); // what the editor holds, as JSON
  const pending = useRef(0);
  const held = JSON.stringify(value ?? null);
  useEffect(() => {
    // What was typed meanwhile wins over what the playground last heard.
    if (pending.current || held === shown.current) return;
    shown.current = held;
    writeEditor(editor.current, value);
  }, [held]);
  useEffect(() => {
    if (element.focus_on_load) editor.current.focus();
  }, []);

  async function typed(tell = false) {
    const written = readEditor(editor.current);
    shown.current = JSON.stringify(written);
    pending.current += 1;
    try {
      await (isField ? fill(written, { tell: tell && Boolean(block.dispatch_action) }) : press(written));
    } catch {
      // it stays in the editor, and goes out with the next key
    } finally {
      pending.current -= 1;
    }
  }
  function style(command) {
    editor.current.focus();
    const caret = caretIn(editor.current);
    const [name, argument] = command.split(":");
    document.execCommand(name, false, argument);
    // A style that is turned on holds for what is typed next, as long as nobody touches the caret.
    if (caret && !INLINE.has(name)) putCaret(editor.current, caret);
    typed();
  }
  function pasted(event) {
    event.preventDefault(); // words only: a web page's own elements have no place here
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  }
  function keyed(event) {
    if (!(event.ctrlKey || event.metaKey)) return;
    const command = { b: "bold", i: "italic" }[event.key];
    if (command) {
      event.preventDefault();
      style(command);
    }
  }
  return html`
    <div class="rich-input">
      <div class="bar" role="toolbar" aria-label="Styles">
        ${STYLES.map(([command, sign, label]) => html`
          <button type="button" key=${command} class="style" aria-label=${label} title=${label}
            onMouseDown=${(event) => event.preventDefault()} onClick=${() => style(command)}><${Icon} name=${sign} /></button>`)}
      </div>
      <div class="editor field" ref=${editor} id=${field?.input} contenteditable="true" dir="auto" role="textbox" aria-multiline="true"
        data-placeholder=${element.placeholder?.text ?? ""} onInput=${() => isField && typed()} onBlur=${() => isField || typed()}
        onPaste=${pasted} onKeyDown=${keyed} ...${described(field, element)}></div>
    </div>`;
}
