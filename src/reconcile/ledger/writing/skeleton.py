"""What a new ledger begins with: a ledger.yaml that explains itself, and the schemas that editors complete it by."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reconcile.ledger.json_schemas import SCHEMAS
from reconcile.ledger.writing.files import scalar
from reconcile.ledger.writing.source_file import SCHEMA_LINE

_LEDGER = """\
title: {title}

# What every claim has that does not say it itself.
# defaults: {{area: VN, unit: USD, language: vi}}

# What is measured. kind is flow (a year is the sum of its parts), stock (a year's figure is that of its last part) or
# average; signed: false says that it cannot be negative.
measures:{measures}

# What always holds between measures, one relation a line. A rule binds wherever its measures are reported together.
rules:{rules}

# Conflicts that were looked at, each with the reason. An audit shows the id of each.
# accepted:
#  - {{finding: "the id", reason: superseded in August}}
"""
_EXAMPLE = """\
# One file a source, beside its text; `reconcile draft DOCUMENT` writes both. A claim gives the words of the source, and
# says of what they speak. Take this one away when you have your own.
source:
  title: An example
  language: en
  text: example.txt
claims:
  - {measure: exports, period: 2024, reported: 405.5 million USD, quote: exports came to 405.5 million USD}
  - {measure: imports, period: 2024, reported: 380.8 million USD, quote: imports to 380.8 million USD}
  - {measure: balance, period: 2024, reported: 24.8 million USD, quote: a surplus of 24.8 million USD}
"""
_EXAMPLE_TEXT = (
    "In 2024 exports came to 405.5 million USD and imports to 380.8 million USD, a surplus of 24.8 million USD.\n"
)
_EXAMPLE_MEASURES = """
  exports: {title: Merchandise exports, kind: flow, signed: false}
  imports: {title: Merchandise imports, kind: flow, signed: false}
  balance: {title: Exports minus imports, kind: flow, signed: true}"""


def skeleton(title: str, measures: Mapping[str, str]) -> dict[str, str]:
    """The files of a new ledger by their names in its folder; `measures` by name with their titles.

    >>> files = skeleton("Trade", {"exports": "Exports"})
    >>> sorted(files)[:2], "  exports: {title: Exports}" in files["ledger.yaml"]
    (['ledger.yaml', 'schemas/ledger.schema.json'], True)
    """
    lines = [f"\n  {scalar(name)}: {{title: {scalar(said or name)}}}" for name, said in measures.items()]
    return _files(title, "".join(lines) or _commented(_EXAMPLE_MEASURES), " []\n#  - balance = exports - imports")


def example(title: str) -> dict[str, str]:
    """The files of a ledger that shows what one looks like, and audits.

    >>> "sources/example.yaml" in example("Trade")
    True
    """
    files = _files(title, _EXAMPLE_MEASURES, "\n  - balance = exports - imports")
    source = SCHEMA_LINE.format(path="../schemas/source.schema.json") + _EXAMPLE
    return files | {"sources/example.yaml": source, "sources/example.txt": _EXAMPLE_TEXT}


def _files(title: str, measures: str, rules: str) -> dict[str, str]:
    ledger = _LEDGER.format(title=scalar(title), measures=measures, rules=rules)
    return {"ledger.yaml": SCHEMA_LINE.format(path="schemas/ledger.schema.json") + ledger, **schema_files()}


def _commented(lines: str) -> str:
    return lines.replace("\n", "\n#")


def schema_files() -> dict[str, str]:
    """The schemas by their names in a ledger's folder."""
    return {
        f"schemas/{name}.schema.json": json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
        for name, schema in SCHEMAS.items()
    }
