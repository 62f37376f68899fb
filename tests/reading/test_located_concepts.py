"""Locators of linkbases: ids of any shape with the schema beside them, names alone without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from filings import Stated, arc, instance, linkbase, report_in_json
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile import LedgerError
from reconcile.faces.ledger_object import Ledger

OWN = "http://example.org/2024"  # the namespace of the prefix ex in what filings.py writes
CONCEPTS = ("Total", "PartA", "PartB")
FACTS = [Stated("Total", "5"), Stated("PartA", "2"), Stated("PartB", "3")]
SUM = {"http://example.org/role": [arc("Total", "PartA"), arc("Total", "PartB")]}
WANTED = ["`ex:Total` = `ex:PartA` + `ex:PartB`"]


def schema(ids: dict[str, str], namespace: str = OWN, before: str = "") -> str:
    elements = "".join(f'<xs:element id="{id_}" name="{name}"/>' for name, id_ in ids.items())
    return (
        f'{before}<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ex="{namespace}" '
        f'targetNamespace="{namespace}"><xs:import namespace="x"/>{elements}</xs:schema>'
    )


def links(ids: dict[str, str], file: str = "own.xsd") -> str:
    text = linkbase(SUM, CONCEPTS)
    for name, id_ in ids.items():
        text = text.replace(f"ex.xsd#ex_{name}", f"{file}#{id_}")
    return text


def filed(folder: Path, ids: dict[str, str], own: str = "", file: str = "own.xsd", form: str = "xml") -> Ledger:
    """A filing with its linkbase, and a schema where there is one."""
    path = folder / f"filing.{form}"
    path.write_text(instance(FACTS) if form == "xml" else report_in_json(FACTS), encoding="utf-8")
    (folder / "filing_cal.xml").write_text(links(ids, file), encoding="utf-8")
    if own:
        (folder / "own.xsd").write_text(own, encoding="utf-8")
    return Ledger.read(path)


def rules(ledger: Ledger) -> list[str]:
    return [rule.text for rule in ledger.rules]


# Ids that XML allows, whose underscores may say another concept than the schema does.
IDS = st.from_regex(r"[a-z](?:ex_|PartA|_|[a-z0-9.]){1,12}", fullmatch=True)


@costly(4, least=8)
@given(st.lists(IDS, min_size=3, max_size=3, unique=True), st.sampled_from(["xml", "json"]))
def test_an_id_is_what_its_schema_says_whatever_it_looks_like(tmp_path_factory, found, form):
    ids = dict(zip(CONCEPTS, found, strict=True))
    assert rules(filed(tmp_path_factory.mktemp("filing"), ids, schema(ids), form=form)) == WANTED


def test_a_name_that_another_id_has_is_not_taken_for_it(tmp_path):
    ids = {"Total": "ex_PartA", "PartA": "ex_PartB", "PartB": "ex_Total"}
    assert rules(filed(tmp_path, ids, schema(ids))) == WANTED
    (tmp_path / "own.xsd").unlink()
    assert rules(filed(tmp_path, ids)) == ["`ex:PartA` = `ex:PartB` + `ex:Total`"]


def test_without_its_schema_an_id_is_a_name_or_nothing(tmp_path):
    with pytest.raises(LedgerError) as caught:
        filed(tmp_path, {"Total": "total1"})
    (problem,) = caught.value.problems
    assert problem.message == (
        "loc 'total1' does not say which concept it means: its schema, 'own.xsd', is not read beside it; expected that "
        "schema in the folder of the report, or an id such as us-gaap_Assets"
    )
    assert problem.line
    with pytest.raises(LedgerError, match=r"'own\.xsd', has no such id"):
        filed(tmp_path, {"Total": "total1"}, schema({"Total": "total2"}))


@pytest.mark.parametrize("file", ["../own.xsd", "http://example.org/own.xsd", "%2e%2e/own.xsd", "/own.xsd", "own.txt"])
def test_no_schema_is_read_that_does_not_stand_in_the_folder(tmp_path, file):
    inner = tmp_path / "filing"
    inner.mkdir()
    ids = {"Total": "total1"}
    for name in ("own.xsd", "own.txt"):
        (tmp_path / name).write_text(schema(ids), encoding="utf-8")
    (inner / "own.txt").write_text(schema(ids), encoding="utf-8")
    (inner / "linked.xsd").symlink_to(tmp_path / "own.xsd")
    for named in (file, "linked.xsd"):
        with pytest.raises(LedgerError, match="is not read beside it"):
            filed(inner, ids, file=named)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (schema({}, before='<!DOCTYPE a [<!ENTITY b "c">]>'), "own.xsd:1: declares a document type"),
        ("<xs:schema", "own.xsd:1: is no XML that can be read"),
        ("<html/>", "own.xsd is no schema"),
    ],
)
def test_a_schema_that_cannot_be_read_is_told_and_ids_are_names(tmp_path, own, said):
    ledger = filed(tmp_path, {name: f"ex_{name}" for name in CONCEPTS}, own)
    assert rules(ledger) == WANTED
    assert any(words.startswith(said) and words.endswith("taken as prefix_Name") for words in ledger.read_as)


def test_a_namespace_that_the_report_does_not_declare_takes_no_prefix_of_it(tmp_path):
    ids = {name: f"i{name}" for name in CONCEPTS}
    ledger = filed(tmp_path, ids, schema(ids, "http://example.org/another"))
    assert rules(ledger) == ["`ex2:Total` = `ex2:PartA` + `ex2:PartB`"]


def test_a_prefix_that_no_fact_has_is_told_where_a_fact_has_the_name(tmp_path):
    ledger = filed(tmp_path, {name: f"old_{name}" for name in CONCEPTS})
    (words,) = (words for words in ledger.read_as if "no schema beside it explains" in words)
    assert words.endswith("another prefix: old_Total, old_PartA, old_PartB")
    assert not any("no schema" in words for words in filed(tmp_path, {name: f"ex_{name}" for name in CONCEPTS}).read_as)
