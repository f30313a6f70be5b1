"""Open vocabulary as data (``lexicon/**/*.toml``), through one loader; whoever needs a word asks here."""

from extractor.lexicon.events import (
    Event,
    Patient,
    casualty_words,
    event_forms,
    events,
    trigger_words,
)
from extractor.lexicon.nouns import noun_kind
from extractor.lexicon.people import CountNoun, count_nouns
from extractor.lexicon.reporting import reporting_verbs
from extractor.lexicon.words import GAP, word_set

__all__ = [
    "GAP",
    "CountNoun",
    "Event",
    "Patient",
    "casualty_words",
    "count_nouns",
    "event_forms",
    "events",
    "noun_kind",
    "reporting_verbs",
    "trigger_words",
    "word_set",
]
