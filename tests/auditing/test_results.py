"""What an audit gives back: the claims with their intervals, findings with their evidence."""

from __future__ import annotations

import pandas as pd
import pytest

from claims import claims_ledger, of
from reconcile.auditing import run
from reconcile.errors import ReconcileError


def test_every_claim_stands_with_what_it_may_mean() -> None:
    ledger = claims_ledger(
        {"value": "786.9", "unit": "bn USD", "decimals": "-8"},
        {"value": "10", "decimals": "exact"},
        {"value": "10", "qualifier": "over"},
        {"value": "10", "qualifier": "under"},
        {"value": "", "decimals": "", "reported": "2/3"},
        {"value": "10", "source": "b"},
        sources=pd.DataFrame({"source": ["a", "b"], "language": "en", "rounding": ["", "truncate"]}),
    )
    claims = run(ledger).claims
    assert claims[["value", "low", "high"]].to_numpy().tolist() == [
        ["786900000000", "786850000000", "786950000000"],
        ["10", "10", "10"],
        ["10", "10", None],
        ["10", None, "10"],
        ["2/3", "0.5", "5/6"],
        ["10", "10", "11"],
    ]
    assert claims["low_open"].tolist() == [False, False, True, False, False, False]
    assert claims["high_open"].tolist() == [False, False, False, True, False, True]
    assert claims["decimals"].tolist() == [-8, pd.NA, 0, 0, pd.NA, 0]
    assert claims["unit"].tolist()[0] == "USD"


def test_a_finding_carries_what_anyone_can_verify_by_hand() -> None:
    sources = pd.DataFrame({"source": ["a"], "published": ["2025-08-01"], "language": ["en"]})
    claims = of({"exports": "6", "imports": "4"}, unit="USD", quote="six and four")
    total = {"measure": "trade", "reported": "13 USD", "value": "", "decimals": ""}
    finding = run(claims_ledger(*claims, total, sources=sources, rules=["trade = exports + imports"])).conflicts.iloc[0]
    assert finding[["residual", "allowed", "excess", "excess_units", "unit"]].tolist() == [
        "-3",
        "1.5",
        "1.5",
        "1.5",
        "USD",
    ]
    assert finding["quantity"] == {"period": "2024"}
    assert finding["sources"] == ("a",)
    assert finding["claims"] == ("a:exports:2024", "a:imports:2024", "a:trade:2024")
    assert finding["evidence"][0] == {
        "claim": "a:exports:2024",
        "source": "a",
        "published": "2025-08-01",
        "quote": "six and four",
        "printed": "6 USD",
        "low": "5.5",
        "high": "6.5",
        "file": "claims",
        "line": 1,
        "weight": "1",
        "contribution": "6",
        "side": "computed",
    }
    assert [part["contribution"] for part in finding["evidence"]] == ["6", "4", "-13"]
    assert finding["evidence"][2]["printed"] == "13 USD"
    assert (finding["file"], finding["line"]) == ("claims", 1)
    assert finding["accepted"] is None


def test_a_finding_about_no_claim_stands_where_its_rule_does() -> None:
    findings = run(claims_ledger({}, rules=["n >= 0"], measures={"n": {}})).findings
    rules = findings[findings["check"] == "rules"]
    assert set(rules["file"]) == {"rules[0]"}
    crowd = run(
        claims_ledger({}, rules=[f"a = {i} * b + c" for i in range(2, 43)], measures={"a": {}, "b": {}, "c": {}})
    )
    many = crowd.findings[crowd.findings["finding"].str.startswith("rules:many")]
    assert many["file"].item() == ""
    assert many["line"].isna().item()


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([{}], "1 claim was compared with nothing: no other claim speaks of the same quantity, and no rule binds it"),
        ([{}, {"measure": "n"}], "2 claims were compared with nothing"),
    ],
)
def test_claims_that_nothing_is_compared_with_are_listed_by_source(claims: list[dict[str, str]], words: str) -> None:
    findings = run(claims_ledger(*claims, {"source": "b", "measure": "x"}, {"source": "c", "measure": "x"})).findings
    unused = findings[findings["check"] == "coverage"]
    assert unused["finding"].tolist() == ["coverage:unused:a"]
    assert unused["message"].item().startswith(words)
    assert len(unused["claims"].item()) == len(claims)


def test_digits_beyond_the_stated_decimals_are_a_conflict_of_the_claim_alone() -> None:
    ledger = claims_ledger({"value": "10.5"}, {"value": "10", "value_high": "10.5", "source": "b"}, {"source": "c"})
    audit = run(ledger)
    assert audit.conflicts["message"].tolist() == [
        f"value {value} has digits beyond its stated decimals 0; "
        "it is left out of all arithmetic until one of the two is corrected"
        for value in ("10.5", "10–10.5")
    ]
    assert set(audit.findings["check"]) == {"schema", "coverage"}


def test_of_several_claims_of_one_quantity_the_one_that_is_printed_contributes() -> None:
    exports = [*of({"exports": "6"}, source="b"), *of({"exports": "6.2"}, source="c")]
    ledger = claims_ledger(*of({"trade": "10", "imports": "4"}), *exports, rules=["trade = exports + imports"])
    (finding,) = run(ledger, checks=["identity"]).findings.to_dict("records")
    contributions = {part["claim"]: (part["weight"], part["contribution"]) for part in finding["evidence"]}
    assert contributions == {
        "b:exports:2024": ("1", None),
        "c:exports:2024": ("1", "6.2"),
        "a:imports:2024": ("1", "4"),
        "a:trade:2024": ("-1", "-10"),
    }


def test_what_does_not_exist_is_named_with_what_does() -> None:
    result = run(claims_ledger({"value": "1"}))
    with pytest.raises(ReconcileError, match="no verdict is called wrong; there are exact, rounding"):
        result.verdicts_of("conflict", "wrong")
    with pytest.raises(ReconcileError, match="reading 'loose': expected wide, face or printed"):
        result.implied("loose")


def test_a_figure_with_too_many_digits_stands_among_the_verdicts_with_what_it_speaks_of() -> None:
    result = run(claims_ledger({"value": "1.25", "decimals": "1", "area": "x"}, {"value": "2", "area": "y"}))
    (row,) = result.verdicts.query("check == 'schema'").itertuples()
    assert (row.verdict, row.source, row.measure, row.area, row.period) == ("conflict", "a", "m", "x", "2024")
