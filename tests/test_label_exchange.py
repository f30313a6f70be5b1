"""Labels to Label Studio and spaCy and back: nothing lost, and valid by the tool's own schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from label_studio_sdk.label_interface.interface import LabelInterface
from oracle import labelled_rows, oracle, write_corpus
from spacy.tokens import DocBin
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.gold import GoldError, gold_files, parse_gold, read_corpus
from extractor.labelling.anchor import anchor
from extractor.labelling.docbin import read_docbin, write_docbin
from extractor.labelling.from_words import LABELS
from extractor.labelling.label_studio import from_task, labelling_config, read_tasks, to_task

ROOT = Path(__file__).parent.parent
Pair = tuple[dict[str, Any], str]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """All gold of the corpus as it stands in the files, with its texts."""
    gold = {path.stem: json.loads(path.read_text()) for path in gold_files(ROOT / "gold")}
    return [(gold[row.article.id], row.article.text) for row in read_corpus(ROOT / "corpus", ROOT / "gold")]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def plain(gold: dict[str, Any]) -> dict[str, Any]:
    """Gold with its records in one order, ``nth`` only where it says something, quotes once each."""
    stated = {key: value for key, value in gold.items() if key not in {"labelled"}}
    for name in LABELS:
        records = []
        for record in gold[name]:
            kept = {k: v for k, v in record.items() if (k, v) != ("nth", 1)}
            if "quotes" in kept:
                kept["quotes"] = sorted(set(kept["quotes"]))
            records.append(kept)
        stated[name] = sorted(records, key=lambda record: json.dumps(record, sort_keys=True))
    return stated | {"labelled": sorted(gold["labelled"])}


def test_labels_come_back_from_label_studio_as_they_went(pairs: list[Pair]) -> None:
    for gold, text in pairs:
        task = json.loads(json.dumps(to_task(gold, text)))
        assert plain(from_task(task)) == plain(gold)


def test_tasks_and_config_are_valid_by_the_schema_of_label_studio(pairs: list[Pair]) -> None:
    interface: Any = LabelInterface(labelling_config())
    interface.validate()
    for gold, text in pairs:
        task = to_task(gold, text)
        assert interface.validate_task({"data": task["data"]})
        assert interface._validate_object_logic(task["annotations"][0]) == []
        guess = to_task(gold, text, predicted_by="extractor")
        assert interface.validate_prediction(guess["predictions"][0], return_errors=True) == []
    broken = to_task(*pairs[0])["annotations"][0]
    broken["result"][0]["value"]["labels"] = ["weather"]
    assert interface._validate_object_logic(broken) != []


def test_no_label_stands_for_two_things() -> None:
    labels = [label for group in LABELS.values() for label in group]
    assert len(labels) == len(set(labels))


def region(label: str, start: int, end: int, words: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": [label]}
    return {
        "id": f"{label}{start}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": value,
    } | more


def task(text: str, *regions: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"text": text, "article": "a"}, "annotations": [{"result": list(regions)}]}


def test_a_span_alone_gives_a_record_with_its_number_read() -> None:
    text = "🚨 At least 12 soldiers died, police said; 12 soldiers."
    gold = from_task(
        task(text, region("killed", 3, 23, "At least 12 soldiers"), region("police", 30, 36, "police"))
    )
    assert gold["labelled"] == ["actors", "casualties"]
    assert gold["actors"] == [{"name": "police", "kind": "police", "quotes": ["police"]}]
    (record,) = gold["casualties"]
    assert (record["quote"], record["outcome"]) == ("At least 12 soldiers", "killed")
    assert record["quantity"] == {"low": 12, "best": 12, "high": None, "qualifier": "at_least"}
    parse_gold(gold, "a", "test")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (task("Two died.", region("killed", 0, 5, "Three")), "'Three' does not stand in its text"),
        (task("Two died.", region("weather", 0, 3, "Two")), "no such label 'weather'"),
        ({"data": {"text": "x"}}, "no text, article or annotation"),
    ],
)
def test_a_task_that_cannot_be_used_is_refused(broken: dict[str, Any], message: str) -> None:
    with pytest.raises(GoldError, match=message):
        from_task(broken)


def test_files_that_are_no_export_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    for content in ("{", "[1]", '{"data": 3}'):
        path.write_text(content)
        with pytest.raises(GoldError, match=r"export\.json"):
            list(read_tasks(path))
    with pytest.raises(GoldError, match="no spaCy DocBin"):
        list(read_docbin(path))


@pytest.mark.parametrize("lead", ["", "🚨🚨 ", "e\u0301 "])
def test_spans_are_found_however_characters_are_counted(lead: str) -> None:
    text = f"{lead}12 dead, 12 hurt"
    start = len(lead)
    units = len(lead.encode("utf-16-le")) // 2
    for at in (start, units):
        assert anchor(text, at, at + 7, "12 dead") == (start, start + 7)
    assert anchor(text, start, start + 2, "12") == (start, start + 2)
    assert anchor(text, 0, 900, None) is None


def test_labels_come_back_from_spacy_as_they_went(pairs: list[Pair], tmp_path: Path) -> None:
    path = tmp_path / "gold.spacy"
    assert write_docbin(path, pairs) == len(pairs)
    assert list(read_docbin(path)) == pairs


def test_events_and_victims_are_span_groups_for_spacy(tmp_path: Path) -> None:
    text = "A bomb killed a guard in Arta."
    gold: dict[str, Any] = {
        "article": "a",
        "labelled": ["events", "victims"],
        "events": [
            {"id": "e1", "quote": "bomb", "type": "bombing"},
            {"id": "e2", "quote": "killed", "type": None},
        ],
        "victims": [{"quote": "a guard", "outcome": "killed", "event": "e1"}],
    }
    write_docbin(tmp_path / "a.spacy", [(gold, text)])
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab)
    assert [(s.text, s.label_) for s in doc.spans["events"]] == [("bomb", "bombing"), ("killed", "event")]
    assert [(s.text, s.label_) for s in doc.spans["victims"]] == [("a guard", "killed")]


def test_span_groups_of_another_tool_become_labels(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin, Span

    doc = spacy.blank("en")("Some 2,400 families fled on Monday.")
    doc.spans["displaced"] = [Span(doc, 0, 3, label="fled")]
    doc.spans["dates"] = [Span(doc, 5, 6, label="date")]
    path = tmp_path / "other.spacy"
    DocBin(docs=[doc]).to_disk(path)
    ((gold, text),) = read_docbin(path)
    assert text == doc.text
    assert gold["article"] == "other-1"
    (record,) = gold["displaced"]
    assert (record["term"], record["quantity"]["best"], record["quantity"]["qualifier"]) == (
        "fled",
        2400,
        "about",
    )
    doc.spans["dates"] = [Span(doc, 5, 6, label="weather")]
    DocBin(docs=[doc]).to_disk(path)
    with pytest.raises(GoldError, match="no such label 'weather'"):
        list(read_docbin(path))


@pytest.mark.parametrize(("to", "name"), [("label-studio", "tasks.json"), ("spacy", "gold.spacy")])
def test_the_commands_export_and_import(tmp_path: Path, to: str, name: str) -> None:
    corpus, gold = write_corpus(tmp_path)
    out = tmp_path / "back"
    assert call("gold", "export", corpus, gold, "-o", tmp_path / name, "--to", to).exit_code == 0
    assert call("gold", "import", tmp_path / name, "-o", out).exit_code == 0
    for path in gold_files(gold):
        back = parse_gold(json.loads((out / path.name).read_text()), path.stem, "back")
        assert back.casualties == parse_gold(json.loads(path.read_text()), path.stem, "x").casualties
    again = call("gold", "import", tmp_path / name, "-o", out)
    assert (again.exit_code, "--force" in again.output) == (2, True)
    assert call("gold", "import", tmp_path / name, "-o", out, "--force").exit_code == 0


def test_articles_without_labels_are_exported_with_pre_annotations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, gold = write_corpus(tmp_path)
    monkeypatch.setattr("extractor.pipeline.extract_many", oracle(labelled_rows(corpus, gold)))
    out = tmp_path / "tasks.json"
    assert call("gold", "export", corpus, "-o", out).exit_code == 0
    tasks = json.loads(out.read_text())
    assert [len(t["predictions"]) for t in tasks] == [1] * 4
    interface: Any = LabelInterface((tmp_path / "tasks.config.xml").read_text())
    assert interface.validate_prediction(tasks[0]["predictions"][0], return_errors=True) == []


@pytest.mark.parametrize("name", ["a\x00b", "a" * 300, "below/" + "ä" * 200, "a\nb", ""])
def test_an_article_id_that_names_no_file_is_one_line(tmp_path: Path, name: str) -> None:
    hostile = task("Two died.", region("killed", 0, 3, "Two"))
    hostile["data"]["article"] = name
    (tmp_path / "x.json").write_text(json.dumps([hostile]))
    told = call("gold", "import", tmp_path / "x.json", "-o", tmp_path / "gold")
    assert (told.exit_code, "names no file" in told.output) == (2, True)
    assert len(told.output.strip().splitlines()) == 1
    assert not (tmp_path / "gold").exists()


def test_an_article_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    hostile = task("Two died.", region("killed", 0, 3, "Two"))
    hostile["data"]["article"] = "../../outside"
    (tmp_path / "x.json").write_text(json.dumps([hostile]))
    stated = call("gold", "import", tmp_path / "x.json", "-o", tmp_path / "deep" / "gold")
    assert (stated.exit_code, "leads out of" in stated.output) == (2, True)
    assert not (tmp_path / "outside.json").exists()
