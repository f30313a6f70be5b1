"""The accuracy gate: on ``corpus/`` with its labels no F1 falls below its floor in ``gold/floors.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.pipeline import extract_many
from extractor.evaluation import score_paths
from extractor.scoring import Report

ROOT = Path(__file__).parent.parent
FLOORS: dict[str, float] = json.loads((ROOT / "gold" / "floors.json").read_text())["figure_f1"]


@pytest.fixture(scope="module")
def report() -> Report:
    scored, failures = score_paths(ROOT / "corpus", ROOT / "gold", extract_many)
    assert not failures, f"an article crashed or could not be read: {failures[0]}"
    return scored


def test_every_list_has_a_floor(report: Report) -> None:
    assert set(FLOORS) == set(report.lists)


@pytest.mark.parametrize("name", FLOORS)
def test_f1_holds_its_floor(name: str, report: Report) -> None:
    f1 = report.lists[name].figure.f1
    assert f1 is not None
    assert f1 >= FLOORS[name], (
        f"{name}: F1 {f1:.3f} is below its floor {FLOORS[name]:.3f}; see extractor score corpus gold --errors"
    )
