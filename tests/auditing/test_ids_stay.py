"""Ids are names: they depend on what is claimed and compared, not on order, values, other rows or the way in.

`pytest --hypothesis-profile long tests/auditing/test_ids_stay.py` tries ten thousand changes of a ledger.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from ways_in import Content, Told, Way, claim_ids, content, each_way, taken, taken_as_text, text_frame

DIMENSIONS = ("partner", "product")
RULES = ("t = a + b", "u = a + c")
MEASURES = {
    **{name: {} for name in ("t", "a", "b", "u", "c")},
    "q": {"kind": "flow"},
    "h": {"sum": {"over": "partner", "total": "TOTAL"}},
}
# What could be taken for another part of an id, or for where one ends.
AWKWARD = (
    *("VN", "final", "estimate", "growth", "level"),
    *("2020", "a", "a:b", "b", "b:c", "c", "#2", "x#2", "x/y", "/", ":"),
)

Row = dict[str, str]
Key = tuple[object, ...]


# --- ledgers ---------------------------------------------------------------------------------------------------------


@st.composite
def places(draw: st.DrawFn) -> Row:
    """Somewhere: an area and two dimensions, each of which may be empty or awkward."""
    name = st.sampled_from(["", "VN", "US"]) | st.sampled_from(AWKWARD)
    return {"area": draw(name), **{dimension: draw(st.just("") | name) for dimension in DIMENSIONS}}


def _row(at: Row, measure: str, period: str, value: str, **said: str) -> Row:
    unit = "percent" if said.get("stat") in {"growth", "share"} else "USD"
    return {**at, "measure": measure, "period": period, "value": value, "decimals": "0", "unit": unit, **said}


def _twice_told(at: Row, measure: str, one: Row, other: Row) -> list[Row]:
    return [_row({**at, **one}, measure, "2020", "5"), _row({**at, **other}, measure, "2020", "9")]


def _sum_that_fails(at: Row, year: str) -> list[Row]:
    return [_row(at, "t", year, "9"), _row(at, "a", year, "1"), _row(at, "b", year, "1")]


def _rate_that_fails(at: Row, measure: str) -> list[Row]:
    return [
        _row(at, measure, "2020", "100"),
        _row(at, measure, "2021", "110"),
        _row(at, measure, "2021", "50", stat="growth", base="2020"),
    ]


def _share_that_fails(at: Row) -> list[Row]:
    return [_row(at, "t", "2020", "9"), _row(at, "a", "2020", "1"), _row(at, "a", "2020", "90", stat="share", base="t")]


def _change_that_fails(at: Row, measure: str) -> list[Row]:
    return [*_rate_that_fails(at, measure)[:2], _row(at, measure, "2021", "50", stat="change", base="2020")]


def _year_that_fails(at: Row) -> list[Row]:
    return [_row(at, "q", "2020", "9"), *(_row(at, "q", f"2020-Q{n}", "1") for n in range(1, 5))]


def _total_that_fails(at: Row, year: str) -> list[Row]:
    return [_row({**at, "partner": name}, "h", year, v) for name, v in {"TOTAL": "9", "CN": "1", "US": "1"}.items()]


def _impossible_together(at: Row) -> list[Row]:
    """1 + 1 = 3 and 1 + 0.9 = 1: each is within rounding, and both are not."""
    ones = [_row(at, name, "2022", value) for name, value in {"t": "3", "a": "1", "b": "1", "u": "1"}.items()]
    return [*ones, _row(at, "c", "2022", "0.9", decimals="1")]


def _too_many_digits(at: Row, measure: str) -> list[Row]:
    return [_row(at, measure, "2020", "1.5")]


def _alone(at: Row, measure: str, period: str) -> list[Row]:
    return [_row(at, measure, period, "3")]


@st.composite
def passages(draw: st.DrawFn) -> list[Row]:
    """A few rows of one place and, as a rule, one source and status; most of them contradict each other."""
    source = st.sampled_from(["s", "r"]) | st.sampled_from(AWKWARD)
    status = st.sampled_from(["", "final", "estimate", "revised", "target"])
    measure = draw(st.sampled_from(["x", "t", "a"]) | st.sampled_from(AWKWARD))
    year = draw(st.sampled_from(["2020", "2021", "2020-A1", "2021-01/2021-12"]))
    at = {**draw(places()), "source": draw(source), "status": draw(status)}
    other = draw(st.fixed_dictionaries({}, optional={"source": source, "status": status}))
    return draw(
        st.sampled_from(
            [
                _alone(at, measure, year),
                _twice_told(at, measure, {}, other),
                _sum_that_fails(at, year),
                [{**row, **(other if row["measure"] == "b" else {})} for row in _sum_that_fails(at, year)],
                _rate_that_fails(at, measure),
                _change_that_fails(at, measure),
                _share_that_fails(at),
                _year_that_fails(at),
                _total_that_fails(at, year),
                _impossible_together(at),
                _too_many_digits(at, measure),
            ]
        )
    )


def _told(rows: list[Row]) -> Told:
    return Told(tuple(rows), rules=RULES, measures=MEASURES, dimensions=DIMENSIONS)


def _together(listed: list[list[Row]]) -> list[Row]:
    return [row for passage in listed for row in passage]


@dataclass(frozen=True)
class Change:
    """A ledger before and after other rows came, some went, and all were put in another order."""

    before: Told
    after: Told

    @property
    def gone(self) -> Counter[Content]:
        return Counter(map(content, self.before.claims)) - Counter(map(content, self.after.claims))

    @property
    def changed(self) -> set[Content]:
        """What is on one side alone, or more often there."""
        come = Counter(map(content, self.after.claims)) - Counter(map(content, self.before.claims))
        return {*self.gone, *come}

    @property
    def repeats(self) -> set[Content]:
        """What only `#2` … can tell from another claim of its source, before or after."""
        return _repeats(self.before) | _repeats(self.after)


def _name(said: Content) -> Key:
    """What an id names: all but the base and the figure."""
    source, measure, area, period, stat, _, status, further, *_ = said
    return source, measure, area, period, stat, status, further


def _repeats(told: Told) -> set[Content]:
    rows = [content(row) for row in told.claims]
    names = Counter(map(_name, rows))
    return {said for said in rows if names[_name(said)] > 1}


@st.composite
def ledgers(draw: st.DrawFn) -> Told:
    return _told(_together(draw(st.lists(passages(), min_size=1, max_size=5))))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    before = draw(ledgers())
    count = len(before.claims)
    some = st.sets(st.integers(0, count - 1), max_size=count - 1) if draw(st.booleans()) else st.just(set())
    gone = draw(some)
    kept = [dict(row) for number, row in enumerate(before.claims) if number not in gone]
    rows = kept + _together(draw(st.lists(passages(), max_size=3)))
    return Change(before, _told(draw(st.permutations(rows))))


OF_EACH_KIND = _told(
    _together(
        [
            _sum_that_fails({"source": "s", "area": "VN"}, "2020"),
            _sum_that_fails({"source": "s", "area": "", "partner": "VN"}, "2020"),
            _twice_told({"source": "s", "area": "VN"}, "x", {}, {"source": "r"}),
            _twice_told({"source": "s", "area": "VN"}, "growth", {}, {}),
            _rate_that_fails({"source": "s", "area": "VN", "status": "estimate"}, "x"),
            _year_that_fails({"source": "r", "area": "VN"}),
            _total_that_fails({"source": "r", "area": "VN"}, "2020"),
            _impossible_together({"source": "s", "area": "VN"}),
            _too_many_digits({"source": "s", "area": "final"}, "x"),
        ]
    )
)
OTHERS = _together(
    [
        _sum_that_fails({"source": "a", "area": "VN", "partner": "US"}, "2020"),
        _rate_that_fails({"source": "s", "area": "VN", "product": "VN"}, "x"),
        _twice_told({"source": "a", "area": "AA"}, "a", {}, {"source": "s"}),
        _impossible_together({"source": "s", "area": "AA", "status": "estimate"}),
        _too_many_digits({"source": "s", "area": "VN", "partner": "final"}, "x"),
    ]
)


# Every two of these are other quantities, statuses or sources, and look alike where parts are only strung together.
LOOK_ALIKE = _together(
    [
        [
            _row({"source": "s", "area": "VN"}, "x", "2020", "1"),
            _row({"source": "s", "partner": "VN"}, "x", "2020", "1"),
            _row({"source": "s", "product": "VN"}, "x", "2020", "1"),
            _row({"source": "s", "area": "VN", "status": "estimate"}, "x", "2020", "1"),
            _row({"source": "s", "area": "estimate"}, "x", "2020", "1"),
            _row({"source": "s"}, "x", "2020", "1", stat="change", base="2019"),
            _row({"source": "s", "area": "2020"}, "x", "2021", "1"),
            _row({"source": "s"}, "x:2020", "2021", "1"),
            _row({"source": "s:x"}, "2020", "2021", "1"),
            _row({"source": "s", "area": "a:b"}, "x", "2020", "1"),
            _row({"source": "s", "area": "a", "partner": "b"}, "x", "2020", "1"),
            _row({"source": "s", "area": "VN"}, "x", "2020", "1", stat="growth", base="2019"),
            _row({"source": "s", "area": "VN"}, "x", "2020", "1", stat="change", base="2019"),
            _row({"source": "s", "area": "VN#2"}, "x", "2020", "1"),
        ]
    ]
)


LOOK_ALIKE_PLACES = (
    {"area": "VN"},
    {"partner": "VN"},
    {"product": "VN"},
    {"area": "a:b"},
    {"area": "a", "partner": "b"},
    {"area": "final"},
    {"area": "2020"},
)
LOOK_ALIKE_CONFLICTS = _together(
    [
        *(_twice_told(row, row["measure"], {}, {}) for row in LOOK_ALIKE if "stat" not in row),
        *(_sum_that_fails({**place, "source": "s"}, "2021") for place in LOOK_ALIKE_PLACES),
        *(_rate_that_fails({**place, "source": "s"}, "y") for place in LOOK_ALIKE_PLACES),
        *(_year_that_fails({**place, "source": "s"}) for place in LOOK_ALIKE_PLACES),
        *(_too_many_digits({**place, "source": "s"}, "z") for place in LOOK_ALIKE_PLACES),
    ]
)


# Two conflicts of one cause: accepting one of what was told must not take another away.
ONE_CAUSE = _told(
    [
        _row({"source": "s", "area": "VN"}, "a", "2020", "9"),
        *_share_that_fails({"source": "r", "area": "VN"}),
    ]
)


def _without(measure: str) -> Change:
    """The look-alikes, from which those of one measure go."""
    kept = [row for row in LOOK_ALIKE_CONFLICTS if row["measure"] != measure]
    return Change(_told(LOOK_ALIKE_CONFLICTS), _told(kept))


# --- claims ----------------------------------------------------------------------------------------------------------


def named(told: Told) -> dict[Content, tuple[str, ...]]:
    return claim_ids(text_frame(told, None))


@costly(2)
@given(changes())
@example(Change(OF_EACH_KIND, _told([*OTHERS, *reversed(OF_EACH_KIND.claims)])))
def test_a_claims_id_stays_when_other_rows_come_go_or_move(change: Change):
    before, after = named(change.before), named(change.after)
    stay = (before.keys() & after.keys()) - change.repeats
    assert {said: after[said] for said in stay} == {said: before[said] for said in stay}


@costly(4)
@given(ledgers(), st.permutations(range(4)))
@example(_told(LOOK_ALIKE), list(range(len(LOOK_ALIKE))))
def test_a_claim_is_named_as_though_it_stood_alone_and_no_other_has_its_name(told: Told, order: list[int]):
    ids = named(told)
    assert len({name for names in ids.values() for name in names}) == len(told.claims)
    once = [row for row in told.claims if content(row) not in _repeats(told)]
    some = [once[n] for n in order if n < len(once)]
    alone = {content(row): named(replace(told, claims=(row,)))[content(row)] for row in some}
    assert len(set(alone.values())) == len(alone)
    assert {said: ids[said] for said in alone} == alone


@costly(4)
@given(ledgers(), passages())
def test_rows_that_come_after_a_repeat_do_not_move_its_number(told: Told, more: list[Row]):
    before, after = named(told), named(_told([*told.claims, *more]))
    assert all(set(names) <= set(after[said]) for said, names in before.items())


# --- findings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    id: str
    check: str
    rule: str
    claims: tuple[Content, ...]
    verdict: str
    quantity: tuple[tuple[str, str], ...]
    status: str
    accepted: str | None

    @property
    def compares(self) -> Key:
        """What the finding is of: a check, a rule, and the claims by their content."""
        return self.check, self.rule, self.claims

    def may_move(self, change: Change) -> bool:
        """Whether its id is made of claims' ids that only a number tells apart."""
        return self.check in {"schema", "joint"} and not change.repeats.isdisjoint(self.claims)


