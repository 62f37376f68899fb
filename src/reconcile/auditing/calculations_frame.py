"""The sums of XBRL reports in the words of Calculations 1.1: a row for each total in each context and role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from reconcile.checks.schema_conflicts import ALSO_NIL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.auditing.entry import Entry
    from reconcile.language.rules import Rule
    from reconcile.ledger.ledger import Ledger

# In the order in which they are looked at first.
CALCULATION_RESULTS = ("inconsistent", "inconsistent duplicates", "excess digits", "consistent", "not bound")
_INCONSISTENT, _DUPLICATES, _EXCESS, _CONSISTENT, _NOT_BOUND = CALCULATION_RESULTS
_COLUMNS = ("role", "source", "total", "context", "unit", "result", "complete", "finding", "message")
_SAID = {
    _DUPLICATES: "what is said of one of its numbers more than once differs",
    _EXCESS: "one of its numbers has digits beyond its decimals",
    _NOT_BOUND: "no part of it is reported there",
}

_Context = tuple[tuple[str, str], ...]


def calculations_frame(ledger: Ledger, sums: Iterable[Entry], facts: Iterable[Entry]) -> pd.DataFrame:
    """What became of the sums of a source's roles; ``facts`` are the conflicts of single facts, and of duplicates."""
    decided = {(entry.rule, entry.sources, tuple(entry.quantity.items())): entry for entry in sums}
    excess, duplicates = _wrong(facts)
    reported = _reported(ledger)
    units = dict(zip(ledger.claims["claim"], ledger.claims["unit"], strict=True))
    rows: list[Mapping[str, Any]] = []
    for rule, source in _of_sources(ledger):
        total, *parts = rule.measures
        for context, claims in reported.get((source, total), {}).items():
            there = {part: found for part in parts if (found := reported.get((source, part), {}).get(context))}
            used = {*claims, *(claim for found in there.values() for claim in found)}
            entry = decided.get((rule.text, (source,), context))
            result = _NOT_BOUND
            if there:
                result = _result(entry, excess=bool(excess & used), duplicates=bool(duplicates & used))
            said = {
                "source": source,
                "total": total,
                "context": dict(context),
                "unit": units[claims[0]],
                "result": result,
                "complete": len(there) == len(parts),
                "finding": entry.finding if entry else "",
                "message": entry.message if entry else _SAID.get(result, ""),
            }
            rows += [{"role": role, **said} for role in rule.name.split(", ")]
    rows.sort(key=lambda row: (CALCULATION_RESULTS.index(row["result"]), not row["complete"]))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _wrong(facts: Iterable[Entry]) -> tuple[set[str], set[str]]:
    """The claims with digits beyond their decimals, and those of which another, or a nil, says otherwise."""
    excess: set[str] = set()
    duplicates: set[str] = set()
    for entry in facts:
        of_digits = entry.check == "schema" and not entry.finding.startswith(f"schema:{ALSO_NIL}:")
        (excess if of_digits else duplicates).update(entry.claims)
    return excess, duplicates


def _of_sources(ledger: Ledger) -> Iterator[tuple[Rule, str]]:
    """The rules that bind in sources, in each of them."""
    return ((rule, source) for rule in ledger.rules if rule.name for source in rule.sources)


def _reported(ledger: Ledger) -> dict[tuple[str, str], dict[_Context, list[str]]]:
    """By source and measure the claims of each context, whose names are in the order of a finding's quantity."""
    found: dict[tuple[str, str], dict[_Context, list[str]]] = defaultdict(lambda: defaultdict(list))
    names = ("area", *ledger.dimensions, "period")
    for row in ledger.claims[["claim", "source", "measure", *names]].to_dict("records"):
        context = tuple((name, row[name]) for name in names if row[name])
        found[row["source"], row["measure"]][context].append(row["claim"])
    return found


def _result(entry: Entry | None, *, excess: bool, duplicates: bool) -> str:
    """A fact that is badly written, or contradicts another, comes before what the sum comes to."""
    if excess or duplicates:
        return _EXCESS if excess else _DUPLICATES
    if entry is None or entry.verdict == "unchecked":
        return _NOT_BOUND  # such as in units that differ
    return _INCONSISTENT if entry.verdict == "conflict" else _CONSISTENT
