"""Made-up articles: texts of the sets with other persons, places and numbers, as many as are asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pycountry
import spacy
from measure import TextSet

from extractor.articles.article import Article
from extractor.articles.inputs import Item
from extractor.language import DEFAULT_MODEL

WORDS = 100
"""Words after which an article ends with its paragraph: most have 100 to 160, as the news of an agency."""
_KINDS = {"PERSON": "person", "GPE": "place", "LOC": "place", "CARDINAL": "number"}


class Piece(NamedTuple):
    """A stretch of a paragraph that stays as it is, or is replaced by another of its kind."""

    kind: str
    text: str


class Shape(NamedTuple):
    """A text as an article to be: what is known of it, and its paragraphs in pieces."""

    article: Article
    paragraphs: list[list[Piece]]


def made_up(sets: Sequence[TextSet], count: int, seed: int = 20) -> Iterator[Article]:
    """Articles with the shape of a run of paragraphs of the sets, with names and numbers of their own.

    New names in every article are what makes a vocabulary grow. The same sets and seed give the same
    articles, and a larger ``count`` only more of them.
    """
    shapes = _shapes(sets)
    others = [division.name for division in pycountry.subdivisions if division.name.isalpha()]
    rng = random.Random(seed)
    for number in range(count):
        shape = rng.choice(shapes)
        text = "\n\n".join(_rewritten(_run_of(shape.paragraphs, rng), others, rng))
        name = {"id": f"made-up-{number:06}", "text": text}
        yield shape.article.model_copy(update=name)


def as_item(article: Article) -> Item:
    """An article as the batch function takes it."""
    published = article.published.isoformat() if article.published else None
    return Item(article.id, f"made-up:{article.id}", article.text, published=published, title=article.title)


def _shapes(sets: Sequence[TextSet]) -> list[Shape]:
    """The texts in pieces, their names and numbers found by the stock model."""
    nlp = spacy.load(DEFAULT_MODEL, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    return [
        Shape(article, [_pieces(doc) for doc in nlp.pipe(article.text.strip().split("\n\n"))])
        for each in sets
        for article in each.articles
    ]


def _pieces(doc: spacy.tokens.Doc) -> list[Piece]:
    pieces, end = [], 0
    for entity in doc.ents:
        kind = _KINDS.get(entity.label_)
        digits = entity.text.replace(",", "").isdigit()
        if kind and digits == (kind == "number"):
            pieces += [Piece("", doc.text[end : entity.start_char]), Piece(kind, entity.text)]
            end = entity.end_char
    return [*pieces, Piece("", doc.text[end:])]


def _run_of(paragraphs: list[list[Piece]], rng: random.Random) -> Iterator[list[Piece]]:
    """Paragraphs that follow each other, as many as make an article."""
    lengths = [sum(len(piece.text.split()) for piece in paragraph) for paragraph in paragraphs]
    starts = [0, *(at for at in range(1, len(lengths)) if sum(lengths[at:]) >= WORDS)]
    words = 0
    for at in range(rng.choice(starts), len(paragraphs)):
        yield paragraphs[at]
        words += lengths[at]
        if words >= WORDS:
            return


def _rewritten(paragraphs: Iterator[list[Piece]], others: Sequence[str], rng: random.Random) -> Iterator[str]:
    """The paragraphs with other names and numbers, a name with the same one throughout."""
    instead: dict[str, str] = {}

    def replaced(piece: Piece) -> str:
        if piece.kind == "number":
            value = rng.randint(2, 2 + 2 * int(piece.text.replace(",", "")))
            return f"{value:,}" if "," in piece.text else str(value)
        if piece.kind == "person":
            return " ".join(
                word if word.islower() else named(word, [_word(rng)]) for word in piece.text.split()
            )
        return named(piece.text, [piece.text, _word(rng), rng.choice(others)])

    def named(name: str, choices: Sequence[str]) -> str:
        return instead.setdefault(name, rng.choice(choices))

    for paragraph in paragraphs:
        yield "".join(replaced(piece) if piece.kind else piece.text for piece in paragraph)


def _word(rng: random.Random) -> str:
    syllables = (rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(3, 5)))
    return "".join(syllables).capitalize()
