"""Reports as files."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.ledger.writing.replacing import replaced_file

if TYPE_CHECKING:
    from collections.abc import Iterable


def save(path: str | os.PathLike[str], report: str | Iterable[str], *, mark: bool = False) -> None:
    """Write the whole report or none of it: a file is replaced in one step, a pipe or a device is written to.

    A report in pieces is written as they come. With ``mark`` it begins with a byte order mark, without which a
    spreadsheet takes UTF-8 for something else.
    """
    given = Path(path)
    if given.exists() and not given.is_file():
        _write(given, report, mark=mark)
        return
    with replaced_file(given) as part:
        _write(part, report, mark=mark)


def _write(path: Path, report: str | Iterable[str], *, mark: bool) -> None:
    with path.open("wb") as stream:
        stream.write(codecs.BOM_UTF8 if mark else b"")
        for piece in [report] if isinstance(report, str) else report:
            stream.write(piece.encode("utf-8", "backslashreplace"))
