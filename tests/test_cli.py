"""The command line: what it prints, what it writes, how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.sources import read_article

STORY = (
    "KABUL, March 12, 2024 (Wire) -- At least 12 people were killed and 30 injured on Tuesday, police said."
)


def call(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], env={"COLUMNS": "200", "NO_COLOR": "1"})


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "story.txt").write_text(STORY)
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_run_writes_one_extraction_a_line_and_prints_the_figures(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call("run", story, "-o", out)
    assert result.exit_code == 0
    (record,) = lines(out / "records.jsonl")
    assert record["article"]["id"] == "story"
    assert record["summary"]["killed"]["quantity"]["best"] == 12
    assert not (out / "errors.jsonl").exists()
    assert "story: killed ≥ 12, injured 30" in result.stdout
    assert str(out / "records.jsonl") in result.stdout
    again = call("run", story, "-o", tmp_path / "again.jsonl")
    assert again.exit_code == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (out / "records.jsonl").read_bytes()


def test_a_run_goes_on_past_what_cannot_be_read(story: Path, tmp_path: Path) -> None:
    (story / "empty.txt").write_text("")
    (story / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (story / "link.txt").symlink_to(story / "nowhere")
    out = tmp_path / "out"
    result = call("run", story, "-o", out)
    assert result.exit_code == 1
    assert [line["article"]["id"] for line in lines(out / "records.jsonl")] == ["story"]
    failed = lines(out / "errors.jsonl")
    assert [Path(f["place"]).name for f in failed] == ["binary.txt", "empty.txt", "link.txt"]
    assert all(f["reason"] and f["remedy"] for f in failed)
    told = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(told) == 3
    (story / "empty.txt").unlink()
    (story / "binary.txt").unlink()
    (story / "link.txt").unlink()
    assert call("run", story, "-o", out).exit_code == 0
    assert not (out / "errors.jsonl").exists()


@pytest.mark.parametrize(
    "args",
    [
        ["run"],
        ["run", "no-such-file.txt"],
        ["run", "{story}", "--published", "last week"],
        ["run", "{story}", "--workers", "0"],
        ["run", "{story}", "--codebook", "no-such-codebook"],
        ["run", "{story}", "--model", "no_such_model"],
        ["run", "{story}", "-o", "records.csv", "--format", "jsonl"],
        ["run", "{story}", "--format", "xlsx"],
        ["show", "no-such-file.txt"],
        ["score", "no-such-set.jsonl"],
        ["score", "{story}"],
        ["score", "{story}", "{story}"],
        ["nonsense"],
        ["run", "--nonsense"],
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_wrong(
    args: list[str], story: Path, tmp_path: Path
) -> None:
    filled = [arg.format(story=story) for arg in args]
    result = call(*filled, *(["-o", tmp_path / "out"] if args[:1] == ["run"] and "-o" not in args else []))
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_an_output_that_cannot_be_written_is_one_line_and_exit_1(story: Path) -> None:
    result = call("run", story, "-o", story / "story.txt" / "out")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert "story.txt/out: cannot be written" in line


def test_sample_writes_articles_and_never_over_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    result = call("sample", folder)
    assert result.exit_code == 0
    assert f"3 articles -> {folder}" in result.stdout
    article = folder / "river-clashes.txt"
    assert read_article(article).title == "Guns fall silent on the Sarvi"
    article.write_text("my own", encoding="utf-8")
    for other in folder.glob("[!r]*"):
        other.unlink()
    again = call("sample", folder)
    assert again.exit_code == 2
    assert again.stderr == f"error: {article}: is there already; name another folder\n"
    assert [path.read_text(encoding="utf-8") for path in folder.iterdir()] == ["my own"]


def test_schema_prints_a_schema_that_the_records_satisfy(story: Path, tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(call("schema").stdout)
    Draft202012Validator.check_schema(schema)
    call("run", story, "-o", tmp_path / "out.jsonl")
    (record,) = lines(tmp_path / "out.jsonl")
    Draft202012Validator(schema).validate(record)
    with pytest.raises(Exception, match="Additional properties"):
        Draft202012Validator(schema).validate(record | {"more": 1})


def test_show_prints_the_article_its_spans_and_its_tables(story: Path) -> None:
    result = call("show", story / "story.txt")
    assert result.exit_code == 0
    assert "[At least 12 people]" in result.stdout
    assert "Counts" in result.stdout
    assert "≥ 12" in result.stdout


def test_show_neutralises_terminal_escapes(story: Path) -> None:
    hostile = story / "hostile.txt"
    hostile.write_text(f"\x1b]0;owned\x07\x1b[2J{STORY} \u202egnp.exe [bold]bold[/bold] \x9b31m")
    result = call("show", hostile)
    assert result.exit_code == 0
    assert not set(result.stdout) & set("\x1b\x07\x9b\u202e")
    assert "[bold]bold[/bold]" in result.stdout


def test_show_names_a_file_that_cannot_be_read(story: Path) -> None:
    (story / "empty.txt").write_text("\n")
    result = call("show", story / "empty.txt")
    assert result.exit_code == 1
    assert "empty.txt: is empty; give an article with text in it" in result.stderr


def test_score_reads_a_labelled_set(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    gold = {
        "labelled": ["casualties", "summary"],
        "casualties": [
            {"quote": "At least 12 people", "outcome": "killed", "quantity": {"best": 12}},
            {"quote": "30", "outcome": "injured", "quantity": {"best": 30}},
            {"quote": "police", "outcome": "missing", "quantity": {"best": 4}},
        ],
        "summary": {"killed": 12, "missing": 4},
    }
    path.write_text(json.dumps({"id": "s", "text": STORY, "published": None, "gold": gold}) + "\n")
    result = call("score", path, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["lists"]["casualties"]["figure"]["tp"] == 2
    assert report["summary"]["killed"]["exact"]["accuracy"] == 1.0
    assert "findings" not in report
    told = call("score", path, "--errors").stdout
    assert "casualties · miss · missed number: 1" in told
    assert "gold missing 4 “police”" in told


def test_score_reads_a_corpus_beside_its_labels_and_counts_failures_as_misses(tmp_path: Path) -> None:
    for name, text in (("a", STORY), ("b", "")):
        (tmp_path / f"{name}.txt").write_text(text)
        gold = {"labelled": ["summary"], "summary": {"killed": 12}}
        (tmp_path / f"{name}.json").write_text(json.dumps(gold))
    result = call("score", tmp_path, tmp_path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["summary"]["killed"]["exact"]["accuracy"] == 0.5
    assert "b.txt: is empty" in result.stderr


def test_a_wrong_label_stops_the_scoring_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.json").write_text('{"labelled": ["dates"], "dates": [{"quote": "Sunday", "value": null}]}')
    result = call("score", tmp_path, tmp_path)
    assert result.exit_code == 2
    assert "a.json: dates[0]: quote 'Sunday'" in result.stderr


def test_version_and_help_answer_without_a_language_library() -> None:
    code = (
        "import sys\nfrom extractor.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'spacy', 'quantulum3', 'dateparser', 'pydantic', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert call("--version").stdout.startswith("extractor ")
