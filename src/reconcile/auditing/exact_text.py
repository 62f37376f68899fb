"""The arithmetic of a finding as its row holds it: exact text, None where there is no number."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reconcile.checks.engine.readings import Reading
from reconcile.checks.finding import Comparison, Term
from reconcile.exact.interval import text


def exact_text(number: Fraction | None) -> str | None:
    return None if number is None else text(number)


def part(term: Term | None) -> dict[str, Any]:
    """What a claim adds to the arithmetic of a finding; nothing where nothing was computed."""
    if term is None:
        return {"weight": None, "contribution": None, "side": None}
    side = "reported" if term.reported else "computed"
    return {"weight": exact_text(term.weight), "contribution": exact_text(term.contribution), "side": side}


def comparison(compared: Comparison) -> dict[str, Any]:
    """What is computed and what is reported."""
    sides = {name: _ends(getattr(compared, name)) for name in ("computed", "reported")}
    return {"of": compared.of, **sides}


def _ends(reading: Reading) -> dict[str, Any]:
    printed, face, wide = reading
    return {
        "printed_low": exact_text(printed.low),
        "printed_high": exact_text(printed.high),
        "low": exact_text(face.low),
        "high": exact_text(face.high),
        "low_open": face.low_open,
        "high_open": face.high_open,
        "wide_low": exact_text(wide.low),
        "wide_high": exact_text(wide.high),
    }
