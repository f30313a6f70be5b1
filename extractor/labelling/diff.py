"""Two runs of the extractor compared record by record; with gold, which changes are gains in truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from extractor.display.words import sentence_at
from extractor.gold import Gold, GoldError, GoldSummary, LabelledArticle
from extractor.gold.scoring.errors import AnyRecord, describe, described_value, evidence_of
from extractor.gold.scoring.judge import LISTS, judge_article
from extractor.gold.scoring.matching import Judged, maximum_matching, overlaps, plain
from extractor.records import Actor, Event, Evidence, Extraction, Record, Summary
from extractor.records.fields import labelled
from extractor.runs.readback import RecordsError, read_records

Verdict = Literal["gain", "loss"]
_EVENT_KEYS = (
    *(leaf.key for leaf in labelled(Event, apart={"place", "summary"}) if not leaf.pointer),
    *("place", "country", "perpetrators", "targets"),
    *(f"summary.{key}" for key in Summary.model_fields),
)


class Change(Record):
    """One record (or headline figure) that differs between the runs; no verdict without a label for it."""

    article: str
    list: str
    change: Literal["gained", "lost", "changed"]
    old: str | None = None
    new: str | None = None
    keys: tuple[str, ...] = ()
    verdict: Verdict | None = None
    sentence: str = ""


class _Truth(NamedTuple):
    """What gold says of both runs' records of one list."""

    old: Judged
    new: Judged


class _Side(NamedTuple):
    """One list of one article in one run; no extraction where the run lacks the article."""

    extraction: Extraction | None
    list: str

    @property
    def records(self) -> Sequence[AnyRecord]:
        """The records of the list."""
        return getattr(self.extraction, self.list) if self.extraction else ()


def read_run(path: Path) -> dict[str, Extraction]:
    """The extractions of a ``records.jsonl`` by article id; GoldError names a line that is none."""
    try:
        return {extraction.article.id: extraction for extraction in read_records(path)}
    except RecordsError as error:
        raise GoldError(str(error)) from None


def compare_runs(
    old: Mapping[str, Extraction],
    new: Mapping[str, Extraction],
    labelled: Iterable[LabelledArticle] = (),
) -> Iterator[Change]:
    """Every change, article by article; an article that one run lacks counts as one without records."""
    truth = {row.article.id: row for row in labelled}
    for article in sorted(old.keys() | new.keys()):
        before, after = old.get(article), new.get(article)
        row = truth.get(article)
        text = row.article.text if row else ""
        verdicts = [judge_article(row.gold, run, text) for run in (before, after)] if row else []
        for name in LISTS:
            judged = _Truth(*(v[name] for v in verdicts)) if row and name in row.gold.labelled else None
            yield from _compare_list(article, _Side(before, name), _Side(after, name), judged, text)
        yield from _compare_summary(article, before, after, row.gold if row else None)


def _compare_list(article: str, old: _Side, new: _Side, truth: _Truth | None, text: str) -> Iterator[Change]:
    pairs = _pair(old, new)
    for o, n in sorted(pairs.items()):
        if keys := tuple(_changed_keys(old, o, new, n)):
            yield Change(
                article=article,
                list=new.list,
                change="changed",
                old=describe(old.records[o]),
                new=describe(new.records[n]),
                keys=keys,
                verdict=_verdict_of_change(truth, o, n),
                sentence=_sentence(new, n, text),
            )
    for o in range(len(old.records)):
        if o not in pairs:
            verdict = _right(truth.old, o, "loss", "gain") if truth else None
            yield Change(
                article=article,
                list=old.list,
                change="lost",
                old=describe(old.records[o]),
                verdict=verdict,
                sentence=_sentence(old, o, text),
            )
    for n in sorted(set(range(len(new.records))) - set(pairs.values())):
        verdict = _right(truth.new, n, "gain", "loss") if truth else None
        yield Change(
            article=article,
            list=new.list,
            change="gained",
            new=describe(new.records[n]),
            verdict=verdict,
            sentence=_sentence(new, n, text),
        )


