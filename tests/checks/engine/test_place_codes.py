"""Places as codes against places as rows of names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.checks.engine import places as module
from reconcile.checks.engine.places import Places
from reconcile.ledger.store.codes import Codes

NAMES = ("area", "product", "side")
ROWS = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * len(NAMES)), min_size=1, max_size=12)


def of(rows: list[tuple[str, ...]]) -> tuple[list[int], Places]:
    columns = {name: Codes.of(pd.Series(column)) for name, column in zip(NAMES, zip(*rows, strict=True), strict=True)}
    code, places = Places.of(columns)
    return code.tolist(), places


@given(rows=ROWS)
@pytest.mark.parametrize("many", [0, 2**16])
def test_every_claim_is_of_its_place_and_no_place_is_there_twice(rows, many):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MANY", many)
        code, places = of(rows)
    assert [places.spelled[one] for one in code] == rows
    assert [tuple(places[one].values()) for one in code] == rows
    assert len(places) == len(set(rows)) == len(set(places.spelled))


def test_few_places_are_numbered_as_they_are_first_spoken_of():
    code, places = of([("b", "", ""), ("a", "x", ""), ("b", "", ""), ("a", "", "")])
    assert code == [0, 1, 0, 2]
    assert places.id(1) == "a:product=x"
    assert places.id(0) == "b"


@given(rows=ROWS, names=st.sets(st.sampled_from(NAMES)))
def test_places_that_differ_in_nothing_else_share_a_number(rows, names):
    _, places = of(rows)
    kept = [name for name in NAMES if name not in names]
    others = [tuple(places[place][name] for name in kept) for place in range(len(places))]
    number = places.without(names).tolist()
    for a, one in enumerate(others):
        for b, other in enumerate(others):
            assert (number[a] == number[b]) == (one == other)


@given(rows=ROWS, at=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["", "a", "b", "z"])))
def test_a_place_is_moved_to_the_one_that_differs_in_what_is_given_alone(rows, at):
    _, places = of(rows)
    number = {names: place for place, names in enumerate(places.spelled)}
    moved = [tuple((places[place] | at).values()) for place in range(len(places))]
    assert places.moved(at).tolist() == [number.get(names, -1) for names in moved]


@given(rows=ROWS)
def test_what_places_are_in_a_column(rows):
    _, places = of(rows)
    some = np.arange(0, len(places), 2)
    assert places.said("product", some) == {places.spelled[place][1] for place in some.tolist()}
    assert places.take(some).spelled == [places.spelled[place] for place in some.tolist()]
    assert places.are("side", ["a", "z"]).tolist() == [names[2] in {"a", "z"} for names in places.spelled]
