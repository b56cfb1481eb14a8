// Tables: the plain one, and the one with pages and columns to sort by.

import { html, useState } from "../../vendor/htm-preact.js";
import { RichText } from "../text/rich.js";

const PAGE = 5; // rows, where the block does not say; Slack's reference of data_table

function Cell({ cell }) {
  if (cell.type === "rich_text") return html`<${RichText} elements=${cell.elements} />`;
  return cell.text ?? String(cell.value);
}

export function Table({ block }) {
  const [head, ...rows] = block.rows;
  const settings = (column) => block.column_settings?.[column] ?? {};
  const look = (column) => `${settings(column).align ?? "left"} ${settings(column).is_wrapped === false ? "one-line" : ""}`;
  return html`
    <div class="block table-frame" tabindex="0" role="group" aria-label="Table">
      <table>
        <thead><tr>${head.map((cell, at) => html`<th scope="col" key=${at} class=${look(at)}><${Cell} cell=${cell} /></th>`)}</tr></thead>
        <tbody>${rows.map((row, index) => html`
          <tr key=${index}>${row.map((cell, at) => html`<td key=${at} class=${look(at)}><${Cell} cell=${cell} /></td>`)}</tr>`)}
        </tbody>
      </table>
    </div>`;
}

// What a cell counts as among others: a number, or its words.
function weight(cell) {
  if (cell.type === "raw_number") return cell.value;
  if (cell.type === "rich_text") return JSON.stringify(cell.elements.map((part) => part.elements?.map((one) => one.text ?? "")));
  return cell.text;
}

function order(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), undefined, { numeric: true });
}

export function DataTable({ block }) {
  const [head, ...rows] = block.rows;
  const [sort, setSort] = useState(null); // { column, direction }
  const [page, setPage] = useState(0);
  const size = block.page_size ?? PAGE;
  const pages = Math.ceil(rows.length / size);
  const sortedRows = sort
    ? rows.toSorted((one, other) => sort.direction * order(weight(one[sort.column]), weight(other[sort.column])))
    : rows;
  const shown = sortedRows.slice(page * size, (page + 1) * size);
  const headed = block.row_header_column_index ?? 0;
  const isNumber = (column) => rows.every((row) => row[column]?.type === "raw_number");
  const sign = (column) => (sort?.column === column ? (sort.direction > 0 ? "▲" : "▼") : "↕");
  const said = (column) => (sort?.column === column ? (sort.direction > 0 ? "ascending" : "descending") : undefined);

  function sortBy(column) {
    setSort({ column, direction: sort?.column === column ? -sort.direction : 1 });
    setPage(0);
  }
  return html`
    <div class="block data-table">
      <div class="table-frame" tabindex="0" role="group" aria-label=${block.caption}>
        <table>
          <caption>${block.caption}</caption>
          <thead><tr>${head.map((cell, column) => html`
            <th scope="col" key=${column} aria-sort=${said(column)} class=${isNumber(column) ? "right" : ""}>
              <button type="button" class="sort" onClick=${() => sortBy(column)}>
                <${Cell} cell=${cell} /> <span aria-hidden="true">${sign(column)}</span>
              </button>
            </th>`)}</tr></thead>
          <tbody>${shown.map((row, index) => html`
            <tr key=${index}>${row.map((cell, column) => (column === headed
              ? html`<th scope="row" key=${column}><${Cell} cell=${cell} /></th>`
              : html`<td key=${column} class=${isNumber(column) ? "right" : ""}><${Cell} cell=${cell} /></td>`))}</tr>`)}
          </tbody>
        </table>
      </div>
      ${pages > 1 && html`
        <div class="pages">
          <span>${page * size + 1}–${Math.min(rows.length, (page + 1) * size)} of ${rows.length}</span>
          <button type="button" class="icon-button" aria-label="Previous page" disabled=${page === 0}
            onClick=${() => setPage(page - 1)}>‹</button>
          <button type="button" class="icon-button" aria-label="Next page" disabled=${page === pages - 1}
            onClick=${() => setPage(page + 1)}>›</button>
        </div>`}
    </div>`;
}
