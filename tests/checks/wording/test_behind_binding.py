"""What each claim adds to a residual."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

import reconcile as rc


@pytest.mark.parametrize(
    ("rule", "terms"),
    [
        ("t = a * b + a * c", {"a": ("7", "21"), "b": (None, None), "c": (None, None), "t": ("-1", "-21")}),
        ("t = a * b + a", {"a": ("5", "15"), "b": (None, None), "t": ("-1", "-21")}),
    ],
)
def test_a_claim_that_stands_in_two_summands_adds_both(rule: str, terms: dict[str, tuple[str | None, ...]]) -> None:
    figures = {"t": "21", "a": "3", "b": "4", "c": "3"}
    said = [{"source": "s", "measure": name, "period": "2024", "value": figures[name]} for name in terms]
    ledger = rc.Ledger.from_frames(pd.DataFrame(said).assign(decimals="0"), rules=[rule])
    (found,) = rc.audit(ledger, checks=["identity"], progress=False).findings.itertuples()
    told = {one["claim"].split(":")[1]: (one["weight"], one["contribution"]) for one in found.evidence}
    assert told == terms
    assert sum(Fraction(added) for _, added in told.values() if added) == Fraction(found.residual)
