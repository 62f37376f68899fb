from __future__ import annotations

from hypothesis import given

from reconcile.auditing import run
from strategies import World, worlds


@given(worlds())
def test_what_honest_sources_print_of_one_world_is_never_a_conflict(world: World) -> None:
    findings = run(world.ledger()).findings
    wrong = findings[(findings["verdict"] == "conflict") | findings["finding"].str.contains("crashed")]
    assert wrong.empty, "\n".join(wrong["finding"] + ": " + wrong["message"])
