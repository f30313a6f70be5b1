"""Make ``extractor/lexicon/forms.json``: the forms of every lemma of the lexicon.

Run it (``make lexicon``) when a lemma is new; ``--check`` only says whether the table is up to date. Most
forms come from LemmInflect (MIT), whose dictionary is the NIH Specialist Lexicon; ``irregular.toml`` wins.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lemminflect import getInflection

from extractor.lexicon.inflection import TAGS, PartOfSpeech, heads
from extractor.lexicon.loader import load_toml

LEXICON = Path(__file__).parent.parent / "extractor" / "lexicon"
TABLE = LEXICON / "forms.json"
FILES = sorted(str(path.relative_to(LEXICON.parent).with_suffix("")) for path in LEXICON.rglob("*.toml"))
VERB_TAGS = ("VBZ", "VBD", "VBN", "VBG")


def lemmas(data: object) -> Iterator[tuple[PartOfSpeech, str]]:
    """Every lemma under a key that is a part of speech, at any depth of a data file."""
    if isinstance(data, list):
        for item in data:
            yield from lemmas(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in TAGS:
                yield from ((key, lemma) for phrase in value for lemma in heads(phrase, key))
            else:
                yield from lemmas(value)


def forms(lemma: str, pos: PartOfSpeech, irregular: dict[str, Any]) -> dict[str, list[str]]:
    """The forms of a lemma by their tag; "pistol-whip" goes by its last part."""
    if pos == "nouns":
        return {"NN": [lemma], "NNS": irregular["nouns"].get(lemma) or _plurals(lemma)}
    if lemma in irregular["verbs"]:
        known = zip(VERB_TAGS, irregular["verbs"][lemma], strict=True)
        return {"VB": [lemma], **{tag: [form] for tag, form in known}}
    start = lemma.rfind("-") + 1
    made = {
        tag: [lemma[:start] + form for form in getInflection(lemma[start:], tag) if form.isalpha()]
        for tag in VERB_TAGS
    }
    return {"VB": [lemma], **made}


def _plurals(noun: str) -> list[str]:
    """Plurals of a noun; the library knows few compounds: "ex-wife" and "axeman" go by their last part."""
    start = max(noun.rfind("-") + 1, len(noun) - 3 if noun.endswith("man") and noun != "human" else 0)
    found = getInflection(noun[start:], "NNS")
    return [noun[:start] + form for form in found if form.isalpha() and form != noun] or [noun]


def make() -> str:
    """The table as JSON, one lemma a line."""
    irregular = load_toml("lexicon/irregular")
    wanted: dict[PartOfSpeech, set[str]] = {"nouns": set(), "verbs": set()}
    for name in FILES:
        for pos, lemma in lemmas(load_toml(name)):
            wanted["nouns" if pos == "nouns" else "verbs"].add(lemma)
    parts = []
    for pos, words in wanted.items():
        lines = [f"  {_json(word)}: {_json(forms(word, pos, irregular))}" for word in sorted(words)]
        parts.append(f' "{pos}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Write the table, or say that it is out of date."""
    made = make()
    if "--check" in sys.argv:
        current = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
        if current != made:
            print(f"{TABLE.name} is out of date; run: make lexicon", file=sys.stderr)
        return int(current != made)
    TABLE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
