"""What is wrong with a ledger is said all at once, with file and line, and never as a traceback."""

from __future__ import annotations

import os

import pytest

from conftest import SETTINGS, SOURCE
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger

HEADER = "source,measure,period,value,decimals\n"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join(['*' + before] * 10)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
A = "sources/a.yaml"


def claim(words: str) -> dict[str, str]:
    return {A: "source: {title: Report}\nclaims:\n  - {" + words + "}\n"}


BROKEN_FILES = {
    "half a file": (
        {A: SOURCE[:-10]},
        (
            f"{A}:3: not YAML that can be read: while scanning a quoted scalar begun in line 3: "
            "found unexpected end of stream"
        ),
    ),
    "a tab for indentation": (
        {A: "source:\n\ttitle: x\n"},
        (
            f"{A}:2: not YAML that can be read: while scanning for the next token begun in line 2: "
            "found character that cannot start any token"
        ),
    ),
    "a duplicate key": (
        claim("measure: m, period: 2024, measure: n, reported: '1'"),
        f"{A}:3: key 'measure' is there twice, first in line 3",
    ),
    "a comma in a text": (
        {"ledger.yaml": "measures:\n  exports: {title: Exports, plus}\n"},
        (
            "ledger.yaml:2: 'plus' has no value: a comma within {…} ends what stands before it; quote a text with one: "
            '"Exports, plus"'
        ),
    ),
    "a comma after which all goes on": (
        {"ledger.yaml": "measures:\n  exports: {title: Exports, plus , kind: flow}\n"},
        (
            "ledger.yaml:2: 'plus' has no value: a comma within {…} ends what stands before it; quote a text with one: "
            '"Exports, plus"'
        ),
    ),
    "an empty file": ({A: ""}, f"{A}: the file is empty"),
    "only a comment": ({A: "# later\n"}, f"{A}: the file is empty"),
    "a binary file": ({A: b"\x89PNG\r\n\x1a\n\x00"}, f"{A}:1: not UTF-8 text: byte 0x89"),
    "another encoding": ({A: "# é\nsource: {}".encode("latin-1")}, f"{A}:1: not UTF-8 text: byte 0xe9"),
    "a NUL byte": ({A: b"a: b\nc: \x00"}, f"{A}:2: not a text file: control character '\\x00'"),
    "two documents": ({A: SOURCE + "---\n"}, f"{A}:4: a second document ('---') in one file"),
    "a tag that runs code": (
        {A: "source: !!python/object/apply:os.abort []"},
        (
            f"{A}:1: a tag (tag:yaml.org,2002:python/object/apply:os.abort): "
            "a ledger holds plain text, lists and mappings only"
        ),
    ),
    "exploding aliases": ({A: BOMB}, f"{A}:4: aliases repeat more than 10000 values; write them out"),
    "deep nesting": ({A: "a: " + "[" * 10_000}, f"{A}:1: nested more than 30 deep"),
    "deep nesting that ends": ({A: "a: " + "[" * 30 + "]" * 30}, f"{A}:1: nested more than 30 deep"),
    "deep nesting by and by": ({A: "a:\n" + " [{a:\n" * 10_000}, f"{A}:16: nested more than 30 deep"),
    "deep nesting further down": ({A: "a:\n- [[\n" + "[" * 10_000}, f"{A}:3: nested more than 30 deep"),
    "an alias of nothing": (
        {A: "source: *x"},
        f"{A}:1: alias *x names nothing that was complete before it",
    ),
    "an alias of itself": (
        {A: "source: &x [*x]"},
        f"{A}:1: alias *x names nothing that was complete before it",
    ),
    "a list as a key": ({A: "? [a]\n: b"}, f"{A}:1: a key must be text, found a list or a mapping"),
    "an endless key": ({A: f"? {'k' * 1001}\n: b"}, f"{A}:1: a key of more than 1000 characters"),
    "the wrong ending": (
        {"sources/b.yml": SOURCE},
        "sources/b.yml: a ledger's YAML files end in .yaml: name it sources/b.yaml",
    ),
    "a folder named as a file": ({"sources/b.yaml/c": ""}, "sources/b.yaml: is not a file"),
    "a name with a newline": (
        {"sources/b\nc.yaml": SOURCE},
        "sources/b\\nc.yaml: the file's name is no text for people; rename it",
    ),
    "a text for the claims": (
        {A: "source: {title: R}\nclaims: abc"},
        f"{A}:2: 'claims' in a source's file must be a list, found 'abc'",
    ),
    "a text for a claim": (
        {A: "source: {title: R}\nclaims: [abc]"},
        f"{A}:2: a claim must be a mapping (claim, measure, area …), found 'abc'",
    ),
    "nothing for a claim": (
        {A: "source: {title: R}\nclaims:\n  -\n"},
        f"{A}:3: a claim that says nothing",
    ),
    "a list for a text": (claim("measure: [m], period: 2024, reported: '1'"), None),
    "no source": (
        {A: "claims: []"},
        f"{A}:1: no 'source:' that says which document the claims come from",
    ),
}

