"""What makes a capitalised stretch a person's name, and where the name ends.

In: a :class:`View` and a stretch. Out: the whole name that the model may have cut, or None where it is no
name. A single word is a person only on evidence: a verb of speech, an age, "surnamed", or the surname of a
full name; words of place before it speak against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.actors.view import HYPHENS, POSSESSIVES, View, is_people_word
from extractor.actors.vocabulary import fold, head_words, title_words
from extractor.actors.words import is_act_verb, located, speaks
from extractor.lexicon import word_set

_OTHER_LABELS = frozenset({"DATE", "TIME", "ORG", "NORP", "GPE"})
# At 4 one false actor more in 95 labelled articles, at 16 none changes.
_MAX_TOKENS = 8
# In 95 labelled articles: at 2 13 more false actors, at 8 9 true and 10 false fewer.
_ENOUGH = 4
"""Evidence that a single name needs; speech or an age gives it, a lone label of the model a quarter."""


def is_name_word(view: View, i: int) -> bool:
    """Whether the token may be a word of a person's name."""
    return i in view.name_words


def full_name(view: View, start: int, end: int, owned: bytearray) -> tuple[int, int] | None:
    """The name of two words or more that a stretch labelled PERSON stands for, or None."""
    start, end = trim_name(view, start, end)
    if end <= start:
        return None
    start, end = trim_name(view, *whole_name(view, start, end, owned))
    if count_words(view, start, end) < 2 or not plausible(view, start, end):
        return None
    return start, end


def whole_name(view: View, start: int, end: int, owned: bytearray) -> tuple[int, int]:
    """Take in what the model cut off: hyphens, particles and neighbouring capitalised words."""
    while end < len(view) and not owned[end] and end - start < _MAX_TOKENS:
        step = _next_part(view, start, end)
        if not step:
            break
        end += step
    while start > 0 and not owned[start - 1] and _belongs_before(view, start - 1, start):
        start -= 1
    return start, end


def _next_part(view: View, start: int, end: int) -> int:
    """How many tokens behind the name belong to it."""
    if view.sents[end] != view.sents[start]:
        return 0
    if _tight_hyphen(view, end):
        return 2 if view.word(end + 1) not in word_set("joined_behind_name") else 0
    if view.words[end] in word_set("name_particles") and is_name_word(view, end + 1):
        return 2
    if not is_name_word(view, end) or head_words().get(view.lower[end]) in {"place", "thing"}:
        return 0
    if view.labels[end] in _OTHER_LABELS and view.labels[end] != view.labels[start]:
        return 0
    # "... Kelly President Obama": a title begins the next name.
    return 0 if end in view.titles and view.raw(end + 1)[:1].isupper() else 1


def _tight_hyphen(view: View, i: int) -> bool:
    return (
        view.raw(i) in HYPHENS
        and view.raw(i + 1)[:1].isalpha()
        and view.starts[i] == view.ends[i - 1]
        and view.starts[i + 1] == view.ends[i]
    )


def _belongs_before(view: View, k: int, start: int) -> bool:
    return (
        view.sents[k] == view.sents[start]
        and is_name_word(view, k)
        and not view.sent_start(k)
        and k not in view.titles
        and (view.labels[k] not in _OTHER_LABELS or k - 1 in view.titles)
        and view.lower[k] not in head_words()
    )


def trim_name(view: View, start: int, end: int) -> tuple[int, int]:
    """A stretch without titles and sentence words before it and possessives behind it."""
    stop_words, particles = word_set("not_person_names"), word_set("name_particles")
    while start < end:
        if start in view.country_at:
            start = view.country_at[start][0]
        elif (
            start in view.titles
            or view.lower[start] in stop_words
            or not view.words[start][:1].isalpha()
            or not (view.capital[start] or view.lower[start] in particles)
        ):
            start += 1
        else:
            break
    while end > start and _no_last_word(view, end - 1):
        end -= 1
    return start, end


