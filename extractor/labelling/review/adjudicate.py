"""Two labellings of an article settled into one: each point where they part, and what taking a side does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from extractor.articles.sanitize import one_line
from extractor.gold import Gold, GoldError, LabelledArticle, check_quotes
from extractor.gold.scoring.judge import judge_article
from extractor.labelling.agree import Disagreement, agreement
from extractor.labelling.as_records import as_extraction
from extractor.labelling.review.board import NAMES
from extractor.labelling.review.desk import Sheet, parsed
from extractor.labelling.review.edits import Changed, Labels, answer, free_id, mark_of, put, removed, start_of
from extractor.labelling.review.forms import FormError
from extractor.labelling.review.sources import Source

Change = Callable[[Labels], Changed]


class SecondLabels(NamedTuple):
    """The second labels of an article."""

    labels: Labels
    gold: Gold


class Second:
    """A second labelling of the articles of a desk.

    Args:
        source: the articles of the desk.
        folder: where the second labels are.
    """

    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder

    def sheet(self, article_id: str) -> SecondLabels | None:
        """The second labels of an article; None where there are none that are finished and can be used."""
        path = self._folder / self._source.file(article_id)
        try:
            labels = json.loads(path.read_text(encoding="utf-8"))
            gold = parsed(labels)
            check_quotes(gold, self._source.article(article_id).text, str(path))
        except (OSError, ValueError, FormError, GoldError):
            return None
        return None if gold.draft else SecondLabels(labels, gold)


class Point(NamedTuple):
    """One point where two labellings part, in words; ``key`` names it."""

    key: str
    what: str
    first: str
    second: str
    sentence: str
    start: int
    found: Disagreement


def points(sheet: Sheet, second: SecondLabels | None) -> list[Point]:
    """The points that nobody has settled yet, in the order of the text."""
    if sheet.gold is None or second is None:
        return []
    article = sheet.article
    pair = ([LabelledArticle(article, gold)] for gold in (sheet.gold, second.gold))
    settled = {found.key for found in sheet.gold.answered}
    made = (_point(sheet, second, found) for found in agreement(*pair).disagreements)
    return sorted((p for p in made if p.key not in settled), key=lambda p: p.start)


def _point(sheet: Sheet, second: SecondLabels, found: Disagreement) -> Point:
    first, other = (
        _record(sheet.labels, found.list, found.first),
        _record(second.labels, found.list, found.second),
    )
    shown = (_value(found, found.a, first), _value(found, found.b, other))
    # By words and values: what is settled at another key of the record must not open this one again.
    key = mark_of([found.list, found.kind, found.key, _words(first), _words(other), *shown])
    name = NAMES.get(found.list, "Headline")
    about = first or other or {}
    words = one_line(_words(about)[0] or "")
    what = f"{name}: {_said(found.key)}" if found.key else name
    return Point(
        key=key,
        what=f"{what} of “{words}”" if found.key and words else what,
        first=shown[0],
        second=shown[1],
        sentence=one_line(found.sentence),
        start=start_of(found.list, about, sheet.article.text),
        found=found,
    )


def _words(record: Labels | None) -> list[Any]:
    """The words that a record stands on, and which of the same words."""
    found = record or {}
    return [found.get("quote") or found.get("name") or found.get("total"), found.get("nth", 1)]


def _said(key: str) -> str:
    return key.rpartition(".")[2].replace("_", " ")


def _value(found: Disagreement, shown: str | None, record: Labels | None) -> str:
    """What one labelling says at a point, in words."""
    if found.kind == "key":
        return _in_words(_held(record or {}, _key(found)))
    if found.kind == "summary":
        return "nothing" if shown == "None" else one_line(shown)
    return "no such record" if record is None else one_line(shown)


def _key(found: Disagreement) -> str:
    """The key of the labels that a point is about; the scores call the places of an event its place."""
    assert found.key is not None
    return "places" if (found.list, found.key) == ("events", "place") else found.key


def _held(record: Labels, key: str) -> Any:
    """The value of a record under a dotted key."""
    outer, _, inner = key.rpartition(".")
    return ((record.get(outer) or {}) if outer else record).get(inner)


def _in_words(value: Any) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else value
    return "nothing" if words in (None, "") else one_line(words)


def settle(sheet: Sheet, second: SecondLabels | None, key: str, side: str, by: str) -> Change:
    """The change that settles a point: ``1`` keeps the first labels, ``2`` takes the second's.

    Raises FormError where the point is not there, or the second's value cannot be taken yet.
    """
    point = next((p for p in points(sheet, second) if p.key == key), None)
    if point is None or second is None or side not in ("1", "2"):
        raise FormError(
            [("", "this point is settled already, or the labels have changed; load the page again")]
        )
    if side == "1":
        return lambda labels: Changed(answer(labels, [key], by))
    ids = _event_ids(sheet, second)

    def change(labels: Labels) -> Changed:
        return _taken(labels, second.labels, point.found, ids, sheet.article.text, by)

    return change


def _taken(
    labels: Labels, other: Labels, found: Disagreement, ids: Mapping[str, str], text: str, by: str
) -> Changed:
    """The labels with what the second labelling says at a point."""
    if found.kind == "summary":
        assert found.key is not None
        labels["summary"] = {**labels["summary"], found.key: other["summary"][found.key]}
        return Changed(labels)
    name = found.list
    theirs = _record(other, name, found.second)
    if theirs is None:
        assert found.first is not None
        return removed(labels, name, found.first)
    if found.first is None or found.kind == "other reading":
        record = _own(theirs, ids)
        taken = {event["id"] for event in labels.get("events", ())}
        if name == "events" and found.first is None and record["id"] in taken:
            record["id"] = free_id(taken)
        return put(labels, name, record, text, found.first, by=by)
    key = _key(found)
    return put(
        labels, name, _with(labels[name][found.first], _own(theirs, ids), key), text, found.first, by=by
    )


def _own(record: Labels, ids: Mapping[str, str]) -> Labels:
    """A record of the second labels with the event ids of the first."""
    event = record.get("event")
    if event is not None and event not in ids:
        raise FormError([("event", "is an event that only the second labels have; take that event first")])
    return record | ({"event": ids[event]} if event is not None else {}) | _id(record, ids)


def _id(record: Labels, ids: Mapping[str, str]) -> Labels:
    return {"id": ids.get(record["id"], record["id"])} if "id" in record else {}


def _with(record: Labels, other: Labels, key: str) -> Labels:
    """A record with the value of another under a dotted key."""
    outer, _, inner = key.rpartition(".")
    if not outer:
        return record | {key: other.get(key)}
    return record | {outer: {**(record.get(outer) or {}), inner: _held(other, key)}}


def _event_ids(sheet: Sheet, second: SecondLabels) -> dict[str, str]:
    """For the id of each event of the second labels, that of the same event in the first."""
    assert sheet.gold is not None
    text = sheet.article.text
    judged = judge_article(sheet.gold, as_extraction(second.gold, text), text)["events"]
    ids = [(second.gold.events[b].id, sheet.gold.events[a].id) for a, b in judged.pairs.items()]
    return dict(ids)


def _record(labels: Labels | None, name: str, index: int | None) -> Any:
    return None if labels is None or index is None else labels[name][index]
