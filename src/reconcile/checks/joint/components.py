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

    @cached_property
    def by_a_sign(self) -> Bools:
        """The rows, the same in every reading, that hold only if something is not below zero, or a base above it."""
        return self.joint.by_a_sign(self.rows("wide"))

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
            self._split[reading] = components(self.rows(reading).system, owners=2)
        return self._split[reading]

    @cached_property
    def home(self) -> Ints:
        """The part of each claim of the joint system; below zero for one that nothing ties to another."""
        row, part = self._members("rows")
        owner = self.rows("face").system.owner[row]
        home = np.full(len(self.joint.claims.claim), -1)
        home[owner[owner != BACKGROUND]] = part[owner != BACKGROUND]
        return home

    @cached_property
    def _by_part(self) -> tuple[Ints, Ints]:
        """The claims in the order of their parts, and where in them each part begins."""
        order = np.argsort(self.home, kind="stable")
        return order, np.searchsorted(self.home[order], np.arange(len(self) + 1))

    def claims(self, part: int) -> Ints:
        """The claims of a part, as places among those of the joint system."""
        order, begins = self._by_part
        return order[begins[part] : begins[part + 1]]

    def _members(self, name: str) -> tuple[Ints, Ints]:
        """The "rows" or the "unknowns" of all parts, and the part of each."""
        members = [getattr(one, name) for one in self._of("face")]
        part = np.repeat(np.arange(len(members)), [len(one) for one in members])
        return np.concatenate([np.zeros(0, dtype=np.int64), *members]), part

    @cached_property
    def hedged(self) -> Bools:
        """By claim, whether a word gives it more room than rounding does."""
        claim = self.joint.claims.claim
        face, wide = (getattr(self.joint.store.readings, name).take(claim) for name in ("face", "wide"))
        same = (face.low == wide.low) & (face.high == wide.high) & (face.exponent == wide.exponent)
        return np.asarray(~same, dtype=bool)

    @cached_property
    def telling(self) -> Bools:
        """By part, whether claims are tied in at least two ways, so that more than one binding is about them.

        That is so where claims and relations outnumber the quantities that they are about by two. Where no level is
        reported, one more is free: rates leave the scale open.
        """
        joint, (spoken_of, tying), count = self.joint, self._anchored, len(self)
        system = self.rows("face").system
        row, part = self._members("rows")
        ties = np.bincount(part[tying[row]], minlength=count)
        about = spoken_of.copy()
        about[system.columns[np.repeat(tying, system.lengths)]] = True
        about &= ~joint.of_product  # which are known with their factors, by one relation each
        unknown, of = self._members("unknowns")
        quantities = np.bincount(of[about[unknown]], minlength=count)
        tied = np.flatnonzero(self.home >= 0)
        claims = np.bincount(self.home[tied], minlength=count)
        scaled = np.zeros(count, dtype=bool)
        scaled[self.home[tied[np.isin(joint.stat[tied], (LEVEL, MEAN, CHANGE))]]] = True
        return np.asarray(claims + ties - quantities + ~scaled > 1, dtype=bool)

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
