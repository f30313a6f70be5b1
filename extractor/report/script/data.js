import { byId, folded } from "./dom.js";

/**
 * The data of the page, as `content.py` writes it, and what the page adds when it loads.
 *
 * @typedef {[string, string, string]} Passage  what stands before the words, the words, what stands behind them
 * @typedef {{text: string, bounds: string, best: number | null, low: number | null, high: number | null, at: string}} Headline
 * @typedef {{cells: any[], id: string, title: string, url: string, published: string, source: string, lack: string,
 *   pieces: [string, number[], number[]][], marks: {list: string, label: string, title: string, anchor: string}[],
 *   headlines: Record<string, Headline>, sums: {relation: string, text: string, basis: string, at: string}[],
 *   extra: Record<string, string>, unused: [string, string][], warnings: string[], number: number, events: EventRow[], figures: FigureRow[]}} Article
 * @typedef {{number: number, article: number, anchor: string, cells: any[], family: string, passage: Passage,
 *   headlines: Record<string, Headline>, figures: number[], sources: string[], groups: string[],
 *   of: Record<string, any>, values: Record<string, string[]>, words: string, spot: string}} EventRow
 * @typedef {{number: number, article: number, event: number | null, anchor: string, cells: any[], kind: string,
 *   outcome: string, source: string, groups: string[], text: string, bounds: string, passage: Passage, who: string,
 *   stated: string, of: Record<string, any>, values: Record<string, string[]>, words: string}} FigureRow
 * @typedef {{name: string, articles: Article[], events: EventRow[], figures: FigureRow[], article_columns: string[], event_columns: string[],
 *   figure_columns: string[], headlines: string[], countries: Record<string, string>}} Data
 */

export const NOT_STATED = "not stated";
/** How an event stands to its article, in words. @type {Record<string, string>} */
export const TOLD = { main: "main event", other: "further event", background: "background", aggregate: "total over time" };

/** The data of this page; `of` holds the cells of a row by their column. @returns {Data} */
export function load() {
  /** @type {Data} */
  const data = JSON.parse(byId("data").textContent);
  data.articles.forEach((article, number) => Object.assign(article, { number, events: [], figures: [] }));
  data.figures.forEach((figure, number) => {
    figure.number = number;
    figure.of = named(data.figure_columns, figure.cells);
    figure.values = { outcome: [figure.outcome], source: [figure.source || NOT_STATED], who: orNone(figure.groups) };
    data.articles[figure.article].figures.push(figure);
  });
  data.events.forEach((event, number) => {
    event.number = number;
    event.of = named(data.event_columns, event.cells);
    event.spot = event.of.lat === null ? "" : `${event.of.lat},${event.of.lon}`;
    event.values = valuesOf(event, data);
    data.articles[event.article].events.push(event);
  });
  for (const event of data.events) event.words = folded(wordsOf(event, data));
  for (const figure of data.figures) figure.words = folded(wordsOfFigure(figure, data));
  return data;
}

/** @param {string[]} columns @param {any[]} cells @returns {Record<string, any>} */
function named(columns, cells) {
  return Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
}

/** What an event counts as in each list of the filter. @param {EventRow} event @param {Data} data */
function valuesOf(event, data) {
  const outcomes = Object.keys(event.headlines).filter((key) => key !== "perpetrators_killed");
  return {
    type: [spaced(event.of.type) || NOT_STATED],
    country: [data.countries[event.of.country] ?? NOT_STATED],
    outcome: orNone(outcomes),
    source: orNone(event.sources),
    who: orNone(event.groups),
    told: [TOLD[event.of.relation]],
  };
}

/** @param {string[]} values @returns {string[]} */
function orNone(values) {
  return values.length ? values : [NOT_STATED];
}

/** A name of the records in words. @param {string | null} name @returns {string} */
export function spaced(name) {
  return (name ?? "").replaceAll("_", " ");
}

/** @param {EventRow} event @param {Data} data @returns {string} */
function aboutOf(event, data) {
  const { of, values } = event;
  const article = data.articles[event.article];
  const words = [of.name, of.place, of.admin1, of.date, of.perpetrators, of.targets, article.title, article.id, article.source];
  return [...values.type, ...values.country, ...values.told, ...words].filter(Boolean).join(" ");
}

/** @param {EventRow} event @param {Data} data @returns {string} */
function wordsOf(event, data) {
  const figures = event.figures.map((i) => ownWords(data.figures[i]));
  return [aboutOf(event, data), event.passage.join(""), ...figures].join(" ");
}

/** @param {FigureRow} figure @param {Data} data @returns {string} */
function wordsOfFigure(figure, data) {
  const event = figure.event === null ? null : data.events[figure.event];
  return `${event ? aboutOf(event, data) : data.articles[figure.article].title} ${ownWords(figure)}`;
}

/** @param {FigureRow} figure @returns {string} */
function ownWords(figure) {
  return [figure.kind, figure.text, figure.who, figure.source, figure.passage.join("")].join(" ");
}
