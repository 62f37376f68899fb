"""Would the tests notice? One token of the checks or of the exact arithmetic is changed, and tests run until one fails.

Which tokens are changed is drawn from a seed: comparisons, signs, `and` and `or`, whole numbers by one, min and max,
floor and ceil, any and all, conditions turned round, what is returned left out. Each change is made in a copy of the
package. First the examples of the module and the tests that name it run, then the gallery, then the folders of tests.

    python benchmarks/mutants.py [--number 200] [--seed 1] [--results FILE] [--only PART-OF-A-PATH] [--show]

What came of each is a line of FILE (`killed` by which tests, `survived`, or `not applicable` where the change is no
program or a test never ends); run again, those in the file are not tried again. One process at a time. Exits with 1
where fewer than nine tenths of those that apply are killed.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHANGED = ("src/reconcile/checks", "src/reconcile/exact")
LONGER = (
    ["tests/fixtures/test_gallery.py"],
    ["tests/checks", "tests/exact"],
    ["tests/solver", "tests/auditing", "tests/worlds"],
)
LONGEST = 1500  # seconds for one run of tests, after which a change counts as one that never ends
KILLED_AT_LEAST = 0.9

INSTEAD = {
    "<": ["<=", ">"],
    "<=": ["<", ">"],
    ">": [">=", "<"],
    ">=": [">", "<"],
    "==": ["!="],
    "!=": ["=="],
    "+": ["-"],
    "-": ["+"],
    "+=": ["-="],
    "-=": ["+="],
    "//": ["*"],
    "&": ["|"],
    "|": ["&"],
    "and": ["or"],
    "or": ["and"],
    "True": ["False"],
    "False": ["True"],
    "min": ["max"],
    "max": ["min"],
    "minimum": ["maximum"],
    "maximum": ["minimum"],
    "floor": ["ceil"],
    "ceil": ["floor"],
    "any": ["all"],
    "all": ["any"],
    "if": ["if not"],
    "not": [""],
}
Place = tuple[int, int]


@dataclass(frozen=True)
class Change:
    """One place of a file, and what stands there instead."""

    file: str
    line: int
    column: int
    end: Place
    was: str
    now: str

    @property
    def name(self) -> str:
        """Tell it from every other change."""
        return f"{self.file}:{self.line}:{self.column}: {self.was} -> {self.now}"


def main() -> int:
    """Draw changes, try those that were not tried yet, and say what came of all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--only", default="", help="a part of the paths of the files that are changed")
    parser.add_argument("--show", action="store_true", help="only say which changes are drawn")
    asked = parser.parse_args()
    files = sorted(file for folder in CHANGED for file in (ROOT / folder).rglob("*.py"))
    every = [change for file in files for change in changes(file)]
    random.Random(asked.seed).shuffle(every)
    drawn = [change for change in every if asked.only in change.file][: asked.number]
    if asked.show:
        print(*(change.name for change in drawn), sep="\n")
        return 0
    lines = asked.results.read_text(encoding="utf-8").splitlines() if asked.results.exists() else []
    tried = {line["change"]: line for line in map(json.loads, lines)}
    for change in drawn:
        if change.name not in tried:
            tried[change.name] = {"change": change.name, **tried_out(change), **asdict(change)}
            with asked.results.open("a", encoding="utf-8") as results:
                results.write(json.dumps(tried[change.name]) + "\n")
            print(f"{tried[change.name]['outcome']}: {change.name}", flush=True)
    return told([tried[change.name] for change in drawn])


def told(lines: list[dict[str, str]]) -> int:
    """Say how many were killed, and which were not."""
    counts = Counter(line["outcome"] for line in lines)
    print(*(f"{line['outcome']}: {line['change']}" for line in lines if line["outcome"] != "killed"), sep="\n")
    applied = counts["killed"] + counts["survived"]
    print(f"{counts['killed']} of {applied} changes were killed, {counts['not applicable']} are not applicable")
    return 0 if counts["killed"] >= KILLED_AT_LEAST * applied else 1


