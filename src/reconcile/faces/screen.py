"""What the commands share: where a report goes, how wide a line may be, and what is said when nothing was audited."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING

from reconcile.reports.saving import save
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reconcile.errors import Problem


_TOLD = 1000  # problems of a ledger that cannot be read; there may be millions


def lines_fit() -> tuple[int | None, bool]:
    """How wide a line on standard output may be, None for as long as it is, and whether it may be coloured."""
    if not sys.stdout.isatty():
        return None, False
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return shutil.get_terminal_size().columns, colour


def write(report: str, name: str, path: Path | None) -> bool:
    """Write a report into a file, or onto standard output where there is none; whether that was possible."""
    if path is None:
        if name != "text" and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # what programs read is UTF-8 wherever it goes
        sys.stdout.write(report)
        sys.stdout.flush()
        return True
    try:
        save(path, report, mark=name == "csv")
    except OSError as error:
        sys.stderr.write(f"reconcile: {visible(str(path))} cannot be written: {error.strerror}\n")
        return False
    return True


def refuse(problems: Sequence[Problem]) -> int:
    """Say on standard error why nothing was audited; gives the exit status."""
    for problem in problems[:_TOLD]:
        sys.stderr.write(visible(str(problem)) + "\n")
    count = len(problems)
    if count > _TOLD:
        sys.stderr.write(f"… and {count - _TOLD:,} more\n")
    sys.stderr.write(f"{count} problem{'s' * (count != 1)}; nothing was audited\n")
    return 2
