"""Signs: nothing is assumed of what nobody declares, against z3 with rates over bases of either sign."""

from __future__ import annotations

import random
from fractions import Fraction

import pandas as pd
import pytest
from ledgers import plain, real, shifted

import reconcile as rc
from claims import claims_ledger, of
from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger

z3 = pytest.importorskip("z3")

RULES = ["net = sales - costs", "costs = pay + rent", "bound <= sales"]
MEASURES = ("net", "sales", "costs", "pay", "rent", "bound")
YEARS = ("2022", "2023", "2024")
SIGNS = (None, True, False)


def drawn(seed):
    """Claims of one true world in which much is below zero, some of them then wrong; and what is declared of signs."""
    chance = random.Random(seed)
    signed = {name: chance.choice(SIGNS) for name in MEASURES}
    world = {}
    for year in YEARS:
        low = {name: 0 if signed[name] is False else -900 for name in MEASURES}
        pay, rent = (Fraction(chance.randint(low[name], 900), 10) for name in ("pay", "rent"))
        costs = max(pay + rent, Fraction(low["costs"]))
        rent = costs - pay
        sales = Fraction(chance.randint(low["sales"], 900), 10)
        if signed["net"] is False:
            sales = max(sales, costs)
        bound = min(sales, Fraction(chance.randint(low["bound"], 900), 10))
        values = {"net": sales - costs, "sales": sales, "costs": costs, "pay": pay, "rent": rent, "bound": bound}
        world |= {(name, year): value for name, value in values.items()}
    if any(value < 0 and signed[name] is False for (name, _), value in world.items()):
        return drawn(seed + 100_000)
    rows = []
    for number in range(chance.randint(4, 14)):
        name, year = chance.choice(MEASURES), chance.choice(YEARS)
        row = {"source": "a", "measure": name, "period": year, "claim": f"{number:03}", "stat": "level", "base": ""}
        value = world[name, year]
        if year != "2022" and chance.random() < 0.4 and world[name, before(year)]:
            row |= {"stat": "growth", "base": before(year), "unit": "percent"}
            value = (value / world[name, before(year)] - 1) * 100
        places = chance.choice([0, 1])
        rows.append(row | {"value": plain(value, places), "decimals": str(places)})
    for _ in range(seed % 3):
        at = chance.randrange(len(rows))
        rows[at] = shifted(rows[at], chance.choice([-300, -30, -4, 4, 30, 300]))
    return rows, signed


def before(year):
    return str(int(year) - 1)


def ledger(rows, signed):
    measures = {name: {} if sign is None else {"signed": sign} for name, sign in signed.items()}
    return Ledger.from_frames(pd.DataFrame(rows).fillna(""), rules=RULES, measures=measures)


