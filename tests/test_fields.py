"""A field of a record is two edits, its line and what fills it: everything else is made from the type."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.gold.labels import GoldCount, labels_of
from extractor.labelling.review.forms import fields_of
from extractor.records import CasualtyCount, DisplacementCount, Event, Victim
from extractor.records.fields import Codes, leaves
from extractor.records.rows import COLUMNS, columns

ROOT = Path(__file__).parent.parent
EDITS = {
    "extractor/records/__init__.py": (
        '    status: Status = "reported"\n    """How firmly',
        '    weapon: Literal["gun", "bomb"] | None = None\n    """`gun` or `bomb`."""\n',
    ),
    "extractor/counts/casualties.py": ("        status=count.status,\n", '        weapon="bomb",\n'),
}
"""For each file the words before which a line is put, and the line."""
TEXT = "A blast killed 12 people in Sarvi on Monday, police said. Some 300 people fled."


class Longer(CasualtyCount):
    """A casualty count with more fields, of several types."""

    weapons: tuple[str, ...] = ()
    """What it was done with, as written."""
    range_km: float | None = None
    """How far the weapon reaches."""
    makers: Codes = ()
    """Where the weapon was made."""


def test_every_type_of_field_is_a_column_a_label_and_a_field_of_a_form() -> None:
    added = {"weapons": str, "range_km": float, "makers": str}
    assert dict(columns(Longer, DisplacementCount)).items() >= added.items()

    @labels_of(Longer)
    class GoldLonger(GoldCount):
        """Its labels."""

    judged = GoldLonger.model_validate_json('{"weapons": ["rifle"], "range_km": 1.5, "makers": ["SDN"]}')
    assert judged.labelled_keys() == {"weapons": ("rifle",), "range_km": 1.5, "makers": ("SDN",)}
    assert {field.key: field.kind for field in fields_of(Longer)}.items() >= {
        "weapons": "many",
        "range_km": "decimal",
        "makers": "codes",
    }.items()


def test_a_field_stands_in_a_row_under_one_name() -> None:
    for kind in (CasualtyCount, DisplacementCount, Event, Victim):
        names = [leaf.column for leaf in leaves(kind)]
        assert len(names) == len(set(names)), kind
    assert list(COLUMNS)[:8] == ["article", "title", "url", "published", "list", "index", "outcome", "term"]


def test_a_type_that_no_field_has_had_is_refused() -> None:
    class Odd(CasualtyCount):
        """A count with a field of a new type."""

        odd: dict[str, str]

    with pytest.raises(TypeError, match="no field has been of the type"):
        leaves(Odd)


def test_a_field_that_is_added_to_a_record_type_is_found_everywhere(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "extractor", tmp_path / "extractor", ignore=ignored)
    for name, (before, line) in EDITS.items():
        file = tmp_path / name
        source = file.read_text(encoding="utf-8")
        assert source.count(before) >= 1, f"{name}: {before!r} is not there any more; put the line elsewhere"
        file.write_text(source.replace(before, line + before, 1), encoding="utf-8")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    program = (ROOT / "tests/added_field.py").read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "COLUMNS": "240", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "found everywhere"
