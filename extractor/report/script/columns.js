import { el, plain } from "./dom.js";
import { NOT_STATED, TOLD, spaced } from "./data.js";

/**
 * The columns of the three tables: what a cell holds, and what it is sorted by.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Article} Article
 * @typedef {import("./data.js").EventRow} EventRow
 * @typedef {import("./data.js").FigureRow} FigureRow
 * @typedef {import("./data.js").Headline} Headline
 * @typedef {{key: string, title: string, kind?: string, sort?: (row: any) => string | number | null, cell: (row: any) => any}} Column
 * @typedef {(article: number, at: string) => HTMLElement["onclick"]} Open
 */

const LEADING = ["killed", "injured", "displaced"];

/** The columns of each view. @param {Data} data @param {(article: number, at: string) => void} open @returns {Record<string, Column[]>} */
export function columnsOf(data, open) {
  const link = (/** @type {number} */ article, /** @type {string} */ at, /** @type {any[]} */ words, kind = "link", label = "") =>
    el("button", { type: "button", class: kind, "aria-label": label || null, data: { article: String(article), at }, on: { click: () => open(article, at) } }, ...words);
  const number = (/** @type {number} */ article, /** @type {Headline | undefined} */ figure, /** @type {string} */ key) =>
    figure && link(article, figure.at, [unbroken(figure.text)], "link figure", `${spaced(key)} ${figure.text}: read the sentence`);
  return { events: eventColumns(data, link, number), figures: figureColumns(data, link), articles: articleColumns(data, link, number) };
}

/** @param {Data} data @param {any} link @param {any} number @returns {Column[]} */
function eventColumns(data, link, number) {
  const others = data.headlines.filter((key) => !LEADING.includes(key));
  /** @type {Column[]} */
  const found = [
    { key: "date", title: "Date", kind: "date", sort: (row) => row.of.date_start ?? row.of.date_end, cell: ({ of }) => dayCell(of.date) },
    { key: "type", title: "Event", kind: "type", sort: (row) => spaced(row.of.type) || null, cell: typeCell },
    { key: "place", title: "Place", kind: "place", sort: (row) => row.of.place, cell: (row) => placeCell(row, data) },
    ...LEADING.map((key) => headlineColumn(key, (/** @type {EventRow} */ row) => number(row.article, row.headlines[key], key))),
  ];
  if (others.length) found.push({ key: "others", title: "Other figures", kind: "others", cell: (row) => otherFigures(row, others, number) });
  return [
    ...found,
    { key: "sides", title: "Who, to whom", kind: "sides", sort: (row) => row.of.perpetrators ?? row.of.targets, cell: ({ of }) => sidesCell(of) },
    { key: "sentence", title: "Sentence", kind: "sentence", cell: (row) => sentenceCell(row, row.sources.join(" · "), link) },
    articleColumn(data, link),
  ];
}

/** @param {Data} data @param {any} link @returns {Column[]} */
function figureColumns(data, link) {
  const eventOf = (/** @type {FigureRow} */ row) => (row.event === null ? null : data.events[row.event]);
  return [
    { key: "value", title: "Value", kind: "n", sort: (row) => row.of.best, cell: (row) => link(row.article, row.anchor, [unbroken(row.text)], "link figure", `${row.kind} ${row.text}: read the sentence`) },
    { key: "what", title: "What", kind: "what", sort: (row) => row.kind, cell: (row) => row.kind },
    { key: "bounds", title: "Low to high", kind: "what", cell: (row) => boundsOf(row.bounds) },
    { key: "sentence", title: "Sentence", kind: "sentence", cell: (row) => sentenceCell(row, "", link) },
    { key: "who", title: "Who", kind: "sides", sort: (row) => row.who || null, cell: (row) => row.who },
    { key: "source", title: "Source", kind: "sides", sort: (row) => row.source || null, cell: (row) => row.source || open() },
    { key: "stated", title: "Stated as", kind: "what", sort: (row) => row.stated || null, cell: (row) => row.stated },
    { key: "date", title: "Date", kind: "date", sort: (row) => row.of.date, cell: (row) => dayCell(row.of.date) },
    { key: "event", title: "Event", kind: "type", sort: (row) => spaced(eventOf(row)?.of.type) || null, cell: (row) => [typeCell(eventOf(row)), eventOf(row)?.of.place && el("small", {}, eventOf(row)?.of.place)] },
    articleColumn(data, link, false),
  ];
}

