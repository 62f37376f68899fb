from fractions import Fraction

import pytest
from checker import proves
from rounded_worlds import world
from systems import anything, edge

from reconcile.exact.interval import Interval
from reconcile.solver.answers import Infeasible
from reconcile.solver.components import components
from reconcile.solver.decision import decide
from reconcile.solver.proof_checking import verify_proof
from reconcile.solver.proofs import Used
from reconcile.solver.system import Row, System


def refuted():
    for seed in range(400):
        yield anything(seed)
    for seed in range(40):
        yield edge(seed)["unit"]
        yield edge(seed)["open"]
        yield world(seed, plant=20, branches=(2,), years=2)[0]


PROOFS = [(system, answer.certificate) for system in refuted() if isinstance(answer := decide(system), Infeasible)]


def test_both_checkers_accept_every_proof():
    assert len(PROOFS) > 200
    assert all(verify_proof(system, proof) and proves(system, proof) for system, proof in PROOFS)


@pytest.mark.parametrize("change", ["multiplier", "side", "row", "drop", "negative", "zero", "beyond", "empty"])
def test_a_changed_proof_is_judged_alike_and_almost_never_passes(change):
    passed = 0
    for system, proof in PROOFS:
        first = proof[0]
        terms = system.terms(first.row)
        other = {"low": "high", "high": "low"}[first.side]
        changed = {
            "multiplier": first._replace(multiplier=first.multiplier + 1),
            "side": first._replace(side=other),
            "row": first._replace(row=(first.row + 1) % len(system)),
            "drop": None,
            "negative": first._replace(multiplier=-first.multiplier),
            "zero": first._replace(multiplier=Fraction(0)),
            "beyond": first._replace(row=len(system)),
            "empty": None,
        }[change]
        mutant = () if change == "empty" else tuple(one for one in (changed, *proof[1:]) if one is not None)
        verdict = verify_proof(system, mutant)
        assert verdict == proves(system, mutant)
        # Only a row without terms may be taken otherwise, and only another row with the same form in one's stead.
        assert not (verdict and (change in {"negative", "zero", "beyond", "empty"} or (change != "row" and terms)))
        passed += verdict
    assert passed < len(PROOFS) / 10


def test_a_side_that_is_no_side_proves_nothing():
    system = System.of([Row({}, Interval(Fraction(1), Fraction(2)))])
    assert verify_proof(system, (Used(0, "low", Fraction(1)),))
    assert not verify_proof(system, (Used(0, "left", Fraction(1)),))
    assert not verify_proof(system, (Used(-1, "low", Fraction(1)),))


def test_parts_share_no_unknown_and_keep_every_row():
    for seed in range(200):
        system = anything(seed)
        parts = components(system)
        assert sorted(row for part in parts for row in part.rows.tolist()) == list(range(len(system)))
        seen = [unknown for part in parts for unknown in part.unknowns.tolist()]
        assert len(seen) == len(set(seen))
        for part in parts:
            for place, row in enumerate(part.rows.tolist()):
                inner = {int(part.unknowns[u]): value for u, value in part.system.terms(place).items()}
                assert inner == system.terms(row)
                assert part.system.end(place, "low") == system.end(row, "low")
            assert connected(part.system)


def connected(system):
    left = [set(system.columns[a:b].tolist()) for a, b in zip(system.starts[:-1], system.starts[1:], strict=True)]
    reached = left.pop() if left else set()
    while joining := [one for one in left if one & reached]:
        left = [one for one in left if not one & reached]
        reached |= set().union(*joining)
    return not left


def test_numbers_beyond_int64_and_arrays_that_do_not_fit_are_told_apart():
    large = System.from_arrays([0, 1], [0], [10**30], [10**31], [10**31])
    assert large.coefficients.dtype == object
    assert decide(large).witness == (Fraction(10),)
    with pytest.raises(ValueError, match="starts go from 0"):
        System.from_arrays([0, 2], [0], [1], [0], [0])
    with pytest.raises(ValueError, match="integers"):
        System.from_arrays([0, 1], [0], [Fraction(1, 2)], [0], [0])
