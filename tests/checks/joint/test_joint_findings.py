"""What the joint check finds, in which words, and what it leaves to single bindings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

import reconcile
from claims import claims_ledger, of, said
from reconcile.auditing import run
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Hedges
from reconcile.checks.joint import implied_bounds
from reconcile.checks.joint.conflict import weights
from reconcile.checks.joint.joint_words import enumerated
from reconcile.solver.budget import OutOfBudgetError
from reconcile.solver.form_bounds import bounds

SUMS = ["c = a + b", "e = a + d"]
APART = of({"a": "1", "b": "1", "c": "3", "d": "0.9", "e": "1"})
BY_WORDS = [
    *of({"trade": "263.0", "exports": "124", "imports": "138", "farm": "53"}),
    {"measure": "industry", "value": "70", "qualifier": "about"},
]


def joint(ledger, **settings):
    findings = run(ledger, **settings).findings
    return findings[findings["check"] == "joint"]


def test_sums_that_hold_each_but_not_all_together():
    findings = run(claims_ledger(*APART, rules=SUMS)).findings.set_index("check")
    assert set(findings.loc["identity", "verdict"]) == {"rounding"}
    found = findings.loc["joint"]
    assert found["verdict"] == "conflict"
    assert found["claims"] == ("a:b:2024", "a:c:2024", "a:d:2024", "a:e:2024")
    assert found["message"] == (
        "(1 − 0.9) + 1 = 1.1, reported 3: off by 1.9; rounding explains at most 1.55, 0.35 is left over; "
        "without any one of them, all others on these quantities can be true"
    )
    assert found["finding"] == "joint:a:b:2024+a:c:2024+a:d:2024+a:e:2024"


def test_the_proof_is_arithmetic_to_follow():
    proof = joint(claims_ledger(*APART, rules=SUMS))["certificate"].item()
    assert str(proof).split("\n") == [
        "add       c 2024 (final) >= 2.5                                 (a:c:2024: 3)",
        "add       d 2024 (final) >= 0.85                                (a:d:2024: 0.9)",
        "subtract  b 2024 (final) <= 1.5                                 (a:b:2024: 1)",
        "subtract  e 2024 (final) <= 1.5                                 (a:e:2024: 1)",
        "add       a 2024 (final) + b 2024 (final) − c 2024 (final) = 0  (rule: c = a + b)",
        "subtract  a 2024 (final) + d 2024 (final) − e 2024 (final) = 0  (rule: e = a + d)",
        "leaves    0 >= 0.35, which is false",
    ]
    assert reconcile.verify(proof)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [line | {"bound": "0"} if line["claim"] == "a:c:2024" else line for line in lines],
        lambda lines: [line | {"times": "-1"} for line in lines],
        lambda lines: [line | {"times": "0"} for line in lines],
        lambda lines: [line | {"take": "add"} for line in lines],
        lambda lines: [line | {"relation": "<="} if line["relation"] == ">=" else line for line in lines],
        lambda lines: [line | {"form": {}} for line in lines],
        lambda lines: [line | {"bound": "a third"} for line in lines],
        lambda _: [{}],
        lambda _: [],
    ],
)
def test_a_proof_that_was_tampered_with_is_none(change):
    lines = joint(claims_ledger(*APART, rules=SUMS))["certificate"].item().to_json()
    assert reconcile.verify(lines)
    assert not reconcile.verify(change(lines))


def test_several_conflicts_with_one_cause_name_it_and_the_slip_that_made_it():
    claims = of({"trade": "783.4", "exports": "403.7", "imports": "376.9", "balance": "24.1"})
    claims += of({"trade": "680.0", "imports": "325.4"}, period="2023")
    claims += of({"imports": "16.7"}, stat="growth", base="2023", unit="percent")
    rules = ["trade = exports + imports", "balance = exports - imports"]
    found = joint(claims_ledger(*claims, rules=rules, measures={"balance": {"signed": True}})).iloc[0]
    assert found["message"] == (
        "3 conflicts among 6 claims of one document may have one cause; "
        "without imports 2024 (376.9), all others on these quantities can be true"
    )
    assert [(repair["words"], repair["slip"]) for repair in found["repairs"]] == [
        ("376.9 → 379.6", "two digits swapped")
    ]


def test_what_a_single_binding_says_is_not_said_again():
    claims = of({"c": "9", "a": "1", "b": "1", "d": "1", "e": "2"})
    findings = run(claims_ledger(*claims, rules=SUMS)).findings
    assert findings.loc[findings["verdict"] == "conflict", "check"].tolist() == ["identity"]
    assert said(claims_ledger(*claims, rules=SUMS), "joint")  # by itself it says so


def test_beside_a_single_conflict_one_of_all_together_is_still_found():
    claims = [*APART, *of({"p": "9", "q": "1", "r": "1", "s": "1"})]
    rules = [*SUMS, "p = q + r", "s = q + e"]
    findings = run(claims_ledger(*claims, rules=rules)).findings
    found = findings[findings["verdict"] == "conflict"]
    assert found["check"].tolist() == ["identity", "joint", "joint"]
    assert [message.partition(":")[0] for message in found["message"]] == [
        "1 + 1 = 2, reported 9",
        "(1 − 0.9) + 1 = 1.1, reported 3",
        "1 + (1 + 0.9) = 2.9, reported 1",
    ]


def test_accepted_conflicts_of_one_cause_are_let_be():
    claims = of({"trade": "783.4", "exports": "403.7", "imports": "376.9", "balance": "24.1"})
    rules = ["trade = exports + imports", "balance = exports - imports"]
    measures = {"balance": {"signed": True}}
    alone = run(claims_ledger(*claims, rules=rules, measures=measures)).conflicts["finding"].tolist()
    assert [finding.partition(":")[0] for finding in alone] == ["identity", "identity", "joint"]
    accepted = [{"finding": finding, "reason": "known"} for finding in alone[:2]]
    audit = run(claims_ledger(*claims, rules=rules, measures=measures, accepted=accepted))
    assert audit.conflicts.empty


def test_growth_of_parts_and_whole_on_a_year_that_nobody_reports():
    rates = of({"trade": "15.5", "exports": "14.3"}, stat="growth", base="2023", unit="percent")
    rates += of({"imports": "15.0"}, stat="growth", base="2023", unit="percent", source="b")
    sources = pd.DataFrame({"source": ["a", "b"], "published": ["2025-01-15", "2025-01-15"]})
    settings = {"rules": ["trade = exports + imports"], "defaults": {"signed": "false"}, "sources": sources}
    found = joint(claims_ledger(*rates, **settings)).iloc[0]
    assert found["verdict"] == "conflict"
    assert found["message"] == (
        "by the other 2 claims of 2 documents, growth of trade 2024 would lie in (14.25, 15.05) %, "
        "and is reported as 15.5"
    )
    assert [repair["words"] for repair in found["repairs"]] == ["14.3 → 15.5 %", "15.5 → 14.6 %", "15.0 → 15.5 %"]
    settings["sources"]["published"] = ["2025-01-15", "2025-06-15"]
    open_ = joint(claims_ledger(*rates, **settings)).iloc[0]
    assert open_["verdict"] == "unchecked"
    assert open_["message"].endswith("which nobody reports, was revised meanwhile")


def test_estimates_and_final_figures_are_apart_but_share_the_base_that_neither_reports():
    rates = of({"m": "15.0"}, stat="growth", base="2023", unit="percent")
    levels = of({"m": "115"})
    early = [claim | {"status": "estimate"} for claim in [*of({"m": "130"}), *rates]]
    bounds = run(claims_ledger(*levels, *rates, *early[:1])).bounds.set_index(["period", "status"])
    assert bounds.loc[("2024", "estimate"), "low"] == "129.5"
    assert Fraction(bounds.loc[("2023", ""), "high"]) == Fraction("115.5") / Fraction("1.1495")
    assert joint(claims_ledger(*levels, *rates, *early))["verdict"].tolist() == ["conflict"]


def test_only_the_slack_of_a_word_lets_all_be_true():
    rules = ["trade = exports + imports", "exports = farm + industry"]
    found = joint(claims_ledger(*BY_WORDS, rules=rules)).iloc[0]
    assert found["verdict"] == "hedge"
    assert found["message"].endswith("can be true together only by the slack of industry 2024 (about 70)")
    assert "a:industry:2024" in found["claims"]
    assert reconcile.verify(found["certificate"])


def test_a_measure_below_zero_is_possible_where_it_is_printed_so():
    claims = [*of({"net": "-5", "sales": "2", "costs": "7"}), *of({"net": "-5.2"}, source="b")]
    assert set(joint(claims_ledger(*claims, rules=["net = sales - costs"]))["verdict"]) <= {"exact", "rounding"}


def test_a_part_greater_than_its_whole_is_found_through_a_measure_that_nobody_reports():
    claims = of({"all": "10", "inner": "12"})
    ledger = claims_ledger(
        *claims,
        rules=["all = outer + other", "outer = inner + rest"],
        measures={name: {} for name in ("outer", "other", "rest")},
        defaults={"signed": "false"},
    )
    found = joint(ledger).iloc[0]
    assert found["verdict"] == "conflict"
    assert any("declared not to be below zero" in line for line in str(found["certificate"]).split("\n"))


def test_units_that_differ_tie_nothing():
    claims = [*of({"a": "1"}, unit="USD"), *of({"a": "9"}, unit="EUR", period="2023")]
    claims += of({"a": "5"}, stat="growth", base="2023", unit="percent")
    claims += of({"a": "7"}, stat="growth", base="2023", unit="percent", source="b")
    assert joint(claims_ledger(*claims))["verdict"].tolist() == []


@pytest.mark.parametrize(("later", "verdicts"), [("130", []), ("140", ["unchecked"])])
def test_changes_of_parts_that_nobody_reports_are_those_of_their_whole(later: str, verdicts: list[str]) -> None:
    claims = [*of({"a": "10", "b": "20"}, stat="change", base="2023"), *of({"t": "100"}, period="2023")]
    found = joint(claims_ledger(*claims, *of({"t": later}), rules=["t = a + b"]))
    assert found["verdict"].tolist() == verdicts
    assert all("only if a 2023 or b 2023, which nobody reports, was revised" in one for one in found["message"])


@pytest.mark.parametrize(("tonnes", "verdicts"), [("4", []), ("12", ["conflict"])])
def test_what_nobody_reports_is_in_the_unit_of_the_product_that_it_is(tonnes: str, verdicts: list[str]) -> None:
    claims = [*of({"price": "2"}, unit="EUR/MWh"), *of({"used": "10"}, unit="MWh", decimals="exact")]
    claims += of({"fee": "5"}, unit="EUR")
    claims += [*of({"rate": "5"}, unit="EUR/tonne"), *of({"burnt": tonnes}, unit="tonne", decimals="exact")]
    measures = {name: {"signed": False} for name in ("price", "used", "rate", "burnt", "paid", "fee")}
    rules = ["paid = price * used", "paid = rate * burnt"]
    assert joint(claims_ledger(*claims, rules=rules, measures=measures))["verdict"].tolist() == verdicts


def test_it_takes_more_to_distrust_what_is_more_mature() -> None:
    statuses = ("target", "forecast", "estimate", "provisional", "final", "revised")
    ledger = claims_ledger(*({"status": status, "value": "1"} for status in statuses))
    store = Store.of(ledger, rounding="nearest", hedges=Hedges())
    assert weights(store, range(len(statuses))) == [1, 1, 2, 3, 4, 4]


def test_bounds_that_there_was_no_time_for_are_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(*given: Any, **settings: Any) -> Iterator[Any]:
        yield next(iter(bounds(*given, **settings)))
        raise OutOfBudgetError

    told = []
    audit = run(claims_ledger(*APART, rules=SUMS), progress=lambda *one: told.append(one))
    monkeypatch.setattr(implied_bounds, "bounds", first)
    told.clear()
    found = audit.implied()
    assert sorted(found["measure"]) == sorted("abcde")
    assert found["low"].notna().sum() <= 1
    assert told == [(1, 1, "bounds")]


def test_without_time_nothing_is_decided_and_that_is_said():
    found = joint(claims_ledger(*APART, rules=SUMS), budget=0).iloc[0]
    assert found["verdict"] == "unchecked"
    assert found["message"] == (
        "budget: whether 5 claims of one document can all be true together was not decided within 0 seconds"
    )


def test_the_check_can_be_left_out():
    assert joint(claims_ledger(*APART, rules=SUMS), joint=False).empty
    assert joint(claims_ledger(*APART, rules=SUMS), checks=["identity"]).empty


def test_quarters_and_a_total_over_members_bind_all_together():
    usual = {"measure": "m", "value": "2"}
    claims = [usual | {"branch": branch, "period": f"2024-Q{q}"} for branch in "xy" for q in (1, 2, 3, 4)]
    claims.append(usual | {"branch": "all", "period": "2024", "value": "25"})
    measures = {"m": {"kind": "flow", "sum": {"over": "branch", "total": "all"}}}
    found = joint(claims_ledger(*claims, measures=measures, dimensions=["branch"])).iloc[0]
    assert found["verdict"] == "conflict"
    assert len(found["claims"]) == 9
    proof = str(found["certificate"])
    assert "total: m: branch=all is the sum over branch" in proof
    assert "calendar: 2024 = 2024-Q1 + 2024-Q2 + 2024-Q3 + 2024-Q4" in proof


class Clock:
    """Time that passes by being looked at: a budget is so many looks."""

    def __init__(self) -> None:
        self.now = 0

    def monotonic(self) -> int:
        self.now += 1
        return self.now


@pytest.mark.parametrize(
    ("claims", "rules"),
    [
        (APART, SUMS),
        ([*APART, *of({"p": "9", "q": "1", "r": "1", "s": "1"})], [*SUMS, "p = q + r", "s = q + e"]),
        (BY_WORDS, ["trade = exports + imports", "exports = farm + industry"]),
    ],
)
def test_whenever_the_time_is_up_what_is_said_is_true(claims, rules, monkeypatch):
    ledger = claims_ledger(*claims, rules=rules)
    all_of_it = joint(ledger, budget=None)
    (truth,) = set(all_of_it["verdict"])
    seen = set()
    for budget in (1, 5, 9, 20, 40, 60, 80, 110, 140, 200, 400):
        monkeypatch.setattr("reconcile.solver.budget.time", Clock())
        for found in joint(ledger, budget=budget).itertuples():
            if found.verdict == "unchecked":
                seen.add("undecided")
                assert "was not decided within" in found.message
            elif "which of them, was not found" in found.message:
                seen.add("unexplained")
                assert truth == found.verdict == "conflict"
            else:
                seen.add("told")
                assert found.verdict == truth
    assert {"undecided", "told"} <= seen
    assert found.message in set(all_of_it["message"])


@pytest.mark.parametrize(
    ("tolerance", "signed", "verdict"),
    [
        (None, False, ["conflict"]),
        ("1 %", False, ["exact"]),
        ("0.1 %", False, ["conflict"]),
        ("1 %", None, []),  # of a total that may be below zero nobody takes a part
        ("20", None, ["exact"]),
        ("2", None, ["conflict"]),
    ],
)
def test_all_claims_together_keep_to_the_tolerance_of_a_rule(tolerance, signed, verdict):
    figures = [*of({"total": "1010", "a": "600"}), *of({"a": "600", "b": "400"}, source="b")]
    rules = [{"rule": "total = a + b", "tolerance": tolerance}]
    ledger = claims_ledger(*figures, rules=rules, measures={name: {"signed": signed} for name in ("total", "a", "b")})
    found = run(ledger, checks=["joint"]).findings
    assert sorted(set(found["verdict"])) == verdict


@pytest.mark.parametrize(
    ("names", "said"),
    [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c"), (["a", "b", "c", "d"], "a, b, c or 1 more")],
)
def test_of_many_names_the_rest_is_counted_and_of_no_more_none(names: list[str], said: str) -> None:
    assert enumerated(names, "or", 3) == said


def test_where_the_others_ask_nothing_of_a_claim_its_place_is_no_interval_of_everything():
    rows = [*of({"sown": "100", "rate": "-3.0"}, area="x"), *of({"harvest": "1000"}, area="all")]
    for area, share in (("x", "30.0"), ("y", "70.0")):
        rows += of({"harvest": share}, area=area, stat="share", unit="percent")
    measures = {name: {"signed": False, "sum": {"over": "area", "total": "all"}} for name in ("harvest", "sown")}
    found = joint(claims_ledger(*rows, rules=["rate = harvest / sown"], measures=measures))["message"]
    assert any(words.startswith("2 claims of one document cannot all be true; without ") for words in found)
    assert not found.str.contains("∞").any()
