"""A ledger while it is read: texts and their places, before anything is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import pandas as pd

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from reconcile.errors import Problem
    from reconcile.ledger.reading.chunks import Lot
    from reconcile.ledger.reading.settings import Settings


@dataclass(slots=True)
class Table:
    """Rows of text and the place of each."""

    frame: pd.DataFrame
    files: str | list[str]  # one file for all rows, or one a row
    lines: npt.NDArray[np.int64]

    @property
    def origin(self) -> pd.DataFrame:
        files = [self.files] * len(self.frame) if isinstance(self.files, str) else self.files
        return pd.DataFrame({"file": files, "line": self.lines}).astype({"file": "str", "line": "Int64"})


class Columns(Protocol):
    """A table that may be taken by columns."""

    @property
    def names(self) -> list[str]: ...

    def rows(self) -> int | None:
        """How many there are; None where they cannot be read by columns."""

    def lots(self, names: list[str]) -> list[Lot]:
        """Some of its columns, in lots that may be read beside each other; one at least."""


@dataclass(slots=True)
class Typed:
    """A table that may be taken by columns; read as text where it may not."""

    table: Columns
    as_text: Callable[[list[Problem]], Table | None]
    file: str
    begins: int  # the line of its first row


@dataclass(slots=True)
class Draft:
    settings: Settings
    claims: list[Table] = field(default_factory=list)
    typed: Typed | None = None  # claims, too
    sources: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    layout: str = "yaml"
    sources_unread: bool = False  # then a claim's source may well be among them
    no_sources_given: bool = False  # then every id in the claims' source column is one
