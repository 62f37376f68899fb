"""What `reconcile.verify` passes, and that it passes nothing else: whichever part of a certificate is changed."""

from __future__ import annotations

import json
import random
import sys
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_joint_findings import APART, BY_WORDS, SUMS

import reconcile as rc
from claims import claims_ledger, of
from reconcile.auditing import run
from reconcile.auditing.large.parts import WHOLE
from reconcile.checks.joint.certificate_checking import DIGITS, LENGTH, LINES
from reconcile.exact.interval import text
from reconcile.ledger.ledger import Ledger

UNSIGNED = {"defaults": {"signed": "false"}}
HEDGED = {"rules": ["trade = exports + imports", "exports = farm + industry"]}


def quarters():
    usual = {"measure": "m", "value": "2"}
    claims = [usual | {"branch": branch, "period": f"2024-Q{q}"} for branch in "xy" for q in (1, 2, 3, 4)]
    claims.append(usual | {"branch": "all", "period": "2024", "value": "25"})
    measures = {"m": {"kind": "flow", "sum": {"over": "branch", "total": "all"}}}
    return claims_ledger(*claims, measures=measures, dimensions=["branch"])


def inner():
    measures = {name: {} for name in ("outer", "other", "rest")}
    rules = ["all = outer + other", "outer = inner + rest"]
    return claims_ledger(*of({"all": "10", "inner": "12"}), rules=rules, measures=measures, **UNSIGNED)


def rates():
    found = of({"trade": "15.5", "exports": "14.3"}, stat="growth", base="2023", unit="percent")
    found += of({"imports": "15.0"}, stat="growth", base="2023", unit="percent", source="b")
    sources = pd.DataFrame({"source": ["a", "b"], "published": ["2025-01-15", "2025-01-15"]})
    return claims_ledger(*found, rules=["trade = exports + imports"], sources=sources, **UNSIGNED)


def mean():
    found = [*of({"m": "2.0"}, stat="mean", base="month", unit="USD", source="b"), *of({"m": "30"}, unit="USD")]
    return claims_ledger(*found, measures={"m": {"kind": "flow"}})


def change():
    found = [*of({"m": "30"}, unit="USD"), *of({"m": "25"}, period="2023", unit="USD")]
    return claims_ledger(*found, *of({"m": "10"}, stat="change", base="2023", unit="USD"))


def drawn(seed):
    """Levels, growth and shares at two scales, some of which are not what they should be."""
    chance = random.Random(seed)
    rows = []
    for year in ("2023", "2024"):
        a, b, d = (chance.randint(20, 90) for _ in range(3))
        for name, value in (("a", a), ("b", b), ("c", a + b), ("d", d), ("e", a + d)):
            off = chance.choice([0, 0, 0, -2, 2, 9])
            figure = {"value": f"{(value + off) * 10**6}", "decimals": "-6", "unit": "USD"}
            rows.append({"measure": name, "period": year, "claim": f"{name}{year}", **figure})
    for name in "ac":
        rate = {"stat": "growth", "base": "2023", "unit": "percent", "value": str(chance.randint(-30, 60))}
        rows.append({"measure": name, "period": "2024", "decimals": "0", "claim": f"{name}-rate", **rate})
    part = {"stat": "share", "base": "c", "unit": "percent", "value": str(chance.randint(40, 60)), "decimals": "0"}
    rows.append({"measure": "a", "period": "2024", "claim": "a-part", **part})
    return claims_ledger(*rows, rules=SUMS)


@cache
def proofs() -> list[tuple[Ledger, list[dict[str, object]]]]:
    """Certificates of every kind of line, as JSON, with their ledgers."""
    ledgers = [claims_ledger(*APART, rules=SUMS), claims_ledger(*BY_WORDS, **HEDGED), quarters(), inner(), rates()]
    ledgers += [mean(), change(), *(drawn(seed) for seed in range(12))]
    found = [
        (ledger, one) for ledger in ledgers for one in run(ledger, checks=["joint"]).findings["certificate"] if one
    ]
    return [(ledger, json.loads(json.dumps(one.to_json()))) for ledger, one in found]


