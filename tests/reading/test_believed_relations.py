"""A misprinted number that takes its evidence from the relations that it breaks is told by what it mends."""

from __future__ import annotations

import pytest

import reconcile as rc
from made_tables import document, table

LOANS = ["| |2024|2023|", "|Loans|22,446|31,182|", "|Known doubts|177|220|", "|Other doubts|45|72|",
         "|Total doubts|222|292|", "|Loans, net|22,224|30,890|"]  # fmt: skip
SIDES = ["| |2024|2023|", "|Total assets|15,938|15,824|", "|Loans|2,320|2,437|", "|Total liabilities|10,200|10,328|",
         "|Reserves|933|686|", "|Total equity|5,738|5,496|"]  # fmt: skip
ROLLED = ["| |Shares|", "|Unvested at 1 January 2022|98|", "|Granted|132|", "|Vested|(43)|", "|Forfeited|(19)|",
          "|Unvested at 1 January 2023|168|", "|Granted|110|", "|Vested|(77)|", "|Forfeited|(18)|",
          "|Unvested at 1 January 2024|183|", "|Granted|353|", "|Vested|(118)|", "|Forfeited|(41)|",
          "|Unvested at 1 January 2025|377|"]  # fmt: skip
RATES = ["| |2024|2023|2022|Change 2024 vs 2023|Change 2023 vs 2022|", "|Profit|3,696|3,861|3,272|(4.3)%|18.0%|",
         "|Profit in % of sales|38.7%|40.0%|39.2%|-130 bps|80 bps|"]  # fmt: skip
SHARES = ["| |2024|2023|", "|Sales|93,662|103,350|", "|Profit|22,107|25,838|", "|Profit % to sales|23.6%|25.0%|",
          "|Wages|11,062|13,477|", "|Wages % to sales|11.8%|13.0%|", "|Rent|12,828|13,616|",
          "|Rent % to sales|13.7%|13.2%|"]  # fmt: skip
CHANGES = ["| |2024|2023|Change|", "|Wages|24.9|33.5|(8.6)|", "|Rent|6.1|0.1|6.0|", "|Loss|(25.0)|(33.6)|8.6|"]


def conflicts(rows: list[str]) -> list[str]:
    return rc.check(document(table(*rows)), language="en", progress=False).conflicts["message"].tolist()


@pytest.mark.parametrize(
    ("rows", "right", "wrong"),
    [
        (LOANS, "|222|292|", "|222|592|"),  # a part of one total, and the total of two others
        (SIDES, "|15,938|15,824|", "|15,938|15,924|"),  # a total of totals, which must hold wherever it is printed
        (ROLLED, "|183|", "|163|"),  # the end of one year is the beginning of the next
        (RATES, "|(4.3)%|", "|(4.9)%|"),  # the points in the column say between which years it stands
        (SHARES, "|11.8%|", "|18.8%|"),  # the other rows are shares of sales
        (CHANGES, "|6.1|0.1|6.0|", "|6.1|0.1|—|"),  # a dash says that nothing has changed
    ],
)
def test_a_wrong_digit_is_told_by_what_mending_it_makes_hold(rows, right, wrong):
    (place,) = [place for place, row in enumerate(rows) if right in row]
    assert not conflicts(rows)
    assert conflicts([*rows[:place], rows[place].replace(right, wrong), *rows[place + 1 :]])


def test_a_number_that_another_relation_bears_out_is_not_mended():
    # What would make the sides equal is no misprint: the assets are what their parts make.
    rows = [*SIDES[:1], "|Land|9,020|9,019|", "|Ships|6,918|6,905|", "|Total assets|15,938|15,924|", *SIDES[2:]]
    assert not conflicts(rows)


def test_columns_that_are_equal_in_pairs_bear_out_no_sum():
    rows = [
        "| |Cost 2024|Worth 2024|Cost 2023|Worth 2023|", "|Loan A|474.6|474.6|—|—|", "|Loan B|223.8|223.8|222.2|222.2|",
        "|Loan C|12.1|12.4|98.5|99.2|", "|Total|710.5|710.8|320.7|321.4|",
    ]  # fmt: skip
    assert not conflicts(rows)
