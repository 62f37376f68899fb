"""The checks that hold claims against claims: a line each, for a ledger or a part of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reconcile.checks.agreement import agreements
from reconcile.checks.engine.block import Block, ClaimBindings, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.views import Tables, tables
from reconcile.checks.finding import WordedFinding
from reconcile.checks.hierarchy import hierarchies
from reconcile.checks.identity import identities
from reconcile.checks.period import nestings
from reconcile.checks.statistic import statistics
from reconcile.checks.verdicts import CRASHED, UNCHECKED

_CHECKS: dict[str, Callable[[Store, Tables], Iterable[Block]]] = {
    "agreement": agreements,
    "identity": lambda store, views: identities(store, views.both),
    "statistic": lambda store, views: statistics(store, views.both),
    "period": lambda store, views: nestings(store, views.both),
    "hierarchy": lambda store, views: hierarchies(store, views.both),
}
COMPARED = tuple(_CHECKS)


def compare(
    store: Store,
    wanted: Sequence[str],
    crashed: set[str],
    views: Tables | None = None,
    told: Callable[[str], None] | None = None,
) -> list[Block]:
    """The blocks of those of these checks that are wanted; ``told`` hears of each before it begins."""
    views, blocks = views or tables(store), list[Block]()
    for check, make in _CHECKS.items():
        if check in wanted:
            if told is not None:
                told(check)
            blocks += guarded(check, lambda make=make: make(store, views), crashed)  # type: ignore[misc]
    ClaimBindings(blocks).tell()
    return blocks


def guarded(check: str, make: Callable[[], Iterable[Block]], crashed: set[str]) -> list[Block]:
    """A check's blocks; one that crashes is a finding about the check, and the others still run."""
    try:
        return [block for block in make() if len(block.verdict)]
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the other checks must be heard
        crashed.add(check)
        said = f"the check crashed ({type(error).__name__}: {error}); nothing it should have checked was"
        return [of_findings(check, [WordedFinding(check + CRASHED, check, UNCHECKED, said)])]
