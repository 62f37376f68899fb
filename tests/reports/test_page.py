"""The report page as a file: whole, alone, safe, exact; what a browser makes of it is tested in tests/browser."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import itertools
import json
import re
import runpy
from collections import Counter
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reconcile as rc
from audited import audited
from claims import claims_ledger, of
from costly import costly
from reconcile.auditing import run
from reconcile.auditing.strength_summary import said
from reconcile.checks.wording.scales import Scale
from reconcile.exact.interval import Interval
from reconcile.ledger.ledger import Ledger
from reconcile.reports.markup import Html, label, tag, verbatim
from reconcile.reports.own_page import page_data
from reconcile.reports.page import to_html
from reconcile.reports.page.documents import web_address
from reconcile.reports.page.drawings import LEFT, RIGHT, Bar, drawn_picture

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
GALLERY = sorted(f"gallery/{path.name}" for path in (FIXTURES / "gallery").iterdir() if path.is_dir())
write_large = runpy.run_path(str(ROOT / "benchmarks/page_ledger.py"))["write_ledger"]


class Read(HTMLParser):
    """The elements of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags[tag] += 1
        given = dict(attrs)
        self.attributes |= set(given)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])

    def handle_data(self, data) -> None:
        self.words.append(data)


def unpacked(page: str) -> list[str]:
    data = re.search(r"id=packed>(.*?)</script>", page)[1]
    return gzip.decompress(base64.b64decode(data)).decode().split("\x1e") if data else []


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = write_large(tmp_path_factory.mktemp("large") / "ledger", documents=4, years=10)
    result = run(Ledger.read(folder))
    return folder, result, to_html(result)


@cache
def page_of(name: str) -> str:
    """The page of a ledger in fixtures/."""
    return to_html(audited(FIXTURES / name))


@pytest.mark.slow
def test_every_link_in_the_gallery_leads_somewhere_and_all_is_there_once(fewer):
    for name in GALLERY[::fewer]:
        test_every_link_leads_somewhere_and_every_claim_and_finding_is_there_once(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hostile", "us-trade", "vietnam-trade"])
def test_every_link_leads_somewhere_and_every_claim_and_finding_is_there_once(name):
    result, page = audited(FIXTURES / name), page_of(name)
    read, pieces = Read(page), [Read(piece) for piece in unpacked(page)]
    assert len(read.ids) == len(set(read.ids))
    links = [link for one in (read, *pieces) for link in one.links]
    assert {link[1:] for link in links if link.startswith("#")} <= set(read.ids)
    assert sum(1 for one in read.ids if re.fullmatch(r"f\d+", one)) == len(result.findings)
    index = json.loads(re.search(r"id=index>(.*?)</script>", page)[1])
    assert sorted(claim for mark in index["marks"] for claim in mark) == list(range(len(result.ledger.claims)))
    ids = html.unescape(page + "".join(unpacked(page)))
    assert all(re.sub(r"\s+", " ", finding) in ids for finding in result.findings["finding"])


@pytest.mark.parametrize("name", ["hostile", "gallery/slip-digits-swapped", "us-trade"])
def test_the_page_needs_nothing_and_runs_nothing_of_a_ledgers(name):
    page = page_of(name)
    read = Read(page)
    assert not read.tags.keys() & {"img", "iframe", "object", "embed", "base", "audio", "video", "source", "template"}
    assert not {one for one in read.attributes if one.startswith("on")} | (read.attributes & {"src", "srcset", "style"})
    assert (read.tags["script"], read.tags["style"], read.tags["link"]) == (4, 1, 1)
    assert {link.partition(":")[0] for link in read.links if not link.startswith("#")} <= {"http", "https"}
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", page)


def test_the_policy_names_the_pages_own_script_and_style_and_nothing_else():
    page = page_of("hostile")
    policy = html.unescape(re.search(r'http-equiv=Content-Security-Policy content="(.*?)"', page)[1])
    for element, directive in (("script", "script-src"), ("style", "style-src")):
        own = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)[-1]
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_same_audit_makes_the_same_page(ledger):
    assert to_html(run(Ledger.read(ledger))) == to_html(run(Ledger.read(ledger)))


