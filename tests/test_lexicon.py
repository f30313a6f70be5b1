"""The open vocabulary: every entry's examples are read as the entry says, and no list is empty or doubled."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from closed_words import closed_words
from counting import counts, expected_failure, matches, named, shown

from extractor import Extraction, extract, extract_many
from extractor.lexicon import Event, count_nouns, events, word_set
from extractor.lexicon.inflection import TAGS, alternatives, inflect
from extractor.lexicon.loader import load_toml, read_entry
from extractor.lexicon.words import Words, WordSet, word_sets

PACKAGE = Path(__file__).parent.parent / "extractor"
WORD_FILES = sorted((PACKAGE / "lexicon" / "words").glob("*.toml"))
LEXICON_FILES = sorted((PACKAGE / "lexicon").rglob("*.toml"))
OVERLAP = 3
"""Open words that two lists share by chance at most."""

NOT_YET: dict[str, str] = {
    "The two bodies met in Geneva to discuss trade.": "bodies that meet are no dead",
    "The outbreak left four guards critically ill.": "a phrase of two words after 'left'",
    "Seven people were shot outside the club.": "read as injured, which the entry does not say",
}
"""Examples that fail today, and why."""


def _ids(event: Event, text: str) -> str:
    return f"{event.meaning}/{event.patient}: {text}"


def _examples(*, wanted: bool) -> list[ParameterSet]:
    return [
        pytest.param(event, text, id=_ids(event, text), marks=expected_failure(text, NOT_YET))
        for event in events()
        for text in (event.examples if wanted else event.not_examples)
    ]


@cache
def _read() -> dict[str, Extraction]:
    texts = sorted({text for event in events() for text in (*event.examples, *event.not_examples)})
    return dict(zip(texts, extract_many(texts, batch_size=64), strict=True))


@pytest.mark.parametrize(("event", "text"), _examples(wanted=True))
def test_an_example_gives_exactly_one_count_of_its_meaning(event: Event, text: str) -> None:
    records = counts(_read()[text])
    assert [named(record) for record in records] == [event.meaning], shown(records)


@pytest.mark.parametrize(("event", "text"), _examples(wanted=False))
def test_a_counter_example_gives_no_count(event: Event, text: str) -> None:
    records = counts(_read()[text])
    assert not records, shown(records)


def test_expected_failures_are_examples_of_the_lexicon() -> None:
    assert set(NOT_YET) <= set(_read())


def test_no_form_stands_twice_under_one_meaning_and_patient() -> None:
    listed = Counter((e.meaning, e.patient, form) for e in events() for form in _listed(e))
    assert [key for key, times in listed.items() if times > 1] == []


@pytest.mark.parametrize("event", events(), ids=lambda event: f"{event.meaning}/{event.patient}")
def test_an_entry_has_forms_in_lower_case_and_an_example(event: Event) -> None:
    assert event.forms
    assert event.examples
    assert [form for form in event.forms if form != form.lower().strip() or not form] == []


def _listed(words: Words) -> list[str]:
    """The forms of every entry, a form as often as entries make it."""
    made = [form for pos in TAGS for phrase in getattr(words, pos) for form in inflect(phrase, pos)]
    return made + [form for phrase in words.words for form in alternatives(phrase)]


def test_a_noun_for_people_is_written_once() -> None:
    listed = Counter(
        noun for group in load_toml("lexicon/people")["roles"].values() for noun in group["nouns"]
    )
    assert [noun for noun, times in listed.items() if times > 1] == []


def test_the_table_of_forms_is_up_to_date() -> None:
    tool = PACKAGE.parent / "tools" / "word_forms.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_lemma_without_forms_is_refused_with_the_remedy() -> None:
    with pytest.raises(KeyError, match="make lexicon"):
        inflect("frobnicate", "verbs")


@pytest.mark.parametrize("kind", load_toml("lexicon/reporting"))
def test_a_verb_of_saying_gives_a_figure_as_its_kind_does(kind: str) -> None:
    for text in load_toml("lexicon/reporting")[kind]["examples"]:
        status = {"say": ["reported"], "claim": ["unconfirmed"], "estimate": ["estimated"], "deny": []}[kind]
        assert [record.status for record in counts(extract(text))] == status, text


def test_every_meaning_and_every_role_has_words() -> None:
    meanings = {event.meaning for event in events()}
    assert {"killed", "injured", "missing", "captured", "casualties"} <= meanings
    assert len(meanings) == 17
    assert {noun.role for noun in count_nouns().values()} >= {"civilian", "military", "police", "armed_group"}
    assert {noun.unit for noun in count_nouns().values()} == {"people", "households", "homes"}


@pytest.mark.parametrize("name", sorted(word_sets()))
def test_a_word_set_holds_words_in_lower_case(name: str) -> None:
    words = word_set(name)
    assert words
    assert [word for word in words if not word or word != word.lower().strip()] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(*pair, id=f"{n}: {pair[0]}")
        for n, e in word_sets().items()
        for pair in e.examples.items()
    ],
)
def test_a_word_set_decides_over_the_counts_of_its_examples(text: str, found: str) -> None:
    records = counts(extract(text))
    assert matches(found, records), f"{found or 'nothing'} expected, {shown(records)} found"


@pytest.mark.parametrize(
    ("text", "found"),
    [pytest.param(*pair, id=f"{n}: {pair[0]}") for n, e in word_sets().items() for pair in e.dates.items()],
)
def test_a_word_set_decides_over_the_dates_of_its_examples(text: str, found: str) -> None:
    dates = extract(text, published="2025-12-26").dates
    assert "; ".join(mention.value or "-" for mention in dates) == found


@cache
def _asked() -> dict[str, set[str]]:
    """The word sets that the code asks for, and the rooms and modules that do."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for name in re.findall(r'word_set\("(\w+)"\)', path.read_text(encoding="utf-8")):
            found.setdefault(name, set()).update((path.relative_to(PACKAGE).parts[0], path.stem))
    for name in {event.beside for event in events() if event.beside}:
        found.setdefault(name, set()).add("lexicon")
    return found


