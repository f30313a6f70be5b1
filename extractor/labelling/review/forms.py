"""Forms: the keys of each kind of record as fields, a record as what is typed, and what is typed as a record.

Gold distinguishes three things, and so do the fields: a key that was not judged is left out (an empty field),
one of which the article says nothing is null or an empty list (a box that is ticked), any other has a value.
A field that nobody touched leaves its key as it was, whatever stands in it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from extractor.articles.sanitize import safe
from extractor.gold import GoldSummary, Labelled, occurrences
from extractor.labelling.anchor import anchor
from extractor.labelling.draft import ARTICLE_SUMMARY
from extractor.labelling.keys import RECORDS
from extractor.records import Actor, Event, LedgerLine, Record
from extractor.records.fields import FieldKind, Leaf, labelled

Kind = Literal["text", "words", "number", "decimal", "day", "choice", "codes", "many", "several"]
Values = Mapping[str, Sequence[str]]
"""What is typed, by the key of the field; under ``null`` the keys of which the article says nothing."""

NULL = "null"


class Field(NamedTuple):
    """One key of a record, dotted where it is nested, and how it is asked for.

    ``nullable``: the article may say nothing about it. ``quoted``: the values are words of the article.
    ``needed``: a new record must have it. ``scored``: it is a part of the label. ``letter``: the key of the
    keyboard that asks for it.
    """

    key: str
    label: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    nullable: bool = False
    quoted: bool = False
    needed: bool = False
    hint: str = ""
    scored: bool = True
    letter: str = ""

    @property
    def empty(self) -> list[str] | None:
        """What the key holds when the article says nothing about it."""
        return [] if self.kind in ("codes", "many", "several") else None


_WORDS = (
    Field(
        "quote",
        "words of the article",
        "words",
        needed=True,
        hint="verbatim: qualifier, number, counted noun",
    ),
    Field("nth", "which occurrence", "number", hint="1 if empty", scored=False),
)
_NOTE = Field("note", "remark, never scored", scored=False)
_NEVER = frozenset({"people_equivalent"})
"""Keys that few articles give: a label without them is whole."""
_KINDS: Mapping[FieldKind, Kind] = {
    "text": "text",
    "choice": "choice",
    "integer": "number",
    "real": "decimal",
    "day": "day",
    "codes": "codes",
    "texts": "many",
}


def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The labelled keys of a record type as fields of a form."""
    return tuple(map(_field, labelled(record)))


def _field(leaf: Leaf) -> Field:
    named = leaf.path[0] if leaf.path[-1] == "text" else leaf.path[-1]
    field = Field(leaf.key, named.replace("_", " "), nullable=leaf.optional, needed=leaf.needed)
    if leaf.pointer and leaf.pointer.of == "events":
        return field._replace(hint="the id of the event, such as e1")
    if leaf.pointer:
        kind: Kind = "many" if leaf.many else "words"
        nullable = leaf.optional and not leaf.many
        label = f"words of the {named}" if leaf.needed else field.label
        hint = "" if leaf.needed else "the words of the figure that counts the person"
        return field._replace(label=label, kind=kind, nullable=nullable, quoted=True, hint=hint)
    return field._replace(kind=_KINDS[leaf.kind], choices=leaf.choices, hint=leaf.hint)


def _summary(prefix: str, keys: Sequence[str]) -> tuple[Field, ...]:
    return tuple(Field(f"summary.{key}", f"{prefix}{_said(key)}", "number", nullable=True) for key in keys)


def _said(name: str) -> str:
    return name.replace("_", " ")


