import { byId, el, plain, svg } from "./dom.js";
import { headOf, hideTip, showTip } from "./tip.js";

/**
 * @typedef {import("./data.js").EventRow} EventRow
 * @typedef {{west: number, east: number, south: number, north: number}} Box
 * @typedef {{spot: string, lon: number, lat: number, events: EventRow[], size: number, solid: boolean}} Spot
 */

/** The parts of the world that the map can show, in degrees. @type {Record<string, [string, Box]>} */
export const REGIONS = {
  world: ["World", { west: -170, east: 180, south: -56, north: 78 }],
  africa: ["Africa", { west: -20, east: 54, south: -36, north: 38 }],
  middle_east: ["Middle East", { west: 24, east: 64, south: 11, north: 43 }],
  europe: ["Europe", { west: -12, east: 45, south: 34, north: 66 }],
  south_asia: ["Central and South Asia", { west: 45, east: 100, south: 4, north: 52 }],
  east_asia: ["East and South-East Asia", { west: 90, east: 150, south: -12, north: 52 }],
  north_america: ["North America", { west: -130, east: -55, south: 22, north: 62 }],
  central_america: ["Central America, Caribbean", { west: -118, east: -58, south: 6, north: 33 }],
  south_america: ["South America", { west: -84, east: -33, south: -56, north: 14 }],
  oceania: ["Oceania", { west: 110, east: 180, south: -50, north: 2 }],
};
const UNITS = 100; // of the outline, in a degree
const NARROWEST = 10; // degrees: the outline shows no more than countries
const SIZES = [1, 10, 100, 1000];

/** The radius of a mark: a step of the same width for each power of ten. @param {number} number @returns {number} */
function radius(number) {
  return 4 + 3.5 * Math.log10(1 + Math.max(0, number));
}

/**
 * The map: the outline stands in the page, the marks are drawn here.
 * @param {import("./data.js").Data} data
 * @param {(patch: Partial<import("./state.js").State>) => void} change
 * @returns {(events: EventRow[], state: import("./state.js").State) => void} what brings it up to date
 */
