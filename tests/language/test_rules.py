"""Rules, read from one line."""

from __future__ import annotations

import re
from fractions import Fraction
from unicodedata import is_normalized

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reconcile.language.rule_grammar import RuleError, read_rule
from reconcile.language.rules import Factor, Rule, Term

LETTERS = "abcXYZ_đếñÅжक日"
NAMES = st.builds(
    lambda first, others, part: first + others + (f".{part}" if part else ""),
    st.sampled_from(LETTERS),
    st.text(LETTERS + "0179٣", max_size=4),
    st.text(LETTERS + "0179", max_size=2),
)
VALUES = st.text(st.characters(exclude_characters="[],=", exclude_categories=("Z", "C", "M")), min_size=1, max_size=6)
DIMENSIONS = st.dictionaries(NAMES, VALUES, max_size=2).map(lambda chosen: tuple(sorted(chosen.items())))
WEIGHTS = st.builds(Fraction, st.integers(-(10**20), 10**20), st.integers(0, 20).map(lambda places: 10**places))


FACTORS = st.builds(Factor, NAMES, DIMENSIONS, st.sampled_from([0, 0, 0, 1, 12]), st.booleans())


@st.composite
def rules(draw):
    """A rule as reading would make it: what a term is multiplied with stands before what only divides it."""
    constants = st.builds(Term, WEIGHTS, st.just(""), st.just(()), st.sampled_from(["", "USD", "percent", "kWh"]))
    measured = st.builds(
        Term,
        WEIGHTS.filter(bool),
        NAMES,
        DIMENSIONS,
        st.sampled_from(["", "", "USD"]),
        st.just(0),
        st.lists(FACTORS, max_size=2, unique_by=lambda factor: (factor.measure, factor.at)).map(tuple),
    )
    terms = draw(st.lists(measured, min_size=1, max_size=6, unique_by=lambda term: (term.measure, term.at)))
    for term in terms:
        names = [(factor.measure, factor.at, factor.back) for factor in term.factors]
        assume(len(set(names)) == len(names))
    cut = draw(st.integers(0, len(terms)))
    left, right = terms[:cut] or [draw(constants)], terms[cut:] or [draw(constants)]
    made = Rule(tuple(left), draw(st.sampled_from(["=", "<=", ">="])), tuple(right))
    products = [tuple(sorted((f.measure, f.at, f.back, f.divides) for f in term.factors)) for term in terms]
    assume(len(set(products)) == len(products))
    assume(not (made.shifted and any(name == "period" for factor in made.factors for name, _ in factor.at)))
    return made


def composed(rule):
    """Say whether reading leaves the names as they are: it composes letters and their marks."""
    return is_normalized("NFC", rule.text)


@given(rules().filter(composed))
def test_a_rule_reads_back_from_its_text(rule):
    assert read_rule(rule.text) == rule
    assert read_rule(rule.text).text == rule.text


@given(rules())
def test_the_key_is_one_word_of_few_symbols(rule):
    assert re.fullmatch(r"[A-Za-z0-9._=+<>()*\x80-\U0010ffff-]+", rule.key)


@given(rules())
def test_the_measures_are_named_once_each(rule):
    assert len(set(rule.measures)) == len(rule.measures)
    assert set(rule.measures) == {factor.measure for term in rule.left + rule.right for factor in term.factors}


@given(
    st.one_of(
        st.text(max_size=40),
        st.text("ab c1.5e9USD*+-−=<>≤[],()/ ", max_size=20),
        st.lists(st.sampled_from(["a", "b", " = ", " <= ", " + ", " - ", "2 * ", "1e9 USD", "[x=1]", "(", "%"])).map(
            "".join
        ),
    )
)
def test_any_text_is_a_rule_or_a_rule_error(text):
    try:
        rule = read_rule(text)
    except RuleError as error:
        message = str(error)
    else:
        message = ""
        assert read_rule(rule.text) == rule
    assert len(message) < 500


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "a = " + "(" * 10_000 + "b" + ")" * 10_000,
        "a" + "[x=" * 10_000,
        "a = " + "9" * 10_000,
        "a = 1e99999 * b",
        "a = 1e-99 * b + 0." + "0" * 150 + "1 * c",
        "a = " + "b" * 10_000 + "!",
        "a = 5 " + "USD " * 10_000,
    ],
    ids=["square", "round", "dimensions", "digits", "exponent", "decimals", "name", "unit"],
)
def test_text_without_end_is_a_short_rule_error(text):
    with pytest.raises(RuleError) as caught:
        read_rule(text)
    assert len(str(caught.value)) < 500


def test_a_rule_of_ten_thousand_terms_reads():
    assert len(read_rule("a = " + " + ".join(f"b{n}" for n in range(10_000))).right) == 10_000


