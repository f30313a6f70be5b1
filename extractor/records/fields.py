"""What a record type says of its fields, for everything that writes, shows, asks for or labels them.

A field is declared once, in its record type. Columns, tables, forms, labels and exchange formats are made
from ``leaves``; where a type alone does not say enough, an annotation beside it does.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from extractor.records.base import Evidence, Record

FieldKind = Literal["text", "choice", "integer", "real", "day", "codes", "texts", "integers"]


class Mark(Enum):
    """What a field is for, where that is not to be labelled and shown under its own name."""

    INLINE = "the fields of the nested record keep their own names in a table"
    QUOTED = "the words of the record, which a label gives as its quote"
    EVIDENCE = "where the record stands in the article; every field of that type has it"
    DETAIL = "follows from another field of the record; tables for the eye leave it out"
    TRACE = "how the extractor came to the record; nobody labels it"


@dataclass(frozen=True)
class Index:
    """The field holds the index, or the indexes, of records in a list of the extraction."""

    of: Literal["events", "counts", "actors", "victims"]


@dataclass(frozen=True)
class Form:
    """How a text is written: its kind, and the pattern that a form shows."""

    kind: FieldKind
    hint: str


EDTF = "EDTF: 2025-12-25, 2025-12, 2025-12-08/2025-12-25"
Edtf = Annotated[str, Form("text", EDTF)]
Day = Annotated[str, Form("day", "YYYY-MM-DD")]
Codes = Annotated[tuple[str, ...], Form("codes", "such as SDN TCD")]


class Leaf(NamedTuple):
    """A field that holds no further record, by its path from the record down.

    Attributes:
        path: the names of the fields, outermost first.
        column: its name in a flat row: that of a nested text is the field's, of any other ``field_inner``;
            the name of a field that is marked ``INLINE`` is left out.
        kind: what it holds.
        choices: the values of a closed list.
        optional: whether it may say that the article gives nothing, as null or as an empty list.
        needed: whether a record cannot be without it: it has no default, and is no part of another field.
        default: the value of a record that does not set it.
        marks: the annotations on its path.
        hint: how its text is written; empty where the kind says it all.
        description: what it means.
    """

    path: tuple[str, ...]
    column: str
    kind: FieldKind
    choices: tuple[str, ...]
    optional: bool
    needed: bool
    default: Any
    marks: frozenset[Mark | Index]
    hint: str
    description: str

    @property
    def key(self) -> str:
        """The path with dots, as labels and forms name it."""
        return ".".join(self.path)

    @property
    def many(self) -> bool:
        """Whether it holds a list."""
        return self.kind in ("codes", "texts", "integers")

    @property
    def pointer(self) -> Index | None:
        """The list that the field points into."""
        return next((mark for mark in self.marks if isinstance(mark, Index)), None)

    @property
    def labelled(self) -> bool:
        """Whether people label it as a key; named people and groups are labelled by their names alone."""
        apart = {Mark.QUOTED, Mark.EVIDENCE, Mark.TRACE, Index("actors")}
        return not self.marks & apart

    def of(self, record: Record) -> Any:
        """Its value in a record; null where the record that it is nested in is null."""
        value: Any = record
        for name in self.path:
            value = None if value is None else getattr(value, name)
        return value

    def cell(self, record: Record) -> Any:
        """Its value for a table; a list is one text, codes with blanks and texts with semicolons between."""
        value = self.of(record)
        if isinstance(value, tuple):
            return (" " if self.kind == "codes" else "; ").join(map(str, value))
        return value

    def set_in(self, record: Record) -> bool:
        """Whether a record gives it another value than it has by default."""
        return bool(self.of(record) != self.default)


@cache
def leaves(kind: type[Record]) -> tuple[Leaf, ...]:
    """The leaves of a record type in the order of its fields; lists of records are left out.

    Raises TypeError for a type that no field has had so far.
    """
    return tuple(_leaves(kind, Outer()))


def labelled(kind: type[Record], *, apart: Container[str] = ()) -> tuple[Leaf, ...]:
    """The leaves that people label under their own key, but for the fields of ``apart``."""
    return tuple(leaf for leaf in leaves(kind) if leaf.labelled and leaf.path[0] not in apart)


class Outer(NamedTuple):
    """The field that a record is nested in: its path, the columns' prefix, its own column, its marks."""

    path: tuple[str, ...] = ()
    prefix: str = ""
    column: str = ""
    marks: frozenset[Mark | Index] = frozenset()


def _leaves(kind: type[Record], outer: Outer) -> Iterator[Leaf]:
    hints = get_type_hints(kind, include_extras=True)
    for name, info in kind.model_fields.items():
        inner, _, notes = _unwrapped(hints[name])
        if _is_record(inner):
            nested = [*_leaves(inner, _outer(inner, name, notes, outer))]
            # The text of a record names it, so it comes first.
            yield from (leaf for leaf in nested if leaf.path[-2:] == (name, "text"))
            yield from (leaf for leaf in nested if leaf.path[-2:] != (name, "text"))
        elif get_origin(inner) is not tuple or not _is_record(get_args(inner)[0]):
            yield _leaf(name, info, hints[name], outer)


def _outer(inner: type[Record], name: str, notes: list[Any], outer: Outer) -> Outer:
    """The field that a record is nested in, from the field that this one is nested in."""
    column = f"{outer.prefix}{name}"
    prefix = outer.prefix if Mark.INLINE in notes else f"{column}_"
    marks = outer.marks | _marks(notes)
    marks |= {Mark.EVIDENCE} if issubclass(inner, Evidence) else set()
    return Outer((*outer.path, name), prefix, column, marks)


def _marks(notes: list[Any]) -> frozenset[Mark | Index]:
    return frozenset(note for note in notes if isinstance(note, Mark | Index))


def _leaf(name: str, info: FieldInfo, hint: Any, outer: Outer) -> Leaf:
    """The leaf of a plain field."""
    inner, optional, notes = _unwrapped(hint)
    form = next((note for note in notes if isinstance(note, Form)), None)
    return Leaf(
        path=(*outer.path, name),
        column=outer.column if outer.column and name == "text" else f"{outer.prefix}{info.alias or name}",
        kind=form.kind if form else _kind(inner),
        choices=get_args(inner) if get_origin(inner) is Literal else (),
        optional=optional or get_origin(inner) is tuple,
        needed=info.is_required() and not outer.path,
        default=None if info.is_required() else info.get_default(call_default_factory=True),
        marks=outer.marks | _marks(notes),
        hint=form.hint if form else "",
        description=info.description or "",
    )


def _unwrapped(hint: Any) -> tuple[Any, bool, list[Any]]:
    """A type without null and annotations, whether null is one of its values, and the annotations."""
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        bare, optional, more = _unwrapped(inner)
        return bare, optional, [*notes, *more]
    if get_origin(hint) in (Union, UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
        bare, _, notes = _unwrapped(inner)
        return bare, True, notes
    return hint, False, []


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Record)


_KINDS: Mapping[Any, FieldKind] = {str: "text", int: "integer", float: "real"}
_LISTS: Mapping[Any, FieldKind] = {str: "texts", int: "integers"}


def _kind(hint: Any) -> FieldKind:
    if get_origin(hint) is Literal:
        return "choice"
    kinds, inner = (_LISTS, get_args(hint)[0]) if get_origin(hint) is tuple else (_KINDS, hint)
    if inner not in kinds:
        raise TypeError(f"no field has been of the type {hint} so far; say in fields.py what it is")
    return kinds[inner]
