"""The desk without its pages: articles, their labels, what the extractor suggests, and every change.

A change is a function from the labels to the labels. It is made under a lock, on the file as it stands on
the disk, and only if that is the file which the change was asked for; the version before it is kept.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from extractor.articles.article import Article
from extractor.gold import Gold, GoldError, check_quotes
from extractor.gold.scoring.judge import judge_article
from extractor.gold.scoring.matching import Judged, key_of
from extractor.labelling.check import check_gold, syntax_problem
from extractor.labelling.draft import draft
from extractor.labelling.layout import gold_json
from extractor.labelling.problems import Problem
from extractor.labelling.review.edits import Changed, Labels, free_id, mark_of, new_file
from extractor.labelling.review.forms import FormError
from extractor.labelling.review.sources import Source
from extractor.labelling.review.store import Store
from extractor.records import Extraction

LISTS = ("events", "casualties", "displaced", "victims", "dates", "actors", "ledger")
"""The lists whose records stand on the desk one by one."""

_OWN = frozenset(
    {"quote", "nth", "quotes", "date", "value", "start", "end", "age", "country", "countries"}
    | {"group.countries"}
)
"""Keys whose problems are of the record alone, so that a change that has one is refused."""
_REMEMBERED = 200
T = TypeVar("T")


class Sheet(NamedTuple):
    """An article with its labels as they stand on the disk.

    ``labels`` is None where there is no file, ``gold`` also where the file is none that can be used;
    ``version`` names exactly this text and this file; ``earlier`` counts the versions to go back to.
    """

    article: Article
    path: Path
    labels: Labels | None
    gold: Gold | None
    problems: tuple[Problem, ...]
    version: str
    earlier: int
    redo: bool = False

    @property
    def broken(self) -> bool:
        """Whether there is a file that cannot be worked on."""
        return self.gold is None and bool(self.problems)

    @property
    def draft(self) -> bool:
        """Whether the article still has to be worked through."""
        return self.gold is None or self.gold.draft


class Suggestion(NamedTuple):
    """A record of the extractor that no label answers to, as a gold record.

    ``origin`` is its index in the extractor's list.
    """

    key: str
    list: str
    record: Labels
    origin: int = -1


class Drafted(NamedTuple):
    """The extractor's answer as gold records, beside what labels answer to them.

    ``records`` name labelled events by the ids that the labels give them; ``keys`` are the names by which a
    record is answered; ``judged`` pairs labels with records, list by list.
    """

    records: Labels
    keys: Mapping[str, list[str]]
    judged: Mapping[str, Judged]


class ConflictError(Exception):
    """The file or the article is no longer what the change was asked for.

    ``before`` are the labels that the page was made from, if the desk has seen them; ``now`` is the sheet as
    it stands.
    """

    def __init__(self, before: Labels | None, now: Sheet) -> None:
        super().__init__(f"{now.path}: was changed in the meantime")
        self.before, self.now = before, now


class Desk:
    """Articles and the folder of their labels.

    Args:
        source: the articles, and what the extractor says of them.
        gold: folder of the labels.
        annotator: who labels; empty where nobody has given a name.
    """

    def __init__(self, source: Source, gold: Path, annotator: str = "") -> None:
        self.source = source
        self.annotator = annotator
        self._store = Store(gold)
        self._extractions: OrderedDict[str, Extraction] = OrderedDict()
        self._problems: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()
        self._seen: OrderedDict[str, Labels] = OrderedDict()

    @property
    def blind(self) -> bool:
        """Whether articles are labelled without the extractor's answers, and without its readers."""
        return self.source.blind

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all articles, in order. Only what stands here is ever opened."""
        return tuple(self.source.ids)

    def sheet(self, article_id: str) -> Sheet:
        """The article and its labels as they stand now. Raises KeyError, ArticleError, OSError."""
        article = self.source.article(article_id)
        name = self.source.file(article_id)
        path, data = self._store.path(name), self._store.read(name)
        version = _digest(b"-" if data is None else b"+" + data, article.text.encode("utf-8", "replace"))
        sheet = Sheet(
            article=article,
            path=path,
            labels=None,
            gold=None,
            problems=(),
            version=version,
            earlier=len(self._store.versions(name)),
            redo=self._store.can_redo(name),
        )
        if data is None:
            return sheet
        try:
            labels = json.loads(data)
            gold = parsed(labels)
            check_quotes(gold, article.text, str(path))
        except (ValueError, GoldError, FormError) as error:
            reason = Problem(file=str(path), key="the whole", message=str(error), fix="mend the file by hand")
            return sheet._replace(problems=(reason,))
        _remember(self._seen, version, labels)
        if version not in self._problems:
            found = tuple(_checked(gold, article, path, blind=self.blind))
            _remember(self._problems, version, found)
        return sheet._replace(labels=labels, gold=gold, problems=self._problems[version])

    def change(self, article_id: str, version: str, change: Callable[[Labels], Changed]) -> Sheet:
        """Make a change and save it at once; the version before it is kept.

        Args:
            article_id: one of ``ids``.
            version: that of the sheet which the change was asked for.
            change: gets a copy of the labels (a new draft where there is no file) and gives them changed.

        Raises:
            ConflictError: the file on the disk is another one.
            FormError: what comes out is no gold file, or quotes what is not there; nothing is written.
        """
        with self._store.locked():
            now = self._fresh(article_id, version)
            before = now.labels if now.labels is not None else new_file(now.article)
            after, about = change(copy.deepcopy(before))
            if after != now.labels:
                _accept(after, about, now)
                self._store.write(self.source.file(article_id), gold_json(after).encode())
            return self.sheet(article_id)

    def undo(self, article_id: str, version: str) -> Sheet:
        """Go back to the version before the last change. Raises ConflictError as ``change`` does."""
        with self._store.locked():
            self._fresh(article_id, version)
            self._store.undo(self.source.file(article_id))
            return self.sheet(article_id)

    def redo(self, article_id: str, version: str) -> Sheet:
        """Do again what was undone last. Raises ConflictError as ``change`` does."""
        with self._store.locked():
            self._fresh(article_id, version)
            self._store.redo(self.source.file(article_id))
            return self.sheet(article_id)

    def extraction(self, article: Article) -> Extraction:
        """What the extractor says of an article; remembered as long as its text stays."""
        key = _digest(article.id.encode("utf-8", "replace"), article.model_dump_json().encode())
        if key not in self._extractions:
            _remember(self._extractions, key, self.source.answer(article))
        return self._extractions[key]

    def suggestions(self, sheet: Sheet) -> list[Suggestion]:
        """The extractor's records that match no label and were not answered, list by list."""
        return suggestions_of(sheet.article, self.extraction(sheet.article), sheet.gold, sheet.labels)

    def rejected(self, sheet: Sheet) -> int:
        """How many records of the extractor were rejected, or stand as other labels."""
        if sheet.gold is None or not sheet.gold.answered:
            return 0
        unanswered = sheet.gold.model_copy(update={"answered": ()})
        extraction = self.extraction(sheet.article)
        asked = suggestions_of(sheet.article, extraction, unanswered, sheet.labels)
        return len(asked) - len(self.suggestions(sheet))

    def differences(self, sheet: Sheet) -> dict[str, Labels]:
        """The extractor's other values of labelled records, by record (``dates[2]``) and dotted key."""
        if sheet.gold is None:
            return {}
        extraction, found = self.extraction(sheet.article), {}
        judged = judge_article(sheet.gold, extraction, sheet.article.text)
        for name in ("casualties", "displaced", "victims", "dates", "actors"):
            got = getattr(extraction, name)
            for index, keys in judged[name].keys.items():
                other = got[judged[name].pairs[index]]
                apart = ("event", "counted_in")
                wrong = {
                    key: key_of(other, key) for key, right in keys.items() if not right and key not in apart
                }
                if wrong:
                    found[f"{name}[{index}]"] = wrong
        return found

    def require(self, now: Sheet, version: str) -> None:
        """Raise ConflictError where a sheet is not the one that was asked for."""
        if now.version != version:
            raise ConflictError(self._seen.get(version), now)

    def _fresh(self, article_id: str, version: str) -> Sheet:
        """The sheet as it stands, if it is the one that was asked for and can be worked on."""
        now = self.sheet(article_id)
        self.require(now, version)
        if now.broken:
            raise FormError([("", f"{now.path} cannot be worked on; mend the file by hand")])
        return now


