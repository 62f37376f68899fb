"""No error hides another: what is caught by itself is caught beside others, too, and one error makes no noise."""

from __future__ import annotations

import random

import pytest
from ledgers import ledger, possible, printed, shifted, truth

from claims import claims_ledger, of
from reconcile.auditing import run

STEPS = [-300, -30, -5, -3, -2, 2, 3, 5, 30, 300]


def told(rows):
    """The conflicts of an audit, what only sums them up left out."""
    conflicts = run(ledger(rows)).conflicts
    return conflicts[~conflicts["finding"].str.startswith("joint:in common")]


def blamed(rows):
    return {claim for claims in told(rows)["claims"] for claim in claims}


def planted(seed, sizes, errors):
    """Honest claims, which of them are wrong, and the same with these errors; None where one cannot be printed."""
    chance = random.Random(seed)
    size = chance.choice(sizes)
    rows = printed(chance, truth(chance), size)
    at = chance.sample(range(size), chance.choice(errors))
    wrong = [shifted(row, chance.choice(STEPS)) if number in at else row for number, row in enumerate(rows)]
    bad = any(float(row["value"]) < 0 and row["stat"] != "growth" for row in wrong)
    return None if bad else (rows, at, wrong)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_an_error_that_is_caught_alone_is_caught_beside_others(block, fewer):
    seen = 0
    for seed in range(block * 30, block * 30 + 30 // fewer):
        if (drawn := planted(seed, [12, 20, 30], [2, 3, 4, 5])) is None:
            continue
        rows, at, wrong = drawn
        together, names = blamed(wrong), {rows[number]["claim"] for number in at}
        for number in at:
            name = rows[number]["claim"]
            if name in together:
                seen += 1
                continue
            alone = [wrong[number] if number == other else row for other, row in enumerate(rows)]
            honest = {row["claim"] for row in wrong} - names
            caught = name in blamed(alone) and not possible(wrong, honest | {name})
            assert not caught, (seed, name)  # else it takes what is wrong elsewhere now
    assert seen >= 30 // fewer - 5


@pytest.mark.slow
def test_one_error_among_a_hundred_claims_makes_few_joint_conflicts(fewer):
    worlds = [drawn for seed in range(24 // fewer) if (drawn := planted(seed, [100], [1])) is not None]
    counts = [int((told(wrong)["check"] == "joint").sum()) for _, _, wrong in worlds]
    assert max(counts) <= 5
    assert sum(counts) <= len(counts)


def test_a_conflict_of_all_together_is_told_beside_one_that_shares_a_claim_with_it():
    figures = {"revenue": "482.6", "taxes": "310.4", "fees": "62", "grants": "110.3", "fines": "22.0"}
    claims = of(figures | {"permits": "39.6", "spending": "455.1", "surplus": "25.7"})
    rules = ["revenue = taxes + fees + grants", "fees = fines + permits", "surplus = revenue - spending"]
    audit = run(claims_ledger(*claims, rules=rules))
    assert [message.partition(";")[0] for message in audit.conflicts["message"]] == [
        "482.6 − 455.1 = 27.5, reported 25.7: off by 1.8",
        "310.4 + (22.0 + 39.6) + 110.3 = 482.3, reported 482.6: off by 0.3",
    ]
    local, joint = audit.conflicts["repairs"]
    assert [repair["words"] for repair in local] == ["25.7 → 27.5", "455.1 → 456.9"]  # no revenue fits all of it
    assert [repair["words"] for repair in joint] == ["22.0 → 22.3", "110.3 → 110.6", "39.6 → 39.9", "310.4 → 310.7"]
    first = audit.causes[audit.causes["optimum"] == 1]
    assert first["claim"].tolist() == ["a:taxes:2024", "a:surplus:2024"]
    assert first["slip"].tolist() == [None, "two digits swapped"]
