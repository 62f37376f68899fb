"""Nested sums from a table of parents: held against plain sums of what is printed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, said
from costly import costly
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.declarations import Measure, Nesting
from small_ledger import write_ledger
from ways_in import Told, Way, each_way, taken, taken_as_text

TREE = {"Agria": "all", "Induston": "all", "Wheaton": "Agria", "Greenham": "Agria", "Smokely": "Induston"}
OTHER = {"Wheaton": "north", "Smokely": "north", "Greenham": "south", "north": "all", "south": "all"}
WHOLES = [
    (whole, [member for member, parent in tree.items() if parent == whole])
    for tree in (TREE, OTHER)
    for whole in dict.fromkeys(tree.values())
]
MEASURES = {"m": {"signed": False, "sum": [{"over": "area", "parents": TREE}, {"over": "area", "parents": OTHER}]}}
LEAVES = ("Wheaton", "Greenham", "Smokely")


def claims(figures: dict[str, int]) -> list[dict[str, str]]:
    """Figures in tenths."""
    return [
        {"area": area, "value": f"{count // 10}.{count % 10}", "decimals": "1", "source": "a"}
        for area, count in figures.items()
    ]


def honest(leaves: tuple[Fraction, ...]) -> dict[str, int]:
    """What every member is printed as, each rounded by itself."""
    truth = dict(zip(LEAVES, leaves, strict=True))
    for whole in ("Agria", "Induston", "north", "south", "all"):
        tree = TREE if whole in TREE or whole == "all" else OTHER
        truth[whole] = sum(truth[member] for member, parent in tree.items() if parent == whole)
    return {member: round(number * 10) for member, number in truth.items()}


NUMBERS = st.fractions(0, 1000, max_denominator=1000)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), st.sets(st.sampled_from([*TREE, *OTHER, "all"])))
def test_honest_figures_never_contradict_their_parts(leaves: tuple[Fraction, ...], absent: set[str]) -> None:
    figures = {area: count for area, count in honest(leaves).items() if area not in absent}
    if figures:
        assert run(claims_ledger(*claims(figures), measures=MEASURES)).counts["conflict"] == 0


@costly(2)
@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), st.sampled_from([*TREE, *OTHER, "all"]), st.integers(-4, 4))
def test_a_sum_holds_where_rounding_explains_what_is_left(leaves: tuple[Fraction, ...], which: str, off: int) -> None:
    figures = honest(leaves)
    figures[which] = max(figures[which] + off, 0)
    found = said(claims_ledger(*claims(figures), measures=MEASURES), "hierarchy")
    expected = {}
    for whole, parts in WHOLES:
        left = abs(figures[whole] - sum(figures[part] for part in parts))
        # In twentieths: half a tenth of each.
        verdict = "exact" if not left else "rounding" if 2 * left <= len(parts) + 1 else "conflict"
        expected[f"hierarchy:m:{whole}={'+'.join(sorted(parts))}:2024:final:a"] = verdict
    assert {name: words.partition(":")[0] for name, words in found.items()} == expected


def test_a_part_that_nobody_reports_is_named_and_bounds_what_the_others_may_be() -> None:
    figures = {"Agria": 100, "Wheaton": 120}
    (words,) = said(claims_ledger(*claims(figures), measures=MEASURES), "hierarchy").values()
    assert words.startswith("conflict: 10.0 ≥ 12.0: broken by 2; rounding explains at most 0.1")
    assert "area=Greenham is not reported: a bound, not a sum" in words
    open_ = {"m": {"sum": {"over": "area", "parents": TREE}}}
    (words,) = said(claims_ledger(*claims(figures), measures=open_), "hierarchy").values()
    assert words.startswith("unchecked: m: Agria=Greenham+Wheaton: area=Greenham is not reported, and nobody says")


def test_what_no_member_reports_follows_from_its_parts() -> None:
    figures = {"Wheaton": 120, "Greenham": 30, "Smokely": 50}
    bounds = run(claims_ledger(*claims(figures), measures=MEASURES)).bounds
    assert bounds.set_index("area").loc["Wheaton", "low"] == "11.95"
    whole = run(claims_ledger(*claims({**figures, "all": 300}), measures=MEASURES))
    assert whole.counts["conflict"] == 1
    (message,) = whole.conflicts["message"]
    assert "20.0" in message
    assert "30.0" in message


AREAS = "member,parent\nAgria,all\nInduston,all\nWheaton,Agria\nGreenham,Agria\nSmokely,Induston\nall,\n"
LEDGER = "title: x\nmeasures: {m: {signed: false, sum: {over: area, parents: areas.csv}}}\n"
SOURCE = "source: {language: en}\nclaims: [{measure: m, period: 2024, area: Agria, value: 1, decimals: 0}]\n"


def folder(path: Path, areas: str = AREAS, ledger: str = LEDGER) -> Path:
    write_ledger(path, ledger, a=SOURCE)
    (path / "areas.csv").write_text(areas, encoding="utf-8")
    return path


def test_a_table_in_the_ledger_says_the_same_as_a_mapping(tmp_path: Path) -> None:
    ledger = Ledger.read(folder(tmp_path / "a"))
    assert ledger.measures["m"] == Measure("m", signed=False, nestings=(Nesting("area", tuple(sorted(TREE.items()))),))
    for layout in ("yaml", "csv", "parquet"):
        assert Ledger.read(ledger.write(tmp_path / layout, layout=layout)) == ledger


@pytest.mark.parametrize(
    ("areas", "why"),
    [
        ("member,parent\na,b\na,c\n", "areas.csv:3: 'a' is a part of 'b' and of 'c'; another way to part a whole"),
        ("member,parent\na,b\nb,c\nc,a\n", "areas.csv:4: 'c' would be a part of itself"),
        ("member,parent\na,a\n", "areas.csv:2: 'a' would be a part of itself"),
        ("child,parent\na,b\n", "areas.csv:1: the columns of parents are member and parent, found 'child', 'parent'"),
    ],
)
def test_a_table_that_is_no_hierarchy_is_refused(tmp_path: Path, areas: str, why: str) -> None:
    with pytest.raises(LedgerError) as error:
        Ledger.read(folder(tmp_path / "a", areas))
    assert why in str(error.value)


@pytest.mark.parametrize(
    ("sums", "why"),
    [
        ("{over: area, parents: /etc/areas.csv}", "name a CSV file in the ledger's folder, or a mapping"),
        ("{over: area, parents: ../areas.csv}", "areas.csv"),
        ("{over: area, parents: areas.txt}", "name a CSV file in the ledger's folder, or a mapping"),
        ("{over: area, parents: none.csv}", "none.csv: No such file or directory"),
        ("{over: area, total: all, parents: {a: all}}", "beside parents there is no total"),
        ("{parents: {a: all}}", "needs 'over': a dimension"),
        (
            "[{over: area}, {over: partner, total: W}]",
            (
                "sums over 'area' and 'partner', and one total is what shares of it are of where they say nothing "
                "else: give the other parents, each of its members with the one of which it is a part: "
                "{over: partner, parents: {member: W, …}}"
            ),
        ),
    ],
)
def test_a_sum_that_cannot_be_read_says_why(tmp_path: Path, sums: str, why: str) -> None:
    with pytest.raises(LedgerError) as error:
        Ledger.read(folder(tmp_path / "a", ledger=f"title: x\nmeasures: {{m: {{sum: {sums}}}}}\n"))
    assert why in str(error.value)


def test_in_a_call_there_are_no_files() -> None:
    with pytest.raises(LedgerError, match="parents must be a mapping"):
        claims_ledger({}, measures={"m": {"sum": {"over": "area", "parents": "areas.csv"}}})


@each_way()
def test_parents_come_through_every_way_in(way: Way) -> None:
    rows = [{"measure": "m", "period": "2024", **row} for row in claims({"Agria": 100, "Wheaton": 60, "Greenham": 45})]
    told = Told(tuple(rows), measures=MEASURES)
    assert taken(way, told) == taken_as_text(told)
