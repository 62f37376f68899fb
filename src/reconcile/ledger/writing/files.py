"""A ledger as files: YAML that people review, one file a source and one line a claim; or tables for volume."""

from __future__ import annotations

import errno
import json
import os
import re
from typing import TYPE_CHECKING, BinaryIO, Protocol

import pandas as pd

from reconcile.ledger.reading.folder import CLAIM_TABLES, SETTINGS, SOURCE_TABLE, SOURCES
from reconcile.ledger.reading.problem_words import file_shown
from reconcile.ledger.store.claim_ids import ClaimIds
from reconcile.ledger.store.columns import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reconcile.language.rules import Rule
    from reconcile.ledger.store.declarations import Acceptance, Measure
    from reconcile.ledger.writing.replacing import Content

LAYOUTS = ("yaml", "csv", "parquet")

# Left plain: what every YAML reader takes for text, and whole numbers and periods, which look better so.
_PLAIN = re.compile(
    r"[^\W\d_][\w ./+=<>*()–-]*(?<! )|0|-?[1-9][0-9]{0,8}|[0-9]{4}(?:-[0-9A-Z]+)*(?:/[0-9]{4}(?:-[0-9A-Z]+)*)?"
)
_OTHERS = re.compile(r"y|n|yes|no|on|off|true|false|null|nan|inf", re.IGNORECASE)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_REQUIRED = {"source", "measure", "period"}
_NO_ROOM = "; make room on the disk and write it again"
_NO_RIGHT = "; it needs the right to write there"
_ADVICE = dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _NO_ROOM)
_ADVICE |= dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _NO_RIGHT)
_STEM = re.compile(r"[^\W_][\w.+ -]{0,98}[\w+-]|[^\W_]")


class Written(Protocol):
    """A ledger, as far as its files hold it."""

    @property
    def title(self) -> str: ...

    @property
    def defaults(self) -> dict[str, str]: ...

    @property
    def measures(self) -> dict[str, Measure]: ...

    @property
    def rules(self) -> tuple[Rule, ...]: ...

    @property
    def accepted(self) -> tuple[Acceptance, ...]: ...

    @property
    def dimensions(self) -> tuple[str, ...]: ...

    @property
    def hedges(self) -> dict[str, str]: ...

    @property
    def units(self) -> tuple[str, ...]: ...

    @property
    def sources(self) -> pd.DataFrame: ...

    @property
    def claims(self) -> pd.DataFrame: ...


def is_own(name: str) -> bool:
    """Whether a file in a ledger's folder is the ledger's, to be removed where the new one has none of the name.

    >>> is_own("sources/a.yaml"), is_own("sources/a.txt"), is_own("README.md")
    (True, False, False)
    """
    folder, _, file = name.replace("\\", "/").rpartition("/")
    if folder == SOURCES:
        return file.endswith(".yaml")
    return not folder and file in {SETTINGS, SOURCE_TABLE, *CLAIM_TABLES}


def as_files(ledger: Written, layout: str, texts: str) -> dict[str, Content]:
    """Make the files of a ledger by their relative names; `texts` is what they say of the texts' folder."""
    files: dict[str, Content] = {SETTINGS: "".join(_settings(ledger, texts)).encode()}
    if layout == "yaml":
        return files | _yaml_sources(ledger)
    files[SOURCE_TABLE] = _csv(ledger.sources)
    if layout == "csv":
        files[CLAIM_TABLES[0]] = _csv(ledger.claims)
        return files

    def write_parquet(stream: BinaryIO) -> None:
        ledger.claims.to_parquet(stream, index=False)

    files[CLAIM_TABLES[1]] = write_parquet
    return files


def unwritten(error: OSError) -> str:
    """Say why a ledger cannot be written, and what to do.

    >>> print(unwritten(OSError(errno.ENOSPC, "No space left on device", "claims.csv")))
    cannot be written: No space left on device: claims.csv; make room on the disk and write it again
    """
    where = f": {file_shown(str(error.filename))}" if error.filename else ""
    full = _ADVICE.get(error.errno or 0) == _NO_ROOM  # which older versions of Arrow put into words of their own
    why = os.strerror(error.errno or 0) if full else error.strerror or error
    return f"cannot be written: {why}{where}{_ADVICE.get(error.errno or 0, '')}"


def scalar(text: str) -> str:
    """Write the text as a YAML scalar on one line, plain where no reader of YAML mistakes it.

    >>> print(scalar("786,9 tỷ USD"), scalar("no"), scalar("2024-Q4"), scalar("010"))
    "786,9 tỷ USD" "no" 2024-Q4 "010"
    """
    if _PLAIN.fullmatch(text) and not _OTHERS.fullmatch(text):
        return text
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _flow(entries: Mapping[str, str]) -> str:
    """Write a mapping on one line, its entries written already, without what is empty."""
    return "{" + ", ".join(f"{scalar(key)}: {text}" for key, text in entries.items() if text) + "}"


def _texts(entries: Mapping[str, str]) -> dict[str, str]:
    return {key: scalar(text) for key, text in entries.items() if text}


def claim_line(record: Mapping[str, str]) -> str:
    """Write a claim on one line, without what is empty.

    >>> print(claim_line({"measure": "exports", "period": "2024", "reported": "9 %", "guess": "measure period"}))
    {measure: exports, period: 2024, reported: "9 %", guess: [measure, period]}
    """
    texts = _texts(record)
    if record.get("guess"):
        texts["guess"] = _list(record["guess"].split())
    return _flow(texts)


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(scalar, texts)) + "]"