@pytest.mark.slow
def test_each_further_document_adds_at_most_three_times_its_size(tmp_path):
    """Documents as those of the benchmark's 5,000 claims."""
    ledgers = [write_large(tmp_path / str(number), documents=number, years=20) for number in (4, 6)]
    given, larger = (sum(path.stat().st_size for path in one.rglob("*") if path.is_file()) for one in ledgers)
    page, more = (len(to_html(run(Ledger.read(one))).encode()) for one in ledgers)
    assert more - page <= 3 * (larger - given)


def test_the_evidence_that_is_packed_is_that_of_the_other_findings(large):
    _, result, page = large
    pieces = unpacked(page)
    claims, findings = len(result.ledger.claims), len(result.findings)
    assert len(pieces) == claims + findings - 100 + 1
    packed_ids = {html.unescape(re.search(r"id <code>(.*?)</code>", piece)[1]) for piece in pieces[claims:-1]}
    assert set(json.loads(pieces[-1])) == set(result.findings["finding"])
    assert len(packed_ids) == findings - 100
    assert packed_ids <= set(result.findings["finding"])


def test_the_overview_says_how_much_the_passes_are_worth(ledger):
    result = audited(ledger)
    worth = said(result.strength_of_bindings)  # as everywhere: all claims together take longer than the audit
    assert f"<p class=strength lang=en>{' '.join(f'O{worth[1:]}.'.split())}</p>" in to_html(result)
    errors = [int(count) for count in re.findall(r"Of (\d+) errors in the last two digits of these", to_html(result))]
    assert sorted(errors) == sorted(int(count) for count in result.findings["errors"].dropna() if count)


def test_a_proof_stands_line_by_line():
    claims = of({"b": "5", "d": "6"}) + of({"e": "4.4", "total": "16.9"}) + of({"a": "10"})
    result = run(claims_ledger(*claims, rules=["a = b + e", "total = a + d"]))
    proof = result.conflicts.iloc[0]["certificate"]
    words = html.unescape(re.sub("<[^>]+>", "|", to_html(result)))
    for step in proof.steps():
        assert "||".join(step) in words
    assert f"{proof.conclusion}|, which is false" in words


def test_a_source_without_its_text_shows_its_figures_in_a_table_and_says_so(ledger):
    page = to_html(audited(ledger))
    assert "Its text is not stored: these are the figures that the ledger has of it." in page
    row = re.search(r"<tr><th scope=row dir=auto>trade<q dir=auto>trade came to <b>31\.3.*?</tr>", page)[0]
    cells = [re.sub("<[^>]+>", "", cell) for cell in re.findall("<t[hd].*?</t[hd]>", row)]
    assert cells == ["tradetrade came to 31.3 billion USD", "2022", "31.3 billion USD", "final", "conflict"]
    assert re.search(r'<a id=m\d+ class="m conflict" href=#f0 ', row)


def test_the_figures_of_a_text_that_is_kept_are_in_no_table_of_figures():
    page = page_of("gallery/slip-digits-swapped")
    assert "class=figures" not in page
    assert page.count("class=m") + page.count('class="m ') >= 3


def test_nothing_at_all_makes_a_page_too(tmp_path):
    (tmp_path / "ledger.yaml").write_text("title: Nothing yet\n", encoding="utf-8")
    page = to_html(run(Ledger.read(tmp_path)))
    assert "0 claimed figures in 0 documents: 0 findings." in page
    assert Read(page).tags["article"] == 0


