"""Pictures: what is drawn is what was found, and without matplotlib the message says what to install."""

from __future__ import annotations

import subprocess
from pathlib import Path

import matplotlib as mpl
import pytest

import reconcile as rc
from small_ledger import LEDGER, YEARBOOK, write_ledger

FIXTURES = Path(__file__).parents[2] / "fixtures"
CONFLICT = "identity:trade=exports+imports:XK:2022:final:yearbook"


@pytest.fixture(autouse=True)
def no_window():
    mpl.use("agg")
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    return rc.audit(write_ledger(tmp_path_factory.mktemp("small") / "ledger"))


def labels(axis):
    return [text.get_text() for text in axis.get_ticklabels()]


def test_an_audit_is_drawn_finding_by_finding_the_worst_first(audit):
    ax = audit.plot()
    names = labels(ax.yaxis)
    assert names[0] == "identity: trade = exports + imports, XK 2022, final"
    shown = {name for name, _ in zip(names, range(40), strict=False)}
    for row in audit.findings.to_dict("records"):
        if row["verdict"] == "rounding":
            assert any(f"{row['quantity']['period']}" in name for name in shown)
    marks = {text.get_text() for text in ax.get_legend().get_texts()}
    assert marks >= {"conflict", "accepted", "rounding", "exact", "explained by rounding"}


def test_a_residual_stands_where_it_is_as_a_part_of_what_is_explained(audit):
    ax = audit.plot()
    names = labels(ax.yaxis)
    points = {names[round(y)]: x for one in ax.collections for x, y in getattr(one, "get_offsets", list)()}
    finding = audit.finding("identity:trade=exports+imports:XK:2024:final:yearbook")
    part = float(finding.residual / finding.allowed)
    assert points["identity: trade = exports + imports, XK 2024, final"] == pytest.approx(part)
    assert points["identity: trade = exports + imports, XK 2022, final"] == -4  # further out, at the edge
    assert any("-7 ×" in text.get_text() for text in ax.texts)


def test_how_far_a_bound_is_kept_is_no_discrepancy_and_is_not_drawn(tmp_path):
    settings = LEDGER.replace("  - trade = exports + imports", "  - trade = exports + imports\n  - exports <= trade")
    audit = rc.audit(write_ledger(tmp_path / "l", settings))
    kept = audit.findings.query("rule == 'exports <= trade'")["verdict"]
    assert (kept == "exact").any()
    assert not any("exports <= trade" in name for name in labels(audit.plot().yaxis))


def test_a_finding_is_drawn_as_the_intervals_it_compares(audit):
    ax = audit.finding(CONFLICT).plot()
    assert labels(ax.yaxis) == ["computed\n[30.2, 30.4]", "reported\n[31.25, 31.35]"]
    assert ax.get_xlabel() == "billion USD"
    bars = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
    assert [[round(float(x), 2) for x in bar] for bar in bars] == [[30.2, 30.4], [31.25, 31.35]]


def test_a_revision_is_drawn_in_the_order_of_publication(audit):
    ax = audit.finding("agreement:trade:XK:2024:level:estimate-to-final").plot()
    assert [label.partition(",")[0] for label in labels(ax.yaxis)] == ["bulletin", "yearbook"]


def test_a_measure_is_drawn_period_by_period(ledger):
    ax = rc.Ledger.read(ledger).plot("trade")
    assert labels(ax.xaxis) == ["2020", "2021", "2022", "2023", "2024"]
    assert ax.get_ylabel() == "billion USD"
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {"yearbook", "bulletin", "final", "estimate"}


def test_open_ends_and_ranges_are_drawn(tmp_path):
    words = ("over 5", "under 9", "nearly 7", "4 to 6", "at least 3", "8")
    claims = "".join(f"  - {{measure: m, period: {2000 + n}, reported: {text}}}\n" for n, text in enumerate(words))
    source = "source: {language: en}\nclaims:\n" + claims
    ledger = rc.Ledger.read(write_ledger(tmp_path / "l", "title: x\n", note=source))
    assert len(labels(ledger.plot("m").xaxis)) == len(words)


@pytest.mark.parametrize(
    "name", ["hedge-about", "hedge-nearly", "hedge-round-number", "ranges-end-to-end", "member-is-about"]
)
def test_a_hedge_stands_outside_of_what_rounding_explains(name):
    ax = rc.audit(FIXTURES / "gallery" / name).plot()
    hedges = next(one for one in ax.collections if one.get_label() == "hedge")
    assert all(abs(x) > 1 for x, _ in hedges.get_offsets())


def test_a_mark_means_one_thing(tmp_path):
    words = {
        "over 5": "provisional",
        "under 9": "forecast",
        "7": "estimate",
        "8": "final",
        "6": "revised",
        "4": "target",
    }
    claims = "".join(
        f"  - {{measure: m, period: {2000 + n}, reported: {text}, status: {status}}}\n"
        for n, (text, status) in enumerate(words.items())
    )
    source = "source: {language: en}\nclaims:\n" + claims
    ax = rc.Ledger.read(write_ledger(tmp_path / "l", "title: x\n", note=source)).plot("m")
    legend = {one.get_label(): one.get_marker() for one in ax.lines if one.get_marker() != "None"}
    told = {name: mark for name, mark in legend.items() if not name.startswith("_")}
    assert set(told) == {*words.values(), "no end on this side"}
    marks = [*told.values(), "v"]  # as an arrow points up, so another points down
    assert len(set(marks)) == len(marks)


