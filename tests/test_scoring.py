"""Scoring: one-to-one, by the rules of the record specification, and every error explained."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.gold import Gold, parse_gold
from extractor.gold.scoring import Report, score_set
from extractor.gold.scoring.matching import maximum_matching, plain
from extractor.records import (
    Actor,
    ArticleInfo,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Evidence,
    Extraction,
    Group,
    Quantity,
    Summary,
    SummaryFigure,
    UnusedNumber,
)

TEXT = "Police said 12 soldiers died. Another 12 were hurt, and 300 families fled to Goma on Monday."


def at(words: str, text: str = TEXT) -> Evidence:
    start = text.index(words)
    return Evidence(start=start, end=start + len(words), text=words)


def number(best: int | None) -> Quantity:
    return Quantity(text=str(best), low=best, best=best, high=best, qualifier="exact")


def killed(words: str, best: int, **keys: Any) -> CasualtyCount:
    base: dict[str, Any] = {"outcome": "killed", "quantity": number(best), "evidence": at(words)}
    return CasualtyCount(**base | keys)


def fled(words: str, best: int, **keys: Any) -> DisplacementCount:
    base: dict[str, Any] = {
        "term": "fled",
        "unit": "households",
        "quantity": number(best),
        "evidence": at(words),
    }
    return DisplacementCount(**base | keys)


def got(**lists: Any) -> Extraction:
    records: dict[str, Any] = {name: tuple(found) for name, found in lists.items()}
    return Extraction(article=ArticleInfo(id="a"), **records)


def gold(**lists: Any) -> Gold:
    return parse_gold({"labelled": list(lists), **lists}, "a", "test")


def score(extraction: Extraction | None, labels: Gold, text: str = TEXT) -> Report:
    return score_set([(extraction, text, labels)])


def figures(report: Report, name: str) -> tuple[int, int, int]:
    counts = report.lists[name].figure
    return counts.tp, counts.fp, counts.fn


SOLDIERS = {"quote": "12 soldiers", "outcome": "killed", "quantity": {"best": 12}}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (killed("12 soldiers", 12), (1, 0, 0)),
        (killed("soldiers died", 12), (1, 0, 0)),
        (killed("12 soldiers", 12, outcome="injured"), (0, 1, 1)),
        (killed("12 soldiers", 11), (0, 1, 1)),
        (killed("Another 12", 12), (0, 1, 1)),
    ],
)
def test_a_figure_needs_outcome_best_and_overlapping_words(
    record: CasualtyCount, expected: tuple[int, int, int]
) -> None:
    assert figures(score(got(casualties=[record]), gold(casualties=[SOLDIERS])), "casualties") == expected


@pytest.mark.parametrize(
    ("keys", "matched"),
    [
        ({"term": "displaced", "unit": "households"}, True),
        ({"term": "in_camp", "unit": "households"}, True),
        ({"term": "returned", "unit": "households"}, False),
        ({"term": "housing_destroyed", "unit": "households"}, False),
        ({"term": "displaced", "unit": "people"}, False),
    ],
)
def test_displacement_matches_within_a_term_family_and_unit(keys: dict[str, str], matched: bool) -> None:
    labels = gold(displaced=[{"quote": "300 families", "quantity": {"best": 300}, **keys}])
    report = score(got(displaced=[fled("300 families", 300)]), labels)
    assert report.lists["displaced"].figure.tp == matched


def test_gold_without_a_quote_matches_anywhere_but_extra_records_are_false() -> None:
    labels = gold(displaced=[{"term": "fled", "unit": "households", "quantity": {"best": 300}}])
    records = [fled("300 families", 300), fled("12 were hurt", 12)]
    assert figures(score(got(displaced=records), labels), "displaced") == (1, 1, 0)


def test_one_prediction_answers_one_label_and_the_matching_is_maximal() -> None:
    labels = gold(casualties=[{"outcome": "killed", "quantity": {"best": 12}}, SOLDIERS])
    both = [killed("12 soldiers", 12), killed("Another 12", 12)]
    assert figures(score(got(casualties=both), labels), "casualties") == (2, 0, 0)
    assert figures(score(got(casualties=both[:1]), labels), "casualties") == (1, 0, 1)
    assert len(maximum_matching([[0, 1], [0], [1, 2], [0, 2]])) == 3
    assert maximum_matching([]) == {}


def test_a_list_that_is_not_labelled_is_not_scored_and_an_empty_one_is() -> None:
    extraction = got(casualties=[killed("12 soldiers", 12)], displaced=[fled("300 families", 300)])
    report = score(extraction, gold(casualties=[]))
    assert set(report.lists) == {"casualties"}
    assert figures(report, "casualties") == (0, 1, 0)


def test_a_record_is_right_when_every_labelled_key_is() -> None:
    wanted = {
        **SOLDIERS,
        "quantity": {"low": 12, "best": 12, "high": 12, "qualifier": "exact"},
        "group": {"text": "The Soldiers", "role": "military", "countries": ["NER", "MLI"]},
        "scope": None,
    }
    right = killed("12 soldiers", 12, group=Group(text="soldiers", role="military", countries=("MLI", "NER")))
    report = score(got(casualties=[right]), gold(casualties=[wanted]))
    assert report.lists["casualties"].record.f1 == 1.0
    wrong = right.model_copy(update={"scope": "subset"})
    report = score(got(casualties=[wrong]), gold(casualties=[wanted]))
    assert (report.lists["casualties"].figure.f1, report.lists["casualties"].record.f1) == (1.0, 0.0)
    assert report.lists["casualties"].keys["scope"].accuracy == 0.0
    assert report.lists["casualties"].keys["group.role"].accuracy == 1.0
    assert [f.cause for f in report.findings] == ["wrong scope"]
    unjudged = {k: v for k, v in wanted.items() if k != "scope"}
    assert score(got(casualties=[wrong]), gold(casualties=[unjudged])).lists["casualties"].record.f1 == 1.0


def test_dates_need_overlap_and_the_same_value() -> None:
    def mention(value: str | None) -> DateMention:
        return DateMention(text="Monday", kind="date", value=value, evidence=at("Monday"))

    labels = gold(dates=[{"quote": "on Monday", "kind": "date", "value": "2024-03-11"}])
    assert figures(score(got(dates=[mention("2024-03-11")]), labels), "dates") == (1, 0, 0)
    assert figures(score(got(dates=[mention(None)]), labels), "dates") == (0, 1, 1)
    open_label = gold(dates=[{"quote": "Monday", "value": None}])
    assert figures(score(got(dates=[mention(None)]), open_label), "dates") == (1, 0, 0)


def test_actors_match_by_name_or_by_words() -> None:
    police = Actor(name="the Pólice", kind="police", mentions=())
    goma = Actor(name="City of Goma", kind="government", mentions=(at("Goma"),))
    labels = gold(
        actors=[{"name": "Police", "kind": "police", "quotes": []}, {"name": "Goma", "quotes": ["Goma"]}]
    )
    report = score(got(actors=[goma, police]), labels)
    assert figures(report, "actors") == (2, 0, 0)
    assert report.lists["actors"].keys["kind"].total == 1
    assert plain("The “Pólice”,") == "police"


def test_a_quote_inside_another_word_is_no_mention() -> None:
    text = "Niger denied it. Nigerian troops left."
    niger = gold(actors=[{"name": "Republic", "quotes": ["Niger"]}])
    nigerian = Actor(name="troops", kind="military", mentions=(at("Nigerian troops", text),))
    assert figures(score(got(actors=[nigerian]), niger, text), "actors") == (0, 1, 1)


def test_a_crash_is_a_full_miss() -> None:
    report = score(None, gold(casualties=[SOLDIERS], summary={"killed": 12, "injured": None, "missing": 0}))
    assert figures(report, "casualties") == (0, 0, 1)
    assert [s.exact.right for s in report.summary.values()] == [0, 0, 0]
    assert {f.cause for f in report.findings} == {"crash", "killed crash", "injured crash", "missing crash"}


@pytest.mark.parametrize(
    ("wanted", "predicted", "exact", "within", "invented"),
    [
        (100, 100, 1, 1, 0),
        (100, 110, 0, 1, 0),
        (100, 111, 0, 0, 0),
        (100, None, 0, 0, 0),
        (0, None, 1, 1, 0),
        (0, 0, 1, 1, 0),
        (0, 3, 0, 0, 1),
        (None, None, 1, 1, 0),
        (None, 0, 0, 0, 0),
        (None, 3, 0, 0, 1),
    ],
)
def test_summary_is_exact_within_ten_percent_or_invented(
    wanted: int | None, predicted: int | None, exact: int, within: int, invented: int
) -> None:
    figure = None if predicted is None else SummaryFigure(quantity=number(predicted), from_=())
    extraction = Extraction(article=ArticleInfo(id="a"), summary=Summary(killed=figure))
    scored = score(extraction, gold(summary={"killed": wanted})).summary
    assert set(scored) == {"killed"}
    killed_score = scored["killed"]
    assert (killed_score.exact.right, killed_score.within_10.right) == (exact, within)
    assert (killed_score.invented, killed_score.empty) == (invented, int(not wanted))
    assert killed_score.positive_exact.total == int(bool(wanted))


def test_ratios_come_from_summed_counts() -> None:
    one = (got(casualties=[killed("12 soldiers", 12)]), TEXT, gold(casualties=[SOLDIERS]))
    two = (got(casualties=[killed("Another 12", 12)] * 3), TEXT, gold(casualties=[]))
    counts = score_set([one, two]).lists["casualties"].figure
    assert (counts.tp, counts.fp, counts.fn) == (1, 3, 0)
    assert (counts.precision, counts.recall, counts.f1) == (0.25, 1.0, 0.4)
    assert score_set([]).lists == {}


@pytest.mark.parametrize(
    ("extraction", "causes"),
    [
        (got(), ["miss missed number"]),
        (
            got(unused_numbers=[UnusedNumber(evidence=at("12 soldiers"), reason="no event word")]),
            ["miss missed number (no event word)"],
        ),
        (got(casualties=[killed("12 soldiers", 13)]), ["miss wrong value", "false wrong value"]),
        (
            got(casualties=[killed("12 soldiers", 12, outcome="injured")]),
            ["miss wrong outcome", "false wrong outcome"],
        ),
        (got(displaced=[fled("12 soldiers", 12)]), ["miss wrong outcome"]),
        (got(casualties=[killed("300 families", 300)]), ["miss missed number", "false spurious"]),
    ],
)
def test_errors_carry_their_likely_cause_and_sentence(extraction: Extraction, causes: list[str]) -> None:
    findings = score(extraction, gold(casualties=[SOLDIERS])).findings
    assert [f"{f.error} {f.cause}" for f in findings] == causes
    assert findings[0].sentence == "Police said 12 soldiers died."


def test_a_report_is_plain_json() -> None:
    report = score(got(casualties=[killed("12 soldiers", 12)]), gold(casualties=[SOLDIERS]))
    assert '"f1":1.0' in report.model_dump_json()
