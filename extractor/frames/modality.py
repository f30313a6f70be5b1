"""Is an event asserted? Negated, denied, hypothetical, conditional and future events give no record.

The tests follow the ConText scheme (a modifier has a literal, a category, a direction and a stop), with the
dependency tree as the stop: a modifier reaches the event words that its own clause governs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.frames.participants import ANY_SUBJECT
from extractor.language.syntax import is_verb
from extractor.lexicon import reporting_verbs, word_set
from extractor.records import Status

if TYPE_CHECKING:
    from extractor.language.doc import Doc, Span, Token

Denial = Literal["negated", "denied", "hypothetical", "future", "conditional"]
"""Why an event word gives no record."""

DENY = word_set("deny")
INTEND = word_set("intend")
FACTIVE = word_set("factive")
MODALS: dict[str, Denial] = {
    "could": "hypothetical",
    "may": "hypothetical",
    "might": "hypothetical",
    "would": "hypothetical",
    "can": "hypothetical",
    "should": "hypothetical",
    "will": "future",
    "'ll": "future",
    "shall": "future",
    "must": "hypothetical",
    "ca": "hypothetical",
}
MARKS = frozenset({"if", "unless", "whether", "lest"})
UNCONFIRMED = word_set("unconfirmed")
ESTIMATED = word_set("estimated")
EXPECTED = word_set("expected")


class Assertion(NamedTuple):
    """Why an event gives no record (null: it is asserted), and the status of its figures."""

    reason: Denial | None
    status: Status = "reported"


def assertion(doc: Doc, start: int, end: int, phrase_start: int, *, climb: bool = True) -> Assertion:
    """Judge the event word at tokens ``[start, end)`` for a phrase that starts at token ``phrase_start``.

    A word that only describes the people ("400 displaced families") is asserted whatever its clause says of
    them: ``climb`` is then false.
    """
    if not climb:
        seen = doc.root_of(phrase_start, end).head if phrase_start < end else doc[start].head
        negated = is_verb(seen) and seen.i < phrase_start and any(c.dep_ == "neg" for c in seen.children)
        return Assertion("negated" if negated else None, _status(doc, start))
    asked = doc[start].tag_.startswith("VB") and _is_asked(doc[start].sent)  # but "anything on the strike?"
    if asked or (start and doc[start - 1].lower_ in word_set("unrealised")):
        return Assertion("hypothetical")
    return Assertion(_denial(doc[start]) or _rumour(doc, start), _status(doc, start))


_ASKS = frozenset({"is", "are", "was", "were", "do", "does", "did", "have", "has", "had", *MODALS})
"""Verbs that open a question whether something is so."""


def _is_asked(sent: Span) -> bool:
    """ "Did 60 people die?", "Is it true that 60 died?": open whether it is so; not "Why did 60 die?"."""
    if "?" not in sent.lower[-3:]:
        return False
    return next((token.lower_ for token in sent if token.text[0].isalpha()), "") in _ASKS


def _denial(token: Token) -> Denial | None:
    """What a word, or a word above it as far as its clause goes, says against the event."""
    below: Token | None = None
    for step in range(10):
        reason = _local(token, below)
        if reason == "negated" and step > 1 and below is not None and below.dep_ == "dobj":
            reason = None  # "have not named the 20 people killed"
        if reason or token.head.i == token.i:
            return reason
        below, token = token, token.head
        if below.dep_ in _ENDS_CLAIM and not {below.lower_, token.lower_} & RUMOURS:
            return None
    return None


_ENDS_CLAIM = ("relcl", "nsubj", "nsubjpass", "npadvmod")
"""Dependency labels over which a denial does not reach, unless it is of a rumour."""


def described(doc: Doc, start: int) -> Assertion:
    """Judge a participle or relative clause that says of people what befell them: by its own words alone.

    In "Were 60 people killed?" the parse takes the predicate for a participle.
    """
    if doc[start].dep_ == "acl" and _is_asked(doc[start].sent):
        noun = doc[start].head
        if noun.left_edge.i <= noun.sent.start + 1 and noun.dep_ != "ROOT":
            return Assertion("hypothetical")
    return Assertion(_modifier(doc[start], None), _status(doc, start))


def _rumour(doc: Doc, start: int) -> Denial | None:
    """ "dismissed a report on a portal that 900 had died": the clause may hang on any word."""
    sent = doc[start].sent
    words = sent.lower[: start - sent.start] if "that" in sent.forms else []
    if "that" not in words:
        return None
    head = words[: len(words) - 1 - words[::-1].index("that")]
    denied = any(word in DENY for word in head) and any(word in RUMOURS for word in head)
    return "denied" if denied else None


def _local(token: Token, below: Token | None) -> Denial | None:
    """Reason given at one step of the climb from the event word, ``below`` being the step before."""
    if below is None:
        return _modifier(token, None)
    return _modifier(token, below) or _infinitive(token, below) or _frame(token, below)


_MODIFYING = ("neg", "aux", "mark")


def _modifier(token: Token, below: Token | None) -> Denial | None:
    """ "not", "could", "if" beside the event word or beside the verb that carries it."""
    if below is not None and below.dep_ not in CARRIED:
        return None
    beside = (_said_by(child, token, below) for child in token.children if child.dep_ in _MODIFYING)
    return next(filter(None, beside), None)


def _said_by(child: Token, token: Token, below: Token | None) -> Denial | None:
    """What one word beside a verb says."""
    word = child.lower_
    if child.dep_ == "neg" and word != "only" and _is_negated(token, below):
        return "negated"
    if child.dep_ == "aux" and _is_under(token, child, below):
        return MODALS[word]
    conditional = child.dep_ == "mark" and word in MARKS and (below is None or below.dep_ != "advcl")
    return "conditional" if conditional else None


def _is_under(verb: Token, auxiliary: Token, below: Token | None) -> bool:
    """Whether an auxiliary is a modal that governs the event word: not one behind it, nor "may have"."""
    if auxiliary.lower_ not in MODALS or _may_have(verb, auxiliary.lower_):
        return False
    if below is None or below.dep_ in NEAR:
        return True
    return below.dep_ == "conj" and below.i > auxiliary.i


def _is_negated(token: Token, below: Token | None) -> bool:
    """Whether a negation reaches the event word: in "not beaten, tortured or robbed" over the list."""
    if below is None or below.dep_ in NEAR:
        return True
    if below.dep_ != "conj":
        return False
    if any(child.dep_ in ANY_SUBJECT for child in below.children):
        return False
    return any(child.lower_ in ("or", "nor") for verb in (token, below) for child in verb.children)


def _may_have(verb: Token, modal: str) -> bool:
    """ "may have killed": reported as possible, not as a plan; the status says so."""
    perfect = any(child.lower_ in ("have", "'ve") and child.dep_ == "aux" for child in verb.children)
    return perfect and modal in ("may", "might", "must")


def _infinitive(token: Token, below: Token) -> Denial | None:
    """ "planned to kill", "are to be moved", "in order to displace": what has not happened yet."""
    if below.dep_ not in ("xcomp", "ccomp", "acl", "advcl", "acomp") or not _is_infinitive(below):
        return None
    word = token.lower_
    if below.dep_ == "xcomp" and word in ("is", "are", "was", "were"):
        return "future"
    if word in FACTIVE:
        return None
    if word in INTEND:
        return "future" if word in EXPECTED or word in word_set("scheduled") else "hypothetical"
    if below.lower_ in word_set("comes_upon") and token.tag_ == "VBD":
        return None  # "officers arrived to find a man dead"
    return "hypothetical" if below.dep_ == "advcl" else None


def _is_infinitive(verb: Token) -> bool:
    """ "to kill", "to be moved", "to have left", but not "are yet to be traced"."""
    if any(child.lower_ == "yet" for child in verb.children):
        return False
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    return "to" in auxiliaries and (verb.tag_ == "VB" or bool(auxiliaries & {"be", "have"}))


def _frame(token: Token, below: Token) -> Denial | None:
    """ "denied that", "the rumour that ... is false", "without": a frame that takes the event back."""
    word = token.lower_
    if word in DENY and below.dep_ in ("ccomp", "xcomp", "acl", "acomp", "dobj", "nsubjpass"):
        return "denied"
    if below.dep_ in ("ccomp", "advcl") and _is_untrue(token):
        return "denied"  # "it is not true that"
    if below.dep_ in ("nsubj", "nsubjpass") and below.lower_ in RUMOURS and _is_untrue(token):
        return "denied"
    if word == "without" and below.dep_ in ("pobj", "pcomp"):
        return "negated"
    if word in _NOT_YET and not _is_cause(token) and below.dep_ in ("pobj", "dobj", "pcomp", "prep"):
        return "hypothetical"
    return None


def _is_cause(word: Token) -> bool:
    """ "closed due to the deaths of two climbers"."""
    return word.dep_ == "prep" and word.lower_ in word_set("owing")


CARRIED = frozenset(
    {"xcomp", "ccomp", "conj", "oprd", "acomp", "attr", "prep", "pobj", "dobj", "advcl", "pcomp", "acl"}
)
"""Dependency labels through which a modifier of the head reaches the event word."""
NEAR = ("xcomp", "oprd", "acomp", "dobj", "attr")
_NOT_YET = INTEND | word_set("avoided")
RUMOURS = word_set("rumours")
UNTRUE = word_set("untrue")


def _is_untrue(verb: Token) -> bool:
    """ "is false", "are not true": the predicate takes back what its subject says."""
    words = {
        token.lower_
        for child in verb.children
        if child.dep_ in ("acomp", "attr", "oprd")
        for token in child.subtree
    }
    negated = any(child.dep_ == "neg" for child in verb.children)
    return bool(words & UNTRUE) or verb.lower_ in UNTRUE or (negated and bool(words & word_set("true")))


def _status(doc: Doc, start: int) -> Status:
    """Estimated or unconfirmed: words beside the event word, and the verbs whose complement it is."""
    token = doc[start]
    if _is_own_deed(token):
        return "unconfirmed"
    words = _adverbs(token, ("advmod", "aux", "amod", "auxpass"))
    words |= token.sent.forms & word_set("unverified")
    if token.dep_ in ("nsubj", "nsubjpass"):
        words.add(token.head.lower_)  # "12 bodies are believed still under the rubble"
    for _ in range(6):
        if token.head.i == token.i or token.dep_ not in _LEADS_TO_STATUS:
            break
        below, token = token, token.head
        if below.dep_ in _CARRIES_STATUS:
            words |= {token.lower_, *_adverbs(token, ("advmod", "aux"))}
    if words & UNCONFIRMED:
        return "unconfirmed"
    return "estimated" if words & ESTIMATED else "reported"


_CARRIES_STATUS = frozenset({"ccomp", "xcomp", "oprd", "acomp", "acl"})
"""Dependency labels of what a verb may call believed, feared or estimated."""
_LEADS_TO_STATUS = _CARRIES_STATUS | {"conj", "dobj", "pobj", "prep"}
"""Those labels, and the ones over which the search for such a verb goes on."""


def _adverbs(token: Token, labels: tuple[str, ...]) -> set[str]:
    return {child.lower_ for child in token.children if child.dep_ in labels}


def _is_own_deed(token: Token) -> bool:
    """ "the rebels said they had killed 40 soldiers": a party reports its own deed."""
    own = any(c.dep_ == "nsubj" and c.lower_ in ("it", "they", "we") for c in token.children)
    return own and any(above.lower_ in reporting_verbs() for above in token.ancestors)
