"""Whether a string is an English word: the word list that the model's lemmatizer brings (WordNet's)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.lexicon import count_nouns, event_forms
from extractor.lexicon.capitals import capital_words

if TYPE_CHECKING:
    from spacy.language import Language

_CLASSES = ("noun", "verb", "adj", "adv")
_TABLES = ("lemma_index", "lemma_rules", "lemma_exc")


@lru_cache(maxsize=4)
def word_test(nlp: Language) -> Callable[[str], bool]:
    """A test for lower-case words: listed, a regular or irregular form of a listed one, or of our lexicon.

    Words that are always written with a capital are none. A pipeline without a rule lemmatizer leaves the
    lexicon alone.
    """
    listed, forms = set(count_nouns()), set[str]()
    listed.update(word for forms in event_forms().values() for words, _ in forms for word in words)
    rules: dict[str, list[tuple[str, str]]] = {}
    lemmas: dict[str, frozenset[str]] = {}
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None) if nlp.has_pipe("lemmatizer") else None
    if lookups is not None and all(lookups.has_table(table) for table in _TABLES):
        index, endings, irregular = (lookups.get_table(table) for table in _TABLES)
        for name in _CLASSES:
            lemmas[name] = frozenset(index.get(name, ())).difference(capital_words())
            rules[name] = [(old, new) for old, new in endings.get(name, ())]
            listed.update(lemmas[name])
            forms.update(irregular.get(name, ()))
    listed = listed.difference(capital_words()) | forms | nlp.Defaults.stop_words

    @lru_cache(maxsize=1 << 16)
    def known(word: str) -> bool:
        return word in listed or any(
            word[: len(word) - len(old)] + new in lemmas[name]
            for name in rules
            for old, new in rules[name]
            if word.endswith(old)
        )

    return known
