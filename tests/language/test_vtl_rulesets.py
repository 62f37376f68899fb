"""Hierarchical rulesets of VTL: read as they are written, and refused by name where no rule can say it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from reconcile.auditing import run
from reconcile.language.rule_grammar import read_rule
from reconcile.language.vtl_rulesets import RulesetError, read_ruleset

TEXT = """
// A comment
define hierarchical ruleset accounts (variable condition ref_area as area, flow rule item) is
    R010 : T = X + M errorcode "no total" errorlevel 5
  ; R020 : B = X - M
  ; R030 : X >= X1 /* a part */
  ; R040 : when area = "VN" then N = -M + 'K-1'
  ; R050 : when (area in { "VN", "FR" }) and flow = "net" then N <= T
end hierarchical ruleset;
"""


def refused(relation):
    """Why a rule is refused, by its name."""
    text = f"define hierarchical ruleset r (variable condition c rule i) is A: X = Y; B: {relation}; C: P = Q + R "
    ruleset = read_ruleset(text + "end hierarchical ruleset")
    assert [one.name for one in ruleset.hierarchy if one.name in {"A", "C"}] == ["A", "C"]
    return ruleset.refused.get("B", "")


def test_rules_are_as_they_are_written():
    ruleset = read_ruleset(TEXT)
    assert (ruleset.name, ruleset.component, ruleset.refused) == ("accounts", "item", {})
    assert ruleset.rules() == [
        {"rule": "T = X + M", "name": "R010: no total"},
        {"rule": "B = X - M", "name": "R020"},
        {"rule": "X >= X1", "name": "R030"},
        {"rule": "N = -M + `K-1`", "name": "R040", "where": {"ref_area": ["VN"]}},
        {"rule": "N <= T", "name": "R050", "where": {"flow": ["net"], "ref_area": ["VN", "FR"]}},
    ]
    last = ruleset.rules("amount", {"ref_area": "area", "item": "sto"})[3]
    assert last == {
        "rule": "amount[sto=N] = -amount[sto=M] + amount[sto=K-1]",
        "name": "R040",
        "where": {"area": ["VN"]},
    }


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        ("X > Y", "> is no relation of figures that are rounded; write >="),
        ("X < Y + Z", "write <="),
        ("X <> Y", "<> is no relation"),
        ('when c <> "a" then X = Y', "its condition compares"),
        ("when c = 3 then X = Y", "its condition compares"),
        ('when c = "a" or c = "b" then X = Y', "its condition is no list of codes"),
        ('when not (c = "a") then X = Y', "its condition is no list of codes"),
        ('when c between cast("2010") and 3 then X = Y', "its condition compares"),
        ('when c = "a" and c = "b" then X = Y', "its condition limits c twice"),
        ('X = Y [ c = "a" ] + Z', "a condition of a single item, of Y, cannot be said"),
        ("X = 'a[b' + Z", "holds what a rule cannot name"),
        ('when c = "a" then X = Y errorcode "e" errorlevel "Warning"', ""),
    ],
)
def test_what_no_rule_can_say_is_refused_by_name(relation, said):
    why = refused(relation)
    assert said in why
    assert bool(why) == bool(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: expected define, found the end"),
        ("define datapoint ruleset", "line 1: expected hierarchical, found 'datapoint'"),
        (
            "define hierarchical ruleset r (variable rule i) is\nX = Y",
            "line 2: expected +, -, errorcode, errorlevel, ; or end, found the end",
        ),
        ("define hierarchical ruleset r (variable rule i) is\nX Y\nend", "line 2: expected =, >= or <=, found 'Y'"),
        ("define hierarchical ruleset r (rule i) is X = Y", "expected variable or valuedomain"),
        (TEXT + "x", "expected the end of the text, found 'x'"),
        (TEXT.replace("R020", "R010"), "there are two rules 'R010'"),
        ("define §", "line 1: '§' is nothing that a ruleset has"),
    ],
)
def test_what_is_no_ruleset_says_where(text, said):
    with pytest.raises(RulesetError) as caught:
        read_ruleset(text)
    assert said in str(caught.value)


NAMES = st.sampled_from(["T", "X", "M", "K1", "A-1", "long_name"])
RULES = st.tuples(NAMES, st.sampled_from(["=", "<=", ">="]), st.lists(NAMES, min_size=1, unique=True))


@given(st.lists(RULES, min_size=1))
def test_what_is_printed_is_read(rules):
    quoted = [(left, relation, [f"'{one}'" for one in right]) for left, relation, right in rules]
    body = "; ".join(f"'{left}' {relation} {' - '.join(right)}" for left, relation, right in quoted)
    ruleset = read_ruleset(f"define hierarchical ruleset r (valuedomain rule i) is {body} end hierarchical ruleset")
    assert [(one.left, one.relation, [item for _, item in one.right]) for one in ruleset.hierarchy] == rules
    assert all(one.right[0][0] == 1 and all(sign == -1 for sign, _ in one.right[1:]) for one in ruleset.hierarchy)


@given(st.integers(0, len(TEXT)), st.text(max_size=3))
def test_a_text_that_is_cut_or_spoilt_is_a_ruleset_or_an_error(at, other):
    for text in (TEXT[:at], TEXT[:at] + other + TEXT[at + 1 :]):
        with suppress(RulesetError):  # any other error fails
            assert all(isinstance(rule["rule"], str) for rule in read_ruleset(text).rules())


@costly(4, least=8)
@given(st.lists(st.integers(0, 4), min_size=3, max_size=3), st.booleans())
def test_members_of_a_dimension_and_measures_are_decided_alike(values, limited):
    import pandas as pd

    when = 'when area = "VN" then ' if limited else ""
    head = "define hierarchical ruleset r (variable condition area rule item) is"
    ruleset = read_ruleset(f"{head} R: {when}T = X + M end hierarchical ruleset")
    items = [("T", values[0]), ("X", values[1]), ("M", values[2])]
    rows = [(area, item, str(value)) for area in ("VN", "FR") for item, value in items]
    frame = pd.DataFrame(rows, columns=["area", "item", "value"]).assign(source="s", period="2024", decimals="exact")
    as_measures = rc.Ledger.from_frames(frame.rename(columns={"item": "measure"}), rules=ruleset.rules())
    as_members = rc.Ledger.from_frames(
        frame.assign(measure="amount"), dimensions=["item"], rules=ruleset.rules("amount")
    )
    wanted = ["exact" if values[0] == values[1] + values[2] else "conflict"] * (1 if limited else 2)
    for ledger in (as_measures, as_members):
        assert list(run(ledger, checks=["identity"], joint=False).findings["verdict"]) == wanted


def test_a_rule_of_a_ruleset_reads_as_one():
    for rule in read_ruleset(TEXT).rules("amount"):
        assert read_rule(str(rule["rule"])).text == rule["rule"]
