"""Make the picture of the page of a run that the README shows, from the articles of ``corpus/``.

    python tools/report_picture.py [--out docs/report.png]

It needs Chromium and its driver, as the tests of the page do (`make test` installs them).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.testing import CliRunner

from extractor.cli import app
from extractor.report import read_run, render

ROOT = Path(__file__).parent.parent
SIZE = (1280, 1180)
"""CSS pixels: map, bars and the first rows of the table."""


def main() -> None:
    """Run, render, take the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/report.png")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    import browser

    with TemporaryDirectory() as folder, browser.browser(Path(folder) / "profile") as session:
        out = Path(folder) / "out"
        CliRunner().invoke(app, ["run", str(ROOT / "corpus"), "-o", str(out)], catch_exceptions=False)
        page = Path(folder) / "report.html"
        page.write_text(render(read_run(out), title="Events of 80 articles"), encoding="utf-8")
        session.size(*SIZE)
        session.open(page)
        session.until("document.querySelector('#map .mark')")
        options.out.write_bytes(session.picture())


if __name__ == "__main__":
    main()
