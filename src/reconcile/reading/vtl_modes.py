"""VTL's ways with what is missing: each says of which rules and rows it is looked at, and what it counts as there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from reconcile.exact.columns import Bools
from reconcile.language.rule_grammar import RuleError, read_rule
from reconcile.language.rules import Rule

__all__ = ["MODES", "CellsOfColumn", "measures_of_rules", "noughts"]

MODES = ("non_null", "non_zero", "partial_null", "partial_zero", "always_null", "always_zero")


class CellsOfColumn(NamedTuple):
    """Of each row whether the column's figure is there, and whether that is another number than nought."""

    there: Bools
    not_zero: Bools


def measures_of_rules(rules: object) -> list[frozenset[str]]:
    """What each rule names, of rules as a call gives them; of what is none it is told where rules are read."""
    if isinstance(rules, str | Mapping | Rule) or not isinstance(rules, Iterable):
        rules = [rules]
    found = []
    for one in rules:
        said = one.get("rule") if isinstance(one, Mapping) else one
        try:
            rule = read_rule(said) if isinstance(said, str) else said
        except RuleError:
            continue
        if isinstance(rule, Rule):
            found.append(frozenset(rule.measures))
    return found


def noughts(columns: Mapping[str, CellsOfColumn], mode: str, tied: Iterable[Collection[str]]) -> dict[str, Bools]:
    """The rows in which a missing figure of each column is nought: those in which a rule that ties it is looked at.

    `non_zero` looks at a rule in rows of which one of its figures is not nought, `partial_zero` where one is there, and
    `always_zero` everywhere; in the other modes what is missing is not known.

    >>> there = np.array([True, False])
    >>> cells = {"a": CellsOfColumn(there, there), "b": CellsOfColumn(~there, ~there)}
    >>> noughts(cells, "partial_zero", [{"a"}, {"b"}])["a"].tolist()
    [False, False]
    >>> noughts(cells, "partial_zero", [{"a", "b"}])["a"].tolist()
    [False, True]
    """
    made = {name: np.zeros(len(cells.there), dtype=bool) for name, cells in columns.items()}
    if not mode.endswith("_zero"):
        return made
    for names in tied:
        cells = [columns[name] for name in names if name in columns]
        if not cells:
            continue
        if mode == "always_zero":
            rows = np.ones(len(cells[0].there), dtype=bool)
        else:
            rows = np.logical_or.reduce([one.not_zero if mode == "non_zero" else one.there for one in cells])
        for name in names:
            if name in columns:
                made[name] |= rows & ~columns[name].there
    return made
