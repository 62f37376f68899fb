"""The joint system of a ledger: one row for each claim's reading, two for a rate's, one for each relation and sign.

A growth claim of [a, b] says ``level - (1 + a) × base >= 0`` and ``level - (1 + b) × base <= 0``: linear, since the
ends are constant and the base is above 0. Rows of claims are owned by them; all others are the background, which is
never in doubt; but what only an assumption about signs gives is marked, so that it can be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import STRICT, coefficients
from reconcile.checks.engine.readings import replaced
from reconcile.checks.engine.statistic_terms import steps_of
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.joint.joint_relation import JointRelation
from reconcile.checks.joint.unknowns import Spoken, Unknowns
from reconcile.exact.columns import Array, Bools, Intervals, Ints
from reconcile.exact.roots import to_power
from reconcile.language.codelists import CHANGE, GROWTH, LEVEL, MEAN, RATIO, SHARE
from reconcile.solver.system import BACKGROUND, System

CLAIM, FACTOR, RELATION, SIGN, ASSUMED, VINTAGE = range(6)  # what a row comes from

_RATES = (GROWTH, SHARE, RATIO)


class FactorsClaimed(NamedTuple):
    """Claims of factors, as places among those of the joint system, each with a product and what else is in that."""

    claim: Ints
    product: Ints
    other: Ints


@dataclass(frozen=True)
class Joint:
    """All claims that take part, what they speak of, and what ties it together.

    Claims stand in the order of their ids, quantities and relations in that of their names: so what is found does not
    depend on the order in which anything was written. Owners of rows are places in ``claims``.
    """

    store: Store
    unknowns: Unknowns
    relations: tuple[JointRelation, ...]
    claims: Spoken
    level: Ints  # the number of the unknown that each claim speaks of
    base: Ints  # and of its base; ABSENT where it has none
    unsigned: Bools  # by unknown, whether it is declared not to be below zero
    assumed: Bools  # and whether that can only be assumed, since nobody says
    above: Bools  # and whether it is declared or follows to be above zero, so that rates over it take part
    taken: Ints  # unknowns that may be taken to be above zero, since nothing but rates is known of them
    same: Ints  # (m, 2) unknowns that are assumed to be one figure: vintages that nobody reports
    unit: Ints  # by unknown, as in the store's kinds of units; below zero where it is not known
    products: Ints  # (m, 3) an unknown that is a product, one of its factors, and what that is multiplied with
    sure: Bools  # by unknown, whether it is known not to be below zero, so that claims of what multiplies it take part

    def only(self, rows: Ints) -> Joint:
        """The same with these claims alone, by their places; what was found of signs stays."""
        return replace(self, claims=self.claims.take(rows), level=self.level[rows], base=self.base[rows])

    @cached_property
    def stat(self) -> Ints:
        return self.store.stat.code[self.claims.claim]

    @cached_property
    def rates(self) -> Ints:
        """The claims that multiply a base."""
        return np.flatnonzero(np.isin(self.stat, _RATES))

    @cached_property
    def revised(self) -> Bools:
        """The claims of releases that a later one has revised: that they stand beside what came later is assumed."""
        claims = self.claims.claim
        return np.isin(self.store.source.at(claims), self.store.revised_among(claims))

    @property
    def reported_above_zero(self) -> Bools:
        """By unknown, whether it is reported, and every claim of it stands above zero in its widest reading."""
        wide = self.store.readings.wide.take(self.claims.claim[self.levels])
        found = np.zeros(self.unknowns.count, dtype=bool)
        found[self.level[self.levels]] = True
        found[self.level[self.levels[wide.reaches_below]]] = False
        return found

    def multiply_upwards(self, rates: Ints) -> Bools:
        """Whether each of these claims multiplies its base by more than nothing, in its widest reading."""
        return ~self.factors(rates, self.store.readings.wide).reaches_below

    @cached_property
    def levels(self) -> Ints:
        """The claims that give a level."""
        return np.flatnonzero(self.stat == LEVEL)

    @cached_property
    def of_product(self) -> Bools:
        """By unknown, whether it is a product of others."""
        found = np.zeros(self.unknowns.count, dtype=bool)
        found[self.products[:, 0]] = True
        return found

    @cached_property
    def factors_claimed(self) -> FactorsClaimed:
        """The claims of factors that make rows: where what they multiply is not below zero, or that is assumed."""
        of = self.level[self.levels]
        order = np.argsort(of, kind="stable")
        begins, ends = (np.searchsorted(of[order], self.products[:, 1], side) for side in ("left", "right"))
        counts = ends - begins
        row = np.repeat(np.arange(len(counts)), counts)
        claim = self.levels[order[np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts - begins, counts)]]
        product, _, other = self.products[row].T
        kept = np.flatnonzero(self.sure[other] | self.assumed[other])
        return FactorsClaimed(claim[kept], product[kept], other[kept])

    def rows(self, reading: str) -> SystemRows:
        """The rows in one reading of the claims: "printed", "face" or "wide"."""
        made = _Batch()
        column = getattr(self.store.readings, reading)
        self._levels(made, column)
        self._rates(made, column)
        self._factors(made, column)
        self._changes(made, column)
        for number, relation in enumerate(self.relations):
            _relate(made, number, relation, self.unknowns.count)
        self._signs(made)
        self._vintages(made)
        rows = made.rows(self.unknowns.count)
        return replace(rows, assumed=rows.assumed | np.append(self.revised, False)[rows.system.owner])

    def by_a_sign(self, rows: SystemRows) -> Bools:
        """Which of its rows hold only if something is not below zero, or a base above it."""
        found: Bools = rows.kind == ASSUMED
        over = np.flatnonzero(rows.kind == CLAIM)
        over = over[np.isin(rows.ref[over], self.rates)]
        found[over] = ~self.above[self.base[rows.ref[over]]]
        factors = np.flatnonzero(rows.kind == FACTOR)
        found[factors] = ~self.sure[self.factors_claimed.other[rows.ref[factors]]]
        return found

    def _levels(self, made: _Batch, column: Intervals) -> None:
        """A level stands for its reading; a flow's mean, times the number of its sub-periods, for that of its level."""
        rows = np.flatnonzero(np.isin(self.stat, (LEVEL, MEAN)))
        claim = self.claims.claim[rows]
        times = np.ones(len(rows), dtype=object)
        for row in np.flatnonzero(self.stat[rows] == MEAN):
            times[row] = self.sub_periods(int(rows[row]))
        own, low, high = _integral(column.take(claim))
        made.add(self.level[rows][:, None], own[:, None], low * times, high * times, column.take(claim), rows)

    def sub_periods(self, row: int) -> int:
        """How many of a mean's units make its period, of a flow; an average is its own mean."""
        store, period = self.store, int(self.claims.level.period[row])
        if store.ledger.measure(store.measure.values[self.claims.level.measure[row]]).kind == "average":
            return 1
        unit = store.base.values[store.base.code[self.claims.claim[row]]]
        return len(store.periods[period].split(unit))

    def _rates(self, made: _Batch, column: Intervals) -> None:
        rows, base = self.rates, self.base[self.rates]
        assumed = ~self.above[base]
        terms = np.stack((self.level[rows], base), axis=1)
        made.add_multiples(terms, self.factors(rows, column), rows, rows, kind=CLAIM, assumed=assumed)

    def _factors(self, made: _Batch, column: Intervals) -> None:
        """What a claim of one factor says of a product; over what may be zero, its ends are none of the product's."""
        owner, product, other = self.factors_claimed
        factor = column.take(self.claims.claim[owner])
        shut = np.zeros(len(owner), dtype=bool)
        factor = replace(factor, low_open=shut, high_open=shut)
        ref = np.arange(len(owner))
        # The factor itself stands in each row 0 times: so all that a claim says is in one part.
        terms = np.stack((product, other, self.level[owner]), axis=1)
        made.add_multiples(terms, factor, owner, ref, kind=FACTOR, assumed=~self.sure[other])

    def factors(self, rows: Ints, column: Intervals) -> Intervals:
        """What each rate multiplies its base by: growth of 15.5 % is 1.155, a share of 51.5 % is 0.515.

        Of one that is compounded, at least that: a root is enclosed.
        """
        store, claim = self.store, self.claims.claim[rows]
        growth = (self.stat[rows] == GROWTH).astype(np.int64)
        factors = coefficients(column.take(claim), growth, np.where(store.figures.in_percent(claim), -2, 0))
        steps = [self.steps(int(row)) for row in rows] if store.compounds else []
        compounded = np.flatnonzero([one != 1 for one in steps])
        each = (to_power(factors[int(row)], steps[int(row)]) for row in compounded)
        return replaced(factors, compounded, Intervals.of(each)) if len(compounded) else factors

    def steps(self, row: int) -> Fraction:
        """How often a rate is compounded: 1 but where it says so."""
        store, claim = self.store, self.claims.claim[row : row + 1]
        found = steps_of(store, store.stat.at(claim), store.base.at(claim), store.period.at(claim))
        return Fraction(int(found[0][0]), int(found[1][0])) if found else Fraction(1)

    def _changes(self, made: _Batch, column: Intervals) -> None:
        rows = np.flatnonzero(self.stat == CHANGE)
        claim = self.claims.claim[rows]
        own, low, high = _integral(column.take(claim))
        columns = np.stack((self.level[rows], self.base[rows]), axis=1)
        made.add(columns, np.stack((own, -own), axis=1), low, high, column.take(claim), rows)

    def _signs(self, made: _Batch) -> None:
        """What cannot be below zero is at least 0, and a base above it; what only may not be is marked."""
        base = np.zeros(self.unknowns.count, dtype=bool)
        base[self.base[self.rates]] = True
        taken = np.zeros(self.unknowns.count, dtype=bool)
        taken[self.taken] = True
        sure = self.unsigned | taken
        for which, kind in (
            (np.flatnonzero(sure), SIGN),
            (np.flatnonzero(self.assumed & ~self.above & ~sure), ASSUMED),
        ):
            n = len(which)
            nothing = np.zeros(n, dtype=object)
            made.add_rows(
                _square(which[:, None]),
                nothing,
                nothing,
                low_free=np.zeros(n, dtype=bool),
                high_free=np.ones(n, dtype=bool),
                low_open=base[which],
                high_open=np.zeros(n, dtype=bool),
                owner=np.full(n, BACKGROUND),
                coefficients=np.ones(n, dtype=object),
                kind=kind,
                ref=which,
                assumed=np.full(n, kind == ASSUMED),
            )

    def _vintages(self, made: _Batch) -> None:
        """Vintages of a quantity that are assumed to be one."""
        n = len(self.same)
        nothing, bound = np.zeros(n, dtype=object), np.zeros(n, dtype=bool)
        made.add_rows(
            _square(self.same),
            nothing,
            nothing,
            low_free=bound,
            high_free=bound,
            low_open=bound,
            high_open=bound,
            owner=np.full(n, BACKGROUND),
            coefficients=np.tile(np.array([1, -1], dtype=object), n),
            kind=VINTAGE,
            ref=self.same[:, 0],
            assumed=np.ones(n, dtype=bool),
        )


