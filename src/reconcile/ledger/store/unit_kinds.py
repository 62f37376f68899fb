"""Which units fit: a claim's to its statistic and measure, a rule's terms to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.language.figures import read_unit
from reconcile.language.unit_products import unit_product
from reconcile.ledger.reading.problem_words import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.language.rules import Rule, Term
    from reconcile.ledger.store.declarations import Measure

PURE = ("", "count", "times")  # a pure number, by any name
_TOLD = 10  # terms of a rule in a message
_RATES = {
    "growth": ("percent",),
    "contribution": ("pp", "percent"),
    "share": ("percent", "", "times"),
    "ratio": ("", "times", "percent"),
}


def base_unit(text: str, units: tuple[str, ...] = ()) -> str:
    """Give the unit without its scale: USD for "million USD"; ``units`` are the ledger's own."""
    return read_unit(text, units)[0] if text else ""


def misfits(
    together: Iterable[tuple[str, ...]], measures: Mapping[str, Measure], units: tuple[str, ...] = ()
) -> list[str]:
    """Say of each measure, statistic and unit that stand together why they do not fit; "" where they do."""
    declared = {name: base_unit(measure.unit, units) for name, measure in measures.items() if measure.unit}
    return [_misfit(measure, stat, unit, declared) for measure, stat, unit in together]


def _misfit(measure: str, stat: str, unit: str, declared: Mapping[str, str]) -> str:
    if stat in _RATES:
        fitting = _RATES[stat]
        if unit in fitting or (stat == "ratio" and "/" in unit):
            return ""
        return f"unit {_name(unit)} does not fit: a {stat} is in {_either(fitting)}{_points(unit, 'pp' in fitting)}"
    expected = declared.get(measure)
    if expected is None or unit == expected or (unit in PURE and expected in PURE):
        return ""
    if stat == "change" and expected == "percent" and unit == "pp":
        return ""
    advice = _points(unit, stat == "change" and expected == "percent")
    if unit and expected.startswith(f"{unit}/"):
        per = expected.removeprefix(f"{unit}/")
        advice = (
            f"; where the words leave out per what, quote the number alone, with unit: {expected}, or with the words' "
            f"own unit before the slash, …/{per}"
        )
    return f"unit {_name(unit)} does not fit: {measure} is measured in {_name(expected)}{advice}"


def _points(unit: str, pp_fits: bool) -> str:
    """What to write where a text says "points" and means those of a percentage."""
    advice = "; of percentage points quote the number without the word, with unit: pp"
    return advice if pp_fits and unit == "point" else ""


def rule_misfits(
    rules: Sequence[Rule],
    said: Iterable[tuple[str, str]],
    measures: Mapping[str, Measure],
    own: tuple[str, ...] = (),
) -> list[tuple[int, str]]:
    """List (number of the rule, message) for each rule whose terms are not in one unit anywhere.

    ``said`` are the measures whose levels are reported, each with a unit. Of a measure in several, such as kroner in
    one country and kronor in another, each place by itself decides.
    """
    units = _units({name for rule in rules for name in rule.measures}, said, measures, own)
    found: list[tuple[int, str]] = []
    for number, rule in enumerate(rules):
        terms = [_of_term(term, units, multiplied=rule.of_products) for term in (*rule.left, *rule.right)]
        if rule.tolerance and rule.tolerance.amount and rule.tolerance.unit:
            unit = rule.tolerance.unit
            terms.append((f"the tolerance {rule.tolerance}", _powers(unit) if rule.of_products else unit))
        fixed = [(words, unit) for words, unit in terms if unit is not None]
        if len({unit if rule.of_products else alike(unit) for _, unit in fixed}) > 1:
            each = ", ".join(list(dict.fromkeys(f"{cut(words)} is {_name(unit)}" for words, unit in fixed))[:_TOLD])
            found.append((number, f"{cut(rule.text)}: units do not agree: {each}"))
    return found


def _units(
    names: set[str], said: Iterable[tuple[str, str]], measures: Mapping[str, Measure], own: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Find each measure's unit: the declared one, else those of its level claims; none where nobody says."""
    units: dict[str, tuple[str, ...]] = dict.fromkeys(names, ())
    for name, unit in sorted(said):
        if name in names:
            units[name] = (*units[name], unit)
    units = {name: (found[:1] if len({alike(u) for u in found}) == 1 else found) for name, found in units.items()}
    declared = {name: (base_unit(measures[name].unit, own),) for name in names & set(measures) if measures[name].unit}
    return units | declared


def _of_term(term: Term, units: Mapping[str, tuple[str, ...]], *, multiplied: bool) -> tuple[str, str | None]:
    """Give a term's words and unit; None where it is not known, or any unit fits since the term is nothing.

    In a rule that multiplies, units cancel, and a percentage is a pure number.
    """
    if not term.factors:
        unit = _powers(term.unit) if multiplied else term.unit
        return str(term.weight), unit if term.weight else None
    if multiplied:
        known = [(units[factor.measure], factor.divides) for factor in term.factors]
        if any(len(unit) != 1 for unit, _ in known):
            return str(term), None
        comes_to = unit_product([(term.unit, False), *((unit, under) for (unit,), under in known)])
        return str(replace(term, weight=abs(term.weight))), str(comes_to)
    of_measure = units[term.measure][0] if len(units[term.measure]) == 1 else None
    if not term.unit or of_measure is None:
        return term.measure, of_measure
    if of_measure in PURE:
        return term.measure, term.unit
    return term.measure, f"{term.unit}·{of_measure}"


def _powers(unit: str) -> str:
    return str(unit_product([(unit, False)]))


def alike(unit: str) -> str:
    """Percent and percentage points add up to each other, as pure numbers do."""
    return "" if unit in PURE else "percent" if unit == "pp" else unit


def _name(unit: str) -> str:
    return unit or "a pure number"


def _either(units: Sequence[str]) -> str:
    return " or ".join(_name(unit) for unit in units)