def _settings(ledger: Written, texts: str) -> Iterable[str]:
    yield f"title: {scalar(ledger.title)}\n"
    if ledger.defaults:
        yield f"defaults: {_flow(_texts(ledger.defaults))}\n"
    if texts:
        yield f"texts: {scalar(texts)}\n"
    if ledger.dimensions:
        yield f"dimensions: {_list(ledger.dimensions)}\n"
    if ledger.units:
        yield f"units: {_list(ledger.units)}\n"
    if ledger.hedges:
        yield f"hedges: {_flow(_texts(ledger.hedges))}\n"
    for key, lines in (
        (
            "measures",
            [f"  {scalar(name)}: {_measure(measure)}\n" for name, measure in ledger.measures.items()],
        ),
        ("rules", [f"  - {_rule(rule)}\n" for rule in ledger.rules]),
        ("accepted", [f"  - {_acceptance(accepted)}\n" for accepted in ledger.accepted]),
    ):
        if lines:
            yield from (f"{key}:\n", *lines)


def _measure(measure: Measure) -> str:
    return _flow(
        _texts({"title": measure.title, "kind": measure.kind, "unit": measure.unit})
        | {
            "signed": "" if measure.signed is None else str(measure.signed).lower(),
            "additive": "" if measure.additive else "false",
            "count": "true" if measure.count else "",
            "sum": _sums(measure),
            "terms": _list(measure.terms) if measure.terms else "",
        }
    )


def _sums(measure: Measure) -> str:
    """One mapping, or a list of them; tables of parents are written where they are declared."""
    flat = [_flow(_texts({"over": measure.sum_over, "total": measure.sum_total}))] if measure.sum_over else []
    nested = (
        _flow({"over": scalar(one.over), "parents": _flow(_texts(dict(one.parents))) if one.parents else "{}"})
        for one in measure.nestings
    )
    each = [*flat, *nested]
    return each[0] if len(each) == 1 else f"[{', '.join(each)}]" if each else ""


def _rule(rule: Rule) -> str:
    where = _flow({name: _list(values) for name, values in rule.where}) if rule.where else ""
    missing = "" if rule.missing == "skip" else rule.missing
    tolerance = str(rule.tolerance) if rule.tolerance else ""
    more = _texts({"name": rule.name, "missing": missing, "tolerance": tolerance, "over": rule.over}) | {"where": where}
    return _flow({"rule": scalar(rule.text)} | more) if any(more.values()) else scalar(rule.text)


def _acceptance(accepted: Acceptance) -> str:
    until = accepted.until.isoformat() if accepted.until else ""
    given = {"finding": accepted.finding, "reason": accepted.reason, "until": until}
    return _flow(_texts(given | {"residual": accepted.residual or ""}))


def _yaml_sources(ledger: Written) -> dict[str, Content]:
    """One file a source. A claim says only what defaults do not say for it."""
    defaults = {
        "stat": "level",
        "status": ledger.defaults.get("status", "final"),
        "area": ledger.defaults.get("area", ""),
    }
    claims = ledger.claims.assign(at=ledger.claims["at"].astype(ledger.claims["claim"].dtype).fillna(""))
    left_out = {name: claims[name] == text for name, text in defaults.items()}
    left_out["claim"] = claims["claim"] == ClaimIds.of(claims, ledger.dimensions).texts()
    claims = claims.assign(**{name: claims[name].mask(mask, "") for name, mask in left_out.items()})
    rows = {source: frame.drop(columns="source") for source, frame in claims.groupby("source", sort=False)}
    files: dict[str, Content] = {}
    taken: set[str] = set()
    for source in _records(ledger.sources):
        stem = _stem(source["source"], taken)
        entries = {"id": "" if stem == source["source"] else source["source"], **source}
        del entries["source"]
        if entries["language"] == ledger.defaults.get("language", ""):
            entries["language"] = ""
        lines = [f"  {key}: {text}\n" for key, text in _texts(entries).items()]
        text = "source:\n" + "".join(lines) if lines else 'source: {title: ""}\n'
        if source["source"] in rows:
            records = _records(rows[source["source"]])
            text += "claims:\n" + "".join(f"  - {claim_line(record)}\n" for record in records)
        files[f"{SOURCES}/{stem}.yaml"] = text.encode()
    return files


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(name): text for name, text in row.items()} for row in frame.to_dict("records")]


def _stem(source: str, taken: set[str]) -> str:
    """Name the source's file: by its id where every file system takes that, else a number."""
    stem = source if _STEM.fullmatch(source) and len(source.encode()) < 200 else "source-1"
    number = 1
    while stem.casefold() in taken:
        number += 1
        stem = f"source-{number}"
    taken.add(stem.casefold())
    return stem


def _csv(frame: pd.DataFrame) -> bytes:
    """Write a table without its empty columns, save those that every table has.

    Not by the csv module, which leaves a lone carriage return unquoted and cannot read it back.
    """
    texts = frame.astype({"at": "str"}).fillna("") if "at" in frame else frame
    kept = [name for name in texts.columns if name in _REQUIRED or (texts[name] != "").any()]
    columns = [_quoted(pd.concat([pd.Series([name], dtype=TEXT), texts[name]])) for name in kept]
    return "".join(",".join(row) + "\n" for row in zip(*columns, strict=True)).encode()


def _quoted(column: pd.Series[str]) -> pd.Series[str]:
    quoted = '"' + column.str.replace('"', '""', regex=False) + '"'
    return column.mask(column.str.contains(r'[,"\r\n]'), quoted)
