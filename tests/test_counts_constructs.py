"""Counts by grammar, layout, wording of the number and term: value-first corpora."""

from __future__ import annotations

import pytest
from counting import Case, corpus, counts, matches, not_yet, params, read, shown

CORPORA = (
    "counts_clauses",
    "counts_lists",
    "counts_quantities",
    "counts_displacement",
    "counts_news",
    "counts_who",
    "counts_people",
    "counts_harm",
    "counts_parts",
    "counts_kinds",
)


@pytest.mark.parametrize(("name", "case", "text"), [p for name in CORPORA for p in params(name)])
def test_the_figures_of_a_text(name: str, case: Case, text: str) -> None:
    records = counts(read(name, text))
    assert matches(case.found, records), f"{case.found or 'nothing'} expected, {shown(records)} found"


@pytest.mark.parametrize("name", [*CORPORA, "counts_refused"])
def test_expected_failures_name_texts_of_the_corpus(name: str) -> None:
    texts = {text for case in corpus(name) for text in (*case.tuned, *case.held_out)}
    assert set(not_yet(name)) <= texts


@pytest.mark.parametrize("name", [*CORPORA, "counts_refused"])
def test_a_good_share_of_each_corpus_is_held_out(name: str) -> None:
    tuned = sum(len(case.tuned) for case in corpus(name))
    assert sum(len(case.held_out) for case in corpus(name)) >= tuned // 3
