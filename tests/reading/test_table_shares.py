"""Shares in tables: honest ones never deviate, and a changed digit in one of a believed line is told."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from made_tables import document, of_rows, printed, table
from reconcile.reading.table_drafts import draft_tables
from reconcile.reading.table_grid import read_grid
from reconcile.reading.table_shares import column_shares, row_shares


def share(part: Fraction, whole: Fraction, decimals: int) -> str:
    return printed(100 * part / whole, decimals) + "%"


def honest(seed: int) -> list[list[str]]:
    """A table of parts and their total in one to three years, with columns or rows of shares, honestly rounded."""
    rng = random.Random(seed)
    size, decimals = 10 ** rng.randint(2, 6), rng.choice([0, 1, 1, 2])
    years = [str(2024 - place) for place in range(rng.randint(1, 3))]
    parts = [[Fraction(rng.randint(size // 50, size * 7), 7) for _ in years] for _ in range(rng.randint(3, 7))]
    total = [sum(column, Fraction(0)) for column in zip(*parts, strict=True)]
    lines = [(f"Item {place}", part) for place, part in enumerate(parts)] + [("Total", total)]
    beside = rng.random() < 0.5
    rows = [["", *(text for year in years for text in ([year, f"{year} % of total"] if beside else [year]))]]
    for label, line in lines:
        shares = [share(part, whole, decimals) for part, whole in zip(line, total, strict=True)]
        shown = [printed(value, 0) for value in line]
        if beside:
            rows.append([label, *(text for pair in zip(shown, shares, strict=True) for text in pair)])
        else:
            rows.append([label, *shown])
            rows += [["Share of total", *shares]] if label != "Total" else []
    return rows


@given(st.integers(0, 10**9))
def test_honest_shares_never_deviate(seed):
    grid = read_grid(of_rows(honest(seed)), "en")
    assert all(fit.holds for one in (*column_shares(grid), *row_shares(grid)) for fit in one.fits.values())


@costly(20, 1)
@given(st.integers(0, 10**9))
def test_the_audit_of_honest_shares_has_no_conflict(seed):
    answer = rc.check(document(of_rows(honest(seed))), language="en", progress=False)
    assert answer.conflicts.empty
    assert answer.relations["holds"].all()


@costly(10, 1)
@given(st.integers(0, 10**9))
def test_a_wrong_digit_in_a_column_of_shares_is_told(seed):
    rng = random.Random(seed)
    parts = [rng.randint(10_000, 99_999) for _ in range(rng.randint(4, 8))]
    shares = [printed(Fraction(100 * part, sum(parts)), 1) for part in parts]
    place = rng.randrange(len(parts))
    first, rest = shares[place][0], shares[place][1:]
    shares[place] = rng.choice([digit for digit in "123456789" if digit != first]) + rest
    rows = [["", "2024", "% of total"]]
    pairs = enumerate(zip(parts, shares, strict=True))
    rows += [[f"Item {number}", str(part), f"{said}%"] for number, (part, said) in pairs]
    rows.append(["Total", str(sum(parts)), "100.0%"])
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    assert answer.relations.set_index("kind")["holds"].to_dict()["share"] is False
    assert answer.status == 1


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (  # beside the amounts
            ["| |2024|% of total|", "|Tea|1,204|30.8%|", "|Coffee|2,377|60.9%|", "|Cocoa|325|8.3%|",
             "|Total|3,906|100.0%|"],
            [("share", "% of total", "2024", "Total")],
        ),
        (  # below them
            ["| |2024|2023|2022|", "|Sales|3,581|3,605|3,385|", "|Wages|1,204|1,190|1,377|",
             "|As a percentage of sales|33.6%|33.0%|40.7%|"],
            [("share", "As a percentage of sales", "Wages", "Sales")],
        ),
        (  # a head that says nothing of a whole, and numbers that do
            ["| |2024|Mix %|", "|Tea|1,204|30.8|", "|Coffee|2,377|60.9|", "|Cocoa|325|8.3|", "|All|3,906|100.0|"],
            [("share", "Mix %", "2024", "All")],
        ),
        (  # percentages that are none of what stands beside them
            ["| |2024|% of voters|", "|Tea|1,204|17.2%|", "|Coffee|2,377|44.1%|", "|Cocoa|325|90.5%|",
             "|All|3,906|38.0%|"],
            [],
        ),
    ],
)  # fmt: skip
def test_shares_are_found_beside_and_below_their_parts(rows, found):
    drafts = draft_tables(document(table(*rows)), "en")
    assert [(one.kind, *one.terms) for one in drafts.relations if one.kind == "share"] == found
    stated = [claim for claim in drafts.claims if claim.stat == "share"]
    assert {(claim.unit, claim.base) for claim in stated} == {("percent", terms[3]) for terms in found}


def test_shares_that_do_not_make_a_hundred_are_told():
    rows = [
        "| |2024|% of total|", "|Tea|1,204|30.8%|", "|Coffee|2,377|60.9%|", "|Cocoa|325|8.3%|", "|Total|3,906|103.0%|",
    ]  # fmt: skip
    answer = rc.check(document(table(*rows)), language="en", progress=False)
    assert any("30.8 + 60.9 + 8.3 = 100.0, reported 103.0 (%)" in text for text in answer.conflicts["message"])


@costly(4, 2)
@given(st.integers(0, 10**9), st.booleans(), st.booleans())
def test_each_section_has_shares_of_its_own_total(seed, below, told):
    """However near the totals are to each other, above or below their parts, with or without 100 % beside them."""
    rng = random.Random(seed)
    sizes = [rng.sample(range(200, 9_000), rng.randint(3, 6)) for _ in range(2)]
    sizes[1][0] += max(sum(sizes[0]) - sum(sizes[1]) + rng.randint(-60, 60), 0)
    rows = [["", "2024", "Share, %"]]
    for section, parts in zip(("Revenue", "Expenditure"), sizes, strict=True):
        whole = sum(parts)
        lines = [
            [f"{section} {number}", str(part), printed(Fraction(100 * part, whole), 1)]
            for number, part in enumerate(parts)
        ]
        total = [f"Total {section.lower()}", str(whole), "100.0" if told else ""]
        rows += [[section, "", ""], *([*lines, total] if below else [total, *lines])]
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    assert answer.conflicts.empty
    first, second = map(sum, sizes)
    if abs(first - second) > 0.02 * first:  # else the shares of one section may be those of the other's total as well
        said = answer.ledger.claims.query("stat == 'share' and not measure.str.startswith('Total')")
        assert {measure.split()[0].lower() for measure in said["measure"]} == {"revenue", "expenditure"}
        assert all(
            base == f"Total {measure.split()[0].lower()}"
            for measure, base in zip(said["measure"], said["base"], strict=True)
        )


def test_a_table_without_a_year_is_told_of_without_a_period():
    rows = [["", "Amount", "Share, %"], ["Roads", "3120", "31.2"], ["Rail", "4880", "84.8"], ["Ports", "2000", "20.0"]]
    answer = rc.check(document(of_rows([*rows, ["Total", "10000", "100.0"]])), language="en", progress=False)
    assert answer.counts["conflict"] > 0
    assert "9999" not in answer.findings["message"].str.cat()


@pytest.mark.parametrize("heads", [("Share, %", "Part, %"), ("Share 2024, %", "Share 2023, %")])
def test_two_columns_never_tell_the_same_shares(heads):
    rows = [
        ["", "2024", heads[0], "2023", heads[1]],
        ["North", "12", "83.8", "19", "82.1"],
        ["South", "2", "16.2", "4", "17.9"],
    ]
    answer = rc.check(
        document(of_rows([*rows, ["Total", "14", "100.0", "23", "100.0"]])), language="en", progress=False
    )
    assert answer.conflicts.empty
