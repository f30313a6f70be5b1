"""A run destroys nothing that no run wrote, and goes on only with what it began with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_cli import call
from test_runner import a_plan, contents, inline, screen, write_set

from extractor.runs import digests
from extractor.runs.journal import Journal
from extractor.runs.output import Part
from extractor.runs.plan import RunError, StoppedError, differences
from extractor.runs.run import run

ROW = json.dumps({"id": "a", "text": "Two people died."}) + "\n"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def go(path: Path, out: Path, **options: object) -> int:
    return run(a_plan(path, out, **options), screen(), inline())


def test_an_output_that_is_an_input_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("data.jsonl", "records.jsonl", "folder/errors.jsonl", "folder/unfinished.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(ROW)
    (tmp_path / "art.csv").write_text("id,text\na,Two people died.\n")
    (tmp_path / "hard.jsonl").hardlink_to(tmp_path / "data.jsonl")
    (tmp_path / "soft.jsonl").symlink_to(tmp_path / "data.jsonl")
    (tmp_path / "also").symlink_to(tmp_path / "folder")
    before = tree(tmp_path)
    for given, out in (
        ("data.jsonl", "data.jsonl"),
        ("data.jsonl", "./folder/../data.jsonl"),
        ("data.jsonl", "hard.jsonl"),
        ("data.jsonl", "soft.jsonl"),
        ("soft.jsonl", "data.jsonl"),
        ("records.jsonl", "."),
        ("art.csv", "art.csv"),
        ("folder", "folder"),
        ("folder", "also"),
        ("folder/errors.jsonl", "folder"),
    ):
        for engine in ("local", "ray"):
            for more in ((), ("--overwrite",), ("--resume",), ("--restart",)):
                result = call("run", given, "-o", out, "--engine", engine, *more)
                assert result.exit_code == 2, (given, out, result.output)
                assert "is an input" in result.stderr
                assert tree(tmp_path) == before, (given, out, engine)


def test_a_folder_may_be_its_own_output_where_nothing_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Two people died.")
    (tmp_path / "set.jsonl").write_text(ROW)
    formats = ("jsonl", "csv", "parquet")
    assert go(tmp_path, tmp_path, formats=formats) == 0
    first = contents(tmp_path)
    (tmp_path / "bad.jsonl").write_text("no JSON\n")
    assert go(tmp_path, tmp_path, formats=formats) == 1
    (tmp_path / "bad.jsonl").unlink()
    assert go(tmp_path, tmp_path, formats=formats) == 0
    assert contents(tmp_path) == first


@pytest.mark.parametrize("name", ["records.jsonl", "run.json", "errors.jsonl", "unfinished.jsonl"])
def test_a_file_that_no_run_wrote_is_never_replaced(tmp_path: Path, name: str) -> None:
    path = write_set(tmp_path, ["a"])
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text('{"mine": true}\n')
    for options in ({}, {"overwrite": True}, {"restart": True}, {"resume": True}):
        with pytest.raises(RunError, match=f"{name}: is there, and no run wrote it; move it"):
            go(path, out, **options)
        assert contents(out) == {name: b'{"mine": true}\n'}


def test_an_output_that_was_edited_since_is_its_editors(tmp_path: Path) -> None:
    path, out = write_set(tmp_path, ["a"]), tmp_path / "out"
    go(path, out)
    go(path, out)
    with (out / "records.jsonl").open("a") as file:
        file.write("\n")
    with pytest.raises(RunError, match=r"records\.jsonl: is there, and no run wrote it"):
        go(path, out)


def test_what_comes_into_the_way_during_a_run_is_not_replaced(tmp_path: Path) -> None:
    path, out = write_set(tmp_path, ["a"]), tmp_path / "out"
    engine = inline()

    def meanwhile(items: object) -> object:
        (out / "records.jsonl").write_text("mine")
        return engine(items)  # type: ignore[arg-type]

    with pytest.raises(RunError, match="no run wrote it"):
        run(a_plan(path, out), screen(), meanwhile)  # type: ignore[arg-type]
    assert (out / "records.jsonl").read_text() == "mine"
    (out / "records.jsonl").unlink()
    assert go(path, out, resume=True) == 0
    assert sorted(contents(out)) == ["records.jsonl", "run.json"]


def test_outputs_of_earlier_runs_below_the_input_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Two people died.")
    (tmp_path / "bad.jsonl").write_text("no JSON\n")
    for out in (tmp_path / "one", tmp_path / "two/named.jsonl"):
        out.parent.mkdir(exist_ok=True)
        assert go(tmp_path, out) == 1
    with pytest.raises(StoppedError):
        run(a_plan(tmp_path, tmp_path / "three"), screen(), inline(stop_at=1))
    out = tmp_path / "four"
    assert go(tmp_path, out) == 1
    assert len((out / "errors.jsonl").read_text().splitlines()) == 1
    assert len((out / "records.jsonl").read_text().splitlines()) == 1
    assert go(tmp_path / "one/records.jsonl", tmp_path / "five") == 1  # who names it means it


def test_a_run_replaces_the_whole_set_of_the_run_before_or_refuses(tmp_path: Path) -> None:
    path, out = write_set(tmp_path, ["a"]), tmp_path / "out"
    go(path, out)
    before = contents(out)
    with pytest.raises(RunError, match=r"records\.jsonl: is of an earlier run .* --overwrite"):
        go(path, out, formats=("csv",))
    assert contents(out) == before
    go(path, out, formats=("csv",), overwrite=True)
    assert sorted(contents(out)) == ["figures.csv", "run.json"]
    assert list(json.loads((out / "run.json").read_text())["files"]) == ["figures.csv"]
    go(path, out, formats=("csv", "jsonl"))
    assert contents(out)["records.jsonl"] == before["records.jsonl"]


def test_the_manifest_names_the_files_and_their_hashes(tmp_path: Path) -> None:
    from hashlib import sha256

    path, out = write_set(tmp_path, ["a", "raise"]), tmp_path / "out"
    with path.open("a") as file:
        file.write("no JSON\n")
    path.write_text(path.read_text().replace("raise", "b"))
    go(path, out, formats=("jsonl", "csv"))
    named = json.loads((out / "run.json").read_text())["files"]
    there = {name: sha256(data).hexdigest() for name, data in contents(out).items() if name != "run.json"}
    assert named == there
    assert sorted(named) == ["errors.jsonl", "figures.csv", "records.jsonl"]


def test_one_lock_however_the_folder_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_set(tmp_path, ["a"])
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    stuck: list[str] = []

    def meanwhile(items: object) -> object:
        for out in ("out", "out/", str(tmp_path / "out"), "link", "./link/../out", "out/records.jsonl"):
            for engine in ("local", "ray"):
                result = call("run", "set.jsonl", "-o", out, "--engine", engine, "--overwrite")
                assert result.exit_code == 2, (out, engine, result.output)
                assert "another run is writing there" in result.stderr
                stuck.append(out)
        return inline()(items)  # type: ignore[arg-type]

    assert run(a_plan(Path("set.jsonl"), Path("out")), screen(), meanwhile) == 0  # type: ignore[arg-type]
    assert len(stuck) == 12


def test_single_files_may_be_written_beside_each_other(tmp_path: Path) -> None:
    path = write_set(tmp_path, ["a"])

    def meanwhile(items: object) -> object:
        assert go(path, tmp_path / "b.jsonl") == 0
        with pytest.raises(RunError, match="another run"):
            go(path, tmp_path / "a.jsonl")
        return inline()(items)  # type: ignore[arg-type]

    assert run(a_plan(path, tmp_path / "a.jsonl"), screen(), meanwhile) == 0  # type: ignore[arg-type]
    assert {"a.jsonl", "a.jsonl.run.json", "b.jsonl", "b.jsonl.run.json"} < {
        p.name for p in tmp_path.iterdir()
    }


def test_files_of_one_stem_are_runs_of_their_own(tmp_path: Path) -> None:
    path = write_set(tmp_path, ["a"])
    for name in ("res.xlsx", "res.csv", "res.json", "res.geojson"):
        assert go(path, tmp_path / name) == 0
    names = {each.name for each in tmp_path.iterdir()}
    assert {"res.xlsx", "res.csv", "res.json", "res.geojson"} < names


def notes_of(path: Path, out: Path) -> list[str]:
    """What a run says of the place that it writes to."""
    watch = screen()
    assert run(a_plan(path, out), watch, inline()) == 0
    assert watch.outcome
    return watch.outcome.notes


def test_a_run_into_the_folder_of_another_run_says_so(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = write_set(tmp_path / "one", ["a"]), write_set(tmp_path / "two", ["b"])
    out = tmp_path / "out"
    assert notes_of(one, out) == []
    assert notes_of(one, out) == []
    assert notes_of(two, out) == [
        f"{out}: holds the outputs of an earlier run over {one}; they are replaced",
    ]
    beside = f"{out}: also holds the files of another run (records.jsonl), which stay as they are"
    assert notes_of(one, out / "x.csv") == [beside]
    assert notes_of(two, out) == [
        f"{out}: also holds the files of another run (x.csv), which stay as they are"
    ]


def test_a_lock_of_a_journal_that_is_gone_holds_nobody(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.jsonl"
    with Journal(path) as first:
        first.remove()
        with Journal(path) as second:
            second.begin({})
        assert path.exists()


def test_hidden_parts_of_a_killed_run_go_and_nothing_else(tmp_path: Path) -> None:
    path, out = write_set(tmp_path, ["a"]), tmp_path / "out"
    out.mkdir()
    for name in (".records.jsonl.abcd1234.part", ".figures.csv.abcd1234.part", ".run.json.abcd_234.part"):
        (out / name).write_text("half")
    mine = [".records.jsonl.part", ".notes.abcd1234.part", "records.jsonl.abcd1234.part"]
    for name in mine:
        (out / name).write_text("mine")
    go(path, out)
    assert sorted(contents(out)) == sorted([*mine, "records.jsonl", "run.json"])


def test_a_damaged_head_never_drops_the_journal_unasked(tmp_path: Path) -> None:
    path, out = write_set(tmp_path, ["a", "b", "c"]), tmp_path / "out"
    with pytest.raises(StoppedError):
        run(a_plan(path, out), screen(), inline(stop_at=2))
    log = (out / "unfinished.jsonl").read_bytes()
    for place in (0, 12, 40, log.index(b"\n")):
        damaged = log[:place] + b"\x01" + log[place + 1 :]
        (out / "unfinished.jsonl").write_bytes(damaged)
        for options in ({}, {"resume": True}, {"restart": True}):
            with pytest.raises(RunError, match="is damaged at its head; drop the unfinished run with"):
                go(path, out, **options)
            assert contents(out) == {"unfinished.jsonl": damaged}
    assert go(path, out, overwrite=True) == 0
    assert sorted(contents(out)) == ["records.jsonl", "run.json"]


def test_a_run_that_cannot_start_leaves_no_journal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two people died.")
    assert call("run", tmp_path / "a.txt", "-o", tmp_path / "out", "--codebook", "none").exit_code == 2
    assert list((tmp_path / "out").iterdir()) == []


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A folder with articles, and in ``out`` a run over them that was stopped."""
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    for name in ("a", "b", "below/c"):
        (folder / f"{name}.txt").write_text(f"{name} people died.")
    with pytest.raises(StoppedError):
        run(a_plan(folder, tmp_path / "out"), screen(), inline(stop_at=1))
    return tmp_path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: (f / "below/c.txt").write_text("Nobody died."), "below/c.txt is changed"),
        (lambda f: (f / "d.txt").write_text("Nobody died."), "d.txt is new"),
        (lambda f: (f / "b.txt").unlink(), "b.txt is gone"),
    ],
)
def test_a_run_does_not_go_on_with_other_articles(
    stopped: Path, change: Callable[[Path], object], said: str
) -> None:
    """Of which the journal holds none yet."""
    change(stopped / "in")
    before = contents(stopped / "out")
    with pytest.raises(RunError, match=f"{said}\\); begin anew with --restart"):
        go(stopped / "in", stopped / "out", resume=True)
    assert contents(stopped / "out") == before
    assert go(stopped / "in", stopped / "out", restart=True) == 0


