"""Reports as files."""

from __future__ import annotations

import os
from pathlib import Path

from reconcile.ledger.writing.replacing import replaced_file


def save(path: str | os.PathLike[str], report: str, *, mark: bool = False) -> None:
    """Write the whole report or none of it: a file is replaced in one step, a pipe or a device is written to.

    With ``mark`` it begins with a byte order mark, without which a spreadsheet takes UTF-8 for something else.
    """
    data = report.encode("utf-8-sig" if mark else "utf-8", "backslashreplace")
    given = Path(path)
    if given.exists() and not given.is_file():
        given.write_bytes(data)
        return
    with replaced_file(given) as part:
        part.write_bytes(data)
