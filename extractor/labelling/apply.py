"""The records of a run with a reviewer's corrections, and a list of what was changed, by whom.

What nobody has judged stays as the run had it. Of a finished article the lists that are complete hold the
labels alone. A record that was corrected keeps everything that its label does not say otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from extractor.articles.article import Article
from extractor.gold import Gold, GoldError, check_quotes, parse_gold
from extractor.labelling.as_records import as_extraction
from extractor.labelling.headlines import Totals, with_totals
from extractor.labelling.keys import RECORDS, flatten_all
from extractor.labelling.review.desk import LISTS, Drafted, drafted_for, suggestions_of
from extractor.labelling.review.edits import Labels, start_of
from extractor.records import Actor, Event, EventActor, Extraction, Record
from extractor.records.fields import Index, Leaf, Mark, leaves

R = TypeVar("R", bound=Record)
COLUMNS = ("article", "list", "change", "words", "key", "before", "after", "by")


class Change(NamedTuple):
    """One correction: a record that was added, removed, or changed in one key."""

    article: str
    list: str
    change: str
    words: str
    key: str
    before: str
    after: str
    by: str


class Kept(NamedTuple):
    """A record of the corrected article: as a label, the run's record that it comes from, who made it."""

    label: Labels
    origin: int | None
    judged: bool
    start: int


class Corrected(NamedTuple):
    """An article after the corrections."""

    extraction: Extraction
    changes: tuple[Change, ...]


def read_labels(path: Path, article: Article) -> tuple[Labels, Gold]:
    """The labels of a review file, checked against their article. Raises GoldError."""
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: not readable as JSON ({error}); mend or remove it") from None
    gold = parse_gold(labels, article.id, str(path))
    check_quotes(gold, article.text, str(path))
    return labels, gold


def corrected(article: Article, extraction: Extraction, labels: Labels, gold: Gold) -> Corrected:
    """The extraction of an article with the corrections of its labels."""
    drafted = drafted_for(article, extraction, gold)
    kept = _kept(article, extraction, labels, gold, drafted)
    changes = tuple(_changes(article, drafted, labels, gold, kept))
    if not changes:
        return Corrected(extraction, ())
    records = {name: [each.label for each in found] for name, found in kept.items()}
    names = [name for name, found in records.items() if found]
    merged = Gold.model_validate_json(
        json.dumps(
            {"article": article.id, "labelled": names, "summary": labels.get("summary", {}), **records}
        ),
        strict=True,
    )
    made = as_extraction(merged, article.text)
    moved = {name: _moved(found) for name, found in kept.items()}
    lists = {
        name: tuple(
            _grafted(getattr(made, name)[index], each, name, extraction, drafted, moved)
            for index, each in enumerate(found)
        )
        for name, found in kept.items()
        if name != "ledger"
    }
    new = extraction.model_copy(update=lists)
    asked = Totals(extraction, moved, labels, drafted.records, {c.list for c in changes})
    return Corrected(with_totals(new, made, [each.label for each in kept["events"]], asked), changes)


def _kept(
    article: Article, extraction: Extraction, labels: Labels, gold: Gold, drafted: Drafted
) -> dict[str, list[Kept]]:
    """The records of the corrected article, list by list in the order of the text."""
    waiting = suggestions_of(article, extraction, gold, labels)
    found: dict[str, list[Kept]] = {}
    for name in LISTS:
        origins = _origins(name, labels.get(name, ()), drafted)
        rows = [
            Kept(record, origins.get(index), True, start_of(name, record, article.text))
            for index, record in enumerate(labels.get(name, ()))
        ]
        if gold.draft or name not in gold.labelled:
            rows += [
                Kept(s.record, s.origin, False, start_of(name, s.record, article.text))
                for s in waiting
                if s.list == name and s.origin not in origins.values()
            ]
        found[name] = sorted(rows, key=lambda row: row.start)
    return found


def _origins(name: str, labels: Sequence[Labels], drafted: Drafted) -> dict[int, int]:
    """The run's record that each label comes from: the one it is matched with, else that of its words."""
    found = dict(drafted.judged[name].pairs)
    free = [i for i in range(len(drafted.records[name])) if i not in found.values()]
    for index, label in enumerate(labels):
        if index not in found:
            same = (i for i in free if _place(drafted.records[name][i]) == _place(label))
            if (origin := next(same, None)) is not None:
                found[index] = origin
                free.remove(origin)
    return found


def _place(record: Labels) -> tuple[Any, ...]:
    """The words that a record stands on, and which of the same words."""
    return record.get("quote") or record.get("name") or record.get("total"), record.get("nth", 1)


def _moved(found: Sequence[Kept]) -> dict[int, int]:
    """For the index of each record of the run that is still there, its index now."""
    return {each.origin: index for index, each in enumerate(found) if each.origin is not None}


def _changes(
    article: Article, drafted: Drafted, labels: Labels, gold: Gold, kept: Mapping[str, Sequence[Kept]]
) -> Iterator[Change]:
    """What the labels say otherwise than the run did."""
    finisher = gold.by or ""
    answered = {found.key: found.by or finisher for found in gold.answered}
    for name, found in kept.items():
        for each in (each for each in found if each.judged):
            old = None if each.origin is None else drafted.records[name][each.origin]
            yield from _of_label(article.id, name, each.label, old, finisher)
        there = {each.origin for each in found}
        pairs = zip(drafted.keys[name], drafted.records[name], strict=True)
        gone = [pair for index, pair in enumerate(pairs) if index not in there]
        for key, record in gone:
            by = answered.get(key, finisher)
            yield Change(article.id, name, "removed", _named(record), "", "", "", by)
    yield from _of_summary(article.id, drafted, labels, finisher)


