"""Dates in context: publication, tense, anchors, contradictions, and calendars at their edges."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from test_dates_corpus import doc_of, mentions

from extractor.dates import DatesFound, dateline_date, find_dates
from extractor.dates.fallback import spelled_date
from extractor.dates.periods import same_weekday_years
from extractor.dates.pieces import Calendar

TODAY = date(2026, 1, 31)


def found(text: str, published: date | None = None) -> DatesFound:
    return find_dates(doc_of(text), published=published, today=TODAY)


def values(text: str, published: date | None = None) -> dict[str, str | None]:
    return {mention.text: mention.value for mention in found(text, published).mentions}


# Publication date


def test_published_given() -> None:
    result = found("Two died on Monday.", date(2025, 12, 24))
    assert (result.published, result.published_basis) == (date(2025, 12, 24), "given")


def test_published_keeps_its_basis() -> None:
    result = find_dates(doc_of("Rain."), published=date(2025, 12, 24), published_basis="metadata")
    assert result.published_basis == "metadata"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("GENEVA, 12 March 2024 (AFP) — Two died on Monday.", date(2024, 3, 12)),
        ("Fire kills two\n\nLONDON, Nov. 27, 2006 (Xinhua) -- Two died.", date(2006, 11, 27)),
        ("Flood\n\nKISANGANI, Zaire, April 17 , 1997 (AFP)\n\nTwo died.", date(1997, 4, 17)),
        ("Flood\n\nPORT-AU-PRINCE, Haiti (March 3, 2010) - Two died.", date(2010, 3, 3)),
        ("SEOUL, Dec 14 , 2006, 2006\n\nTwo died.", date(2006, 12, 14)),
        ("NEW YORK, 2014-03-12 -- Two died.", date(2014, 3, 12)),
        ("Nov 9, 2021 - Two died.", date(2021, 11, 9)),
        ("Pell Harbour, 8 June 2022 – Two died.", date(2022, 6, 8)),
        ("Puerto Quill, 8 June 2022: Two died.", date(2022, 6, 8)),
        ("Jun. 8, 2022, 7:40 AM\nTwo died.", date(2022, 6, 8)),
        ("DNIPRO, Ukraine (Agency) -- June 8, 2022\nTwo died.", date(2022, 6, 8)),
        ("CARACAS, 3 Feb 91 (Agency) -- Two died.", date(1991, 2, 3)),
        ("Roof falls in\nBy Ana Pell\nPublished: 8 June 2022\nTwo died.", date(2022, 6, 8)),
        ("Last updated 8 June 2022 10:12 GMT\nTwo died.", date(2022, 6, 8)),
        ("Updated at 14:30 on Wednesday, 8 June 2022. Two died.", date(2022, 6, 8)),
    ],
)
def test_dateline(text: str, day: date) -> None:
    line = dateline_date(text)
    assert line
    assert line[2] == day
    result = found(text)
    assert (result.published, result.published_basis) == (day, "dateline")
    assert any(mention.value == day.isoformat() for mention in result.mentions)


@pytest.mark.parametrize(
    "text",
    [
        "Two people died in Geneva on 12 March 2024, police said.",
        "BAGHDAD, Dec 14 (Reuters) - Two died.",
        "As of 28 October 2023, 300 people were dead.",
        "On 3 May 12 people were killed.",
        "Pell Harbour on 8 June 2022 was a quiet town.",
        "The UN Security Council met on March 3, 2010 and left.",
        "UN: On March 3, 2010 the council adopted a text on the flood of that year.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert dateline_date(text) is None


def test_published_from_a_weekday_tied_to_its_date() -> None:
    result = found("They spoke on Thursday (December 25). The troops left on Wednesday.")
    assert (result.published, result.published_basis) == (date(2025, 12, 25), "weekday")
    assert [mention.value for mention in result.mentions] == ["2025-12-25", "2025-12-24"]


def test_published_year_must_suit_every_tied_day() -> None:
    # Thursday 25 December fits 2025 and 2014; only one of the two has 8 December on a Monday as well.
    result = found("It began on Monday, December 8. They spoke on Thursday, December 25.")
    assert result.published == date(2025, 12, 25)
    across = found("It began on Sunday, December 28. They spoke on Friday, January 2.")
    assert across.published == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Flood report no. 14\nAs of 20 October 2019, 6PM\n\nTwo died.", date(2019, 10, 20)),
        ("Control room. Position at 6 pm, Sunday 19 June 2022\n\nTwo died.", date(2022, 6, 19)),
        ("Two die in flood\n12 March 2024\nTwo people died.", date(2024, 3, 12)),
        ("Published: March 12, 2024\nTwo people died.", date(2024, 3, 12)),
    ],
)
def test_report_stamp(text: str, day: date) -> None:
    assert (found(text).published, found(text).published_basis) == (day, "dateline")


def test_a_headline_about_an_old_date_is_no_stamp() -> None:
    assert found("Ten years after the quake of 17 August 1999\n\nThey came.").published is None


def test_full_dates_of_a_text_settle_its_other_years() -> None:
    text = "On 9 June 2023 a bus was hit. On 10 June a man was held. The month before, in May, it rained."
    result = found(text)
    assert result.published is None
    assert [mention.value for mention in result.mentions][:2] == ["2023-06-09", "2023-06-10"]
    assert result.mentions[1].basis == "anchored"
    assert values("In early June 2023 it rained.")["early June 2023"] == "2023-06"
    far = values("On 9 June 2003 a bus was hit. On 1 May 2023 he died. On 10 June he was named.")
    assert far["10 June"] == "XXXX-06-10"
    back = values("On 9 June 2003 a bus was hit. On 10 June a man was held. He was freed in 2019.")
    assert back["10 June"] == "XXXX-06-10"


def test_weekdays_lie_near_a_tied_day() -> None:
    text = "The bus fell on Friday, June 14. On Saturday a man died. On Thursday it had rained."
    assert values(text) == {
        "Friday, June 14": "2024-06-14",
        "Saturday": "2024-06-15",
        "Thursday": "2024-06-13",
    }


def test_published_is_never_in_the_future() -> None:
    early = find_dates(doc_of("Thursday (December 25)"), published=None, today=date(2025, 12, 1))
    assert early.published == date(2014, 12, 25)


def test_published_from_a_web_address() -> None:
    result = found("https://news.example.org/world/2022/07/17/a-story Two died yesterday.")
    assert (result.published, result.published_basis) == (date(2022, 7, 17), "metadata")
    assert [mention.value for mention in result.mentions] == ["2022-07-16"]


def test_unknown_publication_leaves_the_year_open() -> None:
    assert values("Two died on Monday, yesterday, on July 22, in late March and at Christmas.") == {
        "Monday": None,
        "yesterday": None,
        "July 22": "XXXX-07-22",
        "late March": "XXXX-03",
        "Christmas": "XXXX-12-25",
    }


def test_unknown_publication_open_range() -> None:
    mention = found("It rained between 23 December and 28 January.").mentions[0]
    assert mention.value == "XXXX-12-23/XXXX-01-28"
    assert (mention.start, mention.end) == (None, None)


# Tense and wording


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The council will meet on Saturday.", "2025-12-27"),
        ("The council met on Saturday.", "2025-12-20"),
        ("The council is expected to meet on Saturday.", "2025-12-27"),
        ("The vote was delayed until Saturday.", "2025-12-27"),
        ("The siege lasted until Saturday.", "2025-12-20"),
        ("The truce was due to begin on Saturday.", "2025-12-27"),
        ("The truce had been due to begin on Wednesday.", "2025-12-24"),
        ("The vote, scheduled for Saturday, is off.", "2025-12-27"),
        ("He said on Saturday that the vote will be held.", "2025-12-20"),
        ("The council meets next Saturday.", "2025-12-27"),
        ("The council met last Saturday.", "2025-12-20"),
    ],
)
def test_weekday_by_tense(text: str, value: str) -> None:
    assert [m.value for m in mentions(text, date(2025, 12, 26))] == [value]


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("The shares are payable Jan. 3.", date(1989, 11, 1), "1990-01-03"),
        ("They met on Oct. 13.", date(1989, 10, 30), "1989-10-13"),
        ("They met on Dec. 13.", date(1990, 2, 1), "1989-12-13"),
        ("The vote will be in March.", date(1990, 2, 1), "1990-03"),
        ("The vote was in March.", date(1990, 2, 1), "1989-03"),
        ("The helicopter crashed last February.", date(1998, 3, 1), "1997-02"),
        ("The editorial of Saturday, April 25 said no.", date(1998, 4, 24), "1998-04-25"),
    ],
)
def test_missing_year_by_tense(text: str, published: date, value: str) -> None:
    assert [m.value for m in mentions(text, published)] == [value]


# Anchors


def test_nth_day_counts_inclusively() -> None:
    text = "It went on for the 18th day since the outbreak on December 8."
    (nth, start) = found(text, date(2025, 12, 26)).mentions
    assert (nth.text, nth.value, nth.basis) == ("the 18th day", "2025-12-25", "anchored")
    assert start.value == "2025-12-08"


def test_day_before_an_event_named_earlier() -> None:
    text = (
        "In a phone call on Thursday (December 25) he agreed. Nobody was hurt. "
        "The day before the high-level US-Cambodia call, the two sides met."
    )
    mention = found(text).mentions[-1]
    assert (mention.text, mention.value, mention.basis) == ("The day before", "2025-12-24", "anchored")


def test_offset_from_an_event_with_its_own_date() -> None:
    text = "They were found two days after the quake on December 8."
    assert values(text, date(2025, 12, 26))["two days after"] == "2025-12-10"


def test_offset_takes_the_date_of_its_own_sentence() -> None:
    text = "Two days after the army left the town, shells hit a school on Wednesday."
    assert values(text, date(2025, 12, 26))["Two days after"] == "2025-12-24"


def test_offset_without_anchor_is_a_length_or_open() -> None:
    assert values("He left two months after the fire.", date(2025, 12, 26)) == {"two months after": "P2M"}
    mention = found("The day before the fire he left.", date(2025, 12, 26)).mentions[0]
    assert (mention.kind, mention.value, mention.basis) == ("date", None, "anchored")
    assert found("A few days after the fire he left.", date(2025, 12, 26)).mentions[0].basis == "anchored"


def test_text_frame_follows_the_last_date() -> None:
    text = "On May 22, 1995, he rose, and the following year he left. The next day he returned."
    assert values(text, date(1998, 4, 18))["the following year"] == "1996"
    days = values("It broke on December 3, 2014. The next day it was mended.", date(2015, 1, 1))
    assert days["The next day"] == "2014-12-04"
    days = values("It broke on December 3, 2014. Three days later it was mended.", date(2015, 1, 1))
    assert days["Three days later"] == "2014-12-06"


def test_quarters_speak_to_each_other() -> None:
    text = (
        "Profit fell in the third quarter, from $3 million a year earlier. In the latest quarter, sales "
        "rose. In the year-ago quarter, they fell. Last year was better."
    )
    assert values(text, date(1989, 10, 26)) == {
        "the third quarter": "1989-07-01/1989-09-30",
        "a year earlier": "1988-07-01/1988-09-30",
        "the latest quarter": "1989-07-01/1989-09-30",
        "the year-ago quarter": "1988-07-01/1988-09-30",
        "Last year": "1988",
    }


def test_anchors_of_many_kinds() -> None:
    text = "GOLCUK, Turkey, Aug. 17, 2009 (Agency) - Ten years ago today the shore shook."
    assert values(text)["Ten years ago today"] == "1999-08-17"
    text = "It was day 18 of the fighting that broke out on December 8."
    assert values(text, date(2025, 12, 26))["day 18"] == "2025-12-25"
    text = "Divers on Saturday found a man, two days after the disaster."
    assert values(text, date(2018, 9, 22))["two days after"] == "2018-09-22"
    text = "They came on July 16, 2024. They counted nine because on the 18th their officer came."
    assert values(text, date(2024, 8, 11))["the 18th"] == "2024-07-18"
    text = "It broke on 9 February 2024. By that evening all had left."
    assert values(text, date(2024, 3, 1))["that evening"] == "2024-02-09"
    text = "He rose in June 1986. On 13 September of that year the town fell."
    assert values(text, date(2000, 1, 1))["13 September of that year"] == "1986-09-13"
    assert (
        values("Today is the eighth day of the drill.", date(1990, 8, 15))["the eighth day"] == "1990-08-15"
    )


# Days covered, granularity, basis


@pytest.mark.parametrize(
    ("phrase", "start", "end", "granularity"),
    [
        ("in early October 2025", "2025-10-01", "2025-10-10", "month"),
        ("in mid-October 2025", "2025-10-11", "2025-10-20", "month"),
        ("in late October 2025", "2025-10-21", "2025-10-31", "month"),
        ("in October 2025", "2025-10-01", "2025-10-31", "month"),
        ("at the end of 2023", "2023-09-02", "2023-12-31", "year"),
        ("in 2023", "2023-01-01", "2023-12-31", "year"),
        ("in the 1970s", "1970-01-01", "1979-12-31", "decade"),
        ("in the summer of 2021", None, None, "season"),
        ("late on Friday", "2025-12-26", "2025-12-26", "day"),
        ("last week", "2025-12-15", "2025-12-21", "week"),
    ],
)
def test_days_covered(phrase: str, start: str | None, end: str | None, granularity: str) -> None:
    (mention,) = mentions(phrase, date(2025, 12, 26))
    assert (mention.start, mention.end, mention.granularity) == (start, end, granularity)


@pytest.mark.parametrize(
    ("phrase", "basis"),
    [
        ("on December 8", "explicit"),
        ("on Monday", "weekday"),
        ("last week", "relative"),
        ("yesterday", "relative"),
        ("two days ago", "relative"),
        ("for five days", None),
    ],
)
def test_basis(phrase: str, basis: str | None) -> None:
    (mention,) = mentions(phrase, date(2025, 12, 26))
    assert mention.basis == basis


# Contradictions and the impossible


def test_weekday_that_does_not_fit_is_a_warning() -> None:
    result = found("Two died on Friday, December 25, 2025.")
    assert [mention.value for mention in result.mentions] == ["2025-12-25"]
    assert len(result.warnings) == 1
    assert "Thursday" in result.warnings[0]
    assert not found("Two died on Thursday, December 25, 2025.").warnings


@pytest.mark.parametrize("day", ["February 30", "February 29, 2023", "31 April 2024", "June 31"])
def test_impossible_day_has_no_value(day: str) -> None:
    result = found(f"Two died on {day}.", date(2025, 12, 26))
    assert [mention.value for mention in result.mentions] == [None]
    assert result.warnings


def test_open_weekdays_are_a_warning() -> None:
    result = found("On Monday 5 people died, and 6 yesterday.")
    assert any("no publication day" in line and "'Monday'" in line for line in result.warnings)
    assert not found("On Monday 5 people died.", date(2025, 12, 24)).warnings


def test_far_dateline_is_a_warning() -> None:
    result = found("GENEVA, 12 March 2023 (AFP) - Two died.", date(2024, 3, 13))
    assert result.published == date(2024, 3, 13)
    assert any("dateline" in line for line in result.warnings)


def test_dateparser_must_not_fill_in() -> None:
    assert spelled_date("25-Dec-2014") == Calendar(year=2014, month=12, day=25)
    assert spelled_date("12-Mar-14") == Calendar(year=2014, month=3, day=12)
    for span in ("a second", "may", "Dec. 8-10", "the 18th", "mid-December", "99-Dec-2014"):
        assert spelled_date(span) is None


def test_import_is_light() -> None:
    code = "import sys, extractor.dates; sys.exit('dateparser' in sys.modules or 'spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Calendars

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 12, 31))
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EDGES = st.sampled_from(
    [date(2020, 2, 29), date(2024, 2, 29), date(2000, 2, 29), date(1900, 3, 1)]
    + [date(2020, 12, day) for day in range(25, 32)]
    + [date(2021, 1, day) for day in range(1, 8)]
    + [date(2024, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2015, 12, 31), date(2016, 1, 3)]
)
ANY_DAY = st.one_of(DAYS, EDGES)


@given(day=ANY_DAY, published=ANY_DAY)
@settings(max_examples=150, deadline=None)
def test_full_dates_stand_for_themselves(day: date, published: date) -> None:
    for text in (
        f"on {day:%B} {day.day}, {day.year}",
        f"on {day.day} {day:%B} {day.year}",
        f"on {day:%A}, {day:%B} {day.day}, {day.year}",
        f"on {day.isoformat()}",
        f"on {day:%d}.{day:%m}.{day.year}",
    ):
        (mention,) = mentions(text, published)
        assert (mention.value, mention.start, mention.end) == (day.isoformat(),) * 3


@given(published=ANY_DAY, weekday=st.integers(0, 6))
@settings(max_examples=150, deadline=None)
def test_weekdays(published: date, weekday: int) -> None:
    name = NAMES[weekday]
    (past,) = mentions(f"two died on {name}", published)
    (last,) = mentions(f"two died last {name}", published)
    (ahead,) = mentions(f"they meet next {name}", published)
    assert past.value and last.value and ahead.value
    gone = (published - date.fromisoformat(past.value)).days
    assert 0 <= gone <= 6
    assert date.fromisoformat(past.value).weekday() == weekday
    assert 1 <= (published - date.fromisoformat(last.value)).days <= 7
    assert 1 <= (date.fromisoformat(ahead.value) - published).days <= 7


@given(published=ANY_DAY)
@settings(max_examples=150, deadline=None)
def test_weeks_run_from_monday_to_sunday(published: date) -> None:
    for phrase, shift in (("this week", 0), ("last week", -7), ("next week", 7)):
        (mention,) = mentions(phrase, published)
        assert mention.start and mention.end
        start, end = date.fromisoformat(mention.start), date.fromisoformat(mention.end)
        assert (start.weekday(), end.weekday(), (end - start).days) == (0, 6, 6)
        assert start <= published + timedelta(days=shift) <= end
        assert start.isocalendar()[:2] == end.isocalendar()[:2]


@given(published=ANY_DAY)
@settings(max_examples=100, deadline=None)
def test_months_and_years_turn(published: date) -> None:
    month_end = published.replace(day=1) - timedelta(days=1)
    assert mentions("last month", published)[0].value == f"{month_end:%Y-%m}"
    following = (published.replace(day=28) + timedelta(days=4)).replace(day=1)
    assert mentions("next month", published)[0].value == f"{following:%Y-%m}"
    assert mentions("last year", published)[0].value == str(published.year - 1)
    assert mentions("yesterday", published)[0].value == (published - timedelta(days=1)).isoformat()


@given(day=ANY_DAY, published=ANY_DAY)
@settings(max_examples=150, deadline=None)
def test_missing_year_gives_the_same_day_and_month(day: date, published: date) -> None:
    (mention,) = mentions(f"two died on {day:%B} {day.day}", published)
    assert mention.value
    at = date.fromisoformat(mention.value)
    assert (at.month, at.day) == (day.month, day.day)
    assert abs((at - published).days) <= 8 * 366


@given(published=ANY_DAY)
@settings(max_examples=100, deadline=None)
def test_weekday_inference_finds_a_fitting_year(published: date) -> None:
    found_years = same_weekday_years(published.month, published.day, published.weekday(), published)
    assert found_years[0] == published.year


WORDS = st.sampled_from(
    [
        "the",
        "last",
        "next",
        "this",
        "two",
        "5",
        "18th",
        "day",
        "days",
        "week",
        "month",
        "year",
        "quarter",
        "ago",
        "before",
        "after",
        "since",
        "from",
        "to",
        "between",
        "and",
        "May",
        "March",
        "Sunday",
        "December",
        "early",
        "late",
        "mid",
        "-",
        "of",
        "in",
        "on",
        "2014",
        "25",
        ",",
        ".",
        "(",
        ")",
        "'s",
        "half",
        "first",
        "end",
        "spring",
        "fall",
        "a",
        "few",
        "several",
        "old",
        "every",
        "ended",
        "until",
        "today",
        "now",
        "earlier",
        "later",
        "fiscal",
        "1990s",
        "Christmas",
        "0",
        "31",
        "February",
        "30",
    ]
)


@given(parts=st.lists(WORDS, max_size=25), published=st.one_of(st.none(), ANY_DAY))
@settings(max_examples=400, deadline=None)
def test_any_words_are_read_without_harm(parts: list[str], published: date | None) -> None:
    text = " ".join(parts)
    end = 0
    for mention in mentions(text, published):
        assert mention.evidence.start >= end
        end = mention.evidence.end
        assert text[mention.evidence.start : end] == mention.text
        assert (mention.start or "") <= (mention.end or "9999")
        if mention.value and mention.kind in ("date", "interval"):
            assert parse_edtf(mention.value)


@given(text=st.text(max_size=200), published=st.one_of(st.none(), ANY_DAY))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_harm(text: str, published: date | None) -> None:
    mentions(text, published)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It fell in the first week of March.", "XXXX-03"),
        ("It fell in the week of September 25.", "XXXX-09-25"),
    ],
)
def test_a_week_of_an_open_year_keeps_what_is_known(text: str, value: str) -> None:
    assert [mention.value for mention in find_dates(doc_of(text), published=None).mentions] == [value]


def test_weekdays_that_no_year_suits_give_the_year_of_the_first() -> None:
    text = "He spoke on Monday, June 3 and again on Tuesday, June 3."
    found = find_dates(doc_of(text), published=None, today=date(2026, 1, 31))
    assert (found.published, found.published_basis) == (date(2024, 6, 3), "weekday")


@pytest.mark.parametrize("text", ["The worst flood of this century.", "It fell in the sixth week of March."])
def test_what_the_calendar_cannot_give_is_a_mention_without_value(text: str) -> None:
    (mention,) = find_dates(doc_of(text), published=date(2025, 12, 26)).mentions
    assert (mention.kind, mention.value) == ("date", None)
