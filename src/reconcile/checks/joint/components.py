"""The joint system in its three readings, split into the parts that share no quantity, each decided by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from reconcile.checks.joint.system import RELATION, Joint, SystemRows
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import CHANGE, LEVEL, MEAN
from reconcile.solver.answers import Decision
from reconcile.solver.components import Component, components
from reconcile.solver.decision import decide_parts
from reconcile.solver.system import BACKGROUND

Told = Callable[[int, int], None]
"""Told how many parts are done, and of how many."""


class Parts:
    """The parts with at least two claims; a part is a number, the same in every reading.

    A part has the rows that rest on no assumption about signs; ``assuming`` has all of them.
    """

    def __init__(self, joint: Joint) -> None:
        self.joint = joint
        self._rows: dict[str, SystemRows] = {}
        self._split: dict[str, list[Component]] = {}

    def rows(self, reading: str) -> SystemRows:
        if reading not in self._rows:
            self._rows[reading] = self.joint.rows(reading)
        return self._rows[reading]

    def __getitem__(self, at: tuple[str, int]) -> Component:
        """A part in a reading: ``parts["wide", 3]``."""
        one = self.assuming(*at)
        sure = ~self.rows(at[0]).assumed[one.rows]
        return one if sure.all() else replace(one, system=one.system.take(np.flatnonzero(sure)), rows=one.rows[sure])

    def assuming(self, reading: str, part: int) -> Component:
        """A part with what nobody says of signs: that what is not declared is not below zero either."""
        return self._of(reading)[part]

    def assumes(self, part: int) -> bool:
        """Whether anything in a part is an assumption."""
        return bool(self.rows("face").assumed[self.assuming("face", part).rows].any())

    def __len__(self) -> int:
        return len(self._of("face"))

    def _of(self, reading: str) -> list[Component]:
        if reading not in self._split:
            # The same parts in every reading: only numbers differ, and a rate that counts for 0 still ties.
            found = components(self.rows(reading).system)
            self._split[reading] = [replace(one, system=one.system.tidy()) for one in found if _several(one)]
        return self._split[reading]

    def claims(self, part: int) -> Ints:
        """The claims of a part, as places among those of the joint system."""
        owner: Ints = np.unique(self.assuming("face", part).system.owner)
        return np.asarray(owner[owner != BACKGROUND], dtype=np.int64)

    @cached_property
    def hedged(self) -> Bools:
        """By claim, whether a word gives it more room than rounding does."""
        claim = self.joint.claims.claim
        face, wide = (getattr(self.joint.store.readings, name).take(claim) for name in ("face", "wide"))
        same = (face.low == wide.low) & (face.high == wide.high) & (face.exponent == wide.exponent)
        return np.asarray(~same, dtype=bool)

    def telling(self, part: int) -> bool:
        """Whether claims are tied in at least two ways, so that more than one binding is about them.

        That is so where claims and relations outnumber the quantities that they are about by two. Where no level is
        reported, one more is free: rates leave the scale open.
        """
        joint, one = self.joint, self.assuming("face", part)
        anchored, tying = self._anchored
        rows = one.rows[tying[one.rows]]
        system = self.rows("face").system.take(rows)
        quantities = np.union1d(one.unknowns[anchored[one.unknowns]], system.columns)
        quantities = quantities[~joint.of_product[quantities]]  # known with their factors, by one relation each
        claims = self.claims(part)
        scaled = bool(np.isin(joint.stat[claims], (LEVEL, MEAN, CHANGE)).any())
        return len(claims) + len(rows) - len(quantities) + (not scaled) > 1

    @cached_property
    def _anchored(self) -> tuple[Bools, Bools]:
        """By unknown, whether a claim speaks of it; by row, whether it is a relation between at least two of these."""
        joint, rows = self.joint, self.rows("face")
        anchored = np.zeros(joint.unknowns.count, dtype=bool)
        anchored[joint.level] = True
        anchored[joint.base[joint.base >= 0]] = True
        while True:
            product, one, other = joint.products[~anchored[joint.products[:, 0]]].T
            found = product[anchored[one] & anchored[other]]
            if not len(found):
                break
            anchored[found] = True
        system = rows.system
        ends = system.sums(anchored[system.columns].astype(np.int64))
        return anchored, np.asarray((rows.kind == RELATION) & (ends > 1), dtype=bool)

    def decide(
        self, reading: str, which: Sequence[int], seconds: float | None, *, assuming: bool = False
    ) -> Iterator[tuple[int, Decision]]:
        """Some parts with their decisions in a reading, in order; ``seconds`` is the budget of all of them."""
        chosen = [self.assuming(reading, part) if assuming else self[reading, part] for part in which]
        for part, (_, decision) in zip(which, decide_parts(chosen, seconds), strict=True):
            yield part, decision


def _several(part: Component) -> bool:
    owner = part.system.owner
    mine = owner[owner != BACKGROUND]
    return len(mine) > 1 and bool((mine != mine[0]).any())
