"""How far two labellings of the same articles agree, per list and key, and where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import computed_field

from extractor.display.words import sentence_at
from extractor.gold import Gold, GoldActor, GoldEvent, GoldSummary, LabelledArticle
from extractor.gold.scoring import KeyScore
from extractor.gold.scoring.errors import AnyGold, describe_label, label_of, span_of
from extractor.gold.scoring.judge import LISTS, judge_article
from extractor.gold.scoring.keys import judged_keys, wanted_keys
from extractor.gold.scoring.matching import Judged, actor_spans
from extractor.gold.scoring.report import BCubed, Counts
from extractor.gold.scoring.score import assignment_of
from extractor.labelling.as_records import as_extraction
from extractor.labelling.keys import RECORDS
from extractor.records import Record
from extractor.records.fields import labelled

_CLOSED_KEYS = frozenset(leaf.key for kind in RECORDS.values() for leaf in labelled(kind) if leaf.choices)
"""Keys with few values, where two labellers agree often by chance alone."""


class KeyAgreement(Record):
    """How often both gave a key the same value, and Cohen's kappa where the values are few."""

    right: int
    total: int
    kappa: float | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float:
        """Share of the records that both labelled with the key where the values are equal."""
        return self.right / self.total


class ListAgreement(Record):
    """One list: ``tp`` found by both, ``fn`` only by the first, ``fp`` only by the second."""

    figure: Counts
    keys: dict[str, KeyAgreement]


class Disagreement(Record):
    """One point where the labellings part."""

    article: str
    list: str
    kind: Literal["only in A", "only in B", "other reading", "key", "summary"]
    key: str | None = None
    a: str | None = None
    b: str | None = None
    sentence: str = ""
    first: int | None = None
    """Index of the record in the list of the first labelling."""
    second: int | None = None
    """Index of the record in the list of the second."""


class Agreement(Record):
    """The agreement of two labellings over all articles that both hold."""

    articles: int
    lists: dict[str, ListAgreement]
    summary: dict[str, KeyScore]
    assignment: BCubed | None = None
    disagreements: tuple[Disagreement, ...] = ()


class _Pair(NamedTuple):
    """One article with both labellings of one list, and how they were matched."""

    article: str
    list: str
    text: str
    a: Sequence[AnyGold]
    b: Sequence[AnyGold]
    judged: Judged


def agreement(first: Iterable[LabelledArticle], second: Iterable[LabelledArticle]) -> Agreement:
    """Compare two labellings article by article; articles that one of them lacks are passed over."""
    others = {row.article.id: row.gold for row in second}
    rows = [row for row in first if row.article.id in others and row.failure is None]
    tally = _Tally()
    for row in rows:
        tally.add(row, others[row.article.id])
    lists = {
        name: ListAgreement(
            figure=tally.counts[name],
            keys={key: _key_agreement(key, pairs) for key, pairs in sorted(tally.values[name].items())},
        )
        for name in LISTS
        if name in tally.counts
    }
    return Agreement(
        articles=len(rows),
        lists=lists,
        summary=tally.summary,
        assignment=tally.assignment,
        disagreements=tuple(tally.found),
    )


@dataclass(slots=True)
class _Tally:
    """What two labellings have in common, summed over articles.

    ``values`` holds for each list and key both values of every matched record and whether they agree.
    """

    counts: dict[str, Counts] = field(default_factory=dict)
    values: dict[str, dict[str, list[tuple[object, object, bool]]]] = field(
        default_factory=lambda: {name: {} for name in LISTS}
    )
    summary: dict[str, KeyScore] = field(default_factory=dict)
    assignment: BCubed | None = None
    found: list[Disagreement] = field(default_factory=list)

    def add(self, row: LabelledArticle, other: Gold) -> None:
        """Add the two labellings of one article."""
        article, text = row.article.id, row.article.text
        extraction = as_extraction(other, text)
        verdicts = judge_article(row.gold, extraction, text)
        both = [name for name in (*LISTS, "events") if name in row.gold.labelled and name in other.labelled]
        for name in (name for name in LISTS if name in both):
            ours, theirs = getattr(row.gold, name), getattr(other, name)
            self._add_list(_Pair(article, name, text, ours, theirs, verdicts[name]))
        if "events" in both:
            self.assignment = (self.assignment or BCubed()).plus(
                assignment_of(verdicts, row.gold, extraction)
            )
        self.found += _summary(self.summary, article, row.gold, other)

    def _add_list(self, pair: _Pair) -> None:
        judged = pair.judged
        both, ours, theirs = len(judged.pairs), len(judged.missed), len(judged.spare)
        self.counts[pair.list] = self.counts.get(pair.list, Counts()).plus(both, theirs, ours)
        for _, key, a, b, same in _keys(pair):
            self.values[pair.list].setdefault(key, []).append((a, b, same))
        self.found += _differences(pair)


