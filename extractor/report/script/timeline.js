import { byId, plain, svg } from "./dom.js";
import { hideTip, showTip } from "./tip.js";

/**
 * @typedef {import("./data.js").EventRow} EventRow
 * @typedef {{x: number, y: number, event: EventRow}} Dot
 * @typedef {{at: number, width: number}} Side  the middle and the width of a column beside the axis of time
 * @typedef {{left: number, right: number, top: number, bottom: number, numbers: number, early: Side, undated: Side}} Frame
 */

const DAY = 86400000;
const FAMILIES = ["violence", "disaster", "accident", "movement", "open"];
const NEAR = 14; // pixels from which the pointer finds a dot
const FINE = 100; // up to this number the axis has room for 2 and 5 as well
const ROOM = 1.4; // how far the axis goes beyond the highest number
const NARROW = 56; // pixels of a column beside the axis: its name and some dots side by side
const WIDE = 0.5; // a column grows up to this share of the events, and takes this share of the width for it
const GAP = 10;
const STEP = 0.618; // of the golden section: neighbours of a list stand apart
const EARLY = 0.1; // the share of events that may stand aside, where that halves the axis of time
const STUB = 12; // pixels of an end that the words leave open
/** Pixels that the label of a step takes, with air. */
const WIDTHS = { day: 100, month: 80, year: 50 };
/** Steps of the axis of time, in days, months or years. @type {[number, "day" | "month" | "year"][]} */
const STEPS = [
  [1, "day"], [2, "day"], [7, "day"], [14, "day"], [1, "month"], [2, "month"], [3, "month"], [6, "month"],
  [1, "year"], [2, "year"], [5, "year"], [10, "year"], [20, "year"], [50, "year"],
]; // prettier-ignore

/**
 * Headline figures over time: each event a dot at its first day, on a scale that gives each power of ten the same
 * height. Events without a day stand in a column of their own, and so do those before the events that are reported.
 * @param {import("./data.js").Data} data
 * @param {(event: EventRow) => void} open
 * @returns {(events: EventRow[], state: import("./state.js").State) => void} what brings it up to date
 */
export function makeTimeline(data, open) {
  const picture = byId("timeline");
  /** @type {Dot[]} */
  let dots = [];
  /** @type {() => void} */
  let draw = () => {};

  /** @param {MouseEvent} event @returns {Dot[]} the dots under the pointer, the nearest first */
  function near(event) {
    const box = picture.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const far = (/** @type {Dot} */ dot) => Math.hypot(dot.x - x, dot.y - y);
    return dots.filter((dot) => far(dot) <= NEAR).sort((a, b) => far(a) - far(b));
  }
  picture.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const found = near(event);
    picture.classList.toggle("hit", found.length > 0);
    if (found.length) showTip(found.map((dot) => dot.event), data, event.clientX, event.clientY);
    else hideTip();
  });
  picture.addEventListener("pointerleave", hideTip);
  picture.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const [first] = near(event);
    if (first) open(first.event);
  });
  new ResizeObserver(() => draw()).observe(picture);

  return (events, state) => {
    draw = () => {
      const counted = events.filter((event) => (event.headlines[state.measure]?.best ?? null) !== null);
      dots = drawTimeline(picture, counted, state);
      byId("uncounted-note").textContent = `${plain(counted.length)} of ${plain(events.length)} events state a number ${state.measure.replace("_", " ")}.`;
    };
    draw();
  };
}

/** @param {any} picture @param {EventRow[]} events @param {import("./state.js").State} state @returns {Dot[]} */
function drawTimeline(picture, events, state) {
  const width = picture.clientWidth || 600;
  const height = picture.clientHeight || 300;
  const dated = events.filter((event) => dayOf(event) !== null);
  const [first, last] = spanOf(dated, state);
  const early = dated.filter((event) => Number(dayOf(event)) < first);
  const most = Math.max(10, ...events.map((event) => event.headlines[state.measure].high ?? event.headlines[state.measure].best ?? 0));
  /** @type {Frame} */
  const frame = { left: 20 + 7.5 * plain(10 ** Math.floor(Math.log10(most * ROOM))).length, right: width - 12, top: 14, bottom: height - 26, numbers: 0, early: { at: 0, width: 0 }, undated: { at: 0, width: 0 } };
  frame.numbers = frame.left - 10;
  const side = (/** @type {EventRow[]} */ own) => {
    const room = Math.max(NARROW, Math.min(WIDE, own.length / events.length) * WIDE * (frame.right - frame.numbers));
    const column = own.length ? { at: frame.left + room / 2, width: room } : { at: 0, width: 0 };
    frame.left += own.length ? room + GAP : 0;
    return column;
  };
  frame.undated = side(events.filter((event) => dayOf(event) === null));
  frame.early = side(early);
  const x = (/** @type {number} */ day) => frame.left + ((day - first) / Math.max(DAY, last - first)) * (frame.right - frame.left);
  const y = (/** @type {number} */ number) => frame.bottom - (Math.log10(1 + number) / Math.log10(1 + most * ROOM)) * (frame.bottom - frame.top);
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const dots = events.map((event, i) => {
    const day = dayOf(event);
    const within = (/** @type {Side} */ { at, width: room }) => at + (((i * STEP) % 1) - 0.5) * (room - NEAR);
    const at = day === null ? within(frame.undated) : day < first ? within(frame.early) : x(Math.min(day, last));
    return { x: at, y: y(event.headlines[state.measure].best ?? 0), event };
  });
  picture.replaceChildren(...numbers(most, y, frame), ...days(first, last, x, frame), ...sideColumns(first, frame), ...marksOf(dots, y, state.measure));
  return dots;
}

