"""One conflict in full: the sentences, what they stand for, the arithmetic, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.checks.words import approximately
from reconcile.exact.interval import Interval
from reconcile.reports.amounts import interval, number
from reconcile.reports.amounts import scale as scale_of
from reconcile.reports.terminal import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.auditing import Result
    from reconcile.reports.entries import Entry


def evidence(entry: Entry, result: Result, *, indent: int = 0) -> Iterator[Line]:
    """What anyone can verify by hand, and the id by which the ledger can accept it."""
    claims = _claims(result, {part["claim"] for part in entry.evidence})
    yield Line(entry.sentence, indent, "bold")
    for part in entry.evidence:
        yield from _sentence(part, claims[part["claim"]], indent)
    if arithmetic := _arithmetic(entry):
        yield Line(arithmetic, indent + 2)
    if entry.repairs:
        yield Line(
            "any one of these changes would mend it:" if len(entry.repairs) > 1 else "this change would mend it:",
            indent + 2,
        )
    for repair in entry.repairs:
        yield Line(_repair(repair), indent + 4)
    if entry.accepted is not None:
        yield Line(f"accepted: {entry.accepted}", indent + 2)
    yield Line(f"id: {entry.finding}", indent + 2, "dim")


class _Claim(NamedTuple):
    speaks_of: str
    interval: Interval
    unit: str


def _claims(result: Result, wanted: set[str]) -> dict[str, _Claim]:
    """The intervals that the claims of a finding stand for, each in its own unit."""
    rows = result.claims[result.claims["claim"].isin(wanted)].to_dict("records")
    return {row["claim"]: _Claim(_speaks_of(row), interval(row), row["unit"]) for row in rows}


def _speaks_of(row: dict[Any, Any]) -> str:
    stat = "" if row["stat"] == "level" else f"{row['stat']} of "
    return f"{stat}{row['measure']} {row['period']}"


def _sentence(part: dict[str, Any], claim: _Claim, indent: int) -> Iterator[Line]:
    place = f"{part['file']}:{part['line']}" if part["line"] else part["file"]
    scale = scale_of([claim.interval.low, claim.interval.high], claim.unit)
    stands = scale.with_unit(scale.interval(claim.interval))
    published = f", {part['published']}" if part["published"] else ""
    yield Line(f"{claim.speaks_of}: {part['printed']}, stands for {stands}", indent + 2)
    if part["quote"]:
        yield Line(f"“{part['quote']}”", indent + 4)
    yield Line(f"{part['source']}{published} ({place})", indent + 4, "dim")


def _arithmetic(entry: Entry) -> str:
    residual, allowed, excess = map(number, (entry.residual, entry.allowed, entry.excess))
    if residual is None or allowed is None or excess is None:
        return ""
    scale = scale_of([residual, allowed, excess], entry.unit)
    left, explained, beyond = (scale.with_unit(scale.number(one)) for one in (residual, allowed, excess))
    words = f"residual {left}; rounding explains up to {explained}; {beyond} beyond it"
    units = number(entry.excess_units)
    if units is None:
        return words
    return f"{words}, which is {approximately(units)} unit{'s' * (units != 1)} of the last digit"


def _repair(repair: dict[str, Any]) -> str:
    slip = f": {repair['slip']}" if repair["slip"] else ""
    return f"{repair['words']}{slip} ({repair['claim']})"
