"""The desk without its pages: the articles of a corpus, their gold files, and every change to one.

A change is a function from the labels to the labels. It is made under a lock, on the file as it stands on
the disk, and only if that is the file which the change was asked for; the version before it is kept.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from extractor.articles.article import Article
from extractor.articles.sources import read_article
from extractor.gold import (
    DRAFT_NOTE,
    Gold,
    GoldActor,
    GoldError,
    GoldRecord,
    article_files,
    check_quotes,
    occurrences,
)
from extractor.gold.scoring.judge import judge
from extractor.gold.scoring.matching import actor_spans, key_of
from extractor.labelling.check import check_gold, syntax_problem
from extractor.labelling.draft import draft
from extractor.labelling.layout import gold_json
from extractor.labelling.problems import Problem
from extractor.labelling.review.forms import FormError
from extractor.records import ArticleInfo, Extraction
from extractor.runs.output import atomic_file

LISTS = ("casualties", "displaced", "dates", "actors")
HISTORY = ".history"
"""Where earlier versions are kept, beside the gold files: no reader of gold looks there."""

_REMEMBERED = 200
T = TypeVar("T")
Labels = dict[str, Any]
Extract = Callable[[Article], Extraction]


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

    @property
    def broken(self) -> bool:
        """Whether there is a file that cannot be worked on."""
        return self.gold is None and bool(self.problems)

    @property
    def draft(self) -> bool:
        """Whether the article still has to be worked through."""
        return self.gold is None or self.gold.draft


class Suggestion(NamedTuple):
    """A record of the extractor that no label answers to, as a gold record."""

    key: str
    list: str
    record: Labels


class Changed(NamedTuple):
    """Labels after a change, and the key of the record that it was about (``casualties[2]``), if of one."""

    labels: Labels
    about: str = ""


class ConflictError(Exception):
    """The file or the article is no longer what the change was asked for.

    ``before`` is the gold file that the page was made from, if the desk has seen it; ``now`` is the sheet
    as it stands.
    """

    def __init__(self, before: str | None, now: Sheet) -> None:
        super().__init__(f"{now.path}: was changed in the meantime")
        self.before, self.now = before, now


class Desk:
    """The articles of a folder and the folder of their labels.

    Args:
        corpus: folder of articles (``.txt``, ``.md``); an id is a path below it without the ending.
        gold: folder of the gold files.
        extract: the extractor, for suggestions; None for a desk that shows none.
    """

    def __init__(self, corpus: Path, gold: Path, extract: Extract | None) -> None:
        self._gold = gold
        self._extract = extract
        self._lock = RLock()
        self._files = article_files(corpus)
        self._extractions: OrderedDict[str, Extraction] = OrderedDict()
        self._problems: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()
        self._seen: OrderedDict[str, str] = OrderedDict()

    @property
    def blind(self) -> bool:
        """Whether articles are labelled without the extractor's answers."""
        return self._extract is None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all articles, in order. Only what stands here is ever opened."""
        return tuple(self._files)

    def sheet(self, article_id: str) -> Sheet:
        """The article and its labels as they stand now. Raises KeyError, ArticleError, OSError."""
        article = read_article(self._files[article_id]).model_copy(update={"id": article_id})
        path = self._gold / f"{article_id}.json"
        data = path.read_bytes() if path.is_file() else None
        version = _digest(b"-" if data is None else b"+" + data, article.text.encode())
        earlier = len(self._versions(article_id))
        if data is None:
            return Sheet(article, path, None, None, (), version, earlier)
        _remember(self._seen, version, data.decode("utf-8", "replace"))
        try:
            labels = json.loads(data)
            gold = _parsed(labels)
            check_quotes(gold, article.text, str(path))
        except (ValueError, GoldError, FormError) as error:
            problem = Problem(
                file=str(path), key="the whole", message=str(error), fix="mend the file by hand"
            )
            return Sheet(article, path, None, None, (problem,), version, earlier)
        if version not in self._problems:
            _remember(self._problems, version, tuple(_checked(gold, article, path)))
        return Sheet(article, path, labels, gold, self._problems[version], version, earlier)

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
        with self._locked():
            now = self.sheet(article_id)
            if now.version != version:
                raise ConflictError(self._seen.get(version), now)
            if now.broken:
                raise FormError([("", f"{now.path} cannot be worked on; mend the file by hand")])
            before = now.labels if now.labels is not None else new_file(now.article)
            after, about = change(copy.deepcopy(before))
            if after != now.labels:
                _accept(after, about, now)
                self._keep(article_id, now.path)
                _write(now.path, gold_json(after).encode())
            return self.sheet(article_id)

    def undo(self, article_id: str, version: str) -> Sheet:
        """Go back to the version before the last change; the one that is left stays in the history.

        Raises ConflictError as ``change`` does.
        """
        with self._locked():
            now = self.sheet(article_id)
            if now.version != version:
                raise ConflictError(self._seen.get(version), now)
            versions = self._versions(article_id)
            if versions:
                kept = self._folder(article_id) / f"{versions[-1]}.json"
                older = kept.read_bytes()
                if now.path.is_file():
                    _write(kept.with_suffix(".undone.json"), now.path.read_bytes())
                if older:
                    _write(now.path, older)
                else:
                    now.path.unlink(missing_ok=True)
                kept.unlink()
            return self.sheet(article_id)

    def extraction(self, article: Article) -> Extraction:
        """What the extractor says of an article; remembered as long as its text stays."""
        if self._extract is None:
            return Extraction(article=ArticleInfo(id=article.id))
        key = _digest(article.id.encode(), article.model_dump_json().encode())
        with self._lock:
            if key not in self._extractions:
                _remember(self._extractions, key, self._extract(article))
            return self._extractions[key]

    def differences(self, sheet: Sheet) -> dict[str, Labels]:
        """The extractor's other values of labelled records, by record (``dates[2]``) and dotted key."""
        extraction, found = self.extraction(sheet.article), {}
        for name in LISTS if sheet.gold else ():
            got = getattr(extraction, name)
            judged = judge(name, getattr(sheet.gold, name), got, sheet.article.text)
            for index, keys in judged.keys.items():
                other = got[judged.pairs[index]]
                wrong = {key: key_of(other, key) for key, right in keys.items() if not right}
                if wrong:
                    found[f"{name}[{index}]"] = wrong
        return found

    def suggestions(self, sheet: Sheet) -> list[Suggestion]:
        """The extractor's records that match no label and were not rejected, list by list."""
        extraction, text = self.extraction(sheet.article), sheet.article.text
        drafted = draft(sheet.article, extraction)
        rejected = self._rejected(sheet.article.id)
        found = []
        for name in LISTS:
            wanted = getattr(sheet.gold, name) if sheet.gold else ()
            for index in judge(name, wanted, getattr(extraction, name), text).spare:
                record = drafted[name][index]
                key = mark_of([name, record])
                if key not in rejected:
                    found.append(Suggestion(key, name, record))
        return found

    def drafted(self, article: Article) -> Labels:
        """The extractor's whole answer as a gold file."""
        return draft(article, self.extraction(article))

    def reject(self, article_id: str, key: str) -> None:
        """Show a suggestion no more, in this and every later session."""
        with self._locked():
            keys = [*self._rejected(article_id), key]
            _write(self._folder(article_id) / "rejected.json", json.dumps(keys).encode())

    def restore(self, article_id: str) -> None:
        """Show rejected suggestions again."""
        with self._locked():
            (self._folder(article_id) / "rejected.json").unlink(missing_ok=True)

    def rejected(self, article_id: str) -> int:
        """How many suggestions were rejected."""
        return len(self._rejected(article_id))

    def _rejected(self, article_id: str) -> list[str]:
        try:
            keys = json.loads((self._folder(article_id) / "rejected.json").read_bytes())
        except (OSError, ValueError):
            return []
        return [str(key) for key in keys] if isinstance(keys, list) else []

    def _folder(self, article_id: str) -> Path:
        return self._gold / HISTORY / article_id

    def _versions(self, article_id: str) -> list[int]:
        files = self._folder(article_id).glob("*.json")
        return sorted(int(path.stem) for path in files if path.stem.isdecimal())

    def _keep(self, article_id: str, path: Path) -> None:
        """Keep the file as it stands; an empty one says that there was none."""
        number = max(self._versions(article_id), default=0) + 1
        _write(self._folder(article_id) / f"{number}.json", path.read_bytes() if path.is_file() else b"")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone with the files: no other thread, and no other desk on the same folder."""
        folder = self._gold / HISTORY
        with self._lock:
            folder.mkdir(exist_ok=True)
            ignored = folder / ".gitignore"
            if not ignored.exists():
                ignored.write_text("*\n", encoding="utf-8")
            with (folder / ".lock").open("a+b") as handle:
                _wait_for(handle.fileno())
                yield


def new_file(article: Article) -> Labels:
    """The labels of an article that has none: a draft without lists."""
    return {
        "article": article.id,
        "published": article.published.isoformat() if article.published else None,
        "labelled": [],
        "note": DRAFT_NOTE,
    }


def mark_of(value: object) -> str:
    """A short name for a record, by everything that stands in it."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:20]


