"""Mentions joined into actors: acronyms, surnames, short forms and lexicon entries.

In: the mentions of one article and the country of its setting. Out: the actors, each once, in the order of
their first mention. Unnamed actors are joined in ``unnamed.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from extractor.actors.drafts import Bodies, Draft, Titled, core, is_part
from extractor.actors.gazetteer import entry_of
from extractor.actors.setting import countries_of_peoples, last_country, sentence_country
from extractor.actors.unnamed import join_families, takes_setting
from extractor.actors.view import Mention, View, is_people_word
from extractor.actors.vocabulary import fold_words
from extractor.records import Actor, ActorKind, Evidence

_OF_A_COUNTRY: frozenset[ActorKind] = frozenset({"government", "police", "military", "party"})
_UNNAMED = ("family:", "people:", "state:")


def resolve(view: View, mentions: list[Mention], setting: str | None) -> tuple[Actor, ...]:
    """Join mentions into actors."""
    mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
    drafts = _join_named([m for m in mentions if not m.key.startswith(_UNNAMED)], view)
    drafts += _join_keyed([m for m in mentions if m.key.startswith(("people:", "state:"))])
    drafts += join_families(view, [m for m in mentions if m.key.startswith("family:")], drafts)
    drafts = _fold_short_names(drafts)
    _lend_countries(drafts)
    kept = [draft for draft in drafts if not all(m.weak or m.link_only for m in draft.mentions)]
    kept.sort(key=lambda draft: draft.first)
    return tuple(_actor(view, draft, setting) for draft in kept)


def _join_named(named: list[Mention], view: View) -> list[Draft]:
    """Persons by name, holders of an office with them, then the bodies."""
    holders = [m for m in named if m.key.startswith("holder:")]
    persons = _join_persons([m for m in named if m.kind == "person" and m not in holders])
    persons += _join_holders(holders, persons)
    return persons + _join_organisations(view, [m for m in named if m.kind != "person"])


def _join_persons(mentions: list[Mention]) -> list[Draft]:
    """Longest names first; shorter ones join the last full name that holds them."""
    drafts: list[Draft] = []
    by_part: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: (-len(fold_words(m.name)), m.start)):
        words = fold_words(mention.name)
        near = {i for part in (words, _ends(words)) for i in by_part.get(part, ())}
        homes = [drafts[i] for i in sorted(near) if _same_person(words, drafts[i].words)]
        if homes:
            max(homes, key=lambda draft: (draft.last_before(mention.start), -draft.first)).add(mention)
        else:
            for part in _parts(words):
                by_part[part].append(len(drafts))
            drafts.append(Draft.of(mention))
    return drafts


def _parts(full: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The names that a full name may be given by: its openings, its endings, its first and last word."""
    cuts = range(1, len(full) + 1)
    return {*(full[:cut] for cut in cuts), *(full[-cut:] for cut in cuts), _ends(full)}