def changes(file: Path) -> Iterator[Change]:
    """Find every token that may be another, and everything that is returned."""
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    lines, left_out = text.splitlines(), unchanged(tree)
    path = file.relative_to(ROOT).as_posix()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        instead = INSTEAD.get(token.string, [])
        if token.type == tokenize.NUMBER and token.string.isdecimal():
            instead = [str(int(token.string) + 1), *([str(int(token.string) - 1)] if int(token.string) else [])]
        if any(start <= token.start < end for start, end in left_out):
            continue
        for now in instead:
            yield Change(path, *token.start, token.end, token.string, now)
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
            value = node.value
            start, end = (value.lineno, characters(lines, value.lineno, value.col_offset)), _end(lines, value)
            yield Change(path, *start, end, ast.unparse(value)[:60], "None")


def unchanged(tree: ast.Module) -> list[tuple[Place, Place]]:
    """Say where a change is none of what is computed: types, imports, stars, and what only a type checker reads."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.append(node)
        elif isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation:
            found.append(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found += node.decorator_list
            found += [node.returns] if isinstance(node, ast.FunctionDef) and node.returns else []
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            found.append(node)
    for node in tree.body:  # a name for a type
        if isinstance(node, ast.Assign) and isinstance(node.value, (ast.BinOp, ast.Subscript)):
            found.append(node)
    return [((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)) for node in found]  # type: ignore[attr-defined]


def _end(lines: list[str], node: ast.expr) -> Place:
    line, column = node.end_lineno or 0, node.end_col_offset or 0
    return line, characters(lines, line, column)


def characters(lines: list[str], line: int, column: int) -> int:
    """Count characters where a parsed tree counts bytes."""
    return len(lines[line - 1].encode()[:column].decode())


def changed(text: str, change: Change) -> str:
    """Write the file with the change in it."""
    lines = text.splitlines(keepends=True)
    (first, column), (last, end) = (change.line, change.column), change.end
    before, after = lines[first - 1][:column], lines[last - 1][end:]
    return "".join([*lines[: first - 1], before + change.now + after, *lines[last:]])


def tried_out(change: Change) -> dict[str, str]:
    """Run tests with the change made in a copy of the package, until one fails."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        shutil.copytree(ROOT / "src", Path(folder) / "src", ignore=shutil.ignore_patterns("__pycache__"))
        file = Path(folder) / change.file
        text = changed(file.read_text(encoding="utf-8"), change)
        try:
            compile(text, str(file), "exec")
        except (SyntaxError, ValueError):
            return {"outcome": "not applicable", "by": "no program"}
        file.write_text(text, encoding="utf-8")
        for tests in ([*naming(change.file), "--doctest-modules", str(file)], *LONGER):
            environment = {**os.environ, "PYTHONPATH": str(Path(folder) / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
            command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
            try:
                ran = subprocess.run(
                    command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
                )
            except subprocess.TimeoutExpired:
                return {"outcome": "not applicable", "by": "never ended"}
            if ran.returncode not in (0, 5):  # 5: no tests
                failed = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
                return {"outcome": "killed", "by": (failed or ran.stderr.splitlines()[-1:] or ["?"])[0][:200]}
    return {"outcome": "survived", "by": ""}


def naming(file: str) -> list[str]:
    """The tests that import the module, or are called after it."""
    dotted = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
    package, _, stem = dotted.rpartition(".")
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    imports = (f"from {dotted} import", f"import {dotted}", f"from {package} import {stem}")
    named = [test for test in tests if any(words in test.read_text(encoding="utf-8") for words in imports)]
    return [test.relative_to(ROOT).as_posix() for test in tests if test in named or test.stem == f"test_{stem}"]


if __name__ == "__main__":
    raise SystemExit(main())
