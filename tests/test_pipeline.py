"""``extract`` and ``extract_many``: any text is read, the same bytes come out however the work is cut."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import cast

import pytest
from counting import counts
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Article, Extraction, extract, extract_many
from extractor.articles.article import clean

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))
BATCHES_AHEAD = 40
"""What a worker may have read beyond the oldest open batch, so that memory stays bounded."""
NEWS = [
    "A blast killed 12 people in Adola on Friday, the governor said.",
    "",
    "Some 4,300 villagers fled.\n\nThree of them were hurt.",
    "The council met.",
    "No one was killed. At least 30 homes burned down.",
    "1 2 3 dead, 4 hurt, 5",
    "Twelve people were killed and 30 injured. " * 3,
]
FRAGMENTS = [
    "killed", "people", "12", "at least", "1,", "dozens of", "dead", "and", "no", "one", "families", "(", ")",
    "—", ".", "\n", "\n\n", " ", "fled", "homes", "%", "$", "Monday", "2024", "the toll", "rose to",
    "injured",
    "half a million", "-", "’", "\x00", "\ud800", "\u2028", "\ufeff", "ı", "٣", "🙂", "é", ":",
    "\t", "3rd",
]  # fmt: skip
MONSTERS = {
    "nothing": "",
    "white space": " \n\t\r\n ",
    "a NUL": "Twelve\x00 people were killed.\x00",
    "a lone surrogate": "Twelve people \ud800 were killed \udfff.",
    "only a surrogate": "\udcff",
    "other digits": "١٢ people were killed, ３０ were hurt, Ⅻ died.",
    "a byte order mark": "\ufeffTwelve people were killed.",
    "line separators": "Twelve people\u2028were killed\u2029and\x8530 hurt\x0b\x0c.",
    "one word of 100 KB": "a" * 100_000,
    "digits for 100 KB": "9" * 100_000,
    "no spaces for 20 KB": "12dead," * 3_000,
    "numbers alone": "12 " * 300,
    "brackets": "(" * 500 + "12 dead" + ")" * 500,
    "number words": "twenty-one hundred thousand million " * 300,
    "right to left": "\u202e12 people were killed\u202c",
    "combining marks": "1\u03012 people were kille\u0301d",
}


def check_offsets(text: str, extraction: Extraction) -> None:
    """Every evidence of a record slices back to the text as read: half a character is a U+FFFD there."""
    text = re.sub(r"[\ud800-\udfff]", "\ufffd", text)
    assert extraction.text == text
    evidence = [record.evidence for record in counts(extraction)]
    evidence += [mention.evidence for mention in extraction.dates]
    evidence += [number.evidence for number in extraction.unused_numbers]
    evidence += [mention for actor in extraction.actors for mention in actor.mentions]
    text = clean(text)  # half surrogates, which no file can hold, come back as U+FFFD
    for found in evidence:
        assert found.text == text[found.start : found.end]
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("name", MONSTERS)
def test_any_text_is_read(name: str) -> None:
    text = MONSTERS[name]
    extraction = extract(text)
    check_offsets(text, extraction)
    json.loads(extraction.model_dump_json())


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_arbitrary_text_never_raises(text: str) -> None:
    check_offsets(text, extract(text))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join))
def test_fragments_of_news_never_raise(text: str) -> None:
    extraction = extract(text)
    check_offsets(text, extraction)
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_fragments_without_spaces_never_raise(text: str) -> None:
    check_offsets(text, extract(text))


def dumped(extractions: Iterator[Extraction]) -> list[str]:
    return [extraction.model_dump_json() for extraction in extractions]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("batch_size", [1, 3, 16])
def test_the_same_bytes_however_the_work_is_cut(workers: int, batch_size: int) -> None:
    items = [*NEWS, *[path.read_text(encoding="utf-8") for path in CORPUS[:3]]]
    plain = [extract(text, article_id=f"article-{n}").model_dump_json() for n, text in enumerate(items, 1)]
    assert dumped(extract_many(items, workers=workers, batch_size=batch_size)) == plain


def test_results_come_in_input_order_with_the_caller_s_ids() -> None:
    articles = [Article(id=f"n{n}", text=f"Blast kills {n} people.") for n in range(30, 3, -1)]
    found = list(extract_many(articles, batch_size=4))
    assert [extraction.article.id for extraction in found] == [article.id for article in articles]
    assert [e.casualties[0].quantity.best for e in found] == list(range(30, 3, -1))


def test_pairs_carry_their_publication_day() -> None:
    (extraction,) = extract_many([("Twelve people were killed on Tuesday.", "2024-05-16")])
    assert (extraction.article.published, extraction.article.published_basis) == ("2024-05-16", "given")
    assert extraction.casualties[0].date == "2024-05-14"


@pytest.mark.parametrize("workers", [1, 2])
def test_the_input_is_read_only_a_few_batches_ahead(workers: int) -> None:
    read = 0

    def source() -> Iterator[str]:
        nonlocal read
        for _ in range(4_000):
            read += 1
            yield "Twelve people were killed."

    stream = cast(Generator[Extraction, None, None], extract_many(source(), batch_size=2, workers=workers))
    assert read == 0
    for taken in range(1, 11):
        next(stream)
        assert read <= taken + 2 * BATCHES_AHEAD * workers
    stream.close()
    assert read <= 10 + 2 * BATCHES_AHEAD * workers


def test_nothing_in_nothing_out() -> None:
    assert list(extract_many([])) == []


@pytest.mark.parametrize(
    "options", [{"codebook": "hearsay"}, {"model": "xx_no_such_model"}, {"published": "16/05/2024"}]
)
def test_wrong_options_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(options.values()))):
        extract("Dozens of people were killed.", **options)


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = (
        "import sys, time; started = time.perf_counter(); import extractor; "
        "print(f'{time.perf_counter() - started:.3f} s'); "
        "print(*sorted({'spacy', 'quantulum3', 'dateparser', 'pandas', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    took, loaded = done.stdout.split("\n")[:2]
    print(f"import extractor took {took}")
    assert loaded == ""


def test_an_extraction_prints_readably_and_flattens() -> None:
    extraction = extract(NEWS[0], published="2024-05-18", article_id="blast")
    assert "killed" in str(extraction) and "12" in str(extraction) and "blast" in str(extraction)
    (row,) = extraction.to_rows()
    assert all(not isinstance(held, (dict, list, tuple)) for held in row.values()), row
