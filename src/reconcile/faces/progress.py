"""How far a long audit has come, for whoever waits for it.

Nothing shows in the first second, and nothing anywhere but on a terminal or in a notebook: not in a pipe, a file or a
log. What was shown is gone when the work is done or was interrupted.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DELAY = 1.0  # seconds before anything shows
_PAUSE = 0.2  # seconds between two looks
_BAR = 20  # characters


class Watched:
    """What is at work now; call it as an audit does, with how much is done, of how much, and what."""

    def __init__(self, what: str) -> None:
        self._state = (0, 0, what)
        self._begun = time.monotonic()

    def __call__(self, done: int, total: int, what: str) -> None:
        self._state = (done, total, what)

    def line(self) -> str:
        """The state in one line: what, how far, for how long."""
        done, total, what = self._state
        full = _BAR * done // total if total else 0
        bar = f"[{'=' * full}{' ' * (_BAR - full)}] {done:,} of {total:,}, " if total else ""
        return f"{bar}{visible(what)}, {time.monotonic() - self._begun:.0f} s"


@contextmanager
def progress_shown(what: str, *, delay: float = DELAY) -> Iterator[Watched]:
    """Show progress while the work inside takes longer than the delay, where somebody may be looking."""
    watched, show = Watched(what), _screen()
    if show is None:
        yield watched
        return
    done = threading.Event()
    thread = threading.Thread(target=_follow, args=(watched, show, done, delay), daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        done.set()
        thread.join()


def _follow(watched: Watched, show: Callable[[str | None], None], done: threading.Event, delay: float) -> None:
    if done.wait(delay):
        return
    try:
        while True:
            show(watched.line())
            if done.wait(_PAUSE):
                break
    finally:
        show(None)


def _screen() -> Callable[[str | None], None] | None:
    """What shows a line in place of the last one, and nothing for None; None where nobody is looking."""
    if os.environ.get("CI"):
        return None
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if hasattr(shell, "kernel"):
        return _in_notebook()
    if sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        return lambda line: _on_terminal(sys.stderr, line)
    return None


def _on_terminal(stream: TextIO, line: str | None) -> None:
    width = shutil.get_terminal_size().columns - 1
    stream.write("\r\x1b[K" + (line or "")[:width])
    stream.flush()


def _in_notebook() -> Callable[[str | None], None]:
    from IPython.display import display

    handles: list[Any] = []

    def show(line: str | None) -> None:
        content = {"text/plain": line or ""}
        if handles:
            handles[0].update(content, raw=True)
        elif line is not None:
            handles.append(display(content, raw=True, display_id=True))  # type: ignore[no-untyped-call]

    return show