_SIDE = Field("", "", "many", nullable=True, hint="names as the labelled actors have them")
_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "events": (
        *_WORDS,
        *(_field(leaf) for leaf in labelled(Event, apart={"place", "summary"}) if not leaf.pointer),
        Field("places", "places", "many", nullable=True, hint="every name that is right, the best first"),
        Field("country", "country", nullable=True, hint="ISO 3166-1, such as SDN"),
        _SIDE._replace(key="perpetrators", label="perpetrators"),
        _SIDE._replace(key="targets", label="targets"),
        *_summary("", tuple(GoldSummary.model_fields)),
        _NOTE,
    ),
    **{
        name: (*_WORDS, *fields_of(RECORDS[name]), _NOTE)
        for name in ("casualties", "displaced", "victims", "dates")
    },
    "actors": (
        *fields_of(Actor),
        Field(
            "quotes",
            "words of the article",
            "many",
            quoted=True,
            needed=True,
            hint="each way that it is named",
        ),
        _NOTE,
    ),
    # A label of a sum names its words; what they add up to need not be judged.
    "ledger": (*(field._replace(needed=field.quoted) for field in fields_of(LedgerLine)), _NOTE),
    "settings": (
        Field(
            "labelled",
            "lists that are labelled in full",
            "several",
            get_args(Labelled),
            hint="ticked and empty: there is none; not ticked: never scored",
            scored=False,
        ),
        Field("published", "publication day", "day", nullable=True, hint="YYYY-MM-DD"),
        *_summary("", ARTICLE_SUMMARY),
        Field("note", "remark on the article", scored=False),
    ),
}
_COUNT_LETTERS = {
    "outcome": "o",
    "term": "o",
    "quantity.best": "n",
    "quantity.qualifier": "q",
    "group.text": "g",
    "group.role": "r",
    "group.countries": "c",
    "group.sex": "w",
    "group.age": "y",
    "group.side": "i",
    "source": "s",
    "place": "p",
    "origin": "l",
    "destination": "z",
    "date": "d",
    "scope": "v",
    "status": "t",
    "measure": "b",
    "unit": "h",
    "event": "e",
}
_LETTERS: Mapping[str, Mapping[str, str]] = {
    "events": {
        "type": "t",
        "relation": "r",
        "name": "i",
        "places": "p",
        "country": "c",
        "date": "d",
        "perpetrators": "b",
        "targets": "g",
        "summary.killed": "n",
    },
    "casualties": _COUNT_LETTERS,
    "displaced": _COUNT_LETTERS,
    "victims": {
        "outcome": "o",
        "age": "n",
        "sex": "w",
        "role": "r",
        "countries": "c",
        "name": "i",
        "description": "g",
        "counted_in": "v",
        "event": "e",
    },
    "dates": {"kind": "o", "value": "d", "basis": "b", "granularity": "g"},
    "actors": {"kind": "o", "countries": "c", "name": "i", "titles": "t", "quotes": "q"},
    "ledger": {"relation": "r", "basis": "b", "sum": "n"},
    "settings": {"published": "d", "summary.killed": "n"},
}


def _with_letter(name: str, field: Field) -> Field:
    scored = field.scored and field.key not in _NEVER
    return field._replace(letter=_LETTERS[name].get(field.key, ""), scored=scored)


FIELDS: Mapping[str, tuple[Field, ...]] = {
    name: tuple(_with_letter(name, field) for field in fields) for name, fields in _FIELDS.items()
}
"""The fields of each list of gold, and of what is said of the article as a whole (``settings``)."""


class FormError(Exception):
    """What is typed makes no record: ``problems`` are pairs of a field's key (or nothing) and the reason."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{key}: {message}" for key, message in problems))
        self.problems = tuple(problems)


def typed(fields: Sequence[Field], record: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What a form shows of a record, harmless for a page."""
    shown: dict[str, tuple[str, ...]] = {}
    nulls = []
    for field in fields:
        given, value = _get(record, field.key)
        shown[field.key] = ()
        if given and (value is None or value == []):
            nulls.append(field.key)
        elif given and field.kind == "codes":
            shown[field.key] = (safe(" ".join(value)),)
        elif given:
            shown[field.key] = tuple(
                safe(str(part)) for part in (value if isinstance(value, list) else [value])
            )
    shown[NULL] = tuple(nulls)
    return shown


def judged(record: Mapping[str, Any], key: str) -> bool:
    """Whether a record says anything of a key, be it that the article gives nothing."""
    return _get(record, key)[0]


