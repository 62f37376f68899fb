"""XBRL as ledgers: facts, contexts, units, sums; written by us in XML and JSON, and three real files where they are."""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import pytest
from filings import (
    ROLE,
    SUMMATION_11,
    Stated,
    arc,
    instance,
    linkbase,
    report_in_json,
    verdicts,
    write,
)
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.faces.command import main
from reconcile.faces.ledger_object import Ledger
from reconcile.reading.reported_numbers import FactError, plain_number
from reconcile.reading.xbrl.company_facts import decimals_of_zeros
from reconcile.reading.xbrl.fact_cells import decimals_of_precision, fact_period

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "xbrl"
PARTS = ("PartA", "PartB", "PartC")
CONTEXTS = (
    {"end": "2024-12-31"},
    {"end": "2024-12-31", "start": "2024-12-31"},
    {"end": "2024-12-31", "start": "2024-01-01"},
    {"end": "2023-12-31", "member": "North"},
)


def in_xml(folder, facts, links=""):
    return Ledger.read(write(Path(folder), facts, links))


def in_json(folder, facts):
    path = Path(folder) / "filing.json"
    path.write_text(report_in_json(facts), encoding="utf-8")
    return Ledger.read(path)


def identities(ledger):
    """By total and verdict how often a sum was decided."""
    found = run(ledger, checks=["identity"]).findings
    return Counter(zip(found["rule"].str.extract("`(.*?)`")[0], found["verdict"], strict=True))