/** @param {Data} data @param {any} link @param {any} number @returns {Column[]} */
function articleColumns(data, link, number) {
  const others = data.headlines.filter((key) => !LEADING.includes(key));
  return [
    { key: "published", title: "Published", kind: "date", sort: (row) => row.published || null, cell: (row) => dayCell(row.published) },
    { key: "title", title: "Article", kind: "title", sort: (row) => row.title, cell: (row) => [link(row.number, "", [row.title]), outside(row)] },
    { key: "outlet", title: "Outlet", kind: "what", sort: (row) => row.source || null, cell: (row) => row.source },
    { key: "main", title: "Main event", kind: "type", cell: (row) => mainEvent(row) },
    ...LEADING.map((key) => headlineColumn(key, (/** @type {Article} */ row) => number(row.number, row.headlines[key], key))),
    { key: "others", title: "Other figures", kind: "others", cell: (row) => otherFigures(row, others, number) },
    { key: "events", title: "Events", kind: "n", sort: (row) => row.events.length, cell: (row) => plain(row.events.length) },
    { key: "figures", title: "Figures", kind: "n", sort: (row) => row.figures.length, cell: (row) => plain(row.figures.length) },
    { key: "sums", title: "Sums", kind: "what", sort: (row) => sumsOf(row), cell: (row) => sumsCell(row) },
  ];
}

/** @param {string} key @param {(row: any) => any} cell @returns {Column} */
function headlineColumn(key, cell) {
  return { key, title: key[0].toUpperCase() + key.slice(1), kind: "n", sort: (row) => row.headlines[key]?.best ?? null, cell };
}

/** @param {Data} data @param {any} link @param {boolean} [whole] with its outlet @returns {Column} */
function articleColumn(data, link, whole = true) {
  const of = (/** @type {EventRow | FigureRow} */ row) => data.articles[row.article];
  return {
    key: "article", title: "Article", kind: "article", sort: (row) => of(row).title,
    cell: (row) => [link(row.article, row.anchor, [of(row).title]), el("small", {}, [of(row).published, whole && of(row).source].filter(Boolean).join(" · ")), outside(of(row))],
  };
}

/** A number that keeps its sign on its line. @param {string} text */
function unbroken(text) {
  return text.replace(/^([≥>≤<]) /, "$1\u00a0");
}

/** Bounds in words: `31`, `96 or more`, `20 or fewer`, `20 to 30`. @param {string} bounds */
function boundsOf(bounds) {
  const [low, high] = bounds.split("..");
  if (high === undefined) return low === "?" ? open("open") : low;
  if (high === "?") return low === "?" ? open("open") : `${low} or more`;
  return low === "?" ? `${high} or fewer` : `${low} to ${high}`;
}

/** What the text leaves open. @param {string} [words] */
function open(words = NOT_STATED) {
  return el("span", { class: "open" }, words);
}

/** A link to the article where it was published. @param {Article} article */
export function outside(article) {
  return article.url && el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer nofollow", class: "outside" }, "source ↗");
}

/** An EDTF date in words. @param {string | null} date */
function dayCell(date) {
  if (!date) return open("undated");
  const day = (/** @type {string} */ part) => el("span", { class: "k" }, part);
  const [first, last] = date.split("/");
  if (last === "..") return ["since ", day(first)];
  if (first === "..") return ["until ", day(last)];
  return last ? [day(first), " to ", day(last)] : day(first);
}

/** @param {EventRow | null} event */
function typeCell(event) {
  if (!event) return open();
  const { type, name, relation } = event.of;
  return [
    el("span", { class: `dot ${event.family}`, "aria-hidden": "true" }),
    type ? spaced(type) : open(),
    name && el("small", {}, name),
    relation === "main" ? null : el("small", { class: "told" }, TOLD[relation]),
  ];
}

/** @param {EventRow} row @param {Data} data */
function placeCell(row, data) {
  const { place, country, geo_precision: precision } = row.of;
  if (!place) return open();
  const name = data.countries[country];
  return [place, name && name !== place && el("small", {}, name), precision === "country" ? el("small", {}, "whole country") : null];
}

/** @param {EventRow | Article} row @param {string[]} keys @param {any} number */
function otherFigures(row, keys, number) {
  const article = "article" in row ? row.article : row.number;
  const given = keys.filter((key) => row.headlines[key]);
  return given.map((key) => el("span", { class: "other" }, `${spaced(key)} `, number(article, row.headlines[key], key)));
}

/** @param {Record<string, any>} of */
function sidesCell(of) {
  if (!of.perpetrators && !of.targets) return null;
  return [of.perpetrators, of.targets && [el("span", { class: "to", title: "to" }, " → "), of.targets]];
}

/** @param {EventRow | FigureRow} row @param {string} sources @param {any} link */
function sentenceCell(row, sources, link) {
  const [before, words, after] = row.passage;
  return [before, link(row.article, row.anchor, [words], "words", `${words}: read the sentence in the article`), after, sources && el("small", {}, `Figures from: ${sources}`)];
}

/** @param {Article} row */
function mainEvent(row) {
  const event = row.events.find((each) => each.of.relation === "main");
  return event ? [typeCell(event), event.of.place && el("small", {}, event.of.place)] : open(row.events.length ? "several" : "none");
}

/** @param {Article} row @returns {number | null} */
function sumsOf(row) {
  return row.sums.length ? row.sums.filter((line) => line.relation === "mismatch").length : null;
}

/** @param {Article} row */
function sumsCell(row) {
  const wrong = sumsOf(row);
  if (wrong === null) return null;
  return wrong ? el("strong", { class: "mismatch" }, `≠ ${wrong} of ${row.sums.length}`) : "✓ add up";
}
