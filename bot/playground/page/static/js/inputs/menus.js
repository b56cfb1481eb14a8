// The selects of Block Kit: fixed options, options from the app, people, channels; one or several.

import { html, useState } from "../../vendor/htm-preact.js";
import { Avatar } from "../avatar.js";
import { placeName } from "../places.js";
import { desk } from "../store.js";
import { described, useElement, useSurface } from "../surface.js";
import { withEmoji } from "../text/emoji.js";
import { useReader } from "../text/reader.js";
import { Combobox } from "./combobox.js";

const LEAST_TYPED = 3; // characters, where an external select does not say; Slack's reference

export function Select({ block, element, field }) {
  const { value, change, options, isBusy, isField } = useElement(block, element);
  const isMany = element.type.startsWith("multi_");
  const source = useSource(element, options);
  const held = (isMany ? value ?? [] : [value]).filter((item) => item !== null && item !== undefined);
  // Outside a form the app hears of several choices at once, when the menu closes.
  const [picked, setPicked] = useState(null);
  const chosen = (picked ?? held).map(source.option);
  const raw = (some) => some.map((option) => option.raw);

  function changed(some) {
    if (isMany && !isField) setPicked(raw(some));
    else change(isMany ? raw(some) : raw(some)[0] ?? null);
  }
  async function closed() {
    if (!picked) return;
    await change(picked);
    setPicked(null);
  }
  return html`<${Combobox} groups=${source.groups} find=${source.find} least=${source.least} chosen=${chosen} isMany=${isMany}
    most=${element.max_selected_items} change=${changed} closed=${closed} isBusy=${isBusy} inputId=${field?.input}
    placeholder=${element.placeholder?.text ?? (isMany ? "Select options" : "Select an option")}
    about=${described(field, element)} canClear=${isField && !field?.isRequired} focusFirst=${element.focus_on_load} />`;
}

// Where options come from, and how a value that is held looks as one.
function useSource(element, options) {
  const reader = useReader();
  const { me } = useSurface();
  const kind = element.type.replace(/^multi_/, "");
  switch (kind) {
    case "users_select": {
      const option = (user) => personOption(reader, user);
      const there = Object.values(reader.members).filter((member) => !member.deleted && member.id !== "USLACKBOT");
      return { groups: [{ options: there.map((member) => option(member.id)).sort(byText) }], option };
    }
    case "conversations_select":
    case "channels_select": {
      const places = desk(me).places ?? [];
      const unknown = (id) => ({ id, name: id, kind: "private_channel" });
      const option = (id) => placeOption(reader, places.find((place) => place.id === id) ?? unknown(id));
      const listed = places.filter((place) => !place.archived && isListed(place, kind, element, reader));
      return { groups: [{ options: listed.map((place) => option(place.id)) }], option };
    }
    case "external_select": {
      const find = async (typed) => (await options(typed)).map(asGroup);
      return { find, least: element.min_query_length ?? LEAST_TYPED, option: asOption };
    }
    default: {
      const groups = element.option_groups?.map(asGroup) ?? [asGroup({ options: element.options })];
      return { groups, option: asOption };
    }
  }
}

const byText = (one, other) => one.text.localeCompare(other.text);
const asGroup = (group) => ({ label: group.label?.text, options: group.options.map(asOption) });

function asOption(option) {
  const description = option.description && withEmoji(option.description.text);
  return { key: option.value, text: withEmoji(option.text.text), description, raw: option };
}

function personOption(reader, user) {
  const member = reader.members[user];
  const text = member?.real_name ?? user;
  const picture = html`<${Avatar} user=${user} size="small" />`;
  return { key: user, text, also: member?.name, description: member?.title, raw: user, picture };
}

function placeOption(reader, place) {
  const isChannel = place.kind.endsWith("_channel");
  return { key: place.id, text: `${isChannel ? "#" : ""}${placeName(place, reader)}`, raw: place.id };
}

function isListed(place, kind, element, reader) {
  if (kind === "channels_select") return place.kind === "public_channel";
  const include = element.filter?.include ?? ["im", "mpim", "private", "public"];
  const isWithBot = place.kind === "im" && place.members.some((user) => reader.members[user]?.is_bot);
  return include.includes(place.kind.replace("_channel", "")) && !(element.filter?.exclude_bot_users && isWithBot);
}