def printed(value, decimals):
    """A whole number at so many decimals, at most 0, rounded."""
    step = 10**-decimals
    return str((value + step // 2) // step * step)


WEIGHTS = st.sampled_from(["1", "-1", "1.0", "0.5"])


@st.composite
def filings(draw):
    """Facts of a few contexts, honest or with an error, duplicates, nils and gaps; and the parts' weights."""
    weights = dict(zip(PARTS, draw(st.tuples(WEIGHTS, WEIGHTS, WEIGHTS)), strict=True))
    facts = []
    for context in draw(st.lists(st.sampled_from(CONTEXTS), min_size=1, unique_by=str)):
        true = {part: 2 * draw(st.integers(-3000, 3000)) for part in PARTS}
        true["Total"] = int(sum(Fraction(weights[part]) * true[part] for part in PARTS))
        wrong = draw(st.sampled_from([None, None, *PARTS, "Total"]))
        for concept, value in true.items():
            said = value + draw(st.sampled_from([1, -10, 100, 2000])) if concept == wrong else value
            for decimals in draw(st.sampled_from([(0,), (-1,), (-2,), (None,), (0, -2), (), ("nil",)])):
                if decimals == "nil":
                    facts.append(Stated(concept, None, **context))
                else:
                    facts.append(Stated(concept, printed(said, decimals or 0), decimals, **context))
    return facts, weights


@costly(2, least=3)
@given(filings())
def test_sums_are_decided_as_by_plain_fractions(made):
    facts, weights = made
    if not any(fact.value is not None for fact in facts):
        return
    arcs = [arc("Total", part, weight, order=number) for number, (part, weight) in enumerate(weights.items())]
    links = linkbase({ROLE: arcs}, ["Total", *PARTS])
    wanted = verdicts(facts, {"Total": {part: Fraction(weight) for part, weight in weights.items()}})
    with TemporaryDirectory() as folder:
        found = identities(in_xml(folder, facts, links))
    decided = Counter(
        verdict == "conflict" for (_, verdict), n in found.items() for _ in range(n) if verdict != "unchecked"
    )
    assert decided == Counter(not fits for fits in wanted.values())


@given(filings())
def test_xml_and_json_say_the_same(made):
    facts = [fact for fact in made[0] if fact.value is not None]
    if not facts:
        return
    with TemporaryDirectory() as folder:
        xml, js = in_xml(folder, facts).claims, in_json(folder, facts).claims
    assert xml.equals(js)


def test_facts_keep_what_tells_them_apart(tmp_path):
    facts = [
        Stated("A", "1", end="2024-12-31"),
        Stated("A", "2", end="2024-12-31", start="2024-12-31"),
        Stated("A", "3", end="2024-12-31", start="2024-01-01"),
        Stated("A", "4", end="2024-12-31", member="North"),
        Stated("A", "5", decimals=None, unit="EUR"),
        Stated("B", "0.25", decimals=2, unit="pure"),
        Stated("C", "1.5", decimals=1, unit="each"),
        Stated("D", "7", unit="thousand"),
    ]
    for ledger in (in_xml(tmp_path, facts), in_json(tmp_path, facts)):
        claims = ledger.claims
        assert list(claims["period"]) == ["2024-12-31", "2024-12-31", "2024", *["2024-12-31"] * 5]
        assert list(claims["time"]) == ["", "one day", *[""] * 6]
        assert list(claims["ex:Axis"])[3] == "ex:North"
        assert list(claims["decimals"]) == ["0", "0", "0", "0", "exact", "2", "1", "0"]
        assert list(claims["unit"]) == ["USD", "USD", "USD", "USD", "EUR", "", "USD/shares", "XBRL thousand"]
        assert list(claims["measured_in"])[3:6] == ["USD", "EUR", "pure"]
        assert ledger.measure("ex:A").signed
        assert run(ledger, checks=["agreement"]).findings.empty
        ledger.write(tmp_path / "ledger")
        assert Ledger.read(tmp_path / "ledger") == ledger


def test_an_instant_is_no_part_of_a_duration_of_its_day(tmp_path):
    facts = [Stated("Total", "5", start="2024-12-31"), Stated("PartA", "7")]
    links = linkbase({ROLE: [arc("Total", "PartA")]}, ["Total", "PartA"])
    assert "conflict" not in {verdict for _, verdict in identities(in_xml(tmp_path, facts, links))}


def test_a_nil_is_no_number_and_beside_a_number_it_is_said(tmp_path):
    facts = [Stated("A", None), Stated("A", "5"), Stated("B", None)]
    for ledger in (in_xml(tmp_path, facts), in_json(tmp_path, facts)):
        assert len(ledger.claims) == 1
        assert "2 facts are nil: no number, and no part of a sum" in ledger.read_as
        assert "given as nil and with a number, which contradict each other: ex:A 2024-12-31" in ledger.read_as
        (message,) = run(ledger, checks=["schema"]).conflicts["message"]
        assert message == "5, and filing reports the same without any value, too; one of the two is wrong"


def test_duplicates_of_one_precision_must_be_equal(tmp_path):
    facts = [Stated("A", "10"), Stated("A", "11"), Stated("B", "100", -2), Stated("B", "110", -1)]
    for ledger in (in_xml(tmp_path, facts), in_json(tmp_path, facts)):
        found = run(ledger, checks=["agreement"]).findings
        assert sorted(zip(found["verdict"], found["claims"].str.len(), strict=True)) == [
            ("conflict", 2),
            ("rounding", 2),
        ]


def test_digits_beyond_the_decimals_are_a_finding(tmp_path):
    for ledger in (in_xml(tmp_path, [Stated("A", "783.4")]), in_json(tmp_path, [Stated("A", "783.4")])):
        found = run(ledger, checks=["schema"]).findings
        assert list(found["verdict"]) == ["conflict"]


ROLES = [ROLE, "http://example.org/role/Other"]


def texts(tmp_path, roles, facts=None):
    facts = facts or [Stated(concept, "1") for concept in ("Total", *PARTS)]
    return [
        (rule.text, rule.name, rule.missing)
        for rule in in_xml(tmp_path, facts, linkbase(roles, ("Total", *PARTS))).rules
    ]


def test_a_sum_is_a_role_and_a_total_with_its_weights_in_order(tmp_path):
    arcs = [arc("Total", "PartB", "-1.00", order=2), arc("Total", "PartA", "0.5"), arc("PartB", "PartC")]
    other = [arc("Total", "PartC", arcrole=SUMMATION_11), arc("PartB", "PartC"), arc("Total", "PartA", arcrole="x")]
    assert texts(tmp_path, dict(zip(ROLES, (arcs, other), strict=True))) == [
        ("`ex:Total` = 0.5 * `ex:PartA` - `ex:PartB`", ROLE, "zero"),
        ("`ex:PartB` = `ex:PartC`", ", ".join(ROLES), "zero"),
        ("`ex:Total` = `ex:PartC`", ROLES[1], "zero"),
    ]


@pytest.mark.parametrize(
    ("prohibiting", "left"),
    [
        ({"priority": 3}, False),
        ({"priority": 2}, False),
        ({"priority": 1}, True),
        ({"priority": 3, "order": 7}, True),
        ({"priority": 3, "weight": -1}, True),
    ],
)
def test_an_arc_is_prohibited_by_an_equivalent_one_of_no_lower_priority(tmp_path, prohibiting, left):
    arcs = [
        arc("Total", "PartA", priority=2),
        arc("Total", "PartB"),
        arc("Total", "PartA", use="prohibited", **prohibiting),
    ]
    (rule,) = texts(tmp_path, {ROLE: arcs})
    assert ("PartA" in rule[0]) == left


def test_a_pair_that_stands_twice_in_a_role_is_an_error(tmp_path):
    arcs = [arc("Total", "PartA", order=1), arc("Total", "PartA", order=2)]
    with pytest.raises(LedgerError, match="'ex:PartA' is a part of 'ex:Total' twice in role"):
        texts(tmp_path, {ROLE: arcs})
    assert len(texts(tmp_path, {ROLE: arcs[:1], ROLES[1]: arcs[1:]})) == 1


def test_a_part_that_is_never_in_the_unit_of_its_total_is_left_out_and_said(tmp_path):
    facts = [Stated("Total", "1"), Stated("PartA", "1"), Stated("PartB", "3", unit="shares")]
    links = linkbase({ROLE: [arc("Total", "PartA"), arc("Total", "PartB")]}, ("Total", "PartA", "PartB"))
    ledger = in_xml(tmp_path, facts, links)
    assert [rule.text for rule in ledger.rules] == ["`ex:Total` = `ex:PartA`"]
    assert "never in a unit of ex:Total, and no part of its sum: ex:PartB" in ledger.read_as


def test_parts_of_two_units_whose_total_nobody_reports_are_read(tmp_path):
    facts = [Stated("PartA", "1"), Stated("PartB", "3", unit="shares")]
    links = linkbase({ROLE: [arc("Total", "PartA"), arc("Total", "PartB")]}, ("Total", "PartA", "PartB"))
    ledger = in_xml(tmp_path, facts, links)
    assert [rule.text for rule in ledger.rules] == ["`ex:Total` = `ex:PartA`"]
    assert "never in a unit of ex:PartA, and no part of ex:Total's sum: ex:PartB" in ledger.read_as


def test_a_total_in_two_units_is_summed_in_each_of_what_is_reported_in_it(tmp_path):
    facts = [
        *(Stated("Total", "5", unit=unit) for unit in ("USD", "EUR")),
        *(Stated(part, "5", unit=unit) for part, unit in (("PartA", "USD"), ("PartB", "EUR"))),
    ]
    links = linkbase({ROLE: [arc("Total", "PartA"), arc("Total", "PartB")]}, ("Total", "PartA", "PartB"))
    ledger = in_xml(tmp_path, facts, links)
    assert sorted(rule.text for rule in ledger.rules) == ["`ex:Total` = `ex:PartA`", "`ex:Total` = `ex:PartB`"]
    assert sorted(run(ledger).xbrl()[["unit", "result"]].values.tolist()) == [
        ["EUR", "consistent"],
        ["USD", "consistent"],
    ]


def test_linkbases_are_those_a_filing_refers_to_else_those_beside_it_and_of_one_report(tmp_path):
    facts = [Stated("Total", "1"), Stated("PartA", "1")]
    one = linkbase({ROLE: [arc("Total", "PartA")]}, ("Total", "PartA"))
    two = linkbase({ROLE: [arc("PartA", "Total")]}, ("Total", "PartA"))
    (tmp_path / "named.xml").write_text(two, encoding="utf-8")
    schema = '<xs:schema xmlns:xs="x"><link:linkbaseRef xlink:type="simple" xlink:href="named.xml"/></xs:schema>'
    (tmp_path / "own.xsd").write_text(schema, encoding="utf-8")
    for name in ("own.xsd", "named.xml"):
        refers = f'<link:schemaRef xlink:href="{name}"/>'
        ledger = Ledger.read(write(tmp_path, facts, one, refers))
        assert [rule.text for rule in ledger.rules] == ["`ex:PartA` = `ex:Total`"]
        assert "sums of named.xml, which it refers to" in ledger.read_as
    (tmp_path / "named.xml").unlink()
    ledger = in_xml(tmp_path, facts, one)
    assert [rule.text for rule in ledger.rules] == ["`ex:Total` = `ex:PartA`"]
    assert "sums of filing_cal.xml, which stands beside it" in ledger.read_as
    (tmp_path / "other.xml").write_text(instance(facts), encoding="utf-8")
    assert in_xml(tmp_path, facts, one).rules == ()


def test_nothing_outside_the_filings_folder_is_read(tmp_path):
    secret = linkbase({ROLE: [arc("Total", "PartA")]}, ("Total", "PartA"))
    (tmp_path / "secret.xml").write_text(secret, encoding="utf-8")
    inner = tmp_path / "filing"
    inner.mkdir()
    (inner / "link.xml").symlink_to(tmp_path / "secret.xml")
    facts = [Stated("Total", "1"), Stated("PartA", "1")]
    for href in ("../secret.xml", str(tmp_path / "secret.xml"), "file:///etc/passwd", "link.xml", "%2e%2e/secret.xml"):
        assert Ledger.read(write(inner, facts, "", f'<link:linkbaseRef xlink:href="{href}"/>')).rules == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('contextRef="c0"', 'contextRef="c9"', "ex:A: there is no context 'c9'"),
        ('unitRef="USD"', 'unitRef="x"', "ex:A: there is no unit 'x'"),
        (">5<", ">5,0<", "'5,0' is no number"),
        (">5<", ">1E999999999<", "is longer than 1000 digits"),
        ('decimals="0"', 'decimals="many"', "decimals 'many' is neither a whole number up to 999 nor INF"),
        ('decimals="0"', 'decimals="0" precision="1"', "needs either decimals or precision"),
        (' decimals="0"', "", "needs either decimals or precision"),
        ("<xbrli:instant>2024-12-31", "<xbrli:instant>2024-02-30", "'2024-02-30' does not exist"),
        ("iso4217:EUR", "iso9:EUR", "'iso9:EUR' is no name with a declared prefix"),
        ('id="EUR"', 'id="USD"', "unit 'USD' needs an id of its own"),
        ("</xbrli:xbrl>", "", "is no XML that can be read"),
    ],
)
def test_what_is_wrong_with_a_filing_is_said_with_its_line(tmp_path, old, new, words):
    path = write(tmp_path, [Stated("A", "5"), Stated("B", "6")])
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        Ledger.read(path)
    (problem,) = caught.value.problems
    assert words in problem.message
    assert problem.file == "filing.xml"
    assert problem.line


