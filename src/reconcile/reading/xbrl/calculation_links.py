"""Calculation linkbases: in each role, which concepts are the sum of which, with their weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import XmlElement, read_elements
from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.reported_numbers import FactError, plain_number
from reconcile.reading.xbrl.reported_facts import Summation
from reconcile.reading.xbrl.xml_reports import LINK, XLINK

__all__ = ["LINKBASE", "CalculationArc", "arcs_of", "summations"]

LINKBASE = (LINK, "linkbase")
_EXTENDED = (LINK, "calculationLink")
_ARC, _LOCATOR = (LINK, "calculationArc"), (LINK, "loc")
_SUMMATION = (
    "http://www.xbrl.org/2003/arcrole/summation-item",
    "https://xbrl.org/2023/arcrole/summation-item",
)
_PROHIBITED = "prohibited"


class CalculationArc(NamedTuple):
    """One arc: a part of a total, in a network of relations that is told by arc role and role."""

    network: tuple[str, str]
    total: str  # concepts, as the report names them: us-gaap:Assets
    part: str
    weight: Fraction
    order: Fraction
    prohibited: bool
    priority: int
    file: str
    line: int


def arcs_of(data: bytes, file: str, concept: Callable[[str], str]) -> list[CalculationArc]:
    """Every arc of a linkbase's calculations; a LedgerError with all that is wrong in it.

    `concept` gives that of a locator's address, and raises a FactError where nothing tells which is meant.
    """
    problems: list[Problem] = []
    found: list[CalculationArc] = []
    for link in read_elements(data, file, Allowance(file)):
        if link.name != _EXTENDED:
            continue
        concepts: dict[str, list[str]] = defaultdict(list)
        for one in link.below(_LOCATOR):
            try:
                concepts[one.get("label", XLINK) or ""].append(concept(one.get("href", XLINK) or ""))
            except FactError as error:
                problems.append(Problem(file, one.line, str(error)))
        for one in link.below(_ARC):
            if (one.get("arcrole", XLINK) or "") not in _SUMMATION:
                continue
            try:
                found += _arcs(one, link.get("role", XLINK) or "", concepts, file)
            except FactError as error:
                problems.append(Problem(file, one.line, str(error)))
    if problems:
        raise LedgerError(problems)
    return found


def _arcs(one: XmlElement, role: str, concepts: dict[str, list[str]], file: str) -> Iterator[CalculationArc]:
    ends = [one.get(end, XLINK) or "" for end in ("from", "to")]
    for label in ends:
        if label not in concepts:
            raise FactError(f"an arc ends at {shown(label)}, and there is no loc of that label")
    weight, order = _fraction(one, "weight", ""), _fraction(one, "order", "1")
    if not weight:
        raise FactError("an arc has weight 0; a part counts in full or in part, with its sign")
    priority = (one.get("priority") or "0").strip()
    if not priority.removeprefix("-").isdecimal() or len(priority) > 9:
        raise FactError(f"priority {shown(priority)} is no whole number")
    network = (one.get("arcrole", XLINK) or "", role)
    prohibited = one.get("use") == _PROHIBITED
    for total in concepts[ends[0]]:
        for part in concepts[ends[1]]:
            if part == total:
                raise FactError(f"{shown(total)} is a part of itself")
            yield CalculationArc(network, total, part, weight, order, prohibited, int(priority), file, one.line)


def _fraction(one: XmlElement, name: str, usual: str) -> Fraction:
    text = one.get(name)
    number = plain_number(usual if text is None else text)
    if number is None:
        raise FactError(f"an arc needs a {name} that is a number, found {shown(text or '')}")
    return Fraction(Decimal(number))


def summations(arcs: Iterable[CalculationArc]) -> list[Summation]:
    """One sum for each total of each network, of arcs that no other prohibits; equal sums of several roles are one.

    Arcs are equivalent where they have the same ends, weight and order (XBRL 2.1, 3.5.3.9.7): of these the one of the
    highest priority counts, of two as high the prohibiting one. A LedgerError where a pair is left twice in a network.
    """
    equivalent: dict[tuple[object, ...], CalculationArc] = {}
    for arc in arcs:
        key = (arc.network, arc.total, arc.part, arc.weight, arc.order)
        other = equivalent.get(key)
        if other is None or (arc.priority, arc.prohibited) > (other.priority, other.prohibited):
            equivalent[key] = arc
    problems: list[Problem] = []
    parts: dict[tuple[tuple[str, str], str], dict[str, CalculationArc]] = defaultdict(dict)
    for arc in equivalent.values():
        if arc.prohibited:
            continue
        first = parts[arc.network, arc.total].setdefault(arc.part, arc)
        if first is not arc:
            message = f"{shown(arc.part)} is a part of {shown(arc.total)} twice in role {shown(arc.network[1])}"
            problems.append(Problem(arc.file, arc.line, f"{message}, first in {first.file}, line {first.line}"))
    if problems:
        raise LedgerError(problems)
    roles: dict[tuple[str, frozenset[tuple[Fraction, str]]], list[str]] = {}
    shapes: dict[tuple[str, frozenset[tuple[Fraction, str]]], tuple[tuple[Fraction, str], ...]] = {}
    for ((_, role), total), each in parts.items():
        ordered = sorted(each.values(), key=lambda arc: arc.order)
        weighted = tuple((arc.weight, arc.part) for arc in ordered)
        key_of_sum = total, frozenset(weighted)
        roles.setdefault(key_of_sum, []).append(role)
        shapes.setdefault(key_of_sum, weighted)
    return [Summation(key[0], shapes[key], tuple(dict.fromkeys(found))) for key, found in roles.items()]
