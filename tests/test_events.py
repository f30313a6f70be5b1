"""Events: stretches of a sentence, event words, grouping by hand, and whole texts."""

from __future__ import annotations

import pytest

from extractor import Extraction, extract
from extractor.events.days import can_be_one, first_day, last_day
from extractor.events.grouping import group
from extractor.events.mentions import Mention, find_mentions
from extractor.events.passages import Passage, Position
from extractor.events.relation import relations_of
from extractor.frames.cues import find_cues
from extractor.frames.frame import frames_of
from extractor.frames.stretches import Stretch, stretches_of
from extractor.frames.time import Timing
from extractor.language.annotate import annotate
from extractor.lexicon.event_markers import markers
from extractor.records import Event, Evidence

PUBLISHED = "2024-05-16"
NOWHERE = Evidence(start=0, end=0, text="")


def read(text: str) -> Extraction:
    """The extraction of a text published on a Thursday."""
    return extract(text, published=PUBLISHED)


def main(extraction: Extraction) -> Event:
    """The main event."""
    return next(event for event in extraction.events if event.relation == "main")


def killed(event: Event) -> int | None:
    """The deaths of one event."""
    return event.summary.killed.quantity.best if event.summary.killed else None


# ------------------------------------------------------------------ stretches of a sentence


@pytest.mark.parametrize(
    ("text", "category", "words"),
    [
        (
            "The fire killed 21, the worst toll since a hotel fire killed 49 in 2019.",
            "compare",
            "since a hotel",
        ),
        ("Six people drowned, compared with 14 in the flood of 2011.", "compare", "compared with 14"),
        ("The raid came two days after gunmen killed six guards.", "earlier", "after gunmen killed"),
        (
            "The raid killed five, bringing to 300 the number of people killed this year.",
            "period",
            "bringing",
        ),
    ],
)
def test_a_part_of_a_sentence_speaks_of_another_event(text: str, category: str, words: str) -> None:
    doc = annotate(text)
    cut = [stretch for stretch in stretches_of(doc.sents[0]) if stretch.cut]
    assert [stretch.category for stretch in cut] == [category]
    assert " ".join(doc[i].text for i in cut[0].tokens).startswith(words)


@pytest.mark.parametrize(
    "text",
    [
        "Three days after the quake the toll rose to 40.",
        "Twelve people died in Adola and nine in Bule.",
        "The blast killed two people.",
    ],
)
def test_most_sentences_speak_of_one_event(text: str) -> None:
    assert [stretch.cut for stretch in stretches_of(annotate(text).sents[0])] == [False]


def test_a_semicolon_sets_two_clauses_apart() -> None:
    doc = annotate("A mine killed three soldiers; more than 40,000 have died in the decade-long insurgency.")
    assert [stretch.category for stretch in stretches_of(doc.sents[0])] == [None, "period"]


@pytest.mark.parametrize("marker", markers(), ids=lambda marker: str(marker.category))
def test_a_marker_is_found_in_its_examples_and_in_no_counterexample(marker: object) -> None:
    def categories(text: str) -> set[str | None]:
        return {stretch.category for sent in annotate(text).sents for stretch in stretches_of(sent)}

    for text in marker.examples:  # type: ignore[attr-defined]
        assert marker.category in categories(text), text  # type: ignore[attr-defined]
    for text in marker.not_examples:  # type: ignore[attr-defined]
        assert marker.category not in categories(text), text  # type: ignore[attr-defined]


# -------------------------------------------------------------------------------- event words


def mentions(text: str) -> tuple[Mention, ...]:
    """The event words of a text."""
    doc = annotate(text)
    return find_mentions(doc, frames_of(doc, find_cues(doc)))


def test_a_word_of_harm_names_no_type() -> None:
    (word,) = mentions("Two clerks were wounded.")
    assert (word.harm, word.types, word.rank) == (True, (), 0)


def test_an_event_word_beside_a_noun_only_describes_it() -> None:
    assert [m.attribute for m in mentions("The ministry counted 40 flood victims.") if m.types] == [True]


