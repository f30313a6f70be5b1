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

/** The rows of a view with all columns of their table, and those of the input behind them. @param {string} view @param {any[]} rows @param {Data} data @returns {string} */
export function csvOf(view, rows, data) {
  const columns = { articles: data.article_columns, events: data.event_columns, figures: data.figure_columns }[view] ?? [];
  const articleOf = (/** @type {any} */ row) => (view === "articles" ? row : data.articles[row.article]);
  const extra = [...new Set(data.articles.flatMap((article) => Object.keys(article.extra)))];
  const heads = extra.map((name) => (columns.includes(name) ? `input_${name}` : name));
  const lines = [[...columns, ...heads], ...rows.map((row) => [...row.cells, ...extra.map((name) => articleOf(row).extra[name])])];
  return `\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** Hand a file to the reader. @param {string} name @param {string} text */
export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
