"""The files of a report: the one that is named, and those in its folder that it refers to. No other is read."""

from __future__ import annotations

import re
from pathlib import Path

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.opening import LARGEST, opened
from reconcile.ledger.reading.problem_words import file_shown

__all__ = ["bytes_of", "name_beside", "there"]

_ELSEWHERE = re.compile(r"[/\\:%]")


def bytes_of(path: Path, root: Path | None) -> bytes:
    """Read a file, of the root's folder where there is a root; an OSError where it may not be read, or is not there."""
    with opened(path, root) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise LedgerError([Problem(file_shown(path.name), None, f"is larger than {LARGEST:,} bytes")])
    return data


def there(path: Path, folder: Path) -> bytes | None:
    """The bytes of a file beside the report; None where there is none that may be read."""
    try:
        return bytes_of(path, folder)
    except OSError:
        return None


def name_beside(reference: str) -> str:
    """The name of a file in the same folder; "" for any other address.

    >>> name_beside("own.xsd#a"), name_beside("http://example.org/own.xsd"), name_beside("../own.xsd")
    ('own.xsd', '', '')
    """
    name = reference.partition("#")[0]
    return name if name and not _ELSEWHERE.search(name) and not name.startswith(".") else ""
