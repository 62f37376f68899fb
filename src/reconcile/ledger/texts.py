"""Where the texts of sources are stored: beside the ledger, or apart since not all may be republished."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.wording import file_shown, shown

_LEDGERS_OWN = (".yaml", ".yml", ".csv", ".parquet")


def bad_name(name: str) -> str:
    """Say what is wrong with the name of a source's text; "" where nothing is.

    >>> bad_name("moit-2025-08-01.txt"), bad_name("../secret")
    ('', "text '../secret' must be a plain relative name that stays in its folder")
    """
    path = PurePosixPath(name)
    plain = not path.is_absolute() and not PureWindowsPath(name).anchor and ".." not in path.parts
    if (
        not plain
        or not path.name
        or "\\" in name
        or not name.isprintable()
        or max(map(len, name.encode().split(b"/"))) > 255
    ):
        return f"text {shown(name)} must be a plain relative name that stays in its folder"
    if path.suffix.lower() in _LEDGERS_OWN:
        return f"text {shown(name)} has the name of a ledger's own file; store the document's words as .txt"
    return ""


@dataclass(frozen=True, slots=True)
class StoredText:
    """A source's text as it is stored, and the hash of its bytes."""

    text: str
    sha256: str
    path: Path


def find(name: str, folders: tuple[Path, ...]) -> Path | None:
    """Find the file of that name in the first folder that has it; it may not be a link to elsewhere."""
    for folder in folders:
        path = folder / name
        if path.is_file():
            if not path.resolve().is_relative_to(folder.resolve()):
                raise LedgerError([Problem(file_shown(str(path)), None, "a link that leads out of the texts' folder")])
            return path
    return None


def stored(name: str, folders: tuple[Path, ...]) -> StoredText | None:
    """Read the text of that name; None where no folder has it."""
    if not name or bad_name(name):
        return None
    path = Path(name)
    try:
        found = find(name, folders)
        if found is None:
            return None
        path, data = found, found.read_bytes()
        return StoredText(data.decode("utf-8-sig"), hashlib.sha256(data).hexdigest(), path)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 text: byte {data[error.start]:#04x}"
        raise LedgerError([Problem(file_shown(str(path)), line, message)]) from None
    except OSError as error:
        raise LedgerError([Problem(file_shown(str(path)), None, error.strerror or str(error))]) from None
