"""What all claims together leave each quantity, as a frame."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reconcile.checks.joint.components import Told
from reconcile.checks.joint.implied_bounds import Implied, implied
from reconcile.checks.joint.joint_words import JointWords
from reconcile.checks.joint.system import Joint
from reconcile.errors import ReconcileError
from reconcile.exact.interval import text

_READINGS = ("wide", "face", "printed")
"""How far words reach: as far as they may, no further than rounding, or not beyond the numbers printed."""

_ENDS = ("low", "high", "low_open", "high_open", "unit")
_CLAIMS = ("reported", "low_claims", "high_claims", "without")


def bounds_frame(
    joint: Joint,
    reading: str,
    *,
    without: Collection[str] = (),
    seconds: float | None = 60,
    progress: Told | None = None,
) -> pd.DataFrame:
    """One row a quantity: where it must lie, and which claims hold each end there.

    ``low`` and ``high`` are exact decimal text in base units, or a fraction such as 5/6; None where there is no end.
    ``reported`` is whether any claim gives the quantity's level. ``without`` names the claims that were left out, since
    with them nothing can be true: those that it costs least to distrust. ``undecided`` says that the time was up.
    Raises ReconcileError for a reading or a claim that does not exist.
    """
    if reading not in _READINGS:
        raise ReconcileError(f"reading {reading!r}: expected {', '.join(_READINGS[:-1])} or {_READINGS[-1]}")
    words = JointWords(joint)
    ids = np.array([joint.store.claim("claim", int(row)) for row in joint.claims.claim], dtype=object)
    if unknown := sorted(set(without) - set(joint.store.ledger.claims["claim"])):
        raise ReconcileError(f"no claim is called {', '.join(unknown)}")
    left_out = frozenset(np.flatnonzero(np.isin(ids, list(without))).tolist())
    reported = np.zeros(joint.unknowns.count, dtype=bool)
    reported[joint.level[joint.levels]] = True
    made = implied(joint, reading, without=left_out, seconds=seconds, progress=progress)
    found = sorted((one for one in made if not joint.of_product[one.unknown]), key=lambda one: one.unknown)
    names = ["measure", *joint.store.places.columns, "period", "status"]
    rows = [_row(joint, words, one, bool(reported[one.unknown]), ids) for one in found]
    return pd.DataFrame(rows, columns=[*names, *_ENDS, *_CLAIMS, "undecided"], dtype=object)


def _row(joint: Joint, words: JointWords, one: Implied, reported: bool, ids: Any) -> dict[str, Any]:
    interval, unit = one.interval, int(joint.unit[one.unknown])
    quantity = dict.fromkeys(joint.store.places.columns, "") | {"status": ""} | words.quantity(one.unknown)

    def named(claims: Iterable[int]) -> tuple[str, ...]:
        return tuple(ids[claim] for claim in sorted(claims))

    return quantity | {
        "low": None if interval is None else _text(interval.low),
        "high": None if interval is None else _text(interval.high),
        "low_open": interval is not None and interval.low_open,
        "high_open": interval is not None and interval.high_open,
        "unit": joint.store.figures.units[unit] if unit >= 0 else "",
        "reported": reported,
        "low_claims": named(one.low_claims),
        "high_claims": named(one.high_claims),
        "without": named(one.without),
        "undecided": interval is None,
    }


def _text(end: Fraction | None) -> str | None:
    return None if end is None else text(end)
