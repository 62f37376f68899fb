from __future__ import annotations

from hypothesis import given

from costly import costly
from reconcile.auditing import run
from strategies import World, together, worlds


@costly(2)
@given(worlds())
def test_what_honest_sources_print_of_one_world_is_never_a_conflict(world: World) -> None:
    _nothing_is_wrong(world)


@costly(2)
@given(worlds(["target"]), worlds(["estimate"]), worlds(["final"]))
def test_what_came_otherwise_than_was_planned_and_estimated_is_never_a_conflict(
    planned: World, estimated: World, came: World
) -> None:
    _nothing_is_wrong(together(planned, estimated, came))


def _nothing_is_wrong(world: World) -> None:
    findings = run(world.ledger()).findings
    wrong = findings[(findings["verdict"] == "conflict") | findings["finding"].str.contains("crashed")]
    assert wrong.empty, "\n".join(wrong["finding"] + ": " + wrong["message"])
