"""Runs the pages: the README and docs/**, block after block, as their reader would.

- ``console``: lines that begin with ``$`` are commands, what follows is their output, compared exactly; a line
  of only ``…`` stands for lines left out. A command runs in a copy of the fixtures, beside which no texts are
  stored, on a terminal of 80 columns.
- ``python``: statements at ``>>>`` print what the page shows; a block without prompts just runs.
- a block of any language below a paragraph that is only a file's name in backticks is that file's content;
  a ``diff`` there changes the file.
- ``text``: not run.
- between ``<!-- table: name -->`` and ``<!-- end -->``: a table that `docs/tables.py` makes.

``python tests/docs/pages.py`` writes what was found into the pages instead of comparing it, and makes the picture.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from reconcile.faces.command import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(page for page in (ROOT / "docs").rglob("*.md") if "_build" not in page.parts)])
COLUMNS = 80

_TIMES = re.compile(r"\bin [0-9.]+s\b")
_INSTALL = re.compile(r"(?:(?:pip install|python -m venv|\. |cd )[^&]*(?:&& |$))+")  # done already, or elsewhere
_FILE = re.compile(r"`([\w./-]+)`:?\n\n\Z")


class Page:
    """A page and the folder that its blocks run in."""

    def __init__(self, path: Path, workspace: Path, python: str = sys.executable) -> None:
        self.path = path
        self.workspace = workspace
        self.python = python
        self.status = 0
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.found: list[tuple[int, int, str]] = []  # what each block of the page should be
        document = Sybil([self._blocks, self._tables]).parse(path)
        self.text, self.examples = document.text, list(document.examples())

    def run(self) -> str:
        """The page as it should be."""
        shutil.copytree(ROOT / "fixtures", self.workspace / "fixtures", dirs_exist_ok=True)
        terminal = mock.patch.dict(os.environ, _terminal(self.workspace, self.python))
        with contextlib.chdir(self.workspace), terminal, pd.option_context("display.max_colwidth", 50):
            for name in ("CI", "BUILD_NUMBER"):  # in which pytest writes whole reports into its last lines
                os.environ.pop(name, None)
            for example in self.examples:
                example.evaluate()
        text = self.text
        for start, end, block in reversed(self.found):
            text = text[:start] + block + text[end:]
        return text

    def _blocks(self, document: Document) -> Iterator[Region]:
        for region in RawFencedCodeBlockLexer(re.compile(r"(?P<info>[^\n]*)\n"))(document):
            info, start = region.lexemes["info"].strip(), region.start + region.lexemes["source"].offset
            end = document.text.rindex("```", start, region.end)
            named = _FILE.search(document.text, 0, region.start)
            run: Callable[[str], str]
            if named:
                run = self._changes(named[1]) if info == "diff" else self._file(named[1])
            else:
                runs = {"console": self._console, "python": self._python, "text": str}
                kind = "text" if info.startswith("{") else info
                assert kind in runs, f"{self.path}: nobody runs {info!r}; name its file above it, or mark it as text"
                run = runs[kind]
            yield Region(region.start, region.end, (start, end, document.text[start:end], run), self._evaluate)

    def _tables(self, document: Document) -> Iterator[Region]:
        for table in re.finditer(r"<!-- table: (\w+)(?: (\S+))? -->\n(.*?)<!-- end -->", document.text, re.DOTALL):
            name, argument = table[1], table[2]

            def run(_: str, name: str = name, argument: str | None = argument) -> str:
                made = runpy.run_path(str(ROOT / "docs/tables.py"))[name]
                return f"\n{made(*filter(None, [argument]))}\n"

            yield Region(table.start(), table.end(), (table.start(3), table.end(3), table[3], run), self._evaluate)

    def _evaluate(self, example: Example) -> None:
        start, end, source, run = example.parsed
        try:
            self.found.append((start, end, run(source)))
        except Exception as error:
            error.add_note(f"in {self.path.relative_to(ROOT)}, line {example.line}")
            raise

    def _file(self, name: str) -> Callable[[str], str]:
        def write(source: str) -> str:
            path = self.workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8", newline="\n")
            return source

        return write

    def _changes(self, name: str) -> Callable[[str], str]:
        def change(source: str) -> str:
            path, lines = self.workspace / name, source.splitlines(keepends=True)
            old, new = ("".join(line[1:] for line in lines if line[0] in marks) for marks in ("- ", "+ "))
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{name} holds {text.count(old)} times:\n{old}"
            path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
            return source

        return change

    def _console(self, source: str) -> str:
        said = []
        for command, shown in _commands(source):
            output = _TIMES.sub("in 1.00s", self._output(command.replace("\\\n", " ")))
            said += [f"$ {command}\n", shown if _abridges(shown, output) else _abridged(output, shown)]
        return "".join(said)

    def _output(self, command: str) -> str:
        command = _INSTALL.sub("", command)
        if command in {"", "pytest -n auto"}:  # the tests of this project run already
            return ""
        if command == "echo $?":
            return f"{self.status}\n"
        words = shlex.split(command)
        if words[0] == "reconcile" and not set(words) & {"|", ">", "&&"}:
            self.status, screen = on_screen(words[1:])
            return screen
        done = subprocess.run(
            command,
            shell=True,
            check=False,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.status = done.returncode
        return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())

    def _python(self, source: str) -> str:
        if not source.startswith(">>> "):
            exec(compile(source, str(self.path), "exec"), self.names)
            return source
        said = []
        for part in doctest.DocTestParser().parse(source):
            if isinstance(part, str):
                said.append(part)
                continue
            lines = part.source.splitlines()
            said += [f">>> {lines[0]}\n", *(f"... {line}".rstrip() + "\n" for line in lines[1:])]
            with (
                contextlib.redirect_stdout(io.StringIO()) as screen,
                mock.patch("sys.displayhook", sys.__displayhook__),
            ):
                exec(compile(part.source, str(self.path), "single"), self.names)
            self.names.pop("_", None)
            said += [
                line.rstrip() + "\n" if line.strip() else "<BLANKLINE>\n" for line in screen.getvalue().splitlines()
            ]
        return "".join(said)


class _Terminal(io.StringIO):
    """What a program takes for a terminal."""

    def isatty(self) -> bool:
        return True


def on_screen(arguments: list[str]) -> tuple[int, str]:
    """The exit status of the command line, and what a terminal would show of it."""
    quick = mock.patch.dict(os.environ, CI="1")  # on a slow machine, too, no progress is shown
    with quick, contextlib.redirect_stdout(_Terminal()) as screen, contextlib.redirect_stderr(screen):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    return status, screen.getvalue()


def _commands(source: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block with the output that the page shows."""
    for part in re.split(r"^\$ ", source, flags=re.MULTILINE)[1:]:
        found = re.match(r"(?:.*\\\n)*.*\n", part)
        assert found
        yield found[0].rstrip("\n"), part[found.end() :]


