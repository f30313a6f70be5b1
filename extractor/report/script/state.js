/**
 * What the reader has chosen. It stands behind the `#` of the address, so that a view can be kept and sent.
 *
 * @typedef {{q: string, from: string, to: string, measure: string, least: string, undated: string, uncounted: string,
 *   spot: string, region: string, view: string, sort: string, page: string, article: string, at: string,
 *   type: string[], country: string[], outcome: string[], source: string[], who: string[], told: string[]}} State
 */

/** The lists of the filter, by the names that the page shows. @type {Record<string, string>} */
export const LISTS = {
  type: "Type", country: "Country", outcome: "Outcome", source: "Source of a figure", who: "Who was counted", told: "Place in the article",
};
const FILTERS = ["q", "from", "to", "least", "spot"];
/** @type {Record<string, string>} */
const DEFAULTS = {
  q: "", from: "", to: "", measure: "killed", least: "", undated: "", uncounted: "", spot: "", region: "",
  view: "events", sort: "", page: "", article: "", at: "",
};

/** What the address says; unknown names and values are left out. @param {string} hash @returns {State} */
export function readState(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {any} */
  const state = {};
  for (const [name, value] of Object.entries(DEFAULTS)) state[name] = given.get(name) ?? value;
  for (const name of Object.keys(LISTS)) state[name] = given.getAll(name);
  if (!["events", "figures", "articles"].includes(state.view)) state.view = "events";
  return state;
}

/** The state as an address; what is as by default is left out. @param {State} state @returns {string} */
export function hashOf(state) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (Array.isArray(value)) value.forEach((each) => said.append(name, each));
    else if (value !== DEFAULTS[name]) said.set(name, value);
  }
  return `#${said}`;
}

/** The state without its filters. @param {State} state @returns {State} */
export function withoutFilters(state) {
  const cleared = Object.fromEntries(Object.keys(LISTS).map((name) => [name, []]));
  const empty = Object.fromEntries(FILTERS.map((name) => [name, ""]));
  return { ...state, ...cleared, ...empty, undated: "", uncounted: "", page: "" };
}

/** @param {State} state @returns {boolean} */
export function isFiltered(state) {
  return FILTERS.some((name) => state[/** @type {"q"} */ (name)]) || Object.keys(LISTS).some((name) => state[/** @type {"type"} */ (name)].length);
}
