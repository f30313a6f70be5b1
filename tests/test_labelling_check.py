"""``extractor gold check``: each kind of problem is named with its file, key and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.labelling.check import check_file, check_folder
from extractor.labelling.layout import gold_json

TEXT = (
    "On 12 March at least 12 soldiers were killed and nearly 400 families fled. Two of the soldiers were "
    "officers. On 12 March police said 20 to 30 villagers were missing; a 40th body was found."
)
SOUND: dict[str, Any] = {
    "article": "a",
    "labelled": ["actors", "dates", "casualties", "displaced", "summary", "ledger"],
    "actors": [{"name": "police", "kind": "police", "countries": [], "quotes": ["police"]}],
    "dates": [
        {"quote": "12 March", "nth": 2, "kind": "date", "value": "XXXX-03-12", "start": None, "end": None}
    ],
    "casualties": [
        {
            "quote": "at least 12 soldiers",
            "outcome": "killed",
            "quantity": {"low": 12, "best": 12, "high": None, "qualifier": "at_least"},
        },
        {"quote": "Two of the soldiers", "outcome": "killed", "quantity": {"best": 2}, "scope": "subset"},
        {
            "quote": "20 to 30 villagers",
            "outcome": "missing",
            "quantity": {"low": 20, "best": 20, "high": 30, "qualifier": "range"},
        },
        {"quote": "a 40th body", "outcome": "killed", "quantity": {"best": 40}, "status": "previous"},
    ],
    "displaced": [
        {
            "quote": "nearly 400 families",
            "term": "fled",
            "unit": "households",
            "quantity": {"low": None, "best": 400, "high": 400, "qualifier": "nearly"},
            "date": "2024-03-12/..",
        }
    ],
    "summary": {"killed": 12, "missing": 20, "displaced": None},
}


def write(folder: Path, gold: dict[str, Any], name: str = "a") -> Path:
    (folder / "a.txt").write_text(TEXT)
    path = folder / f"{name}.json"
    path.write_text(gold_json(gold))
    return path


def problems(folder: Path, gold: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    return [(p.key, p.message, p.fix, p.doubt) for p in check_file(folder, write(folder, gold))]


def changed(name: str, index: int, **keys: Any) -> dict[str, Any]:
    records = [dict(record) for record in SOUND[name]]
    records[index] |= keys
    return SOUND | {name: records}


def test_sound_labels_pass(tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND) == []


def test_a_headline_is_held_against_the_sums_of_a_long_table(tmp_path: Path) -> None:
    towns = [1000 + 7 * town * town for town in range(60)]
    counts = [{"outcome": "killed", "quantity": {"best": best}} for best in towns]
    labels = {"article": "a", "labelled": ["casualties", "summary"], "casualties": counts}
    assert problems(tmp_path, labels | {"summary": {"killed": sum(towns) - towns[3]}}) == []
    (found,) = problems(tmp_path, labels | {"summary": {"killed": sum(towns) - 1}})
    assert found[0] == "summary.killed"


@pytest.mark.parametrize(
    ("gold", "key", "message", "fix"),
    [
        (changed("casualties", 0, outcome="dead"), "casualties.0.outcome", "'dead' is no value", "'killed'"),
        (changed("casualties", 0, outcom="killed"), "casualties.0.outcom", "no such key", "spelling"),
        (
            changed("casualties", 0, quote="At least 12  soldiers"),
            "casualties[0].quote",
            "is not in the article",
            "quote it verbatim: 'at least 12 soldiers'",
        ),
        (
            changed("casualties", 2, quote="20 to 30 vilagers"),
            "casualties[2].quote",
            "is not in the article",
            "did you mean '20 to 30 villagers'?",
        ),
        (changed("dates", 0, nth=3), "dates[0].nth", "stands 2 time(s)", "1 to 2"),
        (changed("actors", 0, quotes=["Police"]), "actors[0].quotes[0]", "not in the article", "'police'"),
        (
            changed("casualties", 0, quantity={"low": 12, "best": 12, "high": 12, "qualifier": "at_least"}),
            "casualties[0].quantity.high",
            "12 does not go with at_least 12",
            "write null",
        ),
        (
            changed("casualties", 0, quantity={"best": 21, "qualifier": "exact"}),
            "casualties[0].quantity.best",
            "21, but “at least 12 soldiers” says 12",
            "write 12",
        ),
        (
            changed("casualties", 2, quantity={"low": 20, "best": 31, "high": 30, "qualifier": "range"}),
            "casualties[2].quantity.best",
            "31 is outside 20 to 30",
            "low <= best <= high",
        ),
        (
            changed("casualties", 0, group={"countries": ["THAI"]}),
            "casualties[0].group.countries",
            "'THAI' is no ISO",
            "SDN",
        ),
        (changed("displaced", 0, date="12 March"), "displaced[0].date", "no EDTF date", "2025-12"),
        (changed("dates", 0, kind="duration"), "dates[0].value", "no ISO 8601 duration", "P5D"),
        (changed("dates", 0, kind="vague"), "dates[0].value", "for a vague expression", "null"),
        (changed("dates", 0, start="2024-02-30"), "dates[0].start", "no day of the calendar", "YYYY"),
        (
            changed("dates", 0, start="2024-03-12", end="2024-03-11"),
            "dates[0].end",
            "is before 2024-03-12",
            "in order",
        ),
        (
            SOUND | {"summary": {"killed": 13}},
            "summary.killed",
            "neither a labelled figure nor a sum",
            "mend",
        ),
        (SOUND | {"summary": {"killed": 2}}, "summary.killed", "neither a labelled figure", "subset"),
        (
            SOUND | {"labelled": ["actors", "dates", "casualties", "summary"]},
            "displaced",
            "not in labelled",
            'add "displaced"',
        ),
        (SOUND | {"article": "b"}, "article", "'b' is not the file's name", 'write "a"'),
        (SOUND | {"actors": SOUND["actors"] * 2}, "actors[1]", "the same record as actors[0]", "remove one"),
        (
            SOUND | {"note": "draft: correct every record, then remove this note"},
            "note",
            "still a draft",
            "remove the note",
        ),
        (
            SOUND
            | {"ledger": [{"total": "at least 12 soldiers", "parts": ["Two of the soldiers"], "sum": 3}]},
            "ledger[0].sum",
            "the parts add up to 2",
            "write 2",
        ),
        (
            SOUND
            | {
                "ledger": [
                    {"total": "at least 12 soldiers", "parts": ["Two of the soldiers"], "relation": "equal"}
                ]
            },
            "ledger[0].relation",
            "2 stands against 12",
            "consistent or mismatch",
        ),
    ],
)
def test_a_problem_has_its_key_and_its_remedy(
    tmp_path: Path, gold: dict[str, Any], key: str, message: str, fix: str
) -> None:
    found = [p for p in problems(tmp_path, gold) if not p[3]]
    assert any(p[0] == key and message in p[1] and fix in p[2] for p in found), found
    # A wrong number also makes the headline wrong; anything else stands alone.
    assert {p[0] for p in found} <= {key, "summary.killed", "summary.missing"}


@pytest.mark.parametrize(
    ("gold", "key"),
    [
        (
            changed("casualties", 0, quantity={"low": 12, "best": 12, "high": 12, "qualifier": "exact"}),
            "casualties[0].quantity.qualifier",
        ),
        (changed("casualties", 0, scope="cumulative") | {"summary": {"killed": None}}, "summary.killed"),
    ],
)
def test_what_the_context_may_justify_is_only_a_doubt(tmp_path: Path, gold: dict[str, Any], key: str) -> None:
    assert [(p[0], p[3]) for p in problems(tmp_path, gold)] == [(key, True)]


def test_a_folder_is_checked_whole(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    (tmp_path / "orphan.json").write_text(gold_json(SOUND))
    (tmp_path / "torn.json").write_text("{")
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "floors.json").write_text("{}")
    found = {
        (Path(p.file).name, p.message.partition(" (")[0], p.doubt) for p in check_folder(tmp_path, tmp_path)
    }
    assert ("torn.json", "no JSON", False) in found
    assert ("b.txt", "no labels", True) in found
    assert any(name == "orphan.json" for name, *_ in found)
    assert not any(name in {"a.json", "floors.json"} for name, *_ in found)


def test_the_command_exits_by_what_it_found(tmp_path: Path) -> None:
    path = write(tmp_path, SOUND)
    sound = CliRunner().invoke(app, ["gold", "check", str(path), "--corpus", str(tmp_path)])
    assert (sound.exit_code, sound.output) == (0, "0 problems, 0 doubts\n")
    write(tmp_path, changed("casualties", 0, quote="13 soldiers"))
    broken = CliRunner().invoke(app, ["gold", "check", str(tmp_path), "--corpus", str(tmp_path)])
    assert broken.exit_code == 1
    assert "a.json: casualties[0].quote: “13 soldiers” is not in the article" in broken.output


EVENTS: dict[str, Any] = {
    "article": "a",
    "published": "2024-03-14",
    "labelled": ["actors", "casualties", "displaced", "summary", "events", "victims"],
    "actors": SOUND["actors"],
    "casualties": [SOUND["casualties"][0] | {"event": "e1"}, SOUND["casualties"][1] | {"event": "e1"}],
    "displaced": [SOUND["displaced"][0] | {"event": "e2"}],
    "events": [
        {
            "id": "e1",
            "quote": "killed",
            "type": "attack",
            "relation": "main",
            "places": ["Arta"],
            "country": "GRC",
            "date": "2024-03-12",
            "perpetrators": ["Police"],
            "targets": [],
            "summary": {"killed": 12, "perpetrators_killed": None},
        },
        {"id": "e2", "quote": "fled", "relation": "other", "places": [], "summary": {"households": 400}},
    ],
    "victims": [
        {
            "quote": "officers",
            "description": "officer",
            "outcome": "killed",
            "age": 40,
            "event": "e1",
            "counted_in": "Two of the soldiers",
        }
    ],
    "summary": {"killed": 12},
}


def with_events(which: str, index: int, **keys: Any) -> dict[str, Any]:
    records = [dict(record) for record in EVENTS[which]]
    records[index] |= keys
    return EVENTS | {which: records}


def test_sound_events_and_victims_pass(tmp_path: Path) -> None:
    assert problems(tmp_path, EVENTS) == []


@pytest.mark.parametrize(
    ("gold", "key", "message", "doubt"),
    [
        (with_events("events", 0, quote="shot"), "events[0].quote", "not in the article", False),
        (with_events("events", 0, date="12 March"), "events[0].date", "no EDTF", False),
        (with_events("events", 0, date="2024-03-15"), "events[0].date", "after publication", True),
        (with_events("events", 0, country="GR"), "events[0].country", "no ISO 3166-1", False),
        (with_events("events", 1, country="GRC"), "events[1].country", "without a place", True),
        (with_events("events", 1, relation="main"), "events[1].relation", "more than one main", False),
        (
            with_events("events", 0, perpetrators=["Reds"]),
            "events[0].perpetrators",
            "no labelled",
            False,
        ),
        (
            with_events("events", 0, summary={"killed": 99}),
            "events[0].summary.killed",
            "99 is neither",
            False,
        ),
        (with_events("events", 0, type="raid"), "events.0.type", "no value of this key", False),
        (EVENTS | {"summary": {"killed": 2}}, "summary.killed", "the main event has 12", True),
        (with_events("casualties", 0, event="e9"), "casualties[0].event", "'e9' is no event", False),
        (with_events("casualties", 0, event=None), "casualties[0].event", "no event", False),
        (with_events("victims", 0, age=140), "victims[0].age", "no age", False),
        (with_events("victims", 0, name="Mara Dol"), "victims[0].name", "no labelled actor", False),
        (with_events("victims", 0, counted_in="12"), "victims[0].counted_in", "quote of no figure", False),
        (with_events("victims", 0, outcome="injured"), "victims[0].counted_in", "counts no injured", True),
    ],
)
def test_a_problem_of_an_event_or_a_victim(
    tmp_path: Path, gold: dict[str, Any], key: str, message: str, doubt: bool
) -> None:
    found = [problem for problem in problems(tmp_path, gold) if problem[0] == key]
    assert any(message in stated and is_doubt == doubt for _, stated, _, is_doubt in found), found


def test_two_events_with_one_id_are_named(tmp_path: Path) -> None:
    twice = with_events("events", 1, id="e1")
    assert any(key == "events[1].id" for key, *_ in problems(tmp_path, twice))