def found(told: Told) -> list[Found]:
    ledger = text_frame(told, None)
    said = {name: content for content, names in claim_ids(ledger).items() for name in names}
    return [
        Found(
            row.finding,
            row.check,
            row.rule,
            tuple(sorted((said[claim] for claim in row.claims), key=repr)),
            row.verdict,
            tuple(sorted(row.quantity.items())),
            row.status,
            row.accepted if isinstance(row.accepted, str) else None,
        )
        for row in rc.audit(ledger, progress=False).findings.itertuples()
    ]


@pytest.mark.slow
@costly(2)
@given(changes())
@example(Change(OF_EACH_KIND, _told([*OTHERS, *reversed(OF_EACH_KIND.claims)])))
@example(_without("x"))
@example(_without("x:2020"))
def test_a_findings_id_stays_and_stays_its_own_when_other_rows_come_go_or_move(change: Change):
    before, after = found(change.before), found(change.after)
    for findings in (before, after):
        shared = [one for one, n in Counter(one.id for one in findings).items() if n > 1]
        assert not shared
    for one in before:
        event(f"{one.check} {one.verdict}")

    ids: dict[Key, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, findings in enumerate((before, after)):
        for one in findings:
            if one.claims and not one.may_move(change):
                ids[one.compares][side].append(one.id)
    for compared, (was, now) in ids.items():
        if len(was) == len(now):
            assert sorted(now) == sorted(was), compared

    named = {one.id: one for one in before}
    for one in after:
        if one.id in named and not one.may_move(change):
            was = named[one.id]
            assert (one.check, one.rule, one.status) == (was.check, was.rule, was.status)
            assert one.quantity == was.quantity or one.check in {"joint", "coverage"}, (was, one)


# --- acceptances -----------------------------------------------------------------------------------------------------


def _touched(one: Found, change: Change) -> bool:
    """Whether a claim came or went that the same comparison may be about, at the same place."""

    def about(said: Content) -> Key:
        _, measure, area, *_, further, _, _ = said
        dimensions = tuple(pair for pair in further if (one.check, pair[0]) != ("hierarchy", "partner"))
        ties_measures = one.check in {"identity", "statistic", "joint"}
        return "" if ties_measures else measure, area, dimensions

    return not {about(said) for said in one.claims}.isdisjoint(about(said) for said in change.changed)


@pytest.mark.slow
@costly(3)
@given(changes(), st.lists(st.booleans(), min_size=1, max_size=6))
@example(Change(OF_EACH_KIND, _told([*OTHERS, *reversed(OF_EACH_KIND.claims)])), [True, False, True])
@example(_without("x"), [True])
@example(_without("x:2020"), [True])
@example(Change(ONE_CAUSE, ONE_CAUSE), [True])
def test_an_acceptance_stays_with_the_conflict_that_it_was_given_for(change: Change, choice: list[bool]):
    conflicts = [one for one in found(change.before) if one.verdict == "conflict"]
    chosen = {f"reason {n}": one for n, one in enumerate(conflicts) if choice[n % len(choice)]}
    accepted = tuple({"finding": one.id, "reason": reason} for reason, one in chosen.items())
    event(f"accepted: {min(len(chosen), 4)}")

    there = [one for one in found(replace(change.before, accepted=accepted)) if one.verdict == "conflict"]
    said = {one.compares: one.accepted for one in there}
    # That conflicts may have one cause is not told of those that are accepted, unless it is accepted itself.
    assert {
        **{one.compares: None for one in conflicts if one.check != "joint"},
        **{one.compares: reason for reason, one in chosen.items()},
    }.items() <= said.items()
    assert {one.compares for one in conflicts if one.check != "joint"} >= {of for of in said if of[0] != "joint"}

    reasons = {one.compares: reason for reason, one in chosen.items() if not one.may_move(change)}
    after = found(replace(change.after, accepted=accepted))
    conflicts = [one for one in after if one.verdict == "conflict" and not one.may_move(change)]
    for one in conflicts:
        assert one.compares not in reasons or one.accepted == reasons[one.compares], f"lost: {one}"
        if one.accepted:
            was = chosen[one.accepted]
            assert (one.check, one.rule, one.status) == (was.check, was.rule, was.status), f"moved from {was} to {one}"
            assert one.compares == was.compares or _touched(was, change), f"moved from {was} to {one}"

    ids, there = {one.id for one in after}, {one.compares for one in conflicts}
    for was in chosen.values():
        if was.compares in reasons and f"coverage:accepted:{was.id}" in ids:
            assert was.compares not in there, f"stale: {was}"
            assert _touched(was, change), f"stale: {was}"


# --- every way in ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@each_way()
@costly(20)
@given(ledgers())
@example(OF_EACH_KIND)
def test_every_way_in_gives_the_same_ids(way: Way, told: Told):
    plain, other = taken_as_text(told), taken(way, told)
    assert other.claims == plain.claims
    assert other.ids == plain.ids


def test_the_example_has_a_conflict_of_each_kind():
    kinds = {one.check for one in found(OF_EACH_KIND) if one.verdict == "conflict"}
    assert kinds == {"schema", "agreement", "identity", "statistic", "period", "hierarchy", "joint"}
