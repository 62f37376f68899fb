"""Claims by which the base of a rate is above zero belong to the conflict that the rate is in, and to its proof."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_signs import RULES as SIGNED_RULES
from test_signs import drawn

import reconcile
from costly import costly
from reconcile.auditing import run
from reconcile.checks.joint.components import Parts
from reconcile.checks.joint.given_signs import resting_on_signs, signed_by
from reconcile.ledger.ledger import Ledger
from reconcile.solver.budget import Budget

RULES = ["t = a + b", "u = t + g"]


def ledger(figures):
    """Levels of t, b and g, and what share u is of a: only t and b tell which sign a has; "b again" is a level of b."""
    rows = [
        {"source": "s", "claim": name, "measure": name[0], "period": "2019", "value": value, "decimals": "0"}
        | (
            {"stat": "share", "base": "a", "unit": "percent"}
            if name == "u"
            else {"stat": "level", "base": "", "unit": ""}
        )
        for name, value in figures.items()
    ]
    names = {row["measure"] for row in rows}
    rules = [*RULES, *(["b = x + y"] if "x" in names else []), *(["s = s[period=-1] + c - a"] if "s" in names else [])]
    measures = {name: {"signed": False} if name == "s" else {} for name in {*"abgtu", *names}}
    return Ledger.from_frames(pd.DataFrame(rows), rules=rules, measures=measures)


def conflicts(figures):
    return run(ledger(figures), checks=["joint"]).conflicts


IMPOSSIBLE = {"t": "23", "b": "15", "g": "2", "u": "-270"}

# A share of less than −1 of what is above zero, in a sum of what is not below zero: impossible by the sign of a alone.
impossible = st.builds(
    lambda above, b, g, u: {"t": str(b + above), "b": str(b), "g": str(g), "u": str(u)},
    st.integers(2, 30),
    st.integers(1, 30),
    st.integers(1, 30),
    st.integers(-400, -200),
)
anything = st.builds(
    lambda above, b, g, u: {"t": str(b + above), "b": str(b), "g": str(g), "u": str(u)},
    st.integers(1, 30),
    st.integers(-30, 30),
    st.integers(-30, 30),
    st.integers(-400, 400),
)
other_errors = st.one_of(
    st.builds(lambda value: {"b again": str(value)}, st.integers(1, 90)),
    st.builds(lambda x, y: {"x": str(x), "y": str(y)}, st.integers(1, 90), st.integers(1, 90)),
)


@costly(2)
@given(st.one_of(impossible, anything))
def test_a_set_that_is_named_is_a_conflict_alone_and_none_without_any_claim(figures):
    for claims in conflicts(figures)["claims"]:
        named = {claim: figures[claim] for claim in claims}
        assert not conflicts(named).empty
        for claim in claims:
            assert conflicts({one: value for one, value in named.items() if one != claim}).empty


@costly(2)
@given(impossible, other_errors)
def test_what_only_a_sign_decides_is_told_beside_claims_that_contradict_what_gives_the_sign(figures, error):
    assert set(figures) in map(set, conflicts(figures)["claims"])
    told = run(ledger(figures | error)).conflicts["claims"]
    assert any({"t", "g", "u"} <= set(claims) for claims in told)  # and b, or that it is said again


def test_the_claims_that_give_a_sign_are_named():
    (claims,) = conflicts(IMPOSSIBLE)["claims"]
    assert set(claims) == set(IMPOSSIBLE)


def test_a_stock_before_all_periods_that_are_told_gives_a_sign_by_not_being_below_zero():
    told = conflicts(IMPOSSIBLE | {"s": "5", "c": "6"})["claims"]
    assert [set(claims) for claims in told] == [set(IMPOSSIBLE), {"t", "g", "u", "s", "c"}]


def test_a_proof_with_the_rate_but_not_what_gives_its_sign_is_refused():
    """b, g and the share can be true, with a below zero; over a base above zero they could not."""
    line = {"take": "add", "times": "1", "relation": ">=", "unit": "", "says": "", "claim": None}
    (full,) = conflicts(IMPOSSIBLE)["certificate"]
    assert reconcile.verify(full.to_json(), ledger(IMPOSSIBLE))
    share, b, g = ("u 2019 (final)", "a 2019 (final)"), "b 2019 (final)", "g 2019 (final)"
    t, a = "t 2019 (final)", share[1]
    # u >= -2.705 a and u <= -2.695 a leave a >= 0, while u = a + b + g leaves it below.
    lines = [
        line | {"form": {b: "1"}, "bound": "14.5", "says": "b: 15", "claim": "b"},
        line | {"form": {g: "1"}, "bound": "1.5", "says": "g: 2", "claim": "g"},
        line | {"times": "369.5", "form": {share[0]: "1", a: "2.705"}, "bound": "0", "says": "u: −270 %", "claim": "u"},
        line
        | {"take": "subtract", "times": "370.5", "relation": "<=", "form": {share[0]: "1", a: "2.695"}, "bound": "0"}
        | {"says": "u: −270 %", "claim": "u"},
        line
        | {"take": "subtract", "relation": "=", "form": {a: "1", b: "1", t: "-1"}, "bound": "0"}
        | {"says": "rule: t = a + b"},
        line
        | {"take": "subtract", "relation": "=", "form": {t: "1", g: "1", share[0]: "-1"}, "bound": "0"}
        | {"says": "rule: u = t + g"},
    ]
    assert reconcile.verify(lines)
    refused = reconcile.verify(lines, ledger(IMPOSSIBLE))
    assert not refused
    assert refused.line == 3
    lines[2]["signs"] = ["t"]
    assert reconcile.verify(lines, ledger(IMPOSSIBLE))


@pytest.mark.slow
def test_which_rates_are_lost_is_what_the_rest_by_itself_tells_of_signs(fewer):
    """Asked of one part again and again, as if the joint system of the other claims were made anew each time."""
    lost = 0
    for seed in range(48 // fewer):
        chance = random.Random(seed)
        rows, signed = drawn(seed)
        factors = [{"claim": name, "measure": name, "value": str(chance.randint(1, 9))} for name in ("price", "hours")]
        rows += [
            {"source": "a", "stat": "level", "decimals": "0", "period": "2023", "base": ""} | one for one in factors
        ]
        measures = {name: {} if sign is None else {"signed": sign} for name, sign in signed.items()}
        measures |= {"price": {}, "hours": {}}
        made = Ledger.from_frames(
            pd.DataFrame(rows).fillna(""), rules=[*SIGNED_RULES, "sales = price * hours"], measures=measures
        )
        joint = run(made).joint
        parts = Parts(joint)
        for part in range(len(parts)):
            asked = resting_on_signs(joint, parts["wide", part], Budget(None))
            if asked is None:
                continue
            for _ in range(6):
                dropped = frozenset(chance.sample(asked.places, chance.randint(0, len(asked.places) // 2)))
                alone = signed_by(asked.joint, asked.own(frozenset(asked.places) - dropped))
                left = {asked.places[one]: base for one, base in asked.bases.items()}
                expected = {one for one, base in left.items() if one not in dropped and not alone.above[base]}
                assert asked.lost(dropped) == expected, seed
                lost += len(expected)
    assert lost
