"""What a document says, as a ledger would say it: claims of its cells, and rules for believed relations."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.language.digits import fold
from reconcile.language.periods import ALL_TIME
from reconcile.reading.evidence import odds
from reconcile.reading.printed_cells import NIL, Printed, likely_language
from reconcile.reading.table_grid import AMOUNT, CHANGE, COUNT, GridLine, TableGrid, read_grid
from reconcile.reading.table_growth import growths
from reconcile.reading.table_relations import column_sums, row_sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reconcile.documents.document import Document, DocumentTable
    from reconcile.reading.evidence import Fit
    from reconcile.reading.table_sums import Sum

__all__ = ["DraftedClaim", "DraftedRelation", "TableDraft", "TableDrafts", "draft_tables"]

_NO_NAME = re.compile(r"\W+")
_NO_VALUE = re.compile(r"[\[\],=]+")
_LONGEST = 60  # characters of a label in the name of a measure: a rule is read in one line


@dataclass(frozen=True, slots=True)
class DraftedClaim:
    """A cell as a claim: a row of a ledger's claims, and where it stands in the document."""

    measure: str
    column: str
    period: str
    value: str
    decimals: str
    unit: str
    place: str  # table 3, row 7, column 2019
    start: int | None  # offset in the document's text
    page: int | None
    name: str = ""  # of the cell in a workbook
    stat: str = ""
    base: str = ""

    @property
    def row(self) -> dict[str, str]:
        """The claim as a row of a ledger's table."""
        named = ("measure", "column", "period", "stat", "base", "value", "decimals", "unit")
        return {**{name: getattr(self, name) for name in named}, "page": "" if self.page is None else str(self.page)}


@dataclass(frozen=True, slots=True)
class DraftedRelation:
    """A relation that is believed, as a rule or as the statistic of some claims, and why."""

    kind: str  # sum, difference, growth, …
    place: str
    terms: tuple[str, ...]
    evidence: str
    strength: float  # logarithm of the odds, base 10
    rules: tuple[tuple[str, str], ...] = ()  # text, and whether a part may be missing
    claims: tuple[int, ...] = ()  # of growth and change: the claims that state them


@dataclass(slots=True)
class TableDrafts:
    """Everything that is drafted of one document."""

    claims: list[DraftedClaim] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)  # by measure
    relations: list[DraftedRelation] = field(default_factory=list)
    each: list[TableDraft] = field(default_factory=list)

    @property
    def unclaimed(self) -> int:
        """How many numbers no relation speaks of."""
        printed = sum(isinstance(cell, Printed) for one in self.each for cell in one.grid.at.values())
        return printed - sum(isinstance(one.grid.at[at], Printed) for one in self.each for at in one.claimed)


def draft_tables(
    document: Document, language: str | None, prefix: str = "", currency: str = "", scale: str = ""
) -> TableDrafts:
    """Draft the claims and the believed relations of each table of a document; `prefix` tells it from other documents.

    Without a language, the document's own or the one that reads most of its cells. `currency` and `scale` are
    those of tables which name none.
    """
    tables = document.tables
    spoken = language or document.language or likely_language([cell.text for table in tables for cell in table.cells])
    draft = TableDrafts()
    for number, table in enumerate(tables, 1):
        grid = read_grid(table, spoken)
        grid.currency, grid.scale = grid.currency or currency, grid.scale or scale
        draft.each.append(TableDraft(draft, table, grid, number, f"{prefix}T{number}"))
        draft.each[-1].add()
    return draft


