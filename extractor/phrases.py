"""Counted noun phrases: a number (or "a", "another") with the noun that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.countries import countries_in
from extractor.lexicon import CountNoun, count_nouns, events, word_set
from extractor.numbers import NumberMention
from extractor.records import Quantity, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Unit = Literal["people", "households", "homes", "unknown", "thing"]

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
BEFORE_NOUN = NOUN_TAGS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX", "POS", "CD", "FW"}
INDEFINITE = frozenset({"a", "an", "another"})
MORE = frozenset({"more", "other", "others", "additional", "further", "extra"})
NOT_A_VICTIM = word_set("not_a_victim")
STATE_ENDINGS = ("ed", "dead", "hurt", "slain", "shot", "burnt")
DETERMINERS = frozenset({"the", "his", "her", "their", "its", "our", "those", "these"})
ORDINALS = word_set("ordinals")
COLLECTIVE = word_set("collective")
PERSON_ENDINGS = (
    "ers",
    "ors",
    "ists",
    "ians",
    "men",
    "women",
    "ees",
    "eers",
    "ites",
    "crats",
    "mates",
    "keepers",
)


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

    @property
    def elided(self) -> bool:
        """True where the number stands without a noun ("nine in Herat")."""
        return self.group is None


def find_phrases(doc: Doc, numbers: list[NumberMention]) -> list[Phrase]:
    """Return the counted noun phrases of a text in order: from numbers, then from indefinite singulars."""
    phrases: list[Phrase] = []
    for number in numbers:
        if number.reason is not None:
            continue
        phrase = _numbered(doc, number)
        if phrase and not (phrases and phrase.start < phrases[-1].end) and not _belongs_to_one(doc, phrase):
            phrases.append(phrase)
    taken = {i for phrase in phrases for i in range(phrase.start, phrase.end)}
    phrases += [phrase for phrase in _indefinite(doc) if phrase.head not in taken]
    return sorted(phrases, key=lambda phrase: phrase.start)


def _belongs_to_one(doc: Doc, phrase: Phrase) -> bool:
    """ "a mother of two", "a boy of about six", "the last one": a number that tells of one person."""
    if (
        phrase.elided
        and phrase.start
        and doc[phrase.start].lower_ == "one"
        and doc[phrase.start - 1].tag_ in ("DT", "JJ", "JJS")
    ):
        return True
    if not phrase.elided or phrase.start < 2 or doc[phrase.start - 1].lower_ != "of":
        return False
    noun = count_nouns().get(doc[phrase.start - 2].lower_)
    return bool(
        noun and noun.unit == "people" and not noun.plural and doc[phrase.start - 2].lower_ not in COLLECTIVE
    )


def _numbered(doc: Doc, number: NumberMention) -> Phrase | None:
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None:
        return None
    start, end, head = noun_after(doc, span.end)
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
    unit = noun.unit if noun else _unknown_unit(doc[head])
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
        noun.role if noun else "unspecified",
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


def noun_after(doc: Doc, i: int) -> tuple[int, int, int | None]:
    """Scan the noun phrase that starts at token ``i``: (start, end, head), head null when no noun follows."""
    limit = doc[i - 1].sent.end if i else len(doc)
    run = [token for token in doc[i:limit] if not token.is_space]
    k = 0
    if len(run) > 1 and run[0].lower_ == "of":
        k = 2 if run[1].lower_ in DETERMINERS else 1
    start, head = k, None
    while k < len(run):
        step = _step(run, k, start, head)
        if step is None:
            break
        if step == 1 and (
            run[k].tag_ in NOUN_TAGS or run[k].lower_ in count_nouns() or _is_a_national(run, k)
        ):
            head = k
        k += step
    if head is None:
        return i, i, None
    return run[start].i, run[_second_noun(run, head)].i + 1, run[head].i


def _second_noun(run: list[Token], head: int) -> int:
    """ "Tutsis and moderate Hutus", "residents of Sderot": the last word of the same count."""
    if head + 2 >= len(run) or run[head].tag_ not in ("NNS", "NNPS"):
        return head
    last = head
    if run[head + 1].lower_ in ("and", "or"):
        k = head + 2
        while k < len(run) and run[k].tag_ in ("JJ", "NN", "VBN") and k < head + 5:
            k += 1
        if (
            k < len(run)
            and run[k].lower_.endswith("s")
            and run[k].tag_ in ("NNS", "NNPS", "NNP")
            and run[k].lower_ not in MORE
        ):
            known = count_nouns().get(run[k].lower_)
            people = run[k].ent_type_ == "NORP" or (
                known is not None and known.unit == "people" and known.plural
            )
            if people and not run[head + 2].like_num and run[k].lower_ not in state_words():
                last = k
    elif run[head + 1].lower_ == "of" and run[head + 2].tag_ == "NNP":
        k = head + 2
        while k + 1 < len(run) and run[k + 1].tag_ == "NNP" and run[k + 1].ent_type_ not in ("DATE", "TIME"):
            k += 1
        last = k
    return last


def _step(run: list[Token], k: int, start: int, head: int | None) -> int | None:
    """How many tokens the noun phrase goes on at ``run[k]``: null where it has ended."""
    token = run[k]
    if head is None and (age := _age(run, k)):
        return age
    if token.ent_type_ in ("DATE", "TIME") and token.tag_ != "JJ" and token.lower_ not in count_nouns():
        return None
    if k + 2 < len(run) and run[k + 1].tag_ == "HYPH" and not token.whitespace_:
        return 2  # the last part of a compound decides: "conflict-related displacements"
    if token.lower_ in state_words() and not _before_noun(run, k):
        return None
    following = run[k + 1].tag_ if k + 1 < len(run) else ""
    if token.tag_ in NOUN_TAGS or token.lower_ in count_nouns() or _is_a_national(run, k):
        return None if head is not None and _ends_before(run[head], token) else 1
    if head is not None:
        return 1 if token.tag_ in ("POS", "HYPH") and following in BEFORE_NOUN else None
    if token.tag_ in ("CC", ","):
        joins = k > start and run[k - 1].tag_.startswith("JJ") and following.startswith(("JJ", "VBN"))
        return 1 if joins else None
    if token.tag_ in ("RB", "RBR", "RBS"):
        return 1 if following in BEFORE_NOUN else None
    return 1 if token.tag_ in BEFORE_NOUN or token.tag_ == "``" else None


@cache
def state_words() -> frozenset[str]:
    """Participles and adjectives that say what became of people ("killed", "dead", "missing")."""
    return frozenset(
        form
        for event in events()
        if event.patient in ("object", "modifier")
        for form in event.forms
        if " " not in form and (event.patient == "modifier" or form.endswith(STATE_ENDINGS))
    )


@cache
def event_nouns() -> frozenset[str]:
    """Nouns that count people by what happened to them ("deaths", "displacements", "refugees")."""
    return frozenset(form for event in events() if event.patient in ("of", "self") for form in event.forms)


@cache
def event_only_nouns() -> frozenset[str]:
    """Nouns for what happened, not for people ("deaths", "casualties", "displacements")."""
    return frozenset(form for event in events() if event.patient == "of" for form in event.forms) - {"lives"}


def _before_noun(run: list[Token], k: int) -> bool:
    """True when the word stands before a noun of the same phrase ("12 wounded soldiers")."""
    for token in run[k + 1 : k + 6]:
        if token.tag_ in ("JJ", "VBN", "RB", "HYPH", "POS") or token.lower_ in ("and", ",", "or"):
            continue
        return (
            token.tag_ in NOUN_TAGS
            and token.ent_type_ not in ("DATE", "TIME")
            and (token.lower_ in count_nouns() or (token.tag_ in ("NNS", "NN") and token.dep_ != "npadvmod"))
        )
    return False


def _is_a_national(run: list[Token], k: int) -> bool:
    """ "a Swiss and a Dutch national": a nationality tagged as adjective with no noun behind it."""
    token = run[k]
    return (
        token.ent_type_ == "NORP"
        and token.tag_ == "JJ"
        and (k + 1 >= len(run) or run[k + 1].tag_ not in BEFORE_NOUN)
    )


def _age(run: list[Token], k: int) -> int:
    """Length of an age that stands before a noun ("19-year-old", "57 year old", "10-month-old"), or 0."""
    if not (run[k].like_num or run[k].lower_[0].isdigit()):
        return 0
    for length, token in enumerate(run[k + 1 : k + 7], start=2):
        if token.lower_ == "old" or token.lower_.endswith(("-old", "yearold")):
            return length
        if token.lower_ not in ("-", "year", "years", "month", "months", "week", "weeks", "–"):
            return 0
    return 0


def _ends_before(last: Token, token: Token) -> bool:
    """True when a noun phrase that could end at ``last`` does not go on with ``token``."""
    known = count_nouns().get(last.lower_)
    if not (known and known.plural):
        return False
    if token.lower_ in ("hostage", "captive", "prisoner"):
        return True
    if token.tag_ in ("NNP", "NNPS") and last.tag_ not in ("NNP", "NNPS"):
        return True
    return last.tag_ == "NNS" and token.lower_ not in count_nouns() and token.tag_ in ("NNP", "VBD", "VBN")


def noun_at(doc: Doc, start: int, head: int) -> CountNoun | None:
    """The lexicon's noun that ends at ``head``, the longest first ("police officers" before "officers")."""
    nouns = count_nouns()
    for first in range(max(start, head - 2), head + 1):
        text = doc[first : head + 1].text.lower()
        if text in nouns:
            noun = nouns[text]
            return _role_by_modifier(doc, start, head, noun)
    return None


