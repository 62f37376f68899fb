"""Rows are called as the table prints them, and no two of them alike; rules and shares can name them all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from made_tables import document, of_rows
from reconcile.language.bases import read_base
from reconcile.language.rule_grammar import read_rule
from reconcile.reading.drafted_relations import in_rule
from reconcile.reading.table_drafts import draft_tables
from reconcile.reading.table_grid import GridLine
from reconcile.reading.table_names import row_names

labels = st.sampled_from(
    ["", "Total", "total", "Tea", "Tea (net)", "Tea, net", "[Tea]", "`", "2024", "2024-Q1", "Total (table 1)"]
)
lines = st.lists(st.tuples(labels, st.sampled_from(["", "Assets", "Debts"])), min_size=1, max_size=6)


@given(st.lists(lines, min_size=1, max_size=3), st.sampled_from(["", "b.md"]))
def test_no_two_rows_have_one_name_and_rules_can_name_each(tables, of):
    rows = [[GridLine(at, label, section=section) for at, (label, section) in enumerate(one)] for one in tables]
    names = [name for one in row_names(rows, of) for name in one]
    assert len({re.sub(r"\W+", "_", name).strip("_").lower() for name in names}) == len(names)
    for name in names:
        assert read_base(name).measure == name
        assert name in read_rule(f"{in_rule(name)} = other").measures


def test_a_row_is_called_what_is_printed_and_told_from_others_by_section_and_table():
    made = [["", "2024"], ["Assets", ""], ["Land", "7"], ["Total", "7"], ["Debts", ""], ["Loans", "3"], ["Total", "3"]]
    named = [one.measures for one in draft_tables(document(of_rows(made), of_rows(made[:3])), "en").each]
    assert list(named[0].values()) == [
        "Land (table 1)", "Assets – Total", "Loans", "Debts – Total"
    ]  # fmt: skip
    assert list(named[1].values()) == ["Land (table 2)"]


@pytest.mark.parametrize("documents", [1, 2])
def test_sentences_name_rows_as_printed(documents):
    text = "|USD m|2024|2023|\n|--|--|--|\n|Tea|1,201|980|\n|Raw coffee|2,377|1,655|\n|Total sales|3,587|2,635|\n"
    answer = rc.check(*[text] * documents, format="markdown", progress=False)
    said = answer.conflicts["message"].iloc[0]
    claims = [claim for one in answer.conflicts["claims"] for claim in one]
    assert not re.search(r"T1\.", " ".join([said, *claims, *answer.conflicts["rule"]]))
    assert "`Total sales" in answer.conflicts["rule"].iloc[0]
