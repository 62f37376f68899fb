"""Reports of XBRL with a schema and calculation linkbases, drawn at random, and what Calculations 1.1 says of each.

Written from the specifications, XBRL 2.1 and Calculations 1.1, and from no implementation. A report has several roles,
contexts that are equal and written differently, segments and scenarios, decimals and precision, duplicates, nils,
excess digits, prohibited arcs with priorities, and negative and broken weights.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

CONCEPTS = 9
SPECIAL = "http://example.org/2024"
ARCROLES = ("http://www.xbrl.org/2003/arcrole/summation-item", "https://xbrl.org/2023/arcrole/summation-item")
WEIGHTS = ("1", "1", "1", "-1", "-1.0", "0.5", "2")
UNITS = {"u1": "USD", "u2": "USD", "u3": "EUR"}  # two are one unit
MODES = ("nearest", "truncate")


class Fact(NamedTuple):
    concept: str
    context: str  # an id
    unit: str  # an id
    value: str | None  # as it is written; None is nil
    decimals: str | None
    precision: str | None


class Arc(NamedTuple):
    arcrole: str
    role: str
    total: str
    part: str
    weight: str
    order: str
    priority: int
    prohibited: bool


class Context(NamedTuple):
    """What a context says, whichever way it is written; `end` of a moment is the first one after it."""

    start: str  # "" of an instant
    end: str
    member: str


@dataclass
class MadeFiling:
    facts: list[Fact] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    contexts: dict[str, tuple[Context, str]] = field(default_factory=dict)  # by id, with the XML


class Interval(NamedTuple):
    low: Fraction
    high: Fraction
    low_in: bool = True
    high_in: bool = True

    def meets(self, other: Interval) -> bool:
        low, high = max(self.low, other.low), min(self.high, other.high)
        ends = [
            one_in
            for one in (self, other)
            for end, one_in in ((one.low, one.low_in), (one.high, one.high_in))
            if end == low == high
        ]
        return low < high or (low == high and all(ends))


# --- What the specification says -------------------------------------------------------------------------------------


def inferred(fact: Fact) -> int | None:
    """Decimals, of a precision p: p - floor(log10 |v|) - 1 (XBRL 2.1, 4.6.6); None for exact."""
    if fact.decimals is not None:
        return None if fact.decimals == "INF" else int(fact.decimals)
    value = abs(Fraction(Decimal(fact.value or "0")))
    if fact.precision == "INF" or not value:
        return None
    magnitude = 0
    while value >= 10:
        value, magnitude = value / 10, magnitude + 1
    while value < 1:
        value, magnitude = value * 10, magnitude - 1
    return int(fact.precision or "0") - magnitude - 1


def interval(value: Fraction, decimals: int | None, mode: str) -> Interval:
    if decimals is None:
        return Interval(value, value)
    step = Fraction(10) ** -decimals
    if mode == "nearest":
        return Interval(value - step / 2, value + step / 2)
    if value > 0:
        return Interval(value, value + step, high_in=False)
    if value < 0:
        return Interval(value - step, value, low_in=False)
    return Interval(-step, step, low_in=False, high_in=False)


def of_facts(facts: list[Fact], mode: str) -> Interval | str | None:
    """What the facts of one concept, context and unit come to: None of nils alone, and else what is wrong."""
    numbers = [fact for fact in facts if fact.value is not None]
    if not numbers:
        return None
    said = [(Fraction(Decimal(fact.value or "")), inferred(fact)) for fact in numbers]
    if any(places is not None and (value * Fraction(10) ** places).denominator != 1 for value, places in said):
        return "excess digits"
    if len(numbers) < len(facts):
        return "inconsistent duplicates"
    alike: dict[int | None, set[Fraction]] = defaultdict(set)
    for value, places in said:
        alike[places].add(value)
    if any(len(values) > 1 for values in alike.values()):
        return "inconsistent duplicates"
    met = interval(*said[0], mode)
    for value, places in said[1:]:
        other = interval(value, places, mode)
        if not met.meets(other):
            return "inconsistent duplicates"
        low = max((met.low, not met.low_in), (other.low, not other.low_in))
        high = min((met.high, met.high_in), (other.high, other.high_in))
        met = Interval(low[0], high[0], not low[1], high[1])
    return met


def in_force(arcs: list[Arc]) -> dict[tuple[str, str, str], dict[str, Fraction]]:
    """By arc role, role and total the parts and weights: arcs are equivalent in all but use and priority."""
    equivalent: dict[tuple[object, ...], list[Arc]] = defaultdict(list)
    for arc in arcs:
        key = (arc.arcrole, arc.role, arc.total, arc.part, Fraction(Decimal(arc.weight)), Fraction(Decimal(arc.order)))
        equivalent[key].append(arc)
    found: dict[tuple[str, str, str], dict[str, Fraction]] = defaultdict(dict)
    for each in equivalent.values():
        top = max(arc.priority for arc in each)
        if not any(arc.prohibited for arc in each if arc.priority == top):
            found[each[0].arcrole, each[0].role, each[0].total][each[0].part] = Fraction(Decimal(each[0].weight))
    return found


def truth(made: MadeFiling, mode: str) -> dict[tuple[str, str, Context, str], str]:
    """By role, total, context and unit the result of every calculation that binds."""
    by_key: dict[tuple[str, Context, str], list[Fact]] = defaultdict(list)
    for fact in made.facts:
        by_key[fact.concept, made.contexts[fact.context][0], UNITS[fact.unit]].append(fact)
    known = {key: of_facts(facts, mode) for key, facts in by_key.items()}
    found = {}
    for (_, role, total), parts in in_force(made.arcs).items():
        for (concept, context, unit), whole in known.items():
            items = {part: known.get((part, context, unit)) for part in parts}
            there = {part: one for part, one in items.items() if one is not None}
            if concept != total or whole is None or not there:
                continue
            wrong = {one for one in (whole, *there.values()) if isinstance(one, str)}
            result = min(wrong, default="")
            if not wrong and isinstance(whole, Interval):
                result = "consistent" if whole.meets(_summed(there, parts)) else "inconsistent"
            found[role, total, context, unit] = result
    return found


def _summed(items: Mapping[str, object], weights: Mapping[str, Fraction]) -> Interval:
    low, high, low_in, high_in = Fraction(0), Fraction(0), True, True
    for part, one in items.items():
        assert isinstance(one, Interval)
        weight = weights[part]
        ends = [(weight * one.low, one.low_in), (weight * one.high, one.high_in)]
        if weight < 0:
            ends.reverse()
        low, high = low + ends[0][0], high + ends[1][0]
        low_in, high_in = low_in and ends[0][1], high_in and ends[1][1]
    return Interval(low, high, low_in, high_in)


# --- Drawing --------------------------------------------------------------------------------------------------------


def made_filing(seed: int, contexts: int = 6) -> MadeFiling:
    chance = random.Random(seed)
    made = MadeFiling()
    concepts = [f"C{number}" for number in range(CONCEPTS)]
    lasting = chance.random() < 0.5
    made.arcs = list(_arcs(chance, concepts))
    for number in range(contexts):
        context = _context(chance, lasting=lasting, number=number)
        ids = [f"c{number}{letter}" for letter in "ab"[: chance.choice((1, 2))]]
        for one in ids:
            made.contexts[one] = context, _written(chance, one, context)
        made.facts += _facts(chance, made.arcs, concepts, ids, chance.choice((["u1", "u2"], ["u1", "u2"], ["u3"])))
    chance.shuffle(made.facts)
    return made


def _arcs(chance: random.Random, concepts: list[str]) -> Iterator[Arc]:
    for number in range(chance.randint(1, 3)):
        role, arcrole = f"{SPECIAL}/role/R{number}", chance.choice(ARCROLES)
        for total in chance.sample(concepts[:4], chance.randint(1, 2)):
            below = [one for one in concepts if one > total]
            for part in chance.sample(below, chance.randint(1, min(4, len(below)))):
                arc = Arc(arcrole, role, total, part, chance.choice(WEIGHTS), chance.choice(("1", "2.0")), 1, False)
                yield arc
                if chance.random() < 0.2:
                    priority, order = chance.choice((0, 1, 2)), "9" if chance.random() < 0.2 else arc.order
                    yield arc._replace(priority=priority, order=order, prohibited=True)
                    if chance.random() < 0.3:
                        yield arc._replace(priority=chance.choice((1, 2, 3)))


def _context(chance: random.Random, *, lasting: bool, number: int) -> Context:
    member = chance.choice(("", "", "North", "South"))
    year = 2015 + number
    return Context(chance.choice((f"{year}-01-01", f"{year}-12-31")) if lasting else "", f"{year + 1}-01-01", member)


def _written(chance: random.Random, name: str, context: Context) -> str:
    """A context as XML: midnight, or the day before it; its member in the segment or the scenario, always the same."""
    day = f"{int(context.end[:4]) - 1}-12-31"
    end = chance.choice((day, f"{context.end}T00:00:00"))
    if context.start:
        start = chance.choice((context.start, f"{context.start}T00:00:00"))
        moments = f"<xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>"
    else:
        moments = f"<xbrli:instant>{end}</xbrli:instant>"
    member = f'<xbrldi:explicitMember dimension="ex:Axis">ex:{context.member}</xbrldi:explicitMember>'
    segment = f"<xbrli:segment>{member}</xbrli:segment>" if context.member == "North" else ""
    scenario = f"<xbrli:scenario>{member}</xbrli:scenario>" if context.member == "South" else ""
    return (
        f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier scheme="http://example.org"> A1 '
        f"</xbrli:identifier>{segment}</xbrli:entity><xbrli:period>{moments}</xbrli:period>{scenario}</xbrli:context>"
    )


def _facts(
    chance: random.Random, arcs: list[Arc], concepts: list[str], ids: list[str], units: list[str]
) -> Iterator[Fact]:
    """A world in which sums nearly hold, and what is printed of it."""
    places = chance.choice((-3, -2, 0, 0, 1, 2))
    true = {one: Fraction(chance.randint(-40000, 40000), 100) for one in concepts}
    if places < 0:
        true = {one: value * 10**-places for one, value in true.items()}
    sums = in_force(arcs)
    for (_, _, total), parts in sorted(sums.items(), key=lambda one: one[0][2], reverse=True):
        true[total] = sum((weight * true[part] for part, weight in parts.items()), Fraction(0))
    for one in concepts:
        if chance.random() < 0.12:
            continue
        value = true[one]
        if chance.random() < 0.1:
            value += chance.choice((1, -1)) * Fraction(10) ** (chance.choice((0, 0, 1, 2)) - places)
        for _ in range(chance.choices((1, 2, 3), (8, 2, 1))[0]):
            yield _fact(chance, one, value, places, (chance.choice(ids), chance.choice(units)))


def _fact(chance: random.Random, concept: str, value: Fraction, places: int, where: tuple[str, str]) -> Fact:
    kind = chance.random()
    if kind < 0.05:
        return Fact(concept, *where, None, None, None)
    mine = places + chance.choice((0, 0, 0, -1, 1))
    step = Fraction(10) ** -mine
    count = value / step
    printed = Decimal(int(count) if chance.random() < 0.4 else round(count)).scaleb(-mine)
    text = format(printed, "f")
    if kind < 0.1:
        return Fact(concept, *where, _spelled(chance, text), "INF", None)
    if kind < 0.13:  # digits beyond the decimals, where the number has any
        return Fact(concept, *where, text, str(mine - 1), None)
    if kind < 0.25 and printed:
        return Fact(concept, *where, text, None, str(printed.adjusted() + mine + 1))
    return Fact(concept, *where, _spelled(chance, text), str(mine), None)


def _spelled(chance: random.Random, text: str) -> str:
    """The same number in another way that XML allows."""
    way = chance.random()
    if way < 0.1 and not text.startswith("-"):
        return f"+{text}"
    if way < 0.2:
        return f"{text}." if "." not in text else f"{text}0"
    return text.replace("0.", ".", 1) if way < 0.3 and text.removeprefix("-").startswith("0.") else text


# --- Writing --------------------------------------------------------------------------------------------------------


def write(folder: Path, made: MadeFiling) -> Path:
    """The schema, the linkbase and the instance; the path of the last."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = "duration" if any(context.start for context, _ in made.contexts.values()) else "instant"
    (folder / "ex.xsd").write_text(_schema(kind), encoding="utf-8")
    (folder / "ex_cal.xml").write_text(_linkbase(made.arcs), encoding="utf-8")
    path = folder / "report.xbrl"
    path.write_text(_instance(made), encoding="utf-8")
    return path


