"""Layout is not language: a text laid out in another way gives the same records, at its own offsets."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Extraction, extract, extract_many
from extractor.articles.sources import read_articles
from extractor.language.annotate import load_model
from extractor.language.words import word_test
from extractor.layout.case import restore_case
from extractor.layout.debris import debris_of, kinds
from extractor.layout.plain import Pieces, PlainText
from extractor.layout.read import plain_text
from extractor.layout.tables import find_tables
from extractor.records import Evidence

CORPUS = Path(__file__).parent.parent / "corpus"
Way = Callable[[str], str]


def wrapped(width: int, *, indent: str = "") -> Way:
    def way(text: str) -> str:
        paragraphs = [textwrap.wrap(line, width, break_long_words=False) for line in text.split("\n")]
        return "\n".join("\n".join(indent + line for line in lines) for lines in paragraphs)

    return way


WAYS: dict[str, Way] = {
    "40 columns": wrapped(40),
    "60 columns": wrapped(60),
    "72 columns, indented": wrapped(72, indent="\t"),
    "80 columns, CRLF": lambda text: wrapped(80)(text).replace("\n", "\r\n"),
}
SAME: dict[str, Way] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "indented, trailing blanks": lambda text: re.sub(r"(?m)^(?=.)|(?<=.)$", "   ", text),
    "leading blank line": lambda text: "\n\n" + text,
    "two spaces after full stops": lambda text: text.replace(". ", ".  "),
}


@cache
def corpus() -> dict[str, str]:
    return {article.id: article.text for article in read_articles(CORPUS)}


def known(word: str) -> bool:
    return word_test(load_model(None))(word)


def figures(extraction: Extraction) -> Counter[tuple[str, str, int | None]]:
    return Counter(
        [(r.outcome, "", r.quantity.best) for r in extraction.casualties]
        + [(r.term, r.unit, r.quantity.best) for r in extraction.displaced]
    )


@cache
def expected() -> list[Counter[tuple[str, str, int | None]]]:
    return [figures(extraction) for extraction in extract_many(corpus().values())]


@pytest.mark.parametrize("way", SAME)
def test_files_and_typists_leave_no_trace_in_plain_text(way: str) -> None:
    for text in corpus().values():
        assert plain_text(SAME[way](text), known).text == plain_text(text, known).text


@pytest.mark.parametrize("way", WAYS)
def test_wrapped_texts_become_the_unwrapped_ones(way: str) -> None:
    """All but a few: a line of a list can look like a wrapped sentence, and a wrapped one like an item."""
    differ = {name for name, text in corpus().items() if _words(WAYS[way](text)) != _words(text)}
    assert len(differ) <= len(corpus()) // 6, differ


def _words(text: str) -> str:
    return re.sub(r"-?\n+", "\n", plain_text(text, known).text)


@pytest.mark.parametrize("way", ["40 columns", "80 columns, CRLF"])
def test_wrapped_texts_give_the_same_figures(way: str) -> None:
    found = [figures(extraction) for extraction in extract_many([WAYS[way](t) for t in corpus().values()])]
    same = sum(a == b for a, b in zip(found, expected(), strict=True))
    assert same >= 0.95 * len(found)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("At least\n14 men died\nin Ostra.", "At least 14 men died in Ostra."),
        ("Flood kills nine in Ostra\nNine people drowned in Ostra on Monday when the river rose.", None),
        ("THE FLOOD\nNine people drowned.", None),
        ("Killed: 14\nInjured: 31\nMissing: 2", None),
        ("Killed by province:\n- Ostra: 4\n- Pell: 6", None),
        ("1. Nine people drowned\n2. Four were hurt", None),
        ("09:15 Nine people drowned\n10:40 Four were hurt", None),
        (
            "A bus fell into the river in Ostra. It held\n12. No one else was hurt.",
            "A bus fell into the river in Ostra. It held 12. No one else was hurt.",
        ),
        ("He met Col.\nAda Brill.", "He met Col. Ada Brill."),
        ("Officials - all of them\n- denied it.", "Officials - all of them - denied it."),
        (
            "They fled the cease-\nfire line of the Al-\nBrin hills.",
            "They fled the cease-fire line of the Al-Brin hills.",
        ),
        ("Thousands were dis-\nplaced.", "Thousands were displaced."),
        ("Thousands were dis\u00ad\nplaced.", "Thousands were displaced."),
        ("1\u061c2 people and 1\u180e4 homes", "12 people and 14 homes"),
        ("1\u200b2 people, １，２３４ homes and ﬁve boats", "12 people, 1,234 homes and five boats"),
        ("9\u00a0300 people fled.\u00a0They left", "9\u00a0300 people fled. They left"),
        ("\ufeffOne\x0c\n\n\n two \u2029three", "One\n\ntwo\n\nthree"),
    ],
)
def test_breaks(text: str, plain: str | None) -> None:
    assert plain_text(text, known).text == (text if plain is None else plain)


@pytest.mark.parametrize(
    "text",
    [
        "The Salvadoran army said that 14 soldiers of the third brigade had died near San Isidro in May.",
        "General Ana Kambere told the Ostra Gazette on 3 March 1990 that the FMLN held six Jesuits.",
        "The U.S. said he may march on Lima. It had an M-16 at the camp at 10 a.m. with O'Brien and McKane.",
        "Police in Santa Elena, Usulutan Department, found the bodies of nine narcotraffickers there.",
        "Turkey and Jordan condemned the attack that the Irish Republican Army made in Ostra Street.",
    ],
)
def test_case_comes_back(text: str) -> None:
    for copy in (text.upper(), text.lower()):
        restored = restore_case(copy, known)
        wrong = [(a, b) for a, b in zip(text.split(), restored.split(), strict=True) if a != b]
        assert len(wrong) <= 1, wrong


def test_a_heading_in_capitals_is_written_as_the_text_writes_its_words() -> None:
    text = "TEA SHOP OF THE ADRE COLLAPSES ON NINE\n\nThe tea shop of the AdRe fell on Monday."
    assert restore_case(text, known).startswith("Tea shop of the AdRe collapses on nine\n")


@pytest.mark.parametrize("way", [str.upper, str.lower])
def test_texts_in_capitals_or_without_give_the_figures_of_mixed_case(way: Callable[[str], str]) -> None:
    texts = list(corpus().values())[::2]
    found = [figures(extraction) for extraction in extract_many([way(text) for text in texts])]
    wanted = expected()[::2]
    kept = sum((a & b).total() for a, b in zip(found, wanted, strict=True))
    assert kept >= 0.97 * sum(a.total() for a in wanted)


def test_evidence_stands_in_the_article_as_read() -> None:
    text = "\r\n  Officials said at\r\n  least 1\u200b2 fisher-\r\n  men drowned in Ostra.\r\n"
    (record,) = extract(text).casualties
    assert (record.quantity.low, record.quantity.best, record.group.text) == (12, 12, "fishermen")
    assert record.evidence.text == "at\r\n  least 1\u200b2 fisher-\r\n  men"
    assert text[record.evidence.start : record.evidence.end] == record.evidence.text


def test_line_ends_and_blanks_of_files_change_no_record() -> None:
    """Word for word but for white space; the offsets are the text's own."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(held) for key, held in value.items() if key not in ("start", "end")}
        if isinstance(value, list):
            return [bare(held) for held in value]
        return " ".join(value.split()) if isinstance(value, str) else value

    texts = list(corpus().values())[:20]
    together = [SAME[name] for name in ("leading blank line", "indented, trailing blanks", "CRLF")]
    ways = [reduce(lambda text, way: way(text), together, text) for text in texts]
    for written, other in zip(extract_many(texts), extract_many(ways), strict=True):
        assert bare(written.model_dump(mode="json")) == bare(other.model_dump(mode="json"))


