"""The corpus of date phrasings, its negative twin, and the calendar's own validator."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import spacy
from edtf import parse_edtf
from spacy.language import Language
from spacy.tokens import Doc

from extractor.dates import find_dates
from extractor.records import DateMention

HERE = Path(__file__).parent
CORPUS = tomllib.loads((HERE / "dates_corpus.toml").read_text(encoding="utf-8"))
NEGATIVE = tomllib.loads((HERE / "dates_negative.toml").read_text(encoding="utf-8"))


@cache
def _nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def doc_of(text: str) -> Doc:
    """A document with sentences but no names or tags: the grammar has the words alone."""
    return _nlp()(text)


def mentions(text: str, published: date | None) -> tuple[DateMention, ...]:
    return find_dates(doc_of(text), published=published, today=date(2026, 1, 31)).mentions


def _phrasings() -> list[tuple[str, str, str]]:
    return [
        (case["value"], case["kind"], phrasing) for case in CORPUS["case"] for phrasing in case["phrasings"]
    ]


def test_corpus_is_large_enough() -> None:
    phrasings = [phrasing for _, _, phrasing in _phrasings()]
    assert len(phrasings) >= 300
    assert len(set(phrasings)) == len(phrasings)
    assert len(set(NEGATIVE["phrases"])) >= 100


@pytest.mark.parametrize(("value", "kind", "phrasing"), _phrasings())
def test_phrasing(value: str, kind: str, phrasing: str) -> None:
    wanted = re.search(r"\[(.*?)\]", phrasing)
    assert wanted
    text = phrasing.replace("[", "").replace("]", "")
    found = [m for m in mentions(text, CORPUS["published"]) if m.evidence.start == wanted.start()]
    assert found, mentions(text, CORPUS["published"])
    assert (found[0].value or "", found[0].kind, found[0].text) == (value, kind, wanted.group(1))
    assert text[found[0].evidence.start : found[0].evidence.end] == found[0].text


@pytest.mark.parametrize("phrase", NEGATIVE["phrases"])
def test_no_date(phrase: str) -> None:
    assert mentions(phrase, NEGATIVE["published"]) == ()


@pytest.mark.parametrize("case", CORPUS["case"], ids=lambda case: case["value"] or case["kind"])
def test_value_is_valid(case: dict[str, str]) -> None:
    if case["kind"] in ("date", "interval"):
        assert parse_edtf(case["value"])
    elif case["kind"] == "duration":
        assert all(re.fullmatch(r"P(?:T\d+H|\d+[YMWD])", part) for part in case["value"].split("/"))