@pytest.mark.slow
def test_the_proofs_hold_every_kind_of_line():
    lines = [line for _, proof in proofs() for line in proof]
    said = {line["says"].partition(":")[0] for line in lines if line["claim"] is None}
    assert said >= {"rule", "calendar", "total", "declared not to be below zero"}
    claims = " ".join(str(line["claim"]) for line in lines)
    assert all(kind in claims for kind in ("mean", "change", "growth", "-rate", "-part"))
    assert len({line["unit"] for line in lines}) > 1
    assert any(Fraction(line["times"]).denominator > 1 or Fraction(line["times"]) > 1 for line in lines)


@pytest.mark.slow
def test_what_an_audit_proves_holds_against_its_ledger():
    for ledger, proof in proofs():
        answer = rc.verify(proof, ledger)
        assert answer, answer.said
        assert answer.line is None
        assert rc.verify(proof)


def test_the_answer_says_what_was_verified():
    ledger = claims_ledger(*APART, rules=SUMS)
    (proof,) = run(ledger, checks=["joint"]).findings["certificate"].dropna()
    assert str(rc.verify(proof)) == "the arithmetic holds; without a ledger nothing else was verified"
    assert rc.verify(proof, ledger) == rc.Verification(
        True,
        "the arithmetic holds, and 4 claims and 2 lines of rules, calendars, totals or signs say in the ledger what "
        "they say here: they cannot all be true",
    )
    other = claims_ledger(*of({"a": "1", "b": "1", "c": "4", "d": "0.9", "e": "1"}), rules=SUMS)
    assert rc.verify(proof, other) == rc.Verification(
        False, "line 1: claim 'a:c:2024' says otherwise: c 2024 (final) >= 3.5", 1
    )
    assert not rc.verify(proof, claims_ledger(*APART, rules=SUMS[:1]))
    assert not rc.verify(proof, claims_ledger(*APART, rules=["c = a + b", "e <= a + d"]))
    assert not rc.verify(proof, claims_ledger(*(claim | {"source": "b"} for claim in APART), rules=SUMS))


def test_what_words_carry_is_said_apart():
    ledger = claims_ledger(*BY_WORDS, **HEDGED)
    (proof,) = run(ledger, checks=["joint"]).findings["certificate"].dropna()
    assert rc.verify(proof, ledger).said.endswith("they cannot all be true but for the slack of words such as about")
    mixed = [line | {"bound": "0"} if line["claim"] == "a:industry:2024" else line for line in proof.to_json()]
    assert not rc.verify(mixed, ledger)


def test_settings_are_those_of_the_audit():
    cut = claims_ledger(*of({"a": "1.9", "b": "1.9", "c": "4.0"}), rules=["c = a + b"])
    (proof,) = run(cut, checks=["joint"], rounding="truncate").findings["certificate"].dropna()
    assert rc.verify(proof, cut, rounding="truncate")
    assert not rc.verify(proof, cut)
    words = [*of({"c": "300", "a": "100"}), {"measure": "b", "value": "170", "qualifier": "about"}]
    hedged = claims_ledger(*words, rules=["c = a + b"])
    (proof,) = run(hedged, checks=["joint"], hedges={"about": "0.01"}).findings["certificate"].dropna()
    assert rc.verify(proof, hedged, hedges={"about": "0.01"})
    assert not rc.verify(proof, hedged, hedges={"about": Fraction(1, 50)})


def test_a_ledger_may_be_a_path_and_settings_must_exist(tmp_path):
    proof = proofs()[0][1]
    with pytest.raises(rc.LedgerError):
        rc.verify(proof, tmp_path / "nowhere")
    with pytest.raises(rc.ReconcileError, match="expected nearest or truncate"):
        rc.verify(proof, proofs()[0][0], rounding="up")


