// The page as a whole: who sits at it, the bar above, one or two people's Slack, and the drawer.

import { html, render, useEffect, useLayoutEffect, useReducer, useRef, useState } from "../vendor/htm-preact.js";
import { readAddress, writeAddress } from "./address.js";
import { Cast } from "./cast.js";
import { Confirm, focusable } from "./dialog.js";
import { Drawer } from "./drawer.js";
import { Hint } from "./hint.js";
import "./look.js";
import { CloseButton } from "./marks.js";
import { Notices, notify } from "./notices.js";
import { Pane, firstPlace } from "./pane.js";
import { ask, desk, state, subscribe, watch } from "./store.js";
import { Reading, readerFor, teamOf } from "./text/reader.js";
import { TopBar } from "./topbar.js";

const START_OVER = {
  title: { text: "Start over?" },
  text: { type: "plain_text", text: "Everything that has happened here is forgotten, and the clock goes back." },
  confirm: { text: "Start over" },
  style: "danger",
};

const USE_DOOR = { ...START_OVER, title: { text: "Change the door?" }, confirm: { text: "Change it" } };

const everybody = (world) => world.teams.flatMap((team) => team.cast);

// The panes as the address has them, held against who is there: everybody has a place, nobody is there twice.
function known(panes, world) {
  const cast = everybody(world);
  const there = panes.filter(({ me }, at) => cast.includes(me) && panes.findIndex((p) => p.me === me) === at);
  return there.length ? there : [{ me: cast[0], place: "" }];
}

function withPlaces(panes, world, now) {
  return panes.map(({ me, place }) => {
    const { places } = desk(me);
    if (!places || place === "home" || places.some((other) => other.id === place)) return { me, place };
    return { me, place: firstPlace(places, readerFor(world, me, now)) };
  });
}

