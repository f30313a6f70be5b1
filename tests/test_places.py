"""Places: what a text names, where it lies by the text, and what stays open."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.language.annotate import annotate
from extractor.places import Places, find_places
from extractor.places.gazetteer import fold, gazetteer
from extractor.places.precision import precision_codes
from extractor.records import NamedPlace


def places(text: str) -> Places:
    return find_places(annotate(text))


def named(text: str, wanted: str) -> NamedPlace:
    found = {place.text: place for place in places(text).records}
    assert wanted in found, list(found)
    return found[wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two men died when a wall fell in Fallujah on Monday.", "Fallujah"),
        ("The road near Fada N'Gourma was cut.", "Fada N'Gourma"),
        ("A market burned in Port-au-Prince overnight.", "Port-au-Prince"),
        ("Troops entered the town of Beled Hawo at dawn.", "the town of Beled Hawo"),
        ("Voters in Fairfax County go to the polls.", "Fairfax County"),
        ("The herders crossed into Tillaberi region last week.", "Tillaberi region"),
        ("He grew up in Athens, Ga., and still farms there.", "Athens"),
    ],
)
def test_a_name_is_found_with_its_whole_extent(text: str, wanted: str) -> None:
    assert named(text, wanted).mentions[0].text == wanted


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A bridge fell in Springfield, Ill., on Monday.", "Springfield", "USA"),
        ("A bus burned in Alexandria, Minnesota, on Monday.", "Alexandria", "USA"),
        ("A ferry sank off Alexandria, police in Egypt said.", "Alexandria", "EGY"),
        ("The fighters took Al Qaim, Anbar, Iraq.", "Al Qā’im", "IRQ"),
        ("Prices rose in Iraq.", "Iraq", "IRQ"),
        ("Schools in Scotland were shut.", "Scotland", "GBR"),
    ],
)
def test_the_text_settles_a_name(text: str, name: str, country: str) -> None:
    first = places(text).records[0]
    assert (first.name, first.country) == (name, country)
    assert first.lat is not None


def test_the_wider_places_of_the_text_stand_within_the_nearest_first() -> None:
    assert named("The fighters took Al Qaim, Anbar, Iraq.", "Al Qaim").within == ("Anbar", "Iraq")


def test_what_the_text_leaves_open_stays_open_and_is_warned_of() -> None:
    found = places("A bridge fell in San Miguel on Monday.")
    place = found.records[0]
    assert (place.name, place.country, place.lat) == (None, None, None)
    assert "San Miguel" in found.warnings[0]


def test_an_alternate_name_of_a_large_city_is_no_reading_of_its_own() -> None:
    assert places("A bridge fell in Victoria on Monday.").records[0].country != "HKG"
    assert places("A bridge fell in Alexandria on Monday.").records[0].country != "IRN"


def test_a_place_that_the_gazetteer_lacks_takes_the_country_around_it_and_no_coordinates() -> None:
    place = named("Gunmen burned the village of Quorbelho in Mali on Monday.", "the village of Quorbelho")
    assert (place.country, place.lat, place.name, place.precision) == ("MLI", None, None, "point")


def test_one_place_has_all_its_mentions() -> None:
    place = named("The U.S. sent aid. The United States also sent doctors. US ships followed.", "U.S.")
    assert len(place.mentions) >= 2


@pytest.mark.parametrize(
    ("text", "not_named"),
    [
        ("Jordan Miller and Kenya Brooks were injured.", {"Jordan", "Kenya"}),
        ("Thai soldiers left.", {"Thai"}),
        ("The school closes in August.", {"August"}),
        ("The tickets cost US$20.", {"US"}),
    ],
)
def test_persons_nationalities_and_months_are_no_places(text: str, not_named: set[str]) -> None:
    assert not not_named & {place.text for place in places(text).records}


def test_a_phrase_of_distance_keeps_its_words_and_takes_no_coordinates() -> None:
    text = "The convoy was hit 15 km north of Mosul, Iraq, on Monday."
    start = text.index("15 km")
    place = places(text).phrase(text[start : text.index(", Iraq")], start)
    assert place is not None
    assert (place.text, place.country, place.lat) == ("15 km north of Mosul", "IRQ", None)
    assert place.within == ("Mosul", "Iraq")


def test_a_mention_is_found_by_its_offsets() -> None:
    text = "The convoy was hit in Mosul, Iraq, on Monday."
    found = places(text)
    at = text.index("Mosul")
    place = found.at(at, at + 5)
    assert place is not None
    assert place.name == "Mosul"
    assert found.at(0, 3) is None


def test_the_records_carry_the_places_and_their_offsets() -> None:
    text = "Two people were killed in Mosul, Iraq, on Monday."
    extraction = extract(text, published="2024-05-07")
    assert [place.text for place in extraction.places] == ["Mosul", "Iraq"]
    assert all(text[m.start : m.end] == m.text for place in extraction.places for m in place.mentions)


@pytest.mark.parametrize(
    ("text", "acled", "ucdp"),
    [
        ("A shop in Mosul, Iraq, burned.", 1, 1),
        ("A shop in Fairfax County, Virginia, burned.", 2, 3),
        ("A shop in Anbar province, Iraq, burned.", 3, 4),
        ("A shop in Iraq burned.", 3, 6),
    ],
)
def test_precision_has_codes_of_event_data(text: str, acled: int, ucdp: int) -> None:
    codes = precision_codes(places(text).records[0])
    assert codes is not None
    assert (codes.acled, codes.ucdp) == (acled, ucdp)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two men died in an ambush between Banh and Koumbri on Monday.", {"Banh", "Koumbri"}),
        ("Militants fled along the Gajiram-Maiduguri road.", {"Gajiram", "Maiduguri"}),
        ("The raid was in Kateera, Mir Ali, North Waziristan.", {"Kateera", "Mir Ali", "North Waziristan"}),
        ("The body was found in the area of Quorbelho.", {"Quorbelho"}),
        ("Ann Roe, D-Columbus, voted against the bill in Ohio.", {"Columbus", "Ohio"}),
        (
            "Floods hit Gainesville, Jasper and Ocala in Florida.",
            {"Gainesville", "Jasper", "Ocala", "Florida"},
        ),
    ],
)
def test_the_words_around_make_a_place_of_an_unknown_name(text: str, wanted: set[str]) -> None:
    assert wanted <= {place.text for place in places(text).records}


def test_a_text_in_capitals_names_places_behind_in_and_in_its_dateline() -> None:
    text = (
        "SAN SALVADOR, 18 MAR 89 (RADIO TESK) -- [TEXT] SALVADORAN TROOPS TOLD US OF FIVE DEAD IN USULUTAN.\n"
        "HIS CAR WAS FOUND IN THE CENTER OF SAN SALVADOR."
    )
    found = {place.text: place.country for place in places(text).records}
    assert found.get("SAN SALVADOR") == found.get("USULUTAN") == "SLV"
    assert not {"US", "CAR"} & set(found)


@pytest.mark.parametrize(
    ("text", "inside", "around"),
    [
        ("The march began in the town of Pellworth in Ostraland, near Lyon, France.", "Lyon", ("France",)),
        ("A fire broke out in Brooklyn, New York, on Monday.", "Brooklyn", ("New York",)),
        ("The victims come from Lyon, Paris and Rouen.", "Lyon", ()),
    ],
)
def test_commas_nest_places_and_lists_do_not(text: str, inside: str, around: tuple[str, ...]) -> None:
    assert named(text, inside).within == around


def test_a_part_of_a_country_is_no_country() -> None:
    scotland = named("Schools in Scotland and in the United Kingdom were shut.", "Scotland")
    assert (scotland.country, scotland.admin1, scotland.precision) == ("GBR", "GB-SCT", "area")
    puntland = named("A shop burned in Puntland on Monday.", "Puntland")
    assert (puntland.country, puntland.lat) == ("SOM", None)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Police in Georgia and Alabama searched homes in Atlanta and Macon.", "USA"),
        ("Georgian police searched homes in Georgia, they said in Tbilisi.", "GEO"),
    ],
)
def test_a_country_with_a_namesake_is_settled_by_its_neighbours(text: str, country: str) -> None:
    assert named(text, "Georgia").country == country


def test_organisations_diseases_and_speakers_are_no_places() -> None:
    text = (
        "The FAO said the Marburg virus reached Dresden in Germany. Margaret Burley was ill; Burley said so. "
        "The Bank of England and the Fire Department waited."
    )
    assert {place.text for place in places(text).records} == {"Dresden", "Germany"}


def test_names_are_folded_alike_in_text_and_gazetteer() -> None:
    assert fold("Saint-Denis") == fold("St. Denis")
    assert {hit.entry.country for hit in gazetteer().find("QUETTA")} == {"PAK"}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Shops burned in Quorbelho. Fires broke out in Bamako and in Mopti.", "Quorbelho", "MLI"),
        ("Shops burned in Quorbelho. Fires broke out in Bamako and in Dakar.", "Quorbelho", None),
        ("Boko Haram burned shops in Quorbelho.", "Quorbelho", "NGA"),
        ("Al-Qaeda burned shops in Quorbelho.", "Quorbelho", None),
        ("Shops burned in Quorbelho (Veltesk, Oudalan) on Monday.", "Quorbelho", "BFA"),
        ("Shops burned in Quorbelho (Ana Ruiz, Oru Times) on Monday.", "Quorbelho", None),
    ],
)
def test_a_name_that_the_gazetteer_lacks_lies_where_the_text_is_at_home(
    text: str, name: str, country: str | None
) -> None:
    assert named(text, name).country == country


def test_a_place_without_a_name_lies_where_the_text_is_at_home() -> None:
    events = extract("A bomb killed two pupils at a school on Monday, police in Lyon and Paris said.").events
    assert [event.place and event.place.country for event in events] == ["FRA"]


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("A guard was injured when men attacked Selva in West Darfur.", "Selva", "SDN"),
        ("Three people died when a US drone attacked Selva town in Somalia.", "Selva town", "SOM"),
        ("A clerk was shot dead in his home by gunmen in Belfast.", "Belfast", "GBR"),
        ("Two guards were killed in an ambush north of Mogadishu.", "north of Mogadishu", "SOM"),
        ("Soldiers entered the village of Selva and killed ten people.", "the village of Selva", None),
    ],
)
def test_the_place_of_an_event(text: str, place: str, country: str | None) -> None:
    where = extract(text).events[0].place
    assert where is not None
    assert (where.text, where.country) == (place, country)
