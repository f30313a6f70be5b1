"""Value-first corpora: what must be found stands first, then the texts that say it.

A corpus is a TOML file of ``[[case]]`` tables. ``found`` lists the figures that must come out, no more and
no fewer, separated by ``;``. A figure is an outcome or term, its best value, and any of the record's unit,
qualifier, role, scope, status or measure: ``"killed 12; killed 3 subset civilian; fled 300 households"``.
``injured|casualties 5`` leaves the outcome open where the words do ("five people were shot").
``tuned`` are texts that rules were written for, ``held_out`` were kept aside while the rules were written.
``[not_yet]`` maps a text that fails today to the reason; it is a strict expected failure.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from pydantic import BaseModel, ConfigDict

from extractor import Extraction, extract_many
from extractor.records import CasualtyCount, DisplacementCount

HERE = Path(__file__).parent
Count = CasualtyCount | DisplacementCount


class Case(BaseModel):
    """Figures that must be found, and texts that state them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    found: str = ""
    reason: str = ""
    tuned: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()


@cache
def corpus(name: str) -> tuple[Case, ...]:
    """The cases of ``tests/<name>.toml``."""
    return tuple(Case.model_validate(case) for case in _load(name)["case"])


@cache
def not_yet(name: str) -> dict[str, str]:
    """Texts of a corpus that fail today, and why."""
    return dict(_load(name).get("not_yet", {}))


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def params(name: str) -> list[ParameterSet]:
    """One pytest parameter set ``(corpus name, case, text)`` for each text of a corpus."""
    failing = not_yet(name)
    sets: list[ParameterSet] = []
    for case in corpus(name):
        for held, texts in (("", case.tuned), ("held out: ", case.held_out)):
            for text in texts:
                title = f"{held}{case.kind}: {text[:60]}"
                sets.append(pytest.param(name, case, text, id=title, marks=expected_failure(text, failing)))
    return sets


def expected_failure(key: str, failing: dict[str, str]) -> list[pytest.MarkDecorator]:
    """The mark of a case that fails today, or none."""
    return [pytest.mark.xfail(strict=True, reason=failing[key])] if key in failing else []


@cache
def _read_corpus(name: str) -> dict[str, Extraction]:
    texts = [text for case in corpus(name) for text in (*case.tuned, *case.held_out)]
    repeated = [text for text, count in Counter(texts).items() if count > 1]
    assert not repeated, repeated
    return dict(zip(texts, extract_many(texts, batch_size=64), strict=True))


def read(name: str, text: str) -> Extraction:
    """The extraction of one text of a corpus; the whole corpus is read on the first call."""
    return _read_corpus(name)[text]


def counts(extraction: Extraction) -> list[Count]:
    """All counts of an article."""
    return [*extraction.casualties, *extraction.displaced]


def words(record: Count) -> tuple[str, ...]:
    """A record as the words that a figure of a corpus may hold; the first two must be given."""
    quantity = record.quantity
    tail: list[str | None] = [quantity.qualifier, record.group.role, record.scope, record.status]
    if isinstance(record, DisplacementCount):
        tail += [record.unit, record.measure]
    return (named(record), str(quantity.best), *(word for word in tail if word))


def named(record: Count) -> str:
    """The outcome or term of a record."""
    return record.outcome if isinstance(record, CasualtyCount) else record.term


def shown(records: list[Count]) -> str:
    """Records in the notation of a corpus, for messages."""
    return "; ".join(" ".join(words(record)) for record in records) or "nothing"


def matches(found: str, records: list[Count]) -> bool:
    """True when the records are the figures of ``found``, in any order, no more and no fewer."""
    expected = [figure.split() for figure in found.split(";") if figure.strip()]
    return len(expected) == len(records) and _pair(expected, [words(record) for record in records])


def _pair(figures: list[list[str]], records: list[tuple[str, ...]]) -> bool:
    if not figures:
        return True
    first, *rest = figures
    fitting = [i for i, record in enumerate(records) if _fits(first, record)]
    return any(_pair(rest, records[:i] + records[i + 1 :]) for i in fitting)


def _fits(figure: list[str], record: tuple[str, ...]) -> bool:
    names, *rest = figure
    return record[0] in names.split("|") and rest[:1] == [record[1]] and set(rest) <= set(record)