def test_every_word_set_is_asked_for_and_says_what_it_is_for() -> None:
    included = {name for entry in word_sets().values() for name in entry.sets}
    assert set(word_sets()) == set(_asked()) | included
    assert [name for name, entry in word_sets().items() if not entry.note.strip()] == []


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.stem)
def test_a_word_set_stands_in_the_file_of_the_room_that_asks_for_it(path: Path) -> None:
    names = set(load_toml(f"lexicon/words/{path.stem}"))
    users = {name: set(_asked().get(name, ())) for name in names}
    inside = {part for name in names for part in word_sets()[name].sets}
    assert [name for name in sorted(names - inside) if path.stem not in users[name]] == []


@pytest.mark.parametrize("path", LEXICON_FILES, ids=lambda path: path.stem)
def test_the_head_of_a_file_names_keys_values_sets_and_files_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = "\n".join(takewhile(lambda line: line.startswith("#"), text.splitlines()))
    assert head, "a file begins by saying what it holds"
    known = {*_said(tomllib.loads(text)), *word_sets(), "-", "make lexicon"}
    named = {name.split(" = ")[0] for name in re.findall(r"`([^`]+)`", head)}
    assert {
        name for name in named - known if not any((r / name).exists() for r in (PACKAGE, path.parent))
    } == set()


def _said(data: object) -> Iterator[str]:
    """Every key and every short value of a data file."""
    if isinstance(data, dict):
        yield from data
        yield from (value for value in data.values() if isinstance(value, str))
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _said(item)


@pytest.mark.parametrize(
    "path", [path for path in LEXICON_FILES if path not in WORD_FILES], ids=lambda path: path.stem
)
def test_every_file_of_the_lexicon_is_loaded(path: Path) -> None:
    readers = [*PACKAGE.rglob("*.py"), PACKAGE.parent / "tools" / "word_forms.py"]
    code = "".join(reader.read_text(encoding="utf-8") for reader in readers)
    assert f'lexicon/{path.stem}"' in code or f'"{path.stem}"' in code


@pytest.mark.parametrize("name", sorted(word_sets()))
def test_a_word_is_written_once_and_a_set_that_holds_another_includes_it(name: str) -> None:
    listed = {form for phrase in word_sets()[name].words for form in alternatives(phrase)}
    repeated = [
        other
        for other in word_sets()
        if other != name
        and len(_open(word_set(other))) >= OVERLAP
        and _open(word_set(other)) <= listed
        and word_set(other) < word_set(name)
    ]
    assert repeated == [], f"[{name}] lists all words of these: name them in its `sets`"


def _open(words: frozenset[str]) -> frozenset[str]:
    """Those that are no grammar and no mark."""
    return frozenset(word for word in words - closed_words() if word[0].isalpha())


def test_an_entry_that_is_malformed_is_refused_with_its_file() -> None:
    with pytest.raises(ValueError, match=r"lexicon/x\.toml: colour: Extra inputs are not permitted"):
        read_entry(WordSet, {"note": "x", "colour": "red"}, "lexicon/x.toml")
