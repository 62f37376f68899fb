"""What messages of XBRL and SDMX become: claims with their places in a file, and units that a ledger has to learn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Protocol

import numpy as np

from reconcile.errors import DocumentError, LedgerError, Problem
from reconcile.exact.columns import Array
from reconcile.language.digits import FigureError
from reconcile.language.units import read_unit
from reconcile.ledger.reading.problem_words import cut
from reconcile.reading.wide_frames import WideCells, WideClaims

__all__ = [
    "READ",
    "Reported",
    "ReportedLedger",
    "StatedCells",
    "as_ledger_errors",
    "is_unit_of_one",
    "number_of",
    "own_unit",
    "some",
]

READ = (
    "xBRL-JSON, the metadata of xBRL-CSV, an instance of XBRL in XML, inline XBRL, the facts of a company as the SEC "
    "gives them, and messages of SDMX with data, in CSV, JSON and XML"
)
_NAMED = 3  # of what is left out, by name
_NO_LETTERS = re.compile(r"[\W\d_]+")


@contextmanager
def as_ledger_errors(file: str) -> Iterator[None]:
    """Raises what is wrong with a document, or with the file itself, as a LedgerError."""
    try:
        yield
    except DocumentError as error:
        raise LedgerError(error.problems) from None
    except OSError as error:
        raise LedgerError([Problem(file, None, error.strerror or str(error))]) from None


class ReportedLedger(NamedTuple):
    """What a ledger is made of, and how the files were read."""

    claims: WideClaims
    settings: dict[str, Any]
    read_as: tuple[str, ...]
    also_nil: tuple[int, ...] = ()  # the claims of which their source says, too, that there is no number


class Reported(Protocol):
    """Something that a file states, where its line or its name tells the place: "fact f1"."""

    @property
    def place(self) -> str: ...

    @property
    def line(self) -> int: ...


class StatedCells(WideCells):
    """Where each statement stands: its file, and its place there."""

    def __init__(self, files: Sequence[str], stated: Sequence[Reported]) -> None:
        self.files = files
        self.stated = stated

    def __len__(self) -> int:
        return len(self.stated)

    def __getitem__(self, claim: Any) -> Any:
        if isinstance(claim, slice):
            return [self[one] for one in range(*claim.indices(len(self)))]
        place = self.stated[claim].place
        return f"{self.files[claim]}, {place}" if place else self.files[claim]

    @property
    def lines(self) -> Array:
        return np.array([one.line for one in self.stated], dtype=np.int64)

    def problem(self, claim: int, message: str) -> Problem:
        return Problem(self[claim], self.stated[claim].line or None, message)


def is_unit_of_one(word: str) -> bool:
    """Whether the word is a unit, of which it is one, and no pure number."""
    with suppress(FigureError):
        name, size = read_unit(word)
        return size == 1 and name not in {"", "count", "times"}
    return False


def own_unit(name: str, taken: set[str], prefix: str) -> str:
    """A unit of a ledger's own: letters only, a word that nothing else is called; it becomes one of those taken."""
    letters = _NO_LETTERS.sub(" ", name).strip() or "unit"
    word, number = letters, 0
    while word in taken or _is_read(word):
        word = f"{letters} {'x' * number}".rstrip() if number else f"{prefix} {letters}"
        number += 1
    taken.add(word)
    return word


def _is_read(word: str) -> bool:
    with suppress(FigureError):
        read_unit(word)
        return True
    return False


def some(names: Sequence[str], most: int = _NAMED) -> str:
    """Some of several names, each once, and how many more."""
    each = list(Counter(names))
    more = f" and {len(each) - most} more" if len(each) > most else ""
    return ", ".join(map(cut, each[:most])) + more


def number_of(count: int, what: str) -> str:
    """How many, in words."""
    return f"{count:,} {what}{'s' * (count != 1)}"
