"""Hostile articles, made of ordinary ones: mutations by the thousand, and monsters that grow one pattern.

    python fuzz/hostile.py [--cases 10000] [--seed 1] [--limit 10] [--workers 2]

Every case goes through the batch function in a watched worker. It must be answered in time, with records
whose words stand in its text, or with a clear reason; and its neighbours must not notice.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extractor.articles.inputs import Item, read_item
from extractor.parallel import Lost
from extractor.runs.batch import extract_items, make_pool
from extractor.runs.results import Answer, Settings

STORY = "At least 12 people were killed and 30 injured on Monday, police in Kabul said. "
DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
FRAGMENTS: tuple[str, ...] = tuple(DATA["fragments"])

Mutation = Callable[[random.Random, str], str]


@cache
def stories() -> tuple[str, ...]:
    """Paragraphs of the corpus, the seeds of all mutations."""
    folder = Path(__file__).parent.parent / "corpus"
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")) if path.stem != "README"
    ]
    return tuple(part for text in texts for part in text.split("\n\n") if 60 < len(part) < 700) or (STORY,)


def _insert(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 12)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(FRAGMENTS) + text[at:]
    return text


def _hide(rng: random.Random, text: str) -> str:
    return "".join(char + (rng.choice(DATA["invisible"]) if rng.random() < 0.1 else "") for char in text)


def _digits(rng: random.Random, text: str) -> str:
    return text.translate(str.maketrans("0123456789", rng.choice(DATA["digits"])))


def _delete(rng: random.Random, text: str) -> str:
    start = rng.randint(0, len(text))
    return text[:start] + text[start + rng.randint(1, 40) :]


def _repeat(rng: random.Random, text: str) -> str:
    start = rng.randint(0, len(text))
    part = text[start : start + rng.randint(1, 30)]
    return text[:start] + part * rng.randint(2, 40) + text[start:]


def _shuffle(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def _squeeze(_: random.Random, text: str) -> str:
    return text.replace(" ", "")


def _case(rng: random.Random, text: str) -> str:
    return rng.choice((text.upper(), text.lower(), text.title(), text.swapcase()))


def _strange(rng: random.Random, text: str) -> str:
    places = {rng.randrange(len(text)) for _ in range(rng.randint(1, 20))} if text else set()
    return "".join(chr(rng.randrange(0x110000)) if i in places else char for i, char in enumerate(text))


def _front_matter(rng: random.Random, text: str) -> str:
    keys = ("title", "published", "date", "source", "a" * 50, "", "x: y")
    lines = [f"{rng.choice(keys)}: {rng.choice(FRAGMENTS)}" for _ in range(rng.randint(0, 9))]
    return "\n".join(["---", *lines, rng.choice(("---", "--", "")), text])


MUTATIONS: tuple[Mutation, ...] = (
    _insert,
    _insert,
    _hide,
    _digits,
    _delete,
    _repeat,
    _shuffle,
    _squeeze,
    _case,
    _strange,
    _front_matter,
)


def case(seed: int) -> Item:
    """The hostile item of a seed: a mutated story as a row, as the bytes of a file or as a web page."""
    rng = random.Random(seed)
    text = rng.choice(stories())
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(MUTATIONS)(rng, text)[:4000]
    name, kind = f"case-{seed}", rng.choice(("row", "row", "file", "file", "page"))
    if kind == "row":
        return Item(name, name, text, published=rng.choice((None, "2024-03-12", "", "12 March 2024")))
    encoding = rng.choice(("utf-8", "utf-8", "utf-16", "cp1252", "latin-1", "mac_roman", "utf-32"))
    data = bytearray(text.encode(encoding, "ignore"))
    for _ in range(rng.choice((0, 0, 1, 5))):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    cut = rng.choice((None, None, len(data) * 2 // 3))
    if kind == "file":
        return Item(name, name, bytes(data[:cut]), "file")
    page = (
        b"<html><head><title>x</title></head><body><article><p>"
        + bytes(data[:cut])
        + b"</p></article></body>"
    )
    return Item(name, name, page[: rng.choice((None, len(page) // 2))], "page")


def monsters(size: int) -> Iterator[Item]:
    """One pattern repeated to about so many characters, each on its own."""
    units: dict[str, str] = DATA["units"] | {"stories": STORY, "half surrogates": "\ud83d"}
    for name, unit in units.items():
        yield Item(f"monster: {name}", name, unit * max(1, size // len(unit)) + " " + STORY)
    yield Item("monster: open front matter", "front matter", "---\n" + "a: b\n" * (size // 5) + STORY)
    yield Item("monster: front matter value", "front matter", "---\ntitle: " + "a" * size + "\n---\n" + STORY)
    pages = {"deep page": b"<div>", "bold page": b"<b>", "table page": b"<table><tr><td>", "cut page": b"<"}
    for name, tag in pages.items():
        data = b"<html><body><p>" + tag * (size // len(tag)) + STORY.encode()
        yield Item(f"monster: {name}", name, data, "page")


def problems(item: Item, answer: Answer) -> str | None:
    """What is wrong with the answer to an item, None if nothing is."""
    if answer.status == "unreadable":
        return (
            None if answer.reason and answer.remedy and "\n" not in str(answer.reason) else "no clear reason"
        )
    if answer.record is None:
        return f"{answer.status}: {answer.reason}"
    text = read_item(item).text
    wrong = [e for e in _evidence(json.loads(answer.record)) if text[e["start"] : e["end"]] != e["text"]]
    return f"words that do not stand there: {wrong[0]}" if wrong else None


def _evidence(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            yield value
        for inner in value.values():
            yield from _evidence(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _evidence(inner)


def checked(items: Sequence[Item], settings: Settings) -> list[Answer]:
    """The batch function, its answers replaced by what is wrong with them and the seconds that they took."""
    started = time.perf_counter()
    answers = extract_items(items, settings)
    took = f"{time.perf_counter() - started:.1f}"
    wrong = [problems(item, answer) for item, answer in zip(items, answers, strict=True)]
    return [
        Answer(item.id, "raised" if problem else "ok", None, None, problem, took)
        for item, problem in zip(items, wrong, strict=True)
    ]


def main() -> int:
    """Run the cases; 1 if one of them is not as it must be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=10.0)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    mutated = [
        [case(seed) for seed in range(n, n + 8)] for n in range(options.seed, options.seed + options.cases, 8)
    ]
    alone = [[item] for item in monsters(options.size)]
    bad = 0
    with make_pool(Settings(), workers=options.workers, time_limit=options.limit, job=checked) as pool:
        for batch, results in zip([*alone, *mutated], pool.map([*alone, *mutated]), strict=True):
            for item, result in zip(batch, results, strict=True):
                problem = result.reason if isinstance(result, Lost) or result.status != "ok" else None
                if problem:
                    bad += 1
                    print(f"{item.id}: {problem}", flush=True)
    print(
        f"{len(alone)} monsters of {options.size:,} characters, {options.cases:,} mutations, {bad} problems"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
