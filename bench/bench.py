"""The benchmarks: ratios within one run, so that they mean the same on any machine.

    python bench/bench.py [--texts NAME=PATH ...] [--articles N] [--only PART ...] [--write FILE]

Texts are those of ``corpus/`` and whatever else is named. ``--articles`` says how many made-up articles
one worker reads while its memory is watched.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from measure import read_set
from resources import growth, memory
from throughput import against_the_pipeline, workers

ROOT = Path(__file__).parent.parent
MARK = "<!-- results: written by bench/bench.py -->"
NOTES = {
    "speed": """## Speed

Throughput of full extraction as a multiple of that of the stock pipeline (`nlp.pipe`, all its components,
the same model, texts, batch size and process), by processor time; rounds take turns, the best round of each
counts. Above 1, reading everything out of a text costs less than the bare pipeline: only the sentences that
can hold a figure are parsed, names are decoded for all texts at once, and trees are plain objects, built once
a text. The last columns are what passes outside tokenizer and model: its share of the time, and what it would
add to the bare pipeline.""",
    "workers": """## Workers

Throughput of two worker processes as a multiple of that of one, models loaded. Needs two idle processors.""",
    "memory": """## Memory

Peak resident memory of one worker that reads made-up articles, each with names and numbers of its own.
A worker is replaced after 10,000 articles.""",
    "growth": """## Length

Cost of a character in one long text as a multiple of its cost in a text of 10,000: a flat line means time
linear in the length, up to the limit of 1,048,576 characters.""",
}


def main() -> None:
    """Measure what was asked for, print it, and write it where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", nargs="*", default=[], metavar="NAME=PATH")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--model", default=None)
    parser.add_argument("--only", nargs="*", choices=NOTES, default=list(NOTES))
    parser.add_argument("--write", type=Path, default=None, help="Put the results behind the mark in a file.")
    options = parser.parse_args()
    sets = [read_set(f"corpus={ROOT / 'corpus'}"), *map(read_set, options.texts)]
    parts: dict[str, Callable[[], str]] = {
        "speed": lambda: against_the_pipeline(sets, options.rounds, options.model),
        "workers": lambda: workers(sets, 400, options.rounds, options.model),
        "memory": lambda: memory(sets, options.articles, options.model),
        "growth": lambda: growth(sets, options.model),
    }
    sections = [f"{os.cpu_count()} processors, Python {sys.version.split()[0]}"]
    print(sections[0], flush=True)
    for name in options.only:
        part = f"{NOTES[name]}\n\n{parts[name]()}"
        print(f"\n{part}", flush=True)
        sections.append(part)
    if options.write:
        names = " ".join(f"{text.partition('=')[0]}=PATH" for text in options.texts)
        command = f"make bench ARTICLES={options.articles}" + (f' TEXTS="{names}"' if names else "")
        head = options.write.read_text(encoding="utf-8").partition(MARK)[0] if options.write.exists() else ""
        made = f"{MARK}\n\nMade by `{command}` ({sections[0]})."
        options.write.write_text(head + "\n\n".join([made, *sections[1:]]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
