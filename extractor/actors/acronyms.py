"""Acronyms that the text itself defines: "Farm Research Centre (FRC)", and FRC wherever it stands again.

In: a :class:`View` and the tokens already owned. Out: mentions of kind ``other``; ``resolve`` joins them with
the long form where that is an actor. A definition is matched as in Schwartz and Hearst, "A simple algorithm
for identifying abbreviation definitions in biomedical text" (PSB 2003): the letters of the acronym stand, in
order, in the words before the bracket, and the first of them begins a word.
"""

from __future__ import annotations

import re

from extractor.actors.view import Mention, View

_BRACKET = frozenset({"("})
_ACRONYM = re.compile(r"[A-Z][A-Za-z&.-]{1,9}")
# At 2 no actor of 95 labelled articles changes, at 4 one.
_SURE = 3
"""Capitals in brackets behind an organisation that need not be its initials; two may be a grade or a unit."""
# At 2 and at 8 no actor of 95 labelled articles changes; a bound for what is compared.
_EXTRA_WORDS = 4
"""Words without a letter of their own that a long form may hold ("for", "of", "the")."""


def find_acronyms(view: View, owned: bytearray) -> list[Mention]:
    """Mentions of the acronyms that a bracket defines, the bracket's own among them, in order."""
    brackets = [i for i in view.doc.where(_BRACKET) if i < len(view) - 2 and _defines(view, i)]
    if not brackets:
        return []
    defined = {view.words[i + 1] for i in brackets}
    found = [
        Mention(i, i + 1, "other", word, countries=())
        for i, word in enumerate(view.words)
        if word in defined and not owned[i]
    ]
    for bracket in brackets:
        start = _long_form(view, bracket)
        if start is not None and not any(owned[start:bracket]):
            found.append(Mention(start, bracket, "other", view.span(start, bracket), countries=()))
    return sorted(found, key=lambda mention: mention.start)


def _long_form(view: View, bracket: int) -> int | None:
    """Where the words begin whose initials an acronym in brackets gives, one a letter."""
    letters = [letter.lower() for letter in view.words[bracket + 1] if letter.isalpha()]
    for start in range(bracket - 1, max(bracket - len(letters) - _EXTRA_WORDS, -1), -1):
        capitals = [word for word in view.words[start:bracket] if word[:1].isupper()]
        if len(capitals) == len(letters) and view.words[start][:1].isupper():
            return start if [word[0].lower() for word in capitals] == letters else None
    return None


def _defines(view: View, bracket: int) -> bool:
    """Whether a bracket opens an acronym, behind a capitalised name that holds its letters."""
    if view.raw(bracket + 2) not in {")", ",", ";"}:
        return False
    acronym = view.words[bracket + 1]
    if not _ACRONYM.fullmatch(acronym) or sum(map(str.isupper, acronym)) < 2:
        return False
    if acronym.isupper() and len(acronym) >= _SURE and view.labels[bracket - 1] == "ORG":
        return True  # letters of a name in another language: "the Scientific Council (TUBIK)"
    first = max(bracket - len(acronym) - _EXTRA_WORDS, 0)
    words = [view.words[i] for i in range(first, bracket) if view.words[i][:1].isalpha()]
    return _stands_for([letter.lower() for letter in acronym if letter.isalpha()], words)


def _stands_for(letters: list[str], words: list[str]) -> bool:
    """Whether the letters are those of a name that begins with one of the capitalised words."""
    names = [words[at:] for at, word in enumerate(words) if word[:1].isupper()]
    return any(name[0][0].lower() == letters[0] and _holds(name, letters) for name in names)


def _holds(words: list[str], letters: list[str]) -> bool:
    """Whether the letters stand in order in the words, each word in capitals giving its first."""
    if [word[0].lower() for word in words if word[:1].isupper()] == letters:
        return True
    rest = letters[:]
    for word in words:
        taken = 0
        for letter in word.lower():
            if rest and letter == rest[0] and (taken or letter == word[0].lower()):
                rest.pop(0)
                taken += 1
        if word[:1].isupper() and not taken:
            return False
    return not rest
