"""Identities and bounds: each rule, wherever a view reports its measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, Matches
from reconcile.checks.engine.bindings import Title, bound
from reconcile.checks.engine.block import Block, left_open
from reconcile.checks.engine.cells import Cells, units_differ
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.contested import contested
from reconcile.checks.engine.kernel import RELATIONS, By, Operand
from reconcile.checks.engine.rule_alignment import bind
from reconcile.checks.engine.rule_titles import RuleNames, open_finding, rule_title
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.unit_conversions import conversions
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import WordedFinding
from reconcile.checks.weighted_means import weighted_mean
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.periods import PeriodError
from reconcile.language.rules import Rule

FINE, UNITS, BROKEN, VAGUE, CONTESTED = range(5)  # why a row cannot be decided as it stands


def identities(store: Store, cells: Cells) -> list[Block]:
    """Every rule's bindings; ``cells`` holds those of single sources and of all, and the number 1 last."""
    return [block for number, rule in enumerate(store.ledger.rules) for block in _blocks(store, cells, number, rule)]


def _blocks(store: Store, cells: Cells, number: int, rule: Rule) -> Iterator[Block]:
    if rule.of_mean:
        assert isinstance(cells, Both)
        return weighted_mean(store, cells, rule, number)
    return _rule(store, cells, number, rule)


def _rule(store: Store, cells: Cells, number: int, rule: Rule) -> Iterator[Block]:
    found = bind(store, cells, rule)
    if found is None:
        return
    terms, matches, first, checked, lacking = found
    names = RuleNames.of(rule, number)

    def title(cell: int, source: int) -> Title:
        return rule_title(store, cells, names, cell, source)

    if len(lacking):
        said = [not term.constant for term in terms]
        lacking = lacking[matches.only(lacking).present[:, said].sum(axis=1) > 1]
    if len(lacking):
        some = matches.only(lacking)
        why = partial(_missing, store, cells, terms, first[lacking])
        yield _open(cells, some, first[lacking], title, why, name=names.text)
    bindings = matches if len(checked) == len(matches) else matches.only(checked)
    doubts = doubted(cells, terms, bindings, added=not rule.of_products)
    if len(tried := checked[doubts == CONTESTED]):
        each = partial(contested, called=lambda _, column: terms[column].name)
        if rule.of_products:
            yield from _of_products(store, cells, rule, names, terms, matches.only(tried), first[tried], each)
        else:
            yield _block(each, store, cells, rule, names, terms, matches.only(tried), first[tried])
    if len(doubtful := checked[(doubts > 0) & (doubts != CONTESTED)]):
        one = matches.only(doubtful)
        yield _open(cells, one, first[doubtful], title, partial(_doubt, store, cells, terms), number, name=names.text)
    if doubts.any():
        checked, bindings = checked[doubts == 0], bindings.only(doubts == 0)
    if rule.of_products:
        yield from _of_products(store, cells, rule, names, terms, bindings, first[checked])
    elif len(checked):
        heads = first if len(checked) == len(matches) else first[checked]
        yield _block(bound, store, cells, rule, names, terms, bindings, heads)


def _open(
    cells: Cells,
    matches: Matches,
    first: Ints,
    title: Callable[[int, int], Title],
    why: Callable[[Matches, int], str],
    number: int | None = None,
    *,
    name: str,
) -> Block:
    """Bindings that are not decided; those that only lack a term stand in the view of all sources."""

    def finding(row: int) -> WordedFinding:
        named = title(int(first[row]), int(matches.source[row]))
        return open_finding(named, why(matches, row), cells, matches, row)

    return left_open("identity", cells, tuple(matches.cell.T), first, matches.source, finding, number, name)


def _of_products(
    store: Store,
    cells: Cells,
    rule: Rule,
    names: RuleNames,
    terms: list[CellTerm],
    matches: Matches,
    first: Ints,
    made: Callable[..., Any] = bound,
) -> Iterator[Block]:
    """Bindings in which cells are multiplied, those in the same units beside each other; or why units do not fit."""
    for converted in conversions(store, cells, rule, terms, matches):
        some, heads = matches.only(converted.rows), first[converted.rows]
        if converted.weights is not None:
            operands = _multiplied(terms, some, converted.weights)
            yield _block(made, store, cells, rule, names, terms, some, heads, operands)
            continue
        said = f"units differ: {', '.join(converted.units)}"
        yield _open(
            cells,
            some,
            heads,
            partial(rule_title, store, cells, names),
            lambda _, __, said=said: said,  # type: ignore[misc]
            names.number,
            name=names.text,
        )


