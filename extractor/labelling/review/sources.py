"""Where the desk's articles come from, and what the extractor says of them: a folder, or a run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from extractor.articles.article import MAX_CHARS, Article
from extractor.articles.sources import read_article, read_paths
from extractor.gold import article_files
from extractor.records import ArticleInfo, Extraction
from extractor.runs.manifest import read_manifest
from extractor.runs.output import Targets, targets
from extractor.runs.ownership import earlier_outputs
from extractor.runs.readback import RecordsError, read_records

Extract = Callable[[Article], Extraction]
_LONGEST = 120
"""Characters of an article's id that a file is named by as it is; a longer one gets a hash."""
_PLAIN = re.compile(r"(?!\.)[\w .()+,@=-]+(?<![. ])")


class Source(Protocol):
    """Articles by id, and the extractor's answer to each."""

    blind: bool
    """Whether there are no answers."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all articles, in order. Only what stands here is ever opened."""

    def article(self, article_id: str) -> Article:
        """The article as it stands now. Raises KeyError, ArticleError."""

    def answer(self, article: Article) -> Extraction:
        """What the extractor says of it; nothing where the desk is blind."""

    def file(self, article_id: str) -> str:
        """The path of its labels below their folder."""


class Folder:
    """The articles of a folder (``.txt``, ``.md``); an id is a path below it without the ending.

    Args:
        corpus: the folder.
        extract: the extractor; None for a desk that shows nothing of it.
        only: the ids to take, all by default.
    """

    def __init__(self, corpus: Path, extract: Extract | None, only: Sequence[str] | None = None) -> None:
        self._files = {
            name: path for name, path in article_files(corpus).items() if only is None or name in only
        }
        self._extract = extract
        self.blind = extract is None

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the articles, in order."""
        return tuple(self._files)

    def article(self, article_id: str) -> Article:
        """The article, read again."""
        return read_article(self._files[article_id]).model_copy(update={"id": article_id})

    def answer(self, article: Article) -> Extraction:
        """The extractor's answer, made now."""
        if self._extract is None:
            return Extraction(article=ArticleInfo(id=article.id))
        return self._extract(article)

    def file(self, article_id: str) -> str:
        """The path of the article with another ending."""
        return f"{article_id}.json"


class Run:
    """The articles of a run that have records and whose text is still the one that was read.

    Args:
        out: the folder of the run, or its file of records.
        articles: where the articles are now, if they have moved since the run.

    Raises:
        RecordsError: there are no records, or no article of theirs can be found.
        OSError: a file cannot be opened.
    """

    blind = False

    def __init__(self, out: Path, articles: Sequence[Path] = ()) -> None:
        manifest = read_manifest(files_of(out).manifest)
        where = articles or [Path(path) for path in (manifest.articles if manifest else ())]
        self.extractions: Mapping[str, Extraction] = {found.article.id: found for found in read_records(out)}
        longest = manifest.max_chars if manifest else MAX_CHARS
        read = dict(_read([path for path in where if path.exists()], longest))
        self.articles = {name: read[name] for name in self.extractions if self._same(read.get(name))}
        self.lost = tuple(name for name in self.extractions if name not in self.articles)
        if not self.articles:
            raise RecordsError(
                f"{out}: none of its articles is where it was; name their place with --articles"
            )

    def _same(self, article: Article | None) -> bool:
        """Whether an article is there with the text that the records are of."""
        if article is None:
            return False
        try:
            self.extractions[article.id].with_text(article.text)
        except ValueError:
            return False
        return True

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the articles, in the order of the run."""
        return tuple(self.articles)

    def article(self, article_id: str) -> Article:
        """The article as the run read it, on the day of publication that the run found."""
        return self.articles[article_id]

    def answer(self, article: Article) -> Extraction:
        """What the run wrote of it."""
        return self.extractions[article.id]

    def file(self, article_id: str) -> str:
        """A path for any id."""
        return file_name(article_id)


def files_of(out: Path) -> Targets:
    """The files of a run by its folder or its file of records, which may be packed or renamed since."""
    try:
        return targets(out)
    except ValueError:
        return targets(out.parent)


def _read(paths: Sequence[Path], max_chars: int) -> Iterator[tuple[str, Article]]:
    """The articles of a run's inputs by id; what cannot be read is passed over."""
    for item in read_paths(paths, max_chars=max_chars, skip=earlier_outputs(paths)):
        if isinstance(item, Article):
            yield item.id, item


def file_name(article_id: str) -> str:
    """The path of an article's labels below their folder, for any id: plain ids as they are.

    >>> file_name("sub/story"), file_name("../x"), file_name("http://a.example/b?c")
    ('sub/story.json', '%2E%2E/x.json', 'http%3A/%/a.example/b%3Fc.json')
    """
    parts = []
    for part in article_id.split("/"):
        plain = part if _PLAIN.fullmatch(part) else quote(part, safe=" ()+,@=").replace(".", "%2E") or "%"
        if len(plain.encode()) > _LONGEST:
            plain = f"{plain[: _LONGEST // 4]}-{hashlib.sha256(part.encode()).hexdigest()[:24]}"
        parts.append(plain)
    return "/".join(parts) + ".json"