BAD_CLAIMS = {
    "measure: m, perod: 2024, reported: '1'": (
        f"{A}:3: a claim needs a period",
        (
            f"{A}:3: unknown key in a claim: 'perod'; did you mean 'period'? "
            "(a further dimension must be declared in ledger.yaml: dimensions: […])"
        ),
    ),
    "status: final": (
        f"{A}:3: a claim needs a measure",
        f"{A}:3: a claim needs a period",
        f"{A}:3: a claim needs its figure: the words in 'reported', or 'value' and 'decimals'",
    ),
    "measure: m, period: 2024, status: fnal, stat: grwth, value: 1, decimals: 0, qualifier: circa": (
        f"{A}:3: unknown qualifier 'circa'; known are exact, about, nearly, over, at_least, under, at_most, range",
        f"{A}:3: unknown stat 'grwth'; did you mean 'growth'?",
        f"{A}:3: unknown status 'fnal'; did you mean 'final'?",
    ),
    "measure: m, period: 2024-13, status: fnal, reported: nonsense": (
        f"{A}:3: '2024-13' does not exist: a year has months 1 to 12",
        f"{A}:3: 'nonsense': expected a number, found 'nonsense'",
        f"{A}:3: unknown status 'fnal'; did you mean 'final'?",
    ),
    "measure: m, period: 2024, reported: '1%', stat: growth": (
        f"{A}:3: growth needs a base: the period compared with, or a status such as forecast",
    ),
    "measure: m, period: 2024, reported: '1%', stat: growth, base: 2024": (
        f"{A}:3: growth of 2024 compared with itself",
    ),
    "measure: m, period: 2024, reported: '1%', stat: growth, base: 2023-Q5": (
        f"{A}:3: '2023-Q5' does not exist: a year has quarters 1 to 4",
    ),
    "measure: m, period: 2024, reported: '1%', stat: share": (f"{A}:3: share needs a base: the whole's measure",),
    "measure: m, period: 2024, reported: '1', base: 2023": (
        f"{A}:3: base '2023' without a stat: say whether it is growth, change, share, ratio, mean or contribution",
    ),
    "measure: m, period: 2024-11, reported: '1', stat: mean, base: quarter": (
        f"{A}:3: 2024-11 cannot be divided into parts of one quarter",
    ),
    "measure: m, reported: '1', stat: mean, base: month": (f"{A}:3: a claim needs a period",),
    "measure: m, period: 2024, reported: '1', stat: mean, base: months": (
        f"{A}:3: unknown base of a mean: 'months'; did you mean 'month'?",
    ),
    "measure: m, period: 2024, reported: '1', value: 1, decimals: 0": (
        f"{A}:3: reported '1' and a value: give the words or the number, not both",
    ),
    "measure: m, period: 2024, reported: '1', decimals: 0, qualifier: about, value_high: 2": (
        f"{A}:3: qualifier 'about' beside reported: the words say it themselves",
        f"{A}:3: value_high '2' beside reported: the words say it themselves",
    ),
    "measure: m, period: 2024, reported: $5, unit: million USD": (
        (
            f"{A}:3: '$5' has no scale and the unit 'million USD' has one: write the scale word in the figure, or give "
            "the claim the unit 'USD'"
        ),
    ),
    "measure: m, period: 2024, value: 1.5": (
        f"{A}:3: value '1.5' needs decimals: the digits right of the point in base units (-6: millions), or exact",
    ),
    "measure: m, period: 2024, value: NaN, decimals: 0": (
        f"{A}:3: value 'NaN' is no plain decimal such as -1234.50; the verbatim words belong in 'reported'",
    ),
    "measure: m, period: 2024, value: Infinity, decimals: 0": (
        f"{A}:3: value 'Infinity' is no plain decimal such as -1234.50; the verbatim words belong in 'reported'",
    ),
    "measure: m, period: 2024, value: '1,234', decimals: 0": (
        f"{A}:3: value '1,234' is no plain decimal such as -1234.50; the verbatim words belong in 'reported'",
    ),
    "measure: m, period: 2024, value: '1', decimals: many": (
        f"{A}:3: decimals 'many' is neither a whole number up to 999 nor 'exact'",
    ),
    "measure: m, period: 2024, value: '1', decimals: 0, qualifier: range": (
        f"{A}:3: value '1' with qualifier 'range' needs a value_high",
    ),
    "measure: m, period: 2024, value: '1', decimals: 0, qualifier: exact, value_high: '2'": (
        f"{A}:3: value_high '2' with qualifier 'exact': two numbers are a range",
    ),
    f"measure: m, period: 2024, value: '{'1' * 1001}', decimals: 0": (
        f"{A}:3: value '{'1' * 59}…' is longer than 1000 digits",
    ),
    "measure: m, period: 2024, reported: '5 USD', stat: growth, base: 2023": (
        f"{A}:3: unit USD does not fit: a growth is in percent",
    ),
    "measure: m, period: 2024, reported: '5 kWh', stat: ratio, base: n": (
        f"{A}:3: unit kWh does not fit: a ratio is in a pure number or times or percent",
    ),
    "measure: m, period: 2024, reported: '1', at: 1.5": (f"{A}:3: at '1.5' is not a whole number",),
    "measure: ' m', period: 2024, reported: '1'": (f"{A}:3: white space around measure ' m'",),
    f"measure: m, period: 2024, reported: '1', quote: {'q' * 100_001}": (
        f"{A}:3: quote is longer than 100000 characters",
    ),
}

