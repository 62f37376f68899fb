"""How long a question may take."""

from __future__ import annotations

import time


class OutOfBudgetError(Exception):
    """The time is used up; whoever set the budget catches this and says so in its answer."""


class Budget:
    """A number of seconds from now, None for as long as it takes.

    >>> Budget(0).spent, Budget(None).spent
    (True, False)
    """

    __slots__ = ("_deadline",)

    def __init__(self, seconds: float | None) -> None:
        self._deadline = None if seconds is None else time.monotonic() + seconds

    @property
    def spent(self) -> bool:
        return self._deadline is not None and time.monotonic() >= self._deadline

    @property
    def left(self) -> float | None:
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def check(self) -> None:
        if self.spent:
            raise OutOfBudgetError
