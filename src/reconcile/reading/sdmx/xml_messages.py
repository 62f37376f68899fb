"""SDMX-ML data messages: generic ones, which name every component, and structure-specific ones, which do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import XmlElement, read_elements
from reconcile.errors import LedgerError, Problem
from reconcile.reading.sdmx.component_roles import AREA, ATTRIBUTES, FREQUENCY, MEASURE
from reconcile.reading.sdmx.observations import DELETES, Message, Observation, agency_of

__all__ = ["is_xml_message", "read_xml_message"]

_TIME, _VALUE = "TIME_PERIOD", "OBS_VALUE"
_WORDS = re.compile(r"[\s,;]")
# Of the elements of older versions, which were not qualified: what is said of a data set and is no component.
_OF_SETS = {"action", "keyFamilyURI", "datasetID", "structureRef", "setID", "validFromDate", "validToDate"}
_ALL = "AllDimensions"


def is_xml_message(root: XmlElement) -> bool:
    """Whether a root is that of a message of SDMX, with data or without."""
    return "sdmx" in root.name[0].lower()


@dataclass
class _Series:
    """A series as it is written: what is said of it, and its observations."""

    told: Mapping[str, str]
    attributes: Mapping[str, str]  # of generic messages, which tell these from the key
    observations: list[tuple[dict[str, str], dict[str, str], str | None, int]] = field(default_factory=list)


@dataclass
class _DataSet:
    """A data set while it is read."""

    attributes: dict[str, str] = field(default_factory=dict)
    groups: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)
    series: list[_Series] = field(default_factory=list)
    flat: _Series = field(default_factory=lambda: _Series({}, {}))
    generic: bool = False


def read_xml_message(data: bytes, file: str, source: str) -> Message:
    """Read the observations of a message; a LedgerError where it holds none."""
    elements = read_elements(data, file, Allowance(file))
    root = next(elements)
    message = Message(file, source)
    structures: dict[
        str, tuple[str, str]
    ] = {}  # by what data sets call them: the URN, and the dimension at observations
    sets: list[tuple[str, _DataSet, bool]] = []
    for one in elements:
        name = one.name[1]
        if name == "Header":
            message.agency = _header(one, structures)
        elif name == "DataSet":
            reference = _unqualified(one, "structureRef") or ""
            deletes = (_unqualified(one, "action") or "") in DELETES
            sets.append((reference, _data_set(one), deletes))
    if not sets:
        found = f"the message is {root.name[1]}, and holds no data set; expected one with data"
        raise LedgerError([Problem(file, root.line, found)])
    agencies = {agency_of(urn) for urn, _ in structures.values()} - {""}
    message.agency = agencies.pop() if len(agencies) == 1 else message.agency
    message.title = next((urn for urn, _ in structures.values() if urn), "")
    several = len({reference for reference, *_ in sets}) > 1
    for reference, made, deletes in sets:
        _, at = structures.get(reference, ("", _TIME))
        told = list(_observations(made, at, (("DATAFLOW", reference),) if several else ()))
        if deletes:
            message.deleted += len(told)
        else:
            message.observations += told
    return message


def _header(header: XmlElement, structures: dict[str, tuple[str, str]]) -> str:
    """Note the structures of a message; give its sender."""
    sender = ""
    for one in header.children:
        if one.name[1] == "Sender":
            sender = one.get("id") or sender
        elif one.name[1] == "Structure":
            reference = next((ref for ref in _all(one) if ref.get("agencyID")), None)
            urn = next((text for part in _all(one) if (text := part.text.strip()).startswith("urn:")), "")
            if reference is not None:
                urn = f"{reference.get('agencyID')}:{reference.get('id')}({reference.get('version') or '1.0'})"
            name = one.get("structureID") or ""
            structures[name] = (urn.rpartition("=")[2], one.get("dimensionAtObservation") or _TIME)
        elif one.name[1] in {"KeyFamilyAgency", "DataSetAgency"}:
            structures.setdefault("", (f"{one.text.strip()}:", _TIME))
    return sender


def _all(one: XmlElement) -> Iterator[XmlElement]:
    """An element and all below it."""
    yield one
    for child in one.children:
        yield from _all(child)


def _unqualified(one: XmlElement, local: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    return next((text for (_, name), text in one.attributes.items() if name == local), None)


def _components(one: XmlElement) -> dict[str, str]:
    """The components that an element's attributes are, and those that several values make elements of."""
    found = {name: text.strip() for (space, name), text in one.attributes.items() if not space}
    return {name: text for name, text in found.items() if name not in _OF_SETS}


def _values(one: XmlElement | None) -> dict[str, str]:
    """The components of a generic key or of generic attributes: `id`, or `concept` in version 2.0."""
    if one is None:
        return {}
    values = [child for child in one.children if child.name[1] == "Value"]
    return {value.get("id") or value.get("concept") or "": (value.get("value") or "").strip() for value in values}


