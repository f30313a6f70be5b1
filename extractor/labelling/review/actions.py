"""What the keys and buttons of an article's page do: a request's form in, the changed sheet out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, get_args

from extractor.gold import Labelled
from extractor.labelling.keys import label_key
from extractor.labelling.review import edits
from extractor.labelling.review.desk import LISTS, Desk, Sheet, Suggestion
from extractor.labelling.review.edits import Changed, Labels
from extractor.labelling.review.forms import FIELDS, FormError, Values, selected

OPS = "csrf version op card"
_TAKEN = frozenset(OPS.split())
"""Names in a form that are no keys of a record."""


class NoSuchError(Exception):
    """What the form is about is not there (any more)."""


class Done(NamedTuple):
    """The sheet after an action, the card to show next, and what to say of it."""

    sheet: Sheet
    card: str = ""
    message: str = ""


class Ask(NamedTuple):
    """What "finished" has to ask first: the lists, which of them look complete, and what was not judged."""

    lists: tuple[tuple[str, int, bool], ...]
    suggested: int
    half: int


def act(desk: Desk, sheet: Sheet, form: Values) -> Done:
    """Do what a form asks for.

    Raises:
        NoSuchError: the record or the suggestion is not there.
        FormError: what is typed makes no record.
        ConflictError: the labels were changed in the meantime.
    """
    op = one(form, "op")
    desk.require(sheet, one(form, "version"))
    if op in ("undo", "redo"):
        moved = desk.undo if op == "undo" else desk.redo
        return Done(moved(sheet.article.id, one(form, "version")))
    whole = {
        "accept-all": _accept_all,
        "restore": lambda *_: edits.restored,
        "reopen": lambda *_: edits.reopened,
        "finish": _finish,
        "add": _add,
    }
    change = whole[op](desk, sheet, form) if op in whole else _on_card(desk, sheet, form)
    before = len((sheet.labels or {}).get("answered", ()))
    after = desk.change(sheet.article.id, one(form, "version"), change)
    changed = _changed_card(sheet, after, op, one(form, "card"))
    rejected = len((after.labels or {}).get("answered", ())) - before
    return Done(after, changed, "rejected" if op == "reject" and rejected else "")


def ask_before_finish(desk: Desk, sheet: Sheet) -> Ask:
    """What "finished" asks: a list looks complete that is labelled and has no suggestion left."""
    labels = sheet.labels or {}
    suggestions = [] if desk.blind else desk.suggestions(sheet)
    waiting = {"summary" if s.list == "settings" else s.list for s in suggestions}
    lists = []
    for name in get_args(Labelled):
        held = labels.get(name) or ()
        number = sum(value is not None for value in held.values()) if isinstance(held, Mapping) else len(held)
        lists.append((name, number, name in labels.get("labelled", ()) and name not in waiting))
    half = sum(bool(edits.unjudged(name, record)) for name in LISTS for record in labels.get(name, ()))
    return Ask(tuple(lists), len(suggestions), half)


def one(form: Values, name: str) -> str:
    """The first value of a name in a form."""
    return next(iter(form.get(name, ())), "")


Change = Callable[[Labels], Changed]


def _accept_all(desk: Desk, sheet: Sheet, _: Values) -> Change:
    if desk.blind:
        raise NoSuchError("This desk shows nothing of the extractor.")
    found = [(s.list, s.record) for s in desk.suggestions(sheet)]
    return lambda labels: edits.take_all(labels, found, sheet.article.text, desk.annotator)


def _finish(desk: Desk, _: Sheet, form: Values) -> Change:
    lists = [name for name in get_args(Labelled) if name in form.get("labelled", ())]
    return lambda labels: edits.finished(labels, lists, desk.annotator)


def _add(desk: Desk, sheet: Sheet, form: Values) -> Change:
    """A new record on selected words."""
    name, choice, text = one(form, "list"), one(form, "choice"), sheet.article.text
    if name not in LISTS or name == "ledger":
        raise NoSuchError("There is no such list.")
    words, nth = _selected(form, text)
    record = edits.begun(name, choice, words, nth, blind=desk.blind)

    def change(labels: Labels) -> Changed:
        if name == "events":
            taken = {event["id"] for event in labels.get("events", ())}
            taken |= {s.record["id"] for s in _suggestions(desk, sheet) if s.list == "events"}
            record.update({"id": edits.free_id(taken), "relation": "other" if taken else "main"})
        if event := one(form, "event"):
            record["event"] = event
        return edits.put(labels, name, record, text, by=desk.annotator)

    return change


def _suggestions(desk: Desk, sheet: Sheet) -> list[Suggestion]:
    return [] if desk.blind or sheet.broken else desk.suggestions(sheet)


def _selected(form: Values, text: str) -> tuple[str, int]:
    """The selected words of a form as the article has them, and their number."""
    start = one(form, "start")
    at = int(start) if start.isdecimal() and len(start) < 10 else None
    try:
        return selected(text, one(form, "quote").replace("\r\n", "\n"), at)
    except ValueError as error:
        raise FormError([("quote", str(error))]) from None


def _on_card(desk: Desk, sheet: Sheet, form: Values) -> Change:
    """An action on one card: a label, a suggestion, or the article itself."""
    card, op = one(form, "card"), one(form, "op")
    if card.startswith("s-"):
        return _on_suggestion(desk, sheet, form, _suggestion(desk, sheet, card[2:]))
    name, _, number = card.rpartition("-")
    index = int(number) if number.isdecimal() and len(number) < 9 else -1
    if name == "settings" and op in _EDITS:
        return lambda labels: _settings(desk, labels, _EDITS[op]("settings", labels, form, sheet))
    if name not in LISTS or not 0 <= index < len((sheet.labels or {}).get(name, ())):
        raise NoSuchError("There is no such record.")
    return _on_label(desk, sheet, form, name, index)


def _on_label(desk: Desk, sheet: Sheet, form: Values, name: str, index: int) -> Change:
    """An action on a labelled record."""
    op = one(form, "op")
    if op == "delete":
        return lambda labels: edits.removed(labels, name, index)
    if op == "event" and one(form, "event") == "new":
        return lambda labels: _with_new_event(desk, sheet, labels, name, labels[name][index], index)
    if op not in _EDITS:
        raise NoSuchError("There is no such action.")

    def change(labels: Labels) -> Changed:
        record = _EDITS[op](name, labels[name][index], form, sheet)
        if record == labels[name][index]:
            return Changed(labels)
        return edits.put(labels, name, record, sheet.article.text, index, by=desk.annotator)

    return change


def _suggestion(desk: Desk, sheet: Sheet, key: str) -> Suggestion:
    found = next((s for s in _suggestions(desk, sheet) if s.key == key), None)
    if found is None:
        raise NoSuchError("This suggestion is no longer there.")
    return found


def _on_suggestion(desk: Desk, sheet: Sheet, form: Values, suggestion: Suggestion) -> Change:
    """A suggestion accepted, rejected, or accepted with a change."""
    op, name = one(form, "op"), suggestion.list
    if op not in ("accept", "reject", "event", *_EDITS):
        raise NoSuchError("There is no such action.")

    def change(labels: Labels) -> Changed:
        answered = edits.answer(labels, [suggestion.key], desk.annotator)
        if op == "reject":
            return Changed(answered)
        if name == "settings":
            taken = edits.put_headline(answered, suggestion.record["summary"]).labels
            if op == "accept":
                return Changed(taken)
            return _settings(desk, taken, _EDITS[op](name, taken, form, sheet))
        record = _fitting(desk, sheet, suggestion.record)
        if op == "event" and one(form, "event") == "new":
            return _with_new_event(desk, sheet, answered, name, record, None)
        if op != "accept":
            record = _EDITS[op](name, record, form, sheet)
        return edits.put(answered, name, record, sheet.article.text, by=desk.annotator)

    return change


def _fitting(desk: Desk, sheet: Sheet, record: Labels) -> Labels:
    """A suggested record without the event that was rejected."""
    known = {event["id"] for event in (sheet.labels or {}).get("events", ())}
    known |= {s.record["id"] for s in _suggestions(desk, sheet) if s.list == "events"}
    gone = record.get("event") and record["event"] not in known
    return edits.without(record, "event") if gone else record


def _settings(desk: Desk, labels: Labels, changed: Labels) -> Changed:
    """The article's own keys changed; headline figures that are given for the first time are labelled."""
    if "summary" in changed and "summary" not in labels and "summary" not in changed["labelled"]:
        changed["labelled"] = [*changed["labelled"], "summary"]
    return Changed(changed | ({"by": desk.annotator} if desk.annotator and not _is_draft(changed) else {}))


