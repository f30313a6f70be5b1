"""Files, folders and JSONL: every article found once, and no file stops the others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractor.articles.article import Article
from extractor.articles.failures import ArticleError, ReadFailure
from extractor.articles.inputs import Item
from extractor.articles.sources import (
    LISTED,
    count_items,
    find_items,
    read_article,
    read_articles,
    read_jsonl,
    read_paths,
)


def ids(path: Path) -> list[str]:
    return [item.id for item in read_paths([path]) if isinstance(item, Article)]


def failures(path: Path) -> list[ReadFailure]:
    return [item for item in read_paths([path]) if isinstance(item, ReadFailure)]


def test_folders_are_read_recursively_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", "sub/.hidden.txt", ".git/x.txt", "notes.odt", "README.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("Two people died.")
    assert ids(tmp_path) == ["a", "b", "sub/c"]
    assert count_items([tmp_path]) == 3


def test_equal_names_get_ids_of_their_own(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt", "one/a.txt", "two/a.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("Two people died.")
    assert ids(tmp_path) == ["a", "a.txt", "one/a", "two/a"]
    articles = read_paths([tmp_path / "one/a.txt", tmp_path / "two/a.txt", tmp_path / "a.txt"])
    assert [a.id for a in articles if isinstance(a, Article)] == ["a", "a.txt", "a#2"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("Two people died.")
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert ids(tmp_path) == ["sub/a"]
    assert [Path(f.place).name for f in failures(tmp_path)] == ["self.txt"]


def test_broken_links_and_special_files_are_named_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two people died.")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert ids(tmp_path) == ["a"]
    reasons = {Path(f.place).name: f.reason for f in failures(tmp_path)}
    assert "No such file" in reasons["gone.txt"]
    assert reasons["pipe.txt"] == reasons["pipe.jsonl"] == "is not a regular file"


def test_files_and_folders_without_rights_are_named_and_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("a.txt", "closed.txt", "closed.jsonl", "folder/b.txt"):
        (tmp_path / name).write_text("Two people died.")
    real_open, real_scan = Path.open, os.scandir

    def refuse(path: Path) -> None:
        if path.stem in {"closed", "folder"}:
            raise PermissionError(13, "Permission denied", str(path))

    def open_path(self: Path, *args: Any, **kwargs: Any) -> Any:
        refuse(self)
        return real_open(self, *args, **kwargs)

    def scan(path: Path) -> Any:
        refuse(path)
        return real_scan(path)

    monkeypatch.setattr(Path, "open", open_path)
    monkeypatch.setattr(os, "scandir", scan)
    assert ids(tmp_path) == ["a"]
    output = failures(tmp_path)
    assert {Path(f.place).name for f in output} == {"closed.txt", "closed.jsonl", "folder"}
    assert {f.reason for f in output} == {"cannot be read (Permission denied)"}


def test_jsonl_lines_become_articles_and_broken_lines_failures(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    lines = [
        json.dumps({"id": "one", "text": "Two died.", "published": "2024-03-12", "gold": {"labelled": []}}),
        "",
        json.dumps({"text": "Three died.", "title": "T"}),
        "{broken",
        json.dumps({"id": "no-text"}),
        json.dumps({"id": 7, "text": "Four died.", "published": None}),
        json.dumps({"id": "one", "text": "Five died."}),
        '{"id": "s", "text": "Six \\ud800 died."}',
        "[" * 100_000,
        json.dumps({"id": "empty", "text": "  "}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    items = list(read_paths([path]))
    articles = [item for item in items if isinstance(item, Article)]
    assert [a.id for a in articles] == ["one", "set-3", "7", "one#2", "s"]
    assert (articles[0].published, articles[0].published_basis) == (date(2024, 3, 12), "metadata")
    assert articles[4].text == "Six \ufffd died."
    assert [f.place for f in items if isinstance(f, ReadFailure)] == [f"{path}:{n}" for n in (4, 5, 9, 10)]
    first = next(iter(read_jsonl(path)))
    assert not isinstance(first, ReadFailure)
    assert first.extra == {"gold": {"labelled": []}}


def test_an_over_long_line_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    long, short = ({"id": i, "text": "a" * n} for i, n in (("long", 200_000), ("short", 5)))
    path.write_text(f"{json.dumps(long)}\n{json.dumps(short)}\n")
    first, second = read_jsonl(path, max_chars=1000)
    assert isinstance(first, ReadFailure)
    assert not isinstance(second, ReadFailure)
    assert second.article.id == "short"


def test_an_over_long_file_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(1 << 34)
    assert "too long" in failures(path)[0].reason


def test_skipped_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_text("{}\n")
    assert list(read_paths([tmp_path], skip=[tmp_path / "records.jsonl"])) == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone shows itself as files")
@pytest.mark.parametrize("name", ["/proc/self/status", "/proc/kmsg", "/dev/zero", "/dev/stdin"])
def test_devices_and_files_that_the_system_makes_up_are_refused_by_type(name: str, tmp_path: Path) -> None:
    link = tmp_path / "story.txt"
    link.symlink_to(name)
    rows = tmp_path / "rows.jsonl"
    rows.symlink_to(name)
    found = list(find_items([tmp_path]))
    assert [item.reason for item in found if isinstance(item, ReadFailure)] == ["is not a regular file"] * 2
    assert count_items([tmp_path]) == 2
    with pytest.raises(ArticleError, match="is not a regular file"):
        read_article(link)


@pytest.mark.parametrize(
    "line",
    [
        "{}\n",
        '{"text": 5}\n',
        '{"text": " "}\n',
        "x\n",
        '{"text": "He died."}\n{}\n',
        '{"text": "A.", "published": "soon"}\n',
        '{"text": "---\\npublished: soon\\n---\\nA."}\n',
        '{"text": "---\\ntitle: A\\n---\\n"}\n',
    ],
)
def test_rows_without_a_text_or_a_day_by_the_thousand_are_one_counted_failure(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line * 5_000 + '{"text": "Six died."}\n')
    found = list(find_items([path]))
    failures = [item for item in found if isinstance(item, ReadFailure)]
    items = [item for item in found if isinstance(item, Item)]
    (failure,) = failures
    assert failure.reason.startswith(f"5,000 rows are no articles (the first, {path}:{line.count(chr(10))}, ")
    assert failure.place == str(path)
    assert failure.times == 5_000
    assert items[-1].data == "Six died."
    assert len(items) == 1 + 5_000 * line.count("died")


def test_a_few_rows_without_a_text_are_named_and_each_kind_is_counted_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("{}\n" * LISTED + "x\n" * 3_000 + '{"text": "Six died."}\n' + "[\n")
    found = list(find_items([path]))
    assert isinstance(found[0], Item)
    few, many = found[1:-1], found[-1]
    assert [str(failure).split(" ")[0] for failure in few] == [f"{path}:{n}:" for n in range(1, LISTED + 1)]
    assert isinstance(many, ReadFailure)
    assert many.reason.startswith(f"3,001 rows are no articles (the first, {path}:{LISTED + 1}, is not JSON")
    assert many.times == 3_001


def test_rows_that_fail_each_in_its_own_way_are_a_bounded_number_of_failures(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("id,text\n" + "".join(f"{'x,' * (n % 500 + 3)}\n" for n in range(5_000)))
    (failure,) = find_items([path])
    assert isinstance(failure, ReadFailure)
    assert failure.times == 5_000


def test_rows_with_other_words_in_place_of_a_day_fail_alike_and_a_given_day_takes_its_place(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,published\n" + "".join(f"Six died.,{chr(97 + n % 26) * 5}\n" for n in range(5_000)))
    (failure,) = find_items([path])
    assert isinstance(failure, ReadFailure)
    assert (
        failure.reason == f"5,000 rows are no articles (the first, {path}:2, published 'aaaaa' is not a date)"
    )
    assert len(list(find_items([path], published=date(2024, 3, 12)))) == 5_000


def test_an_article_that_is_wanted_at_any_price_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "Six died."}\n{}\n' * 50)
    found = read_articles(path)
    assert next(found).text == "Six died."
    with pytest.raises(ArticleError, match=r"rows.jsonl:2: has no string under 'text'"):
        next(found)


def test_blank_lines_by_the_million_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n" * 1_000_000 + '{"text": "Six died."}\n')
    assert [item.id for item in find_items([path]) if isinstance(item, Item)] == ["rows-1000001"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of POSIX")
def test_a_full_temporary_folder_is_one_error(tmp_path: Path) -> None:
    code = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from extractor.articles.sources import Names
names = Names()
try:
    for number in range(300_000):
        names.claim(f"an article with a name of its own, number {number}")
except OSError as error:
    print(type(error).__name__, error.strerror, error.filename)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("OSError no room for the ids"), done.stderr
