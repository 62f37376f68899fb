"""The workload's yearbook as an XBRL report, and its three sums as a calculation linkbase.

A context for every cell: one entity reports, as filings must, and area and product are typed dimensions.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import workload

NAMESPACE = "http://example.org/yearbook"
SCHEMA = f"""<?xml version="1.0" encoding="UTF-8"?>
<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
  xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:xbrldt="http://xbrl.org/2005/xbrldt" targetNamespace="{NAMESPACE}" elementFormDefault="qualified">
<annotation><appinfo><link:linkbaseRef xlink:type="simple" xlink:href="yearbook-calculation.xml"
  xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"
  xlink:role="http://www.xbrl.org/2003/role/calculationLinkbaseRef"/></appinfo></annotation>
<import namespace="http://www.xbrl.org/2003/instance"
  schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<import namespace="http://www.xbrl.org/2003/linkbase"
  schemaLocation="http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd"/>
<import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
<element name="name" id="name" type="string"/>
%s
</schema>
"""
CONCEPT = (
    '<element name="{0}" id="{0}" type="xbrli:decimalItemType" substitutionGroup="xbrli:item" '
    'xbrli:periodType="duration" nillable="true"/>'
)
DIMENSION = (
    '<element name="{0}" id="{0}" type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem" '
    'abstract="true" xbrli:periodType="duration" xbrldt:typedDomainRef="#name"/>'
)
LINKBASE = """<?xml version="1.0" encoding="UTF-8"?>
<linkbase xmlns="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">
<calculationLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">
%s
</calculationLink></linkbase>
"""
LOCATOR = '<loc xlink:type="locator" xlink:href="yearbook.xsd#{0}" xlink:label="{0}"/>'
ARC = (
    '<calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item" '
    'xlink:from="{}" xlink:to="{}" order="{}" weight="1.0"/>'
)
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:y="{NAMESPACE}">
<link:schemaRef xlink:type="simple" xlink:href="yearbook.xsd"/>
<unit id="u"><measure>pure</measure></unit>
"""
MEMBER = '<xbrldi:typedMember dimension="y:{}"><y:name>{}</y:name></xbrldi:typedMember>'
CONTEXT = (
    '<context id="{}"><entity><identifier scheme="http://example.org/entities">yearbook</identifier><segment>{}'
    "</segment></entity><period><startDate>{}-01-01</startDate><endDate>{}-12-31</endDate></period></context>"
)
FACT = '<y:{} contextRef="{}" unitRef="u" decimals="{}">{}</y:{}>'


def write(path: Path, cells: workload.Cells) -> None:
    """Write the report, and beside it the schema of its concepts and the linkbase of its sums."""
    names = workload.MEASURES
    elements = (*map(CONCEPT.format, names), *map(DIMENSION.format, ("area", "product")))
    (path.parent / "yearbook.xsd").write_text(SCHEMA % "\n".join(elements), encoding="utf-8")
    arcs = [ARC.format(names[total], names[part], part) for total, *parts in workload.SUMS for part in parts]
    said = "\n".join((*map(LOCATOR.format, names), *arcs))
    (path.parent / "yearbook-calculation.xml").write_text(LINKBASE % said, encoding="utf-8")
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for place, year, digits in zip(cells.place.tolist(), cells.year.tolist(), cells.digits.tolist(), strict=True):
            name, period = workload.place_name(place), workload.FIRST_YEAR + year
            context = f"{name}.{period}"
            members = MEMBER.format("area", name[:-3]) + MEMBER.format("product", name[-3:])
            file.write(CONTEXT.format(context, members, period, period) + "\n")
            for (measure, _, decimals), figure in zip(workload.FIGURES[: len(names)], digits, strict=False):
                printed = Decimal(figure).scaleb(-decimals)
                file.write(FACT.format(measure, context, decimals, printed, measure) + "\n")
        file.write("</xbrl>\n")
