"""The accuracy gate: floors for both halves of a labelled corpus, which only rise.

``gold/split.toml`` names the half that rules are tuned on and the half that only measures;
``gold/floors.json`` holds the floors, the widest allowed gap between the halves, the hash of the corpus
and labels that they hold for, and every regression that was let through, with its reason.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from extractor.gold import GoldError, gold_files
from extractor.gold.evaluation import Evaluated, failures_of, report_of
from extractor.gold.floors import FloorError, Floors, Measured, Regression, Split
from extractor.gold.scoring import Report

F1_MARGIN = 0.005
"""How far below a measured F1 its floor is set: another machine's arithmetic may tip a name or two."""
SHARE_MARGIN = 0.02
"""The same for the accuracy of a key, which also moves when more figures are found."""
FEWEST = 20
"""A key that fewer matched records carry has no floor: one record would be more than five points."""
GAP_ROOM = 0.05
"""How much wider than measured the gap between the halves may become. Random halves of the corpus differ by
0.03 (dates) to 0.08 (displaced), one standard deviation of 2,000 draws; the halves being fixed, that luck is
in the measured gap already, and what widens it is tuning."""


def read_split(path: Path) -> Split:
    """The halves of the corpus; GoldError where the file is none or names an article twice."""
    try:
        split = Split.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise GoldError(
            f"{path}: no split ({error}); write two lists of article ids, tune and measure"
        ) from None
    both = [*split.tune, *split.measure]
    for article in both:
        if both.count(article) > 1:
            raise GoldError(f"{path}: {article} stands there twice; keep it in one half")
    return split


def read_floors(path: Path) -> Floors:
    """The floors of a file."""
    try:
        return Floors.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GoldError(f"{path}: not readable ({error.strerror}); make it with: make floors") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "the whole"
        raise GoldError(f"{path}: {key}: {first['msg']}; remove it and run: make floors") from None


def corpus_digest(corpus: Path, gold: Path) -> str:
    """One hash over the articles, their labels and the split; line ends do not count."""
    digest = hashlib.sha256()
    for path in [*sorted(corpus.glob("*.txt")), *gold_files(gold), gold / "split.toml"]:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def measure(evaluated: Iterable[Evaluated], split: Split, sha256: str) -> Measured:
    """The figures of both halves; an article that is in no half, or in a half and not there, fails."""
    rows = {row.article.id: row for row in evaluated}
    known = {*split.tune, *split.measure}
    failures = [str(failure) for failure in failures_of(rows.values())]
    failures += [f"{name}: in no half of split.toml; add it" for name in rows if name not in known]
    failures += [f"{name}: in split.toml but not labelled; remove it" for name in known - rows.keys()]
    halves = ([rows[name] for name in half if name in rows] for half in (split.tune, split.measure))
    tune, rest = (figures(report_of(half)) for half in halves)
    return Measured(tune, rest, sha256, tuple(sorted(failures)))


def figures(report: Report) -> dict[str, float]:
    """Every figure of a report that can have a floor, by name (``casualties.figure.f1``)."""
    measured_now: dict[str, float] = {}
    for name, score in report.lists.items():
        for level, counts in (("figure", score.figure), ("record", score.record)):
            if counts.f1 is not None:
                measured_now[f"{name}.{level}.f1"] = counts.f1
        for key, judged in sorted(score.keys.items()):
            if judged.accuracy is not None and judged.total >= FEWEST:
                measured_now[f"{name}.keys.{key}"] = judged.accuracy
    if report.assignment and report.assignment.f1 is not None:
        measured_now["assignment.f1"] = report.assignment.f1
    for key, headline in report.summary.items():
        if headline.exact.accuracy is not None:
            measured_now[f"summary.{key}.exact"] = headline.exact.accuracy
    return measured_now


