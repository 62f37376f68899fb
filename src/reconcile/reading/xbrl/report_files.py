"""The files of a report: the one that is named, and those in its folder that it refers to. No other is read."""

from __future__ import annotations

import re
from pathlib import Path

from reconcile.ledger.reading.opening import whole_file

__all__ = ["name_beside", "there"]

_ELSEWHERE = re.compile(r"[/\\:%]")


def there(path: Path, folder: Path) -> bytes | None:
    """The bytes of a file beside the report; None where there is none that may be read."""
    try:
        return whole_file(path, folder)
    except OSError:
        return None


def name_beside(reference: str) -> str:
    """The name of a file in the same folder; "" for any other address.

    >>> name_beside("own.xsd#a"), name_beside("http://example.org/own.xsd"), name_beside("../own.xsd")
    ('own.xsd', '', '')
    """
    name = reference.partition("#")[0]
    return name if name and not _ELSEWHERE.search(name) and not name.startswith(".") else ""
