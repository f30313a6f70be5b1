"""Numbers that become no record, and the reason that is given for each."""

from __future__ import annotations

import pytest
from counting import Case, counts, params, read, shown


@pytest.mark.parametrize(("name", "case", "text"), params("counts_refused"))
def test_no_record_and_a_telling_reason(name: str, case: Case, text: str) -> None:
    extraction = read(name, text)
    records = counts(extraction)
    assert not records, shown(records)
    reasons = {number.reason for number in extraction.unused_numbers}
    assert reasons or not any(character.isdigit() for character in text)
    assert all(reasons), "a reason must say something"
    if case.reason != "*":
        assert reasons & set(case.reason.split("|")), reasons
