"""The files on which an audit rests, and whether one of them has been saved since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reconcile.ledger.reading.folder import SOURCES
from reconcile.ledger.writing.replacing import NEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.ledger.ledger import Ledger

Stamps: TypeAlias = "dict[Path, tuple[int, int, int] | None]"

_OWN = (".yaml", ".yml", ".csv", ".parquet", ".xml", ".json", ".xsd")


def is_ledger(path: Path) -> bool:
    """Whether a path is watched as a ledger, and not as a document.

    A CSV file is one where its first line names a column `measure`.
    """
    if path.is_dir() or path.suffix.lower() in {".yaml", ".parquet", ".xml", ".json"}:
        return True
    if path.suffix.lower() != ".csv":
        return False
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            return "measure" in {name.strip(' "\r\n') for name in stream.readline(10_000).replace(";", ",").split(",")}
    except OSError:
        return False


def files_of_ledger(path: Path, ledger: Ledger | None) -> set[Path]:
    """The files of a ledger as they are now, and those of its texts, as it was read last; some may not be there."""
    folder = path if path.is_dir() else path.parent
    found = {path, folder / SOURCES, folder / NEXT}
    for inside in (folder, folder / SOURCES):
        try:
            found |= {one for one in inside.iterdir() if one.suffix.lower() in _OWN and not one.name.startswith(".")}
        except OSError:
            continue
    if ledger is not None:
        found |= {place.path / name for name in ledger.sources["text"] if name for place in ledger.text_folders}
    return found


def stamps(files: Iterable[Path]) -> Stamps:
    """What saving a file changes: its time, its size or its number; None of one that is not there.

    A folder's are left out: writers put their locks there.
    """
    return {path: _stamp(path) for path in files}


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    return (0, 0, told.st_ino) if path.is_dir() else (told.st_mtime_ns, told.st_size, told.st_ino)
