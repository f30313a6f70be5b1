"""How long the page of a run takes to be made, to open and to filter, in a real Chromium.

    python bench/page.py [--articles 1000] [--events 5]

Prints one line of milliseconds for each, the median of several tries; the tests of the page assert the same
by the number of rows that it holds at a time.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from extractor.report import render

TRIES = 5
_OPENED = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
_FILTERED = """
const box = document.querySelector('[data-facet=type] input');
const start = performance.now();
box.click();
document.body.getBoundingClientRect();
return performance.now() - start;
"""
_TYPED = """
const field = document.querySelector('[data-state=q]');
const start = performance.now();
field.value = 'place' + Math.floor(start % 5);
field.dispatchEvent(new Event('input', {bubbles: true}));
document.body.getBoundingClientRect();
return performance.now() - start;
"""


def main() -> None:
    """Make a page of made-up events, open it, filter it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--events", type=int, default=5, help="Events of an article.")
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    import browser
    from test_report import many

    run = many(options.articles, options.events)
    start = perf_counter()
    html = render(run)
    made = 1000 * (perf_counter() - start)
    with TemporaryDirectory() as folder, browser.browser(Path(folder) / "profile") as session:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        times: dict[str, list[float]] = {"open": [], "choose a type": [], "search a word": []}
        for _ in range(TRIES):
            session.open(page)
            times["open"].append(session.script(_OPENED))
            times["choose a type"].append(session.script(_FILTERED))
            times["search a word"].append(session.script(_TYPED))
    print(f"{options.articles * options.events:,} events, {len(html) / 1e6:.1f} MB")
    print(f"make: {made:.0f} ms")
    for name, tries in times.items():
        print(f"{name}: {median(tries):.0f} ms")


if __name__ == "__main__":
    main()
