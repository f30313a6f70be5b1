import { byId, el, plain } from "./dom.js";
import { spaced } from "./data.js";

/** @typedef {import("./data.js").EventRow} EventRow */
/** @typedef {import("./data.js").Data} Data */

const LINES = 4;

/** Show what a mark stands for beside the pointer. @param {EventRow[]} events @param {Data} data @param {number} x @param {number} y */
export function showTip(events, data, x, y) {
  const tip = byId("tip");
  const lines = events.slice(0, LINES).map((event) => el("p", {}, el("strong", {}, headOf(event)), el("span", {}, data.articles[event.article].title)));
  const more = events.length - LINES;
  tip.replaceChildren(el("b", {}, events[0].of.place ?? ""), ...lines, ...(more > 0 ? [el("p", {}, `and ${plain(more)} more`)] : []));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - box.width - 8))}px`;
  tip.style.top = `${y + 18 + box.height > innerHeight ? y - box.height - 10 : y + 18}px`;
}

/** Put it away. */
export function hideTip() {
  byId("tip").hidden = true;
}

/** An event in a few words: day, type, headline figures. @param {EventRow} event @returns {string} */
export function headOf(event) {
  const figures = Object.entries(event.headlines).filter(([key]) => key !== "perpetrators_killed");
  const said = figures.map(([key, figure]) => `${key} ${figure.text}`);
  return [event.of.date ?? "undated", spaced(event.of.type) || "type not stated", ...said].join(", ");
}