SOURCE_LINES = """\
source:
  id: a
  publishd: x
  published: 2025-13-01
  language: xx-klingon
  sha256: abc
  rounding: up
  reliability: -1
  text: ../../etc/passwd
claims: []
"""

SETTINGS_LINES = """\
titel: x
defaults: {status: x}
measures:
  trade: {kind: flw, signed: maybe, sum: {total: x}}
  ' m': {}
accepted:
  - {finding: a}
  - {finding: a, reason: b, until: tomorrow, residual: 1e5}
hedges: {about: 5%}
dimensions: [status, {a: b}, ' x']
rules:
  - trade <= 5 VND
  - {rule: trade <= 5 USD, missing: none, where: {area: [{}]}}
  - {name: x}
  - trade >= 0
  - {rule: trade >= 0, name: sign}
  - trade = expots + trad
  - trade = (exports)
"""


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_a_file_that_is_broken_says_so(name, write, problems):
    files, message = BROKEN_FILES[name]
    found = problems(write(files))
    assert message in found if message else found


@pytest.mark.parametrize("words", BAD_CLAIMS)
def test_a_claim_that_makes_no_sense_says_so(words, write, problems):
    assert problems(write(claim(words))) == list(BAD_CLAIMS[words])


def test_all_that_is_wrong_with_a_source_is_said_at_once(write, problems):
    assert problems(write({A: SOURCE_LINES})) == [
        f"{A}:2: published: '2025-13-01' does not exist: month must be in 1..12",
        f"{A}:2: reliability '-1' is not a positive plain decimal",
        f"{A}:2: sha256 'abc' is not 64 hexadecimal digits",
        f"{A}:2: text '../../etc/passwd' must be a plain relative name that stays in its folder",
        f"{A}:2: unknown language 'xx-klingon': give a code such as vi, en or pt-BR",
        f"{A}:2: unknown rounding 'up'; known are nearest, truncate",
        f"{A}:3: unknown key in source: 'publishd'; did you mean 'published'?",
    ]


