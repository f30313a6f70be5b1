"""Counted noun phrases: a number (or "a", "another") with the noun that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.lexicon import CountNoun, count_nouns, word_set
from extractor.lexicon.countries import countries_in
from extractor.numbers import NumberMention
from extractor.numbers.nouns import (
    COLLECTIVE,
    MORE,
    Unit,
    event_nouns,
    event_only_nouns,
    noun_after,
    noun_at,
    role_of,
    state_words,
    unknown_unit,
)
from extractor.records import Quantity, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SHARES = word_set("shares") | {"half", "third", "quarter", "fifth", "most", "many", "%"}
BEFORE_WHOLE = frozenset({"the", "these", "those", "all", "its", "their"})
OLDEST = 120
INDEFINITE = frozenset({"a", "an", "another"})
NOT_A_VICTIM = word_set("not_a_victim")
ORDINALS = word_set("ordinals")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A counted noun phrase: tokens ``[start, end)``, its head token, what it counts."""

    start: int
    end: int
    head: int
    quantity: Quantity
    unit: Unit
    role: Role
    group: str | None
    countries: tuple[str, ...]
    number: NumberMention | None
    chars: tuple[int, int]
    possessive: bool = False
    whole: bool = False
    """A number that a part is taken of ("41 of the 60 dead"): only what stands beside its noun governs it."""

    @property
    def elided(self) -> bool:
        """True where the number stands without a noun ("nine in Herat")."""
        return self.group is None


def find_phrases(doc: Doc, numbers: list[NumberMention]) -> list[Phrase]:
    """Return the counted noun phrases of a text in order: from numbers, then from indefinite singulars."""
    text = doc.text
    phrases: list[Phrase] = []
    age: NumberMention | None = None
    starts = frozenset(number.start for number in numbers if number.reason is None)
    for number in numbers:
        if number.reason is not None:
            age = number if number.reason == "age" else age
            continue
        phrase = _numbered(doc, number, starts)
        if phrase is None or _is_kind_of_harm(doc, phrase) or _ends_ages(text, age, number, phrase):
            continue
        if not (phrases and phrase.start < phrases[-1].end) and not _belongs_to_one(doc, phrase):
            phrases.append(replace(phrase, whole=_is_whole(doc, phrase)))
    taken = {i for phrase in phrases for i in range(phrase.start, phrase.end)}
    phrases += [phrase for phrase in _indefinite(doc) if phrase.head not in taken]
    return sorted(phrases, key=lambda phrase: phrase.start)


def _ends_ages(text: str, age: NumberMention | None, number: NumberMention, phrase: Phrase) -> bool:
    """ "two brothers aged 8 and 10": the last age of a list."""
    if age is None or not phrase.elided:
        return False
    return text[age.end : number.start].strip() in ("and", ",", "or", ", and")


def _is_apposed_age(doc: Doc, phrase: Phrase) -> bool:
    """ "The actor, 56, died": a bare number set off behind one person."""
    if (
        not phrase.elided
        or phrase.start < 2
        or phrase.end >= len(doc)
        or phrase.quantity.qualifier != "exact"
    ):
        return False
    set_off = doc[phrase.start - 1].text == "," and doc[phrase.end].text in (",", ".", ";", ")")
    one = doc[phrase.start - 2].tag_ in ("NN", "NNP") and (phrase.quantity.best or 0) <= OLDEST
    return set_off and one and doc[phrase.start].text[0].isdigit()


def _names_a_unit(doc: Doc, phrase: Phrase) -> bool:
    """ "Light Infantry Battalion 348": a number that ends a name."""
    if not phrase.elided or phrase.start == 0 or phrase.end >= len(doc) or doc[phrase.start].is_sent_start:
        return False
    name = doc[phrase.start - 1]
    stated = doc[phrase.end].lower_ in state_words()
    return (
        name.tag_ == "NNP"
        and doc[phrase.start].text[0].isdigit()
        and phrase.end - phrase.start == 1
        and not stated
    )


