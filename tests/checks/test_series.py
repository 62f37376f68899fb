"""Series: releases of which a later one replaces an earlier one, held against a plain account of what each knew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of, over, said
from costly import costly
from reconcile import verify
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger
from ways_in import Told, Way, each_way, taken, taken_as_text

QUARTERS = ("2023-Q1", "2023-Q2", "2023-Q3")


def sources(*names: str, **more: str) -> pd.DataFrame:
    """Releases of one series, a month apart."""
    first = date(2024, 1, 31)
    days = [(first + timedelta(days=30 * number)).isoformat() for number in range(len(names))]
    return pd.DataFrame({"source": names, "published": days, "series": "s", **more})


@dataclass(frozen=True)
class Releases:
    """What each release of a series says of each quarter, None where it says nothing, in tenths."""

    values: tuple[tuple[int | None, ...], ...]  # by release, then quarter
    growths: tuple[tuple[bool, ...], ...]  # whether it gives the growth on the quarter before, too
    gaps: tuple[int, ...]  # days from one release to the next

    def known(self, release: int, quarter: int) -> int | None:
        """The figure as it was known on the day of a release."""
        said = [row[quarter] for row in self.values[: release + 1] if row[quarter] is not None]
        return said[-1] if said else None

    def ledger(self, *more: dict[str, str]) -> Ledger:
        claims = []
        for release, row in enumerate(self.values):
            for quarter, value in enumerate(row):
                about = {"source": f"r{release}", "period": QUARTERS[quarter]}
                if value is not None:
                    claims.append({**about, "value": _tenths(value), "decimals": "1"})
                now, before = self.known(release, quarter), self.known(release, quarter - 1) if quarter else None
                if self.growths[release][quarter] and now is not None and before is not None:
                    rate = round((Fraction(now, before) - 1) * 1000)
                    said = {"stat": "growth", "base": QUARTERS[quarter - 1], "value": _tenths(rate), "decimals": "1"}
                    claims.append({**about, **said})
        days = [date(2024, 1, 1) + timedelta(days=sum(self.gaps[:number])) for number in range(len(self.values))]
        frame = pd.DataFrame(
            {
                "source": [f"r{number}" for number in range(len(days))] + ["other"],
                "published": [*map(date.isoformat, days), "2024-01-01"],
                "series": ["s"] * len(days) + [""],
            }
        )
        return claims_ledger(*claims, *more, sources=frame)

    def steps(self) -> int:
        """How often a release changes what the one before it said."""
        found = 0
        for quarter in range(len(QUARTERS)):
            said = [row[quarter] for row in self.values if row[quarter] is not None]
            found += sum(a != b for a, b in pairwise(said))
        return found


def _tenths(number: int) -> str:
    return f"{'-' if number < 0 else ''}{abs(number) // 10}.{abs(number) % 10}"


@st.composite
def releases(draw: st.DrawFn) -> Releases:
    size = draw(st.integers(1, 4))
    values = st.tuples(*[st.none() | st.integers(500, 2000)] * len(QUARTERS))
    told = st.tuples(*[st.booleans()] * len(QUARTERS))
    drawn = [draw(values.filter(any)) for _ in range(size)]
    return Releases(
        tuple(drawn),
        tuple(draw(told) for _ in range(size)),
        tuple(draw(st.integers(1, 40)) for _ in range(size)),
    )


@costly(2)
@given(releases())
def test_releases_that_know_what_was_known_never_contradict_each_other(one: Releases) -> None:
    audit = run(one.ledger())
    assert not audit.crashed
    assert audit.counts["conflict"] == 0
    stepped = audit.findings["finding"].str.contains(r":level:final:r\d-to-r\d$")
    assert (stepped & (audit.findings["verdict"] == "revision")).sum() == one.steps()


Levels = dict[str, int]

TOLD: dict[str, Callable[[Levels, Levels], Fraction]] = {  # what the first release says of levels and those before
    "share": lambda now, _: 100 * Fraction(now["part"], now["whole"]),
    "ratio": lambda now, _: 100 * Fraction(now["part"], now["whole"]),
    "mean": lambda now, _: Fraction(now["part"], 3),
    "growth": lambda now, then: 100 * (Fraction(now["part"], then["part"]) - 1),
    "change": lambda now, then: Fraction(now["part"] - then["part"]),
    "contribution": lambda now, then: 100 * Fraction(now["part"] - then["part"], then["whole"]),
}
BASES = {"share": "whole", "ratio": "whole", "mean": "month", "contribution": f"whole {QUARTERS[0]}"}
UNITS = {"share": "percent", "ratio": "percent", "growth": "percent", "contribution": "pp"}
figures = st.lists(st.integers(100, 900), min_size=8, max_size=8, unique=True)
# Who reports part and whole now, and part and whole before: what the first release reports, the second gives anew.
WHERE = [
    ("first", "other", "other", "other"),
    ("other", "first", "second", "second"),
    ("second", "second", "first", "first"),
]


@pytest.mark.parametrize("where", WHERE, ids="".join)
@pytest.mark.parametrize("stat", TOLD)
@costly(10)
@given(figures)
def test_what_a_release_has_replaced_is_held_against_nothing_that_was_published_after_it(
    stat: str, where: tuple[str, ...], figures: list[int]
) -> None:
    """Whoever reports levels: the first release as it knew them, the second and another document as they are now."""

    def rate(source: str, now: Levels, then: Levels) -> dict[str, str]:
        value = round(10 * TOLD[stat](now, then))
        sign, base = "-" if value < 0 else "", BASES.get(stat, QUARTERS[0])
        return of(
            {"part": sign + _tenths(abs(value))},
            source=source, period=QUARTERS[1], stat=stat, base=base, decimals="1", unit=UNITS.get(stat, ""),
        )[0]  # fmt: skip

    now, then, anew, before = ({"part": figures[at], "whole": figures[at + 1]} for at in range(0, 8, 2))
    claims = [rate("first", now, then), rate("second", anew, before)]
    quantities = [("part", QUARTERS[1]), ("whole", QUARTERS[1]), ("part", QUARTERS[0]), ("whole", QUARTERS[0])]
    for (measure, period), source in zip(quantities, where, strict=True):
        old, new = (now, anew) if period == QUARTERS[1] else (then, before)
        if source == "first":
            claims += of({measure: str(old[measure])}, source=source, period=period)
            source = "second"  # noqa: PLW2901 - which gives it anew
        claims += of({measure: str(new[measure])}, source=source, period=period)
    frame = pd.DataFrame(
        {"source": ["first", "second", "other"], "published": ["2024-01-31", "2024-03-01", "2024-05-01"]}
    ).assign(series=["s", "s", ""])
    audit = run(claims_ledger(*claims, sources=frame, measures={"part": {"kind": "flow"}}))
    assert not audit.crashed
    assert audit.conflicts.empty, audit.conflicts["message"].tolist()


@costly(2)
@given(releases(), st.integers(-3, 3))
def test_another_document_meets_the_latest_release_and_no_other(one: Releases, off: int) -> None:
    latest = one.known(len(one.values) - 1, quarter := next(n for n in range(3) if one.known(len(one.values), n)))
    assert latest is not None
    other = {"source": "other", "period": QUARTERS[quarter], "value": _tenths(latest + off), "decimals": "1"}
    audit = run(one.ledger(other), checks=["agreement"])
    found = audit.findings[[{"other"} < set(names) for names in audit.findings["sources"]]]
    # Figures of tenths, half a tenth either way, both ends closed.
    assert found["verdict"].tolist() == ["exact" if not off else "rounding" if abs(off) == 1 else "conflict"]


@given(releases())
def test_the_triangle_has_every_release_of_what_several_report(one: Releases) -> None:
    frame = run(one.ledger(), checks=["agreement"]).revisions
    levels = frame[frame["stat"] == "level"]
    for quarter, period in enumerate(QUARTERS):
        told = [(f"r{at}", row[quarter]) for at, row in enumerate(one.values) if row[quarter] is not None]
        mine = levels[levels["period"] == period]
        if len(told) < 2:
            assert mine.empty
            continue
        assert mine["source"].tolist() == [source for source, _ in told]
        numbers = [Fraction(value, 10) for _, value in told]
        assert [Fraction(text) for text in mine["value"]] == numbers
        assert {Fraction(text) for text in mine["first"]} == {numbers[0]}
        assert {Fraction(text) for text in mine["latest"]} == {numbers[-1]}
        assert [None if text is None else Fraction(text) for text in mine["step"]] == [
            None,
            *(b - a for a, b in pairwise(numbers)),
        ]


def three(*values: str) -> list[dict[str, str]]:
    return [claim for source, value in zip("abc", values, strict=True) for claim in of({"m": value}, source=source)]


def test_each_step_is_told_and_as_of_a_day_those_that_there_were() -> None:
    ledger = claims_ledger(*three("100.0", "101.3", "101.1"), sources=sources("a", "b", "c"))
    assert said(ledger, "agreement") == {
        "agreement:m:2024:level:final:a-to-b": "revision: 100.0 (final, a) → 101.3 (final, b): "
        "revised up, +1.3 (+1.3 %)",
        "agreement:m:2024:level:final:b-to-c": "revision: 101.3 (final, b) → 101.1 (final, c): "
        "revised down, −0.2 (−0.2 %)",
    }
    assert list(said(ledger.as_of("2024-03-15"), "agreement")) == ["agreement:m:2024:level:final:a-to-b"]
    assert run(ledger.as_of("2024-03-15")).revisions["latest"].unique().tolist() == ["101.3"]


def test_sums_take_the_latest_of_each() -> None:
    claims = [*of({"x": "4.0", "y": "6.0"}, source="a"), *of({"m": "11.0", "y": "7.0"}, source="b")]
    ledger = claims_ledger(*claims, sources=sources("a", "b"), rules=["m = x + y"])
    (words,) = said(ledger, "identity").values()
    assert words == "exact: 4.0 + 7.0 = 11.0, reported 11.0: exact; from a, b"


def test_a_release_that_says_one_thing_twice_is_a_conflict_although_it_was_replaced() -> None:
    claims = [*of({"m": "10"}, source="a"), *of({"m": "12"}, source="a"), *of({"m": "11"}, source="b")]
    found = said(claims_ledger(*claims, sources=sources("a", "b")), "agreement")
    assert found["agreement:m:2024:level:final:a+a"].startswith("conflict: 10 in a, 12 in a")


def test_a_stale_figure_of_another_document_is_a_conflict() -> None:
    frame = pd.concat([sources("a", "b", "c"), pd.DataFrame({"source": ["d"], "published": ["2025"], "series": [""]})])
    ledger = claims_ledger(*three("100.0", "101.3", "101.1"), *of({"m": "100.0"}, source="d"), sources=frame)
    (conflict,) = run(ledger).conflicts["message"]
    assert conflict.startswith("101.1 in c, 100.0 in d")


def test_a_growth_rests_on_the_base_of_its_day_whatever_came_later() -> None:
    growth = {"source": "b", "stat": "growth", "base": "2023", "value": "10.0", "decimals": "1"}
    claims = [*over({"2023": "100.0"}, source="a"), growth, *over({"2024": "110.0"}, source="b")]
    later = over({"2023": "120.0"}, source="c")
    audit = run(claims_ledger(*claims, *later, sources=sources("a", "b", "c")))
    assert audit.counts["conflict"] == 0
    statistic = audit.findings[audit.findings["check"] == "statistic"]
    assert statistic["message"].item().startswith("100.0 grown by 10.0 % = 110, reported 110.0")
    # Without a series both are said to be so, and only one can.
    apart = claims_ledger(*claims, *later, sources=sources("a", "b", "c").assign(series=""))
    assert run(apart).counts["conflict"]


def test_a_release_needs_a_day() -> None:
    with pytest.raises(LedgerError, match="series 's' without a date: say in published which of its releases this is"):
        claims_ledger({}, sources=sources("a").assign(published=""))


def test_releases_of_one_time_replace_none_of_each_other() -> None:
    frame = sources("a", "b").assign(published=["2024-01/2024-03", "2024-02-10"])
    found = said(claims_ledger(*of({"m": "10"}, source="a"), *of({"m": "12"}, source="b"), sources=frame), "agreement")
    assert [words.partition(":")[0] for words in found.values()] == ["conflict"]


@each_way()
def test_series_come_through_every_way_in(way: Way) -> None:
    rows = [{"measure": "m", "period": "2024", **row} for row in three("100.0", "101.3", "101.1")]
    told = Told(tuple(rows), sources=tuple(sources("a", "b", "c").to_dict("records")))
    assert taken(way, told) == taken_as_text(told)


def test_a_written_ledger_keeps_its_series(tmp_path) -> None:
    ledger = claims_ledger(*three("100.0", "101.3", "101.1"), sources=sources("a", "b", "c"))
    for layout in ("yaml", "csv"):
        written = Ledger.read(ledger.write(tmp_path / layout, layout=layout))
        assert written == ledger
        assert written.sources["series"].tolist() == ["s", "s", "s"]


@costly(2)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.lists(st.integers(-9, 9), min_size=2, max_size=2))
def test_a_release_must_be_possible_though_a_later_one_replaces_all_of_it(
    a: int, b: int, c: int, off: list[int]
) -> None:
    """A sum and a difference of two figures that nobody need have wrong by itself: as alone, so when it is replaced."""
    said = {"a": a, "sum": a + b + off[0], "difference": a - b + off[1], "more": a + b + c}
    first = of({name: str(value) for name, value in said.items()}, source="first")
    later = {"a": a, "sum": a + b, "difference": a - b, "more": a + b + c, "b": b, "c": c}
    second = of({name: str(value) for name, value in later.items()}, source="second")
    rules = ["sum = a + b", "difference = a - b", "more = sum + c"]
    frame = pd.DataFrame({"source": ["first", "second"], "published": ["2024-01-31", "2024-03-01"]})
    measures = {name: {"signed": True} for name in later}
    alone = run(claims_ledger(*first, rules=rules, measures=measures)).conflicts["claims"].tolist()
    ledger = claims_ledger(*first, *second, sources=frame.assign(series="s"), rules=rules, measures=measures)
    conflicts = run(ledger).conflicts
    assert conflicts["claims"].tolist() == alone
    # a + b and a - b add up to 2 a, each within half of one.
    assert bool(alone) == (abs(off[0] + off[1]) > 2)
    for certificate in conflicts["certificate"]:
        assert verify(certificate.to_json(), ledger)
