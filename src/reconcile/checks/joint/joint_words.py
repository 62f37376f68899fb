"""The joint system in words: quantities, claims, and proofs as certificates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from reconcile.checks.engine.table import ABSENT
from reconcile.checks.finding import ProposedRepair, Ready, WordedFinding
from reconcile.checks.joint.base_vintages import UNTOLD
from reconcile.checks.joint.certificate import ADD, SUBTRACT, Certificate, Line
from reconcile.checks.joint.system import CLAIM, RELATION, SIGN, VINTAGE, Joint, SystemRows
from reconcile.checks.verdicts import CONFLICT
from reconcile.checks.wording.scales import Scale
from reconcile.exact.columns import Ints
from reconcile.language.codelists import CHANGE, LEVEL, STATS, STATUSES
from reconcile.language.figures import Figure
from reconcile.language.ids import joined, place, quoted, several
from reconcile.language.periods import ALL_TIME
from reconcile.solver.proofs import Used
from reconcile.solver.system import BACKGROUND

_ONE = Scale(Fraction(1), "")
_LISTED = 5  # claims that a sentence names before it counts the rest


class JointWords:
    """Names for what a joint system holds; made for what is shown, and kept.

    ``usual`` is the scale of what no claim gives the level of, ``areas`` whether areas are named even if there is one:
    both as claims beside these would have it.
    """

    def __init__(self, joint: Joint, *, usual: Scale | None = None, areas: bool = False) -> None:
        self.joint, self.store = joint, joint.store
        self._scales: dict[int, Scale] = {}
        self._usual, self._areas = usual, areas

    @cached_property
    def _one_area(self) -> bool:
        return not self._areas and len(np.unique(self.store.places.columns["area"].code)) <= 1

    def quantity(self, unknown: int) -> dict[str, str]:
        """An unknown as columns: measure, area, dimensions, period, status."""
        quantities, store = self.joint.unknowns.quantities, self.store
        measure = store.measure.values[quantities.measure[unknown]]
        period = store.period.values[quantities.period[unknown]]
        named = store.quantity(int(quantities.place[unknown]), period, measure)
        status = int(quantities.status[unknown])
        return named if status >= UNTOLD else {**named, "status": STATUSES[status]}

    def _id(self, unknown: int) -> str:
        """An unknown as a part of an id."""
        named = dict(self.quantity(unknown))
        measure, period, status = named.pop("measure"), named.pop("period"), named.pop("status", "")
        return joined(quoted(measure), place(named.pop("area", ""), named), period, status)

    def name(self, unknown: int) -> str:
        """An unknown in a few words: "trade 2024 (final)"; the area where there are several."""
        return f"{self.what(unknown)} ({self.store.status.values[self.joint.unknowns.quantities.status[unknown]]})"

    def what(self, unknown: int) -> str:
        """The same without its status."""
        named = dict(self.quantity(unknown))
        measure, period, _ = named.pop("measure"), named.pop("period"), named.pop("status", "")
        return " ".join(filter(None, (measure, self._where(named), _said(period))))

    def _where(self, named: Mapping[str, str]) -> str:
        """An area, where there are several, and further dimensions."""
        shown = {name: value for name, value in named.items() if name != "area" or not self._one_area}
        return " ".join(value if name == "area" else f"{name}={value}" for name, value in shown.items())

    def claim(self, claim: int) -> str:
        """A claim in a few words: what it speaks of, and what it prints."""
        figure = self.store.figures[int(self.joint.claims.claim[claim])]
        scale = Scale.of([figure])
        return f"{self.subject(claim)} ({scale.with_unit(scale.figure(figure))})"

    def subject(self, claim: int) -> str:
        """What a claim speaks of: "growth of exports partner=US 2024"."""
        named = dict(self.quantity(int(self.joint.level[claim])))
        measure, period, _ = named.pop("measure"), named.pop("period"), named.pop("status", "")
        stat = int(self.joint.stat[claim])
        what = measure if stat == LEVEL else f"{STATS[stat]} of {measure}"
        return " ".join(filter(None, (what, self._where(named), _said(period))))

    def claims(self, claims: Iterable[int], last: str) -> str:
        """Several claims in words, with their documents where these differ."""
        rows = list(claims)
        sources = [self.store.source[int(self.joint.claims.claim[row])] for row in rows]
        several = len(set(sources)) > 1
        names = [self.claim(row) + (f" of {of}" if several else "") for row, of in zip(rows, sources, strict=True)]
        return enumerated(names, last, _LISTED)

    def scale(self, unknown: int) -> Scale:
        """The scale to write an unknown in: that of its claims, or of what those of its unit are written in.

        A product of quantities has no unit of its own here: it is so many of its factors' units.
        """
        if self.joint.of_product[unknown]:
            return _ONE
        if not self._scales:
            self._scales = self._of_claims()
        return self._scales.get(unknown) or self._scales.get(-1) or _ONE

    def _of_claims(self) -> dict[int, Scale]:
        joint = self.joint
        figures: dict[int, list[Figure]] = {}
        for row, unknown in enumerate(joint.level.tolist()):
            if joint.stat[row] == LEVEL:
                figures.setdefault(unknown, []).append(self.store.figures[int(joint.claims.claim[row])])
        found = {unknown: Scale.of(some) for unknown, some in figures.items()}
        common = Counter(scale for scale in found.values() if scale.factor > 1)
        if common or self._usual:
            found[-1] = self._usual or common.most_common(1)[0][0]
        return found

    def count(self, claims: Ints) -> str:
        """How many claims of how many documents: "24 claims of 3 documents"."""
        sources = len(np.unique(self.store.source.code[self.joint.claims.claim[claims]]))
        of = "one document" if sources == 1 else f"{sources} documents"
        return f"{len(claims):,} claim{'s' * (len(claims) != 1)} of {of}"

    def finding(
        self,
        claims: Ints,
        verdict: int,
        message: str,
        certificate: Certificate | None = None,
        repairs: tuple[ProposedRepair, ...] = (),
        *,
        part: Ints | None = None,
    ) -> WordedFinding:
        """A finding about claims together.

        A conflict is named by its claims, and is another where others are in it. What else is said of a whole ``part``,
        whose claims are given, is named by the first quantity that it speaks of.
        """
        rows = self.joint.claims.claim[claims]
        quantities = [self.quantity(int(unknown)) for unknown in np.unique(self.joint.level[claims])]
        if part is not None and verdict != CONFLICT:
            named = self._id(int(self.joint.level[part].min()))
        else:
            ids = (self.store.claim("claim", int(claim)) for claim in rows)
            named = joined("" if part is None else "in common", several(ids, "") or "rules")
        common = {
            name: value
            for name, value in (quantities[0] if quantities else {}).items()
            if all(one.get(name) == value for one in quantities)
        }
        status = common.pop("status", "")
        return WordedFinding(
            f"joint:{named}",
            "joint",
            verdict,
            message,
            tuple(sorted(map(int, rows))),
            quantity=common,
            status=status,
            certificate=certificate,
            behind=Ready(repairs),
        )

    def certificate(self, rows: SystemRows, used: Iterable[Used], signs: Iterable[int] = ()) -> Certificate:
        """A proof as lines that a person can follow, claims first; ``signs`` are claims that give only those."""
        ranked = sorted(used, key=lambda one: (int(rows.kind[one.row]), one.side == "high", int(rows.ref[one.row])))
        ids = tuple(str(self.store.claim("claim", int(self.joint.claims.claim[claim]))) for claim in sorted(signs))
        made = [self._signed(rows, one, ids) for one in ranked]
        # What most claims count for is once.
        usual = Counter(line.times for line in made if line.claim is not None).most_common(1)
        unit = usual[0][0] if usual else Fraction(1)
        return Certificate(tuple(replace(line, times=line.times / unit) for line in made))

    def _signed(self, rows: SystemRows, one: Used, signs: tuple[str, ...]) -> Line:
        """A line, and by which claims its base is above zero, where it has one of which that is not declared."""
        line, ref = self.line(rows, one), int(rows.ref[one.row])
        if rows.kind[one.row] == CLAIM and self.joint.base[ref] != ABSENT:
            multiplied = self.joint.stat[ref] != CHANGE and not self.joint.unsigned[self.joint.base[ref]]
            return replace(line, signs=signs) if multiplied else line
        return line

    def line(self, rows: SystemRows, one: Used) -> Line:
        """A row's end as the claim or the rule has it: its first quantity once, each quantity in its own scale."""
        system, row = rows.system, one.row
        terms, end = system.terms(row), system.end(row, one.side)
        assert end is not None
        first, lead = next(iter(terms.items()))
        own = self.scale(first)
        factor = abs(lead) * own.factor
        form = tuple((self.name(u), value * self.scale(u).factor / factor) for u, value in terms.items())
        take, relation = (ADD, ">") if one.side == "low" else (SUBTRACT, "<")
        if not end[1]:
            relation += "="
        if not (system.low_free[row] or system.high_free[row]) and system.low[row] == system.high[row]:
            relation = "="
        says, claim = self._says(rows, row)
        return Line(take, one.multiplier * factor, form, relation, Fraction(end[0]) / factor, own.name, says, claim)

    def _says(self, rows: SystemRows, row: int) -> tuple[str, str | None]:
        ref, owner = int(rows.ref[row]), int(rows.system.owner[row])
        if owner != BACKGROUND:
            ref = int(self.joint.claims.claim[owner])
            figure = self.store.figures[ref]
            scale = Scale.of([figure])
            claim = self.store.claim("claim", ref)
            return f"{claim}: {scale.with_unit(scale.figure(figure))}", claim
        if rows.kind[row] == RELATION:
            tie = self.joint.relations[ref].tie
            return {"identity": "rule", "period": "calendar", "hierarchy": "total"}[tie.check] + f": {tie.text}", None
        if rows.system.low_open[row]:
            return "a base is above zero", None
        if rows.kind[row] == SIGN:
            return "declared not to be below zero", None
        return "one figure, if it was not revised" if rows.kind[
            row
        ] == VINTAGE else "not below zero, if that is so", None


def enumerated(names: Sequence[str], last: str, most: int) -> str:
    """As in a sentence, "a, b or c"; beyond so many the rest is counted."""
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def _said(period: str) -> str:
    """A period as a sentence has it: that of all time is not named."""
    return "" if period == ALL_TIME else period
