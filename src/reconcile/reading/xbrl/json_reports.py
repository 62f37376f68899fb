"""xBRL-JSON: facts by their ids, each with a value, decimals and dimensions. Calculations stand in other files."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.problem_words import cut, shown
from reconcile.reading.json_trees import Tree, no_such_tree
from reconcile.reading.reported_numbers import FactError, plain_number
from reconcile.reading.xbrl.fact_cells import (
    EXACT_DECIMALS,
    FactPeriod,
    fact_period,
    plain_decimals,
)
from reconcile.reading.xbrl.reported_facts import Fact, Report, ReportUnit

__all__ = ["declared_names", "document_type", "fact_of", "json_unit", "read_json_report", "without_prefix"]

_OWN = ("concept", "entity", "period", "unit", "language", "noteId")
_TEXT_ONLY = ("language", "noteId")  # the dimensions of facts that are words
_NIL = "nil"


def document_type(tree: Tree) -> str:
    """What a tree of JSON says it is, the address of a format; "" where it says nothing."""
    about = tree.get("documentInfo")
    return str(about.get("documentType", "")) if isinstance(about, dict) else ""


def declared_names(tree: Tree) -> tuple[dict[str, str], tuple[str, ...]]:
    """The prefixes that a report declares with their namespaces, and the schemas that it refers to."""
    about = tree.get("documentInfo")
    given = (about.get("namespaces"), about.get("taxonomy")) if isinstance(about, dict) else ({}, [])
    declared, taxonomy = ({} if given[0] is None else given[0]), ([] if given[1] is None else given[1])
    if not isinstance(declared, dict) or not isinstance(taxonomy, list):
        raise FactError("'namespaces' of its documentInfo are an object, and its 'taxonomy' is a list")
    return {name: str(uri) for name, uri in declared.items()}, tuple(str(one) for one in taxonomy)


def read_json_report(tree: Tree, file: str, source: str) -> Report:
    """Read the facts of a report in xBRL-JSON; a LedgerError with all problems at once."""
    given = tree.get("facts")
    if not isinstance(given, dict):
        raise no_such_tree(file, "holds no facts: expected 'facts', an object with each fact by its id")
    try:
        prefixes, references = declared_names(tree)
    except FactError as error:
        raise no_such_tree(file, str(error)) from None
    problems: list[Problem] = []
    facts: list[Fact] = []
    words = bare = 0
    for name, one in given.items():
        try:
            fact = fact_of(one, source, f"fact {cut(name)}")
        except FactError as error:
            problems.append(Problem(file, None, f"fact {shown(name)}: {error}"))
            continue
        if fact is None:
            words += 1
            continue
        bare += bool(fact.value) and "decimals" not in one and fact.unit == ReportUnit()
        facts.append(fact)
    if problems:
        raise LedgerError(problems)
    said = []
    if words:
        said.append(f"words and no numbers, not read: {words:,}")
    if bare:
        said.append(f"without unit and decimals, read as pure numbers that are exact: {bare:,}")
    return Report(file, source, without_prefix(facts), said=said, prefixes=prefixes, references=references)


def without_prefix(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, entities by their identifiers alone, as in XML, where no two schemes have one alike."""
    entities = {fact.entity for fact in facts}
    if len({entity.partition(":")[2] for entity in entities}) < len(entities):
        return list(facts)
    return [fact._replace(entity=fact.entity.partition(":")[2]) for fact in facts]


def fact_of(given: object, source: str, place: str) -> Fact | None:
    """One fact; None where it is words."""
    if not isinstance(given, dict) or not isinstance(given.get("dimensions"), dict) or "value" not in given:
        raise FactError("expected an object with 'value' and 'dimensions'")
    dimensions, value, decimals = given["dimensions"], given["value"], given.get("decimals")
    concept, unit = dimensions.get("concept"), dimensions.get("unit")
    if not isinstance(concept, str) or not concept:
        raise FactError("its dimensions name no concept")
    if not (value is None or isinstance(value, str)):
        raise FactError("its value is neither text nor null")
    if any(name in dimensions for name in _TEXT_ONLY):
        return None
    number = None if value is None else plain_number(value)
    if value is not None and number is None:
        if unit is None and decimals is None:
            return None
        raise FactError(f"value {shown(value)} is no number, and has a unit or decimals")
    return Fact(
        source=source,
        concept=concept,
        entity=_text(dimensions.get("entity"), "entity"),
        period=_period(dimensions.get("period")),
        axes=tuple(sorted((name, _member(name, dimensions[name])) for name in dimensions if name not in _OWN)),
        unit=json_unit(unit),
        value=number or "",
        decimals=EXACT_DECIMALS if decimals is None else plain_decimals(_text(decimals, "decimals")),
        place=place,
    )


def _text(given: object, name: str) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise FactError(f"its {name} is no text")
    return given.strip()


def _member(axis: str, given: object) -> str:
    if ":" not in axis:
        raise FactError(f"dimension {shown(axis)} is none of XBRL's own, and has no prefix")
    return _NIL if given is None else _text(given, f"member of {axis}")


def _period(given: object) -> FactPeriod:
    text = _text(given, "period")
    if not text:
        return fact_period(None, None)
    start, slash, end = text.partition("/")
    return fact_period(start, end, dates=False) if slash else fact_period(None, start, dates=False)


def json_unit(given: object) -> ReportUnit:
    """A unit as it is written in JSON: iso4217:USD, or iso4217:USD/xbrli:shares; a pure number has none.

    >>> str(json_unit("iso4217:USD/xbrli:shares")), json_unit(None) == ReportUnit()
    ('USD/shares', True)
    """
    text = _text(given, "unit")
    if not text or text == "xbrli:pure":
        return ReportUnit()
    above, slash, below = text.partition("/")
    sides = [tuple(sorted(_local(one) for one in side.strip().strip("()").split("*"))) for side in (above, below)]
    if not all(sides[0]) or (slash and not all(sides[1])):
        raise FactError(f"unit {shown(text)} is no unit; expected one such as iso4217:USD/xbrli:shares")
    return ReportUnit(sides[0], sides[1] if slash else ())


def _local(name: str) -> str:
    return name.strip().rpartition(":")[2]
