"""Scoring of events, their figures, single victims and sums, on extractions that are built by hand."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.gold import Gold, parse_gold
from extractor.gold.gate import figures
from extractor.gold.scoring import Report, score_set
from extractor.gold.scoring.events import b_cubed
from extractor.records import (
    Actor,
    ArticleInfo,
    CasualtyCount,
    Event,
    EventActor,
    Evidence,
    Extraction,
    LedgerLine,
    Place,
    Quantity,
    Summary,
    SummaryFigure,
    Victim,
)

TEXT = (
    "A bomb killed 12 people in Port Amal on Monday: five women and seven men. Among them was Mara Dol, 41. "
    "The Ash Brigade said it had planted it. Two days before, gunmen shot three farmers near Tessit, and the "
    "army blamed the Ash Brigade. The floods of last spring drowned 90 people."
)
GOLD: dict[str, Any] = {
    "labelled": ["casualties", "events", "victims", "ledger"],
    "casualties": [
        {"quote": "12 people", "outcome": "killed", "quantity": {"best": 12}, "event": "e1"},
        {"quote": "five women", "outcome": "killed", "quantity": {"best": 5}, "event": "e1"},
        {"quote": "seven men", "outcome": "killed", "quantity": {"best": 7}, "event": "e1"},
        {"quote": "three farmers", "outcome": "injured", "quantity": {"best": 3}, "event": "e2"},
        {"quote": "90 people", "outcome": "killed", "quantity": {"best": 90}, "event": "e3"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "bombing",
            "relation": "main",
            "quote": "bomb",
            "places": ["Port Amal", "Amal"],
            "country": "XKX",
            "date": "2024-05-06",
            "perpetrators": ["the Ash Brigade"],
            "targets": [],
            "summary": {"killed": 12, "injured": None},
        },
        {
            "id": "e2",
            "type": "shooting",
            "relation": "other",
            "quote": "shot",
            "places": ["Tessit"],
            "date": "2024-05-04",
            "summary": {"killed": None},
        },
        {
            "id": "e3",
            "type": "flood",
            "relation": "background",
            "quote": "floods",
            "places": [],
            "date": None,
            "summary": {"killed": 90},
        },
    ],
    "victims": [
        {
            "quote": "Mara Dol",
            "name": "Mara Dol",
            "age": 41,
            "outcome": "killed",
            "event": "e1",
            "counted_in": "12 people",
        }
    ],
    "ledger": [
        {"list": "casualties", "total": "12 people", "parts": ["five women", "seven men"], "basis": "stated"}
    ],
}
EVENT_OF = (0, 0, 0, 1, 2)


def at(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start=start, end=start + len(words), text=words)


def headline(best: int) -> SummaryFigure:
    quantity = Quantity(text=str(best), low=best, best=best, high=best, qualifier="exact")
    return SummaryFigure(quantity=quantity, from_=())


def counts(events: tuple[int | None, ...] = EVENT_OF) -> tuple[CasualtyCount, ...]:
    return tuple(
        CasualtyCount(
            outcome=label["outcome"],
            quantity=headline(label["quantity"]["best"]).quantity,
            evidence=at(label["quote"]),
            event=event,
        )
        for label, event in zip(GOLD["casualties"], events, strict=True)
    )


BRIGADE = Actor(name="Ash Brigade", kind="armed_group", mentions=(at("The Ash Brigade"),))
ARMY = Actor(name="army", kind="military", mentions=(at("army"),))
BOMBING = Event(
    type="bombing",
    relation="main",
    trigger=at("bomb"),
    place=Place(text="port amal", country="XKX"),
    date="2024-05-06",
    perpetrators=(EventActor(actor=0),),
    summary=Summary(killed=headline(12)),
)
SHOOTING = Event(
    type="shooting", relation="other", trigger=at("gunmen"), place=Place(text="Tessit"), date="2024-05-04"
)
FLOOD = Event(type="flood", relation="background", trigger=at("floods"), summary=Summary(killed=headline(90)))
MARA = Victim(name="Mara Dol", age=41, outcome="killed", event=0, counted_in=0, evidence=at("Mara Dol"))
SUM = LedgerLine(list="casualties", total=0, parts=(2, 1), sum=12, relation="equal", event=0, basis="stated")


def right(**changed: Any) -> Extraction:
    records: dict[str, Any] = {
        "actors": (BRIGADE, ARMY),
        "casualties": counts(),
        "events": (BOMBING, SHOOTING, FLOOD),
        "victims": (MARA,),
        "ledger": (SUM,),
    }
    return Extraction(article=ArticleInfo(id="a"), **records | changed)


def gold(**changed: Any) -> Gold:
    return parse_gold(GOLD | changed, "a", "test")


def score(extraction: Extraction | None, labels: Gold | None = None) -> Report:
    return score_set([(extraction, TEXT, labels or gold())])


def counted(report: Report, name: str) -> tuple[int, int, int]:
    found = report.lists[name].figure
    return found.tp, found.fp, found.fn


def key(report: Report, name: str) -> float | None:
    return report.lists["events"].keys[name].accuracy


def test_all_right() -> None:
    report = score(right())
    assert report.findings == ()
    assert {score.figure.f1 for score in report.lists.values()} == {1.0}
    assert report.lists["events"].record.f1 == 1.0
    assert report.assignment is not None
    assert (report.assignment.items, report.assignment.f1) == (5, 1.0)
    assert {
        "events.figure.f1",
        "events.record.f1",
        "victims.figure.f1",
        "ledger.figure.f1",
        "assignment.f1",
    } <= (figures(report).keys())


def test_a_crash_misses_all() -> None:
    report = score(None)
    assert counted(report, "events") == (0, 0, 3)
    assert counted(report, "victims") == (0, 0, 1)
    assert counted(report, "ledger") == (0, 0, 1)
    assert report.assignment is not None
    assert report.assignment.f1 is None


def test_events_are_paired_by_their_figures_whatever_their_order() -> None:
    shuffled = right(
        events=(FLOOD, SHOOTING, BOMBING),
        casualties=counts((2, 2, 2, 1, 0)),
        victims=(MARA.model_copy(update={"event": 2}),),
    )
    assert score(shuffled).findings == ()


def test_an_event_that_swallows_another_answers_the_larger_one() -> None:
    report = score(right(events=(BOMBING,), casualties=counts((0, 0, 0, 0, 0))))
    assert counted(report, "events") == (1, 0, 2)
    assert key(report, "type") == 1.0
    assert report.lists["casualties"].keys["event"].right == 3
    assert report.assignment is not None
    assert report.assignment.recall == 1.0
    assert report.assignment.precision == pytest.approx((3 * 3 / 5 + 2 * 1 / 5) / 5)


def test_without_a_shared_record_two_of_type_place_and_date_pair() -> None:
    bare: dict[str, Any] = {
        "labelled": ["events"],
        "casualties": [],
        "victims": [],
        "ledger": [],
        "events": [GOLD["events"][0]],
    }
    far = BOMBING.model_copy(update={"trigger": at("planted")})
    cases: list[tuple[dict[str, Any], int]] = [
        ({}, 1),
        ({"date": None}, 1),
        ({"date": None, "place": None}, 0),
        ({"type": "attack"}, 1),
        ({"type": "attack", "date": "2024-05-07"}, 0),
    ]
    for changed, paired in cases:
        found = right(casualties=(), victims=(), ledger=(), events=(far.model_copy(update=changed),))
        assert counted(score(found, gold(**bare)), "events") == (paired, 1 - paired, 1 - paired), changed


def test_background_counts_only_where_it_is_labelled() -> None:
    war = Event(type="war", relation="aggregate", trigger=at("army"))
    assert counted(score(right(events=(BOMBING, SHOOTING, FLOOD, war))), "events") == (3, 0, 0)
    drought = Event(type="drought", relation="background", trigger=at("army"))
    assert counted(score(right(events=(BOMBING, SHOOTING, FLOOD, drought))), "events") == (3, 1, 0)


@pytest.mark.parametrize(
    ("changed", "name", "holds"),
    [
        ({"place": Place(text="Amal")}, "place", True),
        ({"place": Place(text="the port of Amal", name="Port Amal")}, "place", True),
        ({"place": Place(text="Port Amalia")}, "place", False),
        ({"place": None}, "place", False),
        ({"place": Place(text="Port Amal")}, "country", False),
        ({"date": "2024-05"}, "date", False),
        ({"type": None}, "type", False),
        ({"relation": "other"}, "relation", False),
        ({"perpetrators": (EventActor(actor=1), EventActor(actor=0))}, "perpetrators", True),
        ({"perpetrators": (EventActor(actor=1),)}, "perpetrators", False),
        ({"perpetrators": ()}, "perpetrators", False),
        ({"targets": (EventActor(actor=1),)}, "targets", False),
        ({"summary": Summary()}, "summary.killed", False),
    ],
)
def test_the_keys_of_an_event(changed: dict[str, Any], name: str, holds: bool) -> None:
    report = score(right(events=(BOMBING.model_copy(update=changed), SHOOTING, FLOOD)))
    judged = report.lists["events"].keys[name]
    assert judged.right == judged.total - (not holds)
    row = report.lists["events"].keys["row"]
    in_row = name in {"place", "date", "type", "summary.killed"}
    assert (row.right, row.total) == (3 - (in_row and not holds), 3)
    assert report.lists["events"].record.tp == row.right
    if not holds:
        assert f"wrong {name.rpartition('.')[2]}" in [finding.cause for finding in report.findings]


def test_an_empty_label_says_that_the_text_gives_none() -> None:
    placed = FLOOD.model_copy(update={"place": Place(text="Tessit")})
    report = score(right(events=(BOMBING, SHOOTING, placed)))
    assert key(report, "place") == pytest.approx(2 / 3)
    dated = FLOOD.model_copy(update={"date": "2024"})
    assert key(score(right(events=(BOMBING, SHOOTING, dated))), "date") == pytest.approx(2 / 3)


def test_a_key_that_was_left_out_is_not_scored() -> None:
    report = score(right())
    assert report.lists["events"].keys["country"].total == 1
    events = [{k: v for k, v in event.items() if k != "places"} for event in GOLD["events"]]
    report = score(right(), gold(events=events))
    assert "place" not in report.lists["events"].keys
    assert "row" not in report.lists["events"].keys


def test_one_event_may_hold_all_figures() -> None:
    events = [GOLD["events"][0] | {"figures": "all"}]
    records = [{k: v for k, v in label.items() if k != "event"} for label in GOLD["casualties"]]
    report = score(right(), gold(events=events, casualties=records))
    assert report.lists["casualties"].keys["event"].right == 3
    assert report.assignment is not None
    assert report.assignment.precision == 1.0
    assert report.assignment.recall == pytest.approx((9 + 1 + 1) / 25)


def test_figures_of_no_event_are_groups_of_their_own() -> None:
    report = score(right(events=(), casualties=counts((None,) * 5), victims=()))
    assert report.assignment is not None
    assert (report.assignment.precision, report.assignment.recall) == (1.0, (3 * 1 / 3 + 2) / 5)


def test_b_cubed_of_the_published_example() -> None:
    pairs = [(1, 1)] * 5 + [(2, 2)] * 2 + [(3, 2)] * 5
    found = b_cubed(pairs)
    assert found.precision == pytest.approx((5 * 1 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert found.recall == 1.0


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, (1, 0, 0)),
        ({"name": None}, (1, 0, 0)),
        ({"evidence": at("41")}, (1, 0, 0)),
        ({"name": "Mara Dolan", "evidence": at("41")}, (0, 1, 1)),
        ({"outcome": "injured"}, (0, 1, 1)),
    ],
)
def test_a_victim_needs_the_outcome_and_the_name_or_the_words(
    changed: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    report = score(right(victims=(MARA.model_copy(update=changed),)))
    assert counted(report, "victims") == expected


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"age": 14}, "age"),
        ({"counted_in": None}, "counted_in"),
        ({"counted_in": 1}, "counted_in"),
        ({"event": 1}, "event"),
    ],
)
def test_the_keys_of_a_victim(changed: dict[str, Any], name: str) -> None:
    report = score(right(victims=(MARA.model_copy(update=changed),)))
    assert [finding.cause for finding in report.findings] == [f"wrong {name}"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"parts": (1, 2)}, (1, 0, 0)),
        ({"basis": "found"}, (1, 0, 0)),
        ({"parts": (1, 2, 3)}, (0, 1, 1)),
        ({"total": 4}, (0, 1, 1)),
        ({"list": "displaced"}, (0, 1, 1)),
    ],
)
def test_a_sum_needs_the_total_and_the_parts(changed: dict[str, Any], expected: tuple[int, int, int]) -> None:
    report = score(right(ledger=(SUM.model_copy(update=changed),)))
    assert counted(report, "ledger") == expected
    assert score(right(ledger=())).lists["ledger"].figure.fn == 1


def test_every_kind_of_error_is_reported() -> None:
    war = Event(type="war", relation="main", trigger=at("army"))
    wrong = SUM.model_copy(update={"parts": (1,), "note": "5 = 12"})
    found = right(events=(BOMBING, war), casualties=counts((0, 0, 0, 1, None)), victims=(), ledger=(wrong,))
    reported = [(f.list, f.error, f.cause) for f in score(found).findings if f.error != "key"]
    assert reported == [
        ("victims", "miss", "missed victim"),
        ("events", "miss", "missed event"),
        ("ledger", "miss", "missed sum"),
        ("ledger", "false", "spurious"),
    ]
    wanted = [f.wanted for f in score(found).findings if f.list == "events" and f.error == "miss"]
    assert wanted == ["background flood “floods” (no place, no date)"]


@pytest.mark.parametrize(
    ("wanted", "reported", "same"),
    [
        ("driver", "the driver", True),
        ("her driver", "driver", True),
        ("bus driver", "a driver", False),
        (None, "a driver", False),
        ("anchor", "chor", False),
    ],
)
def test_a_description_is_compared_without_its_determiner(
    wanted: str | None, reported: str, same: bool
) -> None:
    labels = gold(victims=[GOLD["victims"][0] | {"description": wanted}])
    report = score(right(victims=(MARA.model_copy(update={"description": reported}),)), labels)
    assert report.lists["victims"].keys["description"].right == same
