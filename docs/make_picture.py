"""Makes _static/audit.svg, the README's picture: what the program prints when two digits are swapped."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from unittest import mock

from reconcile.faces.command import main

HERE = Path(__file__).resolve().parent
PICTURE = HERE / "_static/audit.svg"
COMMAND = "reconcile audit fixtures/vietnam-trade --checks identity"
SWAPPED = ("786,9 tỷ USD", "768,9 tỷ USD")
COLUMNS = 80

_CELL, _LINE, _MARGIN = 7.8, 18, 16  # points: a character's width, a line's height, the frame
_COLOURS = {"1": "b", "31;1": "r", "33": "y", "32": "g", "2": "d"}
_STYLE = """
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d7dce2; }
.frame { fill: #1b1f24; }
.b { font-weight: bold; fill: #ffffff; } .r { font-weight: bold; fill: #ff7b72; }
.y { fill: #e3b341; } .g { fill: #7ee787; } .d { fill: #8b949e; }
"""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def planted(folder: Path) -> Path:
    """A copy of the Vietnamese ledger, below a folder, with two digits of one figure swapped."""
    ledger = Path(shutil.copytree(HERE.parent / "fixtures/vietnam-trade", folder / "fixtures/vietnam-trade"))
    source = ledger / "sources/moit-2025-08-01.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace(*SWAPPED), encoding="utf-8")
    return ledger


def printed() -> str:
    """What the command prints on a terminal, colours and all."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), mock.patch.dict(os.environ):
        os.environ.update(COLUMNS=str(COLUMNS), TERM="xterm")
        os.environ.pop("NO_COLOR", None)
        planted(Path())
        with contextlib.redirect_stdout(_Terminal()) as screen:
            main(COMMAND.split()[1:])
    return screen.getvalue()


def picture(output: str) -> str:
    """The lines of a terminal as SVG."""
    lines = f"\x1b[1m$ {COMMAND}\x1b[0m\n\n{output}".splitlines()
    width, height = COLUMNS * _CELL + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" '
        f'height="{height}" role="img">\n<title>{escape(COMMAND)}</title>\n<style>{_STYLE}</style>\n'
        f'<rect class="frame" width="{width:.0f}" height="{height}" rx="8"/>\n{"".join(_rows(lines))}</svg>\n'
    )


def _rows(lines: list[str]) -> Iterator[str]:
    """A text element for each stretch of one colour, as long as its characters are wide."""
    code = ""
    for number, line in enumerate(lines):
        column = 0
        for changed, text in re.findall(r"(\x1b\[[0-9;]*m)?([^\x1b]*)", line):
            code = changed[2:-1] if changed else code  # a colour lasts beyond the line's end
            name = f' class="{_COLOURS[code]}"' if code in _COLOURS else ""
            words = text.lstrip()
            x, y = _MARGIN + (column + len(text) - len(words)) * _CELL, _MARGIN + (number + 1) * _LINE - 5
            if words:
                yield f'<text{name} x="{x:.1f}" y="{y}" textLength="{len(words) * _CELL:.1f}">{escape(words)}</text>\n'
            column += len(text)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(printed()), encoding="utf-8", newline="\n")
