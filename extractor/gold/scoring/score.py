"""Scores of a set of articles, exactly as the record specification defines them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor.gold import Gold, GoldSummary
from extractor.gold.scoring.errors import AnyGold, AnyRecord, Case, Finding, explain_key, explain_unmatched
from extractor.gold.scoring.events import b_cubed, event_of
from extractor.gold.scoring.judge import LISTS, judge_article
from extractor.gold.scoring.matching import Judged
from extractor.gold.scoring.report import BCubed, Counts, KeyScore, ListScore, Report, SummaryScore
from extractor.gold.scoring.summary import score_summary
from extractor.records import Extraction


def score_set(scored: Iterable[tuple[Extraction | None, str, Gold]]) -> Report:
    """The report over (extraction, article text, gold); None for the extraction is a crash."""
    articles = failed = 0
    lists: dict[str, ListScore] = {}
    summary: dict[str, SummaryScore] = {}
    assignment: BCubed | None = None
    findings: list[Finding] = []
    for extraction, text, gold in scored:
        articles += 1
        failed += extraction is None
        verdicts = judge_article(gold, extraction, text)
        for name in LISTS:
            if name in gold.labelled:
                case = Case(gold.article, name, text, extraction)
                done, found = _score_list(case, verdicts[name], gold)
                lists[name] = _add(lists.get(name, ListScore()), done)
                findings += found
        if "events" in gold.labelled:
            assignment = (assignment or BCubed()).plus(assignment_of(verdicts, gold, extraction))
        if "summary" in gold.labelled:
            findings += score_summary(summary, extraction, gold)
    return Report(
        articles=articles,
        failed=failed,
        lists={name: lists[name] for name in LISTS if name in lists},
        summary={key: summary[key] for key in GoldSummary.model_fields if key in summary},
        assignment=assignment,
        findings=tuple(findings),
    )


def _score_list(case: Case, judged: Judged, gold: Gold) -> tuple[ListScore, list[Finding]]:
    wanted: Sequence[AnyGold] = getattr(gold, case.list)
    got: Sequence[AnyRecord] = getattr(case.extraction, case.list) if case.extraction else ()
    keys: dict[str, KeyScore] = {}
    findings: list[Finding] = []
    for g, verdicts in judged.keys.items():
        for key, right in verdicts.items():
            keys[key] = keys.get(key, KeyScore()).plus(right)
            if not right and key != "row":
                findings.append(explain_key(case, wanted[g], got[judged.pairs[g]], key))
    missed, spare = [wanted[i] for i in judged.missed], [got[i] for i in judged.spare]
    findings += explain_unmatched(case, missed, spare)
    n, fp, fn, whole = len(judged.pairs), len(spare), len(missed), judged.whole(case.list)
    figure, record = Counts(tp=n, fp=fp, fn=fn), Counts(tp=whole, fp=fp + n - whole, fn=fn + n - whole)
    return ListScore(figure=figure, record=record, keys=keys), findings


def assignment_of(verdicts: Mapping[str, Judged], gold: Gold, extraction: Extraction | None) -> BCubed:
    """How the matched figures are grouped into events; a figure of no event is a group of its own."""
    pairs: list[tuple[object, object]] = []
    for name in ("casualties", "displaced"):
        for g, p in verdicts[name].pairs.items():
            wanted = event_of(getattr(gold, name)[g], gold.events)
            got = getattr(extraction, name)[p].event
            if wanted is not None:
                pairs.append((wanted, (name, p) if got is None else got))
    return b_cubed(pairs)


def _add(total: ListScore, more: ListScore) -> ListScore:
    keys = dict(total.keys)
    for key, score in more.keys.items():
        old = keys.get(key, KeyScore())
        keys[key] = KeyScore(right=old.right + score.right, total=old.total + score.total)
    f, r = more.figure, more.record
    return ListScore(
        figure=total.figure.plus(f.tp, f.fp, f.fn), record=total.record.plus(r.tp, r.fp, r.fn), keys=keys
    )
