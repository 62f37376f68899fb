"""Reports as files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def save(path: str | os.PathLike[str], report: str, *, mark: bool = False) -> None:
    """Write the whole report or none of it: a file is replaced in one step, a pipe or a device is written to.

    With ``mark`` it begins with a byte order mark, without which a spreadsheet takes UTF-8 for something else.
    """
    data = report.encode("utf-8-sig" if mark else "utf-8", "backslashreplace")
    given = Path(path)
    if given.exists() and not given.is_file():
        given.write_bytes(data)
        return
    target = given.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