def put(labels: Labels, name: str, record: Labels, text: str, index: int | None = None) -> Changed:
    """Put a record in its list: in the place of another, or where its words stand among those of the rest."""
    records: list[Labels] = labels.setdefault(name, [])
    if index is None:
        start = _start(name, record, text)
        index = next(
            (i for i, other in enumerate(records) if _start(name, other, text) > start), len(records)
        )
        records.insert(index, record)
    else:
        records[index] = record
    if name not in labels["labelled"]:
        labels["labelled"] = [*labels["labelled"], name]
    return Changed(labels, f"{name}[{index}]")


def take_all(labels: Labels, suggestions: Iterable[Suggestion], drafted: Labels, text: str) -> Changed:
    """Every suggestion at once, and the headlines, sums, events and victims where none are labelled."""
    for suggestion in suggestions:
        labels = put(labels, suggestion.list, suggestion.record, text).labels
    for key in ("summary", "ledger", "events", "victims"):
        labels.setdefault(key, drafted[key])
    quotes = {record.get("quote") for name in ("casualties", "displaced") for record in labels.get(name, ())}
    labels["ledger"] = [line for line in labels["ledger"] if quotes >= {line["total"], *line["parts"]}]
    labels["labelled"] = [name for name in drafted["labelled"] if name in drafted]
    for name in LISTS:
        labels.setdefault(name, [])
    return Changed(labels)


