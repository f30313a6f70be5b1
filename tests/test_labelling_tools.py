"""Draft, agreement and comparison of runs, as functions and as commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from oracle import answer, labelled_rows, oracle, write_corpus
from typer.testing import CliRunner, Result

from extractor.articles.article import Article, read_text
from extractor.cli import app
from extractor.gold import DRAFT_NOTE, LabelledArticle, parse_gold
from extractor.gold.evaluation import evaluate, report_of
from extractor.labelling.agree import Agreement, agreement
from extractor.labelling.diff import Change, compare_runs
from extractor.labelling.draft import draft, empty_draft
from extractor.records import Extraction

TEXT = (
    "Police said 12 soldiers died on Monday. Another 12 were hurt, and 300 families fled to Goma on Monday."
)
GOLD: dict[str, Any] = {
    "labelled": ["casualties", "displaced", "dates", "actors", "summary"],
    "actors": [{"name": "Police", "kind": "police", "quotes": ["Police"]}],
    "dates": [
        {"quote": "Monday", "kind": "date", "value": None, "basis": "weekday"},
        {"quote": "Monday", "nth": 2, "kind": "date", "value": None, "basis": "weekday"},
    ],
    "casualties": [
        {"quote": "12 soldiers", "outcome": "killed", "quantity": {"best": 12}, "scope": None},
        {"quote": "Another 12", "outcome": "injured", "quantity": {"best": 12}, "scope": "incremental"},
    ],
    "displaced": [{"quote": "300 families", "term": "fled", "unit": "households", "quantity": {"best": 300}}],
    "summary": {"killed": 12, "injured": 12},
}


def labelled(gold: dict[str, Any], text: str = TEXT) -> LabelledArticle:
    return LabelledArticle(Article(id="a", text=text), parse_gold(gold, "a", "test"))


def with_record(name: str, index: int, **keys: Any) -> dict[str, Any]:
    records = [dict(record) for record in GOLD[name]]
    records[index] |= keys
    return GOLD | {name: records}


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})


# --- draft ---------------------------------------------------------------------------------------------


def test_a_draft_says_what_the_extraction_says() -> None:
    row = labelled(GOLD)
    extraction = answer(row.article, row.gold)
    drafted = parse_gold(draft(row.article, extraction), "a", "draft")
    assert drafted.note == DRAFT_NOTE
    assert [d.nth for d in drafted.dates] == [1, 2]
    (done,) = evaluate([LabelledArticle(row.article, drafted)], oracle([row]))
    assert report_of([done]).findings == ()


def test_an_empty_draft_labels_nothing_yet() -> None:
    article = read_text(TEXT, article_id="a", published="2024-03-12")
    gold = parse_gold(empty_draft(article), "a", "draft")
    assert (gold.published, gold.casualties, gold.note) == ("2024-03-12", (), DRAFT_NOTE)


def test_a_folder_is_drafted_whole_and_labels_are_left_alone(tmp_path: Path) -> None:
    articles, gold = tmp_path / "articles", tmp_path / "gold"
    (articles / "sub").mkdir(parents=True)
    (articles / "a.txt").write_text(TEXT)
    (articles / "sub" / "b.md").write_text(TEXT)
    (articles / "c.txt").write_text("")
    refused = call("gold", "draft", articles)
    assert (refused.exit_code, "is a folder; name the folder for its drafts with -o" in refused.output) == (
        2,
        True,
    )
    made = call("gold", "draft", articles, "-o", gold)
    assert made.exit_code == 1  # one is empty, and costs only itself
    assert "c.txt: is empty" in made.stderr
    assert made.stdout.strip() == f"2 drafts -> {gold}"
    assert json.loads((gold / "sub" / "b.json").read_text())["article"] == "sub/b"
    assert len(json.loads((gold / "a.json").read_text())["casualties"]) == 2
    (gold / "a.json").write_text("mine")
    again = call("gold", "draft", articles, "-o", gold, "--empty")
    assert again.stdout.strip() == f"0 drafts -> {gold}; 2 had labels already, and were left alone"
    assert (gold / "a.json").read_text() == "mine"


def test_a_draft_and_an_unfinished_list_are_never_scored(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert call("gold", "draft", tmp_path / "a.txt", "-o", tmp_path / "a.json").exit_code == 0
    drafted = call("score", tmp_path, tmp_path)
    assert drafted.exit_code == 2
    assert f"{tmp_path / 'a.json'}: is still a draft" in drafted.stderr
    for second in (tmp_path / "one", tmp_path / "two"):
        second.mkdir()
        (second / "a.json").write_text((tmp_path / "a.json").read_text())
    agreed = call("gold", "agree", tmp_path / "one", tmp_path / "two", "--corpus", tmp_path)
    assert (agreed.exit_code, "is still a draft" in agreed.stderr) == (2, True)
    (tmp_path / "a.json").write_text(json.dumps(GOLD | {"labelled": ["summary"]}))
    listed = call("score", tmp_path, tmp_path)
    assert (listed.exit_code, "a.json: the list actors is not finished" in listed.stderr) == (2, True)


def test_the_score_reads_an_article_on_the_day_that_its_labels_give(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Police said 12 soldiers died on Monday.")
    dated = {"quote": "Monday", "kind": "date", "value": "2024-03-11"}
    labels = {"published": "2024-03-13", "labelled": ["dates"], "dates": [dated]}
    (tmp_path / "a.json").write_text(json.dumps(labels))
    scored = call("score", tmp_path, tmp_path, "--json")
    assert json.loads(scored.stdout)["lists"]["dates"]["keys"]["value"]["accuracy"] == 1.0


def test_the_draft_command_never_writes_over_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr("extractor.pipeline.extract_many", oracle([labelled(GOLD)]))
    shown = call("gold", "draft", tmp_path / "a.txt")
    assert shown.exit_code == 0
    assert len(json.loads(shown.stdout)["casualties"]) == 2
    out = tmp_path / "gold" / "a.json"
    assert call("gold", "draft", tmp_path / "a.txt", "-o", out).exit_code == 0
    assert out.read_text() == shown.stdout
    again = call("gold", "draft", tmp_path / "a.txt", "-o", out)
    assert (again.exit_code, "is there already" in again.output) == (2, True)
    assert json.loads(call("gold", "draft", tmp_path / "a.txt", "--empty").stdout)["casualties"] == []


# --- agree ---------------------------------------------------------------------------------------------


def agreed(a: dict[str, Any], b: dict[str, Any]) -> Agreement:
    return agreement([labelled(a)], [labelled(b)])


def test_a_labelling_agrees_with_itself() -> None:
    reported = agreed(GOLD, GOLD)
    assert reported.disagreements == ()
    assert {score.figure.f1 for score in reported.lists.values()} == {1.0}
    assert reported.lists["casualties"].keys["outcome"].kappa == 1.0
    assert reported.summary["killed"].accuracy == 1.0


@pytest.mark.parametrize(
    ("other", "name", "kind", "key"),
    [
        (with_record("casualties", 1, scope=None), "casualties", "key", "scope"),
        (with_record("casualties", 1, outcome="killed"), "casualties", "other reading", None),
        (GOLD | {"casualties": GOLD["casualties"][:1]}, "casualties", "only in A", None),
        (GOLD | {"summary": {"killed": 24}}, "summary", "summary", "killed"),
        (with_record("dates", 1, value="2024-03-11"), "dates", "other reading", None),
    ],
)
def test_each_way_to_disagree(other: dict[str, Any], name: str, kind: str, key: str | None) -> None:
    (point,) = agreed(GOLD, other).disagreements
    assert (point.list, point.kind, point.key) == (name, kind, key)
    assert point.sentence or name == "summary"
    (mirror,) = agreed(other, GOLD).disagreements
    assert mirror.kind == ("only in B" if kind == "only in A" else kind)


EVENTS: dict[str, Any] = GOLD | {
    "labelled": [*GOLD["labelled"], "events", "victims", "ledger"],
    "casualties": [
        GOLD["casualties"][0] | {"event": "e1"},
        GOLD["casualties"][1] | {"event": "e1"},
    ],
    "displaced": [GOLD["displaced"][0] | {"event": "e2"}],
    "events": [
        {
            "id": "e1",
            "quote": "died",
            "type": "attack",
            "relation": "main",
            "places": ["Arta", "near Arta"],
            "date": None,
            "perpetrators": ["Police"],
            "summary": {"killed": 12},
        },
        {"id": "e2", "quote": "fled", "type": "displacement", "relation": "other", "places": ["Goma"]},
    ],
    "victims": [{"quote": "Police", "outcome": "injured", "event": "e1", "counted_in": None}],
    "ledger": [{"list": "casualties", "total": "12 soldiers", "parts": ["Another 12"], "basis": "found"}],
}


def event_changed(index: int, **keys: Any) -> dict[str, Any]:
    events = [dict(event) for event in EVENTS["events"]]
    events[index] |= keys
    return EVENTS | {"events": events}


@pytest.mark.parametrize(
    ("other", "name", "key"),
    [
        (event_changed(0, places=["near Arta", "Brod"]), None, None),
        (event_changed(0, places=["Brod"]), "events", "place"),
        (event_changed(0, type="bombing"), "events", "type"),
        (event_changed(0, perpetrators=["army"]), "events", "perpetrators"),
        (EVENTS | {"events": EVENTS["events"][:1], "displaced": GOLD["displaced"]}, "events", None),
        (EVENTS | {"ledger": []}, "ledger", None),
        (EVENTS | {"victims": []}, "victims", None),
    ],
)
def test_labellings_are_compared_by_event(other: dict[str, Any], name: str | None, key: str | None) -> None:
    reported = agreed(EVENTS, other)
    assert [(point.list, point.key) for point in reported.disagreements] == ([(name, key)] if name else [])
    assert reported.assignment is not None
    assert reported.assignment.f1 == 1.0


def test_a_key_that_one_left_out_is_not_compared() -> None:
    bare = GOLD | {"casualties": [{k: v for k, v in r.items() if k != "scope"} for r in GOLD["casualties"]]}
    reported = agreed(GOLD, bare)
    assert reported.disagreements == ()
    assert "scope" not in reported.lists["casualties"].keys


def test_the_agree_command(tmp_path: Path) -> None:
    corpus, gold = write_corpus(tmp_path)
    reported = call("gold", "agree", gold, gold, "--corpus", corpus)
    assert reported.exit_code == 0
    assert "4 articles with both labellings" in reported.stdout
    as_json = json.loads(call("gold", "agree", gold, gold, "--corpus", corpus, "--json", "--brief").stdout)
    assert as_json["lists"]["casualties"]["figure"]["tp"] == 48
    assert "disagreements" not in as_json


def test_the_stored_agreement_is_that_of_the_two_labellings() -> None:
    root = Path(__file__).parent.parent
    reported = json.loads((root / "gold" / "agreement.json").read_text())
    sets = (labelled_rows(root / "corpus", root / "gold" / name) for name in ("first", "second"))
    assert reported == json.loads(agreement(*sets).model_dump_json(exclude={"disagreements"}))


# --- diff ----------------------------------------------------------------------------------------------


def changes(old: Extraction, new: Extraction, gold: dict[str, Any] | None = None) -> list[Change]:
    return list(compare_runs({"a": old}, {"a": new}, [labelled(gold)] if gold else ()))


def test_runs_that_are_the_same_have_no_changes() -> None:
    row = labelled(GOLD)
    run = answer(row.article, row.gold)
    assert changes(run, run, GOLD) == []


def test_gained_and_lost_records_are_judged_by_the_labels() -> None:
    row = labelled(GOLD)
    full = answer(row.article, row.gold)
    less = full.model_copy(update={"casualties": full.casualties[:1]})
    (lost,) = changes(full, less, GOLD)
    assert (lost.change, lost.verdict, lost.list) == ("lost", "loss", "casualties")
    (gained,) = changes(less, full, GOLD)
    assert (gained.change, gained.verdict) == ("gained", "gain")
    wrong = GOLD | {"casualties": GOLD["casualties"][:1]}
    (lost_rightly,) = changes(full, less, wrong)
    assert lost_rightly.verdict == "gain"
    (invented,) = changes(less, full, wrong)
    assert invented.verdict == "loss"
    (unjudged,) = changes(full, less)
    assert unjudged.verdict is None


def test_a_changed_key_is_named_and_judged() -> None:
    row = labelled(GOLD)
    old = answer(row.article, row.gold)
    wrong = old.casualties[1].model_copy(update={"scope": None, "source": "Police"})
    new = old.model_copy(update={"casualties": (old.casualties[0], wrong)})
    (change,) = changes(old, new, GOLD)
    assert change.change == "changed"
    assert change.keys == ("source: None -> 'Police'", "scope: 'incremental' -> None")
    assert change.verdict == "loss"
    assert changes(new, old, GOLD)[0].verdict == "gain"


def test_events_victims_and_sums_are_compared() -> None:
    row = labelled(EVENTS)
    old = answer(row.article, row.gold)
    assert changes(old, old, EVENTS) == []
    moved = old.events[0].model_copy(update={"type": "bombing"})
    new = old.model_copy(update={"events": (moved, old.events[1]), "victims": (), "ledger": ()})
    reported = [(change.list, change.change, change.verdict) for change in changes(old, new, EVENTS)]
    assert reported == [
        ("victims", "lost", "loss"),
        ("events", "changed", "loss"),
        ("ledger", "lost", "loss"),
    ]


def test_headlines_are_compared() -> None:
    row = labelled(GOLD)
    old = answer(row.article, row.gold)
    new = old.model_copy(update={"summary": old.summary.model_copy(update={"killed": None})})
    (change,) = changes(old, new, GOLD)
    assert (change.list, change.keys, change.verdict) == ("summary", ("killed: 12 -> None",), "loss")


def test_the_diff_command(tmp_path: Path) -> None:
    corpus, gold = write_corpus(tmp_path)
    rows = labelled_rows(corpus, gold)
    full = [answer(row.article, row.gold) for row in rows]
    less = [e.model_copy(update={"casualties": e.casualties[1:]}) for e in full]
    for name, run in (("old", full), ("new", less)):
        lines = "".join(e.model_dump_json() + "\n" for e in run)
        (tmp_path / f"{name}.jsonl").write_text(lines)
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    reported = call("gold", "diff", old, new, "--gold", gold, "--corpus", corpus)
    assert reported.exit_code == 0
    assert "0 gained, 4 lost, 0 changed; in truth 0 gains, 4 losses, 0 neither" in reported.stdout
    assert "- arta: casualties lost: killed 10 “10 villagers”" in reported.stdout
    assert len(json.loads(call("gold", "diff", old, new, "--json").stdout)) == 4
    old.write_text("{}\n")
    assert call("gold", "diff", old, new).exit_code == 2
