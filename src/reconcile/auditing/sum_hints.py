"""Hints about what is declared to be a sum, and looks like none wherever it is reported: never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.exact.columns import Ints
from reconcile.exact.interval import Interval
from reconcile.language.codelists import LEVEL

_LOOKED_AT = 200  # wholes
_MOST = Fraction(4, 5)  # of those whose parts are all reported
_Quantity = tuple[int, int, int]  # as codes: measure, place and period


def annual_rates(store: Store) -> Iterator[str]:
    """Quarters or months of a flow of which the year is the mean: annual rates, of which it is no sum."""
    flow = np.array([store.ledger.measure(name).kind == "flow" for name in store.measure.values], dtype=bool)
    rows = np.flatnonzero((store.stat.code == LEVEL) & flow[store.measure.code])
    years = [code for code in np.unique(store.period.code[rows]).tolist() if store.periods[code].kind == "year"]
    for kind in ("quarter", "month"):
        parts = {year: [store.period_code(part.text) for part in store.periods[year].split(kind)] for year in years}
        parts = {year: codes for year, codes in parts.items() if min(codes) >= 0}
        wholes = rows[np.isin(store.period.code[rows], list(parts))][:_LOOKED_AT]
        tied = [
            [(measure, place, period) for period in (year, *parts[year])]
            for measure, place, year in _quantities(store, wholes)
        ]
        means: dict[int, list[bool]] = {}
        for cells, year, total in _all_reported(store, rows, tied):
            means.setdefault(cells[0][0], []).append(_is_mean(total, year, len(cells) - 1))
        for measure, mean in means.items():
            if sum(mean) >= len(mean) * _MOST:
                yield (
                    f"{store.measure.values[measure]}: years are the mean of their {kind}s, and not the sum; are these "
                    f"annual rates? kind: average reads them so"
                )


def partial_breakdowns(store: Store) -> Iterator[str]:
    """Members that come to less than their total in several places or periods, and never to it: others may be left out.

    One that falls short by itself may be an error.
    """
    for measure in store.ledger.measures.values():
        over, total = measure.sum_over, measure.sum_total
        if not over or measure.name not in store.measure.values:
            continue
        rows = _levels(store, measure.name)
        members = sorted(store.places.said(over, np.unique(store.place.code[rows])) - {total, ""})
        wholes = rows[store.places.are(over, {total})[store.place.code[rows]]][:_LOOKED_AT]
        if len(members) < 2 or not len(wholes):
            continue
        moved = [store.places.moved({over: member}) for member in members]
        tied = [
            [cell, *((cell[0], int(one[cell[1]]), cell[2]) for one in moved)] for cell in _quantities(store, wholes)
        ]
        seen = _all_reported(store, rows, tied)
        short = [(left := whole + parts * -1).low is not None and left.low > 0 for _, whole, parts in seen]
        if len(short) > 1 and all(short):
            yield (
                f"{measure.name}: the members of {over} come to less than {total or 'the total'} wherever all are "
                f"reported; are there others? parents, with a member for the rest, makes the sum a bound"
            )


def _levels(store: Store, measure: str) -> Ints:
    return np.flatnonzero((store.stat.code == LEVEL) & (store.measure.code == store.measure.find(measure)))


def _quantities(store: Store, rows: Ints) -> Iterator[_Quantity]:
    codes = (store.measure.code[rows].tolist(), store.place.code[rows].tolist(), store.period.code[rows].tolist())
    return zip(*codes, strict=True)


def _all_reported(
    store: Store, rows: Ints, tied: Iterable[Sequence[_Quantity]]
) -> Iterator[tuple[Sequence[_Quantity], Interval, Interval]]:
    """Wholes, each with its parts behind it, that are all reported; what the whole stands for, and the parts together.

    ``rows`` are the claims to look among; of several for one quantity the first is taken.
    """
    tied = list(tied)
    wanted = {cell for cells in tied for cell in cells}
    for column, codes in enumerate((store.measure.code, store.place.code, store.period.code)):
        rows = rows[np.isin(codes[rows], np.array([cell[column] for cell in wanted], dtype=np.int64))]
    backwards = rows[::-1]
    found = {
        cell: row for cell, row in zip(_quantities(store, backwards), backwards.tolist(), strict=True) if cell in wanted
    }
    face = {cell: store.readings.face.take(np.array([row]))[0] for cell, row in found.items()}
    for cells in tied:
        if all(cell in face for cell in cells):
            yield cells, face[cells[0]], sum((face[cell] for cell in cells[1:]), Interval(Fraction(0), Fraction(0)))


def _is_mean(total: Interval, whole: Interval, parts: int) -> bool:
    return (total & whole).empty and not (total & whole * parts).empty
