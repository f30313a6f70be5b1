"""The gate itself: a deliberately broken extractor fails it in each way, and floors only rise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from oracle import labelled_rows, oracle, relabel, write_corpus
from typer.testing import CliRunner

from extractor.articles.article import Article
from extractor.cli import app
from extractor.gold import GoldError
from extractor.gold.evaluation import evaluate
from extractor.gold.floors import FloorError, Floors, Measured
from extractor.gold.gate import corpus_digest, gate_problems, measure, raised, read_floors, read_split
from extractor.records import Extraction, Summary
from extractor.runs.batch import Extract

MEASURING = {"brod", "dorn"}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return write_corpus(tmp_path)


def run(
    folders: tuple[Path, Path],
    change: Callable[[Extraction], Extraction] = lambda e: e,
    extract: Extract | None = None,
) -> Measured:
    rows = labelled_rows(*folders)
    done = evaluate(rows, extract or oracle(rows, change))
    return measure(done, read_split(folders[1] / "split.toml"), corpus_digest(*folders))


def problems(folders: tuple[Path, Path], change: Callable[[Extraction], Extraction]) -> list[str]:
    floors = raised(run(folders), None, None)
    return list(gate_problems(run(folders, change), floors))


def loses_a_third(extraction: Extraction) -> Extraction:
    kept = tuple(c for i, c in enumerate(extraction.casualties) if i % 3)
    return extraction.model_copy(update={"casualties": kept})


def invents(extraction: Extraction) -> Extraction:
    return extraction.model_copy(update={"casualties": extraction.casualties + extraction.casualties[:3]})


def wrong_scope(extraction: Extraction) -> Extraction:
    wrong = tuple(c.model_copy(update={"scope": "subset"}) for c in extraction.casualties)
    return extraction.model_copy(update={"casualties": wrong})


def no_headline(extraction: Extraction) -> Extraction:
    return extraction.model_copy(update={"summary": Summary()})


def only(
    change: Callable[[Extraction], Extraction], articles: set[str]
) -> Callable[[Extraction], Extraction]:
    return lambda e: change(e) if e.article.id in articles else e


def test_a_sound_extractor_holds(folders: tuple[Path, Path]) -> None:
    assert problems(folders, lambda e: e) == []


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        (loses_a_third, "casualties.figure.f1"),
        (invents, "casualties.figure.f1"),
        (wrong_scope, "casualties.keys.scope"),
        (wrong_scope, "casualties.record.f1"),
        (no_headline, "summary.killed.exact"),
    ],
)
def test_a_broken_extractor_falls_below_its_floor(
    folders: tuple[Path, Path], change: Callable[[Extraction], Extraction], figure: str
) -> None:
    found = problems(folders, change)
    for half in ("tune", "measure"):
        assert any(p.startswith(f"{half} half: {figure} ") and "below its floor" in p for p in found), found


def test_one_half_alone_is_enough_to_fail(folders: tuple[Path, Path]) -> None:
    found = problems(folders, only(loses_a_third, {"arta"}))
    assert any(p.startswith("tune half: casualties.figure.f1") for p in found)
    assert not any(p.startswith("measure half") for p in found)


def test_rules_that_fit_the_tuning_half_alone_widen_the_gap(folders: tuple[Path, Path]) -> None:
    low = raised(run(folders, loses_a_third), None, None)
    assert low.allowed_gap["casualties.figure.f1"] == pytest.approx(0.05)
    found = list(gate_problems(run(folders, only(loses_a_third, MEASURING)), low))
    assert len(found) == 1
    assert found[0].startswith("widening gap: casualties.figure.f1 is 0.200 higher on the tuning half")


def test_an_article_that_crashes_fails(folders: tuple[Path, Path]) -> None:
    sound = oracle(labelled_rows(*folders))

    def crashes(articles: Iterable[Article], **_: Any) -> Iterator[Extraction]:
        for article in articles:
            if article.id == "cala":
                raise RecursionError("too deep")
            yield from sound([article])

    floors = raised(run(folders), None, None)
    measured = run(folders, extract=crashes)
    found = list(gate_problems(measured, floors))
    assert found[0].startswith("failed: cala: could not be processed (RecursionError: too deep)")
    with pytest.raises(FloorError, match="no floors while articles fail"):
        raised(measured, floors, "whatever")


def test_changed_labels_and_articles_make_the_hash_stale(folders: tuple[Path, Path]) -> None:
    corpus, gold = folders
    floors = raised(run(folders), None, None)
    path = corpus / "arta.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert corpus_digest(corpus, gold) == floors.sha256  # line ends are no change
    relabel(gold / "arta.json", lambda labels: labels["casualties"][0].pop("scope"))
    assert [p.partition(":")[0] for p in gate_problems(run(folders), floors)] == ["stale hash"]


def test_an_article_in_no_half_fails(folders: tuple[Path, Path]) -> None:
    (folders[1] / "split.toml").write_text('tune = ["arta", "cala"]\nmeasure = ["brod", "gone"]\n')
    failures = run(folders).failures
    assert failures == (
        "dorn: in no half of split.toml; add it",
        "gone: in split.toml but not labelled; remove it",
    )
    (folders[1] / "split.toml").write_text('tune = ["arta"]\nmeasure = ["arta"]\n')
    with pytest.raises(GoldError, match="arta stands there twice"):
        read_split(folders[1] / "split.toml")


def test_floors_rise_and_do_not_sink(folders: tuple[Path, Path]) -> None:
    low = raised(run(folders, loses_a_third), None, None)
    high = raised(run(folders), low, None)
    name = "casualties.figure.f1"
    assert low.tune[name] < high.tune[name] == 0.995
    assert raised(run(folders), high, None) == high
    with pytest.raises(FloorError, match=r"tune\.casualties\.figure\.f1 0\.995 -> 0\.795"):
        raised(run(folders, loses_a_third), high, None)
    let = raised(run(folders, loses_a_third), high, "the labels were mended")
    (entry,) = let.regressions
    assert entry.reason == "the labels were mended"
    assert entry.lowered[f"tune.{name}"] == (0.995, let.tune[name])
    assert raised(run(folders), let, None).regressions == let.regressions


def test_the_command_raises_refuses_and_writes_the_reason(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, gold = folders
    rows = labelled_rows(corpus, gold)

    def floors(change: Callable[[Extraction], Extraction], *options: str) -> tuple[int, str]:
        monkeypatch.setattr("extractor.pipeline.extract_many", oracle(rows, change))
        result = CliRunner().invoke(app, ["gold", "floors", str(corpus), str(gold), *options])
        return result.exit_code, result.output

    assert floors(lambda e: e)[0] == 0
    first = read_floors(gold / "floors.json")
    assert isinstance(first, Floors)
    assert floors(lambda e: e, "--check")[0] == 0
    code, message = floors(loses_a_third, "--check")
    assert (code, "below its floor" in message) == (1, True)
    code, message = floors(loses_a_third)
    assert (code, "--allow-regression" in message) == (2, True)
    assert read_floors(gold / "floors.json") == first
    assert floors(loses_a_third, "--allow-regression", "a trade for speed")[0] == 0
    assert read_floors(gold / "floors.json").regressions[0].reason == "a trade for speed"
