"""The negative corpus: numbers that can never be a count, and look-alikes that can."""

from __future__ import annotations

import pytest

from extractor.codebooks import load_codebook
from extractor.numbers import find_numbers, read_quantity

BOOK = load_codebook("acled")

NEVER: dict[str, str] = {
    "age": "aged 21|a 21-year-old|a 34 year old woman|Sanders, 34, was shot|Ines Okoro, 34, of Newark|"
    "a boy, 5, and|34 years old|two years old|children under 5|people over 65|at the age of 7|"
    "in his 20s|his mid-30s|18 and older|a six-month-old baby|He was 24.|aged between 15 and 24|"
    "10- to 12-year-olds|(Batol Haddad, 56)",
    "year": (
        "in 1993|since 2011|the 2008 crisis|the 1990s|2014-15|1990-1995|nineteen ninety-three|mid-2014|"
        "the '93 war|in 2014 people fled|the attacks of 2001|September 2001"
    ),
    "date": "December 8|8 December|Dec. 8-10|on May 12|the 25th of June|2014-05-20|5/13/1993|"
    "on the 25th, troops",
    "time": "9 a.m.|9pm|10:30|1430 GMT|at 5 on Friday|5 o'clock|6.30am",
    "money": "$20|$2.5 million|20 euros|Rs. 500|5 lakh rupees|US$5m|400 million Australian dollars|"
    "€20-30 million",
    "percentage": "12 percent|31%|a 5-percent rise|10 per cent|between 10% and 20%|2.5 percent",
    "distance": "20 km|a 200-mile march|10 feet|100m away|a 20m wave|hundreds of miles|5km|a 5k run|"
    "two to three miles",
    "measure": "40 degrees|12,000 hectares|50 kg|30 tonnes",
    "calibre": "a 9mm pistol|155-mm shells|a .45-caliber gun",
    "duration": "a 5-day conflict|three weeks|24 hours|several years|a few more days|two- or three-day|"
    "two and a half days",
    "unit designation": "the 31st Brigade|Battalion 23|Unit 8200|101st Airborne Division",
    "vehicle": "AK-47|a Boeing 737|Flight 302|flight eight hundred",
    "part of a name": "T-72|F-16|G7|MH17|H5N1|ground zero|zero tolerance",
    "house number": (
        "4500 Main Street|the 1200 block of|21st Street|Highway 61|Interstate 95|at 10 Downing Street"
    ),
    "score": "a 3-1 win|lost 1-3",
    "index": "No. 7|Article 5|Resolution 1701|Phase 2|Covid-19|Day 18 of the war|1. First things",
    "phone number": "555-123-4567|called 911|a 911 call|445-7251",
    "magnitude": "magnitude 6.4|a 7.1 magnitude quake|a 6.4-magnitude quake",
    "rate": "20 a day|20 people a week|7 per 1,000|1,000 refugees a day",
    "fraction": "two-thirds|one in five|nine out of ten|3/4|one third|one in every five",
    "multiplier": "three times|a 10-fold rise|stabbed 12 times",
    "compound": "a four-wheel drive|a three-judge panel|a six-figure sum|a 20 member family",
    "order": "the first|the 18th day|the 17th century|second lieutenant|the second victim|third parties",
    "pronoun": "this one|one another|which one",
    "code": "case 1401010123|0042",
    "comparison": "20 more than last year",
    "decimal": "fell to 6.43",
    "repeated in brackets": "12 (twelve) people",
    "not a plain number": "12,5 million people|1,2,3|12345,678,9|" + "9" * 60,
}  # fmt: skip
COUNTS: dict[int, str] = {
    2014: "2014 people|2014 Iraqi soldiers|more than 2014 people|resulted in 2014 deaths",
    2000: "2,000 people|2000 died|at least 2000 people|2000 were killed",
    12: "In Basra, 12, including 3 children|12 people a week ago|the toll at 12 on Friday|12 of the 30",
    300: "On May 12 300 people|300 homes",
    65: "over 65 people|65 members",
    1: "one of the men|one woman|each one woman",
    5: "in the Hassan Building 5 people died",
    911: "911 people",
}


@pytest.mark.parametrize(
    ("reason", "text"), [(reason, text) for reason, texts in NEVER.items() for text in texts.split("|")]
)
def test_never_a_count(reason: str, text: str) -> None:
    found = find_numbers(text, BOOK)
    assert reason in {mention.reason for mention in found}
    assert [mention.quantity.text for mention in found if mention.reason is None] == (
        ["12"] if "(twelve)" in text else []
    )
    assert read_quantity(text, BOOK) is None


@pytest.mark.parametrize(
    ("value", "text"), [(value, text) for value, texts in COUNTS.items() for text in texts.split("|")]
)
def test_may_be_a_count(value: int, text: str) -> None:
    assert value in [mention.quantity.best for mention in find_numbers(text, BOOK) if mention.reason is None]


@pytest.mark.parametrize(
    ("text", "reason", "count"),
    [
        ("10 and 12 percent", "percentage", 2),
        ("aged 3, 5 and 8", "age", 3),
        ("between the ages of 15 and 24 were", "age", 2),
        ("on 8 and 9 January", "date", 2),
        ("three, five and seven years old", "age", 3),
    ],
)
def test_a_unit_given_once_for_a_list(text: str, reason: str, count: int) -> None:
    assert [mention.reason for mention in find_numbers(text, BOOK)] == [reason] * count


@pytest.mark.parametrize(
    "text",
    ["killed five and three days later fled", "a boy, 5, and 20 others", "On December 8, 20 people died"],
)
def test_a_count_beside_such_a_number_stays_one(text: str) -> None:
    assert None in {mention.reason for mention in find_numbers(text, BOOK)}


@pytest.mark.parametrize(
    "text",
    [
        "", "no comment", "no longer", "how many people", "as many again", "a soldier", "some people",
        "the few", "test scores were", "he scores", "another man", "lately",
    ],
)  # fmt: skip
def test_no_number_at_all(text: str) -> None:
    assert find_numbers(text, BOOK) == []
    assert read_quantity(text, BOOK) is None


def test_two_numbers_are_no_one_quantity() -> None:
    assert read_quantity("20 men and 30 women", BOOK) is None
