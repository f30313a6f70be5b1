"""Where a text names places: mentions by named rules, before any meaning.

The recogniser's places count where nothing speaks against them; what it misses or takes for a person or an
organisation is found by the words around a name of the gazetteer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress

from extractor.language.offsets import place_of
from extractor.lexicon import word_set
from extractor.lexicon.event_types import naming_words
from extractor.places import doubts
from extractor.places.gazetteer import DIVISIONS, Gazetteer, fold
from extractor.places.spans import LONGEST, Finder, Mention, Wording, bare, run_end, run_start
from extractor.places.words import HYPHENS, PLACE_LABELS, Words, short_name_openings, short_names

Rule = Callable[[Finder], Iterator[Mention]]
_BRACKET, _HYPHEN = frozenset({"("}), frozenset({"-"})
_DASHES = frozenset({"-", "--", "–", "—", "_"})
_LINKS = frozenset({",", "and", "or", "&", ";"})


def find_mentions(words: Words, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions of places, in order, without overlap."""
    finder = Finder(words, gazetteer)
    for rule in _RULES:
        for mention in rule(finder):
            finder.add(mention)
    return sorted(finder.found, key=lambda mention: mention.start)


def _countries(finder: Finder) -> Iterator[Mention]:
    """ "Iraq", "the UK": a country by its name; no nationality, no part of a longer name."""
    w = finder.words
    for word in w.doc.country_words:
        i, last = place_of(w.starts, word.start), place_of(w.ends, word.end)
        last = place_of(w.ends, word.end + 1) if last is None else last
        if word.use != "name" or i is None or last is None or _is_no_country(finder, i, j := last + 1):
            continue
        part = " ".join(w.lower[i:j]) in word_set("country_parts")
        code, held = ("", word.code) if part else (word.code, "")
        yield Mention(i, j, i, j, "country", code=code, held=held)


def _is_no_country(finder: Finder, i: int, j: int) -> bool:
    """ "US$ 20", "TOLD US", "HIS CAR", "Jordan Miller", "Mexico City"."""
    w = finder.words
    pronoun = w.loud[i] and w.low(i) in word_set("countries_in_capitals")
    inside = doubts.is_within_name(w, i, j) or _is_within_place(finder, i, j)
    return pronoun or inside or doubts.is_amount(w, i, j)


def _is_within_place(finder: Finder, i: int, j: int) -> bool:
    """ "Mexico City", "Western Australia": whether a longer name of a large town or a division holds it."""
    for first in range(max(i - 4, 0), i + 1):
        last = finder.names.get(first, 0)
        if last >= j and last - first > j - i:
            hits = finder.gazetteer.find(finder.words.slice(first, last))
            return any(h.primary if h.entry.kind in DIVISIONS else h.entry.population >= LARGE for h in hits)
    return False


def _short_names(finder: Finder) -> Iterator[Mention]:
    """ "Athens, Ga.", "in NSW", "Ann Roe, D-N.Y.": the short name of a division."""
    w = finder.words
    for i in [i for i in w.heads if w.raw[i] in short_name_openings()]:
        for j in (i + 3, i + 2, i + 1):
            form = w.slice(i, j) if j <= len(w) else ""
            code = short_names().get(form) or short_names().get(form + ".")
            if code and not (j < len(w) and w.glued(j)) and _is_short_name(w, i, j, form):
                yield bare(i, j, "short_name", code=code)
                break


def _is_short_name(w: Words, i: int, j: int, form: str) -> bool:
    """Behind a comma, or with a stop or three letters that no common word shares."""
    if w.low(i - 1) == "," and w.capital(i - 2):
        return not (w.loud[i] and w.stop[i])
    dotted = "." in w.text[w.starts[i] : w.ends[j - 1] + 1] and len(form) > 2
    sure = dotted or (form.isupper() and len(form) > 2)
    alone = w.stop[i - 1] or w.raw[i - 1] == "-" or form.isupper() or "." in form[:-1]
    return sure and alone and not w.loud[i]


def _nouns(finder: Finder) -> Iterator[Mention]:
    """ "Fairfax County", "the town of Pell", "Ostra province": a name and a noun that says what it is."""
    w = finder.words
    nouns = word_set("nouns_of_places")
    for i in w.where(nouns):
        yield from _noun_behind(finder, i)
        yield from _noun_of(finder, i)
        yield from _noun_before(finder, i)


