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


class ListScore(Record):
    """One list over all articles: figures (or names, or dates), whole records, and single keys."""

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
    """The scores of a set; lists and keys that no article labels are not there."""

    articles: int = 0
    failed: int = 0
    lists: Mapping[str, ListScore] = {}
    summary: Mapping[str, SummaryScore] = {}
    findings: tuple[Finding, ...] = ()
