"""Hints about what is declared to be a sum, and looks like none wherever it is reported: never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.exact.columns import Ints
from reconcile.exact.interval import Interval
from reconcile.language.codelists import LEVEL

_LOOKED_AT = 200  # wholes of a measure
_MOST = Fraction(4, 5)  # of those whose parts are all reported


def annual_rates(store: Store) -> Iterator[str]:
    """Quarters or months of a flow of which the year is the mean: annual rates, of which it is no sum."""
    for name in store.measure.values:
        if store.ledger.measure(name).kind != "flow":
            continue
        rows = _levels(store, name)
        years = [code for code in np.unique(store.period.code[rows]).tolist() if store.periods[code].kind == "year"]
        for kind in ("quarter", "month"):
            parts = {year: [store.period_code(part.text) for part in store.periods[year].split(kind)] for year in years}
            parts = {year: codes for year, codes in parts.items() if min(codes) >= 0}
            wholes = rows[np.isin(store.period.code[rows], list(parts))][:_LOOKED_AT]
            places, periods = store.place.code[wholes].tolist(), store.period.code[wholes].tolist()
            tied = [
                [(place, year), *((place, part) for part in parts[year])]
                for place, year in zip(places, periods, strict=True)
            ]
            seen = list(_all_reported(store, rows, tied))
            mean = [cells for cells, year, total in seen if _is_mean(total, year, len(cells) - 1)]
            if mean and len(mean) >= len(seen) * _MOST:
                year = store.period.values[mean[0][0][1]]
                yield (
                    f"{name}: the {kind}s of {year} have the year as their mean, and not as their sum; are they annual "
                    f"rates? kind: average reads them so"
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
        places, periods = store.place.code[wholes].tolist(), store.period.code[wholes].tolist()
        tied = [
            [(place, period), *((int(one[place]), period) for one in moved)]
            for place, period in zip(places, periods, strict=True)
        ]
        seen = list(_all_reported(store, rows, tied))
        short = [(left := whole + parts * -1).low is not None and left.low > 0 for _, whole, parts in seen]
        if len(short) > 1 and all(short):
            yield (
                f"{measure.name}: the members of {over} come to less than {total or 'the total'} wherever all are "
                f"reported; are there others? parents, with a member for the rest, makes the sum a bound"
            )


def _levels(store: Store, measure: str) -> Ints:
    return np.flatnonzero((store.stat.code == LEVEL) & (store.measure.code == store.measure.find(measure)))


def _all_reported(
    store: Store, rows: Ints, tied: Sequence[Sequence[tuple[int, int]]]
) -> Iterator[tuple[Sequence[tuple[int, int]], Interval, Interval]]:
    """Wholes, each with its parts behind it, that are all reported; what the whole stands for, and the parts together.

    ``rows`` are the claims of one measure; of several for one place and period the first is taken.
    """
    periods = len(store.period.values)
    wanted = np.unique([place * periods + period for cells in tied for place, period in cells])
    key = store.place.code[rows].astype(np.int64) * periods + store.period.code[rows]
    there = np.flatnonzero(np.isin(key, wanted))[::-1]
    face = store.readings.face.take(rows[there])
    found = {int(key[one]): number for number, one in enumerate(there.tolist())}
    for cells in tied:
        numbers = [found.get(place * periods + period) for place, period in cells]
        if None not in numbers:
            whole, *parts = (face[number] for number in numbers if number is not None)
            yield cells, whole, sum(parts, Interval(Fraction(0), Fraction(0)))


def _is_mean(total: Interval, whole: Interval, parts: int) -> bool:
    return (total & whole).empty and not (total & whole * parts).empty
