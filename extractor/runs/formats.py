"""The formats of a run's outputs: the name of each, its file in a folder, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePath
from types import MappingProxyType
from typing import IO, Literal

from extractor.runs.results import Answer

Format = Literal[
    "jsonl",
    "json",
    "parquet",
    "csv",
    "xlsx",
    "hxl",
    "geojson",
    "articles-csv",
    "articles-parquet",
    "events-csv",
    "events-parquet",
    "victims-csv",
    "victims-parquet",
    "sources-csv",
    "sources-parquet",
]
CodeSystem = Literal["acled", "gtd", "emdat", "glide"]
Kept = Literal[Format, "figures"]
"""What a file holds: a format, or the figures beside Parquet records."""
Answers = Callable[[], Iterable[Answer]]
Writer = Callable[[IO[bytes], Answers], Sequence[str]]
"""Writes a file of the answers, and says in lines what it could not hold."""

FOLDER_NAMES: Mapping[Kept, str] = {
    "jsonl": "records.jsonl",
    "json": "records.json",
    "parquet": "records.parquet",
    "figures": "figures.parquet",
    "csv": "figures.csv",
    "xlsx": "tables.xlsx",
    "hxl": "figures.hxl.csv",
    "geojson": "events.geojson",
    "articles-csv": "articles.csv",
    "articles-parquet": "articles.parquet",
    "events-csv": "events.csv",
    "events-parquet": "events.parquet",
    "victims-csv": "victims.csv",
    "victims-parquet": "victims.parquet",
    "sources-csv": "sources.csv",
    "sources-parquet": "sources.parquet",
}
"""The file of each format in a folder of outputs; its ending is that of any file of the format."""

_NAMED: tuple[tuple[str, Format], ...] = (
    (".hxl.csv", "hxl"),
    (".csv", "csv"),
    (".jsonl", "jsonl"),
    (".json", "json"),
    (".xlsx", "xlsx"),
    (".parquet", "parquet"),
    (".geojson", "geojson"),
)
"""The format of a file that is given by name alone, the longest ending first."""
ENDINGS = tuple(ending for ending, _ in _NAMED)


def format_of(name: str, asked: Sequence[Format]) -> Format | None:
    """The format of an output file by its name and what was asked for; None for the name of a folder.

    Raises ValueError where the name ends as no format does, or otherwise than the one that was asked for.
    """
    default = next((form for ending, form in _NAMED if name.lower().endswith(ending)), None)
    suffix = PurePath(name).suffix
    if default is None:
        if suffix[1:2].isalpha() and len(suffix) <= 6:
            raise ValueError(
                f"no output ends in {suffix}; give a file that ends in {', '.join(ENDINGS)}, "
                "or a folder with a slash at its end"
            )
        return None
    if not asked:
        return default
    if len(asked) == 1 and name.lower().endswith(PurePath(FOLDER_NAMES[asked[0]]).suffix):
        return asked[0]
    raise ValueError(f"is a file for {default}; name a folder for other formats")


def needs_parquet(formats: Iterable[Format]) -> bool:
    """Whether one of the formats is Parquet."""
    return any(form.endswith("parquet") for form in formats)


def writer_of(
    name: Kept,
    codes: tuple[CodeSystem, ...] = (),
    *,
    extra: Mapping[str, str] = MappingProxyType({}),
    for_people: bool = False,
) -> Writer:
    """What writes a file.

    Args:
        name: what the file is to hold.
        codes: classifications whose codes stand beside the events.
        extra: columns of the input that the tables carry, by their names there.
        for_people: the file was given by name: CSV begins with the mark by which spreadsheets know UTF-8.
    """
    from extractor.runs import event_codes, flat
    from extractor.runs.tables import TABLE_NAMES, table_of, with_extra

    if name == "xlsx":
        from extractor.runs.workbook import write_workbook

        return partial(write_workbook, [with_extra(table_of(each, codes), extra) for each in TABLE_NAMES])
    if name in ("jsonl", "json"):
        return _of_records(write_jsonl if name == "jsonl" else write_json)
    if name == "hxl":
        return _of_records(partial(flat.write_hxl, extra=extra))
    if name == "geojson":
        return _of_records(partial(event_codes.write_geojson, codes=codes, extra=extra))
    if name == "parquet":
        from extractor.runs.columns import write_records

        return _of_records(write_records)
    kind = "csv" if name.endswith("csv") else "parquet"
    table = table_of(next((each for each in TABLE_NAMES if name.startswith(each)), "figures"), codes)
    table = with_extra(table, extra)
    if kind == "csv":
        return _silent(partial(flat.write_csv, table, mark=for_people))
    from extractor.runs.columns import write_rows

    return _silent(partial(write_rows, table))


def _of_records(write: Callable[[IO[bytes], Iterator[bytes]], object]) -> Writer:
    """A writer that sees the records alone."""

    def written(file: IO[bytes], answers: Answers) -> Sequence[str]:
        write(file, (answer.record for answer in answers() if answer.record is not None))
        return ()

    return written


def _silent(write: Callable[[IO[bytes], Iterable[Answer]], object]) -> Writer:
    def written(file: IO[bytes], answers: Answers) -> Sequence[str]:
        write(file, answers())
        return ()

    return written


def write_jsonl(file: IO[bytes], records: Iterable[bytes]) -> None:
    """One extraction a line, in the contract's keys."""
    for record in records:
        file.write(record + b"\n")


def write_json(file: IO[bytes], records: Iterable[bytes]) -> None:
    """One array of all extractions, in the contract's keys."""
    separator = b"[\n"
    for record in records:
        file.write(separator + record)
        separator = b",\n"
    file.write(b"\n]\n" if separator == b",\n" else b"[]\n")
