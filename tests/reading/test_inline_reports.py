"""Inline XBRL: the same facts as in an instance, however they are printed; what is not read is named."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from filings import ROLE, Stated, arc, instance, linkbase, write
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.faces.command import main
from reconcile.faces.ledger_object import Ledger
from reconcile.reading.reported_numbers import FactError
from reconcile.reading.xbrl.inline_numbers import UnknownFormatError, printed_number

REGISTRIES = {
    "t1": "2010-04-20",
    "t2": "2011-07-31",
    "t3": "2015-02-26",
    "t4": "2020-02-12",
    "t5": "2022-02-16",
}
# By the name of a format: what parts thousands, and what stands before the decimals.
WAYS = {
    "t1:numcommadot": (",", "."),
    "t1:numdotcomma": (".", ","),
    "t1:numspacedot": (" ", "."),
    "t1:numspacecomma": ("\N{NO-BREAK SPACE}", ","),
    "t1:numcomma": ("", ","),
    **{f"{registry}:numdotdecimal": (",", ".") for registry in ("t2", "t3")},
    **{f"{registry}:numcommadecimal": (".", ",") for registry in ("t2", "t3")},
    **{f"{registry}:num-dot-decimal": (" ", ".") for registry in ("t4", "t5")},
    **{f"{registry}:num-comma-decimal": ("\N{RIGHT SINGLE QUOTATION MARK}", ",") for registry in ("t4", "t5")},
}
NOUGHTS = {
    "t1:numdash": "-",
    "t2:zerodash": "\N{EM DASH}",
    "t3:zerodash": "\N{EN DASH}",
    "t4:zero-dash": "\N{MINUS SIGN}",
    "t5:fixed-zero": "none",
}
HEAD = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ex="http://example.org/2024" '
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" '
    'xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:sec="http://www.sec.gov/inlineXBRL/transformation/2015-08-31" '
    + " ".join(
        f'xmlns:{name}="http://www.xbrl.org/inlineXBRL/transformation/{day}"' for name, day in REGISTRIES.items()
    )
    + ">"
)
ITEM = re.compile(r"<ex:(\w+) ([^>]*)>([^<]*)</ex:\w+>")


def grouped(whole: str, mark: str) -> str:
    return f"{int(whole):,}".replace(",", mark)


def printed(value: str, form: str, scale: int) -> str:
    """A number as a format prints it, in units of 10 to the scale; without its sign."""
    mark, point = WAYS[form]
    whole, _, part = format(abs(Decimal(value)).scaleb(-scale), "f").partition(".")
    return grouped(whole, mark) + (point + part if part else "")


def page(facts: list[Stated], marked: list[str], references: str = "") -> str:
    """A page with the contexts and units of an instance of the facts, whose items are marked as given."""
    lines = instance(facts).splitlines()[1:-1]
    resources = "\n".join(line for line in lines if not line.startswith("<ex:"))
    header = f"<ix:references>{references}</ix:references><ix:resources>{resources}</ix:resources>"
    rows = "\n".join(f"<tr><td>What it is</td><td>{one}</td></tr>" for one in marked)
    return (
        f"{HEAD}<head><title>A report</title></head><body><div><ix:header><ix:hidden/>{header}</ix:header></div>\n"
        f'<ix:nonNumeric contextRef="c0" name="ex:Note"><table>{rows}</table></ix:nonNumeric></body></html>'
    )


def items(facts: list[Stated]) -> list[tuple[str, str, str]]:
    """Of each item its concept, its attributes and its text, as an instance has them."""
    return [found.groups() for line in instance(facts).splitlines() if (found := ITEM.fullmatch(line))]


def mark(item: tuple[str, str, str], text: str, more: str = "") -> str:
    concept, attributes, _ = item
    return f'<ix:nonFraction name="ex:{concept}" {attributes} {more}>{text}</ix:nonFraction>'


def read(folder, text: str, name: str = "report.xhtml") -> Ledger:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return Ledger.read(path)


def claimed(ledger: Ledger):
    columns = ["measure", "area", "period", "value", "decimals", "unit"]
    return sorted(map(tuple, ledger.claims[columns].astype(str).to_numpy().tolist()))


VALUES = st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(lambda one: format(one + 0, "f"))


@costly(4, least=10)
@given(st.lists(st.tuples(VALUES, st.sampled_from(sorted(WAYS)), st.sampled_from([0, 3, 6, -2])), min_size=1))
def test_a_page_says_what_an_instance_says_however_it_prints_numbers(tmp_path_factory, drawn):
    folder = tmp_path_factory.mktemp("report")
    facts = [Stated(f"Fact{number}", value, decimals=2) for number, (value, _, _) in enumerate(drawn)]
    marked = []
    for item, (value, form, scale) in zip(items(facts), drawn, strict=True):
        sign = 'sign="-"' if value.startswith("-") else ""
        marked.append(mark(item, printed(value, form, scale), f'format="{form}" scale="{scale}" {sign}'))
    wanted = claimed(Ledger.read(write(folder, facts)))
    (folder / "filing.xml").unlink(missing_ok=True)
    found = claimed(read(folder, page(facts, marked)))
    assert [(*row[:3], Decimal(row[3]), *row[4:]) for row in found] == [
        (*row[:3], Decimal(row[3]), *row[4:]) for row in wanted
    ]


@pytest.mark.parametrize("form", NOUGHTS)
def test_a_dash_is_nought(form, tmp_path):
    facts = [Stated("Fact", "0")]
    ledger = read(tmp_path, page(facts, [mark(items(facts)[0], NOUGHTS[form], f'format="{form}"')]))
    assert list(ledger.claims["value"]) == ["0"]


def test_facts_are_found_hidden_within_each_other_and_in_any_text(tmp_path):
    facts = [Stated(name, "5") for name in ("A", "B", "C")]
    a, b, c = items(facts)
    text = page(facts, [mark(a, mark(b, "<b>5</b>")), "no fact"])
    text = text.replace("<ix:hidden/>", f"<ix:hidden>{mark(c, '5')}</ix:hidden>")
    assert list(read(tmp_path, text).claims["measure"]) == ["ex:C", "ex:A", "ex:B"]


def test_facts_of_tuples_and_of_other_documents_are_counted(tmp_path):
    facts = [Stated(name, "5") for name in ("A", "B", "C")]
    a, b, c = items(facts)
    ledger = read(tmp_path, page(facts, [mark(a, "5"), mark(b, "5", 'target="x"'), mark(c, "5", 'tupleRef="t"')]))
    assert list(ledger.claims["measure"]) == ["ex:A"]
    for words in ("facts of another target document, not read: 1", "tuples, whose facts are not read: 1"):
        assert words in ledger.read_as


def test_nought_has_no_sign():
    assert printed_number("0", None, None, "-") == "0"
    assert printed_number("5", None, "-2", "-") == "-0.05"


def test_a_nil_is_no_number(tmp_path):
    facts = [Stated("A", "5"), Stated("B", None)]
    a, b = items(facts)
    ledger = read(tmp_path, page(facts, [mark(a, "5"), mark(b, "")]))
    assert list(ledger.claims["measure"]) == ["ex:A"]
    assert any("1 fact is nil" in said for said in ledger.read_as)


LINKS = linkbase({ROLE: [arc("Total", "PartA"), arc("Total", "PartB")]}, ("Total", "PartA", "PartB"))


def summed(folder, total: str, form: str) -> Ledger:
    (folder / "report_cal.xml").write_text(LINKS, encoding="utf-8")
    facts = [Stated("Total", total, -3), Stated("PartA", "2000", -3), Stated("PartB", "3000", -3)]
    marks = [
        mark(item, text, f'scale="3" format="{form}"') for item, text in zip(items(facts), total + "23", strict=True)
    ]
    return read(folder, page(facts, marks))


def test_a_page_is_audited_with_its_linkbase_in_python_and_on_the_command_line(tmp_path, capsys):
    ledger = summed(tmp_path, "9", "t4:num-dot-decimal")
    (message,) = run(ledger, checks=["identity"]).conflicts["message"]
    assert message.startswith(
        f"{ROLE}: 2,000 + 3,000 = 5,000, reported 9,000 (USD): off by 4,000; rounding explains at most 1,500"
    )
    assert main(["audit", str(tmp_path / "report.xhtml"), "--quiet"]) == 1
    assert "1 conflict" in capsys.readouterr().out
    for name in ("report.html", "report.htm"):
        (tmp_path / "report.xhtml").rename(tmp_path / name)
        assert main(["audit", str(tmp_path / name), "--quiet"]) == 1
        (tmp_path / name).rename(tmp_path / "report.xhtml")


def test_what_is_printed_in_a_format_that_is_not_read_makes_no_sum_wrong(tmp_path):
    text = page(
        facts := [Stated("Total", "5", -3), Stated("PartA", "2", -3), Stated("PartB", "3", -3)],
        [
            mark(items(facts)[0], "5"),
            mark(items(facts)[1], "2"),
            mark(items(facts)[2], "three", 'format="sec:numwordsen"'),
        ],
    )
    (tmp_path / "report_cal.xml").write_text(LINKS, encoding="utf-8")
    ledger = read(tmp_path, text)
    assert list(ledger.claims["measure"]) == ["ex:Total", "ex:PartA"]
    assert "in the format sec:numwordsen, not read, and no sum with it: ex:PartB" in ledger.read_as
    assert ledger.rules == ()


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("1,234", "", "ex:A: '1,234' is no number without a sign, and no format says how it is printed"),
        ("-5", "", "ex:A: '-5' is no number without a sign"),
        ("1.234,5", 'format="t3:numdotdecimal"', "ex:A: '1.234,5' is not printed as its format numdotdecimal says"),
        ("12,34", 'format="t2:numdotdecimal"', "is not printed as its format"),
        ("", 'format="t4:num-dot-decimal"', "ex:A: '' is not printed as its format num-dot-decimal says"),
        ("5", 'scale="many"', "ex:A: scale 'many' is no whole number"),
        ("5", 'scale="9999"', "is longer than 1000 digits"),
        ("5", 'sign="+"', "ex:A: sign '+' is none; expected -"),
        ("5", 'format="t9:x"', "'t9:x' is no name with a declared prefix"),
        ("<b>5</b><i>6</i>", "", "ex:A: its number stands in several elements"),
    ],
)
def test_what_is_wrong_with_a_fact_is_said_with_its_line(text, more, said, tmp_path):
    facts = [Stated("A", "5")]
    with pytest.raises(LedgerError) as caught:
        read(tmp_path, page(facts, [mark(items(facts)[0], text, more)]))
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.line


def test_a_page_that_marks_no_facts_is_none(tmp_path):
    (tmp_path / "plain.html").write_text("<html><body>5</body></html>", encoding="utf-8")
    with pytest.raises(LedgerError):
        Ledger.read(tmp_path / "plain.html")
    with pytest.raises(LedgerError, match="no fact in it is a number"):
        read(tmp_path, page([], []).replace('contextRef="c0"', ""))


@given(st.text(max_size=12), st.sampled_from([*WAYS, *NOUGHTS]), st.sampled_from([None, "3", "-1"]))
def test_any_text_is_a_number_or_an_error(text, form, scale):
    registry, name = form.split(":")
    uri = f"http://www.xbrl.org/inlineXBRL/transformation/{REGISTRIES[registry]}"
    try:
        assert Decimal(printed_number(text, (uri, name), scale, None)) >= 0
    except FactError as error:
        assert not isinstance(error, UnknownFormatError)  # noqa: PT017 - any other error fails
