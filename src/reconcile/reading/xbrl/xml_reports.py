"""Instances in XML: items with their contexts and units. Tuples are left out and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import XmlElement, read_elements
from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.reported_numbers import FactError, plain_number
from reconcile.reading.xbrl.fact_cells import (
    EXACT_DECIMALS,
    FactPeriod,
    decimals_of_precision,
    fact_period,
    plain_decimals,
)
from reconcile.reading.xbrl.reported_facts import Fact, Report, ReportUnit

__all__ = ["INSTANCE", "LINK", "XLINK", "XSI", "InstanceReading", "Prefixes", "read_instance", "report_of", "take"]

_XBRL = "http://www.xbrl.org/2003/instance"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
INSTANCE = (_XBRL, "xbrl")
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MEMBERS = "http://xbrl.org/2006/xbrldi"
_CONTEXT, _UNIT = (_XBRL, "context"), (_XBRL, "unit")
_ENTITY, _IDENTIFIER = (_XBRL, "entity"), (_XBRL, "identifier")
_SEGMENT, _SCENARIO = (_XBRL, "segment"), (_XBRL, "scenario")
_PERIOD, _DIVIDE, _MEASURE = (_XBRL, "period"), (_XBRL, "divide"), (_XBRL, "measure")
_PURE = (_XBRL, "pure")
_TRUE = ("true", "1")
_NIL = "nil"


class _Context(NamedTuple):
    scheme: str
    entity: str
    period: FactPeriod
    axes: tuple[tuple[str, str], ...]


class Prefixes:
    """One prefix for each namespace of a file, the first that it declares; names that differ stay apart."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}  # by namespace
        self._seen: set[int] = set()
        self._kept: list[Mapping[str, str]] = []  # so that no other mapping is at the address of one that was seen

    def add(self, namespaces: Mapping[str, str]) -> None:
        if id(namespaces) in self._seen:
            return
        self._seen.add(id(namespaces))
        self._kept.append(namespaces)
        for prefix, uri in namespaces.items():
            if prefix:
                self._name(uri, prefix)

    def _name(self, uri: str, wanted: str) -> str:
        if uri not in self.of:
            prefix, number, taken = wanted, 1, set(self.of.values())
            while prefix in taken:
                number += 1
                prefix = f"{wanted}{number}"
            self.of[uri] = prefix
        return self.of[uri]

    def shown(self, name: tuple[str, str]) -> str:
        """A name as it is written with the file's prefix."""
        uri, local = name
        return f"{self._name(uri, 'ns')}:{local}" if uri else local

    def read(self, text: str, element: XmlElement) -> tuple[str, str]:
        """The name that a text of an element means; a FactError where its prefix is not declared."""
        prefix, colon, local = text.strip().rpartition(":")
        uri = element.namespaces.get(prefix, "")
        if (colon and not uri) or not local:
            raise FactError(f"{shown(text)} is no name with a declared prefix")
        return uri, local


@dataclass
class InstanceReading:
    """An instance while it is read."""

    file: str
    prefixes: Prefixes = field(default_factory=Prefixes)
    contexts: dict[str, _Context] = field(default_factory=dict)
    units: dict[str, ReportUnit] = field(default_factory=dict)
    items: list[XmlElement] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)  # ids of contexts and units of which it is said what is wrong
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def read_instance(data: bytes, file: str, source: str) -> Report:
    """Read an instance's facts; a DocumentError where it is no XML, a LedgerError with all that is wrong in it."""
    reading = InstanceReading(file)
    elements = read_elements(data, file, Allowance(file))
    reading.prefixes.add(next(elements).namespaces)
    for one in elements:
        take(reading, one)
    return report_of(reading, source)


def report_of(reading: InstanceReading, source: str) -> Report:
    """The facts of what was taken; a LedgerError with all that is wrong in it."""
    facts = list(_facts(reading, source))
    if reading.problems:
        raise LedgerError(reading.problems)
    said = [f"{words}: {count:,}" for words, count in sorted(reading.left_out.items())]
    prefixes = {prefix: uri for uri, prefix in reading.prefixes.of.items()}
    return Report(reading.file, source, facts, said=said, prefixes=prefixes, references=tuple(reading.references))


def take(reading: InstanceReading, one: XmlElement) -> None:
    """Take an element of an instance: a context, a unit, a reference or an item; note what is wrong with it."""
    try:
        _take(reading, one)
    except FactError as error:
        reading.problems.append(Problem(reading.file, one.line, str(error)))
        reading.unreadable.add(one.get("id") or "")


def _take(reading: InstanceReading, one: XmlElement) -> None:
    reading.prefixes.add(one.namespaces)
    if one.name == _CONTEXT:
        reading.contexts[_new(one, reading.contexts)] = _context(one, reading.prefixes)
    elif one.name == _UNIT:
        reading.units[_new(one, reading.units)] = _unit(one, reading.prefixes)
    elif one.name[0] == LINK:
        if href := one.get("href", XLINK):
            reading.references.append(href)
    elif one.get("contextRef") is None:
        reading.left_out["tuples, whose facts are not read"] += 1
    elif one.get("unitRef") is None:
        reading.left_out["words and no numbers, not read"] += 1
    elif one.children:
        reading.left_out["fractions, not read"] += 1
    else:
        reading.items.append(one)


