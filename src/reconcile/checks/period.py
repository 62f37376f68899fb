"""Periods of a flow: months, quarters and halves sum to what they divide, and no part exceeds its whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from reconcile.checks.arithmetic import Block
from reconcile.checks.cells import Cells
from reconcile.checks.finding import Finding
from reconcile.checks.listed import Listed
from reconcile.checks.matching import Term, keys_of
from reconcile.checks.store import LEVEL, Store
from reconcile.checks.verdicts import UNCHECKED
from reconcile.checks.whole import Laid, Whole, lay, sums
from reconcile.exact.columns import Bools, Ints
from reconcile.language.periods import Period

DIVISIONS = ("half", "quarter", "month")


def nestings(store: Store, cells: Cells) -> list[Block | Listed]:
    """The sums and bounds that the calendar makes of each flow's periods."""
    kinds = {name: measure.kind for name, measure in store.ledger.measures.items()}
    flows = np.array([kinds.get(name, "") == "flow" for name in store.measure.values], dtype=bool)
    signed = np.array([store.signed(name) for name in store.measure.values], dtype=bool)
    level = np.append((cells.keys.stat == LEVEL)[:-1], False)
    key = keys_of(cells, store, cells.keys.place, but=("period",))
    wholes: dict[int, list[Laid]] = defaultdict(list)
    for whole, parts in divisions(store.periods):
        both = np.isin(cells.keys.period, (whole, *parts)) & level
        both[:-1] &= flows[cells.keys.measure[:-1]]
        name = store.period.values[whole]
        terms = [_term(store, cells, both, part) for part in (*parts, whole)]
        laid = lay(cells, Whole("period", f"{name}={_spelled(store, parts)}", terms, key, signed, ()))
        if laid:
            wholes[whole].append(laid)
    blocks: list[Block | Listed] = []
    for divided in wholes.values():
        done = {int(key) for laid in divided for key in laid.keys[laid.summed]}
        blocks += [block for laid in divided for block in sums(store, cells, laid, done)]
    return [*blocks, Listed("period", list(_undeclared(store, cells, kinds)))]


def divisions(periods: tuple[Period, ...]) -> Iterator[tuple[int, list[int]]]:
    """Each period that others tile, or partly tile, with the numbers of these others in order.

    Parts that nobody ever reports are left out: the whole is then only bounded by the rest.
    """
    number = {period.text: code for code, period in enumerate(periods)}
    for whole, period in enumerate(periods):
        tiled: set[int] = set()
        for division in DIVISIONS:
            known = [number.get(part.text, -1) for part in period.split(division)]
            if len(known) > 1 and any(code >= 0 for code in known):
                tiled.update(code for code in known if code >= 0)
                yield whole, known
        for first, start in enumerate(periods):
            if start.start != period.start or not period.contains(start) or first == whole:
                continue
            for second, end in enumerate(periods):
                if end.follows(start) and end.end == period.end and not {first, second} <= tiled:
                    tiled.update((first, second))
                    yield whole, [first, second]
        for part, inner in enumerate(periods):
            if part not in tiled and part != whole and period.contains(inner):
                yield whole, [part, -1]


def _term(store: Store, cells: Cells, rows: Bools, period: int) -> Term:
    name = store.period.values[period] if period >= 0 else ""
    return Term(np.flatnonzero(rows & (cells.keys.period == period)) if period >= 0 else _NONE, Fraction(1), name)


_NONE: Ints = np.zeros(0, dtype=np.int64)


def _spelled(store: Store, parts: list[int]) -> str:
    known = [store.period.values[part] for part in parts if part >= 0]
    return "+".join((known[0], "...", known[-1]) if len(known) > 4 else known)


def _undeclared(store: Store, cells: Cells, kinds: dict[str, str]) -> Iterator[Finding]:
    """Measures whose periods nest while nobody said whether they may be summed."""
    level = np.append((cells.keys.stat == LEVEL)[:-1], False)
    for code, name in enumerate(store.measure.values):
        if kinds.get(name):
            continue
        rows = np.flatnonzero(level & (cells.keys.measure == code))
        reported = sorted({int(period) for period in cells.keys.period[rows]})
        inside = ((a, b) for a in reported for b in reported if a != b and store.periods[a].contains(store.periods[b]))
        if pair := next(inside, None):
            whole, part = (store.period.values[period] for period in pair)
            yield Finding(
                f"period:{name}",
                "period",
                UNCHECKED,
                f"{name}: {part} lies within {whole}, but the ledger does not say whether {name} is a flow or a stock "
                f"(measures: {{{name}: {{kind: flow}}}})",
                quantity={"measure": name},
            )