def _is_draft(labels: Labels) -> bool:
    return str(labels.get("note") or "").startswith("draft:")


def _with_new_event(
    desk: Desk, sheet: Sheet, labels: Labels, name: str, record: Labels, index: int | None
) -> Changed:
    """A record put into an event of its own, which stands on its words."""
    taken = {event["id"] for event in labels.get("events", ())}
    taken |= {s.record["id"] for s in _suggestions(desk, sheet) if s.list == "events"}
    event = {"id": edits.free_id(taken), "quote": record["quote"]}
    event |= {"nth": record["nth"]} if record.get("nth", 1) > 1 else {}
    event |= {"relation": "other" if taken else "main"}
    text, by = sheet.article.text, desk.annotator
    labels = edits.put(labels, "events", event, text, by=by).labels
    return edits.put(labels, name, record | {"event": event["id"]}, text, index, by=by)


def _set(name: str, old: Labels, form: Values, sheet: Sheet) -> Labels:
    values = {key: found for key, found in form.items() if key not in _TAKEN}
    unknown = set(values) - {"null"} - {field.key for field in FIELDS[name]}
    if unknown:
        raise NoSuchError("There is no such key of a record.")
    return edits.edited(name, old, values, sheet.article.text)


def _number(name: str, old: Labels, form: Values, _: Sheet) -> Labels:
    """The number of a figure with its bounds; of an event or the article a headline, of a victim the age."""
    if name in edits.COUNTS:
        return old | {"quantity": edits.number_of(one(form, "value"), old.get("quantity") or {})}
    key = next(field.key for field in FIELDS[name] if field.letter == "n")
    return edits.edited(name, old, {key: form.get("value", ())}, "")


