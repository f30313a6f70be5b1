"""Organisations by the structure of their name: "Nantou District Court", "Ministry of External Affairs".

In: a :class:`View` and the tokens already owned. Out: mentions typed by their head word. A name ends in a
head word ("Greater Manchester Police"), or starts with one and goes on with "of" or "for" ("Government of
India"). What the model calls an organisation without any head word counts only where it acts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractor.actors.name_spans import NO_ACTOR, OF, last_head, run_end, trim
from extractor.actors.titles import title_before
from extractor.actors.view import POSSESSIVES, Mention, View, is_people_word, stated_countries
from extractor.actors.vocabulary import (
    HeadKind,
    fold,
    head_words,
    kind_nouns,
    title_modifiers,
    title_words,
)
from extractor.actors.words import gives_figures, is_act_verb, located, speaks
from extractor.lexicon import word_set
from extractor.records import ActorKind

_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,7}s?|(?:[A-Z]\.){2,}")
_BARE = re.compile(r"[A-Z]{3,7}")


def find_organisations(view: View, owned: bytearray) -> list[Mention]:
    """Mentions of organisations found by a head word, in order."""
    found: list[Mention] = []
    behind = 0
    for i in view.heads:
        if i < behind or owned[i] or view.labels[i] in {"DATE", "TIME"}:
            continue
        behind = run_end(view, i, owned)
        mention = _read_run(view, i, behind)
        if mention:
            if found and not mention.countries and _coordinated(view, found[-1], mention):
                mention.countries = found[-1].countries
            found.append(mention)
            behind = max(behind, mention.end)
    return found


def _coordinated(view: View, left: Mention, right: Mention) -> bool:
    """Whether "the Thai Ministry of Defense and Ministry of Foreign Affairs" share their country."""
    return left.end == right.start - 1 and view.word(left.end) == "and" and left.kind == right.kind


def _read_run(view: View, start: int, end: int) -> Mention | None:
    """The organisation in a capitalised run, if a head word gives one."""
    start, end = trim(view, start, end)
    while start < end:
        cut = next((k for k in range(start + 1, end) if view.lower[k] in OF), end)
        head = last_head(view, start, cut)
        whole = last_head(view, start, end) if cut < end else None
        if whole and whole[1] < cut < whole[2]:  # "Georgia Bureau of Investigation"
            return _typed(view, start, end, whole[2] + 1, whole)
        if head and (cut == end or head[0] not in {"place", "thing"}):
            return _typed(view, start, end, cut, head)
        if head is None and whole and _is_company(view, start, end, whole):
            return _typed(view, start, end, end, whole)  # "First of America Bank Corp."
        # "Director of the Indian Ministry of External Affairs": the organisation stands behind "of".
        start, end = trim(view, cut + 1, end)
    return None


def _is_company(view: View, start: int, end: int, head: tuple[HeadKind, int, int]) -> bool:
    return head[0] == "company" and head[2] == end - 1 and view.labels[start] != "PERSON"


def _typed(view: View, start: int, end: int, cut: int, head: tuple[HeadKind, int, int]) -> Mention | None:
    kind, first, last = head
    stop = end if last + 1 == cut else last + 1
    start = _own_name(view, start, first)
    if not _long_enough(view, start, stop, first, last) or view.country_at.get(start, (0,))[0] == stop:
        return None
    stop = _over_in(view, start, stop, kind)
    speaking = speaks(view, start, stop)
    if kind in NO_ACTOR:
        acts = kind == "site" and (speaking or _of_member(view, start) or gives_figures(view, stop))
        return Mention(start, stop, "other", view.span(start, stop)) if acts else None
    if not speaking and title_before(view, start) and kind in {"company", "ngo", "other"}:
        return None
    actor_kind: ActorKind = kind  # type: ignore[assignment]
    name = view.span(start, stop)
    return Mention(
        start,
        stop,
        actor_kind,
        name,
        countries=stated_countries(view, start, stop)[:1],
        weak=not speaking and passing(view, start, stop, actor_kind),
    )


def passing(view: View, start: int, stop: int, kind: ActorKind) -> bool:
    """Whether an organisation is only a place, a title's part or another name's part at this mention."""
    if kind == "armed_group":
        return False
    if kind not in {"media", "police", "military"} and _is_location(view, start):
        return True
    if head_words().get(view.word(stop)) == "thing" and view.capital[stop]:  # "the ASEAN Summit"
        return True
    if kind in {"government", "igo", "ngo", "other"} and _in_title(view, stop):
        return True
    if kind == "igo" and view.word(stop) in word_set("parts_of_igo"):
        return True
    return kind in {"other", "ngo", "company"} and _employs(view, start)


def _is_location(view: View, start: int) -> bool:
    """Whether something lies in a body: "in the Ministry of Health", but not "at the Ministry of Health"."""
    return located(view, start) and "at" not in (view.word(start - 2), view.word(start - 1))


def _employs(view: View, start: int) -> bool:
    """ "a senior fellow of the Institute for International Economics": it only says where somebody works."""
    i = start - 2 if view.word(start - 1) == "the" else start - 1
    role = view.titles.get(i - 1) == "role"
    return role and view.word(i) in {"of", "at", "with", "from"}


def _in_title(view: View, stop: int) -> bool:
    """Whether a title and a name follow: "UN refugee chief Sadako Ogata", "Cabinet Office minister"."""
    modifiers = title_modifiers()
    k = stop
    while k < min(stop + 4, len(view)) and (k in view.titles or fold(view.words[k]) in modifiers):
        k += 1
    if k == stop:
        return False
    return view.raw(k)[:1].isupper() or view.titles.get(stop) == "state"


def _long_enough(view: View, start: int, stop: int, first: int, last: int) -> bool:
    """One word is no name, nor is a head with a bare title ("Court Judge")."""
    if stop - start < 2:
        return False
    return not (stop - start == 2 and first == last == start and view.lower[start] in title_words())


def _own_name(view: View, start: int, first: int) -> int:
    """The start of the name without a possessor before it ("Bush's Defense Department")."""
    for k in range(first - 1, start, -1):
        owner = view.lower[k - 1]
        part = owner.endswith("s") or owner in word_set("owners_in_names")
        if (view.words[k] in POSSESSIVES and not part) or view.lower[k] in word_set("street_nouns"):
            return k + 1
    return start


def _over_in(view: View, start: int, stop: int, kind: HeadKind) -> int:
    """As in "Committee for Human Rights in North Korea": the name goes on over "in" and a country."""
    if view.word(stop) == "in" and kind in {"ngo", "igo"} and "for" in view.lower[start:stop]:
        k = stop + 2 if view.word(stop + 1) == "the" else stop + 1
        if k in view.country_at:
            return view.country_at[k][0]
    return stop


def find_labelled(view: View, owned: bytearray) -> list[Mention]:
    """What the model calls an organisation and no head word gives, where it acts or keeps coming back."""
    spans = sorted({*_labelled_spans(view, owned), *_bare_acronyms(view, owned)})
    placed = {view.span(start, end) for start, end in spans if located(view, start)}
    seen = Counter(view.span(start, end) for start, end in spans)
    found: list[Mention] = []
    for start, end in spans:
        if end <= start or not view.capital[start] or _no_organisation(view, start, end):
            continue
        name = view.span(start, end)
        located_word = end - start == 1 and name in placed and not speaks(view, start, end)
        if not located_word and _counts(view, start, end, seen[name]):
            kind: ActorKind = "company" if view.business else "other"
            found.append(Mention(start, end, kind, name, countries=stated_countries(view, start, end)[:1]))
    return found


def _labelled_spans(view: View, owned: bytearray) -> Iterator[tuple[int, int]]:
    for start, end, label in view.ents:
        if label == "ORG" and not any(owned[start:end]):
            yield trim(view, start, end)


def _counts(view: View, start: int, end: int, times: int) -> bool:
    """Whether a name that only the model calls an organisation acts, or is treated as one."""
    if speaks(view, start, end) or _of_member(view, start):
        return True
    name = view.span(start, end)
    if _ACRONYM.fullmatch(name):
        return _counts_acronym(view, start, end, times)
    single = end - start == 1
    if single and not view.business:
        return False
    several_words = len(name.split()) > 1 and not _placed(view, start)
    return is_act_verb(view, end) or times > 1 or several_words


def _counts_acronym(view: View, start: int, end: int, times: int) -> bool:
    """The same for letters alone: they act, stand behind "the", or come again."""
    if is_act_verb(view, end) or view.word(start - 1) == "the":
        return True
    return len(view.span(start, end)) > 2 and (times > 1 or _stands_in_a_sentence(view, start))


def _stands_in_a_sentence(view: View, i: int) -> bool:
    """Whether a word in capitals is one among others: no heading, dateline, credit or currency."""
    around = (view.raw(i - 2), view.raw(i - 1), view.raw(i + 1))
    shouting = any(word.isupper() and len(word) > 1 for word in around)
    before = view.raw(i - 1)
    return not (shouting or view.sent_start(i) or before == "(" or before[:1].isdigit())


def _bare_acronyms(view: View, owned: bytearray) -> list[tuple[int, int]]:
    """Words in capitals that the model leaves out, where they speak: "SAHRA said", "the KDP accused"."""
    return [
        (i, i + 1)
        for i in view.heads
        if _BARE.fullmatch(view.words[i])
        and not owned[i]
        and view.labels[i] != "ORG"
        and i not in view.place_at
        and view.lower[i] not in kind_nouns()
        and (_stands_in_a_sentence(view, i) or view.sent_start(i))
        and not view.raw(i + 1).isupper()
        and (speaks(view, i, i + 1) or (view.word(i - 1) == "the" and is_act_verb(view, i + 1)))
    ]


def _of_member(view: View, start: int) -> bool:
    """ "director of Tesk", "employees of Tesk", "a report from Tesk": its people or words before it."""
    i = start - 1 - (view.word(start - 1) == "the")
    noun = view.word(i - 1)
    if view.word(i) in {"of", "at", "with"} and noun in word_set("member_nouns"):
        return True
    if view.word(i) in {"of", "at"} and view.titles.get(i - 1) == "role":
        return True
    return view.word(i) in {"by", "from"} and noun in word_set("given_nouns")


def _placed(view: View, start: int) -> bool:
    """Whether the words before a name lead to a place: "at", "from", "to", "400 km from"."""
    i = start - 1 - (view.word(start - 1) == "the")
    return located(view, start) or view.word(i) in {"from", "to", "at"}


def _no_organisation(view: View, start: int, end: int) -> bool:
    """Places, things, peoples and titles that the model takes for organisations."""
    words = view.words[start:end]
    head = last_head(view, start, end)
    return (
        (head is not None and head[2] == end - 1 and head[0] in NO_ACTOR)
        or any(is_people_word(word) or word[:1].isdigit() or word.isspace() for word in words)
        or start in view.place_at
        or start in view.country_at
        or all(k in view.titles for k in range(start, end))
    )
