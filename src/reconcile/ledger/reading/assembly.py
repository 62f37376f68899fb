"""From what files say to a ledger's claims and sources: everything judged, all problems at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.decode import decode_claims
from reconcile.ledger.reading.draft import Draft
from reconcile.ledger.reading.problem_words import cut, meant, shown
from reconcile.ledger.reading.table_columns import columns_of
from reconcile.ledger.reading.tables import Sheet, origin_frame
from reconcile.ledger.store.columns import SOURCE_COLUMNS, TEXT
from reconcile.ledger.store.schemas import complaints, sources_schema
from reconcile.ledger.store.text_problems import cell_problems
from reconcile.ledger.store.unit_kinds import rule_misfits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.ledger.reading.settings import Settings
    from reconcile.ledger.store.claim_table import ClaimTable, Units


@dataclass(frozen=True, slots=True)
class Assembled:
    """What a draft comes to."""

    claims: ClaimTable
    sources: pd.DataFrame


def assemble(draft: Draft) -> Assembled:
    """Make the claims and sources of a draft, or raise a LedgerError with every problem.

    The order is canonical, since files and tables list differently: sources by id, claims by their source and
    then as written.
    """
    problems, settings = draft.problems, draft.settings
    columns = columns_of(draft.claims, problems)
    named = columns.names["source"].values if columns.size else ()
    sources = _sources(draft, set(named), problems)
    claims, said, units = decode_claims(columns, sources, settings, all_known=not draft.sources_unread)
    problems += [Problem(*claims.place(row), message) for row, message in said]
    known = None if draft.sources_unread else set(sources["source"])
    _check_rules(settings, set(claims.codes("measure").values) if len(claims) else set(), known, units, problems)
    if problems:
        raise LedgerError(sorted(set(problems), key=lambda problem: (problem.file, problem.line or 0, problem.message)))
    return Assembled(claims, sources)


def _sources(draft: Draft, named: set[str], problems: list[Problem]) -> pd.DataFrame:
    """The sources in the order of their ids: those given, else those that claims name."""
    language = draft.settings.defaults.get("language", "")
    if draft.no_sources_given:
        ids = sorted(named - {""})
        sources = _only_named(ids)
        origin = pd.DataFrame({"file": "sources", "line": pd.array([None] * len(ids), dtype="Int64")})
        if not language and not any(cell_problems("source", one) for one in ids):
            return sources
    else:
        sources, origin = _joined(draft.sources)
    sources["language"] = sources["language"].mask(sources["language"] == "", language)
    for row, message in complaints(sources_schema, sources):
        file, line = ("", None) if row is None else origin.iloc[row]
        problems.append(Problem(file, None if line is None or line is pd.NA else int(line), message))
    return sources.take(sources["source"].argsort(kind="stable").to_numpy()).reset_index(drop=True)


def _only_named(ids: Sequence[str]) -> pd.DataFrame:
    """Sources of which nothing is known but their ids."""
    absent = pd.array([""] * len(ids), dtype=TEXT)
    return pd.DataFrame(dict.fromkeys(SOURCE_COLUMNS, absent) | {"source": pd.array(ids, dtype=TEXT)})


def _joined(sheets: Sequence[Sheet]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join the rows of all sheets of sources, with all columns, and the place of each row."""
    if not sheets:
        return _only_named(()), origin_frame("", np.zeros(0, dtype=np.int64), 0)
    frames = [sheet.frame.reindex(columns=list(SOURCE_COLUMNS)).astype(TEXT).fillna("") for sheet in sheets]
    return pd.concat(frames, ignore_index=True), pd.concat([sheet.origin for sheet in sheets], ignore_index=True)


def _check_rules(
    settings: Settings, claimed: set[str], sources: set[str] | None, units: Units, problems: list[Problem]
) -> None:
    known = {*settings.measures, *claimed}
    for rule, place in zip(settings.rules, settings.rule_places, strict=True):
        for name in rule.measures:
            if name not in known:
                near = meant(name, known)
                hint = f"; did you mean {shown(near)}?" if near else "; a claim must report it, or measures: declare it"
                problems.append(place.problem(f"{cut(rule.text)}: nothing is known of measure {shown(name)}{hint}"))
        for name in rule.sources:
            if sources is not None and name not in sources:
                near = meant(name, sources)
                hint = f"; did you mean {shown(near)}?" if near else ""
                problems.append(place.problem(f"{cut(rule.text)}: there is no source {shown(name)}{hint}"))
    said = {(measure, unit) for measure, stat, unit in units if stat == "level"}
    for number, message in rule_misfits(settings.rules, said, settings.measures, settings.units):
        problems.append(settings.rule_places[number].problem(message))
