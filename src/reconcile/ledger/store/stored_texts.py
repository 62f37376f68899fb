"""Where the texts of sources are stored: beside the ledger, or apart since not all may be republished."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.opening import LARGEST, may_be_read, opened
from reconcile.ledger.reading.problem_words import file_shown, shown

_LEDGERS_OWN = (".yaml", ".yml", ".csv", ".parquet")


class Folder(NamedTuple):
    """A folder of texts, and the folder out of which none of them may lead."""

    path: Path
    root: Path


def bad_name(name: str) -> str:
    """Say what is wrong with the name of a source's text; "" where nothing is.

    >>> bad_name("moit-2025-08-01.txt"), bad_name("../secret")
    ('', "text '../secret' must be a plain relative name that stays in its folder")
    """
    path = PurePosixPath(name)
    if not path.name or not name.isprintable() or not _stays(name) or max(map(len, name.encode().split(b"/"))) > 255:
        return f"text {shown(name)} must be a plain relative name that stays in its folder"
    if any(part.startswith(".") for part in path.parts):
        return f"text {shown(name)} is hidden; only files that everybody sees are read"
    if path.suffix.lower() in _LEDGERS_OWN:
        return f"text {shown(name)} has the name of a ledger's own file; store the document's words as .txt"
    return ""


def bad_folder(name: str) -> str:
    """Say what is wrong with the folder of texts that a ledger names; "" where nothing is.

    >>> bad_folder("documents"), bad_folder("../documents")
    ('', "texts '../documents' leads out of the ledger's folder; the call names such a folder: --texts DIR")
    """
    if not name.isprintable():
        return f"texts {shown(name)} is no folder's name"
    if not _stays(name):
        return f"texts {shown(name)} leads out of the ledger's folder; the call names such a folder: --texts DIR"
    if any(part.startswith(".") for part in PurePosixPath(name).parts):
        return f"texts {shown(name)} is hidden; only folders that everybody sees are read"
    return ""


def _stays(name: str) -> bool:
    """Whether a name, wherever it is looked up, leads down and not out."""
    path = PurePosixPath(name)
    return not path.is_absolute() and not PureWindowsPath(name).anchor and ".." not in path.parts and "\\" not in name


@dataclass(frozen=True, slots=True)
class StoredText:
    """A source's text as it is stored, and the hash of its bytes."""

    text: str
    sha256: str
    path: Path | None  # None where it is in no file


def find(name: str, folders: tuple[Folder, ...]) -> tuple[Path, Path] | None:
    """Find what has that name in the first folder that has it, and the root of that folder."""
    for folder, root in folders:
        path = folder / name
        try:
            may_be_read(path, root)
            os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise LedgerError([Problem(file_shown(str(path)), None, error.strerror or str(error))]) from None
        return path, root
    return None


def stored(name: str, folders: tuple[Folder, ...]) -> StoredText | None:
    """Read the text of that name; None where no folder has it."""
    if not name or bad_name(name):
        return None
    found = find(name, folders)
    if found is None:
        return None
    path, root = found
    try:
        with opened(path, root) as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise LedgerError([Problem(file_shown(str(path)), None, f"larger than {LARGEST} bytes")])
        return StoredText(data.decode("utf-8-sig"), hashlib.sha256(data).hexdigest(), path)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 text: byte {data[error.start]:#04x}"
        raise LedgerError([Problem(file_shown(str(path)), line, message)]) from None
    except OSError as error:
        raise LedgerError([Problem(file_shown(str(path)), None, error.strerror or str(error))]) from None
