"""What a person meets in a terminal: a real one, of any width, without colours where none are wanted, and a pipe."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from planted import planted_ledger

pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")
pytestmark = pytest.mark.slow
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROGRESS = re.compile(r"\r\x1b\[K[^\r\n]*(?=\r\x1b\[K)|\r\x1b\[K")


@cache
def shown(*asked: str, width: int = 80, **environment: str) -> list[str]:
    """The lines that the program leaves in a terminal so many columns wide."""
    import fcntl
    import termios

    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    own = {name: said for name, said in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}}
    command = [sys.executable, "-m", "reconcile", *asked]
    with subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=own | {"TERM": "xterm-256color"} | environment
    ) as program:
        os.close(inner)
        pieces = []
        while True:
            try:
                piece = os.read(outer, 65536)
            except OSError:  # Linux, where the other end has been closed
                break
            if not piece:
                break
            pieces.append(piece)
        os.close(outer)
    assert program.returncode == 1
    return PROGRESS.sub("", b"".join(pieces).decode()).replace("\r\n", "\n").splitlines()


def plain(lines: list[str]) -> list[str]:
    return [COLOUR.sub("", line) for line in lines]


def columns(line: str) -> int:
    wide = (unicodedata.east_asian_width(one) in "WF" for one in line)
    return sum(1 + two for one, two in zip(line, wide, strict=True) if not unicodedata.combining(one))


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> str:
    return str(planted_ledger(tmp_path_factory.mktemp("planted") / "ledger"))


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> str:
    """Thirty years in each of which the sum is wrong."""
    folder: Path = tmp_path_factory.mktemp("many")
    (folder / "ledger.yaml").write_text("title: Many\nrules: [total = a + b]\n", encoding="utf-8")
    rows = [
        f"t,{name},{year},{value},0" for year in range(1990, 2020) for name, value in zip("ab", (1, 2), strict=True)
    ]
    rows += [f"t,total,{year},9,0" for year in range(1990, 2020)]
    (folder / "claims.csv").write_text("source,measure,period,value,decimals\n" + "\n".join(rows), encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_screen_but_for_a_word_that_is(planted, width):
    for line in plain(shown("audit", planted, width=width)):
        assert columns(line) <= width or len(line.split()) == 1, line


def test_colours_end_with_their_line_and_a_repair_is_green(planted):
    lines = shown("audit", planted)
    coloured = [line for line in lines if "\x1b" in line]
    for line in coloured:
        assert re.fullmatch(r"\x1b\[[0-9;]+m[^\x1b]+\x1b\[0m", line), line
    green = plain([line for line in lines if line.startswith("\x1b[32m")])
    assert any("219.7 → 291.7 million USD: two digits swapped" in line for line in green)


@pytest.mark.parametrize("given", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_without_colours_the_lines_are_the_same(planted, given):
    lines = shown("audit", planted, "--short", **given)
    assert not any("\x1b" in line for line in lines)
    assert lines == plain(shown("audit", planted, "--short"))


def test_through_a_pipe_nothing_is_wrapped_or_coloured(planted):
    command = [sys.executable, "-m", "reconcile", "audit", planted, "--short"]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert told.stderr == ""
    assert not {"\x1b", "\r"} & set(told.stdout)
    words = " ".join(" ".join(plain(shown("audit", planted, "--short"))).split())
    assert " ".join(told.stdout.split()) == words
    conflicts = [line for line in told.stdout.splitlines() if line.startswith("sources/y")]
    assert len(conflicts) == 18


def test_a_long_list_is_capped_says_how_to_see_all_and_ends_with_the_causes(planted, many):
    lines = shown("audit", many)
    assert any("--verbose has the evidence of all" in line for line in lines)
    assert sum("would mend it" in line for line in lines) == 20
    assert len(lines) < len(shown("audit", many, "--verbose"))
    screen = " ".join(plain(shown("audit", planted))[-24:])  # what is left on the screen
    assert "5 figures are probably wrong and explain" in screen
    assert screen.rstrip().endswith("that the ledger does not accept.")