def possible(rows, signed):
    """z3's word: quantities of one status, a rate over a base of either sign, signs only where they are declared."""
    solver = z3.Solver()
    one = {(name, year): z3.Real(f"{name} {year}") for name in MEASURES for year in YEARS}
    for year in YEARS:
        net, sales, costs, pay, rent, bound = (one[name, year] for name in MEASURES)
        solver.add(net == sales - costs, costs == pay + rent, bound <= sales)
        solver.add(*(one[name, year] >= 0 for name in MEASURES if signed[name] is False))
    for row in rows:
        half = Fraction(1, 2 * 10 ** int(row["decimals"]))
        low, high = Fraction(row["value"]) - half, Fraction(row["value"]) + half
        level = one[row["measure"], row["period"]]
        if row["stat"] == "level":
            if high < 0 and signed[row["measure"]] is False:
                return None  # a claim that is wrong by itself, and told so
            solver.add(level >= real(low), level <= real(high))
            continue
        if signed[row["measure"]] is False and high < -100:
            return None
        base, least, most = one[row["measure"], row["base"]], real(1 + low / 100), real(1 + high / 100)
        above = z3.And(base > 0, level >= least * base, level <= most * base)
        below = z3.And(base < 0, level <= least * base, level >= most * base)
        solver.add(z3.Or(above, below))
    answer = solver.check()
    assert answer != z3.unknown
    return answer == z3.sat


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_a_conflict_is_one_whatever_the_signs_and_what_a_sign_decides_is_said(block, fewer):
    told = {"conflict": 0, "unchecked": 0, "fine": 0}
    for seed in range(block * 150, block * 150 + 150 // fewer):
        rows, signed = drawn(seed)
        answer = possible(rows, signed)
        if answer is None:
            continue
        findings = run(ledger(rows, signed), checks=["joint"]).findings
        assert not findings["finding"].str.contains("crashed").any(), findings["message"].tolist()
        verdicts = set(findings["verdict"])
        said = "conflict" if "conflict" in verdicts else "unchecked" if "unchecked" in verdicts else "fine"
        told[said] += 1
        if answer:
            assert said != "conflict", (seed, findings["message"].tolist())
        elif said == "fine":
            # Rates over a base that is declared to be of either sign, and does not follow, are left out.
            assert any(row["stat"] == "growth" and signed[row["measure"]] for row in rows), seed
    assert all(told.values()), told


def test_what_follows_is_negative_without_a_word():
    claims = of({"exports": "108.1", "imports": "122.2"})
    measures = {"exports": {}, "imports": {}, "balance": {}}
    found = run(claims_ledger(*claims, rules=["balance = exports - imports"], measures=measures))
    (said,) = found.findings.loc[found.findings["check"] == "joint"].to_dict("records")
    assert said["verdict"] == "unchecked"
    assert "only if balance 2024 (final) is below zero" in said["message"]
    assert "measures: {balance: {signed: true}}" in said["message"]
    bounds = found.bounds.set_index("measure")
    assert (bounds.loc["balance", "low"], bounds.loc["balance", "high"]) == ("-14.2", "-14")
    for signed, verdict in ((True, None), (False, "conflict")):
        declared = measures | {"balance": {"signed": signed}}
        found = run(claims_ledger(*claims, rules=["balance = exports - imports"], measures=declared)).findings
        assert found.loc[found["check"] == "joint", "verdict"].tolist() == ([verdict] if verdict else [])


@pytest.mark.parametrize("declared", [{"defaults": {"signed": "false"}}, {"measures": {"m": {"signed": False}}}])
def test_a_figure_below_zero_against_what_is_declared_is_told_by_itself(declared):
    found = run(claims_ledger({"value": "-40"}, **declared)).findings
    said = found.loc[found["verdict"] == "conflict"].iloc[0]
    assert said["finding"] == "schema:below-zero:a:m:2024"
    assert said["message"] == "-40: m is below zero, and the ledger declares that it cannot (signed: false)"
    assert run(claims_ledger({"value": "-0.4", "decimals": "1"}, **declared)).conflicts.shape[0] == 1
    assert run(claims_ledger({"value": "-0", "decimals": "0"}, **declared)).conflicts.empty
    assert run(claims_ledger({"value": "-40", "stat": "change", "base": "2023"}, **declared)).conflicts.empty
    fall = {"stat": "growth", "base": "2023", "unit": "percent"}
    assert run(claims_ledger({"value": "-100", **fall}, **declared)).conflicts.empty
    assert len(run(claims_ledger({"value": "-101", **fall}, **declared)).conflicts) == 1


def test_rates_chain_whoever_else_is_reported():
    claims = [
        {"period": "2020", "value": "100.0", "decimals": "1"},
        {"period": "2023", "value": "105.0", "decimals": "1"},
    ]
    for year in ("2021", "2022", "2023"):
        base = before(year)
        claims.append(
            {"period": year, "stat": "growth", "base": base, "value": "5.0", "decimals": "1", "unit": "percent"}
        )
    other = [{"measure": "other", "period": "2021", "value": "7"}, {"measure": "other", "period": "2022", "value": "7"}]
    early = [claim | {"status": "estimate"} for claim in other]
    for beside in ([], other, early, [*other, *early]):
        found = run(claims_ledger(*claims, *beside)).conflicts
        assert found["check"].tolist() == ["joint"]
        assert len(found["claims"].iloc[0]) == 5


def test_spans_of_a_flow_that_no_calendar_allows():
    flow = {"measures": {"m": {"kind": "flow", "signed": False}}}
    for periods, verdict in (
        ({"2024": "229", "2024-S1": "137", "2024-Q4": "189"}, "conflict"),
        ({"2024": "400", "2024-S1": "137", "2024-Q4": "189"}, None),
        ({"2024-01/2024-08": "150", "2024-S1": "100", "2024-07": "10", "2024-08": "10"}, "conflict"),
        ({"2020": "40", "2021": "40", "2022": "40", "2020/2022": "100"}, "conflict"),
        ({"2020": "40", "2021": "40", "2022": "40", "2020/2022": "120"}, None),
        (
            {"2024-01/2024-05": "50", "2024-03/2024-07": "50", "2024-01/2024-07": "99", "2024-03/2024-05": "10"},
            "conflict",
        ),
    ):
        claims = [{"period": period, "value": value} for period, value in periods.items()]
        conflicts = run(claims_ledger(*claims, **flow)).conflicts
        assert bool(len(conflicts)) == (verdict == "conflict"), periods


def test_what_is_told_of_a_measure_that_no_rule_ties_settles_no_base():
    """Whichever measure is named first."""
    rates = of({"b": "10.0"}, stat="growth", base="2023", unit="percent")
    rates += of({"b": "12.0"}, stat="growth", base="2023", unit="percent", status="estimate", source="b")
    beside = of({"a": "5", "c": "7"}, period="2023", status="provisional")
    levels = [*of({"b": "110"}), *of({"b": "115"}, status="estimate", source="b")]
    for claims in ([*beside, *rates, *levels], [*rates, *levels, *beside]):
        audit = run(claims_ledger(*claims, rules=["c >= a"]))
        bounds = audit.bounds
        known = bounds.loc[(bounds["measure"] == "b") & (bounds["period"] == "2023"), "status"]
        assert known.tolist() == ["", ""]
        assert audit.conflicts.empty


def rates(*rates):
    """Growth from year to year: period, base, percent."""
    keys = ("period", "base", "value")
    more = {"stat": "growth", "unit": "percent", "decimals": "1"}
    return [dict(zip(keys, one, strict=True)) | more for one in rates]


CHAIN = rates(("2022", "2021", "1.0"), ("2023", "2022", "1.0"), ("2023", "2021", "5.0"))


@pytest.mark.parametrize("declared", [{}, {"signed": True}])
@pytest.mark.parametrize("beside", [[], [{"measure": "flow", "period": "2023", "value": "7"}]])
def test_rates_that_contradict_each_other_do_so_whatever_the_sign_of_their_base(declared, beside):
    """Also where a rule ties what they are about to a level, which leaves the sign open."""
    rule = "m = m[period=-1] + flow"
    for chain, conflicts in ((CHAIN, 1), ([*CHAIN[:2], CHAIN[2] | {"value": "2.0"}], 0)):
        ledger = claims_ledger(*chain, *beside, rules=[rule], measures={"m": declared, "flow": {}})
        audit = run(ledger)
        found = audit.conflicts
        assert len(found) == conflicts
        for one in found.itertuples():
            assert one.claims == ("a:m:2022:growth", "a:m:2023:growth", "a:m:2023:growth:2021")
            assert rc.verify(one.certificate, ledger)
            only_if = audit.findings["message"].str.contains("only if")
            assert not only_if.any()


def test_rates_on_what_is_told_to_be_below_zero_are_named_as_unchecked():
    """Some print by how much of its size it rose: no rate on such a base can be checked, alone or with others."""
    findings = run(claims_ledger(*CHAIN, {"period": "2021", "value": "-100"})).findings
    (said,) = findings.loc[findings["check"] == "joint"].to_dict("records")
    assert (said["finding"], said["verdict"]) == ("joint:signs", "unchecked")
    assert said["claims"] == ("a:m:2022:growth", "a:m:2023:growth", "a:m:2023:growth:2021")
    assert said["message"] == (
        "growth of m 2022 (1.0 %), growth of m 2023 (1.0 %) and growth of m 2023 (5.0 %): the base may be zero or "
        "negative, and no rate on such a base can be checked"
    )
    both = run(claims_ledger(*rates(("2022", "2021", "-50.0")), *of_years({"2021": "-100", "2022": "-50"}))).findings
    assert both.loc[both["verdict"] == "unchecked", "check"].tolist() == ["statistic"]  # which says it by itself


def test_a_rate_on_a_base_of_nothing_is_left_alone():
    """An exact zero: 5 % of it is no conflict, and no proof that it is none."""
    nothing = {"period": "2021", "value": "0", "decimals": "exact"}
    for beside in ([], of_years({"2022": "5"})):
        ledger = claims_ledger(*rates(("2022", "2021", "5.0")), nothing, *beside, defaults={"signed": "false"})
        findings = run(ledger).findings
        assert not (findings["verdict"] == "conflict").any()
        assert (findings["verdict"] == "unchecked").any()


def test_what_gives_the_sign_of_a_base_is_named_where_it_is_the_base_of_another_rate():
    ledger = claims_ledger(*CHAIN[:2], {"period": "2021", "value": "-100"}, defaults={"signed": "false"})
    (proof,) = [one for one in run(ledger).findings["certificate"] if one is not None]
    assert set(proof.claims) == {"a:m:2021", "a:m:2022:growth", "a:m:2023:growth"}
    assert rc.verify(proof, ledger)


def of_years(levels):
    return [{"period": year, "value": value} for year, value in levels.items()]
