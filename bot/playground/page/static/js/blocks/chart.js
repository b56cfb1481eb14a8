// data_visualization: bars, lines, areas and pies as SVG, and the same numbers as a table for those who do not see.

import { html, useLayoutEffect, useRef, useState } from "../../vendor/htm-preact.js";
import { short, slice, ticks } from "./scale.js";

const HEIGHT = 240;
const EDGE = { top: 12, right: 12, bottom: 28, left: 44 };
const LETTER = 6.2; // pixels of a letter of a label, about

export function Chart({ block }) {
  const { chart, title } = block;
  const [frame, width] = useWidth();
  const drawn = chart.type === "pie" ? html`<${Pie} chart=${chart} />` : html`<${Plot} chart=${chart} width=${width} />`;
  const names = chart.type === "pie" ? chart.segments.map(legend) : chart.series.map((series) => series.name);
  return html`
    <figure class=${`block chart is-${chart.type}`}>
      <figcaption>${title}</figcaption>
      <div class="chart-frame" ref=${frame} role="img" aria-label=${`${title}: ${chart.type} chart. The numbers follow in a table.`}>
        ${drawn}</div>
      <ul class="legend" aria-hidden="true">
        ${names.map((name, index) => html`<li key=${index}><span class=${`key series-${index}`}></span>${name}</li>`)}
      </ul>
      <${Numbers} chart=${chart} title=${title} />
    </figure>`;
}

function useWidth() {
  const frame = useRef(null);
  const [width, setWidth] = useState(480);
  useLayoutEffect(() => {
    const sized = new ResizeObserver(([entry]) => setWidth(Math.max(220, Math.round(entry.contentRect.width))));
    sized.observe(frame.current);
    return () => sized.disconnect();
  }, []);
  return [frame, width];
}

const total = (chart) => chart.segments.reduce((sum, segment) => sum + segment.value, 0);
const legend = (segment) => `${segment.label}: ${short(segment.value)}`;

function Numbers({ chart, title }) {
  const rows = chart.type === "pie"
    ? chart.segments.map((segment) => [segment.label, [segment.value]])
    : chart.axis_config.categories.map((category) => [category, chart.series.map((series) => valueAt(series, category))]);
  const heads = chart.type === "pie" ? ["Value"] : chart.series.map((series) => series.name);
  return html`
    <table class="visually-hidden">
      <caption>${title}</caption>
      <thead><tr><td></td>${heads.map((head, index) => html`<th scope="col" key=${index}>${head}</th>`)}</tr></thead>
      <tbody>${rows.map(([name, values]) => html`
        <tr key=${name}><th scope="row">${name}</th>${values.map((value, index) => html`<td key=${index}>${value ?? "–"}</td>`)}</tr>`)}
      </tbody>
    </table>`;
}

const valueAt = (series, category) => series.data.find((point) => point.label === category)?.value;

function Plot({ chart, width }) {
  const { categories, x_label: below, y_label: beside } = chart.axis_config;
  const marks = ticks(chart.series.flatMap((series) => series.data.map((point) => point.value)));
  const bottom = EDGE.bottom + (below ? 18 : 0);
  const top = EDGE.top + (beside ? 16 : 0);
  const inner = { width: width - EDGE.left - EDGE.right, height: HEIGHT - top - bottom };
  const y = (value) => top + inner.height * (1 - (value - marks[0]) / (marks.at(-1) - marks[0]));
  const band = inner.width / categories.length;
  const x = (index) => EDGE.left + band * (index + 0.5);
  const every = Math.ceil((Math.max(...categories.map((name) => name.length)) * LETTER + 8) / band);
  const draw = chart.type === "bar" ? bars : lines;
  return html`
    <svg viewBox=${`0 0 ${width} ${HEIGHT}`} width=${width} height=${HEIGHT} aria-hidden="true" focusable="false">
      ${marks.map((mark) => html`
        <g key=${mark}>
          <line class=${mark === 0 ? "axis" : "grid"} x1=${EDGE.left} x2=${width - EDGE.right} y1=${y(mark)} y2=${y(mark)} />
          <text class="tick" x=${EDGE.left - 6} y=${y(mark) + 4} text-anchor="end">${short(mark)}</text>
        </g>`)}
      ${categories.map((name, index) => index % every === 0 && html`
        <text class="tick" key=${index} x=${x(index)} y=${HEIGHT - bottom + 16} text-anchor="middle">${name}</text>`)}
      ${below && html`<text class="axis-label" x=${EDGE.left + inner.width / 2} y=${HEIGHT - 6} text-anchor="middle">${below}</text>`}
      ${beside && html`<text class="axis-label" x="4" y="12">${beside}</text>`}
      ${draw({ chart, categories, x, y, band })}
    </svg>`;
}

function bars({ chart, categories, x, y, band }) {
  const room = Math.min(band * 0.76, 44 * chart.series.length);
  const thick = room / chart.series.length;
  return chart.series.map((series, at) => categories.map((category, index) => {
    const value = valueAt(series, category);
    if (value === undefined) return null;
    const from = Math.min(y(0), y(value));
    return html`
      <rect key=${`${at}-${index}`} class=${`mark series-${at}`} rx="2" x=${x(index) - room / 2 + at * thick + 1} y=${from}
        width=${Math.max(1, thick - 2)} height=${Math.max(1, Math.abs(y(value) - y(0)))}>
        <title>${`${series.name}, ${category}: ${value}`}</title>
      </rect>`;
  }));
}

function lines({ chart, categories, x, y }) {
  return chart.series.map((series, at) => {
    const points = categories.map((category, index) => ({ category, value: valueAt(series, category), at: x(index) }))
      .filter((point) => point.value !== undefined);
    if (!points.length) return null;
    const path = points.map((point) => `${point.at},${y(point.value)}`).join("L");
    return html`
      <g key=${at} class=${`series-${at}`}>
        ${chart.type === "area" && html`<path class="area" d=${`M${points[0].at},${y(0)}L${path}L${points.at(-1).at},${y(0)}Z`} />`}
        <path class=${`line dash-${at}`} d=${`M${path}`} />
        ${points.map((point) => html`
          <circle key=${point.category} class="mark" cx=${point.at} cy=${y(point.value)} r="3.5">
            <title>${`${series.name}, ${point.category}: ${point.value}`}</title>
          </circle>`)}
      </g>`;
  });
}

function Pie({ chart }) {
  const sum = total(chart);
  let before = 0;
  return html`
    <svg viewBox="-110 -110 220 220" width="220" height="220" aria-hidden="true" focusable="false">
      ${chart.segments.map((segment, index) => {
        const [from, to] = [before / sum, (before + segment.value) / sum];
        before += segment.value;
        const share = Math.round((to - from) * 100);
        const angle = (from + to) * Math.PI - Math.PI / 2;
        return html`
          <g key=${index}>
            <path class=${`slice series-${index}`} d=${slice(from, to, 100, 52)}><title>${`${legend(segment)} (${share}%)`}</title></path>
            ${share >= 6 && html`
              <text class="share" x=${Math.cos(angle) * 76} y=${Math.sin(angle) * 76 + 4} text-anchor="middle">${share}%</text>`}
          </g>`;
      })}
    </svg>`;
}