def _ends(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[0], words[-1]


def _join_holders(mentions: list[Mention], persons: list[Draft]) -> list[Draft]:
    """Unnamed office holders: the person who is named with the same title, or one actor for each title."""
    made: dict[str, Draft] = {}
    titled = Titled(persons)
    for mention in mentions:
        if titled.join(mention, mention.key.removeprefix("holder:")):
            continue
        if mention.key in made:
            made[mention.key].add(mention)
        else:
            made[mention.key] = Draft.of(mention)
    return list(made.values())


def _same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if short == full:
        return True
    if len(short) == 1:
        return short[0] in {full[0], full[-1]}
    ends_meet = short[0] == full[0] and short[-1] == full[-1]
    return ends_meet or full[-len(short) :] == short or full[: len(short)] == short


def _join_organisations(view: View, mentions: list[Mention]) -> list[Draft]:
    bodies = Bodies()
    by_key: dict[str, Draft] = {}
    acronyms: dict[str, Draft] = {}
    for mention in mentions:
        words = core(mention.name)
        home = by_key.get(mention.key) if mention.key else None
        if home is None and len(words) == 1 and mention.name.isupper():
            home = acronyms.get(words[0])
        home = bodies.join(mention, home or _named_before(view, mention, words, bodies))
        if mention.key:
            by_key[mention.key] = home
        for acronym in _acronyms(view, mention, words):
            acronyms.setdefault(acronym, home)
    return _fold_acronyms(bodies.drafts, acronyms)


def _named_before(view: View, mention: Mention, words: tuple[str, ...], bodies: Bodies) -> Draft | None:
    """The body that a name repeats: in brackets behind its other name, or by a part of it."""
    if bodies.drafts and _in_brackets_behind(view, bodies.drafts[-1], mention):
        return bodies.drafts[-1]
    near = () if mention.key else bodies.near(words)
    return next((draft for draft in near if _same_body(draft, mention, words)), None)


def _same_body(draft: Draft, mention: Mention, words: tuple[str, ...]) -> bool:
    """Whether a name is a draft's own or a known part of it; what no head word typed may join any kind."""
    kinds_meet = draft.kind == mention.kind or (mention.kind == "other" and len(words) == 1)
    short_form = len(words) == 1 and mention.name.isupper() and draft.core[:1] == words
    return kinds_meet and (is_part(words, draft.core) or short_form)


def _in_brackets_behind(view: View, draft: Draft, mention: Mention) -> bool:
    """Whether a name stands in brackets right behind the last one: "Islamic Jihad (Holy War)"."""
    if view.raw(mention.start - 1) != "(" or view.raw(mention.end) != ")":
        return False
    before = next(m for m in reversed(draft.mentions) if m.start == draft.starts[-1])
    return before.end == mention.start - 1 and before.kind == mention.kind


def _acronyms(view: View, mention: Mention, words: tuple[str, ...]) -> list[str]:
    """The acronym in brackets behind a name ("Monitoring Centre (IDMC)") and its initials."""
    found = []
    bracketed = view.raw(mention.end + 1)
    if view.raw(mention.end) == "(" and view.raw(mention.end + 2) == ")" and 1 < len(bracketed) < 12:
        found.append(bracketed.lower())
    if len(words) > 2:
        found.append("".join(word[0] for word in words))
    return found


def _fold_acronyms(drafts: list[Draft], acronyms: dict[str, Draft]) -> list[Draft]:
    """Join an acronym that came before its long form."""
    kept: list[Draft] = []
    for draft in drafts:
        short = len(draft.words) == 1 and len(draft.words[0]) > 1 and draft.mentions[0].name.isupper()
        home = acronyms.get(draft.words[0]) if short else None
        if home is None or home is draft or entry_of(draft.mentions[0]):
            kept.append(draft)
            continue
        for mention in draft.mentions:
            home.add(mention)
    return kept


def _join_keyed(mentions: list[Mention]) -> list[Draft]:
    drafts: dict[str, Draft] = {}
    for mention in mentions:
        if mention.key in drafts:
            drafts[mention.key].add(mention)
        else:
            drafts[mention.key] = Draft.of(mention)
    return list(drafts.values())


def _fold_short_names(drafts: list[Draft]) -> list[Draft]:
    """A seeming person may be the short name of a body: "Kang Jian" for "Kang Jian Biotech Co"."""
    sizes = {len(draft.words) for draft in drafts if draft.kind == "person"}
    bodies: dict[tuple[str, ...], Draft] = {}
    for draft in drafts:
        if draft.kind in {"company", "other", "ngo", "party", "media"}:
            for size in sizes:
                bodies.setdefault(draft.core[:size], draft)
    kept: list[Draft] = []
    for draft in drafts:
        untitled = draft.kind == "person" and not any(m.titles for m in draft.mentions)
        home = bodies.get(draft.words) if untitled else None
        if home is None:
            kept.append(draft)
            continue
        for mention in draft.mentions:
            home.add(mention)
    return kept


def _lend_countries(drafts: list[Draft]) -> None:
    """Persons take the country of the body that their title names: "a spokesman for the Thai army"."""
    lenders: dict[int, tuple[int, tuple[str, ...]]] = {}
    for order, draft in enumerate(drafts):
        if draft.kind in _OF_A_COUNTRY and draft.countries:
            for mention in draft.mentions:
                for at in range(mention.start, mention.end):
                    lenders.setdefault(at, (order, draft.countries))
    for draft in drafts:
        if draft.kind == "person" and not draft.countries and "body" not in {m.key for m in draft.mentions}:
            spans = [span for m in draft.mentions for span in (*m.title_spans, (m.start - 2, m.start - 1))]
            draft.countries = _lent(lenders, spans)


def _lent(
    lenders: Mapping[int, tuple[int, tuple[str, ...]]], spans: list[tuple[int, int]]
) -> tuple[str, ...]:
    """The countries of the first body, by its order, that has a token in one of the spans."""
    named = (lenders[at] for first, last in spans for at in range(first, last) if at in lenders)
    return min(named, default=(0, ()))[1]


def _actor(view: View, draft: Draft, setting: str | None) -> Actor:
    mentions = sorted(draft.mentions, key=lambda m: m.start)
    titles = dict.fromkeys(title for m in mentions for title in m.titles)
    return Actor(
        name=_name(_naming(mentions)),
        kind=draft.kind,
        countries=draft.countries or _setting_of(view, draft, setting),
        titles=tuple(titles),
        mentions=tuple(Evidence.of(view.text, view.starts[m.start], view.ends[m.end - 1]) for m in mentions),
    )


def _setting_of(view: View, draft: Draft, setting: str | None) -> tuple[str, ...]:
    """The country of the sentence or of the article, for who belongs to the place and not to the world."""
    if any(m.key.startswith("entry:") for m in draft.mentions):
        return ()
    if draft.kind == "person":
        code = _country_of_office(view, draft, setting)
    elif people := _people_named(draft):
        code = countries_of_peoples(view).get(people.rstrip("s")) or _country_before(view, draft)
    elif any(m.key.startswith("family:") for m in draft.mentions):
        code = _country_of_family(view, draft, setting)
    else:
        seat = next((code for m in draft.mentions if (code := _seat(view, m))), None)
        code = seat or (setting if draft.kind in _OF_A_COUNTRY else None)
    return (code,) if code else ()


def _people_named(draft: Draft) -> str | None:
    """The people or creed that a mention names: the Hutus of "Hutu refugees"."""
    return next((word for m in draft.mentions for word in m.name.split() if is_people_word(word)), None)


def _country_of_office(view: View, draft: Draft, setting: str | None) -> str | None:
    """The setting, for a person who holds an office there and is not said to belong elsewhere."""
    offices = [m for m in draft.mentions if m.key == "office" or m.key.startswith("holder:")]
    if not offices or view.business or any(m.key == "body" for m in draft.mentions):
        return None
    return None if any(_other_country(view, m, setting) for m in offices) else setting


def _country_before(view: View, draft: Draft) -> str | None:
    return last_country(view, draft.first) if draft.kind != "other" else None


def _country_of_family(view: View, draft: Draft, setting: str | None) -> str | None:
    """The country of unnamed actors such as "the police"."""
    if not takes_setting(draft):
        return None
    near = None if draft.kind == "other" else sentence_country(view, draft.first)
    return near or setting


def _other_country(view: View, mention: Mention, setting: str | None) -> bool:
    """Whether the sentence of an office names a country that is not the setting."""
    sent = view.sents[mention.start]
    return any(word.code != setting for _, word in view.countries_of.get(sent, []))


def _seat(view: View, mention: Mention) -> str | None:
    """The country of the place that stands right behind a name: "Kang Jian Biotech Co in Nantou County"."""
    i = mention.end + 1
    if view.word(mention.end) != "in":
        return None
    if i in view.place_at:
        return view.place_at[i][1]
    return view.country_at[i][1].code if i in view.country_at else None


def _naming(mentions: list[Mention]) -> list[Mention]:
    """The mentions that may give the name: neither a named person's bare office nor a weak one."""
    named = [m for m in mentions if not m.key.startswith(("holder:", "family:"))] or mentions
    return [m for m in named if not m.weak] or named


def _name(mentions: list[Mention]) -> str:
    """The fullest name, on one line and without its article."""
    names = [_without_article(" ".join(m.name.split())) for m in mentions]
    # "Police", not "Detectives"; "the Red Path (Ruta Roja)" by its first name
    first = all(m.key.startswith(("family:", "entry:")) for m in mentions)
    return max(dict.fromkeys(names), key=lambda name: (len(fold_words(name)), 0 if first else len(name)))


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in {"the", "a", "an"} else name
