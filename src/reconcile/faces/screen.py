"""What the commands share: where a report goes, how wide a line may be, and what is said when nothing was audited."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from reconcile.errors import told_once
from reconcile.reports.saving import save
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import TextIO

    from reconcile.errors import Problem


_TOLD = 1000  # problems of a ledger that cannot be read; there may be millions


def lines_fit() -> tuple[int | None, bool]:
    """How wide a line on standard output may be, None for as long as it is, and whether it may be coloured."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None, False
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return shutil.get_terminal_size().columns, colour


def write(report: str | Iterable[str], name: str, path: Path | None) -> bool:
    """Write a report, whole or in pieces, into a file, or onto standard output where there is none.

    Gives whether that was possible.

    Raises BrokenPipeError where whoever read standard output has gone.
    """
    if path is None:
        return _onto_stdout(report, "utf-8" if name != "text" else None)  # what programs read is UTF-8 wherever it goes
    try:
        save(path, report, mark=name == "csv")
    except OSError as error:
        return _unwritten(visible(str(path)), error.strerror)
    return True


def flushed() -> bool:
    """Whether standard output has taken all that was printed so far; as `write` raises, so does this."""
    _onto_stderr("")
    return sys.stdout is None or _onto_stdout("", None)


def abandon(stream: TextIO | None) -> None:
    """Let what a stream has not taken go to nowhere: Python would try it again when it exits, and fail of it."""
    if stream is None:
        return
    with suppress(OSError, ValueError):  # a stream without a file under it has nothing that would be tried again
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def say(line: str) -> None:
    """One line on standard error; where nobody can hear it, the exit status says enough."""
    _onto_stderr(line + "\n")


def refuse(problems: Sequence[Problem]) -> int:
    """Say on standard error why nothing was audited; gives the exit status."""
    count, lines = len(problems), told_once(problems)
    for line in lines[:_TOLD]:
        say(visible(line))
    if len(lines) > _TOLD:
        say(f"… and {len(lines) - _TOLD:,} more")
    say(f"{count} problem{'s' * (count != 1)}; nothing was audited")
    return 2


def _onto_stdout(report: str | Iterable[str], encoding: str | None) -> bool:
    if sys.stdout is None:
        return _unwritten("standard output", "it is closed")
    try:
        if encoding and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding=encoding)
        for piece in [report] if isinstance(report, str) else report:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon(sys.stdout)
        return _unwritten("standard output", error.strerror)
    return True


def _onto_stderr(said: str) -> None:
    if sys.stderr is not None:
        try:
            sys.stderr.write(said)
            sys.stderr.flush()
        except OSError:
            abandon(sys.stderr)


def _unwritten(what: str, why: str | None) -> bool:
    say(f"reconcile: {what} cannot be written: {why}")
    return False
