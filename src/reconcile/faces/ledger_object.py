"""The ledger as Python and a notebook meet it: single claims, pictures, and a table of its documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from reconcile.errors import DocumentError, LedgerError, Problem, ReconcileError
from reconcile.faces.claim_objects import Claim
from reconcile.ledger import ledger as plain
from reconcile.ledger.reading.folder import MAPPING
from reconcile.ledger.reading.problem_words import file_shown
from reconcile.ledger.store.claim_table import Origin
from reconcile.reports.naming import no_such
from reconcile.reports.snippets import bold, faint, paragraph, table, words

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.axes import Axes

    from reconcile.reading.reported_ledgers import ReportedLedger
    from reconcile.reading.table_mappings import TableMapping
    from reconcile.reading.wide_frames import WideCells, WideClaims

_WORKBOOKS = {".xlsx", ".xlsm"}
_REPORTS = {".json", ".xml", ".xbrl"}
_PAGES = {".xhtml", ".html", ".htm"}
_SHOWN = 10  # documents in a representation; the frame has all


class Ledger(plain.Ledger):
    __doc__ = plain.Ledger.__doc__

    @classmethod
    def read(
        cls,
        path: str | os.PathLike[str],
        *,
        texts: str | os.PathLike[str] | None = None,
        rules: Iterable[object] = (),
        unit_mult: str = "",
    ) -> Self:
        """Read a folder, one table of claims, a workbook or a report; raises a LedgerError with all problems at once.

        `texts` names a folder with the sources' texts, to be searched first; `rules` adds to the ledger's own. Of a
        workbook (XLSX) each sheet is read as it is published; it needs the extra `documents`. A report is one of XBRL:
        xBRL-JSON, xBRL-CSV by its metadata, an instance in XML or a page of inline XBRL, each with the calculation
        linkbases in its folder; or a company's facts as the SEC gives them; or a data message of SDMX in CSV, JSON or
        XML, of which `unit_mult` says what UNIT_MULT means, "scaled" or "applied", where nobody knows what its agency
        means by it; or a mapping, `*.mapping.yaml`, that says how a workbook or a message beside it is read. `read_as`
        says how it was read.
        """
        given = Path(path)
        if given.name.endswith(MAPPING):
            return cls._read_as_mapped(given, rules)
        if (given.suffix.lower() in _REPORTS and given.is_file()) or _is_message(given):
            from reconcile.reading.reported_files import read_reported

            return replace(cls._reported(read_reported(given, unit_mult), rules), path=given)
        if unit_mult:
            message = "unit_mult says what a message of SDMX means, and this is none"
            raise LedgerError([Problem(file_shown(given.name), None, message)])
        if given.suffix.lower() not in _WORKBOOKS or not given.is_file():
            return super().read(path, texts=texts, rules=rules)
        return replace(cls._of_workbook(given, rules), path=given)

    @classmethod
    def _of_workbook(cls, given: Path, rules: Iterable[object], mapping: TableMapping | None = None) -> Self:
        """Read a workbook as its looks tell, or as a mapping says."""
        from reconcile.documents.reading.entry import read_document
        from reconcile.reading.published_tables import published_tables
        from reconcile.reading.table_mappings import readings_of

        try:
            document = read_document(given)
        except DocumentError as error:
            raise LedgerError(error.problems) from None
        readings = readings_of(mapping, document) if mapping else None
        made = published_tables(document, given.stem, mapping.language if mapping else "en", readings)
        measures = {name: {"title": title} for name, title in made.titles.items()}
        ledger = cls.of_cells(made.claims, rules=rules, measures=measures, title=given.stem)
        return replace(ledger, read_as=made.read_as)

    @classmethod
    def _read_as_mapped(cls, given: Path, rules: Iterable[object]) -> Self:
        """Read the file that a mapping is about, as it says."""
        from reconcile.reading.table_mappings import read_mapping

        mapping = read_mapping(given)
        rules = [*mapping.rules, *rules]
        if mapping.path.suffix.lower() in _WORKBOOKS:
            return replace(cls._of_workbook(mapping.path, rules, mapping), path=given)
        return replace(cls.read(mapping.path, rules=rules, unit_mult=mapping.unit_mult), path=given)

    @classmethod
    def from_wide(
        cls,
        frame: Any,
        *,
        id: str | Iterable[str] | Mapping[str, str] = (),  # noqa: A002 - as pandas calls what tells rows apart
        values: Iterable[str] | None = None,
        decimals: object = None,
        unit: object = None,
        columns: Mapping[str, Mapping[str, object]] | None = None,
        source: str = "table",
        language: str = "en",
        rules: Iterable[object] = (),
        missing: str = "non_null",
        **settings: Any,
    ) -> Self:
        r"""Make a ledger of a frame in which each column is a measure; raises a LedgerError with all problems at once.

        `id` names the columns, or levels of the index, that say what a row is about: a ledger's own (`period`, `area`,
        `source`, `status`) or dimensions; `{"year": "period"}` says what a ledger calls one. Without any, each row is
        by itself. `values` names the columns with figures, all others by default. `decimals` are XBRL's, digits right
        of the point in base units, or "exact"; `unit` is such as "million USD". Both are given for all columns, or as
        a mapping by column, or as the name of another column that says it of each row; a unit for all columns leaves
        out those of growth, shares and ratios, which are in percent or say otherwise by column. Text needs no
        `decimals`: it is read as it is printed, in the `language`. Its marks are split off: `":"`, `"-"`, `"n/a"` and
        `"***"` are no figures, the "p" of "12.3 p" and the star of `"12.3*"` are no part of one. Numbers do not say how
        finely they were printed, or whether they were counted, and need them; what arithmetic left beyond 15 digits is
        no digit.

        `columns` says of a column what is not its own name: `{"growth": {"measure": "exports", "stat": "growth",
        "base": "period=-1"}}`, `{"exports_2023": {"measure": "exports", "period": "2023"}}`. `missing` is one of VTL's
        modes: with "non_zero", "partial_zero" and "always_zero" a level that is missing is nought, exactly, in rows in
        which another of its rule is not nought, in which any is there, and in all; with "non_null", "partial_null" and
        "always_null" it stays missing. Further arguments are those of `from_frames`.

        >>> import pandas as pd, reconcile as rc
        >>> frame = pd.DataFrame({"year": [2023, 2024], "exports": ["354.7", "405.9"], "imports": ["326.4", "381.0"]})
        >>> frame["trade"] = ["681.1", "768.9"]
        >>> rules = ["trade = exports + imports"]
        >>> ledger = Ledger.from_wide(frame, id={"year": "period"}, unit="billion USD", rules=rules)
        >>> rc.audit(ledger).conflicts["message"].str.partition(";")[0].item()
        '405.9 + 381.0 = 786.9, reported 768.9 (billion USD): off by 18'
        """
        from reconcile.reading.wide_frames import wide_claims

        rules = list(rules) if isinstance(rules, Iterator) else rules
        made = wide_claims(
            frame,
            id=id,
            values=values,
            decimals=decimals,
            unit=unit,
            columns=columns,
            source=source,
            language=language,
            missing=missing,
            rules=rules,
        )
        return cls.of_cells(made, rules=rules, **settings)

    @classmethod
    def from_filings(
        cls, filings: Mapping[str | os.PathLike[str], str | date], *, rules: Iterable[object] = ()
    ) -> Self:
        """Make one ledger of several XBRL filings, each given with the day on which it was filed.

        Each is a source with its own sums. Those of one filer are releases of a series, so what a later one restates
        is a revision and no conflict. Raises a LedgerError with all problems at once.

        >>> import reconcile as rc
        >>> folder = "fixtures/filing"
        >>> ledger = Ledger.from_filings({f"{folder}/harbour-2024.xml": "2025-02-19"})
        >>> ledger.sources[["source", "published", "series"]].values.tolist()
        [['harbour-2024', '2025-02-19', 'HBR-1']]
        """
        from reconcile.reading.xbrl.entry import read_filings

        return cls._reported(read_filings({Path(path): str(filed) for path, filed in filings.items()}), rules)

    @classmethod
    def _reported(cls, report: ReportedLedger, rules: Iterable[object]) -> Self:
        own = report.settings.pop("rules")
        made = cls.of_cells(report.claims, rules=[*own, *rules], **report.settings)
        nil = frozenset(made.claims["claim"].iloc[list(report.also_nil)])
        return replace(made, read_as=report.read_as, also_nil=nil)

    @classmethod
    def of_cells(cls, made: WideClaims, **settings: Any) -> Self:
        """Make a ledger of the cells of a wide table, whose claims and problems stand where the cells do."""
        dimensions = [*settings.pop("dimensions", ()), *made.dimensions]
        settings["measures"] = {name: {} for name in made.unreported} | dict(settings.get("measures") or {})
        cells = made.cells
        try:
            ledger = cls.from_frames(made.frame, dimensions=dimensions, **settings)
        except LedgerError as error:
            raise LedgerError([_in_cells(problem, cells) for problem in error.problems]) from None
        content = ledger.content
        origin = Origin(cells, cells.lines, content.origins.sources, len(cells))
        return replace(ledger, content=replace(content, origins=origin))

    def claim(self, claim: str) -> Claim:
        """Give the claim of an id; raises a ReconcileError that names the nearest ids where there is none."""
        ids = self.claims["claim"]
        found = np.flatnonzero(ids == claim)
        if not len(found):
            raise ReconcileError(no_such("claim", claim, ids))
        return Claim.of(self, int(found[0]))

    def write_sdmx(
        self, path: str | os.PathLike[str], *, source: str = "", structure: str = "RECONCILE:CLAIMS(1.0)"
    ) -> Path:
        """Write the claims of a source as a message in SDMX-CSV 2.0, and give its path back.

        `source` may be left out where there is one; `structure` is the dataflow that the message says it is of. A
        LedgerError names each claim that SDMX has no words for: growth, hedges, exact counts, targets.
        """
        from reconcile.ledger.writing.files import unwritten
        from reconcile.ledger.writing.replacing import replaced_file
        from reconcile.ledger.writing.sdmx_csv import sdmx_csv

        text = sdmx_csv(self, source, structure)
        try:
            with replaced_file(Path(path)) as part:
                part.write_bytes(text.encode())
        except OSError as error:
            raise LedgerError([Problem(file_shown(str(path)), None, unwritten(error))]) from error
        return Path(path)

    def plot(
        self, measure: str, *, stat: str = "level", area: str | None = None, ax: Axes | None = None, **dimensions: str
    ) -> Axes:
        """Draw what the documents say of a measure, period by period; needs matplotlib, the extra ``plot``.

        Each claim is drawn as the interval that it stands for, in the order in which the documents appeared, with a
        mark of its own for each status. `area` and further dimensions choose among several.
        """
        from reconcile.reports.plots import plot_measure

        return plot_measure(self, measure, stat=stat, at={"area": area, **dimensions}, ax=ax)

    def _repr_html_(self) -> str:
        claims = self.claims["source"].value_counts()
        head = ("source", "title", "publisher", "published")
        rows = [
            [*(words(row[name]) for name in head), str(int(claims.get(row["source"], 0)))]
            for row in self.sources.head(_SHOWN).to_dict("records")
        ]
        more = len(self.sources) - len(rows)
        return (
            paragraph(f"{bold(self.title or 'Ledger')}: {words(self._counts())}")
            + table((*head, "claims"), rows)
            + (paragraph(faint(f"and {more} more; .sources has all")) if more > 0 else "")
        )


def _is_message(path: Path) -> bool:
    """Whether a table of CSV is a message of SDMX, or a page is one of inline XBRL."""
    suffix = path.suffix.lower()
    if suffix in _PAGES and path.is_file():
        from reconcile.reading.xbrl.inline_reports import HEAD, is_inline

        with path.open("rb") as file:
            return is_inline(file.read(HEAD))
    if suffix != ".csv":
        return False
    from reconcile.reading.sdmx.csv_heads import begins_message

    return begins_message(path)


def _in_cells(problem: Problem, cells: WideCells) -> Problem:
    """A problem of a claim as one of the cell that makes it."""
    if problem.file != "claims" or problem.line is None:
        return problem
    return cells.problem(problem.line - 1, problem.message)