@pytest.mark.parametrize(
    ("arcs", "words"),
    [
        ([arc("Total", "Nowhere")], "an arc ends at 'Nowhere', and there is no loc of that label"),
        ([arc("Total", "PartA", "0")], "an arc has weight 0"),
        ([arc("Total", "PartA", "one")], "an arc needs a weight that is a number, found 'one'"),
        ([arc("Total", "PartA", priority="high")], "priority 'high' is no whole number"),
        ([arc("Total", "Total")], "'ex:Total' is a part of itself"),
    ],
)
def test_what_is_wrong_with_a_linkbase_is_said(tmp_path, arcs, words):
    with pytest.raises(LedgerError) as caught:
        texts(tmp_path, {ROLE: arcs})
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ("[]", "holds no object"),
        ('{"facts": {}}', "no documentInfo with a documentType"),
        (
            '{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl"}}',
            "documentType https://xbrl.org/2021/xbrl",
        ),
        ('{"a": 1, "a": 2}', "'a' stands twice in one object"),
        (
            '{"documentInfo": {"documentType": "xbrl/xbrl-json"}, "facts": {"f": {"value": NaN, "dimensions": {}}}}',
            "its dimensions name no concept",
        ),
        ('{"cik": 1, "facts": {"dei": []}}', "is no facts of a company"),
    ],
)
def test_json_that_is_no_report_is_refused(tmp_path, text, words):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        Ledger.read(tmp_path / "a.json")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": 1.5}, None),  # a number of JSON, digit for digit
        ({"value": True}, "its value is neither text nor null"),
        ({"value": "five"}, "value 'five' is no number, and has a unit or decimals"),
        ({"decimals": 1.5}, "decimals '1.5' is neither"),
        ({"dimensions": {}}, "its dimensions name no concept"),
        ({"dimensions": {"concept": "a:b", "period": "2024-12-31"}}, "expected a date and time"),
        ({"dimensions": {"concept": "a:b", "axis": "m"}}, "dimension 'axis' is none of XBRL's own"),
    ],
)
def test_what_is_wrong_with_a_fact_in_json_is_said(tmp_path, change, words):
    tree = json.loads(report_in_json([Stated("A", "5", 1), Stated("B", "6")]))
    tree["facts"]["f0"] |= change
    (tmp_path / "a.json").write_text(json.dumps(tree), encoding="utf-8")
    if words is None:
        assert "1.5" in set(Ledger.read(tmp_path / "a.json").claims["value"])
        return
    with pytest.raises(LedgerError) as caught:
        Ledger.read(tmp_path / "a.json")
    (problem,) = caught.value.problems
    assert problem.message.startswith("fact 'f0': ")
    assert words in problem.message


