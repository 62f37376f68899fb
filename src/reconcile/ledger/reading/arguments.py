"""What a call gives, as the nodes that ledger.yaml would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reconcile.errors import Problem
from reconcile.language.rules import Rule
from reconcile.ledger.reading.nodes import Keyed, Listing, Node, Place, as_node
from reconcile.ledger.reading.yaml import read_yaml
from reconcile.ledger.store.declarations import Acceptance, Measure


def settings_node(
    texts: Mapping[str, object],
    measures: Mapping[str, object],
    accepted: Iterable[object],
    dimensions: Iterable[str],
    problems: list[Problem],
) -> Keyed:
    """Make the node of a call's settings; `texts` are those that are written as they are given."""
    entries: dict[str, Node] = {}
    for name, value in {**texts, "dimensions": list(dimensions)}.items():
        entries |= _entry(name, value, Place(name), problems)
    of_measures = Keyed({}, {}, Place("measures"))
    for key, value in measures.items():
        name = str(key)
        place = Place(f"measures[{name!r}]")
        of_measures.entries |= _entry(name, _measure_as_written(value), place, problems)
        of_measures.places[name] = place
    entries["measures"] = of_measures
    entries["accepted"] = Listing(
        _items("accepted", map(_acceptance_as_written, accepted), problems), Place("accepted")
    )
    return Keyed(entries, {name: item.place for name, item in entries.items()}, Place(""))


def rule_nodes(rules: object, problems: list[Problem]) -> list[Node]:
    """Make the nodes of rules: texts, mappings or rules, or one of them."""
    if rules is None:
        return []
    if isinstance(rules, str | Mapping | Rule):
        return rule_nodes([rules], problems)
    if not isinstance(rules, Iterable):
        problems.append(Problem("rules", None, f"expected a list of rules, found {type(rules).__name__}"))
        return []
    found: list[Node] = []
    for number, rule in enumerate(rules):
        name = f"rules[{number}]"
        if isinstance(rule, str) and rule.lstrip().startswith("{"):  # as a line of ledger.yaml would be
            node = read_yaml(rule.encode(errors="replace"), name, problems)
            found += [node] if node is not None else []
        else:
            found += _entry(name, _rule_as_written(rule), Place(name), problems).values()
    return found


def _items(name: str, values: Iterable[object], problems: list[Problem]) -> list[Node]:
    found: dict[str, Node] = {}
    for number, value in enumerate(values):
        key = f"{name}[{number}]"
        found |= _entry(key, value, Place(key), problems)
    return list(found.values())


def _entry(name: str, value: object, place: Place, problems: list[Problem]) -> dict[str, Node]:
    try:
        return {name: as_node(value, place)}
    except TypeError as error:
        problems.append(place.problem(str(error)))
        return {}


def _rule_as_written(rule: object) -> object:
    if not isinstance(rule, Rule):
        return rule
    where = {name: list(values) for name, values in rule.where}
    tolerance = str(rule.tolerance) if rule.tolerance else None
    given = {"rule": rule.text, "name": rule.name, "missing": rule.missing, "tolerance": tolerance}
    given["over"] = rule.over
    return given | {"where": where or None}


def _measure_as_written(measure: object) -> object:
    if not isinstance(measure, Measure):
        return measure
    sums: list[object] = [{"over": measure.sum_over, "total": measure.sum_total}] if measure.sum_over else []
    sums += [{"over": one.over, "parents": dict(one.parents)} for one in measure.nestings]
    given = {"title": measure.title, "kind": measure.kind, "unit": measure.unit}
    truths = {"additive": measure.additive, "count": measure.count}
    return given | truths | {"signed": measure.signed, "sum": sums or None, "terms": list(measure.terms) or None}


def _acceptance_as_written(accepted: object) -> object:
    if not isinstance(accepted, Acceptance):
        return accepted
    given = {"finding": accepted.finding, "reason": accepted.reason}
    return given | {"until": accepted.until, "residual": accepted.residual}
