"""The map of what is claimed and checked: every claim in one cell, the cell what the worst of its claims is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of
from costly import costly
from reconcile.auditing import run
from reconcile.reports.page.contents import contents
from reconcile.reports.page.heat_map import heat_map
from reconcile.reports.phrasebook import VIETNAMESE


class Table(HTMLParser):
    """The rows of all tables, each cell by its class and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str]]] = []
        self._kind: str | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append((dict(attrs).get("class") or tag, ""))

    def handle_data(self, data) -> None:
        if self.rows and self.rows[-1]:
            kind, words = self.rows[-1][-1]
            self.rows[-1][-1] = kind, words + data


def mapped(ledger) -> tuple[str, list[list[tuple[str, str]]]]:
    shown = contents(run(ledger))
    text = heat_map(shown, {claim.number: claim.number for claim in shown.claims})
    return text, Table(text).rows


def test_a_cell_says_in_signs_and_words_what_is_claimed_checked_or_not_and_why():
    claims = [
        *of({"trade": "13", "exports": "6", "imports": "4"}),
        *of({"trade": "10", "exports": "6", "imports": "4"}, period="2025"),
        *of({"alone": "3"}),
    ]
    _, rows = mapped(claims_ledger(*claims, rules=["trade = exports + imports"]))
    conflict, checked = ("conflict", "1 of 1 in conflict"), ("checked", "1 of 1 claimed and checked")
    assert rows[0] == [("th", "Measure"), ("th", "2024"), ("th", "2025")]
    assert rows[1:4] == [[("th", name), conflict, checked] for name in ("trade", "exports", "imports")]
    (name, alone, nothing) = rows[4]
    assert (name, nothing) == (("th", "alone"), ("e", "·"))
    assert alone[0] == "unchecked"
    assert alone[1].startswith("1 of 1 claimed, not checked: ")
    assert len(alone[1]) > len("1 of 1 claimed, not checked: ")


def test_one_conflict_among_several_claims_of_a_cell_is_counted():
    claims = [*of({"trade": "13", "exports": "6", "imports": "4"}), *of({"exports": "6"}, source="b")]
    _, rows = mapped(claims_ledger(*claims, rules=["trade = exports + imports"]))
    states = {row[0][1]: row[1] for row in rows[1:]}
    assert states["exports"][1].endswith(" of 2 in conflict")
    assert re.match(r"1/2|2", states["exports"][1])


@pytest.mark.parametrize(("places", "opened"), [(3, 3), (4, 0)])
def test_many_places_are_folded(places, opened):
    claims = [one for number in range(places) for one in of({"m": "10"}, area=f"A{number}")]
    text, _ = mapped(claims_ledger(*claims))
    assert len(re.findall("<details class=place", text)) == places
    assert len(re.findall("<details class=place open", text)) == opened


@costly(8)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["2023", "2024"]), st.sampled_from(["", "X", "Y"])),
        min_size=1,
        max_size=8,
        unique=True,
    )
)
def test_every_claim_is_in_the_cell_of_its_measure_and_period_and_place(told):
    claims = [{"measure": measure, "period": period, "area": area} for measure, period, area in told]
    text, rows = mapped(claims_ledger(*claims))
    held = [int(mark) for cell in re.findall(r'data-marks="?([\d,]+)', text) for mark in cell.split(",")]
    assert sorted(held) == list(range(len(told)))
    assert sum(cell[0] not in {"th", "e"} for row in rows for cell in row) == len(told)


def test_it_is_said_in_vietnamese_too():
    shown = contents(run(claims_ledger(*of({"m": "10"}))), VIETNAMESE)
    assert "chưa kiểm tra" in heat_map(shown, {0: 0})
