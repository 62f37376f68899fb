"""How the figures of a text follow from tables: as text, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from reconcile.reports.csv_report import cell
from reconcile.reports.terminal import TerminalLine, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

_SCHEMA = "reconcile.derivations/1"


def derivations_text(
    derivations: pd.DataFrame, *, verbose: bool = False, quiet: bool = False, width: int | None, colour: bool = False
) -> str:
    """What is not derivable first, each with its sentence, then the rest; with `verbose` all derivations of each."""
    lines = [] if quiet else list(_lines(derivations, verbose=verbose))
    end = f"{derivations_counted(derivations)}. Exit status {derivations_status(derivations)}."
    return render([*lines, TerminalLine(end)], width=width, colour=colour)


def _lines(derivations: pd.DataFrame, *, verbose: bool) -> Iterator[TerminalLine]:
    given: list[TerminalLine] = []
    open_: list[TerminalLine] = []
    for (document, at), ways in derivations.groupby(["document", "at"], sort=False):
        best = ways.iloc[0]
        into = given if best["derivable"] else open_
        into.append(TerminalLine(f"{best['figure']}: {_derived(best)}", 2))
        if not best["derivable"]:
            into.append(TerminalLine(f"{str(document) or 'the text'}, offset {at}: “{best['sentence']}”", 4, "dim"))
        if verbose:
            others = ways.iloc[1:] if best["derivable"] else ways
            said = (TerminalLine(f"or {_formula(way)}", 4, "dim") for _, way in others.iterrows() if way["kind"])
            into.extend(said)
    for title, lines, style in (("not derivable", open_, "yellow"), ("derivable", given, "green")):
        if lines:
            yield TerminalLine(title, 0, style)
            yield from lines
            yield TerminalLine()


def _derived(way: pd.Series) -> str:
    return f"{_formula(way)}; {way['evidence']}" if way["derivable"] else str(way["evidence"])


def _formula(way: pd.Series) -> str:
    return f"{way['derivation']} = {way['computed']}" if way["kind"] != "cell" else str(way["derivation"])


def derivations_counted(derivations: pd.DataFrame) -> str:
    """How many of the figures are derivable, in words."""
    figures = derivations.groupby(["document", "at"])["derivable"].any()
    many, given = len(figures), int(figures.sum())
    return f"{given} of {many} figure{'s' * (many != 1)} {'is' if many == 1 else 'are'} derivable from the tables"


def derivations_status(derivations: pd.DataFrame) -> int:
    """The exit status: 0 where each figure is derivable, 1 where one is not, 3 where there is no figure."""
    if derivations.empty:
        return 3
    return 0 if derivations.groupby(["document", "at"])["derivable"].any().all() else 1


def derivations_csv(derivations: pd.DataFrame) -> str:
    """A row for each way in which a figure may be derived."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(list(derivations))
    for row in derivations.itertuples(index=False):
        writer.writerow(cell(str(one).lower() if isinstance(one, bool) else str(one)) for one in row)
    return table.getvalue()


def derivations_json(derivations: pd.DataFrame) -> str:
    """One JSON object: the schema's name, and an object for each way; what is computed is a decimal string."""
    rows = [
        {name: None if value == "" else value for name, value in row.items()} for row in derivations.to_dict("records")
    ]
    found = {"schema": _SCHEMA, "derivations": rows}
    return json.dumps(found, ensure_ascii=True, allow_nan=False, indent=1) + "\n"
