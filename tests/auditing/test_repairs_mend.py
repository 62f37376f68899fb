from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from costly import costly
from reconcile.auditing import run
from reference import Printed
from strategies import World, changed_by, figure_cells, tampered


@costly(4, least=2)
@given(tampered(), st.randoms(use_true_random=False))
def test_every_repair_offered_mends_its_conflict(world: World, random: Any) -> None:
    conflicts = run(world.ledger()).conflicts
    offered = [(finding, repair) for _, finding in conflicts.iterrows() for repair in finding["repairs"]]
    for finding, repair in random.sample(offered, min(len(offered), 3)):
        event(f"{finding['check']}: {repair['slip']}")
        mended = [_changed(row, repair) if row["claim"] == repair["claim"] else row for row in world.rows]
        again = run(world.ledger(mended), checks=[finding["check"]]).findings
        same = again[again["finding"] == finding["finding"]]
        assert len(same) == 1 or finding["check"] == "joint"  # where all can be true now, no set is left to name
        assert "conflict" not in set(same["verdict"]), (finding["message"], repair, same["message"].item())


def _changed(row: dict[str, str], repair: dict[str, Any]) -> dict[str, str]:
    return row | figure_cells(
        changed_by(repair, Printed(Fraction(row["value"]), int(row["decimals"]), row["qualifier"]))
    )
