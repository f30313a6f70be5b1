"""Gold files: what was labelled, where its quotes stand, and errors that say what to mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.gold import GoldError, locate, occurrences, parse_gold, read_corpus, read_set

TEXT = "Two died on Monday. By Monday night two more died."


def gold(**keys: Any) -> dict[str, Any]:
    return {"article": "a", "labelled": list(keys), **keys}


def write_set(path: Path, *labels: dict[str, Any], text: str = TEXT) -> Path:
    rows = ({"id": f"r{i}", "text": text, "published": None, "gold": g} for i, g in enumerate(labels))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_left_out_keys_and_explicit_nulls_are_distinguished() -> None:
    record = {"quote": "Two", "outcome": "killed", "quantity": {"best": 2, "high": None}, "source": None}
    parsed = parse_gold(gold(casualties=[record]), "a", "gold/a.json")
    assert dict(parsed.casualties[0].labelled_keys()) == {
        "outcome": "killed",
        "quantity.best": 2,
        "quantity.high": None,
        "source": None,
    }
    assert parsed.summary.model_fields_set == set()


def test_quotes_are_found_by_number_from_one() -> None:
    parsed = parse_gold(gold(dates=[{"quote": "Monday", "nth": 2, "value": None}]), "a", "x")
    assert locate(parsed.dates[0], TEXT) == (TEXT.rindex("Monday"), TEXT.rindex("Monday") + 6)
    assert occurrences("aaa", "aa") == [(0, 2), (1, 3)]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (gold(casualties=[{"quote": "Two", "outcome": "dead"}]), "casualties.0.outcome"),
        (gold(casualties=[{"quote": "Two", "outcom": "killed"}]), "casualties.0.outcom"),
        (gold(casualties=[{"quote": "Two", "quantity": {"best": "2"}}]), "casualties.0.quantity.best"),
        (
            gold(casualties=[{"quote": "Three", "outcome": "killed"}]),
            "'Three' number 1 is not in the article",
        ),
        (gold(dates=[{"quote": "Monday", "nth": 3, "value": None}]), "'Monday' number 3 is not"),
        (gold(actors=[{"name": "Police", "quotes": ["police"]}]), "'police' is not in the article"),
        ({"article": "a"}, "labelled"),
        (gold(weather=[]), "labelled"),
    ],
)
def test_a_wrong_label_is_refused_with_its_place(
    tmp_path: Path, labels: dict[str, Any], message: str
) -> None:
    path = write_set(tmp_path / "set.jsonl", gold(), labels)
    with pytest.raises(GoldError, match=message) as caught:
        list(read_set(path))
    assert str(caught.value).startswith(f"{path} (r1)")


def test_a_set_without_gold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    with pytest.raises(GoldError, match="no key 'gold'"):
        list(read_set(path))


def test_a_row_without_usable_text_is_a_failure_with_its_labels(tmp_path: Path) -> None:
    path = write_set(tmp_path / "set.jsonl", gold(casualties=[{"quote": "Two"}]), text=" ")
    (row,) = read_set(path)
    assert row.failure is not None
    assert (row.article.id, len(row.gold.casualties)) == ("r0", 1)


def test_a_corpus_is_read_beside_its_labels(tmp_path: Path) -> None:
    corpus, labels = tmp_path / "corpus", tmp_path / "gold"
    for name in ("one", "sub/two", "unlabelled", "broken"):
        for folder in (corpus, labels):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / f"{name}.txt").write_text("" if name == "broken" else TEXT)
        if name != "unlabelled":
            (labels / f"{name}.json").write_text(json.dumps(gold(casualties=[])))
    (corpus / "README.md").write_text("About the corpus.")
    (labels / "floors.json").write_text("{}")
    rows = list(read_corpus(corpus, labels))
    assert [row.gold.article for row in rows] == ["broken", "one", "sub/two"]
    assert [row.failure is not None for row in rows] == [True, False, False]


def test_a_gold_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(GoldError, match=r"a\.json: not readable as JSON"):
        list(read_corpus(tmp_path, tmp_path))
