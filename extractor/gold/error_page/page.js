/**
 * The filters of the error report: lists, results, words, a cell of the confusion, a key. They stand in the address.
 *
 * @typedef {{q: string, list: string[], state: string[], cell: string, key: string}} State
 * @typedef {{element: HTMLTableRowElement, list: string, state: string, cells: string[], keys: string[], words: string}} Row
 */

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const boxes = (/** @type {string} */ name) => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll(`input[data-filter=${name}]`)]);
const articles = [...document.querySelectorAll("section.article")].map((section) => ({ section: /** @type {HTMLElement} */ (section), rows: rowsOf(section) }));
const errors = articles.flatMap((article) => article.rows).filter((row) => row.state !== "right").length;
const lists = boxes("list").map((box) => box.value);
const states = boxes("state").map((box) => box.value);
/** Everything but what is right. @type {State} */
const FIRST = { q: "", list: lists, state: states.filter((name) => name !== "right"), cell: "", key: "" };
let state = read();

/** @param {Element} section @returns {Row[]} */
function rowsOf(section) {
  const about = section.querySelector("h3")?.textContent ?? "";
  return [...section.querySelectorAll(".records tbody tr")].map((each) => {
    const element = /** @type {HTMLTableRowElement} */ (each);
    const [list, result] = [...element.classList].map((name) => name.slice(2));
    const { cells = "", keys = "" } = element.dataset;
    return { element, list, state: result, cells: cells.split(" "), keys: keys.split(" "), words: `${about} ${element.textContent}`.toLowerCase() };
  });
}

/** What the address says. @returns {State} */
function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const named = (/** @type {string} */ name, /** @type {string[]} */ first) => (given.has(name) ? given.getAll(name) : first);
  return { q: given.get("q") ?? "", list: named("list", FIRST.list), state: named("state", FIRST.state), cell: given.get("cell") ?? "", key: given.get("key") ?? "" };
}

/** @param {Partial<State>} patch */
function change(patch) {
  state = { ...state, ...patch };
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (String(value) === String(FIRST[/** @type {keyof State} */ (name)])) continue;
    for (const each of [value].flat()) said.append(name, each);
  }
  history.replaceState(null, "", `#${said}`);
  draw();
}

/** A cell of the confusion or a key shows all its records, the right ones too: they are what was chosen. @param {Row} row @param {string[]} words */
function fits(row, words) {
  if (!words.every((word) => row.words.includes(word))) return false;
  if (state.cell) return row.cells.includes(state.cell);
  if (state.key) return row.keys.includes(state.key);
  return state.list.includes(row.list) && state.state.includes(row.state);
}

function draw() {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { section, rows } of articles) {
    let here = 0;
    for (const row of rows) {
      const fitting = fits(row, words);
      row.element.hidden = !fitting;
      here += Number(fitting);
    }
    section.hidden = !here && !section.querySelector(".failure");
    count += here;
  }
  for (const name of /** @type {const} */ (["list", "state"])) for (const box of boxes(name)) box.checked = state[name].includes(box.value);
  for (const button of document.querySelectorAll("button[data-filter]")) {
    const chosen = /** @type {HTMLButtonElement} */ (button);
    chosen.setAttribute("aria-pressed", String(chosen.value === state[/** @type {"cell"} */ (chosen.dataset.filter)]));
  }
  const filtered = count !== errors || state.cell || state.key || state.q;
  byId("shown").textContent = `${count.toLocaleString("en")} record${count === 1 ? "" : "s"} shown, ${errors.toLocaleString("en")} error${errors === 1 ? "" : "s"} in all`;
  byId("clear").hidden = !filtered;
  const [wanted, got] = state.cell.split(">");
  byId("chosen").hidden = !state.cell && !state.key;
  byId("chosen").textContent = state.cell ? `${wanted} as ${got} ✕` : `wrong ${state.key} ✕`;
  byId("nothing").hidden = count > 0;
}

/** Lead to the words of a record, and mark them in both texts. @param {string} anchor @param {string[]} row the anchors of its row */
function show(anchor, row) {
  const mark = byId(anchor);
  for (const other of document.querySelectorAll("mark.here")) other.classList.remove("here");
  const texts = mark?.closest("details") ?? byId(anchor.split("-")[0]).querySelector("details");
  texts.open = true;
  for (const each of row) byId(each)?.classList.add("here");
  (mark ?? texts).scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (!button) return;
  const { filter, at } = button.dataset;
  if (at) show(at, [...(button.closest("tr")?.querySelectorAll(".words") ?? [])].map((each) => /** @type {any} */ (each).dataset.at));
  if (filter === "cell" || filter === "key") {
    const other = filter === "cell" ? "key" : "cell";
    change({ [filter]: state[filter] === button.value ? "" : button.value, [other]: "" });
    if (state[filter]) byId("list").scrollIntoView();
  }
  if (button.id === "chosen") change({ cell: "", key: "" });
  if (button.id === "clear") {
    byId("filters").reset();
    change(FIRST);
  }
});
byId("filters").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
byId("filters").addEventListener("input", (/** @type {any} */ event) => {
  const name = event.target.dataset.filter;
  change(name === "q" ? { q: event.target.value } : { [name]: boxes(name).filter((box) => box.checked).map((box) => box.value), cell: "", key: "" });
});
document.querySelector("input[data-filter=q]")?.setAttribute("value", state.q);
draw();
