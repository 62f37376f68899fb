"""Series that do not add up, such as chained volumes: no sum binds them, and that is said once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of, over, said
from reconcile.auditing import run
from reconcile.errors import LedgerError

CHAINED = {name: {"additive": False, "kind": "flow"} for name in ("gdp", "c", "i")}
RULES = ["gdp = c + i", "c <= gdp"]


@given(st.lists(st.tuples(*[st.integers(50, 99)] * 3), min_size=1, max_size=4))
def test_whatever_they_come_to_no_sum_is_broken(rows: list[tuple[int, int, int]]) -> None:
    claims = [
        claim
        for year, (gdp, c, i) in enumerate(rows)
        for claim in of({"gdp": str(gdp + 100), "c": str(c), "i": str(i)}, period=str(2000 + year))
    ]
    audit = run(claims_ledger(*claims, measures=CHAINED, rules=RULES))
    assert audit.counts["conflict"] == 0
    told = audit.findings[audit.findings["check"] == "rules"]
    assert told["message"].tolist() == ["gdp = c + i: bound nothing; gdp does not add up (additive: false)"]
    added = run(claims_ledger(*claims, measures={}, rules=RULES))
    broken = [abs(100 + gdp - c - i) > 1 for gdp, c, i in rows]
    assert added.of_each_check("conflict").get("identity", 0) == sum(broken)


def test_what_is_no_sum_still_binds_and_time_still_adds() -> None:
    claims = [*of({"gdp": "10", "c": "12"}), *over({"2024-S1": "4", "2024-S2": "6"}, measure="gdp")]
    conflicts = run(claims_ledger(*claims, measures=CHAINED, rules=RULES)).conflicts
    assert conflicts["rule"].tolist()[0] == "c <= gdp"
    assert said(claims_ledger(*claims, measures=CHAINED), "period")


def test_to_sum_over_a_dimension_what_does_not_add_is_refused() -> None:
    wrong = {"m": {"additive": False, "sum": {"over": "partner"}}}
    with pytest.raises(LedgerError, match="sums over 'partner', and additive: false says that nothing sums to it"):
        claims_ledger({}, measures=wrong)


def test_a_factor_is_no_summand() -> None:
    rows = of({"value": "10", "price": "2", "volume": "4", "rest": "2"})
    ledger = claims_ledger(*rows, rules=["value = price * volume + rest"], measures={"volume": {"additive": False}})
    assert [words.partition(":")[0] for words in said(ledger, "identity").values()] == ["exact"]
