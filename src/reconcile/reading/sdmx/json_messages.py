"""SDMX-JSON 1.0 and 2.x data messages: observations by the places of their codes in the structure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.problem_words import cut, shown
from reconcile.reading.json_trees import JsonNumber, Tree
from reconcile.reading.reported_numbers import FactError
from reconcile.reading.sdmx.observations import DELETES, Message, Observation, agency_of

__all__ = ["is_json_message", "read_json_message"]

_TIME = "TIME_PERIOD"
_URN = re.compile(r"urn:sdmx:[^\"\s]+")
_FLOW_PATH = re.compile(r"/(?:dataflow|datastructure)/([A-Za-z][A-Za-z0-9_.-]*)/")
_LAST = 10**6  # behind every place of a key
_LEVELS = ("dataSet", "dimensionGroup", "series", "observation")


class _Component(NamedTuple):
    """A dimension or an attribute, with the codes that places mean."""

    name: str
    values: tuple[str, ...]
    otherwise: str = ""
    position: int = 0  # in the key; the time, which has none, is its last

    def at(self, place: object) -> str:
        """The code at a place; an attribute without codes gives its text itself. A FactError where there is none."""
        if place is None:
            return self.otherwise
        if isinstance(place, JsonNumber) and place.isdecimal() and int(place) < len(self.values):
            return self.values[int(place)]
        if isinstance(place, str) and not isinstance(place, JsonNumber):
            return place
        if isinstance(place, JsonNumber) and not self.values:
            return str(place)
        if isinstance(place, (list, dict)):
            return ""  # several values, or texts in several languages
        raise FactError(f"there is no value {shown(str(place))} of {cut(self.name)}")


class _Structure(NamedTuple):
    """What the places in data sets mean, by the level at which they stand."""

    dimensions: Mapping[str, tuple[_Component, ...]]
    attributes: Mapping[str, tuple[_Component, ...]]
    measures: int
    urn: str


def is_json_message(tree: Tree) -> bool:
    """Whether a tree of JSON is a data message of SDMX."""
    inner = tree.get("data")
    return "dataSets" in tree or (isinstance(inner, dict) and "dataSets" in inner)


def read_json_message(tree: Tree, file: str, source: str) -> Message:
    """Read the observations of a message; a LedgerError with all problems at once."""
    inner = tree["data"] if isinstance(tree.get("data"), dict) else tree
    message = Message(file, source)
    problems: list[Problem] = []
    try:
        given = inner.get("structures") or [inner.get("structure") or tree.get("structure")]
        structures = [_structure(one) for one in given]
        sets = _list(inner["dataSets"], "dataSets")
    except FactError as error:
        raise LedgerError([Problem(file, None, str(error))]) from None
    several = len(structures) > 1 and len({one.urn for one in structures}) > 1
    for number, one in enumerate(sets):
        try:
            structure = structures[_index(one.get("structure", JsonNumber("0")), len(structures))]
            flow = ((("DATAFLOW", structure.urn or str(number)),)) if several else ()
            found = list(_observations(_object(one, "a data set"), structure, flow))
        except FactError as error:
            problems.append(Problem(file, None, str(error)))
            continue
        if one.get("action") in DELETES:
            message.deleted += len(found)
        else:
            message.observations += found
    if problems:
        raise LedgerError(problems)
    agencies = {agency_of(one.urn) for one in structures}
    message.agency = agencies.pop() if len(agencies) == 1 else ""
    message.agency = message.agency or _sender(tree)
    message.title = next((one.urn.rpartition("=")[2] for one in structures if not one.urn.endswith(":")), "")
    return message


def _sender(tree: Tree) -> str:
    for head in (tree.get("header"), tree.get("meta")):
        sender = head.get("sender") if isinstance(head, dict) else None
        if isinstance(sender, dict) and isinstance(sender.get("id"), str):
            return str(sender["id"])
    return ""


def _object(given: object, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise FactError(f"{what} is no object")
    return given


def _list(given: object, what: str) -> Sequence[Any]:
    if not isinstance(given, list):
        raise FactError(f"{what} is no list")
    return given


def _index(given: object, most: int) -> int:
    if not isinstance(given, JsonNumber) or not given.isdecimal() or int(given) >= most:
        raise FactError(f"a data set names structure {shown(str(given))}, and there are {most}")
    return int(given)


def _structure(given: object) -> _Structure:
    structure = _object(given, "the structure, which says what the numbers in data sets mean,")
    links = structure.get("links")
    texts = [str(value) for link in links if isinstance(link, dict) for value in link.values()] if isinstance(
        links, list
    ) else []  # fmt: skip
    urns = [found for text in texts for found in _URN.findall(text)]
    urns += [f"{agency}:" for text in texts for agency in _FLOW_PATH.findall(text)]
    return _Structure(
        _components(structure, "dimensions"),
        _components(structure, "attributes"),
        max(1, len(_components(structure, "measures").get("observation", ()))),
        urns[0] if urns else "",
    )


def _components(structure: Mapping[str, Any], what: str) -> dict[str, tuple[_Component, ...]]:
    levels = structure.get(what)
    if levels is None:
        return {}
    return {
        level: tuple(_component(one, what) for one in _list(listed, f"structure.{what}.{level}"))
        for level, listed in _object(levels, f"structure.{what}").items()
        if level in _LEVELS
    }


def _component(given: object, what: str) -> _Component:
    one = _object(given, f"one of structure.{what}")
    name = one.get("id")
    if not isinstance(name, str) or not name:
        raise FactError(f"one of structure.{what} has no id")
    values = tuple(map(_code, _list(one.get("values") or [], f"values of {cut(name)}")))
    otherwise = one.get("default")
    position = one.get("keyPosition")
    known = isinstance(position, JsonNumber) and position.isdecimal()
    return _Component(
        name, values, otherwise if isinstance(otherwise, str) else "", int(str(position)) if known else _LAST
    )


def _code(given: object) -> str:
    if isinstance(given, dict):
        told = (given.get(name) for name in ("id", "value", "name"))
        return next((str(one) for one in told if isinstance(one, str)), "")
    return str(given) if isinstance(given, str) else ""


def _observations(
    given: Mapping[str, Any], structure: _Structure, flow: tuple[tuple[str, str], ...]
) -> Iterator[Observation]:
    """The observations of a data set, those in series first."""
    of_set = [(one.name, one.at(JsonNumber("0"))) for one in structure.dimensions.get("dataSet", ())]
    about_set = _attributes(given.get("attributes"), structure, "dataSet")
    groups = _groups(given.get("dimensionGroupAttributes"), structure)
    for name, series in _object(given.get("series") or {}, "series").items():
        key = _key(name, structure.dimensions.get("series", ()), "series")
        series_ = _object(series, f"series {cut(name)}")
        about = about_set | _attributes(series_.get("attributes"), structure, "series")
        for time, values in _object(series_.get("observations") or {}, f"observations of series {cut(name)}").items():
            place = f"series {cut(name)}, observation {cut(time)}"
            yield _observation([*of_set, *key], about, time, values, structure, groups, flow, place)
    for name, values in _object(given.get("observations") or {}, "observations").items():
        yield _observation(of_set, about_set, name, values, structure, groups, flow, f"observation {cut(name)}")


def _key(name: str, components: Sequence[_Component], what: str) -> list[tuple[str, str]]:
    places = name.split(":") if name else []
    if len(places) != len(components):
        raise FactError(f"{what} {shown(name)} has {len(places)} places, and there are {len(components)} dimensions")
    return [(one.name, one.at(JsonNumber(place))) for one, place in zip(components, places, strict=True)]


def _attributes(given: object, structure: _Structure, level: str) -> dict[str, str]:
    components = structure.attributes.get(level, ())
    places = [*_list(given, f"attributes of a {level}")] if given is not None else []
    places += [None] * (len(components) - len(places))  # those at the end may be left out
    told = {one.name: one.at(place) for one, place in zip(components, places, strict=False)}
    return {name: code for name, code in told.items() if code}


def _groups(given: object, structure: _Structure) -> list[tuple[list[str], dict[str, str]]]:
    """The attributes of groups: of each the places of its dimensions, "" for any, and what is said of it."""
    found = _object(given or {}, "dimensionGroupAttributes")
    return [(name.split(":"), _attributes(places, structure, "dimensionGroup")) for name, places in found.items()]


def _observation(
    before: Sequence[tuple[str, str]],
    about: Mapping[str, str],
    name: str,
    values: object,
    structure: _Structure,
    groups: Sequence[tuple[list[str], dict[str, str]]],
    flow: tuple[tuple[str, str], ...],
    place: str,
) -> Observation:
    own = _key(name, structure.dimensions.get("observation", ()), "observation")
    told = dict([*before, *own])
    listed = values if isinstance(values, list) else [values]
    value = listed[0] if listed else None
    if not (value is None or isinstance(value, str)):
        raise FactError(f"{place}: its value is neither a number nor null")
    attributes = dict(about)
    for places, said in groups:
        if _is_of_group(places, told, structure):
            attributes |= said
    attributes |= _attributes(listed[structure.measures :], structure, "observation")
    key = tuple((dimension, code) for dimension, code in told.items() if dimension != _TIME)
    return Observation((*flow, *key), told.get(_TIME, ""), value, attributes, place)


def _is_of_group(places: Sequence[str], told: Mapping[str, str], structure: _Structure) -> bool:
    """Whether an observation has the codes that a group names, in the order of all dimensions."""
    known = [one for level in ("dataSet", "series", "observation") for one in structure.dimensions.get(level, ())]
    ordered = sorted(known, key=lambda one: one.position)
    return all(
        not place or told.get(one.name) == one.at(JsonNumber(place))
        for place, one in zip(places, ordered, strict=False)
    )
