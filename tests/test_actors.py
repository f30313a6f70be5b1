"""Actors of invented stories: each real entity once, typed, with its titles and country."""

from functools import cache

import pytest

from extractor.actors import find_actors
from extractor.language.annotate import annotate
from extractor.records import Actor


@cache
def _actors(text: str) -> tuple[Actor, ...]:
    return find_actors(annotate(text))


def _by_name(text: str) -> dict[str, Actor]:
    return {actor.name: actor for actor in _actors(text)}


def _kinds(text: str) -> dict[str, str]:
    return {actor.name: actor.kind for actor in _actors(text)}


def _words(actor: Actor) -> list[str]:
    return [mention.text for mention in actor.mentions]


STORY = (
    "Cambodian Prime Minister Hun Manet spoke with US Secretary of State Marco Rubio on Thursday. Rubio said "
    "the United States was ready to help. The Thai Ministry of Defense and Ministry of Foreign Affairs said "
    "that 12 Thai soldiers were killed in Surin. Thai authorities accused Cambodia of shelling a hospital, "
    "and Thailand said talks with Cambodia would go on in Malaysia."
)


def test_a_person_has_the_title_apart_and_the_country_of_it() -> None:
    actors = _by_name(STORY)
    assert actors["Hun Manet"].countries == ("KHM",)
    assert actors["Hun Manet"].titles == ("Prime Minister",)
    assert actors["Marco Rubio"].countries == ("USA",)
    assert _words(actors["Marco Rubio"]) == ["Marco Rubio", "Rubio"]


def test_two_ministries_share_the_country_and_victims_are_no_actors() -> None:
    actors = _by_name(STORY)
    assert actors["Thai Ministry of Defense"].countries == ("THA",)
    assert actors["Ministry of Foreign Affairs"].countries == ("THA",)
    assert "Thai soldiers" not in actors


def test_countries_act_or_are_places() -> None:
    kinds = _kinds(STORY)
    assert kinds["Thailand"] == kinds["Cambodia"] == kinds["United States"] == "country"
    assert "Malaysia" not in kinds
    assert kinds["Thai authorities"] == "government"


def test_mentions_are_the_articles_own_words() -> None:
    for actor in _actors(STORY):
        for mention in actor.mentions:
            assert STORY[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "name", "kind", "countries"),
    [
        ("Families fled, the Internal Displacement Monitoring Centre (IDMC) said. IDMC counted 40,000.",
         "Internal Displacement Monitoring Centre", "ngo", ()),
        ("Police in Lahore said three men were held.", "Police", "police", ("PAK",)),
        ("The rebels withdrew from Goma, where Congolese rebels had ruled for a month.", "Congolese rebels",
         "armed_group", ("COD",)),
        ("Beijing rejected the report on Tuesday.", "China", "country", ("CHN",)),
        ("The aid was signed off by Norway.", "Norway", "country", ("NOR",)),
        ("Talks with Turkey failed.", "Turkey", "country", ("TUR",)),
        ("El Paso County Sheriff's Office deputies found him in Texas.", "El Paso County Sheriff's Office",
         "police", ("USA",)),
        ("The Norwegian charity Fjordhelp said 40 people drowned.", "Fjordhelp", "ngo", ("NOR",)),
        ("The 172nd Battalion was overrun in western Niger.", "172nd Battalion", "military", ("NER",)),
        ("State media reported the death in Algiers, Algeria.", "State media", "media", ("DZA",)),
        ("Fighters of al-Shabab attacked a hotel.", "al-Shabab", "armed_group", ("SOM",)),
        ("Gunmen attacked a market in Kaduna, officials said.", "Gunmen", "armed_group", ()),
        ("The Georgia Bureau of Investigation said he was in Alabama.", "Georgia Bureau of Investigation",
         "police", ("USA",)),
        ("The governor of Upper Nile said 40 people had died in South Sudan.", "governor of Upper Nile",
         "person", ("SSD",)),
        ("The social action service counted 9,300 displaced households.", "social action service",
         "government", ()),
        ("The mayor of Younine in Lebanon, Hassan Yaghi, said the school was closed.", "Hassan Yaghi",
         "person", ("LBN",)),
    ],
)  # fmt: skip
def test_one_actor(text: str, name: str, kind: str, countries: tuple[str, ...]) -> None:
    actors = _by_name(text)
    assert name in actors, list(actors)
    assert actors[name].kind == kind
    assert actors[name].countries == countries


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Thousands fled to Rwanda and Uganda.", {"Rwanda", "Uganda"}),
        ("He was born in northern Syria, near the border with Turkey.", {"Syria", "Turkey"}),
        ("They drove to the police station in Cairo.", {"police"}),
        ("The storm forces people to leave.", {"forces", "storm forces"}),
        ("GENEVA, May 14, 2024 (Transalpine Press) -- The talks ended.", {"Transalpine Press"}),
        ("He saw it on social media.", {"social media"}),
        ("She lives on Wilmslow Road in Manchester.", {"Wilmslow Road"}),
        ("More than 52 Palestinians have been killed.", {"Palestinians"}),
        ("The FIFA World Cup opens in Doha, Qatar.", {"Qatar", "World Cup"}),
    ],
)
def test_no_actor(text: str, absent: set[str]) -> None:
    assert not absent & set(_by_name(text))


