"""How much an audit's passes are worth: the errors that they would have caught, claim by claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from reconcile.checks.engine.claims import Store
from reconcile.checks.wording.missed_errors import Missed, missed_in_all, possible_errors


@dataclass(frozen=True, slots=True, eq=False)
class Strength:
    """Of all errors in the last two printed digits of a claim, those that the bindings that hold would have caught.

    ``claims`` has a row for each claim: how many ``errors`` there are, how many are caught by single bindings, by
    ``bindings``, and how many by these or by all claims ``together``; the latter only where ``joint`` was checked too.
    """

    claims: pd.DataFrame
    joint: bool = True
    complete: bool = True  # whether the time was enough to ask all claims together of each

    @property
    def bindings(self) -> Fraction | None:
        """The share that single bindings would catch; None where there is no claim."""
        return self._share("bindings")

    @property
    def together(self) -> Fraction | None:
        """The share that single bindings or all claims together would catch."""
        return self._share("together")

    def _share(self, column: str) -> Fraction | None:
        errors = int(self.claims["errors"].sum())
        return Fraction(int(self.claims[column].sum()), errors) if errors else None

    def __repr__(self) -> str:
        return f"Strength({said(self) or 'no claim has printed digits'})"


def said(strength: Strength) -> str:
    """In words: "of 100 errors in the last two digits of a figure, these checks would notice 61, all …"."""
    if strength.bindings is None or strength.together is None:
        return ""
    # Cut, so that only what is all is called 100.
    single, both = (int(share * 100) for share in (strength.bindings, strength.together))
    words = f"of 100 errors in the last two digits of a figure, these checks would notice {single}"
    least = "" if strength.complete else "at least "
    return f"{words}, all figures together {least}{both}" if strength.joint else words


def strength_of(
    store: Store, single: Iterable[Missed], joint: Iterable[Missed] | None, *, complete: bool = True
) -> Strength:
    """The strength of bindings, and of the joint system beside them; None where that was not asked."""
    alone = missed_in_all(single)
    both = missed_in_all([*alone.values(), *(joint or ())])
    errors = possible_errors(store.figures)
    bindings, together = np.zeros_like(errors), np.zeros_like(errors)
    for caught, missed in ((bindings, alone), (together, both)):
        for claim, one in missed.items():
            caught[claim] = one.caught
    claims = pd.DataFrame(
        {
            "claim": store.ledger.claims["claim"].to_numpy(),
            "errors": errors,
            "bindings": bindings,
            "together": together,
        }
    )
    return Strength(claims, joint is not None, complete)
