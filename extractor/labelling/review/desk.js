// The page of an article, and that of two labellings: keys and buttons, each one request in the background
// that brings the board anew. Nothing here knows what a record means: what a key asks for is served.
"use strict";
(() => {
  const board = document.getElementById("board");
  const points = document.getElementById("points");
  const root = board || points;
  const pop = document.getElementById("pop");
  const say = document.getElementById("say");
  const KEYS = "123456789abcdefghijklmopqrstuvwyzABCDEFGHIJKLMNOP"; // of choices; 0, - and n, x mean something
  let fields = {}, names = {}, first = {}, current = "", busy = Promise.resolve(), closing = null;

  const $ = (selector, at = document) => at.querySelector(selector);
  const $$ = (selector, at = document) => [...at.querySelectorAll(selector)];
  const make = (tag, set = {}, ...inner) => {
    const made = Object.assign(document.createElement(tag), set);
    made.append(...inner);
    return made;
  };
  const tell = (message, wrong = false) => {
    say.textContent = message;
    say.classList.toggle("wrong", wrong);
  };

  // Cards: one of them is the current one; its mark and the card are scrolled to each other.
  const cards = () => $$(".card", root);
  const card = () => (current && document.getElementById(current)) || null;
  const field = (list, test) => (fields[list] || []).find(test);
  const marks = (id) => $$(`mark[data-card="${CSS.escape(id)}"]`);
  const center = (pane, at) => {
    const box = pane.getBoundingClientRect(), spot = at.getBoundingClientRect();
    if (spot.top < box.top + 30 || spot.bottom > box.bottom - 30)
      pane.scrollTop += spot.top - box.top - pane.clientHeight / 3;
  };
  const go = (id, { focus = true } = {}) => {
    const now = document.getElementById(id);
    if (!now) return;
    for (const each of cards()) each.removeAttribute("aria-current");
    for (const mark of $$("mark.on")) mark.classList.remove("on");
    current = id;
    now.setAttribute("aria-current", "true");
    if (focus && !selection()) now.focus({ preventScroll: true });
    now.scrollIntoView({ block: "nearest" });
    const own = marks(id);
    for (const mark of own) mark.classList.add("on");
    if (own.length) center(document.getElementById("text"), own[0]);
  };
  const step = (by) => {
    const all = cards(), at = all.findIndex((each) => each.id === current);
    const to = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
    if (to) go(to.id);
  };
  const after = (id, wanted) => {
    const all = cards(), at = all.findIndex((each) => each.id === id);
    const rest = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
    return (rest.find(wanted) || all[at + 1] || all[at - 1] || { id: "" }).id;
  };

  // One request at a time, in the order of the keys.
  const send = (data, next) => {
    busy = busy.then(() => request(data, next)).catch((error) => tell(String(error), true));
    return busy;
  };
  const request = async (data, next) => {
    const tools = $(".tools", root);
    const body = new URLSearchParams([
      ["csrf", root.dataset.csrf],
      ["version", tools.dataset.version],
      ["compare", tools.dataset.compare || ""],
    ]);
    for (const [key] of data) body.delete(key);
    for (const [key, value] of data) body.append(key, value);
    const answer = await fetch(root.dataset.act, { method: "POST", body });
    const got = await answer.json();
    if (got.ask) return ask(got.ask);
    if (got.html) replace(got.html, got.card, next);
    if (got.error || !answer.ok) return tell(got.error || got.message, true);
    tell(got.message || "saved");
    return close();
  };
  const replace = (html, changed, next) => {
    const kept = ["text", "cards"].map((id) => [id, document.getElementById(id)?.scrollTop]);
    const place = cards().findIndex((each) => each.id === current);
    root.innerHTML = html;
    for (const [id, top] of kept) if (top !== undefined) document.getElementById(id).scrollTop = top;
    const all = cards();
    const to = [next, changed, current].find((id) => id && document.getElementById(id));
    const beside = all[Math.min(Math.max(place, 0), all.length - 1)];
    if (to || beside) go(to || beside.id);
  };

  // What is selected in the text: the words and where they begin, in characters of the article.
  const words = (range) => {
    const part = range.cloneContents();
    for (const label of part.querySelectorAll("sup")) label.remove();
    return part.textContent;
  };
  const selection = () => {
    const found = document.getSelection(), text = document.getElementById("text");
    if (!text || found.isCollapsed || !found.rangeCount) return null;
    const range = found.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer) || !words(range).trim()) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return [["quote", words(range)], ["start", Number(text.dataset.start) + [...words(before)].length]];
  };
  const drop = () => document.getSelection().removeAllRanges();

  // The text as one string with the node of each character, for keys that select in it.
  const letters = () => {
    const found = [];
    const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.parentElement.closest("sup"))
        for (let at = 0; at < node.data.length; at++) found.push([node, at]);
    }
    return found;
  };
  const textOf = (found) => found.map(([node, at]) => node.data[at]).join("");
  const place = (found) => {
    const now = document.getSelection();
    if (now.rangeCount && document.getElementById("text").contains(now.anchorNode) && !now.isCollapsed) {
      const range = now.getRangeAt(0);
      const at = (node, offset) => {
        const same = found.findIndex(([each, i]) => each === node && i >= offset);
        if (same >= 0) return same;
        return found.findLastIndex(([each]) => each === node || each.compareDocumentPosition(node) & 4) + 1;
      };
      return [at(range.startContainer, range.startOffset), at(range.endContainer, range.endOffset)];
    }
    const mark = current ? marks(current)[0] : null;
    const start = mark ? found.findIndex(([node]) => mark.contains(node)) : 0;
    return [Math.max(start, 0), Math.max(start, 0)];
  };
  const select = (found, start, end) => {
    if (start >= end || !found[start] || !found[end - 1]) return;
    const [from, a] = found[start], [to, b] = found[end - 1];
    document.getSelection().setBaseAndExtent(from, a, to, b + 1);
    center(document.getElementById("text"), from.parentElement.closest("mark") || nearest(from, a));
  };
  const nearest = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range;
  };
  const seek = (pattern, back) => {
    const found = letters(), text = textOf(found), [start, end] = place(found);
    const all = [...text.matchAll(pattern)].map((hit) => [hit.index, hit.index + hit[0].length]);
    const to = back ? all.findLast((hit) => hit[0] < start) : all.find((hit) => hit[0] >= end);
    if (to) select(found, ...to);
  };
  const byWord = (back, extend) => {
    const found = letters(), text = textOf(found), [start, end] = place(found);
    const all = [...text.matchAll(/[^\s]+/g)].map((hit) => [hit.index, hit.index + hit[0].replace(/[.,;:!?”"’)]+$/, "").length]);
    if (extend && back) {
      const to = all.findLast((hit) => hit[1] < end && hit[1] > start);
      if (to) select(found, start, to[1]);
    } else {
      const to = back ? all.findLast((hit) => hit[0] < start) : all.find((hit) => hit[0] >= end && hit[1] > end);
      if (to) select(found, extend ? start : to[0], to[1]);
    }
  };

  // Small windows: a menu of choices, a field, a form.
  const close = () => {
    if (!pop || pop.hidden) return;
    pop.hidden = true;
    pop.replaceChildren();
    pop.className = "";
    closing = null;
    card()?.focus({ preventScroll: true });
  };
  const open = (label, ...inner) => {
    pop.className = "";
    pop.replaceChildren(...inner);
    pop.setAttribute("aria-label", label);
    pop.hidden = false;
  };
  const ask = (html) => {
    open("finished", make("div", { innerHTML: html }));
    $("button.main", pop).focus();
  };
  const menu = (label, options) => {
    const buttons = options.map(({ key, words: shown, pick, now }) => {
      const button = make("button", { type: "button", onclick: pick }, make("kbd", { textContent: key }), ` ${shown}`);
      button.dataset.pick = key;
      if (now) button.setAttribute("aria-current", "true");
      return button;
    });
    open(label, make("h2", { textContent: label }), make("div", { className: `menu${options.length > 14 ? " wide" : ""}` }, ...buttons));
    (buttons.find((each) => each.hasAttribute("aria-current")) || buttons[0]).focus();
  };
  const keyed = (options, apart = []) => {
    const free = [...KEYS].filter((key) => !apart.includes(key));
    return options.map((option, at) => ({ key: free[at], ...option }));
  };
  // What stands in a field: words, "-" where the article says nothing, nothing where nobody has judged.
  const held = (of, key) => {
    const raw = JSON.parse(of.dataset.raw);
    return key in raw ? raw[key] ?? "-" : "";
  };

  const choose = (of, key) => {
    const known = field(of.dataset.list, (each) => each.key === key);
    const now = held(of, key);
    const pick = (value) => () => send([["op", "set"], ["card", of.id], value]);
    const options = keyed(known.choices.map((choice) => ({
      words: choice.replaceAll("_", " "), pick: pick([key, choice]), now: now === choice,
    })));
    if (known.nullable) options.push({ key: "0", words: "the article says nothing", pick: pick(["null", key]), now: now === "-" });
    options.push({ key: "-", words: "not judged", pick: pick([key, ""]), now: now === "" });
    menu(`${names[of.dataset.list]}: ${known.label}`, options);
  };
  const input = (known, value) => {
    const long = known.kind === "many" || value.includes("\n");
    const made = make(long ? "textarea" : "input", { value, autocomplete: "off" });
    if (long) made.rows = Math.min(6, value.split("\n").length + 1);
    if (["number", "decimal"].includes(known.kind)) made.inputMode = "numeric";
    made.name = known.key;
    made.dataset.before = value;
    made.id = `in-${known.key}`;
    return made;
  };
  const pairs = (known, value) => {
    const text = value.trim();
    if (text === "-") return [["null", known.key]];
    const lines = known.kind === "many" ? text.split("\n").map((each) => each.trim()).filter(Boolean) : [text];
    return (lines.length ? lines : [""]).map((each) => [known.key, each]);
  };
  const write = (of, key, begin) => {
    const known = field(of.dataset.list, (each) => each.key === key);
    const number = key === "quantity.best";
    const box = input(known, held(of, key));
    if (begin !== undefined) box.value = begin;
    const hint = number ? "12, 12+, >12, <12, ~12, 10-15: best, low and high together" : known.hint;
    const form = make("form", {}, make("label", { htmlFor: box.id, textContent: number ? "number" : known.label }), box,
      make("p", { className: "hint", textContent: `${hint ? `${hint}. ` : ""}Enter saves${known.nullable ? "; - : the article says nothing" : ""}; empty: not judged` }));
    form.onsubmit = (event) => {
      event.preventDefault();
      const typed = box.value.trim();
      const plain = number && typed && typed !== "-";
      send(plain ? [["op", "number"], ["card", of.id], ["value", typed]] : [["op", "set"], ["card", of.id], ...pairs(known, box.value)]);
    };
    closing = form;
    open(known.label, form);
    box.focus();
    if (begin === undefined) box.select(); else box.setSelectionRange?.(begin.length, begin.length);
  };
  const whole = (of) => {
    const known = fields[of.dataset.list];
    const boxes = known.map((each) => {
      const now = held(of, each.key);
      let box;
      if (each.key === "event") {
        box = make("select", { name: each.key, id: "in-event" }, make("option", { value: "", textContent: "not judged" }));
        for (const event of $$("#events li")) box.append(make("option", { value: event.dataset.event, textContent: event.textContent }));
        if (now && ![...box.options].some((option) => option.value === now)) box.append(make("option", { value: now, textContent: now }));
        box.value = box.dataset.before = now;
      } else if (each.kind === "choice") {
        box = make("select", { name: each.key, id: `in-${each.key}` }, make("option", { value: "", textContent: "not judged" }));
        if (each.nullable) box.append(make("option", { value: "-", textContent: "says nothing" }));
        for (const choice of each.choices) box.append(make("option", { value: choice, textContent: choice.replaceAll("_", " ") }));
        box.value = box.dataset.before = now;
      } else box = input(each, now);
      return make("div", { className: "field" }, make("label", { htmlFor: box.id, textContent: each.label }), box,
        ...(each.hint && each.key !== "event" ? [make("p", { className: "hint", textContent: each.hint })] : []));
    });
    const form = make("form", {}, make("h2", { textContent: of.getAttribute("aria-label") }), make("div", { className: "fields" }, ...boxes),
      make("p", { className: "hint", textContent: "Empty: not judged. - : the article says nothing." }),
      make("p", { className: "actions" }, make("button", { className: "main", textContent: "Save ⏎" }), make("button", { type: "button", textContent: "Cancel Esc", onclick: close })));
    form.onsubmit = (event) => {
      event.preventDefault();
      const changed = known.filter((each) => form.elements[each.key].value !== form.elements[each.key].dataset.before);
      if (!changed.length) return close();
      send([["op", "set"], ["card", of.id], ...changed.flatMap((each) => pairs(each, form.elements[each.key].value))]);
    };
    closing = form;
    open("all keys", form);
    pop.className = "big";
    $("input, select, textarea", pop).focus();
  };
  const change = (of, key) => {
    const known = field(of.dataset.list, (each) => each.key === key);
    if (!known) return;
    if (key === "event") return events(of);
    if (known.kind === "choice") return choose(of, key);
    const found = ["text", "words", "many"].includes(known.kind) ? selection() : null;
    if (found) {
      drop();
      send([["op", "words"], ["card", of.id], ["key", key], ...found]);
    } else write(of, key);
  };
  const events = (of) => {
    const pick = (event) => () => send([["op", "event"], ["card", of.id], ["event", event]]);
    const known = $$("#events li").map((each) => ({
      words: each.textContent, pick: pick(each.dataset.event), now: each.dataset.event === of.dataset.event,
    }));
    menu("event", [...keyed(known), { key: "n", words: "a new event on these words", pick: pick("new") },
      { key: "0", words: "no event", pick: pick("") }]);
  };
  const add = () => {
    const found = selection();
    if (!found) return tell("Select the words of the new record in the text first (. selects the next digits).", true);
    const near = card()?.dataset.event || "";
    const made = (list, choice) => () => {
      drop();
      const event = ["casualties", "displaced", "victims"].includes(list) ? near : "";
      send([["op", "add"], ["list", list], ["choice", choice], ["event", event], ...found]);
    };
    const more = (list, label) => () => {
      const choices = field(list, (each) => each.key === first[list]).choices;
      menu(label, keyed(choices.map((choice) => ({ words: choice.replaceAll("_", " "), pick: made(list, choice) }))));
    };
    menu(`add “${found[0][1].trim().slice(0, 60)}” as`, [
      { key: "k", words: "killed", pick: made("casualties", "killed") },
      { key: "i", words: "injured", pick: made("casualties", "injured") },
      { key: "m", words: "missing", pick: made("casualties", "missing") },
      { key: "c", words: "captured", pick: made("casualties", "captured") },
      { key: "h", words: "harmed, left open", pick: made("casualties", "casualties") },
      { key: "d", words: "displaced, housing …", pick: more("displaced", "displaced") },
      { key: "v", words: "a victim …", pick: more("victims", "victim") },
      { key: "e", words: "an event", pick: made("events", "") },
      { key: "t", words: "a date", pick: made("dates", "date") },
      { key: "n", words: "an actor …", pick: more("actors", "actor") },
    ]);
  };
  const find = () => {
    const box = make("input", { autocomplete: "off", id: "find" });
    const form = make("form", {}, make("label", { htmlFor: "find", textContent: "find in the text" }), box);
    form.onsubmit = (event) => {
      event.preventDefault();
      const wanted = box.value.trim();
      close();
      if (wanted) seek(new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "gi"), false);
    };
    open("find", form);
    box.focus();
  };

  // What keys and buttons do.
  const act = (op, of, set = {}) => {
    if (op === "form") return of && whole(of);
    if (op === "add") return add();
    if (op === "look") return send([["op", "look"], ["compare", set.compare]]);
    if (["accept", "reject"].includes(op)) {
      const next = after(of.id, (each) => each.classList.contains("suggested"));
      return send([["op", op], ["card", of.id]], next);
    }
    if (["delete", "silent"].includes(op)) return send([["op", op], ["card", of.id]], op === "delete" ? "" : of.id);
    return send([["op", op]]);
  };
  const suggested = (of) => of?.classList.contains("suggested");
  const commands = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    Enter: () => (suggested(card()) ? act("accept", card()) : step(1)),
    x: () => card() && card().dataset.list !== "settings" && act(suggested(card()) ? "reject" : "delete", card()),
    Delete: () => commands.x(), u: () => act("undo"), U: () => act("redo"), a: add, "/": find,
    f: () => act("form", card()), "-": () => card() && act("silent", card()),
    A: () => $("[data-op=accept-all]") && act("accept-all"), F: () => $("[data-op=finish]") && act("finish"),
    ".": () => seek(/\d[\d,.]*\d|\d/g, false), ",": () => seek(/\d[\d,.]*\d|\d/g, true),
    N: () => document.getElementById("unlabelled")?.click(),
    "?": () => open("keys", document.getElementById("keys").content.cloneNode(true)),
  };
  const everywhere = {
    "[": () => $("a[rel=prev]")?.click(), "]": () => $("a[rel=next]")?.click(),
  };
  const settle = (side) => {
    const of = card();
    if (of) send([["point", of.dataset.point], ["side", side]], after(of.id, () => true));
  };
  const between = {
    j: commands.j, k: commands.k, ArrowDown: commands.j, ArrowUp: commands.k,
    1: () => settle("1"), 2: () => settle("2"), u: () => act("undo"), U: () => act("redo"),
  };
  const onCard = (event) => {
    const of = card();
    if (!of) return false;
    if (/^\d$/.test(event.key)) {
      const known = field(of.dataset.list, (each) => each.letter === "n");
      if (known) write(of, known.key, event.key);
      return Boolean(known);
    }
    const known = field(of.dataset.list, (each) => each.letter === event.key);
    if (known) change(of, known.key);
    return Boolean(known);
  };
  const inPop = (event) => {
    if (event.key === "Escape") { event.preventDefault(); return close(); }
    const picked = pop.querySelector(".menu") && $$("[data-pick]", pop).find((each) => each.dataset.pick === event.key);
    if (picked) { event.preventDefault(); return picked.click(); }
    const buttons = $$(".menu button", pop), at = buttons.indexOf(document.activeElement);
    if (buttons.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      buttons[(at + (event.key === "ArrowDown" ? 1 : -1) + buttons.length) % buttons.length].focus();
    }
    if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey && closing) {
      event.preventDefault();
      closing.requestSubmit();
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (pop && !pop.hidden) return inPop(event);
    if (event.target.matches("input, textarea, select")) return;
    if ((event.ctrlKey || event.metaKey) && board) {
      const redo = event.key === "y" || event.key === "Z";
      if (redo || event.key === "z") { event.preventDefault(); act(redo ? "redo" : "undo"); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return drop();
    if (event.key === "Enter" && event.target.matches("a, button:not(.card button)")) return;
    if (board && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      event.preventDefault();
      return byWord(event.key === "ArrowLeft", event.shiftKey);
    }
    const does = everywhere[event.key] || (board ? commands : between)[event.key];
    if (does) { event.preventDefault(); does(); } else if (board && onCard(event)) event.preventDefault();
  });

  root.addEventListener("click", (event) => {
    const of = event.target.closest(".card");
    const mark = event.target.closest("mark");
    if (mark && !selection()) return go(mark.dataset.card);
    if (of && of.id !== current) go(of.id, { focus: !event.target.closest("button") });
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.side) settle(button.dataset.side);
    else if (button.dataset.key) change(of, button.dataset.key);
    else if (button.dataset.op) act(button.dataset.op, of, button.dataset);
  });
  document.getElementById("help")?.addEventListener("click", () => commands["?"]());
  pop?.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) close(); });
  pop?.addEventListener("submit", (event) => {
    if (event.target.id !== "finish") return;
    event.preventDefault();
    const ticked = $$("input:checked", event.target).map((each) => ["labelled", each.value]);
    send([["op", "finish"], ["confirm", "1"], ...ticked]);
  });

  // Dragging a card by its grip into an event, with a mouse or a finger.
  let dragged = null;
  const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-drop]");
  root.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".grip")) return;
    event.preventDefault();
    dragged = event.target.closest(".card");
    go(dragged.id);
    root.setPointerCapture(event.pointerId);
    root.classList.add("dragging");
  });
  root.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    for (const each of $$(".over", root)) each.classList.remove("over");
    under(event)?.classList.add("over");
    const pane = document.getElementById("cards"), box = pane.getBoundingClientRect();
    if (event.clientY < box.top + 40) pane.scrollTop -= 15;
    if (event.clientY > box.bottom - 40) pane.scrollTop += 15;
  });
  root.addEventListener("pointerup", (event) => {
    if (!dragged) return;
    const to = under(event), of = dragged;
    dragged = null;
    root.classList.remove("dragging");
    for (const each of $$(".over", root)) each.classList.remove("over");
    if (to && to.dataset.drop !== of.dataset.event) send([["op", "event"], ["card", of.id], ["event", to.dataset.drop]]);
  });

  const begin = () => {
    const all = cards(), start = all.find(suggested) || all[board && all.length > 1 ? 1 : 0];
    if (start) go(start.id);
    root.dataset.ready = "1";
  };
  if (board) {
    fetch("/fields").then((answer) => answer.json()).then((got) => {
      ({ fields, names, first } = got);
      begin();
    });
  } else begin();
})();
