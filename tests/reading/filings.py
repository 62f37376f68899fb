"""Small filings of our own writing, in XML and JSON, and what their sums come to by plain fractions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

SUMMATION = "http://www.xbrl.org/2003/arcrole/summation-item"
SUMMATION_11 = "https://xbrl.org/2023/arcrole/summation-item"
ROLE = "http://example.org/role/Balance"
_HEAD = (
    '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" '
    'xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:ex="http://example.org/2024">\n'
)
_UNITS = {
    "USD": "<xbrli:measure>iso4217:USD</xbrli:measure>",
    "EUR": "<xbrli:measure>iso4217:EUR</xbrli:measure>",
    "shares": "<xbrli:measure>xbrli:shares</xbrli:measure>",
    "pure": "<xbrli:measure>xbrli:pure</xbrli:measure>",
    "each": "<xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>"
    "<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide>",
    "thousand": "<xbrli:measure>ex:thousand</xbrli:measure>",
}
_IN_JSON = {
    "USD": "iso4217:USD",
    "EUR": "iso4217:EUR",
    "shares": "xbrli:shares",
    "pure": None,
    "each": "iso4217:USD/xbrli:shares",
    "thousand": "ex:thousand",
}


@dataclass(frozen=True)
class Stated:
    """A fact: `value` None is a nil, `start` None an instant, `decimals` None exact."""

    concept: str
    value: str | None
    decimals: int | None = 0
    end: str = "2024-12-31"
    start: str | None = None
    unit: str = "USD"
    member: str | None = None
    precision: str | None = None

    @property
    def about(self) -> tuple[object, ...]:
        return self.end, self.start, self.unit, self.member


def instance(facts: Iterable[Stated], more: str = "") -> str:
    """The facts in XML, each with a context of its own."""
    lines = [_HEAD + more]
    lines += [f'<xbrli:unit id="{name}">{measures}</xbrli:unit>' for name, measures in _UNITS.items()]
    for number, fact in enumerate(facts):
        moments = f"<xbrli:instant>{fact.end}</xbrli:instant>"
        if fact.start:
            moments = f"<xbrli:startDate>{fact.start}</xbrli:startDate><xbrli:endDate>{fact.end}</xbrli:endDate>"
        member = f'<xbrldi:explicitMember dimension="ex:Axis">ex:{fact.member}</xbrldi:explicitMember>'
        segment = f"<xbrli:segment>{member}</xbrli:segment>" if fact.member else ""
        lines.append(
            f'<xbrli:context id="c{number}"><xbrli:entity><xbrli:identifier scheme="http://example.org">A1'
            f"</xbrli:identifier>{segment}</xbrli:entity><xbrli:period>{moments}</xbrli:period></xbrli:context>"
        )
        said = f'decimals="{"INF" if fact.decimals is None else fact.decimals}"'
        said = said if fact.precision is None else f'precision="{fact.precision}"'
        said = said if fact.value is not None else 'xsi:nil="true"'
        lines.append(
            f'<ex:{fact.concept} contextRef="c{number}" unitRef="{fact.unit}" {said}>{fact.value or ""}'
            f"</ex:{fact.concept}>"
        )
    return "\n".join([*lines, "</xbrli:xbrl>"])


def arc(total: str, part: str, weight: object = 1, **more: object) -> str:
    """An arc of a part to its total; more attributes by their names."""
    given = {"arcrole": SUMMATION, "order": 1, "use": "optional", "priority": 0} | more
    plain = " ".join(f'{name}="{value}"' for name, value in given.items() if name != "arcrole")
    return (
        f'<link:calculationArc xlink:type="arc" xlink:arcrole="{given["arcrole"]}" xlink:from="{total}" '
        f'xlink:to="{part}" weight="{weight}" {plain}/>'
    )


def linkbase(roles: Mapping[str, Iterable[str]], concepts: Iterable[str]) -> str:
    """A calculation linkbase with the arcs of each role."""
    locators = "\n".join(
        f'<link:loc xlink:type="locator" xlink:href="ex.xsd#ex_{one}" xlink:label="{one}"/>' for one in concepts
    )
    links = "\n".join(
        f'<link:calculationLink xlink:type="extended" xlink:role="{role}">\n{locators}\n{chr(10).join(arcs)}\n'
        "</link:calculationLink>"
        for role, arcs in roles.items()
    )
    return (
        '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f"{links}\n</link:linkbase>"
    )


def report_in_json(facts: Iterable[Stated]) -> str:
    """The facts in xBRL-JSON."""
    found = {}
    for number, fact in enumerate(facts):
        end = f"{date.fromisoformat(fact.end) + timedelta(days=1)}T00:00:00"
        dimensions = {
            "concept": f"ex:{fact.concept}",
            "entity": "ex:A1",
            "period": f"{fact.start}T00:00:00/{end}" if fact.start else end,
            "unit": _IN_JSON[fact.unit],
            "ex:Axis": f"ex:{fact.member}" if fact.member else None,
        }
        given = {"value": fact.value, "dimensions": {name: said for name, said in dimensions.items() if said}}
        found[f"f{number}"] = given | ({} if fact.decimals is None else {"decimals": fact.decimals})
    about = {"documentType": "https://xbrl.org/2021/xbrl-json", "namespaces": {"ex": "http://example.org/2024"}}
    return json.dumps({"documentInfo": about, "facts": found}, indent=1)


def write(folder: Path, facts: Iterable[Stated], links: str = "", more: str = "") -> Path:
    """An instance in a folder, with a linkbase beside it."""
    path = folder / "filing.xml"
    path.write_text(instance(facts, more), encoding="utf-8")
    if links:
        (folder / "filing_cal.xml").write_text(links, encoding="utf-8")
    return path


def ends(fact: Stated) -> tuple[Fraction, Fraction]:
    """The interval of a fact that is rounded to the nearest."""
    half = Fraction(0) if fact.decimals is None else Fraction(10) ** -fact.decimals / 2
    value = Fraction(fact.value or 0)
    return value - half, value + half


def verdicts(facts: Iterable[Stated], sums: Mapping[str, Mapping[str, Fraction]]) -> dict[tuple[object, ...], bool]:
    """By total and context whether a sum is consistent, where it binds (Calculations 1.1, rounding to nearest).

    Facts of one quantity must agree: of several the intersection counts.
    """
    known: dict[tuple[object, ...], tuple[Fraction, Fraction]] = {}
    for fact in facts:
        if fact.value is not None:
            low, high = ends(fact)
            before = known.get((fact.concept, fact.about), (low, high))
            known[fact.concept, fact.about] = max(low, before[0]), min(high, before[1])
    found = {}
    for total, parts in sums.items():
        for concept, about in known:
            bound = [(weight, known[part, about]) for part, weight in parts.items() if (part, about) in known]
            if concept == total and bound:
                low = sum(min(weight * end for end in pair) for weight, pair in bound)
                high = sum(max(weight * end for end in pair) for weight, pair in bound)
                first, last = known[total, about]
                found[total, about] = low <= last and first <= high
    return found
