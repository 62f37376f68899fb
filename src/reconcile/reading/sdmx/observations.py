"""What a data message of SDMX holds, whatever it is written in: observations with their keys and attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["ACTIONS", "DELETES", "Message", "Observation", "agency_of", "code_of"]

ACTIONS = ("I", "A", "R", "M", "D", "Information", "Append", "Replace", "Merge", "Delete")
DELETES = ("D", "Delete")


class Observation(NamedTuple):
    """One observation: what tells it apart, when, the value as it is written, and what is said of it."""

    key: tuple[tuple[str, str], ...]  # dimensions in the order of the message, without the time
    time: str
    value: str | None
    attributes: Mapping[str, str]
    place: str = ""  # where it stands, where lines do not tell: "series 0:1, observation 3"
    line: int = 0


@dataclass
class Message:
    """What was read of a file, with what was not read, in words."""

    file: str
    source: str
    title: str = ""
    agency: str = ""
    observations: list[Observation] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    deleted: int = 0  # observations that it says to delete


def agency_of(structure: str) -> str:
    """The agency of a structure's short or long URN; "" where none is named.

    >>> agency_of("OECD.SDD.TPS:DSD_PRICES@DF_PRICES_ALL(1.0)"), agency_of("urn:sdmx:org.x.DataStructure=ECB:EXR(1.0)")
    ('OECD.SDD.TPS', 'ECB')
    """
    name, colon, _ = structure.rpartition("=")[2].partition(":")
    return name.strip() if colon else ""


def code_of(text: str) -> str:
    """The code of a cell that may have a label behind it: "A" of "A: Annual"."""
    return text.partition(":")[0].strip()
