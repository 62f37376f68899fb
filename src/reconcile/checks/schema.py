"""Claims that contradict themselves: digits beyond the decimals they state."""

from __future__ import annotations

import numpy as np

from reconcile.checks.finding import Finding
from reconcile.checks.listed import Listed
from reconcile.checks.store import STATUSES, Store
from reconcile.checks.verdicts import CONFLICT


def excess_digits(store: Store) -> list[Listed]:
    """A value with digits beyond its stated decimals: the claim takes no part in arithmetic."""
    said = store.claim
    findings = []
    for row in map(int, np.flatnonzero(store.figures.excess)):
        value, high = said("value", row), said("value_high", row)
        value = f"{value}–{high}" if high else value
        findings.append(
            Finding(
                f"schema:{said('claim', row)}",
                "schema",
                CONFLICT,
                f"value {value} has digits beyond its stated decimals {said('decimals', row)}; "
                "it is left out of all arithmetic until one of the two is corrected",
                (row,),
                quantity=store.quantity(int(store.place.code[row]), store.period[row], store.measure[row]),
                status=STATUSES[store.status.code[row]],
            )
        )
    return [Listed("schema", findings)]
