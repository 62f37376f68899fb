"""A series revises some figures and does not repeat the others: each release fits itself, and need not fit another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import floor

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile import Ledger, verify
from reconcile.auditing.run import run

QUARTERS = [f"2023-Q{number}" for number in range(1, 5)]
YEAR = "2023"
AREAS = ("north", "south")
ALL = "ALL"
RULES = [
    "trade = exports + imports",
    *(f"{name}[area=ALL] = {name}[area=north] + {name}[area=south]" for name in ("trade", "exports", "imports")),
]


def half_up(number: Fraction, decimals: int) -> Fraction:
    return Fraction(floor(number * Fraction(10) ** decimals + Fraction(1, 2))) / Fraction(10) ** decimals


@dataclass
class Office:
    """What a statistics office knows, and what it prints of it, release after release."""

    chance: random.Random
    known: dict[tuple[str, str, str], int] = field(default_factory=dict)
    printed: dict[tuple[str, str, str], int] = field(default_factory=dict)  # as it was last, in the order of the first

    def value(self, measure: str, area: str, period: str) -> int:
        if measure == "trade":
            return self.value("exports", area, period) + self.value("imports", area, period)
        if area == ALL:
            return sum(self.value(measure, one, period) for one in AREAS)
        if period == YEAR:
            return sum(self.value(measure, area, one) for one in QUARTERS)
        return self.known.setdefault((measure, area, period), self.chance.randint(100, 9000))

    def release(self) -> Iterator[dict[str, str]]:
        """Any figures of the day, after some have changed: of those printed at least the one printed first."""
        for one in sorted(self.known):
            if self.chance.random() < 0.15:
                self.known[one] = max(1, self.known[one] + self.chance.randint(-300, 300))
        share = self.chance.uniform(0.1, 0.8)
        anew = next((cell for cell, value in self.printed.items() if value != self.value(*cell)), None)
        for measure, area, period in product(("trade", "exports", "imports"), (*AREAS, ALL), (*QUARTERS, YEAR)):
            cell, value = (measure, area, period), self.value(measure, area, period)
            if cell == anew or self.chance.random() < share:
                self.printed[cell] = value
                yield {"measure": measure, "area": area, "period": period, "value": str(value), "decimals": "0"}
            yield from self._rates(*cell, share)

    def _rates(self, measure: str, area: str, period: str, share: float) -> Iterator[dict[str, str]]:
        about = {"measure": measure, "area": area, "period": period, "decimals": "1"}
        value = Fraction(self.value(measure, area, period))
        said: list[tuple[str, str, Fraction]] = []
        if measure != "trade" and self.chance.random() < share / 4:
            said.append(("share", "trade", 100 * value / self.value("trade", area, period)))
        if period in QUARTERS[1:] and self.chance.random() < share / 6:
            before = QUARTERS[QUARTERS.index(period) - 1]
            said.append(("growth", before, 100 * value / self.value(measure, area, before) - 100))
        if period == YEAR and self.chance.random() < share / 6:
            said.append(("mean", "quarter", value / 4))
        for stat, base, number in said:
            unit = {} if stat == "mean" else {"unit": "percent"}
            yield {**about, "stat": stat, "base": base, "value": f"{float(half_up(number, 1)):.1f}", **unit}


def _released(chance: random.Random) -> pd.DataFrame:
    office = Office(chance)
    rows = []
    for number in range(chance.randint(2, 4)):
        rows += [{"source": f"r{number}", **row} for row in office.release()]
    return pd.DataFrame(rows).fillna("")


def _ledger(claims: pd.DataFrame) -> Ledger:
    names = sorted(set(claims["source"]))
    days = [f"2024-{int(name[1:]) + 1:02}-01" for name in names]
    sources = pd.DataFrame({"source": names, "published": days, "series": "s"})
    return Ledger.from_frames(claims, sources=sources, rules=RULES)


chances = st.integers(0, 10**9).map(random.Random)


@costly(4)
@given(chances)
def test_releases_that_give_anew_what_they_revise_never_contradict_each_other(chance: random.Random) -> None:
    audit = run(_ledger(_released(chance)))
    assert not audit.crashed
    assert audit.conflicts["message"].tolist() == []


@costly(4)
@given(chances, st.integers(100, 5000))
def test_what_contradicts_itself_in_a_release_is_a_conflict_whatever_was_revised(
    chance: random.Random, off: int
) -> None:
    """As many as of that release alone: nothing that was revised later hides it."""
    claims = _released(chance)
    row = chance.choice(claims.index[claims["stat"] == ""].tolist() if "stat" in claims else claims.index.tolist())
    claims.loc[row, "value"] = str(int(claims.loc[row, "value"]) + off)
    source = claims.loc[row, "source"]
    alone = run(_ledger(claims[claims["source"] == source])).conflicts
    ledger = _ledger(claims)
    conflicts = run(ledger).conflicts
    found = {frozenset(one) for one in conflicts["claims"]}
    assert {frozenset(one) for one in alone["claims"]} <= found
    for certificate in conflicts["certificate"].dropna():
        assert verify(certificate.to_json(), ledger)


def test_what_only_all_claims_of_a_release_contradict_is_told_where_something_else_was_revised() -> None:
    """Each rule holds within rounding, both together do not; of their figures, none is told again."""
    said = [
        ("r0", "exports", "60"),
        *(("r1", name, value) for name, value in (("a", "2"), ("sum", "9"), ("less", "0"))),
    ]
    claims = pd.DataFrame([*said, ("r2", "exports", "65")], columns=["source", "measure", "value"])
    claims = claims.assign(area="north", period=YEAR, decimals="0")
    frame = pd.DataFrame({"source": ["r0", "r1", "r2"], "published": ["2024-01-01", "2024-02-01", "2024-03-01"]})
    rules = ["sum = a + b", "less = a - b"]
    measures = {name: {"signed": True} for name in ("a", "b", "sum", "less")}
    ledger = Ledger.from_frames(claims, sources=frame.assign(series="s"), rules=rules, measures=measures)
    conflicts = run(ledger).conflicts
    assert [set(one) for one in conflicts["claims"]] == [{f"r1:{name}:north:2023" for name in ("a", "sum", "less")}]
    assert verify(conflicts["certificate"].iloc[0].to_json(), ledger)


def test_a_sum_of_a_total_and_of_a_part_that_was_revised_after_it_is_open() -> None:
    said = [("r0", "exports", "60"), ("r1", "trade", "100"), ("r1", "imports", "40"), ("r2", "exports", "65")]
    claims = pd.DataFrame(said, columns=["source", "measure", "value"]).assign(area="north", period=YEAR, decimals="0")
    frame = pd.DataFrame({"source": ["r0", "r1", "r2"], "published": ["2024-01-01", "2024-02-01", "2024-03-01"]})
    audit = run(Ledger.from_frames(claims, sources=frame.assign(series="s"), rules=RULES[:1]))
    assert audit.conflicts.empty
    words = audit.findings.set_index("check")["message"]
    assert words["identity"] == (
        "65 + 40 = 105, reported 100: r2 has revised r1, so what that says need not fit what came later"
    )
    assert (
        words["joint"]
        == "3 claims of 2 documents can be true together only if more was revised of r1 (by r2) than is said"
    )
    assert run(Ledger.from_frames(claims, sources=frame, rules=RULES[:1])).counts["conflict"]  # releases of no series


def test_a_sum_of_a_total_and_of_a_part_that_no_release_revised_is_a_conflict() -> None:
    said = [("r0", "exports", "65"), ("r1", "trade", "100"), ("r1", "imports", "40"), ("r2", "exports", "65")]
    claims = pd.DataFrame(said, columns=["source", "measure", "value"]).assign(area="north", period=YEAR, decimals="0")
    frame = pd.DataFrame({"source": ["r0", "r1", "r2"], "published": ["2024-01-01", "2024-02-01", "2024-03-01"]})
    audit = run(Ledger.from_frames(claims, sources=frame.assign(series="s"), rules=RULES[:1]))
    assert audit.conflicts["message"].str.startswith("65 + 40 = 105, reported 100: off by 5").tolist() == [True]


def test_what_a_revised_release_tells_bounds_what_nobody_reports() -> None:
    said = [("r0", "exports", "60"), ("r1", "exports", "65"), ("r0", "imports", "40")]
    claims = pd.DataFrame(said, columns=["source", "measure", "value"]).assign(area="north", period=YEAR, decimals="0")
    frame = pd.DataFrame({"source": ["r0", "r1"], "published": ["2024-01-01", "2024-02-01"]})
    ledger = Ledger.from_frames(claims, sources=frame.assign(series="s"), rules=RULES[:1], measures={"trade": {}})
    found = run(ledger).bounds.set_index("measure")
    assert found.loc["trade", ["low", "high"]].tolist() == ["104", "106"]


def test_what_fits_none_of_two_figures_is_open_too_where_a_release_was_revised() -> None:
    said = [("r0", "exports", "60"), ("r1", "trade", "100"), ("r1", "imports", "35"), ("r2", "exports", "75")]
    said.append(("other", "exports", "70"))
    claims = pd.DataFrame(said, columns=["source", "measure", "value"]).assign(area="north", period=YEAR, decimals="0")
    frame = pd.DataFrame({"source": ["r0", "r1", "r2"], "published": ["2024-01-01", "2024-02-01", "2024-03-01"]})
    frame = pd.concat([frame.assign(series="s"), pd.DataFrame({"source": ["other"], "published": "2024-02-01"})])
    findings = run(Ledger.from_frames(claims, sources=frame.fillna(""), rules=RULES[:1])).findings
    (found,) = findings[findings["check"] == "identity"].itertuples()
    assert found.verdict == "unchecked"
    assert found.message == (
        "trade = exports + imports: the claims of exports contradict each other; "
        "r2 has revised r1, so what that says need not fit what came later"
    )
