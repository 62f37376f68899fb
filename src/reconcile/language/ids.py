"""Ids made of names, so that different names never make the same id, and the order of rows makes none.

Names are parted by colons. A name with a mark of its own stands between backticks, as it does in a rule.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

_MARKS = ":#"  # what parts the names of an id, and numbers those that repeat
_NAMED = 6  # names that an id lists; of more it has the first, and a digest of all


@lru_cache(maxsize=2**16)  # the same names are in many ids
def quoted(name: str, marks: str = _MARKS) -> str:
    """A name as a part of an id.

    >>> quoted("exports"), quoted("us-gaap:Assets")
    ('exports', '`us-gaap:Assets`')
    """
    if name.startswith("`") or any(mark in name for mark in marks):
        return "`" + name.replace("`", "``") + "`"
    return name


def joined(*parts: str) -> str:
    """Parts, each quoted where it needs it, as one id; what is empty is left out.

    >>> joined("identity", "", "VN")
    'identity:VN'
    """
    return ":".join(filter(None, parts))


def place(area: str, dimensions: Mapping[str, str]) -> str:
    """The part that says where: the area, then each further dimension that says something.

    >>> place("VN", {"partner": "US", "product": ""})
    'VN:partner=US'
    """
    further = (f"{quoted(name, _MARKS + '=')}={quoted(value)}" for name, value in dimensions.items() if value)
    return joined(quoted(area, _MARKS + "="), *further)


def several(names: Iterable[str], marks: str = _MARKS) -> str:
    """Several names as one part, the same in whatever order they come; ``marks`` part it from others.

    >>> several(["b", "a", "b"])
    'a+b+b'
    """
    known = sorted(names)
    if len(known) > _NAMED:
        digest = hashlib.sha256("\n".join(known).encode()).hexdigest()[:12]
        return f"{quoted(known[0], marks + '+')}+{len(known) - 1}:{digest}"
    return "+".join(quoted(name, marks + "+") for name in known)
