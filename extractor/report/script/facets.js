import { el, plain } from "./dom.js";
import { NOT_STATED } from "./data.js";
import { LISTS } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {{row: HTMLElement, box: HTMLInputElement, bar: HTMLElement, count: HTMLElement}} Line */

const FIRST = 5;

/**
 * The lists of the filter, each a chart of bars as well: how many events have a value, and a click to choose it.
 * @param {HTMLElement} place
 * @param {import("./data.js").Data} data
 * @param {(name: string, values: string[]) => void} choose
 * @returns {(state: State, counts: Record<string, Map<string, number>>) => void} what brings them up to date
 */
export function makeFacets(place, data, choose) {
  const parts = Object.entries(LISTS).map(([name, title]) => ({ name, ...makeFacet(name, title, data, choose) }));
  place.replaceChildren(...parts.map((part) => part.field));
  return (state, counts) => {
    for (const part of parts) part.refresh(state[/** @type {"type"} */ (part.name)], counts[part.name]);
  };
}

/** @param {string} name @param {string} title @param {import("./data.js").Data} data @param {(name: string, values: string[]) => void} choose */
function makeFacet(name, title, data, choose) {
  const usual = orderedValues(name, data);
  /** @type {Map<string, Line>} */
  const lines = new Map();
  const chosen = () => usual.filter((value) => lines.get(value)?.box.checked);
  for (const value of usual) lines.set(value, makeLine(value, () => choose(name, chosen())));
  const more = /** @type {HTMLButtonElement} */ (el("button", { type: "button", class: "more" }));
  const list = el("ul", {}, ...[...lines.values()].map((line) => line.row));
  const field = el("fieldset", { class: "facet", data: { facet: name } }, el("legend", {}, title), list, more);
  let open = false;
  /** @param {string[]} wanted @param {Map<string, number>} counts */
  const refresh = (wanted, counts) => {
    const most = Math.max(1, ...counts.values());
    const order = [...usual].sort((a, b) => Number(a === NOT_STATED) - Number(b === NOT_STATED) || (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
    const first = usual.length <= FIRST + 1 ? usual : order.filter((value) => value !== NOT_STATED && counts.get(value)).slice(0, FIRST);
    const always = new Set([...first, ...wanted, NOT_STATED]);
    if (!field.contains(document.activeElement)) list.append(...order.map((value) => /** @type {Line} */ (lines.get(value)).row));
    for (const [value, line] of lines) {
      const number = counts.get(value) ?? 0;
      line.box.checked = wanted.includes(value);
      line.bar.style.inlineSize = `${(100 * number) / most}%`;
      line.count.textContent = plain(number);
      line.row.classList.toggle("none", !number);
      line.row.hidden = !open && !always.has(value);
    }
    const hidden = order.filter((value) => !always.has(value)).length;
    more.hidden = !hidden;
    more.textContent = open ? "fewer" : `${plain(hidden)} more`;
    more.setAttribute("aria-expanded", String(open));
    more.onclick = () => {
      open = !open;
      refresh(wanted, counts);
    };
  };
  return { field, refresh };
}

/** A value with its box, its bar and its number. @param {string} value @param {() => void} change @returns {Line} */
function makeLine(value, change) {
  const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", value, on: { change } }));
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  const count = el("span", { class: "n" });
  const label = el("label", { class: value === NOT_STATED ? "open" : "" }, box, el("span", { class: "name" }, value), count, bar);
  return { row: el("li", {}, label), box, bar, count };
}

/** The values of a list, the most frequent first, "not stated" last and always. @param {string} name @param {import("./data.js").Data} data @returns {string[]} */
function orderedValues(name, data) {
  /** @type {Map<string, number>} */
  const totals = new Map();
  for (const event of data.events) for (const value of event.values[name]) totals.set(value, (totals.get(value) ?? 0) + 1);
  totals.delete(NOT_STATED);
  const named = [...totals].sort(([a, m], [b, n]) => n - m || a.localeCompare(b, "en")).map(([value]) => value);
  return name === "told" ? named : [...named, NOT_STATED];
}
