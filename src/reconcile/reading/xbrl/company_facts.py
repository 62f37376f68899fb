"""The facts of one company over all its filings, as the SEC publishes them: every filing a source of one series."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.problem_words import cut, shown
from reconcile.reading.json_trees import Tree
from reconcile.reading.reported_numbers import FactError, plain_number
from reconcile.reading.xbrl.fact_cells import fact_period
from reconcile.reading.xbrl.json_reports import json_unit
from reconcile.reading.xbrl.reported_facts import Fact, Report

__all__ = ["decimals_of_zeros", "is_company", "read_company_facts"]

_FIELDS = ("end", "val", "accn", "filed")


def is_company(tree: Tree) -> bool:
    """Whether a tree of JSON is the facts of a company."""
    return "cik" in tree and "facts" in tree


def read_company_facts(tree: Tree, file: str) -> Report:
    """Read them; a LedgerError with all problems at once.

    Nothing in them says how exact a number is, so zeros at its end are read as rounding: 383400 is to the hundred.
    """
    problems: list[Problem] = []
    facts: dict[tuple[object, ...], Fact] = {}
    filed: dict[str, tuple[str, str]] = {}  # by filing: the day, and the form
    titles: dict[str, str] = {}
    entity = str(tree.get("cik") or "")
    again = 0
    for concept, unit, title, one in _entries(tree, file):
        where = f"{cut(concept)}, {cut(unit)}"
        titles[concept] = title
        try:
            fact, day, form = _fact(concept, unit, entity, one)
        except FactError as error:
            problems.append(Problem(file, None, f"{where}: {error}"))
            continue
        first, _ = filed.setdefault(fact.source, (day, form))
        if first != day:
            message = f"filing {shown(fact.source)} is said to be filed on {first} and on {day}"
            problems.append(Problem(file, None, f"{where}: {message}"))
        again += (*fact.about, fact.value) in facts
        facts.setdefault((*fact.about, fact.value), fact)
    if problems:
        raise LedgerError(problems)
    name = str(tree.get("entityName") or "") or f"CIK {entity}"
    said = ["it does not say how exact numbers are: zeros at their ends are read as rounding"]
    if again:
        said.append(f"given again word for word for the same filing, read once: {again:,}")
    sources = pd.DataFrame(
        {
            "source": list(filed),
            "title": [form for _, form in filed.values()],
            "publisher": name,
            "published": [day for day, _ in filed.values()],
            "series": f"CIK{entity}",
        },
        dtype="str",
    )
    return Report(file, name, list(facts.values()), sources=sources, titles=titles, said=said)


def _entries(tree: Tree, file: str) -> Iterator[tuple[str, str, str, object]]:
    """Each fact with its concept, unit and the concept's label."""
    try:
        for taxonomy, concepts in tree["facts"].items():
            for concept, about in concepts.items():
                for unit, listed in about["units"].items():
                    for one in listed:
                        yield f"{taxonomy}:{concept}", unit, str(about.get("label") or ""), one
    except (AttributeError, KeyError, TypeError):
        message = "is no facts of a company: expected facts, by taxonomy, concept, 'units' and unit a list"
        raise LedgerError([Problem(file, None, message)]) from None


def _fact(concept: str, unit: str, entity: str, given: object) -> tuple[Fact, str, str]:
    if not isinstance(given, dict) or not all(isinstance(given.get(name), str) for name in _FIELDS):
        raise FactError(f"expected an object with {', '.join(_FIELDS)}")
    start = given.get("start")
    value = plain_number(given["val"])
    if value is None:
        raise FactError(f"val {shown(given['val'])} is no number")
    try:
        day = date.fromisoformat(given["filed"]).isoformat()
    except ValueError:
        raise FactError(f"filed {shown(given['filed'])} is no day") from None
    fact = Fact(
        source=given["accn"],
        concept=concept,
        entity=entity,
        period=fact_period(start if isinstance(start, str) else None, given["end"]),
        axes=(),
        unit=json_unit(unit if unit != "pure" else None),
        value=value,
        decimals=decimals_of_zeros(value),
        place=f"{concept} of {given['accn']}",
    )
    return fact, day, str(given.get("form") or "")


def decimals_of_zeros(value: str) -> str:
    """The decimals of a plain number whose zeros at the end are rounding; nought is read as a whole number.

    >>> [decimals_of_zeros(value) for value in ("383400", "31709747", "-0.25", "0", "2.50")]
    ['-2', '0', '2', '0', '1']
    """
    whole, _, part = value.lstrip("+-").partition(".")
    if part := part.rstrip("0"):
        return str(len(part))
    digits = whole.lstrip("0")
    return str(len(digits.rstrip("0")) - len(digits))
