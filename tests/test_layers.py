"""What the layer contract in pyproject.toml cannot say."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "extractor"


def test_no_module_imports_the_package_root() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if path != PACKAGE / "__init__.py":
                assert "extractor" not in names, f"{path.name} line {getattr(node, 'lineno', '?')}"
