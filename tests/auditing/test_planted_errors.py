from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from costly import costly
from reconcile.auditing import run
from strategies import World, plain, worlds

SUMS = (
    "identity:trade",
    "identity:balance",
    "identity:net",
    "statistic:change",
    "statistic:mean",
    "period",
    "hierarchy",
)


@costly(4, least=2)
@given(worlds(), st.randoms(use_true_random=False), st.sampled_from([1, -1]))
def test_one_figure_far_off_in_a_sum_is_always_found_and_named(world: World, random: Any, sign: int) -> None:
    findings = run(world.ledger()).findings
    sums = [
        finding["evidence"]
        for finding in findings.to_dict("records")
        if finding["finding"].startswith(SUMS)
        and ">=" not in finding["finding"]
        and finding["verdict"] != "unchecked"
        and all(part["low"] is not None and part["high"] is not None for part in finding["evidence"])
    ]
    assume(sums)
    parts = random.choice(sums)
    slack = sum((Fraction(part["high"]) - Fraction(part["low"]) for part in parts), Fraction(0))
    wrong = random.choice(parts)["claim"]
    # A part counts for half of its size at least, a word for up to a tenth of the wrong figure itself.
    size = max(abs(Fraction(row["value"])) for row in world.rows if row["claim"] == wrong)
    rows = [row if row["claim"] != wrong else _off(row, sign * 100 * (slack + size)) for row in world.rows]
    conflicts = run(world.ledger(rows)).conflicts
    assert any(wrong in claims for claims in conflicts["claims"])


def _off(row: dict[str, str], shift: Fraction) -> dict[str, str]:
    unit = Fraction(10) ** -int(row["decimals"])
    shift = (shift // unit + 1) * unit
    return row | {name: plain(Fraction(row[name]) + shift) for name in ("value", "value_high") if row[name]}
