"""Places that report a rule's total alone, against a plain look at every place."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import Claim, claims_ledger, of
from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger

RULE = "t = a + b"


def totals(ledger: Ledger, **settings: object) -> dict[str, str]:
    """What coverage says of totals, by id."""
    findings = run(ledger, joint=False, **settings).findings  # type: ignore[arg-type]
    told = findings[findings["finding"].str.startswith("coverage:total:")]
    assert set(told["verdict"]) <= {"unchecked"}
    return dict(zip(told["finding"], told["message"], strict=True))


def test_a_place_that_reports_a_total_alone_is_named_once_with_its_periods() -> None:
    whole = of({"t": "3", "a": "1", "b": "2"}, area="x")
    alone = [{"measure": "t", "area": "y", "period": period} for period in ("2022", "2020", "2021")]
    assert totals(claims_ledger(*whole, *alone, rules=[RULE])) == {
        "coverage:total:t=a+b:y:final": "t = a + b: only t is reported for 2020, 2021 and 2022, and no a or b"
    }
    many = [{"measure": "t", "area": "y", "period": str(year)} for year in range(2000, 2020)]
    (words,) = totals(claims_ledger(*whole, *many, rules=[RULE])).values()
    assert "for 2000, 2001, 2002, 2003, 2004 and 15 more periods, and no" in words


def test_a_rule_that_binds_nowhere_is_told_as_such_alone() -> None:
    assert totals(claims_ledger({"measure": "t"}, {"measure": "a", "area": "x"}, {"measure": "b"}, rules=[RULE])) == {}


@pytest.mark.parametrize("part", ["a", "b"])
def test_where_a_part_is_reported_the_identity_says_what_is_missing(part: str) -> None:
    whole = of({"t": "3", "a": "1", "b": "2"}, area="x")
    some = of({"t": "3", part: "1"}, area="y")
    assert totals(claims_ledger(*whole, some[0], {**some[1], "source": "other"}, rules=[RULE])) == {}


def test_a_total_that_is_fixed_in_a_dimension_and_a_rule_that_holds_somewhere_only() -> None:
    rule = {"rule": "m[p=all] = m[p=A] + m[p=B]", "where": {"area": ["x", "y"]}}
    places = [
        ("x", "all", "3"),
        ("x", "A", "1"),
        ("x", "B", "2"),
        ("y", "all", "3"),
        ("z", "all", "3"),
        ("y", "C", "3"),
    ]
    claims = [{"area": area, "p": member, "value": value} for area, member, value in places]
    assert totals(claims_ledger(*claims, rules=[rule])) == {
        "coverage:total:m(p=all)=m(p=A)+m(p=B):y:final": (
            "m[p=all] = m[p=A] + m[p=B]: only m[p=all] is reported for 2024, and no m[p=A] or m[p=B]"
        )
    }


CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "measure": st.sampled_from("tttabn"),
            "area": st.sampled_from("xyz"),
            "period": st.sampled_from(["2022", "2023", "2023-Q1"]),
            "status": st.sampled_from(["final", "target"]),
            "stat": st.sampled_from(["level", "level", "mean"]),
            "source": st.sampled_from("uv"),
        }
    ),
    max_size=25,
)


@given(CLAIMS, st.sampled_from([None, 1, 7]), st.sampled_from([RULE, "a + b = t"]))
def test_every_lone_total_is_told_in_parts_as_in_one_piece(drawn: list[Claim], part: int | None, rule: str) -> None:
    claims = [{**claim, "base": "month" if claim["stat"] == "mean" else ""} for claim in drawn]
    claims += [{**claim, "area": "w"} for claim in of({"t": "3", "a": "1", "b": "2"})]
    there: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.get("stat", "level") == "level":
            there[claim["area"], claim.get("period", "2024"), claim.get("status", "final")].add(claim["measure"])
    right: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (area, period, status), measures in there.items():
        if measures & set("tab") == {"t"}:
            right[area, status].add(period)
    found = totals(claims_ledger(*claims, rules=[rule]), part=part)
    named = rule.replace(" ", "")
    assert set(found) == {f"coverage:total:{named}:{area}:{status}" for area, status in right}
    for (area, status), periods in right.items():
        words = found[f"coverage:total:{named}:{area}:{status}"]
        assert f"{rule}: only t is reported for" in words
        assert "and no a or b" in words
        assert all(period in words for period in periods)
