"""Changes to the labels of an article, each a function from labels to labels."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from extractor.articles.article import Article
from extractor.articles.sanitize import one_line
from extractor.codebooks import load_codebook
from extractor.gold import DRAFT_NOTE, Labelled, occurrences
from extractor.labelling.check_quantity import bounds_of
from extractor.labelling.keys import label_key
from extractor.labelling.review.forms import FIELDS, Field, FormError, Values, judged, record_of
from extractor.numbers import read_quantity

Labels = dict[str, Any]
COUNTS = ("casualties", "displaced")
MEMBERS = (*COUNTS, "victims")
"""The lists whose records belong to an event."""

_NUMBER = r"\d{1,3}(?:[ ,]\d{3})+|\d{1,15}"
_TYPED = re.compile(rf"(>=|<=|>|<|~)?\s*({_NUMBER})\s*(?:(\+)|(?:-|–|to)\s*({_NUMBER}))?")
_SIGNS = {">=": "at_least", "<=": "at_most", ">": "more_than", "<": "less_than", "~": "about"}


class Changed(NamedTuple):
    """Labels after a change, and the key of the record that it was about (``casualties[2]``), if of one."""

    labels: Labels
    about: str = ""


def new_file(article: Article) -> Labels:
    """The labels of an article that has none: a draft without lists."""
    return {
        "article": article.id,
        "published": article.published.isoformat() if article.published else None,
        "labelled": [],
        "note": DRAFT_NOTE,
    }


def mark_of(value: object) -> str:
    """A short name for a record, by everything that stands in it."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:20]


def free_id(taken: Container[str]) -> str:
    """An id for an event that none of the taken is.

    >>> free_id({"e1", "e3"})
    'e2'
    """
    number = 1
    while f"e{number}" in taken:
        number += 1
    return f"e{number}"


def put(
    labels: Labels, name: str, record: Labels, text: str, index: int | None = None, *, by: str = ""
) -> Changed:
    """Put a record in its list: in the place of another, or where its words stand among those of the rest.

    Args:
        labels: what is changed.
        name: the list.
        record: the record.
        text: the text of the article.
        index: the record that it replaces.
        by: who made it.
    """
    records: list[Labels] = labels.setdefault(name, [])
    record = record | ({"by": by} if by else {})
    if index is None:
        start = start_of(name, record, text)
        after = (i for i, other in enumerate(records) if start_of(name, other, text) > start)
        index = next(after, len(records))
        records.insert(index, record)
    else:
        records[index] = record
    if name not in labels["labelled"]:
        labels["labelled"] = [*labels["labelled"], name]
    return Changed(labels, f"{name}[{index}]")


def put_headline(labels: Labels, summary: Mapping[str, int | None]) -> Changed:
    """The headline figures of the article, where none are labelled."""
    labels.setdefault("summary", dict(summary))
    if "summary" not in labels["labelled"]:
        labels["labelled"] = [*labels["labelled"], "summary"]
    return Changed(labels)


def answer(labels: Labels, keys: Iterable[str], by: str = "") -> Labels:
    """The labels with the extractor's records under these keys answered."""
    known = {found["key"] for found in labels.get("answered", ())}
    new = [{"key": key} | ({"by": by} if by else {}) for key in keys if key not in known]
    return labels | {"answered": [*labels.get("answered", ()), *new]} if new else labels


def restored(labels: Labels) -> Changed:
    """The labels with every rejected record of the extractor open again."""
    return Changed({key: value for key, value in labels.items() if key != "answered"})


def finished(labels: Labels, lists: Sequence[str], by: str = "") -> Changed:
    """The labels as finished, those lists being complete; the extractor's part in them ends here."""
    kept = {key: value for key, value in labels.items() if key not in ("answered", "by")}
    if str(kept.get("note") or "").startswith("draft:"):
        del kept["note"]
    kept["labelled"] = [name for name in get_args(Labelled) if name in lists]
    for name in kept["labelled"]:
        kept.setdefault(name, {} if name == "summary" else [])
    return Changed(kept | ({"by": by} if by else {}))


def reopened(labels: Labels) -> Changed:
    """The labels as a draft again."""
    return Changed(labels | {"note": DRAFT_NOTE})


def removed(labels: Labels, name: str, index: int) -> Changed:
    """The labels without a record; what belonged to an event that goes belongs to none."""
    gone = labels[name].pop(index)
    if name == "events":
        for member in MEMBERS:
            for record in labels.get(member, ()):
                if record.get("event") == gone["id"]:
                    del record["event"]
    return Changed(labels)


