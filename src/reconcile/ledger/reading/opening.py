"""The one place that decides which files of a ledger may be read, and opens them.

A ledger may come from strangers, in a pull request say. A link in it could lead to any file of whoever reads it, whose
words would then stand in a report. So nothing is read but regular files within the folder that the caller named.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from reconcile.errors import Problem
from reconcile.ledger.reading.problem_words import file_shown

LARGEST = 64 * 2**20  # bytes of a file that is read as a whole
LEADS_OUT = "a link leads out of the folder that is read; put what it leads to in its place"
_HIDDEN = "a link leads to what is hidden, of which nothing is read; put what it leads to in its place"

# Opening may not wait for a pipe's other end, nor follow a link that took the file's place meanwhile.
_FLAGS = sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY"))


def may_be_read(path: Path, root: Path | None) -> Path:
    """Where the path leads, which may not be out of the root; without one the caller named the very path.

    What is not there may be asked for as well: whether there is something outside is not told either. Hidden files are
    left alone: ``.git/config`` and ``.env`` hold what no report may show.
    """
    real = Path(os.path.realpath(path))  # and not resolve(), which raises another error for a loop
    if root is None:
        return real
    base = Path(os.path.realpath(root))
    if not real.is_relative_to(base):
        raise PermissionError(errno.EPERM, LEADS_OUT)
    if any(part.startswith(".") for part in real.relative_to(base).parts):
        raise PermissionError(errno.EPERM, _HIDDEN)
    return real


def opened(path: Path, root: Path | None) -> BinaryIO:
    """Open a regular file for reading: a pipe would wait for ever, a device never end; raises an OSError."""
    real = may_be_read(path, root)
    looked_at = real.stat()
    if not stat.S_ISREG(looked_at.st_mode):
        raise OSError(errno.EINVAL, "is not a file")
    handle = os.open(real, os.O_RDONLY | _FLAGS)
    if os.path.samestat(os.fstat(handle), looked_at):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.ESTALE, "was replaced while it was read")


def whole_file(path: Path, root: Path | None) -> bytes:
    """All bytes of a regular file; raises an OSError, also where it is larger than what is read as a whole."""
    with opened(path, root) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, f"is larger than {LARGEST:,} bytes")
    return data


def listed(folder: Path, root: Path | None) -> list[str]:
    """The names in a folder, in order; none where it is something else."""
    real = may_be_read(folder, root)
    return sorted(entry.name for entry in real.iterdir()) if real.is_dir() else []


def refuse_link(path: Path) -> None:
    """Raise an OSError where a link stands for what a writer of ledgers makes: it would write, or read, elsewhere."""
    if path.is_symlink():
        raise PermissionError(errno.EPERM, "is a link, which no writer of a ledger makes; remove it", path)


def linked(path: Path) -> list[Problem]:
    """What is wrong where a link stands for the files that a writer was about to move; nothing where none does."""
    try:
        refuse_link(path)
    except OSError as error:
        return [Problem(file_shown(path.name), None, str(error.strerror))]
    return []
