"""The table of constructions: every rule finds its example, and nothing in its counterexample."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.frames.constructions import CONSTRUCTIONS, Construction


def rules(text: str) -> list[str | None]:
    found = extract(text)
    return [*(record.rule for record in found.casualties), *(record.rule for record in found.displaced)]


def by_name(rule: Construction) -> str:
    return rule.name


@pytest.mark.parametrize("rule", CONSTRUCTIONS, ids=by_name)
def test_a_rule_finds_its_example(rule: Construction) -> None:
    assert rule.name in rules(rule.example)


@pytest.mark.parametrize("rule", CONSTRUCTIONS, ids=by_name)
def test_a_rule_finds_nothing_in_its_counterexample(rule: Construction) -> None:
    assert rule.name not in rules(rule.counterexample)


def test_names_are_unique() -> None:
    assert len({rule.name for rule in CONSTRUCTIONS}) == len(CONSTRUCTIONS)
