"""The accuracy gate: on ``corpus/`` with its labels, nothing falls below ``gold/floors.json``."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.gold.evaluation import evaluate, read_labelled
from extractor.gold.floors import Floors, Measured
from extractor.gold.gate import corpus_digest, gate_problems, measure, read_floors, read_split
from extractor.labelling.check import check_folder
from extractor.pipeline import extract_many

ROOT = Path(__file__).parent.parent
CORPUS, GOLD = ROOT / "corpus", ROOT / "gold"


@pytest.fixture(scope="module")
def floors() -> Floors:
    return read_floors(GOLD / "floors.json")


def test_the_labels_are_sound() -> None:
    problems = [str(problem) for problem in check_folder(CORPUS, GOLD) if not problem.doubt]
    assert not problems, "\n".join(problems)


def test_the_halves_share_the_corpus_between_them() -> None:
    split = read_split(GOLD / "split.toml")
    assert sorted((*split.tune, *split.measure)) == sorted(path.stem for path in CORPUS.glob("*.txt"))
    assert abs(len(split.tune) - len(split.measure)) <= 1


def test_the_gate_holds(floors: Floors, capsys: pytest.CaptureFixture[str]) -> None:
    run = evaluate(read_labelled(CORPUS, GOLD), extract_many)
    measured = measure(run, read_split(GOLD / "split.toml"), corpus_digest(CORPUS, GOLD))
    problems = list(gate_problems(measured, floors))
    with capsys.disabled():
        print("\n" + _output(measured))
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)


def _output(measured: Measured) -> str:
    """Both halves, one list a line."""
    lines = ["accuracy gate (F1 of figures): tuning half, measuring half"]
    for name in measured.gaps():
        lines.append(f"  {name.split('.')[0]:<12}{measured.tune[name]:.3f}  {measured.measure[name]:.3f}")
    return "\n".join(lines)