def _multiplied(terms: list[CellTerm], matches: Matches, weights: tuple[Fraction, ...]) -> list[Operand]:
    """The summands of a rule, each a product of its cells."""
    operands: list[Operand] = []
    for term, cell in zip(terms, matches.cell.T, strict=True):
        if term.term == len(operands):
            operands.append(Operand(cell, weights[term.term]))
        else:
            one = operands[-1]
            there = np.where(cell == ABSENT, ABSENT, one.cell)  # a number alone is no product
            operands[-1] = one._replace(cell=there, by=(*one.by, By(cell, term.divides)))
    return operands


def _block(
    made: Callable[..., Any],
    store: Store,
    cells: Cells,
    rule: Rule,
    names: RuleNames,
    terms: list[CellTerm],
    matches: Matches,
    first: Ints,
    operands: list[Operand] | None = None,
) -> Any:
    """Bindings, decided as they stand or tried with each of claims that contradict each other, as they are ``made``."""
    return made(
        "identity",
        store,
        cells,
        operands or [*map(Operand, matches.cell.T, [term.weight for term in terms])],
        RELATIONS[rule.relation],
        heads=first,
        views=matches.source,
        title=partial(_titled, store, cells, names, terms, matches, first),
        reported=len(rule.left),
        tolerance=rule.tolerance,
        rule=names.number,
        name=names.text,
    )


def _titled(
    store: Store, cells: Cells, names: RuleNames, terms: list[CellTerm], matches: Matches, first: Ints, row: int
) -> Title:
    named = rule_title(store, cells, names, int(first[row]), int(matches.source[row]))
    if names.repeated:
        named = named._replace(note=_repeated(names.repeated))
    if ABSENT not in matches.cell[row].tolist():  # of this row alone: it is asked of each
        return named
    said = f"{_missing(store, cells, terms, first, matches, row)}, which counts as nothing"
    return named._replace(note="; ".join(filter(None, (named.note, said))))


def _repeated(measures: tuple[str, ...]) -> str:
    """That more is explained than may be, as one figure is taken for several numbers."""
    verb = "stands" if len(measures) == 1 else "stand"
    return f"{' and '.join(measures)} {verb} in it more than once, so that rounding may explain less than is said"


def _missing(store: Store, cells: Cells, terms: list[CellTerm], first: Ints, matches: Matches, row: int) -> str:
    """Which terms nobody reports; one of a period before by the name of that, where the calendar has it."""
    period = store.periods[cells.keys.period[first[row]]]
    names = []
    for column, term in enumerate(terms):
        if matches.cell[row, column] == ABSENT:
            names.append(term.name)
            with suppress(PeriodError):
                names[-1] = f"{term.measure} {period.before(term.back)}" if term.back else term.name
    names = list(dict.fromkeys(names))
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} not reported"


def doubted(cells: Cells, terms: list[CellTerm], matches: Matches, *, added: bool = True) -> Array:
    """(n,) FINE, or why a row cannot be decided.

    Claims of one term contradict each other, or units differ of what is ``added``, or a term is reported for several
    areas or periods.
    """
    doubts, table = np.full(len(matches), FINE, dtype=np.int8), cells.table_for(matches.cell)
    if added and not cells.store.one_unit([term.measure for term in terms if term.measure and not term.factor]):
        doubts[table.mixed(matches.cell, _counted(matches, terms))] = UNITS
    if table.any_broken:
        broken = table.broken[matches.cell] & matches.present
        usable = (~broken | table.contested[matches.cell]).all(axis=1) & (doubts == FINE)
        doubts[broken.any(axis=1)] = np.where(usable, CONTESTED, BROKEN)[broken.any(axis=1)]
    if matches.several is not None:
        doubts[matches.several.any(axis=1)] = VAGUE
    return doubts


def _counted(matches: Matches, terms: list[CellTerm]) -> Bools:
    counted = np.array([not term.constant and not term.factor for term in terms], dtype=bool)
    return np.asarray(matches.present & counted, dtype=bool)


def _doubt(store: Store, cells: Cells, terms: list[CellTerm], matches: Matches, row: int) -> str:
    """The doubt about one row in words."""
    cell = matches.cell[row]
    present = cell != ABSENT
    if matches.several is not None and matches.several[row].any():
        vague = " and ".join(terms[i].name for i in np.flatnonzero(matches.several[row]))
        return f"{vague} could be any of several figures; say in the rule for which area or period"
    if said := cells.doubt((int(cell[i]), terms[i].name) for i in np.flatnonzero(present)):
        return said
    return units_differ(store, cells, cell[_counted(matches, terms)[row]])
