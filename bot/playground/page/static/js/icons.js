// The page's own signs, drawn here so that they look the same on machines without an emoji font.

import { html } from "../vendor/htm-preact.js";

const PATHS = {
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  file: "M5 2.5h6.5L16 7v10.5H5zM11.5 2.5V7H16",
  lock: "M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  picture: "M3 4h14v12H3zM3 13l4-4 3.5 3.5L13 10l4 4",
  bookmark: "M6 3h8v14l-4-3.5L6 17z",
  moon: "M16 12.2A6.8 6.8 0 0 1 7.8 4a6.8 6.8 0 1 0 8.2 8.2z",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4",
  send: "M3 10l14-6-5 13-3-5.5z",
  close: "M5 5l10 10M15 5L5 15",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  more: "M4 9.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1zM10 9.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1zM16 9.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1z",
  forward: "M3.5 5l6 5-6 5zM10.5 5l6 5-6 5z",
  info: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6.2v.1",
  warning: "M10 3l8 14H2zM10 8v4.5M10 14.6v.1",
  success: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM6.5 10.2l2.4 2.4 4.6-5",
  error: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM7 7l6 6M13 7l-6 6",
  bold: "M6 3.5h5a3.2 3.2 0 0 1 0 6.4H6zM6 9.9h5.6a3.4 3.4 0 0 1 0 6.6H6z",
  italic: "M8.5 3.5h5M6.5 16.5h5M11.2 3.5l-2.5 13",
  strike: "M14 6c-.4-1.6-1.9-2.5-4-2.5-2.3 0-3.8 1.1-3.8 2.9M3.5 10h13M6 14c.4 1.6 1.9 2.5 4 2.5 2.3 0 3.8-1.1 3.8-2.9",
  numbered: "M8 5h9M8 10h9M8 15h9M3 4l1.2-.8V7M2.8 9.2c.6-.9 2-.6 2 .4 0 .8-2 1.6-2 2.3h2.1M2.9 13.6h1.8l-1 1.2c1.6 0 1.5 2-.2 2-.5 0-.8-.2-1-.5",
  bulleted: "M8 5h9M8 10h9M8 15h9M3.5 4.5v1M3.5 9.5v1M3.5 14.5v1",
  quote: "M4 4v12M8 6h9M8 10h9M8 14h6",
  code: "M7 5L2.5 10 7 15M13 5l4.5 5-4.5 5",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 11h7.4l.8-11",
  up: "M6 9l3-6c1.6 0 2 1 1.6 2.6L10.3 8H15c1 0 1.6.8 1.4 1.7l-1.2 5.6c-.2.7-.7 1.2-1.5 1.2H6zM6 9H3.5v7.5H6",
  down: "M6 11l3 6c1.6 0 2-1 1.6-2.6l-.3-2.4H15c1 0 1.6-.8 1.4-1.7l-1.2-5.6c-.2-.7-.7-1.2-1.5-1.2H6zM6 11H3.5V3.5H6",
};

export function Icon({ name, size = 18 }) {
  return html`
    <svg class="icon" viewBox="0 0 20 20" width=${size} height=${size} aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}

// A dial with hands that show the time.
export function Dial({ hour, minute }) {
  const hand = (part, length) => {
    const angle = part * 2 * Math.PI;
    return `M10 10L${(10 + Math.sin(angle) * length).toFixed(2)} ${(10 - Math.cos(angle) * length).toFixed(2)}`;
  };
  const hands = `${hand(((hour % 12) + minute / 60) / 12, 4)}${hand(minute / 60, 6)}`;
  return html`
    <svg class="icon dial" viewBox="0 0 20 20" width="22" height="22" aria-hidden="true" focusable="false">
      <circle cx="10" cy="10" r="8.5" /><path d=${hands} /></svg>`;
}
