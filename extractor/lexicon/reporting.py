"""Verbs of saying: who gives a figure, and with what reserve."""

from __future__ import annotations

from functools import cache

from extractor.lexicon.loader import load_toml, read_entry
from extractor.lexicon.words import Words


class _Verbs(Words):
    examples: tuple[str, ...]


@cache
def reporting_verbs() -> dict[str, str]:
    """Verb forms that give a figure to somebody, and how: ``say``, ``claim``, ``estimate`` or ``deny``."""
    return {
        form: kind
        for kind, data in load_toml("lexicon/reporting").items()
        for form in read_entry(_Verbs, data, f"lexicon/reporting.toml: [{kind}]").forms
    }
