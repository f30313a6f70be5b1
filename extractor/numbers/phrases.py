"""Counted noun phrases: a number (or "a", "another") with the noun that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    from extractor.language.doc import Doc, Span, Token

SHARES = word_set("shares") | {"half", "third", "quarter", "fifth", "most", "many", "%"}
BEFORE_WHOLE = frozenset({"the", "these", "those", "all", "its", "their"})
# Years; nobody was ever older than 122.
OLDEST = 120
WHOLE_AT = 3
"""Words of "of at least the" in front of the whole that opens a sentence."""
FEW = 2
"""Fewest persons whose ages stand in a list behind them."""
AGE_LIST = frozenset({",", "and", ", and", "("})
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
    phrases = _from_numbers(doc, numbers)
    taken = {i for phrase in phrases for i in range(phrase.start, phrase.end)}
    phrases += [phrase for phrase in _indefinite(doc) if phrase.head not in taken]
    ones = {phrase.head: phrase for phrase in phrases if phrase.quantity.best == 1}
    phrases = [phrase for phrase in phrases if not _says_who_one_is(doc, phrase, ones)]
    return sorted(phrases, key=lambda phrase: phrase.start)


def _says_who_one_is(doc: Doc, phrase: Phrase, ones: Mapping[int, Phrase]) -> bool:
    """ "One tenant, a 71-year-old man, died": the apposition to one person who is counted is no other one."""
    word = doc[phrase.head]
    one = ones.get(word.head.i) if phrase.number is None and word.dep_ == "appos" else None
    if one is None or one.possessive or phrase.possessive or one.end >= phrase.start:
        return False
    verb = doc[one.head].head
    alone = not any(child.dep_ == "conj" for child in word.children)
    several = any(child.lower_ in ("were", "are", "have") for child in (verb, *verb.children))
    return doc[phrase.start - 1].text in (",", "(") and alone and not several


def _from_numbers(doc: Doc, numbers: list[NumberMention]) -> list[Phrase]:
    """The phrases of the numbers that may count, without overlap."""
    text = doc.text  # made anew each time it is asked for
    phrases: list[Phrase] = []
    age: NumberMention | None = None
    starts = frozenset(number.start for number in numbers if number.reason is None)
    for number in numbers:
        if number.reason == "age":
            age = number
        phrase = _numbered(doc, number, starts) if number.reason is None else None
        overlaps = phrase and phrases and phrase.start < phrases[-1].end
        if phrase and not overlaps and not _counts_nobody(doc, text, phrase, age):
            phrases.append(_as_whole(doc, phrase, phrases[-1:]))
    return _without_ages(doc, phrases)


def _as_whole(doc: Doc, phrase: Phrase, before: list[Phrase]) -> Phrase:
    """The phrase, marked where it is the whole that others are parts of."""
    whole = _is_whole(doc, phrase) or any(_joins_whole(doc, one, phrase) for one in before)
    return replace(phrase, whole=True) if whole else phrase


def _without_ages(doc: Doc, phrases: list[Phrase]) -> list[Phrase]:
    """Without the ages of a counted few: "two teenagers, 15 and 17, were stabbed"."""
    kept: list[Phrase] = []
    ages = 0
    for i, phrase in enumerate(phrases):
        ages = ages - 1 if ages else _ages_behind(doc, phrases, i - 1) - 1
        if ages < 0:
            ages = 0
            kept.append(phrase)
    return kept


def _ages_behind(doc: Doc, phrases: list[Phrase], i: int) -> int:
    """How many numbers behind phrase ``i`` are the ages of just so many persons, set off by commas."""
    several = phrases[i].quantity.best or 0 if i >= 0 else 0
    numbers = phrases[i + 1 : i + 1 + several]
    if several < FEW or len(numbers) < several or phrases[i].elided or not all(map(_may_be_age, numbers)):
        return 0
    last = numbers[-1]
    gaps = zip([phrases[i], *numbers[:-1]], numbers, strict=True)
    joined = all(set(doc.text_of(a.end, b.start).split()) <= AGE_LIST for a, b in gaps)
    behind = doc.text_of(last.end, last.end + 1)
    set_off = doc[phrases[i].end].text in (",", "(") and behind in (",", ")", ".")
    return several if joined and set_off else 0


def _may_be_age(phrase: Phrase) -> bool:
    bare = phrase.elided and phrase.quantity.qualifier == "exact" and phrase.end - phrase.start == 1
    return bare and phrase.quantity.text.isdigit() and 0 < (phrase.quantity.best or 0) <= OLDEST


def _counts_nobody(doc: Doc, text: str, phrase: Phrase, age: NumberMention | None) -> bool:
    """Whether the number says something else than how many: a degree of harm, an age, one person's share."""
    return _is_kind_of_harm(doc, phrase) or _ends_ages(text, age, phrase) or _belongs_to_one(doc, phrase)


