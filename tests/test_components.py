"""The spaCy components in a pipeline of the user's own."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extractor import extract
from extractor.components import DISPLACY_COLORS
from extractor.language import DEFAULT_MODEL
from extractor.records import Outcome, Summary, Term

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
        page = displacy.render(
            doc, style="span", options={"spans_key": key, "colors": DISPLACY_COLORS}, jupyter=False
        )
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


def test_an_unreadable_day_of_publication_is_refused() -> None:
    with pytest.raises(ValueError, match="published"):
        spacy.load(DEFAULT_MODEL).add_pipe("news_dates", config={"published": "last week"})


def _found(doc: Doc) -> tuple[object, ...]:
    fields = (
        "casualties",
        "displaced",
        "events",
        "victims",
        "places",
        "summary",
        "ledger",
        "dates",
        "actors",
    )
    return tuple(getattr(doc._, field) for field in fields)


def test_documents_hold_what_the_function_returns(nlp: Language) -> None:
    doc, extraction = nlp(TEXT), extract(TEXT, article_id="news_counts")
    assert _found(doc) == tuple(
        getattr(extraction, field)
        for field in (
            "casualties",
            "displaced",
            "events",
            "victims",
            "places",
            "summary",
            "ledger",
            "dates",
            "actors",
        )
    )


def test_two_processes_give_what_one_gives(nlp: Language) -> None:
    alone = [_found(doc) for doc in nlp.pipe([TEXT, OUTSIDE])]
    assert [_found(doc) for doc in nlp.pipe([TEXT, OUTSIDE], n_process=2, batch_size=1)] == alone


def test_documents_are_written_and_read_back(nlp: Language) -> None:
    doc = nlp(TEXT)
    doc._.published = "2024-05-06"
    (stored,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    for back in (Doc(nlp.vocab).from_bytes(doc.to_bytes()), stored):
        assert _found(back) == _found(doc)
        assert back._.published == "2024-05-06"
        assert [span.label_ for span in back.spans["casualties"]] == ["killed", "injured"]


def test_the_day_of_publication_stands_on_the_doc(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = date(2024, 5, 6)
    (mention,) = nlp(doc)._.dates
    assert mention.value == "2024-05-05"
    assert [event.date for event in doc._.events] == ["2024-05-05"]
    with pytest.raises(ValueError, match="published"):
        doc._.published = "next week"


def test_the_day_of_publication_is_an_option() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("news_dates", config={"published": "2024-05-06"})
    assert [mention.value for mention in nlp(TEXT)._.dates] == ["2024-05-05"]
    doc = nlp.make_doc(TEXT)
    doc._.published = "2023-05-08"
    assert [mention.value for mention in nlp(doc)._.dates] == ["2023-05-07"]


def test_a_document_without_the_components_holds_nothing() -> None:
    doc = spacy.blank("en")("Twelve people were killed.")
    assert _found(doc) == ((), (), (), (), (), Summary(), (), (), ())


def test_every_label_has_a_colour() -> None:
    assert set(DISPLACY_COLORS) == {*get_args(Outcome), *get_args(Term)}