@pytest.mark.parametrize(
    ("text", "canonical", "key"),
    [
        ("trade = exports + imports", "trade = exports + imports", "trade=exports+imports"),
        ("balance=exports-imports", "balance = exports - imports", "balance=exports-imports"),
        ("net = 2 * a + b - 0.50*c", "net = 2 * a + b - 0.5 * c", "net=2*a+b-0.5*c"),
        ("−a + 1e-3×b ≥ 0", "-a + 0.001 * b >= 0", "-a+0.001*b>=0"),
        ("top[partner=US] ≤ exports", "top[partner=US] <= exports", "top(partner=US)<=exports"),
        ("x[b=2, a=1 ] = y", "x[a=1,b=2] = y", "x(a=1)(b=2)=y"),
        ("x[p=Viet Nam, q=a/b] = y", "x[p=Viet Nam,q=a/b] = y", "x(p=Viet_Nam)(q=a_b)=y"),
        ("over >= 1e9 USD * items", "over >= 1000000000 USD * items", "over>=1000000000USD*items"),
        ("over >= 1 billion USD", "over >= 1000000000 USD", "over>=1000000000USD"),
        ("over >= 1 tỷ đồng", "over >= 1000000000 VND", "over>=1000000000VND"),
        ("rate <= 100%", "rate <= 100 percent", "rate<=100percent"),
        ("power = 2 GWh * days", "power = 2000000 kWh * days", "power=2000000kWh*days"),
        ("xuất_khẩu = a.b + c1", "xuất_khẩu = a.b + c1", "xuất_khẩu=a.b+c1"),
        ("a[x=1] = a[x=2] - 5", "a[x=1] = a[x=2] - 5", "a(x=1)=a(x=2)-5"),
        ("amount = price*hours", "amount = price * hours", "amount=price*hours"),
        ("per_head = gdp / heads", "per_head = gdp / heads", "per_head=gdp÷heads"),
        ("a = b * 2 / 3 × c / 4", "a = b * c / 6", "a=b*c÷6"),
        ("a = b / 12 * 3", "a = 0.25 * b", "a=0.25*b"),
        ("a = 100 / price", "a = 100 / price", "a=100÷price"),
        ("a = 2 USD/tonne * b", "a = 2 USD/tonne * b", "a=2USD_tonne*b"),
        ("s = s[period=−1] + i", "s = s[period=-1] + i", "s=s(period=-1)+i"),
        ("growth( a[x=1] ) <= growth (b)", "growth(a[x=1]) <= growth(b)", "growth(a(x=1))<=growth(b)"),
        ("a / a[period=-1] = b / b[period=-1]", "growth(a) = growth(b)", "growth(a)=growth(b)"),
        ("`us-gaap:Assets` = `b c` + `d`", "`us-gaap:Assets` = `b c` + d", "us-gaap_Assets=b_c+d"),
    ],
)
def test_a_rule_has_one_canonical_text_and_key(text, canonical, key):
    rule = read_rule(text)
    assert (rule.text, rule.key) == (canonical, key)


