"""Whether the claims of a view can all be true, asked of z3 by the sentences of the design and nothing else.

Each quantity is an unknown real number. A flow is the sum of stretches of time, an average their mean, a stock the
number at its end. Signs are known where they are declared. A rate ties two quantities, whichever sign its base has,
and its base is not zero.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import z3
from world_ledgers import Reach, Span, World, span

OUTCOMES = ("estimate", "provisional", "final", "revised")
TERM = re.compile(r"([+-])?\s*(?:(\d+(?:\.\d+)?)\s*\*\s*)?([A-Za-z_]\w*)(?:\[(\w+)=([^\]]*)\])?")
PARTS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def side(words: str) -> list[tuple[Fraction, str, dict[str, str]]]:
    terms = []
    position = 0
    words = words.strip()
    while position < len(words):
        found = TERM.match(words, position)
        assert found is not None, words[position:]
        sign, weight, name, where, value = found.groups()
        number = Fraction(weight or 1) * (-1 if sign == "-" else 1)
        terms.append((number, name, {where: value} if where else {}))
        position = found.end()
        while position < len(words) and words[position] == " ":
            position += 1
    return terms


def parsed(
    rule: Any,
) -> tuple[str, list[tuple[Fraction, str, dict[str, str]]], list[tuple[Fraction, str, dict[str, str]]], bool]:
    words = rule["rule"] if isinstance(rule, dict) else rule
    missing = isinstance(rule, dict) and rule.get("missing") == "zero"
    relation = next(sign for sign in (" <= ", " >= ", " = ") if sign in words)
    left, right = words.split(relation)
    relation = relation.strip()
    return relation, side(left), side(right), missing


def z(number: Fraction) -> z3.ArithRef:
    return z3.Q(number.numerator, number.denominator)


class View:
    """One system: the claims of a view as constraints."""

    def __init__(
        self,
        world: World,
        claims: list[dict[str, Any]],
        *,
        assume_signs: bool = False,
        fewest_members: int = 2,
        strong: bool = True,
    ) -> None:
        self.strong = strong
        self.fewest_members = fewest_members
        self.world = world
        self.claims = claims
        self.assume_signs = assume_signs
        self.measures = dict(world.head.get("measures") or {})
        for claim in world.claims:
            self.measures.setdefault(claim["measure"], {})
        self.default = (world.head.get("defaults") or {}).get("signed")
        self.solver = z3.Solver()
        self.solver.set("timeout", 20000)
        self.variables: dict[Any, z3.ArithRef] = {}
        self.spans = self.all_spans()
        self.cuts = sorted({edge for start, end in self.spans for edge in (start, end + 1)})
        self.names: list[str] = []
        self.places: set[tuple[str, str]] = set()
        self.mentioned: dict[tuple[str, str], set[Span]] = {}
        for claim in claims:
            for _, area, member, period in self.touched(claim):
                self.places.add((area, member))
                self.mentioned.setdefault((area, member), set()).add(period)
        self.statuses = sorted({claim.get("status") or "final" for claim in claims})
        self.single = len({claim.get("status") or "final" for claim in world.claims}) == 1
        self.build()

    def nonnegative(self, name: str) -> bool:
        said = (self.measures.get(name) or {}).get("signed", self.default)
        return said is False or (self.assume_signs and said is None)

    def kind(self, name: str) -> str | None:
        return (self.measures.get(name) or {}).get("kind")

    def over(self, name: str) -> tuple[str, list[str]] | None:
        said = (self.measures.get(name) or {}).get("sum")
        if not said:
            return None
        total = said.get("total", "")
        members = sorted(
            {claim.get("partner", "") for claim in self.world.claims if claim["measure"] == name} - {total}
        )
        return total, members

    def all_spans(self) -> set[Span]:
        every = set()
        for claim in self.claims:
            for *_, period in self.touched(claim):
                every.add(period)
            if claim.get("stat") == "mean":
                every.update(self.steps(span(claim["period"]), claim["base"]))
        return every

    @staticmethod
    def steps(period: Span, part: str) -> list[Span]:
        length = PARTS[part]
        return [(start, start + length - 1) for start in range(period[0], period[1] + 1, length)]

    def touched(self, claim: dict[str, Any]) -> list[tuple[str, str, str, Span]]:
        own = (claim["measure"], claim.get("area", ""), claim.get("partner", ""), span(claim["period"]))
        stat = claim.get("stat")
        if stat in ("growth", "change"):
            return [own, (*own[:3], span(claim["base"]))]
        if stat in ("share", "ratio"):
            return [own, self.whole(claim, own)]
        return [own]

    def whole(self, claim: dict[str, Any], own: tuple[str, str, str, Span]) -> tuple[str, str, str, Span]:
        found = re.fullmatch(r"(\w+)(?:\[(\w+)=([^\]]*)\])?", claim["base"])
        assert found is not None
        name, where, value = found.groups()
        _, area, member, period = own
        if where == "period":
            return name, area, member, span(value)
        if where == "area":
            return name, value, member, period
        if where == "partner":
            return name, area, value, period
        if name == own[0]:
            over = self.over(name)
            assert over is not None
            return name, area, over[0], period
        return name, area, member, period

    def variable(self, *key: Any) -> z3.ArithRef:
        if key not in self.variables:
            self.variables[key] = z3.Real("|".join(map(str, key)))
            if self.nonnegative(key[0]):
                self.solver.add(self.variables[key] >= 0)
        return self.variables[key]

    def level(self, name: str, area: str, member: str, period: Span, status: str = "final") -> z3.ArithRef:
        kind = self.kind(name)
        start, end = period
        if kind == "stock":
            return self.variable(name, area, member, status, "end", end)
        if kind in ("flow", "average"):
            edges = [edge for edge in self.cuts if start <= edge <= end + 1]
            assert (edges[0], edges[-1]) == (start, end + 1), (edges, period)
            pieces = [
                (last - first, self.variable(name, area, member, status, first, last))
                for first, last in pairwise(edges)
            ]
            if kind == "flow":
                return z3.Sum([piece for _, piece in pieces])
            return z3.Sum([piece * z(Fraction(length, end - start + 1)) for length, piece in pieces])
        return self.variable(name, area, member, status, start, end)

    def within(self, number: z3.ArithRef, stands: Reach, scale: Fraction = Fraction(1)) -> list[z3.BoolRef]:
        kept = []
        if stands.low is not None:
            low = z(stands.low * scale)
            kept.append(number > low if stands.low_open else number >= low)
        if stands.high is not None:
            high = z(stands.high * scale)
            kept.append(number < high if stands.high_open else number <= high)
        return kept

    def tied(
        self, level: z3.ArithRef, base: z3.ArithRef, low: Fraction | None, high: Fraction | None, stands: Reach
    ) -> z3.BoolRef:
        """level = rate × base for some rate in the interval, and the base is not zero."""

        def between(flip: int) -> z3.BoolRef:
            kept = [base * flip > 0]
            if low is not None:
                edge = (level - base * z(low)) * flip
                kept.append(edge > 0 if stands.low_open else edge >= 0)
            if high is not None:
                edge = (base * z(high) - level) * flip
                kept.append(edge > 0 if stands.high_open else edge >= 0)
            return z3.And(kept)

        # Of a base that may be negative nothing is asked where less is asked.
        return z3.Or(between(1), between(-1)) if self.strong else z3.Or(between(1), base <= 0)

    def bases(self, claim: dict[str, Any]) -> tuple[str, str, str, Span]:
        return self.touched(claim)[-1]

    def constrained(self, claim: dict[str, Any]) -> z3.BoolRef:
        status = claim.get("status") or "final"
        own = self.level(*self.touched(claim)[0], status)
        stands: Reach = claim["_reach"]
        stat = claim.get("stat")
        if stat is None:
            return z3.And(self.within(own, stands))
        if stat == "mean":
            period = span(claim["period"])
            steps = self.steps(period, claim["base"])
            if self.kind(claim["measure"]) in ("stock", "average"):
                own = z3.Sum(
                    [
                        self.level(claim["measure"], claim.get("area", ""), claim.get("partner", ""), step, status)
                        for step in steps
                    ]
                )
            return z3.And(self.within(own, stands, Fraction(len(steps))))
        if stat in ("growth", "change"):
            bases = [self.level(*self.bases(claim), known) for known in self.known(claim)]
            bases = bases or [self.level(*self.bases(claim), f"as {claim['source']} knew it")]
        else:
            bases = [self.level(*self.bases(claim), status)]
        if stat == "change":
            return z3.Or([z3.And(self.within(own - base, stands)) for base in bases])
        percent = Fraction(1, 100) if self.in_percent(claim) else Fraction(1)
        plus = 1 if stat == "growth" else 0
        low = None if stands.low is None else plus + stands.low * percent
        high = None if stands.high is None else plus + stands.high * percent
        return z3.Or([self.tied(own, base, low, high, stands) for base in bases])

    def known(self, claim: dict[str, Any]) -> list[str]:
        """The statuses of the base that its source had to compute a rate with: its own, else those of its day."""
        base = self.bases(claim)
        told = [one for one in self.claims if not one.get("stat") and self.touched(one)[0] == base]
        own = {one.get("status") or "final" for one in told if one["source"] == claim["source"]}
        if own:
            return sorted(own)
        day = self.published(claim)
        by_then = {one.get("status") or "final" for one in told if self.published(one) <= day or not day}
        if not told and self.single and self.strong:  # less is asked where it may have been revised since
            return [claim.get("status") or "final"]
        return sorted(by_then)

    def published(self, claim: dict[str, Any]) -> str:
        return str(self.world.sources[claim["source"]].get("published", ""))

    @staticmethod
    def in_percent(claim: dict[str, Any]) -> bool:
        return (
            "percent" in claim.get("unit", "")
            or "%" in claim.get("reported", "")
            or "percent" in claim.get("reported", "")
        )

    def build(self) -> None:
        for claim in self.claims:
            self.solver.add(self.constrained(claim))
        for rule in self.world.head.get("rules") or []:
            self.rule(rule)
        for name in self.measures:
            over = self.over(name)
            if over is not None and len(over[1]) >= self.fewest_members:
                for status in self.statuses:
                    self.total(name, *over, status)

    def rule(self, rule: Any) -> None:
        for status in self.statuses:
            self.rule_of(rule, status)

    def rule_of(self, rule: Any, status: str) -> None:
        relation, left, right, missing = parsed(rule)
        terms = left + [(-weight, name, where) for weight, name, where in right]
        names = [name for _, name, _ in terms]
        fixed = any(where for *_, where in terms)
        for area, member in sorted(self.places if not fixed else {(area, "") for area, _ in self.places}):
            for period in sorted(self.rule_periods(names, area)):
                places = [(name, area, where.get("partner", member), period) for _, name, where in terms]
                numbers = [self.level(*place, status) for place in places]
                if missing:
                    said = [self.said(place, status) for place in places]
                    here = [bool(one) for one in said]
                    if any(said[0] & one for one in said[1:]):
                        kept = [z(w) * n for (w, *_), n, there in zip(terms, numbers, here, strict=True) if there]
                        self.solver.add(z3.Sum(kept) == 0)
                        continue
                    if not all(here):
                        continue
                total = z3.Sum([z(weight) * number for (weight, *_), number in zip(terms, numbers, strict=True)])
                self.solver.add({"=": total == 0, "<=": total <= 0, ">=": total >= 0}[relation])

    def said(self, place: tuple[str, str, str, Span], status: str) -> set[tuple[str, str]]:
        """The statistics, with their bases, in which a quantity is told of."""
        of = [one for one in self.claims if self.touched(one)[0] == place and (one.get("status") or "final") == status]
        return {(one.get("stat") or "", one.get("base") or "") for one in of if one.get("stat") != "growth"}

    def rule_periods(self, names: list[str], area: str) -> set[Span]:
        """When a rule binds: at all times, or at the periods alone of which somebody speaks."""
        if not self.strong:
            touched = (place for claim in self.claims for place in self.touched(claim))
            return {period for name, where, _, period in touched if name in names and where == area}
        kind = self.kind(names[0])
        if kind in ("flow", "average") and all(self.kind(name) == kind for name in names):
            return self.spans | set(zip(self.cuts, [cut - 1 for cut in self.cuts[1:]], strict=False))
        return self.spans

    def total(self, name: str, total: str, members: list[str], status: str) -> None:
        for area in sorted({area for area, _ in self.places}):
            for period in sorted(self.rule_periods([name], area)):
                whole = self.level(name, area, total, period, status)
                self.solver.add(z3.Sum([self.level(name, area, member, period, status) for member in members]) == whole)

    def possible(self) -> bool | None:
        answer = self.solver.check()
        return None if answer == z3.unknown else answer == z3.sat


def views(world: World) -> dict[str, list[dict[str, Any]]]:
    """The views by name: each source by itself, and all claims of a status. Of one status only."""
    every = {name: [claim for claim in world.claims if claim["source"] == name] for name in world.sources}
    return {**every, "all": world.claims}


ROUND = re.compile(r"[-−]?[\d,]*00(?![\d,.])")


def unequal(world: World) -> bool:
    """Whether one source says a figure twice, equally fine, and not the same: it has one way to round."""
    said: dict[Any, Fraction] = {}
    for claim in world.claims:
        # A round number in words does not tell to which digit it is printed.
        if "_value" in claim and not ROUND.match(claim.get("reported", "")):
            key = tuple(
                claim.get(name, "")
                for name in ("source", "measure", "area", "partner", "period", "stat", "base", "status")
            )
            if said.setdefault((key, claim["_exponent"]), claim["_value"]) != claim["_value"]:
                return True
    return False


def contradictions(world: World, **how: Any) -> list[str]:
    """The views of which the claims cannot all be true."""
    wrong = []
    if unequal(world):
        wrong.append("unequal")
    for name, claims in views(world).items():
        answer = View(world, claims, **how).possible()
        if answer is None:
            raise TimeoutError(world.head.get("title"))
        if not answer:
            wrong.append(name)
    return wrong