@dataclass(frozen=True, slots=True)
class SystemRows:
    """A system, and for each of its rows what it comes from: a claim, a relation, a sign, vintages."""

    system: System
    kind: Ints
    ref: Ints  # a place in the claims, or in those of factors; the number of a relation, or of an unknown
    assumed: Bools  # whether a row holds only by an assumption: of a sign that nobody declares, of what was not revised


@dataclass
class _Batch:
    """Rows as they are gathered, in columns."""

    parts: list[dict[str, Array]] = field(default_factory=list)

    def add(self, columns: Ints, coefficients: Array, low: Array, high: Array, ends: Intervals, owner: Ints) -> None:
        """Rows of claims with the ends that their readings have."""
        self.add_rows(
            _square(columns),
            low,
            high,
            low_free=ends.low_free,
            high_free=ends.high_free,
            low_open=ends.low_open,
            high_open=ends.high_open,
            owner=owner,
            coefficients=coefficients.reshape(-1),
            kind=CLAIM,
            ref=owner,
        )

    def add_multiples(
        self, terms: Ints, factor: Intervals, owner: Ints, ref: Ints, *, kind: int, assumed: Bools
    ) -> None:
        """That a level is a factor times a base which is not below zero: two rows, low end then high.

        ``terms`` are level, base, and what stands beside them 0 times.
        """
        own, low, high = _integral(factor)
        columns = np.repeat(terms, 2, axis=0)
        ends = np.stack((low, high), axis=1).reshape(-1)
        coefficients = np.zeros(columns.shape, dtype=object)
        coefficients[:, 0], coefficients[:, 1] = np.repeat(own, 2), -ends
        lower = np.arange(len(columns)) % 2 == 0
        free = np.stack((factor.low_free, factor.high_free), axis=1).reshape(-1)
        opened = np.stack((factor.low_open, factor.high_open), axis=1).reshape(-1)
        nothing = np.zeros(len(columns), dtype=object)
        self.add_rows(
            _square(columns),
            nothing,
            nothing,
            low_free=~lower | free,
            high_free=lower | free,
            low_open=opened & lower,
            high_open=opened & ~lower,
            owner=np.repeat(owner, 2),
            coefficients=coefficients.reshape(-1),
            kind=kind,
            ref=np.repeat(ref, 2),
            assumed=np.repeat(assumed, 2),
        )

    def add_rows(
        self,
        terms: tuple[Ints, Ints],
        low: Array,
        high: Array,
        *,
        kind: int,
        ref: Ints,
        **columns: Array,
    ) -> None:
        """Rows with (lengths, unknowns) as their terms, and all that a system has of each."""
        lengths, unknowns = terms
        columns.setdefault("assumed", np.zeros(len(lengths), dtype=bool))
        self.parts.append(
            {
                "lengths": lengths,
                "columns": unknowns,
                "low": low,
                "high": high,
                "kind": np.full(len(lengths), kind),
                "ref": ref,
                **columns,
            }
        )

    def rows(self, unknowns: int) -> SystemRows:
        def column(name: str, dtype: Any) -> Array:
            return np.concatenate([np.zeros(0, dtype=dtype), *(part[name] for part in self.parts)])

        starts = np.concatenate(([0], np.cumsum(column("lengths", np.int64))))
        system = System.from_arrays(
            starts,
            column("columns", np.int64),
            column("coefficients", object),
            column("low", object),
            column("high", object),
            **{name: column(name, bool) for name in ("low_free", "high_free", "low_open", "high_open")},
            owner=column("owner", np.int64),
            unknowns=unknowns,
        )
        return SystemRows(system, column("kind", np.int64), column("ref", np.int64), column("assumed", bool))


