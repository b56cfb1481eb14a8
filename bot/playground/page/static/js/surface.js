// Where blocks stand, and how what they hold comes and goes: a message, a modal or a Home tab of one person's.

import { createContext, useContext, useRef, useState } from "../vendor/htm-preact.js";
import { ask } from "./store.js";

// { me, where, state, errors, id, confirm, toast, appName }
export const Surface = createContext(null);
export const useSurface = () => useContext(Surface);

// Element type -> where its state holds the value, as in `state.values` of Slack's payloads.
const HELD_IN = {
  plain_text_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  number_input: "value",
  rich_text_input: "rich_text_value",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
  file_input: "files",
};

const EXPLAINED = {
  operation_timeout: "did not answer in time",
  dispatch_failed: "cannot be reached",
  http_client_error: "answered with an error",
};

let count = 0;

// An id for this element of the page, the same for as long as it is there.
export function useId(prefix) {
  const id = useRef("");
  if (!id.current) id.current = `${prefix}-${(count += 1)}`;
  return id.current;
}

// What an element holds and how to change it. In a form it is filled in, elsewhere it is pressed.
export function useElement(block, element) {
  const surface = useSurface();
  const [isBusy, setBusy] = useState(false);
  // What somebody has just chosen, shown until the playground has heard of it. A box, so that null is a choice too.
  const [hoped, setHoped] = useState(null);
  const latest = useRef(null);
  const deed = { as: surface.me, where: surface.where, block: block.block_id, action: element.action_id };
  const isField = block.type === "input";

  async function tellApp(name, more) {
    setBusy(true);
    try {
      const { failed } = await ask(name, { ...deed, ...more });
      if (failed) surface.toast(`${surface.appName} ${EXPLAINED[failed] ?? "did not answer"} (${failed}).`);
    } catch (error) {
      surface.toast(error.message);
      throw error;
    } finally {
      setBusy(false);
    }
  }

  async function press(option) {
    if (element.confirm && !(await surface.confirm(element.confirm))) return;
    await tellApp("press", option === undefined ? {} : { option }).catch(() => {});
  }

  const fill = (value, { tell = Boolean(block.dispatch_action) } = {}) => tellApp("fill", { value, tell });

  async function change(value) {
    const hope = { value };
    latest.current = hope;
    setHoped(hope);
    await (isField ? fill(value).catch(() => {}) : press(value));
    if (latest.current === hope) setHoped(null);
  }
  const held = surface.state?.[block.block_id]?.[element.action_id]?.[HELD_IN[element.type]];
  return {
    value: hoped ? hoped.value : held,
    isField,
    isBusy,
    fill,
    press,
    change,
    options: async (typed) => (await ask("options", { ...deed, typed })).groups,
  };
}

// The attributes that tie a field to its label, its hint and its error. `field` is null outside a form.
export function described(field, element) {
  if (!field) return { "aria-label": element.placeholder?.text ?? element.text?.text ?? LABELS[element.type] };
  return {
    "aria-labelledby": field.label,
    "aria-describedby": [field.hint, field.error].filter(Boolean).join(" ") || undefined,
    "aria-invalid": field.error ? "true" : undefined,
    "aria-required": field.isRequired ? "true" : undefined,
  };
}

const LABELS = {
  datepicker: "Date",
  timepicker: "Time",
  datetimepicker: "Date and time",
  checkboxes: "Checkboxes",
  radio_buttons: "Options",
  rich_text_input: "Text",
  overflow: "More actions",
};

// What somebody types, shown at once, while the playground is told of it. `send` returns a promise.
export function useTyping(held, send) {
  const [typed, setTyped] = useState(null);
  const pending = useRef(0);
  function type(value, more) {
    setTyped(value);
    pending.current += 1;
    const settle = (isKept) => {
      pending.current -= 1;
      if (pending.current === 0 && isKept) setTyped(null);
    };
    send(value, more).then(() => settle(true), () => settle(false));
  }
  return [typed ?? held ?? "", type];
}
