"""What the pages show of an article: its text with the marks of the labels, and a row for every record."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.articles.article import Article
from extractor.articles.failures import ArticleError
from extractor.articles.sanitize import one_line, safe
from extractor.display.markup import Piece, Span, body
from extractor.display.words import sentence_at
from extractor.gold import Gold, GoldCasualty, GoldDisplacement, GoldLedgerLine, GoldRecord
from extractor.gold.scoring.errors import AnyGold, describe_label
from extractor.labelling.problems import Problem
from extractor.labelling.review.desk import LISTS, Labels, Sheet, Suggestion, mark_of, spans_of
from extractor.labelling.review.forms import FIELDS, NULL, typed

NAMES = {
    "casualties": "Casualties",
    "displaced": "Displaced",
    "dates": "Dates",
    "actors": "Actors",
    "ledger": "Sums",
}
_SHOWN_APART = frozenset({"quote", "nth", "name", "quotes", "total"})


class Line(NamedTuple):
    """An article in the list of all; ``mood`` is ``none``, ``draft``, ``wrong``, ``doubt`` or ``good``."""

    id: str
    title: str
    day: str
    mood: str
    state: str


class Row(NamedTuple):
    """One record: its words, what was judged, what the article does not say, what was not judged.

    ``otherwise`` is what the extractor says of it, where that differs.
    """

    list: str
    number: int
    key: str
    words: str
    shown_values: tuple[tuple[str, str], ...]
    nulls: str
    unjudged: str
    placed: bool
    problems: tuple[Problem, ...] = ()
    otherwise: str = ""


class Shown(NamedTuple):
    """An article with its labels and suggestions, ready for the page; ``start`` is the offset of its text."""

    pieces: tuple[Piece, ...]
    start: int
    rows: dict[str, tuple[Row, ...]]
    suggested: dict[str, tuple[Row, ...]]
    settings: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def line(article_id: str, sheet: Sheet | ArticleError | OSError) -> Line:
    """An article of the list, whatever became of it."""
    if isinstance(sheet, Exception):
        return Line(article_id, "", "", "wrong", one_line(sheet))
    title, day = one_line(sheet.article.title or ""), str(sheet.article.published or "")
    if sheet.broken:
        return Line(article_id, title, day, "wrong", "the file cannot be used")
    if sheet.gold is None:
        return Line(article_id, title, day, "none", "no labels")
    mood, state = _state(sheet, sum(len(getattr(sheet.gold, name)) for name in LISTS))
    return Line(article_id, title, day, mood, state)


def _state(sheet: Sheet, records: int) -> tuple[str, str]:
    """The mood and the words for labels that can be read: draft or not, records, problems, doubts."""
    wrong = sum(not problem.doubt for problem in sheet.problems) - sheet.draft
    doubts = sum(problem.doubt for problem in sheet.problems)
    state = f"{'draft' if sheet.draft else 'labelled'}: {_count(records, 'record')}"
    state += f", {_count(wrong, 'problem')}" if wrong else ""
    state += f", {_count(doubts, 'doubt')}" if doubts else ""
    return "wrong" if wrong else "draft" if sheet.draft else "doubt" if doubts else "good", state


def shown(sheet: Sheet, suggestions: Sequence[Suggestion], differences: Mapping[str, Labels]) -> Shown:
    """The article page; ``differences`` are the extractor's other values by record."""
    text, labels = sheet.article.text, sheet.labels or {}
    spans: list[Span] = []
    rows: dict[str, tuple[Row, ...]] = {}
    for name in NAMES if sheet.gold else ():
        found = [_labelled(sheet, name, index, record) for index, record in enumerate(labels.get(name, ()))]
        spans += [span for _, places in found for span in places]
        others = [differences.get(f"{name}[{index}]", {}) for index in range(len(found))]
        pairs = zip(found, others, strict=True)
        rows[name] = tuple(row._replace(otherwise=_otherwise(other)) for (row, _), other in pairs)
    suggested, places = _suggested(suggestions, text)
    pieces = body(text, [*spans, *places])
    settings, nulls, _ = _values("settings", labels)
    return Shown(
        pieces=pieces,
        start=len(text) - sum(len(piece.text) for piece in pieces),
        rows={name: rows.get(name, ()) for name in NAMES},
        suggested=suggested,
        settings=(*settings, ("the article does not say", nulls)) if nulls else settings,
        problems=_general(sheet.problems),
    )