/** The first day of an event in milliseconds. @param {EventRow} event @returns {number | null} */
function dayOf(event) {
  const day = event.of.date_start ?? event.of.date_end;
  return day ? Date.parse(day) : null;
}

/** The days of the axis: those asked for, else those of the events that are reported and not told as background; a few that lie far before the others stand aside. @param {EventRow[]} dated @param {import("./state.js").State} state @returns {[number, number]} */
function spanOf(dated, state) {
  const current = dated.filter((event) => event.of.relation === "main" || event.of.relation === "other");
  const known = (current.length ? current : dated).map((event) => Number(dayOf(event))).sort((a, b) => a - b);
  if (!known.length) known.push(Date.parse("2000-01-01"), Date.parse("2001-01-01"));
  const most = known[known.length - 1];
  const usual = known[Math.floor(known.length * EARLY)];
  const least = most - usual < (most - known[0]) / 2 ? usual : known[0];
  const first = state.from ? Math.max(Date.parse(state.from), least) : least;
  const last = state.to ? Math.min(Date.parse(state.to), most) : most;
  const air = Math.max(2 * DAY, (last - first) * 0.03);
  return [first - air, Math.max(last, first) + air];
}

/** @param {number} most @param {(number: number) => number} y @param {Frame} frame */
function numbers(most, y, frame) {
  const steps = most < FINE ? [1, 2, 5] : [1];
  const ticks = [0];
  for (let power = 1; power <= most * ROOM; power *= 10) ticks.push(...steps.map((step) => step * power).filter((tick) => tick <= most * ROOM));
  return ticks.flatMap((tick) => [
    svg("line", { class: "grid", x1: frame.numbers + 4, x2: frame.right, y1: y(tick), y2: y(tick) }),
    svg("text", { class: "tick end", x: frame.numbers, y: y(tick) + 4 }, plain(tick)),
  ]);
}

/** @param {number} first @param {number} last @param {(day: number) => number} x @param {Frame} frame */
function days(first, last, x, frame) {
  const tries = STEPS.map(([step, unit]) => ({ unit, ticks: ticksOf(first, last, step, unit) }));
  const fits = (/** @type {typeof tries[0]} */ each) => each.ticks.length * WIDTHS[each.unit] <= frame.right - frame.left;
  const { ticks, unit } = tries.find(fits) ?? tries[tries.length - 1];
  /** @type {Intl.DateTimeFormatOptions} */
  const form = { timeZone: "UTC", year: "numeric", ...(unit !== "year" && { month: "short" }), ...(unit === "day" && { day: "numeric" }) };
  return ticks.flatMap((tick) => [
    svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: frame.top, y2: frame.bottom }),
    svg("text", { class: `tick ${anchorAt(x(tick), frame)}`, x: Math.min(x(tick), frame.right), y: frame.bottom + 18 }, new Date(tick).toLocaleDateString("en-GB", form)),
  ]);
}

/** Which end of a label stands at its day, so that it stays within the axis. @param {number} x @param {Frame} frame */
function anchorAt(x, frame) {
  if (x > frame.right - 36) return "end";
  return x < frame.left + 36 ? "begin" : "middle";
}

/** @param {number} first @param {number} last @param {number} step @param {string} unit @returns {number[]} */
function ticksOf(first, last, step, unit) {
  const found = [];
  const start = new Date(first);
  let [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()];
  if (unit === "year") [year, month, day] = [Math.ceil(year / step) * step, 0, 1];
  if (unit === "month") [month, day] = [Math.ceil(month / step) * step, 1];
  for (let at = Date.UTC(year, month, day); at <= last && found.length < 200; at = Date.UTC(year, month, day)) {
    if (at >= first) found.push(at);
    if (unit === "year") year += step;
    else if (unit === "month") month += step;
    else day += step;
  }
  return found;
}

/** The columns for what the axis of time does not hold. @param {number} first @param {Frame} frame */
function sideColumns(first, frame) {
  const year = new Date(first).getUTCFullYear();
  const named = /** @type {[Side, string][]} */ ([[frame.undated, "undated"], [frame.early, `to ${year}`]]).filter(([{ width }]) => width);
  return named.flatMap(([{ at, width }, words]) => [
    svg("rect", { class: "column", x: at - width / 2, width, y: frame.top, height: frame.bottom - frame.top }),
    svg("text", { class: "tick middle", x: at, y: frame.bottom + 18 }, words),
  ]);
}

/** The dots of a family are one line of round ends, so that thousands are drawn at once. @param {Dot[]} dots @param {(number: number) => number} y @param {string} measure */
function marksOf(dots, y, measure) {
  return FAMILIES.flatMap((family) => {
    const own = dots.filter((dot) => dot.event.family === family);
    if (!own.length) return [];
    const ranges = own.map((dot) => {
      const { low, high } = dot.event.headlines[measure];
      const from = low === null ? dot.y + STUB : y(low);
      const to = high === null ? dot.y - STUB : y(high);
      return `M${dot.x.toFixed(1)} ${from.toFixed(1)}V${to.toFixed(1)}`;
    });
    const spots = own.map((dot) => `M${dot.x.toFixed(1)} ${dot.y.toFixed(1)}h0`);
    return [svg("path", { class: `range ${family}`, d: ranges.join("") }), svg("path", { class: `dots ${family}`, d: spots.join("") })];
  });
}