@pytest.mark.parametrize(
    ("text", "asserted"),
    [
        ("Rebels attacked a convoy.", True),
        ("Rebels tried to attack a convoy.", True),
        ("Rebels could attack a convoy.", False),
    ],
)
def test_what_is_feared_is_not_asserted_and_an_attempt_is(text: str, asserted: bool) -> None:
    assert [m.asserted for m in mentions(text) if m.types] == [asserted]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bus crashed into a wall.", "road_accident"),
        ("A helicopter crashed in the hills.", "air_accident"),
        ("A ferry overturned in the bay.", "boat_accident"),
    ],
)
def test_the_vehicle_says_which_accident_it_is(text: str, name: str) -> None:
    assert name in {kind for m in mentions(text) for kind in m.types}


# ---------------------------------------------------------------------------- grouping by hand

BOMB = Mention(0, 1, ("bombing",), 2, noun=True)
THE_BOMB = Mention(0, 1, ("bombing",), 2, noun=True, definite=True)
QUAKE = Mention(0, 1, ("earthquake",), 2, noun=True)


def passage(
    mention: Mention,
    day: str | None = None,
    *,
    paragraph: int = 0,
    item: bool = False,
) -> Passage:
    """A passage without figures."""
    timing = Timing(day, NOWHERE, own=True) if day else None
    at = Position(paragraph, title=False, item=item)
    return Passage(Stretch((0,)), (mention,), (), None, None, timing, at)


def test_one_day_and_one_type_are_one_event() -> None:
    first, again = passage(BOMB, "2024-05-13"), passage(BOMB, "2024-05-13", paragraph=1)
    assert [len(draft.passages) for draft in group((first, again))] == [2]


def test_another_day_is_another_event() -> None:
    drafts = group((passage(BOMB, "2024-05-13"), passage(BOMB, "2024-05-10", paragraph=1)))
    assert [draft.date for draft in drafts] == ["2024-05-13", "2024-05-10"]


def test_another_family_is_another_event() -> None:
    assert len(group((passage(BOMB, "2024-05-13"), passage(QUAKE, "2024-05-13", paragraph=1)))) == 2


def test_the_items_of_a_list_are_events_of_their_own() -> None:
    items = [passage(BOMB, f"2024-05-1{day}", paragraph=day, item=True) for day in (1, 2, 3)]
    drafts = group(tuple(items))
    assert [draft.item for draft in drafts] == [1, 2, 3]


def test_the_first_event_is_the_main_one_and_an_old_one_background() -> None:
    drafts = group((passage(BOMB, "2024-05-13"), passage(BOMB, "2019-03-02", paragraph=1)))
    assert relations_of(drafts, None) == ["main", "background"]


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("2024-05", "2024-05-03", True),
        ("2024-05-03/..", "2024-06-01", True),
        ("2024-05-03/2024-05-09", "2024-05-10", False),
        ("XXXX-05-03", "2024-05-04", True),
        (None, "2024", True),
    ],
)
def test_times_can_be_one_when_they_share_a_day(a: str | None, b: str, one: bool) -> None:
    assert can_be_one(a, b) is one


def test_the_ends_of_open_and_coarse_times() -> None:
    assert (str(first_day("2024")), str(last_day("2024-02")), last_day("2024-02-01/..")) == (
        "2024-01-01",
        "2024-02-29",
        None,
    )


# --------------------------------------------------------------------------------- whole texts

DIGEST = """Morning notes

* Gunmen on motorcycles attacked a grain convoy near Tolbo on Monday, killing nine drivers, the army said.
* A ferry capsized off Port Amaro on Tuesday. Fourteen passengers drowned and six are missing.
* A landslide buried a hamlet in the Kerim hills on Sunday; 23 villagers were killed.
* A gas explosion in a laundry in Velmont injured 31 workers on Wednesday.
"""


