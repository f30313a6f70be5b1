"""What the grammar reads: the parts of a calendar expression as the text states them, unresolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Frame = Literal["published", "text"]
"""Counted from publication ("last week") or from the date spoken of last ("the following week")."""

Doubt = Literal["none", "some", "much"]
"""How sure the words alone are: "some" yields to a reader who sees a number, "much" needs a second yes."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Named parts of the calendar; a part that the text does not name stays None.

    ``how`` is the neighbour word that went with it ("last Friday", "next June", "this spring") as -1, 0
    or 1; ``year_shift`` likewise for the year ("July last year" is -1). ``swappable`` is set where day and
    month could change places ("05/04/2014").
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    how: int | None = None
    year_shift: int | None = None
    frame: Frame = "published"
    swappable: bool = False


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit of the calendar picked by its distance: "yesterday" is day -1, "this week" week 0."""

    unit: str
    shift: int
    frame: Frame = "published"


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units before (sign -1) or after (+1) publication, the text's last date, or an anchor.

    ``count`` is None for "several"; ``exact`` is "ten years ago today". ``event`` is the offset range of
    the words that name an event anchor.
    """

    count: int | None
    unit: str
    sign: int
    frame: Frame = "published"
    anchor: Piece | None = None
    event: tuple[int, int] | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th day of something, counted inclusively; ``anchor`` is the date that it is counted from.

    ``today`` marks "is the eighth day": the day of publication.
    """

    number: int
    anchor: Piece | None = None
    today: bool = False


@dataclass(frozen=True, slots=True)
class NthWeek:
    """The n-th week of a month ("the first week of March"); -1 is the last."""

    number: int
    month: Piece


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """A weekday of a week that is picked by its distance: "Tuesday last week" (0 is Monday)."""

    weekday: int
    week: Relative


@dataclass(frozen=True, slots=True)
class WeekOf:
    """A week named by one of its days: `holding` it ("the week of September 25"), `from` it, or `to` it."""

    day: Piece
    side: Literal["holding", "from", "to"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; ``high`` is the upper end of "two to three months".

    ``pointed`` is set for a length that ends or begins at publication: "the past three months".
    """

    count: int
    unit: str
    high: int | None = None
    pointed: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last; ``last`` None is open ("between 2020 and today")."""

    first: Piece
    last: Piece | None


@dataclass(frozen=True, slots=True)
class Part:
    """A fuzzy third ("early", "mid", "late") or a half ("half1", "half2") of a period."""

    which: str
    whole: Piece


@dataclass(frozen=True, slots=True)
class YearAgo:
    """The same period one year before: "a year earlier", "the year-ago quarter"."""

    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """A period named again: "the quarter", "the latest period", "the 1988 quarter" with its year.

    ``ended`` is the day of "the quarter ended Sept. 30".
    """

    unit: str
    year: int | None = None
    year_shift: int | None = None
    ended: Piece | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something that comes round: "every Friday"."""


@dataclass(frozen=True, slots=True)
class Vague:
    """A time that no calendar can hold: "recent weeks"."""

    pointed: bool = False


Piece = (
    Calendar
    | Relative
    | Offset
    | Nth
    | NthWeek
    | DayOfWeek
    | WeekOf
    | Duration
    | Span
    | Part
    | YearAgo
    | Again
    | Recurring
    | Vague
)


@dataclass(frozen=True, slots=True)
class Found:
    """A piece with the offsets of its words."""

    piece: Piece
    start: int
    end: int
    doubt: Doubt = "none"