def number_of(typed: str, old: Mapping[str, Any]) -> Labels:
    """The quantity that is typed: best, low and high together.

    Args:
        typed: "12", "12+" or ">=12", ">12", "<12", "<=12", "~12", "10-15".
        old: the quantity before; a number alone keeps its qualifier, where that goes with one number.

    Raises:
        FormError: what is typed is no number.
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        reason = f"“{typed}” is no number; type 12, 12+, >12, <12, ~12 or 10-15"
        raise FormError([("quantity.best", reason)])
    sign, first, plus, last = found.groups()
    best = _whole(first)
    if last:
        if (high := _whole(last)) < best:
            raise FormError([("quantity.best", f"“{typed}” ends before it begins; type the lower end first")])
        return dict(old) | {"low": best, "best": best, "high": high, "qualifier": "range"}
    given = "at_least" if plus else _SIGNS.get(sign or "")
    kept = old.get("qualifier") if bounds_of(str(old.get("qualifier")), best) else None
    qualifier = given or kept or "exact"
    low, high_end = bounds_of(qualifier, best) or (best, best)
    return {key: value for key, value in old.items() if key == "text"} | {
        "low": low,
        "best": best,
        "high": high_end,
        "qualifier": qualifier,
    }


def _whole(number: str) -> int:
    return int(re.sub(r"[ ,]", "", number))


def begun(name: str, choice: str, words: str, nth: int, *, blind: bool) -> Labels:
    """A new record on words of the article: what was chosen, and unless blind the number that they say."""
    key = label_key(name).key if name != "events" else "type"
    chosen = {key: choice} if choice else {}
    if name == "actors":
        return {"name": one_line(words), **chosen, "quotes": [words]}
    record: Labels = {"quote": words} | ({"nth": nth} if nth > 1 else {}) | chosen
    if name == "displaced" and choice:
        record["unit"] = "homes" if choice.startswith("housing_") else "people"
    if name in COUNTS and not blind and (read := read_quantity(words, load_codebook())):
        record["quantity"] = read.model_dump(include={"low", "best", "high", "qualifier"})
    return record


def edited(name: str, old: Labels, values: Values, text: str) -> Labels:
    """A record with what was typed into some of its fields. Raises FormError."""
    asked = [field for field in FIELDS[name] if field.key in values or field.key in values.get("null", ())]
    return record_of(asked, values, old, text)


def rest_is_silent(name: str, old: Labels) -> Labels:
    """A record with every key that was not judged, and that may be, as one that the article does not give."""
    values: dict[str, Sequence[str]] = {
        "null": [field.key for field in unjudged(name, old) if field.nullable]
    }
    return edited(name, old, values, "")


def unjudged(name: str, record: Mapping[str, Any]) -> list[Field]:
    """The fields of a record that nobody has judged."""
    return [field for field in FIELDS[name] if field.scored and not judged(record, field.key)]


def without(record: Labels, key: str) -> Labels:
    """A record without a key."""
    return {name: value for name, value in record.items() if name != key}


def take_all(labels: Labels, suggestions: Iterable[tuple[str, Labels]], text: str, by: str = "") -> Changed:
    """Every suggestion at once; sums of figures that are no labels are left out."""
    ledger = []
    for name, record in suggestions:
        if name == "settings":
            labels = put_headline(labels, record["summary"]).labels
        elif name == "ledger":
            ledger.append(record)
        else:
            labels = put(labels, name, record, text, by=by).labels
    quotes = {record.get("quote") for name in COUNTS for record in labels.get(name, ())}
    for line in ledger:
        if quotes >= {line["total"], *line["parts"]}:
            labels = put(labels, "ledger", line, text, by=by).labels
    labels["labelled"] = list(get_args(Labelled))
    for name in labels["labelled"]:
        labels.setdefault(name, {} if name == "summary" else [])
    return Changed(labels)


def start_of(name: str, record: Mapping[str, Any], text: str) -> int:
    """Where the words of a record begin; the end of the text where it has none there."""
    if name == "actors":
        found = [text.find(quote) for quote in record.get("quotes") or ()]
        return min((at for at in found if at >= 0), default=len(text))
    if name == "ledger":
        at = text.find(str(record.get("total")))
        return at if at >= 0 else len(text)
    spans = occurrences(text, record.get("quote") or "")
    nth = record.get("nth", 1)
    return spans[nth - 1][0] if len(spans) >= nth else len(text)