def test_a_digest_has_no_main_event_and_its_headline_is_the_sum() -> None:
    extraction = read(DIGEST)
    assert [event.relation for event in extraction.events] == ["other"] * 4
    assert [event.type for event in extraction.events] == [
        "attack",
        "boat_accident",
        "landslide",
        "explosion",
    ]
    assert [killed(event) for event in extraction.events] == [9, 14, 23, None]
    assert extraction.summary.killed and extraction.summary.killed.quantity.best == 46


def test_no_ledger_line_and_no_place_crosses_the_items_of_a_digest() -> None:
    extraction = read(DIGEST)
    assert extraction.ledger == ()
    text = DIGEST.splitlines()
    for event in extraction.events:
        line = next(
            line for line in text if event.sentence and event.sentence.text.split("\n")[0][:30] in line
        )
        assert event.place is None or event.place.text in line


@pytest.mark.parametrize(
    ("text", "best"),
    [
        (
            "A bomb killed four people in the port on Monday. "
            "Violence in the province has claimed 700 lives since January.",
            4,
        ),
        (
            "A fire in a night club left 21 dead on Sunday, the worst since a bus fire killed 49 in 2019.",
            21,
        ),
        ("A mine killed three soldiers; more than 40,000 have died in the decade-long insurgency.", 3),
        ("Gunmen killed two clerks on Tuesday. Two weeks ago, a similar raid left 14 people dead.", 2),
        ("A ferry sank on Monday, drowning five people, compared with 18 in an accident in 2011.", 5),
        (
            "Twelve people were killed in an attack on a hotel in Pell, the mayor said. The group was "
            "also behind the 2013 attack on a market in the city in which 67 people died.",
            12,
        ),
        (
            "Troops killed two men in a raid on Tuesday. At least 52 people have been killed since March, "
            "among them a reporter who was covering a raid in Jebel.",
            2,
        ),
        ("The raid killed five people on Tuesday, bringing to 300 the number of people killed this year.", 5),
    ],
)
def test_context_never_makes_the_headline(text: str, best: int) -> None:
    extraction = read(text)
    assert killed(main(extraction)) == best
    assert extraction.summary.killed and extraction.summary.killed.quantity.best == best


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "Twelve people died in an attack on a hotel in Pell. The group was behind the 2013 raid on a "
            "market in which 67 people died, and the 2015 raid on a school that left 148 dead.",
            {12: None, 67: "2013", 148: "2015"},
        ),
        (
            "A quake killed 60 people in Ostra on 26 February 2024. A quake in the region in 1998 killed "
            "2,300 people, and a tremor in 2011 left 48 dead.",
            {60: "2024-02-26", 2300: "1998", 48: "2011"},
        ),
        (
            "A bomb killed two people in Pell on 27 February 2024. The blast was the work of the men who "
            "carried out the shooting in Marn in 2019, in which six people died.",
            {2: "2024-02-27", 6: "2019"},
        ),
        # one event, though its clauses have words of their own
        ("The blast on 27 February 2024 caused a fire in which nine people died.", {9: "2024-02-27"}),
        (
            "The army replied after militants killed 12 soldiers in an ambush near Pell on 27 February 2024.",
            {12: "2024-02-27"},
        ),
    ],
)
def test_a_clause_with_a_day_and_an_event_word_of_its_own_is_another_event(
    text: str, dates: dict[int, str | None]
) -> None:
    assert {killed(event): event.date for event in read(text).events} == dates


def test_a_year_alone_is_no_reason_to_lose_a_headline() -> None:
    extraction = read("A cold wave in 2012 killed at least 92 people. Some 5,000 people are homeless.")
    assert killed(main(extraction)) == 92
    assert extraction.summary.displaced and extraction.summary.displaced.quantity.best == 5000


def test_the_entries_of_a_running_report_go_on_with_one_event() -> None:
    extraction = read(
        "08:10\nA bomb exploded in the market of Pell this morning, killing three people.\n"
        "09:25\nThe bomb wounded 14 people in Pell, doctors say.\n"
    )
    assert [event.relation for event in extraction.events] == ["main"]


