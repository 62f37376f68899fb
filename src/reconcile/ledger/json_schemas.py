"""JSON Schemas of what people and programs write, made of the keys that the readers know.

Editors complete and check a YAML file by them. They say what a key may hold, not whether a ledger's files fit each
other: that an audit says, with file and line.
"""

from __future__ import annotations

from typing import Any

from reconcile.language.codelists import MEASURE_KINDS, QUALIFIERS, STATS, STATUSES
from reconcile.language.dating import FREQUENCIES
from reconcile.ledger.reading.settings import (
    ACCEPTED_KEYS,
    DEFAULTS,
    HEDGES,
    KEYS,
    MEASURE_KEYS,
    RULE_KEYS,
    SOURCE_KEYS,
)
from reconcile.ledger.reading.sums import SUM_KEYS
from reconcile.ledger.store.columns import GUESSED, SOURCE_COLUMNS, claim_columns
from reconcile.ledger.store.text_problems import PARTS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALAR = {"type": ["string", "number", "boolean", "null"]}
PROPOSAL_KEYS = ("measure", "area", "period", "stat", "base", "per", "status", "reported", "unit", "quote")
PROPOSAL_REQUIRED = ("measure", "period", "reported", "quote")

_SAID = {
    "claim": "the claim's id, unique in the ledger; without one it is made of source, measure, place and period",
    "measure": "what is measured, by the name that ledger.yaml gives it",
    "area": "where, such as VN",
    "period": "when: 2024, 2025-S1, 2024-Q4, 2024-11, 2024-11-30, or 2024-01/2024-09",
    "stat": "how the claim speaks of the quantity; level is the default",
    "base": "what a growth, change, share, ratio, mean or contribution compares with",
    "per": "of a growth that is compounded: the length of a step, such as year",
    "status": "how final the figure is; final is the default",
    "reported": "the figure, word for word",
    "value": "the printed number, where no words are given",
    "value_high": "the high end of a range",
    "decimals": "digits right of the point in base units (-6: millions), or exact",
    "unit": "the unit of a value, or of words that have none",
    "qualifier": "what a hedge makes of a value",
    "quote": "a few words of the text with the figure in it, word for word",
    "page": "the page on which it stands",
    "at": "the figure's offset in the text, in code points from 0",
    "guess": "what a draft guessed; take it away when you have looked",
    "id": "the source's id; without one, the file's name",
    "title": "a title for people",
    "publisher": "who published it",
    "published": "when it was published, such as 2025-08-01",
    "language": "the language of its words and numbers, such as vi, en or pt-BR",
    "series": "the table, or the publisher, of which this is a release: a later one replaces an earlier one",
    "fiscal_year": "the month in which financial years begin, such as 04: FY2012 and 2011/12 are then twelve months",
    "frequency": "what a day is the end of, as a period: year, half, quarter or month",
    "text": "the file with its text, beside this one",
    "sha256": "the hash of that file",
    "rounding": "how its publisher cuts digits",
    "reliability": "how much it takes to distrust it; 1 is the default",
    "url": "where it can be found",
    "set_aside": "numbers of the text that are no figures: a phrase a line",
}
_ONE_OF = {
    "stat": STATS,
    "per": PARTS,
    "status": STATUSES,
    "qualifier": QUALIFIERS,
    "rounding": ("nearest", "truncate"),
    "frequency": FREQUENCIES,
}


