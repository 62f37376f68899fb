"""What the bindings of a rule are called: their ids, the quantities that they are about, and what is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reconcile.checks.engine.alignment import Matches
from reconcile.checks.engine.bindings import Title
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.language.codelists import LEVEL, STATS, STATUSES
from reconcile.language.ids import joined, place, quoted
from reconcile.language.rules import Rule


class RuleNames(NamedTuple):
    """What all findings of a rule say of it."""

    fixed: frozenset[str]  # the dimensions that it fixes
    key: str  # as a part of an id
    text: str
    number: int
    name: str
    repeated: tuple[str, ...]  # measures of which it names one quantity several times

    @classmethod
    def of(cls, rule: Rule, number: int, fixed: Iterable[str] = ()) -> RuleNames:
        """Those of a rule; ``fixed`` are dimensions that it reaches over besides."""
        fixed = rule.dimensions | set(fixed)
        return cls(fixed, quoted(rule.key), rule.text, number, rule.name, () if rule.of_mean else rule.repeated)


def rule_title(store: Store, cells: Cells, names: RuleNames, cell: int, source: int) -> Title:
    """The names of a rule's binding at the place of one of its cells."""
    cells = cells.table_of(cell)
    keys = cells.keys
    period = "" if "period" in names.fixed else store.period.values[keys.period[cell]]
    said, where = store.places.named(int(keys.place[cell]), names.fixed)
    quantity = {**said, "period": period} if period else {**said}
    status = STATUSES[keys.status[cell]]
    about = joined("identity", names.key, where, period, stat_id(store, cells, cell), status)
    quantity |= store.statistic(keys.stat[cell], keys.base[cell])
    return Title(about, quantity, status, source, names.text, names.number, names.name)


def where_id(quantity: Mapping[str, str]) -> str:
    """A binding's place and period as a finding's id has them."""
    named = dict(quantity)
    area, period = named.pop("area", ""), named.pop("period", "")
    return joined(place(area, named), period)


def stat_id(store: Store, cells: Cells, cell: int) -> str:
    """The statistic of a cell as a finding's id has it; empty for a level."""
    stat = int(cells.keys.stat[cell])
    return "" if stat == LEVEL else joined(STATS[stat], quoted(store.base.values[cells.keys.base[cell]]))


def open_finding(title: Title, why: str, cells: Cells, matches: Matches, row: int) -> WordedFinding:
    """A binding that is not decided, with the reason."""
    rows = matches.cell[row]
    claims = tuple(dict.fromkeys(claim for cell in rows if cell != ABSENT for claim in cells.claims(int(cell))))
    return WordedFinding(
        title.id(cells.store.sources_of(claims)),
        "identity",
        UNCHECKED,
        f"{title.rule}: {why}",
        claims,
        rule=title.rule,
        rule_number=title.rule_number,
        quantity=title.quantity,
        status=title.status,
    )
