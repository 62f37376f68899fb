"""Contributions to growth: held against plain interval arithmetic in fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from claims import claims_ledger, said
from costly import costly
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger
from reference import Printed
from ways_in import Told, Way, each_way, taken, taken_as_text

RULE = "gdp = c + i - m"
SIGNS = {"c": 1, "i": 1, "m": -1}
PERCENT = Fraction(1, 100)


def row(measure: str, period: str, count: int, **more: str) -> dict[str, str]:
    """A figure in tenths."""
    value = f"{'-' if count < 0 else ''}{abs(count) // 10}.{abs(count) % 10}"
    return {"source": "a", "measure": measure, "period": period, "value": value, "decimals": "1", **more}


@dataclass(frozen=True)
class Economy:
    """What is printed of three parts and their whole, in tenths."""

    before: dict[str, int]
    after: dict[str, int]
    whole: int
    contributions: dict[str, int]
    growth: int

    def rows(self, *, levels: bool = True) -> list[dict[str, str]]:
        told = [row(name, "2023", count) for name, count in self.before.items()] if levels else []
        told += [row(name, "2024", count) for name, count in self.after.items()] if levels else []
        told += [row("gdp", "2023", self.whole)] if levels else []
        on = {"stat": "contribution", "base": "gdp 2023"}
        told += [row(name, "2024", count, **on) for name, count in self.contributions.items()]
        return [*told, row("gdp", "2024", self.growth, stat="growth", base="2023")]

    def verdict(self, name: str) -> str:
        """Of one part: before + sign × contribution × whole = after."""

        def left(read: str) -> reference.Span:
            of = reference.READINGS[read]
            before, after, whole, rate = (
                of(Printed(Fraction(count, 10), 1))
                for count in (self.before[name], self.after[name], self.whole, self.contributions[name])
            )
            added = rate.times(whole).times(reference.point(PERCENT * SIGNS[name]))
            return before + added + after.times(reference.point(-1))

        return reference.verdict({read: left(read) for read in reference.READINGS})

    @property
    def together(self) -> str:
        off = abs(sum(self.contributions.values()) - self.growth)
        return "exact" if not off else "rounding" if 2 * off <= 4 else "conflict"  # half a tenth of each of four


@st.composite
def economies(draw: st.DrawFn) -> Economy:
    """An economy whose figures are each rounded by themselves."""
    amounts = st.fractions(100, 1000, max_denominator=100)
    before = {name: draw(amounts) for name in SIGNS}
    after = {
        name: size * draw(st.fractions(Fraction(4, 5), Fraction(6, 5), max_denominator=100))
        for name, size in before.items()
    }
    whole = before["c"] + before["i"] - before["m"]
    if whole <= 1:
        before["c"], after["c"], whole = before["c"] + 1000, after["c"] + 1000, whole + 1000
    parts = {name: SIGNS[name] * (after[name] - before[name]) / whole / PERCENT for name in SIGNS}
    return Economy(
        {name: round(size * 10) for name, size in before.items()},
        {name: round(size * 10) for name, size in after.items()},
        round(whole * 10),
        {name: round(size * 10) for name, size in parts.items()},
        round(sum(parts.values()) * 10),
    )


@costly(2)
@given(economies())
def test_honest_contributions_are_no_conflict(one: Economy) -> None:
    audit = run(claims_ledger(*one.rows(), rules=[RULE]))
    assert not audit.crashed
    assert audit.counts["conflict"] == 0
    assert audit.findings["finding"].str.startswith("statistic:contribution").sum() == 4


@costly(2)
@given(economies(), st.sampled_from([*SIGNS]), st.integers(-30, 30))
def test_what_rounding_does_not_explain_is_found_and_nothing_else(one: Economy, which: str, off: int) -> None:
    one.contributions[which] += off
    found = said(claims_ledger(*one.rows(), rules=[RULE]), "statistic")
    verdicts = {name: words.partition(":")[0] for name, words in found.items()}
    for name in SIGNS:
        assert verdicts[f"statistic:contribution:{name}:2024:gdp 2023:final:a"] == one.verdict(name)
    assert verdicts["statistic:contributions:gdp:2024:2023:final:a"] == one.together


def test_both_are_told_as_they_are_reckoned_and_repairs_mend() -> None:
    rows = [row("c", "2023", 3000), row("gdp", "2023", 5000), row("c", "2024", 3100)]
    wrong = [*rows, row("c", "2024", 26, stat="contribution", base="gdp 2023")]
    (conflict,) = run(claims_ledger(*wrong)).conflicts.to_dict("records")
    assert conflict["message"].startswith(
        "300.0 + 2.6 pp of 500.0 = 313, reported 310.0, which is 2 pp: off by 3; rounding explains at most 0.351275"
    )
    assert {"2.6 → 2.0 pp", "310.0 → 313.0"} <= {one["words"] for one in conflict["repairs"]}
    right = [*rows, row("c", "2024", 20, stat="contribution", base="gdp 2023")]
    assert run(claims_ledger(*right)).ok
    taken_off = [row("m", "2023", 1000), row("gdp", "2023", 5000), row("m", "2024", 1030)]
    taken_off += [row("m", "2024", -6, stat="contribution", base="gdp 2023")]
    (words,) = said(claims_ledger(*taken_off, rules=["gdp = c - m"], measures={"c": {}}), "statistic").values()
    assert words == "exact: 100.0 + 0.6 pp of 500.0 = 103, reported 103.0: exact"


def test_without_levels_the_contributions_of_a_document_still_add_up() -> None:
    one = Economy({}, {}, 0, {"c": 20, "i": 5, "m": -6}, 30)
    (words,) = [w for w in said(claims_ledger(*one.rows(levels=False), rules=[RULE]), "statistic").values() if "+" in w]
    assert words.startswith("conflict: contributions to gdp = c + i - m: 2.0 + 0.5 − 0.6 = 1.9, reported 3.0 (%)")


@pytest.mark.parametrize("years", [("2019", "2018"), ("2018", "2019")])
def test_growth_since_years_that_nobody_reports_is_added_up_for_each_of_them(years):
    near, far = [Economy({}, {}, 0, {"c": c, "i": 5, "m": -6}, 20) for c in (21, 31)]
    rows = []
    for year, one in zip(years, (near, far), strict=True):
        rows += [told | {"base": told["base"].replace("2023", year)} for told in one.rows(levels=False)]
    found = said(claims_ledger(*rows, rules=[RULE]), "statistic")
    verdicts = {name: words.partition(":")[0] for name, words in found.items() if ":contributions:" in name}
    ids = [f"statistic:contributions:gdp:2024:{year}:final:a" for year in years]
    assert verdicts == dict(zip(ids, ("exact", "conflict"), strict=True))
    # With the growth since one year alone, there is nothing to hold the contributions since the other against.
    del rows[3]
    found = said(claims_ledger(*rows, rules=[RULE]), "statistic")
    assert [name for name in found if ":contributions:" in name] == ids[1:]


@pytest.mark.parametrize(("status", "verdict"), [("final", "unchecked"), ("target", "exact")])
def test_what_came_rests_on_no_target(status, verdict):
    rows = [row("c", "2023", 300, status="target"), row("gdp", "2023", 1000, status="target")]
    rows.append(row("c", "2024", 310, status=status))
    rows.append(row("c", "2024", 10, stat="contribution", base="gdp 2023", status=status))
    (words,) = said(claims_ledger(*rows), "statistic").values()
    assert words.partition(":")[0] == verdict


@pytest.mark.parametrize(
    "rule",
    [
        "gdp <= c + i - m",
        "gdp = 2 * c + i - m",
        "2 * gdp = c + i - m",
        "gdp = c + i - m[period=-1]",
    ],
)
def test_contributions_are_added_up_only_by_a_rule_that_is_a_whole_of_its_parts(rule):
    one = Economy({}, {}, 0, {"c": 20, "i": 5, "m": -6}, 30)
    found = said(claims_ledger(*one.rows(levels=False), rules=[rule]), "statistic")
    assert not any(":contributions:" in name for name in found)


SUMMED = {"gva": {"sum": {"over": "industry", "total": "all"}}}


def shares_out(parts: dict[str, int], *heads: dict[str, str]) -> list[dict[str, str]]:
    on = {"stat": "contribution", "base": "gva[industry=all] 2023"}
    told = [row("gva", "2024", count, industry=name, **on) for name, count in parts.items()]
    return [*told, *heads]


@costly(2)
@given(
    st.lists(st.tuples(st.integers(1, 10**4), st.integers(1, 10**4)), min_size=2, max_size=5),
    st.integers(-3, 3),
    st.booleans(),
)
def test_contributions_of_all_members_of_a_sum_make_the_growth_of_the_total(
    levels: list[tuple[int, int]], off: int, growth: bool
) -> None:
    whole = sum(before for before, _ in levels)

    def tenths(change: int) -> int:
        return round(Fraction(1000 * change, whole))

    parts = {f"i{number}": tenths(after - before) for number, (before, after) in enumerate(levels)}
    made = tenths(sum(after - before for before, after in levels)) + off
    on = {"stat": "growth", "base": "2023"} if growth else {"stat": "contribution", "base": "gva[industry=all] 2023"}
    rows = shares_out(parts, row("gva", "2024", made, industry="all", **on))
    left = abs(sum(parts.values()) - made)
    expected = "exact" if not left else "rounding" if 2 * left <= len(parts) + 1 else "conflict"  # half a tenth each
    found = said(claims_ledger(*rows, measures=SUMMED), "statistic")
    told = [words for name, words in found.items() if name.startswith("statistic:contributions:gva")]
    assert [words.partition(":")[0] for words in told] == [expected]
    assert off or expected != "conflict"


def test_members_of_a_sum_are_added_only_where_all_contribute_to_one_whole() -> None:
    grown = row("gva", "2024", 99, industry="all", stat="growth", base="2023")
    some = shares_out({"a": 5, "b": 7}, grown, row("gva", "2020", 1, industry="c"))
    other = [row("gva", "2024", 5, industry="a", stat="contribution", base="gva[industry=all] 2022")]
    other += [row("gva", "2024", 7, industry="b", stat="contribution", base="gva[industry=all] 2023"), grown]
    alone = shares_out({"a": 5}, grown)
    for rows in (some, other, alone):
        found = said(claims_ledger(*rows, measures=SUMMED), "statistic")
        assert {words.partition(":")[0] for words in found.values()} == {"unchecked"}, found
    nested = {"gva": {"sum": {"over": "industry", "parents": {"a": "x", "b": "x"}}}}
    part = row("gva", "2024", 99, industry="x", stat="contribution", base="gva[industry=all] 2023")
    everything = row("gva", "2020", 1, industry="all")
    found = said(claims_ledger(*shares_out({"a": 5, "b": 7}, part, everything), measures=nested), "statistic")
    assert any("contributions of gva: x=a+b: 0.5 + 0.7 = 1.2, reported 9.9" in words for words in found.values())


def test_contributions_since_other_periods_than_the_growth_are_not_held_against_it() -> None:
    parts = [row(name, "2024", 5, stat="contribution", base="gdp 2021") for name in "ci"]
    grown = row("gdp", "2024", 99, stat="growth", base="2023")  # and nobody reports a level of either period
    found = said(claims_ledger(*parts, grown, rules=["gdp = c + i"]), "statistic")
    assert {words.partition(":")[0] for words in found.values()} == {"unchecked"}, found


def test_what_nobody_reports_is_named() -> None:
    one = row("c", "2024", 20, stat="contribution", base="gdp 2023")
    assert list(said(claims_ledger(one), "statistic").values()) == [
        "unchecked: no level reported of c 2023 and gdp 2023 and c 2024 (final)"
    ]
    below = [row("c", "2023", 3000), row("gdp", "2023", 0), row("c", "2024", 3100), one]
    (words,) = said(claims_ledger(*below), "statistic").values()
    assert "may be zero or negative" in words


@costly(1)
@given(st.integers(1, 10**4), st.integers(1, 10**4), st.integers(-999, 999))
def test_what_contributes_to_itself_stands_in_the_evidence_once_for_all_it_does(
    before: int, after: int, rate: int
) -> None:
    rows = [row("a", "2023", before), row("a", "2024", after)]
    rows.append(row("a", "2024", rate, stat="contribution", base="a 2023"))
    (finding,) = run(claims_ledger(*rows), checks=["statistic"]).findings.to_dict("records")
    grown = Fraction(before, 10) * (1 + Fraction(rate, 1000))
    told = [one["contribution"] for one in finding["evidence"] if one["contribution"] is not None]
    assert [*map(Fraction, told)] == [grown, Fraction(-after, 10)]


TENTHS = st.integers(-4000, 4000)


@costly(2)
@given(TENTHS, TENTHS, TENTHS, TENTHS, st.integers(-3, 3), st.sampled_from(["", "change of "]))
def test_a_whole_at_another_member_ties_what_a_measure_of_its_own_would(
    before: int, level: int, whole: int, now: int, off: int, of: str
) -> None:
    by = now - whole if of else whole
    told = off + (round(Fraction(1000 * (level - before), by)) if by else 0)

    def verdict(part: dict[str, str], total: dict[str, str], base: str) -> str:
        levels = [("2023", before, part), ("2024", level, part), ("2023", whole, total), ("2024", now, total)]
        rows = [row("g", period, count, unit="EUR") | more for period, count, more in levels]
        stated = {"stat": "contribution", "base": f"{of}{base} 2023", "unit": "percent"}
        rows.append(row("g", "2024", told, **stated) | part)
        ledger = claims_ledger(*rows, dimensions=["industry", "adj"])
        found = said(ledger, "statistic")
        (words,) = (words for name, words in found.items() if name.startswith("statistic:contribution"))
        return words.partition(":")[0]

    member = {"industry": "A", "adj": "raw"}
    fixed = verdict(member, {"industry": "all", "adj": "raw"}, "g[industry=all]")
    assert fixed == verdict(member, {"measure": "t"} | member, "t")


def test_what_is_lacking_of_a_whole_at_another_member_is_named_with_it() -> None:
    part = {"industry": "A"}
    one = row("c", "2024", 20, stat="contribution", base="gdp[industry=all] 2023") | part
    rows = [row("c", "2023", 3000) | part, row("c", "2024", 3100) | part, row("gdp", "2023", 5000) | part, one]
    (words,) = said(claims_ledger(*rows, dimensions=["industry"]), "statistic").values()
    assert words == "unchecked: no level reported of gdp[industry=all] 2023"


def test_a_whole_at_another_member_is_none_that_a_rule_adds_up_here() -> None:
    one = Economy({}, {}, 0, {"c": 20, "i": 5, "m": -6}, 30)
    rows = [claim | {"base": claim["base"].replace("gdp ", "gdp[area=EU] ")} for claim in one.rows(levels=False)]
    found = said(claims_ledger(*rows, rules=[RULE]), "statistic")
    assert not any(words.startswith("conflict") for words in found.values())


@pytest.mark.parametrize(
    ("at", "more", "why"),
    [
        (1, {"unit": "USD"}, "units differ: USD, no unit"),
        (3, {"value": "2.05"}, "c is set aside, with digits beyond the decimals stated"),
    ],
)
def test_of_what_does_not_go_together_is_said_why(at: int, more: dict[str, str], why: str) -> None:
    rows = [row("c", "2023", 3000), row("gdp", "2023", 5000), row("c", "2024", 3100)]
    rows.append(row("c", "2024", 20, stat="contribution", base="gdp 2023"))
    rows[at] |= more
    assert [*said(claims_ledger(*rows), "statistic").values()] == [f"unchecked: {why}"]


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ({"base": ""}, "contribution needs a base: the whole and the period compared with, such as gdp 2023"),
        ({"base": "gdp"}, "base 'gdp': expected the whole and the period compared with, such as gdp 2023"),
        ({"base": "gdp 2024"}, "contribution in 2024 to a growth since 2024"),
        ({"base": "gdp soon"}, "'soon' is no period"),
        ({"base": "gdp[industri=all] 2023"}, "unknown dimension 'industri'"),
        ({"base": "gdp[all] 2023"}, "expected a measure, and in brackets what is fixed"),
        ({"base": "gdp[period=2022] 2023"}, "fixes the period twice"),
        ({"unit": "USD"}, "unit USD does not fit: a contribution is in pp or percent"),
        ({"unit": "points"}, "in pp or percent; of percentage points quote the number without the word, with unit: pp"),
    ],
)
def test_what_is_no_contribution_is_refused(claim: dict[str, str], why: str) -> None:
    with pytest.raises(LedgerError) as error:
        claims_ledger(row("c", "2024", 20, stat="contribution", base="gdp 2023") | claim)
    assert why in str(error.value)


@each_way()
def test_contributions_come_through_every_way_in(way: Way) -> None:
    one = Economy({"c": 3000}, {"c": 3100}, 5000, {"c": 20, "i": 5, "m": -6}, 30)
    told = Told(tuple(one.rows()), rules=(RULE,))
    assert taken(way, told) == taken_as_text(told)


def test_a_written_ledger_keeps_them(tmp_path) -> None:
    ledger = claims_ledger(row("c", "2024", 20, stat="contribution", base="gdp 2023-01/2023-12"))
    assert ledger.claims["base"].tolist() == ["gdp 2023"]
    for layout in ("yaml", "csv", "parquet"):
        assert Ledger.read(ledger.write(tmp_path / layout, layout=layout)) == ledger


def test_points_that_are_of_a_percentage_are_told_how_to_be_written() -> None:
    rate = {"measure": "turnout", "stat": "change", "base": "2023", "unit": "points"}
    measures = {"turnout": {"unit": "percent"}}
    with pytest.raises(LedgerError, match="of percentage points quote the number without the word, with unit: pp"):
        claims_ledger(rate, measures=measures)
    for other in ({"stat": "growth"}, {"stat": "level", "base": ""}):
        with pytest.raises(LedgerError, match="unit point does not fit") as error:
            claims_ledger(rate | other, measures=measures)
        assert "unit: pp" not in str(error.value)
