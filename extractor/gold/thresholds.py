"""Scores that a project asks for on its own labels: ``[tool.extractor.gold]`` in its pyproject.toml.

``casualties_f1`` (also ``_precision``, ``_recall``) is of the figures of a list, ``casualties_record_f1`` of
whole records, ``casualties_source`` the accuracy of a key (``casualties_quantity_best`` of a nested one),
``summary_killed`` the share of right headlines, ``assignment_f1`` the grouping of figures into events.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from extractor.gold import GoldError
from extractor.gold.scoring import Report

TABLE = "tool.extractor.gold"


def read_thresholds(project: Path) -> dict[str, float]:
    """The thresholds of a pyproject.toml by name; none where there is no file or no such table.

    Raises:
        GoldError: the file is no TOML, or a threshold is no share.
    """
    try:
        value = tomllib.loads(project.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise GoldError(f"{project}: not readable as TOML ({error}); mend it") from None
    for name in TABLE.split("."):
        value = value.get(name, {}) if isinstance(value, dict) else {}
    wanted: dict[str, float] = {}
    for name, share in value.items():
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise GoldError(f"{project}: [{TABLE}] {name} = {share!r} is no share; write 0 to 1, such as 0.9")
        wanted[name] = float(share)
    return wanted


def measured(report: Report) -> Mapping[str, float]:
    """Every figure of a report that can have a threshold, by name."""
    found: dict[str, float | None] = {}
    for name, score in report.lists.items():
        for prefix, counts in ((name, score.figure), (f"{name}_record", score.record)):
            found |= {f"{prefix}_{ratio}": getattr(counts, ratio) for ratio in ("precision", "recall", "f1")}
        found |= {f"{name}_{key.replace('.', '_')}": judged.accuracy for key, judged in score.keys.items()}
    found |= {f"summary_{key}": headline.exact.accuracy for key, headline in report.summary.items()}
    if report.assignment:
        found["assignment_f1"] = report.assignment.f1
    return {name: share for name, share in found.items() if share is not None}


def shortfall(name: str, wanted: float, report: Report) -> str | None:
    """Why a threshold is missed; None where it is met."""
    now = measured(report)
    if name not in now:
        known = ", ".join(sorted(now)) or "nothing"
        return f"{name}: is not measured on these labels; they have {known}"
    if now[name] < wanted:
        return f"{name}: {now[name]:.3f} is below the threshold {wanted:.3f}"
    return None