def test_a_touched_article_is_the_same(stopped: Path) -> None:
    os.utime(stopped / "in/a.txt", (1, 1))
    assert go(stopped / "in", stopped / "out", resume=True) == 0


def test_a_run_does_not_go_on_with_other_options(stopped: Path) -> None:
    with pytest.raises(RunError, match=r"time_limit was 60\.0 and is 5\.0"):
        go(stopped / "in", stopped / "out", resume=True, time_limit=5.0)
    with pytest.raises(RunError, match="formats was"):
        go(stopped / "in", stopped / "out", resume=True, formats=("csv",))
    assert go(stopped / "in", stopped / "out", resume=True, workers=7) == 0


def test_a_run_does_not_go_on_with_another_build(stopped: Path) -> None:
    """The package is a copy, whose lexicon and then whose code is changed."""
    package = stopped / "package"
    shutil.copytree(digests._PACKAGE, package / "extractor", ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.raises(RunError, match="unfinished run"):
        go(stopped / "in", stopped / "out")
    resume = [sys.executable, str(Path(__file__).parent / "broken_run.py"), "run", str(stopped / "in")]
    resume += ["-o", str(stopped / "out"), "--resume"]

    def message() -> str:
        paths = f"{package}{os.pathsep}{Path(__file__).parent}"
        env = {**os.environ, "PYTHONPATH": paths}
        return subprocess.run(resume, capture_output=True, text=True, env=env, check=False).stderr

    lexicon = next((package / "extractor/lexicon").glob("*.toml"))
    lexicon.write_text(lexicon.read_text() + "\n# another word\n")
    assert "cannot be gone on from (the installed package is changed); begin anew with --restart" in message()
    shutil.copy(digests._PACKAGE / "lexicon" / lexicon.name, lexicon)
    assert message() == ""


def test_a_changed_model_library_or_codebook_is_named() -> None:
    before = {"model_build": "1", "codebook_build": "1", "libraries": {"spacy": "1", "numpy": "2"}}
    now = {"model_build": "2", "codebook_build": "2", "libraries": {"spacy": "3", "numpy": "2", "new": "1"}}
    assert differences(before, now) == (
        "the language model is changed, the codebook's file is changed, new was missing and is 1, "
        "spacy was 1 and is 3"
    )
    assert differences(before, before) == ""


def test_a_model_in_a_folder_and_a_codebook_in_a_file_are_known_by_what_they_hold(tmp_path: Path) -> None:
    from extractor.runs.results import Settings

    (tmp_path / "model").mkdir()
    (tmp_path / "model/weights").write_bytes(b"1")
    (tmp_path / "own.toml").write_text("1")
    settings = Settings(model=str(tmp_path / "model"), codebook=str(tmp_path / "own.toml"))
    before = digests.digest_build(settings)
    assert before == digests.digest_build(settings)
    assert {"spacy", "numpy", "thinc", "quantulum3", "python"} <= set(before["libraries"])
    (tmp_path / "model/weights").write_bytes(b"2")
    (tmp_path / "own.toml").write_text("2")
    after = digests.digest_build(settings)
    assert [key for key in after if after[key] != before[key]] == ["model_build", "codebook_build"]


def test_a_huge_file_is_known_by_size_time_and_samples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "WHOLE_BYTES", 1 << 20)
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    os.utime(path, (1, 1))
    first = digests.digest_file(path)
    for place in (0, (1 << 30) - 1):
        with path.open("r+b") as file:
            file.seek(place)
            file.write(b"x")
        os.utime(path, (1, 1))
        assert digests.digest_file(path) != first
        first = digests.digest_file(path)
    os.utime(path, (2, 2))
    assert digests.digest_file(path) != first


