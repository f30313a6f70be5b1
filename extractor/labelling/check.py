"""Gold files checked: syntax, quotes, enumerations, numbers, dates, sums, each problem with its remedy."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.articles.article import Article
from extractor.articles.failures import ArticleError
from extractor.articles.sources import read_article
from extractor.codebooks import Codebook, load_codebook
from extractor.gold import (
    Gold,
    GoldActor,
    GoldCasualty,
    GoldCount,
    GoldDate,
    GoldDisplacement,
    GoldEvent,
    GoldRecord,
    GoldVictim,
    gold_files,
    occurrences,
)
from extractor.labelling.check_events import check_event, check_links, check_victim
from extractor.labelling.check_quantity import Remark, check_bounds, check_words
from extractor.labelling.check_summary import check_ledger, check_summary
from extractor.labelling.check_values import check_countries, check_date, check_edtf
from extractor.labelling.problems import Problem

_LISTS = ("actors", "dates", "casualties", "displaced", "events", "victims")


def check_folder(corpus: Path, folder: Path) -> Iterator[Problem]:
    """The problems of every gold file of a folder, and the articles that have none."""
    labelled = set()
    for path in gold_files(folder):
        labelled.add(path.stem)
        yield from check_file(corpus, path)
    for path in sorted(corpus.glob("*.txt")):
        if path.stem not in labelled:
            fix = f"draft them with: extractor gold draft {path}"
            yield Problem(file=str(path), key="article", message="no labels", fix=fix, doubt=True)


def check_file(corpus: Path, path: Path) -> Iterator[Problem]:
    """The problems of one gold file; its article is ``corpus/<id>.txt`` or ``.md``."""
    place = str(path)
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield Problem(file=place, key="the whole", message=f"no JSON ({error})", fix="mend the syntax")
        return
    try:
        gold = Gold.model_validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        yield from (syntax_problem(place, detail) for detail in error.errors())
        return
    texts = [corpus / f"{path.stem}{suffix}" for suffix in (".txt", ".md")]
    try:
        article = read_article(next((text for text in texts if text.is_file()), texts[0]))
    except ArticleError as error:
        yield Problem(file=place, key="article", message=str(error), fix="put the article there")
        return
    if gold.article != path.stem:
        fix = f'write "{path.stem}"'
        yield Problem(file=place, key="article", message=f"{gold.article!r} is not the file's name", fix=fix)
    yield from check_gold(gold, article, place)


def check_gold(gold: Gold, article: Article, place: str, *, blind: bool = False) -> Iterator[Problem]:
    """The problems of parsed gold against its article.

    Args:
        gold: the labels.
        article: what they are of.
        place: the file, as the problems name it.
        blind: leave out what the extractor's own reader of numbers says of the words.
    """
    yield from _check_head(gold, article, place)
    for name in _LISTS:
        yield from _check_list(gold, name, article.text, place, blind)
    for remark in check_links(gold):
        yield _problem(place, "", remark)
    for remark in check_summary(gold):
        yield _problem(place, "summary", remark)
    for index, line in enumerate(gold.ledger):
        for remark in check_ledger(gold, line):
            yield _problem(place, f"ledger[{index}]", remark)


def _check_head(gold: Gold, article: Article, place: str) -> Iterator[Problem]:
    """A draft that nobody has corrected, a day of publication that is not the article's."""
    if gold.draft:
        remedy = "correct every record and remove the note"
        yield Problem(file=place, key="note", message="still a draft", fix=remedy)
    own = article.published.isoformat() if article.published else None
    if own is not None and "published" in gold.model_fields_set and gold.published != own:
        message = f"{gold.published}, but the article says {own}"
        yield Problem(file=place, key="published", message=message, fix=f"write {own}")


