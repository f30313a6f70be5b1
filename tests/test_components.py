"""The spaCy components in a pipeline of the user's own."""

from __future__ import annotations

import pytest
import spacy
from spacy import displacy
from spacy.language import Language

from extractor.language import DEFAULT_MODEL

TEXT = (
    "Floods in the north killed 12 people and injured 30 others on Sunday, the governor, Ilse Varga, said. "
    "About 4,300 villagers fled their homes."
)
OUTSIDE = "A further three bodies were found."


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The stock pipeline with all components, found through the entry points."""
    nlp = spacy.load(DEFAULT_MODEL)
    for name in ("news_counts", "news_dates", "news_actors"):
        nlp.add_pipe(name)
    return nlp


def test_counts_stand_on_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = [(record.outcome, record.quantity.best) for record in doc._.casualties]
    assert found == [("killed", 12), ("injured", 30)]
    assert [(record.term, record.quantity.best) for record in doc._.displaced] == [("fled", 4300)]


def test_evidence_points_into_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    for record in (*doc._.casualties, *doc._.displaced):
        assert doc.text[record.evidence.start : record.evidence.end] == record.evidence.text


def test_spans_are_labelled_for_displacy(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(span.label_, "12" in span.text) for span in doc.spans["casualties"]] == [
        ("killed", True),
        ("injured", False),
    ]
    assert [span.label_ for span in doc.spans["displaced"]] == ["fled"]
    for key in ("casualties", "displaced"):
        page = displacy.render(doc, style="span", options={"spans_key": key}, jupyter=False)
        assert doc.spans[key][0].label_ in page


def test_dates_and_actors_stand_on_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [mention.text for mention in doc._.dates] == ["Sunday"]
    assert "Ilse Varga" in {actor.name for actor in doc._.actors}


def test_a_text_without_counts_leaves_empty_lists(nlp: Language) -> None:
    doc = nlp("The council met.")
    assert list(doc._.casualties) == list(doc._.displaced) == list(doc.spans["casualties"]) == []


def test_an_empty_text_passes(nlp: Language) -> None:
    assert list(nlp("")._.casualties) == []


def test_docs_of_one_pipe_share_nothing(nlp: Language) -> None:
    first, second = nlp.pipe([TEXT, OUTSIDE])
    assert [record.quantity.best for record in first._.casualties] == [12, 30]
    assert [record.quantity.best for record in second._.casualties] == [3]


def test_the_codebook_is_an_option() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("news_counts", config={"codebook": "wikimpacts"})
    (record,) = nlp("Dozens of people were killed.")._.casualties
    assert (record.quantity.low, record.quantity.high) == (24, 72)


def test_an_unknown_codebook_is_refused() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    with pytest.raises(ValueError, match="codebook"):
        nlp.add_pipe("news_counts", config={"codebook": "hearsay"})
        nlp("Dozens of people were killed.")
