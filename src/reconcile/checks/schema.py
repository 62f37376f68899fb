"""Claims that contradict themselves: digits beyond the decimals they state."""

from __future__ import annotations

import numpy as np

from reconcile.checks.finding import Finding
from reconcile.checks.listed import Listed
from reconcile.checks.store import STATUSES, Store
from reconcile.checks.verdicts import CONFLICT


def excess_digits(store: Store) -> list[Listed]:
    """A value with digits beyond its stated decimals: the claim takes no part in arithmetic."""
    claims = store.ledger.claims
    findings = []
    for row in map(int, np.flatnonzero(store.figures.excess)):
        claim = claims.iloc[row]
        value = f"{claim['value']}–{claim['value_high']}" if claim["value_high"] else claim["value"]
        findings.append(
            Finding(
                f"schema:{claim['claim']}",
                "schema",
                CONFLICT,
                f"value {value} has digits beyond its stated decimals {claim['decimals']}; "
                "it is left out of all arithmetic until one of the two is corrected",
                (row,),
                quantity=store.quantity(int(store.place.code[row]), store.period[row], store.measure[row]),
                status=STATUSES[store.status.code[row]],
            )
        )
    return [Listed("schema", findings)]
