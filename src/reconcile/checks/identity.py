"""Identities and bounds: each rule, wherever a view reports its measures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.checks.arithmetic import Block, Title, line_relation, ranged_rows
from reconcile.checks.bindings import RELATIONS, linear
from reconcile.checks.cells import ACROSS, Cells
from reconcile.checks.finding import Finding
from reconcile.checks.listed import Listed
from reconcile.checks.matching import ABSENT, Matches, Term, by_view, first_cells, keys_of, lines_of, match
from reconcile.checks.store import LEVEL, STATS, STATUSES, Store
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools, Ints
from reconcile.language.rules import Rule
from reconcile.language.rules import Term as RuleTerm

# A rule between levels holds for these statistics too, when all of them are taken over one base.
LINEAR_STATS = tuple(STATS.index(stat) for stat in ("level", "change", "share", "ratio", "mean"))


def identities(store: Store, cells: Cells) -> list[Block | Listed]:
    """Every rule's bindings; ``cells`` holds those of single sources and of all, and the number 1 last."""
    return [block for number, rule in enumerate(store.ledger.rules) for block in _rule(store, cells, number, rule)]


def _rule(store: Store, cells: Cells, number: int, rule: Rule) -> Iterator[Block | Listed]:
    terms = rule_terms(store, cells, rule)
    if all(term.constant or not len(term.rows) for term in terms):
        return
    places = reduced_places(store, cells, rule)
    key = keys_of(cells, store, places, but=("measure",))
    matches = match(cells, terms, key)
    first = first_cells(matches, cells)
    present = matches.present
    complete = np.asarray(present.all(axis=1), dtype=bool)
    if rule.missing == "zero":
        split = len(rule.right)
        parts = np.array([not term.constant for term in terms[:split]])
        complete = present[:, split:].all(axis=1) & (present[:, :split] & parts).any(axis=1)
    checked, partial = by_view(matches, complete, key[first])

    def title(cell: int, source: int) -> Title:
        return rule_title(store, cells, rule, number, cell, source)

    open_rows = [
        _unchecked(
            title(int(first[row]), ACROSS),
            f"{_missing(matches, terms, row)} not reported",
            cells,
            matches,
            row,
        )
        for row in partial
        if (present[row] & [not term.constant for term in terms]).sum() > 1
    ]
    doubtful = _doubts(cells, terms, matches.only(checked), store)
    for row, why in doubtful.items():
        at = int(checked[row])
        open_rows.append(_unchecked(title(int(first[at]), int(matches.source[at])), why, cells, matches, at))
    if open_rows:
        yield Listed("identity", open_rows)
    sound = checked[[row not in doubtful for row in range(len(checked))]]
    if len(sound):
        yield _block(store, cells, number, rule, terms, matches.only(sound), first[sound])


def _block(
    store: Store, cells: Cells, number: int, rule: Rule, terms: list[Term], matches: Matches, first: Ints
) -> Block:
    lines = lines_of(matches, terms)
    relation = RELATIONS[rule.relation]
    left = matches.present[:, len(rule.right) :].sum(axis=1)
    return Block(
        check="identity",
        store=store,
        cells=cells,
        tied=lines.cell,
        outcomes=linear(cells, lines, np.full(len(matches), relation)),
        ranged=ranged_rows(store, cells, lines),
        relation=lambda row: line_relation(store, cells, lines, relation, int(left[row]), row),
        title=lambda row: rule_title(store, cells, rule, number, int(first[row]), int(matches.source[row])),
        rule=number,
    )


def rule_terms(store: Store, cells: Cells, rule: Rule) -> list[Term]:
    """The rule's terms over cells, what is computed first: their weights give computed minus reported."""
    fixed = {name for term in (*rule.left, *rule.right) for name, _ in term.at}
    allowed = np.isin(cells.keys.stat, LINEAR_STATS) & _where(store, cells, rule)
    scaled = any(term.unit or not term.measure for term in (*rule.left, *rule.right))
    if scaled:  # a rule with amounts in it speaks of levels only
        allowed &= cells.keys.stat == LEVEL
    allowed = np.append(allowed[:-1], False)  # not the number 1

    def cell_term(term: RuleTerm, sign: int) -> Term:
        weight = term.weight * sign
        if not term.measure:
            return Term(np.zeros(0, dtype=np.int64), weight, term_name(term), constant=True, factor=term.unit)
        rows = allowed & (cells.keys.measure == store.measure.find(term.measure))
        rows &= _at(store, cells, dict(term.at), fixed)
        return Term(np.flatnonzero(rows), weight, term_name(term), factor=term.unit)

    return [cell_term(term, 1) for term in rule.right] + [cell_term(term, -1) for term in rule.left]


def term_name(term: RuleTerm) -> str:
    at = ",".join(f"{name}={value}" for name, value in term.at)
    return f"{term.measure}[{at}]" if at else term.measure


