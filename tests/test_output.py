"""Output appears whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.output import atomic_text, failure_line, jsonl_line
from extractor.records import ArticleInfo, Extraction


def test_the_file_takes_its_name_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new" / "records.jsonl"
    with atomic_text(path) as file:
        file.write("one\n")
        assert not path.exists()
    assert path.read_text() == "one\n"
    assert [p.name for p in path.parent.iterdir()] == ["records.jsonl"]


def test_a_failing_run_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("old\n")
    with pytest.raises(RuntimeError), atomic_text(path) as file:
        file.write("half\n")
        raise RuntimeError
    assert path.read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["records.jsonl"]


def test_a_record_is_one_line_in_the_contract_s_keys() -> None:
    line = jsonl_line(Extraction(article=ArticleInfo(id="a\nb", title="Zürich “fire”")))
    assert line.count("\n") == 1
    assert Extraction.model_validate_json(line).article.title == "Zürich “fire”"
    assert list(json.loads(line))[:3] == ["schema_version", "article", "actors"]


def test_a_failure_is_one_line_that_names_article_reason_and_remedy() -> None:
    line = failure_line("a.txt", "is empty", "give text")
    assert json.loads(line) == {"article": "a.txt", "reason": "is empty", "remedy": "give text"}