def test_an_agency_and_its_acronym_are_one() -> None:
    actors = _actors(
        "The UN refugee agency said so. UNHCR spokesman Paul Stromberg told reporters UNHCR had no access."
    )
    igos = [actor for actor in actors if actor.kind == "igo"]
    assert len(igos) == 1
    assert [actor.name for actor in actors if actor.kind == "person"] == ["Paul Stromberg"]
    assert not next(actor for actor in actors if actor.kind == "person").countries


def test_the_ministry_is_the_one_named_before() -> None:
    actors = _actors(
        "The Cypriot Foreign Ministry voiced concern. The ministry said the strike killed 18 people."
    )
    assert [actor.kind for actor in actors] == ["government"]
    assert _words(actors[0])[-1] == "ministry"


def test_the_governor_is_the_one_named() -> None:
    actors = _actors("Governor Ana Brandt toured the town. The governor said 40 people had died.")
    assert [(actor.name, len(actor.mentions)) for actor in actors if actor.kind == "person"] == [
        ("Ana Brandt", 2)
    ]


def test_armed_groups_that_cross_borders_have_no_country() -> None:
    actors = _by_name("The Islamic State claimed the attack in Kabul, Afghanistan, which killed 12 people.")
    assert actors["Islamic State"].kind == "armed_group"
    assert actors["Islamic State"].countries == ()


def test_names_that_the_model_cuts_are_whole() -> None:
    names = _kinds(
        "The ministry identified the dead as Abdul Rahman Jamal Suleiman Sobh, 28, and Lee Hung-yuan, 31. "
        "Lee was a guard."
    )
    assert names.get("Abdul Rahman Jamal Suleiman Sobh") == "person"
    assert names.get("Lee Hung-yuan") == "person"
    assert "Lee" not in names


def test_empty_and_odd_texts() -> None:
    for text in ("", " ", "\n\n", "12", "—", "THE ARMY", "(", "U.S.", "'s", "the the the"):
        for actor in _actors(text):
            assert actor.mentions


def test_an_acronym_that_the_text_defines_is_its_long_form() -> None:
    text = (
        "The Upland Seed Research Centre (USRC) opened a depot in Pell. "
        "Farmers who buy from USRC pay half, and USRC keeps the register."
    )
    actor = _by_name(text)["Upland Seed Research Centre"]
    assert _words(actor) == ["Upland Seed Research Centre", "USRC", "USRC", "USRC"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("His son, Muradu, was shot in 2009.", "Muradu"),
        ("Rain kept her mother Watfane at home that night.", "Watfane"),
    ],
)
def test_a_single_name_beside_a_word_of_kin_is_a_person(text: str, name: str) -> None:
    assert _kinds(text).get(name) == "person", _kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Flooding was worst in Orta and Quilla, officials said.",
        "People left the quarter of Quilla on foot.",
    ],
)
def test_a_name_in_a_list_of_places_is_no_person(text: str) -> None:
    assert not [name for name, kind in _kinds(text).items() if kind == "person"]


def test_a_dash_or_colon_before_a_name_makes_it_no_product() -> None:
    assert _kinds("Q: Who decides? A: Ruth Pellman decides.")["Ruth Pellman"] == "person"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The police searched for the son of Aracely Montes after the raid.", "Aracely Montes"),
        ("Critics say the Dbeiro administration has lost its way.", "Dbeiro"),
        ("It was Ferial Hadjee, who was then an editor, that refused.", "Ferial Hadjee"),
    ],
)
def test_a_relative_a_leader_and_who_make_a_person(text: str, name: str) -> None:
    assert _kinds(text).get(name) == "person", _kinds(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The rotting minds of the Palestinian Authority (PA) met. The PA is weak.", "Palestinian Authority"),
        ("SAHRA said the pills were safe.", "SAHRA"),
        ("A researcher at the University of Tesk led the study.", "University of Tesk"),
    ],
)
def test_an_organisation_is_found_by_its_acronym_its_speech_or_its_people(text: str, name: str) -> None:
    assert name in _kinds(text), _kinds(text)


def test_words_in_capitals_of_a_heading_are_no_organisations() -> None:
    assert "DOOR" not in _kinds("HE WAS SHOT DEAD AT HIS DOOR. THE ARMY DENIED IT.")
