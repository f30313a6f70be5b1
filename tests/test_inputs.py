"""What people hand in: standard input, patterns, tables with columns of their own, JSON, URLs, odd files."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from pyarrow import parquet
from test_cli import call

from extractor.articles.article import Article
from extractor.articles.columns import choose_columns, presets
from extractor.articles.failures import ReadFailure
from extractor.articles.readers import suffix_of
from extractor.articles.sources import find_items, read_articles, read_paths
from extractor.runs.readback import read_records

STORY = "At least 12 people were killed and 30 injured in Brod on Tuesday, police said."
OTHER = "Some 300 people fled their homes in Marn, the mayor said."
ACLED = (
    "event_id_cnty;event_date;event_type;actor1;country;location;source;notes;fatalities\n"
    'XYZ12;13 March 2024;Battles;Northern Guard;Ostra;Brod;Daily Post;"On 13 March 2024, the Northern Guard '
    'attacked Brod; 4 soldiers were killed.";4\n'
)


def articles(path: Path | str, **options: Any) -> list[Article]:
    found = list(read_paths([path], **options))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def failures(path: Path | str, **options: Any) -> list[str]:
    return [str(item) for item in read_paths([path], **options) if isinstance(item, ReadFailure)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_is_read_by_the_names_of_its_own_columns(tmp_path: Path, mark: str, encoding: str) -> None:
    file = io.StringIO()
    rows = [["Case", "Body", "Day", "Région"], ["c1", STORY, "13 March 2024", "Nörd"], ["", OTHER, "", ""]]
    csv.writer(file, delimiter=mark).writerows(rows)
    path = tmp_path / "table.csv"
    path.write_bytes(file.getvalue().encode(encoding))
    columns = choose_columns(text="body", published="DAY", id="case")
    first, second = articles(path, columns=columns)
    assert (first.id, first.text, str(first.published)) == ("c1", STORY, "2024-03-13")
    assert (dict(first.extra), dict(second.extra)) == ({"Région": "Nörd"}, {})
    assert (second.id, second.text, second.published) == ("table-2", OTHER, None)


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"id;body\n1;{STORY}\n")
    (failure,) = failures(path)
    assert "has no column 'text' (it has id, body); name the one with the text with --text-column" in failure
    (tmp_path / "n.jsonl").write_text('{"id": 1, "text": null}\n{"id": 2, "body": "x"}\n')
    null, other = failures(tmp_path / "n.jsonl")
    assert "has no string under 'text'; give a text there" in null
    assert "has no string under 'text' (it has id, body); name" in other


@pytest.mark.parametrize("name", ["export.csv", "export.jsonl", "export.json"])
def test_an_export_of_acled_is_read_by_its_columns(tmp_path: Path, name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(ACLED), delimiter=";")
    content = {
        "export.csv": ACLED,
        "export.jsonl": json.dumps(row) + "\n",
        "export.json": json.dumps({"status": 200, "count": 1, "data": [row]}),
    }
    (tmp_path / name).write_text(content[name])
    (article,) = articles(tmp_path / name, columns=presets()["acled"])
    assert (article.id, str(article.published), article.source) == ("XYZ12", "2024-03-13", "Daily Post")
    assert article.text.startswith("On 13 March 2024")
    assert dict(article.extra) == {
        "event_type": "Battles",
        "actor1": "Northern Guard",
        "country": "Ostra",
        "location": "Brod",
        "fatalities": "4",
    }


def test_a_list_of_articles_of_gdelt_is_read_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(
        json.dumps(
            {
                "articles": [
                    {
                        "url": "https://example.org/a?b=1",
                        "title": "Seven killed in Brod blast",
                        "seendate": "20240313T101500Z",
                        "domain": "example.org",
                        "language": "English",
                    }
                ]
            }
        )
    )
    (tmp_path / "list.csv").write_text(
        "URL,MobileURL,Date,Title\nhttps://example.org/b,,2024-03-13 10:15:00,Nine hurt in Marn fire\n"
    )
    table, answer = (
        articles(tmp_path / name, columns=presets()["gdelt"]) for name in ("list.csv", "list.json")
    )
    for (article,) in (table, answer):
        assert article.text == article.title
        assert article.id == article.url
        assert str(article.published) == "2024-03-13"
    assert dict(answer[0].extra) == {"language": "English"}


def test_unknown_columns_are_refused_with_those_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    result = call("run", tmp_path / "a.txt", "--columns", "aclde", "-o", tmp_path / "out")
    assert (result.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert result.stderr == "error: no columns 'aclde'; choose acled or gdelt, or name --text-column\n"


JSON = {
    "array": [{"text": STORY}, {"text": OTHER}],
    "object": {"text": STORY, "tags": [{"name": "war"}]},
    "object with lists before its text": {"tags": [{"name": "war"}], "text": STORY},
    "answer of a service": {
        "total": 2,
        "articles": [{"text": STORY}, {"text": OTHER, "by": {"name": "Ana"}}],
    },
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("kind", ["array", "object", "answer of a service"])
def test_json_is_an_array_an_object_or_an_answer_with_a_list(
    tmp_path: Path, kind: str, encoding: str
) -> None:
    path = tmp_path / "set.json"
    path.write_bytes(json.dumps(JSON[kind], indent=1, ensure_ascii=False).encode(encoding))
    assert [article.text for article in articles(path)] == [STORY, OTHER][: 1 if kind == "object" else 2]


def test_lines_of_json_under_the_ending_of_json_are_read(tmp_path: Path) -> None:
    (tmp_path / "set.json").write_text("".join(json.dumps({"text": text}) + "\n" for text in (STORY, OTHER)))
    assert [article.text for article in articles(tmp_path / "set.json")] == [STORY, OTHER]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"text": "one"}, {"text": ', "is damaged after item 1"),
        (b"{not json", "is not JSON"),
        (b"", "is not JSON"),
        (b'[{"text": "one"}, 7]', "has no string under 'text'"),
        (b'[{"text": {"body": "one"}}]', "has no string under 'text'"),
        (b'[{"text": "' + b"a" * 100_000 + b'"}]', "has an item of over"),
        (b"[" * 100_000, "has an item of over"),
    ],
)
def test_broken_json_is_one_clear_line(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "set.json"
    path.write_bytes(data)
    (failure,) = failures(path, max_chars=1000)
    assert failure.startswith(str(path))
    assert reason in failure
    assert "\n" not in failure


def test_empty_objects_without_end_are_counted_and_hold_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text("[" + "{}," * 200_000 + '{"text": "one"}]')
    found = list(find_items([path]))
    assert len(found) == 2
    assert f"200,000 rows are no articles (the first, {path} item 1, has no string" in str(found[-1])


def test_tabs_part_fields_with_plain_quotes(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text(f'id\ttext\na\t"Run," he said. {STORY}\nb\t"{OTHER}"\n')
    assert [(article.id, article.text) for article in articles(path)] == [
        ("a", f'"Run," he said. {STORY}'),
        ("b", OTHER),
    ]


def test_a_pattern_names_files_and_folders(tmp_path: Path) -> None:
    for name in ("a/one.txt", "a/two.txt", "b/three.txt", "b/.hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    assert [article.id for article in articles(f"{tmp_path}/*/t*.txt")] == ["two", "three"]
    assert [article.id for article in articles(f"{tmp_path}/[ab]")] == ["one", "two", "three"]
    (tmp_path / "odd[1].txt").write_text(STORY)
    assert [article.id for article in articles(tmp_path / "odd[1].txt")] == ["odd[1]"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("news/*.txt", "news/*.txt: matches no file"),
        ("nothing.csv", "nothing.csv: does not exist"),
        ("nowhere://a", "nowhere://a: cannot be opened (Protocol not known"),
        ("memory://nothing/here.txt", "memory://nothing/here.txt: does not exist"),
        ("gs://bucket/a.txt", "gs://bucket/a.txt: needs a package for gs://"),
    ],
)
@pytest.mark.parametrize("command", ["run", "show"])
def test_what_is_not_there_is_one_line_and_nothing_is_written(
    tmp_path: Path, given: str, words: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(command, given, *(("-o", "out") if command == "run" else ()))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {words}")
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"Seven people died.", ".txt"),
        (b"[Wire] Seven people died.", ".txt"),
        (b"{Wire} Seven people died.", ".txt"),
        (b'{"text": "a"}\n{"text": "b"}\n', ".jsonl"),
        (b'[{"text": "a"}]', ".json"),
        (b'{\n "text": "a"\n}', ".json"),
        (b"\xef\xbb\xbfid;text\n1;a\n", ".csv"),
        (b"Seven died, text and title follow.\n", ".txt"),
        (b"<!DOCTYPE html><html>", ".html"),
        (b"PAR1", ".parquet"),
        (b"\x1f\x8b\x08", ".jsonl.gz"),
    ],
)
def test_what_comes_in_is_known_by_its_first_bytes(data: bytes, suffix: str) -> None:
    assert suffix_of(data, choose_columns()) == suffix


def piped(folder: Path, data: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "extractor.cli", *words]
    return subprocess.run(command, input=data, cwd=folder, capture_output=True, check=False)


def test_standard_input_is_read_as_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "set.csv").write_text(f"day,body\n2024-03-13,{STORY!r}\n".replace("'", '"'))
    options = ("--text-column", "body", "--date-column", "day", "-o")
    for given, out in (("-", "in"), ("set.csv", "file")):
        done = piped(tmp_path, (tmp_path / "set.csv").read_bytes(), "run", given, *options, out)
        assert done.returncode == 0, done.stderr
    (one,), (other,) = (list(read_records(tmp_path / out)) for out in ("in", "file"))
    assert one.article.id == "stdin-1"
    assert one.casualties == other.casualties
    assert json.loads((tmp_path / "in" / "run.json").read_text())["articles"] == ["-"]
    empty = piped(tmp_path, b" \n", "run", "-", "-o", "none")
    assert (empty.returncode, (tmp_path / "none").exists()) == (2, False)
    assert empty.stderr == b"error: standard input: is empty; pipe articles in, or name files\n"


def test_the_other_columns_stand_in_the_records_and_in_every_table(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(ACLED)
    formats = (
        "jsonl",
        "parquet",
        "csv",
        "hxl",
        "geojson",
        "articles-csv",
        "events-csv",
        "victims-csv",
        "xlsx",
    )
    options = [word for name in formats for word in ("-f", name)]
    result = call("run", tmp_path / "export.csv", "--columns", "acled", *options, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    for name in ("records.jsonl", "records.parquet"):
        (record,) = read_records(out / name)
        assert record.article.extra["fatalities"] == "4"
    for name in ("figures.csv", "figures.hxl.csv", "articles.csv", "events.csv"):
        with (out / name).open(encoding="utf-8", newline="") as file:
            *_, row = csv.DictReader(file)
        assert (row["fatalities"], row["input_country"]) == ("4", "Ostra")
        assert row["input_event_type"] == "Battles"
    (feature,) = json.loads((out / "events.geojson").read_text())["features"]
    assert feature["properties"]["actor1"] == "Northern Guard"
    assert parquet.read_table(out / "figures.parquet").column("location").to_pylist() == ["Brod"]


def test_the_tables_carry_a_bounded_number_of_columns(tmp_path: Path) -> None:
    rows = ({"text": STORY, **{f"c{number}-{i}": "x" for i in range(150)}} for number in range(2))
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = call("run", tmp_path / "set.jsonl", "-f", "csv", "-o", tmp_path / "out")
    assert "leave out 100 columns of the input" in result.stderr
    with (tmp_path / "out" / "figures.csv").open(encoding="utf-8") as file:
        assert file.readline().count(",c0-") == 150


def test_what_a_folder_holds_and_is_not_read_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.odt", "c.odt", "d.PNG", "README.md", ".hidden.odt", "Makefile"):
        (folder / name).write_text(STORY)
    result = call("run", folder, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "note: skipped 5: 2 .odt, 1 .png, 1 Makefile, 1 README.md" in result.stderr


def test_a_folder_called_as_a_file_is_read_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    (tmp_path / "x.json" / "a.txt").write_text(STORY)
    assert [article.id for article in articles(tmp_path)] == ["x.json/a"]
    assert [article.id for article in articles(tmp_path / "x.json")] == ["a"]


@pytest.fixture
def memory() -> Iterator[Any]:
    """A file system in memory with a folder of articles."""
    files = fsspec.filesystem("memory")
    files.pipe("/in/a/one.txt", STORY.encode())
    files.pipe("/in/two.json", json.dumps([{"id": "t", "text": OTHER}]).encode())
    files.pipe("/in/README.md", b"no article")
    files.pipe("/in/.hidden.txt", b"no article")
    yield files
    files.rm("/in", recursive=True)


def test_articles_are_read_from_any_file_system(memory: Any, tmp_path: Path) -> None:
    assert [article.id for article in articles("memory://in")] == ["a/one", "t"]
    assert [article.id for article in articles("memory://in/two.json")] == ["t"]
    assert [article.id for article in read_articles("memory://in/**/*.txt")] == ["one"]
    result = call("run", "memory://in", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert [record.article.id for record in read_records(tmp_path / "out")] == ["a/one", "t"]
