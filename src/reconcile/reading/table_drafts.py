"""What tables say, as a ledger would say it: claims of their cells, and rules for believed relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reading.believed_relations import believed_relations
from reconcile.reading.drafted_relations import DraftedRelation, Stated, rule_of, why_believed
from reconcile.reading.printed_cells import NIL, Printed, likely_language
from reconcile.reading.table_bounds import PartBound
from reconcile.reading.table_claims import TableClaims, TableDrafts
from reconcile.reading.table_grid import CHANGE, COUNT, GridLine, read_grid
from reconcile.reading.table_means import Mean
from reconcile.reading.table_names import column_names, row_names, undated_names
from reconcile.reading.table_row_growth import GrowthRow
from reconcile.reading.table_shares import ShareLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.documents.document import Document
    from reconcile.reading.evidence import Fit
    from reconcile.reading.table_sums import Sum

__all__ = ["TableDraft", "draft_tables"]


def draft_tables(
    document: Document,
    language: str | None,
    of: str = "",
    currency: str = "",
    scale: str = "",
    spoken: str = "",
) -> TableDrafts:
    """Draft the claims and the believed relations of each table of a document; `of` tells it from other documents.

    Without a language, the document's own or the one that reads most of its cells; of several, the one that its words
    are `spoken` in: "1.234" is one and a bit, or a thousand. `currency` and `scale` are of tables which name none.
    """
    tables = document.tables
    printed = [cell.text for table in tables for cell in table.cells]
    marks = language or document.language or likely_language(printed, spoken)
    draft = TableDrafts()
    grids = [read_grid(table, marks) for table in tables]
    names = row_names([grid.rows for grid in grids], of)
    for number, (table, grid, called) in enumerate(zip(tables, grids, names, strict=True), 1):
        grid.currency, grid.scale = grid.currency or currency, grid.scale or scale
        one = TableDraft(draft, table, grid, number, called)
        draft.each.append(one)
        one.add()
    return draft


class TableDraft(TableClaims):
    """One table while it is drafted, and what is believed of it: relations of its rows and of its columns."""

    def add(self) -> None:
        found = believed_relations(self.grid)
        self.grid = found.grid
        across, lanes, by_columns = found.sum_columns, found.sum_columns_rows, found.column_sums
        rows, columns, by_rows = found.sum_rows, found.sum_rows_columns, found.row_sums
        by_growth, by_points, means = found.growths, found.points, found.column_means
        self.columns = column_names(self.grid.columns)
        changes = [(one, pair) for one in by_columns if (pair := self._change(one, across)) is not None]
        told = [one for one, _ in changes]
        over_time = any(len(self._periods(one, across)) > 1 for one in by_columns if one not in told)
        over_time = over_time or (not by_points and any(self._over_time(one) for one in means))
        if not by_growth and over_time:
            self.columns, changes, told, by_points = undated_names(self.grid.columns), [], [], []
        for growth in by_growth:
            column, level, base = (self._column(place) for place in growth[:3])
            said = "change" if growth.labelled else ""
            why = why_believed(growth.fits, self.lane_of_rows, said, growth.strength)
            self._add_statistic("growth", column, level, base, growth.fits, why, growth.strength)
        for one, (level, base) in changes:
            held = {lanes[lane].index: fit for lane, fit in one.fits.items()}
            why = why_believed(one.fits, self.lane_of_rows, one.labelled, one.strength)
            self._add_statistic("change", across[one.total], level, base, held, why, one.strength)
        for points in by_points:
            column, level, base = (self._column(place) for place in points[:3])
            self.points |= {(row, column.index) for row in points.fits}
            self.percents |= {(row, one.index) for row in points.fits for one in (level, base)}
            why = why_believed(points.fits, self.lane_of_rows, "change" if points.labelled else "", points.strength)
            self._add_statistic("change", column, level, base, points.fits, why, points.strength)
        for share in found.column_shares:
            self._add_column_share(share)
        for share in found.row_shares:
            self._add_row_share(share)
        for grown in found.row_growths:
            self._add_row_growth(grown)
        for one in by_rows:
            self._add_row_sum(one, rows, columns)
        for one in by_columns:
            if one not in told:
                self._add_column_sum(one, across, lanes)
        for bound in found.bounds:
            self._add_bound(bound)
        for mean in found.row_means:
            self._add_row_mean(mean)
        for mean in means:
            if not self._over_time(mean):
                self._add_column_mean(mean)

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
                cell = self.grid.at.get(at)
                # A dash is no change; what rate it stands for is not said.
                if at in self.claimed or not (isinstance(cell, Printed) or (stat == "change" and cell == NIL)):
                    continue
                stated.append(len(self.draft.claims))
                self.claim(row, column, Stated(name, period, stat, since))
        place = self.column_place(column)
        terms = (column.label, level.label, base.label)
        self.draft.relations.append(DraftedRelation(stat, place, terms, why, round(strength, 1), claims=tuple(stated)))

    def _add_column_share(self, one: ShareLine) -> None:
        """A column of shares of another column's amounts in that of one row."""
        column, part, whole = self._column(one.line), self._column(one.part), self._row(one.whole)
        cells = [(self._row(row), part, self._row(row), column) for row in one.fits]
        place = self.column_place(column)
        self._add_share(one, cells, whole, place, (column.label, part.label, whole.label), self.lane_of_rows)

    def _add_row_share(self, one: ShareLine) -> None:
        """A row of shares of another row's amounts in those of a third."""
        row, part, whole = (self._row(place) for place in (one.line, one.part, one.whole))
        cells = [(part, lane, row, lane) for lane in map(self._column, one.fits)]
        place = self.row_place(row)
        self._add_share(one, cells, whole, place, (row.label, part.label, whole.label), self.lane_of_columns)

    def _add_row_growth(self, one: GrowthRow) -> None:
        """A row that says how another has grown since the year before, in each column."""
        row, level = self._row(one.row), self._row(one.level)
        stated = []
        for column in map(self._column, one.fits):
            base = self._column(one.bases[column.index])
            (name, period), (other, since) = self.columns[column.index], self.columns[base.index]
            if name != other or (row.index, column.index) in self.claimed:
                continue
            self.claim(level, column)
            self.claim(level, base)
            stated.append(len(self.draft.claims))
            self.claim(row, column, Stated(name, period, "growth", since, self.measures[level.index]))
        if stated:
            why = why_believed(one.fits, self.lane_of_columns, "change" if one.labelled else "", one.strength)
            terms = row.label, level.label
            strength = round(one.strength, 1)
            self.draft.relations.append(
                DraftedRelation("growth", self.row_place(row), terms, why, strength, claims=tuple(stated))
            )

    def _add_share(
        self,
        one: ShareLine,
        cells: list[tuple[GridLine, GridLine, GridLine, GridLine]],
        whole: GridLine,
        place: str,
        terms: tuple[str, ...],
        lane: str,
    ) -> None:
        """Claim each share: of the row and column of its part, where it stands in another row or column."""
        stated = []
        for row, column, stated_row, stated_column in cells:
            if (stated_row.index, stated_column.index) in self.claimed:
                continue
            self.claim(row, column)
            self.claim(whole, column)
            stated.append(len(self.draft.claims))
            of = self.measures[row.index]
            says = Stated(*self.columns[column.index], "share", self.measures[whole.index], of)
            self.claim(stated_row, stated_column, says)
        if stated:
            why = why_believed(one.fits, lane, "share" if one.labelled else "", one.strength)
            self.draft.relations.append(
                DraftedRelation("share", place, terms, why, round(one.strength, 1), claims=tuple(stated))
            )

    def _row(self, index: int) -> GridLine:
        return next(row for row in self.grid.rows if row.index == index)

    def _over_time(self, one: Mean) -> bool:
        return len({self.columns[column][1] for column in (one.line, *one.parts)}) > 1

    def _add_bound(self, one: PartBound) -> None:
        """A row that is not more than the one before it, in each column for itself."""
        part, whole = self._row(one.part), self._row(one.whole)
        texts = []
        for column in map(self._column, one.fits):
            self.claim(part, column)
            self.claim(whole, column)
            fixed = self.fixed(column)
            sign = ">=" if column.index in one.below else "<="
            texts.append(f"{self.term(part)}{fixed} {sign} {self.term(whole)}{fixed}")
        place = self.row_place(part)
        why = why_believed(one.fits, self.lane_of_columns, "of which", one.strength)
        self._add_rules("bound", place, (part.label, whole.label), why, one.strength, texts)

    def _add_row_mean(self, one: Mean) -> None:
        """A row that is the mean of others."""
        line, parts = self._row(one.line), [self._row(part) for part in one.parts]
        texts = []
        for column in map(self._column, one.fits):
            for row in (line, *parts):
                self.claim(row, column)
            terms = [(1, self.term(part)) for part in parts]
            texts.append(rule_of([(1, f"{len(parts)} * {self.term(line)}")], terms, self.fixed(column)))
        place = self.row_place(line)
        why = why_believed(one.fits, self.lane_of_columns, "average", one.strength)
        self._add_rules("mean", place, (line.label, *(part.label for part in parts)), why, one.strength, texts)

    def _add_column_mean(self, one: Mean) -> None:
        """The same of columns."""
        line, parts = self._column(one.line), [self._column(part) for part in one.parts]
        texts = []
        for row in map(self._row, one.fits):
            for column in (line, *parts):
                self.claim(row, column)
            measure = self.term(row)
            terms = [(1, measure + self.fixed(part)) for part in parts]
            texts.append(rule_of([(1, f"{len(parts)} * {measure}{self.fixed(line)}")], terms))
        place = self.column_place(line)
        why = why_believed(one.fits, self.lane_of_rows, "average", one.strength)
        self._add_rules("mean", place, (line.label, *(part.label for part in parts)), why, one.strength, texts)

    def _add_rules(
        self, kind: str, place: str, terms: tuple[str, ...], why: str, strength: float, texts: list[str]
    ) -> None:
        rules = tuple((text, "skip") for text in texts)
        self.draft.relations.append(DraftedRelation(kind, place, terms, why, round(strength, 1), rules))

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
        terms = [(1, self.term(total))], [(sign, self.term(part)) for sign, part in parts]
        if others or any(column.kind == COUNT for column in columns):
            texts = [rule_of(*terms, self.fixed(lane)) for lane in lanes]
        else:
            texts = [rule_of(*terms)]
        missing = "zero" if blank else "skip"
        self._relate(
            one,
            self.row_place(total),
            total,
            [part for _, part in parts],
            texts,
            missing,
            self.lane_of_columns,
        )

    def _add_column_sum(self, one: Sum, columns: list[GridLine], rows: list[GridLine]) -> None:
        total, parts = columns[one.total], [(sign, columns[part]) for sign, part in one.parts]
        lanes = [rows[lane] for lane in one.fits]
        dated = len({self.columns[line.index][1] for line in (total, *(part for _, part in parts))}) > 1
        texts = []
        blank = False
        for lane in lanes:
            for line in (total, *(part for _, part in parts)):
                self.claim(lane, line)
            blank |= any((lane.index, part.index) not in self.grid.at for _, part in parts)
            measure = self.term(lane)
            texts.append(
                rule_of(
                    [(1, measure + self.fixed(total, dated=dated))],
                    [(sign, measure + self.fixed(part, dated=dated)) for sign, part in parts],
                )
            )
        place = self.column_place(total)
        self._relate(
            one, place, total, [part for _, part in parts], texts, "zero" if blank else "skip", self.lane_of_rows
        )

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
            why_believed(one.fits, lane, one.labelled, one.strength),
            round(one.strength, 1),
            tuple((text, missing) for text in texts),
        )
        self.draft.relations.append(relation)

    def _both(self, total: GridLine, parts: list[GridLine], column: GridLine) -> bool:
        """Whether a rule of these rows could bind in a column in which the relation is not believed."""
        at = self.grid.at
        return (total.index, column.index) in at and any((part.index, column.index) in at for part in parts)