def outcome_of(result) -> list[str]:
    section = re.search(r"<section id=outcome class=(\w+) aria-label=Outcome>(.*?)</section>", to_html(result))
    if section is None:
        return []
    return [section[1], *(html.unescape(re.sub("<[^>]+>", "", one)) for one in section[2].split("</p>") if one)]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("gallery/sum-exact", "No conflict was found."),
        ("gallery/claim-compared-with-nothing", "No conflict was found."),
        ("gallery/accepted", "No conflict was found but those that the ledger accepts."),
    ],
)
def test_a_page_without_a_conflict_says_so_first_and_how_much_is_open(name, first):
    result = audited(FIXTURES / name)
    undecided = result.counts["unchecked"]
    left = ["1 finding could not be decided; the overview says why."] if undecided else []
    assert outcome_of(result) == ["checked", first, *left]


def test_a_page_with_a_conflict_begins_with_it():
    assert outcome_of(audited(FIXTURES / "gallery/slip-digits-swapped")) == []


def test_what_checked_nothing_is_no_pass_and_says_what_to_do(tmp_path):
    (tmp_path / "ledger.yaml").write_text("title: Nothing yet\n", encoding="utf-8")
    kind, first, what = outcome_of(run(Ledger.read(tmp_path)))
    assert (kind, first) == ("unchecked", "Nothing was checked: the ledger claims no figure.")
    assert what.startswith("reconcile draft reads the figures of a document")
    kind, first, what = outcome_of(run(claims_ledger(*of({"trade": "13"}))))
    assert (kind, first) == (
        "unchecked",
        "Nothing was checked, and that is no pass: no figure was compared with another.",
    )
    assert what.startswith("A rule between the figures")


def test_audit_writes_the_page_it_gives(tmp_path):
    audit = rc.audit(
        claims_ledger(*of({"trade": "13", "exports": "6", "imports": "4"}), rules=["trade = exports + imports"])
    )
    path = tmp_path / "report.html"
    assert audit.to_html(path) == path.read_text(encoding="utf-8") == audit.to_html()


def test_data_for_the_script_cannot_end_its_element():
    element = page_data("x", ["</script><b>", "\u2028 \u202e"])
    assert Read(element).tags == {"script": 1}
    assert json.loads(re.search(">(.*)</script>", element)[1]) == ["</script><b>", "\u2028 \u202e"]
    assert "\u202e" not in element


@given(st.text())
@example("<b>\x1b<i>\x00")
def test_text_stays_text(text):
    for made in (label(text), verbatim(text), tag("p", text, title=text)):
        read = Read(made)
        assert set(read.tags) <= {"p", "span"}
        assert read.attributes <= {"class", "title"}
    words = "".join(Read(verbatim(text)).words)
    assert words == text or not text.isprintable()
    assert isinstance(tag("p", Html("<b>")), Html)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//host/x",
            "host/x",
            "",
        ),
        *(
            "https://",
            "http://[::1",
            "https://host/\u202egpj.exe",
            "https://host/\n",
            'https://host/"onclick',
            "ftp://host/",
        ),
    ],
)
def test_only_an_address_of_the_web_is_a_link(address):
    assert web_address(address) is None


def test_an_address_of_the_web_is_a_link():
    assert web_address("https://example.org/a?b=c&d#e") == "https://example.org/a?b=c&d#e"


finite = st.fractions(min_value=-(10**15), max_value=10**15)
bars = st.builds(
    lambda name, a, b, opened: Bar(name, Interval(min(a, b), max(a, b), opened and a != b), (min(a, b),)),
    st.text(max_size=80),
    finite,
    finite,
    st.booleans(),
)


@given(st.lists(bars, min_size=2, max_size=6), st.booleans())
def test_a_picture_keeps_the_order_of_its_numbers_and_stays_inside_its_frame(drawn, follows):
    picture = drawn_picture(drawn, Scale(Fraction(1), "USD"), follows=follows)
    read = Read(picture)
    assert set(read.tags) <= {"div", "p", "b", "span", "svg", "path", "circle", "line", "text"}
    spans = re.findall(r'x1="([\d.]+)%" x2="([\d.]+)%" y1=8 y2=8 class=computed', picture)
    placed = sorted(
        (end, float(x))
        for bar, span in zip(drawn, spans, strict=True)
        for end, x in zip((bar.stands_for.low, bar.stands_for.high), span, strict=True)
    )
    assert [x for _, x in placed] == sorted(x for _, x in placed)
    assert all(LEFT <= x <= RIGHT for _, x in placed)


