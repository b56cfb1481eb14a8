// The bar above everything: the playground's name, its clock, its program, and what belongs to the page.

import { html, useReducer } from "../vendor/htm-preact.js";
import { Clock } from "./clock.js";
import { Icon } from "./icons.js";
import { isDark, toggleLook } from "./look.js";
import { Menu } from "./popup.js";
import { teamOf } from "./text/reader.js";

// What each way to reach the app is good for.
const WAYS = {
  "Socket Mode": "The app opens a line to Slack: one workspace",
  HTTP: "Slack calls the app: several workspaces",
};

export function TopBar({ world, clock, reader, hood, program, isDrawer, toggleDrawer, panes, split, join }) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const look = () => {
    toggleLook();
    redraw();
  };
  const isPair = panes.length > 1;
  const violations = hood.violations ? `, ${hood.violations} against Slack's rules` : "";
  const { teams, doors, door } = world;
  const here = teamOf(world, panes[0].me);
  const ways = doors.map((name) => ({
    key: name,
    label: name,
    detail: WAYS[name],
    checked: name === door,
    choose: () => name !== door && program.useDoor(name),
  }));
  const visits = teams.map((team) => ({
    key: team.id,
    label: team.name,
    checked: team === here,
    choose: () => team !== here && program.visit(team),
  }));
  const items = [
    ...teams.filter((team) => team !== here).map((team) => (
      { key: team.id, label: `Go to ${team.name}`, choose: () => program.visit(team) })),
    world.offers.includes("seed") && { key: "seed", label: "Fill with a program", choose: program.seed },
    world.offers.includes("start_over") && { key: "over", label: "Start over", danger: true, choose: program.startOver },
    ...ways.filter((way) => !way.checked).map((way) => ({ ...way, checked: undefined, label: `Door: ${way.label}` })),
    { key: "pair", label: isPair ? "One person only" : "Two people side by side", choose: isPair ? join : split },
    { key: "hood", label: "Under the hood", choose: toggleDrawer },
    { key: "look", label: isDark() ? "Light colours" : "Dark colours", choose: look },
  ].filter(Boolean);
  const isBusy = Boolean(clock.busy);
  return html`
    <header class="topbar" data-region>
      <h1 class=${teams.length > 1 ? "heading is-brief" : "heading"}><span class="logo" aria-hidden="true"></span><span class="title">${world.title}</span></h1>
      ${teams.length > 1 && html`
        <span class="in-wide-bar">
          <${Menu} label=${`Workspace: ${here.name}`} className="bar-button" items=${visits}>${here.name}${" "}<span aria-hidden="true">▾</span><//>
        </span>`}
      <${Clock} clock=${clock} offers=${world.offers} reader=${reader} />
      <div class="tools in-wide-bar">
        ${world.offers.includes("seed") && html`
          <button type="button" class="bar-button" disabled=${isBusy} onClick=${program.seed}
            title="Fill the workspace with a program in mid-flight">Seed</button>`}
        ${world.offers.includes("start_over") && html`
          <button type="button" class="bar-button" disabled=${isBusy} onClick=${program.startOver}>Start over</button>`}
        ${doors.length > 1 && html`
          <${Menu} label=${`Door: ${door}`} className="bar-button" items=${ways} busy=${isBusy}>${door}${" "}<span aria-hidden="true">▾</span><//>`}
        <button type="button" class="bar-button" aria-pressed=${isPair} onClick=${isPair ? join : split}>Side by side</button>
        <button type="button" class="bar-button" aria-pressed=${isDrawer} aria-label=${`Under the hood${violations}`}
          onClick=${toggleDrawer}>Under the hood${hood.violations > 0 && html` <span class="count-badge">${hood.violations}</span>`}</button>
        <button type="button" class="icon-button" aria-label=${isDark() ? "Light colours" : "Dark colours"} onClick=${look}>
          <${Icon} name=${isDark() ? "sun" : "moon"} /></button>
      </div>
      <div class="in-narrow-bar">
        <${Menu} label="More" items=${items}>
          <${Icon} name="more" />${hood.violations > 0 && html`<span class="dot"></span>`}
        <//>
      </div>
    </header>`;
}