function App() {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const [asked, setAsked] = useState(readAddress());
  const [picking, setPicking] = useState(null); // which side somebody is picked for
  const [isDrawer, setDrawer] = useState(false);
  const [question, setQuestion] = useState(null);
  const [startedOver, setStartedOver] = useState(0); // when, in milliseconds
  // Before anything can come in: an effect that waits for the next frame would miss what comes until then.
  useLayoutEffect(() => subscribe(redraw), []);
  useEffect(() => {
    const moved = () => setAsked(readAddress());
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }, []);
  const { world, clock } = state;
  const isReady = world && clock && everybody(world).length > 0;
  const panes = isReady ? withPlaces(known(asked, world), world, clock.now) : [];
  useEffect(() => {
    if (!isReady) return;
    watch(panes);
    if (panes.every(({ place }) => place)) writeAddress(panes);
  }, [JSON.stringify(panes)]);
  useEffect(() => {
    document.title = isReady ? `${world.members[panes[0].me].real_name} · ${world.title}` : document.title;
  }, [panes[0]?.me, world]);
  const run = useRef(null);
  useEffect(() => {
    if (!world) return;
    if (run.current && run.current !== world.run) notify("The playground has started over. It's empty again.");
    run.current = world.run;
  }, [world?.run]);
  if (!isReady) return html`<p class="waiting" role="status">${words(world)}</p>`;

  const seat = (side, pane) => setAsked(panes.toSpliced(side, 1, pane));
  const reader = readerFor(world, panes[0].me, clock.now);
  async function doAll(name, deed) {
    try {
      const { look_at: lookAt } = await ask(name, deed);
      if (name !== "seed") {
        setStartedOver(Date.now());
        setAsked([]);
      }
      if (lookAt) setAsked([{ me: lookAt[0], place: lookAt[1] }]);
    } catch (error) {
      notify(error.message);
    }
  }
  const sure = (confirm, name, deed) => setQuestion({
    confirm,
    answer: (isSure) => {
      setQuestion(null);
      if (isSure) doAll(name, deed);
    },
  });
  const program = {
    seed: () => doAll("seed"),
    startOver: () => sure(START_OVER, "start_over"),
    useDoor: (door) => sure(USE_DOOR, "use_door", { door }),
    visit: (team) => setAsked([{ me: team.cast[0], place: "" }]),
  };
  function become(user) {
    setPicking(null);
    // Nobody sits on both sides.
    if (user !== panes[1 - picking.side]?.me) seat(picking.side, { me: user, place: "" });
  }
  function putBeside(user) {
    setPicking(null);
    seat(1, { me: user, place: "" });
  }
  const isCovered = Boolean(picking || question);
  function keyed(event) {
    if (event.key !== "F6") return;
    event.preventDefault();
    nextRegion(event.shiftKey ? -1 : 1);
  }
  return html`
    <div class="page" onKeyDown=${keyed}>
      <div class="behind" inert=${isCovered}>
        <${TopBar} ...${{ world, clock, reader, hood: state.hood, program, isDrawer, panes }}
          toggleDrawer=${() => setDrawer(!isDrawer)}
          split=${() => setPicking({ side: 1 })} join=${() => setAsked([panes[0]])} />
        <${Strip} clock=${clock} world=${world} startedOver=${startedOver} />
        <${Hint} world=${world} me=${panes[0].me} />
        <div class="middle">
          <main class=${`panes of-${panes.length}`} inert=${clock.busy === "seed"}>${panes.map(({ me, place }, side) => html`
            <${Person} key=${`${world.run} ${me}`} ...${{ me, place, side, world, clock }} go=${(to) => seat(side, { me, place: to })}
              pick=${() => setPicking({ side })} close=${() => setAsked(panes.toSpliced(side, 1))} />`)}
          </main>
          ${isDrawer && html`
            <${Drawer} hood=${state.hood} lines=${state.lines} reader=${reader} isConnected=${state.isConnected}
              close=${() => setDrawer(false)} />`}
        </div>
      </div>
      ${picking && html`
        <${Reading} world=${world} me=${panes[0].me} now=${clock.now}>
          <${Cast} world=${world} team=${teamOf(world, panes[0].me)} unread=${state.unread} now=${clock.now} current=${panes[picking.side]?.me}
            choose=${become} beside=${panes.length === 1 && picking.side === 0 && putBeside} close=${() => setPicking(null)} />
        <//>`}
      ${question && html`
        <${Reading} world=${world} me=${panes[0].me} now=${clock.now}><${Confirm} ...${question} /><//>`}
      <${Notices} />
    </div>`;
}

function Person({ me, place, side, world, clock, go, pick, close }) {
  const held = desk(me);
  if (!held.places || !place) return html`<section class="pane" aria-busy="true"></section>`;
  const beside = side === 1 && html`<${CloseButton} label=${`Close the side of ${world.members[me].real_name}`} close=${close} />`;
  return html`<${Pane} ...${{ me, at: place, desk: held, world, now: clock.now, go, pick, beside, side }} />`;
}

const STARTS_WITHIN = 15_000; // milliseconds that an empty playground takes at most

function Strip({ clock, world, startedOver }) {
  if (!state.isConnected && Date.now() - startedOver < STARTS_WITHIN) {
    return html`<p class="strip is-mild" role="status">Starting over…</p>`;
  }
  if (!state.isConnected) return html`<p class="strip" role="alert">The playground cannot be reached. Trying again…</p>`;
  if (clock.progress) return html`<p class="strip is-working" role="status">Filling in a program. ${clock.progress}…</p>`;
  if (clock.connected) return null;
  return html`
    <p class="strip is-mild" role="status">${world.app.name} is not connected. What you do does not reach it until it is back.</p>`;
}

const words = (world) => (world && !everybody(world).length ? "Nobody is here yet." : "Connecting to the playground…");

// F6 goes from the bar to each person's Slack and to the drawer, as between the panes of other programs.
function nextRegion(step) {
  const regions = [...document.querySelectorAll("[data-region]")];
  const at = Math.max(0, regions.findIndex((region) => region.contains(document.activeElement)));
  const next = regions[(at + step + regions.length) % regions.length];
  const open = next?.querySelector(".over-pane [role$=dialog]");
  ((open ? focusable(open)[0] : next?.querySelector("[data-composer]")) ?? focusable(next)[0])?.focus();
}

render(html`<${App} />`, document.getElementById("app"));
