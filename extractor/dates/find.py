"""Finds and resolves every calendar mention of an annotated article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from extractor.dates.annotation import Annotation
from extractor.dates.dateline import dateline_date
from extractor.dates.discourse import Discourse
from extractor.dates.fallback import rare_dates
from extractor.dates.grammar import read
from extractor.dates.locate import Context
from extractor.dates.pieces import Calendar, Found
from extractor.dates.publication import ADDRESS, infer_published, text_date
from extractor.dates.resolve import Reading
from extractor.dates.tokens import Tokens
from extractor.records import DateMention, Evidence

if TYPE_CHECKING:
    from extractor.language.doc import Doc

_NUMBER_LABELS = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY"})
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "FAC", "PRODUCT", "NORP"})
_DATELINE_DAYS = 31  # a story may be published again some days later, not a month
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class DatesFound:
    """The mentions in text order, the publication date and where it came from, and contradictions."""

    mentions: tuple[DateMention, ...] = ()
    published: date | None = None
    published_basis: str | None = None
    warnings: tuple[str, ...] = ()


def find_dates(
    doc: Doc,
    published: date | None,
    published_basis: str | None = None,
    *,
    written: str | None = None,
    today: date | None = None,
) -> DatesFound:
    """Find the calendar mentions of an article and resolve them.

    Args:
        doc: the annotated article; its text, sentences, entities and tags are used.
        published: the publication date where the caller knows it; otherwise a dateline, a date in an
            address, or a weekday tied to a day and month may give it.
        published_basis: where the caller has it from; defaults to "given".
        written: the text with its own capitals, which make a dateline; the doc's text unless given.
        today: the latest day that an inferred publication date may fall on; defaults to the system's.

    Returns:
        mentions in text order, the publication date and its basis, and warnings.
    """
    text = doc.text
    annotation = Annotation(doc)
    found = [item for item in _candidates(text) if _believed(item, annotation)]
    dateline = _dateline_day(written or text)
    basis: str | None = published_basis or "given"
    if published is None:
        published, basis = infer_published(found, annotation, dateline, today or date.today())
    dated = text_date(found) if published is None else None
    discourse = Discourse(annotation, Context(published=published, near=basis == "weekday", dated=dated))
    resolved = discourse.resolve_all(found)
    warnings = [_far_dateline(dateline, published, basis)]
    warnings += [_contradiction(item, reading, text) for item, reading in resolved]
    warnings.append(None if published else _open_days(resolved, text))
    mentions = tuple(_mention(item, reading, text) for item, reading in resolved)
    return DatesFound(mentions, published, basis, tuple(dict.fromkeys(line for line in warnings if line)))


def _candidates(text: str) -> list[Found]:
    """The grammar's readings, rarer spellings in place of their parts, none in a web address."""
    tokens = Tokens(text)
    found = read(tokens)
    rare = rare_dates(tokens)
    if rare:
        kept = [item for item in found if not any(r.start < item.end and item.start < r.end for r in rare)]
        found = sorted(kept + rare, key=lambda item: item.start)
    if "://" not in text:
        return found
    spans = [match.span() for match in ADDRESS.finditer(text)]
    return [item for item in found if not any(low <= item.start < high for low, high in spans)]


def _believed(item: Found, annotation: Annotation) -> bool:
    """Asks the entity labels where the words alone leave a doubt."""
    if item.doubt == "none":
        return True
    label = annotation.label(item.start, item.end)
    if item.doubt == "much":
        return label == "DATE"
    if isinstance(item.piece, Calendar) and item.piece.month:
        return label not in _NAME_LABELS
    return label not in _NUMBER_LABELS


def _open_days(resolved: list[tuple[Found, Reading]], text: str) -> str | None:
    """A warning where days counted from publication stay open, because nothing gives that day."""
    days = [
        text[item.start : item.end]
        for item, reading in resolved
        if reading.value is None and reading.kind == "date" and reading.basis in ("weekday", "relative")
    ]
    if not days:
        return None
    named = ", ".join(repr(day) for day in dict.fromkeys(days[:3]))
    return f"no publication day: {named} {'has' if len(days) == 1 else 'have'} no value; give published"


def _dateline_day(text: str) -> date | None:
    hit = dateline_date(text)
    return hit[2] if hit else None


def _far_dateline(dateline: date | None, published: date | None, basis: str | None) -> str | None:
    """A warning where the caller's publication date and the dateline lie far apart."""
    if dateline and published and basis != "dateline" and abs((published - dateline).days) > _DATELINE_DAYS:
        return f"published {published.isoformat()}, but the dateline says {dateline.isoformat()}"
    return None


def _contradiction(item: Found, reading: Reading, text: str) -> str | None:
    """A warning where the weekday does not fit its date, or the calendar has no such day."""
    piece = item.piece
    if not isinstance(piece, Calendar) or not piece.month or not piece.day:
        return None
    words = text[item.start : item.end]
    if reading.value is None:
        return f"{words!r}: the calendar has no such day"
    if piece.weekday is not None and reading.first and reading.first.weekday() != piece.weekday:
        named, real = _DAY_NAMES[piece.weekday], _DAY_NAMES[reading.first.weekday()]
        return f"{words!r}: {reading.first.isoformat()} is a {real}, not a {named}"
    return None


def _mention(item: Found, reading: Reading, text: str) -> DateMention:
    words = text[item.start : item.end]
    return DateMention(
        text=words,
        kind=reading.kind,
        value=reading.value,
        granularity=reading.granularity,
        start=reading.first.isoformat() if reading.first else None,
        end=reading.last.isoformat() if reading.last else None,
        basis=reading.basis,
        evidence=Evidence.of(text, item.start, item.end),
    )
