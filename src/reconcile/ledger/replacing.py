"""Replacing a folder's files all at once: whoever reads after a kill finds all of the old or all of the new.

A new folder is built aside and renamed. Into a folder that exists the new files are first written to
``.ledger-next`` inside it, which a rename makes appear complete; from then on that is the ledger, until the
files have been copied to their places. Every step can be repeated, so that the next writer finishes what was
cut off. Files that are not the ledger's own stay. One writer at a time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Content: TypeAlias = "bytes | Path | Callable[[BinaryIO], object]"

NEXT = ".ledger-next"
_PART = ".ledger-part-"
_DONE = ".ledger-done-"


def current(folder: Path) -> Path:
    """Where the folder's files are: in it, or in the complete replacement whose copying was cut off."""
    try:
        return folder / NEXT if (folder / NEXT).is_dir() else folder
    except OSError:
        return folder  # which says why when it is read


def replace_folder(folder: Path, files: Mapping[str, Content], is_own: Callable[[str], bool]) -> None:
    """Make the files the folder's own; of the others only those of which `is_own` says so are removed."""
    folder = folder.resolve()
    if folder.is_dir():
        _finish(folder, is_own)
        _sweep(folder)
        part = Path(tempfile.mkdtemp(prefix=_PART, dir=folder))
        _fill(part, files)
        part.rename(folder / NEXT)
        _sync(folder)
        _finish(folder, is_own)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=_PART, dir=folder.parent))
    try:
        _fill(part, files)
        part.chmod(0o777 & ~_umask())
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _sync(folder.parent)


def _fill(part: Path, files: Mapping[str, Content]) -> None:
    for name, content in files.items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            if isinstance(content, bytes):
                stream.write(content)
            elif isinstance(content, Path):
                with content.open("rb") as source:
                    shutil.copyfileobj(source, stream)
            else:
                content(stream)
            stream.flush()
            os.fsync(stream.fileno())
    for parent, _, _ in os.walk(part):
        _sync(Path(parent))


def _finish(folder: Path, is_own: Callable[[str], bool]) -> None:
    """Copy a complete replacement into place, if there is one."""
    following = folder / NEXT
    if not following.is_dir():
        return
    names = _files(following)
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=_PART, dir=place.parent, delete=False) as stream:
            with (following / name).open("rb") as source:
                shutil.copyfileobj(source, stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(stream.name).chmod(0o666 & ~_umask())
        Path(stream.name).replace(place)
    for name in _files(folder):
        if is_own(name) and name not in names:
            (folder / name).unlink()
    for parent in {(folder / name).parent for name in names}:
        _sync(parent)
    done = tempfile.mkdtemp(prefix=_DONE, dir=folder)
    following.rename(Path(done) / NEXT)
    shutil.rmtree(done)


def _files(folder: Path) -> set[str]:
    """List the folder's files, relative; nothing of a replacement's own."""
    found = set()
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".ledger-")]
        found |= {str((Path(parent) / name).relative_to(folder)) for name in files}
    return found


def _sweep(folder: Path) -> None:
    """Remove what killed writers left half made."""
    for parent in (folder, folder / "sources"):
        for path in [*parent.glob(f"{_PART}*"), *parent.glob(f"{_DONE}*")]:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _sync(folder: Path) -> None:
    """Have the folder's entries on the disk, where the system offers it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
