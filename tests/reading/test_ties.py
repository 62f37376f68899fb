"""One quantity in text and table, in two tables, in two documents: honest ones meet, and a slip between is told."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly

NAMES = ("Ticket sales", "Freight revenue", "Harbour dues", "Repair work", "Flour milled", "Station rents", "Bran sold")


class Report:
    """A table of some rows in two years, and sentences that say its cells."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.rows = {name: [self.rng.randint(100_000, 999_999) for _ in range(2)] for name in self.rng.sample(NAMES, 5)}

    def table(self, years: tuple[int, int] = (2024, 2023)) -> str:
        lines = [f"| EUR thousand | {years[0]} | {years[1]} |", "|:---|---:|---:|"]
        lines += [f"| {name} | {new:,} | {old:,} |" for name, (new, old) in self.rows.items()]
        return "\n".join(lines)

    def sentence(self) -> str:
        name = self.rng.choice(list(self.rows))
        new, old = self.rows[name]
        rate = abs(round(100 * (new / old - 1), 1))
        verb = "rose" if new >= old else "fell"
        return self.rng.choice(
            [
                f"{name} came to EUR {new:,} thousand in 2024.",
                f"In 2024 {name.lower()} {verb} by {rate} % from 2023.",
                f"{name} {verb} by EUR {abs(new - old):,} thousand in 2024.",
                f"{name} were EUR {new / 1000:.1f} million in 2024, after EUR {old / 1000:.1f} million in 2023.",
            ]
        )

    def markdown(self) -> str:
        return f"# Results 2024\n\n{' '.join(self.sentence() for _ in range(4))}\n\n{self.table()}\n"


def kinds(answer: rc.Check) -> list[tuple[str, ...]]:
    return [(one.kind, *one.terms) for one in answer.relations.itertuples()]


@costly(4, 2)
@given(st.integers(0, 10**9))
def test_honest_reports_never_contradict_their_tables(seed):
    answer = rc.check(Report(seed).markdown(), format="markdown", language="en", progress=False)
    assert answer.conflicts.empty
    assert answer.relations["holds"].all()


@costly(4, 2)
@given(st.integers(0, 10**9), st.integers(1, 5))
def test_two_swapped_digits_between_text_and_table_are_told(seed, place):
    report = Report(seed)
    name = report.rng.choice(list(report.rows))
    digits = str(report.rows[name][0])
    swapped = digits[: place - 1] + digits[place] + digits[place - 1] + digits[place + 1 :]
    text = f"{name} came to EUR {int(swapped):,} thousand in 2024.\n\n{report.table()}\n"
    answer = rc.check(text, format="markdown", language="en", progress=False)
    told = swapped != digits and swapped[0] != "0"
    assert answer.status == (1 if told else 0)
    if told:
        assert "one slip mends it" in answer.relations.loc[~answer.relations["holds"], "evidence"].item()


def test_a_figure_of_the_text_ties_to_the_cell_its_words_name():
    text = (
        "Ticket sales rose by 9.0 % to EUR 5.1 million in 2024.\n\n"
        "| EUR thousand | 2023 | 2024 |\n|:--|--:|--:|\n| Ticket sales | 4,702 | 5,126 |\n| Freight | 1,167 | 1,093 |\n"
    )
    answer = rc.check(text, format="markdown", language="en", progress=False)
    assert ("growth", "rose by 9.0 %", "Ticket sales", "2024", "2023") in kinds(answer)
    assert answer.conflicts.empty


def test_a_table_that_names_no_scale_counts_as_the_text_says():
    text = (
        "Ticket sales were EUR 5.126 million in 2024 and EUR 4.702 million in 2023.\n\n"
        "| | 2023 | 2024 |\n|:--|--:|--:|\n| Ticket sales | 4,702 | 5,126 |\n| Freight | 1,167 | 1,093 |\n"
    )
    answer = rc.check(text, format="markdown", language="en", progress=False)
    assert [kind for kind, *_ in kinds(answer)].count("tie") == 2
    assert answer.conflicts.empty


def test_what_the_text_says_was_used_the_table_takes_off():
    text = (
        "Repair work used EUR 74,599 thousand in 2024.\n\n"
        "| EUR thousand | 2023 | 2024 |\n|:--|--:|--:|\n| Repair work | (61,203) | (74,599) |\n| Dues | 1,167 | 1,093 |"
    )
    answer = rc.check(text, format="markdown", language="en", progress=False)
    assert kinds(answer) == [("tie", "EUR 74,599 thousand", "Repair work", "2024")]
    assert answer.conflicts.empty


@costly(4, 2)
@given(st.integers(0, 10**9))
def test_last_years_figures_are_held_against_last_years_report(seed):
    report = Report(seed)
    before = Report(seed)
    before.rows = {name: [old, report.rng.randint(100_000, 999_999)] for name, (_, old) in report.rows.items()}
    documents = [f"# {year}\n\n{one.table((year, year - 1))}\n" for one, year in ((before, 2023), (report, 2024))]
    answer = rc.check(*documents, format="markdown", language="en", progress=False)
    assert [kind for kind, *_ in kinds(answer)] == ["tie"]
    assert answer.conflicts.empty

    name = report.rng.choice(list(report.rows))
    digits = str(report.rows[name][1])
    report.rows[name][1] = int(digits[:2] + str((int(digits[2]) + 3) % 10) + digits[3:])
    documents[1] = f"# 2024\n\n{report.table()}\n"
    answer = rc.check(*documents, format="markdown", language="en", progress=False)
    assert answer.status == 1
    assert "fits in 4 of 5 cells" in answer.relations["evidence"].item()


@pytest.mark.parametrize("number", ["5,126", "5,127"])
def test_the_same_rows_of_other_tables_do_not_tie_where_they_do_not_fit(number):
    rows = "| EUR | 2024 |\n|:--|--:|\n| North | {} |\n| South | {} |\n"
    text = f"{rows.format('5,126', '3,377')}\n\nMore.\n\n{rows.format(number, '918')}\n"
    answer = rc.check(text, format="markdown", language="en", progress=False)
    assert answer.conflicts.empty
