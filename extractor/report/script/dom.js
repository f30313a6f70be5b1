/**
 * Elements and numbers. Strings always become text nodes, so nothing that an article says is read as HTML.
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 */

/**
 * An element with properties and children; `class` and `data` are what HTML calls them, `on` are listeners.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...kept(children));
  return element;
}

/**
 * An element of SVG with attributes and children.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...kept(children));
  return element;
}

/** @param {Child[]} children @returns {(Node | string)[]} */
function kept(children) {
  return children.filter((child) => child || child === 0).map((child) => (child instanceof Node ? child : String(child)));
}

/** An element that the page is known to have. @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

/** @param {number} value @returns {string} */
export function plain(value) {
  return value.toLocaleString("en");
}

/** `1 event`, `2 events`. @param {number} number @param {string} noun @returns {string} */
export function counted(number, noun) {
  return `${plain(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** Words as they are searched: without case and accents. @param {string} text @returns {string} */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