def _right(judged: Judged, index: int, if_right: Verdict, if_wrong: Verdict) -> Verdict:
    return if_right if index in judged.pairs.values() else if_wrong


def _verdict_of_change(truth: _Truth | None, old: int, new: int) -> Verdict | None:
    """By the figure first, and where both are right, by the number of right keys."""
    if truth is None:
        return None
    before, after = _worth(truth.old, old), _worth(truth.new, new)
    return None if before == after else "gain" if after > before else "loss"


def _worth(judged: Judged, index: int) -> int:
    """0 for a wrong figure, else one more than the number of its right keys."""
    for gold, predicted in judged.pairs.items():
        if predicted == index:
            return 1 + sum(judged.keys[gold].values())
    return 0


def _pair(old: _Side, new: _Side) -> dict[int, int]:
    """Old to new, one to one: records over the same words, the most alike tried first."""
    edges = []
    for o in range(len(old.records)):
        fitting = [n for n in range(len(new.records)) if _same_place(old, o, new, n)]
        fitting.sort(key=lambda n, o=o: len(_changed_keys(old, o, new, n)))  # type: ignore[misc]
        edges.append(fitting)
    return maximum_matching(edges)


def _same_place(old: _Side, o: int, new: _Side, n: int) -> bool:
    a, b = old.records[o], new.records[n]
    if isinstance(a, Actor) and isinstance(b, Actor):
        return plain(a.name) == plain(b.name) or any(
            overlaps((m.start, m.end), other) for m in a.mentions for other in b.mentions
        )
    before, after = evidence_of(a, old.extraction), evidence_of(b, new.extraction)
    return before is not None and after is not None and overlaps((before.start, before.end), after)


def _changed_keys(old: _Side, o: int, new: _Side, n: int) -> list[str]:
    """``key: old -> new`` for each key that differs, nested ones dotted."""
    before, after = _flat(old.records[o], old.extraction), _flat(new.records[n], new.extraction)
    return [
        f"{key}: {before.get(key)!r} -> {after.get(key)!r}"
        for key in before | after
        if before.get(key) != after.get(key)
    ]


def _flat(record: AnyRecord, extraction: Extraction | None) -> dict[str, object]:
    """The keys of a record, one level deep; offsets count, mentions by their words, indexes by theirs."""
    if isinstance(record, Event):
        return {key: described_value(record, key, extraction) for key in _EVENT_KEYS}
    flat: dict[str, object] = {}
    for key in type(record).model_fields:
        value = getattr(record, key)
        if key == "mentions":
            flat[key] = tuple(mention.text for mention in value)
        elif isinstance(value, Evidence):
            flat[key] = value.text
        elif isinstance(value, Record):
            flat |= {f"{key}.{inner}": getattr(value, inner) for inner in type(value).model_fields}
        else:
            flat[key] = described_value(record, key, extraction)
    return flat


def _sentence(side: _Side, index: int, text: str) -> str:
    evidence = evidence_of(side.records[index], side.extraction)
    return sentence_at(text, evidence.start, evidence.end) if text and evidence else ""


def _compare_summary(
    article: str, old: Extraction | None, new: Extraction | None, gold: Gold | None
) -> Iterator[Change]:
    for key in GoldSummary.model_fields:
        before, after = _headline(old, key), _headline(new, key)
        if before == after:
            continue
        verdict: Verdict | None = None
        if gold and "summary" in gold.labelled and key in gold.summary.model_fields_set:
            wanted = getattr(gold.summary, key)
            verdict = "gain" if _meets(after, wanted) else "loss" if _meets(before, wanted) else None
        yield Change(
            article=article,
            list="summary",
            change="changed",
            old=str(before),
            new=str(after),
            keys=(f"{key}: {before} -> {after}",),
            verdict=verdict,
        )


def _meets(value: int | None, wanted: int | None) -> bool:
    return value == wanted or (wanted == 0 and value is None)


def _headline(extraction: Extraction | None, key: str) -> int | None:
    figure = getattr(extraction.summary, key) if extraction else None
    return figure.quantity.best if figure else None
