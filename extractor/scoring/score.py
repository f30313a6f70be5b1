"""Scores of a set of articles, exactly as the record specification defines them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extractor.gold import Gold, GoldActor, GoldRecord, GoldSummary, locate
from extractor.records import Extraction, Summary
from extractor.scoring.errors import (
    AnyGold,
    AnyRecord,
    Finding,
    cause_of_miss,
    first_evidence,
    sentence_at,
    tell,
    tell_gold,
)
from extractor.scoring.matching import actor_fits, actor_spans, date_fits, figure_fits, pair_up, plain
from extractor.scoring.report import Counts, KeyScore, ListScore, Report, SummaryScore

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
            findings += _score_summary(summary, extraction, gold)
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
    skip = _NOT_KEYS.get(name, frozenset())

    def keys_right(g: AnyGold, p: AnyRecord) -> dict[str, bool]:
        return {k: _same(k, v, _value(p, k)) for k, v in g.labelled_keys().items() if k not in skip}

    def rank(g: AnyGold, p: AnyRecord) -> int:
        same_name = name == "actors" and _same("name", getattr(g, "name", ""), getattr(p, "name", ""))
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
                findings.append(_key_finding(name, gold, wanted[g], got[p], key, text))
    used = set(pairs.values())
    spare = [record for i, record in enumerate(got) if i not in used]
    findings += _errors(
        name, extraction, text, gold, [w for i, w in enumerate(wanted) if i not in pairs], spare
    )
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


def _value(record: AnyRecord, key: str) -> object:
    value: object = record
    for part in key.split("."):
        value = getattr(value, part)
    return value


def _same(key: str, wanted: object, got: object) -> bool:
    """Equality of one key: words without case and accents, countries and titles as sets."""
    if isinstance(wanted, tuple) or isinstance(got, tuple):
        return _as_set(wanted) == _as_set(got)
    if isinstance(wanted, str) and isinstance(got, str):
        return wanted == got or plain(wanted) == plain(got)
    return wanted == got


def _as_set(values: object) -> frozenset[str]:
    return frozenset(plain(str(v)) for v in values) if isinstance(values, tuple) else frozenset()


def _key_finding(name: str, gold: Gold, wanted: AnyGold, got: AnyRecord, key: str, text: str) -> Finding:
    evidence = first_evidence(got)
    return Finding(
        article=gold.article,
        list=name,
        error="key",
        cause=f"wrong {key.removeprefix('quantity.').removeprefix('group.')}",
        wanted=f"{key} = {wanted.labelled_keys()[key]!r}",
        got=f"{_value(got, key)!r} in {tell(got)}",
        sentence=sentence_at(text, evidence.start, evidence.end) if evidence else "",
    )


def _errors(
    name: str,
    extraction: Extraction | None,
    text: str,
    gold: Gold,
    missed: Sequence[AnyGold],
    spare: Sequence[AnyRecord],
) -> Iterable[Finding]:
    """Each miss with its cause, then each false record; one that explains a miss shares its cause."""
    explained: dict[int, str] = {}
    for wanted in missed:
        cause, instead = cause_of_miss(wanted, spare, extraction, text)
        if instead is not None:
            explained[id(instead)] = cause
        at = _where(wanted, text)
        yield Finding(
            article=gold.article,
            list=name,
            error="miss",
            cause=cause,
            wanted=tell_gold(wanted),
            got=tell(instead) if instead is not None else None,
            sentence=sentence_at(text, *at) if at else "",
        )
    for record in spare:
        evidence = first_evidence(record)
        yield Finding(
            article=gold.article,
            list=name,
            error="false",
            cause=explained.get(id(record), "spurious"),
            got=tell(record),
            sentence=sentence_at(text, evidence.start, evidence.end) if evidence else "",
        )


def _where(gold: GoldRecord, text: str) -> tuple[int, int] | None:
    spans = actor_spans(gold, text) if isinstance(gold, GoldActor) else []
    return spans[0] if spans else locate(gold, text)


def _score_summary(
    scores: dict[str, SummaryScore], extraction: Extraction | None, gold: Gold
) -> Iterable[Finding]:
    for key in (k for k in GoldSummary.model_fields if k in gold.summary.model_fields_set):
        wanted: int | None = getattr(gold.summary, key)
        got = _headline(extraction.summary, key) if extraction else None
        right = extraction is not None and (got == wanted or (wanted == 0 and got is None))
        close = right or (
            bool(wanted) and got is not None and abs(got - (wanted or 0)) <= 0.1 * (wanted or 0)
        )
        old = scores.get(key, SummaryScore())
        scores[key] = SummaryScore(
            exact=old.exact.plus(right),
            within_10=old.within_10.plus(close),
            positive_exact=old.positive_exact.plus(right) if wanted else old.positive_exact,
            positive_within_10=old.positive_within_10.plus(close) if wanted else old.positive_within_10,
            invented=old.invented + (not wanted and bool(got)),
            empty=old.empty + (not wanted),
        )
        if not right:
            cause = (
                "crash"
                if extraction is None
                else "invented"
                if not wanted
                else "missed"
                if got is None
                else "wrong value"
            )
            yield Finding(
                article=gold.article,
                list="summary",
                error="summary",
                cause=cause,
                wanted=f"{key} {wanted}",
                got=f"{key} {got}"
                + (f" from {_origin(extraction, key)}" if got is not None and extraction else ""),
            )


def _headline(summary: Summary, key: str) -> int | None:
    figure = getattr(summary, key)
    return figure.quantity.best if figure else None


def _origin(extraction: Extraction, key: str) -> str:
    figure = getattr(extraction.summary, key)
    records: Sequence[AnyRecord] = extraction.displaced if key == "displaced" else extraction.casualties
    return "; ".join(tell(records[i]) for i in figure.from_ if i < len(records))