class TableDraft:
    """One table while it is drafted: names for its rows and columns, and which cells are claimed."""

    def __init__(self, draft: TableDrafts, table: DocumentTable, grid: TableGrid, number: int, prefix: str) -> None:
        self.draft, self.table, self.grid, self.number = draft, table, grid, number
        self.measures = dict(zip((row.index for row in grid.rows), _names(grid.rows, prefix), strict=True))
        self.columns: dict[int, tuple[str, str]] = {}  # the column and the period that the claims of each have
        self.claimed: dict[tuple[int, int], int] = {}

    def add(self) -> None:
        across, lanes, by_columns = column_sums(self.grid)
        rows, columns, by_rows = row_sums(self.grid)
        by_growth = growths(self.grid)
        self.columns = _columns(self.grid.columns)
        changes = [(one, pair) for one in by_columns if (pair := self._change(one, across)) is not None]
        told = [one for one, _ in changes]
        if not by_growth and any(len(self._periods(one, across)) > 1 for one in by_columns if one not in told):
            self.columns, changes, told = _undated(self.grid.columns), [], []
        for growth in by_growth:
            column, level, base = (self._column(place) for place in growth[:3])
            said = "change" if growth.labelled else ""
            why = _why(growth.fits, "row", said, growth.strength)
            self._add_statistic("growth", column, level, base, growth.fits, why, growth.strength)
        for one, (level, base) in changes:
            held = {lanes[lane].index: fit for lane, fit in one.fits.items()}
            why = _why(one.fits, "row", one.labelled, one.strength)
            self._add_statistic("change", across[one.total], level, base, held, why, one.strength)
        for one in by_rows:
            self._add_row_sum(one, rows, columns)
        for one in by_columns:
            if one not in told:
                self._add_column_sum(one, across, lanes)

    def _column(self, index: int) -> GridLine:
        return next(column for column in self.grid.columns if column.index == index)

    def _periods(self, one: Sum, across: list[GridLine]) -> set[str]:
        return {self.columns[across[place].index][1] for place in (one.total, *(part for _, part in one.parts))}

    def _change(self, one: Sum, across: list[GridLine]) -> tuple[GridLine, GridLine] | None:
        """The level and the base of a column of changes: two columns that differ in nothing but the year."""
        if sorted(sign for sign, _ in one.parts) != [-1, 1]:
            return None
        level, base = (across[part] for _, part in sorted(one.parts, reverse=True))
        (name, new), (other, old) = self.columns[level.index], self.columns[base.index]
        dated = len(level.years) == len(base.years) == 1
        return (level, base) if dated and name == other and new > old and across[one.total].kind == CHANGE else None

    def _add_statistic(
        self,
        stat: str,
        column: GridLine,
        level: GridLine,
        base: GridLine,
        fits: Mapping[int, Fit],
        why: str,
        strength: float,
    ) -> None:
        """A column that says how a level has changed since its base: each of its cells is a claim of that statistic."""
        (name, period), (other, since) = self.columns[level.index], self.columns[base.index]
        if name != other:
            return
        stated = []
        for row in self.grid.rows:
            if row.index in fits:
                self.claim(row, level)
                self.claim(row, base)
                at = row.index, column.index
                if at in self.claimed or not isinstance(self.grid.at.get(at), Printed):
                    continue
                stated.append(len(self.draft.claims))
                self.claim(row, column, (name, period, stat, since))
        place = f"table {self.number}, column {column.label or column.index + 1}"
        terms = (column.label, level.label, base.label)
        self.draft.relations.append(DraftedRelation(stat, place, terms, why, round(strength, 1), claims=tuple(stated)))

    def _add_row_sum(self, one: Sum, rows: list[GridLine], columns: list[GridLine]) -> None:
        total, parts = rows[one.total], [(sign, rows[part]) for sign, part in one.parts]
        lanes = [columns[lane] for lane in one.fits]
        blank = any((part.index, lane.index) not in self.grid.at for _, part in parts for lane in lanes)
        for lane in lanes:
            for line in (total, *(part for _, part in parts)):
                self.claim(line, lane)
        bound = {lane.index for lane in lanes}
        others = [
            column
            for column in columns
            if column.index not in bound and self._both(total, [part for _, part in parts], column)
        ]
        terms = [(1, self.measures[total.index])], [(sign, self.measures[part.index]) for sign, part in parts]
        if others or any(column.kind == COUNT for column in columns):
            texts = [_rule(*terms, self.fixed(lane)) for lane in lanes]
        else:
            texts = [_rule(*terms)]
        missing = "zero" if blank else "skip"
        self._relate(
            one,
            f"table {self.number}, row {total.index + 1}",
            total,
            [part for _, part in parts],
            texts,
            missing,
            "column",
        )

    def _add_column_sum(self, one: Sum, columns: list[GridLine], rows: list[GridLine]) -> None:
        total, parts = columns[one.total], [(sign, columns[part]) for sign, part in one.parts]
        lanes = [rows[lane] for lane in one.fits]
        texts = []
        blank = False
        for lane in lanes:
            for line in (total, *(part for _, part in parts)):
                self.claim(lane, line)
            blank |= any((lane.index, part.index) not in self.grid.at for _, part in parts)
            measure = self.measures[lane.index]
            texts.append(
                _rule([(1, measure + self.fixed(total))], [(sign, measure + self.fixed(part)) for sign, part in parts])
            )
        place = f"table {self.number}, column {total.label or total.index + 1}"
        self._relate(one, place, total, [part for _, part in parts], texts, "zero" if blank else "skip", "row")

    def _relate(
        self,
        one: Sum,
        place: str,
        total: GridLine,
        parts: list[GridLine],
        texts: list[str],
        missing: str,
        lane: str,
    ) -> None:
        kind = "sum" if all(sign > 0 for sign, _ in one.parts) else "difference"
        relation = DraftedRelation(
            kind,
            place,
            (total.label, *(part.label for part in parts)),
            _why(one.fits, lane, one.labelled, one.strength),
            round(one.strength, 1),
            tuple((text, missing) for text in texts),
        )
        self.draft.relations.append(relation)

    def _both(self, total: GridLine, parts: list[GridLine], column: GridLine) -> bool:
        """Whether a rule of these rows could bind in a column in which the relation is not believed."""
        at = self.grid.at
        return (total.index, column.index) in at and any((part.index, column.index) in at for part in parts)

    def fixed(self, column: GridLine) -> str:
        """What a rule adds to a measure so that it binds in one column alone."""
        name, period = self.columns[column.index]
        return f"[column={name}]" if name else f"[period={period}]"

    def claim(self, row: GridLine, column: GridLine, said: tuple[str, str, str, str] | None = None) -> None:
        """Claim a cell: as a level at its column, or as what is said of it: column, period, statistic and base."""
        at = row.index, column.index
        cell = self.grid.at.get(at)
        if at in self.claimed or cell is None or not (isinstance(cell, Printed) or cell == NIL):
            return
        if not isinstance(cell, Printed):
            cell = Printed(0, self._decimals(column), "")
        name, period, stat, base = said or (*self.columns[column.index], "", "")
        unit, power = ("percent", 0) if stat == "growth" else self.unit(cell)
        placed = self.grid.cells[at]
        self.claimed[at] = len(self.draft.claims)
        measure = self.measures[row.index]
        self.draft.titles.setdefault(measure, row.label or f"row {row.index + 1}")
        where = f"table {self.number}, row {row.index + 1}, column {column.label or column.index + 1}"
        self.draft.claims.append(
            DraftedClaim(
                measure,
                name,
                period,
                _decimal(cell),
                str(cell.decimals - power),
                unit,
                where,
                placed.start,
                self.table.page,
                placed.name,
                stat,
                base,
            )
        )

    def level(self, row: GridLine, column: GridLine) -> DraftedClaim | None:
        """The claim of a cell as a level; None where it is none."""
        self.claim(row, column)
        number = self.claimed.get((row.index, column.index))
        claim = None if number is None else self.draft.claims[number]
        return claim if claim is not None and not claim.stat else None

    def states(self, level: DraftedClaim, base: DraftedClaim) -> bool:
        """Whether the table itself says how the one has changed since the other."""
        said = level.measure, level.column, level.period, base.period
        return any((one.measure, one.column, one.period, one.base) == said for one in self.draft.claims if one.stat)

    def _decimals(self, column: GridLine) -> int:
        """To how many places a dash stands for nothing: those of the column's other cells."""
        found = [
            cell.decimals for at, cell in self.grid.at.items() if at[1] == column.index and isinstance(cell, Printed)
        ]
        return max(found, default=0)

    def unit(self, cell: Printed) -> tuple[str, int]:
        """The unit of a cell with its scale, and the power of ten of that."""
        if cell.unit in {"percent", "pp"}:
            return cell.unit, 0
        power = {"billion": 9, "million": 6, "thousand": 3}.get(self.grid.scale, 0)
        return f"{self.grid.scale} {self.grid.currency}".strip(), power


