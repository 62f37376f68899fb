"""Codes are held in the narrowest type: whatever is made of them has room for itself.

Columns of few names are columns of small numbers. Here every way of combining them is asked at the edges of their
types, and watched: arithmetic that leaves codes as narrow as they came is an error, whether or not it wraps this time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger
from costly import costly
from reconcile.auditing import run
from reconcile.auditing.large.shuffle import bucket_of
from reconcile.auditing.verdicts_frame import About, summary_frame, verdicts_frame
from reconcile.checks.engine.block import of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.plainness import plainest_first
from reconcile.checks.engine.readings import Hedges
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import CONFLICT
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading import claim_figures
from reconcile.ledger.store.codes import Codes, Ranged, combined
from strategies import Draw

WIDTHS = (np.int8, np.int16, np.int32, np.int64)
EDGES = (127, 128, 129, 255, 256, 257)
FAR_EDGES = (32768, 32769)
ARITHMETIC = {np.add, np.subtract, np.multiply, np.left_shift, np.negative}


class NarrowError(AssertionError):
    """Arithmetic on codes in the type that they came in."""


class Watched(np.ndarray):
    """Codes of which no sum, product or shift may stay narrow, unless whoever makes it says in which type it fits."""

    __array_priority__ = 1.0  # so that they are watched where they are put together with others

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
    names = {name: Codes(change(codes.code), codes.values) for name, codes in content.names.items()}
    return replace(ledger, content=replace(content, names=names))


def shown(ledger: Ledger, **asked: Any) -> list[str]:
    audit = run(ledger, **asked)
    assert not audit.findings["finding"].str.contains("crashed").any(), audit.findings["message"].tolist()
    return [repr(row) for row in audit.findings.drop(columns="certificate").itertuples(index=False, name=None)]


def ranks(numbers: list[int]) -> list[int]:
    order = sorted(set(numbers))
    return [order.index(number) for number in numbers]


@given(st.data(), st.sampled_from(WIDTHS), st.integers(3, 5))
def test_combinations_of_codes_do_not_depend_on_how_wide_these_are(
    data: st.DataObject, width: Any, columns: int
) -> None:
    most = min(int(np.iinfo(width).max), 40_000)
    size = data.draw(st.integers(0, 6))
    parts = []
    for _ in range(columns):
        low = data.draw(st.sampled_from([0, -1, -2, 5]))
        high = data.draw(st.sampled_from([low, low + 1, most - 1, most]))
        some = st.sampled_from([low, high]) | st.integers(low, high)
        codes = data.draw(st.lists(some, min_size=size, max_size=size))
        parts.append(Ranged(np.array(codes, dtype=width), high - low + 1, low))
    key = combined(parts)
    expected = [0] * size
    for part in parts:
        expected = [one * part.size + int(code) - part.low for one, code in zip(expected, part.codes, strict=True)]
    assert key.tolist() == expected or ranks(key.tolist()) == ranks(expected)  # which is all that is left room for


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
            "decimals": draw(st.sampled_from(["0", "0", "0", "-1", "1", "exact"])),
        }
        stat = draw(st.sampled_from(["level"] * 4 + ["growth", "change", "share", "mean"]))
        if stat != "level":
            base = {"growth": "2021", "change": "2022", "share": "t", "mean": "month"}[stat]
            if base == claim["period"]:
                continue
            claim |= {"stat": stat, "base": base}
        made.append(claim)
    return made


@pytest.mark.slow
@given(claims().filter(bool), st.sampled_from([None, 1]), st.booleans(), st.booleans())
@costly(2)
def test_no_check_adds_or_multiplies_codes_in_the_type_that_they_are_held_in(
    given_claims: list[dict[str, str]], part: int | None, summed: bool, crossing: bool
) -> None:
    measures: dict[str, Any] = {"t": FLOW, "a": FLOW, "b": {}, "c": {}}
    rules = [*RULES, "t[area=x] = t[area=y] + t[area=z]"] if crossing else RULES
    if summed:  # over a dimension; without one, places are areas, and their codes as narrow
        measures["t"] = FLOW | {"sum": {"over": "product", "total": "x"}}
        given_claims = [claim | {"product": claim["area"]} for claim in given_claims]
    ledger = claims_ledger(*given_claims, rules=rules, measures=measures)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claim_figures, "_FEW", 0)  # figures, too, are narrow in large ledgers
        narrow = claims_ledger(*given_claims, rules=rules, measures=measures)
    assert narrow.figures.step.exponent.dtype == np.int16
    wide = shown(recoded(ledger, lambda code: np.array(code, dtype=np.int64)), part=part)
    assert shown(recoded(narrow, lambda code: np.array(code).view(Watched)), part=part) == wide


# The edges themselves: one claim for each of so many names, and at the ends of these whatever ties claims.


def named(axis: str, count: int) -> list[str]:
    """So many names, whose codes are in their order."""
    if axis == "period":
        return pd.date_range("1900-01-01", periods=count).strftime("%Y-%m-%d").tolist()
    return [f"{axis[0]}{number:05}" for number in range(count)]


def sparse(axis: str, count: int) -> tuple[pd.DataFrame, list[str]]:
    """A level at each of so many places, periods, measures, sources or products, and rules, many where these are cheap.

    Of a few of them there are rates, a second source and what rules need besides, all of it right but for the last.
    """
    names, usual = named(axis, count), {"source": "r", "measure": "a", "area": "x", "period": "2001"}
    begin = names[0] if axis == "period" else "2000"
    rows = [usual | {axis: name, "value": 100 + number} for number, name in enumerate(names)]
    if axis == "source":  # which would else all speak of one quantity
        rows = [row | {"area": f"x{row['value']}"} for row in rows]
    rules = ["a = b"]
    if axis == "measure":
        rules = [f"{names[number]} = b{names[number]}" for number in (0, -1)]
        rules += [f"{name} <= {names[-1]}" for name in names[:-1] if count in EDGES]
    for number in {0, count // 2, count - 2, count - 1}:
        row = rows[number]
        other, wrong = f"b{row['measure']}" if axis == "measure" else "b", 5 * (number == count - 1)
        rows += [row | {"measure": other, "value": row["value"] + wrong}, row | {"source": "z"}]
        if axis != "period":
            rows += [row | {"period": begin}, row | {"stat": "growth", "base": begin, "value": 0}]
        elif number:
            rows.append(row | {"stat": "growth", "base": begin, "value": number})
    return pd.DataFrame(rows).fillna({"stat": "level", "base": ""}).assign(decimals=0), rules


def audited(ledger: Ledger) -> tuple[dict[str, int], list[str]]:
    audit = run(ledger, checks=["agreement", "identity", "statistic"])
    rows = audit.verdicts.astype(str).itertuples(index=False)
    return audit.counts, sorted(map(repr, rows))


@pytest.mark.slow
@pytest.mark.parametrize("axis", ["area", "product", "period", "measure", "source"])
def test_at_the_edges_of_their_types_codes_still_tell_claims_apart(axis: str, fewer: int) -> None:
    for count in (*EDGES, *FAR_EDGES) if fewer == 1 else (128, 129, 257, FAR_EDGES[-1]):
        _are_told_apart(axis, count)


def _are_told_apart(axis: str, count: int) -> None:
    frame, rules = sparse(axis, count)
    given = {"rules": rules, "dimensions": ["product"] if axis == "product" else []}
    ledger = Ledger.from_frames(frame, **given)
    found = audited(ledger)
    assert (found[0]["conflict"], found[0]["unchecked"]) == (1, 0)
    if count in EDGES:
        assert found == audited(recoded(ledger, lambda code: np.array(code, dtype=np.int64)))
        assert found == audited(Ledger.from_frames(frame.assign(quote="as text"), **given))


def test_growth_of_many_areas_and_rules_over_many_periods_are_checked_as_those_of_few() -> None:
    years = range(2000, 2020)
    rows = [
        {"area": f"x{area}", "period": str(year), "stat": stat, "base": base, "value": value, "decimals": 1}
        for area in range(20)
        for year in years
        for stat, base, value in (("level", "", 100.0 + 10 * area), ("growth", str(year - 1), 0.0))
        if stat == "level" or year > years[0]
    ]
    frame = pd.DataFrame(rows).assign(source="s", measure="m")
    counts = run(Ledger.from_frames(frame)).counts
    assert counts == dict.fromkeys(counts, 0) | {"exact": 20 * 19 + 20}  # each rate, and each area all together
    months = pd.period_range("2010-01", periods=11 * 12, freq="M").astype(str)
    rows = [{"measure": name, "period": month, "value": 1.0} for name in "ab" for month in months]
    counts = run(Ledger.from_frames(pd.DataFrame(rows).assign(source="s", decimals=0), rules=["a = b"])).counts
    assert counts == dict.fromkeys(counts, 0) | {"exact": len(months)}


@pytest.mark.parametrize(("width", "count"), [(pa.int8(), 128), (pa.uint8(), 256), (pa.int16(), 128)])
def test_names_in_a_dictionary_that_uses_all_of_its_type_stay_what_they_are(width: pa.DataType, count: int) -> None:
    names = [f"x{number:03}" for number in range(count)]
    codes = pa.array([*range(count), None], type=width)
    area = pa.DictionaryArray.from_arrays(codes, pa.array(names))
    same = {"source": ["s"], "measure": ["m"], "period": ["2024"], "value": [1.0], "decimals": [0]}
    table = pa.table({name: one * (count + 1) for name, one in same.items()} | {"area": area})
    assert Ledger.from_frames(table).claims["area"].tolist() == [*names, ""]
    other = area.cast(pa.string()).dictionary_encode()
    assert bucket_of([area], 7).tolist() == bucket_of([other], 7).tolist()


def test_what_is_exact_leads_also_where_exponents_are_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_figures, "_FEW", 0)
    ledger = claims_ledger({"source": "a", "decimals": "1"}, {"source": "b", "decimals": "exact"})
    store = Store.of(ledger, rounding="nearest", hedges=Hedges())
    assert store.figures.step.exponent.dtype == np.int16
    assert plainest_first(store, np.arange(2), np.array([2])).tolist() == [1, 0]


@pytest.mark.slow
def test_rules_may_be_more_than_a_narrow_number_holds() -> None:
    store = Store.of(claims_ledger({}), rounding="nearest", hedges=Hedges())
    one = About(*(np.array([value]) for value in (0, 0, 0.0)), "")
    blocks = [
        (of_findings("identity", [WordedFinding("", "identity", CONFLICT, "")]), one._replace(name=f"r{number}"))
        for number in range(max(FAR_EDGES))
    ]
    names = [columns.name for _, columns in blocks]
    assert verdicts_frame(store, blocks, range(6))["rule"].tolist() == names
    assert summary_frame(store, blocks)["rule"].tolist() == names
