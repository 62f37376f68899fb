"""Rules for their own sake: which contradict each other, follow from each other, or bind nothing."""

from __future__ import annotations

import time

import pytest

from claims import claims_ledger, said
from reconcile.auditing import run


def found(*rules: object, signed: str = "") -> dict[str, str]:
    measures = {name: {"signed": name in signed} for name in "abcdefgh"}
    return said(claims_ledger({}, rules=rules, measures=measures), "rules")


@pytest.mark.parametrize(
    ("rules", "finding"),
    [
        (["a = b + c", "b = a - c"], "exact: b = a - c: follows from a = b + c, so it checks nothing more"),
        (["a = b + c", "a >= b"], "exact: a >= b: follows from a = b + c, so it checks nothing more"),
        (["2 * a = 4 * b", "a <= 2 * b"], "exact: a <= 2 * b: follows from 2 * a = 4 * b, so it checks nothing more"),
        (["a <= 5", "a <= 10"], "exact: a <= 10: follows from a <= 5, so it checks nothing more"),
        (["a >= 0"], "exact: a >= 0: follows from the measures being no less than zero, so it checks nothing more"),
        (["a <= 5", "a >= 10"], "conflict: a <= 5 and a >= 10: together they cannot all hold"),
        (["a = b + c", "c = a + b"], "conflict: a = b + c and c = a + b: together they leave only 0 for b"),
        (
            ["a[x=1] = b + c", "c = a[x=1] + d", "b >= 1"],
            "conflict: a[x=1] = b + c and c = a[x=1] + d and b >= 1: together they cannot all hold",
        ),
    ],
)
def test_what_follows_and_what_contradicts_is_reported(rules: list[str], finding: str) -> None:
    assert list(found(*rules).values()) == [finding]


@pytest.mark.parametrize(
    "rules",
    [
        ["a = b + c", "d = b - c"],
        ["a <= b", "b <= c", "c <= a"],
        ["a = b + c", {"rule": "b = a - c", "where": {"area": ["x"]}}],
        ["a = b", "c = d"],
    ],
)
def test_rules_that_add_something_to_each_other_are_in_order(rules: list[object]) -> None:
    assert found(*rules) == {}


def test_a_signed_measure_may_be_negative_so_less_follows() -> None:
    assert found("a = b + c", "c = a + b", signed="bc") == {
        "rules:contradiction:a=b+c+c=a+b:b": "conflict: a = b + c and c = a + b: together they leave only 0 for b"
    }
    assert found("a >= b", "a >= -1", signed="ab") == {}
    zero = found("a = b", "b + a = 0", signed="ab")
    assert [words.rpartition(" ")[2] for words in zero.values()] == ["a", "b"]
    assert all("a = b and b + a = 0" in words for words in zero.values())


def test_a_rule_for_a_place_and_the_same_rule_everywhere_have_ids_of_their_own() -> None:
    rules = ["a = b + c", {"rule": "a = b + c", "where": {"area": ["x"]}}]
    findings = run(claims_ledger({}, rules=rules, measures={name: {} for name in "abc"})).findings
    assert [one for one in findings["finding"] if one.startswith("rules")] == [
        "rules:unbound:a=b+c",
        "rules:unbound:a=b+c#2",
    ]


def test_more_rules_than_can_be_compared_are_said_to_be_unchecked() -> None:
    rules = [f"a = {number} * b + c" for number in range(2, 43)]
    assert list(found(*rules).values()) == [
        "unchecked: 41 rules are connected, a = 2 * b + c among them; only 40 can be compared with each other"
    ]


@pytest.mark.slow
def test_as_many_as_can_be_compared_are_compared_in_seconds() -> None:
    names = [f"{kind}{number}" for number in range(41) for kind in "tabc"]
    rules = [f"t{i} = t{i + 1} + a{i} + b{i} - c{i}" for i in range(40)]
    ledger = claims_ledger({}, rules=rules, measures={name: {} for name in names})
    begin = time.process_time()
    assert said(ledger, "rules") == {}
    assert time.process_time() - begin < 5  # each measure asked for by itself: a minute and a half


def stray(**columns: list[str]) -> str:
    measures = ["total", "exports", "imports"]
    rows = [
        {"measure": name, "value": value} | {column: texts[number] for column, texts in columns.items()}
        for number, (name, value) in enumerate(zip(measures, ["100", "60", "40"], strict=True))
    ]
    result = run(claims_ledger(*rows, rules=["total = exports + imports"]))
    assert not result.ok
    return next(one.message for one in result.entries() if one.finding.startswith("rules:unbound:"))


def test_a_column_that_keeps_a_rule_from_binding_is_named() -> None:
    assert stray(note=["x", "y", "z"]) == (
        "total = exports + imports: bound nothing because of the column `note`, which differs between total ('x') and "
        "exports ('y'); leave it out, or write it alike, unless it tells quantities apart"
    )
    assert "because of the column `area`" in stray(area=["VN", "Vietnam", "VN"], note=["x", "x", "x"])
    assert "because of the columns `note` and `remark`" in stray(note=["x", "y", "z"], remark=["p", "p", "q"])
    assert "; no view reports all" in stray(period=["2023", "2024", "2024"], note=["x", "y", "z"])
