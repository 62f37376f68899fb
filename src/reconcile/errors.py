"""What goes wrong on the user's side: a ledger that cannot be read, a call that cannot be answered.

Documents that disagree are findings, never exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass


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

    def __str__(self) -> str:
        return ":".join(part for part in (self.file, str(self.line or "")) if part) + f": {self.message}"


class ReconcileError(Exception):
    """Misuse, or input that cannot be read; the base of every exception raised on purpose."""


class UnusableError(ReconcileError, ValueError):
    """Files that cannot be used, with all of their problems at once."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


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
