"""From files to a ledger's frames: defaults filled in, everything judged, all problems at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.exact.columns import Ints
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.reading.draft import Draft, Table, Typed
from reconcile.ledger.reading.problem_words import cut, meant, shown
from reconcile.ledger.store.claim_ids import ClaimIds
from reconcile.ledger.store.claim_table import Content, Framed
from reconcile.ledger.store.columns import SOURCE_COLUMNS, TEXT, claim_columns
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.figure_columns import Figures, figures_of
from reconcile.ledger.store.schemas import Complaint, claims_schema, complaints, sources_schema
from reconcile.ledger.store.unit_kinds import claim_problems, rule_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.ledger.reading.settings import Settings


@dataclass(frozen=True, slots=True)
class Frames:
    """What a draft comes to: frames that satisfy their schemas, parallel columns of figures and of places."""

    claims: Content
    sources: pd.DataFrame


def assemble(draft: Draft) -> Frames:
    """Make the frames of a draft, or raise a LedgerError with every problem.

    The order is canonical, since files and tables list differently: sources by id, claims by their source and
    then as written.
    """
    problems = draft.problems
    if draft.typed is not None:
        if (by_columns := _by_columns(draft, draft.typed)) is not None:
            return by_columns
        if (table := draft.typed.as_text(problems)) is not None:
            draft.claims.append(table)
    claims, origin = _joined(draft.claims, claim_columns(draft.settings.dimensions))
    sources = _sources(draft, set(claims["source"].unique()), problems)
    order = claims["source"].argsort(kind="stable").to_numpy()
    claims, origin = claims.take(order).reset_index(drop=True), origin.take(order).reset_index(drop=True)

    claims = _with_offsets(claims, origin, problems)
    claims = _with_defaults(claims, draft.settings.defaults, draft.settings.dimensions)
    found = complaints(claims_schema, claims)
    languages = claims["source"].map(sources.drop_duplicates("source").set_index("source")["language"]).astype(TEXT)
    unspoken = _languages_unknown(claims, languages)
    if not draft.sources_unread:
        unspoken += _sources_unknown(claims, languages, list(sources["source"]))
    _report([*found, *unspoken], origin, problems)
    bad = {row for row, _, check in found if check in {"figure", "stat"}} | {row for row, _ in unspoken}
    bad |= set(np.flatnonzero(languages.isna()))
    figures = _figures(claims, languages.fillna(""), bad, origin, draft)
    if problems:
        raise LedgerError(sorted(set(problems), key=lambda problem: (problem.file, problem.line or 0, problem.message)))
    return Frames(Framed(claims, figures, origin), sources)


def _by_columns(draft: Draft, typed: Typed) -> Frames | None:
    """The ledger of one typed table, where nothing is to be said about it; else it is read as text."""
    from reconcile.ledger.reading.decode import coded
    from reconcile.ledger.reading.typed_columns import intake

    if draft.claims or draft.problems:
        return None
    taken = intake(typed.table)
    claims = None if taken is None else coded(taken, draft.settings, typed.file, typed.begins)
    if claims is None:
        return None
    problems: list[Problem] = []
    ids = claims.codes("source").values
    if draft.no_sources_given and "language" not in draft.settings.defaults:
        return Frames(claims, _only_named(ids))  # which the claims' schema has judged
    sources = _sources(draft, set(ids), problems)
    if problems or not set(sources["source"]).issuperset(ids):
        return None
    return Frames(claims, sources)


def _sources(draft: Draft, named: set[str], problems: list[Problem]) -> pd.DataFrame:
    """The sources in the order of their ids: those given, else those that claims name."""
    sources, origin = _joined(draft.sources, list(SOURCE_COLUMNS))
    if draft.no_sources_given:
        ids = sorted(named - {""})
        sources = _only_named(ids)
        origin = pd.DataFrame({"file": "sources", "line": pd.array([None] * len(ids), dtype="Int64")})
    language = draft.settings.defaults.get("language", "")
    sources["language"] = sources["language"].mask(sources["language"] == "", language)
    _report(complaints(sources_schema, sources), origin, problems)
    return sources.take(sources["source"].argsort(kind="stable").to_numpy()).reset_index(drop=True)


def _only_named(ids: Sequence[str]) -> pd.DataFrame:
    """Sources of which nothing is known but their ids."""
    absent = pd.array([""] * len(ids), dtype=TEXT)
    return pd.DataFrame(dict.fromkeys(SOURCE_COLUMNS, absent) | {"source": pd.array(ids, dtype=TEXT)})


def _joined(tables: Sequence[Table], names: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join the rows of all tables, with all columns, and the place of each row."""
    if not tables:
        empty = Table(pd.DataFrame(), "", np.array([], dtype=np.int64))
        return _blank(pd.DataFrame(), names), empty.origin
    frames = [_blank(table.frame, names) for table in tables]
    origins = [table.origin for table in tables]
    return pd.concat(frames, ignore_index=True), pd.concat(origins, ignore_index=True)