@given(st.integers(-(10**6), 10**6).filter(bool), st.integers(-6, 6), st.integers(1, 9))
def test_precision_keeps_so_many_significant_digits(digits, power, precision):
    value = plain_number(f"{digits}E{power}")
    decimals = int(decimals_of_precision(value, str(precision)))
    number = abs(Fraction(value))
    # The last digit that counts is `precision - 1` places below the first.
    assert Fraction(10) ** (precision - 1 - decimals) <= number < Fraction(10) ** (precision - decimals)


@given(st.from_regex(r"[+-]?([0-9]{1,5}(\.[0-9]{0,4})?|\.[0-9]{1,4})([eE][+-]?[0-9]{1,2})?", fullmatch=True))
def test_numbers_are_kept_digit_for_digit(text):
    if text.isascii():
        assert Fraction(plain_number(text)) == Fraction(
            text if not text.lstrip("+-").startswith(".") else text.replace(".", "0.", 1)
        )
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain_number(text))


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_zeros_at_the_end_are_rounding(digits, places):
    value = plain_number(f"{digits}E-{places}")
    step = Fraction(10) ** -int(decimals_of_zeros(value))
    assert (Fraction(value) / step).denominator == 1
    assert not digits or (Fraction(value) / step / 10).denominator != 1