def suggestions_of(
    article: Article, extraction: Extraction, gold: Gold | None, labels: Labels | None
) -> list[Suggestion]:
    """The records of an extraction that match no label and were not answered, as gold records."""
    wanted = gold or Gold(labelled=())
    drafted = drafted_for(article, extraction, wanted)
    answered = {answer.key for answer in wanted.answered}
    found = []
    for name in LISTS:
        used = set(drafted.judged[name].pairs.values())
        for index, (key, record) in enumerate(zip(drafted.keys[name], drafted.records[name], strict=True)):
            if index not in used and key not in answered:
                found.append(Suggestion(key, name, record, index))
    summary = drafted.records["summary"]
    key = mark_of(["summary", summary])
    given = any(value is not None for value in summary.values())
    if given and "summary" not in (labels or {}) and key not in answered:
        found.append(Suggestion(key, "settings", {"summary": summary}))
    return found


def drafted_for(article: Article, extraction: Extraction, gold: Gold) -> Drafted:
    """An extraction as gold records, beside the labels of its article."""
    drafted = draft(article, extraction)
    judged = judge_article(gold, extraction, article.text)
    ids = _event_ids(drafted, judged["events"], gold)
    keys = {name: [mark_of([name, record]) for record in drafted[name]] for name in LISTS}
    renamed = {name: [_renamed(record, ids) for record in drafted[name]] for name in LISTS}
    return Drafted(drafted | renamed, keys, judged)


