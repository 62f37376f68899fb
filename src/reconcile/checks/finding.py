"""One finding in words, made only for what is shown, and what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, Protocol

from reconcile.checks.engine.readings import Reading
from reconcile.checks.joint.certificate import Certificate
from reconcile.checks.verdicts import VERDICTS
from reconcile.checks.wording.missed_errors import Missed


@dataclass(frozen=True, slots=True)
class ProposedRepair:
    """A change of one claim that would mend a conflict.

    ``instead`` is the number that the claim would have to print, in base units; ``slip`` names the known slip that
    turns the one into the other, None where it is only the nearest number that fits.
    """

    claim: int
    printed: Fraction
    instead: Fraction
    slip: str | None
    words: str  # "379.6 → 376.9 billion USD"


@dataclass(frozen=True, slots=True)
class Contribution:
    """A claim's part in the arithmetic: where every contribution is known, they add up to computed minus reported.

    ``weight`` multiplies the printed figure, and ``contribution`` is their product. Both are None for a rate, which is
    in the weight of its base. The contribution alone is None for a range, and for a claim beside which a plainer or
    finer one of the same quantity counts.
    """

    claim: int
    weight: Fraction | None
    contribution: Fraction | None
    reported: bool  # it stands on the side that is reported, not on that which is computed


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A number of a source's text that nobody claims; ``at`` is its offset in the text in NFC."""

    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the figures compute to, and what is reported, both in the unit of the finding."""

    of: str  # "figures"; of ranges also "low ends" and "high ends"
    computed: Reading
    reported: Reading


class Behind(Protocol):
    """What stands behind a finding, worked out when it is asked for: most findings are only counted or listed."""

    @property
    def repairs(self) -> tuple[ProposedRepair, ...]: ...

    @property
    def terms(self) -> tuple[Contribution, ...]: ...

    @property
    def comparisons(self) -> tuple[Comparison, ...]: ...

    @property
    def missed(self) -> tuple[Missed, ...]:
        """Of a binding that holds: the errors of each claim that it would not see."""


class Ready(NamedTuple):
    """The same where it is known already."""

    repairs: tuple[ProposedRepair, ...] = ()
    terms: tuple[Contribution, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    missed: tuple[Missed, ...] = ()


_NOTHING = Ready()


@dataclass(slots=True)
class WordedFinding:
    """The outcome of one binding in words. Claims are row numbers of the ledger's claims."""

    id: str
    check: str
    verdict: int
    message: str
    claims: tuple[int, ...] = ()
    rule: str = ""
    rule_number: int | None = None
    quantity: dict[str, str] = field(default_factory=dict)
    status: str = ""
    sources: tuple[str, ...] = ()
    residual: Fraction | None = None
    allowed: Fraction | None = None
    excess: Fraction | None = None
    excess_units: Fraction | None = None
    unit: str = ""
    place: tuple[str, int | None] | None = None  # file and line, where no claim says it
    certificate: Certificate | None = None  # the proof of a joint conflict
    unclaimed: tuple[Unclaimed, ...] = ()
    behind: Behind = _NOTHING

    @property
    def word(self) -> str:
        return VERDICTS[self.verdict]
