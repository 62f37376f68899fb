"""Claims dealt into buckets: none is lost or said twice, what belongs together stays so, and all is known to each."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import of
from reconcile.auditing.large import shuffle
from reconcile.auditing.large.shuffle import Dealing, Piece, dealt_together, heard
from reconcile.ledger.ledger import Ledger

NAMES = ["", "a", "b", "Österreich", None]
KINDS = pa.schema(
    {"measure": pa.string(), "period": pa.string(), "area": pa.string(), "code": pa.int32(), "claim": pa.string()}
)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    size = draw(st.integers(0, 40))
    cells = st.lists(st.sampled_from(NAMES), min_size=size, max_size=size)
    codes = st.lists(st.sampled_from([None, 0, 7, 8]), min_size=size, max_size=size)
    columns = {name: draw(cells) for name in ("measure", "period", "area")}
    return pa.table(columns | {"code": draw(codes), "claim": [f"c{row}" for row in range(size)]}, schema=KINDS)


def dealt(table: pa.Table, deal: Dealing, size: int) -> list[Piece]:
    return list(chain.from_iterable(deal.pieces(table.to_batches(max_chunksize=size))))


def rows(table: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


@given(
    table=tables(),
    buckets=st.integers(1, 9),
    size=st.integers(1, 50),
    most=st.integers(1, 30),
    partition=st.sampled_from([["area"], ["code"], ["area", "code"]]),
)
def test_every_claim_is_in_the_one_bucket_of_its_partition(
    table: pa.Table, buckets: int, size: int, most: int, partition: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shuffle, "_ROWS", most)
        patch.setattr(shuffle, "_EACH", 1)
        pieces = dealt(table, Dealing(partition, buckets, {}), size)
    by_bucket: dict[int, list[bytes]] = {}
    for piece in pieces:
        if piece.claims is not None:
            by_bucket.setdefault(piece.bucket, []).append(piece.claims)
    buckets_of: dict[tuple[str, ...], set[int]] = {}
    found: list[tuple[Any, ...]] = []
    for bucket, claims in by_bucket.items():
        assert 0 <= bucket < buckets
        whole = dealt_together(claims)
        found += rows(whole)
        for key in zip(*(whole[name].to_pylist() for name in partition), strict=True):
            said = tuple("" if value is None else str(value) for value in key)
            buckets_of.setdefault(said, set()).add(bucket)
    assert Counter(found) == Counter(rows(table))
    assert all(len(some) == 1 for some in buckets_of.values())


@given(table=tables(), size=st.integers(1, 50), most=st.integers(1, 30))
def test_each_bucket_knows_what_all_claims_say(table: pa.Table, size: int, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shuffle, "_ROWS", most)
        patch.setattr(shuffle, "_EACH", 1)
        pieces = dealt(table, Dealing(["area"], 5, {"a": "area", "b": "code"}), size)
    frame = table.to_pandas()
    own = {name: tuple(sorted(set(frame[name].dropna()) - {""})) for name in ("measure", "period")}
    said_of = frame["measure"].fillna("")
    for bucket in {piece.bucket for piece in pieces}:
        names, known = heard(piece.said for piece in pieces if piece.bucket == bucket)
        assert (names, known.periods) == (own["measure"], own["period"])
        assert known.members["a"] == set(frame["area"].fillna("")[said_of == "a"])
        codes = frame["code"][said_of == "b"]
        assert known.members["b"] == {"" if pd.isna(code) else str(int(code)) for code in codes}


def test_where_a_claim_goes_does_not_hang_on_the_others() -> None:
    areas = [f"A{number}" for number in range(100)]
    claims = pd.DataFrame([{"period": "2024", "area": area, "measure": "m"} for area in areas])
    deal = Dealing(["area"], 7, {})

    def where(frame: pd.DataFrame) -> dict[str, int]:
        found = [(piece.bucket, piece.claims) for piece in dealt(pa.Table.from_pandas(frame), deal, 10)]
        return {
            area: bucket for bucket, claims in found if claims for area in dealt_together([claims])["area"].to_pylist()
        }

    assert where(claims) == where(claims[::-1]) | where(claims[::3])
    assert set(where(claims).values()) == set(range(7))


def test_a_piece_has_few_names_that_it_does_not_need_and_makes_the_same_ledger() -> None:
    claims = [
        {**claim, "source": "s", "period": "2024", "claim": f"{area}{claim['measure']}"}
        for area in range(3000)
        for claim in of({"x": "1.5", "y": "2"}, area=f"A{area:05}")
    ]
    frame = pd.DataFrame(claims)
    pieces = dealt(pa.Table.from_pandas(frame), Dealing(["area"], 100, {}), 1000)
    sizes = [len(piece.claims) for piece in pieces if piece.claims]
    assert len(sizes) == 100
    assert max(sizes) < 10_000  # bytes; 3000 areas take 21,000
    ledger = Ledger.from_frames(dealt_together(piece.claims for piece in pieces if piece.claims))
    own = Ledger.from_frames(frame).claims.set_index("claim")
    pd.testing.assert_frame_equal(ledger.claims.set_index("claim").loc[own.index], own)
