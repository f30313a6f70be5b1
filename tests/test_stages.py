"""The stages between words and figures, each alone: phrase, link, assertion, list, time, speaker.

A failure of a whole text says that a figure is wrong; these say in which room.
"""

from __future__ import annotations

import pytest

from extractor.codebooks import load_codebook
from extractor.counts.coordination import inherit
from extractor.counts.parts import link_partitives
from extractor.counts.sentence import Sentence, Tie, Ties, sentence_of
from extractor.counts.superseded import is_superseded
from extractor.counts.totals import link_totals
from extractor.frames.attachment import link
from extractor.frames.cues import find_cues
from extractor.frames.frame import frames_of
from extractor.frames.modality import Assertion, assertion
from extractor.frames.speaker import source_of
from extractor.frames.stretches import stretch_at, stretches_of
from extractor.frames.time import timing_of
from extractor.language.annotate import annotate
from extractor.language.doc import Doc
from extractor.numbers import find_numbers
from extractor.numbers.phrases import Phrase, find_phrases
from extractor.records import DateMention, Evidence


def phrases_of(doc: Doc) -> list[Phrase]:
    return find_phrases(doc, find_numbers(doc.text, load_codebook()))


def sentence(text: str) -> Sentence:
    doc = annotate(text)
    return sentence_of(doc, phrases_of(doc), frames_of(doc, find_cues(doc)))


def tie(sentence: Sentence, i: int) -> Tie:
    """The strongest link of a phrase, taken for asserted."""
    return Tie(link(sentence.clause, sentence.phrases[i])[0], Assertion(None))


@pytest.mark.parametrize(
    ("text", "group", "unit", "best"),
    [
        ("Twelve miners died.", "miners", "people", 12),
        ("The storm destroyed 40 houses.", "houses", "homes", 40),
        ("Nine goats drowned.", "goats", "thing", 9),
        ("About 300 households fled.", "households", "households", 300),
        ("A guard was shot.", "guard", "people", 1),
    ],
)
def test_a_phrase_is_a_number_with_its_noun(text: str, group: str, unit: str, best: int) -> None:
    (phrase,) = phrases_of(annotate(text))
    assert (phrase.group, phrase.unit, phrase.quantity.best) == (group, unit, best)


@pytest.mark.parametrize(
    ("text", "rule", "meaning"),
    [
        ("The blast killed 12 miners.", "active_object", "killed"),
        ("Twelve miners were killed in the blast.", "passive_subject", "killed"),
        ("The deaths of 12 miners shook Ostra.", "event_of", "killed"),
        ("Four wounded guards were flown out.", "premodifier", "injured"),
    ],
)
def test_a_phrase_is_linked_by_a_named_construction(text: str, rule: str, meaning: str) -> None:
    parsed = sentence(text)
    found = link(parsed.clause, parsed.phrases[0])[0]
    assert (found.rule.name, found.event.meaning) == (rule, meaning)


@pytest.mark.parametrize(
    ("text", "word", "reason", "status"),
    [
        ("Rebels killed four guards.", "killed", None, "reported"),
        ("Rebels did not kill four guards.", "kill", "negated", "reported"),
        ("Rebels planned to kill four guards.", "kill", "hypothetical", "reported"),
        ("The army denied that four guards were killed.", "killed", "denied", "reported"),
        ("If four guards are killed, the talks end.", "killed", "conditional", "reported"),
        ("The rebels said they had killed four guards.", "killed", None, "unconfirmed"),
        ("Four guards are believed killed.", "killed", None, "estimated"),
    ],
)
def test_an_event_word_is_asserted_or_not(text: str, word: str, reason: str | None, status: str) -> None:
    doc = annotate(text)
    at = next(token.i for token in doc if token.text == word)
    judged = assertion(doc, at, at + 1, at)
    assert (judged.reason, judged.status) == (reason, status)


def test_the_members_of_a_list_share_the_event_of_one() -> None:
    parsed = sentence("Two officers, three clerks and four guards were killed.")
    last = len(parsed.phrases) - 1
    ties = inherit(parsed, {last: tie(parsed, last)}, {})
    assert {i: found.link.event.meaning for i, found in ties.items()} == {
        0: "killed",
        1: "killed",
        2: "killed",
    }


def test_a_refused_member_of_a_list_gets_no_event() -> None:
    parsed = sentence("Two officers and four guards were killed.")
    refused = {parsed.phrases[0].chars: "counts no people"}
    assert set(inherit(parsed, {1: tie(parsed, 1)}, refused)) == {1}


def test_a_part_takes_the_event_of_its_whole_and_is_a_subset() -> None:
    parsed = sentence("Fifteen people died, three of them in one kitchen.")
    ties: Ties = link_partitives(parsed, {0: tie(parsed, 0)}, {})
    assert (ties[1].link.event.meaning, ties[1].link.subset) == ("killed", True)


def test_a_bare_total_counts_what_the_figures_before_it_count() -> None:
    parsed = sentence("Nine died on Monday and five on Friday, bringing the total to 14.")
    last = len(parsed.phrases) - 1
    ties = link_totals(parsed, {0: tie(parsed, 0)}, {}, [])
    assert (ties[last].link.event.meaning, ties[last].link.total) == ("killed", True)


@pytest.mark.parametrize(
    ("text", "older"),
    [("The toll rose to 19, up from 12.", [False, True]), ("Nineteen people died.", [False])],
)
def test_an_older_figure_is_superseded(text: str, older: list[bool]) -> None:
    parsed = sentence(text)
    links = [link(parsed.clause, phrase)[0] for phrase in parsed.phrases]
    pairs = zip(parsed.phrases, links, strict=True)
    assert [is_superseded(parsed.doc, phrase, found) for phrase, found in pairs] == older


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Police said four guards died.", "Police"),
        ("Four guards died, said the mayor of Ostra.", "the mayor of Ostra"),
        ("They said four guards died.", None),
        ("Four guards died.", None),
    ],
)
def test_the_speaker_of_a_figure(text: str, source: str | None) -> None:
    doc = annotate(text)
    words = {token.text: token.i for token in doc}
    assert source_of(doc, words["died"], words["guards"]) == source


def test_the_time_of_a_clause_is_its_own_and_not_that_of_the_report() -> None:
    text = "The mayor said on Friday that four guards had been killed on Monday."
    doc = annotate(text)
    words = {token.text: token.i for token in doc}
    dates = tuple(
        DateMention(
            text=day,
            kind="date",
            value=value,
            granularity="day",
            start=value,
            end=value,
            basis="weekday",
            evidence=Evidence(start=text.index(day), end=text.index(day) + len(day), text=day),
        )
        for day, value in (("Friday", "2024-03-08"), ("Monday", "2024-03-04"))
    )
    (sent,) = doc.sents
    found = timing_of(sent, (words["killed"], words["guards"]), stretch_at(sent, words["killed"]), dates)
    assert found is not None
    assert (found.value, found.own) == ("2024-03-04", True)


def test_a_comparison_is_a_stretch_of_its_own() -> None:
    (sent,) = annotate("Nine people died, the most since a blast killed forty in 2019.").sents
    assert [stretch.category for stretch in stretches_of(sent)] == [None, "compare"]
