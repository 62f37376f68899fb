"""The printed figures of claims that are laid out as a table, on one grid: sums of whole rows of them are verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.deciding import Ends
from reconcile.checks.engine.grid import LIMIT, once
from reconcile.checks.engine.layout import Layout
from reconcile.exact.columns import Array, Ints
from reconcile.language.codelists import QUALIFIERS
from reconcile.ledger.store.codes import looked_up
from reconcile.ledger.store.row_sets import Rows, held

_PLAIN = QUALIFIERS.index("exact")
_MOST = 15  # powers of ten between the finest figure and the coarsest


@dataclass(frozen=True)
class Plain:
    """What is printed in each field, in halves of 10**exponent; 0 where nothing is reported.

    Readings reach from ``printed − half`` to ``printed + half``.
    """

    layout: Layout
    printed: Ints  # (slots, columns)
    half: Ints  # the same; (slots, 1) where every row's figures are equally fine
    exponent: int

    def ends(self, slot: int, columns: Array | slice) -> Ends:
        """The figures of some columns of a row, and the ends of their readings."""
        printed, half = self.printed[slot, columns], self.half_of(slot, columns)
        return Ends(printed - half, printed, printed + half)

    def half_of(self, slot: int, columns: Array | slice) -> Ints:
        """Half of the last digits of some columns of a row; one number where all are equally fine."""
        half: Ints = self.half[slot]
        return half if len(half) == 1 else half[columns]


def plainly_printed(store: Store) -> bool:
    """Whether each figure of a store is one number, rounded to its last digit, without a word and nothing cut off."""
    figures = store.figures
    return (
        once(figures.qualifier, _PLAIN)
        and once(figures.two, value=False)
        and once(figures.step.digits, value=1)
        and once(store.truncated, value=False)
        and figures.value.digits.dtype.kind == "i"
        # Of figures with digits beyond their last printed one, these differ.
        and (figures.value.exponent is figures.step.exponent or _same(figures.value.exponent, figures.step.exponent))
    )


def _same(one: Ints, other: Ints) -> bool:
    return bool(np.array_equal(one, other))


def plain_table(layout: Layout, store: Store, rows: Rows) -> Plain | None:
    """The figures of some rows of a store that prints plainly; None where they do not fit one grid."""
    digits, exponent = (held(column, rows) for column in (store.figures.value.digits, store.figures.value.exponent))
    low, high = int(exponent.min()), int(exponent.max())
    size = max(abs(int(digits.min())), abs(int(digits.max())))
    if high - low > _MOST or size * 10.0 ** (high - low) >= LIMIT:
        return None
    power = np.array([10**shift for shift in range(high - low + 1)], dtype=np.int64)
    printed: Array = np.zeros(layout.claim.size, dtype=np.int64)
    printed[layout.field] = digits
    printed = printed.reshape(layout.claim.shape)
    return Plain(layout, *_halved(layout, printed, exponent - low, power), low)


def _halved(layout: Layout, printed: Array, shift: Array, power: Ints) -> tuple[Array, Array]:
    """Printed digits in halves of the finest last digit, and half of the last digits of every figure.

    ``shift`` says of each claim how many digits coarser than the finest it is.
    """
    one = layout.claim.max(axis=1)  # a claim of every row
    of_slot = shift[one.astype(np.intp)]
    if shift.strides == (0,) or bool((looked_up(of_slot, layout.slot) == shift).all()):
        half = power[of_slot.astype(np.intp)][:, None]
    else:
        half = np.zeros_like(printed)
        half.reshape(-1)[layout.field] = looked_up(power, shift)
    printed *= 2 * half
    return printed, half


class Decided(NamedTuple):
    """The bindings of a check, or of a rule, without what words need."""

    check: str
    verdict: Array  # int8
    claim: Array  # one of each, int32
    view: Array  # int32, a source's code, or ACROSS
    residual: Array
    rule: int | None = None
    name: str = ""

    def only(self, rows: Ints) -> Decided:
        verdict, claim, view, residual = (column[rows] for column in self[1:5])
        return Decided(self.check, verdict, claim, view, residual, self.rule, self.name)


def joined(parts: Sequence[Decided]) -> Decided:
    """Bindings of one check, one after the other."""
    columns = zip(*(one[1:5] for one in parts), strict=True)
    verdict, claim, view, residual = map(np.concatenate, columns)
    return Decided(parts[0].check, verdict, claim, view, residual, parts[0].rule, parts[0].name)


class Vague(Exception):  # noqa: N818 - no error: it says that claims must be looked at one by one
    """What a table of plain figures does not decide by itself."""
