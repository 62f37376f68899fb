"""Claims that cannot be, whatever others say: digits beyond their decimals, below zero against what is declared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reconcile.checks.engine.block import Block
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import coefficients
from reconcile.checks.finding import WordedFinding
from reconcile.checks.integrality import whole_within
from reconcile.checks.verdicts import CONFLICT
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import GROWTH, LEVEL, MEAN, STATUSES
from reconcile.language.ids import joined

ALSO_NIL = "also-nil"  # as ids have it


def schema_conflicts(store: Store) -> list[Block]:
    """The claims whose values have digits beyond their stated decimals, and those that a declared sign rules out."""

    def digits(claim: int) -> str:
        words, value, high = (store.claim(name, claim) for name in ("reported", "value", "value_high"))
        said = f"“{words}”" if words else f"value {value}–{high}" if high else f"value {value}"
        return (
            f"{said} has digits beyond its stated decimals {store.claim('decimals', claim)}; "
            "it is left out of all arithmetic until one of the two is corrected"
        )

    def sign(claim: int) -> str:
        measure = store.measure[claim]
        what = "falls by more than all of it" if store.stat.code[claim] == GROWTH else "is below zero"
        said = store.claim("reported", claim) or store.claim("value", claim)
        return f"{said}: {measure} {what}, and the ledger declares that it cannot (signed: false)"

    def part(claim: int) -> str:
        said = store.claim("reported", claim) or store.claim("value", claim)
        return f"{said}: {store.measure[claim]} is a whole number, as the ledger declares it (count: true)"

    def nil(claim: int) -> str:
        said = store.claim("reported", claim) or store.claim("value", claim)
        return f"{said}, and {store.source[claim]} reports the same without any value, too; one of the two is wrong"

    below = np.flatnonzero(below_declared(store))
    return [
        _by_themselves(store, np.flatnonzero(store.figures.excess), "", digits),
        _by_themselves(store, below, "below-zero", sign),
        _by_themselves(store, _no_count(store), "no-count", part),
        _by_themselves(store, _also_nil(store), ALSO_NIL, nil),
    ]


def _by_themselves(store: Store, claims: Ints, kind: str, why: Callable[[int], str]) -> Block:
    """Claims that are in conflict by themselves; ``kind`` is as ids have it, empty for the first kind there was."""

    def finding(row: int) -> WordedFinding:
        claim = int(claims[row])
        return WordedFinding(
            joined("schema", kind, store.claim("claim", claim)),
            "schema",
            CONFLICT,
            why(claim),
            (claim,),
            quantity=store.quantity(int(store.place.code[claim]), store.period[claim], store.measure[claim]),
            status=STATUSES[store.status.code[claim]],
        )

    verdict = np.full(len(claims), CONFLICT, dtype=np.int8)
    return Block("schema", verdict, finding, named=claims, heads=claims, views=store.source.code[claims])


def _no_count(store: Store) -> Ints:
    """The claims of a level of what is declared a count that stand for no whole number, however they were rounded."""
    count = np.array([store.ledger.measure(name).count for name in store.measure.values], dtype=bool)
    if not count.any():
        return np.zeros(0, dtype=np.int64)
    rows = np.flatnonzero(store.usable & (store.stat.code == LEVEL))
    rows = rows[count[store.measure.code[rows]] & (store.figures.value.exponent[rows] < 0)]
    wide = (store.reading_of(row).wide for row in rows.tolist())
    kept = np.array([one.low is not None and whole_within(one) is None for one in wide], dtype=bool)
    return np.asarray(rows[kept], dtype=np.int64)


def _also_nil(store: Store) -> Ints:
    """The claims of which their source says, too, that there is no number."""
    if not (named := store.ledger.also_nil):
        return np.zeros(0, dtype=np.int64)
    return np.asarray([row for row in range(len(store)) if store.claim("claim", row) in named], dtype=np.int64)


def below_declared(store: Store) -> Bools:
    """(n,) the claims that the declared sign of their measure rules out, however their figures were rounded.

    A level or a mean below zero; a growth below −100 %.
    """
    found = np.zeros(len(store), dtype=bool)
    unsigned = np.array([store.unsigned(name) for name in store.measure.values], dtype=bool)
    if not unsigned.any():
        return found
    rows = np.flatnonzero(np.asarray(store.figures.value.digits < 0, dtype=bool) & store.usable)
    rows = rows[unsigned[store.measure.code[rows]] & np.isin(store.stat.code[rows], (LEVEL, MEAN, GROWTH))]
    if len(rows):
        growth = np.asarray(store.stat.code[rows] == GROWTH, dtype=np.int64)
        power = np.where(store.figures.in_percent(rows), -2, 0)
        found[rows[~coefficients(store.readings_of(rows).wide, growth, power).reaches_above]] = True
    return found
