"""Coverage-guided fuzzing of the number and date grammars, from extractor.records import Quantity

with atheris.

    python fuzz/grammars.py [-runs=N] [-max_total_time=SECONDS] [FOLDER OF INPUTS]

Whatever the text, the grammars must not raise, and what they find must stand in it.
"""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from pathlib import Path

import atheris

from extractor.records import Quantity

with atheris.instrument_imports(include=["extractor"]):
    from extractor.codebooks import load_codebook
    from extractor.dates import find_dates
    from extractor.language.doc import doc_of
    from extractor.numbers import find_numbers, read_quantity

import spacy

NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")
CODEBOOK = load_codebook("acled")
# Bytes pick whole words of both grammars, so that the fuzzer need not spell them.
DATA = tomllib.loads(Path(__file__).with_name("grammars.toml").read_text(encoding="utf-8"))
WORDS: list[str] = [*DATA["words"].split(), "\n"]


def text_of(data: bytes) -> str:
    """A text from the fuzzer's bytes: words of the grammars, and raw characters between them."""
    provider = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while provider.remaining_bytes() and len(parts) < 200:
        pick = provider.ConsumeIntInRange(0, 255)
        parts.append(WORDS[pick] if pick < len(WORDS) else provider.ConsumeUnicodeNoSurrogates(1 + pick % 16))
        if pick % 8:
            parts.append(" ")
    return "".join(parts)


def one_input(data: bytes) -> None:
    """Both grammars over one text."""
    text = text_of(data)
    for number in find_numbers(text, CODEBOOK):
        assert 0 <= number.start <= number.core_start < number.core_end <= number.end <= len(text), number
        _ordered(number.quantity)
    quantity = read_quantity(text, CODEBOOK)
    _ordered(quantity)
    if len(text) < NLP.max_length:
        found = find_dates(doc_of(NLP(text)), published=date(2024, 3, 12), published_basis="given")
        for mention in found.mentions:
            evidence = mention.evidence
            assert text[evidence.start : evidence.end] == evidence.text, evidence
            assert mention.start is None or mention.end is None or mention.start <= mention.end, mention


def _ordered(quantity: Quantity | None) -> None:
    if quantity is not None:
        bounds = [bound for bound in (quantity.low, quantity.best, quantity.high) if bound is not None]
        assert bounds == sorted(bounds), quantity


def main() -> None:
    """Fuzz until it is stopped."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