def _ends_ages(text: str, age: NumberMention | None, phrase: Phrase) -> bool:
    """ "two brothers aged 8 and 10": the last age of a list."""
    if age is None or phrase.number is None or not phrase.elided:
        return False
    return text[age.end : phrase.number.start].strip() in ("and", ",", "or", ", and")


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


def _joins_whole(doc: Doc, before: Phrase, phrase: Phrase) -> bool:
    """ "Of the 112 passengers and six crew, 31 are dead": the second number that the part is taken of."""
    opens = (
        doc[before.start].sent[0].lower_ == "of" and before.start - doc[before.start].sent.start <= WHOLE_AT
    )
    return before.whole and opens and doc.text_of(before.end, phrase.start) == "and"


def _is_kind_of_harm(doc: Doc, phrase: Phrase) -> bool:
    """ "None of the injuries were serious": says how bad the harm was, not that there was none."""
    zero = phrase.number is not None and phrase.number.kind == "zero" and phrase.number.partitive
    return zero and doc[phrase.head].lower_ in event_only_nouns()


def _belongs_to_one(doc: Doc, phrase: Phrase) -> bool:
    """ "a mother of two", "a boy of about six", "the last one": a number that belongs to one person."""
    if _is_pronoun(doc, phrase) or _is_apposed_age(doc, phrase) or _names_a_unit(doc, phrase):
        return True
    if phrase.start < 2 or doc[phrase.start - 1].lower_ != "of":
        return False
    owner = doc[phrase.start - 2].lower_
    if owner in word_set("sized_groups"):
        return True  # "groups of more than 50 people": a size, not a count
    return phrase.elided and _is_one_person(count_nouns().get(owner)) and owner not in COLLECTIVE


def _is_pronoun(doc: Doc, phrase: Phrase) -> bool:
    """ "the last one", "this one"."""
    if not phrase.elided or not phrase.start or doc[phrase.start].lower_ != "one":
        return False
    return doc[phrase.start - 1].tag_ in ("DT", "JJ", "JJS")


def _is_one_person(noun: CountNoun | None) -> bool:
    """Whether a noun of the lexicon stands for one person."""
    return noun is not None and noun.unit == "people" and not noun.plural


def _numbered(doc: Doc, number: NumberMention, starts: frozenset[int]) -> Phrase | None:
    """The phrase of a number; ``starts`` are the offsets of the numbers that may count."""
    span = doc.span_at(number.start, number.end)
    if span is None:
        return None
    start, end, head = noun_after(doc, span.end)
    if head is None or _is_part_of_number(doc, number, span.end, starts):
        return _elided(doc, number, span)
    noun = noun_at(doc, start, head)
    text = _group_text(doc, start, end)
    superlative = number.partitive and doc[start].tag_ in ("JJS", "RBS")  # "one of the worst attacks"
    thing = superlative or _is_size(doc[head], number, noun, text)
    return Phrase(
        span.start,
        end,
        head,
        number.quantity,
        "thing" if thing else noun.unit if noun else unknown_unit(doc[head]),
        role_of(doc[head], noun),
        text,
        countries_in(text) if text else (),
        number,
        (number.start, doc[end - 1].idx + len(doc[end - 1])),
    )


def _is_part_of_number(doc: Doc, number: NumberMention, at: int, starts: frozenset[int]) -> bool:
    """ "six of the ten died", "one of at least 40": a number of another number, which has the noun."""
    of_number = number.partitive or doc.text_of(at, at + 1).lower() == "of"
    return of_number and any(token.idx in starts for token in doc[at : min(at + 3, len(doc))])


def _is_size(word: Token, number: NumberMention, noun: CountNoun | None, text: str | None) -> bool:
    """ "a seven person crew": the number belongs to the compound."""
    several = number.kind == "cardinal" and (number.quantity.best or 0) > 1
    compound = " " in (text or "") and word.tag_ == "NN" and word.lower_ not in COLLECTIVE
    return several and compound and _is_one_person(noun)


