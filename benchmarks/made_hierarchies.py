"""Hierarchies of VTL and data for them, drawn at random, and what `check_hierarchy` is to say of each row.

Written from the reference manual of VTL 2.1 and from no implementation. A hierarchy has one to four rules that may
share items, with signs, with =, >= and <=, and with conditions; of its data points some are missing, some are NULL and
some are nought, and about half of the sums hold.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

MODES = ("non_null", "non_zero", "partial_null", "partial_zero", "always_null", "always_zero")
ITEMS = "TXMPQRS"
AREAS = ("VN", "FR")
PLACES = 8


class MadeRule(NamedTuple):
    left: str
    relation: str
    right: tuple[tuple[int, str], ...]
    area: str = ""  # where it holds; "" is everywhere

    @property
    def items(self) -> tuple[str, ...]:
        return self.left, *(item for _, item in self.right)


@dataclass(frozen=True)
class MadeHierarchy:
    """Rules, and of each place its area and its data points: a missing one has no key, and None is NULL."""

    rules: tuple[MadeRule, ...]
    places: tuple[tuple[str, Mapping[str, int | None]], ...]

    def ruleset(self) -> str:
        said = []
        for number, rule in enumerate(self.rules):
            right = " ".join(f"{'-' if sign < 0 else '+'} {item}" for sign, item in rule.right).removeprefix("+ ")
            when = f'when area = "{rule.area}" then ' if rule.area else ""
            said.append(f"R{number}: {when}{rule.left} {rule.relation} {right}")
        head = "define hierarchical ruleset made (variable condition area rule item) is"
        return f"{head} {'; '.join(said)} end hierarchical ruleset;"


def made_hierarchy(seed: int) -> MadeHierarchy:
    draw = random.Random(seed)
    order = draw.sample(ITEMS, len(ITEMS))  # no circles: an item's parts stand behind it
    rules = []
    for left in draw.sample(range(len(ITEMS) - 3), draw.randint(1, 4)):
        parts = draw.sample(order[left + 1 :], draw.randint(1, 3))
        signs = [1, *(draw.choice((1, 1, -1)) for _ in parts[1:])]
        relation = draw.choice(("=", "=", "=", ">=", "<="))
        rules.append(
            MadeRule(order[left], relation, tuple(zip(signs, parts, strict=True)), draw.choice(("", "", "", *AREAS)))
        )
    return MadeHierarchy(tuple(rules), tuple(_place(draw, rules) for _ in range(PLACES)))


def _place(draw: random.Random, rules: list[MadeRule]) -> tuple[str, Mapping[str, int | None]]:
    points: dict[str, int | None] = {item: draw.choice((0, 0, 1, 2, 3, -1)) for item in ITEMS}
    for rule in rules:
        if draw.random() < 0.5:
            points[rule.left] = sum(sign * (points[item] or 0) for sign, item in rule.right)
    missing, null = draw.choice(((0.0, 0.0), (0.3, 0.0), (0.3, 0.1), (0.7, 0.0)))
    points = {item: None if draw.random() < null else value for item, value in points.items()}
    return draw.choice(AREAS), {item: value for item, value in points.items() if draw.random() >= missing}


def truth(made: MadeHierarchy, mode: str) -> dict[tuple[int, int], bool | None]:
    """Of each rule and place whether the rule holds, None where that is NULL; without those that give no data point."""
    found = {}
    for number, rule in enumerate(made.rules):
        for place, (area, points) in enumerate(made.places):
            if rule.area not in ("", area) or not _produced(rule, points, mode):
                continue
            absent = 0 if mode.endswith("zero") else None
            left, *right = (points.get(item, absent) for item in rule.items)
            if left is None or None in right:
                found[number, place] = None
                continue
            total = sum(sign * (value or 0) for (sign, _), value in zip(rule.right, right, strict=True))
            found[number, place] = {"=": left == total, ">=": left >= total, "<=": left <= total}[rule.relation]
    return found


def _produced(rule: MadeRule, points: Mapping[str, int | None], mode: str) -> bool:
    there = [points[item] for item in rule.items if item in points]
    if mode == "non_null":
        return len(there) == len(rule.items) and None not in there
    if mode == "non_zero":
        return any(value != 0 for value in there)
    return mode.startswith("always") or bool(there)
