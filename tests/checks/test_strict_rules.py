"""Rules that say less or more, not at most or at least: against whole numbers and ends that anyone can follow."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile.auditing import run
from reconcile.checks.engine.kernel import BELOW
from reconcile.checks.engine.readings import Hedges, read
from reconcile.checks.engine.relation import Linear, Part
from reconcile.language.figures import Figure
from reconcile.ledger.ledger import Ledger

NUMBERS = st.integers(-30, 30)
FIGURES = st.tuples(NUMBERS, st.sampled_from(["exact", "0", "-1"]))


def audited(rows, rules):
    frame = pd.DataFrame([{"source": "x", "period": "2024", "unit": "", **row} for row in rows])
    return run(Ledger.from_frames(frame, rules=rules))


def claims(figures, area):
    return [
        {"measure": name, "area": area, "value": str(value), "decimals": decimals}
        for name, (value, decimals) in zip("abc", figures, strict=True)
    ]


def ends(value, decimals):
    half = {"exact": Fraction(0), "0": Fraction(1, 2), "-1": Fraction(5)}[decimals]
    return value - half, value + half


@costly(2)
@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=1, max_size=30), st.sampled_from(["<", ">"]))
def test_a_sum_is_below_what_it_may_be_below_alone_and_with_all_others(worlds, sign):
    worlds = [[(10 * (v // 10), d) if d == "-1" else (v, d) for v, d in one] for one in worlds]
    rows = [row for place, figures in enumerate(worlds) for row in claims(figures, f"p{place}")]
    findings = audited(rows, [f"a {sign} b + c"]).findings
    found = findings[findings["check"] == "identity"]
    verdicts = {one["area"]: verdict for one, verdict in zip(found["quantity"], found["verdict"], strict=True)}
    for place, figures in enumerate(worlds):
        (low, high), *others = (ends(*one) for one in figures)
        printed = [value for value, _ in figures]
        least, most = (sum(one[end] for one in others) for end in (0, 1))
        may, does = low < most, printed[0] < printed[1] + printed[2]
        if sign == ">":
            may, does = high > least, printed[0] > printed[1] + printed[2]
        expected = "exact" if does else "rounding" if may else "conflict"
        assert verdicts[f"p{place}"] == expected, figures
    assert not (findings["check"] == "joint").any()  # what one rule says by itself is told by itself


def test_two_exact_counts_that_are_the_same_are_not_below_each_other():
    rows = [{"measure": name, "value": "5", "decimals": "exact"} for name in "ab"]
    assert audited(rows, ["a <= b"]).findings["verdict"].tolist() == ["exact"]
    (message,) = audited(rows, ["a < b"]).findings["message"]
    assert message == "5 < 5: both are the same; rounding explains nothing of it"


def test_rounded_figures_that_touch_cannot_be_below_each_other_and_what_overlaps_can():
    for a, b, verdict in (("11", "10", "conflict"), ("10", "10", "rounding"), ("9", "10", "exact")):
        rows = [{"measure": name, "value": value, "decimals": "0"} for name, value in (("a", a), ("b", b))]
        (found,) = audited(rows, ["a < b"]).findings["verdict"]
        assert found == verdict


def test_strict_rules_one_after_the_other_are_held_against_each_other():
    rows = [{"measure": name, "value": "7", "decimals": "0"} for name in "ab"]
    (joint,) = audited(rows, ["a < b", "b < a"]).conflicts.itertuples()
    assert joint.check == "joint"
    assert "0 > 0" in str(joint.certificate)


def test_a_strict_rule_does_not_follow_from_one_that_is_not():
    rows = [{"measure": name, "value": "7", "decimals": "exact"} for name in "abc"]
    said = audited(rows, ["a <= b", "b <= c", "a < c"]).findings
    assert not (said["check"] == "rules").any()
    said = audited(rows, ["a < b", "b < c", "a <= c"]).findings
    assert said.loc[said["check"] == "rules", "message"].str.contains("follows from").all()


def test_what_is_needed_stops_before_the_end():
    one, two = (Part(read(figure, truncated=False, hedges=Hedges()), figure) for figure in map(exact, (5, 5)))
    relation = Linear((one, two), (Fraction(1), Fraction(-1)), BELOW)  # b < a
    need = relation.need(1, [one.reading.face, two.reading.face])
    assert (need.low, need.high, need.high_open) == (None, 5, True)


def exact(value):
    return Figure(Fraction(value), Fraction(0), "", "exact")
