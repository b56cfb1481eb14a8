// Blocks by their types: the simple ones here, the larger ones in files of their own.

import { html, useState } from "../../vendor/htm-preact.js";
import { Element } from "../inputs/element.js";
import { Icon } from "../icons.js";
import { useId, useSurface } from "../surface.js";
import { withEmoji } from "../text/emoji.js";
import { Markdown, RichText, TextObject } from "../text/rich.js";
import { Alert, Card, Carousel, Container, Plan, Task, Video } from "./cards.js";
import { Chart } from "./chart.js";
import { Picture } from "./picture.js";
import { DataTable, Table } from "./tables.js";

export function Blocks({ blocks }) {
  return blocks.map((block) => html`<${Block} key=${block.block_id} block=${block} />`);
}

const DRAWN_BY = {
  actions: Actions,
  alert: Alert,
  card: Card,
  carousel: (props) => html`<${Carousel} ...${props} Block=${Block} />`,
  container: (props) => html`<${Container} ...${props} Blocks=${Blocks} />`,
  context: Context,
  context_actions: Actions,
  data_table: DataTable,
  data_visualization: Chart,
  divider: () => html`<hr class="block divider" />`,
  file: ({ block }) => html`<p class="block file-card"><${Icon} name="file" /> ${block.external_id}</p>`,
  header: ({ block }) => html`<p class="block header" role="heading" aria-level="3">${withEmoji(block.text.text)}</p>`,
  image: Image,
  input: Input,
  markdown: ({ block }) => html`<div class="block"><${Markdown} text=${block.text} /></div>`,
  plan: Plan,
  rich_text: ({ block }) => html`<div class="block rich"><${RichText} elements=${block.elements} /></div>`,
  section: Section,
  table: Table,
  task_card: Task,
  video: Video,
};

function Block({ block }) {
  const drawnBy = DRAWN_BY[block.type];
  return drawnBy ? html`<${drawnBy} block=${block} />` : html`<p class="block unknown">[${block.type}]</p>`;
}

const LONG = 700; // characters; Slack folds longer sections away unless they ask not to be

function Section({ block }) {
  const { text, fields = [], accessory } = block;
  const [isWhole, setWhole] = useState(false);
  const folds = text && !block.expand && text.text.length > LONG;
  return html`
    <div class="block section">
      <div class="section-text">
        ${text && html`<div class=${folds && !isWhole ? "folded" : ""}><${TextObject} text=${text} /></div>`}
        ${folds && html`
          <button type="button" class="link-button" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
            ${isWhole ? "See less" : "See more"}</button>`}
        ${fields.length > 0 && html`
          <div class="fields">${fields.map((field, index) => html`<div key=${index}><${TextObject} text=${field} /></div>`)}</div>`}
      </div>
      ${accessory && html`
        <div class=${accessory.type === "image" ? "accessory picture" : "accessory"}>
          ${accessory.type === "image"
            ? html`<${Picture} image=${accessory} />`
            : html`<${Element} block=${block} element=${accessory} />`}
        </div>`}
    </div>`;
}

function Actions({ block }) {
  return html`
    <div class=${`block actions ${block.type === "context_actions" ? "quiet" : ""}`}>
      ${block.elements.map((element) => html`
        <div class="action" key=${element.action_id}><${Element} block=${block} element=${element} /></div>`)}
    </div>`;
}

function Context({ block }) {
  return html`
    <div class="block context">
      ${block.elements.map((element, index) => (element.type === "image"
        ? html`<${Picture} key=${index} image=${element} className="tiny" />`
        : html`<div key=${index}><${TextObject} text=${element} /></div>`))}
    </div>`;
}

function Image({ block }) {
  return html`
    <figure class="block image">
      ${block.title && html`<figcaption><${TextObject} text=${block.title} /></figcaption>`}
      <${Picture} image=${block} />
    </figure>`;
}

const GROUPS = new Set(["checkboxes", "radio_buttons", "datetimepicker", "rich_text_input"]);

function Input({ block }) {
  const surface = useSurface();
  const id = useId("field");
  const error = surface.errors?.[block.block_id];
  const isRequired = !block.optional;
  const field = {
    input: `${id}-input`,
    label: `${id}-label`,
    hint: block.hint ? `${id}-hint` : undefined,
    error: error ? `${id}-error` : undefined,
    isRequired,
  };
  const label = html`${withEmoji(block.label.text)}${!isRequired && html` <span class="optional">(optional)</span>`}`;
  return html`
    <div class=${error ? "block input wrong" : "block input"} data-block=${block.block_id}>
      ${GROUPS.has(block.element.type)
        ? html`<span class="label" id=${field.label}>${label}</span>`
        : html`<label class="label" id=${field.label} for=${field.input}>${label}</label>`}
      <${Element} block=${block} element=${block.element} field=${field} />
      ${error && html`<p class="field-error" id=${field.error} role="alert">${error}</p>`}
      ${block.hint && html`<p class="field-hint" id=${field.hint}>${withEmoji(block.hint.text)}</p>`}
    </div>`;
}