def test_people_who_moved_since_a_day_are_one_flight_and_the_dead_since_a_day_many_events() -> None:
    flight = read("About 358,000 people have crossed into Ostra since 15 April.")
    deaths = read("Attacks have killed 358 people in Ostra since 15 April.")
    assert [event.relation for event in (*flight.events, *deaths.events)] == ["main", "aggregate"]
    assert flight.events[0].date == "2024-04-15/.."


def test_the_deaths_of_a_year_are_the_epidemic_but_not_where_a_town_is_the_subject() -> None:
    country = read("Cholera has killed 64 people in Malawi so far this year.")
    assert [event.relation for event in country.events] == ["main"]
    town = read(
        "Cholera has killed eleven people in Karonga, the health office said on Monday.\n\n"
        "In the whole of Malawi the disease has killed 64 people so far this year."
    )
    assert [(event.relation, killed(event)) for event in town.events] == [("main", 11), ("aggregate", 64)]


def test_rival_accounts_are_never_added() -> None:
    extraction = read("Police said three people died in the clash. The opposition said eleven were killed.")
    figure = extraction.summary.killed
    assert figure and (figure.quantity.low, figure.quantity.best, figure.quantity.high) == (3, 3, 11)
    assert extraction.ledger == ()
    assert any("11" in line for line in extraction.warnings)


def test_an_aggregate_stands_in_where_nothing_else_is_reported() -> None:
    extraction = read("Attacks on villages have killed 700 people in the province since January.")
    assert [event.relation for event in extraction.events] == ["aggregate"]
    assert extraction.summary.killed and extraction.summary.killed.quantity.best == 700
    assert any("many events" in line for line in extraction.warnings)


def test_the_day_of_a_report_is_not_the_day_of_the_event() -> None:
    extraction = read("A car bomb killed 12 people at a market on Monday night, police said on Tuesday.")
    assert main(extraction).date == "2024-05-13"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The toll of the quake that shook Ostra on Friday climbed to 87 on Wednesday.", "2024-05-10"),
        ("Since the deadline of 1 April 2024 about 4,700 people have returned to Ostra.", "2024-04-01/.."),
        ("The two-year war in Ostra has killed 900 people.", None),
        ("Cholera, with 20 deaths since April, has reached Pell.", "2024-04/.."),
        (
            "Floods killed 12 people in Ostra.\n\nRoads are cut.\n\nTwo divers died on Tuesday in a rescue.",
            None,
        ),
        (
            "Floods killed 12 people in Ostra on Monday.\n\nRoads are cut.\n\nTwo divers died on Tuesday.",
            "2024-05-13",
        ),
    ],
)
def test_the_day_of_an_event_hangs_on_its_own_words(text: str, day: str | None) -> None:
    assert main(read(text)).date == day


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The passage of Cyclone Elba has left 29 dead.", "storm"),
        ("Older people spoke of the floods of 2010, when nearly 2,000 people died.", "flood"),
        ("A flood of complaints reached the clerk before two people were killed.", None),
    ],
)
def test_a_word_that_names_a_type_comes_before_a_word_of_harm(text: str, name: str | None) -> None:
    assert [event.type for event in read(text).events] == [name]


def test_an_accident_on_a_day_of_a_long_return_is_none_of_it() -> None:
    extraction = read(
        "Since 1 November 2023 some 470,000 people have returned to Ostra. "
        "On 23 March a lorry with their goods overturned near Pell, killing five of them."
    )
    assert [event.type for event in extraction.events] == ["return", "road_accident"]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Floods drove 900 people from Pell. Some 340 families have returned.", ["flood", "return"]),
        ("Some 340 families returned to Pell. Another 50 families came home on Monday.", ["return"]),
        ("Some 8,000 refugees crossed into Ostra. A further 900 people fled on Monday.", ["displacement"]),
    ],
)
def test_leaving_and_coming_back_are_two_events(text: str, types: list[str]) -> None:
    assert [event.type for event in read(text).events] == types


def test_a_figure_has_its_own_place_and_its_event_gives_what_it_lacks() -> None:
    extraction = read("A car bomb exploded in Lyon on Monday. Twelve people were killed.")
    figure = extraction.casualties[0]
    assert (figure.place, figure.date) == (None, None)
    (row,) = extraction.to_rows()
    assert (row["place"], row["place_basis"]) == ("Lyon", "event")
    assert (row["date"], row["date_basis"]) == ("2024-05-13", "event")


