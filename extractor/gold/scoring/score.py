"""Scores of a set of articles, exactly as the record specification defines them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.gold import Gold, GoldSummary
from extractor.gold.scoring.errors import AnyGold, AnyRecord, Case, Finding, explain_key, explain_unmatched
from extractor.gold.scoring.judge import LISTS, judge
from extractor.gold.scoring.report import Counts, KeyScore, ListScore, Report, SummaryScore
from extractor.gold.scoring.summary import score_summary
from extractor.records import Extraction


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
    judged = judge(name, wanted, got, text)
    keys: dict[str, KeyScore] = {}
    findings: list[Finding] = []
    for g, verdicts in judged.keys.items():
        for key, right in verdicts.items():
            keys[key] = keys.get(key, KeyScore()).plus(right)
            if not right:
                findings.append(explain_key(case, wanted[g], got[judged.pairs[g]], key))
    missed, spare = [wanted[i] for i in judged.missed], [got[i] for i in judged.spare]
    findings += explain_unmatched(case, missed, spare)
    n, fp, fn, whole = len(judged.pairs), len(spare), len(missed), judged.whole
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
