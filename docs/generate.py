"""The pages that are made of the code and its data when the site is built: records, commands,
codebooks, constructions, event types.

Also fills the marks ``<!-- figures: NAME -->`` of hand-written pages with figures from the repository.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import mkdocs_gen_files
from typer.main import get_command

from extractor import records
from extractor.cli import app
from extractor.codebooks import codebook_names, load_codebook
from extractor.frames.constructions import CONSTRUCTIONS
from extractor.lexicon.event_markers import markers
from extractor.lexicon.event_names import namings
from extractor.lexicon.event_types import event_types, sources
from extractor.records import Record
from extractor.runs.meanings import meanings
from extractor.runs.tables import ALL_CODES, TABLE_NAMES, table_of

ROOT = Path(__file__).parent.parent
LISTS = ("casualties", "displaced", "dates", "actors")


def _records(kind: type[Record]) -> Iterator[type[Record]]:
    """A record type and those of its fields, of their fields, and so on, in the order of the fields."""
    yield kind
    for hint in get_type_hints(kind).values():
        for part in (hint, *get_args(hint)):
            if isinstance(part, type) and issubclass(part, Record):
                yield from _records(part)


def records_page() -> Iterator[str]:
    """The reference of the records, from their types."""
    yield "# Records"
    yield (
        "One article gives one [`Extraction`](#extraction): in Python a frozen object, in `records.jsonl` a "
        "line of JSON with the same keys. Every key is always there; what the text does not say is `null` or "
        "an empty list. `extractor schema` prints all this as a JSON Schema, for readers in other languages."
    )
    for record in dict.fromkeys(_records(records.Extraction)):
        yield f"## {record.__name__}"
        yield record.__doc__ or ""
        hints = get_type_hints(record)
        for field, info in record.model_fields.items():
            name = info.alias or field
            anchor = f"{record.__name__.lower()}-{name}"
            if not info.description:
                raise TypeError(f"{record.__name__}.{name} has no description; write one below it")
            shown = textwrap.indent(info.description, "    ").lstrip()
            yield f"[`{name}`](#{anchor}){{ #{anchor} }} *{_type_name(hints[field])}*\n:   {shown}"


def _type_name(hint: Any) -> str:
    """A type in words, with links to the records."""
    inner = [arg for arg in get_args(hint) if arg not in (NoneType, ...)]
    if isinstance(hint, type) and issubclass(hint, Record):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if get_origin(hint) is tuple:
        return f"list of {_type_name(inner[0])}"
    if NoneType in get_args(hint):
        return f"{_type_name(inner[0])} or null"
    if inner:
        return f"one of {len(inner)} words" if len(inner) > 1 else f"always `{inner[0]}`"
    return {str: "text", int: "whole number", float: "number"}[hint]


def columns_page() -> Iterator[str]:
    """Every column of every table, from the types of the records."""
    yield "# Columns"
    yield (
        "A run writes five tables: as CSV, as Parquet, and as the sheets of one workbook ([formats]"
        "(guide.md#formats)). Each row begins with the article that it is from; an empty cell means that the "
        "text does not say. Whole numbers are `Int64` in Parquet and data frames, dates are EDTF, and "
        "days that a workbook can sort are real days there. `to_rows`, `to_events` and `to_frame` have the "
        "columns of figures and of events. The fields behind them stand under [records](records.md)."
    )
    for name in TABLE_NAMES:
        yield f"## {name.capitalize()} {{ #{name} }}"
        types = table_of(name, ALL_CODES).columns
        rows = [
            (f"`{column}`", {str: "text", int: "whole number", float: "number"}[types[column]], words)
            for column, words in meanings(name).items()
        ]
        yield _table(("column", "holds", "meaning"), rows)


def commands_page() -> Iterator[str]:
    """Every command with its arguments and options, from the command line itself."""
    yield "# Commands"
    yield (
        "Exit codes: 0 done; 1 some articles failed (they are named, the rest is complete), or something "
        "could not be written; 2 wrong usage; 130 stopped by Ctrl-C."
    )
    yield from _commands("extractor", get_command(app))


def _commands(name: str, command: Any) -> Iterator[str]:
    if hasattr(command, "commands"):
        for inner, group in command.commands.items():
            yield from _commands(f"{name} {inner}", group)
        return
    yield f"## {name}"
    yield " ".join((command.help or "").split())
    rows = [(_spelled(p), _meant(p)) for p in command.params if "--help" not in p.opts]
    if rows:
        yield _table(("argument or option", "meaning"), rows)


def _spelled(param: Any) -> str:
    if param.opts[0].startswith("-"):
        return ", ".join(f"`{option}`" for option in sorted(param.opts, key=len, reverse=True))
    return f"`{param.opts[0].upper()}`"


def _meant(param: Any) -> str:
    annotation = param.type_descriptor.annotation
    kinds = [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type)]
    choices = [member.value for kind in kinds if issubclass(kind, Enum) for member in kind]
    shown = [" ".join((param.help or "").split())]
    shown += [f"One of {', '.join(f'`{choice}`' for choice in choices)}."] * bool(choices)
    default = param.default.value if isinstance(param.default, Enum) else param.default
    shown += [f"Default: `{default}`."] * (default not in (None, False, (), []) and not param.required)
    return " ".join(filter(None, shown))


def codebooks_page() -> Iterator[str]:
    """What every vague word is worth under each codebook, with the published source."""
    yield "# Codebooks"
    yield (
        "A vague word has no number of its own, and a range has no single best value. A codebook says what "
        "they are worth, after a published source. Choose one with `--codebook NAME` or `codebook=NAME`; "
        "`acled` is the default. A path that ends in `.toml` names [your own](extending.md#a-codebook)."
    )
    books = {name: load_codebook(name) for name in codebook_names()}
    words = next(iter(books.values())).words
    rows = [
        (
            word,
            *(
                _bounds(book.words[word].low, book.words[word].best, book.words[word].high)
                for book in books.values()
            ),
        )
        for word in words
    ]
    rows.append(("20 to 30", *(_bounds(20, book.range_best(20, 30), 30) for book in books.values())))
    yield "Each cell gives the best value, and behind it the low and high bounds (`?`: no bound)."
    yield _table(("words", *books), rows)
    for book in books.values():
        yield f"## {book.title} {{ #{book.name} }}"
        yield f"`{book.name}`, after {_linked(book.reference)}."
        sources: dict[str, list[str]] = {}
        for word, value in book.words.items():
            sources.setdefault(value.source, []).append(word)
        sources.setdefault(book.range.source, []).append("a range")
        yield _table(("words", "source"), [(", ".join(shown), source) for source, shown in sources.items()])


def constructions_page() -> Iterator[str]:
    """Every construction that ties a figure to an event word, with an example and a counterexample."""
    yield "# Constructions"
    yield (
        "A figure becomes a record where a construction ties the counted words to an event word. Its name "
        "stands in the record as [`rule`](records.md#casualtycount-rule); `extractor show FILE --explain` "
        "prints it for each figure."
    )
    rows = [(f"`{r.name}`", r.patient, r.example, r.counterexample) for r in CONSTRUCTIONS]
    yield _table(("rule", "who is counted", "found in", "not found in"), rows)


def event_types_page() -> Iterator[str]:
    """Every type of event with its words, an example, and its codes in other classifications."""
    yield "# Event types"
    yield (
        "The type of an [event](records.md#event-type) is that of the firmest word of the passage that first "
        "speaks of it; general words (rank 1) give way to a narrower type that a later passage names. "
        "`extractor run -f events-csv --codes NAME` writes the codes beside each event."
    )
    for entry in event_types().values():
        yield f"## {entry.name}"
        words = [f"*{word}*" for word in (*entry.nouns, *entry.verbs, *entry.phrases)]
        yield f"{', '.join(words)}. Rank {entry.rank}; for example: “{entry.examples[0]}”"
        codes = {name: code for name, code in entry.codes.model_dump().items() if code}
        named = [(name, code if isinstance(code, str) else " / ".join(code)) for name, code in codes.items()]
        yield _table(("classification", "code"), named) if named else "No code in the other classifications."
    yield "## Sources of the codes"
    yield _table(("classification", "published in"), list(sources().items()))
    yield "## Words that set events apart"
    yield (
        "These words open another event, or keep a figure out of the event under discussion; a superlative "
        "before “since” does so too (“the worst since a fire killed 49”)."
    )
    rows = [(m.category or "", ", ".join(m.words), m.examples[0]) for m in markers()]
    yield _table(("category", "words", "example"), rows)
    yield "## Words that name events"
    yield "`Event.name` is a proper name that the text gives beside one of these words."
    names = [(n.how, ", ".join(n.words), n.examples[0][0], n.examples[0][1]) for n in namings()]
    yield _table(("how", "words", "example", "name"), names)


def _bounds(low: int, best: int, high: int | None) -> str:
    return f"**{best:,}** ({low:,} to {'?' if high is None else f'{high:,}'})"


def _linked(text: str) -> str:
    return re.sub(r"https?://[^\s)]+", lambda found: f"<{found[0]}>", text)


def tutorial_page() -> Iterator[str]:
    """The cells of the notebook, without the outputs that a run of it gives."""
    notebook = json.loads((ROOT / "docs/tutorial.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        yield source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```"
    yield "This page is [a notebook](tutorial.ipynb), which shows its tables and charts when it is run."


def floors_table() -> str:
    """What the accuracy gate defends in both halves, beside the agreement of two labellers."""
    floors = json.loads((ROOT / "gold/floors.json").read_text(encoding="utf-8"))
    agreed = json.loads((ROOT / "gold/agreement.json").read_text(encoding="utf-8"))
    rows = []
    for key in floors["tune"]:
        part, _, what = key.partition(".")
        if part == "summary":
            name = what.removesuffix(".exact")
            shown, ceiling = f"{name}, exact", agreed["summary"].get(name, {}).get("accuracy")
        elif part == "assignment":
            shown, ceiling = "figures by event, B-cubed F1", agreed["assignment"]["f1"]
        elif what == "figure.f1":
            shown, ceiling = "figure, F1", agreed["lists"][part]["figure"]["f1"]
        else:
            shown = what.removeprefix("keys.").replace(".f1", ", F1")
            shown = shown.replace("record", "row") if part == "events" else shown
            ceiling = agreed["lists"][part]["keys"].get(shown, {}).get("share")
        values = (floors["tune"][key], floors["measure"].get(key), ceiling)
        rows.append((part, shown, *map(_share, values)))
    return _table(("list", "what", "tuning half", "measuring half", "two labellers"), rows)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def accuracy_block() -> str:
    """The block of the README, so that the figures stand in one place."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return readme.partition("<!-- accuracy: begin -->")[2].partition("<!-- accuracy: end -->")[0].strip()


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


MARKS: dict[str, Callable[[], str]] = {"accuracy": accuracy_block, "floors": floors_table}
"""What may stand for a mark ``<!-- figures: NAME -->`` in a hand-written page."""


def filled(page: str) -> str:
    """A hand-written page with its figures."""
    return re.sub(r"<!-- figures: (\w+) -->", lambda mark: MARKS[mark[1]](), page)


def main() -> None:
    """Give the site its generated pages."""
    for name, parts in (
        ("tutorial", tutorial_page()),
        ("records", records_page()),
        ("columns", columns_page()),
        ("commands", commands_page()),
        ("codebooks", codebooks_page()),
        ("constructions", constructions_page()),
        ("event-types", event_types_page()),
        ("accuracy", [filled((ROOT / "docs/accuracy.md").read_text(encoding="utf-8"))]),
    ):
        with mkdocs_gen_files.open(f"{name}.md", "w") as file:
            file.write("\n\n".join(parts) + "\n")


main()
