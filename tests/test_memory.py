"""What a text takes in memory is bounded by its length, whatever it is made of."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from pydantic import ValidationError

from extractor import extract
from extractor.numbers import MOST
from extractor.pipeline import UNREAD
from extractor.records import Evidence, UnusedNumber, Victim

READ = """
from extractor import extract
extract({unit!r} * ({size} // len({unit!r})))
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
# Not ru_maxrss, which a new program inherits from the one that starts it.
# 206 MiB for the package and its model; of 300,000 characters quotation marks took 292 MiB, `1 2 3` 279, rows
# of a colon 306, lines of tolls 364.
LIMIT = 380
"""MiB; with spaCy's own text beside the tokens the marks took 405."""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("unit", ['"', "Ostra: 12\n", "Killed: 7\n", "1 2 3 "])
def test_a_text_of_many_short_words_takes_little_memory(unit: str) -> None:
    """Each of its own process, whose peak is that of the one text."""
    code = READ.format(unit=unit, size=300_000)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) / 1024 < LIMIT


def test_a_text_of_nothing_but_numbers_is_read_as_far_as_an_article_goes() -> None:
    """The rest is given by a warning, and costs no record."""
    read = extract("7 " * (MOST + 10))
    assert len(read.unused_numbers) == MOST
    assert read.unused_numbers[-1].evidence.start == 2 * (MOST - 1)
    assert read.warnings == (UNREAD,)
    assert not extract("7 " * 100).warnings


def test_records_of_one_kind_share_the_names_of_their_fields() -> None:
    """A third of the memory of a record; a copy with other fields leaves the others as they are."""
    one, two = (
        UnusedNumber(evidence=Evidence(start=n, end=n + 1, text="7"), reason="an age") for n in (1, 2)
    )
    assert one.__pydantic_fields_set__ is two.__pydantic_fields_set__
    victim = Victim(outcome="killed", evidence=one.evidence)
    other = victim.model_copy(update={"age": 41})
    assert victim.model_fields_set == {"outcome", "evidence"}
    assert other.model_fields_set == {"outcome", "evidence", "age"}
    assert Victim.model_validate_json(other.model_dump_json()) == other


def test_words_of_a_text_are_a_record_as_a_validated_one_is() -> None:
    made, given = Evidence.of("Nine died.", 0, 4), Evidence(start=0, end=4, text="Nine")
    assert made == given and hash(made) == hash(given) and repr(made) == repr(given)
    assert made.__pydantic_fields_set__ is given.__pydantic_fields_set__
    assert made.model_dump_json() == given.model_dump_json()
    assert pickle.loads(pickle.dumps(made)) == given
    assert made.model_copy(update={"end": 5}).model_dump() == {"start": 0, "end": 5, "text": "Nine"}
    with pytest.raises(ValidationError):
        made.start = 1  # type: ignore[misc]