def _noun_behind(finder: Finder, i: int) -> Iterator[Mention]:
    """The name that ends right before the noun at ``i``."""
    w = finder.words
    if not _may_close_name(w, i):
        return
    start = finder.ends.get(i, -1) if w.loud[i] else run_start(w, i - 1)
    if start < 0 or doubts.is_nationality(w, start, i) or doubts.is_compass(w, start, i):
        return
    whole = w.capital(i) and bool(finder.gazetteer.find(w.slice(start, i + 1)))
    if not whole and not _may_have_noun(finder, start, i):
        return
    if whole or w.lower[i] in word_set("terrain_nouns"):
        yield bare(start, i + 1, "noun_behind", noun="" if whole else w.lower[i])
    else:
        yield Mention(start, i + 1, start, i, "noun_behind", w.lower[i])


def _may_close_name(w: Words, i: int) -> bool:
    """Whether the noun at ``i`` may be the last word of a name that stands in front of it."""
    if not w.capital(i - 1) or w.opens(i) or w.lower[i] in word_set("capital_nouns"):
        return False
    return not w.capital(i) or w.loud[i] or not _goes_on(w, i + 1)


def _may_have_noun(finder: Finder, start: int, i: int) -> bool:
    """Whether the noun at ``i`` makes the run before it a place: "Pell village", not "Fire Department"."""
    w, noun = finder.words, finder.words.lower[i]
    if w.capital(i) and not w.loud[i] and noun in word_set("bodies_behind"):
        return False
    if noun in word_set("divisions_alone") or w.label(start) in PLACE_LABELS:
        return True
    if finder.gazetteer.find(w.slice(start, i)):
        return True
    person = w.label(start) == "PERSON" and not _in_slot(w, start)
    return w.raw[i] == noun and not w.opens(start) and not person


def _goes_on(w: Words, i: int) -> bool:
    """Whether a longer name goes on at ``i``: "Pell City Council", but "Pell County Sheriff"."""
    return w.capital(i) and not w.opens(i) and w.lower[i - 1] not in word_set("divisions_inside_names")


def _noun_of(finder: Finder, i: int) -> Iterator[Mention]:
    """ "the town of Pell": the name behind the noun at ``i`` and "of"."""
    w, first = finder.words, i + 2
    if w.low(i + 1) != "of" or not w.capital(first) or doubts.is_amount(w, first, first + 1):
        return
    if w.lower[i] in word_set("capital_nouns"):
        return
    if w.loud[i]:
        last = finder.names.get(first, -1)
    else:
        last = run_end(w, first)
        if w.capital(i) and w.lower[i] not in word_set("capitalised_before_of"):
            return
    if last > first and not doubts.is_nationality(w, first, last) and not doubts.is_compass(w, first, last):
        start = i - 1 if w.low(i - 1) == "the" else i
        yield Mention(start, last, first, last, "noun_of", w.lower[i])


def _noun_before(finder: Finder, i: int) -> Iterator[Mention]:
    """ "Lake Pell", "County Tesk", "the town Pell": the name right behind the noun."""
    w = finder.words
    if not w.capital(i + 1) or w.loud[i] or w.sents[i] != w.sents[i + 1]:
        return
    last, noun = run_end(w, i + 1), w.lower[i]
    if w.capital(i) and noun in word_set("terrain_nouns"):
        if not doubts.is_within_name(w, i, last):
            yield bare(i, last, "noun_before", noun=noun)
        return
    alone = w.capital(i) and noun in word_set("divisions_alone")
    if alone or (w.raw[i] == noun and _may_follow_noun(finder, i, last)):
        yield Mention(i, last, i + 1, last, "noun_before", noun)


def _may_follow_noun(finder: Finder, i: int, last: int) -> bool:
    w = finder.words
    if (
        w.lower[i] not in word_set("settlement_nouns") | word_set("capital_nouns")
        or w.label(i + 1) == "PERSON"
    ):
        return False
    known = finder.gazetteer.find(w.slice(i + 1, last))
    return bool(known) and not doubts.is_nationality(w, i + 1, last)


def _labelled(finder: Finder) -> Iterator[Mention]:
    """What the recogniser calls a place, with the whole of its name, where nothing speaks against it."""
    for start, end, label in dict.fromkeys(filter(None, finder.words.ents)):
        if label in PLACE_LABELS:
            for first, last in _parts(finder, start, end):
                yield from _judged(finder, first, last, label)


