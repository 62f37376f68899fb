"""One writer at a time: a lock of the operating system, which is free again when its holder ends, however it ends.

The lock is on a file that is in the folder while somebody writes there. Whoever waited for it looks whether it is still
the folder's, for its holder removes it before anybody else can have it.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".ledger-lock"
PATIENCE = 60.0  # seconds that a writer waits for others

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FAR = 2**30  # Windows lets nobody read what is locked, and who holds the lock should be read


@contextmanager
def one_writer(folder: Path, *, make: bool = False) -> Iterator[None]:
    """Be the only writer of the folder, which is made where it is absent and `make` says so.

    Others are waited for, as long as PATIENCE; then a TimeoutError tells who is at work.
    """
    path = folder / LOCK
    handle = _taken(path, make=make)
    try:
        with suppress(OSError):  # for others to know; a full disk must not forbid to write less
            os.ftruncate(handle, 0)
            os.write(handle, f"process {os.getpid()} on {platform.node()}\n".encode())
        yield
    finally:
        _free(path, handle)


def _taken(path: Path, *, make: bool) -> int:
    """Open the file so that it is this process's alone, and the one that is at its place."""
    give_up, pause = time.monotonic() + PATIENCE, 0.001
    while True:
        if make:
            path.parent.mkdir(parents=True, exist_ok=True)
        if (handle := _opened(path, make=make)) is not None:
            try:
                if _locked(handle) and _at(path, handle):
                    return handle
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)
        if time.monotonic() > give_up:
            raise TimeoutError(_at_work(path))
        time.sleep(pause)
        pause = min(2 * pause, 0.05)


def _opened(path: Path, *, make: bool) -> int | None:
    """Open the file; None where it must be tried again."""
    try:
        return os.open(path, _FLAGS, 0o666)
    except FileNotFoundError:
        if not make:  # else another writer, who failed, has just removed the folder that it had made
            raise
    except PermissionError:
        if sys.platform != "win32":  # where it says so of a file that is being removed
            raise
    return None


def _locked(handle: int) -> bool:
    """Lock the file, unless another has it."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        message = f"no file can be locked there ({error.strerror}), so that another writer could not be kept out"
        raise OSError(error.errno, f"{message}; write to another disk, and copy the folder from there") from error
    return True


def _at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def _free(path: Path, handle: int) -> None:
    try:
        # Windows removes no open file; one that others wait for stays there until the last of them has written.
        if sys.platform != "win32" and _at(path, handle):
            with suppress(OSError):
                path.unlink()
    finally:
        # Closing alone would not do where a fork has the file, too.
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_UN)
        os.close(handle)
        if sys.platform == "win32":
            with suppress(OSError):
                path.unlink()


def _at_work(path: Path) -> str:
    holder = ""
    with suppress(OSError, ValueError):
        holder = path.read_text(encoding="utf-8").strip()
    who = f"another writer ({holder})" if holder.isprintable() and holder else "another writer"
    return f"{who} has been at work in the folder for {PATIENCE:g} seconds; write again when it has ended, or end it"
