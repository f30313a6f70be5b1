"""The actor lexicons: every name, head, title and family against its own examples."""

from functools import cache

import pytest
import spacy
from spacy.language import Language

from extractor.actors.collectives import find_collectives
from extractor.actors.gazetteer import entry_of, find_named
from extractor.actors.name_spans import last_head
from extractor.actors.organisations import find_organisations
from extractor.actors.titles import title_before
from extractor.actors.view import View, read_view
from extractor.actors.vocabulary import (
    Family,
    HeadEntry,
    NamedEntry,
    TitleEntry,
    families,
    fold,
    head_entries,
    kind_nouns,
    named_entries,
    places,
    title_entries,
)
from extractor.language.doc import doc_of
from extractor.lexicon.countries import countries, country_name

ENTRIES = named_entries()


@cache
def _blank() -> Language:
    return spacy.blank("en")


def _view(text: str) -> View:
    return read_view(doc_of(_blank().make_doc(text)))


def _found(text: str) -> list[str]:
    return [entry.name for mention in find_named(_view(text)) if (entry := entry_of(mention))]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_names_and_aliases_are_found(entry: NamedEntry) -> None:
    assert set(entry.countries) <= set(countries())
    assert set(entry.needs_context) <= {entry.name, *entry.aliases}
    for alias in (entry.name, *entry.aliases):
        if alias in entry.needs_context:
            plain = [name for name in (entry.name, *entry.aliases) if name not in entry.needs_context]
            near = country_name(entry.countries[0]) if entry.countries else plain[0]
            assert entry.name in _found(f"They spoke of {alias} again. It was about {near}.")
        else:
            assert entry.name in _found(f"They spoke of {alias} again."), alias


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.examples], ids=lambda entry: entry.name)
def test_named_examples(entry: NamedEntry) -> None:
    for text in entry.examples:
        assert entry.name in _found(text), text
    for text in entry.not_examples:
        assert entry.name not in _found(text), text


def test_names_are_given_once_and_groups_say_whose_list_they_are_on() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))
    groups = [entry for entry in ENTRIES if entry.kind == "armed_group"]
    assert len(groups) > 200
    for entry in groups:
        assert entry.group_type
        assert entry.source.startswith(("UCDP", "ACLED", "GTD"))
    for entry in ENTRIES:
        assert entry.source


@pytest.mark.parametrize("entry", head_entries(), ids=lambda entry: entry.kind)
def test_head_words_tell_their_kind(entry: HeadEntry) -> None:
    for text in entry.examples:
        assert _head_kind(text) == entry.kind, text
    for text in entry.not_examples:
        assert _head_kind(text) != entry.kind, text


def _head_kind(text: str) -> str | None:
    view = _view(text)
    found = find_organisations(view, bytearray(len(view)))
    if found:
        return found[0].kind
    head = last_head(view, 0, len(view))
    return head[0] if head else None


@pytest.mark.parametrize("family", families(), ids=lambda family: family.id)
def test_families_of_unnamed_actors(family: Family) -> None:
    for text in family.examples:
        assert family.id in _families(text), text
    for text in family.not_examples:
        assert family.id not in _families(text), text


def _families(text: str) -> set[str]:
    view = _view(text)
    mentions = find_collectives(view, bytearray(len(view)))
    return {mention.key.split(":")[1] for mention in mentions}


@pytest.mark.parametrize("entry", title_entries(), ids=lambda entry: entry.class_)
def test_titles_stand_before_names(entry: TitleEntry) -> None:
    for text in entry.examples:
        assert entry.class_ in _title_classes(text), text
    for text in entry.not_examples:
        assert entry.class_ not in _title_classes(text), text


def _title_classes(text: str) -> set[str]:
    view = _view(text)
    found = (title_before(view, i) for i in range(1, len(view)) if view.capital[i])
    return {title.class_ for title in found if title}


def test_places_tell_known_countries() -> None:
    assert set(places().values()) <= set(countries())
    assert "NY" not in places()


def test_folding_is_stable() -> None:
    assert fold("Médecins") == "medecins"
    assert kind_nouns()["union"] == "other"