def ledger_schema() -> dict[str, Any]:
    """The schema of ledger.yaml.

    >>> sorted(ledger_schema()["properties"])[:3]
    ['accepted', 'defaults', 'dimensions']
    """
    texts = {"type": ["array", "null"], "items": _SCALAR}
    parents = {"description": "a CSV file of member and parent, or a mapping from the one to the other"}
    one_sum = _object(SUM_KEYS, {"parents": {"type": ["object", "string", "null"], **parents}})
    measure = _object(
        MEASURE_KEYS,
        {
            "kind": _enum(MEASURE_KINDS),
            "signed": {"type": ["boolean", "null"], "description": "whether it can be negative"},
            "additive": {"type": ["boolean", "null"], "description": "false: no sum of measures binds it"},
            "count": {"type": ["boolean", "null"], "description": "true: it is a whole number"},
            "sum": {"anyOf": [one_sum, {"type": "array", "items": one_sum}]},
            "terms": texts | {"description": "what documents call it, in any language"},
        },
    )
    accepted = _object(ACCEPTED_KEYS, required=("finding", "reason"))
    return _schema(
        "reconcile: ledger.yaml",
        _object(
            KEYS,
            {
                "defaults": _object(DEFAULTS, {"status": _enum(STATUSES), "frequency": _enum(FREQUENCIES)}),
                "measures": {"type": ["object", "null"], "additionalProperties": measure},
                "rules": _rules(),
                "accepted": {"type": ["array", "null"], "items": accepted},
                "dimensions": texts,
                "hedges": _object(HEDGES),
                "units": texts | {"description": "words that are units of the ledger's own"},
            },
        ),
    )


def source_schema() -> dict[str, Any]:
    """The schema of a file in sources/. A claim's further keys are dimensions, which ledger.yaml declares.

    >>> source_schema()["required"]
    ['source']
    """
    claim = _claim(("measure", "period"))
    claim["additionalProperties"] = _SCALAR
    own = {name: _enum(_ONE_OF[name]) for name in ("rounding", "frequency")}
    source = _object(("id", *SOURCE_COLUMNS[1:]), own)
    claims = {"type": ["array", "null"], "items": claim}
    known = {"source": source, "rules": _rules() | {"description": "rules of this source alone"}, "claims": claims}
    return _schema("reconcile: a source", _object(SOURCE_KEYS, known, ("source",)))


def proposals_schema() -> dict[str, Any]:
    """The schema of claims that another program, or a person, proposes of one document."""
    claim = _claim(PROPOSAL_REQUIRED)
    claim["additionalProperties"] = False
    for name in (*claim["properties"],):
        if name not in PROPOSAL_KEYS:
            del claim["properties"][name]
    claims = {"type": "array", "items": claim}
    return _schema("reconcile: proposed claims", _object(("claims",), {"claims": claims}, required=("claims",)))


SCHEMAS = {"ledger": ledger_schema, "source": source_schema, "proposals": proposals_schema}


def _rules() -> dict[str, Any]:
    where = {
        "type": ["object", "null"],
        "additionalProperties": {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]},
    }
    tolerance = _SCALAR | {"description": "how far it may be missed: 1 % of its left side, or 0.5 USD"}
    over = _SCALAR | {"description": "of a weighted mean, the dimension that it is taken over"}
    known = {"missing": _enum(("skip", "zero")), "where": where, "tolerance": tolerance, "over": over}
    rule = _object(RULE_KEYS, known, required=("rule",))
    return {"type": ["array", "null"], "items": {"anyOf": [{"type": "string"}, rule]}}


def _schema(title: str, of: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": _DIALECT, "title": title, **of}


def _object(
    keys: tuple[str, ...], more: dict[str, dict[str, Any]] | None = None, required: tuple[str, ...] = ()
) -> dict[str, Any]:
    properties = {key: dict((more or {}).get(key, _SCALAR)) for key in keys}
    for key, of in properties.items():
        if key in _SAID:
            of.setdefault("description", _SAID[key])
    made: dict[str, Any] = {"type": ["object", "null"], "properties": properties, "additionalProperties": False}
    return made | ({"type": "object", "required": list(required)} if required else {})


def _claim(required: tuple[str, ...]) -> dict[str, Any]:
    columns = tuple(name for name in claim_columns() if name != "source")
    lists = {"type": ["array", "string", "null"], "items": {"enum": list(GUESSED)}}
    more = {name: _enum(_ONE_OF[name]) for name in columns if name in _ONE_OF}
    return _object(columns, {**more, "guess": lists}, required)


def _enum(values: tuple[str, ...]) -> dict[str, Any]:
    return {"enum": [*values, None]}
