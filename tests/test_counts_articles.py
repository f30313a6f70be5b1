"""Whole invented articles: every figure, and the headline figures."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from counting import counts, matches, shown
from pydantic import BaseModel, ConfigDict

from extractor import Extraction, extract_many
from extractor.records import Summary


class Told(BaseModel):
    """One article with its figures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str
    found: str
    summary: str
    held_out: bool = False
    not_yet: str = ""
    summary_not_yet: str = ""


FILE = Path(__file__).parent / "counts_articles.toml"
ARTICLES = [Told.model_validate(entry) for entry in tomllib.loads(FILE.read_text("utf-8"))["article"]]


@cache
def _read() -> dict[str, Extraction]:
    found = extract_many([(article.text, "2024-05-16") for article in ARTICLES])
    return {article.name: extraction for article, extraction in zip(ARTICLES, found, strict=True)}


def _mark(reason: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []


def _id(article: Told) -> str:
    return f"held out: {article.name}" if article.held_out else article.name


@pytest.mark.parametrize(
    "article", [pytest.param(article, id=_id(article), marks=_mark(article.not_yet)) for article in ARTICLES]
)
def test_every_figure_of_an_article(article: Told) -> None:
    records = counts(_read()[article.name])
    assert matches(article.found, records), shown(records)


@pytest.mark.parametrize(
    "article",
    [pytest.param(article, id=_id(article), marks=_mark(article.summary_not_yet)) for article in ARTICLES],
)
def test_the_headline_figures_of_an_article(article: Told) -> None:
    summary = _read()[article.name].summary
    found = {name: getattr(summary, name) for name in Summary.model_fields}
    reported = {f"{name} {figure.quantity.best}" for name, figure in found.items() if figure}
    assert reported == {figure.strip() for figure in article.summary.split(";") if figure.strip()}