def _words(name: str, old: Labels, form: Values, sheet: Sheet) -> Labels:
    """A field set to selected words, or a list of words with them added."""
    key = one(form, "key")
    field = next((field for field in FIELDS[name] if field.key == key), None)
    if field is None or field.kind not in ("text", "words", "many"):
        raise NoSuchError("This key of a record takes no words.")
    words, nth = _selected(form, sheet.article.text)
    if key == "quote":
        return edits.edited(name, old, {"quote": [words], "nth": [str(nth)]}, sheet.article.text)
    if field.kind == "many":
        return old | {key: list(dict.fromkeys([*(old.get(key) or ()), words]))}
    return edits.edited(name, old, {key: [" ".join(words.split())]}, sheet.article.text)


def _silent(name: str, old: Labels, _: Values, __: Sheet) -> Labels:
    return edits.rest_is_silent(name, old)


def _event(name: str, old: Labels, form: Values, _: Sheet) -> Labels:
    if name not in edits.MEMBERS:
        raise NoSuchError("Only figures and victims belong to an event.")
    event = one(form, "event")
    return old | {"event": event} if event else edits.without(old, "event")


_EDITS: Mapping[str, Callable[[str, Labels, Values, Sheet], Labels]] = {
    "set": _set,
    "number": _number,
    "words": _words,
    "silent": _silent,
    "event": _event,
}
"""The changes of one record, by the name that a form gives them."""


def _changed_card(before: Sheet, after: Sheet, op: str, card: str) -> str:
    """The card that an action leads to: the record that it made or changed."""
    if op in ("delete", "reject", "finish", "reopen", "restore", "accept-all"):
        return ""
    old, new = before.labels or {}, after.labels or {}
    for name in ("victims", "casualties", "displaced", "dates", "actors", "ledger", "events"):
        records = new.get(name, ())
        came = [index for index, record in enumerate(records) if record not in old.get(name, ())]
        if came:
            return f"{name}-{came[0]}"
    return card if not card.startswith("s-") else "settings-0"


def first_choice(name: str) -> str:
    """The key that is chosen when a record of a list is begun."""
    return "type" if name == "events" else label_key(name).key
