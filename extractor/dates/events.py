"""Which date of a sentence is the date of the event that it tells."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.records import DateMention

_KINDS = frozenset({"date", "interval"})
_FINE = ("day", "week", "month", "season", "year", "decade", None)


def event_date(
    mentions: Iterable[DateMention], start: int, end: int, *, at: int | None = None
) -> DateMention | None:
    """The date mention that dates an event told in ``text[start:end]``, None where there is none.

    Args:
        mentions: the article's date mentions.
        start: first offset of the sentence (or clause).
        end: its last offset, exclusive.
        at: offset of the event's word or number; without it the finest mention wins, then the first.

    Mentions without a value do not date anything. With ``at`` the nearest mention wins, days and weeks
    before months and years, for "in July ... on Friday" dates its event by the Friday.
    """
    inside = [
        mention
        for mention in mentions
        if start <= mention.evidence.start < end and mention.kind in _KINDS and mention.value
    ]
    if not inside:
        return None

    def rank(mention: DateMention) -> tuple[int, int]:
        coarse = 0 if mention.granularity in ("day", "week") else 1 + _FINE.index(mention.granularity)
        return coarse, abs(mention.evidence.start - at) if at is not None else mention.evidence.start

    return min(inside, key=rank)
