"""The number lines of findings on a phone: every word whole, in the picture, and large enough to be read."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from test_page_in_browser import PHONE

from claims import claims_ledger, of
from reconcile.auditing import run
from reconcile.checks.wording.scales import Scale
from reconcile.exact.interval import Interval
from reconcile.reports.own_page import page_file
from reconcile.reports.page import to_html
from reconcile.reports.page.drawings import Bar, drawn_picture

WORDS = """() => [...document.querySelectorAll("#list details[open] .line")].map((line) => {
    const frame = line.closest("details").getBoundingClientRect();
    const boxes = (all) => [...line.querySelectorAll(all)].map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const box = range.getBoundingClientRect();
        return [one.textContent, box.left, box.right, box.top, box.bottom, parseFloat(getComputedStyle(one).fontSize)];
    });
    return { frame: [frame.left, frame.right], names: boxes("p"), axis: boxes(".axis text"), gaps: boxes(".gap text") };
})"""


def lines_of(page, row: int) -> list[dict]:
    page.evaluate("row => { location.hash = `#f${row}`; dispatchEvent(new PopStateEvent('popstate')); }", row)
    page.locator(f"#f{row}[open]").wait_for()
    return page.evaluate(WORDS)


def can_be_read(line: dict) -> None:
    left, right = line["frame"]
    for words, begins, ends, top, bottom, size in (*line["names"], *line["axis"], *line["gaps"]):
        assert left <= begins < ends <= right, words
        assert size >= 12, words
        assert bottom - top >= 12, words  # as it is drawn, not only as it is styled
    marks = sorted(line["axis"], key=lambda one: one[1])
    for (one, _, ends, *_), (other, begins, *_) in itertools.pairwise(marks):
        assert ends < begins, (one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_numbers_and_gaps_can_be_read_on_a_phone(show, scheme):
    page = show("vietnam-trade", viewport=PHONE, color_scheme=scheme).page
    lines = [line for row in (0, 2, 9, 14, 27) for line in lines_of(page, row)]
    assert len(lines) == 5
    for line in lines:
        can_be_read(line)
    told = [words for words, *_ in lines[0]["names"]]
    assert (
        told[2]
        == "final, 2025-08-01, Lễ công bố Báo cáo Xuất nhập khẩu Việt Nam 2024: 786.9 [786.85, 786.95] billion USD"
    )


def test_long_numbers_stand_apart_below_the_line(browser, tmp_path):
    claims = of({"trade": "1254345.6789", "exports": "627172.8391", "imports": "627172.8404"})
    path = tmp_path / "long.html"
    path.write_text(to_html(run(claims_ledger(*claims, rules=["trade = exports + imports"]))), encoding="utf-8")
    page = browser.new_page(viewport=PHONE)
    page.goto(path.as_uri())
    (line,) = lines_of(page, 0)
    can_be_read(line)
    assert len(line["axis"]) >= 2
    assert line["gaps"][0][0] == "0.00045 apart"
    page.close()


def test_a_gap_at_the_edge_keeps_its_words_in_the_picture(browser, tmp_path):
    bars = [
        Bar("first", Interval(Fraction(one), Fraction(two)))
        for one, two in (("0", "0.0001"), ("0.0987654321", "0.1"), ("90", "91"), ("90.9012345678", "91"), ("0", "1"))
    ]
    style = page_file("page/page.css")
    path = tmp_path / "edge.html"
    picture = drawn_picture(bars, Scale(Fraction(1), "USD"))
    path.write_text(f"<style>{style}</style><ol id=list><li><details open><summary>-</summary>{picture}</details></ol>")
    page = browser.new_page(viewport=PHONE)
    page.goto(path.as_uri())
    (line,) = page.evaluate(WORDS)
    assert line["gaps"][0][0] == "0.0986654321 apart"
    can_be_read(line)
    page.close()
