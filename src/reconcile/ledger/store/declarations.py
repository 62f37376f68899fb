"""What a ledger declares beside its claims: its measures, and the discrepancies it accepts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Nesting:
    """Members of a dimension, each a part of another one: what a member is, its parts sum to.

    >>> Nesting("area", (("Greenham", "Agria"), ("Wheaton", "Agria"))).wholes
    {'Agria': ['Greenham', 'Wheaton']}
    """

    over: str
    parents: tuple[tuple[str, str], ...]  # (member, of which it is a part), each member once

    @property
    def wholes(self) -> dict[str, list[str]]:
        """The members that have parts, with these, in their order."""
        found: dict[str, list[str]] = {}
        for member, parent in self.parents:
            found.setdefault(parent, []).append(member)
        return found


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, and how its figures relate.

    Over time a flow sums; of a stock the last part counts, of an average the mean of the parts. ``signed`` says whether
    it can be negative: where it cannot, no part exceeds its whole; None where nobody has said, and nothing is assumed.
    ``sum_over`` names a dimension whose members sum to the member ``sum_total``. What is not ``additive``, such as
    chained volumes, no sum of measures binds. A ``count`` is a whole number.

    >>> Measure("exports", kind="flow", signed=False, unit="USD").signed
    False
    """

    name: str
    title: str = ""
    kind: str = ""  # flow, stock, average, or unknown
    signed: bool | None = None
    unit: str = ""
    sum_over: str = ""
    sum_total: str = ""
    nestings: tuple[Nesting, ...] = ()  # further sums over members of a dimension, which may be the same one
    additive: bool = True
    count: bool = False
    terms: tuple[str, ...] = ()  # what documents call it, in any language

    @property
    def summed_over(self) -> set[str]:
        """The dimensions over which it sums in any way."""
        return {self.sum_over, *(nesting.over for nesting in self.nestings)} - {""}

    @property
    def parted_twice(self) -> set[tuple[str, str]]:
        """The members, each with its dimension, that are parts in several tables."""
        parts = Counter((nesting.over, member) for nesting in self.nestings for member, _ in nesting.parents)
        return {part for part, tables in parts.items() if tables > 1}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A conflict that was looked at and is accepted, with the reason; it stays visible as accepted.

    >>> accepted = Acceptance("agreement:trade:VN:2024:final", reason="superseded in August")
    >>> accepted.until is None
    True
    """

    finding: str  # the finding's id
    reason: str
    until: date | None = None  # the last day on which it is accepted
    residual: str | None = None  # the residual that was accepted, decimal text in base units
    file: str = field(default="", compare=False)
    line: int | None = field(default=None, compare=False)
