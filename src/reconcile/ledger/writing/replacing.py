"""Replacing a folder's files, or one file, all at once: whoever reads, and whenever, finds the old or the new.

The new files are first written aside, within the folder, and appear complete as ``.ledger-next`` by one rename; from
then on that is the ledger, until the files have been moved to their places. What needs room on the disk is done before
that rename, and every step after it can be repeated, so that the next writer finishes what was cut off. Files that are
not the ledger's own stay. There is one writer at a time; readers need no lock, and read again what was replaced
meanwhile.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeVar

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.opening import listed
from reconcile.ledger.reading.problem_words import file_shown
from reconcile.ledger.writing.locking import one_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Content: TypeAlias = "bytes | Path | Callable[[BinaryIO], object]"
_T = TypeVar("_T")

NEXT = ".ledger-next"
_PART = ".ledger-part"  # while it is written
_SPARE = ".ledger-spare"  # the same files once more, to be moved to their places

_TRIES = 2  # readings that keep no writer waiting
_MOST_TRIES = 10


def current(folder: Path) -> Path:
    """Where the folder's files are: in it, or in the complete replacement whose moving was cut off."""
    try:
        following = folder / NEXT
        return following if following.is_dir() and not following.is_symlink() else folder
    except OSError:
        return folder  # which says why when it is read


def read_whole(folder: Path, read: Callable[[Path], _T], is_own: Callable[[str], bool]) -> _T:
    """Read the folder's files as one writer left them; where they were replaced meanwhile, read them again.

    A reader that is overtaken again and again keeps the writers waiting, where it may lock the folder.
    """
    for attempt in range(_MOST_TRIES):
        with ExitStack() as quiet:
            if attempt >= _TRIES:
                with suppress(OSError):
                    quiet.enter_context(one_writer(folder))
            now = current(folder)
            before = _state(now, is_own)
            try:
                answer = read(now)
            except Exception:  # whatever it is, it may come from a file that has gone
                if _unmoved(folder, now, before, is_own):
                    raise
            else:
                if _unmoved(folder, now, before, is_own):
                    return answer
        time.sleep(0.01 * attempt)
    message = "is replaced faster than it can be read; read it again when nobody writes it"
    raise LedgerError([Problem(file_shown(str(folder)), None, message)])


def _unmoved(folder: Path, now: Path, before: list[tuple[str, int, int, int]], is_own: Callable[[str], bool]) -> bool:
    """Whether the folder's files are still where, and what, they were.

    A replacement in which no file was seen had gone before it was looked into. Another may come and go as quickly, and
    nothing is no proof that it is the same.
    """
    return bool(before or now == folder) and (current(folder), _state(now, is_own)) == (now, before)


def _state(folder: Path, is_own: Callable[[str], bool]) -> list[tuple[str, int, int, int]]:
    """What no replacement leaves as it was: which files are there, by number, time and size."""
    found = []
    for inner in ("", "sources/"):
        with suppress(OSError, ValueError):
            for name in listed(folder / inner, folder):
                if is_own(inner + name):
                    told = (folder / inner / name).lstat()  # a writer replaces the link, and not what it leads to
                    found.append((inner + name, told.st_ino, told.st_mtime_ns, told.st_size))
    return found


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Give the path of a new file beside, which gets the name when it was written, and goes when that failed.

    A link stays one, and a file keeps its mode.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        yield part
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        part.unlink(missing_ok=True)
    _sync(target.parent)


def replace_folder(folder: Path, files: Mapping[str, Content], is_own: Callable[[str], bool]) -> None:
    """Make the files the folder's own; of the others only those of which `is_own` says so are removed.

    Another writer is waited for. Where anything fails, the folder is as it was.
    """
    folder = folder.resolve()
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        with one_writer(folder, make=True):
            _sweep(folder)
            if current(folder) != folder:
                _settle(folder, _doubled(folder, folder / NEXT), is_own)
            places = [(folder / name).parent for name in files]
            made = [one for place in places for one in (place, *place.parents) if not one.exists()] + made
            try:
                _prepare(folder, files, is_own)
            except BaseException:
                _sweep(folder)
                raise
            _settle(folder, files, is_own)
    except BaseException:
        for one in sorted(made, reverse=True):
            with suppress(OSError):  # not empty: somebody else's, or there is the new ledger
                one.rmdir()
        raise


def _prepare(folder: Path, files: Mapping[str, Content], is_own: Callable[[str], bool]) -> None:
    """Let the new files appear, with all that is needed for moving them to their places."""
    part = folder / _PART
    part.mkdir()
    _fill(part, files)
    _doubled(folder, part)
    for name in {*files, *filter(is_own, _files(folder))}:  # what comes and what goes
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        if not os.access(place.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
    part.rename(folder / NEXT)


def _fill(part: Path, files: Mapping[str, Content]) -> None:
    for name, content in files.items():
        path = part / name
        try:
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
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), name) from error
    for parent, _, _ in os.walk(part):
        _sync(Path(parent))


def _doubled(folder: Path, part: Path) -> set[str]:
    """Give each file of the part a second name, to be moved away; a copy, where a file has but one name."""
    spare = folder / _SPARE
    names = _files(part)
    for name in names:
        path = spare / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.hardlink_to(part / name)
        except (OSError, NotImplementedError):
            with (part / name).open("rb") as source, path.open("wb") as stream:
                shutil.copyfileobj(source, stream)
                stream.flush()
                os.fsync(stream.fileno())
    return names


def _settle(folder: Path, names: Iterable[str], is_own: Callable[[str], bool]) -> None:
    """Move the spare files of a complete replacement to their places; then the replacement goes."""
    kept = set(names)
    try:
        _sync(folder)
        for name in kept:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / _SPARE / name).replace(folder / name)
        for name in _files(folder) - kept:
            if is_own(name):
                (folder / name).unlink()
        for parent in {(folder / name).parent for name in kept}:
            _sync(parent)
        (folder / NEXT).rename(folder / _SPARE / NEXT)
    except OSError as error:
        message = f"{error.strerror}; the new ledger is whole, in {NEXT}, and is what is read"
        raise OSError(error.errno, message, error.filename) from error
    with suppress(OSError):  # the next writer will do it
        _sweep(folder)


def _files(folder: Path) -> set[str]:
    """List the folder's files, relative; nothing of a replacement's own."""
    found = set()
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".ledger-")]
        found |= {(Path(parent) / name).relative_to(folder).as_posix() for name in files}
    return found


def _sweep(folder: Path) -> None:
    """Remove what is half made: a killed writer's, or what was not to be."""
    for path in (folder / _PART, folder / _SPARE):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Have the folder's entries on the disk, where the system offers it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
