"""An audit that was written as JSON, read again as far as two audits are compared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reconcile.checks.verdicts import CRASHED, VERDICTS, finding_kind
from reconcile.errors import Problem, UnusableError, at_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Self

    from reconcile.auditing import Entry

SCHEMA = "reconcile.audit/1"
_NUMBER = re.compile(r"-?[0-9]{1,900}(\.[0-9]{1,900})?(/0*[1-9][0-9]{0,900})?")
_TOLD = 20  # problems of one file; there may be one in each finding


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """What is kept of a finding to compare it with itself in another audit."""

    finding: str
    check: str
    verdict: str
    accepted: str | None
    subject: str
    message: str
    residual: str | None  # exact, as decimal text in base units or as a fraction
    unit: str
    file: str
    line: int | None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """What is kept of a finding of an audit that was just made."""
        return cls(
            *(entry.finding, entry.check, entry.verdict, entry.accepted, entry.subject, entry.message),
            *(entry.residual, entry.unit, entry.file, entry.line),
        )

    @property
    def kind(self) -> str:
        """The verdict, with accepted conflicts as a kind of their own."""
        return finding_kind(self.verdict, self.accepted)

    @property
    def alarms(self) -> bool:
        """Whether it fails an audit: a conflict that nobody accepted, or a check that crashed."""
        return self.kind == "conflict" or self.finding.endswith(CRASHED)

    @property
    def sentence(self) -> str:
        """The message, with what it is about."""
        return f"{self.subject}: {self.message}" if self.subject else self.message

    @property
    def place(self) -> str:
        """Where to look it up: file:line."""
        return at_line(self.file, self.line)


def read_recorded_audit(path: Path) -> dict[str, RecordedFinding]:
    """The findings of a file that `reconcile audit --format json` wrote, by id and in its order.

    Raises UnusableError with all that is wrong, where it is not such a file.
    """
    name = str(path)
    try:
        written = json.loads(path.read_bytes())
    except OSError as error:
        raise _unusable(name, [(None, f"cannot be read: {error.strerror}")]) from None
    except json.JSONDecodeError as error:
        what = f"is no JSON, or only a part of it ({error.msg})"
        raise _unusable(name, [(error.lineno, f"{what}; {_ADVICE}")]) from None
    except (UnicodeDecodeError, RecursionError):
        raise _unusable(name, [(None, f"is no JSON; {_ADVICE}")]) from None
    if not isinstance(written, dict) or written.get("schema") != SCHEMA:
        raise _unusable(name, [(None, f"is no audit of the schema {SCHEMA}; {_ADVICE}")])
    listed = written.get("findings")
    if not isinstance(listed, list):
        raise _unusable(name, [(None, f"has no list of findings; {_ADVICE}")])
    found: dict[str, RecordedFinding] = {}
    problems = []
    for number, one in enumerate(listed, 1):
        try:
            finding = _recorded(one if isinstance(one, dict) else {})
        except ValueError as error:
            problems.append((None, f"finding {number} {error}"))
            continue
        if finding.finding in found:
            problems.append((None, f"finding {number} has the id of another before it"))
        found[finding.finding] = finding
    if problems:
        raise _unusable(name, problems)
    return found


_ADVICE = "write it with reconcile audit LEDGER --format json --output FILE"


def _unusable(name: str, problems: Iterable[tuple[int | None, str]]) -> UnusableError:
    told = [Problem(name, line, message) for line, message in problems]
    more = [Problem(name, None, f"{len(told) - _TOLD} more findings are not as written")] if len(told) > _TOLD else []
    return UnusableError([*told[:_TOLD], *more])


def _recorded(one: dict[str, Any]) -> RecordedFinding:
    line = one.get("line")
    if line is not None and not isinstance(line, int):
        raise ValueError("has a line that is no number")
    if one.get("verdict") not in VERDICTS:
        raise ValueError(f"has no verdict of {', '.join(VERDICTS)}")
    residual = _text(one, "residual")
    if residual is not None and not _NUMBER.fullmatch(residual):
        raise ValueError("has a residual that is no exact number")
    return RecordedFinding(
        _needed(one, "id"),
        _needed(one, "check"),
        one["verdict"],
        _text(one, "accepted"),
        _text(one, "subject") or "",  # written since it was added to the schema
        _text(one, "message") or "",
        residual,
        _text(one, "unit") or "",
        _text(one, "file") or "",
        line,
    )


def _text(one: dict[str, Any], name: str) -> str | None:
    value = one.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"has a {name} that is no text")
    return value


def _needed(one: dict[str, Any], name: str) -> str:
    value = _text(one, name)
    if not value:
        raise ValueError(f"has no {name}")
    return value
