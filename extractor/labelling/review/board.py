"""What the page of an article shows: its text with marks, and its records as cards, grouped by event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from extractor.articles.failures import ArticleError
from extractor.articles.sanitize import one_line, safe
from extractor.display.markup import Piece, Span, body
from extractor.display.words import bounds, short
from extractor.gold import occurrences
from extractor.gold.scoring.matching import actor_spans
from extractor.labelling.problems import Problem
from extractor.labelling.review.desk import LISTS, Sheet, Suggestion, parsed
from extractor.labelling.review.edits import MEMBERS, Labels, start_of, unjudged
from extractor.labelling.review.forms import FIELDS, NULL, Field, typed
from extractor.records import Quantity

NAMES = {
    "settings": "Article",
    "events": "Event",
    "casualties": "Casualties",
    "displaced": "Displaced",
    "victims": "Victim",
    "dates": "Date",
    "actors": "Actor",
    "ledger": "Sum",
}
"""What a record of each list is called on its card."""

PLURALS = {
    "events": "events",
    "casualties": "casualty figures",
    "displaced": "displacement figures",
    "victims": "victims",
    "dates": "dates",
    "actors": "actors",
    "ledger": "sums",
    "summary": "headline figures",
}
_APART = frozenset({"nth", "labelled", "quantity.low", "quantity.high"})
_LEAD = {"actors": "name", "ledger": "total"}
"""The key that holds the words on the head of a card, where it is not the quote."""


class Line(NamedTuple):
    """An article in the queue; ``mood`` is ``none``, ``draft``, ``wrong``, ``doubt`` or ``good``."""

    id: str
    title: str
    day: str
    mood: str
    state: str


class Chip(NamedTuple):
    """One key of a card, and what it says.

    ``state`` is ``value``, ``null`` where the article gives nothing, ``open`` where nobody has judged.
    """

    key: str
    label: str
    letter: str
    value: str
    state: str


class Card(NamedTuple):
    """One record on the desk: suggested by the extractor, or labelled.

    ``id`` is ``casualties-2`` for a label and ``s-KEY`` for a suggestion; ``marks`` says whether its
    words are marked in the text; ``otherwise`` is what the extractor says of a label where that differs.
    """

    id: str
    list: str
    name: str
    words: str
    chips: tuple[Chip, ...]
    open: int
    asked: int
    marks: bool
    start: int
    event: str = ""
    problems: tuple[Problem, ...] = ()
    otherwise: str = ""
    by: str = ""
    raw: str = "{}"
    """JSON of what a field for each key begins with; null where the article says nothing of it."""

    @property
    def suggested(self) -> bool:
        """Whether it is no label yet."""
        return self.id.startswith("s-")

    @property
    def half(self) -> bool:
        """Whether it is a label of which something was not judged."""
        return not self.suggested and bool(self.open)


class Group(NamedTuple):
    """Cards that belong together: an event with its figures and victims, or the records of a list."""

    id: str
    title: str
    head: Card | None
    cards: tuple[Card, ...]
    droppable: bool = False


class Board(NamedTuple):
    """An article ready for its page; ``start`` is the offset of its text in the article."""

    pieces: tuple[Piece, ...]
    start: int
    groups: tuple[Group, ...]
    events: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    suggested: int
    half: int
    labels: int


def line(article_id: str, sheet: Sheet | ArticleError | OSError) -> Line:
    """An article of the queue, whatever became of it."""
    if isinstance(sheet, Exception):
        return Line(article_id, "", "", "wrong", one_line(sheet))
    title, day = one_line(sheet.article.title or ""), str(sheet.article.published or "")
    if sheet.broken:
        return Line(article_id, title, day, "wrong", "its labels cannot be read")
    if sheet.gold is None:
        return Line(article_id, title, day, "none", "not begun")
    mood, state = _state(sheet)
    return Line(article_id, title, day, mood, state)


def _state(sheet: Sheet) -> tuple[str, str]:
    """The mood and the words for labels that can be read."""
    labels = sheet.labels or {}
    records = [(name, record) for name in LISTS for record in labels.get(name, ())]
    half = sum(bool(unjudged(name, record)) for name, record in records)
    wrong = sum(not problem.doubt for problem in sheet.problems) - sheet.draft
    doubts = sum(problem.doubt for problem in sheet.problems)
    said_of = [f"{half} half judged"] if half else []
    said_of += [count(number, what) for number, what in ((wrong, "problem"), (doubts, "doubt")) if number]
    begun = "begun" if sheet.draft else "finished"
    moods = (("wrong", bool(wrong)), ("draft", sheet.draft), ("doubt", bool(doubts)), ("good", True))
    mood = next(mood for mood, holds in moods if holds)
    return mood, ", ".join((f"{begun}: {count(len(records), 'record')}", *said_of))


def board(sheet: Sheet, suggestions: Sequence[Suggestion], differences: Mapping[str, Labels]) -> Board:
    """The page of an article; ``differences`` are the extractor's other values by record."""
    text = sheet.article.text
    labelled = list(_labelled(sheet, differences))
    cards = [card for card, _ in labelled]
    cards += [_card(s.list, f"s-{s.key}", s.record, text) for s in suggestions]
    spans = [
        Span(start, end, card.list, "suggested" if card.suggested else "", _sup(card), _title(card), card.id)
        for card, record in [
            *labelled,
            *zip(cards[len(labelled) :], (s.record for s in suggestions), strict=True),
        ]
        for start, end in spans_of(card.list, record, text)
    ]
    pieces = body(text, spans)
    events = _events(cards, sheet.labels or {}, suggestions)
    cards = _with_titles(cards, events)
    return Board(
        pieces=pieces,
        start=len(text) - sum(len(piece.text) for piece in pieces),
        groups=tuple(_groups(cards, events)),
        events=tuple((event, title) for event, title, _ in events),
        problems=_general(sheet.problems),
        suggested=len(suggestions),
        half=sum(card.half for card in cards),
        labels=sum(not card.suggested and card.list != "settings" for card in cards),
    )


