"""Scores of a set of articles, exactly as the record specification defines them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extractor.gold import Gold, GoldActor, GoldSummary
from extractor.records import Actor, Extraction
from extractor.scoring.errors import AnyGold, AnyRecord, Case, Finding, explain_key, explain_unmatched
from extractor.scoring.matching import (
    actor_fits,
    date_fits,
    figure_fits,
    key_of,
    pair_up,
    plain,
    same_value,
)
from extractor.scoring.report import Counts, KeyScore, ListScore, Report, SummaryScore
from extractor.scoring.summary import score_summary

LISTS = ("casualties", "displaced", "dates", "actors")
_RULES: dict[str, Any] = {
    "casualties": figure_fits,
    "displaced": figure_fits,
    "dates": date_fits,
    "actors": actor_fits,
}
# A name is how an actor is matched, not a key of its own: a match by quote may carry another name.
_NOT_KEYS = {"actors": frozenset({"name"})}


def score_set(scored: Iterable[tuple[Extraction | None, str, Gold]]) -> Report:
    """The report over (extraction, article text, gold); None for the extraction is a crash."""
    articles = failed = 0
    lists: dict[str, ListScore] = {}
    summary: dict[str, SummaryScore] = {}
    findings: list[Finding] = []
    for extraction, text, gold in scored:
        articles += 1
        failed += extraction is None
        for name in LISTS:
            if name in gold.labelled:
                done, found = _score_list(name, extraction, text, gold)
                lists[name] = _add(lists.get(name, ListScore()), done)
                findings += found
        if "summary" in gold.labelled:
            findings += score_summary(summary, extraction, gold)
    return Report(
        articles=articles,
        failed=failed,
        lists={name: lists[name] for name in LISTS if name in lists},
        summary={key: summary[key] for key in GoldSummary.model_fields if key in summary},
        findings=tuple(findings),
    )


def _score_list(
    name: str, extraction: Extraction | None, text: str, gold: Gold
) -> tuple[ListScore, list[Finding]]:
    wanted: Sequence[AnyGold] = getattr(gold, name)
    got: Sequence[AnyRecord] = getattr(extraction, name) if extraction else ()
    case = Case(gold.article, name, text, extraction)
    skip = _NOT_KEYS.get(name, frozenset())

    def keys_right(g: AnyGold, p: AnyRecord) -> dict[str, bool]:
        return {k: same_value(v, key_of(p, k)) for k, v in g.labelled_keys().items() if k not in skip}

    def rank(g: AnyGold, p: AnyRecord) -> int:
        same_name = isinstance(g, GoldActor) and isinstance(p, Actor) and plain(g.name) == plain(p.name)
        return 100 * same_name + sum(keys_right(g, p).values())

    pairs = pair_up(wanted, got, _RULES[name](text), rank)
    whole = 0
    keys: dict[str, KeyScore] = {}
    findings: list[Finding] = []
    for g, p in sorted(pairs.items()):
        judged = keys_right(wanted[g], got[p])
        whole += all(judged.values())
        for key, right in judged.items():
            keys[key] = keys.get(key, KeyScore()).plus(right)
            if not right:
                findings.append(explain_key(case, wanted[g], got[p], key))
    used = set(pairs.values())
    spare = [record for i, record in enumerate(got) if i not in used]
    missed = [record for i, record in enumerate(wanted) if i not in pairs]
    findings += explain_unmatched(case, missed, spare)
    n, fp, fn = len(pairs), len(got) - len(pairs), len(wanted) - len(pairs)
    figure, record = Counts(tp=n, fp=fp, fn=fn), Counts(tp=whole, fp=fp + n - whole, fn=fn + n - whole)
    return ListScore(figure=figure, record=record, keys=keys), findings


def _add(total: ListScore, more: ListScore) -> ListScore:
    keys = dict(total.keys)
    for key, score in more.keys.items():
        old = keys.get(key, KeyScore())
        keys[key] = KeyScore(right=old.right + score.right, total=old.total + score.total)
    f, r = more.figure, more.record
    return ListScore(
        figure=total.figure.plus(f.tp, f.fp, f.fn), record=total.record.plus(r.tp, r.fp, r.fn), keys=keys
    )
