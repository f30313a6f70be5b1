"""What neither the layer contract in pyproject.toml nor the linter can say of the code."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "extractor"
LINES = 50
"""Most lines of a function, without its docstring and the imports that it makes when it is called."""
BRANCHES = 12
"""Most branches of a function: if, for, while, case, except, comprehension, each further and/or."""
HOOKS = {"__getattr__", "pytest_addoption", "DISPLACY_COLORS"}
"""What Python, pytest and users look up by name."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, Function]]:
    for path, module in modules():
        for node in ast.walk(module):
            if isinstance(node, Function):
                yield f"{path.relative_to(PACKAGE)} {node.name}", node


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions and classes inside it."""
    todo = list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        if not isinstance(node, Function | ast.ClassDef):
            yield node
            todo.extend(ast.iter_child_nodes(node))


def branches(function: Function) -> int:
    kinds = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.match_case, ast.ExceptHandler)
    count = 0
    for node in own_nodes(function):
        count += isinstance(node, kinds)
        count += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        count += 1 + len(node.ifs) if isinstance(node, ast.comprehension) else 0
    return count


def lines(function: Function) -> int:
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    apart = [first] if documented else []
    apart += [node for node in own_nodes(function) if isinstance(node, ast.Import | ast.ImportFrom)]
    length = (function.end_lineno or 0) - function.lineno + 1
    return length - sum((node.end_lineno or 0) - node.lineno + 1 for node in apart)


def test_a_function_is_short_and_simple() -> None:
    assert [name for name, node in functions() if lines(node) > LINES] == []
    assert [f"{name}: {branches(node)}" for name, node in functions() if branches(node) > BRANCHES] == []


def test_branches_and_lines_are_counted() -> None:
    (function,) = ast.parse(
        'def f(a, b):\n    """Of two lines,\n    not counted."""\n    import os\n'
        "    if a and b or not a:\n        return [x for x in b if x]\n"
        "    def g(c):\n        return c or a\n    return g\n"
    ).body
    assert isinstance(function, ast.FunctionDef)
    assert branches(function) == 5
    assert lines(function) == 6


def test_no_module_imports_the_package_root() -> None:
    for path, module in modules():
        for node in ast.walk(module):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if path != PACKAGE / "__init__.py":
                assert "extractor" not in names, f"{path.name} line {getattr(node, 'lineno', '?')}"


def test_what_a_module_defines_is_used() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*") if path.suffix in {".py", ".j2"}]
    texts.append((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    named = Counter(re.findall(r"\w+", "\n".join(texts)))
    unused = []
    for path, module in modules():
        for node in module.body:
            names = [target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)]
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names = [node.target.id]
            if isinstance(node, Function | ast.ClassDef) and not node.decorator_list:
                names = [node.name]
            unused += [f"{path.name} {name}" for name in names if named[name] == 1 and name not in HOOKS]
    assert unused == []