def _labelled(sheet: Sheet, differences: Mapping[str, Labels]) -> Iterable[tuple[Card, Labels]]:
    """The card of every labelled record, and of the article itself."""
    labels, text = sheet.labels or {}, sheet.article.text
    if not sheet.broken:
        yield _card("settings", "settings-0", _about_article(sheet), text), {}
    for name in LISTS:
        for index, record in enumerate(labels.get(name, ())):
            key = f"{name}[{index}]"
            card = _card(name, f"{name}-{index}", record, text)
            yield (
                card._replace(
                    problems=tuple(p for p in sheet.problems if p.key == key or p.key.startswith(f"{key}.")),
                    otherwise=_otherwise(differences.get(key, {})),
                    by=one_line(record.get("by") or ""),
                ),
                record,
            )


def _about_article(sheet: Sheet) -> Labels:
    """What is labelled of the article itself, without the note that only says that it is a draft."""
    shown = sheet.labels or {"published": str(sheet.article.published or "") or None}
    return {key: value for key, value in shown.items() if key != "note" or not sheet.draft}


def _card(name: str, card_id: str, record: Labels, text: str) -> Card:
    lead = record.get(_LEAD.get(name, "quote")) or ""
    chips = tuple(_chips(name, record))
    asked = [field for field in FIELDS[name] if field.scored]
    return Card(
        id=card_id,
        list=name,
        name=NAMES[name],
        words=one_line(lead),
        chips=chips,
        open=len(unjudged(name, record)),
        asked=len(asked),
        marks=bool(spans_of(name, record, text)),
        start=start_of(name, record, text),
        event=str(record.get("event") or record.get("id") or ""),
        raw=json.dumps(_raw(name, record)),
    )


def _raw(name: str, record: Labels) -> dict[str, str | None]:
    """What a field for each judged key of a record begins with."""
    values = typed(FIELDS[name], record)
    return {key: "\n".join(found) for key, found in values.items() if found and key != NULL} | dict.fromkeys(
        values[NULL]
    )


def _chips(name: str, record: Labels) -> Iterable[Chip]:
    """The keys of a record: those with a value, those of which the article gives nothing, then the rest."""
    values = typed(FIELDS[name], record)
    found = [
        _chip(field, values, record)
        for field in FIELDS[name]
        if field.key not in _APART and field.key != _LEAD.get(name, "quote")
    ]
    shown = [chip for chip in found if chip.state != "open" or _is_scored(name, chip.key)]
    yield from sorted(shown, key=lambda chip: ("value", "null", "open").index(chip.state))


def _is_scored(name: str, key: str) -> bool:
    return next(field.scored for field in FIELDS[name] if field.key == key)


def _chip(field: Field, values: Mapping[str, Sequence[str]], record: Labels) -> Chip:
    given = values[field.key]
    state = "value" if given else "null" if field.key in values[NULL] else "open"
    shown = one_line(", ".join(given))
    shown = shown.replace("_", " ") if field.kind == "choice" else shown
    if field.key == "quantity.best" and given:
        shown = _number(record["quantity"])
    label = "number" if field.key == "quantity.best" else field.label
    return Chip(field.key, label, field.letter, shown, state)


def _number(quantity: Mapping[str, Any]) -> str:
    """A number with the bounds that are judged: ``12``, ``≥ 12 (12..?)``."""
    known = {"text": "", "low": None, "high": None, "qualifier": "exact"} | dict(quantity)
    value = Quantity.model_validate(known)
    within = f" ({bounds(value)})" if {"low", "high"} <= quantity.keys() and value.low != value.high else ""
    return f"{short(value)}{within}"


def _sup(card: Card) -> str:
    """The label before a mark of a figure or a victim: what and how many."""
    if card.list not in MEMBERS:
        return ""
    shown = {chip.key: chip.value for chip in card.chips}
    number = shown.get("quantity.best", "").partition(" (")[0]
    return " ".join(filter(None, (shown.get("outcome") or shown.get("term"), number)))


def _title(card: Card) -> str:
    values = (f"{chip.label}: {chip.value}" for chip in card.chips if chip.state == "value")
    return "; ".join((card.words, *values))


