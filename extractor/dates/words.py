"""The closed vocabulary of calendar English: each word once, with what it stands for."""

from __future__ import annotations

from extractor.numbers import words as number_words

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month names and their abbreviations."""

AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "jan", "jun", "dec", "sep", "april", "june", "august"})
"""Month words that are also verbs, nouns, adjectives or given names: alone they need a cue."""

WEEKDAYS: dict[str, int] = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
SHORT_WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun"))
    for name in names.split()
}
"""Short weekday names count only beside a date ("Sat., Dec. 8"): "sun" and "sat" are plain words."""

SEASONS: dict[str, int] = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""Season words as EDTF season codes."""

HOLIDAYS: dict[tuple[str, ...], tuple[int, int]] = {
    ("christmas", "eve"): (12, 24),
    ("christmas", "day"): (12, 25),
    ("christmas",): (12, 25),
    ("boxing", "day"): (12, 26),
    ("new", "year", "'s", "eve"): (12, 31),
    ("new", "year", "'s", "day"): (1, 1),
    ("new", "year", "'s"): (1, 1),
    ("valentine", "'s", "day"): (2, 14),
    ("may", "day"): (5, 1),
    ("bastille", "day"): (7, 14),
    ("halloween",): (10, 31),
}
"""Feasts with a fixed month and day."""

UNITS: dict[str, str] = {
    word: unit
    for unit, words in {
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "fortnight": "fortnight fortnights",
        "weekend": "weekend weekends",
        "month": "month months",
        "quarter": "quarter quarters",
        "year": "year years",
        "decade": "decade decades",
        "century": "century centuries",
    }.items()
    for word in words.split()
}
PLURALS = frozenset(word for word in UNITS if word.endswith("s"))

SMALL = {"zero": 0} | number_words.SMALL
TENS = number_words.TENS
ORDINALS = {word: value for word, value in number_words.ORDINALS.items() if value <= 100}

DECADE_WORDS = {word[:-1] + "ies": value for word, value in TENS.items()}

VAGUE_COUNTS = frozenset({"several", "few", "some", "many", "dozens", "hundreds"})

PARTS_OF_DAY = frozenset(
    {"morning", "afternoon", "evening", "night", "midday", "midnight", "noon", "dawn", "dusk", "lunchtime"}
)

SHIFTS: dict[str, int] = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "prior": -1,
    "preceding": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
    "following": 1,
    "that": 0,
    "same": 0,
}
"""Words that pick the neighbour of a period."""

TEXT_SHIFTS = frozenset({"previous", "prior", "preceding", "following", "that", "same"})
"""Those that count from the date that the text spoke of last, not from publication."""

PORTIONS: dict[str, str] = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "opening": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
    "closing": "late",
}
"""Words for a fuzzy third of a period."""

_BOTH_CUES = frozenset(
    {
        "in",
        "of",
        "since",
        "by",
        "until",
        "till",
        "through",
        "during",
        "from",
        "to",
        "between",
        "and",
        "early",
        "late",
        "mid",
        "before",
        "after",
        "around",
        "about",
        "for",
    }
)

MONTH_CUES = _BOTH_CUES | {"last", "next", "this", "every", "each", "end", "beginning", "start", "per"}
"""A word before an ambiguous month name that makes it a month: "in May", "since March"."""

YEAR_CUES = _BOTH_CUES | {
    "fiscal",
    "year",
    "circa",
    "summer",
    "winter",
    "spring",
    "autumn",
    "fall",
    "the",
    "its",
    "their",
    "his",
    "her",
    "into",
    "than",
    "due",
    "or",
    "s",
    "end-",
}
"""A word before four digits that lets them be a year."""
