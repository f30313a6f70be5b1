"use strict";
const table = document.getElementById("table");
const body = table.tBodies[0];
const rows = [...body.rows];
const form = document.querySelector(".filters");
const shown = document.getElementById("shown");
const controls = [...form.querySelectorAll("[data-filter]")];

// An EDTF date as the first and the last day that its digits can mean, so that text order is day order.
function days(value) {
  if (!value || value.includes("X")) return null;
  const ends = value.split("/");
  return [ends[0].padEnd(10, "-00"), ends.at(-1) + "-99-99".slice(0, 10 - ends.at(-1).length)];
}

function fits(row) {
  return controls.every(({ dataset: { filter }, value }) => {
    if (!value) return true;
    if (filter === "text") return row.textContent.toLowerCase().includes(value.toLowerCase());
    if (filter === "from" || filter === "to") {
      const stated = days(row.dataset.date);
      return stated !== null && (filter === "from" ? stated[1] >= value : stated[0] <= value);
    }
    return row.dataset[filter] === value;
  });
}

function filterRows() {
  let count = 0;
  for (const row of rows) {
    row.hidden = !fits(row);
    count += !row.hidden;
  }
  const all = rows.length.toLocaleString("en");
  shown.textContent = count === rows.length ? `${all} figures` : `${count.toLocaleString("en")} of ${all} figures`;
}

function key(row, column) {
  const cell = row.cells[column];
  return "key" in cell.dataset ? Number(cell.dataset.key) : cell.textContent.trim();
}

// Empty cells come last, whichever way the rest is sorted.
function compare(a, b) {
  if (typeof a === "number") return a - b;
  return a.localeCompare(b, "en", { numeric: true });
}

function sortRows(head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const column = head.cellIndex;
  const keyed = rows.map((row) => [key(row, column), row]);
  keyed.sort(([a], [b]) => (a === "") - (b === "") || (down ? compare(b, a) : compare(a, b)));
  body.append(...keyed.map(([, row]) => row));
}

// A target inside a closed article, or a row that the filter hides, is brought to light.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const article = target.closest("details");
  if (article) article.open = true;
  if (target.hidden) {
    form.reset();
    filterRows();
  }
  target.scrollIntoView({ block: target.matches("mark, tr, li") ? "center" : "start" });
}

form.addEventListener("input", filterRows);
form.addEventListener("reset", () => setTimeout(filterRows));
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of table.querySelectorAll("[data-sort]")) {
  button.addEventListener("click", () => sortRows(button.closest("th")));
}
addEventListener("hashchange", reveal);
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => (each.open = true)));
if (location.hash) reveal();
