"""Products, quotients and weighted means in the joint test, against z3's own word on real numbers."""

from __future__ import annotations

import random
from fractions import Fraction

import pandas as pd
import pytest
from ledgers import plain, real

import reconcile
from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger

RULES = ["a = p * h", "b = q * k", "t = a + b", "r = t / w", "c = p * h * w"]
MEASURES = "phaqkbtwrc"
FACTORS = "hkw"  # which are exact where all else then is linear


def world(chance, *, signed=False):
    """True values in which all rules hold; any of them may be below zero where signs are not declared."""
    low = -40 if signed else 0
    p, h, q, k = (Fraction(chance.randint(low, 90), chance.choice([1, 10])) for _ in range(4))
    w = Fraction(chance.choice([one for one in range(low, 9) if one]))
    true = {"p": p, "h": h, "a": p * h, "q": q, "k": k, "b": q * k, "w": w, "c": p * h * w}
    return true | {"t": true["a"] + true["b"], "r": (true["a"] + true["b"]) / w}


def printed(chance, true, *, wrong=0, exact=()):
    """Honest claims of some of it, but for some that are a few digits off."""
    names = [*exact, *chance.sample([name for name in MEASURES if name not in exact], chance.randint(3, 6))]
    shifted = chance.sample(names[len(exact) :], wrong)
    rows = []
    for name in names:
        places = chance.choice([0, 1])
        value, decimals = plain(true[name], places), str(places)
        if name in exact:
            value, decimals = plain(true[name], 1), "exact"
        elif name in shifted:
            value = plain(Fraction(value) + Fraction(chance.choice([-20, -2, 2, 3, 20]), 10**places), places)
        rows.append({"measure": name, "value": value, "decimals": decimals})
    return rows


def ledger(worlds, rules=RULES, *, signed=False):
    """A ledger of several worlds, each in an area of its own; what its declared sign rules out is told by itself."""
    frame = pd.DataFrame(
        [
            {
                "period": "2024",
                "status": "final",
                "source": "x",
                "area": area,
                **row,
                "claim": f"{area} {row['measure']}",
            }
            for area, rows in worlds.items()
            for row in rows
        ]
    )
    declared = {} if signed else {"signed": "false"}
    return Ledger.from_frames(frame, rules=rules, measures={name: {} for name in MEASURES}, defaults=declared)


def conflicts(given):
    """The conflicts of each area, as sets of measures."""
    findings = run(given, checks=["joint"]).findings
    assert not findings["finding"].str.contains("crashed").any(), findings["message"].tolist()
    found = {}
    for claims in findings.loc[findings["verdict"] == "conflict", "claims"]:
        area, _ = claims[0].split(" ")
        found.setdefault(area, []).append({claim.removeprefix(f"{area} ") for claim in claims})
    return found


def drawn(seeds, *, signed=False, wrong=(0,), exact=()):
    """The printed claims of a world for each seed."""
    made = {}
    for seed in seeds:
        chance = random.Random(seed)
        rows = printed(chance, world(chance, signed=signed), wrong=wrong[seed % len(wrong)], exact=exact)
        if signed or all(float(row["value"]) >= 0 for row in rows):
            made[f"a{seed}"] = rows
    return made


def possible(rows, measures=None, *, signed=False):
    """Whether the claims, or those of some measures, have a world at all."""
    z3 = pytest.importorskip("z3")
    at = {name: z3.Real(name) for name in MEASURES}
    p, h, a, q, k, b, t, w, r, c = at.values()
    solver = z3.Solver()
    solver.add(a == p * h, b == q * k, t == a + b, r * w == t, w != 0, c == p * h * w)
    if not signed:
        solver.add(*(one >= 0 for one in at.values()))
    for row in rows:
        if measures is None or row["measure"] in measures:
            exact = row["decimals"] == "exact"
            half = 0 if exact else Fraction(1, 2 * 10 ** int(row["decimals"]))
            value = Fraction(row["value"])
            solver.add(at[row["measure"]] >= real(value - half), at[row["measure"]] <= real(value + half))
    answer = solver.check()
    assert answer != z3.unknown
    return answer == z3.sat


@pytest.mark.parametrize("signed", [False, True])
def test_honest_claims_of_products_are_never_in_conflict(signed, fewer):
    assert not conflicts(ledger(drawn(range(300 // fewer), signed=signed), signed=signed))


@pytest.mark.parametrize("signed", [False, True])
def test_what_cannot_be_has_no_world_and_without_any_one_claim_it_has(signed, fewer):
    worlds = drawn(range(1000, 1000 + 200 // fewer), signed=signed, wrong=(2,))
    found = conflicts(ledger(worlds, signed=signed))
    for area, sets in found.items():
        assert not any(possible(worlds[area], measures, signed=signed) for measures in sets), area
    assert len(found) > 12 // fewer


def test_where_claims_give_all_factors_but_one_exactly_nothing_is_missed(fewer):
    worlds = drawn(range(2000, 2000 + 100 // fewer), wrong=(0, 1, 2), exact=FACTORS)
    found = conflicts(ledger(worlds))
    answers = {area: possible(rows) for area, rows in worlds.items()}
    assert {area for area, answer in answers.items() if not answer} == found.keys()
    assert 0.2 < sum(answers.values()) / len(answers) < 0.8


def test_every_proof_with_a_product_is_verified_against_the_ledger(fewer):
    given = ledger(drawn(range(3000, 3000 + 60 // fewer), wrong=(2,)))
    seen = 0
    findings = run(given, checks=["joint"]).findings
    for proof in findings.loc[findings["verdict"] == "conflict", "certificate"]:
        verified = reconcile.verify(proof, given)
        assert verified, verified
        seen += any(" * " in name for line in proof.lines for name, _ in line.form)
    assert seen > 5 // fewer
