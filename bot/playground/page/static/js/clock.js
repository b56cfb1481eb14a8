// The playground's clock: what day it is for whoever is looked at, and the ways to turn it forward.

import { html, useState } from "../vendor/htm-preact.js";
import { Dial, Icon } from "./icons.js";
import { notify } from "./notices.js";
import { Menu } from "./popup.js";
import { ask } from "./store.js";
import { formatDate, fullDate, local } from "./text/dates.js";

const STEPS = [[1, "1 hour"], [24, "1 day"], [168, "1 week"]];

export function Clock({ clock, offers, reader }) {
  const [isTurning, setTurning] = useState(false);
  const { day, time } = fullDate(clock.now, reader);
  const isBusy = isTurning || Boolean(clock.busy);

  async function turn(name, deed) {
    setTurning(true);
    try {
      const { reached } = await ask(name, deed);
      if (reached === null) notify("Nothing is due: no nudge waits for its time.");
      else if (reached) notify(`It is now ${formatDate(reached, "{day_divider}, {time}", reader)}.`);
    } catch (error) {
      notify(error.message);
    } finally {
      setTurning(false);
    }
  }
  const turns = [];
  if (offers.includes("turn")) {
    for (const [hours, label] of STEPS) {
      const said = `+${label}: turn the clock forward`;
      turns.push({ key: label, label: `+${label}`, said, choose: () => turn("turn", { hours }) });
    }
  }
  if (offers.includes("turn_to_next")) {
    turns.push({ key: "next", label: "Next nudge", said: "Next nudge: turn the clock to it", choose: () => turn("turn_to_next") });
  }
  const zone = reader.tz.split("/").at(-1).replace(/_/g, " ");
  return html`
    <div class=${`clock ${isBusy ? "is-busy" : ""}`} role="group" aria-label="Clock">
      <${Dial} ...${local(clock.now, reader.tz)} />
      <span class="clock-words"><b>${day}</b> <span>${time}</span><small>${isBusy ? "turning…" : zone}</small></span>
      <span class="turns in-wide-bar">${turns.map((item) => html`
        <button type="button" key=${item.key} class="turn-button" aria-label=${item.said} disabled=${isBusy} onClick=${item.choose}>
          ${item.label}</button>`)}</span>
      ${turns.length > 0 && html`
        <span class="in-narrow-bar">
          <${Menu} label="Turn the clock" items=${turns} busy=${isBusy}><${Icon} name="forward" /><//>
        </span>`}
    </div>`;
}