@pytest.mark.slow
def test_a_ledger_that_is_audited_in_parts_is_held_against_as_well():
    """Areas are named or not, and what nobody reports is scaled, as what was tested together had it."""
    size = WHOLE // 8 + 1
    columns = {"measure": list("abcdepqr"), "value": ["1", "1", "3", "0.9", "1", "9", "1", "1"]}
    one = pd.DataFrame(columns | {"decimals": [0, 0, 0, 1, 0, 0, 0, 0]})
    frame = pd.concat([one] * size, ignore_index=True)
    frame["area"] = np.repeat([f"A{number:04}" for number in range(size)], len(one))
    sound = frame["area"] != "A0007"
    frame.loc[sound, "value"] = frame["measure"].map(dict(zip("abcdepqr", "11211211", strict=True)))
    frame.loc[sound & (frame["measure"] == "e"), "value"] = "2"
    frame.loc[frame["measure"] == "d", "decimals"] = np.where(sound[frame["measure"] == "d"], 0, 1)
    frame["claim"] = [f"{area}-{name}" for area, name in zip(frame["area"], frame["measure"], strict=True)]
    frame = frame.astype(str).assign(source="s", period="2024", unit="USD")
    ledger = Ledger.from_frames(frame, rules=[*SUMS, "p = q + r"])
    found = run(ledger, checks=["identity", "joint"]).conflicts
    assert found["check"].tolist() == ["identity", "joint"]
    proof = found["certificate"].iloc[1]
    answer = rc.verify(proof, ledger)
    assert answer, answer.said
    lines = proof.to_json()
    assert not rc.verify([lines[0] | {"bound": "2.4"}, *lines[1:]], ledger)


def leaves(value, path=()):
    if isinstance(value, list | dict):
        for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inside, (*path, key))
    else:
        yield path, value


def replaced(value, path, new):
    if not path:
        return new
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


STRICT = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "=": ">="}


@pytest.mark.parametrize("made", [quarters, inner, rates, mean])
def test_no_kind_of_line_may_be_changed_where_the_arithmetic_still_holds(made):
    ledger = made()
    proof = run(ledger, checks=["joint"]).findings["certificate"].dropna().iloc[0].to_json()
    kinds = {line["says"].partition(":")[0] if line["claim"] is None else "claim": at for at, line in enumerate(proof)}
    for at in kinds.values():
        line = proof[at]
        less = Fraction(line["bound"]) - Fraction(1 if line["take"] == "add" else -1, 10**9)
        changes = [{key: line[key] + " of all"} for key in ("says", "unit")]
        changes += [{"claim": "a:m:2024-Q1" if line["claim"] != "a:m:2024-Q1" else None}]
        changes += [{"relation": STRICT[line["relation"]]}, {"bound": text(less)}]
        for change in changes:
            answer = rc.verify(replaced(proof, (at,), line | change), ledger)
            assert not answer, (change, answer.said)


NUMBERS = st.one_of(
    st.fractions(max_denominator=10**6),
    st.sampled_from([Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 10**9)]),
)
JUNK = st.one_of(
    st.none(), st.booleans(), st.floats(), st.text(max_size=5), st.just([]), st.just({}), st.sampled_from(["1/0", "∞"])
)


@given(st.data())
def test_whatever_leaf_is_changed_it_is_refused(data):
    ledger, proof = data.draw(st.sampled_from(proofs()))
    path, old = data.draw(st.sampled_from(list(leaves(proof))))
    if path[-1] in {"times", "bound"} or "form" in path:
        step = data.draw(NUMBERS.filter(bool))
        new = data.draw(st.one_of(st.just(text(Fraction(old) + step)), st.just(text(Fraction(old) * -1)), JUNK))
        same = isinstance(new, str) and new == old
    else:
        others = sorted({str(line[path[-1]]) for line in proof})
        new = data.draw(st.one_of(st.sampled_from(others), JUNK))
        same = new == old
    if same or (path[-1] == "bound" and old == "0" and new in {"-0", "0"}):
        return
    if len(proof) == 1 and path[-1] == "times":  # to take all of it more often changes nothing
        return
    answer = rc.verify(replaced(proof, path, new), ledger)
    assert not answer, answer.said


@given(st.data())
def test_a_quantity_of_another_name_a_line_too_few_or_too_many_is_refused(data):
    ledger, proof = data.draw(st.sampled_from([one for one in proofs() if len(one[1]) > 1]))
    at = data.draw(st.integers(0, len(proof) - 1))
    line = proof[at]
    name = data.draw(st.sampled_from(sorted(line["form"])))
    other = data.draw(st.sampled_from(sorted({name for line in proof for name in line["form"]} | {"x 2024 (final)"})))
    renamed = {other if key == name else key: value for key, value in line["form"].items()}
    key = data.draw(st.sampled_from(sorted(line)))
    changed = [
        proof[:at] + proof[at + 1 :],
        [*proof, line],
        replaced(proof, (at,), {k: v for k, v in line.items() if k != key}),
    ]
    changed += [replaced(proof, (at, "form"), renamed)] if renamed != line["form"] else []
    for one in changed:
        answer = rc.verify(one, ledger)
        assert not answer, answer.said