def test_terms_carry_weight_place_and_unit():
    rule = read_rule("net - 2.5 * a[p=US,q=x] <= -1e9 USD * items + 3 percent")
    assert rule.left == (Term(Fraction(1), "net"), Term(Fraction(-5, 2), "a", (("p", "US"), ("q", "x"))))
    assert rule.right == (Term(Fraction(-(10**9)), "items", (), "USD"), Term(Fraction(3), "", (), "percent"))
    assert (rule.relation, rule.name, rule.missing, rule.where) == ("<=", "", "skip", ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: expected a measure or a number, found the end"),
        ("a", "column 2: expected a relation: =, <=, >=, < or >, found the end"),
        ("a =", "column 4: expected a measure or a number, found the end"),
        ("a + = b", "column 5: expected a measure or a number, found '='"),
        ("a == b", "found '='; write ="),
        ("a => b", "write >="),
        ("a =< b", "write <="),
        ("a != b", "column 3: expected =, <=, >=, < or >"),
        ("a <> b", "column 3: expected =, <=, >=, < or >"),
        ("a = b = c", "column 7: expected +, -, *, / or the end of the rule, found '='; a rule has one relation"),
        ("a = (b + c)", "column 5: expected a measure or a number, found '('; a rule is a sum without brackets"),
        ("a = 1,000", "numbers in rules are written 1000.5"),
        ("a = 1.2.3 * b", "found '1.2.3'; numbers are written 2, 1000.5 or 1e9"),
        ("a = 2x * b", "found '2x'; numbers are written"),
        ("a = 2 b", "column 7: expected a unit, or * and a measure, found 'b'; a weight is written 2 * a"),
        ("a = 2 exports", "found 'exports'; a weight is written 2 * a"),
        ("a = 2 million", "column 7: expected a unit"),
        ("a = b c", "column 7: expected +, -, *, / or the end of the rule, found 'c'"),
        ("a = 0 * b", "a weight of 0 binds nothing"),
        ("a = 1e99 * b + " + "9" * 101 + " * c", "more than 100 digits"),
        ("1 = 1", "it names no measure"),
        ("a = a + b", "a stands in it 2 times"),
        ("c = a[x=1] + b - 2 * a[x=1]", "a[x=1] stands in it 2 times"),
        ("a[x=1,x=2] = b", "a has the dimension 'x' twice"),
        ("a[x] = b", "expected = and the dimension's value, found ']'"),
        ("a[x=] = b", "expected a dimension's value, found ']'"),
        ("a[=1] = b", "expected the name of a dimension"),
        ("a[x=1 = b", "expected , or ], found '='"),
        ("a = __import__('os')", "found '('"),
        ("a = b; c", "found ';'"),
        ("a = b / 0", "column 9: nothing is divided by 0"),
        ("a = 2 USD * 3 EUR * b", "column 13: a term has one number with a unit"),
        ("a = b / 2 USD", "column 9: a term has one number with a unit, which it is multiplied with"),
        ("a = c + b / b", "b cancels: it is multiplied with and divided by"),
        ("a = b * c - c * b", "b * c stands in it 2 times"),
        ("a = `b", "column 5: expected a measure or a number, found '`'; a name in backticks ends with another one"),
        ("s = s[period=-0]", "column 14: expected a period such as 2024, or how many periods before, from -1 to -99"),
        ("s = s[period=-1.5]", "column 14: expected a period such as 2024, or how many periods before"),
        ("s = s[x=1,period=+1]", "column 18: expected a period such as 2024, or how many periods before"),
        ("s = s[period=-1,period=2024]", "s has the dimension 'period' twice"),
        ("s = s[period=2023] + i[period=-1]", "it fixes a period and names one before: write both as periods"),
        ("a[period=-1] = b[period=-1]", "all of it is of a period before: leave the shift out"),
        ("growth(a) = b", "column 1: a growth stands alone on its side"),
        ("x = 2 + growth(a)", "column 15: expected +, -, *, / or the end of the rule"),
        ("growth(a + b) = growth(c)", "column 10: expected ) behind the one measure that grows, found '+'"),
    ],
)
def test_what_is_no_rule_is_an_error_with_column_and_expectation(text, message):
    with pytest.raises(RuleError, match=re.escape(message)):
        read_rule(text)


def test_a_weight_that_is_no_decimal_is_written_as_a_division():
    rule = Rule((Term(Fraction(1), "a"),), "=", (Term(Fraction(2, 3), "b"), Term(Fraction(-1, 3), "")))
    assert rule.text == "a = 2 * b / 3 - 1 / 3"
    assert read_rule(rule.text) == rule


def test_white_space_and_unicode_form_do_not_matter():
    assert read_rule("  nga\u0300nh=a\u00a0+\tb ") == read_rule("ngành = a + b")


MALFORMED = """
a
a =
= a
a == b
a => b
a =< b
a != b
a <> b
a ~ b
a = (b + c)
a = b + + c
a = b ** 2
a = b / 0
a = 2 b
a = b 2
1 = 2
a = b + a
a = b,c
a = b[
a = b[x]
a = b[x=]
a = b[x=1
a = b[x=1,x=2]
a = b[period=+1]
a[period=-1] = b[period=-1]
a[period=2024] = b[period=-1]
growth(a) = b
growth(a
sum(a * b) / sum(a) = c
m = sum(w * p) / sum(v)
m >= sum(w * p) / sum(w)
w = sum(w * w) / sum(w)
m = sum(w[x=1] * p) / sum(w[x=1])
a = b * c / c
a = 0 * b
`a = b
a = ` ` + b
a = b = c
a = 3 crate * b
a = 1e400 * b
a = -b - -c
""".strip().splitlines()


@pytest.mark.parametrize("text", ["", *MALFORMED])
def test_every_refusal_tells_the_column(text: str) -> None:
    with pytest.raises(RuleError, match=r"^rule '.*', column (\d+): ") as caught:
        read_rule(text)
    column = int(re.search(r"column (\d+)", str(caught.value))[1])
    assert 1 <= column <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a = b + 2 * a", 9),
        ("a = b * c / c", 5),
        ("a = b[x=1,x=2]", 11),
        ("a = b - 0 * c", 9),
        ("w = sum(w * w) / sum(w)", 5),
    ],
)
def test_what_reads_well_and_means_nothing_is_where_it_stands(text: str, column: int) -> None:
    with pytest.raises(RuleError, match=f"column {column}: "):
        read_rule(text)


def test_numbers_carry_units_of_the_ledgers_own() -> None:
    rule = read_rule("value = 12 EUR/crate * crates + 3 crate * shops", ("crate",))
    assert [(term.weight, term.unit) for term in rule.right] == [(12, "EUR/crate"), (3, "crate")]
    assert read_rule(rule.text, ("crate",)) == rule
    with pytest.raises(RuleError, match="column 11: expected a unit"):
        read_rule("value = 3 crate * shops")
