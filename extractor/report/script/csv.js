/**
 * What is shown, as a file for spreadsheets (RFC 4180, UTF-8 with its mark), by the same rules as `run -f csv`:
 * where a cell would run as a formula, an apostrophe stands before it.
 *
 * @typedef {import("./data.js").Data} Data
 */

const FORMULA = /^(?=[\t\n])|(?:^|(?<=[;\t\n]))(?=[^\S\t\n]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** @param {unknown} value @returns {string} */
export function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = String(value).replace(FORMULA, "'");
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows of a view with all columns of the records, title and address of the article among them. @param {string} view @param {any[]} rows @param {Data} data @returns {string} */
export function csvOf(view, rows, data) {
  const [names, cells] = view === "articles" ? articleCells(rows, data) : rowCells(view, rows, data);
  return `\ufeff${[names, ...cells].map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** @param {string} view @param {any[]} rows @param {Data} data @returns {[string[], unknown[][]]} */
function rowCells(view, rows, data) {
  const columns = view === "events" ? data.event_columns : data.figure_columns;
  const own = ["title", "url", "sentence"].filter((name) => !columns.includes(name));
  const more = (/** @type {any} */ row) => {
    const { title, url } = data.articles[row.article];
    /** @type {Record<string, string>} */
    const values = { title, url, sentence: row.passage.join("") };
    return own.map((name) => values[name]);
  };
  return [[...columns, ...own], rows.map((row) => [...row.cells, ...more(row)])];
}

/** @param {any[]} rows @param {Data} data @returns {[string[], unknown[][]]} */
function articleCells(rows, data) {
  const names = ["article", "title", "url", "source", "published", "events", "figures", "mismatches"];
  const bounds = data.headlines.flatMap((key) => [`${key}_low`, `${key}_best`, `${key}_high`]);
  const cells = rows.map((row) => [
    row.id, row.title, row.url, row.source, row.published, row.events.length, row.figures.length,
    row.sums.filter((/** @type {any} */ line) => line.relation === "mismatch").length,
    ...data.headlines.flatMap((key) => ["low", "best", "high"].map((bound) => row.headlines[key]?.[bound])),
  ]);
  return [[...names, ...bounds], cells];
}

/** Hand a file to the reader. @param {string} name @param {string} text */
export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