def _event_ids(drafted: Labels, events: Judged, gold: Gold) -> Mapping[str, str]:
    """For the id of each drafted event, that of the labelled event which it is, or a free one."""
    matched = {got: gold.events[wanted].id for wanted, got in events.pairs.items()}
    taken = {event.id for event in gold.events}
    ids: dict[str, str] = {}
    for index, event in enumerate(drafted["events"]):
        own = matched.get(index) or (event["id"] if event["id"] not in taken else free_id(taken))
        taken.add(own)
        ids[event["id"]] = own
    return ids


def _renamed(record: Labels, ids: Mapping[str, str]) -> Labels:
    named = {key: ids.get(record[key], record[key]) for key in ("id", "event") if record.get(key)}
    return record | named


def parsed(labels: object) -> Gold:
    """The labels as types. Raises FormError where they are none."""
    try:
        return Gold.model_validate_json(json.dumps(labels), strict=True)
    except ValidationError as error:
        found = [syntax_problem("", detail) for detail in error.errors()]
        raise FormError([(problem.key, f"{problem.message}; {problem.fix}") for problem in found]) from None


def _checked(gold: Gold, article: Article, path: Path, *, blind: bool) -> Iterator[Problem]:
    if gold.article not in (article.id, path.stem):
        fix = f'write "{path.stem}"'
        reason = f"{gold.article!r} is not the file's name"
        yield Problem(file=str(path), key="article", message=reason, fix=fix)
    yield from check_gold(gold, article, str(path), blind=blind)


def _accept(labels: Labels, about: str, sheet: Sheet) -> None:
    """Raise FormError where the labels are none, or the record that was changed is wrong in itself.

    What is wrong between records (a sum, a side, a headline, a twin), and a number that the words do not bear
    out, is shown beside the records and not refused: it may take several changes to mend.
    """
    gold = parsed(labels)
    if about:
        prefix = f"{about}."
        problems = check_gold(gold, sheet.article, str(sheet.path), blind=True)
        own = [(p.key.removeprefix(prefix), p) for p in problems if p.key.startswith(prefix) and not p.doubt]
        wrong = [(key, f"{p.message}; {p.fix}") for key, p in own if key.partition("[")[0] in _OWN]
        if wrong:
            raise FormError(wrong)
    try:
        check_quotes(gold, sheet.article.text, str(sheet.path))
    except GoldError as error:
        raise FormError([("", str(error))]) from None


def _digest(*parts: bytes) -> str:
    return "-".join(hashlib.sha256(part).hexdigest()[:32] for part in parts)


def _remember(store: OrderedDict[str, Any], key: str, value: object) -> None:
    store[key] = value
    store.move_to_end(key)
    while len(store) > _REMEMBERED:
        store.popitem(last=False)