def _new(one: XmlElement, known: Mapping[str, object]) -> str:
    name = one.get("id")
    if not name or name in known:
        raise FactError(f"{one.name[1]} {shown(name or '')} needs an id of its own")
    return name


def _context(one: XmlElement, prefixes: Prefixes) -> _Context:
    entity = next(one.below(_ENTITY), None)
    identifier = next(entity.below(_IDENTIFIER), None) if entity else None
    period = next(one.below(_PERIOD), None)
    if entity is None or identifier is None or period is None:
        raise FactError(f"context {shown(one.get('id') or '')} needs an entity with an identifier, and a period")
    places = [*entity.below(_SEGMENT), *one.below(_SCENARIO)]
    axes = sorted(_axis(member, prefixes) for place in places for member in place.children)
    if len({name for name, _ in axes}) < len(axes):
        raise FactError(f"context {shown(one.get('id') or '')} names two members of one dimension")
    scheme = (identifier.get("scheme") or "").strip()
    return _Context(scheme, identifier.text.strip(), _period(period), tuple(axes))


def _period(period: XmlElement) -> FactPeriod:
    said = {child.name[1]: child.text.strip() for child in period.children if child.name[0] == _XBRL}
    if "instant" in said:
        return fact_period(None, said["instant"])
    if "forever" in said:
        return fact_period(None, None)
    if not {"startDate", "endDate"} <= set(said):
        raise FactError("a period needs an instant, a startDate and an endDate, or forever")
    return fact_period(said["startDate"], said["endDate"])


def _axis(member: XmlElement, prefixes: Prefixes) -> tuple[str, str]:
    """The dimension and the member that an element of a segment or scenario names.

    What is no dimension of XBRL's, as in early filings, is one called after its element.
    """
    prefixes.add(member.namespaces)
    named = member.get("dimension")
    if not member.name[0]:
        return f"segment:{member.name[1]}", _content(member, prefixes)
    if member.name[0] != _MEMBERS or named is None:
        return prefixes.shown(member.name), _content(member, prefixes)
    axis = prefixes.shown(prefixes.read(named, member))
    if member.name[1] == "explicitMember":
        return axis, prefixes.shown(prefixes.read(member.text, member))
    return axis, " ".join(_content(child, prefixes) for child in member.children)


def _content(one: XmlElement, prefixes: Prefixes) -> str:
    """The text of an element, its children by their names."""
    if one.get("nil", XSI) in _TRUE:
        return _NIL
    inner = [f"{prefixes.shown(child.name)} {_content(child, prefixes)}" for child in one.children]
    return " ".join(filter(None, [one.text.strip(), *inner]))


def _unit(one: XmlElement, prefixes: Prefixes) -> ReportUnit:
    divide = next(one.below(_DIVIDE), None)
    sides = [[one]]
    if divide is not None:
        sides = [[*divide.below((_XBRL, name))] for name in ("unitNumerator", "unitDenominator")]
    found = []
    for side in sides:
        measures = [prefixes.read(measure.text, measure) for part in side for measure in part.below(_MEASURE)]
        if not measures:
            raise FactError(f"unit {shown(one.get('id') or '')} names no measure")
        found.append(tuple(sorted(local for uri, local in measures if (uri, local) != _PURE)))
    return ReportUnit(*found)


def _facts(reading: InstanceReading, source: str) -> Iterator[Fact]:
    """The items with their contexts and units, wherever these stand."""
    schemes = {(context.scheme, context.entity) for context in reading.contexts.values()}
    several = len({entity for _, entity in schemes}) < len(schemes)
    for one in reading.items:
        concept = reading.prefixes.shown(one.name)
        context = reading.contexts.get(one.get("contextRef") or "")
        unit = reading.units.get(one.get("unitRef") or "")
        if reading.unreadable & {one.get("contextRef"), one.get("unitRef")}:
            continue
        if context is None or unit is None:
            name, what = (one.get("contextRef"), "context") if context is None else (one.get("unitRef"), "unit")
            message = f"{concept}: there is no {what} {shown(name or '')}"
            reading.problems.append(Problem(reading.file, one.line, message))
            continue
        try:
            number = _number(one, concept)
        except FactError as error:
            reading.problems.append(Problem(reading.file, one.line, str(error)))
            continue
        if number is None:
            reading.left_out["of precision 0, which says nothing of the number, not read"] += 1
            continue
        entity = f"{context.scheme} {context.entity}" if several else context.entity
        yield Fact(source, concept, entity, context.period, context.axes, unit, *number, place="", line=one.line)


def _number(one: XmlElement, concept: str) -> tuple[str, str] | None:
    """Value and decimals of an item, of a nil ""; None where nothing is known of the number."""
    if (one.get("nil", XSI) or "").strip() in _TRUE:
        return "", EXACT_DECIMALS
    decimals, precision = one.get("decimals"), one.get("precision")
    value = plain_number(one.text)
    if value is None:
        raise FactError(f"{concept}: {shown(one.text)} is no number")
    if (decimals is None) == (precision is None):
        raise FactError(f"{concept}: needs either decimals or precision")
    if decimals is not None:
        return value, plain_decimals(decimals)
    said = decimals_of_precision(value, precision or "")
    return None if said is None else (value, said)