@given(st.data())
def test_what_says_the_same_is_passed(data):
    ledger, proof = data.draw(st.sampled_from(proofs()))
    often = data.draw(st.fractions(min_value=Fraction(1, 1000), max_value=1000).filter(bool))
    proof = [line | {"times": text(Fraction(line["times"]) * often)} for line in proof]
    half = [line | {"times": text(Fraction(line["times"]) / 2)} for line in proof]
    assert rc.verify(data.draw(st.permutations(proof)), ledger)
    assert rc.verify([*half, *half], ledger)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"a:c:2024"', '"a:x:2024"', "line 1: the ledger has no claim 'a:x:2024' that all together are about"),
        (
            '"a 2024 (final)"',
            '"x 2024 (final)"',
            "line 5: the claims of the ledger are about no quantity 'x 2024 (final)'",
        ),
    ],
)
def test_what_the_ledger_does_not_have_is_named(old, new, said):
    ledger = claims_ledger(*APART, rules=SUMS)
    (proof,) = run(ledger, checks=["joint"]).findings["certificate"].dropna()
    written = json.dumps(proof.to_json())
    assert old in written
    assert rc.verify(json.loads(written.replace(old, new)), ledger).said == said


def deep(levels):
    value: object = []
    for _ in range(levels):
        value = [value]
    return value


ONE = {
    "take": "add",
    "times": "1",
    "form": {"a": "1"},
    "relation": ">=",
    "bound": "1",
    "unit": "",
    "says": "",
    "claim": None,
}
HOSTILE = {
    "nothing": None,
    "a text": "add a >= 1",
    "a number": 5,
    "an object": {"take": "add"},
    "a list of lists": [[[]]],
    "deep": deep(sys.getrecursionlimit() * 2),
    "a deep form": [ONE | {"form": {"a": deep(sys.getrecursionlimit() * 2)}}],
    "a list for a word": [ONE | {"take": []}],
    "an object for a word": [ONE | {"relation": {}}],
    "another word": [ONE | {"take": "multiply"}],
    "a list for a form": [ONE | {"form": ["a"]}],
    "a text for signs": [ONE | {"signs": "a"}],
    "a number for a sign": [ONE | {"signs": [1]}],
    "an exponent": [ONE | {"bound": "1e30000000"}],
    "infinity": [ONE | {"bound": "Infinity"}],
    "a float": [ONE | {"bound": float("inf")}],
    "nan": [ONE | {"times": float("nan")}],
    "nan as text": [ONE | {"times": "NaN"}],
    "a truth": [ONE | {"times": True}],
    "over zero": [ONE | {"bound": "1/0"}],
    "over zeros": [ONE | {"bound": "1/000"}],
    "digits of elsewhere": [ONE | {"bound": "١"}],
    "a longer number": [ONE | {"bound": "9" * (DIGITS + 1)}],
    "a huge number": [ONE | {"bound": "9" * 10**7}],
    "a huge whole number": [ONE | {"bound": 10**100_000}],
    "a huge text": [ONE | {"says": "x" * (LENGTH + 1)}],
    "a huge name": [ONE | {"form": {"x" * (LENGTH + 1): "1"}}],
    "many lines": [ONE] * (LINES + 1),
    "many long lines": [ONE | {"bound": "9" * DIGITS}] * (LENGTH // DIGITS + 1),
    "fractions with nothing in common": [
        ONE | {"bound": f"1/{10**4000 + 2 * number + 1}"} for number in range(LENGTH // 4001)
    ],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_certificate_is_refused_with_a_reason(name):
    for ledger in (None, proofs()[0][0]):
        answer = rc.verify(HOSTILE[name], ledger)
        assert not answer
        assert 0 < len(answer.said) < 300


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from([*ONE, "a", ""]), inside, max_size=8),
)


@given(JSON)
def test_any_json_has_an_answer(value):
    assert not rc.verify(value)
    assert not rc.verify([ONE, value])
    assert all(not rc.verify([ONE | {key: value}]) for key in ONE)