def test_a_joint_conflict_is_drawn_as_how_far_each_figure_would_have_to_move():
    audit = rc.audit(FIXTURES / "gallery/joint-each-sum-holds-but-not-both")
    ax = audit.finding(audit.conflicts["finding"].item()).plot()
    names = labels(ax.yaxis)
    bars = [line for line in ax.lines if len(line.get_xdata()) == 2]
    places = {(round(bar.get_ydata()[0], 1)): sorted(round(float(x), 2) for x in bar.get_xdata()) for bar in bars}
    trade = next(row for row, name in enumerate(names) if name.startswith("trade 2024"))
    farms = next(row for row, name in enumerate(names) if name.startswith("farm_exports 2024"))
    assert places[trade] == places[farms] == [-0.5, 0.5]
    # 53.5 + 70.5 + 138.5 = 262.5 is the most that the others leave of 263.0: five tenths below it.
    assert places[trade + 0.3][1] == -5
    # 262.95 − 70.5 − 138.5 = 53.95 is the least that they leave of 53.
    assert places[farms + 0.3][0] == 0.95


def test_axes_of_ones_own_are_drawn_on(audit):
    import matplotlib.pyplot as plt

    _, (left, middle, right) = plt.subplots(1, 3)
    assert audit.plot(ax=left) is left
    assert audit.finding(CONFLICT).plot(ax=middle) is middle
    assert audit.ledger.plot("trade", ax=right) is right


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda audit: audit.ledger.plot("trad"), "there is no claim of the measure 'trad'; did you mean\n  trade"),
        (lambda audit: audit.ledger.plot("trade", stat="growth"), "trade is reported as level, not as growth"),
        (lambda audit: audit.ledger.plot("trade", area="VN"), "trade is not reported for area 'VN', but for XK"),
        (lambda audit: audit.ledger.plot("trade", partner="US"), "the ledger has no dimension partner"),
        (lambda audit: audit.finding("coverage:unused:yearbook").plot(), "compares no numbers that could be drawn"),
    ],
)
def test_what_cannot_be_drawn_says_why(audit, draw, message):
    with pytest.raises(rc.ReconcileError) as raised:
        draw(audit)
    assert message in str(raised.value)


def test_of_several_members_one_must_be_chosen(tmp_path):
    table = "source,measure,period,partner,value,decimals,unit\n" + "".join(
        f"a,trade,2024,{partner},3,0,{unit}\n" for partner, unit in (("US", "USD"), ("CN", "EUR"), ("CN", "USD"))
    )
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    ledger = rc.Ledger.read(tmp_path / "claims.csv")
    with pytest.raises(rc.ReconcileError, match="several of partner: US, CN; choose partner=…"):
        ledger.plot("trade")
    with pytest.raises(rc.ReconcileError, match="several units, EUR, USD"):
        ledger.plot("trade", partner="CN")
    assert ledger.plot("trade", partner="US").get_ylabel() == "USD"


def test_an_audit_without_differences_says_so(tmp_path):
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\na,m,2024,3,0\n", encoding="utf-8")
    with pytest.raises(rc.ReconcileError, match="no finding of this audit has a difference"):
        rc.audit(tmp_path / "claims.csv").plot()


def test_no_text_of_a_ledger_is_taken_for_mathematics(tmp_path):
    nasty = r"$\frac{1}$ x_{"
    settings = LEDGER.replace("Trade of a small country", f"'{nasty}'").replace(
        "trade: {kind: flow}", f"trade: {{kind: flow, title: '{nasty}'}}"
    )
    source = YEARBOOK.replace("source: {", f"source: {{id: '{nasty}', ")
    audit = rc.audit(write_ledger(tmp_path / "l", settings, yearbook=source))
    for ax in (audit.plot(), audit.ledger.plot("trade"), audit.finding(audit.conflicts["finding"].iloc[0]).plot()):
        ax.figure.savefig(tmp_path / "picture.png")


def test_the_hostile_ledger_can_be_drawn(tmp_path):
    audit = rc.audit(FIXTURES / "hostile")
    audit.plot().figure.savefig(tmp_path / "a.png")
    audit.ledger.plot("trade").figure.savefig(tmp_path / "b.png")


def test_without_matplotlib_the_message_says_what_to_install(ledger, warm):
    code = (
        "import sys; sys.modules['matplotlib.pyplot'] = None\nimport reconcile as rc\n"
        f"audit = rc.audit({str(ledger)!r})\nassert 'matplotlib' not in sys.modules\n"
        "try: audit.plot()\nexcept rc.ReconcileError as error: print(error)"
    )
    done = subprocess.run([warm, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "pictures need matplotlib: pip install 'reconcile-claims[plot]'\n"


def released(tmp_path, values):
    """A series of releases that each tell one quarter anew."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "ledger.yaml").write_text("title: A quarter\ndefaults: {unit: USD}\n", encoding="utf-8")
    for number, value in enumerate(values, 1):
        source = f"source: {{title: r, published: 2024-0{number}-15, series: gdp}}\nclaims:\n"
        claim = f"  - {{measure: gdp, period: 2023-Q4, value: '{value}', decimals: 1}}\n"
        (tmp_path / "sources" / f"r{number}.yaml").write_text(source + claim, encoding="utf-8")
    return rc.Ledger.read(tmp_path)


def test_the_releases_of_a_series_are_joined_by_a_line_in_the_order_of_their_publication(tmp_path):
    ax = released(tmp_path, ["100.0", "101.3", "101.1"]).plot("gdp")
    (line,) = [one for one in ax.lines if len(one.get_xdata()) == 3]
    assert list(line.get_ydata()) == [100.0, 101.3, 101.1]
    assert list(line.get_xdata()) == sorted(line.get_xdata())