def gate_problems(measured: Measured, floors: Floors) -> Iterator[str]:
    """Why the gate fails; nothing when it holds."""
    yield from (f"failed: {failure}" for failure in measured.failures)
    if measured.sha256 != floors.sha256:
        yield (
            "stale hash: corpus, labels or split have changed since the floors were set; "
            "look at the difference and run: make floors"
        )
    for half in ("tune", "measure"):
        now: Mapping[str, float] = getattr(measured, half)
        for name, floor in getattr(floors, half).items():
            if name not in now:
                yield f"{half} half: {name} is not measured any more; its floor is {floor:.3f}"
            elif now[name] < floor:
                yield (
                    f"{half} half: {name} {now[name]:.3f} is below its floor {floor:.3f}; "
                    "see extractor score corpus gold --errors"
                )
    for name, gap in measured.gaps().items():
        allowed = floors.allowed_gap.get(name, GAP_ROOM)
        if gap > allowed:
            yield (
                f"widening gap: {name} is {gap:.3f} higher on the tuning half, {allowed:.3f} is allowed; "
                "the last rules fit the tuning half and not news text"
            )


def raised(measured: Measured, floors: Floors | None, reason: str | None) -> Floors:
    """New floors, none below the old ones; with a reason, lowered where they must be.

    Raises:
        FloorError: an article failed, or a floor would sink and no reason is given.
    """
    if measured.failures:
        raise FloorError(f"no floors while articles fail: {'; '.join(measured.failures)}")
    sunk: dict[str, tuple[float, float | None]] = {}
    halves: dict[str, dict[str, float]] = {}
    for half in ("tune", "measure"):
        old: Mapping[str, float] = getattr(floors, half) if floors else {}
        halves[half] = _raised_half(half, getattr(measured, half), old, sunk)
    gaps = _raised_gaps(measured.gaps(), floors.allowed_gap if floors else {}, sunk)
    if sunk and not reason:
        worse = "; ".join(f"{name} {a} -> {'gone' if b is None else b}" for name, (a, b) in sunk.items())
        raise FloorError(
            f"these would get worse: {worse}; mend the extractor, or say why with --allow-regression "
            '(make floors REASON="...")'
        )
    past = floors.regressions if floors else ()
    new = (Regression(reason=reason, lowered=sunk),) if sunk and reason else ()
    return Floors(sha256=measured.sha256, allowed_gap=gaps, regressions=past + new, **halves)


def _raised_half(
    half: str, now: Mapping[str, float], old: Mapping[str, float], sunk: dict[str, tuple[float, float | None]]
) -> dict[str, float]:
    """The floors of one half: what is measured, or the old floor where that is higher.

    A floor that is not reached any more, or whose figure is gone, goes into ``sunk`` with its new value.
    """
    new = {name: max(_floor(name, value), old.get(name, 0.0)) for name, value in now.items()}
    for name, floor in old.items():
        if name not in now:
            sunk[f"{half}.{name}"] = (floor, None)
        elif now[name] < floor:
            new[name] = _floor(name, now[name])
            sunk[f"{half}.{name}"] = (floor, new[name])
    return new


def _raised_gaps(
    now: Mapping[str, float], old: Mapping[str, float], sunk: dict[str, tuple[float, float | None]]
) -> dict[str, float]:
    """The gaps to allow between the halves; those that have widened go into ``sunk``."""
    gaps: dict[str, float] = {}
    for name, gap in now.items():
        gaps[name] = math.ceil((max(gap, 0.0) + GAP_ROOM) * 1000) / 1000
        before = old.get(name)
        if before is not None and gap > before:
            sunk[f"allowed_gap.{name}"] = (before, gaps[name])
        elif before is not None:
            gaps[name] = min(gaps[name], before)
    return gaps


def _floor(name: str, value: float) -> float:
    margin = F1_MARGIN if name.endswith(".f1") else SHARE_MARGIN
    return max(0.0, math.floor((value - margin) * 1000) / 1000)
