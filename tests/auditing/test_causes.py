"""Causes: the fewest figures whose change would mend the conflicts that hang together."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, event, given
from hypothesis import strategies as st
from test_repairs_mend import _changed

from claims import claims_ledger, of
from costly import costly
from reconcile.auditing import run
from reconcile.reports.json_report import to_json
from reconcile.reports.suspects import suspects
from reconcile.reports.text_report import to_text
from strategies import World, tampered

RULES = ["trade = exports + imports", "balance = exports - imports"]


def _ledger(**figures: str) -> Any:
    return claims_ledger(*of(figures), rules=RULES, measures={"balance": {"signed": True}})


def test_one_figure_explains_two_conflicts_and_the_report_begins_with_it() -> None:
    audit = run(_ledger(trade="783.3", exports="403.7", imports="376.9", balance="24.1"))
    best = audit.causes[audit.causes["optimum"] == 1].to_dict("records")
    assert [(one["claim"], one["proposed"], one["slip"]) for one in best] == [
        ("a:imports:2024", "379.6", "two digits swapped")
    ]
    assert {name.partition(":")[0] for name in best[0]["explains"]} == {"identity"}
    assert len(best[0]["explains"]) == 2
    line = "imports 2024: 376.9 → 379.6: two digits swapped (claims:3); explains 2 conflicts"
    found = suspects(audit)
    assert found is not None
    assert (found.head, found.lines) == ("1 figure is probably wrong and explains 2 conflicts", [line])
    assert to_text(audit).split("\n")[2:4] == ["1 figure is probably wrong and explains 2 conflicts:", f"  {line}"]
    assert json.loads(to_json(audit))["causes"][0]["change"] == "376.9 → 379.6"


def test_where_one_change_mends_one_conflict_and_no_slip_is_known_the_report_says_nothing() -> None:
    audit = run(_ledger(trade="783.3", exports="403.7", imports="350.1"))
    assert len(audit.causes) == 3  # each of the claims, a way of its own
    assert suspects(audit) is None


def test_without_conflicts_there_are_no_causes() -> None:
    audit = run(_ledger(trade="783.3", exports="403.7", imports="379.6"))
    assert audit.causes.empty
    assert json.loads(to_json(audit))["causes"] == []


@costly(4, least=2)
@given(tampered(), st.randoms(use_true_random=False))
def test_the_change_of_all_figures_of_a_set_mends_all_that_it_explains(world: World, random: Any) -> None:
    audit = run(world.ledger())
    sets = [some for _, some in audit.causes.groupby(["component", "optimum"]) if some["change"].notna().all()]
    assume(sets)
    some = random.choice(sets)
    event(f"{len(some)} figures")
    repairs = {
        one.claim: {"printed": _printed(world, one.claim), "instead": one.proposed, "slip": one.slip}
        for one in some.itertuples()
    }
    rows = [_changed(row, repairs[row["claim"]]) if row["claim"] in repairs else row for row in world.rows]
    explained = {finding for findings in some["explains"] for finding in findings if not finding.startswith("joint")}
    left = set(run(world.ledger(rows), joint=False).conflicts["finding"])
    assert not explained & left


def _printed(world: World, claim: str) -> str:
    return next(row["value"] for row in world.rows if row["claim"] == claim)
