"""``pytest --extractor-gold=FOLDER``: every labelled article of a folder is one test item.

FOLDER holds labels, and their articles stand beside them (``story.txt``, ``story.json``), in the folder
``articles`` or ``corpus`` beside or below it, or in ``--extractor-articles``; a labelled SET.jsonl works too.
What was labelled must come out: leave a list out, or a key out of a record, and it is not asked for. Where
the project's pyproject.toml has thresholds (``[tool.extractor.gold]``), each of them is an item instead.
pytest loads this module at every start, so it imports nothing of the package until the option is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from extractor.gold import LabelledArticle
    from extractor.gold.scoring import Report

LEVELS = ("record", "figure", "summary", "thresholds")
ARTICLES = ("articles", "corpus")
"""Names of the folder of articles, which stands beside the folder ``gold``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    group = parser.getgroup("extractor")
    group.addoption(
        "--extractor-gold",
        metavar="FOLDER",
        type=Path,
        help="Run the extractor on the labelled articles of this folder (or SET.jsonl), one item each.",
    )
    group.addoption(
        "--extractor-articles",
        metavar="FOLDER",
        type=Path,
        help="Where the articles are; by default beside their labels, or in articles/ beside gold/.",
    )
    group.addoption(
        "--extractor-gold-level",
        choices=LEVELS,
        help="record: every labelled key must be right; figure: records found and none invented; "
        "summary: headline figures only; thresholds: those of [tool.extractor.gold] in pyproject.toml, "
        "which is the default where there are some, else record.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the items, before any selection by name."""
    folder: Path | None = config.getoption("--extractor-gold")
    if folder is None:
        return
    from extractor.gold import GoldError
    from extractor.gold.evaluation import read_labelled
    from extractor.gold.thresholds import TABLE, read_thresholds

    articles: Path | None = config.getoption("--extractor-articles")
    for option, path in (("--extractor-gold", folder), ("--extractor-articles", articles)):
        if path is not None and not path.exists():
            raise pytest.UsageError(f"{option}: {path} is not there; name a folder of labelled articles")
    level: str | None = config.getoption("--extractor-gold-level")
    try:
        thresholds = read_thresholds(config.rootpath / "pyproject.toml")
        rows = read_labelled(*_places(folder, articles))
    except GoldError as error:
        raise pytest.UsageError(f"--extractor-gold: {error}") from None
    parent = GoldFile.from_parent(session, name=folder.name, path=folder.resolve())
    if level == "thresholds" or (level is None and thresholds):
        if not thresholds:
            raise pytest.UsageError(f"--extractor-gold-level: pyproject.toml has no [{TABLE}] to hold to")
        run = _Run(rows)
        made: list[pytest.Item] = [
            ThresholdItem.from_parent(parent, name=name, wanted=wanted, run=run)
            for name, wanted in thresholds.items()
        ]
    else:
        made = [GoldItem.from_parent(parent, name=row.article.id, row=row) for row in rows]
    items.extend(made)


def _places(folder: Path, articles: Path | None) -> tuple[Path, Path | None]:
    """The folder of articles and that of their labels; a set of rows stands alone."""
    if not folder.is_dir():
        return folder, None
    if articles is not None:
        return articles, folder
    for name in ARTICLES:
        if (folder / name).is_dir() and (folder / "gold").is_dir():
            return folder / name, folder / "gold"
    for name in ARTICLES:
        if folder.name == "gold" and (folder.resolve().parent / name).is_dir():
            return folder.resolve().parent / name, folder
    return folder, folder


class GoldFile(pytest.File):
    """The folder (or set) as the parent of its items."""

    def collect(self) -> Iterator[pytest.Item]:
        """Nothing: the items are made with the folder."""
        return iter(())


class WrongRecordsError(Exception):
    """What the articles got wrong, ready to print."""


class _Item(pytest.Item):
    """An item whose failure is a list of what is wrong."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | Any:
        """The list without a traceback; anything else as pytest shows it."""
        if isinstance(excinfo.value, WrongRecordsError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """How the item is named in the report."""
        return self.path, None, f"extractor-gold: {self.name}"


class GoldItem(_Item):
    """One labelled article."""

    def __init__(self, *, row: LabelledArticle, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.row = row

    def runtest(self) -> None:
        """Run the extractor and raise what it got wrong."""
        report = _report([self.row])
        level = self.config.getoption("--extractor-gold-level") or "record"
        asked = {
            "record": {"miss", "false", "key", "summary"},
            "figure": {"miss", "false", "summary"},
            "summary": {"summary"},
        }[level]
        wrong = [finding for finding in report.findings if finding.error in asked]
        if wrong:
            lines = [f"{self.name}: {len(wrong)} wrong"]
            for finding in wrong:
                parts = [f"{finding.list}: {finding.error} ({finding.cause})"]
                parts += [f"wanted {finding.wanted}"] if finding.wanted else []
                parts += [f"got {finding.got}"] if finding.got else []
                lines.append("  " + ", ".join(parts))
                lines += [f"      {finding.sentence}"] if finding.sentence else []
            raise WrongRecordsError("\n".join(lines))


class ThresholdItem(_Item):
    """One threshold over all labelled articles."""

    def __init__(self, *, wanted: float, run: _Run, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.wanted, self.run = wanted, run

    def runtest(self) -> None:
        """Run the extractor once for all thresholds, and raise what is missed."""
        from extractor.gold.thresholds import shortfall

        missed = shortfall(self.name, self.wanted, self.run.report())
        if missed is not None:
            raise WrongRecordsError(f"{missed}; see --extractor-gold-level=record for each article")


class _Run:
    """The report over labelled articles, made when it is first asked for."""

    def __init__(self, rows: Sequence[LabelledArticle]) -> None:
        self._rows = rows
        self._report: Report | None = None

    def report(self) -> Report:
        """The scores of all articles."""
        if self._report is None:
            self._report = _report(self._rows)
        return self._report


def _report(rows: Sequence[LabelledArticle]) -> Report:
    """The scores of the extractor on labelled articles; one that it fails on is wrong as a whole."""
    from extractor.gold.evaluation import evaluate, failures_of, report_of
    from extractor.pipeline import extract_many

    done = evaluate(rows, extract_many)
    if failed := failures_of(done):
        raise WrongRecordsError("\n".join(f"failed: {failure}" for failure in failed))
    return report_of(done)