def test_the_place_is_the_scene_and_neither_the_speaker_nor_the_hospital() -> None:
    extraction = read(
        "Officials in Geneva said that a blast in Lyon had wounded 12 people on Monday. "
        "The wounded were taken to a hospital in Paris."
    )
    place = main(extraction).place
    assert place and place.name == "Lyon"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "VELMONT, France, May 14 (Agency) -- A dam burst above the village of Perrat, killing 36 people.",
            "Perrat",
        ),
        ("LYON, France - A landslide near Modena killed nine people.", "Modena"),
        ("UN says floods in France - the worst for years - killed nine people.", "France"),
    ],
)
def test_the_place_of_a_dateline_is_where_it_was_written(text: str, name: str) -> None:
    place = main(read(text)).place
    assert place and name in place.text


def test_wider_places_follow_the_name() -> None:
    extraction = read("A truck hit a bus near Modena, Italy, on Monday, killing four people.")
    place = main(extraction).place
    assert place and (place.text, place.within, place.country) == ("Modena", ("Italy",), "ITA")


def test_an_older_report_and_the_fighting_of_recent_weeks_are_the_article_s_own_event() -> None:
    extraction = extract(
        "The minister spoke of the fighting in the Orsa valley in recent weeks. Ten villagers died in the "
        "fighting, and 900 people were displaced, with the army previously estimating nearly 400 displaced. "
        "Previously, the two sides fought a 5-day conflict in July.",
        published="2024-11-05",
    )
    assert [(event.relation, event.date) for event in extraction.events] == [
        ("main", None),
        ("background", "2024-07"),
    ]
    assert [count.event for count in extraction.casualties] == [0]
    assert [count.event for count in extraction.displaced] == [0, 0]


def test_a_sentence_of_another_event_places_and_dates_nothing_else() -> None:
    extraction = read(
        "Two more bodies were recovered, which brings the dead to five. In an unrelated incident on "
        "Saturday, a kayaker drowned near Nairobi."
    )
    assert main(extraction).place is None
    assert main(extraction).date is None


# ------------------------------------------------------------------ topics, tolls of before, places


def events_of(text: str) -> list[tuple[str | None, str, int | None]]:
    """Type, relation and deaths of the events of a text."""
    return [(event.type, event.relation, killed(event)) for event in read(text).events]


def test_figures_belong_to_the_topic_that_their_paragraph_set_without_one() -> None:
    assert events_of(
        "Clashes on Wednesday killed eight people in Pell.\n\n"
        "A convoy was ambushed on Tuesday near Korda. Two drivers died."
    ) == [("armed_clash", "main", 8), ("attack", "other", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "The quake in Pell has killed 212 people, up from 190 on Tuesday.",
        "The toll of the quake in Pell rose to 31. The toll had stood at 12 a day earlier.",
    ],
)
def test_an_older_toll_stays_with_its_event(text: str) -> None:
    (event,) = read(text).events
    assert event.relation == "main"
    assert len(event.casualties) == 2


def test_an_event_word_far_from_the_event_opens_another_and_a_second_view_of_one_does_not() -> None:
    two = (
        "Gunmen shot dead four people in Lyon on Tuesday.\n\n"
        "In Paris, a bomb killed three people outside a bank."
    )
    one = (
        "Gunmen shot dead four people in Lyon on Tuesday.\n\n"
        "The attack happened outside a bank in the Croix-Rousse quarter. Four people died there."
    )
    assert [event[2] for event in events_of(two)] == [4, 3]
    assert [event[2] for event in events_of(one)] == [4]


def test_a_sum_over_a_time_takes_no_single_event() -> None:
    found = read(
        "Gunmen killed two clerks in Pell on Tuesday.\n\n"
        "Ostra counted 900 homicides in the past year. In March, seven people were gunned down in Korda."
    )
    assert [(e.relation, killed(e)) for e in found.events] == [
        ("main", 2), ("aggregate", 900), ("background", 7),
    ]  # fmt: skip


