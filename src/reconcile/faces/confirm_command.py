"""What `reconcile confirm` does once its arguments are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.errors import LedgerError, Problem
from reconcile.faces.screen import say, write
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.writing.confirmation import same_but_guesses, without_guesses
from reconcile.ledger.writing.files import unwritten
from reconcile.ledger.writing.locking import one_writer
from reconcile.ledger.writing.replacing import replaced_file
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    import pandas as pd


def confirm_command(options: argparse.Namespace) -> int:
    """Takes the marks of guesses away from the claims that the options name; returns the exit status."""
    folder = options.ledger if options.ledger.is_dir() else options.ledger.parent
    try:
        with one_writer(folder):
            told = _confirm(folder, Ledger.read(options.ledger), options)
    except LedgerError as error:
        for problem in error.problems:
            say(visible(str(problem)))
        say("nothing was confirmed")
        return 2
    except OSError as error:
        say(visible(f"{folder}: {unwritten(error)}"))
        return 2
    return 0 if write(told + "\n", "text", None) else 2


def _confirm(folder: Path, ledger: Ledger, options: argparse.Namespace) -> str:
    frame = ledger.claims.join(ledger.origin)
    for column, names in (("source", options.source), ("claim", options.claim)):
        for name in names:
            if name not in set(frame[column]):
                raise LedgerError([Problem(str(folder), None, f"has no {column} {name!r}")])
    wanted = frame["guess"] != ""
    if options.source or options.claim:
        wanted &= frame["source"].isin(options.source) | frame["claim"].isin(options.claim)
    chosen = frame[wanted]
    count = 0
    for file, rows in chosen.groupby("file"):
        every = frame.loc[frame["file"] == file, "line"].tolist()
        _edit(folder / str(file), str(file), rows, every)
        count += len(rows)
    left = int((frame["guess"] != "").sum()) - count
    said = f"{count} claim{'s' * (count != 1)} confirmed"
    return f"{said}; {left} more with guesses" if left else said


def _edit(path: Path, file: str, rows: pd.DataFrame, lines: list[int]) -> None:
    if path.suffix != ".yaml":
        raise LedgerError([Problem(file, None, "is a table: empty the cells of its column 'guess'")])
    text = path.read_bytes().decode()
    edited = without_guesses(text, rows["line"].tolist(), lines)
    if edited.claims != len(rows) or not same_but_guesses(text, edited.text, file):
        message = "its marks are not all written as 'guess: […]' within their claims; take them away by hand"
        raise LedgerError([Problem(file, None, message)])
    with replaced_file(path) as part:
        part.write_bytes(edited.text.encode())
