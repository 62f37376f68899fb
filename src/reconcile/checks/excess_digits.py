"""Claims that contradict themselves: digits beyond the decimals they state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import CONFLICT
from reconcile.exact.columns import Array, Ints
from reconcile.language.codelists import STATUSES


@dataclass
class ExcessDigits:
    """Values with digits beyond their stated decimals: these claims take no part in arithmetic."""

    store: Store
    leads: Ints  # the claims
    check: str = "schema"
    rule: None = None

    @property
    def verdict(self) -> Array:
        return np.full(len(self.leads), CONFLICT, dtype=np.int8)

    @property
    def views(self) -> Array:
        return self.store.source.code[self.leads]

    @property
    def used(self) -> Ints:
        return self.leads

    def finding(self, row: int) -> WordedFinding:
        store, claim = self.store, int(self.leads[row])
        words, value, high = (store.claim(name, claim) for name in ("reported", "value", "value_high"))
        said = f"“{words}”" if words else f"value {value}–{high}" if high else f"value {value}"
        return WordedFinding(
            f"schema:{store.claim('claim', claim)}",
            "schema",
            CONFLICT,
            f"{said} has digits beyond its stated decimals {store.claim('decimals', claim)}; "
            "it is left out of all arithmetic until one of the two is corrected",
            (claim,),
            quantity=store.quantity(int(store.place.code[claim]), store.period[claim], store.measure[claim]),
            status=STATUSES[store.status.code[claim]],
        )


def excess_digits(store: Store) -> list[ExcessDigits]:
    """The claims whose values have digits beyond their stated decimals."""
    return [ExcessDigits(store, np.flatnonzero(store.figures.excess))]