@given(st.text(st.sampled_from("aB1 .\n\r\t-\u200b\u00ad\u00a0ﬁ３|:•")))
@settings(max_examples=500, deadline=None)
def test_every_word_of_plain_text_stands_in_the_article(text: str) -> None:
    plain = plain_text(text, known)
    places = [(plain.start(i), plain.end(i + 1)) for i in range(len(plain.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    seen = [(char, text[start:end]) for char, (start, end) in zip(plain.text, places, strict=True)]
    assert all(a == b for a, b in seen if a in "aB1.|:")


def test_a_line_of_numbers_without_end_is_looked_at_once() -> None:
    """A look from each of its numbers to the end of the line would take an hour."""
    assert find_tables("Ostra\n\n" + "1 2 3 " * 100_000 + "x") == ()
    (table,) = find_tables("Floods\nKilled Hurt\nOstra 4 -\nPell East 6 9")
    assert [row.heading.text for row in table.rows if row.heading] == ["Ostra", "Pell East"]


def test_records_move_with_all_that_they_hold() -> None:
    plain = PlainText("x\n\n5 men", "x 5 men", (Pieces.of((0, 0, 1), (1, 1, 3), (2, 3, 8)),))
    found = plain.located(Evidence(start=2, end=7, text="5 men"))
    assert (found.start, found.end, found.text) == (3, 8, "5 men")


@pytest.mark.parametrize(
    ("paragraph", "what"),
    [(text, kind.what) for kind in kinds().values() for text in kind.examples]
    + [(text, None) for kind in kinds().values() for text in kind.not_examples],
)
def test_examples_of_debris(paragraph: str, what: str | None) -> None:
    assert debris_of(paragraph) == what


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("{}\n\nRead also: Bus crash kills 40\nnear Pell\n\n17 / 23\n\nThe river fell.", {"40", "17", "23"}),
        (
            "{}\n\nMOST READ\nMine blast kills 12 in Pell\nTen hurt as roof falls\n\nThe river fell.",
            {"12", "Ten"},
        ),
        (
            "{} RELATED: Bus crash kills 40 in Pell The mayor said he was sad. More: Six die in fire",
            {"40", "Six"},
        ),
        ("{}\n\nPhoto: Two of the 30 dead are buried (AFP)\n\n34 Comments", {"Two", "30", "34"}),
        ("Rescuers look for 30 men in Ostra. (AP Photo/Ada Brill)\n{}", {"30"}),
        ("{}[4][12] So said Ada Brill1, the mayor, and Ivo Kane2.³", {"4", "12", "1", "2"}),
        ("Go to https://news.example/40-killed-in-pell-2 for more.\n{}", {"40", "2"}),
    ],
)
def test_debris_makes_no_record_and_is_accounted_for(text: str, unused: set[str]) -> None:
    extraction = extract(text.format("Fourteen people drowned in Ostra on Monday."))
    assert figures(extraction) == Counter({("killed", "", 14): 1})
    assert {number.evidence.text for number in extraction.unused_numbers} == unused


def test_a_title_does_not_change_the_records_of_the_body() -> None:
    body = "At least 14 people were killed in Ostra on Monday, police said. Twelve were hurt."
    plain, titled = extract(body), extract("Bomber kills 14 at tea shop in Ostra\n" + body)
    assert figures(titled) - figures(plain) == Counter({("killed", "", 14): 1})
    assert titled.summary.killed
    assert titled.summary.killed.quantity.qualifier == "at_least"


@pytest.mark.parametrize("bullet", "-*•–·▪●")
def test_bullets_are_alike(bullet: str) -> None:
    text = f"Floods in Orlen:\n{bullet} Nine people drowned in Ostra.\n{bullet} 300 people fled Pell."
    assert figures(extract(text)) == Counter({("killed", "", 9): 1, ("fled", "people", 300): 1})