def _no_last_word(view: View, i: int) -> bool:
    word = view.words[i]
    if word in POSSESSIVES or view.lower[i] in word_set("not_person_names"):
        return True
    if not (word[-1:].isalpha() or word.endswith(".")):
        return True
    return word.islower() and view.raw(i - 1) not in HYPHENS


def count_words(view: View, start: int, end: int) -> int:
    """How many words a name has; a hyphenated one is one."""
    words = view.words[start:end]
    return sum(word[:1].isalpha() for word in words) - sum(word in HYPHENS for word in words)


def plausible(view: View, start: int, end: int) -> bool:
    """Whether a capitalised stretch may be a person: no place, thing, people or number in it."""
    if end <= start or not (view.capital[start] or view.lower[start] in word_set("name_particles")):
        return False
    words = view.words[start:end]
    place_end = view.place_at.get(start, (0, ""))[0]
    return (
        place_end < end
        and view.lower[start] not in word_set("place_first_words")
        and not any(is_people_word(word) or any(c.isdigit() for c in word) for word in words)
        and head_words().get(view.lower[end - 1]) not in {"place", "thing", "site"}
    )


def known_surnames(view: View, spans: list[tuple[int, int]]) -> set[str]:
    """First and last words of the full names, as later single mentions use them."""
    names: set[str] = set()
    for start, end in spans:
        words = [word for word in view.words[start:end] if word[:1].isupper()]
        if len(words) > 1:
            names |= {words[0], words[-1]}
    stop_words = word_set("not_person_names")
    return {name for name in names if len(name) > 1 and name[-1] != "." and name.lower() not in stop_words}


def alone_end(view: View, i: int) -> int:
    """End of the single, possibly hyphenated word at ``i``."""
    end = i + 1
    while end < len(view) and _tight_hyphen(view, end):
        end += 2
    return end


def single_names(view: View, owned: bytearray, surnames: set[str]) -> list[tuple[int, int]]:
    """Single words that are persons, by all the evidence that the article gives for the word."""
    evidence: defaultdict[str, int] = defaultdict(int)
    against = defaultdict(int, dict.fromkeys(_dateline(view), 9))
    candidates: list[tuple[int, int, int]] = []
    for start, end in _alone(view, owned):
        name = view.span(start, end)
        score = 4 if _is_known(view, start, end, surnames) else _evidence(view, start, end)
        if score < 0:
            against[name] += 1
        else:
            evidence[name] += score
            candidates.append((start, end, score))
    persons = {name for name, score in evidence.items() if score >= _ENOUGH and score > 2 * against[name]}
    return [
        (start, end)
        for start, end, score in candidates
        if (score > 0 or start not in view.place_at) and view.span(start, end) in persons
        if view.lower[end - 1] not in head_words() and fold(view.span(start, end)) not in title_words()
    ]


def _alone(view: View, owned: bytearray) -> Iterator[tuple[int, int]]:
    """The capitalised words that stand without another one beside them."""
    behind = 0
    for i in view.heads:
        if i < behind or owned[i] or not is_name_word(view, i):
            continue
        behind = alone_end(view, i)
        if not _beside_capital(view, i, behind, owned):
            yield i, behind


def _dateline(view: View) -> set[str]:
    """The words of a dateline in capitals, as the text writes them elsewhere: "GARY" gives "Gary"."""
    found: set[str] = set()
    for word in view.words[:6]:
        if not (word.isupper() and len(word) > 2) and word not in HYPHENS | {",", "."}:
            break
        found.add(word.title())
    return found


def _is_known(view: View, start: int, end: int, surnames: set[str]) -> bool:
    if located(view, start) or start in view.place_at:
        return False
    return view.span(start, end) in surnames or (end - start > 1 and view.words[end - 1] in surnames)