def _keys(pair: _Pair) -> Iterator[tuple[int, str, object, object, bool]]:
    """Each key that both labelled on a matched record: its index, both values, whether they are the same."""
    for a, b in sorted(pair.judged.pairs.items()):
        ours, theirs = pair.a[a], pair.b[b]
        verdicts = pair.judged.keys[a]
        if isinstance(ours, GoldEvent):  # label against label: each may accept several names
            verdicts = judged_keys(pair.list, ours, theirs, None)
        for key, same in verdicts.items():
            if key in wanted_keys(pair.list, theirs) or key in theirs.model_fields_set:
                yield a, key, label_of(pair.list, ours, key), label_of(pair.list, theirs, key), same
            elif key == "row":
                yield a, key, None, None, same


def _differences(pair: _Pair) -> Iterator[Disagreement]:
    for index, key, ours, theirs, same in _keys(pair):
        if not same and key != "row":
            yield Disagreement(
                article=pair.article,
                list=pair.list,
                kind="key",
                key=key,
                a=f"{ours!r} in {describe_label(pair.a[index])}",
                b=repr(theirs),
                sentence=_sentence(pair.a[index], pair.text),
                first=index,
                second=pair.judged.pairs[index],
            )
    spare = list(pair.judged.spare)
    for i in pair.judged.missed:
        beside = next((j for j in spare if _touch(pair.a[i], pair.b[j], pair.text)), None)
        if beside is not None:
            spare.remove(beside)
        yield Disagreement(
            article=pair.article,
            list=pair.list,
            kind="only in A" if beside is None else "other reading",
            a=describe_label(pair.a[i]),
            b=None if beside is None else describe_label(pair.b[beside]),
            sentence=_sentence(pair.a[i], pair.text),
            first=i,
            second=beside,
        )
    for j in spare:
        yield Disagreement(
            article=pair.article,
            list=pair.list,
            kind="only in B",
            b=describe_label(pair.b[j]),
            sentence=_sentence(pair.b[j], pair.text),
            second=j,
        )


def _spans(record: AnyGold, text: str) -> list[tuple[int, int]]:
    if isinstance(record, GoldActor):
        return actor_spans(record, text)
    span = span_of(record, text)
    return [span] if span else []


def _touch(a: AnyGold, b: AnyGold, text: str) -> bool:
    return any(x[0] < y[1] and y[0] < x[1] for x in _spans(a, text) for y in _spans(b, text))


def _sentence(record: AnyGold, text: str) -> str:
    spans = _spans(record, text)
    return sentence_at(text, *spans[0]) if spans else ""


def _summary(scores: dict[str, KeyScore], article: str, a: Gold, b: Gold) -> Iterator[Disagreement]:
    if "summary" not in a.labelled or "summary" not in b.labelled:
        return
    for key in GoldSummary.model_fields:
        if key in a.summary.model_fields_set & b.summary.model_fields_set:
            ours, theirs = getattr(a.summary, key), getattr(b.summary, key)
            scores[key] = scores.get(key, KeyScore()).plus(ours == theirs)
            if ours != theirs:
                yield Disagreement(
                    article=article, list="summary", kind="summary", key=key, a=str(ours), b=str(theirs)
                )


def _key_agreement(key: str, compared: Sequence[tuple[object, object, bool]]) -> KeyAgreement:
    kappa = _kappa([(a, b) for a, b, _ in compared]) if key in _CLOSED_KEYS else None
    return KeyAgreement(right=sum(same for *_, same in compared), total=len(compared), kappa=kappa)


def _kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Cohen's kappa: agreement beyond what the two distributions of values give by chance."""
    n = len(pairs)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ours[value] * theirs[value] for value in ours) / n**2
    observed = sum(a == b for a, b in pairs) / n
    return None if chance == 1 else (observed - chance) / (1 - chance)