def _blank(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    absent = pd.Series([""], dtype=TEXT).repeat(len(frame)).reset_index(drop=True)
    return pd.DataFrame({name: frame.get(name, absent) for name in names}, index=frame.index)


def _with_offsets(claims: pd.DataFrame, origin: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    whole = claims["at"].str.fullmatch("[0-9]{1,15}")
    wrong = ~whole & (claims["at"] != "")
    said = [(int(row), f"at {shown(claims['at'][row])} is not a whole number") for row in np.flatnonzero(wrong)]
    _report(said, origin, problems)
    return claims.assign(at=pd.to_numeric(claims["at"].where(whole)).astype("Int64"))


def _with_defaults(claims: pd.DataFrame, defaults: Mapping[str, str], dimensions: Sequence[str]) -> pd.DataFrame:
    fill = {"stat": "level", "status": defaults.get("status", "final"), "area": defaults.get("area", "")}
    claims = claims.assign(**{name: claims[name].mask(claims[name] == "", text) for name, text in fill.items()})
    compared = claims["stat"].isin(["growth", "change"])
    claims["period"] = claims["period"].map(_canonical(claims["period"])).astype(TEXT)
    claims["base"] = (
        claims["base"].mask(compared, claims["base"].map(_canonical(claims["base"][compared]))).astype(TEXT)
    )
    claims["claim"] = claims["claim"].mask(claims["claim"] == "", ClaimIds.of(claims, dimensions).texts())
    return claims


def _canonical(periods: pd.Series) -> dict[str, str]:
    """Each spelling's one spelling, so that 2024-M11 and 2024-11 are the same period everywhere."""
    names = {}
    for text in periods.unique():
        try:
            names[text] = read_period(text).text
        except PeriodError:
            names[text] = text
    return names


def _sources_unknown(
    claims: pd.DataFrame, languages: pd.Series[str], known: Sequence[str]
) -> list[tuple[int | None, str]]:
    said: list[tuple[int | None, str]] = []
    for row in np.flatnonzero(languages.isna() & (claims["source"] != "")):
        near = meant(claims["source"][row], known)
        hint = f"; did you mean {shown(near)}?" if near else ""
        said.append((int(row), f"source {shown(claims['source'][row])} is not among the ledger's sources{hint}"))
    return said


def _languages_unknown(claims: pd.DataFrame, languages: pd.Series[str]) -> list[tuple[int | None, str]]:
    mute = (languages == "") & (claims["reported"] != "")
    message = "reported {} is in no known language: 82.097 may be 82 or 82 thousand; give the source a 'language'"
    return [(int(row), message.format(shown(claims["reported"][row]))) for row in np.flatnonzero(mute)]


def _report(found: Sequence[Complaint | tuple[int | None, str]], origin: pd.DataFrame, problems: list[Problem]) -> None:
    rows = [row for row, *_ in found if row is not None]
    places = zip(origin["file"].iloc[rows], origin["line"].iloc[rows], strict=True)
    for row, message, *_ in found:
        file, line = ("", None) if row is None else next(places)
        problems.append(Problem(file, None if line is None or line is pd.NA else int(line), message))


def _figures(
    claims: pd.DataFrame, languages: pd.Series, bad: set[int | None], origin: pd.DataFrame, draft: Draft
) -> Figures:
    """Read the figures of all claims that can be read, and see whether their units fit."""
    settings = draft.settings
    rows = _but(len(claims), (row for row in bad if row is not None))
    readable, spoken = claims.iloc[rows].reset_index(drop=True), languages.iloc[rows].tolist()
    measures = {name: settings.measures.get(name, Measure(name)) for name in readable["measure"].unique()}
    figures, unread = figures_of(readable, spoken, measures, settings.defaults.get("unit", ""))
    _report([(int(rows[row]), message) for row, message in unread], origin, draft.problems)
    kept = _but(len(readable), (row for row, _ in unread))
    fitting, read = readable.iloc[kept].reset_index(drop=True), figures.take(kept)
    misfits = claim_problems(fitting, read, settings.measures)
    _report([(int(rows[kept[row]]), message) for row, message in misfits], origin, draft.problems)
    _check_rules(claims, fitting, read, settings, draft.problems)
    return figures


def _but(size: int, rows: Iterable[int]) -> Ints:
    """So many rows without these."""
    kept = np.ones(size, dtype=bool)
    kept[list(rows)] = False
    return np.flatnonzero(kept)


def _check_rules(
    claims: pd.DataFrame,
    readable: pd.DataFrame,
    figures: Figures,
    settings: Settings,
    problems: list[Problem],
) -> None:
    known = {*settings.measures, *claims["measure"].unique()}
    for rule, place in zip(settings.rules, settings.rule_places, strict=True):
        for name in rule.measures:
            if name not in known:
                near = meant(name, known)
                hint = f"; did you mean {shown(near)}?" if near else "; a claim must report it, or measures: declare it"
                problems.append(place.problem(f"{cut(rule.text)}: nothing is known of measure {shown(name)}{hint}"))
    for number, message in rule_problems(settings.rules, readable, figures, settings.measures):
        problems.append(settings.rule_places[number].problem(message))
