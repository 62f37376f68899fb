"""Periods that others divide: a flow's whole is the sum of its parts, an average's their mean, a stock's the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from reconcile.checks.aggregation import LaidWhole, Whole, lay, whole_blocks
from reconcile.checks.engine.alignment import CellTerm, keys_of
from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import LEVEL
from reconcile.language.periods import Period
from reconcile.ledger.store.codes import Crossed

Divisions = Sequence[tuple[int, list[int]]]  # of each whole, by its code, the codes of parts


def nestings(store: Store, cells: Cells) -> list[Block]:
    """The equations and bounds that the calendar makes of each measure's periods."""
    kinds = np.array([store.ledger.measure(name).kind for name in store.measure.values], dtype=object)
    blocks: list[Block] = []
    for kind, divided in _DIVIDED.items():
        mine = np.asarray(kinds == kind, dtype=bool)
        if mine.any() and (divisions := divided(store)):
            blocks += _divided(store, cells, kind, mine, divisions)
    return blocks


_DIVIDED: dict[str, Callable[[Store], Divisions]] = {
    "flow": lambda store: store.divisions,
    "average": lambda store: store.equal_divisions,
    "stock": lambda store: store.last_parts,
}


def _divided(store: Store, cells: Cells, kind: str, measures: Bools, divisions: Divisions) -> list[Block]:
    """What binds the levels of measures of one kind: in a flow a whole is the sum of its parts, else their mean."""
    unsigned = np.array([store.unsigned(name) for name in store.measure.values], dtype=bool)
    there = np.flatnonzero((cells.keys.stat == LEVEL) & (cells.lead >= 0))
    there = there[measures[cells.keys.measure[there]]]
    there = there[np.argsort(cells.keys.period[there], kind="stable")]
    begins = np.searchsorted(cells.keys.period[there], np.arange(len(store.period.values) + 1))

    def term(period: int, times: int = 1) -> CellTerm:
        """The level cells of one period; none of a part that nobody ever reports."""
        if period < 0:
            return CellTerm(_NONE, Fraction(1), "")
        return CellTerm(there[begins[period] : begins[period + 1]], Fraction(times), store.period.values[period])

    key = (
        keys_of(cells, store, cells.keys.place, but=("period",)) if len(there) else np.zeros(len(cells), dtype=np.int64)
    )
    wholes: dict[int, list[LaidWhole]] = defaultdict(list)
    for whole, parts in divisions:
        if begins[whole] == begins[whole + 1]:
            continue
        count = len(parts) if kind == "average" else 1
        terms = [*map(term, parts), term(whole, count)]
        name = f"{store.period.values[whole]}={_spelled(store, parts, kind)}"
        laid = lay(cells, Whole("period", name, terms, key, unsigned, (), over=count))
        if laid:
            wholes[whole].append(laid)
    blocks: list[Block] = []
    for divided in wholes.values():
        done = {int(key) for laid in divided for key in laid.keys[laid.summed]}
        blocks += [block for laid in divided for block in whole_blocks(store, cells, laid, done)]
    return blocks


_NONE: Ints = np.zeros(0, dtype=np.int64)


def _spelled(store: Store, parts: list[int], kind: str) -> str:
    known = [store.period.values[part] for part in parts if part >= 0]
    if len(known) > 4:
        # Others may make the same whole from the same first part to the same last; of one kind there are no others.
        equal = len({store.periods[part].kind for part in parts if part >= 0}) == 1
        known = [known[0], "..." if equal else f"{len(known) - 2} more", known[-1]]
    joined = "+".join(known)
    return f"mean({joined})" if kind == "average" else joined


def undeclared(store: Store) -> list[Block]:
    """Measures whose periods nest while nobody said whether they may be summed; asked of a ledger as a whole."""
    return [of_findings("period", list(_undeclared(store)))]


def _undeclared(store: Store) -> Iterator[WordedFinding]:
    open_kinds = [not store.ledger.measure(name).kind for name in store.measure.values]
    if not any(open_kinds) or not _nested(store.periods, list(range(len(store.periods)))):
        return
    crossed = Crossed(store.stat, store.measure, store.period)
    spoken = np.zeros(crossed.sizes, dtype=bool)
    spoken.reshape(-1)[crossed.numbers()] = True
    for code in np.flatnonzero(open_kinds):
        name = store.measure.values[code]
        reported = [int(period) for period in np.flatnonzero(spoken[LEVEL, code])]
        if pair := _nested(store.periods, reported):
            whole, part = (store.period.values[period] for period in pair)
            yield WordedFinding(
                f"period:{name}",
                "period",
                UNCHECKED,
                f"{name}: {part} lies within {whole}, but the ledger does not say whether {name} is a flow, a stock or "
                f"an average (measures: {{{name}: {{kind: flow}}}})",
                quantity={"measure": name},
            )


def _nested(periods: tuple[Period, ...], reported: list[int]) -> tuple[int, int] | None:
    """The first of these periods, by number, that holds another one, with the first that it holds."""
    start = np.array([periods[one].start.toordinal() for one in reported], dtype=np.int64)
    end = np.array([periods[one].end.toordinal() for one in reported], dtype=np.int64)
    ends = end[np.lexsort((-end, start))]  # in order, a period lies in another where an earlier one ends no sooner
    if not (ends[1:] <= np.maximum.accumulate(ends)[:-1]).any():
        return None
    for at, whole in enumerate(reported):
        inside = np.flatnonzero((start[at] <= start) & (end <= end[at]))
        if len(inside) > 1:
            return whole, reported[next(int(one) for one in inside if one != at)]
    return None