def _start(name: str, record: Labels, text: str) -> int:
    if name == "actors":
        found = [text.find(quote) for quote in record.get("quotes") or ()]
        return min((at for at in found if at >= 0), default=len(text))
    spans = occurrences(text, record.get("quote") or "")
    nth = record.get("nth", 1)
    return spans[nth - 1][0] if len(spans) >= nth else len(text)


def spans_of(record: GoldRecord, text: str) -> list[tuple[int, int]]:
    """Where a labelled record stands in its article."""
    if isinstance(record, GoldActor):
        return actor_spans(record, text)
    return occurrences(text, record.quote)[record.nth - 1 : record.nth] if record.quote else []


def _parsed(labels: object) -> Gold:
    try:
        return Gold.model_validate_json(json.dumps(labels), strict=True)
    except ValidationError as error:
        found = [syntax_problem("", detail) for detail in error.errors()]
        raise FormError([(problem.key, f"{problem.message}; {problem.fix}") for problem in found]) from None


def _checked(gold: Gold, article: Article, path: Path) -> Iterator[Problem]:
    if gold.article not in (article.id, path.stem):
        fix = f'write "{path.stem}"'
        reason = f"{gold.article!r} is not the file's name"
        yield Problem(file=str(path), key="article", message=reason, fix=fix)
    yield from check_gold(gold, article, str(path))


def _accept(labels: Labels, about: str, sheet: Sheet) -> None:
    """Raise FormError where the labels are none, or the record that was changed is wrong in itself.

    What is wrong between records (a sum, a headline, a twin), and a number that the words do not bear
    out, is shown beside the records and not refused: it may take several changes to mend.
    """
    gold = _parsed(labels)
    problems = check_gold(gold, sheet.article, str(sheet.path))
    prefix = f"{about}."
    wrong = [
        (problem.key.removeprefix(prefix), f"{problem.message}; {problem.fix}")
        for problem in problems
        if about and not problem.doubt and problem.key.startswith(prefix)
        if not about.startswith("ledger") and ".quantity." not in problem.key
    ]
    if wrong:
        raise FormError(wrong)
    try:
        check_quotes(gold, sheet.article.text, str(sheet.path))
    except GoldError as error:
        raise FormError([("", str(error))]) from None


def _digest(*parts: bytes) -> str:
    return "-".join(hashlib.sha256(part).hexdigest()[:32] for part in parts)


def _remember(store: OrderedDict[str, T], key: str, value: T) -> None:
    store[key] = value
    store.move_to_end(key)
    while len(store) > _REMEMBERED:
        store.popitem(last=False)


def _write(path: Path, data: bytes) -> None:
    with atomic_file(path) as file:
        file.write(data)


def _wait_for(handle: int) -> None:
    """Wait for the lock of an open file, which ends with the file, where the system knows such locks."""
    try:
        import fcntl
    except ImportError:
        return
    with suppress(OSError):  # a file system without locks
        fcntl.flock(handle, fcntl.LOCK_EX)
