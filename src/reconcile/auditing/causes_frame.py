"""The causes of an audit's conflicts: the fewest figures whose change would mend all that hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reconcile.auditing.entry import Entry
from reconcile.checks.engine.claims import Store
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.minimal_repairs import hitting_sets

OPTIMA = 10  # sets of as few figures that are told of one component
_SECONDS = 10.0  # for the search in one component, beyond which one set is told that need not be the smallest

_COLUMNS = (
    *("component", "optimum", "claim", "source", "measure", "area", "period", "stat"),
    *("reported", "proposed", "change", "slip", "explains"),
)


@dataclass(frozen=True)
class MendedConflict:
    """A conflict by its finding's id: its claims, and the change that would mend it of each that has one."""

    finding: str
    claims: tuple[int, ...]
    repairs: Mapping[int, Mapping[str, Any]]

    @property
    def choices(self) -> frozenset[int]:
        """The claims that may be wrong: those of which a change fits everything, or any where none does."""
        return frozenset(self.repairs) or frozenset(self.claims)


def conflicts_of(entries: Iterable[Entry]) -> list[MendedConflict]:
    """The conflicts that compare claims; what only sums others up, or is about texts and rules, has no cause here."""
    found = []
    for entry in entries:
        if not entry.rows or entry.check in {"quotation", "schema"} or entry.finding.startswith("joint:in common"):
            continue
        rows = dict(zip(entry.claims, entry.rows, strict=True))
        repairs = {rows[one["claim"]]: one for one in entry.repairs if one["claim"] in rows}
        found.append(MendedConflict(entry.finding, entry.rows, repairs))
    return found


def causes_frame(store: Store, conflicts: Sequence[MendedConflict]) -> pd.DataFrame:
    """One row a figure of each smallest set that mends a component: conflicts tied by the claims that they share.

    ``optimum`` numbers the sets of one component, those with more known slips first. ``proposed`` is the value in base
    units that all bindings of the claim ask for, ``change`` the same in words; None where no one value would do.
    ``explains`` are the ids of the findings that the change would mend.
    """
    rows = []
    for component, some in enumerate(_components(conflicts), 1):
        for optimum, claims in enumerate(_optima(some), 1):
            rows += [_row(store, component, optimum, claim, some) for claim in sorted(claims)]
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object).astype({"component": int, "optimum": int})


def _components(conflicts: Sequence[MendedConflict]) -> list[list[MendedConflict]]:
    home: dict[int, int] = {}
    found: dict[int, list[MendedConflict]] = {}
    for number, one in enumerate(conflicts):
        mine = [one]
        for other in sorted({home[claim] for claim in one.claims if claim in home}):
            mine = [*found.pop(other), *mine]
        found[number] = mine
        home |= {claim: number for each in mine for claim in each.claims}
    order = {one.finding: number for number, one in enumerate(conflicts)}
    return sorted(
        (sorted(some, key=lambda one: order[one.finding]) for some in found.values()),
        key=lambda some: order[some[0].finding],
    )


def _optima(some: Sequence[MendedConflict]) -> list[frozenset[int]]:
    choices = [one.choices for one in some]
    try:
        found, _ = hitting_sets(choices, OPTIMA, Budget(_SECONDS))
    except OutOfBudgetError:
        found = (_enough(choices),)
    slipped = {claim for one in some for claim, repair in one.repairs.items() if repair["slip"]}
    return sorted(found, key=lambda one: (-len(one & slipped), sorted(one)))


def _enough(choices: Sequence[frozenset[int]]) -> frozenset[int]:
    """A set that hits all, not always the smallest: each time what hits the most."""
    chosen: set[int] = set()
    while left := [one for one in choices if chosen.isdisjoint(one)]:
        every = sorted(frozenset().union(*left))
        chosen.add(max(every, key=lambda claim: sum(claim in one for one in left)))
    return frozenset(chosen)


def _row(store: Store, component: int, optimum: int, claim: int, some: Sequence[MendedConflict]) -> dict[str, Any]:
    mine = [one for one in some if claim in one.choices]
    repairs = [one.repairs[claim] for one in mine if claim in one.repairs]
    repair = next((one for one in repairs if one["slip"]), repairs[0] if repairs else None)
    said = store.claim
    quantity = store.quantity(int(store.place.code[claim]), store.period[claim], store.measure[claim])
    return {
        "component": component,
        "optimum": optimum,
        "claim": said("claim", claim),
        "source": said("source", claim),
        "measure": store.measure[claim],
        "area": quantity.get("area", ""),
        "period": store.period[claim],
        "stat": store.stat[claim],
        "reported": said("reported", claim) or said("value", claim),
        "proposed": repair and repair["instead"],
        "change": repair and repair["words"],
        "slip": repair and repair["slip"],
        "explains": tuple(one.finding for one in mine),
    }
