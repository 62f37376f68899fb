"""Why a rule bound nothing, where it is a column: one that nobody meant to tell quantities apart, such as notes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.exact.columns import Ints
from reconcile.language.codelists import LEVEL, STATUSES
from reconcile.language.digits import quoted_text
from reconcile.language.rules import Rule
from reconcile.ledger.store.codes import Ranged, combined

_Found = tuple[int, int]  # the first two claims of a quantity's measures that a column keeps apart


def because_of(store: Store, rule: Rule) -> str:
    """The columns without which a rule would bind, with what to do about them; "" where there are none."""
    wanted = [store.measure.find(name) for name in rule.measures]
    rows = np.flatnonzero((store.stat.code == LEVEL) & np.isin(store.measure.code, wanted))
    if not len(rows) or min(wanted) < 0:
        return ""
    places, here = store.places, np.unique(store.place.code[rows])
    several = [
        name
        for name in places.columns
        if name not in {*rule.dimensions, rule.over} and len(places.said(name, here)) > 1
    ]
    for names in (*([name] for name in several), *([several] if len(several) > 1 else [])):
        if pair := _apart(store, rows, names, len(set(wanted))):
            break
    else:
        return ""
    columns = " and ".join(f"`{name}`" for name in names)
    said = " and ".join(_named(store, claim, names) for claim in pair)
    it, tells = ("it", "it tells") if len(names) == 1 else ("them", "they tell")
    which, differ = ("column", "differs") if len(names) == 1 else ("columns", "differ")
    advice = f"leave {it} out, or write {it} alike, unless {tells} quantities apart"
    return f"the {which} {columns}, which {differ} between {said}; {advice}"


def _apart(store: Store, rows: Ints, names: Sequence[str], count: int) -> _Found | None:
    """Two claims of a quantity for which all measures are reported, were it not for these columns."""
    place = store.places.without(names)[store.place.code[rows]]
    period, status = store.period.code[rows], store.status.code[rows]
    key = combined(
        [
            Ranged(place, int(place.max()) + 1),
            Ranged(period, len(store.period.values)),
            Ranged(status, len(STATUSES)),
        ]
    )
    _, group = np.unique(key, return_inverse=True)
    pairs = np.unique(np.stack((group.reshape(-1), store.measure.code[rows])), axis=1)
    groups, measures = np.unique(pairs[0], return_counts=True)
    whole = groups[measures == count]
    if not len(whole):
        return None
    mine = rows[group.reshape(-1) == whole[0]]
    other = mine[store.place.code[mine] != store.place.code[mine[0]]]
    return (int(mine[0]), int(other[0])) if len(other) else None


def _named(store: Store, claim: int, names: Sequence[str]) -> str:
    place = store.places[int(store.place.code[claim])]
    return f"{store.measure[claim]} ({', '.join(quoted_text(place[name]) for name in names)})"
