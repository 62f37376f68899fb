"""What an audit finds does not depend on how the claims were written down."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger
from strategies import World, plain, tampered

NUMBERS = ["residual", "allowed", "excess"]


def found(ledger: Ledger, *columns: str) -> set[tuple[Any, ...]]:
    frame = run(ledger).findings
    assert frame["finding"].is_unique
    crashed = frame[frame["finding"].str.contains("crashed")]
    assert crashed.empty, crashed["message"].tolist()
    return set(frame[["finding", "verdict", *columns]].itertuples(index=False, name=None))


@costly(4, least=2)
@given(tampered(), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_changes_nothing(world: World, random: Any) -> None:
    shuffled = list(world.rows)
    random.shuffle(shuffled)
    assert found(world.ledger(), *NUMBERS) == found(world.ledger(shuffled), *NUMBERS)


@costly(4, least=2)
@given(tampered())
def test_claims_of_another_place_change_nothing(world: World) -> None:
    here = [row | {"area": "here"} for row in world.rows]
    # The same world elsewhere, where every second figure is wrong.
    there = [
        row
        | {"claim": f"{row['claim']} there", "area": "there"}
        | ({"value": "7", "value_high": ""} if number % 2 else {})
        for number, row in enumerate(world.rows)
        if row["qualifier"] != "range" and int(row["decimals"]) >= 0
    ]
    alone, together = (
        {one for one in found(world.ledger(rows), *NUMBERS) if ":here:" in one[0]} for rows in (here, [*there, *here])
    )
    assert alone
    assert alone == together


@costly(4, least=2)
@given(tampered(), st.integers(-30, 30))
def test_the_unit_in_which_all_is_printed_changes_nothing(world: World, power: int) -> None:
    def scaled(row: dict[str, str]) -> dict[str, str]:
        if row["unit"] != "USD":
            return row
        factor = Fraction(10) ** power
        values = {name: plain(Fraction(row[name]) * factor) for name in ("value", "value_high") if row[name]}
        return row | values | {"decimals": str(int(row["decimals"]) - power)}

    assert found(world.ledger(), "excess_units") == found(world.ledger(map(scaled, world.rows)), "excess_units")


_OF_FIGURES = ("schema", "coverage", "rules", "joint")


@costly(4, least=2)
@given(tampered(), st.integers(0, 3))
def test_the_ids_of_bindings_do_not_depend_on_the_figures(world: World, salt: int) -> None:
    others = [row | {"value": plain(Fraction(row["value"]) * salt), "value_high": ""} for row in world.rows]
    others = [row | ({"qualifier": "exact"} if row["qualifier"] == "range" else {}) for row in others]
    ids = [
        # What a figure comes to by itself, and which claims cannot all be true together, is a matter of the figures.
        {finding for finding, _ in found(world.ledger(rows)) if not finding.startswith(_OF_FIGURES)}
        for rows in (world.rows, others)
    ]
    assert ids[0] == ids[1]


@costly(4, least=2)
@given(tampered())
def test_numbers_as_text_or_typed_are_the_same_claims(world: World) -> None:
    typed = pd.DataFrame(world.rows).astype({"decimals": int})
    ledger = world.ledger()
    again = Ledger.from_frames(typed, sources=ledger.sources, rules=ledger.rules, measures=ledger.measures)
    assert found(ledger, *NUMBERS) == found(again, *NUMBERS)
