"""What a text takes in memory is bounded by its length, whatever it is made of."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from extractor import extract, pipeline
from extractor.articles.article import MAX_CHARS
from extractor.language.annotate import annotated
from extractor.numbers import MOST, extent
from extractor.records import Evidence, UnusedNumber, Victim

CORPUS = Path(__file__).parents[1] / "corpus"
READ = """
from extractor import extract
extract({unit!r} * ({size} // len({unit!r})))
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
# Not ru_maxrss, which a new program inherits from the one that starts it.
# 206 MiB for the package and its model; of 300,000 characters quotation marks took 292 MiB, `1 2 3` 279, rows
# of a colon 306, lines of tolls 386.
LIMIT = 420
"""MiB; it has to hold the tolls, all of which are read."""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("unit", ['"', "Ostra: 12\n", "Killed: 7\n", "1 2 3 "])
def test_a_text_of_many_short_words_takes_little_memory(unit: str) -> None:
    """Each of its own process, whose peak is that of the one text."""
    code = READ.format(unit=unit, size=300_000)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) / 1024 < LIMIT


@pytest.mark.parametrize(
    ("unit", "things"),
    [
        ("7 ", 1),
        ("Killed: 7\n", 3),
        ("A man died. ", 2),
        ("He died on Monday, Ana Ruiz said. ", 3),
        ("Six hurt. ", 3),
    ],
)
def test_a_text_of_nothing_else_is_read_as_far_as_texts_for_readers_go(
    unit: str, things: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is named by a warning, and makes no record at all."""
    monkeypatch.setattr(extent, "MOST", 1_000)
    text = unit * 5_000
    read = extract("\n\n" + text)
    (warning,) = (words for words in read.warnings if words.startswith("the text holds more"))
    end = int(re.search(r"character ([\d,]+)", warning)[1].replace(",", ""))  # type: ignore[index]
    assert end == pytest.approx(1_000 / things * len(unit), rel=0.3)
    places = list(read._evidence())
    assert end - 300 * len(unit) < max(at.end for at in places) <= end
    assert not any(words.startswith("the text holds more") for words in extract(unit * 20).warnings)


def test_what_is_left_out_of_a_text_makes_no_record_behind_what_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Numbers in rows of figures, which are no language, count with the others."""
    monkeypatch.setattr(extent, "MOST", 1_000)
    monkeypatch.setattr(pipeline, "MOST", 1_000)
    read = extract("Six people died. " + "{" * 3 + "7;8;9;" * 6_000)
    assert len(read.unused_numbers) <= 1_000
    assert any(words.startswith("the text holds more") for words in read.warnings)


def test_the_densest_text_is_read_whole() -> None:
    """A million characters of the densest notes hold 90,000 things; an article of it none too many."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    columns = next(annotated(["\n\n".join(texts)]))
    assert extent._things(columns).sum() / len(columns.text) < MOST / MAX_CHARS


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