def test_all_that_is_wrong_with_the_settings_is_said_at_once(write, problems):
    source = SOURCE.replace("{title: Report}", "{title: Report, language: vi}")
    assert problems(write({"ledger.yaml": SETTINGS_LINES, A: source})) == [
        "ledger.yaml:1: unknown key in ledger.yaml: 'titel'; did you mean 'title'?",
        "ledger.yaml:2: unknown status 'x'; known are target, forecast, estimate, provisional, final, revised",
        "ledger.yaml:4: the sum of measure 'trade' needs 'over': a dimension",
        "ledger.yaml:4: unknown kind 'flw'; did you mean 'flow'?",
        "ledger.yaml:4: unknown signed: 'maybe'; known are true, false",
        "ledger.yaml:5: a measure named ' m': give it a name without spaces around",
        "ledger.yaml:7: an accepted finding needs a 'reason'",
        "ledger.yaml:8: residual '1e5' is not a plain decimal in base units",
        "ledger.yaml:8: until 'tomorrow' is not a day such as 2027-12-31",
        "ledger.yaml:9: hedge 'about': '5%' is not a plain decimal between 0 and 1, such as 0.05",
        "ledger.yaml:10: 'dimensions' in ledger.yaml lists texts, found a mapping",
        "ledger.yaml:10: 'status' is a column of every ledger and cannot be a dimension",
        "ledger.yaml:10: a dimension named ' x': give it a short name without spaces around",
        "ledger.yaml:12: trade <= 5 VND: units do not agree: trade is USD, 5 is VND",
        "ledger.yaml:13: 'area' in where lists texts, found a mapping",
        "ledger.yaml:13: unknown missing: 'none'; known are skip, zero",
        "ledger.yaml:14: a rule must be one line such as 'trade = exports + imports'",
        (
            "ledger.yaml:16: rule 'trade >= 0' is given twice, first in ledger.yaml:15, "
            "with another name, another missing: or another tolerance:"
        ),
        (
            "ledger.yaml:17: trade = expots + trad: nothing is known of measure 'expots'; "
            "a claim must report it, or measures: declare it"
        ),
        "ledger.yaml:17: trade = expots + trad: nothing is known of measure 'trad'; did you mean 'trade'?",
        (
            "ledger.yaml:18: rule 'trade = (exports)', column 9: expected a measure or a number, found '('; "
            "a rule is a sum without brackets: multiply it out"
        ),
    ]


@pytest.mark.parametrize(
    "key", ["title: [a]", "defaults: a", "measures: [a]", "rules: a", "accepted: a", "hedges: [a]"]
)
def test_a_setting_of_the_wrong_kind_says_what_it_must_be(key, write, problems):
    found, *_ = problems(write({"ledger.yaml": key, A: "source: {title: R}"}))
    assert found.startswith("ledger.yaml:1: ")
    assert "must be" in found


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("defaults: {unit: furlong}", "ledger.yaml:1: unit 'furlong' is no unit known; expected one such as"),
        ("measures:\n  trade: {unit: furlong}", "ledger.yaml:2: unit 'furlong' is no unit known; expected one such as"),
        ('texts: "a\\0b"', "ledger.yaml:1: texts 'a\\x00b' is no folder's name"),
        ("rules: ['" + "(" * 10_000 + "']", "ledger.yaml:1: rule '((((("),
        ("rules:\n  - [a]", "ledger.yaml:2: a rule must be one line such as 'trade = exports + imports'"),
        ("rules:\n  - {rule: trade >= 0, where: a}", "ledger.yaml:2: 'where' in a rule must be a mapping, found 'a'"),
    ],
)
def test_a_setting_that_cannot_be_read_says_so(settings, expected, write, problems):
    source = SOURCE.replace("{title: Report}", "{title: Report, language: vi}")
    (found, *_) = problems(write({"ledger.yaml": settings, A: source}))
    assert found.startswith(expected)


