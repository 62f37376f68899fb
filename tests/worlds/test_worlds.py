"""Random worlds, told honestly or with wrong figures, against an oracle that knows the design and none of the code."""

from __future__ import annotations

import random

import pytest
from world_generator import planted, world
from world_ledgers import World, audit, dumped, shuffled, told, write_tables

import reconcile as rc

SEEDS = 144  # by default a sixth of them


def alarms(world: World, folder) -> list[str]:
    """The conflicts that an audit finds, and the checks that crash."""
    found = audit(world, folder).findings
    wrong = found[(found["verdict"] == "conflict") | found["finding"].str.contains(":crashed")]
    return [f"{one.finding}: {one.message}" for one in wrong.itertuples()]


def shown(world: World) -> str:
    return dumped({**world.head, "sources": world.sources, "claims": [told(claim) for claim in world.claims]})


def seeds(fewer: int, first: int) -> range:
    return range(first, first + SEEDS // fewer)


@pytest.mark.parametrize("block", range(4))
def test_no_honest_telling_of_a_consistent_world_raises_an_alarm(block, fewer, tmp_path):
    for seed in seeds(4 * fewer, 10_000 + 1000 * block):
        honest = world(seed)
        if honest.claims:
            wrong = alarms(honest, tmp_path / str(seed))
            assert not wrong, (seed, wrong, shown(honest))


@pytest.mark.parametrize("block", range(4))
def test_wrong_figures_are_a_conflict_exactly_where_no_world_has_them(block, fewer, tmp_path):
    pytest.importorskip("z3")
    from world_oracle import contradictions

    for seed in seeds(4 * fewer, 20_000 + 1000 * block):
        wrong = planted(world(seed, planted=True), seed)
        if not wrong.claims or len(wrong.claims) > 60:
            continue
        found = alarms(wrong, tmp_path / str(seed))
        if found:
            assert contradictions(wrong), (seed, "a false alarm", found, shown(wrong))
        else:
            assert not contradictions(wrong, strong=False), (seed, "missed", shown(wrong))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(2))
def test_verdicts_and_ids_are_the_same_in_every_form_and_order(block, fewer, tmp_path):
    pytest.importorskip("pyarrow")
    for seed in seeds(12 * fewer, 30_000 + 1000 * block):
        honest = planted(world(seed, planted=True), seed)
        if not honest.claims:
            continue
        expected = verdicts(audit(honest, tmp_path / f"{seed}"))
        other = shuffled(honest, random.Random(seed))
        assert verdicts(audit(other, tmp_path / f"{seed}-shuffled")) == expected, (seed, "shuffled")
        for form in ("csv", "parquet"):
            folder = write_tables(other, tmp_path / f"{seed}-{form}", form)
            assert verdicts(rc.audit(rc.Ledger.read(folder))) == expected, (seed, form)


def verdicts(found: rc.Audit) -> dict[str, tuple[str, object, str]]:
    return {
        one.finding: (one.verdict, None if one.residual != one.residual else one.residual, one.check)
        for one in found.findings.itertuples()
        if one.check != "rules"
    }