def test_moments_of_a_day():
    assert fact_period(None, "2024-12-31T24:00:00") == fact_period(None, "2025-01-01T00:00:00")
    assert fact_period(None, "2024-12-31T12:00:00").time == "at 2024-12-31T12:00:00"
    assert fact_period(None, "2025-01-01T00:00:00Z").time == "at 2025-01-01T00:00:00Z"
    assert fact_period(None, None).days == "0001/9999"
    for start, end in (("2024-12-31", "2024-01-01"), ("2024-01-01", None), (None, "0001-01-01T00:00:00"), (None, "x")):
        with pytest.raises(FactError):
            fact_period(start, end)


COMPANY = {
    "cik": "0000000001",
    "entityName": "Example",
    "facts": {
        "ex": {
            "Assets": {
                "label": "Assets, Total",
                "units": {
                    "USD": [
                        {
                            "end": "2023-12-31",
                            "val": 383400,
                            "accn": "a",
                            "filed": "2024-02-01",
                            "fy": 2023,
                            "form": "10-K",
                        },
                        {
                            "end": "2023-12-31",
                            "val": 391000,
                            "accn": "b",
                            "filed": "2025-02-01",
                            "fy": 2024,
                            "form": "10-K",
                        },
                        {
                            "end": "2023-12-31",
                            "val": 391000,
                            "accn": "b",
                            "filed": "2025-02-01",
                            "fy": 2023,
                            "form": "10-K",
                        },
                        {"end": "2024-12-31", "val": 400, "accn": "b", "filed": "2025-02-01"},
                    ]
                },
            }
        }
    },
}


def test_facts_of_a_company_are_a_series_of_filings_in_which_restatements_are_revisions(tmp_path):
    (tmp_path / "facts.json").write_text(json.dumps(COMPANY), encoding="utf-8")
    ledger = Ledger.read(tmp_path / "facts.json")
    assert list(ledger.claims["decimals"]) == ["-2", "-3", "-2"]
    assert list(ledger.sources["series"].unique()) == ["CIK0000000001"]
    assert list(ledger.sources["published"]) == ["2024-02-01", "2025-02-01"]
    assert "it does not say how exact numbers are: zeros at their ends are read as rounding" in ledger.read_as
    assert "given again word for word for the same filing, read once: 1" in ledger.read_as
    assert list(run(ledger).findings["verdict"]).count("revision") == 1


def test_the_command_line_audits_a_filing(tmp_path, capsys):
    facts = [Stated("Total", "9"), Stated("PartA", "4"), Stated("PartB", "4")]
    links = linkbase({ROLE: [arc("Total", "PartA"), arc("Total", "PartB")]}, ("Total", "PartA", "PartB"))
    path = write(tmp_path, facts, links)
    assert main(["audit", str(path)]) == 0  # 4.5 + 4.5 = 9
    path.write_text(instance([Stated("Total", "10"), *facts[1:]]), encoding="utf-8")
    assert main(["audit", str(path)]) == 1
    assert "filing.xml" in capsys.readouterr().out