def record_of(fields: Sequence[Field], values: Values, old: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The record that is typed.

    Args:
        fields: the fields of the form.
        values: what came back for each. A field that did not come back leaves its key as it was.
        old: the record that the form was made from, empty for a new one.
        text: the text of the article, which every quote must be a part of.

    Raises:
        FormError: a number that is none, words that are not in the article, a value beside "says nothing".
    """
    record = copy.deepcopy(dict(old))
    problems = []
    for field in _changed(fields, values, typed(fields, old)):
        try:
            given, value = _parsed(field, values, text)
        except ValueError as error:
            problems.append((field.key, str(error)))
        else:
            _set(record, field.key, given, value)
    if not problems:
        record = _with_own_quote(record, old, text)
    if not old:
        lacking = [field for field in fields if field.needed and not _get(record, field.key)[0]]
        problems += [(field.key, "is needed for a new record; fill it in") for field in lacking]
    if problems:
        raise FormError(problems)
    return record


def _changed(fields: Sequence[Field], values: Values, before: Values) -> Iterator[Field]:
    """The fields that came back with something else than the form held."""
    for field in fields:
        came = field.key in values or field.key in values.get(NULL, ()) or field.kind == "several"
        if came and _entries(values, field) != _entries(before, field):
            yield field


def _with_own_quote(record: dict[str, Any], old: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The record with a changed quote as the article has it, and its number among such words."""
    moved = any(record.get(key) != old.get(key) for key in ("quote", "nth"))
    if not moved or record.get("quote") is None:
        return record
    try:
        quote, nth = verbatim(text, record.pop("quote"), record.pop("nth", 1))
    except ValueError as error:
        raise FormError([("quote", str(error))]) from None
    return {"quote": quote} | ({"nth": nth} if nth > 1 else {}) | record


def verbatim(text: str, shown: str, nth: int = 1) -> tuple[str, int]:
    """The words of the article as they stand there, and their number among such words.

    A page shows a text whose control characters are replaced (``safe``), so what is selected in it or
    typed into a form may differ from the text in those.

    Raises ValueError where the words do not stand in the article that often.
    """
    spans = occurrences(safe(text), safe(shown))
    if not spans:
        raise ValueError(f"“{shown}” is not in the article; quote it verbatim")
    if not 1 <= nth <= len(spans):
        raise ValueError(f"“{shown}” stands {len(spans)} time(s) in the article; give 1 to {len(spans)}")
    start, end = spans[nth - 1]
    return text[start:end], occurrences(text, text[start:end]).index((start, end)) + 1


def selected(text: str, words: str, start: int | None) -> tuple[str, int]:
    """What was selected in a page, without the blanks around it: the quote and its number.

    Args:
        text: the text of the article.
        words: the words that were selected or typed.
        start: where the page says that they begin, if it does; the nearest place counts.

    Raises ValueError where the words are not in the article.
    """
    at = (start or 0) + len(words) - len(words.lstrip())
    words = words.strip()
    span = anchor(safe(text), at, at + len(words), safe(words)) if words else None
    if span is None:
        raise ValueError(f"“{words}” is not in the article; quote it verbatim")
    quote = text[span[0] : span[1]]
    return quote, occurrences(text, quote).index(span) + 1


def _entries(values: Values, field: Field) -> tuple[bool, tuple[str, ...]]:
    """Whether the article is said to say nothing, and what is typed, without blanks and empty lines."""
    found = tuple(value.replace("\r\n", "\n").strip() for value in values.get(field.key, ()))
    found = tuple(value for value in found if value)
    if field.kind == "choice" and found == (NULL,):
        return True, ()
    return field.key in values.get(NULL, ()), tuple(sorted(found)) if field.kind == "several" else found


def _parsed(field: Field, values: Values, text: str) -> tuple[bool, Any]:
    """Whether the key is judged, and its value. Raises ValueError with a reason that ends in a remedy."""
    null, found = _entries(values, field)
    if null and found:
        raise ValueError("has a value and is marked as not said; keep one of the two")
    if null:
        return True, field.empty
    if field.kind == "several":
        return True, [choice for choice in field.choices if choice in found]
    if not found:
        return False, None
    if field.kind == "many":
        return True, [_words(field, value, text) for value in found]
    return True, _PARSERS[field.kind](found[0]) if field.kind in _PARSERS else _words(field, found[0], text)


def _words(field: Field, value: str, text: str) -> str:
    """Words as they are typed, or where the field quotes, as the article has them."""
    if field.kind == "choice" and value not in field.choices:
        raise ValueError(f"{value!r} is no value of this key; choose from {', '.join(field.choices)}")
    return verbatim(text, value)[0] if field.quoted else value


def _codes(value: str) -> list[str]:
    return [code for code in re.split(r"[\s,;]+", value.upper()) if code]


def _number(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3}){1,4}|[0-9]{1,15}", value):
        raise ValueError(f"{value!r} is no whole number; write it in digits, such as 1200")
    return int(value.replace(",", ""))


def _decimal(value: str) -> float:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        raise ValueError(f"{value!r} is no number; write it in digits, such as 12.5")
    return float(value)


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"{value!r} is no day of the calendar; write YYYY-MM-DD") from None


_PARSERS: dict[str, Callable[[str], Any]] = {
    "codes": _codes,
    "number": _number,
    "decimal": _decimal,
    "day": _day,
}
"""How the fields of one value that is no plain words are parsed."""


def _get(record: Mapping[str, Any], key: str) -> tuple[bool, Any]:
    outer, _, inner = key.rpartition(".")
    part = (record.get(outer) or {}) if outer else record
    return inner in part, part.get(inner)


def _set(record: dict[str, Any], key: str, given: bool, value: Any) -> None:
    """Set or remove a key; the part that it is nested in goes with its last key."""
    outer, _, inner = key.rpartition(".")
    part = dict(record.get(outer) or {}) if outer else record
    if given:
        part[inner] = value
    else:
        part.pop(inner, None)
    if outer and part:
        record[outer] = part
    elif outer:
        record.pop(outer, None)
