"""Signs in the joint system: what is declared not to be below zero, what follows to be above it, what is assumed.

In the end nothing is assumed. At first, what nobody has declared is assumed not to be below zero: claims that can be
true so can be true all the more without. Where they cannot, it is decided again without the assumption.

A rate is linear only over a base above zero, level = factor × base being two rows then. So it takes part where its base
is declared not to be below zero, or follows to be above it; or where nothing tells a sign: of quantities of which
nothing but rates is known, all can be multiplied by −1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.joint.system import ASSUMED, RELATION, SIGN, Joint, SystemRows
from reconcile.checks.schema_conflicts import below_declared
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import LEVEL, MEAN
from reconcile.solver.components import components
from reconcile.solver.form_bounds import outer


def open_signs(store: Store) -> Bools:
    """By measure, whether nobody says if it can be below zero: not ledger.yaml, and no level that is."""
    unsaid = np.array([store.ledger.measure(name).signed is None for name in store.measure.values], dtype=bool)
    levels = np.flatnonzero(np.isin(store.stat.code, (LEVEL, MEAN)))
    levels = levels[np.asarray(store.figures.value.digits[levels] < 0, dtype=bool)]
    unsaid[store.measure.code[levels[~store.readings.face.take(levels).reaches_above]]] = False
    return unsaid


def below_zero(store: Store, claim: Ints, level: Ints, unknowns: int) -> Bools:
    """By unknown, whether a claim of it is told to be below zero against what is declared."""
    found = np.zeros(unknowns, dtype=bool)
    found[level[below_declared(store)[claim]]] = True
    return found


class Signs(NamedTuple):
    """What is known of signs, by unknown but for ``taken`` and ``open``."""

    above: Bools  # whether it is known to be above zero
    taken: Ints  # the unknowns that are taken to be, one a part
    sure: Bools  # whether it is known not to be below zero
    open: Ints  # bases of which claims that contradict each other tell: whichever of them are right, tell the sign


def with_signs(joint: Joint) -> Joint:
    """The same with what follows for signs, and without the rates over what may be below zero.

    Where claims contradict each other, a sign that some of them may give counts as given: whoever leaves out claims
    asks what follows from the others (`given_signs`). So what only such a rate contradicts is not hidden.
    """
    found = above_zero(joint)
    above, open_ = found.above.copy(), found.open
    while len(open_):
        above[open_] = True
        above, _, _, open_ = above_zero(replace(joint, above=above), free=False)
    kept = np.ones(len(joint.level), dtype=bool)
    base = joint.base[joint.rates]
    kept[joint.rates] = (above[base] | joint.assumed[base]) & ~_told_zero(joint)[base]
    return replace(joint.only(np.flatnonzero(kept)), above=above, taken=found.taken, sure=found.sure)


def rates_alone(every: Joint, joint: Joint) -> tuple[Joint, Bools] | None:
    """All rates without any level, and by unknown whether these may have either sign; None where ``joint`` has them.

    Whether rates contradict each other does not depend on a sign that levels, or nobody, would tell: what they tie can
    all be multiplied by −1. So what is impossible for rates alone is impossible whatever sign their bases have. Where
    something is told to be below zero they are left alone, as the rates on such a base are.
    """
    if joint.above[every.base[every.rates]].all():
        return None
    rates = with_signs(every.only(every.rates))
    free = np.zeros(rates.unknowns.count, dtype=bool)
    free[rates.taken] = True
    return rates, free


def told_below_zero(every: Joint) -> Bools:
    """By unknown, whether a claim of its level says that it is below zero."""
    found = np.zeros(every.unknowns.count, dtype=bool)
    face = every.store.readings.face.take(every.claims.claim[every.levels])
    found[every.level[every.levels[~face.reaches_above]]] = True
    return found


def _told_zero(joint: Joint) -> Bools:
    """By unknown, whether it is reported, and every claim of it stands for nothing but zero: no rate is one of that."""
    wide = joint.store.readings.wide.take(joint.claims.claim[joint.levels])
    found = np.zeros(joint.unknowns.count, dtype=bool)
    found[joint.level[joint.levels]] = True
    nothing = ~(wide.low_free | wide.high_free) & (wide.low == 0) & (wide.high == 0)
    found[joint.level[joint.levels[~np.asarray(nothing, dtype=bool)]]] = False
    return found


def left_out(every: Joint, joint: Joint) -> Ints:
    """The rates that take no part since their bases may be zero or negative; but those that are told so with levels."""
    base, level = every.base[every.rates], every.level[every.rates]
    told = np.zeros(every.unknowns.count, dtype=bool)
    told[every.level[every.levels]] = True
    out = ~np.isin(every.claims.claim[every.rates], joint.claims.claim[joint.rates])
    return every.rates[out & ~(told[base] & told[level])]


def _all_rows(joint: Joint) -> SystemRows:
    return joint.rows("wide")


def above_zero(
    joint: Joint,
    sought: Ints | None = None,
    *,
    free: bool = True,
    rows: Callable[[Joint], SystemRows] = _all_rows,
) -> Signs:
    """What follows for signs from what is known to be above zero already, and what is taken to be where it is ``free``.

    ``sought`` are the bases that are asked for, those of all rates unless given. What is taken to be above zero is not
    sure to be below nothing in a product, which does not turn with its factors. ``rows`` are those of a joint system in
    the wide reading, for who has them at less cost than anew.
    """
    rates, taken = joint.rates, np.zeros(0, dtype=np.int64)
    level, base = joint.level[rates], joint.base[rates]
    above, open_ = joint.reported_above_zero | joint.above, taken
    sought = base if sought is None else sought
    declared = np.union1d(base, sought)  # a rate over nothing is none
    above[declared[joint.unsigned[declared]]] = True
    growing = joint.multiply_upwards(rates)
    sure = _with_products(joint, joint.unsigned | above)
    while not (above[sought].all() and above[joint.taken].all()):
        before = above.copy()
        above[level[growing & above[base]]] = True
        above[base[growing & above[level]]] = True
        if (above == before).all():
            follows, open_ = _following(replace(joint, above=above, taken=taken, sure=sure), sought, rows)
            above[follows] = True
        if not len(taken):
            sure = _with_products(joint, joint.unsigned | above)
        if (above == before).all():
            if not free:
                break
            fresh = joint.taken[~above[joint.taken]]
            if not len(fresh):
                fresh = _free_of_sign(replace(joint, above=above, taken=taken, sure=sure), sought, rows)
            if not len(fresh):
                break
            above[fresh], taken = True, np.union1d(taken, fresh)
    if not len(taken):
        sure = _with_products(joint, joint.unsigned | above)
    return Signs(above, taken, sure, open_[~above[open_]])


def _with_products(joint: Joint, sure: Bools) -> Bools:
    """What is not below zero, with the products whose factors all are not."""
    sure, product, one, other = sure.copy(), *joint.products.T
    while True:
        found = product[sure[one] & sure[other] & ~sure[product]]
        if not len(found):
            return sure
        sure[found] = True


def _following(joint: Joint, base: Ints, rows_of: Callable[[Joint], SystemRows]) -> tuple[Ints, Ints]:
    """Bases that all the rows which rest on no assumption leave nothing but numbers above zero.

    And those of which they leave nothing at all, since they contradict each other.
    """
    rows = rows_of(joint)
    sought = np.zeros(joint.unknowns.count, dtype=bool)
    sought[base] = ~joint.above[base]
    found: list[int] = []
    open_ = [np.zeros(0, dtype=np.int64)]
    for part in components(rows.system.take(np.flatnonzero(~rows.assumed))):
        if sought[part.unknowns].any() and len(part.rows) > 1:
            left = list(outer(part.system))
            if any(one.empty for one in left):
                open_.append(part.unknowns[sought[part.unknowns]])
            found += [
                int(unknown)
                for unknown, one in zip(part.unknowns, left, strict=True)
                # A rate over nothing is none: what is not below zero is above it.
                if sought[unknown] and one.low is not None and one.low >= 0 and not one.empty
            ]
    return np.array(found, dtype=np.int64), np.concatenate(open_)


def _free_of_sign(joint: Joint, base: Ints, rows_of: Callable[[Joint], SystemRows]) -> Ints:
    """Of each part in which no row but of rates and equations tells a sign, the first base."""
    rows = rows_of(joint)
    kept = np.flatnonzero(rows.kind != ASSUMED)
    system, kind = rows.system.take(kept), rows.kind[kept]
    homogeneous = (system.low_free | (system.low == 0)) & (system.high_free | (system.high == 0)) & (kind != SIGN)
    homogeneous &= (kind != RELATION) | ~(system.low_free | system.high_free)
    sought = np.zeros(joint.unknowns.count, dtype=bool)
    sought[base] = True
    found = []
    for part in components(system):
        mine = part.unknowns[sought[part.unknowns]]
        if len(mine) and homogeneous[part.rows].all() and not joint.above[part.unknowns].any():
            found.append(int(mine[0]))
    return np.array(found, dtype=np.int64)
