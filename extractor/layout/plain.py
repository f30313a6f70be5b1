"""The plain text of an article and the way back to the article's own offsets."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args

from extractor.records import Evidence, Quantity, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
Edit = tuple[int, int, str]
"""Characters ``[start, end)`` of a text, and what comes in their place."""


class Pieces(NamedTuple):
    """The stretches of an edited text: where each begins there, and the characters of the text before it.

    Columns of numbers: of a text of short lines there are half as many as characters.
    """

    at: array[int]
    first: array[int]
    last: array[int]

    @classmethod
    def of(cls, *pieces: tuple[int, int, int]) -> Pieces:
        """Some stretches in order."""
        found = cls(array("l"), array("l"), array("l"))
        for piece in pieces:
            found.add(*piece)
        return found

    def add(self, at: int, first: int, last: int) -> None:
        """Enter one more behind the others."""
        self.at.append(at)
        self.first.append(first)
        self.last.append(last)

    def holding(self, at: int) -> tuple[int, int, int]:
        """The stretch that holds a character of the edited text."""
        place = bisect_right(self.at, at) - 1
        return self.at[place], self.first[place], self.last[place]


class LeftOut(NamedTuple):
    """Characters ``[start, end)`` of the article that are no language, and what they are."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """An article without its layout: ``text`` is what ``edits``, in order, have made of ``article``.

    ``as_written`` is the text with the capitals of the article, where ``text`` has others.
    """

    article: str
    text: str
    edits: tuple[Pieces, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    as_written: str | None = None

    def start(self, at: int) -> int:
        """Where the character of the plain text begins in the article."""
        for pieces in reversed(self.edits):
            begins, first, last = pieces.holding(at)
            at = min(first + at - begins, last - 1)
        return at

    def end(self, at: int) -> int:
        """Where a stretch of the plain text that ends before ``at`` ends in the article."""
        if at <= 0:
            return at
        for pieces in reversed(self.edits):
            begins, first, last = pieces.holding(at - 1)
            at = min(first + at - begins, last)
        return at

    def edited(self, edits: Iterable[Edit]) -> PlainText:
        """The text with further edits, in order and without overlap.

        >>> plain = PlainText("at least\\r\\n14", "at least\\r\\n14").edited([(8, 10, " ")])
        >>> plain.text, plain.start(9), plain.end(11)
        ('at least 14', 10, 12)
        """
        pieces = Pieces.of()
        words: list[str] = []
        length = done = 0
        for start, end, new in (*edits, (len(self.text), len(self.text), "")):
            if end > start and self.text[start:end] == new:
                continue
            for first, last, part in ((done, start, self.text[done:start]), (start, end, new)):
                if part:
                    pieces.add(length, first, last)
                    words.append(part)
                    length += len(part)
            done = end
        text = "".join(words)
        if text == self.text:
            return self
        return replace(self, text=text, edits=(*self.edits, pieces if pieces.at else Pieces.of((0, 0, 1))))

    def without(self, stretches: Iterable[LeftOut]) -> PlainText:
        """The text without some stretches of it; ``left_out`` holds them by their place in the article."""
        gone = list(stretches)
        if not gone:
            return self
        places = [LeftOut(self.start(start), self.end(end), what) for start, end, what in gone]
        plain = self.edited((start, end, "") for start, end, _ in gone)
        return replace(plain, left_out=(*self.left_out, *places))

    def written(self, text: str) -> PlainText:
        """The text with other characters in the same places."""
        return replace(self, text=text, as_written=self.text) if text != self.text else self

    def located(self, record: AnyRecord) -> AnyRecord:
        """A record of the plain text with every evidence in it moved to the article."""
        if not self.edits and self.text == self.article:
            return record
        moved: AnyRecord = self._moved(record, {})
        return moved

    def _moved(self, value: Any, known: dict[int, Evidence]) -> Any:
        if isinstance(value, Evidence):
            if id(value) not in known:  # the words of a sentence are those of all its figures
                start, end = self.start(value.start), self.end(value.end)
                known[id(value)] = Evidence.of(self.article, start, end)
            return known[id(value)]
        if isinstance(value, tuple):
            return tuple([self._moved(item, known) for item in value])
        if isinstance(value, Record):
            held = ((name, getattr(value, name)) for name in _held_fields(type(value)))
            changed = {name: self._moved(part, known) for name, part in held if part}
            changed |= _quantity_as_written(getattr(value, "quantity", None), changed.get("evidence"))
            return value.model_copy(update=changed) if changed else value
        return value


def _quantity_as_written(quantity: Any, evidence: Any) -> dict[str, Quantity]:
    """The quantity of a count with its words as the evidence has them, where the capitals differ."""
    if not isinstance(quantity, Quantity) or not isinstance(evidence, Evidence):
        return {}
    at = evidence.text.lower().find(quantity.text.lower())
    words = evidence.text[at : at + len(quantity.text)]
    return (
        {"quantity": quantity.model_copy(update={"text": words})}
        if at >= 0 and words != quantity.text
        else {}
    )


@cache
def _held_fields(record: type[Record]) -> tuple[str, ...]:
    """The fields of a record that evidence may stand in, by their types."""
    fields = record.model_fields.items()
    return tuple(name for name, field in fields if _may_hold(field.annotation))


def _may_hold(kind: Any) -> bool:
    """Whether evidence may stand in a value of a type: in the record itself, in one of a union or a tuple."""
    if isinstance(kind, type) and issubclass(kind, Record):
        return kind is Evidence or bool(_held_fields(kind))
    return any(map(_may_hold, get_args(kind)))