def spans_of(name: str, record: Labels, text: str) -> list[tuple[int, int]]:
    """Where the words of a record stand in its article."""
    if name == "actors":
        (actor,) = parsed({"labelled": [], "actors": [record]}).actors
        return actor_spans(actor, text)
    if name in ("settings", "ledger") or not record.get("quote"):
        return []
    nth = record.get("nth", 1)
    return occurrences(text, record["quote"])[nth - 1 : nth]


def _events(
    cards: Sequence[Card], labels: Labels, suggestions: Sequence[Suggestion]
) -> list[tuple[str, str, Card]]:
    """Each event with its id, a short title and its card, in the order of the text."""
    records = list(labels.get("events", ()))
    records += [s.record for s in suggestions if s.list == "events"]
    heads = [card for card in cards if card.list == "events"]
    found = [(str(r["id"]), _event_title(r), card) for r, card in zip(records, heads, strict=True)]
    return sorted(found, key=lambda event: event[2].start)


def _with_titles(cards: Iterable[Card], events: Iterable[tuple[str, str, Card]]) -> list[Card]:
    """The cards with the events that they belong to by their titles."""
    titles = {event: title for event, title, _ in events}

    def named(chip: Chip) -> Chip:
        return chip._replace(value=titles.get(chip.value, chip.value)) if chip.key == "event" else chip

    return [card._replace(chips=tuple(map(named, card.chips))) for card in cards]


def _event_title(record: Labels) -> str:
    place = next(iter(record.get("places") or ()), None)
    kind = str(record.get("type") or "event").replace("_", " ")
    return one_line(", ".join(filter(None, (record.get("name") or kind, place, record.get("date")))))


def _groups(cards: Sequence[Card], events: Sequence[tuple[str, str, Card]]) -> Iterable[Group]:
    yield Group("g-article", "Article", None, _of(cards, "settings"))
    members = _of(cards, *MEMBERS)
    for event, title, head in events:
        own = tuple(card for card in members if card.event == event)
        yield Group(f"g-event-{event}", title, head, own, droppable=True)
    known = [event for event, _, _ in events]
    rest = tuple(card for card in members if card.event not in known)
    if rest or not events:
        title = "Figures without an event" if events else "Figures and victims"
        yield Group("g-event-", title, None, rest, droppable=bool(events))
    for name, title in (("actors", "Actors"), ("dates", "Dates"), ("ledger", "Sums")):
        if own := _of(cards, name):
            yield Group(f"g-{name}", title, None, own)


def _of(cards: Sequence[Card], *lists: str) -> tuple[Card, ...]:
    """The cards of some lists in the order of the text."""
    return tuple(sorted((card for card in cards if card.list in lists), key=lambda card: card.start))


def said(problem: Problem) -> str:
    """A problem in words of the article: the field that it is about, what is wrong, and the remedy."""
    *_, key = problem.key.rpartition("].")
    known = {field.key: field.label for fields in FIELDS.values() for field in fields}
    name = {"quantity.best": "number", "note": "state"}.get(key) or known.get(key)
    name = name or key.rpartition(".")[2].partition("[")[0].replace("_", " ")
    message, fix = problem.message, problem.fix
    if problem.key == "note":
        return "This article is not finished yet"
    if problem.key in PLURALS and "not in labelled" in message:
        return f"The list of {PLURALS[problem.key]} is not complete, so it is never scored"
    return safe(f"{name}: {message.replace('null', 'none')}; {fix.replace('null', 'none')}")


def _general(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that are about no single record; that a draft is one is shown by its state."""
    lists = tuple(f"{name}[" for name in LISTS)
    return tuple(p for p in problems if not p.key.startswith(lists) and p.key != "note")


def changes(before: Labels | None, now: Labels | None) -> tuple[str, ...]:
    """What differs between two versions of the labels, in words: records that came, and that went."""
    if before is None:
        return ()
    found = []
    for name in LISTS:
        old, new = (labels.get(name, []) if labels else [] for labels in (before, now))
        found += [f"gone: {_told(name, record)}" for record in old if record not in new]
        found += [f"now there: {_told(name, record)}" for record in new if record not in old]
    keys = ("summary", "published", "labelled", "note")
    if any(before.get(key) != (now or {}).get(key) for key in keys):
        found.append("the headline figures or the state of the article are others")
    return tuple(found)


def _told(name: str, record: Labels) -> str:
    card = _card(name, "", record, "")
    values = [chip.value for chip in card.chips if chip.state == "value"]
    return one_line(f"{NAMES[name].lower()} “{card.words}” ({', '.join(values)})")


def count(number: int, what: str) -> str:
    """A number with its noun, in the plural where it is one.

    >>> count(1, "record"), count(2, "record")
    ('1 record', '2 records')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _otherwise(values: Labels) -> str:
    def shown(value: object) -> str:
        words = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        return "nothing" if words in (None, "") else str(words)

    return one_line("; ".join(f"{key.rpartition('.')[2]}: {shown(value)}" for key, value in values.items()))