_MILITARY = word_set("military")
_POLICE = frozenset({"police", "gendarmerie", "riot"})
_ARMED = word_set("armed")
_SERVICE_NOUNS = word_set("service_nouns")


def _role_by_modifier(doc: Doc, start: int, head: int, noun: CountNoun) -> CountNoun:
    """ "army officers" are military, "rebel commanders" an armed group: the word before decides."""
    if doc[head].lower_ in event_only_nouns():
        known = [count_nouns()[doc[i].lower_] for i in range(start, head) if doc[i].lower_ in count_nouns()]
        return CountNoun(noun.unit, known[-1].role, noun.plural) if known else noun
    if doc[head].lower_ not in _SERVICE_NOUNS:
        return noun
    for i in range(start, head):
        word = doc[i].lower_
        for words, role in ((_MILITARY, "military"), (_POLICE, "police"), (_ARMED, "armed_group")):
            if word in words:
                return CountNoun(noun.unit, role, noun.plural)  # type: ignore[arg-type]
    return noun


def _unknown_unit(token: Token) -> Unit:
    """People when the noun is a nationality, a people or ends like a word for persons; else unknown."""
    if token.ent_type_ == "NORP" or countries_in(token.text):
        return "people"
    if token.lower_ in THINGS:
        return "thing"
    if token.lower_ in event_nouns():
        return "people"
    if token.tag_ == "NNS":
        return "people" if token.lower_.endswith(PERSON_ENDINGS) else "thing"
    return "unknown" if token.tag_ in ("NNP", "NNPS", "JJ") else "thing"


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
        possessive = token.tag_ == "PRP$"
        if (token.lower_ not in INDEFINITE and not possessive) or not token.tag_:
            continue
        start, end, head = noun_after(doc, token.i + 1)
        if head is None:
            if token.lower_ == "a" and doc[min(token.i + 1, len(doc) - 1)].lower_ in ORDINALS:
                yield _one(doc, token.i, token.i + 2, token.i + 1, None, None)
            if token.lower_ == "another" and (
                token.dep_ != "det" or _next_word(doc, token.i) in state_words()
            ):
                yield _one(doc, token.i, token.i + 1, token.i, None, None)
            continue
        noun = noun_at(doc, start, head)
        word = doc[head]
        if word.lower_ in NOT_A_VICTIM or word.tag_ in ("NNS", "NNPS"):
            continue
        if possessive and word.lower_ in ("life", "body", "head", "hand", "leader", "party", "member"):
            continue
        if (noun and noun.unit == "people" and not noun.plural) or (noun is None and _is_national(word)):
            yield replace(
                _one(doc, token.i, end, head, noun, _group_text(doc, start, end)), possessive=possessive
            )


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
        noun.role if noun else "unspecified",
        group,
        countries_in(group) if group else (),
        None,
        chars,
    )


THINGS = word_set("things")