def test_earlier_events_of_years_apart_are_two_and_of_the_kind_that_they_stand_beside() -> None:
    assert events_of(
        "A landslide killed 30 people in Pell on Monday. In 1997 it took 48 lives; dozens died in 2012."
    ) == [("landslide", "main", 30), ("landslide", "background", 48), ("landslide", "background", 12)]


def test_an_answer_speaks_of_what_was_asked() -> None:
    found = events_of(
        "Clashes on Wednesday killed eight people in Pell.\n\n"
        "QUESTION: What do you know about the bus that plunged off a bridge on Monday?\n\n"
        "ANSWER: Nineteen people died."
    )
    assert [event[2] for event in found] == [8, 19]


def test_a_word_of_another_kind_in_a_paragraph_of_an_earlier_time_is_an_event_of_its_own() -> None:
    found = read(
        "Shelling along the border between Ostra and Korda killed nine soldiers on Tuesday.\n\n"
        "A truce was signed in January. However, it was suspended due to severe injuries suffered by "
        "two patrols from landmines in border provinces."
    )
    assert [(event.type, event.relation) for event in found.events] == [
        ("shelling", "main"), ("landmine", "background"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------- sums by arithmetic


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "The blast injured several people. In all 11 were taken to hospital, eight of them women.",
            [],
        ),
        (
            "Of the 40 dead, 25 are women and 15 men. Nine were below the age of 16.",
            ["25 + 15 = 40 = 40"],
        ),
    ],
)
def test_a_sum_is_rather_left_out_than_wrong(text: str, notes: list[str]) -> None:
    assert [line.note for line in read(text).ledger] == notes


def test_displaced_people_without_a_day_are_a_sum_beside_the_event() -> None:
    found = read(
        "Cholera has killed eleven people in Karonga, the health office said on Monday.\n\n"
        "Some 1.8 million displaced people live in the camps of Ostra."
    )
    assert [(event.type, event.relation) for event in found.events] == [
        ("epidemic", "main"), ("displacement", "aggregate"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            "A suicide bomber killed at least 18 worshippers at a mosque in Pell on Friday. No group "
            "claimed it, but a local militia has carried out similar attacks, including one in Korda in "
            "October that killed 62 people.",
            [("main", 18), ("background", 62)],
        ),
        (
            "Nineteen children have died of measles in Harra camp since March. The camp had seen no outbreak "
            "since 2016, when one killed seven.",
            [("main", 19), ("background", 7)],
        ),
        (
            "A road bridge collapsed near Pell on Thursday, killing 14 people. In 2011, a footbridge in "
            "Korda gave way during a festival, killing 32 people.",
            [("main", 14), ("background", 32)],
        ),
    ],
)
def test_an_earlier_event_adds_nothing_to_the_toll(text: str, killed: list[tuple[str, int]]) -> None:
    events = extract(text, published="2024-05-10").events
    totals = [(event.relation, event.summary.killed) for event in events]
    assert [(relation, total.quantity.best) for relation, total in totals if total] == killed


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "On 7 May gunmen raided a gold mine, killing eight workers. "
            "The same day, a landmine tore through an army truck; two soldiers died.",
            [("attack", "main", 8), ("landmine", "other", 2)],
        ),
        (
            "Flooding killed 12 people in Korda on Tuesday. "
            "Also on Tuesday, a bus plunged into a ravine near Seldo, killing five passengers.",
            [("flood", "main", 12), ("road_accident", "other", 5)],
        ),
        (
            "Gunmen ambushed a convoy near Korda on Tuesday, killing six guards. "
            "Hours later, the toll of the ambush rose to seven.",
            [("attack", "main", 7)],
        ),
        (
            "An earthquake struck Korda on Tuesday, killing 20 people. "
            "Hours later, a landslide buried 11 people in the town.",
            [("earthquake", "main", 20)],
        ),
    ],
)
def test_an_event_of_another_kind_beside_one_of_the_same_day_is_another(
    text: str, events: list[tuple[str, str, int]]
) -> None:
    assert events_of(text) == events


