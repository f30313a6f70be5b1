"""The noun phrase behind a number: where it ends, what it counts, which victim role it gives."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.lexicon import CountNoun, count_nouns, events, noun_kind, word_set
from extractor.lexicon.countries import countries_in
from extractor.numbers.counted import REACH, hyphenated_noun
from extractor.records import Role

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Token

Unit = Literal["people", "households", "homes", "unknown", "unlisted", "thing"]
"""What a phrase counts. ``unlisted``: a noun that no list knows, people where it dies or is killed."""
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
BEFORE_NOUN = NOUN_TAGS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX", "POS", "CD", "FW"}
MORE = word_set("incremental_after") | {"other", "others"}
LONGEST = 60
"""Tokens that a noun phrase may reach over: a flattened table must not be scanned again for every number."""
# At 2 and at 8 no record of 403 texts changes.
_LONGEST_NOUN = 4
"""Tokens in front of the head of a noun of several words ("brothers-in-law")."""
STATE_ENDINGS = tuple(sorted(word_set("state_endings")))
DETERMINERS = frozenset({"the", "his", "her", "their", "its", "our", "those", "these"})
COLLECTIVE = word_set("collective")
PERSON_ENDINGS = tuple(sorted(word_set("person_endings")))
AGENT_ENDINGS = tuple(sorted(word_set("agent_endings")))
_MODIFIERS = frozenset({"nmod", "compound", "amod", "nummod", "npadvmod"})
# At 6 and at 24 no record of 403 texts changes.
_WIDEST = 12
"""Tokens between a name and its noun ("4 ACME international (two Danes, two Poles) staff")."""
_MILITARY = word_set("military")
_POLICE = word_set("police")
_ARMED = word_set("armed")
_SERVICE_NOUNS = word_set("service_nouns")
THINGS = word_set("things")
COMPETITORS = word_set("competitors")


def noun_after(doc: Doc, i: int) -> tuple[int, int, int | None]:
    """Scan the noun phrase that starts at token ``i``: (start, end, head), head null when no noun follows."""
    limit = doc[i - 1].sent.end if i else len(doc)
    run = [token for token in doc[i : min(limit, i + LONGEST)] if not token.is_space]
    start = _behind_of(run)
    if length := hyphenated_noun([token.lower_ for token in run[start : start + REACH]]):
        last = run[start + length - 1].i
        return run[start].i, last + 1, last
    head, k = None, start
    while k < len(run) and (step := _step(run, k, start, head)):
        if step == 1 and _may_head(run, k):
            head = k
        k += step
    if head is None:
        return i, i, None
    return run[start].i, run[_second_noun(run, head)].i + 1, run[head].i


def _behind_of(run: list[Token]) -> int:
    """The place of the phrase behind "of" or "of the"."""
    if len(run) < 2 or run[0].lower_ != "of":
        return 0
    return 2 if run[1].lower_ in DETERMINERS else 1


def _may_head(run: list[Token], k: int) -> bool:
    """Whether a word may be the head of a phrase that counts."""
    return run[k].tag_ in NOUN_TAGS or run[k].lower_ in count_nouns() or _is_a_national(run, k)


def _second_noun(run: list[Token], head: int) -> int:
    """ "Tutsis and moderate Hutus", "residents of Sderot": the last word of the same count."""
    if head + 2 >= len(run) or run[head].tag_ not in ("NNS", "NNPS"):
        return head
    if run[head + 1].lower_ in ("and", "or"):
        return _joined_noun(run, head)
    if run[head + 1].lower_ == "of" and run[head + 2].tag_ == "NNP":
        return _end_of_name(run, head + 2)
    return head


def _joined_noun(run: list[Token], head: int) -> int:
    """The second of two nouns that one number counts, else the first."""
    k = head + 2
    while k < len(run) and run[k].tag_ in ("JJ", "NN", "VBN") and k < head + 5:
        k += 1
    joined = k < len(run) and not run[head + 2].like_num and _are_people(run[k])
    return k if joined else head


def _are_people(token: Token) -> bool:
    """Whether a word is a plural for people, by the lexicon or as the name of a people."""
    low = token.lower_
    if not low.endswith("s") or token.tag_ not in ("NNS", "NNPS", "NNP") or low in MORE | state_words():
        return False
    known = count_nouns().get(low)
    return token.ent_type_ == "NORP" or (known is not None and known.unit == "people" and known.plural)


def _end_of_name(run: list[Token], k: int) -> int:
    """The last word of the name that starts at ``run[k]``."""
    while k + 1 < len(run) and run[k + 1].tag_ == "NNP" and run[k + 1].ent_type_ not in ("DATE", "TIME"):
        k += 1
    return k


def _step(run: list[Token], k: int, start: int, head: int | None) -> int | None:
    """How many tokens the noun phrase goes on at ``run[k]``: null where it has ended."""
    token = run[k]
    if head is None and (age := _age(run, k)):
        return age
    if _is_outside(run, k):
        return None
    if k + 2 < len(run) and run[k + 1].tag_ == "HYPH" and not token.whitespace_:
        return 2  # the last part of a compound decides: "conflict-related displacements"
    if _may_head(run, k):
        return None if head is not None and _ends_before(run[head], token) else 1
    return _before_head(run, k, start) if head is None else _behind_head(run, k, head)


def _is_outside(run: list[Token], k: int) -> bool:
    """True for a date, or a word for what became of the people, that stands behind the phrase."""
    token = run[k]
    if token.ent_type_ in ("DATE", "TIME") and token.tag_ != "JJ" and token.lower_ not in count_nouns():
        return True
    if token.lower_ in state_words() and not _before_noun(run, k):
        return True
    if token.tag_ == "HYPH" and token.whitespace_ and token.i and token.nbor(-1).whitespace_:
        return True  # "Update 3 - Toll rises"
    return k + 1 < len(run) and _suffers(token.lower_, run[k + 1].lower_)  # "57 sustained injuries"


def _before_head(run: list[Token], k: int, start: int) -> int | None:
    """Steps over what stands before the first noun: adjectives, adverbs, a pair of adjectives."""
    token, following = run[k], run[k + 1].tag_ if k + 1 < len(run) else ""
    if token.tag_ in ("CC", ","):
        joins = k > start and run[k - 1].tag_.startswith("JJ") and following.startswith(("JJ", "VBN"))
        return 1 if joins else None
    if token.tag_ in ("RB", "RBR", "RBS"):
        return 1 if following in BEFORE_NOUN else None
    return 1 if token.tag_ in BEFORE_NOUN or token.tag_ == "``" else None


def _behind_head(run: list[Token], k: int, head: int) -> int | None:
    """Steps from a noun to the noun that it belongs to."""
    if reach := _to_noun(run, k, head):
        return reach
    following = run[k + 1].tag_ if k + 1 < len(run) else ""
    if run[k].text == "/" and following in NOUN_TAGS:
        return 1
    return 1 if run[k].tag_ in ("POS", "HYPH") and following in BEFORE_NOUN else None


def _to_noun(run: list[Token], k: int, head: int) -> int:
    """Tokens to the noun that a name belongs to ("2 ACME international (Danish) staff"), or 0."""
    noun = run[head]
    while noun.dep_ in _MODIFIERS and noun.head.i > noun.i:
        noun = noun.head
    if noun.tag_ not in ("NN", "NNS") or noun.i <= run[k].i:
        noun = _behind_brackets(run, k, head)
    reach = next((n for n, token in enumerate(run[k : k + _WIDEST]) if token.i == noun.i), 0)
    depth = 0
    for token in run[k : k + reach]:
        depth += (token.text == "(") - (token.text == ")")
        if not depth and (token.like_num or token.text in (",", ";")):
            return 0  # "1 ACME doctor and 3 national staff": a count of its own
    return reach


def _behind_brackets(run: list[Token], k: int, head: int) -> Token:
    """ "four ACME (two Danes, two Poles) staff": the noun behind, where the parse does not help."""
    texts = [token.text for token in run[k : k + _WIDEST]]
    named = run[head].lower_ in count_nouns() and run[head].tag_ != "JJ"
    if "(" not in texts[:2] or ")" not in texts[:-1] or named:
        return run[head]
    behind = run[k + texts.index(")") + 1]
    return behind if behind.lower_ in count_nouns() else run[head]


def _before_noun(run: list[Token], k: int) -> bool:
    """True when the word stands before a noun of the same phrase ("12 wounded soldiers")."""
    for i, token in enumerate(run[k + 1 : k + 6], start=k + 2):
        if not k and token.lower_ == "," and i < len(run) and run[i].tag_ not in ("JJ", "VBN", "CC"):
            return False  # "six dead and 34 hurt, police said"
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
    if known and known.unit == "people" and token.lower_ in word_set("held_as"):
        return True
    if not (known and known.plural):
        return False
    if token.tag_ in ("NNP", "NNPS") and last.tag_ not in ("NNP", "NNPS"):
        return True
    return last.tag_ == "NNS" and token.lower_ not in count_nouns() and token.tag_ in ("NNP", "VBD", "VBN")


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


def _suffers(verb: str, noun: str) -> bool:
    """True for the words of a phrase that says what people went through ("sustained injuries")."""
    nouns = suffering_verbs().get(verb, frozenset())
    return noun in nouns or (bool(nouns) and noun in event_nouns())


@cache
def suffering_verbs() -> dict[str, frozenset[str]]:
    """First words of such phrases, and the words that may follow them."""
    forms = [form.split() for event in events() if event.patient == "subject" for form in event.forms]
    verbs = {words[0] for words in forms if len(words) > 1 and words[0].endswith("ed")}
    return {
        verb: frozenset(words[1] for words in forms if words[0] == verb and len(words) > 1) for verb in verbs
    }


@cache
def event_nouns() -> frozenset[str]:
    """Nouns that count people by what happened to them ("deaths", "displacements", "refugees")."""
    return frozenset(form for event in events() if event.patient in ("of", "self") for form in event.forms)


@cache
def event_only_nouns() -> frozenset[str]:
    """Nouns for what happened, not for people ("deaths", "casualties", "displacements")."""
    people = {form for event in events() if event.patient == "self" for form in event.forms}
    return (
        frozenset(form for event in events() if event.patient == "of" for form in event.forms)
        - people
        - word_set("people_as_events")
    )


def noun_at(doc: Doc, start: int, head: int) -> CountNoun | None:
    """The lexicon's noun that ends at ``head``, the longest first ("police officers" before "officers")."""
    nouns = count_nouns()
    for first in range(max(start, head - _LONGEST_NOUN), head + 1):
        text = doc.text_of(first, head + 1).lower()
        if noun := nouns.get(text) or nouns.get(text.rpartition("/")[2]):
            return _role_by_modifier(doc, start, head, noun)
    return _person_noun(doc[head])


