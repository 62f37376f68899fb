"""The public strategies: what is honest is never in conflict, what is corrupted always is, and both become small."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from reconcile.strategies import World, claims, corrupted, figures, rounded, worlds

RULES = (
    "trade = exports + imports",
    "balance = exports - imports",
    "trade = home + 0.5 * abroad",
    "top <= exports",
)


def conflicts(ledger: rc.Ledger) -> list[str]:
    return list(rc.audit(ledger, joint=False, progress=False).conflicts["message"])


@given(worlds(RULES))
def test_rules_hold_in_a_world(world):
    for row in world.truth:
        assert row["trade"] == row["exports"] + row["imports"]
        assert row["balance"] == row["exports"] - row["imports"]
        assert row["trade"] == row["home"] + row["abroad"] / 2
        assert row["top"] <= row["exports"]


@costly(4)
@given(rounded(RULES))
def test_what_is_honestly_rounded_is_never_in_conflict(printed):
    assert conflicts(printed.ledger()) == []
    for row, truth in zip(printed.frame.to_dict("records"), printed.world.truth, strict=True):
        for name, text in row.items():
            assert abs(Fraction(text) - truth[name]) <= Fraction(10) ** -printed.decimals[name] / 2


@costly(4)
@given(corrupted(RULES))
def test_what_is_corrupted_is_in_conflict_in_its_row(printed):
    audit = rc.audit(printed.ledger(), joint=False, progress=False)
    ((row, column),) = printed.errors
    assert {dict(one)["row"] for one in audit.conflicts["quantity"]} == {str(row)}
    assert any(column in one for ids in audit.conflicts["claims"] for one in ids)


@costly(4)
@given(claims("trade = exports + imports"))
def test_claims_make_a_ledger_without_conflict(frame):
    assert conflicts(rc.Ledger.from_frames(frame, rules=["trade = exports + imports"])) == []


@given(figures(qualifiers=("exact", "range", "about"), unit="USD"))
def test_figures_are_whole_multiples_of_their_last_digit(figure):
    assert (figure.value / figure.step).denominator == 1
    assert figure.unit == "USD"
    assert (figure.value_high is not None) == (figure.qualifier == "range")


@pytest.mark.slow
def test_what_is_drawn_becomes_small():
    assert find(figures(), lambda figure: figure.value >= 100).value in {Fraction(100), Fraction(1000)}
    broken = find(corrupted("total = a + b"), lambda printed: printed.errors[0][1] == "a")
    assert (len(broken.frame), set(broken.frame.loc[0, ["b", "total"]])) == (1, {"0"})


def test_a_world_may_be_given():
    world = World(("c = a + b",), ({"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(2, 3)},))
    printed = find(rounded(world, decimals=(0, 0)), lambda _: True)
    assert printed.frame.loc[0].to_dict() == {"a": "0", "b": "0", "c": "1"}
    assert conflicts(printed.ledger()) == []


def test_numbers_are_drawn_as_they_are_asked_for():
    world = find(worlds("c = a + b", numbers=st.just(Fraction(2))), lambda _: True)
    assert dict(world.truth[0]) == {"a": 2, "b": 2, "c": 4}


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        (worlds(["c = a + b", "a = b + c", "c = a + b"]), "all of its measures follow from the rules before it"),
        (worlds("c = a[x=1]"), "only rules of plain measures"),
        (corrupted("a <= b"), "only a rule with = is broken for sure"),
        (figures(qualifiers=["roughly"]), "no qualifier is called roughly"),
    ],
)
def test_what_cannot_be_drawn_is_told(strategy, message):
    with pytest.raises(rc.ReconcileError, match=message):
        find(strategy, lambda _: True)


def test_without_hypothesis_the_extra_is_named():
    code = "import sys; sys.modules['hypothesis'] = None; import reconcile.strategies"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stderr.splitlines()[-1].endswith(
        "strategies need hypothesis: pip install 'reconcile-claims[strategies]'"
    )