def test_sums_are_told_in_the_words_of_calculations_and_those_with_all_parts_first(tmp_path):
    years = [{"end": f"{year}-12-31"} for year in range(2019, 2025)]
    facts = [
        *(Stated(one, value, **years[0]) for one, value in (("Total", "5"), ("PartA", "2"), ("PartB", "2"))),
        *(Stated(one, value, **years[1]) for one, value in (("Total", "5"), ("PartA", "2"))),
        *(Stated(one, value, **years[2]) for one, value in (("Total", "9"), ("PartA", "2"), ("PartB", "2"))),
        *(Stated(one, value, **years[3]) for one, value in (("Total", "9"), ("PartA", "4.5"), ("PartB", "5"))),
        *(Stated(one, value, **years[4]) for one, value in (("Total", "9"), ("Total", "8"), ("PartA", "8"))),
        Stated("Total", "9", **years[5]),
    ]
    links = linkbase({role: [arc("Total", "PartA"), arc("Total", "PartB")] for role in ROLES}, ("Total", *PARTS))
    found = run(in_xml(tmp_path, facts, links)).xbrl()
    assert found["role"].value_counts().to_dict() == dict.fromkeys(ROLES, 6)
    found = found[found["role"] == ROLE]
    told = [
        (result, at["period"][:4], complete)
        for result, at, complete in found[["result", "context", "complete"]].itertuples(index=False)
    ]
    assert told == [
        ("inconsistent", "2021", True),
        ("inconsistent", "2020", False),
        ("inconsistent duplicates", "2023", False),
        ("excess digits", "2022", True),
        ("consistent", "2019", True),
        ("not bound", "2024", False),
    ]
    assert set(found["total"]) == {"ex:Total"}
    assert set(found["unit"]) == {"USD"}


def real(name):
    path = REAL / name
    return pytest.param(
        path, marks=[] if path.exists() else pytest.mark.skip(reason=f"{name} is not beside the project")
    )


def counted(folder):
    """What another reader finds: facts with a unit, and the sums that bind, by whether they are consistent."""
    ns = "{http://www.xbrl.org/2003/instance}"
    link, xlink = "{http://www.xbrl.org/2003/linkbase}", "{http://www.w3.org/1999/xlink}"
    root = ET.parse(folder / "instance.xml").getroot()
    contexts = {
        one.get("id"): "".join(re.sub(r"\s+", " ", ET.tostring(child, "unicode")) for child in one)
        for one in root.iter(f"{ns}context")
    }
    numbers = [one for one in root if one.get("unitRef") and one.text]
    facts = []
    for one in numbers:
        decimals = one.get("decimals")
        facts.append(
            Stated(
                one.tag.rpartition("}")[2],
                one.text,
                None if decimals == "INF" else int(decimals),
                end=contexts[one.get("contextRef")],
                unit=one.get("unitRef"),
            )
        )
    sums = set()
    for each in ET.parse(folder / "cal.xml").getroot().iter(f"{link}calculationLink"):
        parts = {}
        for one in each.iter(f"{link}calculationArc"):
            total, part = (one.get(f"{xlink}{end}").partition("_")[2] for end in ("from", "to"))
            parts.setdefault(total, {})[part] = Fraction(one.get("weight"))
        sums |= {(total, tuple(sorted(found.items()))) for total, found in parts.items()}
    decided = Counter()
    for total, parts in sums:
        decided.update(verdicts(facts, {total: dict(parts)}).values())
    return len(numbers), len(sums), decided


@pytest.mark.parametrize("folder", [real("nflx-10q-2010"), real("nflx-10k-2010")])
def test_real_filings_are_read_whole_and_decided_as_by_plain_fractions(folder):
    facts, sums, decided = counted(folder)
    ledger = Ledger.read(folder / "instance.xml")
    assert (len(ledger.claims), len(ledger.rules)) == (facts, sums)
    found = Counter()
    for (_, verdict), count in identities(ledger).items():
        if verdict != "unchecked":
            found[verdict != "conflict"] += count
    assert found == decided


@pytest.mark.parametrize("path", [real("companyfacts-lpa.json")])
def test_real_facts_of_a_company_have_their_restatements_as_revisions(path):
    ledger = Ledger.read(path)
    assert (len(ledger.claims), len(ledger.sources)) == (768, 3)
    found = run(ledger, checks=["agreement"]).findings
    assert Counter(found["verdict"])["revision"] == 23
    assert "conflict" not in set(found["verdict"])