def _beside_capital(view: View, start: int, end: int, owned: bytearray) -> bool:
    """Whether another capitalised word beside it makes the word part of something longer."""
    if end < len(view) and view.capital[end] and view.sents[end] == view.sents[start] and not owned[end]:
        return True
    k = start - 1
    return (
        k >= 0
        and view.capital[k]
        and not owned[k]
        and view.sents[k] == view.sents[start]
        and not view.sent_start(k)
        and k not in view.titles
    )


def _evidence(view: View, start: int, end: int) -> int:
    """How much the words around a single name speak for a person (above 0) or for a place (below 0)."""
    before, label = view.word(start - 1), view.labels[start]
    if _is_introduced(view, start):
        return 4
    if before in word_set("place_before") or _among_places(view, start, end):
        return -1
    if before == "the" and view.word(end) in word_set("of_a_leader") and label in {"PERSON", "ORG"}:
        return 4 * (start not in view.place_at and not view.span(start, end).isupper())
    if _is_no_name(view, start, end):
        return 0
    if before in {"from", "to", "of", "on"}:
        return 2 * (label == "PERSON")
    if is_aged(view, end) or _is_relative(view, start) or _is_described(view, start, end):
        return 4
    return _evidence_of_verb(view, start, end)


def _is_introduced(view: View, start: int) -> bool:
    """As in "named Petrov", "identified as Petrov"."""
    before = view.word(start - 1)
    return before in word_set("before_name") or (
        before == "as" and view.word(start - 2) in word_set("named_as")
    )


def _is_no_name(view: View, start: int, end: int) -> bool:
    """Whether a word may not be a person's name: a letter, an acronym, a place, behind an article."""
    name = view.span(start, end)
    if len(name) < 2 or name.isupper() or start in view.place_at:
        return True
    return view.word(start - 1) in {"the", "a", "an"}


def _is_described(view: View, start: int, end: int) -> bool:
    """As in "said Petrov, a farmer"."""
    if view.word(start - 1) != "said" or view.word(end) != ",":
        return False
    return view.word(end + 1) in {"a", "an"}


def _evidence_of_verb(view: View, start: int, end: int) -> int:
    """The evidence of what a single name does: it speaks, it acts, or the model alone calls it a person."""
    label, opens = view.labels[start], view.sent_start(start)
    if speaks(view, start, end) and label in {"PERSON", "ORG", ""}:
        return 4 if label or not opens or _is_rare(view, start) else 2
    acts = view.word(end) in POSSESSIVES or is_act_verb(view, end)
    weight = 2 if opens and not acts else 4
    return weight * (label == "PERSON")


def _is_rare(view: View, i: int) -> bool:
    """Whether a capitalised word is no common noun by its form, nor anywhere else in the text."""
    return not view.words[i].endswith("s") and view.lower[i] not in view.doc.plain


def _among_places(view: View, start: int, end: int) -> bool:
    """As in "in Orta and Pell", "between Orta and Pell", "the quarter of Pell", "Pell district"."""
    if head_words().get(view.word(end)) == "place" or view.word(end) in word_set("place_nouns"):
        return True
    k, listed = start - 1, False
    while k > 0 and view.word(k) in {",", "and", "or"} and view.sents[k] == view.sents[start]:
        listed = True
        k -= 1
        while k > 0 and view.capital[k]:
            k -= 1
    before = view.word(k)
    if before == "of":
        return head_words().get(view.word(k - 1)) == "place" or view.word(k - 1) in word_set("place_nouns")
    return listed and (before in word_set("place_before") or before == "between")


def _is_relative(view: View, start: int) -> bool:
    """As in "his son, Murad," and "her mother Tanga"."""
    before = start - 2 if view.word(start - 1) == "," else start - 1
    return view.titles.get(before) == "kin"


def is_aged(view: View, end: int) -> bool:
    """As in "Petrov, 55,": an age behind a comma."""
    age = view.word(end + 1)
    return (
        view.word(end) in {",", "("}
        and age.isdigit()
        and len(age) < 3
        and view.word(end + 2) in {",", ".", ";", ")", "and", "was", "of"}
    )
