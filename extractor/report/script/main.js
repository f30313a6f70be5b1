import { byId, counted, el, plain } from "./dom.js";
import { load, spaced } from "./data.js";
import { LISTS, hashOf, isFiltered, readState, withoutFilters } from "./state.js";
import { select } from "./filter.js";
import { makeFacets } from "./facets.js";
import { makeMap } from "./map.js";
import { makeTimeline } from "./timeline.js";
import { ROWS, drawTable, sorted } from "./table.js";
import { columnsOf } from "./columns.js";
import { csvOf, download } from "./csv.js";
import { showArticle } from "./reader.js";

/** @typedef {import("./state.js").State} State */

const data = load();
const columns = columnsOf(data, (article, at) => change({ article: String(article), at }, true));
/** What a table is sorted by at first. @type {Record<string, string>} */
const FIRST_SORT = { events: "-date", figures: "", articles: "" };
let state = readState(location.hash);
let whole = false;
/** @type {any[]} */
let rows = [];
/** @type {HTMLElement | null} */
let before = null;

const refreshFacets = makeFacets(byId("facets"), data, (name, values) => change({ [name]: values, page: "" }));
const refreshMap = makeMap(data, change);
const refreshTimeline = makeTimeline(data, (event) => change({ article: String(event.article), at: event.headlines[state.measure]?.at || event.anchor }, true));

/** Take over choices of the reader, write them to the address, and show what fits. @param {Partial<State>} patch @param {boolean} [step] whether "back" leads to what was before */
function change(patch, step = false) {
  if (patch.article && !state.article) before = /** @type {HTMLElement} */ (document.activeElement);
  state = { ...state, ...patch };
  history[step ? "pushState" : "replaceState"](null, "", hashOf(state));
  draw(patch);
}

/** @param {Partial<State>} patch what has changed; where it is the article alone, the rest stays as it is */
function draw(patch = state) {
  const article = data.articles[Number(state.article || NaN)];
  if (Object.keys(patch).some((name) => name !== "article" && name !== "at")) drawAll();
  showArticle(data, article, state.at, { go: (/** @type {string} */ at) => change({ at }), find });
}

function drawAll() {
  const found = select(data, state);
  const shown = { events: found.events, figures: found.figures, articles: found.articles }[state.view] ?? [];
  rows = sorted(shown, columns[state.view], state.sort || FIRST_SORT[state.view]);
  fillForm(found);
  refreshFacets(state, found.counts);
  refreshMap(found.events, state);
  refreshTimeline(found.events, state);
  drawTable(columns[state.view], rows, { ...state, sort: state.sort || FIRST_SORT[state.view] }, { whole, change });
}

/** @param {import("./filter.js").Selection} found */
function fillForm(found) {
  for (const control of document.querySelectorAll("[data-state]")) {
    const field = /** @type {any} */ (control);
    const value = state[/** @type {"q"} */ (field.dataset.state)];
    if (field !== document.activeElement || field.type !== "search") field.value = value;
  }
  for (const tab of document.querySelectorAll("#views button")) {
    const view = /** @type {HTMLElement} */ (tab).dataset.view ?? "";
    tab.setAttribute("aria-pressed", String(view === state.view));
    tab.querySelector(".n")?.replaceChildren(plain({ events: found.events, figures: found.figures, articles: found.articles }[view]?.length ?? 0));
  }
  const filtered = isFiltered(state);
  byId("shown").textContent = filtered ? `${plain(found.events.length)} of ${counted(data.events.length, "event")}` : counted(data.events.length, "event");
  byId("clear").hidden = !filtered;
  byId("chips").replaceChildren(...chips());
  byId("held").replaceChildren(...held(found));
}

