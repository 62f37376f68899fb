"""An audit as one assertion, for a test that exists already: `assert_consistent`."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Any

from reconcile.errors import ReconcileError
from reconcile.faces.ledger_object import Ledger
from reconcile.faces.python import Audit, audit
from reconcile.ledger import ledger as plain
from reconcile.reports.entries import of_kind
from reconcile.reports.evidence_text import evidence
from reconcile.reports.terminal import TerminalLine, render
from reconcile.reports.text_report import size, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHOWN = 10  # conflicts in full; the audit has all
_OF_CLAIMS = {"source", "measure", "period"}  # the columns that a frame of claims cannot be without


def assert_consistent(
    given: Any,
    rules: Iterable[object] = (),
    *,
    checks: Sequence[str] | None = None,
    rounding: str = "nearest",
    **wide: Any,
) -> Audit:
    """Raise an AssertionError with the evidence where figures cannot all be true, or where nothing was checked.

    `given` is a ledger, the path of one, a frame of claims, or a wide frame, of which further arguments are those of
    `Ledger.from_wide`: `id`, `decimals`, `unit` … What passes is given back as its audit.

    >>> import pandas as pd
    >>> trade = pd.DataFrame({"exports": [405.9], "imports": [381.0], "total": [768.9]}, index=["2024"])
    >>> try:
    ...     assert_consistent(trade, rules=["total = exports + imports"], decimals=1)
    ... except AssertionError as error:
    ...     print(str(error).splitlines()[0], "…")
    1 conflict among 3 claims of 1 source …
    """
    __tracebackhide__ = True  # pytest shows the line of the test, and not these
    answer = audit(_ledger(given, list(rules), wide), checks=checks, rounding=rounding, progress=False)
    if answer.status:
        raise AssertionError(render(_told(answer)).rstrip())
    return answer


def _ledger(given: Any, rules: Sequence[object], more: dict[str, Any]) -> plain.Ledger:
    if isinstance(given, plain.Ledger):
        if rules or more:
            named = ", ".join(["rules"] * bool(rules) + sorted(more))
            raise ReconcileError(f"a ledger has its own rules and figures: make it with {named}, not the assertion")
        return given
    if isinstance(given, str | os.PathLike):
        return Ledger.read(given, rules=rules, **more)
    columns = {str(name) for name in getattr(given, "columns", ())}
    made = Ledger.from_frames if columns >= _OF_CLAIMS and not more.keys() & {"id", "columns"} else Ledger.from_wide
    return made(given, rules=rules, **more)


def _told(answer: Audit) -> Iterator[TerminalLine]:
    """The conflicts in full; where there is none, why the audit is worth nothing."""
    count = answer.counts["conflict"] - len(answer.accepted)
    if not count:
        yield TerminalLine(summary(answer))
        for entry in islice(answer.entries(("unchecked",)), _SHOWN):
            yield TerminalLine(f"{entry.check}: {entry.sentence}", 2)
        return
    yield TerminalLine(f"{count} conflict{'s' * (count > 1)} among {size(answer)}")
    for entry in islice(of_kind(answer, "conflict"), _SHOWN):
        yield from evidence(entry, answer)
    if count > _SHOWN:
        yield TerminalLine(f"and {count - _SHOWN} more")
