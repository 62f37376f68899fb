"""The bindings of a claim are found by it: those that tie it, and no others."""

from __future__ import annotations

from fractions import Fraction

from claims import claims_ledger, of
from reconcile.auditing.run import run
from reconcile.checks.engine.block import ClaimBindings
from reconcile.exact.interval import Interval


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


def test_a_sum_that_fits_none_of_contradicting_claims_asks_each_to_fit_it():
    ledger = claims_ledger(*of({"t": "100"}), *of({"t": "90"}), *of({"a": "50", "b": "20"}), rules=["t = a + b"])
    found = ClaimBindings([block for block in run(ledger, checks=["identity"]).blocks if block.bindings])
    for claim, needed, printed in ((0, 70, 100), (1, 70, 90), (2, 80, 50), (3, 50, 20)):
        (asked,) = found.asked(claim)
        assert asked.holds(Interval(Fraction(needed), Fraction(needed)))
        assert not asked.holds(Interval(Fraction(printed), Fraction(printed)))