def test_a_picture_says_in_words_what_it_shows():
    above = Bar("computed", Interval(Fraction("786.8"), Fraction("787.0")), (Fraction("786.9"),))
    below = Bar("reported", Interval(Fraction("768.85"), None, low_open=True), hollow=True)
    svg = html.unescape(drawn_picture([above, below], Scale(Fraction(1), "billion USD")))
    assert 'aria-label="computed: 786.9 [786.8, 787] billion USD; reported: (768.85, ∞) billion USD"' in svg
    assert "apart" not in svg  # the second has no end, so they meet


def test_a_gap_is_drawn_with_its_exact_width():
    above = Bar("computed", Interval(Fraction("786.8"), Fraction("787.0")))
    below = Bar("reported", Interval(Fraction("768.85"), Fraction("768.95")), hollow=True)
    assert "17.85 apart" in drawn_picture([above, below], Scale(Fraction(1), "billion USD"))


def vintages(tmp_path, values):
    (tmp_path / "sources").mkdir()
    (tmp_path / "ledger.yaml").write_text("title: A quarter\ndefaults: {unit: USD}\n", encoding="utf-8")
    for number, value in enumerate(values):
        source = f"source: {{title: r, published: 2024-{number + 1:02}-15, series: gdp}}\nclaims:\n"
        claim = f"  - {{measure: gdp, period: 2023-Q4, value: '{value}', decimals: 1}}\n"
        (tmp_path / "sources" / f"r{number}.yaml").write_text(source + claim, encoding="utf-8")
    return re.findall(r"<svg class=vintages>.*?</svg>", to_html(run(Ledger.read(tmp_path))))


@costly(8)
@given(st.lists(st.integers(1000, 1040), min_size=3, max_size=8))
def test_the_line_of_vintages_has_a_point_for_each_release_and_the_greatest_on_top(tmp_path_factory, counts):
    values = [f"{count // 10}.{count % 10}" for count in counts]
    lines = vintages(tmp_path_factory.mktemp("releases"), values)
    steps = sum(one != other for one, other in itertools.pairwise(counts))
    assert len(lines) == steps  # each revision shows where it stands in all of them
    for line in lines:
        points = re.findall(r'<circle cx="([\d.]+)%" cy=([\d.]+)', line)
        assert len(points) == len(counts)
        assert [float(x) for x, _ in points] == sorted(float(x) for x, _ in points)
        heights = dict(zip(counts, (float(y) for _, y in points), strict=True))
        assert sorted(heights, key=heights.__getitem__) == sorted(heights, reverse=True)
        assert line.count("class=end") == 2  # the two that the finding compares


def test_two_releases_are_all_shown_by_the_bars_of_their_revision(tmp_path):
    assert vintages(tmp_path, ["100.0", "101.3"]) == []


def test_in_a_joint_finding_a_number_of_another_unit_carries_its_own():
    page = to_html(audited(FIXTURES / "gallery/joint-product-of-two-figures"))
    joint = page[page.index("These 4 figures cannot all be right") :]
    row = re.search(r"<tr><th scope=row><a [^>]*>What an hour costs August 2024</a></th>(.*?)</tr>", joint)[1]
    assert re.findall(r"<td class=n>(.*?)</td>", row)[1:] == ["8.295 USD/hour", "8.305 USD/hour"]


def test_the_script_is_told_the_totals_of_what_adds_up():
    claims = of({"trade": "13", "exports": "6", "imports": "4"})
    page = to_html(run(claims_ledger(*claims, rules=["trade = exports + imports"])))
    index = json.loads(re.search(r"id=index>(.*?)</script>", page)[1])
    (row, *totals) = index["sums"][0]
    assert totals == [0]
    assert sorted(index["findings"][row][2]) == [0, 1, 2]
