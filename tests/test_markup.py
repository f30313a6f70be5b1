"""What is shown of records: short words, sums, sentences, and the text with its spans."""

from __future__ import annotations

import pytest

from extractor.display.markup import body, record_spans
from extractor.display.words import addition, details, sentence_at, short
from extractor.records import (
    ArticleInfo,
    CasualtyCount,
    Evidence,
    Extraction,
    LedgerLine,
    Quantity,
    UnusedNumber,
)

TEXT = "\n\nAt least 9 people died. Police counted 3 boys and 5 girls; Route 66 is shut."


def _evidence(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start=start, end=start + len(words), text=words)


def _count(words: str, best: int, qualifier: str = "exact") -> CasualtyCount:
    quantity = Quantity.model_validate(
        {"text": words, "low": best, "best": best, "high": best, "qualifier": qualifier}
    )
    return CasualtyCount(outcome="killed", quantity=quantity, evidence=_evidence(words))


def _extraction(total: int, relation: str) -> Extraction:
    line = {"list": "casualties", "total": 0, "parts": (1, 2), "sum": 8, "relation": relation}
    return Extraction(
        article=ArticleInfo(id="a"),
        casualties=(
            _count("At least 9 people", total, "at_least"),
            _count("3 boys", 3),
            _count("5 girls", 5),
        ),
        ledger=(LedgerLine.model_validate(line),),
        unused_numbers=(UnusedNumber(evidence=_evidence("66"), reason="a road"),),
    )


@pytest.mark.parametrize(
    ("total", "relation", "message"),
    [
        (8, "equal", "3 + 5 = 8"),
        (7, "consistent", "3 + 5 = 8, and the text says ≥ 7"),
        (9, "mismatch", "3 + 5 = 8, but the text says ≥ 9"),
    ],
)
def test_a_ledger_line_is_shown_as_a_sum(total: int, relation: str, message: str) -> None:
    extraction = _extraction(total, relation)
    assert addition(extraction, extraction.ledger[0]) == message


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("exact", 31, 31, 31), "31"),
        (("at_least", 9600, 9600, None), "≥ 9,600"),
        (("range", 20, 25, 30), "20-30"),
        (("vague", 12, 12, None), "12+ (dozens)"),
        (("vague", None, None, None), "dozens"),
    ],
)
def test_a_quantity_in_a_few_characters(
    values: tuple[str, int | None, int | None, int | None], message: str
) -> None:
    qualifier, low, best, high = values
    quantity = {"text": "dozens", "low": low, "best": best, "high": high, "qualifier": qualifier}
    assert short(Quantity.model_validate(quantity)) == message


def test_what_an_article_leaves_open_is_not_shown() -> None:
    assert details(_count("3 boys", 3)) == [("what", "killed"), ("value", "3"), ("qualifier", "exact")]


def test_a_sentence_ends_at_its_stop_and_at_the_end_of_a_line() -> None:
    span = _evidence("3 boys")
    assert sentence_at(TEXT, span.start, span.end) == TEXT.partition(". ")[2]
    assert sentence_at("One\ntwo 3\nfour", 8, 9) == "two 3"


def test_every_record_and_every_unused_number_is_a_span() -> None:
    spans = record_spans(_extraction(9, "mismatch"), anchor="a1")
    assert [(span.list, TEXT[span.start : span.end], span.anchor) for span in spans] == [
        ("casualties", "At least 9 people", "a1-casualties-0"),
        ("casualties", "3 boys", "a1-casualties-1"),
        ("casualties", "5 girls", "a1-casualties-2"),
        ("unused", "66", ""),
    ]
    pieces = body(TEXT, spans)
    assert "".join(piece.text for piece in pieces) == TEXT.lstrip()
