"""Extractions as Parquet: the nested records with the types of the contract, and the flat tables.

The Arrow schema is built from the pydantic types, so that a new field of a record is a new column here.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import IO, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pyarrow import parquet

from extractor.records import Extraction, Record
from extractor.runs.results import Answer
from extractor.runs.tables import Table

ROWS_PER_GROUP = 1024
"""Extractions a row group: what is held in memory while writing, and what a reader fetches at once."""


def write_records(file: IO[bytes], records: Iterable[bytes]) -> None:
    """One row an extraction, nested as in the contract."""
    _write(file, record_schema(), (json.loads(record) for record in records), ROWS_PER_GROUP)


def write_rows(table: Table, file: IO[bytes], answers: Iterable[Answer]) -> None:
    """The rows of a table under typed columns."""
    schema = pa.schema([(name, _arrow(kind)) for name, kind in table.columns.items()])
    _write(file, schema, table.all_rows(answers), 16 * ROWS_PER_GROUP)


def _write(file: IO[bytes], schema: pa.Schema, rows: Iterator[dict[str, Any]], at_once: int) -> None:
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rows, at_once)):
            try:
                table = pa.Table.from_pylist(group, schema=schema)
            except OverflowError:
                table = pa.Table.from_pylist([_fitting(row) for row in group], schema=schema)
            writer.write_table(table)


def _fitting(value: Any) -> Any:
    """The value with null for every number that 64 bits do not hold; none of them counts people."""
    if isinstance(value, dict):
        return {key: _fitting(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fitting(inner) for inner in value]
    return None if isinstance(value, int) and abs(value) >= 1 << 63 else value


@cache
def record_schema() -> pa.Schema:
    """The Arrow schema of an ``Extraction``."""
    return pa.schema(_fields(Extraction))


def _fields(record: type[Record]) -> list[pa.Field]:
    hints = typing.get_type_hints(record)
    return [pa.field(field.alias or name, _arrow(hints[name])) for name, field in record.model_fields.items()]


def _arrow(hint: Any) -> pa.DataType:
    """The Arrow type of a field's type; raises TypeError for one that no record has had so far."""
    origin, inner = get_origin(hint), [arg for arg in get_args(hint) if arg is not types.NoneType]
    if origin in (Union, types.UnionType) and len(inner) == 1:
        return _arrow(inner[0])
    if origin is Mapping:
        return pa.map_(_arrow(inner[0]), _arrow(inner[1]))
    if origin is tuple:
        return pa.list_(_arrow(inner[0]))
    if origin is Literal and {type(arg) for arg in inner} == {str}:
        return pa.string()
    if isinstance(hint, type) and issubclass(hint, Record):
        return pa.struct(_fields(hint))
    plain: dict[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    if hint not in plain:
        raise TypeError(f"no column type for {hint}")
    return plain[hint]