def _of_summary(article: str, drafted: Drafted, labels: Labels, finisher: str) -> Iterator[Change]:
    """The headline figures of the article that were written otherwise."""
    run = drafted.records["summary"]
    for key, value in labels.get("summary", {}).items():
        if value != run.get(key):
            shown = (_shown(run.get(key)), _shown(value))
            yield Change(article, "summary", "changed", "", key, *shown, finisher)


def _of_label(article: str, name: str, label: Labels, old: Labels | None, finisher: str) -> Iterator[Change]:
    """What a label adds, or says otherwise than the record of the run that it comes from."""
    by, words = label.get("by") or finisher, _named(label)
    if old is None:
        yield Change(article, name, "added", words, "", "", "", by)
        return
    for key, before, after in _differences(old, label):
        yield Change(article, name, "changed", words, key, _shown(before), _shown(after), by)


def _named(record: Labels) -> str:
    """The name of a record, or the words that it stands on."""
    return str(record.get("name") or record.get("quote") or record.get("total") or "")


def _differences(old: Labels, label: Labels) -> Iterator[tuple[str, object, object]]:
    """The keys that a label gives another value than the run did; what it leaves out it says nothing of."""
    before, after = flatten_all(old), flatten_all(label)
    for key, value in after.items():
        if key in ("by", "note", "id") or (key == "nth" and value == before.get(key, 1)):
            continue
        if value != before.get(key):
            yield key, before.get(key), value


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _grafted(
    made: R,
    kept: Kept,
    name: str,
    extraction: Extraction,
    drafted: Drafted,
    moved: Mapping[str, Mapping[int, int]],
) -> R:
    """A record of the run with what its label says otherwise; one without an origin as its label has it."""
    if kept.origin is None:
        return made
    old: R = getattr(extraction, name)[kept.origin]
    differs = {key for key, _, _ in _differences(drafted.records[name][kept.origin], kept.label)}
    data = old.model_dump()
    for leaf in leaves(RECORDS[name]):
        if leaf.path[0] != "summary":  # headlines are made again from the records
            _graft_leaf(data, leaf, old, made, differs, moved)
    if differs & _WORDS and "evidence" in data:
        data |= {key: value for key, value in made.model_dump().items() if key in ("evidence", "sentence")}
    data |= _nested(old, made, differs, moved)
    return type(old).model_validate(data)


def _nested(
    old: Record, made: Record, differs: set[str], moved: Mapping[str, Mapping[int, int]]
) -> dict[str, Any]:
    """The lists of records within a record: mentions of an actor, sides of an event."""
    if isinstance(old, Actor) and isinstance(made, Actor) and "quotes" in differs:
        return {"mentions": [mention.model_dump() for mention in made.mentions]}
    if isinstance(old, Event) and isinstance(made, Event):
        return _event_parts(old, made, differs, moved)
    return {}


def _graft_leaf(
    data: dict[str, Any],
    leaf: Leaf,
    old: Record,
    made: Record,
    differs: set[str],
    moved: Mapping[str, Mapping[int, int]],
) -> None:
    """Set a field of a record of the run where its label says otherwise, or it points elsewhere now."""
    if leaf.key in differs or (leaf.key == "text" and differs & _WORDS):
        _set(data, leaf.path, leaf.of(made))
    elif leaf.pointer:
        _set(data, leaf.path, _pointer(leaf.pointer, leaf.of(old), leaf.of(made), moved))
    elif Mark.TRACE in leaf.marks and differs:  # how the extractor came to it holds no longer
        _set(data, leaf.path, None)


_WORDS = frozenset({"quote", "nth"})


def _pointer(index: Index, old: Any, made: Any, moved: Mapping[str, Mapping[int, int]]) -> Any:
    """Where a pointer points now: a count that a person is counted in moves with it, an event by its id."""
    if index.of == "counts" and isinstance(old, int):
        return moved["casualties"].get(old)
    return made


def _event_parts(
    old: Event, made: Event, differs: set[str], moved: Mapping[str, Mapping[int, int]]
) -> dict[str, Any]:
    """What an event holds beside plain values: its place, its sides, the words that they stand on."""
    parts: dict[str, Any] = {}
    if differs & {"places", "country"}:
        parts |= {"place": made.place and made.place.model_dump(), "place_evidence": None}
    if "date" in differs:
        parts["date_evidence"] = None
    if differs & _WORDS:
        parts |= {"trigger": made.trigger.model_dump(), "sentence": None}
    for side in ("perpetrators", "targets"):
        given: Sequence[EventActor] = getattr(made if side in differs else old, side)
        there = given if side in differs else _there(given, moved["actors"])
        parts[side] = [actor.model_dump() for actor in there]
    return parts


def _there(sides: Sequence[EventActor], moved: Mapping[int, int]) -> list[EventActor]:
    return [side.model_copy(update={"actor": moved[side.actor]}) for side in sides if side.actor in moved]


def _set(data: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Set a value in a nested dictionary."""
    *outer, last = path
    at = data
    for name in outer:
        if at.get(name) is None:
            return
        at = at[name]
    at[last] = list(value) if isinstance(value, tuple) else value
