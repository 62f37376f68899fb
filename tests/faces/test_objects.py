"""Single findings and claims, and the ledger, as Python and a notebook meet them."""

from __future__ import annotations

import html.parser
from fractions import Fraction
from pathlib import Path

import pytest

import reconcile as rc
from small_ledger import YEARBOOK, write_ledger

FIXTURES = Path(__file__).parents[2] / "fixtures"
ATTRIBUTES = {"style", "class", "open", "dir", "lang", "scope", "colspan", "tabindex", "role", "aria-label"}
ATTRIBUTES |= {"d", "cx", "cy", "r", "x", "y", "x1", "x2", "y1", "y2", "text-anchor"}  # of drawings
TAGS = {
    "p",
    "b",
    "br",
    "small",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "pre",
    "ul",
    "ol",
    "li",
    "caption",
}
TAGS |= {"div", "span", "style", "h3", "h4", "details", "summary", "figure", "figcaption", "blockquote", "cite", "code"}
TAGS |= {"mark", "del", "ins", "svg", "g", "path", "circle", "line", "text"}
CONFLICT = "identity:trade=exports+imports:XK:2022:final:yearbook"


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    return rc.audit(write_ledger(tmp_path_factory.mktemp("small") / "ledger"))


class Page(html.parser.HTMLParser):
    """Which elements a piece of HTML has, and its text; elements must be closed as they were opened."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text = [], set(), ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


def test_a_finding_is_typed_and_exact(audit):
    finding = audit.finding(CONFLICT)
    assert isinstance(finding, rc.Finding)
    assert (finding.id, finding.check, finding.verdict, finding.status) == (CONFLICT, "identity", "conflict", "final")
    assert (finding.residual, finding.allowed, finding.unit) == (Fraction(-(10**9)), Fraction(15 * 10**7), "USD")
    assert finding.excess == abs(finding.residual) - finding.allowed
    assert (finding.file, finding.line, finding.accepted) == ("sources/yearbook.yaml", 10, None)


def test_every_finding_of_the_frame_can_be_had_and_shows_itself(audit):
    for row in audit.findings.to_dict("records"):
        finding = audit.finding(row["finding"])
        assert (finding.message, finding.verdict) == (row["message"], row["verdict"])
        assert tuple(claim.id for claim in finding.claims) == row["claims"]
        assert row["message"] in repr(finding)
        assert finding.id in Page(finding._repr_html_()).text
        assert row["message"] in finding.explain(width=None)


def test_the_claims_of_a_finding_stand_for_what_the_audit_says(ledger):
    for rounding in ("nearest", "truncate"):
        audit = rc.audit(ledger, rounding=rounding)
        ends = {row["claim"]: (row["low"], row["high"]) for row in audit.claims.to_dict("records")}
        for name in audit.findings["finding"]:
            for claim in audit.finding(name).claims:
                assert tuple(map(str, (claim.interval.low, claim.interval.high))) == ends[claim.id]


def test_repairs_are_numbers(audit):
    for repair in audit.finding(CONFLICT).repairs:
        assert isinstance(repair, rc.Repair)
        assert repair.printed != repair.instead
    assert audit.finding(CONFLICT).repairs[0].words == "10.1 → 11.1 billion USD"


def test_a_claim_knows_its_place_its_words_and_its_interval(ledger):
    claim = rc.Ledger.read(ledger).claim("yearbook:trade:XK:2022")
    assert isinstance(claim, rc.Claim)
    assert (claim.measure, claim.area, claim.period) == ("trade", "XK", "2022")
    assert (claim.status, claim.stat) == ("final", "level")
    assert (claim.reported, claim.quote) == ("31.3 billion USD", "trade came to 31.3 billion USD")
    assert (claim.figure.value, str(claim.interval)) == (31_300_000_000, "[31250000000, 31350000000]")
    assert (claim.file, claim.line, claim.at) == ("sources/yearbook.yaml", 9, None)
    assert repr(claim).splitlines() == [
        "Claim yearbook:trade:XK:2022",
        "  trade, XK 2022, final: 31.3 billion USD, stands for [31.25, 31.35] billion USD",
        "  “trade came to 31.3 billion USD”",
        "  yearbook, 2025-08-01 (sources/yearbook.yaml:9)",
    ]
    assert "“trade came to 31.3 billion USD”" in Page(claim._repr_html_()).text


def test_a_claim_of_a_table_and_of_a_rate_says_what_it_speaks_of(tmp_path):
    table = (
        "source,measure,period,partner,stat,base,value,decimals,unit\n"
        "a,trade,2024,US,growth,2023,12,0,percent\na,trade,2024,US,share,gdp,12,0,percent\n"
    )
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    ledger = rc.Ledger.read(tmp_path / "claims.csv")
    growth, share = (ledger.claim(name) for name in ledger.claims["claim"])
    assert growth.quantity == "growth of trade, US 2024 on 2023, final"
    assert share.quantity == "share of trade, US 2024 to gdp, final"
    assert growth.dimensions == {"partner": "US"}
    assert "12 percent, stands for [11.5, 12.5] %" in repr(growth)


@pytest.mark.parametrize("what", ["finding", "claim"])
def test_an_unknown_id_names_the_nearest(what, audit):
    give = audit.finding if what == "finding" else audit.ledger.claim
    with pytest.raises(rc.ReconcileError, match=f"there is no {what} 'trade 2022'; did you mean"):
        give("trade 2022")


def test_a_ledger_shows_its_documents(ledger):
    page = Page(rc.Ledger.read(ledger)._repr_html_())
    for word in ("Trade of a small country", "17 claims, 2 sources, 1 rule", "yearbook", "Bulletin", "2025-01-15"):
        assert word in page.text


def test_many_documents_are_counted(tmp_path):
    table = "source,measure,period,value,decimals\n" + "".join(f"s{n},trade,2024,3,0\n" for n in range(14))
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    assert "and 4 more; .sources has all" in Page(rc.Ledger.read(tmp_path / "claims.csv")._repr_html_()).text


def test_a_ledger_stays_one_through_all_that_is_done_with_it(ledger, tmp_path):
    read = rc.Ledger.read(ledger)
    assert type(read.as_of("2025-12-31")) is type(rc.Ledger.read(read.write(tmp_path / "copy"))) is rc.Ledger
    assert rc.Ledger.read(tmp_path / "copy") == read


def test_a_hostile_ledger_shows_as_text_in_a_notebook():
    audit = rc.audit(FIXTURES / "hostile")
    shown = [audit._repr_html_(), audit.ledger._repr_html_()]
    shown += [audit.finding(name)._repr_html_() for name in audit.findings["finding"]]
    shown += [audit.ledger.claim(name)._repr_html_() for name in audit.ledger.claims["claim"]]
    for text in shown:
        assert Page(text).tags <= TAGS
    plain = [repr(audit), repr(audit.ledger)]
    plain += [repr(audit.finding(name)) for name in audit.findings["finding"]]
    plain += [repr(audit.ledger.claim(name)) for name in audit.ledger.claims["claim"]]
    for text in (*shown, *plain):
        assert not {"\x1b", "\x07", "\x08", "\u202e", "\u2028"} & set(text)


@pytest.mark.parametrize("name", ["csv", "markdown", "sarif", "junit", "github", "html", "json"])
def test_every_report_is_a_method_that_writes_too(name, audit, tmp_path):
    write = getattr(audit, f"to_{name}")
    text = write(tmp_path / "report")
    assert (tmp_path / "report").read_text(encoding="utf-8-sig" if name == "csv" else "utf-8") == text == write()


def test_truncation_is_the_sources_own(tmp_path):
    source = YEARBOOK.replace("language: en}", "language: en, rounding: truncate}")
    claim = rc.Ledger.read(write_ledger(tmp_path / "l", yearbook=source)).claim("yearbook:trade:XK:2022")
    assert str(claim.interval) == "[31300000000, 31400000000)"