def test_many_files_are_summed_up_and_a_change_is_still_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "LISTED", 2)
    found = [("in", f"in/{number}", str(number)) for number in range(3)]
    first = digests.digest_inputs(found)
    assert list(first) == ["in"]
    assert first["in"].endswith("3 files")
    assert digests.digest_inputs([*found[:2], ("in", "in/2", "x")]) != first
    assert digests.digest_inputs(found[:2]) == {"in/0": "0", "in/1": "1"}


def test_parquet_without_pyarrow_is_one_line_before_anything_is_read(tmp_path: Path) -> None:
    path = write_set(tmp_path, ["Two people died."])
    code = "import sys; sys.modules['pyarrow'] = None; from extractor.cli import app; app()"
    for more in (["-o", str(tmp_path / "out"), "-f", "parquet"], ["-o", str(tmp_path / "out.parquet")]):
        command = [sys.executable, "-c", code, "run", str(path), *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "needs" in line and "pyarrow" in line and "pip install" in line
        assert [p.name for p in tmp_path.iterdir()] == ["set.jsonl"]


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("more", [{"resume": True}, {"restart": True}])
def test_a_run_that_ends_while_its_outputs_take_their_names_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, more: dict[str, bool]
) -> None:
    """Over the outputs of a run before it, some of them replaced by then and some not."""
    formats = ("jsonl", "csv", "parquet")
    path, whole, out = write_set(tmp_path, ["a", "b"]), tmp_path / "whole", tmp_path / "out"
    go(path, whole, formats=formats)
    path.write_text(ROW + "no JSON\n")
    go(path, out, formats=formats)
    write_set(tmp_path, ["a", "b"])
    publish = Part.publish
    published: list[Part] = []

    def ended(part: Part) -> None:
        if len(published) == at:
            raise KeyboardInterrupt
        published.append(part)
        publish(part)

    monkeypatch.setattr(Part, "publish", ended)
    with pytest.raises(StoppedError):
        go(path, out, formats=formats)
    monkeypatch.undo()
    assert go(path, out, formats=formats, **more) == 0
    assert contents(out) == contents(whole)
