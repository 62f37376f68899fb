"""What an audit finds in a folder, made once of all that hold the same: many tests look at the same findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reconcile.auditing import Result, run
from reconcile.ledger.ledger import Ledger

TODAY = date(2026, 1, 1)  # for which fixtures/gallery is written
_RESULTS: dict[tuple[object, ...], Result] = {}


def audited(path: Path, today: date = TODAY) -> Result:
    """The result, which is shared: nobody may change it, and the folder that it names is the first of its content."""
    if path.is_file():  # what stands beside a table belongs to its ledger
        return run(Ledger.read(path), today=today)
    files = [file for file in sorted(path.rglob("*")) if file.is_file()]
    content = (today, *((file.relative_to(path).as_posix(), file.read_bytes()) for file in files))
    if content not in _RESULTS:
        _RESULTS[content] = run(Ledger.read(path), today=today)
    return _RESULTS[content]
