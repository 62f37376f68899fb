"""The Pandera schema of the findings."""

from __future__ import annotations

import pandera.pandas as pa

from reconcile.checks.verdicts import CHECKS, VERDICTS

_NUMBER = r"-?\d+(\.\d+)?(/\d+)?"


def _text(*, unique: bool = False, **checks: list[str] | tuple[str, ...]) -> pa.Column:
    allowed = [pa.Check.isin(list(values)) for values in checks.values()]
    return pa.Column(str, checks=allowed, unique=unique)


def _number() -> pa.Column:
    """An exact number as text, in base units; None where there is none."""
    return pa.Column(object, pa.Check.str_matches(f"^{_NUMBER}$"), nullable=True)


def _things() -> pa.Column:
    return pa.Column(object)


findings_schema = pa.DataFrameSchema(
    {
        "finding": _text(unique=True),
        "check": _text(checks=CHECKS),
        "verdict": _text(verdicts=VERDICTS),
        "rule": _text(),
        "quantity": _things(),
        "status": _text(),
        "sources": _things(),
        "claims": _things(),
        "residual": _number(),
        "allowed": _number(),
        "excess": _number(),
        "excess_units": _number(),
        "unit": _text(),
        "message": _text(),
        "repairs": _things(),
        "evidence": _things(),
        "accepted": pa.Column(object, nullable=True),
        "file": _text(),
        "line": pa.Column("Int64", nullable=True),
        "certificate": pa.Column(object, nullable=True),
        "caught": pa.Column("Int64", nullable=True),
        "errors": pa.Column("Int64", nullable=True),
        "comparisons": _things(),
        "unclaimed": _things(),
    },
    strict=True,
    ordered=True,
    name="findings",
)
"""One row a finding, in the order of the checks. ``quantity`` is a dict, ``sources`` and ``claims`` are tuples of ids,
``repairs``, ``evidence``, ``comparisons`` and ``unclaimed`` tuples of dicts, ``certificate`` the proof of a joint
conflict or None. ``errors`` counts those in the last two digits of the claims, ``caught`` those of them that a binding
that holds would catch. Numbers are decimal text in base units, or a fraction such as 5/6."""
