"""Small random worlds of a second generator against a second oracle: conflicts exactly where no world has them."""

from __future__ import annotations

import pytest
from hypothesis import settings
from second_worlds import honest, mistaken
from test_worlds import shown
from world_ledgers import World, ledger
from world_reducer import reduced

from reconcile.auditing import run
from reconcile.auditing.comparing_checks import COMPARED

CHECKS = ["schema", *COMPARED, "joint"]
MOST = 5000  # worlds of a kind, in the longest profile


def seeds() -> range:
    return range(min(settings.default.max_examples, MOST))


def ids_of(world: World) -> list[str]:
    """The ids of a world's claims; a ledger has them source by source."""
    left = {source: iter(claims["claim"]) for source, claims in ledger(world).claims.groupby("source", sort=False)}
    return [next(left[claim["source"]]) for claim in world.claims]


def wrong(world: World, *, told_as_it_is: bool) -> str:
    """What an audit says of a world that it may not say, or does not say that it has to; nothing where all is well."""
    from second_oracle import judged

    found = run(ledger(world), checks=CHECKS, budget=None).findings
    conflicts = found[found["verdict"] == "conflict"]
    if crashed := [*found.loc[found["finding"].str.contains(":crashed"), "message"]]:
        return f"a crash: {crashed}"
    if told_as_it_is and len(conflicts):
        return f"a false alarm: {[*conflicts['message']]}"
    answer, among = judged(world)
    if answer == "impossible" and told_as_it_is:
        return "the oracle calls impossible what is true"
    if answer == "possible" and len(conflicts):
        return f"a false alarm: {[*conflicts['message']]}"
    if answer == "impossible" and conflicts.empty:
        every = ids_of(world)
        ids = {every[number] for number in among}
        if not any(ids & {*claims} for claims in found.loc[found["verdict"] == "unchecked", "claims"]):
            return f"missed: {sorted(ids)}"
    return ""


def assert_right(world: World, seed: int, *, told_as_it_is: bool) -> None:
    if said := wrong(world, told_as_it_is=told_as_it_is):
        kind = said.partition(":")[0]
        least = reduced(world, lambda other: wrong(other, told_as_it_is=told_as_it_is).partition(":")[0] == kind)
        raise AssertionError((seed, wrong(least, told_as_it_is=told_as_it_is), shown(least)))


def test_no_small_world_told_as_it_is_raises_an_alarm():
    pytest.importorskip("z3")
    for seed in seeds():
        assert_right(honest(seed), seed, told_as_it_is=True)


def test_wrong_figures_of_a_small_world_are_a_conflict_exactly_where_no_world_has_them():
    pytest.importorskip("z3")
    for seed in seeds():
        assert_right(mistaken(seed), seed, told_as_it_is=False)