def reduced_places(store: Store, cells: Cells, rule: Rule) -> Ints:
    """The cells' places without the dimensions that the rule fixes in any of its terms."""
    fixed = {name for term in (*rule.left, *rule.right) for name, _ in term.at}
    if not fixed:
        return cells.keys.place
    kept = store.places.drop(columns=sorted(fixed & set(store.places)))
    codes = kept.groupby(list(kept), sort=False).ngroup().to_numpy() if len(kept.columns) else np.zeros(len(kept), int)
    return np.append(np.asarray(codes, dtype=np.int64), ABSENT)[cells.keys.place]


def _at(store: Store, cells: Cells, fixed_here: dict[str, str], fixed: set[str]) -> Bools:
    """Cells at the dimensions a term names; in those that only other terms name, the cell must have none."""
    holds = np.ones(len(store.places), dtype=bool)
    for name in fixed:
        if name in store.places:
            wanted = fixed_here.get(name, "")
            if name != "area" or wanted:
                holds &= (store.places[name] == wanted).to_numpy(dtype=bool)
        elif fixed_here.get(name):
            holds[:] = False
    return np.append(holds, False)[cells.keys.place]


def _where(store: Store, cells: Cells, rule: Rule) -> Bools:
    holds = np.ones(len(cells), dtype=bool)
    for name, values in rule.where:
        if name == "period":
            code = [store.period.find(value) for value in values]
            holds &= np.isin(cells.keys.period, code)
        elif name == "status":
            holds &= np.isin(cells.keys.status, [STATUSES.index(value) for value in values if value in STATUSES])
        elif name == "source":
            holds &= np.isin(cells.keys.source, [store.source.find(value) for value in values])
        else:
            fits = store.places[name].isin(values).to_numpy(dtype=bool) if name in store.places else np.zeros(0, bool)
            holds &= np.append(fits, False)[cells.keys.place] if len(fits) else False
    return holds


def rule_title(store: Store, cells: Cells, rule: Rule, number: int, cell: int, source: int) -> Title:
    """The names of a rule's binding at the place of one of its cells."""
    fixed = {name for term in (*rule.left, *rule.right) for name, _ in term.at}
    keys = cells.keys
    period = store.period.values[keys.period[cell]]
    quantity = {k: v for k, v in store.quantity(int(keys.place[cell]), period).items() if k not in fixed}
    where = ":".join(v if k in {"area", "period"} else f"{k}={v}" for k, v in quantity.items())
    parts = [
        "identity",
        rule.key,
        where,
        stat_id(store, cells, cell),
        STATUSES[keys.status[cell]],
        view_name(store, source),
    ]
    return Title(
        ":".join(part for part in parts if part),
        quantity,
        STATUSES[keys.status[cell]],
        source,
        rule.text,
        number,
        rule.name,
    )


def stat_id(store: Store, cells: Cells, cell: int) -> str:
    """The statistic of a cell as a finding's id has it; empty for a level."""
    stat = int(cells.keys.stat[cell])
    return "" if stat == LEVEL else f"{STATS[stat]}:{store.base.values[cells.keys.base[cell]]}"


def view_name(store: Store, source: int) -> str:
    return "across" if source == ACROSS else store.source.values[source]


def _missing(matches: Matches, terms: list[Term], row: int) -> str:
    names = [term.name for column, term in enumerate(terms) if matches.cell[row, column] == ABSENT]
    return " and ".join(names) + (" is" if len(names) == 1 else " are")


def _doubts(cells: Cells, terms: list[Term], matches: Matches, store: Store) -> dict[int, str]:
    """Rows that cannot be decided, and why: claims of one term contradict each other, or units differ."""
    present = matches.present
    cell = np.where(present, matches.cell, len(cells) - 1)
    broken = cells.broken[cell] & present
    doubts = {
        int(
            row
        ): f"the claims of {' and '.join(terms[i].name for i in np.flatnonzero(broken[row]))} contradict each other"
        for row in np.flatnonzero(broken.any(axis=1))
    }
    plain = np.array([not term.constant and not term.factor for term in terms])
    unit = np.where(present & plain, cells.unit[cell], -1)
    high = unit.max(axis=1)
    low = np.where(unit < 0, high[:, None], unit).min(axis=1)
    for row in np.flatnonzero((low != high) & ~broken.any(axis=1)):
        names = sorted({store.figures.units[code] or "no unit" for code in unit[row] if code >= 0})
        doubts[int(row)] = f"units differ: {', '.join(names)}"
    return doubts


def _unchecked(title: Title, why: str, cells: Cells, matches: Matches, row: int) -> Finding:
    rows = matches.cell[row]
    claims = tuple(dict.fromkeys(claim for cell in rows if cell != ABSENT for claim in cells.claims(int(cell))))
    return Finding(
        title.id,
        "identity",
        UNCHECKED,
        f"{title.rule}: {why}",
        claims,
        rule=title.rule,
        rule_number=title.rule_number,
        quantity=title.quantity,
        status=title.status,
    )
