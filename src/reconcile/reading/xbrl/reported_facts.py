"""Facts as a ledger's claims: a concept is a measure, an entity an area, an axis a dimension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.language.digits import FigureError, decimal_text
from reconcile.language.units import read_unit
from reconcile.ledger.reading.problem_words import cut, shown
from reconcile.reading.reported_ledgers import ReportedLedger, StatedCells, is_unit_of_one, number_of, own_unit, some
from reconcile.reading.wide_frames import WideClaims
from reconcile.reading.xbrl.fact_cells import FactPeriod

__all__ = ["Fact", "Report", "ReportUnit", "Summation", "claims_of"]

_TIME = "time"  # the dimension of what whole days do not say of a period
MEASURED_IN = "measured_in"  # the dimension that keeps units apart where a concept is reported in several
_PURE = "pure"
_OWN_WORDS = "XBRL"  # begins a unit whose name means something else


class ReportUnit(NamedTuple):
    """A unit of XBRL: the local names of what is multiplied, and of what that is divided by; of a pure number none."""

    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "*".join(self.above) + ("/" + "*".join(self.below) if self.below else "")


class Fact(NamedTuple):
    """A number that a report states of an entity, in a period, for members of axes. A nil has value ""."""

    source: str
    concept: str
    entity: str
    period: FactPeriod
    axes: tuple[tuple[str, str], ...]  # by the name of the axis
    unit: ReportUnit
    value: str  # a plain decimal
    decimals: str
    place: str  # where it stands, where lines do not tell: "fact f1"
    line: int = 0
    file: str = ""  # where that is another one than the report's own

    @property
    def about(self) -> tuple[object, ...]:
        """What it is a fact of: facts with the same are duplicates."""
        return self.source, self.concept, self.entity, self.period, self.axes, self.unit


class Summation(NamedTuple):
    """What a role says a total is the sum of."""

    total: str
    parts: tuple[tuple[Fraction, str], ...]  # weights and concepts
    roles: tuple[str, ...]

    @property
    def concepts(self) -> tuple[str, ...]:
        """The total, and its parts."""
        return self.total, *(part for _, part in self.parts)


@dataclass
class Report:
    """What was read of a file: facts, the sums that bind in it, and what was not read, in words."""

    file: str
    title: str
    facts: list[Fact]
    sums: Sequence[Summation] = ()
    sources: pd.DataFrame | None = None
    titles: Mapping[str, str] = field(default_factory=dict)  # of concepts
    said: list[str] = field(default_factory=list)
    prefixes: Mapping[str, str] = field(default_factory=dict)  # of the names of its concepts, and their namespaces
    unread: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by a format that is not read its concepts
    references: tuple[str, ...] = ()  # to schemas and linkbases, as they are written


def claims_of(reports: Sequence[Report]) -> ReportedLedger:
    """Make claims of the facts of reports, and rules of the sums of each; raises a LedgerError where there are none."""
    facts = [fact for report in reports for fact in report.facts if fact.value]
    if not facts:
        message = "no fact in it is a number; what else it says is not read"
        raise LedgerError([Problem(report.file, None, message) for report in reports])
    said: list[str] = []
    rules: list[dict[str, object]] = []
    for report in reports:
        numbers = [fact for fact in report.facts if fact.value]
        own = [f"{number_of(len(numbers), 'fact')} with a number", *report.said, *_nils(report.facts)]
        rules += _rules(report.sums, numbers, own)
        named = own if len(reports) > 1 else own[:1]
        said += [f"{report.file}: {words}" for words in named] + own[len(named) :]
    names = _unit_names(sorted({fact.unit for fact in facts}))
    columns, dimensions = _columns(facts, names, said)
    concepts = {concept for report in reports for one in report.sums for concept in one.concepts}
    titles = {name: title for report in reports for name, title in report.titles.items()}
    reported = {fact.concept for fact in facts}
    stocks = reported - {fact.concept for fact in facts if not fact.period.instant}
    measures = {
        name: {"title": titles.get(name, ""), "signed": "true", "kind": "stock" if name in stocks else ""}
        for name in sorted(concepts | reported)
    }
    frames = [report.sources for report in reports if report.sources is not None]
    settings = {
        "measures": measures,
        "rules": rules,
        "units": tuple(sorted({word for _, words in names.values() for word in words})),
        "title": ", ".join(report.title for report in reports),
        "sources": pd.concat(frames, ignore_index=True) if frames else None,
    }
    files = [fact.file or report.file for report in reports for fact in report.facts if fact.value]
    claims = WideClaims(pd.DataFrame(columns, dtype="str"), StatedCells(files, facts), tuple(dimensions), ())
    nil = {fact.about for report in reports for fact in report.facts if not fact.value}
    also_nil = tuple(number for number, fact in enumerate(facts) if fact.about in nil)
    return ReportedLedger(claims, settings, tuple(said), also_nil)


def _columns(
    facts: Sequence[Fact], names: Mapping[ReportUnit, tuple[str, tuple[str, ...]]], said: list[str]
) -> tuple[dict[str, list[str]], list[str]]:
    """The columns of claims, and which of them are dimensions."""
    dimensions = list(dict.fromkeys(name for fact in facts for name, _ in fact.axes))
    columns = {
        "source": [fact.source for fact in facts],
        "measure": [fact.concept for fact in facts],
        "area": [fact.entity for fact in facts],
        "period": [fact.period.days for fact in facts],
        "value": [fact.value for fact in facts],
        "decimals": [fact.decimals for fact in facts],
        "unit": [names[fact.unit][0] for fact in facts],
    }
    for name in dimensions:
        columns[name] = [dict(fact.axes).get(name, "") for fact in facts]
    if any(fact.period.time for fact in facts):
        columns[_TIME] = [fact.period.time for fact in facts]
        dimensions.append(_TIME)
        said.append(f"the dimension {shown(_TIME)} holds what is of one day, or begins or ends within one")
    several = [name for name, units in _units_by_concept(facts).items() if len(units) > 1]
    if several:
        columns[MEASURED_IN] = [str(fact.unit) or _PURE for fact in facts]
        dimensions.append(MEASURED_IN)
        said.append(f"the dimension {shown(MEASURED_IN)} holds units, since {some(several)} is reported in several")
    return columns, dimensions


def _units_by_concept(facts: Iterable[Fact]) -> dict[str, set[ReportUnit]]:
    found: dict[str, set[ReportUnit]] = defaultdict(set)
    for fact in facts:
        found[fact.concept].add(fact.unit)
    return found


def _nils(facts: Sequence[Fact]) -> Iterator[str]:
    """What to say of facts without a value: a nil says nothing of a number, unless another fact gives one."""
    nil = {fact.about: fact for fact in facts if not fact.value}
    if not nil:
        return
    count = sum(not fact.value for fact in facts)
    yield f"{number_of(count, 'fact')} {'is' if count == 1 else 'are'} nil: no number, and no part of a sum"
    both = dict.fromkeys(fact.about for fact in facts if fact.value and fact.about in nil)
    if both:
        named = [f"{nil[about].concept} {nil[about].period.days}" for about in both]
        yield f"given as nil and with a number, which contradict each other: {some(named)}"


def _rules(sums: Iterable[Summation], facts: Sequence[Fact], said: list[str]) -> Iterator[dict[str, object]]:
    """The sums as rules of the report's source. A part that is never reported in a unit of its total never binds."""
    units = _units_by_concept(facts)
    sources = sorted({fact.source for fact in facts})
    for one in sums:
        # Of a total that nobody reports nothing is decided; the parts in the unit of the first tell what was not bound.
        first = next((concept for concept in one.concepts if concept in units), one.total)
        odd = [part for _, part in one.parts if part in units and not units[part] & units[first]]
        if odd:
            whose = "its" if first == one.total else f"{cut(one.total)}'s"
            said.append(f"never in a unit of {cut(first)}, and no part of {whose} sum: {some(odd)}")
        in_units: dict[tuple[tuple[Fraction, str], ...], list[str]] = defaultdict(list)
        for unit in sorted(units[first]) or [ReportUnit()]:
            bound = tuple((weight, part) for weight, part in one.parts if part not in units or unit in units[part])
            in_units[bound].append(str(unit) or _PURE)
        for bound, names in in_units.items():
            if bound:
                apart = {MEASURED_IN: names} if len(in_units) > 1 else {}
                text = f"`{one.total}` = {_summed(bound)}"
                where = {"source": sources, **apart}
                yield {"rule": text, "name": ", ".join(one.roles), "missing": "zero", "where": where}