def _names(rows: list[GridLine], prefix: str) -> list[str]:
    """A name for each row that a rule can hold: the words of its label, and its number where they stand twice."""
    names = [_NO_NAME.sub("_", fold(row.label))[:_LONGEST].strip("_") or f"row_{row.index + 1}" for row in rows]
    names = [name if not name[0].isdigit() else f"row_{name}" for name in names]
    many = Counter(names)
    given: set[str] = set()
    made = []
    for row, name in zip(rows, names, strict=True):
        section = _NO_NAME.sub("_", fold(row.section))[:_LONGEST].strip("_")
        own = f"{section}_{name}" if many[name] > 1 and section and section[0].isalpha() else name
        own = f"{own}_row_{row.index + 1}" if own in given or (many[name] > 1 and own == name) else own
        given.add(own)
        made.append(f"{prefix}.{own}")
    return made


def _undated(columns: list[GridLine]) -> dict[int, tuple[str, str]]:
    """The columns by all words of their heads, of no period: where sums lead from one year to another."""
    words = [fold(_NO_VALUE.sub(" ", column.label)) or f"column {column.index + 1}" for column in columns]
    many = Counter(words)
    return {
        column.index: (f"{name} (column {column.index + 1})" if many[name] > 1 else name, ALL_TIME)
        for column, name in zip(columns, words, strict=True)
    }