export function makeMap(data, change) {
  const picture = byId("map");
  const marks = picture.querySelector(".marks");
  /** @type {{events: EventRow[], state: import("./state.js").State} | null} */
  let now = null;
  /** @type {{lon: number, lat: number, scale: number} | null} */
  let moved = null;
  let region = "";

  function draw() {
    if (!now) return;
    const { events, state } = now;
    const spots = spotsOf(events, state.measure);
    if (state.region !== region) moved = null;
    region = state.region;
    const width = picture.clientWidth || 700;
    const height = picture.clientHeight || 350;
    moved ??= fit(REGIONS[region]?.[1] ?? boxOf(data.events), width, height);
    const { lon, lat, scale } = moved;
    const wide = scale * Math.cos((lat * Math.PI) / 180);
    const place = (/** @type {Spot} */ spot) => ({ x: width / 2 + (spot.lon - lon) * wide, y: height / 2 - (spot.lat - lat) * scale });
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const shift = [width / 2 - lon * wide, height / 2 + lat * scale];
    picture.querySelector(".land").setAttribute("transform", `matrix(${wide / UNITS} 0 0 ${scale / UNITS} ${shift[0]} ${shift[1]})`);
    const held = marks.contains(document.activeElement) ? /** @type {any} */ (document.activeElement).dataset.spot : "";
    marks.replaceChildren(...spots.map((spot) => markOf(spot, place(spot), state.spot)));
    const chosen = [...marks.children].find((mark) => mark.dataset.spot === held) ?? marks.firstElementChild;
    chosen?.setAttribute("tabindex", "0");
    if (held) chosen?.focus();
    for (const land of picture.querySelectorAll(".land path")) land.classList.toggle("chosen", state.country.includes(data.countries[land.dataset.code]));
    const lost = events.filter((event) => !event.spot).length;
    byId("unmapped").textContent = lost ? `${plain(lost)} of these events ${lost === 1 ? "has" : "have"} no place with coordinates and ${lost === 1 ? "is" : "are"} not on the map.` : "";
  }

  /** @param {Spot} spot @param {{x: number, y: number}} at @param {string} chosen */
  function markOf(spot, at, chosen) {
    const { family, of } = spot.events[0];
    const classes = ["mark", family, spot.solid ? "" : "country", chosen === spot.spot ? "chosen" : ""].join(" ");
    const several = spot.events.length > 1;
    const label = `${of.place}: ${several ? `${spot.events.length} events` : headOf(spot.events[0])}`;
    const size = radius(spot.size);
    const circle = svg("circle", { r: size });
    const number = several && size >= 7 && svg("text", { "aria-hidden": "true" }, spot.events.length);
    return svg("g", { class: classes, transform: `translate(${at.x} ${at.y})`, role: "button", tabindex: -1, "aria-pressed": String(chosen === spot.spot), "aria-label": label, "data-spot": spot.spot }, circle, number);
  }

  /** @param {number} by */
  function zoom(by) {
    if (!moved) return;
    moved.scale = Math.min(moved.scale * by, picture.clientHeight / 2);
    draw();
  }

  listen();
  return (events, state) => {
    now = { events, state };
    draw();
  };

  function listen() {
    byId("region").append(el("option", { value: "" }, "Where events are"), ...Object.entries(REGIONS).map(([name, [title]]) => el("option", { value: name }, title)));
    byId("region").addEventListener("change", () => {
      moved = null;
      change({ region: byId("region").value });
    });
    byId("closer").addEventListener("click", () => zoom(1.6));
    byId("wider").addEventListener("click", () => zoom(1 / 1.6));
    new ResizeObserver(() => {
      moved = null;
      draw();
    }).observe(picture);
    const spotOf = (/** @type {any} */ event) => event.target.closest?.(".mark")?.dataset.spot ?? "";
    const eventsAt = (/** @type {string} */ spot) => (now?.events ?? []).filter((event) => event.spot === spot);
    const toggle = (/** @type {string} */ spot) => change({ spot: now?.state.spot === spot ? "" : spot });
    let dragged = false;
    picture.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      const spot = spotOf(event);
      if (spot && !event.buttons) showTip(eventsAt(spot), data, event.clientX, event.clientY);
      else hideTip();
      if (event.buttons !== 1 || event.pointerType === "touch" || !moved) return;
      dragged ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 1;
      moved.lon -= event.movementX / (moved.scale * Math.cos((moved.lat * Math.PI) / 180));
      moved.lat = Math.max(-75, Math.min(80, moved.lat + event.movementY / moved.scale));
      draw();
    });
    picture.addEventListener("pointerdown", () => (dragged = false));
    picture.addEventListener("pointerleave", hideTip);
    picture.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (!dragged && spotOf(event)) toggle(spotOf(event));
    });
    picture.addEventListener("focusin", (/** @type {FocusEvent} */ event) => {
      const spot = spotOf(event);
      const box = /** @type {any} */ (event.target).getBoundingClientRect();
      if (spot) showTip(eventsAt(spot), data, box.right, box.bottom);
    });
    picture.addEventListener("focusout", hideTip);
    picture.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const all = [...marks.children];
      const at = all.indexOf(event.target);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (at < 0) return;
      if (event.key === "Enter" || event.key === " ") toggle(all[at].dataset.spot);
      else if (step) {
        const next = all[(at + step + all.length) % all.length];
        all[at].setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      } else return;
      event.preventDefault();
    });
    const legend = SIZES.map((size) => {
      const r = radius(size);
      return el("span", { class: "size" }, svg("svg", { width: 2 * r + 2, height: 2 * r + 2, "aria-hidden": "true" }, svg("circle", { r, cx: r + 1, cy: r + 1 })), plain(size));
    });
    byId("sizes").append(...legend);
  }
}

/** One mark for all events at the same coordinates, as large as the largest number of them: nothing is added up. @param {EventRow[]} events @param {string} measure @returns {Spot[]} */
function spotsOf(events, measure) {
  /** @type {Map<string, Spot>} */
  const spots = new Map();
  for (const event of events) {
    if (!event.spot) continue;
    const { lat, lon, geo_precision: precision } = event.of;
    /** @type {Spot} */
    const spot = spots.get(event.spot) ?? { spot: event.spot, lat, lon, events: [], size: 0, solid: precision !== "country" };
    const size = event.headlines[measure]?.best ?? 0;
    if (size > spot.size) spot.events.unshift(event);
    else spot.events.push(event);
    spot.size = Math.max(spot.size, size);
    spots.set(event.spot, spot);
  }
  return [...spots.values()].sort((a, b) => b.size - a.size);
}

/** The part of the world around some events; the world where they lie far apart. @param {EventRow[]} events @returns {Box} */
function boxOf(events) {
  const placed = events.filter((event) => event.spot).map((event) => event.of);
  const world = REGIONS.world[1];
  if (!placed.length) return world;
  const [lons, lats] = [placed.map((of) => of.lon), placed.map((of) => of.lat)];
  const box = { west: Math.min(...lons), east: Math.max(...lons), south: Math.min(...lats), north: Math.max(...lats) };
  return box.east - box.west > 150 ? world : box;
}

/** The middle and the scale (pixels a degree of latitude) that show a box with a margin. @param {Box} box @param {number} width @param {number} height */
function fit(box, width, height) {
  const lat = (box.south + box.north) / 2;
  const margin = box === REGIONS.world[1] ? 1 : 1.25;
  const wide = Math.max((box.east - box.west) * margin, NARROWEST) * Math.cos((lat * Math.PI) / 180);
  const high = Math.max((box.north - box.south) * margin, NARROWEST);
  return { lon: (box.west + box.east) / 2, lat, scale: Math.min(width / wide, height / high) };
}
