"""Compile the list of capitalised words of ``extractor/lexicon/capitals.txt`` from WordNet.

    sudo apt-get install wordnet-base    # or any folder with the data files of WordNet 3.0
    python tools/capitals.py [--wordnet /usr/share/wordnet] [--out extractor/lexicon/capitals.txt]

In: WordNet 3.0 (Princeton University; its licence stands in the head of the list). Out: every single word
that WordNet writes with a capital in all its senses ("Jesuit", "NATO", "Lima"), as it is written most often,
one a line.

Same files in, same bytes out.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

LICENCE = """\
# Words that WordNet 3.0 writes with capitals only; made by tools/capitals.py.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Permission to use, copy, modify
# and distribute this software and database and its documentation for any purpose and without fee or royalty
# is hereby granted, provided that this notice stands on all copies. It is provided "as is", and Princeton
# University makes no representations or warranties, express or implied. The name of Princeton University may
# not be used in advertising or publicity.
"""
WORD = re.compile(r"[A-Za-z]{2,}")


def forms(folder: Path) -> dict[str, Counter[str]]:
    """How often WordNet's senses write each single word in which way, by its lower-case form."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in ("noun", "adj", "verb", "adv"):
        with (folder / f"data.{name}").open(encoding="latin-1") as file:
            for line in file:
                if not line.startswith("  "):
                    fields = line.split(" ")
                    for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
                        found[word.split("(")[0].lower()][word.split("(")[0]] += 1
    return found


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--out", type=Path, default=Path("extractor/lexicon/capitals.txt"))
    args = parser.parse_args()
    capitals = [
        min(written, key=lambda form: (-written[form], form))
        for word, written in sorted(forms(args.wordnet).items())
        if word not in written and WORD.fullmatch(word)
    ]
    args.out.write_text(LICENCE + "".join(f"{word}\n" for word in capitals), encoding="utf-8")


if __name__ == "__main__":
    main()
