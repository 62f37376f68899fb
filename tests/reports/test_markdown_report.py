"""Markdown: the conflicts in full, the rest folded, and words of a ledger never markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from audited import audited
from reconcile.reports.markdown import _LONGEST, to_markdown
from reconcile.reports.markdown_words import code, prose
from reconcile.reports.terminal import visible

FIXTURES = Path(__file__).parents[2] / "fixtures"
RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {
    *("h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "blockquote", "ul", "li"),
    *("details", "summary"),
}
ANY = st.text(st.characters(codec=None, exclude_categories=()))
NASTY = st.text(alphabet="\\`*_[](){}<>!#|~$&@:;-+=.1 a/w\"'\n")


class Page(HTMLParser):
    """What a browser makes of the rendered page."""

    def __init__(self, markdown):
        super().__init__()
        self.tags, self.text, self.attributes = set(), "", set()
        self.feed(RENDERER.render(markdown))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


@given(ANY | NASTY)
def test_prose_shows_its_words_and_makes_nothing_of_them(text):
    page = Page("x " + prose(text))
    assert page.tags <= {"p"}
    assert " ".join(page.text.split()) == " ".join(("x " + visible(text)).split())


@given(ANY | NASTY)
def test_prose_makes_nothing_at_the_beginning_of_a_line(text):
    shown = Page(prose(text))
    assert shown.tags <= {"p"}
    assert " ".join(shown.text.split()) == " ".join(visible(text).split())


@given(NASTY)
def test_no_mention_issue_or_address_stays_in_one_piece(text):
    assert not re.search(r"[@#:](?=[\w/])|www\.", re.sub(r"<!-- -->", "\0", prose(text)))


@given(ANY | NASTY)
def test_a_code_span_shows_its_words(text):
    page = Page(f"x {code(text)}")
    assert page.tags <= {"p", "code"}
    assert " ".join(page.text.split()) == " ".join(("x " + visible(text)).split())


@given(ANY | NASTY)
def test_a_code_span_stays_in_its_cell(text):
    page = Page(f"| a | b |\n| --- | --- |\n| {code(text, in_table=True)} | end |")
    assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert page.text.split()[-1] == "end"


def test_the_worst_comes_first_and_the_rest_is_folded(ledger):
    text = to_markdown(audited(ledger))
    first, *folded = text.split("<details>")
    assert "### conflict (1): these figures cannot all be right" in first
    assert (
        "**Trade 2022: “Yearbook” says 31.3 billion USD; its own exports + imports gives 30.3 billion USD.**" in first
    )
    assert "trade = exports + imports, XK 2022, final: 10.1 + 20.2 = 30.3, reported 31.3" in first
    assert "> `trade came to 31.3 billion USD`" in first
    assert (
        "| trade 2022 | `31.3 billion USD` | `[31.25, 31.35] billion USD` | `yearbook` | `sources/yearbook.yaml:9` |"
        in first
    )
    assert "`identity:trade=exports+imports:XK:2022:final:yearbook`" in first
    kinds = [re.search(r"<summary>(\w+)", part)[1] for part in folded]
    assert kinds == ["accepted", "revision", "hedge", "rounding", "exact", "unchecked"]
    assert all(part.count("</details>") == 1 for part in folded)
    assert "Accepted: the yearbook's own correction" in text


def test_a_page_of_it_has_only_our_own_elements():
    for name in ("hostile", "us-trade"):
        page = Page(to_markdown(audited(FIXTURES / name), verbose=True))
        assert page.tags <= OURS
        assert not page.attributes


def test_the_hostile_words_are_there_as_text():
    page = Page(to_markdown(audited(FIXTURES / "hostile")))
    assert "<script>window.hostile='quote'</script>" in page.text
    assert "::error file=a,line=1::forged%0Aline" in page.text


@pytest.mark.slow
def test_a_comment_is_no_longer_than_a_comment_may_be(tmp_path):
    claims = "".join(f"a,trade{n},2024,{value},0\n" for n in range(150) for value in (3, 5))
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\n" + claims, encoding="utf-8")
    result = audited(tmp_path / "claims.csv")
    short, long = to_markdown(result), to_markdown(result, verbose=True)
    assert len(short) <= _LONGEST < len(long)
    left_out = int(re.search(r"\n(\d+) more did not fit here", short)[1])
    assert short.count("\n**Trade") + left_out == 150
    assert long.count("\n**Trade") == 150
