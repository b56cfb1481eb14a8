// Blocks that frame others or show one thing: alert, card, carousel, container, video, plan and task.

import { html, useRef, useState } from "../../vendor/htm-preact.js";
import { Icon } from "../icons.js";
import { Element } from "../inputs/element.js";
import { useId } from "../surface.js";
import { withEmoji } from "../text/emoji.js";
import { Link, RichText, TextObject } from "../text/rich.js";
import { Picture } from "./picture.js";

export function Alert({ block }) {
  const level = block.level ?? "default";
  return html`
    <div class=${`block alert is-${level}`} role=${level === "error" || level === "warning" ? "alert" : "status"}>
      <${Icon} name=${level === "default" ? "info" : level} /><div><${TextObject} text=${block.text} /></div>
    </div>`;
}

export function Card({ block }) {
  const { icon, title, subtitle, body, hero_image: hero, actions = [] } = block;
  return html`
    <article class="block card">
      ${hero && html`<${Picture} image=${hero} className="hero" />`}
      <div class="card-head">
        ${icon && html`<${Picture} image=${icon} className="thumb" />`}
        <div>
          ${title && html`<div class="card-title"><${TextObject} text=${title} /></div>`}
          ${subtitle && html`<div class="card-subtitle"><${TextObject} text=${subtitle} /></div>`}
        </div>
      </div>
      ${body && html`<div class="card-body"><${TextObject} text=${body} /></div>`}
      ${actions.length > 0 && html`
        <div class="actions">${actions.map((element) => html`
          <${Element} key=${element.action_id} block=${block} element=${element} />`)}</div>`}
    </article>`;
}

export function Carousel({ block, Block }) {
  const row = useRef(null);
  const move = (step) => () => row.current.scrollBy({ left: step * row.current.clientWidth * 0.8 });
  return html`
    <div class="block carousel">
      <div class="row" ref=${row} tabindex="0" role="group" aria-label="Cards">
        ${block.elements.map((card) => html`<${Block} key=${card.block_id} block=${card} />`)}
      </div>
      ${block.elements.length > 2 && html`
        <div class="turn">
          <button type="button" class="icon-button" aria-label="Previous cards" onClick=${move(-1)}>‹</button>
          <button type="button" class="icon-button" aria-label="Next cards" onClick=${move(1)}>›</button>
        </div>`}
    </div>`;
}

export function Container({ block, Blocks }) {
  const { title, rich_text_title: rich, subtitle, icon, child_blocks: inner } = block;
  const [isOpen, setOpen] = useState(!(block.is_collapsible && block.default_collapsed));
  const id = useId("container");
  const heading = rich ? html`<${RichText} elements=${rich.elements} />` : title && withEmoji(title.text);
  const hasHead = heading || subtitle || icon || block.is_collapsible;
  return html`
    <section class=${`block container is-${block.width ?? "standard"}`}>
      ${hasHead && html`
        <div class=${block.has_header_divider ? "container-head divided" : "container-head"}>
          ${icon && html`<${Picture} image=${icon} className="thumb" />`}
          <div class="container-title">${heading}${subtitle && html`<small><${TextObject} text=${subtitle} /></small>`}</div>
          ${block.is_collapsible && html`
            <button type="button" class="icon-button" aria-expanded=${isOpen} aria-controls=${id}
              aria-label=${isOpen ? "Collapse" : "Expand"} onClick=${() => setOpen(!isOpen)}>${isOpen ? "▾" : "▸"}</button>`}
        </div>`}
      <div id=${id} hidden=${!isOpen}><${Blocks} blocks=${inner} /></div>
    </section>`;
}

export function Video({ block }) {
  return html`
    <figure class="block video">
      <figcaption>
        <b><${Link} url=${block.title_url ?? block.video_url}>${block.title.text}<//></b>
        ${block.description && html`<div>${block.description.text}</div>`}
        ${block.author_name && html`<small>${block.author_name}</small>`}
      </figcaption>
      <${Picture} image=${{ image_url: block.thumbnail_url, alt_text: block.alt_text }} />
    </figure>`;
}

const STATES = {
  pending: ["○", "To do"],
  in_progress: ["◔", "In progress"],
  complete: ["✓", "Done"],
  error: ["!", "Failed"],
};

export function Task({ block }) {
  const [sign, state] = STATES[block.status];
  return html`
    <div class=${`block task is-${block.status}`}>
      <p class="task-title"><span class="task-sign" role="img" aria-label=${state}>${sign}</span> ${block.title}</p>
      ${block.details && html`<${RichText} elements=${block.details.elements} />`}
      ${block.output && html`<${RichText} elements=${block.output.elements} />`}
      ${block.sources?.map((from) => html`<p key=${from.url}><${Link} url=${from.url}>${from.text}<//></p>`)}
    </div>`;
}

export function Plan({ block }) {
  return html`
    <section class="block plan" aria-label=${block.title}>
      <p class="header">${block.title}</p>
      ${(block.tasks ?? []).map((task) => html`<${Task} key=${task.task_id} block=${task} />`)}
    </section>`;
}
