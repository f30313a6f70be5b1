import { folded } from "./dom.js";
import { LISTS, isFiltered } from "./state.js";

/**
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").EventRow} EventRow
 * @typedef {import("./data.js").FigureRow} FigureRow
 * @typedef {import("./data.js").Article} Article
 * @typedef {import("./state.js").State} State
 * @typedef {{events: EventRow[], figures: FigureRow[], articles: Article[], undated: number, uncounted: number,
 *   counts: Record<string, Map<string, number>>}} Selection
 */

/**
 * What fits the choices of the reader. The counts of each list are those that its own choices leave, so that they
 * say what choosing another value would give. Events without a day, or without a number where one is asked for,
 * are never dropped unsaid: `undated` and `uncounted` say how many were.
 * @param {Data} data
 * @param {State} state
 * @returns {Selection}
 */
export function select(data, state) {
  const words = folded(state.q).split(/\s+/).filter(Boolean);
  const chosen = chosenIn(state);
  const counts = Object.fromEntries(Object.keys(LISTS).map((name) => [name, new Map()]));
  /** @type {Selection} */
  const found = { events: [], figures: [], articles: [], undated: 0, uncounted: 0, counts };
  const fitting = new Set();
  for (const event of data.events) {
    const lacks = lackOf(event, state);
    if (lacks === "never") continue;
    const failed = [...chosen].filter(([name, values]) => !event.values[name].some((value) => values.has(value)));
    if (!failed.length && !lacks) fitting.add(event.number);
    if (!has(event.words, words)) continue;
    if (lacks) {
      if (!failed.length) found[lacks] += 1;
      continue;
    }
    if (!failed.length) found.events.push(event);
    for (const name of Object.keys(LISTS)) {
      if (failed.length === 0 || (failed.length === 1 && failed[0][0] === name)) add(counts[name], event.values[name]);
    }
  }
  found.figures = figuresOf(data, state, fitting, chosen, words);
  found.articles = articlesOf(data, state, found.events);
  return found;
}

/** @param {State} state @returns {Map<string, Set<string>>} */
function chosenIn(state) {
  const named = Object.keys(LISTS).map((name) => /** @type {[string, string[]]} */ ([name, state[/** @type {"type"} */ (name)]]));
  return new Map(named.filter(([, values]) => values.length).map(([name, values]) => [name, new Set(values)]));
}

/**
 * Why an event does not fit the day, number and place that are asked for; empty where it does.
 * @param {EventRow} event
 * @param {State} state
 * @returns {"" | "never" | "undated" | "uncounted"}
 */
function lackOf(event, state) {
  if (state.spot && event.spot !== state.spot) return "never";
  const { date_start: first, date_end: last } = event.of;
  const dated = Boolean(first || last);
  if (dated && ((state.from && (last ?? "9999") < state.from) || (state.to && (first ?? "") > state.to))) return "never";
  const least = Number(state.least);
  const number = event.headlines[state.measure]?.best ?? null;
  if (least && number !== null && number < least) return "never";
  if (!dated && (state.from || state.to) && !state.undated) return "undated";
  return least && number === null && !state.uncounted ? "uncounted" : "";
}

/** @param {string} text @param {string[]} words @returns {boolean} */
function has(text, words) {
  return words.every((word) => text.includes(word));
}

/** @param {Map<string, number>} counts @param {string[]} values */
function add(counts, values) {
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** Figures of fitting events that fit themselves. @param {Data} data @param {State} state @param {Set<number>} fitting @param {Map<string, Set<string>>} chosen @param {string[]} words */
function figuresOf(data, state, fitting, chosen, words) {
  const own = ["outcome", "source", "who"].filter((name) => chosen.has(name));
  const all = !isFiltered({ ...state, q: "" });
  return data.figures.filter((figure) => {
    if (!has(figure.words, words)) return false;
    if (figure.event === null) return all;
    return fitting.has(figure.event) && own.every((name) => figure.values[name].some((value) => chosen.get(name)?.has(value)));
  });
}

/** @param {Data} data @param {State} state @param {EventRow[]} events */
function articlesOf(data, state, events) {
  if (!isFiltered(state)) return data.articles;
  const shown = new Set(events.map((event) => event.article));
  return data.articles.filter((article) => shown.has(article.number));
}
