"""The codebooks that come with the package, and what is refused in one."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from extractor.codebooks import Codebook, VagueWord, codebook_names, load_codebook

CONTRACT = {
    "couple": 2, "several": 3, "few": 3, "handful": 3, "many": 3, "tens": 10, "dozens": 12, "scores": 20,
    "hundreds": 100, "thousands": 1000, "tens of thousands": 10_000, "hundreds of thousands": 100_000,
    "millions": 1_000_000,
}  # fmt: skip


def test_the_four_codebooks_are_there() -> None:
    assert codebook_names() == ("acled", "emdat", "ucdp", "wikimpacts")


@pytest.mark.parametrize("name", codebook_names())
def test_a_codebook_is_complete_and_sourced(name: str) -> None:
    book = load_codebook(name)
    assert book.name == name
    assert set(book.words) == set(get_args(VagueWord))
    assert all(len(value.source) > 20 for value in book.words.values())


def test_acled_is_the_default_and_takes_the_conservative_end() -> None:
    book = load_codebook()
    assert book.name == "acled"
    assert {word: book.vague(word) for word in book.words} == {
        word: (value, value, None) for word, value in CONTRACT.items()
    }
    assert book.range_best(20, 30) == 20


def test_emdat_takes_the_mean_and_two_of_the_unit() -> None:
    book = load_codebook("emdat")
    assert book.range_best(20, 31) == 25
    assert book.vague("hundreds")[1] == 200
    assert book.vague("thousands")[1] == 2000


def test_wikimpacts_has_both_ends() -> None:
    book = load_codebook("wikimpacts")
    assert book.vague("dozens") == (24, 48, 72)
    assert book.vague("several") == (2, 4, 6)


def test_a_file_of_the_users_own(tmp_path: Path) -> None:
    source = (Path(__file__).parents[1] / "extractor/codebooks/acled.toml").read_text("utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(source.replace('name = "acled"', 'name = "mine"'), "utf-8")
    assert load_codebook(str(path)).name == "mine"


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="acled, emdat, ucdp, wikimpacts"):
        load_codebook("nonesuch")


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"words": {}},
        {"range": {"best": "middle", "source": "a published source"}},
    ],
)
def test_a_wrong_codebook_is_refused(change: dict[str, object]) -> None:
    data = load_codebook("acled").model_dump() | change
    with pytest.raises(ValidationError):
        Codebook.model_validate(data)


def test_bounds_out_of_order_are_refused() -> None:
    data = load_codebook("acled").model_dump()
    data["words"]["dozens"] = {"low": 24, "best": 12, "source": "a published source"}
    with pytest.raises(ValidationError, match="low <= best <= high"):
        Codebook.model_validate(data)