def _is_whole(doc: Doc, phrase: Phrase) -> bool:
    """ "Of the 45 passengers, 12 were killed", "41 of the 60 dead": what a part is taken of."""
    first = max(phrase.start - 4, doc[phrase.start].sent.start)
    before = [token for token in doc[first : phrase.start] if token.lower_ not in BEFORE_WHOLE]
    if not before or before[-1].lower_ != "of":
        return False
    if len(before) > 1 and (before[-2].lower_ in SHARES or before[-2].like_num):
        return True
    return len(before) == 1 and bool(before[0].is_sent_start)


def _is_kind_of_harm(doc: Doc, phrase: Phrase) -> bool:
    """ "None of the injuries were serious": says how bad the harm was, not that there was none."""
    zero = phrase.number is not None and phrase.number.kind == "zero" and phrase.number.partitive
    return zero and doc[phrase.head].lower_ in event_only_nouns()


def _belongs_to_one(doc: Doc, phrase: Phrase) -> bool:
    """ "a mother of two", "a boy of about six", "the last one": a number that tells of one person."""
    if (
        phrase.elided
        and phrase.start
        and doc[phrase.start].lower_ == "one"
        and doc[phrase.start - 1].tag_ in ("DT", "JJ", "JJS")
    ):
        return True
    if _is_apposed_age(doc, phrase) or _names_a_unit(doc, phrase):
        return True
    if phrase.start < 2 or doc[phrase.start - 1].lower_ != "of":
        return False
    if doc[phrase.start - 2].lower_ in word_set("sized_groups"):
        return True  # "groups of more than 50 people": a size, not a count
    if not phrase.elided:
        return False
    noun = count_nouns().get(doc[phrase.start - 2].lower_)
    return bool(
        noun and noun.unit == "people" and not noun.plural and doc[phrase.start - 2].lower_ not in COLLECTIVE
    )


def _numbered(doc: Doc, number: NumberMention, starts: frozenset[int]) -> Phrase | None:
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None:
        return None
    start, end, head = noun_after(doc, span.end)
    if number.partitive and any(token.idx in starts for token in doc[span.end : min(span.end + 3, len(doc))]):
        head = None  # "six of the ten died": two numbers
    if head is None:
        if span.end < len(doc) and doc[span.end].lower_ in MORE:
            span = doc[span.start : span.end + 1]
        noun = _noun_of_last(doc, span)
        unit: Unit = noun.unit if noun else "unknown"
        return Phrase(
            span.start,
            span.end,
            _core_token(doc, number),
            number.quantity,
            unit,
            "unspecified",
            None,
            (),
            number,
            (number.start, span.end_char),
        )
    noun = noun_at(doc, start, head)
    text = _group_text(doc, start, end)
    unit = noun.unit if noun else unknown_unit(doc[head])
    if number.partitive and doc[start].tag_ in ("JJS", "RBS"):
        unit = "thing"  # "one of the worst attacks"
    if (
        noun
        and not noun.plural
        and number.kind == "cardinal"
        and (number.quantity.best or 0) > 1
        and text
        and " " in text
        and noun.unit == "people"
        and doc[head].lower_ not in COLLECTIVE
        and doc[head].tag_ == "NN"
    ):
        unit = "thing"  # "a seven person crew": the number belongs to the compound
    return Phrase(
        span.start,
        end,
        head,
        number.quantity,
        unit,
        role_of(doc[head], noun),
        text,
        countries_in(text) if text else (),
        number,
        (number.start, doc[end - 1].idx + len(doc[end - 1])),
    )


def _core_token(doc: Doc, number: NumberMention) -> int:
    core = doc.char_span(number.core_start, number.core_end, alignment_mode="expand")
    return core.root.i if core is not None else 0


def _noun_of_last(doc: Doc, span: Span) -> CountNoun | None:
    return count_nouns().get(doc[span.end - 1].lower_)


def _group_text(doc: Doc, start: int, end: int) -> str | None:
    """The noun phrase without "other" or "more", and without a noun that only names the event ("deaths")."""
    while start < end - 1 and doc[start].lower_ in MORE:
        start += 1
    if doc[end - 1].lower_ in event_only_nouns():
        end -= 1
    return doc[start:end].text.strip() or None