/** What is chosen, each to be taken back. */
function chips() {
  const listed = Object.keys(LISTS).flatMap((name) => state[/** @type {"type"} */ (name)].map((value) => chip(`${LISTS[name]}: ${value}`, { [name]: state[/** @type {"type"} */ (name)].filter((other) => other !== value) })));
  const typed = /** @type {[string, string, Partial<State>][]} */ ([
    [state.q, `Words: ${state.q}`, { q: "" }],
    [state.from, `From ${state.from}`, { from: "" }],
    [state.to, `To ${state.to}`, { to: "" }],
    [state.least, `At least ${state.least} ${spaced(state.measure)}`, { least: "" }],
  ]);
  const place = data.events.find((event) => event.spot === state.spot)?.of.place;
  const written = typed.filter(([value]) => value).map(([, words, patch]) => chip(words, patch));
  return [...written, ...listed, ...(state.spot ? [chip(`On the map: ${place ?? state.spot}`, { spot: "" })] : [])];
}

/** @param {string} words @param {Partial<State>} patch */
function chip(words, patch) {
  return el("button", { type: "button", class: "chip", "aria-label": `${words}: take back`, on: { click: () => change({ ...patch, page: "" }) } }, words, el("span", { "aria-hidden": "true" }, " ✕"));
}

/** What a filter of days or numbers cannot judge is said, and shown where it is asked for. @param {import("./filter.js").Selection} found */
function held(found) {
  const say = (/** @type {string} */ words, /** @type {Partial<State>} */ patch, /** @type {string} */ verb) =>
    el("p", {}, words, " ", el("button", { type: "button", class: "link", data: { held: Object.keys(patch)[0] }, on: { click: () => change({ ...patch, page: "" }) } }, verb));
  const ranged = state.from || state.to;
  return [
    ...(found.undated ? [say(`${counted(found.undated, "undated event")} not in this range:`, { undated: "1" }, "show")] : []),
    ...(ranged && state.undated ? [say("Undated events are shown as well:", { undated: "" }, "leave out")] : []),
    ...(found.uncounted ? [say(`${counted(found.uncounted, "event")} without a number ${spaced(state.measure)}:`, { uncounted: "1" }, "show")] : []),
    ...(Number(state.least) && state.uncounted ? [say(`Events without a number ${spaced(state.measure)} are shown as well:`, { uncounted: "" }, "leave out")] : []),
  ];
}

/** Lead to a row of a table: the filters go if they hide it, the page with it is turned up. @param {string} view @param {number} number */
function find(view, number) {
  const fits = (/** @type {State} */ wanted) => {
    const found = select(data, wanted);
    return sorted({ events: found.events, figures: found.figures }[view] ?? [], columns[view], FIRST_SORT[view]).findIndex((row) => row.number === number);
  };
  const wanted = { ...state, view, sort: "", article: "", at: "" };
  const open = fits(wanted) < 0 ? withoutFilters(wanted) : wanted;
  change({ ...open, page: String(Math.floor(fits(open) / ROWS) + 1) }, true);
  const row = byId("table").querySelector(`tr[data-row="${number}"]`);
  row?.classList.add("here");
  row?.scrollIntoView({ block: "center" });
  row?.querySelector("button")?.focus({ preventScroll: true });
}

function close() {
  change({ article: "", at: "" });
  before?.focus();
}

function listen() {
  byId("filters").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  byId("filters").addEventListener("input", (/** @type {any} */ event) => change({ [event.target.dataset.state]: event.target.value, page: "" }));
  byId("clear").addEventListener("click", () => change(withoutFilters(state)));
  byId("views").addEventListener("click", (/** @type {any} */ event) => {
    const view = event.target.closest("button")?.dataset.view;
    if (view) change({ view, sort: "", page: "" });
  });
  byId("export").addEventListener("click", () => download(`${state.view}.csv`, csvOf(state.view, rows, data)));
  byId("close").addEventListener("click", close);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.article) close();
  });
  for (const name of ["popstate", "hashchange"]) {
    addEventListener(name, () => {
      if (hashOf(state) === hashOf(readState(location.hash))) return;
      state = readState(location.hash);
      draw();
    });
  }
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
}

/** On paper there are no pages to turn: all rows stand there. @param {boolean} on */
function print(on) {
  whole = on;
  drawAll();
}

byId("measure").append(...data.headlines.map((key) => el("option", { value: key }, spaced(key))));
if (!data.headlines.includes(state.measure)) state.measure = data.headlines[0] ?? "killed";
listen();
draw();
