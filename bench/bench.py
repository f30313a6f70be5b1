"""The benchmarks: ratios within one run, so that they mean the same on any machine.

    python bench/bench.py [--texts NAME=PATH ...] [--only PART ...] [--docs DOCS]

Texts are those of ``corpus/`` and whatever else is named. ``--docs`` puts the results into the pages of that
folder, each between the marks of its part; the pages say what they mean.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from length import growth
from measure import fill, read_set
from scaling import scaling
from throughput import against_the_pipeline

ROOT = Path(__file__).parent.parent
PAGES = {
    "speed": "benchmarks.md",
    "growth": "benchmarks.md",
    "scaling": "scaling.md",
}


def main() -> None:
    """Measure what was asked for, print it, and write it where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", nargs="*", default=[], metavar="NAME=PATH")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", default=None)
    parser.add_argument("--only", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--docs", type=Path, default=None, help="The folder of the pages.")
    options = parser.parse_args()
    sets = [read_set(f"corpus={ROOT / 'corpus'}"), *map(read_set, options.texts)]
    parts: dict[str, Callable[[], str]] = {
        "speed": lambda: against_the_pipeline(sets, options.rounds, options.model),
        "growth": lambda: growth(sets, options.model),
        "scaling": lambda: scaling(sets[:1], options.model),
    }
    names = " ".join(f"{text.partition('=')[0]}=PATH" for text in options.texts)
    command = f'make bench TEXTS="{names}"' if names else "make bench"
    made = f"By `{command}` ({os.cpu_count()} processors, Python {sys.version.split()[0]})."
    print(made, flush=True)
    for name in options.only:
        result = f"{parts[name]()}\n\n{made}"
        print(f"\n{name}\n\n{result}", flush=True)
        if options.docs:
            fill(options.docs / PAGES[name], name, result)


if __name__ == "__main__":
    main()
