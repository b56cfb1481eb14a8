// Dates and times, by the browser's own pickers. A moment is told in the zone of the person who picks it.

import { html, useState } from "../../vendor/htm-preact.js";
import { described, useElement } from "../surface.js";
import { dateValue, instant, local, timeValue } from "../text/dates.js";
import { useReader } from "../text/reader.js";

export function DatePicker({ block, element, field }) {
  return html`<${Picker} type="date" ...${{ block, element, field }} />`;
}

export function TimePicker({ block, element, field }) {
  return html`
    <${Picker} type="time" ...${{ block, element, field }} />
    ${element.timezone && html`<small class="field-hint">Time zone: ${element.timezone.replace(/_/g, " ")}</small>`}`;
}

function Picker({ type, block, element, field }) {
  const { value, change } = useElement(block, element);
  // A picker in the middle of being typed into has no value yet; only whole ones, and none, are news.
  const picked = (event) => event.target.validity.badInput || change(event.target.value || null);
  return html`<input class="field picker" type=${type} id=${field?.input} value=${value ?? ""} onChange=${picked}
    ...${described(field, element)} />`;
}

export function MomentPicker({ block, element, field }) {
  const { value, change } = useElement(block, element);
  const { tz } = useReader();
  const [half, setHalf] = useState({});
  const there = value ? local(value, tz) : null;
  const date = half.date ?? (there ? dateValue(there) : "");
  const time = half.time ?? (there ? timeValue(there) : "");

  function picked(part) {
    const both = { date, time, ...part };
    setHalf(both.date && both.time ? {} : both);
    if (both.date && both.time) change(instant(both.date, both.time, tz));
    else if (value) change(null);
  }
  const { "aria-labelledby": label, ...about } = described(field, element);
  return html`
    <div class="moment" role="group" aria-labelledby=${label} aria-label=${about["aria-label"]}>
      <input class="field picker" type="date" id=${field?.input} value=${date} ...${about} aria-label="Date"
        onChange=${(event) => picked({ date: event.target.value })} />
      <input class="field picker" type="time" value=${time} ...${about} aria-label="Time"
        onChange=${(event) => picked({ time: event.target.value })} />
      <small class="field-hint">${tz.replace(/_/g, " ")}</small>
    </div>`;
}
