"""The long run of the benchmarks, on few articles: real workers, a real kill, and checks that can fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import long_run  # noqa: E402

PAGE = "Before\n\n<!-- long run: written by bench -->\nold\n<!-- end of long run -->\n\nbehind\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a long run over 300 articles, with the page that it has filled."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "scaling.md").write_text(PAGE)
    command = [sys.executable, str(ROOT / "bench/long_run.py"), str(folder), "--articles", "300"]
    done = subprocess.run(
        [*command, "--docs", str(folder)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_a_killed_run_of_many_articles_ends_whole(made: Path) -> None:
    result = json.loads((made / "samples.json").read_text())
    assert all(holds for _, holds, _ in result["checks"])
    assert 150 <= result["kept"] < 300
    parts: tuple[set[int], set[int]] = set(), set()
    for _, _, part, parent, workers, _ in result["samples"]:
        parts[part].update([parent[0], *(worker[0] for worker in workers)])
        assert all(resident >= own for _, resident, own, _ in [parent, *workers])
    assert max(worker[2] for sample in result["samples"] for worker in sample[4]) > 100  # a model each
    assert [len(part) for part in parts] == [3, 3]
    assert not parts[0] & parts[1]


def test_its_page_has_chart_table_and_checks(made: Path) -> None:
    page = (made / "scaling.md").read_text()
    assert page.startswith("Before\n") and page.endswith("\nbehind\n") and "old" not in page
    assert "**no**" not in page and page.count(": yes (") == 7
    assert "![Memory over articles](long_run.svg)" in page
    svg = (made / "long_run.svg").read_text()
    assert "killed, gone on with" in svg and len(svg) < 60_000


@pytest.mark.parametrize(
    ("damage", "fails"),
    [
        (lambda lines: lines[:7] + lines[8:], "every article has one record, in order"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "every article has one record, in order"),
        (lambda lines: [*lines, lines[0]], "every article has one record, in order"),
        (lambda lines: [lines[0].replace(b"killed", b"injured"), *lines[1:]], "`run.json` has their hash"),
    ],
    ids=["missing", "swapped", "twice", "changed"],
)
def test_a_damaged_output_is_found(
    damage: object, fails: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_run, "COMPARED", 1)
    lines = (made / "out/records.jsonl").read_bytes().splitlines(keepends=True)
    assert callable(damage)
    (tmp_path / "records.jsonl").write_bytes(b"".join(damage(lines)))
    (tmp_path / "run.json").write_bytes((made / "out/run.json").read_bytes())
    found = {check.words: check.holds for check in long_run.contents(made / "articles.jsonl", tmp_path)}
    assert not found[fails]


def test_articles_are_the_same_each_time_and_differ_from_each_other(made: Path, tmp_path: Path) -> None:
    long_run.write_articles(tmp_path / "few", 20, seed=20)
    lines = (made / "articles.jsonl").read_text().splitlines()
    assert (tmp_path / "few").read_text().splitlines() == lines[:20]
    assert len({json.loads(line)["text"] for line in lines}) > 290  # a short text may hold no name
