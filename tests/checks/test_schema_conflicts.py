"""Claims with digits beyond their decimals: they are told, and nothing rests on their quantity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import Claim, claims_ledger, of, said
from reconcile.auditing import run

EXCESS = {"measure": "a", "value": "100.5", "decimals": "0"}


def verdicts(*claims: Claim, check: str = "identity", **settings: object) -> list[str]:
    return [one.partition(":")[0] for one in said(claims_ledger(*claims, **settings), check).values()]


@pytest.mark.parametrize("beside", ["100", "250"])
@pytest.mark.parametrize("first", [True, False])
def test_what_it_is_a_term_of_is_unchecked_whatever_stands_beside_it(beside: str, *, first: bool) -> None:
    double = [EXCESS, {"measure": "a", "value": beside}]
    claims = [*(double if first else double[::-1]), *of({"b": "60", "c": "40"})]
    result = run(claims_ledger(*claims, rules=["a = b + c"]))
    told = {one.check: (one.verdict, one.message) for one in result.entries()}
    assert told == {
        "schema": (
            "conflict",
            (
                "value 100.5 has digits beyond its stated decimals 0; it is left out of all arithmetic until one of "
                "the two is corrected"
            ),
        ),
        "identity": ("unchecked", "a = b + c: a is set aside, with digits beyond the decimals stated"),
    }


def test_so_it_is_where_another_source_is_well_formed() -> None:
    parts = of({"b": "60", "c": "40"}, source="b")
    assert (
        verdicts(EXCESS, {"measure": "a", "value": "250", "source": "b"}, *parts, rules=["a = b + c"])[0] == "conflict"
    )
    assert "unchecked" in verdicts(EXCESS, {"measure": "a", "value": "250", "source": "c"}, *parts, rules=["a = b + c"])


def test_the_others_are_still_held_against_each_other() -> None:
    others = [{"measure": "a", "value": value, "source": source} for value, source in (("100", "b"), ("250", "c"))]
    assert verdicts(EXCESS, *others, check="agreement") == ["conflict"]
    assert verdicts(EXCESS, others[0], {**others[0], "source": "c"}, check="agreement") == ["exact"]
    assert verdicts(EXCESS, others[0], check="agreement") == []


@given(st.lists(st.integers(1, 99), min_size=2, max_size=4), st.integers(0, 3), st.integers(1, 10**4))
def test_it_makes_no_conflict_but_its_own(parts: list[int], place: int, beside: int) -> None:
    names = ["a", *"bcde"[: len(parts)]]
    claims = of(dict(zip(names, [str(sum(parts)), *map(str, parts)], strict=True)))
    wrong = names[place % len(names)]
    claims += [{"measure": wrong, "value": f"{beside}.5", "decimals": "0"}]
    claims += of({wrong: claims[names.index(wrong)]["value"]})
    result = run(claims_ledger(*claims, rules=[f"a = {' + '.join(names[1:])}"]))
    assert [one.check for one in result.entries() if one.verdict == "conflict"] == ["schema"]
    assert [one.verdict for one in result.entries() if one.check == "identity"] == ["unchecked"]
