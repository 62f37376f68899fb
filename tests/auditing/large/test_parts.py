"""A ledger audited in parts, in buckets or all at once: the same findings, word for word."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import SHOWN, claims_ledger, of
from costly import costly
from reconcile.auditing import Result, run
from reconcile.auditing.comparing_checks import COMPARED
from reconcile.auditing.large.buckets import audit_in_buckets
from reconcile.auditing.large.parts import beside, crossing, parted
from reconcile.checks.engine import kernel
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Hedges
from reconcile.errors import ReconcileError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.row_sets import numbers
from strategies import MEASURES, RULES, World, plain, tampered

CHECKS = (*COMPARED, "schema", "coverage", "rules")


def places(world: World, count: int) -> list[dict[str, str]]:
    """What a world prints, in several areas; in every second one some figures are wrong."""
    rows = []
    for area in range(count):
        for number, row in enumerate(world.rows):
            wrong = area % 2 and number % 5 == 0 and row["qualifier"] != "range" and int(row["decimals"]) >= 0
            here = {"claim": f"{row['claim']} in {area}", "area": f"area {area}"}
            rows.append(row | here | ({"value": "7", "value_high": ""} if wrong else {}))
    return rows


def shown(result: Result) -> list[tuple[Any, ...]]:
    frame = result.findings[SHOWN]
    assert not frame["finding"].str.contains("crashed").any(), frame["message"].tolist()
    return sorted(tuple(map(repr, row)) for row in frame.itertuples(index=False, name=None))


@costly(4, least=2)
@given(tampered(), st.integers(2, 6), st.integers(1, 40))
def test_parts_find_what_the_whole_finds(world: World, count: int, part: int) -> None:
    ledger = world.ledger(places(world, count))
    whole = run(ledger, checks=CHECKS)
    parts = run(ledger, checks=CHECKS, part=part)
    assert shown(parts) == shown(whole)
    assert parts.counts == whole.counts
    assert parts.status == whole.status
    assert set(parts.conflicts["finding"]) == set(whole.conflicts["finding"])
    by = ["check", "verdict", "rule", "source", "area", "period", "status"]
    mine, other = (one.verdicts.astype(dict.fromkeys(by, "str")).value_counts(by) for one in (parts, whole))
    assert mine.sort_index().equals(other.sort_index())


@costly(4, least=2)
@given(tampered())
def test_figures_on_the_grid_and_as_intervals_have_one_verdict(world: World) -> None:
    ledger = world.ledger()
    quick = shown(run(ledger, checks=CHECKS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reconcile.checks.engine.grid._PLAIN", -1)  # nothing is plain
        store = Store.of(ledger, rounding="nearest", hedges=Hedges())
        assert not store.scaled.plain.any()
        assert shown(run(ledger, checks=CHECKS)) == quick


def test_magnitudes_of_all_sizes_stand_in_one_ledger() -> None:
    claims = []
    for number, power in enumerate(range(-6, 19)):
        size = Fraction(10) ** power
        for measure, digits in (("trade", 99 - 7 * (number % 2)), ("exports", 41), ("imports", 51)):
            claims += of({measure: plain(digits * size)}, area=f"a{number:02}")
    found = run(claims_ledger(*claims, rules=["trade = exports + imports"]), checks=["identity"]).findings
    wrong = [row for row in found.itertuples() if int(row.quantity["area"][1:]) % 2 == 0]
    assert len(found) == 25
    assert {row.verdict for row in wrong} == {"conflict"}
    assert set(found["verdict"]) == {"conflict", "exact"}


def test_parts_end_where_no_rule_reaches() -> None:
    rows = [{"area": area, "partner": partner, "value": "1"} for area in "abcdef" for partner in ("US", "CN", "all")]
    crossed = claims_ledger(*rows, rules=["m[partner=all] = m[partner=US] + m[partner=CN]"])
    store = Store.of(crossed, rounding="nearest", hedges=Hedges())
    assert crossing(crossed) == {"partner"}
    for part in parted(store, size=1):
        assert len(part) == 3
        assert len({store.places[store.place.code[row]]["area"] for row in numbers(part)}) == 1
    nowhere = claims_ledger(*rows, rules=["m[area=a,partner=US] <= m[area=b,partner=US]"])
    assert parted(Store.of(nowhere, rounding="nearest", hedges=Hedges()), size=1) == []  # it is one piece


def test_claims_that_make_one_part_are_all_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = claims_ledger(*[{"area": area, "source": source} for area in "abc" for source in ("one", "other")])
    store = Store.of(ledger, rounding="nearest", hedges=Hedges())
    assert parted(store) == []
    monkeypatch.setattr("reconcile.auditing.large.parts.WHOLE", 5)
    (part,) = parted(store)
    assert numbers(part).tolist() == [0, 1, 2, 3, 4, 5]
    kept = [block for block in run(ledger).blocks if block.check == "agreement"]
    assert len(kept) == 1
    assert kept[0].cells is None  # for words the part is audited again


def test_progress_is_told_and_words_are_made_of_what_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [one for area in range(40) for one in of({"t": "9", "a": "1", "b": "2"}, area=f"a{area}")]
    told: list[tuple[int, int, str]] = []
    result = run(
        claims_ledger(*rows, rules=["t = a + b"]),
        checks=["identity"],
        part=12,
        progress=lambda *one: told.append(one),
    )
    assert told[-1] == (120, 120, "claims compared")
    assert [done for done, *_ in told] == sorted(done for done, *_ in told)
    monkeypatch.setattr("reconcile.checks.engine.bindings.equation", lambda *_: pytest.fail("nobody asked for words"))
    assert result.verdicts["residual"].tolist() == [-6.0] * 40
    assert result.summary()["findings"].tolist() == [40]
    assert result.counts["conflict"] == 40
    assert result.status == 1


def test_conflicts_are_written_and_what_is_cut_off_is_a_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        one for area in range(30) for one in of({"t": "9", "a": "1", "b": str(2 + 6 * (area % 2))}, area=f"a{area}")
    ]
    result = run(claims_ledger(*rows, rules=["t = a + b"]), checks=["identity"], part=12)
    monkeypatch.setattr("reconcile.auditing.findings_file._ROWS", 4)
    assert result.write_conflicts(tmp_path / "all.parquet") == 15
    frame = pd.read_parquet(tmp_path / "all.parquet")
    assert sorted(frame["finding"]) == sorted(result.conflicts["finding"])
    assert json.loads(frame["quantity"][0])["period"] == "2024"
    seen = []

    def interrupted() -> Any:
        for row in result.rows(("conflict",)):
            if len(seen) == 7:
                raise KeyboardInterrupt
            seen.append(row)
            yield row

    from reconcile.auditing.findings_file import FindingsFile

    with pytest.raises(KeyboardInterrupt), FindingsFile(tmp_path / "some.parquet") as file:
        file.add(interrupted())
    assert len(pd.read_parquet(tmp_path / "some.parquet")) == 7


@costly(4, least=2)
@given(tampered(), st.integers(2, 5))
def test_buckets_on_disk_find_what_the_whole_finds(world: World, count: int) -> None:
    import tempfile

    measures = {name: {"kind": "flow", "signed": world.signed or name in {"balance", "net"}} for name in MEASURES}
    measures["sales"] = {"kind": "flow", "signed": world.signed, "sum": {"over": "product", "total": "TOTAL"}}
    rows = pd.DataFrame(places(world, count))
    sources = pd.DataFrame({"source": list(world.sources), "rounding": list(world.sources.values())})
    ledger = Ledger.from_frames(rows, sources=sources, rules=RULES, measures=measures)
    with tempfile.TemporaryDirectory() as folder:
        path, conflicts = Path(folder) / "claims.parquet", Path(folder) / "conflicts.parquet"
        pq.write_table(pa.Table.from_pandas(rows, preserve_index=False), path)
        given = {"sources": sources, "rules": RULES, "measures": measures, "conflicts": conflicts}
        summary = audit_in_buckets(path, partition=["area"], claims=len(rows) // 3 + 1, **given)
        written = pd.read_parquet(conflicts)
    checks = [*COMPARED, "schema"]
    whole = run(ledger, checks=checks)
    mine = whole.findings[~whole.findings["finding"].str.fullmatch(r"period:\w+")]
    counts = mine["verdict"].value_counts().to_dict()
    assert summary.groupby("verdict")["findings"].sum().to_dict() == counts
    expected = whole.conflicts
    assert dict(zip(written["finding"], written["message"], strict=True)) == dict(
        zip(expected["finding"], expected["message"], strict=True)
    )


@pytest.mark.parametrize(
    ("partition", "message"),
    [
        (["area"], r"partition by area: the rule m\[area=a\] <= m\[area=b\] ties claims of one area to another's"),
        (["product"], "partition by product: m is summed over product"),
        (["colour"], "partition by colour: claims can be parted by area, product"),
        ([], "partition by nothing: name columns that no rule reaches over, such as area"),
    ],
)
def test_a_partition_that_a_rule_crosses_is_refused(tmp_path: Path, partition: list[str], message: str) -> None:
    frame = pd.DataFrame({"source": "s", "measure": "m", "area": ["a", "b"], "product": "x", "period": "2024"})
    frame.assign(value="1", decimals="0").to_parquet(tmp_path / "claims.parquet")
    with pytest.raises(ReconcileError, match=message):
        audit_in_buckets(
            tmp_path / "claims.parquet",
            rules=["m[area=a] <= m[area=b]"],
            measures={"m": {"sum": {"over": "product"}}},
            partition=partition,
        )


def test_a_bound_on_the_weights_keeps_sums_within_their_room() -> None:
    assert kernel.whole_factors(kernel.Decimals.of([1, -1])) == [1, -1]
    assert kernel.whole_factors(kernel.Decimals.of([1000, -1])) is None


def test_parts_at_work_beside_each_other_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [one for area in range(40) for one in of({"t": str(area), "a": "1", "b": "2"}, area=f"a{area}")]
    ledger = claims_ledger(*rows, rules=["t = a + b"])
    alone = run(ledger, joint=False, part=9)
    monkeypatch.setattr("reconcile.auditing.large.parts._BESIDE", 0)
    monkeypatch.setattr("reconcile.auditing.large.parts.cores", lambda: 3)
    beside = run(ledger, joint=False, part=9)
    pd.testing.assert_frame_equal(beside.verdicts, alone.verdicts)
    assert shown(beside) == shown(alone)


def test_parts_that_wait_are_given_up_where_nobody_takes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.auditing.large.parts.cores", lambda: 2)
    begun: list[int] = []

    def audit(rows: Any) -> int:
        begun.append(int(rows[0]))
        if rows[0] == 3:
            raise KeyboardInterrupt
        return int(rows[0])

    taken = beside(audit, [np.array([number]) for number in range(100)])
    assert [next(taken), next(taken)] == [0, 1]
    with pytest.raises(KeyboardInterrupt):
        list(taken)
    assert len(begun) < 12


def test_a_table_without_claims_has_no_buckets(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"source": ["s"], "measure": "m", "area": "a", "period": "2024", "value": "1", "decimals": "0"}
    )
    frame.iloc[:0].to_parquet(tmp_path / "claims.parquet")
    with pytest.raises(ReconcileError, match=r"claims\.parquet holds no claims"):
        audit_in_buckets(tmp_path / "claims.parquet", partition=["area"])
    frame.to_parquet(tmp_path / "claims.parquet")
    told: list[tuple[int, int, str]] = []
    audit_in_buckets(tmp_path / "claims.parquet", partition=["area"], progress=lambda *one: told.append(one))
    assert told == [(1, 1, "claims dealt"), (1, 1, "claims compared")]
