"""Codes are held in the narrowest type: whatever is made of them has room for itself.

Columns of few names are columns of small numbers. Here every way of combining them is asked at the edges of their
types, and watched: arithmetic that leaves codes as narrow as they came is an error, whether or not it wraps this time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


from claims import claims_ledger
from reconcile.auditing import run
from reconcile.auditing.bindings import Columns, counted, verdicts_frame
from reconcile.checks.listed import Listed
from reconcile.checks.packing import in_order
from reconcile.checks.reading import Hedges
from reconcile.checks.store import Store
from reconcile.checks.verdicts import CHECKS
from reconcile.ledger.codes import Codes, Ranged, combined
from reconcile.ledger.content import Coded
from reconcile.ledger.store import Ledger
from strategies import Draw

WIDTHS = (np.int8, np.int16, np.int32, np.int64)
EDGES = (127, 128, 129, 255, 256, 257)
FAR_EDGES = (32767, 32768, 32769)
ARITHMETIC = {np.add, np.subtract, np.multiply, np.left_shift, np.negative}


class NarrowError(AssertionError):
    """Arithmetic on codes in the type that they came in."""


class Watched(np.ndarray):
    """Codes of which no sum, product or shift may stay narrow, unless whoever makes it says in which type it fits."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *given: Any, out: Any = (), **options: Any) -> Any:
        plain = [one.view(np.ndarray) if isinstance(one, Watched) else one for one in given]
        if out:
            options["out"] = tuple(one.view(np.ndarray) if isinstance(one, Watched) else one for one in out)
        made = getattr(ufunc, method)(*plain, **options)
        said = "dtype" in options
        if ufunc in ARITHMETIC and not said and made.dtype.kind == "i" and made.dtype.itemsize < 8:
            raise NarrowError(f"{ufunc.__name__} of codes in {made.dtype}")
        return made.view(Watched) if isinstance(made, np.ndarray) else made

    def astype(self, *given: Any, **options: Any) -> Any:
        return self.view(np.ndarray).astype(*given, **options)


def recoded(ledger: Ledger, change: Any) -> Ledger:
    """The ledger with its codes held otherwise."""
    content = ledger.content
    assert isinstance(content, Coded)
    names = {name: Codes(change(codes.code), codes.values) for name, codes in content.names.items()}
    return replace(ledger, content=replace(content, names=names))


def shown(ledger: Ledger, **asked: Any) -> list[str]:
    audit = run(ledger, **asked)
    assert not audit.findings["finding"].str.contains("crashed").any(), audit.findings["message"].tolist()
    return [repr(row) for row in audit.findings.drop(columns="certificate").itertuples(index=False, name=None)]


@given(st.data(), st.sampled_from(WIDTHS), st.integers(3, 5))
def test_combinations_of_codes_do_not_depend_on_how_wide_these_are(data: st.DataObject, width: Any, columns: int) -> None:
    most = min(int(np.iinfo(width).max), 40_000)
    size = data.draw(st.integers(0, 6))
    parts = []
    for _ in range(columns):
        low = data.draw(st.sampled_from([0, -1, -2, 5]))
        high = data.draw(st.sampled_from([low, low + 1, most - 1, most]))
        codes = data.draw(st.lists(st.sampled_from([low, high]) | st.integers(low, high), min_size=size, max_size=size))
        parts.append(Ranged(np.array(codes, dtype=width), high - low + 1, low))
    key = combined(parts)
    expected = [0] * size
    for part in parts:
        expected = [one * part.count + int(code) - part.low for one, code in zip(expected, part.codes, strict=True)]
    assert key.tolist() == expected
    packed = in_order([part.codes for part in parts])
    wide = in_order([part.codes.astype(np.int64) for part in parts])
    assert packed.order.tolist() == wide.order.tolist()
    assert [column.tolist() for column in packed.columns] == [column.tolist() for column in wide.columns]
    assert [column.dtype for column in packed.columns] == [part.codes.dtype for part in parts]


RULES = [
    "t = a + b",
    "a <= t",
    {"rule": "t = a + b + c", "missing": "zero"},
    {"rule": "b <= a", "where": {"area": ["x"], "period": ["2023", "2024"]}},
]
FLOW = {"kind": "flow"}


@st.composite
def claims(draw: Draw) -> list[dict[str, str]]:
    """Claims of every kind that checks combine: of many statuses, statistics, places and periods."""
    made = []
    for _ in range(draw(st.integers(2, 24))):
        claim = {
            "source": draw(st.sampled_from("rs")),
            "measure": draw(st.sampled_from("tabc")),
            "area": draw(st.sampled_from("xyz")),
            "period": draw(st.sampled_from(["2022", "2023", "2024", "2024-Q1", "2024-Q2"])),
            "status": draw(st.sampled_from(["final"] * 4 + ["estimate", "target"])),
            "value": str(draw(st.sampled_from([4, 6, 10, 11]))),
        }
        stat = draw(st.sampled_from(["level"] * 4 + ["growth", "change", "share", "mean"]))
        if stat != "level":
            base = {"growth": "2021", "change": "2022", "share": "t", "mean": "month"}[stat]
            if base == claim["period"]:
                continue
            claim |= {"stat": stat, "base": base}
        made.append(claim)
    return made


@given(claims().filter(bool), st.sampled_from([None, 1]), st.booleans(), st.booleans())
@settings(max_examples=settings().max_examples // 2)
def test_no_check_adds_or_multiplies_codes_in_the_type_that_they_are_held_in(
    given_claims: list[dict[str, str]], part: int | None, summed: bool, crossing: bool
) -> None:
    measures: dict[str, Any] = {"t": FLOW, "a": FLOW, "b": {}, "c": {}}
    rules = [*RULES, "t[area=x] = t[area=y] + t[area=z]"] if crossing else RULES
    if summed:  # over a dimension; without one, places are areas, and their codes as narrow
        measures["t"] = FLOW | {"sum": {"over": "product", "total": "x"}}
        given_claims = [claim | {"product": claim["area"]} for claim in given_claims]
    ledger = claims_ledger(*given_claims, rules=rules, measures=measures)
    wide = shown(recoded(ledger, lambda code: np.array(code, dtype=np.int64)), part=part)
    assert shown(recoded(ledger, lambda code: np.array(code).view(Watched)), part=part) == wide