def test_units_of_a_measure_and_of_its_claims_must_agree(write, problems):
    files = {"ledger.yaml": SETTINGS + "measures: {trade: {unit: million VND}}\n"}
    assert problems(write(files)) == [f"{A}:3: unit USD does not fit: trade is measured in VND"]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ('reported: "12.3", unit: pence/share', []),
        (
            "reported: 12.3 pence",
            [
                (
                    f"{A}:3: unit GBP does not fit: eps is measured in GBP/share; where the words leave out per what, "
                    "quote the number alone, with unit: GBP/share, or with the words' own unit before the slash, "
                    "…/share"
                )
            ],
        ),
    ],
)
def test_words_that_leave_out_per_what_are_told_how_to_be_written(claim, expected, write, problems):
    source = f"source: {{title: A, language: en}}\nclaims:\n  - {{measure: eps, period: 2024, {claim}}}\n"
    assert problems(write({"ledger.yaml": "measures: {eps: {unit: GBP/share}}\n", A: source})) == expected


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("a = b", None),  # a is reported in USD and in VND: each place by itself decides
        ("b = c", "b = c: units do not agree: b is VND, c is kWh"),
        ("b >= 1e9 USD * items", "b >= 1000000000 USD * items: units do not agree: b is VND, items is USD"),
        ("b >= 1 USD * c", "b >= 1 USD * c: units do not agree: b is VND, c is USD·kWh"),
        ("b >= 5", "b >= 5: units do not agree: b is VND, 5 is a pure number"),
        ("b >= 0", None),
        ("b >= 5 VND", None),
        ("c >= 2 kWh * items", None),
        ("rate <= rise + 5 percent", None),
        ("items >= 5", None),
        ("unknown_unit = b", None),
    ],
)
def test_the_units_of_a_rule_must_agree(rule, message, write, problems):
    lines = [("a", "5 USD"), ("a", "5 VND"), ("b", "5 VND"), ("c", "5 kWh"), ("items", "5"), ("rate", "5%")]
    lines += [("rise", "5 điểm phần trăm")]
    claims = "".join(f"  - {{measure: {name}, period: 2024, reported: {words}}}\n" for name, words in lines)
    settings = f"defaults: {{language: vi}}\nmeasures: {{unknown_unit: {{}}}}\nrules:\n  - {rule}\n"
    folder = write({"ledger.yaml": settings, A: "source: {title: R}\nclaims:\n" + claims})
    assert problems(folder) == ([f"ledger.yaml:4: {message}"] if message else [])


def test_ids_are_unique_across_files(write, problems):
    other = "source: {id: a}\nclaims: [{claim: 'a:trade:VN:2024', measure: trade, period: 2024, reported: '1'}]"
    assert problems(write({"sources/b.yaml": other})) == [
        f"{A}:1: source id 'a' is there more than once",
        f"{A}:3: claim id 'a:trade:VN:2024' is there more than once",
        "sources/b.yaml:1: source id 'a' is there more than once",
        "sources/b.yaml:2: claim id 'a:trade:VN:2024' is there more than once",
    ]


def test_words_need_a_language(write, problems):
    assert problems(write({"ledger.yaml": "title: x\n"})) == [
        (
            f"{A}:3: reported '786,9 tỷ USD' is in no known language: 82.097 may be 82 or 82 thousand; "
            "give the source a 'language'"
        )
    ]


