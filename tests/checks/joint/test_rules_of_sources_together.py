"""Rules of a source in the joint test: they bind what nobody else tells, and there as all rules do."""

from __future__ import annotations

import random
from fractions import Fraction

import pandas as pd
from ledgers import plain

from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger

RULES = ["t = a + b", "b = c + d", "t <= e"]


def filing(chance, source, *, wrong=False):
    """What a filing prints of a world in which its rules hold; one figure is far off where it is to be wrong."""
    a, c, d = (Fraction(chance.randint(100, 9000), 100) for _ in range(3))
    true = {"a": a, "b": c + d, "c": c, "d": d, "t": a + c + d, "e": a + c + d + 1}
    rows = []
    for name in ["t", "a", "c", "d", *chance.sample("be", chance.randint(0, 2))]:
        places = chance.choice([0, 1])
        value = plain(true[name] + (wrong and name == "t") * 50, places)
        rows.append({"source": source, "measure": name, "value": value, "decimals": str(places)})
    return rows


def findings(rows, rules):
    frame = pd.DataFrame([{"period": "2024", "unit": "", **row} for row in rows])
    found = run(
        Ledger.from_frames(frame, rules=rules, measures={name: {} for name in "tabcde"}), checks=["joint"]
    ).findings
    return set(found.loc[found["check"] == "joint", ["verdict", "message"]].itertuples(index=False, name=None))


def in_source(name):
    return [{"rule": rule, "where": {"source": [name]}} for rule in RULES]


def test_what_one_source_tells_alone_is_held_against_its_rules_as_against_any(fewer):
    conflicts = 0
    for seed in range(24 // fewer):
        chance = random.Random(seed)
        rows = filing(chance, "x", wrong=seed % 2 == 1)
        # A rule of a source needs all that it names: it makes no unknowns of what nobody reports.
        rules = [rule for rule in RULES if {*rule} & {*"abcdet"} <= {row["measure"] for row in rows}]
        of_x = [{"rule": rule, "where": {"source": ["x"]}} for rule in rules]
        found = findings(rows, of_x)
        assert found == findings(rows, rules), seed
        conflicts += any(verdict == "conflict" for verdict, _ in found)
    assert conflicts > 2 // fewer


def test_honest_filings_of_different_worlds_are_never_in_conflict_by_their_own_rules(fewer):
    for seed in range(24 // fewer):
        chance = random.Random(seed)
        rows = [row for name in "xyz" for row in filing(chance, name)]
        # Each has figures of its own: of the same quantities in other areas, as in other filings' periods.
        rows = [row | {"area": row["source"]} for row in rows]
        found = findings(rows, [rule for name in "xyz" for rule in in_source(name)])
        assert not any(verdict == "conflict" for verdict, _ in found), seed


def test_two_sums_of_one_filing_that_hold_alone_and_not_together_are_found():
    rows = [("t", "263.0", "1"), ("a", "138", "0"), ("b", "124", "0"), ("c", "53", "0"), ("d", "70", "0")]
    rows = [{"source": "x", "measure": name, "value": value, "decimals": places} for name, value, places in rows]
    ((verdict, message),) = findings(rows, in_source("x"))
    assert (verdict, message.split(";")[0]) == (
        "conflict",
        "138 + (53 + 70) = 261, reported 263.0: off by 2",
    )
    told_by_another = {"source": "y", "measure": "b", "value": "124", "decimals": "0"}
    assert findings([*rows, told_by_another], in_source("x")) == set()