def _square(columns: Ints) -> tuple[Ints, Ints]:
    """The terms of rows that are all of one length: (n, t) unknowns."""
    return np.full(len(columns), columns.shape[1], dtype=np.int64), columns.reshape(-1)


def _integral(column: Intervals) -> tuple[Array, Array, Array]:
    """A factor a row, and both ends times that factor, all of them integers."""
    own = np.array([10 ** max(-int(one), 0) for one in column.exponent], dtype=object)
    up = np.array([10 ** max(int(one), 0) for one in column.exponent], dtype=object)
    low, high = column.low.astype(object) * up, column.high.astype(object) * up
    for row in np.flatnonzero([type(a) is Fraction or type(b) is Fraction for a, b in zip(low, high, strict=True)]):
        scale = lcm(Fraction(low[row]).denominator, Fraction(high[row]).denominator)
        own[row], low[row], high[row] = own[row] * scale, int(low[row] * scale), int(high[row] * scale)
    return own, low, high


def _relate(made: _Batch, number: int, relation: JointRelation, unity: int) -> None:
    """The rows of one relation: its terms that are unknowns, what is constant moved to the ends."""
    lower, upper = relation.ends
    kept = np.flatnonzero(lower | upper)
    cell = relation.cell[kept]
    scale = lcm(*(weight.denominator for weight in relation.weights))
    weights = np.array([int(weight * scale) for weight in relation.weights], dtype=object)
    there = (cell != ABSENT) & (cell != unity)
    constant = np.where(cell == unity, -weights[None, :], 0).sum(axis=1) + np.zeros(len(kept), dtype=object)
    strict = np.full(len(kept), relation.relation in STRICT)
    made.add_rows(
        (there.sum(axis=1), cell[there]),
        constant,
        constant,
        low_free=~lower[kept],
        high_free=~upper[kept],
        low_open=strict,
        high_open=strict,
        owner=np.full(len(kept), BACKGROUND),
        coefficients=np.broadcast_to(weights, cell.shape)[there],
        kind=RELATION,
        ref=np.full(len(kept), number),
    )
