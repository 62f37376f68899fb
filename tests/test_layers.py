"""Layers point down: each imports only from those below it, and what is slow to import is imported late."""

import ast
import subprocess
import sys
from collections import defaultdict
from itertools import accumulate
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))
import layers

PACKAGE = Path(__file__).parents[1] / "src" / "reconcile"

# The lowest first. A layer may import itself and what stands before it; the faces, besides, may not know each other.
LAYERS = layers.LAYERS
FACES = {"command", "pytest_plugin", "python", "spark_face"}

SLOW = {"pandas", "numpy", "pandera", "hypothesis", "pytest", "_pytest", "pyarrow", "matplotlib"}


def modules() -> list[Path]:
    return sorted(
        path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in {"errors", "version"}
    )


def imported(path: Path) -> set[str]:
    """Every module of the project that a file imports, wherever in the file, for types or for work."""
    found = set()
    for node in ast.walk(layers.tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == "reconcile" and "." in name}


def layer(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_layer_and_those_below(path):
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    upward = {
        name for name in imported(path) if layer(name) in LAYERS and LAYERS.index(layer(name)) > LAYERS.index(own)
    }
    assert not upward
    if own != "faces":  # the package itself answers with names of every layer
        assert {layer(name) for name in imported(path)} <= set(LAYERS)


def test_the_faces_do_not_know_each_other():
    for face in FACES:
        known = {
            name.split(".")[2]
            for name in imported(PACKAGE / "faces" / f"{face}.py")
            if name.count(".") >= 2 and layer(name) == "faces"
        }
        assert not known & (FACES - {face})


def test_every_module_stands_in_a_layer():
    assert {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in modules()} == set(LAYERS)


def test_language_and_exact_know_no_frames():
    for path in modules():
        own = path.relative_to(PACKAGE).parts[0]
        names = {
            (alias.name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
            for node in ast.walk(layers.tree(path))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        if own in {"language", "exact"}:
            assert "pandas" not in names, path
        if own == "language":
            assert "numpy" not in names, path


@pytest.mark.parametrize(
    "module",
    [
        "reconcile",
        "reconcile.language.figures",
        "reconcile.language.rules",
        "reconcile.language.periods",
        "reconcile.faces.command",
        "reconcile.faces.pytest_plugin",
        "reconcile.exact.interval",
    ],
)
def test_importing_loads_nothing_slow(module):
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}} & {SLOW!r}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= ({"pytest", "_pytest"} if module.endswith("pytest_plugin") else set())


def with_packages(name: str, imported: set[str]) -> set[str]:
    """What is imported, and the packages that Python runs before it; those around the importer run already."""
    around = {module for other in imported for module in accumulate(other.split("."), "{}.{}".format)}
    return imported | {module for module in around if not f"{name}.".startswith(f"{module}.")}


def test_no_module_is_in_a_circle_of_imports():
    known = layers.modules()
    graph = {name: with_packages(name, of) & known.keys() for name, of in layers.imports(known).items()}
    open_ = set(graph)
    while free := {name for name in open_ if not graph[name] & open_}:
        open_ -= free
    # What is left imports itself in the end; whatever nobody imports is no part of the circle.
    while outer := {name for name in open_ if not any(name in graph[other] for other in open_)}:
        open_ -= outer
    assert not open_


def test_no_module_rests_on_very_many_others():
    wide = {name: len(others) for name, others in layers.imports(layers.modules()).items() if len(others) > 24}
    assert not wide


SHARED = {"Ledger", "audit", "WORDS"}  # what users meet under one name, in Python and of Spark; a language's words


def test_a_public_name_is_defined_in_one_module():
    homes = defaultdict(set)
    for path in modules():
        for node in layers.tree(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                homes[node.name].add(path)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        homes[target.id].add(path)
    twice = {name for name, where in homes.items() if len(where) > 1 and not name.startswith("_")}
    assert twice == SHARED
