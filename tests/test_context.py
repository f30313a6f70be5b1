"""Source, place, date, scope, status, measure, origin, destination and group of a count."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from counting import counts, expected_failure, words
from pydantic import BaseModel, ConfigDict, Field

from extractor import Extraction, extract, extract_many

PUBLISHED = "2024-05-16"
CORPUS = tomllib.loads((Path(__file__).parent / "context_corpus.toml").read_text(encoding="utf-8"))
NOT_YET: dict[str, str] = CORPUS.get("not_yet", {})


class ContextCase(BaseModel):
    """The value that one key of one record must have, and texts that state it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    figure: str
    value: str = Field(alias="is")
    tuned: tuple[str, ...]
    held_out: tuple[str, ...]


CASES = [ContextCase.model_validate(case) for case in CORPUS["case"]]


def label(case: ContextCase, text: str) -> str:
    """How ``[not_yet]`` and test ids name one text of one case."""
    return f"{case.key} of {case.figure}: {text}"


def value(extraction: Extraction, figure: str, key: str) -> str:
    """The key of the record that ``figure`` picks, as a string; "" for none."""
    wanted = tuple(figure.split())
    found = [r for r in counts(extraction) if words(r)[:2] == wanted]
    assert found, f"no record {figure}"
    held: Any = found[0]
    for part in key.split("."):
        held = getattr(held, part)
    if isinstance(held, tuple):
        return " ".join(held)
    return held or ""


def plain(phrase: str) -> str:
    """Case and a leading article aside."""
    return phrase.lower().removeprefix("the ").strip()


@cache
def read() -> dict[str, Extraction]:
    texts = sorted({text for case in CASES for text in (*case.tuned, *case.held_out)})
    items = [(text, PUBLISHED) for text in texts]
    return dict(zip(texts, extract_many(items, batch_size=64), strict=True))


@pytest.mark.parametrize(
    ("case", "text"),
    [
        pytest.param(
            case,
            text,
            id=("held out: " if text in case.held_out else "") + label(case, text),
            marks=expected_failure(label(case, text), NOT_YET),
        )
        for case in CASES
        for text in (*case.tuned, *case.held_out)
    ],
)
def test_one_key_of_a_record(case: ContextCase, text: str) -> None:
    assert plain(value(read()[text], case.figure, case.key)) == plain(case.value)


def test_expected_failures_are_texts_of_the_corpus() -> None:
    assert set(NOT_YET) <= {label(case, text) for case in CASES for text in (*case.tuned, *case.held_out)}


def test_a_source_is_not_carried_over_a_new_paragraph() -> None:
    text = "The coroner said nine people had drowned.\n\nSeparately, a fire in the port injured 20 people."
    assert value(extract(text), "killed 9", "source") == "The coroner"
    assert value(extract(text), "injured 20", "source") == ""


def test_people_equivalent_never_replaces_households() -> None:
    (record,) = extract("The clashes displaced 480 families.").displaced
    assert (record.unit, record.quantity.best) == ("households", 480)


def test_unknown_publication_leaves_a_bare_weekday_open() -> None:
    (record,) = extract("Twelve people were killed on Tuesday.").casualties
    assert record.date is None


def test_a_speaker_is_carried_over_a_sentence_without_a_figure() -> None:
    text = (
        "The harbour agency said on Monday that the quay had collapsed. A total of 43 people were killed. "
        "It added that 1,200 families had fled."
    )
    assert value(extract(text), "killed 43", "source") == "The harbour agency"


def test_a_quotation_that_goes_on_has_one_speaker() -> None:
    text = '"Forty people died in the market," said Ana Ruiz, the mayor. "Another 12 were injured."'
    assert value(extract(text), "injured 12", "source") == "Ana Ruiz"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A lorry overturned near Jamrud, killing five people.", "near Jamrud"),
        (
            "Five people died in the towns of Tipo-Tipo and Al-Barka on Monday.",
            "the towns of Tipo-Tipo and Al-Barka",
        ),
        ("A shell killed 12 people at the market in Dorra on Monday.", "the market in Dorra"),
    ],
)
def test_a_place_keeps_its_wording(text: str, place: str) -> None:
    assert extract(text).casualties[0].place == place
