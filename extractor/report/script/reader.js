import { byId, el } from "./dom.js";
import { outside } from "./columns.js";
import { headOf } from "./tip.js";

/**
 * @typedef {import("./data.js").Article} Article
 * @typedef {import("./data.js").Data} Data
 */

/** The article beside the table: its text with its records marked, its events, sums and what was left out. */
let shown = -1;

/**
 * Show an article, or put it away.
 * @param {Data} data
 * @param {Article | undefined} article
 * @param {string} at the anchor of the record to lead to
 * @param {{go: (at: string) => void, find: (view: string, number: number) => void}} links
 */
export function showArticle(data, article, at, links) {
  const pane = byId("reader");
  pane.hidden = !article;
  document.body.classList.toggle("reading", Boolean(article));
  if (!article) {
    shown = -1;
    return;
  }
  if (shown !== article.number) {
    byId("reader-body").replaceChildren(...partsOf(data, article, links));
    byId("reader-body").scrollTop = 0;
  }
  shown = article.number;
  for (const mark of pane.querySelectorAll(".here")) mark.classList.remove("here");
  const target = at && document.getElementById(`at-${at}`);
  if (target) {
    target.classList.add("here");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  } else byId("reader-title").focus();
}

/** @param {Data} data @param {Article} article @param {any} links */
function partsOf(data, article, links) {
  const about = [article.published, article.source, article.id === article.title ? "" : article.id].filter(Boolean).join(" · ");
  const text = article.pieces.length ? el("div", { class: "text" }, ...textOf(article, links)) : el("p", { class: "warning" }, article.lack);
  return [
    el("h2", { id: "reader-title", tabindex: -1 }, article.title),
    el("p", { class: "note" }, about || "no date and no outlet", " ", outside(article)),
    ...article.warnings.map((warning) => el("p", { class: "warning" }, warning)),
    text,
    ...part("Events", article.events.map((event) => eventItem(event, article, data, links))),
    ...part("Sums", article.sums.map((line) => sumItem(line, article, links))),
    ...part("Columns of the input", Object.entries(article.extra).map(([name, value]) => el("li", {}, `${name}: ${value}`))),
    ...part("Numbers that became no record", article.unused.map(([words, why]) => el("li", {}, `“${words}”: ${why}`))),
  ];
}

/** @param {string} title @param {HTMLElement[]} items */
function part(title, items) {
  return items.length ? [el("h3", {}, title), el("ul", {}, ...items)] : [];
}

/** @param {string} words @param {string} at @param {Article} article @param {any} links */
function toText(words, at, article, links) {
  const there = article.pieces.length && article.marks.some((mark) => mark.anchor === at);
  return there ? el("button", { type: "button", class: "link", on: { click: () => links.go(at) } }, words) : el("span", {}, words);
}

/** @param {import("./data.js").EventRow} event @param {Article} article @param {Data} data @param {any} links */
function eventItem(event, article, data, links) {
  const find = (/** @type {string} */ view, /** @type {number} */ number, /** @type {string} */ what) =>
    el("button", { type: "button", class: "find", "aria-label": `${what}: in the table`, on: { click: () => links.find(view, number) } }, "in the table");
  const figures = event.figures.map((i) => {
    const { kind, text, anchor, passage, source } = data.figures[i];
    return el("li", {}, toText(`${kind} ${text}`, anchor, article, links), ` “${passage[1]}”${source ? `, ${source}` : ""} `, find("figures", i, `${kind} ${text}`));
  });
  return el("li", {}, toText(headOf(event), event.anchor, article, links), event.of.place ? ` in ${event.of.place} ` : " ", find("events", event.number, "this event"), figures.length > 0 && el("ul", {}, ...figures));
}

/** @param {Article["sums"][0]} line @param {Article} article @param {any} links */
function sumItem(line, article, links) {
  const wrong = line.relation === "mismatch";
  return el("li", { class: wrong ? "mismatch" : "" }, toText(`${wrong ? "≠ " : ""}${line.text}`, line.at, article, links), wrong ? ": does not add up" : "", line.basis && el("small", {}, line.basis));
}

/** The text, each piece within the marks that it lies under. @param {Article} article @param {any} links */
function textOf(article, links) {
  return article.pieces.map(([text, under, opening]) => {
    /** @type {Node} */
    let piece = document.createTextNode(text);
    for (const number of [...under].reverse()) {
      const { list, label, title, anchor } = article.marks[number];
      const opens = opening.includes(number);
      const counts = list === "casualties" || list === "displaced";
      const find = opens && label && counts && el("button", { type: "button", class: "label", "aria-label": `${label}: in the table`, on: { click: () => links.find("figures", figureOf(article, anchor)) } }, label);
      piece = el("mark", { class: `l-${list}`, title: `${list}: ${title}`, id: opens && anchor ? `at-${anchor}` : null, tabindex: opens && anchor ? -1 : null }, find, piece);
    }
    return piece;
  });
}

/** @param {Article} article @param {string} anchor @returns {number} */
function figureOf(article, anchor) {
  return article.figures.find((figure) => figure.anchor === anchor)?.number ?? -1;
}
