"""Rules of a source bind in it alone, as if it were all there is; and stand where they are written."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of, said
from costly import costly
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger

RULES = ["t = a + b", "t >= a", "b = b[period=-1] + a", "t = a * b"]
CLAIMS = st.lists(
    st.tuples(st.sampled_from("xyz"), st.sampled_from("tab"), st.sampled_from(["2023", "2024"]), st.integers(0, 5)),
    min_size=1,
    unique_by=lambda claim: claim[:3],
)


def audited(claims, rules):
    frame = pd.DataFrame(claims, columns=["source", "measure", "period", "value"]).assign(decimals="0")
    frame["value"] = frame["value"].astype(str)
    measures = {name: {} for name in "tab"}
    found = run(Ledger.from_frames(frame, rules=rules, measures=measures), checks=["identity"]).findings
    return set(zip(found["finding"], found["verdict"], found["message"], strict=True))


@costly(2, least=3)
@given(CLAIMS, st.lists(st.tuples(st.sampled_from(RULES), st.sampled_from("xyz")), min_size=1, unique=True))
def test_a_rule_of_a_source_finds_there_what_it_would_find_if_nobody_else_spoke(claims, bound):
    sources = {source for source, *_ in claims}
    bound = [(rule, source) for rule, source in bound if source in sources]
    alone = set()
    for rule, source in bound:
        alone |= audited([claim for claim in claims if claim[0] == source], [rule])
    found = audited(claims, [{"rule": rule, "where": {"source": [source]}} for rule, source in bound])
    assert found == alone


def write(folder, rules):
    (folder / "sources").mkdir()
    (folder / "ledger.yaml").write_text("title: t\nrules: [T = a + b]\n", encoding="utf-8")
    for name, lines in rules.items():
        text = "source: {title: s}\n" + lines + "claims:\n"
        text += "".join(f"  - {{measure: {one}, period: 2024, value: '1', decimals: 0}}\n" for one in "Tabc")
        (folder / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_the_same_rule_of_several_sources_is_one_and_what_binds_everywhere_binds_in_each(tmp_path):
    rules = "rules: [{rule: T = a + c, missing: zero}, T = a + b]\n"
    write(tmp_path, {"x": rules, "y": rules, "z": "rules:\n  - {rule: T = a + c, name: its own}\n"})
    ledger = Ledger.read(tmp_path)
    assert [(rule.text, rule.sources, rule.missing, rule.name) for rule in ledger.rules] == [
        ("T = a + b", (), "skip", ""),
        ("T = a + c", ("x", "y"), "zero", ""),
        ("T = a + c", ("z",), "skip", "its own"),
    ]
    ledger.write(tmp_path / "again")
    assert Ledger.read(tmp_path / "again") == ledger


def test_a_rule_of_a_source_may_name_a_dimension_and_says_its_line_where_it_is_wrong(tmp_path):
    write(tmp_path, {"x": "rules: ['T[side=left] = a']\n", "y": "rules:\n  - T = (a)\n  - T = d\n"})
    with pytest.raises(LedgerError) as caught:
        Ledger.read(tmp_path)
    assert [str(problem).partition(":")[0] + f":{problem.line}" for problem in caught.value.problems] == [
        "sources/y.yaml:3",
        "sources/y.yaml:4",
    ]


def test_a_source_that_nobody_knows_is_an_error():
    with pytest.raises(LedgerError, match=r"m = m\[x=1\]: there is no source 'reporter'; did you mean 'reports'\?"):
        claims_ledger({}, {"source": "reports"}, rules=[{"rule": "m = m[x=1]", "where": {"source": ["a", "reporter"]}}])


def test_what_a_source_does_not_say_is_missing_whoever_else_says_it():
    claims = [*of({"t": "3", "a": "1"}), *of({"t": "3", "a": "1", "b": "2"}, source="b")]
    rules = [{"rule": "t = a + b", "where": {"source": "a"}}]
    assert said(claims_ledger(*claims, rules=rules), "identity") == {
        "identity:t=a+b:2024:final:a": "unchecked: t = a + b: b is not reported"
    }


def test_a_rule_may_be_a_mapping_in_one_line():
    ledger = claims_ledger(
        *of({"t": "4", "a": "1", "b": "2"}), rules="{rule: t = a + b, name: all of it, tolerance: 50 %}"
    )
    (words,) = said(ledger, "identity").values()
    assert words.startswith("rounding: all of it")
