"""A ledger while it is read: tables and their places, before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.errors import Problem
    from reconcile.ledger.reading.chunks import Tabular
    from reconcile.ledger.reading.settings import Settings
    from reconcile.ledger.reading.tables import Sheet


@dataclass(slots=True)
class Draft:
    settings: Settings
    claims: list[Tabular] = field(default_factory=list)
    sources: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    layout: str = "yaml"
    sources_unread: bool = False  # then a claim's source may well be among them
    no_sources_given: bool = False  # then every id in the claims' source column is one
