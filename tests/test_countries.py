"""Countries: the data against ISO 3166, and what phrases state."""

import subprocess
import sys

import pycountry
import pytest

from extractor.lexicon.countries import (
    countries,
    countries_in,
    country_name,
    country_of_capital,
    find_country_words,
    word_uses,
)


def test_codes_are_iso_and_complete() -> None:
    iso = {country.alpha_3 for country in pycountry.countries}
    ours = {code for code, country in countries().items() if not country.user_assigned}
    assert ours == iso
    for code in set(countries()) - ours:
        assert code.startswith("X")


SHARED = {"Congo", "Korea", "Virgin Islands"}
"""Names of two states each."""


@pytest.mark.parametrize(
    "country",
    [c for c in pycountry.countries if c.name.split(",")[0] not in SHARED or hasattr(c, "common_name")],
    ids=lambda c: c.alpha_3,
)
def test_every_iso_common_name_states_its_code(country: object) -> None:
    name = getattr(country, "common_name", None) or country.name  # type: ignore[attr-defined]
    plain = name.split(",")[0]
    assert country.alpha_3 in countries_in(plain) or country.alpha_3 in countries_in(name)  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", countries())
def test_every_word_states_its_country(code: str) -> None:
    country = countries()[code]
    for word in (country.name, *country.aliases, *country.adjectives, *country.singular, *country.plural):
        assert countries_in(word) == (code,), word
    for city in country.capitals:
        found = word_uses(city)
        assert found is not None
        assert found[0] in countries()
    assert country_name(code) == country.name


@pytest.mark.parametrize(
    ("phrase", "codes"),
    [
        ("Thai soldiers", ("THA",)),
        ("23 Thai soldiers", ("THA",)),
        ("two Frenchmen", ("FRA",)),
        ("citizens of India", ("IND",)),
        ("a Syrian family", ("SYR",)),
        ("US troops", ("USA",)),
        ("U.S. Marines", ("USA",)),
        ("an American-born Saudi", ("SAU",)),
        ("Thai-Cambodian patrols", ("THA", "KHM")),
        ("US-Cambodia call", ("USA", "KHM")),
        ("North and South Korean sailors", ("KOR",)),
        ("South Sudanese refugees", ("SSD",)),
        ("Sudanese refugees", ("SDN",)),
        ("Nigerien troops", ("NER",)),
        ("Nigerian troops", ("NGA",)),
        ("Papua New Guinean miners", ("PNG",)),
        ("Guinea-Bissau's navy", ("GNB",)),
        ("Bosnian Serb soldiers", ("BIH",)),
        ("ISRAELI SOLDIERS", ("ISR",)),
        ("Israel’s security forces", ("ISR",)),
        ("Democratic Republic of the Congo", ("COD",)),
        ("Northern Irish police", ("GBR",)),
        ("Chinese and Chinese-made buses", ("CHN",)),
    ],
)
def test_phrases_state_countries(phrase: str, codes: tuple[str, ...]) -> None:
    assert countries_in(phrase) == codes


@pytest.mark.parametrize(
    "phrase",
    [
        "residents",
        "people in New Mexico",
        "pro-Russian separatists",
        "Iran-backed militias",
        "non-Thai workers",
        "Native Americans",
        "tell us",
        "polish workers",
        "a Latin American tourist",
        "Washington",
        "the Persian Gulf",
        "",
    ],
)
def test_phrases_that_state_none(phrase: str) -> None:
    assert countries_in(phrase) == ()


def test_capitals() -> None:
    assert country_of_capital("Washington") == "USA"
    assert country_of_capital("Moscow") == "RUS"
    assert country_of_capital("Chicago") is None
    assert country_of_capital("Russia") is None


def test_offsets_are_those_of_the_phrase() -> None:
    phrase = "The US and Thailand’s army"
    assert [(phrase[w.start : w.end], w.use) for w in find_country_words(phrase)] == [
        ("US", "name"),
        ("Thailand", "name"),
    ]


def test_import_is_light() -> None:
    code = (
        "import sys; from extractor.lexicon import countries as c; c.countries_in('Thai'); "
        "print('pycountry' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