def _summed(parts: Iterable[tuple[Fraction, str]]) -> str:
    """Parts with their weights as a rule writes them."""
    text = "".join(
        f" {'-' if weight < 0 else '+'} {'' if abs(weight) == 1 else f'{decimal_text(abs(weight))} * '}`{part}`"
        for weight, part in parts
    )
    return text.removeprefix(" + ").lstrip()


def _unit_names(units: Sequence[ReportUnit]) -> dict[ReportUnit, tuple[str, tuple[str, ...]]]:
    """What a ledger calls each unit, and the words that it has to learn for it.

    A word that the ledger knows as one of something is that: USD, shares. Any other word, such as one that stands for
    thousands, is a unit of its own: a value of XBRL is in the unit as it is.
    """
    taken: set[str] = set()
    words: dict[str, str] = {}
    for name in dict.fromkeys(name for unit in units for name in (*unit.above, *unit.below)):
        words[name] = name if is_unit_of_one(name) else own_unit(name, taken, _OWN_WORDS)
    found: dict[ReportUnit, tuple[str, tuple[str, ...]]] = {}
    for unit in units:
        if not unit.above and not unit.below:
            found[unit] = ("", ())
            continue
        if len(unit.above) == 1 and len(unit.below) <= 1:
            text = "/".join(words[name] for name in (*unit.above, *unit.below))
            own = tuple(words[name] for name in (*unit.above, *unit.below) if not is_unit_of_one(name))
            with suppress(FigureError):
                if read_unit(text, own)[1] == 1:
                    found[unit] = (text, own)
                    continue
        text = own_unit(" ".join((*unit.above, *(("by", *unit.below) if unit.below else ()))), taken, _OWN_WORDS)
        found[unit] = (text, (text,))
    return found
