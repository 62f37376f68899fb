"""A cell as a claim of a ledger, and a believed relation as its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.digits import fold
from reconcile.language.rules import PLAIN_NAME
from reconcile.reading.evidence import odds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reconcile.reading.evidence import Fit

__all__ = ["DraftedClaim", "DraftedRelation", "Stated", "in_rule", "rule_of", "unmarked", "why_believed"]


_MARKS = re.compile(r"[`\[\]]+")  # that rules, and the bases of shares, have of their own


@dataclass(frozen=True, slots=True)
class DraftedClaim:
    """A cell as a claim: a row of a ledger's claims, and where it stands in the document."""

    measure: str
    column: str
    period: str
    value: str
    decimals: str
    unit: str
    place: str  # table 3, row 7, column 2019
    start: int | None  # offset in the document's text
    page: int | None
    words: str = ""  # as the cell prints it
    name: str = ""  # of the cell in a workbook
    stat: str = ""
    base: str = ""

    @property
    def row(self) -> dict[str, str]:
        """The claim as a row of a ledger's table."""
        named = ("measure", "column", "period", "stat", "base", "value", "decimals", "unit")
        printed = {"quote": self.words, "at": "" if self.start is None else str(self.start)}
        page = "" if self.page is None else str(self.page)
        return {**{name: getattr(self, name) for name in named}, **printed, "page": page}


@dataclass(frozen=True, slots=True)
class DraftedRelation:
    """A relation that is believed, as a rule or as the statistic of some claims, and why."""

    kind: str  # sum, difference, growth, …
    place: str
    terms: tuple[str, ...]
    evidence: str
    strength: float  # logarithm of the odds, base 10
    rules: tuple[tuple[str, str], ...] = ()  # text, and whether a part may be missing
    claims: tuple[int, ...] = ()  # of growth and change: the claims that state them


class Stated(NamedTuple):
    """What a cell says that is no level."""

    column: str
    period: str
    stat: str
    base: str
    measure: str = ""  # of another row than its own


def unmarked(name: str) -> str:
    """A name without the marks that a rule could not have in it.

    >>> unmarked("Sales [net]")
    'Sales net'
    """
    return fold(_MARKS.sub(" ", name))


def in_rule(measure: str) -> str:
    """A measure as a rule names it: between backticks, where its name is more than one word.

    >>> in_rule("Wages"), in_rule("Total revenue")
    ('Wages', '`Total revenue`')
    """
    return measure if PLAIN_NAME.fullmatch(measure) else f"`{measure}`"


def rule_of(left: list[tuple[int, str]], right: list[tuple[int, str]], fixed: str = "") -> str:
    """A sum as the text of a rule; a term is its sign and a measure as `in_rule` has it, and `fixed` is added to all.

    >>> rule_of([(1, "total")], [(1, "tea"), (-1, "tax")], "[period=2024]")
    'total[period=2024] = tea[period=2024] - tax[period=2024]'
    """
    return f"{_side(left, fixed)} = {_side(right, fixed)}"


def _side(terms: Iterable[tuple[int, str]], fixed: str) -> str:
    said = ""
    for sign, name in terms:
        mark = (" + " if sign > 0 else " - ") if said else ("" if sign > 0 else "-")
        said += f"{mark}{name}{fixed}"
    return said


def why_believed(fits: Mapping[int, Fit], lane: str, labelled: str, strength: float) -> str:
    """Why a relation is believed, in words; `lane` is what its fits are by, a row or a column.

    >>> why_believed({}, "row", "total", 2.0)
    'labelled total; fits in 0 rows; odds 100 to 1'
    """
    held = sum(fit.holds for fit in fits.values())
    broken = [fit for fit in fits.values() if not fit.holds]
    said = [labelled if labelled == "no label" else f"labelled {labelled}"] if labelled else []
    said.append(f"fits in {held} of {len(fits)} {lane}s" if broken else f"fits in {held} {lane}{'s' * (held != 1)}")
    if broken and all(fit.slip for fit in broken):
        said.append("one slip mends it")
    return f"{'; '.join(said)}; {odds(strength)}"
