"""Would the tests notice? One token of the checks or of the exact arithmetic is changed, and tests run until one fails.

Which tokens are changed is drawn from a seed: comparisons, signs, `and` and `or`, whole numbers by one, min and max,
floor and ceil, any and all, conditions turned round, what is returned left out. Each change is made in a copy of the
package. First all tests run once, unchanged, and which of them executes which line is kept (`executed_lines.py`, with
coverage.py). Of a change those run that execute its line, the quickest first; where none does, those of its module.

    python benchmarks/mutants.py [--number 200] [--seed 1] [--results FILE] [--only PART-OF-A-PATH] [--show]

What came of each is a line of FILE: `killed` by which test or by never ending, `survived`, or `not applicable` where
the change is no program. Run again, those in the file are not tried again. One process at a time, which takes some
fifteen seconds a change; the lines take ten minutes, and are kept beside FILE. Exits with 1 where fewer than nine
tenths of those that apply are killed. Needs a system that forks.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHANGED = ("src/reconcile/checks", "src/reconcile/exact")
TESTS = ("checks", "exact", "fixtures", "solver", "auditing", "worlds")
WARM = ("numpy", "pandas", "pandera.pandas", "pyarrow", "pytest", "yaml")  # imported once, for all changes
LONGEST = 240  # seconds of a change's tests, which take a third of that unchanged; beyond, it is killed
MEMORY = 8 << 30
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
    tests = Tests.of(asked.results.with_suffix(".lines.json"))
    for name in WARM:
        importlib.import_module(name)
    for change in drawn:
        if change.name not in tried:
            tried[change.name] = {"change": change.name, **tried_out(change, tests), **asdict(change)}
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


@dataclass(frozen=True)
class Tests:
    """Which tests execute which lines of which files, and the seconds that each takes."""

    lines: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]

    @classmethod
    def of(cls, kept: Path) -> Tests:
        """What is kept in a file, or made by running all of them once."""
        if not kept.exists():
            command = [sys.executable, "-m", "pytest", "-q", "-p", "executed_lines", "-p", "no:cacheprovider"]
            paths = [str(ROOT / "src"), str(Path(__file__).parent)]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "EXECUTED_LINES": str(kept.resolve())}
            tests = [f"tests/{folder}" for folder in TESTS]
            subprocess.run([*command, *tests], cwd=ROOT, env=environment, check=True)
        return cls(**json.loads(kept.read_text(encoding="utf-8")))

    def executing(self, change: Change) -> list[str]:
        """The tests of a change, the quickest first, as many as take a third of the longest time together."""
        of_file = self.lines.get(change.file, {})
        of_lines = [of_file.get(str(line), ()) for line in range(change.line, change.end[0] + 1)]
        found = {test for tests in of_lines for test in tests} or {test for tests in of_file.values() for test in tests}
        chosen, total = [], 0.0
        for test in sorted(found, key=lambda one: (self.seconds[one], one)):
            total += self.seconds[test]
            if total > LONGEST / 3:
                break
            chosen.append(test)
        return chosen


def tried_out(change: Change, tests: Tests) -> dict[str, str]:
    """Run tests with the change made in a copy of the package, until one fails."""
    chosen = tests.executing(change)
    if not chosen:
        return {"outcome": "survived", "by": "no test executes its module"}
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        shutil.copytree(ROOT / "src", Path(folder) / "src", ignore=shutil.ignore_patterns("__pycache__"))
        file = Path(folder) / change.file
        text = changed(file.read_text(encoding="utf-8"), change)
        try:
            compile(text, str(file), "exec")
        except (SyntaxError, ValueError):
            return {"outcome": "not applicable", "by": "no program"}
        file.write_text(text, encoding="utf-8")
        said = Path(folder) / "said"
        code = _forked(Path(folder) / "src", said, chosen)
        if code is None:
            return {"outcome": "killed", "by": "it never ends"}
        if code == 0:
            return {"outcome": "survived", "by": ""}
        lines = said.read_text(encoding="utf-8", errors="replace").splitlines()
        failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        if code not in (1, 2) or not failed:  # pytest's own codes for tests that fail, and that cannot be imported
            raise RuntimeError(f"{change.name}: {os.linesep.join(lines[-20:])}")
        return {"outcome": "killed", "by": failed[0][:200]}


def _forked(package: Path, said: Path, tests: list[str]) -> int | None:
    """Run tests in a process that begins with what is imported here; None where it takes too long."""
    child = os.fork()
    if not child:
        os.setpgrp()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.chdir(ROOT)
        sys.path.insert(0, str(package))
        os.environ["PYTHONPATH"] = str(package)
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        sys.dont_write_bytecode = True
        for stream in (1, 2):
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
        code = 3
        try:
            warned = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of what is imported already
            pytest = importlib.import_module("pytest")
            code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--tb=line", *warned, *tests]))
        finally:
            os._exit(code)
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


if __name__ == "__main__":
    raise SystemExit(main())