def _parts(finder: Finder, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One name of the recogniser, cut at commas and at what is owned already, without an article."""
    w, first = finder.words, start
    for cut in range(start, end + 1):
        if cut < end and w.raw[cut] not in {",", ";", "("} and finder.at[cut] is None:
            continue
        part_start, part_end = _trimmed(w, first, cut)
        if any(w.capital(t) for t in range(part_start, part_end)):
            runs_on = part_end == end and w.glued(part_end)
            yield part_start, run_end(w, part_end - 1) if runs_on else part_end
        first = cut + 1


def _trimmed(w: Words, first: int, last: int) -> tuple[int, int]:
    """A stretch without the article and the small words at its ends."""
    while first < last and (w.low(first) == "the" or not _may_open(w, first)):
        first += 1
    while first < last and not _may_open(w, last - 1):
        last -= 1
    return first, last


def _may_open(w: Words, i: int) -> bool:
    return w.capital(i) or w.raw[i][:1].isdigit()


def _judged(finder: Finder, first: int, last: int, label: str) -> Iterator[Mention]:
    """A name of the recogniser as a mention, weak where the words around it leave a doubt."""
    w = finder.words
    known = bool(finder.gazetteer.find(w.slice(first, last)))
    if _is_refused(w, first, last) or (w.loud[first] and not known):
        return
    if label != "GPE":
        yield bare(first, last, "labelled", noun=w.lower[last - 1] if label == "FAC" else "")
        return
    slot = _in_slot(w, first)
    if slot or not _is_doubtful(w, first, last):
        loud = w.loud[first] and not (slot and _is_large(finder, first, last))
        yield bare(first, last, "labelled", weak=loud or not (slot or known))


def _is_refused(w: Words, first: int, last: int) -> bool:
    """Whether a name that the recogniser calls a place is none: no name, a disease, an acronym."""
    if doubts.is_no_name(w, first, last) or doubts.is_disease(w, last):
        return True
    return doubts.is_acronym(w, first, last)


def _is_doubtful(w: Words, first: int, last: int) -> bool:
    tests = (doubts.is_person, doubts.is_common, doubts.speaks)
    return any(test(w, first, last) for test in tests)


# Halved or doubled it changes none of 359 texts; only texts in capitals ask for it.
LARGE = 50_000
"""People of a town that is taken for one where all is in capitals and only the preposition speaks for it."""


def _is_large(finder: Finder, first: int, last: int) -> bool:
    hits = finder.gazetteer.find(finder.words.slice(first, last))
    return any(hit.primary and hit.entry.population >= LARGE for hit in hits)


def _in_slot(w: Words, first: int) -> bool:
    at = first - 2 if w.low(first - 1) == "the" else first - 1
    return w.low(at) in word_set("before_places")


def _closely(w: Words, first: int) -> bool:
    """Behind "in", or "the area of": where hardly anything but a place stands."""
    if w.low(first - 1) == "of":
        return w.low(first - 2) in word_set("around_nouns")
    return w.low(first - 1) in word_set("closely_before_places")


def _datelines(finder: Finder) -> Iterator[Mention]:
    """ "PELL, Ostra (AP) --": names in front of the dash that opens a story."""
    w = finder.words
    for i, last in finder.names.items():
        if i >= 400 or not w.opens(i):
            continue
        dash = _dash_behind(w, last, i + 24)
        if dash is None or w.low(last) not in _DASHES | {",", "("}:
            continue
        dated = w.loud[i] and any(w.raw[k].isdigit() for k in range(last, dash))
        if dated or w.sents[dash] == w.sents[i]:
            yield bare(i, last, "dateline")


def _dash_behind(w: Words, first: int, limit: int) -> int | None:
    """The first dash that stands free between two tokens."""
    return next((k for k in range(first, min(limit, len(w))) if w.raw[k] in _DASHES and not w.glued(k)), None)


def _slots(finder: Finder) -> Iterator[Mention]:
    """A name of the gazetteer behind "in", or in front of a wider place: "in Pell", "Pell, Ostra"."""
    w = finder.words
    for first, last in finder.free():
        if doubts.is_no_name(w, first, last):
            continue
        if doubts.is_within_name(w, first, last) or (not w.loud[first] and _in_run(finder, first, last)):
            continue
        rule = _slot(finder, first, last)
        if rule:
            weak = w.loud[first] and not _is_large(finder, first, last)
            yield bare(first, last, rule, weak=weak or rule in {"organisation", "person"})


def _slot(finder: Finder, first: int, last: int) -> Wording | None:
    """The rule by which the words around make a free name of the gazetteer a place; null for none."""
    w = finder.words
    if _before_wider(finder, last):
        return "container"
    if _closely(w, first):
        return "behind_in"
    if _is_hit(finder, first, last):
        return "hit"
    if w.loud[first]:
        return "behind_preposition" if w.low(first - 1) in {"from", "at", "to"} else None
    if doubts.is_disease(w, last) or doubts.is_acronym(w, first, last):
        return None
    if _between(finder, first, last):
        return "between"
    if w.low(first - 1) in word_set("before_places") | word_set("hits"):
        return _behind_preposition(w, first, last)
    return "organisation" if w.label(first) == "ORG" and not _is_doubtful(w, first, last) else None


def _before_wider(finder: Finder, last: int) -> bool:
    """ "Pell, Ostra": a place that is surely one stands behind a comma or in brackets."""
    w = finder.words
    wider = finder.at[last + 1] if last + 1 < len(w) and w.raw[last] in {",", "("} else None
    return wider is not None and wider.rule in {"short_name", "country", "labelled", "noun_behind"}


def _behind_preposition(w: Words, first: int, last: int) -> Wording:
    """The rule for a name behind "from", "to", "hit": one word may still be a person."""
    lone = last - first == 1 or w.low(first - 1) in word_set("hits")
    return "person" if w.label(first) == "PERSON" and lone else "behind_preposition"


def _brackets(finder: Finder) -> Iterator[Mention]:
    """ "Pell (Corda, Ostra)": names in brackets behind a place, the last of which the gazetteer knows."""
    w = finder.words
    for i in w.where(_BRACKET):
        if not 0 < i < len(w) - 1 or not finder.at[i - 1]:
            continue
        runs: list[tuple[int, int]] = []
        k = i + 1
        while w.capital(k) and len(runs) < BRACKETED:
            runs.append((k, run_end(w, k)))
            k = runs[-1][1] + (w.low(runs[-1][1]) == ",")
        closed = runs and w.low(k) == ")" and k == runs[-1][1]
        if closed and len(runs) > 1 and finder.gazetteer.find(w.slice(*runs[-1])):
            yield from (bare(first, last, "bracket") for first, last in runs)


BRACKETED = 3
"""Names that may stand in brackets behind a place: its commune, its province, its country."""


def _between(finder: Finder, first: int, last: int) -> bool:
    """ "between Pell and Corda": two bare names."""
    w = finder.words
    if w.low(first - 1) == "between":
        return w.low(last) == "and" and w.capital(last + 1)
    if w.low(first - 1) != "and" or not w.capital(first - 2):
        return False
    return w.low(run_start(w, first - 2) - 1) == "between"


def _pairs(finder: Finder) -> Iterator[Mention]:
    """ "the Pell-Corda road", "the axis Pell-Corda": two places that a road joins."""
    w = finder.words
    for i in w.where(HYPHENS):
        if not 0 < i < len(w) - 2 or not (w.capital(i - 1) and w.capital(i + 1)) or not w.glued(i):
            continue
        first, last = run_start(w, i - 1), run_end(w, i + 1)
        if w.low(last) in word_set("roads") or w.low(first - 1) in word_set("roads"):
            yield bare(first, i, "pair")
            yield bare(i + 1, last, "pair")


def _in_run(finder: Finder, first: int, last: int) -> bool:
    at = finder.at
    owned = (last < len(at) and at[last] is not None) or (first > 0 and at[first - 1] is not None)
    return doubts.is_within_run(finder.words, first, last, owned)


def _unknown(finder: Finder) -> Iterator[Mention]:
    """ "in Quorbelho", "Tesk Vell, Ostra": a name that the gazetteer lacks, where only a place may stand."""
    w = finder.words
    for i in w.heads:
        if finder.at[i] or not i or not _opens_name(w, i):
            continue
        last = run_end(w, i)
        if not any(finder.at[i:last]) and _is_unknown_place(finder, i, last):
            yield bare(i, last, "unknown")


def _opens_name(w: Words, i: int) -> bool:
    """Whether a word with a capital stands apart from the one before it."""
    if w.loud[i] or w.stop[i]:
        return False
    return not w.capital(i - 1) and not w.glued(i)


def _unknown_loud(finder: Finder) -> Iterator[Mention]:
    """ "IN QUORBELHO, OSTRA": as above where all is in capitals; here the wider place must follow."""
    w = finder.words
    for i in compress(range(1, len(w) - 2), w.loud[1:]):
        if w.stop[i] or finder.at[i] or not _closely(w, i):
            continue
        comma = next((k for k in range(i + 1, min(i + LONGEST, len(w) - 1)) if w.raw[k] == ","), 0)
        free = comma and not any(finder.at[i:comma])
        if free and finder.at[comma + 1] and all(_may_name(w, k) for k in range(i, comma)):
            yield bare(i, comma, "unknown")


def _may_name(w: Words, k: int) -> bool:
    """Whether a word may be part of an unknown name: a word of letters, or a particle inside it."""
    return w.lower[k].isalpha() and (not w.stop[k] or w.lower[k] in word_set("place_particles"))


def _is_unknown_place(finder: Finder, first: int, last: int) -> bool:
    """Whether a name stands where hardly anything but a place stands, and nothing speaks against it."""
    w, ent = finder.words, finder.words.ents[first]
    if ent is not None and not (first <= ent[0] and ent[1] <= last):
        return False
    stands = (_is_held, _between, _is_hit)
    held = _closely(w, first) or any(test(finder, first, last) for test in stands)
    tests = (doubts.is_no_name, doubts.is_acronym, doubts.is_common, doubts.is_person)
    return held and not any(test(w, first, last) for test in tests)


def _is_held(finder: Finder, first: int, last: int) -> bool:
    """ "Tesk Vell, Ostra": a wider place follows, and no person is said to be from there."""
    w = finder.words
    wider = finder.at[last + 1] if w.low(last) in {",", "("} and last + 1 < len(w) else None
    if wider is None:
        return False
    return _in_slot(w, first) or w.label(first) != "PERSON" or w.low(wider.end) in {"", ".", ";"}


def _is_hit(finder: Finder, first: int, last: int) -> bool:
    """ "attacked Tesk in Ostra", "an attack on Tesk in Ostra": what is hit, with the place around it."""
    w = finder.words
    wider = finder.at[last + 1 : last + 3]
    if w.low(last) != "in" or not (any(wider[:1]) or (any(wider) and w.low(last + 1) in word_set("compass"))):
        return False
    deed = w.low(first - 2) if w.low(first - 1) == "on" else w.low(first - 1)
    return deed in word_set("hits") or (w.low(first - 1) == "on" and deed in naming_words())


def _lists(finder: Finder) -> Iterator[Mention]:
    """ "Pell, Corda and Ostra": a name of the gazetteer beside a place of a list."""
    w = finder.words
    for step in (1, -1):
        for first, last in sorted(finder.free(), reverse=step > 0):
            if w.loud[first] or doubts.is_within_name(w, first, last) or _in_run(finder, first, last):
                continue
            if _beside_place(finder, first, last, step) and not doubts.is_no_name(w, first, last):
                yield bare(first, last, "list")


def _beside_place(finder: Finder, first: int, last: int, step: int) -> bool:
    """Whether a comma, "and" or the like links a name to a place behind it (step 1) or before it (-1)."""
    w = finder.words
    beside = last if step > 0 else first - 1 - (w.low(first - 1) in word_set("compass"))
    after = beside + step
    if w.low(beside) == "," and w.low(after) in {"and", "or"}:
        after += step
    if w.low(beside) not in (_LINKS if step > 0 else _LINKS | {"("}):
        return False
    return 0 <= after < len(w) and w.sents[after] == w.sents[first] and finder.at[after] is not None


def _again(finder: Finder) -> Iterator[Mention]:
    """A name that the text has used for a place before: "Pell officials", "Ann Roe, D-Pell"."""
    w = finder.words
    known = {fold(w.slice(m.first, m.last)) for m in finder.found if not m.weak and m.rule != "country"}
    for first, last in finder.free():
        if fold(w.slice(first, last)) not in known or w.loud[first]:
            continue
        if doubts.is_within_name(w, first, last) or doubts.is_disease(w, last):
            continue
        if w.label(first) != "PERSON" or not doubts.is_person(w, first, last):
            yield bare(first, last, "again")


def _parties(finder: Finder) -> Iterator[Mention]:
    """ "Ann Roe, D-Pell": the seat of a member of parliament."""
    w = finder.words
    for i in [i + 1 for i in w.where(_HYPHEN)]:
        if 1 < i < len(w) and w.glued(i) and w.raw[i - 2].isupper() and len(w.raw[i - 2]) < 4:
            last = run_end(w, i)
            if w.low(i - 3) in {",", "("} and finder.gazetteer.find(w.slice(i, last)):
                yield bare(i, last, "party_seat")


_RULES: tuple[Rule, ...] = (
    _countries,
    _short_names,
    _pairs,
    _nouns,
    _datelines,
    _labelled,
    _parties,
    _slots,
    _unknown,
    _unknown_loud,
    _brackets,
    _lists,
    _again,
)
