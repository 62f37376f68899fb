"""The audit as a program reads it: the schema `reconcile.audit/1`.

Numbers are decimal strings in base units, never floats; what is absent is null, and so are the decimals of an exact
count. Within this version of the schema keys may be added at the end of an object; none is removed, renamed or moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from reconcile.reports.json_text import json_text
from reconcile.reports.recorded_audits import SCHEMA
from reconcile.reports.suspects import looked_for
from reconcile.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reconcile.auditing import Entry, Result

_LAST = (
    *("stat", "base", "status", "reported", "value", "low", "high", "low_open", "high_open"),
    *("decimals", "unit", "qualifier", "quote", "at"),
)
_ADDED = ("page", "per")  # since the schema was published


def to_json(result: Result) -> str:
    """One JSON object, indented, ended by one newline; the same audit always gives the same text."""
    return "".join(json_pieces(result))


def json_pieces(result: Result) -> Iterator[str]:
    """The same piece by piece: a finding is put into words when its piece is asked for, and forgotten after it."""
    yield json_text(_head(result)).removesuffix("\n}")
    yield from _listed("claims", _claims(result))
    yield from _listed("findings", map(_finding, result.entries()))
    yield json_text({"hints": result.hints}).removeprefix("{").removesuffix("\n}").join((",", ""))
    if looked_for(result) or not result.counts["conflict"]:
        yield from _listed("causes", map(_cause, result.causes.to_dict("records")))
    else:
        yield ',\n "causes": null'
    yield "\n}\n"


def _listed(name: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A list as the next value of the object, its members one by one."""
    yield f',\n "{name}": ['
    before = ""
    for item in items:
        yield f"{before}\n  " + json_text(item).replace("\n", "\n  ")  # within a text a break is an escape
        before = ","
    yield "\n ]" if before else "]"


def _head(result: Result) -> dict[str, Any]:
    ledger = result.ledger
    return {
        "schema": SCHEMA,
        "ledger": None if ledger.path is None else ledger.path.as_posix(),
        "version": __version__,
        "counts": {
            "sources": len(ledger.sources),
            "claims": len(ledger.content),
            "findings": result.counts,
        },
    }


def _claims(result: Result) -> Iterator[dict[str, Any]]:
    """The claims with the columns of the quantity, whatever the ledger calls them, where they belong."""
    frame = result.claims
    known = {*_LAST, *_ADDED}
    names = [*(name for name in frame.columns if name not in known), *_LAST, *_ADDED]
    columns = [map(_plain, frame[name]) for name in names]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _plain(value: Any) -> Any:
    """What a cell holds, null where it is empty."""
    if isinstance(value, str | bool):
        return None if value == "" else value
    return None if pd.isna(value) else int(value)


def _cause(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: None if value == "" else value for name, value in row.items()}


def _finding(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.finding,
        "check": entry.check,
        "verdict": entry.verdict,
        "rule": entry.rule or None,
        "quantity": entry.quantity,
        "status": entry.status or None,
        "sources": entry.sources,
        "claims": entry.claims,
        "residual": entry.residual,
        "allowed": entry.allowed,
        "excess": entry.excess,
        "unit": entry.unit or None,
        "message": entry.message,
        "accepted": entry.accepted,
        "repairs": entry.repairs,
        "evidence": [{name: None if value == "" else value for name, value in part.items()} for part in entry.evidence],
        "excess_units": entry.excess_units,
        "file": entry.file or None,
        "line": entry.line,
        "strength": None if entry.errors is None else {"caught": entry.caught, "errors": entry.errors},
        "certificate": None if entry.certificate is None else entry.certificate.to_json(),
        "comparisons": entry.comparisons,
        "unclaimed": entry.unclaimed,
        "subject": entry.subject or None,
    }