def test_a_battle_has_nothing_of_a_murder_told_beside_it() -> None:
    found = read(
        "Rebels of the Northern Front and the army fought for Belat on Tuesday, leaving 34 fighters dead. "
        "Meanwhile in the capital, unidentified men shot and killed union leader Omar Desta."
    )
    battle, murder = found.events
    names = [found.actors[side.actor].name for side in battle.perpetrators]
    assert (killed(battle), killed(murder)) == (34, 1)
    assert "unidentified men" not in names
    assert [victim.event for victim in found.victims] == [1]


def test_a_bulletin_goes_from_story_to_story() -> None:
    found = read(
        "PRESENTER: Troops killed 30 militants in a raid in Wadan. Seven herders and 22 soldiers died.\n\n"
        "PRESENTER: In other news, a gas explosion in Melko destroyed a bakery.\n\n"
        "REPORTER: Two bakers were killed. Firefighters are at the scene.\n\n"
        "PRESENTER: Now to Seldo, where a ferry sank on Monday. Four passengers drowned."
    )
    deaths = [
        (event.type, [found.casualties[i].quantity.best for i in event.casualties]) for event in found.events
    ]
    assert deaths == [("attack", [30, 7, 22]), ("explosion", [2]), ("boat_accident", [4])]


@pytest.mark.parametrize(
    ("text", "kind", "day", "place"),
    [
        (
            "Gunmen shot dead journalist Ana Ruiz in Korda on Tuesday. "
            "The family has suffered before: her brother Luis was shot and killed in Melko in 1997.",
            "shooting",
            "1997",
            "Melko",
        ),
        (
            "A rocket attack on the town of Tarsa killed three people on Tuesday. "
            "In February, a strike killed Hamid Sorani, a commander of the group.",
            None,
            "2024-02",
            None,
        ),
    ],
)
def test_a_person_who_came_to_harm_long_before_has_an_event_of_the_past(
    text: str, kind: str | None, day: str, place: str | None
) -> None:
    found = read(text)
    earlier = found.events[-1]
    assert (earlier.relation, earlier.type, earlier.date) == ("background", kind, day)
    assert (earlier.place.text if earlier.place else None) == place
    assert earlier.victims == (found.victims[-1].event and len(found.victims) - 1,)
    assert found.victims[-1].event == len(found.events) - 1


def test_a_storm_is_one_event_under_its_longer_name_and_an_office_is_none() -> None:
    (storm,) = read(
        "Tropical Cyclone Belna: nine dead in Madagascar\n\n"
        "Cyclone Belna made landfall near Soalala on 9 December. "
        "The National Disaster Office said that 1,400 people were displaced."
    ).events
    assert (storm.name, storm.type, killed(storm)) == ("Cyclone Belna", "storm", 9)
    assert len(storm.displaced) == 1


def test_the_paragraphs_under_the_days_of_a_police_log_are_events_of_those_days() -> None:
    found = extract(
        "Police log\n\nSaturday, May 4\n\nA man was shot dead outside a bar on Quince Street.\n\n"
        "Two teenagers were stabbed during a fight at the mall. Both were taken to hospital.\n\n"
        "Sunday, May 5\n\nA cyclist was killed in a collision with a truck on Route 9.\n",
        published="2024-05-07",
    )
    assert [(event.date, event.relation, killed(event)) for event in found.events] == [
        ("2024-05-04", "other", 1),
        ("2024-05-04", "other", None),
        ("2024-05-05", "other", 1),
    ]


def test_a_part_is_of_the_event_of_its_whole() -> None:
    found = read(
        "Council hears of drownings\n\n"
        "The harbour master said that nine people had drowned since January, two more than in the whole of "
        "last year. Three of them were children. On 3 May a ferry ran aground near Pell and four passengers "
        "were hurt."
    )
    events = {record.quantity.best: record.event for record in found.casualties}
    assert events[3] == events[9] != events[4]
