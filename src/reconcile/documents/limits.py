"""How much of a document is read: what a stranger's file may cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from reconcile.errors import DocumentError, Problem

MOST_BYTES = 64 * 2**20  # of a file; a ledger's own files end there, too
MOST_UNPACKED = 256 * 2**20  # bytes that the parts of a packed file, or the pages of a PDF's text, come to
MOST_CELLS = 1_000_000
MOST_PAGES = 2_000
MOST_SECONDS = 60.0
MOST_NESTED = 200  # elements within each other; written pages nest a few dozen deep


def refused(file: str, message: str) -> DocumentError:
    """The error that says why a document is not read, and what to do."""
    return DocumentError([Problem(file or "the document", None, message)])


def needs(file: str, package: str) -> DocumentError:
    """The error of a format whose library is not installed."""
    return refused(file, f"needs {package}: pip install 'reconcile-claims[documents]'")


@dataclass(slots=True)
class Allowance:
    """What is left of the limits while one document is read; a DocumentError ends it."""

    file: str
    cells: int = MOST_CELLS
    unpacked: int = MOST_UNPACKED
    until: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def take_cells(self, count: int) -> None:
        self.cells -= count
        if self.cells < 0:
            raise refused(self.file, f"more than {MOST_CELLS:,} cells of tables; split it, or read a table as claims")

    def take_unpacked(self, count: int) -> None:
        self.unpacked -= count
        if self.unpacked < 0:
            raise refused(self.file, f"unpacks to more than {MOST_UNPACKED:,} bytes; save what is needed of it alone")

    def check_time(self) -> None:
        if time.monotonic() > self.until:
            raise refused(self.file, f"not read after {MOST_SECONDS:g} seconds; save what is needed of it alone")
