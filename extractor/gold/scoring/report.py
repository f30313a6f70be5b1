"""What a scoring run says: counts that add up, and the ratios derived from them."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import computed_field

from extractor.gold.scoring.errors import Finding
from extractor.records import Record


def ratio(part: int, whole: int) -> float | None:
    """A share, or None where there is nothing to share."""
    return part / whole if whole else None


class KeyScore(Record):
    """How often one labelled key was right."""

    right: int = 0
    total: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def accuracy(self) -> float | None:
        """Share that was right."""
        return ratio(self.right, self.total)

    def plus(self, right: bool) -> KeyScore:
        """This score with one more judgement."""
        return KeyScore(right=self.right + right, total=self.total + 1)


class Counts(Record):
    """True positives, false positives, false negatives, and their ratios."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right."""
        return ratio(self.tp, self.tp + self.fp)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recall(self) -> float | None:
        """Share of the gold that was found."""
        return ratio(self.tp, self.tp + self.fn)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def plus(self, tp: int, fp: int, fn: int) -> Counts:
        """These counts with another article's added."""
        return Counts(tp=self.tp + tp, fp=self.fp + fp, fn=self.fn + fn)


class BCubed(Record):
    """How far records are grouped as the labels group them: B-cubed, over the records of all articles."""

    items: int = 0
    precision_sum: float = 0.0
    recall_sum: float = 0.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def precision(self) -> float | None:
        """Mean share of a record's predicted group that belongs with it."""
        return self.precision_sum / self.items if self.items else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recall(self) -> float | None:
        """Mean share of a record's labelled group that it was grouped with."""
        return self.recall_sum / self.items if self.items else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        if not self.items:
            return None
        p, r = self.precision_sum, self.recall_sum
        return 2 * p * r / (p + r) / self.items

    def plus(self, more: BCubed) -> BCubed:
        """This score with another article's added."""
        return BCubed(
            items=self.items + more.items,
            precision_sum=self.precision_sum + more.precision_sum,
            recall_sum=self.recall_sum + more.recall_sum,
        )


class ListScore(Record):
    """One list over all articles: figures (or names, dates, events, sums), whole records, and single keys.

    A whole event is one with a right row: type, place, date and killed.
    """

    figure: Counts = Counts()
    record: Counts = Counts()
    keys: Mapping[str, KeyScore] = {}


class SummaryScore(Record):
    """One headline figure over all articles that label it.

    ``exact`` and ``within_10`` are over all of them; ``positive_*`` over those with a label above
    zero; ``invented`` counts, among those labelled 0 or null, a predicted number above zero.
    """

    exact: KeyScore = KeyScore()
    within_10: KeyScore = KeyScore()
    positive_exact: KeyScore = KeyScore()
    positive_within_10: KeyScore = KeyScore()
    invented: int = 0
    empty: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def invented_share(self) -> float | None:
        """Share of the articles without such a figure for which one was given."""
        return ratio(self.invented, self.empty)


class Report(Record):
    """The scores of a set; lists and keys that no article labels are not there.

    ``assignment`` is the grouping of matched figures by event, null where no article labels events.
    """

    articles: int = 0
    failed: int = 0
    lists: Mapping[str, ListScore] = {}
    summary: Mapping[str, SummaryScore] = {}
    assignment: BCubed | None = None
    findings: tuple[Finding, ...] = ()
