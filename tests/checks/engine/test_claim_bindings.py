"""The bindings of a claim are found by it: those that tie it, and no others."""

from __future__ import annotations

from claims import claims_ledger
from reconcile.auditing.run import run
from reconcile.checks.engine.block import ClaimBindings


def test_what_is_found_by_a_claim_ties_it():
    figures = {"t": "10", "a": "4", "b": "6", "c": "3"}
    rows = [
        {"source": source, "measure": measure, "period": period, "value": value, "decimals": "0"}
        for source in "xy"
        for period in ("2023", "2024")
        for measure, value in figures.items()
    ]
    ledger = claims_ledger(*rows, rules=["t = a + b", "b = c + c[period=2024]"])
    blocks = [block for block in run(ledger).blocks if block.bindings]
    found = ClaimBindings(blocks)
    for claim in range(len(rows)):
        tied = [(b, row) for b in blocks for row in range(len(b.verdict)) if claim in b.claims(row)]
        assert len(found.asked(claim)) == len(tied)
        related = [b.check for b, row in tied for _ in b.bindings.relations(row, [claim])]
        assert [check for check, _ in found.bindings([claim])] == related