def _child(one: XmlElement, *names: str) -> XmlElement | None:
    return next((child for child in one.children if child.name[1] in names), None)


def _data_set(given: XmlElement) -> _DataSet:
    made = _DataSet(attributes={**_components(given), **_values(_child(given, "Attributes"))})
    for one in given.children:
        name = one.name[1]
        key = _child(one, "SeriesKey", "GroupKey", "ObsKey")
        made.generic = made.generic or key is not None
        if name == "Series":
            made.series.append(_series(one, key))
        elif name == "Obs":
            made.flat.observations.append(_obs(one))
        elif key is not None:
            made.groups.append((_values(key), _values(_child(one, "Attributes"))))
        elif name == "Group" or name.endswith("Group"):
            made.groups.append(({}, _components(one)))
    return made


def _series(one: XmlElement, key: XmlElement | None) -> _Series:
    told = _values(key) if key is not None else _components(one)
    series = _Series(told, _values(_child(one, "Attributes")))
    series.observations = [_obs(child) for child in one.children if child.name[1] == "Obs"]
    return series


def _obs(one: XmlElement) -> tuple[dict[str, str], dict[str, str], str | None, int]:
    """The key of an observation, its attributes, its value and its line; of a specific one all is in the key."""
    value = _child(one, "ObsValue")
    if value is None and _child(one, "ObsKey", "ObsDimension", "Time", "Attributes") is None:
        told = _components(one)
        return told, {}, told.pop(_VALUE, None), one.line
    told = _values(_child(one, "ObsKey"))
    at, time = _child(one, "ObsDimension"), _child(one, "Time")
    if at is not None:
        told[at.get("id") or ""] = (at.get("value") or "").strip()  # "" stands for the dimension at observations
    if time is not None:
        told[_TIME] = time.text.strip()
    return told, _values(_child(one, "Attributes")), None if value is None else value.get("value"), one.line


def _observations(made: _DataSet, at: str, flow: tuple[tuple[str, str], ...]) -> Iterator[Observation]:
    key_names = set() if made.generic else _key_names(made, at)
    for series in [*made.series, made.flat]:
        for told, attributes, value, line in series.observations:
            own = {name or (at if at != _ALL else _TIME): code for name, code in told.items()}
            both = {**series.told, **own}
            about = {**made.attributes, **series.attributes, **attributes}
            if not made.generic:
                about |= {name: code for name, code in both.items() if name not in key_names}
                both = {name: code for name, code in both.items() if name in key_names}
            for group, said in made.groups:
                if made.generic and group.items() <= both.items():
                    about = {**said, **about}
                elif not made.generic and _is_of_group(said, both):
                    about = {**{name: code for name, code in said.items() if name not in both}, **about}
            time = both.pop(_TIME, "")
            yield Observation(
                (*flow, *both.items()), time, value, {name: code for name, code in about.items() if code}, line=line
            )


def _is_of_group(said: Mapping[str, str], key: Mapping[str, str]) -> bool:
    """Whether a specific group, which names dimensions and attributes alike, is one of a key's."""
    return all(key[name] == code for name, code in said.items() if name in key)


def _key_names(made: _DataSet, at: str) -> set[str]:
    """The components of a specific data set that are dimensions.

    It does not tell them from attributes. Attributes are those known by their names, those with words in them, and what
    single observations of a series say; but where observations would then be the same, that belongs to the key.
    """
    of_series = {name: None for one in made.series for name in one.told}
    if not made.series:
        of_series = {name: None for told, *_ in made.flat.observations for name in told}
    key = {name for name in of_series if name in {*FREQUENCY, *AREA, *MEASURE} or _is_key(made, name)} | {_TIME, at}
    own = {name for one in made.series for told, *_ in one.observations for name in told} - key
    behind = {name for name in own if name not in ATTRIBUTES and _is_key(made, name)}
    if behind and _repeats(made.series, key):
        key |= behind
    return key


def _is_key(made: _DataSet, name: str) -> bool:
    if name in ATTRIBUTES:
        return False
    codes: Sequence[str] = [one.told.get(name, "") for one in made.series]
    codes = [*codes, *(told.get(name, "") for one in [*made.series, made.flat] for told, *_ in one.observations)]
    return not any(_WORDS.search(code) for code in codes)


def _repeats(series: Sequence[_Series], key: set[str]) -> bool:
    seen: set[tuple[tuple[str, str], ...]] = set()
    for one in series:
        for told, *_ in one.observations:
            mark = tuple(sorted((name, code) for name, code in {**one.told, **told}.items() if name in key))
            if mark in seen:
                return True
            seen.add(mark)
    return False
