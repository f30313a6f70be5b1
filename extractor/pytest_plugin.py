"""``pytest --extractor-gold=FOLDER``: every labelled article of a folder is one test item.

FOLDER holds articles with their labels beside them (``story.txt``, ``story.json``), or two folders
``corpus`` and ``gold``; a labelled SET.jsonl is read too. What was labelled must come out: leave a list
out of ``labelled``, or a key out of a record, and it is not asked for. pytest loads this module at every
start, so it imports nothing of the package until the option is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from extractor.gold import LabelledArticle

LEVELS = ("record", "figure", "summary")


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
        "--extractor-gold-level",
        choices=LEVELS,
        default="record",
        help="record: every labelled key must be right; figure: records found and none invented; "
        "summary: headline figures only.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add one item per labelled article, before any selection by name."""
    folder: Path | None = config.getoption("--extractor-gold")
    if folder is None:
        return
    from extractor.gold import GoldError
    from extractor.gold.evaluation import read_labelled

    if not folder.exists():
        raise pytest.UsageError(
            f"--extractor-gold: {folder} is not there; name a folder of labelled articles"
        )
    data, gold = folder, None
    if folder.is_dir():
        two = (folder / "corpus").is_dir() and (folder / "gold").is_dir()
        data, gold = (folder / "corpus", folder / "gold") if two else (folder, folder)
    try:
        rows = read_labelled(data, gold)
    except GoldError as error:
        raise pytest.UsageError(f"--extractor-gold: {error}") from None
    parent = GoldFile.from_parent(session, name=folder.name, path=folder.resolve())
    items.extend(GoldItem.from_parent(parent, name=row.article.id, row=row) for row in rows)


class GoldFile(pytest.File):
    """The folder (or set) as the parent of its items."""

    def collect(self) -> Iterator[pytest.Item]:
        """Nothing: the items are made with the folder."""
        return iter(())


class WrongRecordsError(Exception):
    """What the article got wrong, ready to print."""


class GoldItem(pytest.Item):
    """One labelled article."""

    def __init__(self, *, row: LabelledArticle, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.row = row

    def runtest(self) -> None:
        """Run the extractor and raise what it got wrong."""
        from extractor.gold.evaluation import evaluate, report_of
        from extractor.pipeline import extract_many

        (done,) = evaluate([self.row], extract_many)
        if done.extraction is None:
            raise WrongRecordsError(f"failed: {done.result}")
        level = self.config.getoption("--extractor-gold-level")
        asked = {
            "record": {"miss", "false", "key", "summary"},
            "figure": {"miss", "false", "summary"},
            "summary": {"summary"},
        }[level]
        wrong = [finding for finding in report_of([done]).findings if finding.error in asked]
        if wrong:
            lines = [f"{self.name}: {len(wrong)} wrong"]
            for finding in wrong:
                parts = [f"{finding.list}: {finding.error} ({finding.cause})"]
                parts += [f"wanted {finding.wanted}"] if finding.wanted else []
                parts += [f"got {finding.got}"] if finding.got else []
                lines.append("  " + ", ".join(parts))
                lines += [f"      {finding.sentence}"] if finding.sentence else []
            raise WrongRecordsError("\n".join(lines))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | Any:
        """The list of wrong records without a traceback; anything else as pytest shows it."""
        if isinstance(excinfo.value, WrongRecordsError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """How the item is named in the report."""
        return self.path, None, f"extractor-gold: {self.name}"