BAD_TABLES = {
    "a dangling source": (
        {"claims.csv": HEADER + "b,m,2024,1,0\n,m,2024,1,0\naa,m,2024,1,0\n"},
        (
            "claims.csv:2: source 'b' is not among the ledger's sources",
            "claims.csv:3: a claim needs a source",
            "claims.csv:4: source 'aa' is not among the ledger's sources",
        ),
    ),
    "a misspelt source": (
        {"claims.csv": HEADER + "moit-2025,m,2024,1,0\n", "sources.csv": "source\nmoit-2024\n"},
        ("claims.csv:2: source 'moit-2025' is not among the ledger's sources; did you mean 'moit-2024'?",),
    ),
    "ragged rows, counted through a quoted line break": (
        {"claims.csv": HEADER + 'b,m,2024\n\n"b\n",m,2024,1,0,5\n"",,\n'},
        (
            "claims.csv:2: 3 cells in a row, but 5 columns",
            "claims.csv:4: 6 cells in a row, but 5 columns",
            "claims.csv:6: 3 cells in a row, but 5 columns",
        ),
    ),
    "an open quote": (
        {"claims.csv": HEADER + 'b,"m,2024\n'},
        ("claims.csv:2: not CSV that can be read: unexpected end of data",),
    ),
    "semicolons": (
        {"claims.csv": HEADER.replace(",", ";")},
        ("claims.csv:1: columns are separated by ';'; a ledger's CSV uses commas",),
    ),
    "another encoding": ({"claims.csv": HEADER.encode() + b"\xe9"}, ("claims.csv:2: not UTF-8 text: byte 0xe9",)),
    "a column twice": ({"claims.csv": "source,source,b\n"}, ("claims.csv:1: column 'source' is there twice",)),
    "unknown columns": (
        {"claims.csv": "source,measur,partner,\n"},
        (
            "claims.csv:1: a column named '': give it a short name without spaces around",
            "claims.csv:1: no column 'measure': every claim needs one",
            "claims.csv:1: no column 'period': every claim needs one",
            (
                "claims.csv:1: unknown column 'measur'; did you mean 'measure'? If it is a dimension, declare it: "
                "dimensions: [measur]"
            ),
            "claims.csv:1: unknown column 'partner'; if it is a dimension, declare it: dimensions: [partner]",
        ),
    ),
    "an empty table": ({"claims.csv": ""}, ("claims.csv:1: the file is empty: the first line names the columns",)),
    "two tables": (
        {"claims.csv": HEADER, "claims.parquet": b"PAR1"},
        ("claims.parquet: beside claims.csv: a ledger has one table of claims",),
    ),
    "sources without ids": (
        {"claims.csv": HEADER, "sources.csv": "id,title\n"},
        (
            "sources.csv:1: no column 'source': every source needs its id",
            (
                "sources.csv:1: unknown key in the sources' columns: 'id'; known are source, title, publisher, "
                "published, language, series, fiscal_year, frequency, text, sha256, rounding, reliability, url, "
                "set_aside"
            ),
        ),
    ),
    "a folder for a table": ({"claims.csv/x": ""}, ("claims.csv: is not a file",)),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_table_that_is_broken_says_so(name, write, problems):
    files, messages = BAD_TABLES[name]
    assert problems(write({A: SOURCE, **files})) == list(messages)


def test_a_parquet_file_that_is_none_says_so(write, problems):
    folder = write({"claims.parquet": b"PAR1 is not enough"}, good=False)
    (found,) = problems(folder)
    assert found.startswith("claims.parquet: not a Parquet file that can be read: ")
    (folder / "claims.parquet").write_bytes(b"")
    assert len(problems(folder)) == 1


def test_a_change_of_a_rate_may_be_in_percentage_points(write, problems):
    words = "measure: rate, period: 2024, stat: change, base: 2023, reported: 5 điểm phần trăm"
    files = {"ledger.yaml": SETTINGS + "measures: {rate: {unit: percent}}\n", **claim(words)}
    assert problems(write(files)) == []


def test_where_sources_cannot_be_read_claims_are_not_blamed(write, problems):
    files = {"claims.csv": HEADER + "b,m,2024,1,0\n", "sources.csv": "source\nb,c\n"}
    assert problems(write(files)) == ["sources.csv:2: 2 cells in a row, but 1 columns"]


def test_a_path_that_leads_to_no_ledger_teaches_what_one_is(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.log").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    teaches = "a ledger is a folder with ledger.yaml and sources/*.yaml"
    for path, found in (
        ("missing", "No such file or directory"),
        ("empty", "the folder is empty"),
        ("other", "no ledger.yaml and no claims.csv in the folder"),
        ("other/notes.log", "not a ledger"),
        ("loop", "Too many levels of symbolic links"),
        ("a\0b", "no path"),
        ("x" * 300, "File name too long"),
    ):
        with pytest.raises(LedgerError, match=r"a ledger is a folder") as error:
            Ledger.read(tmp_path / path)
        assert f": {found}" in str(error.value)
        assert teaches in str(error.value)


def test_yaml_sources_need_their_settings(write, problems):
    files = {A: "source: {language: vi}\n", "claims.csv": HEADER}
    assert problems(write(files, good=False)) == [
        "ledger.yaml: is missing beside sources/*.yaml; one line 'title: …' is enough"
    ]


def test_links_that_loop_and_pipes_are_told_and_not_followed(write, problems):
    folder = write({})
    (folder / "sources/loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(folder / "sources/pipe.yaml")
    (folder / "sources.csv").symlink_to("sources.csv")
    assert problems(folder) == [
        "sources.csv: Too many levels of symbolic links",
        "sources/loop.yaml: Too many levels of symbolic links",
        "sources/pipe.yaml: is not a file",
    ]


def test_a_huge_yaml_file_is_refused(write, problems):
    folder = write({})
    with (folder / A).open("ab") as stream:
        stream.truncate(65 * 2**20)
    assert problems(folder) == [f"{A}: larger than 67108864 bytes; keep so many claims in claims.csv"]


def test_rules_of_the_call_are_named_by_their_number(write, problems):
    folder = write({})
    assert problems(folder, rules=["trade >= 0", "trade =", {"rule": object()}]) == [
        "rules[1]: rule 'trade =', column 8: expected a measure or a number, found the end",
        "rules[2]: expected text, a number, a list or a mapping, found object",
    ]
    assert problems(folder, rules=5) == ["rules: expected a list of rules, found int"]
    assert problems(folder, rules="trade >= 0") == []
    assert problems(folder, texts="no such") == ["texts: there is no folder of texts 'no such'"]
