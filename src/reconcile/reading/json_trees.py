"""JSON as trees in which a number is its digits as they stand in the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.reported_numbers import FactError

__all__ = ["JsonNumber", "Tree", "begins_json", "no_such_tree", "read_json"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Tree = Mapping[str, Any]


class JsonNumber(str):
    """A number as it is written, which a text with the same digits is not."""

    __slots__ = ()


def begins_json(data: bytes) -> bool:
    """Whether a file begins as an object or a list of JSON does."""
    return data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1] in {b"{", b"["}


def read_json(data: bytes, file: str) -> Tree:
    """Read a file of JSON, numbers as they are written; a LedgerError where it is none, or holds no object."""
    try:
        tree = json.loads(
            data, object_pairs_hook=_object, parse_float=JsonNumber, parse_int=JsonNumber, parse_constant=JsonNumber
        )
    except RecursionError:
        raise no_such_tree(file, "is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise no_such_tree(file, f"is no JSON: byte {error.start + 1:,} is no {error.encoding}") from None
    except json.JSONDecodeError as error:
        raise LedgerError([Problem(file, error.lineno, f"is no JSON: {error.msg}")]) from None
    except FactError as error:
        raise no_such_tree(file, str(error)) from None
    if not isinstance(tree, dict):
        raise no_such_tree(file, "holds no object; expected a report in xBRL-JSON, or the facts of a company")
    return tree


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise FactError(f"{shown(name)} stands twice in one object, and nobody knows which counts")
        found[name] = value
    return found


def no_such_tree(file: str, message: str) -> LedgerError:
    return LedgerError([Problem(file, None, message)])
