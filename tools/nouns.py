"""Compile the noun list of ``extractor/lexicon/nouns.txt`` from WordNet.

    sudo apt-get install wordnet-base    # or any folder with WordNet 3.0's index.noun and data.noun
    python tools/nouns.py [--wordnet /usr/share/wordnet] [--out extractor/lexicon/nouns.txt]

In: WordNet 3.0 (Princeton University; its licence stands in the head of the list). Out: three lines of single
lower-case nouns, each line named by what its nouns are:

* ``person``: the most frequent sense is a person (lexicographer file ``noun.person``), and so are most of its
  senses, or half of them where the others are neither animals nor artefacts;
* ``animal``: the most frequent sense is an animal;
* ``thing``: any other noun that occurs in WordNet's tagged texts, and whose first two senses are no persons.

Same files in, same bytes out.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

ANIMAL, ARTEFACT, PERSON = 5, 6, 18
LICENCE = """\
# Nouns of WordNet 3.0 by what they are; made by tools/nouns.py.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Permission to use, copy, modify
# and distribute this software and database and its documentation for any purpose and without fee or royalty
# is hereby granted, provided that this notice stands on all copies. It is provided "as is", and Princeton
# University makes no representations or warranties, express or implied. The name of Princeton University may
# not be used in advertising or publicity.
"""
WORD = re.compile(r"[a-z][a-z-]+")


def senses(folder: Path) -> tuple[dict[str, int], frozenset[str]]:
    """The lexicographer file of each noun sense by its offset, and the senses that are names."""
    files: dict[str, int] = {}
    names = set()
    for line in _lines(folder / "data.noun"):
        offset, file, *rest = line.split(" ")
        files[offset] = int(file)
        if "@i" in rest:
            names.add(offset)
    return files, frozenset(names)


def nouns(folder: Path) -> Iterator[tuple[str, list[int], int]]:
    """Each noun with the lexicographer files of its senses, most frequent first, and how many are tagged."""
    files, names = senses(folder)
    for line in _lines(folder / "index.noun"):
        word, _, count, *rest = line.split()
        offsets = rest[-int(count) :]
        kinds = [files[offset] for offset in offsets if offset not in names]
        if kinds and WORD.fullmatch(word):
            yield word, kinds, int(rest[-int(count) - 1])


def kind_of(kinds: list[int], tagged: int) -> str | None:
    """What a noun is, from its senses; null where nothing can be said."""
    persons = kinds.count(PERSON)
    if kinds[0] == PERSON:
        clear = persons * 2 > len(kinds)
        likely = persons * 2 == len(kinds) and not {ANIMAL, ARTEFACT} & set(kinds)
        return "person" if clear or likely else None
    if kinds[0] == ANIMAL:
        return "animal"
    return "thing" if tagged and PERSON not in kinds[:2] else None


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as file:
        yield from (line.rstrip() for line in file if not line.startswith("  "))


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--out", type=Path, default=Path("extractor/lexicon/nouns.txt"))
    args = parser.parse_args()
    found: dict[str, list[str]] = {"person": [], "animal": [], "thing": []}
    for word, kinds, tagged in nouns(args.wordnet):
        if (kind := kind_of(kinds, tagged)) is not None:
            found[kind].append(word)
    lines = [f"{kind}: {' '.join(sorted(words))}\n" for kind, words in found.items()]
    args.out.write_text(LICENCE + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
