"""What a notebook shows: causes first, figures marked in their sentences, in colours that are told by the notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reconcile as rc
from reconcile.reports.entries import SHOWN_KINDS
from reconcile.reports.notebook import notebook_style
from reconcile.reports.own_page import page_file
from small_ledger import write_ledger

GALLERY = Path(__file__).parents[2] / "fixtures/gallery"
HIDDEN = re.compile("<style>.*?</style>", re.DOTALL)


def body(shown):
    return HIDDEN.sub("", shown._repr_html_())


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return rc.audit(write_ledger(tmp_path_factory.mktemp("small") / "l"))


def test_the_figures_that_are_probably_wrong_come_first_in_their_sentences():
    audit = rc.audit(GALLERY / "slip-digits-swapped")
    html = body(audit)
    (first,) = re.findall("<div class=causes>.*?</div>", html)
    assert html.index(first) < html.index("<details")
    assert "1 figure is probably wrong and explains 1 conflict" in first
    assert re.search("<del>189.7</del> → <ins>198.7 [^<]*</ins>: two digits swapped", first)
    assert "<del>189,7 triệu USD</del>" in first.partition("<blockquote")[2]
    assert "probably wrong" in repr(audit)
    assert repr(audit).index("probably wrong") < repr(audit).index("conflict, identity")


def test_an_audit_without_conflicts_names_no_causes():
    html = body(rc.audit(GALLERY / "sum-exact"))
    assert "class=causes" not in html
    assert "<details open" not in html


def test_every_figure_of_a_finding_is_marked_in_its_sentence(small):
    for finding in small.findings["finding"]:
        shown = small.finding(finding)
        html = body(shown)
        quoted = {claim.id: claim for claim in shown.claims if claim.quote}
        assert len(re.findall("<blockquote", html)) == len({claim.id for claim in shown.claims})
        for claim in quoted.values():
            assert f"<mark>{claim.reported}</mark>" in html


def test_a_comparison_has_the_number_line_of_the_page(small):
    finding = small.finding(small.conflicts["finding"].iloc[0])
    (line,) = re.findall(r'<div role=img [^>]*class="line \w+">.*?class=axis>.*?</svg></div>', body(finding))
    assert line in small.to_html()


def test_what_is_drawn_has_a_style(small):
    style = notebook_style()
    shown = "".join(body(small.finding(name)) for name in small.findings["finding"])
    drawn = {name for svg in re.findall("<svg.*?</svg>", shown) for name in re.findall(r"class=(\w+)", svg)}
    assert drawn
    for name in drawn:
        assert re.search(rf"\.reconcile \.line [^{{]*\.{name}\b", style)
    for kind in SHOWN_KINDS:
        assert f".reconcile .{kind} {{ --is: var(--{kind})" in style


def test_the_colours_are_the_pages_and_nothing_outside_is_styled():
    style, page = notebook_style(), page_file("page/page.css")
    for kind in SHOWN_KINDS:
        light, dark = re.findall(rf"--{kind}: (#\w+)", page)[:2]
        assert light != dark
        assert re.findall(rf"--{kind}: (#\w+)", style) == [light, dark, dark]
    rules = re.sub(r"/\*.*?\*/|@media [^{]*\{", "", style)
    selectors = [one for part in re.findall(r"([^{}]+)\{", rules) for one in re.sub(r"\([^()]*\)", "", part).split(",")]
    assert [one for one in selectors if ".reconcile" not in one] == []


def test_no_reference_leads_out_of_a_notebook(small):
    html = small._repr_html_()
    assert not re.search(r"\b(href|src|id|on\w+)=", html)
    assert "url(" not in html
    assert "<script" not in html
