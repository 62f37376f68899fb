"""Strength is the count of misprints after which an audit would say conflict, tried each in an area of its own."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of
from reconcile.auditing import run
from reconcile.auditing.strength_summary import said
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Hedges, read
from reconcile.checks.wording.missed_errors import missed, possible_errors
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure
from reconcile.ledger.store.figure_columns import Figures

RULES = ["c = a + b", "e = a + d"]


def misprints(value: str) -> list[str]:
    """Every number with other last two digits, or one if there is but one."""
    whole, point, part = value.lstrip("-").partition(".")
    digits = whole + part
    kept = digits[:-2] if len(digits.lstrip("0")) > 1 else digits[:-1]
    many = 100 if len(digits.lstrip("0")) > 1 else 10
    width = len(digits) - len(kept)
    sign = "-" if value.startswith("-") else ""
    others = [f"{kept}{number:0{width}}" for number in range(many)]
    return [
        sign + (other[: len(whole)] + point + other[len(whole) :])
        for other in others
        if other.zfill(len(digits)) != digits
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_is_caught_is_what_an_audit_would_find(seed):
    chance = random.Random(seed)
    a, b, d = (Fraction(chance.randint(100, 4000), 10) for _ in range(3))
    values = {"a": a, "b": b, "c": a + b, "d": d, "e": a + d}
    claims = of(
        {
            name: f"{float(round(value, places)):.{places}f}"
            for name, value in values.items()
            for places in [chance.choice([0, 1])]
        }
    )
    audit = run(claims_ledger(*claims, rules=RULES))
    assert audit.conflicts.empty
    worth = audit.strength.claims.set_index("claim")
    number, claim = chance.choice(list(enumerate(claims)))
    others = misprints(claim["value"])
    areas = [
        [one | {"area": f"area {at}"} for one in (*claims[:number], claim | {"value": value}, *claims[number + 1 :])]
        for at, value in enumerate(others)
    ]
    ledger = claims_ledger(*chain(*areas), rules=RULES)
    area = ledger.claims.set_index("claim")["area"]
    conflicts = run(ledger, checks=["identity", "joint"]).conflicts
    found = {"identity": set[str](), "joint": set[str]()}
    for check, named in zip(conflicts["check"], conflicts["claims"], strict=True):
        found[check] |= {area[one] for one in named}
    row = worth.loc[f"a:{claim['measure']}:2024"]
    assert row["errors"] == len(others)
    assert row["bindings"] == len(found["identity"])
    assert row["together"] == len(found["identity"] | found["joint"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "claim",
    [
        {"value": "833", "decimals": "0"},
        {"value": "-83.3", "decimals": "1"},
        {"value": "7", "decimals": "0"},
        {"value": "0", "decimals": "0"},
        {"value": "1500", "decimals": "-2"},
        {"value": "42", "decimals": "exact"},
        {"value": "70", "decimals": "0", "qualifier": "over"},
        {"value": "70", "decimals": "0", "qualifier": "under"},
        {"value": "470", "decimals": "0", "qualifier": "about"},
        {"value": "800", "decimals": "0", "qualifier": "nearly"},
        {"value": "15", "value_high": "16", "decimals": "0", "qualifier": "range"},
    ],
)
@pytest.mark.parametrize("truncated", [False, True])
def test_columns_and_a_plain_count_agree(claim, truncated):
    ledger = claims_ledger(claim | {"measure": "m"})
    store = Store.of(ledger, rounding="truncate" if truncated else "nearest", hedges=Hedges())
    figure = store.figures[0]
    step = figure.step or Fraction(1)
    chance = random.Random(claim["value"])
    for _ in range(60):
        low, high = sorted(figure.value + chance.randint(-60, 60) * step / 2 for _ in range(2))
        allowed = Interval(
            chance.choice([low, low, None]),
            chance.choice([high, high, None]),
            chance.random() < 0.5,
            chance.random() < 0.5,
        )
        allowed = Interval(
            allowed.low,
            allowed.high,
            allowed.low_open and allowed.low is not None,
            allowed.high_open and allowed.high is not None,
        )
        caught = 0
        others = list(figures_like(figure, step))
        for other in others:
            caught += (read(other, truncated=truncated).wide & allowed).empty
        found = missed(store, 0, allowed)
        assert (found.errors, found.caught) == (len(others), caught), allowed


def figures_like(figure, step):
    from dataclasses import replace

    for name in ("value", "value_high"):
        value = getattr(figure, name)
        if value is None:
            continue
        digits = int(abs(value) / step)
        many = 100 if digits >= 10 else 10
        for other in range(digits - digits % many, digits - digits % many + many):
            changed = (-1 if value < 0 else 1) * other * step
            crossed = (name == "value" and figure.value_high is not None and changed > figure.value_high) or (
                name == "value_high" and changed < figure.value
            )
            if other != digits and not crossed:
                yield replace(figure, **{name: changed})


def test_a_pass_that_nothing_could_fail_says_so():
    audit = run(
        claims_ledger(*of({"a": "90"}), {"measure": "b", "value": "100", "qualifier": "over"}, rules=["a <= b"])
    )
    found = audit.findings[audit.findings["check"] == "identity"].iloc[0]
    assert (found["caught"], found["errors"]) == (0, 198)
    assert said(audit.strength) == (
        "of 100 errors in the last two digits of a figure, these checks would notice 0, all figures together 0"
    )


def test_what_the_time_did_not_reach_is_said():
    """The budget is of all parts: where it is used up, what is caught together is at least what was found."""
    ledger = claims_ledger(*of({"a": "90", "b": "10", "total": "100"}), rules=["total = a + b"])
    assert run(ledger).strength.complete
    cut = run(ledger, budget=0).strength
    assert not cut.complete
    assert "all figures together at least" in said(cut)
    assert cut.together == cut.bindings


def test_a_figure_may_be_a_step_below_and_a_step_above_what_another_source_says():
    """90 stands for 89.5 to 90.5, and so do 89 and 91 at an end: of 99 errors of each two are missed."""
    claims = [{"value": "90"}, {"value": "90", "source": "b"}]
    (found,) = run(claims_ledger(*claims), checks=["agreement"]).findings.itertuples()
    assert (found.caught, found.errors) == (2 * 97, 2 * 99)


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, Figure]:
    """A number as it is printed, and the figure that it is, of any size."""
    digits = draw(st.sampled_from([0, 7, 9, 10, 11, 100]) | st.integers(0, 10**25))
    places = draw(st.integers(-3, 20))
    shown = f"{digits:0{places + 1}}" if places > 0 else str(digits)
    whole, part = (shown[:-places], shown[-places:]) if places > 0 else (shown, "")
    sign, step = draw(st.sampled_from([1, -1])), Fraction(10) ** -places
    return f"{'-' * (sign < 0)}{whole}{'.' * bool(part)}{part}", Figure(sign * digits * step, step, "", "exact")


@given(st.lists(printed(), min_size=20, max_size=40))
def test_a_column_of_figures_has_the_errors_that_each_can_have_in_print(given_figures):
    figures = Figures.of([figure for _, figure in given_figures])
    assert possible_errors(figures).tolist() == [len(misprints(shown)) for shown, _ in given_figures]


def test_a_figure_that_is_finer_than_its_last_place_has_the_errors_of_that_place():
    figures = [Figure(Fraction(1_234_567_890_123_456_789), Fraction(10) ** n, "", "exact") for n in (17, 18, 19, 40)]
    assert possible_errors(Figures.of(figures)).tolist() == [99, 9, 9, 9]