def _indefinite(doc: Doc) -> Iterator[Phrase]:
    """Singular indefinites: "a soldier", "another Thai civilian", "another" alone."""
    for token in doc:
        if token.lower_ == "the" and _other_one(doc, token.i):
            yield _one(doc, token.i, token.i + 2, token.i + 1, None, None)
        possessive = token.tag_ == "PRP$"
        if (token.lower_ not in INDEFINITE and not possessive) or not token.tag_:
            continue
        start, end, head = noun_after(doc, token.i + 1)
        words = [word.lower_ for word in doc[token.i : token.i + 3]]
        ordinal = words[0] == "a" and words[1:2] and words[1] in ORDINALS and words[2:] != ["of"]
        if ordinal and head in (None, token.i + 1):
            yield _one(doc, token.i, token.i + 2, token.i + 1, None, None)
            continue
        if head is None:
            if token.lower_ == "another" and (
                token.dep_ != "det" or _next_word(doc, token.i) in state_words()
            ):
                yield _one(doc, token.i, token.i + 1, token.i, None, None)
            continue
        noun = noun_at(doc, start, head)
        word = doc[head]
        if says_who(word):
            continue
        if word.lower_ in NOT_A_VICTIM or word.tag_ in ("NNS", "NNPS"):
            continue
        if possessive and word.lower_ in word_set("owned_but_no_victim"):
            continue
        if doc[start - 1].head.i != token.i and _of_one_person(doc, token.i):
            continue
        known = noun is not None and noun.unit == "people" and not noun.plural
        agent = noun is None and not _is_national(word) and unknown_unit(word) == "unlisted"
        if known or agent or (noun is None and _is_national(word)):
            phrase = _one(doc, token.i, end, head, noun, _group_text(doc, start, end))
            yield replace(phrase, possessive=possessive, unit="unlisted" if agent else "people")


def says_who(word: Token) -> bool:
    """ "Ana Ruiz, 41, a nurse": an apposition to a name, over the age between them.

    In "Ana Ruiz, a nurse and a driver" it is one of three persons. The model takes many a name for that of an
    organisation, seldom for that of a place.
    """
    above = word
    while above.dep_ == "appos" and above.head.i < above.i:
        above = above.head
        if above.tag_ == "NNP" and above.ent_type_ in ("PERSON", "ORG", ""):
            return not _opens_list(word)
    return False


def _opens_list(word: Token) -> bool:
    """ "a nurse and a driver": another with a determiner or number of its own, and no comma between them."""
    joins = any(child.dep_ == "cc" and child.nbor(-1).text != "," for child in word.children)
    others = (child for child in word.children if child.dep_ == "conj")
    return joins and any(c.dep_ in ("det", "nummod") for other in others for c in other.children)


def _other_one(doc: Doc, i: int) -> bool:
    """ "one was killed and the other severely wounded": the second of two."""
    following = [token for token in doc[i + 1 : i + 5] if not token.is_space]
    if len(following) < 2 or following[0].lower_ != "other":
        return False
    rest = following[1:]
    while rest and (rest[0].tag_ == "RB" or rest[0].lower_ in ("was", "is")):
        rest = rest[1:]
    return bool(rest) and rest[0].lower_ in state_words()


def _of_one_person(doc: Doc, i: int) -> bool:
    """ "the widow of a fighter": somebody who only tells who another one is."""
    if i < 2 or doc[i - 1].lower_ != "of":
        return False
    noun = count_nouns().get(doc[i - 2].lower_)
    harm = doc[i - 2].lower_ in event_nouns()
    return bool(noun and noun.unit == "people" and not noun.plural and not harm)


def _next_word(doc: Doc, i: int) -> str:
    return next((token.lower_ for token in doc[i + 1 : i + 3] if not token.is_space), "")


def _is_national(token: Token) -> bool:
    return token.ent_type_ == "NORP"


def _one(doc: Doc, start: int, end: int, head: int, noun: CountNoun | None, group: str | None) -> Phrase:
    chars = (doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
    quantity = Quantity(text=doc[start].text, low=1, best=1, high=1, qualifier="exact")
    return Phrase(
        start,
        end,
        head,
        quantity,
        "people",
        role_of(doc[head], noun) if group else "unspecified",
        group,
        countries_in(group) if group else (),
        None,
        chars,
    )
