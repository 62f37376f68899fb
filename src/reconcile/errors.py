"""What goes wrong on the user's side: a ledger that cannot be read, a call that cannot be answered.

Documents that disagree are findings, never exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def at_line(file: str, line: int | None) -> str:
    """Where to look: file:line, counted from 1, or the file alone.

    >>> at_line("sources/a.yaml", 12), at_line("claims.parquet", None)
    ('sources/a.yaml:12', 'claims.parquet')
    """
    return f"{file}:{line}" if line else file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a ledger: where it stands, what was found, what to do.

    >>> print(Problem("sources/a.yaml", 12, "unknown key 'perod'; did you mean 'period'?"))
    sources/a.yaml:12: unknown key 'perod'; did you mean 'period'?
    """

    file: str
    line: int | None  # counted from 1; None where the whole file is meant
    message: str

    @property
    def place(self) -> str:
        """Where it stands, as far as it is known."""
        return ":".join(part for part in (self.file, str(self.line or "")) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


_PLACES = 3  # named of the problems that are the same


def told_once(problems: Iterable[Problem]) -> list[str]:
    """Put problems into lines, one for all that say the same, with its first places and how many more there are.

    >>> same = [Problem("claims.csv", line, "'PJ' is no unit known") for line in range(2, 114)]
    >>> told_once([same[0], Problem("claims.csv", 2, "no measure"), *same[1:]])
    ["claims.csv:2, 3, 4 and 109 more: 'PJ' is no unit known", 'claims.csv:2: no measure']
    """
    same: dict[str, list[Problem]] = {}
    for problem in problems:
        same.setdefault(problem.message, []).append(problem)
    return [_told(message, each) for message, each in same.items()]


def _told(message: str, problems: list[Problem]) -> str:
    places = list(dict.fromkeys(one.place for one in problems))
    if len(places) == 1:
        return str(problems[0])
    file, left = problems[0].file, len(places) - _PLACES
    shown = [places[0], *(place.removeprefix(f"{file}:") for place in places[1:_PLACES])]
    last = f"{left:,} more" if left > 0 else shown.pop()
    return f"{', '.join(shown)} and {last}: {message}"


class ReconcileError(Exception):
    """Misuse, or input that cannot be read; the base of every exception raised on purpose."""


class UnusableError(ReconcileError, ValueError):
    """Files that cannot be used, with all of their problems at once."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(told_once(self.problems)))


class LedgerError(UnusableError):
    """A ledger that cannot be read, with all of its problems at once.

    >>> error = LedgerError([Problem("ledger.yaml", 3, "…"), Problem("sources/a.yaml", 12, "…")])
    >>> [problem.line for problem in error.problems]
    [3, 12]
    """


class DocumentError(UnusableError):
    """A document that cannot be read: what was found, and what to do.

    >>> print(DocumentError([Problem("release.pdf", None, "is encrypted; save it without a password")]))
    release.pdf: is encrypted; save it without a password
    """
