"""The layers of the code, and a picture of them that is made from the imports."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "reconcile"
# The lowest first. Of some, the rooms are shown one by one.
LAYERS = (
    "errors",
    "version",
    "exact",
    "language",
    "solver",
    "documents",
    "ledger",
    "reading",
    "checks",
    "auditing",
    "reports",
    "faces",
)
SHOWN = LAYERS[2:]


def modules() -> dict[str, Path]:
    """Every module of the package by its name, without those that only hold a docstring."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(("reconcile", *(parts[:-1] if parts[-1] == "__init__" else parts)))] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(known: dict[str, Path]) -> dict[str, set[str]]:
    """What each module imports of the others, wherever in the file, for types or for work."""
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        mine = set()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                mine |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                mine |= inner & known.keys() or {node.module}
        found[name] = (mine & known.keys()) - {name}
    return found


def picture() -> list[tuple[str, str, str]]:
    """The layers, the highest first, and the rooms in each: how many modules, and which layers they import."""
    known = modules()
    graph = imports(known)
    rows = []
    for layer in reversed(SHOWN):
        mine = [name for name in known if name.split(".")[1:2] == [layer]]
        below = {other.split(".")[1] for name in mine for other in graph[name] if "." in other}
        used = [name for name in reversed(SHOWN) if name in below and name != layer]
        rows.append((f"**{layer}**", str(len(mine)), ", ".join(used)))
        rooms = sorted({name.split(".")[2] for name in mine if name.count(".") > 2})
        rows += [(f"{layer}/{room}", str(sum(name.split(".")[2:3] == [room] for name in mine)), "") for room in rooms]
    return rows