def _person_noun(token: Token) -> CountNoun | None:
    """A common noun that WordNet knows for a person."""
    plural = _is_plural(token)
    if token.tag_ not in ("NN", "NNS") or token.lower_ in COMPETITORS or token.lower_ in THINGS:
        return None
    person = noun_kind(token.lower_, plural=plural) == "person"
    return CountNoun("people", _unlisted_role(token), plural) if person else None


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


def unknown_unit(token: Token) -> Unit:
    """People when the noun is a nationality, a people or ends like a word for persons; else unknown."""
    if token.ent_type_ == "NORP" or countries_in(token.text):
        return "people"
    if token.lower_ in THINGS or token.lower_ in COMPETITORS:
        return "thing"
    if token.lower_ in event_nouns():
        return "people"
    if token.tag_ in ("NNP", "NNPS", "JJ"):
        return "unknown"
    if noun_kind(token.lower_, plural=_is_plural(token)):
        return "thing"
    if _is_plural(token):
        return "people" if token.lower_.endswith(PERSON_ENDINGS) else "unlisted"
    return "unlisted" if is_agent_noun(token) else "thing"


def _is_plural(token: Token) -> bool:
    """True for a plural, also where the tagger does not know the word ("three askaris")."""
    return token.tag_ == "NNS" or (
        token.tag_ == "NN" and token.lower_.endswith("s") and token.text[-2:] != "ss"
    )


def role_of(token: Token, noun: CountNoun | None) -> Role:
    """The victim role of a counted noun: that of the lexicon; civilian for an unlisted noun of occupation."""
    return noun.role if noun is not None else _unlisted_role(token)


def _unlisted_role(token: Token) -> Role:
    occupation = token.tag_ == "NNS" and token.lower_.endswith(PERSON_ENDINGS) and token.ent_type_ != "NORP"
    return "civilian" if is_agent_noun(token) or occupation else "unspecified"


def is_agent_noun(token: Token) -> bool:
    """True for a noun in the singular that ends like a word for who does something ("vaccinator")."""
    return token.tag_ == "NN" and token.lower_.endswith(AGENT_ENDINGS) and token.lower_ not in THINGS
