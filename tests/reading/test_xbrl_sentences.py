"""What the specifications of XBRL ask of a reader, a test a sentence, each a filing small enough to see through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from filings import ROLE, SUMMATION, SUMMATION_11, Stated, arc, instance, linkbase, write

from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.faces.ledger_object import Ledger

CONCEPTS = ("Total", "PartA", "PartB")
SUM = linkbase({ROLE: [arc("Total", "PartA"), arc("Total", "PartB")]}, CONCEPTS)


def calculations(folder: Path, facts: list[Stated], links: str = SUM, **settings: Any) -> pd.DataFrame:
    return run(Ledger.read(write(folder, facts, links)), **settings).xbrl()


def results(folder: Path, facts: list[Stated], links: str = SUM, **settings: Any) -> list[str]:
    return list(calculations(folder, facts, links, **settings)["result"])


def three(total: str, first: str, second: str, **more: Any) -> list[Stated]:
    return [Stated(concept, value, **more) for concept, value in zip(CONCEPTS, (total, first, second), strict=True)]


def in_json(folder: Path, facts: dict[str, dict[str, Any]], name: str = "a.json") -> Ledger:
    about = {"documentType": "https://xbrl.org/2021/xbrl-json", "namespaces": {"ex": "http://example.org/2024"}}
    path = folder / name
    path.write_text(json.dumps({"documentInfo": about, "facts": facts}), encoding="utf-8")
    return Ledger.read(path)


def fact(value: str | None, decimals: int | None = None, **dimensions: str) -> dict[str, Any]:
    where = {"concept": "ex:A", "entity": "ex:1", "period": "2025-01-01T00:00:00"} | dimensions
    return {"value": value, "dimensions": where} | ({} if decimals is None else {"decimals": decimals})


def claims_in_xml(folder: Path, text: str) -> pd.DataFrame:
    (folder / "filing.xml").write_text(text, encoding="utf-8")
    return Ledger.read(folder / "filing.xml").claims


# xBRL-JSON


def test_json_without_a_unit_is_a_pure_number(tmp_path: Path) -> None:
    assert list(in_json(tmp_path, {"f": fact("0.5", 1)}).claims["unit"]) == [""]


def test_json_without_decimals_is_exact(tmp_path: Path) -> None:
    assert list(in_json(tmp_path, {"f": fact("5")}).claims["decimals"]) == ["exact"]


def test_json_null_is_nil(tmp_path: Path) -> None:
    ledger = in_json(tmp_path, {"f": fact("5"), "g": fact(None, concept="ex:B")})
    assert list(ledger.claims["measure"]) == ["ex:A"]
    assert "1 fact is nil: no number, and no part of a sum" in ledger.read_as


def test_json_periods_end_at_the_midnight_after_their_last_day(tmp_path: Path) -> None:
    facts = {"f": fact("5"), "g": fact("6", period="2024-01-01T00:00:00/2025-01-01T00:00:00")}
    assert list(in_json(tmp_path, facts).claims["period"]) == ["2024-12-31", "2024"]


def test_json_axes_are_dimensions(tmp_path: Path) -> None:
    assert list(in_json(tmp_path, {"f": fact("5", **{"ex:Axis": "ex:North"})}).claims["ex:Axis"]) == ["ex:North"]


def test_json_takes_the_sums_of_the_schema_in_its_folder_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "links.xml").write_text(SUM, encoding="utf-8")
    (tmp_path / "own.xsd").write_text('<s><link:linkbaseRef xlink:href="links.xml"/></s>', encoding="utf-8")
    facts = {one: fact(value, 0, concept=f"ex:{one}") for one, value in zip(CONCEPTS, "942", strict=True)}
    about = {"documentType": "https://xbrl.org/2021/xbrl-json", "taxonomy": ["own.xsd"]}
    for name in ("a.json", "b.json"):  # beside another report only what is named is taken
        text = json.dumps({"documentInfo": about, "facts": facts})
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert list(run(Ledger.read(tmp_path / "a.json")).xbrl()["result"]) == ["inconsistent"]


# Instances


def test_contexts_are_equal_by_what_they_say(tmp_path: Path) -> None:
    facts = [Stated("Total", "9"), Stated("PartA", "9", end="2024-12-31"), Stated("PartB", "2", end="2025-01-01")]
    text = instance(facts).replace("<xbrli:instant>2025-01-01<", "<xbrli:instant>2025-01-01T00:00:00<")
    (tmp_path / "links.xml").write_text(SUM, encoding="utf-8")
    (tmp_path / "filing.xml").write_text(text, encoding="utf-8")
    found = run(Ledger.read(tmp_path / "filing.xml")).xbrl()
    assert list(found["result"]) == ["inconsistent"]
    assert list(found["complete"]) == [True]


@pytest.mark.parametrize("place", ["segment", "scenario"])
def test_dimensions_stand_in_a_segment_or_a_scenario(tmp_path: Path, place: str) -> None:
    member = '<xbrldi:explicitMember dimension="ex:Axis">ex:North</xbrldi:explicitMember>'
    text = instance([Stated("A", "5", member="North")])
    if place == "scenario":
        text = text.replace(f"<xbrli:segment>{member}</xbrli:segment>", "")
        text = text.replace("</xbrli:context>", f"<xbrli:scenario>{member}</xbrli:scenario></xbrli:context>")
    assert f"<xbrli:{place}>" in text
    assert list(claims_in_xml(tmp_path, text)["ex:Axis"]) == ["ex:North"]


def test_a_typed_dimension_is_told_apart_by_its_text(tmp_path: Path) -> None:
    explicit = '<xbrldi:explicitMember dimension="ex:Axis">ex:North</xbrldi:explicitMember>'
    typed = '<xbrldi:typedMember dimension="ex:Axis"><ex:town>Kiel</ex:town></xbrldi:typedMember>'
    text = instance([Stated("A", "5", member="North")]).replace(explicit, typed)
    assert list(claims_in_xml(tmp_path, text)["ex:Axis"]) == ["Kiel"]


@pytest.mark.parametrize(
    ("value", "precision", "decimals"),
    [("383400", "4", "-2"), ("0.0123", "2", "3"), ("5", "INF", "exact"), ("0", "3", "exact"), ("-99.5", "3", "1")],
)
def test_precision_counts_significant_digits(tmp_path: Path, value: str, precision: str, decimals: str) -> None:
    found = claims_in_xml(tmp_path, instance([Stated("A", value, precision=precision)]))
    assert list(found["decimals"]) == [decimals]


def test_tuples_are_left_out_and_counted(tmp_path: Path) -> None:
    inner = '<ex:B contextRef="c0" unitRef="USD" decimals="0">7</ex:B>'
    text = instance([Stated("A", "5")]).replace("</xbrli:xbrl>", f"<ex:pair>{inner}</ex:pair></xbrli:xbrl>")
    (tmp_path / "filing.xml").write_text(text, encoding="utf-8")
    ledger = Ledger.read(tmp_path / "filing.xml")
    assert list(ledger.claims["measure"]) == ["ex:A"]
    assert "tuples, whose facts are not read: 1" in ledger.read_as


@pytest.mark.parametrize(("text", "value"), [("1E3", "1000"), (".5", "0.5"), ("5.", "5"), (" +7 ", "7")])
def test_numbers_are_those_of_xml(tmp_path: Path, text: str, value: str) -> None:
    assert list(claims_in_xml(tmp_path, instance([Stated("A", text, None)]))["value"]) == [value]


def test_an_instant_and_a_duration_of_that_day_are_different_quantities(tmp_path: Path) -> None:
    facts = [Stated("A", "5"), Stated("A", "7", start="2024-12-31")]
    assert run(Ledger.read(write(tmp_path, facts)), checks=["agreement"]).findings.empty


# Linkbases


def test_a_sum_is_one_role_and_one_total(tmp_path: Path) -> None:
    roles = {ROLE: [arc("Total", "PartA")], f"{ROLE}2": [arc("Total", "PartB"), arc("PartB", "PartA")]}
    found = calculations(tmp_path, three("5", "5", "5"), linkbase(roles, CONCEPTS))
    assert sorted(zip(found["role"], found["total"], strict=True)) == [
        (ROLE, "ex:Total"),
        (f"{ROLE}2", "ex:PartB"),
        (f"{ROLE}2", "ex:Total"),
    ]


def test_a_locators_fragment_names_the_concept_whatever_its_label_is(tmp_path: Path) -> None:
    links = linkbase({ROLE: [arc("one", "two")]}, ()).replace(
        "</link:calculationLink>",
        '<link:loc xlink:type="locator" xlink:href="ex.xsd#ex_Total" xlink:label="one"/>'
        '<link:loc xlink:type="locator" xlink:href="ex.xsd#ex_PartA" xlink:label="two"/></link:calculationLink>',
    )
    assert results(tmp_path, three("9", "5", "4"), links) == ["inconsistent"]


@pytest.mark.parametrize(("arcrole", "sums"), [(SUMMATION, 1), (SUMMATION_11, 1), ("http://example.org/other", 0)])
def test_both_arc_roles_of_sums_are_read_and_no_other(tmp_path: Path, arcrole: str, sums: int) -> None:
    links = linkbase({ROLE: [arc("Total", "PartA", arcrole=arcrole)]}, CONCEPTS)
    assert len(results(tmp_path, three("5", "5", "0"), links)) == sums


@pytest.mark.parametrize(("priority", "result"), [(0, "inconsistent"), (1, "consistent"), (2, "consistent")])
def test_a_prohibited_arc_takes_its_like_away_if_it_has_the_priority(
    tmp_path: Path, priority: int, result: str
) -> None:
    arcs = [arc("Total", "PartA"), arc("Total", "PartB", priority=1)]
    arcs.append(arc("Total", "PartB", priority=priority, use="prohibited"))
    assert results(tmp_path, three("5", "5", "4"), linkbase({ROLE: arcs}, CONCEPTS)) == [result]


# Calculations 1.1


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({}, "consistent"),
        ({"member": "North"}, "not bound"),
        ({"unit": "EUR"}, "not bound"),
        ({"end": "2023-12-31"}, "not bound"),
        ({"start": "2024-12-31"}, "not bound"),
        ({"value": None}, "not bound"),
    ],
)
def test_a_sum_binds_where_the_total_and_a_part_share_all_dimensions(
    tmp_path: Path, changed: dict[str, Any], result: str
) -> None:
    part = {"concept": "PartA", "value": "5"} | changed
    assert results(tmp_path, [Stated("Total", "5"), Stated(**part)]) == [result]


def test_a_nil_total_binds_nothing(tmp_path: Path) -> None:
    assert results(tmp_path, [Stated("Total", None), Stated("PartA", "5"), Stated("Total", "5", unit="EUR")]) == [
        "not bound"
    ]


def test_of_duplicates_what_they_have_in_common_counts(tmp_path: Path) -> None:
    # 100 to the hundred is [50, 150], 61 to the one [60.5, 61.5].
    facts = [Stated("Total", "100", -2), Stated("Total", "61"), Stated("PartA", "60", -1)]
    assert results(tmp_path, facts) == ["consistent"]
    assert results(tmp_path, [*facts[:2], Stated("PartA", "140", -1)]) == ["inconsistent"]


@pytest.mark.parametrize(
    "other",
    [Stated("PartA", "6"), Stated("PartA", "5.6", 1), Stated("PartA", None)],
    ids=["same decimals", "apart", "nil"],
)
def test_duplicates_that_differ_are_said_and_the_sum_is_not_decided(tmp_path: Path, other: Stated) -> None:
    facts = [Stated("Total", "5"), Stated("PartA", "5"), other]
    assert results(tmp_path, facts) == ["inconsistent duplicates"]


@pytest.mark.parametrize("wrong", CONCEPTS)
def test_digits_beyond_the_decimals_of_any_fact_block_the_sum(tmp_path: Path, wrong: str) -> None:
    facts = [
        Stated(one.concept, one.value if one.concept != wrong else f"{one.value}.5") for one in three("9", "5", "4")
    ]
    assert results(tmp_path, facts) == ["excess digits"]
    assert results(tmp_path, [Stated("Total", "5"), Stated("PartA", "5.5")]) == ["excess digits"]


@pytest.mark.parametrize(
    ("total", "weight", "part", "nearest", "truncate"),
    [
        ("6", "1", "5", "consistent", "inconsistent"),  # [6, 7) and [5, 6)
        ("5", "1", "6", "consistent", "inconsistent"),
        ("-5", "-1", "6", "consistent", "inconsistent"),  # (-6, -5] and (-7, -6]
        ("-6", "-1", "6", "consistent", "consistent"),
        ("1", "1", "0", "consistent", "inconsistent"),  # [1, 2) and (-1, 1)
        ("0", "1", "0", "consistent", "consistent"),
    ],
)
def test_the_far_end_of_what_is_cut_off_is_open_and_a_negative_weight_swaps_the_ends(
    tmp_path: Path, total: str, weight: str, part: str, nearest: str, truncate: str
) -> None:
    links = linkbase({ROLE: [arc("Total", "PartA", weight)]}, CONCEPTS)
    facts = [Stated("Total", total), Stated("PartA", part)]
    assert results(tmp_path, facts, links, rounding="nearest") == [nearest]
    assert results(tmp_path, facts, links, rounding="truncate") == [truncate]


def test_measures_may_be_negative_and_absent_parts_count_as_nothing(tmp_path: Path) -> None:
    ledger = Ledger.read(write(tmp_path, [Stated("Total", "-5"), Stated("PartA", "-5")], SUM))
    assert all(ledger.measure(f"ex:{one}").signed for one in CONCEPTS)
    found = run(ledger).xbrl()
    assert list(zip(found["result"], found["complete"], strict=True)) == [("consistent", False)]


def test_conflicts_whose_parts_are_all_reported_come_first(tmp_path: Path) -> None:
    facts = [Stated("Total", "9", end="2020-12-31"), Stated("PartA", "4", end="2020-12-31"), *three("9", "4", "4.5")]
    facts[-1] = Stated("PartB", "3")
    found = calculations(tmp_path, facts)
    assert list(zip(found["result"], found["complete"], strict=True)) == [
        ("inconsistent", True),
        ("inconsistent", False),
    ]


# Several filings


def filings(folder: Path, **by_year: list[Stated]) -> dict[Path, str]:
    made = {}
    for name, facts in by_year.items():
        (folder / name).mkdir()
        links = SUM if name == "y2023" else SUM.replace(ROLE, f"{ROLE}Later")
        made[write(folder / name, facts, links)] = f"{int(name[1:]) + 1}-02-20"
    return made


def test_what_a_later_filing_restates_is_a_revision_and_each_has_its_own_sums(tmp_path: Path) -> None:
    given = filings(
        tmp_path,
        y2023=three("9", "5", "4", end="2023-12-31"),
        y2024=[*three("8", "5", "1", end="2023-12-31"), *three("3", "2", "1")],
    )
    ledger = Ledger.from_filings(given)
    assert list(ledger.sources["source"]) == ["y2023/filing", "y2024/filing"]
    assert set(ledger.sources["series"]) == {"A1"}
    audit = run(ledger)
    found = audit.findings
    assert sorted(found[found["check"] == "agreement"]["verdict"]) == ["exact", "revision", "revision"]
    calculated = audit.xbrl()
    told = {
        (source, role, at["period"], result)
        for source, role, at, result in calculated[["source", "role", "context", "result"]].itertuples(index=False)
    }
    assert told == {
        ("y2023/filing", ROLE, "2023-12-31", "consistent"),
        ("y2024/filing", f"{ROLE}Later", "2023-12-31", "inconsistent"),
        ("y2024/filing", f"{ROLE}Later", "2024-12-31", "consistent"),
    }


def test_filings_of_two_companies_are_two_series(tmp_path: Path) -> None:
    given = filings(tmp_path, y2023=three("9", "5", "4"), y2024=three("8", "5", "3"))
    other = list(given)[1]
    other.write_text(other.read_text(encoding="utf-8").replace(">A1<", ">B2<"), encoding="utf-8")
    ledger = Ledger.from_filings(given)
    assert list(ledger.sources["series"]) == ["A1", "B2"]
    assert "revision" not in set(run(ledger).findings["verdict"])


def test_what_is_wrong_with_filings_is_said_of_all_of_them(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="none is given"):
        Ledger.from_filings({})
    given = filings(tmp_path, y2023=three("x", "5", "4"), y2024=three("y", "5", "3"))
    with pytest.raises(LedgerError) as caught:
        Ledger.from_filings(given)
    assert [problem.file for problem in caught.value.problems] == ["y2023/filing.xml", "y2024/filing.xml"]


def test_instants_at_the_ends_of_years_are_not_said_to_be_meant_as_years(tmp_path: Path) -> None:
    facts = [Stated("A", "5"), Stated("A", "6", end="2023-12-31")]
    ledger = Ledger.read(write(tmp_path, facts))
    assert ledger.measure("ex:A").kind == "stock"
    assert not [hint for hint in run(ledger).hints if hint.startswith("period:")]
