"""Evidence as plain values: texts, numbers as exact decimal text, dicts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reconcile.checks.finding import Comparison, Term
from reconcile.checks.reading import Reading
from reconcile.exact.interval import text


def part_of_sum(term: Term | None) -> dict[str, Any]:
    if term is None:
        return {"weight": None, "contribution": None, "side": None}
    side = "reported" if term.reported else "computed"
    return {"weight": _text(term.weight), "contribution": _text(term.contribution), "side": side}


def comparison_as_plain(comparison: Comparison) -> dict[str, Any]:
    sides = {name: _ends(getattr(comparison, name)) for name in ("computed", "reported")}
    return {"of": comparison.of, **sides}


def _ends(reading: Reading) -> dict[str, Any]:
    printed, face, wide = reading
    return {
        "printed_low": _text(printed.low),
        "printed_high": _text(printed.high),
        "low": _text(face.low),
        "high": _text(face.high),
        "low_open": face.low_open,
        "high_open": face.high_open,
        "wide_low": _text(wide.low),
        "wide_high": _text(wide.high),
    }


def _text(number: Fraction | None) -> str | None:
    return None if number is None else text(number)
