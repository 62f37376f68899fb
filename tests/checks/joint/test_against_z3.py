"""What the joint check says of claims, against z3 and rows that it wrote itself."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from ledgers import constraints, ledger, possible, printed, real, satisfiable, shifted, truth, unknown, unrevised

import reconcile
from reconcile.auditing import run
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Hedges
from reconcile.checks.engine.views import every_cell
from reconcile.checks.joint.components import Parts
from reconcile.checks.joint.conflict import blame
from reconcile.checks.joint.joint_system import joint_system
from reconcile.solver.budget import Budget

z3 = pytest.importorskip("z3")


def drawn(seed, size=14, wrong=0):
    """Honest claims of which some are then some digits off."""
    chance = random.Random(seed)
    rows = printed(chance, truth(chance), size)
    for at in chance.sample(range(size), wrong):
        rows[at] = shifted(rows[at], chance.choice([-30, -3, -2, 2, 3, 30]))
    # What its declared sign rules out is told by itself, and not held against the others.
    return [row for row in rows if float(row["value"]) >= (-100 if row["stat"] == "growth" else 0)]


def joint_of(rows):
    store = Store.of(ledger(rows), rounding="nearest", hedges=Hedges())
    return joint_system(store, every_cell(store))


@pytest.mark.parametrize("block", range(4))
def test_the_verdict_is_that_of_z3(block, fewer):
    answers = []
    for seed in range(block * 40, block * 40 + 40 // fewer):
        rows = drawn(seed, wrong=seed % 4)
        findings = run(ledger(rows), checks=["joint"]).findings
        assert not findings["finding"].str.contains("crashed").any(), findings["message"].tolist()
        answers.append(possible(rows))
        assert ("conflict" not in set(findings["verdict"])) == answers[-1], seed
    assert 4 // fewer < sum(answers) < 36 // fewer


def test_honest_claims_are_never_in_conflict(fewer):
    for seed in range(1000, 1000 + 50 // fewer):
        findings = run(ledger(drawn(seed, size=30)), checks=["joint"]).findings
        assert set(findings["verdict"]) <= {"exact", "rounding"}


@pytest.mark.slow
def test_a_set_that_is_blamed_cannot_be_and_without_any_one_claim_it_can(fewer):
    seen = 0
    for seed in range(2000, 2000 + 60 // fewer):
        rows = drawn(seed, wrong=3)
        findings = run(ledger(rows), checks=["joint"]).findings
        for claims in findings.loc[findings["verdict"] == "conflict", "claims"]:
            seen += 1
            assert not possible(rows, set(claims))
            assert all(possible(rows, set(claims) - {claim}) for claim in claims)
    assert seen > 30 // fewer


@pytest.mark.slow
def test_every_proof_adds_up_and_every_line_of_a_level_is_an_end_of_its_claim(fewer):
    seen = 0
    for seed in range(3000, 3000 + 60 // fewer):
        audit = run(ledger(drawn(seed, wrong=3)), checks=["joint"])
        levels = audit.claims[audit.claims["stat"] == "level"].to_dict("records")
        ends = {row["claim"]: (Fraction(row["low"]), Fraction(row["high"])) for row in levels}
        for finding in audit.findings.itertuples():
            if finding.certificate is None:
                continue
            seen += 1
            assert reconcile.verify(finding.certificate)
            assert reconcile.verify(finding.certificate.to_json())
            assert set(finding.certificate.claims) <= set(finding.claims)
            for line in finding.certificate.lines:
                if line.claim in ends:
                    assert [value for _, value in line.form] == [1]
                    assert line.bound == ends[line.claim][line.take == "subtract"]
    assert seen > 20 // fewer


def test_one_error_is_in_the_set_and_alone_mends_all(fewer):
    found = 0
    for seed in range(4000, 4000 + 40 // fewer):
        chance = random.Random(seed)
        rows = printed(chance, truth(chance), 100)
        at = chance.randrange(len(rows))
        rows[at] = shifted(rows[at], chance.choice([-200, -20, -5, 5, 20, 200]))
        if float(rows[at]["value"]) < 0 and rows[at]["stat"] != "growth":
            continue
        joint = joint_of(rows)
        parts = Parts(joint)
        wrong = {
            part for part, answer in parts.decide("wide", range(len(parts)), None) if hasattr(answer, "certificate")
        }
        assert bool(wrong) == (not possible(rows))
        for part in wrong:
            found += 1
            blamed = blame(joint, parts["wide", part], (), Budget(None))
            planted = next(
                i for i, claim in enumerate(joint.claims.claim) if claim_id(joint, claim) == rows[at]["claim"]
            )
            assert planted in blamed.singles
            assert all(planted in one.owners for one in blamed.sets)
            assert len(blamed.sets) <= 10  # whatever is mended of one, the others are still to tell
    assert found > 12 // fewer


def claim_id(joint, claim):
    return joint.store.claim("claim", int(claim))


def test_the_repairs_are_all_that_weigh_least(fewer):
    seen = 0
    for seed in range(5000, 5000 + 40 // fewer):
        rows = [row | {"status": "final"} for row in drawn(seed, size=10, wrong=2)]
        joint = joint_of(rows)
        parts = Parts(joint)
        for part, answer in parts.decide("wide", range(len(parts)), None):
            if not hasattr(answer, "certificate"):
                continue
            claims = [claim_id(joint, joint.claims.claim[one]) for one in parts.claims(part)]
            blamed = blame(joint, parts["wide", part], (), Budget(None))
            named = [{claim_id(joint, joint.claims.claim[one]) for one in some} for some in blamed.repairs]
            seen += len(named)
            least = len(named[0])
            subsets = [set()] if least == 1 else [{one} for one in claims]
            if least <= 2:
                wanted = [
                    some | {one}
                    for some in subsets
                    for one in claims
                    if one not in some and possible(rows, set(claims) - some - {one})
                ]
                assert {frozenset(one) for one in wanted} == {frozenset(one) for one in named}
    assert seen > 12 // fewer


@pytest.mark.slow
def test_bounds_are_the_most_and_the_least_that_z3_finds(fewer):
    compared = 0
    for seed in range(6000, 6000 + 25 // fewer):
        rows = drawn(seed, size=12)
        bounds = run(ledger(rows)).bounds
        known = constraints(rows)
        if satisfiable([*known, *unrevised(rows)]):
            known += unrevised(rows)
        for row in bounds.to_dict("records"):
            if row["status"] not in {"estimate", "final"} or row["period"] != "2024":
                continue
            one = unknown(row["status"], row["measure"], row["period"])
            for name, way in (("low", -1), ("high", 1)):
                end = row[name]
                solver = z3.SimpleSolver()
                solver.add(*known)
                if end is None:
                    solver.add(way * one > 10**9)
                    assert solver.check() == z3.sat
                    continue
                compared += 1
                end = real(Fraction(end))
                solver.push()
                solver.add(way * one > way * end if not row[f"{name}_open"] else way * one >= way * end)
                assert solver.check() == z3.unsat
                solver.pop()
                solver.add(way * one > way * end - real(Fraction(1, 10**12)))
                assert solver.check() == z3.sat
    assert compared > 200 // fewer
