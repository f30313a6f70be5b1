"""Peoples that act or are acted upon as one: "the Palestinians", "North Koreans", "Arabs".

In: a :class:`View` and the tokens already owned. Out: mentions of kind ``other``. Counted people
("52 Palestinians", "140,000 Cubans") are figures, and one passing mention makes no actor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.actors.view import Mention, View, is_people_word
from extractor.lexicon import word_set

# In 95 labelled articles: at 1 one true and two false actors more, at 4 three true fewer.
_ENOUGH = 2
"""Uncounted mentions that make a people an actor."""


def find_peoples(view: View, owned: bytearray) -> list[Mention]:
    """Mentions of peoples named by a plural, where two of them stand uncounted."""
    found: list[Mention] = []
    free: defaultdict[str, int] = defaultdict(int)
    counting = (word_set("counting") | {"of"}) - {"about"}
    for start, end, key, codes in sorted(_plurals(view, owned)):
        before = view.word(start - 1)
        counted = before in counting or before[:1].isdigit()
        if not counted:
            free[key] += 1
        found.append(
            Mention(start, end, "other", view.span(start, end), countries=codes, key=key, weak=counted)
        )
    return [m for m in found if free[m.key] >= _ENOUGH]


def _plurals(view: View, owned: bytearray) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    for start, end, word in view.country:
        if word.use == "plural" and not any(owned[start:end]):
            yield start, end, f"people:{word.code}", (word.code,)
    for i in view.heads:
        text = view.words[i]
        plural = text.endswith("s") or view.lower[i] in word_set("plural_peoples")
        if not (plural and is_people_word(text)):
            continue
        if not owned[i] and i not in view.country_at and view.labels[i] != "ORG":
            yield i, i + 1, f"people:{text}", ()