def _schema(kind: str) -> str:
    elements = "\n".join(
        f'<xs:element name="C{number}" id="ex_C{number}" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" '
        f'xbrli:periodType="{kind}" nillable="true"/>'
        for number in range(CONCEPTS)
    )
    others = "\n".join(
        f'<xs:element name="{name}" id="ex_{name}" type="xbrli:stringItemType" substitutionGroup="{group}" '
        'abstract="true" xbrli:periodType="duration" nillable="true"/>'
        for name, group in (("Axis", "xbrldt:dimensionItem"), ("North", "xbrli:item"), ("South", "xbrli:item"))
    )
    roles = "\n".join(
        f'<link:roleType roleURI="{SPECIAL}/role/R{number}" id="R{number}"><link:usedOn>link:calculationLink'
        "</link:usedOn></link:roleType>"
        for number in range(3)
    )
    return f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:xbrldt="http://xbrl.org/2005/xbrldt" targetNamespace="{SPECIAL}" elementFormDefault="qualified">
<xs:annotation><xs:appinfo>
<link:linkbaseRef xlink:type="simple" xlink:href="ex_cal.xml"
 xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
{roles}
</xs:appinfo></xs:annotation>
<xs:import namespace="http://www.xbrl.org/2003/instance"
 schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
<xs:import namespace="http://xbrl.org/2006/xbrldi" schemaLocation="http://www.xbrl.org/2006/xbrldi-2006.xsd"/>
{elements}
{others}
</xs:schema>"""


def _linkbase(arcs: list[Arc]) -> str:
    links = []
    for role in sorted({arc.role for arc in arcs}):
        locators = "\n".join(
            f'<link:loc xlink:type="locator" xlink:href="ex.xsd#ex_C{number}" xlink:label="l{number}"/>'
            for number in range(CONCEPTS)
        )
        written = "\n".join(
            f'<link:calculationArc xlink:type="arc" xlink:arcrole="{arc.arcrole}" xlink:from="l{arc.total[1:]}" '
            f'xlink:to="l{arc.part[1:]}" weight="{arc.weight}" order="{arc.order}" priority="{arc.priority}" '
            f'use="{"prohibited" if arc.prohibited else "optional"}"/>'
            for arc in arcs
            if arc.role == role
        )
        head = f'<link:calculationLink xlink:type="extended" xlink:role="{role}">'
        links.append(f"{head}\n{locators}\n{written}\n</link:calculationLink>")
    references = "\n".join(
        f'<link:roleRef roleURI="{role}" xlink:type="simple" xlink:href="ex.xsd#{role.rpartition("/")[2]}"/>'
        for role in sorted({arc.role for arc in arcs})
    )
    if any(arc.arcrole == ARCROLES[1] for arc in arcs):
        references += (
            f'\n<link:arcroleRef arcroleURI="{ARCROLES[1]}" xlink:type="simple" '
            'xlink:href="https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>'
        )
    body = "\n".join(links)
    return (
        '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f"{references}\n{body}\n</link:linkbase>"
    )


def _instance(made: MadeFiling) -> str:
    units = "\n".join(
        f'<xbrli:unit id="{name}"><xbrli:measure>iso4217:{unit}</xbrli:measure></xbrli:unit>'
        for name, unit in UNITS.items()
    )
    contexts = "\n".join(written for _, written in made.contexts.values())
    facts = "\n".join(map(_written_fact, made.facts))
    return f"""<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ex="{SPECIAL}">
<link:schemaRef xlink:type="simple" xlink:href="ex.xsd"/>
{contexts}
{units}
{facts}
</xbrli:xbrl>"""


def _written_fact(fact: Fact) -> str:
    said = 'xsi:nil="true"'
    if fact.value is not None:
        said = f'decimals="{fact.decimals}"' if fact.precision is None else f'precision="{fact.precision}"'
    where = f'contextRef="{fact.context}" unitRef="{fact.unit}"'
    return f"<ex:{fact.concept} {where} {said}>{fact.value or ''}</ex:{fact.concept}>"