def _suggested(suggestions: Sequence[Suggestion], text: str) -> tuple[dict[str, tuple[Row, ...]], list[Span]]:
    """The rows of the extractor's suggestions by list, and their spans in the text."""
    rows: dict[str, tuple[Row, ...]] = dict.fromkeys(NAMES, ())
    spans: list[Span] = []
    for number, suggestion in enumerate(suggestions):
        at = _spans(suggestion.list, _gold(suggestion), text, "suggested", f"at-suggestion-{number}")
        spans += at
        row = _row(suggestion.list, number, suggestion.record, placed=bool(at))
        rows[suggestion.list] += (row._replace(key=suggestion.key),)
    return rows, spans


def _labelled(sheet: Sheet, name: str, index: int, record: Labels) -> tuple[Row, list[Span]]:
    """The row of a labelled record with its problems, and its spans in the text."""
    gold = getattr(sheet.gold, name)[index]
    spans = _spans(name, gold, sheet.article.text, "", f"at-{name}-{index}")
    problems = tuple(p for p in sheet.problems if _about(p, f"{name}[{index}]"))
    return _row(name, index, record, placed=bool(spans))._replace(problems=problems), spans


def _general(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that are about no single record."""
    lists = tuple(f"{name}[" for name in NAMES)
    return tuple(problem for problem in problems if not problem.key.startswith(lists))


def sentence(article: Article, record: Labels, name: str) -> str:
    """The sentence around the words of a record, for its form."""
    quotes = record.get("quotes") or [] if name == "actors" else [record.get("quote")]
    if not quotes or not quotes[0]:
        return ""
    span = next(iter(spans_of(GoldRecord(quote=quotes[0], nth=record.get("nth", 1)), article.text)), None)
    return one_line(sentence_at(article.text, *span)) if span else ""


def difference(before: str | None, now: str) -> tuple[tuple[str, str], ...]:
    """The lines in which two versions of a file differ, each with ``+``, ``-`` or a blank before it."""
    if before is None:
        return ()
    found = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=0)
    return tuple((diff[:1], safe(diff[1:])) for diff in found if not diff.startswith(("---", "+++", "@@")))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _about(problem: Problem, key: str) -> bool:
    return problem.key == key or problem.key.startswith(f"{key}.")


def _otherwise(values: Labels) -> str:
    def said(value: object) -> str:
        words = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        return "nothing" if words in (None, "") else str(words)

    return one_line("; ".join(f"{_short(key)}: {said(value)}" for key, value in values.items()))


def _short(key: str) -> str:
    """The last part of a dotted key, where that is clear by itself."""
    return "group" if key == "group.text" else key.rpartition(".")[2]


def _gold(suggestion: Suggestion) -> AnyGold:
    found: Sequence[AnyGold] = getattr(
        Gold.model_validate({"labelled": [], suggestion.list: [suggestion.record]}), suggestion.list
    )
    return found[0]


def _spans(name: str, gold: AnyGold | GoldLedgerLine, text: str, state: str, anchor: str) -> list[Span]:
    if isinstance(gold, GoldLedgerLine):
        return []
    label = ""
    if isinstance(gold, GoldCasualty | GoldDisplacement):
        label = one_line(describe_label(gold.model_copy(update={"quote": None})))
    places = spans_of(gold, text)
    return [
        Span(start, end, name, state, label, one_line(describe_label(gold)), anchor if not nth else "")
        for nth, (start, end) in enumerate(places)
    ]


def _row(name: str, index: int, record: Labels, *, placed: bool) -> Row:
    words = record.get("name") if name == "actors" else record.get("total" if name == "ledger" else "quote")
    shown_values, nulls, unjudged = _values(name, record)
    return Row(
        name, index, mark_of([name, record]), one_line(words or ""), shown_values, nulls, unjudged, placed
    )


def _values(name: str, record: Labels) -> tuple[tuple[tuple[str, str], ...], str, str]:
    """The keys that have a value; the names of those that say nothing; the names of those not judged."""
    values = typed(FIELDS[name], record)
    fields = [field for field in FIELDS[name] if field.key not in _SHOWN_APART or field.key == "quotes"]
    shown_values = tuple(
        (_short(field.key), one_line(", ".join(values[field.key]))) for field in fields if values[field.key]
    )
    nulls = ", ".join(_short(f.key) for f in fields if f.key in values[NULL])
    unjudged = ", ".join(
        _short(f.key)
        for f in fields
        if not values[f.key] and f.key not in values[NULL] and f.key not in ("note", "people_equivalent")
    )
    return shown_values, nulls, unjudged