def _check_list(gold: Gold, name: str, text: str, place: str, blind: bool) -> Iterator[Problem]:
    """The problems of the records of one list."""
    records: tuple[GoldRecord, ...] = getattr(gold, name)
    if records and name not in gold.labelled:
        remedy = f'add "{name}" to labelled'
        yield Problem(file=place, key=name, message="not in labelled, so never scored", fix=remedy)
    codebook = None if blind else load_codebook()
    seen: dict[object, int] = {}
    for index, record in enumerate(records):
        key = f"{name}[{index}]"
        for remark in _check_record(record, gold, text, codebook):
            yield _problem(place, key, remark)
        twin = seen.setdefault(_identity(record), index)
        if twin != index:
            message, remedy = f"the same record as {name}[{twin}]", "remove one, or give the second its nth"
            yield Problem(file=place, key=key, message=message, fix=remedy)


def _problem(place: str, key: str, remark: Remark) -> Problem:
    return Problem(
        file=place,
        key=".".join(part for part in (key, remark.key) if part),
        message=remark.message,
        fix=remark.fix,
        doubt=remark.doubt,
    )


def _check_record(record: GoldRecord, gold: Gold, text: str, codebook: Codebook | None) -> Iterator[Remark]:
    yield from _check_quotes(record, text)
    if isinstance(record, GoldCount):
        for remark in check_bounds(record.quantity):
            yield remark._replace(key=f"quantity.{remark.key}")
        if record.quote is not None and codebook is not None:
            for remark in check_words(record.quantity, record.quote, codebook):
                yield remark._replace(key=f"quantity.{remark.key}")
        yield from check_countries(record.group.countries or (), "group.countries")
        yield from check_edtf(record.date, "date")
    if isinstance(record, GoldActor):
        yield from check_countries(record.countries or (), "countries")
    if isinstance(record, GoldDate):
        yield from check_date(record)
    if isinstance(record, GoldEvent):
        yield from check_event(gold, record)
    if isinstance(record, GoldVictim):
        yield from check_victim(gold, record)


def _check_quotes(record: GoldRecord, text: str) -> Iterator[Remark]:
    if record.quote is not None:
        count = len(occurrences(text, record.quote))
        if not count:
            yield Remark("quote", f"“{record.quote}” is not in the article", _nearest(record.quote, text))
        elif record.nth > count:
            yield Remark("nth", f"{record.nth}, but “{record.quote}” stands {count} time(s)", f"1 to {count}")
    for index, quote in enumerate(record.quotes if isinstance(record, GoldActor) else ()):
        if quote not in text:
            yield Remark(f"quotes[{index}]", f"“{quote}” is not in the article", _nearest(quote, text))


def _nearest(quote: str, text: str) -> str:
    """Advice that names the words of the article that are most like the quote."""
    loose = re.compile(r"\s+".join(re.escape(word) for word in quote.split()), re.IGNORECASE)
    if match := loose.search(text):
        return f"quote it verbatim: {match.group()!r}"
    words, size = [m.span() for m in re.finditer(r"\S+", text)], len(quote.split())
    spans = [(words[i][0], words[i + size - 1][1]) for i in range(len(words) - size + 1)]
    close = difflib.get_close_matches(quote, [text[a:b] for a, b in spans], n=1, cutoff=0.75)
    return f"did you mean {close[0]!r}?" if close else "quote the article verbatim"


def _identity(record: GoldRecord) -> object:
    if isinstance(record, GoldActor):
        return record.name
    kind: object = None
    if isinstance(record, GoldCasualty):
        kind = (record.outcome, record.quantity.best)
    elif isinstance(record, GoldDisplacement):
        kind = (record.term, record.unit, record.quantity.best)
    elif isinstance(record, GoldVictim):
        kind = (record.name, record.outcome)
    elif isinstance(record, GoldEvent):
        kind = record.id
    return (record.quote, record.nth, kind) if record.quote is not None else id(record)


def syntax_problem(place: str, detail: Any) -> Problem:
    """An error of pydantic in the words of the check; ``place`` names the file."""
    key = ".".join(str(part) for part in detail["loc"]) or "the whole"
    if detail["type"] == "literal_error":
        return Problem(
            file=place,
            key=key,
            message=f"{detail['input']!r} is no value of this key",
            fix=f"choose from {detail['ctx']['expected']}",
        )
    if detail["type"] == "extra_forbidden":
        fix = "mend its spelling or remove it"
        return Problem(file=place, key=key, message="no such key", fix=fix)
    return Problem(file=place, key=key, message=detail["msg"], fix="mend the value or leave the key out")
