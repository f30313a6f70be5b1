import { byId, el, plain } from "./dom.js";

/**
 * @typedef {import("./columns.js").Column} Column
 * @typedef {import("./state.js").State} State
 */

/** Rows on the page at a time: a table of thousands opens and filters at once, and prints in full. */
export const ROWS = 50;

/** The rows in the order of a column; those without a value come last, whichever way the others go. @param {any[]} rows @param {Column[]} columns @param {string} sort @returns {any[]} */
export function sorted(rows, columns, sort) {
  const down = sort.startsWith("-");
  const column = columns.find((each) => each.key === sort.replace("-", ""));
  if (!column?.sort) return rows;
  const keyed = rows.map((row) => ({ row, key: column.sort?.(row) ?? null }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return down ? compare(b.key, a.key) : compare(a.key, b.key);
  });
  return keyed.map(({ row }) => row);
}

const ORDER = new Intl.Collator("en", { numeric: true });

/** @param {string | number} a @param {string | number} b @returns {number} */
function compare(a, b) {
  return typeof a === "number" && typeof b === "number" ? a - b : ORDER.compare(String(a), String(b));
}

/**
 * Draw a view of the table.
 * @param {Column[]} columns
 * @param {any[]} rows all that fit, in their order
 * @param {State} state
 * @param {{whole: boolean, change: (patch: Partial<State>) => void}} how `whole` for all rows, as in print
 */
export function drawTable(columns, rows, state, { whole, change }) {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const page = Math.min(Math.max(1, Number(state.page) || 1), pages);
  const shown = whole ? rows : rows.slice((page - 1) * ROWS, page * ROWS);
  const table = byId("table");
  if (table.dataset.view !== state.view) table.tHead.replaceChildren(el("tr", {}, ...columns.map((column) => headOfColumn(column, change))));
  table.dataset.view = state.view;
  for (const head of table.tHead.rows[0].cells) {
    const by = state.sort.replace("-", "") === head.dataset.key;
    head.toggleAttribute("aria-sort", by);
    if (by) head.setAttribute("aria-sort", state.sort.startsWith("-") ? "descending" : "ascending");
    const button = head.querySelector("button");
    if (button) button.dataset.next = by && !state.sort.startsWith("-") ? `-${head.dataset.key}` : head.dataset.key;
  }
  table.tBodies[0].replaceChildren(...shown.map((row) => rowOf(row, columns)));
  const none = el("tr", {}, el("td", { colspan: columns.length, class: "nothing" }, "Nothing fits these choices."));
  if (!rows.length) table.tBodies[0].append(none);
  const pager = byId("pager");
  pager.hidden = pages === 1;
  byId("previous").disabled = page === 1;
  byId("next").disabled = page === pages;
  byId("previous").onclick = () => change({ page: String(page - 1) });
  byId("next").onclick = () => change({ page: String(page + 1) });
  byId("place").textContent = `Rows ${plain((page - 1) * ROWS + 1)} to ${plain(Math.min(page * ROWS, rows.length))} of ${plain(rows.length)}`;
}

/** @param {Column} column @param {(patch: Partial<State>) => void} change */
function headOfColumn(column, change) {
  const button = /** @type {HTMLButtonElement} */ (el("button", { type: "button" }, column.title));
  button.addEventListener("click", () => change({ sort: button.dataset.next, page: "" }));
  return el("th", { scope: "col", class: column.kind, data: { key: column.key } }, column.sort ? button : column.title);
}

/** @param {any} row @param {Column[]} columns */
function rowOf(row, columns) {
  const cells = columns.map((column) => {
    const content = [column.cell(row)].flat(3);
    const empty = !content.some((each) => each || each === 0);
    return el("td", { class: [column.kind, empty ? "empty" : ""].join(" ").trim(), data: { title: column.title } }, el("div", {}, ...content));
  });
  return el("tr", { data: { row: String(row.number) } }, ...cells);
}