def _abridges(shown: str, output: str) -> bool:
    """Whether what is shown is the output with lines left out where it says so."""
    first, *others = re.split(r"^…\n", shown, flags=re.MULTILINE)
    if not others:
        return shown == output
    *middle, last = others
    if not output.startswith(first):
        return False
    at = len(first)
    for part in middle:
        at = output.find(f"\n{part}", at - 1) + 1
        if not at:
            return False
        at += len(part)
    return output.endswith(last) and at <= len(output) - len(last)


def _abridged(output: str, before: str) -> str:
    """The output with as many lines at its beginning and end as were shown before."""
    first, *others = re.split(r"^…\n", before, flags=re.MULTILINE)
    lines = output.splitlines(keepends=True)
    head, tail = first.count("\n"), sum(part.count("\n") for part in others)
    return "".join([*lines[:head], "…\n", *lines[-tail:]]) if others and head + tail < len(lines) else output


def _terminal(workspace: Path, python: str) -> dict[str, str]:
    """A terminal of one width, without colours, in which this project's commands are found."""
    folder = workspace / ".commands"
    folder.mkdir(exist_ok=True)
    for name, module in (("reconcile", "-m reconcile"), ("pytest", "-m pytest"), ("python", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(python)} {module} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "COLUMNS": str(COLUMNS), "NO_COLOR": "1", "TERM": "xterm", "PYTEST_ADDOPTS": "--assert=plain"}


def difference(page: Path, found: str) -> str:
    """How a page differs from what its blocks give, as a unified diff."""
    shown = page.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(difflib.unified_diff(shown, found.splitlines(keepends=True), "the page", "the program"))


def write(pages: Iterable[Path]) -> None:
    """Write what the blocks of pages give into them."""
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            workspace = Path(folder) / "project"
            workspace.mkdir()
            found = Page(page, workspace).run()
        if found != page.read_text(encoding="utf-8"):
            page.write_text(found, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    runpy.run_path(str(ROOT / "docs/make_picture.py"), run_name="__main__")
    write([Path(name).resolve() for name in sys.argv[1:]] or PAGES)