def _columns(columns: list[GridLine]) -> dict[int, tuple[str, str]]:
    """For each column the words of its head and the period: a year, where its head names one and no other."""
    levels = [column for column in columns if column.kind in {AMOUNT, COUNT}]
    if (
        levels
        and all(len(column.years) == 1 for column in levels)
        and len({column.years for column in levels}) == len(levels)
    ):
        # All that tells the levels apart is the year.
        year = max(column.years for column in levels)[0]
        names = {column.index: ("", str(column.years[0])) for column in levels}
        others = [column for column in columns if column.index not in names]
        words = [fold(_NO_VALUE.sub(" ", column.label)) or f"column {column.index + 1}" for column in others]
        for column, name in zip(others, words, strict=True):
            names[column.index] = (name if words.count(name) == 1 else f"{name} (column {column.index + 1})", str(year))
        return names
    latest = max((year for column in columns for year in column.years), default=None)
    made: list[tuple[str, str]] = []
    for column in columns:
        own = column.years[0] if len(column.years) == 1 else None
        rest = column.label if own is None else column.label.replace(str(own), " ")
        name = fold(_NO_VALUE.sub(" ", rest)).strip(" ,;:-–")
        period = own or latest
        made.append((name if name or own else f"column {column.index + 1}", str(period) if period else ALL_TIME))
    if len({name for name, _ in made}) == 1 and len(set(made)) == len(made):
        return {column.index: ("", period) for column, (_, period) in zip(columns, made, strict=True)}
    many = Counter(made)
    named = [(name or period, period) for name, period in made]
    return {
        column.index: (f"{name} (column {column.index + 1})" if many[one] > 1 else name, period)
        for (name, period), one, column in zip(named, made, columns, strict=True)
    }


def _rule(left: list[tuple[int, str]], right: list[tuple[int, str]], fixed: str = "") -> str:
    return f"{_side(left, fixed)} = {_side(right, fixed)}"


def _side(terms: Iterable[tuple[int, str]], fixed: str) -> str:
    said = ""
    for sign, name in terms:
        mark = (" + " if sign > 0 else " - ") if said else ("" if sign > 0 else "-")
        said += f"{mark}{name}{fixed}"
    return said


def _decimal(cell: Printed) -> str:
    digits = str(abs(cell.number)).rjust(cell.decimals + 1, "0")
    sign = "-" if cell.number < 0 else ""
    return f"{sign}{digits[: -cell.decimals]}.{digits[-cell.decimals :]}" if cell.decimals else f"{sign}{digits}"


def _why(fits: Mapping[int, Fit], lane: str, labelled: str, strength: float) -> str:
    """Why a relation is believed, in words."""
    held = sum(fit.holds for fit in fits.values())
    broken = [fit for fit in fits.values() if not fit.holds]
    said = [labelled if labelled == "no label" else f"labelled {labelled}"] if labelled else []
    said.append(f"fits in {held} of {len(fits)} {lane}s" if broken else f"fits in {held} {lane}{'s' * (held != 1)}")
    if broken and all(fit.slip for fit in broken):
        said.append("one slip mends it")
    return f"{'; '.join(said)}; {odds(strength)}"
