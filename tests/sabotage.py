"""Jobs for worker processes that do what an item asks for."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from extractor.articles.failures import ArticleError
from extractor.articles.inputs import Item, read_item
from extractor.records import ArticleInfo, Extraction
from extractor.runs.results import Answer, Settings


class OddError(Exception):
    """An exception that cannot be read back from its pickle."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)
        self.two = two


def obey(items: Sequence[str]) -> list[str]:
    """Each item in capitals, unless an item asks for mischief."""
    for item in items:
        mischief(item)
    return [item.upper() for item in items]


def mischief(order: str) -> None:
    """Do what the text asks for."""
    if "raise" in order:
        raise ValueError("two\nlines")
    if "odd" in order:
        raise OddError("one", "two")
    if "hang" in order:
        time.sleep(1000)
    if "kill" in order:
        os.kill(os.getpid(), signal.SIGKILL)
    if "exit" in order:
        os._exit(3)
    if "slow" in order:
        time.sleep(0.3)
    if "pause" in order:
        time.sleep(0.005)


def once(items: Sequence[str]) -> list[str]:
    """Mischief the first time that an item is seen; an item is a kind of mischief and the path of a mark."""
    for item in items:
        kind, path = item.split(" ", 1)
        if not Path(path).exists():
            Path(path).touch()
            mischief(kind)
    return ["done" for _ in items]


def announced(items: Sequence[str]) -> list[str]:
    """Write the process id into the file that an item names, then take a second of waiting and computing."""
    for item in items:
        Path(item).write_text(str(os.getpid()))
        time.sleep(0.5)
        end = time.process_time() + 0.5
        while time.process_time() < end:
            pass
    return ["done" for _ in items]


def burn(items: Sequence[str]) -> list[str]:
    """Compute for ever."""
    while True:
        items = list(items)


def short(items: Sequence[str]) -> list[str]:
    """One result too few."""
    return list(items)[1:]


def process_ids(items: Sequence[str]) -> list[str]:
    """The worker's process id for each item."""
    return [str(os.getpid())] * len(items)


def parents_and_ids(items: Sequence[str]) -> list[str]:
    """Announce the worker, then wait."""
    print(os.getpid(), flush=True)
    time.sleep(1000)
    return list(items)


def fail_setup() -> None:
    """A setup that cannot be done."""
    raise ValueError("no such model")


def die() -> None:
    """A setup that ends its worker."""
    os._exit(7)


def answer(items: Sequence[Item], settings: Settings) -> list[Answer]:
    """A batch function without a model: a record with the text as its title, or mischief."""
    answers = []
    for item in items:
        try:
            text = read_item(item).text.strip()
        except ArticleError as error:
            answers.append(Answer(item.id, "unreadable", None, error.place, error.reason, error.remedy))
            continue
        mischief(text)
        info = ArticleInfo(id=item.id, title=text[:200])
        answers.append(Answer(item.id, "ok", Extraction(article=info).model_dump_json().encode()))
    return answers
