// An element by its type.

import { html } from "../../vendor/htm-preact.js";
import { Button, Feedback, IconButton, Overflow } from "./button.js";
import { Choices } from "./choices.js";
import { FileField } from "./files.js";
import { Select } from "./menus.js";
import { DatePicker, MomentPicker, TimePicker } from "./pickers.js";
import { RichField } from "./rich.js";
import { TextField } from "./text.js";

const DRAWN_BY = {
  button: Button,
  workflow_button: Button,
  overflow: Overflow,
  feedback_buttons: Feedback,
  icon_button: IconButton,
  checkboxes: Choices,
  radio_buttons: Choices,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: MomentPicker,
  file_input: FileField,
  rich_text_input: RichField,
  plain_text_input: TextField,
  number_input: TextField,
  email_text_input: TextField,
  url_text_input: TextField,
};

// `field` ties an input to its label, its hint and its error; it is null outside a form.
export function Element({ block, element, field = null }) {
  const drawnBy = element.type.endsWith("_select") ? Select : DRAWN_BY[element.type];
  if (!drawnBy) return html`<span class="unknown">[${element.type}]</span>`;
  return html`<${drawnBy} key=${element.action_id} ...${{ block, element, field }} />`;
}