def _elided(doc: Doc, number: NumberMention, span: Span) -> Phrase:
    """The phrase of a number without a noun of its own: "nine in Herat", "three others"."""
    if span.end < len(doc) and doc[span.end].lower_ in MORE:
        span = doc.span(span.start, span.end + 1)
    noun = count_nouns().get(doc[span.end - 1].lower_)
    return Phrase(
        span.start,
        span.end,
        _core_token(doc, number),
        number.quantity,
        noun.unit if noun else "unknown",
        "unspecified",
        None,
        (),
        number,
        (number.start, span.end_char),
    )


def _core_token(doc: Doc, number: NumberMention) -> int:
    core = doc.span_at(number.core_start, number.core_end)
    return core.root.i if core is not None else 0


def _group_text(doc: Doc, start: int, end: int) -> str | None:
    """The noun phrase without "other" or "more", and without a noun that only names the event ("deaths")."""
    while start < end - 1 and doc[start].lower_ in MORE:
        start += 1
    if doc[end - 1].lower_ in event_only_nouns():
        end -= 1
    return doc.text_of(start, end).strip() or None


_OPENING = INDEFINITE | {"the"}


def _indefinite(doc: Doc) -> Iterator[Phrase]:
    """Singular indefinites: "a soldier", "another Thai civilian", "another" alone."""
    for token in [t for t in doc if t.lower_ in _OPENING or t.tag_ == "PRP$"]:
        if token.lower_ == "the" and _other_one(doc, token.i):
            yield _one(doc, token.i, token.i + 2, token.i + 1, None, None)
        elif token.tag_ and (token.lower_ in INDEFINITE or token.tag_ == "PRP$"):
            phrase = _indefinite_at(doc, token)
            if phrase:
                yield phrase


def _indefinite_at(doc: Doc, token: Token) -> Phrase | None:
    """The one person of "a", "another" or a possessive: "a soldier", "a third", "their daughter"."""
    start, end, head = noun_after(doc, token.i + 1)
    if head in (None, token.i + 1) and _is_nth(doc, token.i):
        return _one(doc, token.i, token.i + 2, token.i + 1, None, None)
    if head is None:
        return _one(doc, token.i, token.i + 1, token.i, None, None) if _is_another(doc, token) else None
    noun = noun_at(doc, start, head)
    unit = _unit_of_one(doc[head], noun)
    if unit is None or _is_no_victim(doc, token, start, head):
        return None
    phrase = _one(doc, token.i, end, head, noun, _group_text(doc, start, end))
    return replace(phrase, possessive=token.tag_ == "PRP$", unit=unit)


def _is_nth(doc: Doc, i: int) -> bool:
    """ "a third", "a fourth was wounded", not "a third of"."""
    words = [word.lower_ for word in doc[i : i + 3]]
    return len(words) > 1 and words[0] == "a" and words[1] in ORDINALS and words[2:] != ["of"]


def _is_another(doc: Doc, token: Token) -> bool:
    """ "another was wounded": one more, without a noun."""
    return token.lower_ == "another" and (token.dep_ != "det" or _next_word(doc, token.i) in state_words())


def _unit_of_one(word: Token, noun: CountNoun | None) -> Unit | None:
    """What a singular noun counts, None where it is no person."""
    if noun is not None:
        return "people" if _is_one_person(noun) else None
    if _is_national(word):
        return "people"
    return "unlisted" if unknown_unit(word) == "unlisted" else None


def _is_no_victim(doc: Doc, token: Token, start: int, head: int) -> bool:
    """Whether the person only says who another one is ("a nurse", "the widow of a fighter")."""
    word = doc[head]
    if says_who(word) or word.lower_ in NOT_A_VICTIM or word.tag_ in ("NNS", "NNPS"):
        return True
    if token.tag_ == "PRP$" and word.lower_ in word_set("owned_but_no_victim"):
        return True
    return doc[start - 1].head.i != token.i and _of_one_person(doc, token.i)


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
    """ "the widow of a fighter": somebody who is named only to say who another one is."""
    if i < 2 or doc[i - 1].lower_ != "of":
        return False
    owner = doc[i - 2].lower_
    return _is_one_person(count_nouns().get(owner)) and owner not in event_nouns()


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
