"""One finding as everything outside of the checks meets it: the one definition of its fields.

The findings' frame and its schema, JSON, CSV, the Parquet file of conflicts, Spark's table and a notebook's object take
their fields from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.checks.verdicts import finding_kind
from reconcile.errors import at_line
from reconcile.language.periods import ALL_TIME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reconcile.checks.joint.certificate import Certificate


class Kind(Enum):
    """What a field holds; None where a finding has nothing of it, of text also ""."""

    ID = "a text that no other finding has"
    CHECK = "one of the checks"
    VERDICT = "one of the verdicts"
    TEXT = "a text"
    REASON = "a text, or None"
    NUMBER = "an exact number as decimal text in base units, or a fraction such as 5/6"
    COUNT = "a whole number"
    NAMES = "a tuple of texts"
    NAMED = "a dict of texts"
    THINGS = "a tuple of dicts"
    PROOF = "a certificate"


class Field(NamedTuple):
    """A field of a finding: its name, what it holds, and what that means."""

    name: str
    kind: Kind
    means: str


def _of(kind: Kind, means: str) -> dict[str, Any]:
    return {"kind": kind, "means": means}


@dataclass(kw_only=True)
class Entry:
    """Amounts are decimal text in base units, exact; a report may cut them for reading, never before.

    What is not given is made when it is first asked for, and kept.
    """

    finding: str = field(metadata=_of(Kind.ID, "its id"))
    check: str = field(metadata=_of(Kind.CHECK, "which check made it"))
    verdict: str = field(metadata=_of(Kind.VERDICT, "the outcome in one word"))
    rule: str = field(metadata=_of(Kind.TEXT, "the rule that binds, as it is written"))
    quantity: dict[str, str] = field(metadata=_of(Kind.NAMED, "what it speaks of, without what is empty"))
    status: str = field(metadata=_of(Kind.TEXT, "target to revised"))
    sources: tuple[str, ...] = field(metadata=_of(Kind.NAMES, "the sources of the claims"))
    claims: tuple[str, ...] = field(metadata=_of(Kind.NAMES, "the claims that take part, by id"))
    residual: str | None = field(metadata=_of(Kind.NUMBER, "computed minus reported"))
    allowed: str | None = field(metadata=_of(Kind.NUMBER, "the most that rounding explains"))
    excess: str | None = field(metadata=_of(Kind.NUMBER, "how far the residual lies beyond that"))
    excess_units: str | None = field(metadata=_of(Kind.NUMBER, "the same in units of the last printed digit"))
    unit: str = field(metadata=_of(Kind.TEXT, "the unit of these amounts"))
    message: str = field(metadata=_of(Kind.TEXT, "what is found, in one sentence"))
    repairs: tuple[dict[str, Any], ...] = field(
        init=False, metadata=_of(Kind.THINGS, "each change of one claim that would mend it")
    )
    evidence: tuple[dict[str, Any], ...] = field(
        init=False, metadata=_of(Kind.THINGS, "each claim with its words and interval")
    )
    accepted: str | None = field(metadata=_of(Kind.REASON, "why the ledger accepts it"))
    file: str = field(metadata=_of(Kind.TEXT, "the file to look at"))
    line: int | None = field(metadata=_of(Kind.COUNT, "and the line"))
    certificate: Certificate | None = field(metadata=_of(Kind.PROOF, "the proof of a joint conflict"))
    caught: int | None = field(
        init=False, metadata=_of(Kind.COUNT, "how many of the errors a binding that holds would catch")
    )
    errors: int | None = field(
        init=False, metadata=_of(Kind.COUNT, "how many there are in the last two digits of the claims")
    )
    comparisons: tuple[dict[str, Any], ...] = field(
        init=False, metadata=_of(Kind.THINGS, "what is computed and what is reported")
    )
    unclaimed: tuple[dict[str, Any], ...] = field(metadata=_of(Kind.THINGS, "the numbers of a text that nobody claims"))
    rows: tuple[int, ...]  # of the claims, among those of the ledger
    _later: Callable[[str], Mapping[str, Any]] = field(
        repr=False, compare=False
    )  # from a field to it, and what comes with it

    if not TYPE_CHECKING:  # which would take every name for a field, then

        def __getattr__(self, name: str) -> Any:
            if name not in LATER:
                raise AttributeError(name)
            self.__dict__.update(self._later(name))
            return self.__dict__[name]

    @property
    def kind(self) -> str:
        """The verdict, with accepted conflicts as a kind of their own."""
        return finding_kind(self.verdict, self.accepted)

    @property
    def place(self) -> str:
        """Where to look it up: file:line."""
        return at_line(self.file, self.line)

    @property
    def subject(self) -> str:
        """The rule where the message does not give it, the quantity and the view; failing all, the sources."""
        rule = "" if self.rule in self.message else self.rule
        where = " ".join(
            value
            for name, value in self.quantity.items()
            if name not in {"measure", "stat", "base"} and value != ALL_TIME
        )
        measure, stat, base = (self.quantity.get(name, "") for name in ("measure", "stat", "base"))
        if stat in {"growth", "change"}:
            several = stat if stat == "growth" else f"{stat}s"  # of the measures that a rule ties
            measure, where = f"{stat} of {measure}" if measure else several, f"{where} on {base}"
        elif stat:
            measure = f"{stat} of {measure} {_LINKS[stat]} {base}" if measure else f"{stat}s of {base}"
        return ", ".join(filter(None, (rule, measure, where, self.status))) or ", ".join(self.sources)

    @property
    def sentence(self) -> str:
        """The message, with what it is about."""
        return f"{self.subject}: {self.message}" if self.subject else self.message

    def row(self, names: Iterable[str] | None = None) -> dict[str, Any]:
        """These of its fields, all by default."""
        return {name: getattr(self, name) for name in names or NAMES}


_LINKS = {"share": "in", "contribution": "to", "ratio": "to", "mean": "per"}

_DEFINED = [one for one in fields(Entry) if one.metadata]
FIELDS = tuple(Field(one.name, one.metadata["kind"], one.metadata["means"]) for one in _DEFINED)
NAMES = tuple(one.name for one in FIELDS)
LATER = frozenset(one.name for one in _DEFINED if not one.init)
