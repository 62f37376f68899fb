"""Small data messages of SDMX of our own writing: the same observations in every format that is read."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from xml.sax.saxutils import quoteattr

AGENCY, FLOW = "ECB", "TRADE"
_MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v{}/message"
_GENERIC = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
_COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
_SPECIFIC = "http://www.sdmx.org/resources/sdmxml/schemas/v{}/data/structurespecific"


@dataclass(frozen=True)
class Observed:
    """An observation: a value as it is written, None where there is none."""

    measure: str
    value: str | None
    time: str = "2024"
    area: str = "VN"
    freq: str = "A"
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> dict[str, str]:
        return {"FREQ": self.freq, "INDICATOR": self.measure, "REF_AREA": self.area}


def names_of(observed: Sequence[Observed]) -> list[str]:
    """The attributes that any of them has, in order."""
    return list(dict.fromkeys(name for one in observed for name in one.about))


def in_csv(
    observed: Sequence[Observed],
    *,
    version: str = "1.0",
    labels: str = "id",
    separator: str = ",",
    agency: str = AGENCY,
) -> str:
    """SDMX-CSV, with labels as `id`, `both` or `name`."""
    attributes = names_of(observed)
    flow = f"{agency}:{FLOW}(1.0)"
    components = ["FREQ", "INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", *attributes]
    first = ["DATAFLOW"] if version == "1.0" else ["STRUCTURE", "STRUCTURE_ID"]
    if labels == "name":
        first.append("STRUCTURE_NAME")
    first += [] if version == "1.0" else ["ACTION"]
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow([*first, *_cells(components, labels)])
    for one in observed:
        about = [one.about.get(name, "") for name in attributes]
        cells = [*one.key.values(), one.time, one.value or "", *about]
        begins = [flow] if version == "1.0" else ["dataflow", flow]
        begins += ["Trade, by country"] if labels == "name" else []
        writer.writerow([*begins, *([] if version == "1.0" else ["I"]), *_cells(cells, labels)])
    return text.getvalue()


def _cells(cells: Sequence[str], labels: str) -> list[str]:
    if labels == "both":
        return [f"{cell}: the {cell}" if cell else "" for cell in cells]
    return [text for cell in cells for text in (cell, f"the {cell}")] if labels == "name" else list(cells)


def in_json(observed: Sequence[Observed], *, version: str = "1.0", flat: bool = False, agency: str = AGENCY) -> str:
    """SDMX-JSON, in series or flat; numbers are digits as they are given."""
    attributes = names_of(observed)
    times = list(dict.fromkeys(one.time for one in observed))
    codes = {name: list(dict.fromkeys(one.key[name] for one in observed)) for name in observed[0].key}
    said = {name: list(dict.fromkeys(one.about.get(name, "") for one in observed)) for name in attributes}
    of_key = [
        {"id": name, "keyPosition": at, "values": [{"id": code, "name": f"the {code}"} for code in codes[name]]}
        for at, name in enumerate(codes)
    ]
    of_time = {"id": "TIME_PERIOD", "values": [{"id": time} for time in times]}
    structure = {
        "links": [
            {"rel": "dataflow", "urn": f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={agency}:{FLOW}(1.0)"}
        ],
        "dimensions": {"series": [] if flat else of_key, "observation": [*(of_key if flat else []), of_time]},
        "attributes": {
            "observation": [{"id": name, "values": [{"id": code} for code in said[name]]} for name in attributes]
        },
    }
    series: dict[str, dict[str, dict[str, list[object]]]] = {}
    loose: dict[str, list[object]] = {}
    for one in observed:
        key = ":".join(str(codes[name].index(code)) for name, code in one.key.items())
        time = str(times.index(one.time))
        about = [said[name].index(one.about.get(name, "")) for name in attributes]
        values: list[object] = [None if one.value is None else f"\x00{one.value}\x00", *about]
        if flat:
            loose[f"{key}:{time}"] = values
        else:
            series.setdefault(key, {"observations": {}})["observations"][time] = values
    sets = [{"action": "Information", **({"observations": loose} if flat else {"series": series})}]
    whole: object = {"structure": structure, "dataSets": sets}
    if version != "1.0":
        structure["measures"] = {"observation": [{"id": "OBS_VALUE"}]}
        whole = {"meta": {"sender": {"id": agency}}, "data": {"structures": [structure], "dataSets": sets}}
    return json.dumps(whole, indent=1).replace('"\\u0000', "").replace('\\u0000"', "")


def in_generic_xml(observed: Sequence[Observed], *, flat: bool = False, agency: str = AGENCY) -> str:
    """Generic SDMX-ML 2.1."""

    def values(given: Mapping[str, str]) -> str:
        return "".join(f"<g:Value id={quoteattr(name)} value={quoteattr(code)}/>" for name, code in given.items())

    def about(one: Observed) -> str:
        value = "" if one.value is None else f"<g:ObsValue value={quoteattr(one.value)}/>"
        return value + (f"<g:Attributes>{values(one.about)}</g:Attributes>" if one.about else "")

    lines = []
    for key in dict.fromkeys(tuple(one.key.items()) for one in observed):
        own = [one for one in observed if tuple(one.key.items()) == key]
        if flat:
            lines += [
                f"<g:Obs><g:ObsKey>{values({**one.key, 'TIME_PERIOD': one.time})}</g:ObsKey>{about(one)}</g:Obs>"
                for one in own
            ]
            continue
        lines.append(f"<g:Series><g:SeriesKey>{values(dict(key))}</g:SeriesKey>")
        lines += [f"<g:Obs><g:ObsDimension value={quoteattr(one.time)}/>{about(one)}</g:Obs>" for one in own]
        lines.append("</g:Series>")
    return _whole("GenericData", "2_1", lines, "AllDimensions" if flat else "TIME_PERIOD", agency)


def in_specific_xml(
    observed: Sequence[Observed], *, version: str = "2_1", flat: bool = False, agency: str = AGENCY
) -> str:
    """Structure-specific SDMX-ML 2.1 or 3.0."""

    def written(given: Mapping[str, str | None]) -> str:
        return "".join(f" {name}={quoteattr(code)}" for name, code in given.items() if code is not None)

    lines = []
    for key in dict.fromkeys(tuple(one.key.items()) for one in observed):
        own = [one for one in observed if tuple(one.key.items()) == key]
        each = [{"TIME_PERIOD": one.time, "OBS_VALUE": one.value, **one.about} for one in own]
        if flat:
            lines += [f"<Obs{written({**dict(key), **one})}/>" for one in each]
        else:
            lines += [f"<Series{written(dict(key))}>", *(f"<Obs{written(one)}/>" for one in each), "</Series>"]
    return _whole("StructureSpecificData", version, lines, "AllDimensions" if flat else "TIME_PERIOD", agency)


def _whole(root: str, version: str, lines: Sequence[str], at: str, agency: str) -> str:
    spaces = f'xmlns:m="{_MESSAGE.format(version)}" xmlns:g="{_GENERIC}" xmlns:c="{_COMMON}"'
    spaces += f' xmlns:ss="{_SPECIFIC.format(version)}"'
    structure = f'<m:Structure structureID="S" dimensionAtObservation="{at}"><c:StructureUsage>'
    structure += f'<Ref agencyID="{agency}" id="{FLOW}" version="1.0"/></c:StructureUsage></m:Structure>'
    header = f'<m:Header><m:ID>x</m:ID><m:Sender id="{agency}"/>{structure}</m:Header>'
    of_set = 'structureRef="S"' if root == "GenericData" else 'ss:structureRef="S" ss:action="Replace"'
    body = "\n".join(lines)
    return f"<m:{root} {spaces}>{header}<m:DataSet {of_set}>\n{body}\n</m:DataSet></m:{root}>"


# Every way in which the same observations are written, by the ending of a file's name.
WAYS = {
    "1.0.csv": in_csv,
    "1.0-both.csv": lambda observed, **more: in_csv(observed, labels="both", **more),
    "1.0-semicolon.csv": lambda observed, **more: in_csv(observed, separator=";", **more),
    "2.0.csv": lambda observed, **more: in_csv(observed, version="2.0", **more),
    "2.0-both.csv": lambda observed, **more: in_csv(observed, version="2.0", labels="both", **more),
    "2.0-name.csv": lambda observed, **more: in_csv(observed, version="2.0", labels="name", **more),
    "1.0.json": in_json,
    "1.0-flat.json": lambda observed, **more: in_json(observed, flat=True, **more),
    "2.0.json": lambda observed, **more: in_json(observed, version="2.0", **more),
    "2.0-flat.json": lambda observed, **more: in_json(observed, version="2.0", flat=True, **more),
    "generic.xml": in_generic_xml,
    "generic-flat.xml": lambda observed, **more: in_generic_xml(observed, flat=True, **more),
    "specific.xml": in_specific_xml,
    "specific-flat.xml": lambda observed, **more: in_specific_xml(observed, flat=True, **more),
    "specific-3.0.xml": lambda observed, **more: in_specific_xml(observed, version="3_0", **more),
}
