"""The audit as SARIF 2.1.0: what editors and code-scanning services show at the lines of the ledger.

A finding is a result of the rule that is its check. Its place is the line of the ledger; the places of all claims, in
the ledger and in the stored texts, are its related locations. Accepted conflicts are suppressed with their reason.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reconcile.auditing import Entry
from reconcile.checks.verdicts import CHECKS
from reconcile.reports.claim_parts import ClaimPart, arithmetic_words, line_to_show, mending_words, parts
from reconcile.reports.entries import alarms, worst_first
from reconcile.reports.files import Stretch, Texts, from_here, in_ledger
from reconcile.reports.headlines import Headlines
from reconcile.reports.json_text import dumps
from reconcile.reports.meanings import NO_PASS, QUESTIONS, ending
from reconcile.reports.mended_words import mended
from reconcile.reports.proof import told_proof
from reconcile.reports.suspects import Suspects, suspects
from reconcile.reports.terminal import visible
from reconcile.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reconcile.auditing import Result
    from reconcile.errors import Problem

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

SITE = "RECONCILE_DOCUMENTATION"
"""The environment's name for the address at which the documentation is published."""

_ABSOLUTE = re.compile(r"(https?://[A-Za-z0-9]|file:///)[^\s<>\"{}|\\^`?#]*")
_SECTIONS = "reference/checks"  # the page of the documentation that has a section a check

_KINDS = {
    "conflict": "fail",
    "accepted": "fail",
    "unchecked": "open",
    "revision": "informational",
    "hedge": "informational",
    "rounding": "pass",
    "exact": "pass",
}


def to_sarif(result: Result, *, verbose: bool = False) -> str:
    """The conflicts, those that the ledger accepts too; with ``verbose`` every finding, each of its kind."""
    texts = Texts(result)
    shown = worst_first(result) if verbose else (one for one in alarms(result) if one.verdict == "conflict")
    suspected = suspects(result)
    failed = [_notification(finding.message) for finding in result.crashed]
    if result.status == NO_PASS and not failed:
        failed = [_notification(ending(result))]
    return _log([_result(entry, result, texts, suspected) for entry in shown], failed)


def sarif_refused(problems: Iterable[Problem]) -> str:
    """The log of a run that came to nothing, since the ledger could not be read."""
    placed = ((one.message, _physical(one.file, one.line) if one.file else None) for one in problems)
    return _log([], [_notification(message, place) for message, place in placed])


def _log(results: list[dict[str, Any]], notifications: list[dict[str, Any]]) -> str:
    site, wrong = _documentation()
    driver = {"name": "reconcile", "semanticVersion": __version__, "rules": [_rule(check, site) for check in CHECKS]}
    invocation = {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}
    if wrong:
        invocation["toolConfigurationNotifications"] = [_notification(wrong)]
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(check: str, site: str) -> dict[str, Any]:
    """A check with its question, and where its section of the documentation is."""
    text = f"{QUESTIONS[check]} What it compares and what it leaves unchecked: {_SECTIONS}.md, section {check}."
    rule = {"id": check, "shortDescription": {"text": QUESTIONS[check]}, "help": {"text": text}}
    return rule | ({"helpUri": f"{site}/{_SECTIONS}.html#{check}"} if site else {})


def _documentation() -> tuple[str, str]:
    """Where the documentation is to be read, and what is wrong with what was said of it; both may be empty.

    Whoever publishes it says where, in the environment; else it is where the package says.
    """
    from importlib.metadata import PackageNotFoundError, metadata

    site = os.environ.get(SITE, "")
    if not site:
        try:
            urls = metadata("reconcile-claims").get_all("Project-URL") or []
        except PackageNotFoundError:
            urls = []
        named = dict(url.split(", ", 1) for url in urls)
        site = named.get("Documentation", "")
    if site and not _ABSOLUTE.fullmatch(site):
        return "", f"{SITE} is {site!r}: expected the address of a folder, beginning with https:// or file:///"
    return site.rstrip("/"), ""


def _result(entry: Entry, result: Result, texts: Texts, suspected: Suspects | None) -> dict[str, Any]:
    file, line = line_to_show(entry, result, suspected)
    here = in_ledger(result, file)
    made: dict[str, Any] = {
        "ruleId": entry.check,
        "ruleIndex": CHECKS.index(entry.check),
        "kind": _KINDS[entry.kind],
        "level": "error" if entry.verdict == "conflict" else "none",
        "message": {"text": _plain("\n".join(_lines(entry, result, suspected)))},
        "locations": [] if here is None else [_location(_physical(from_here(here), line))],
        "relatedLocations": [
            {"id": number, **location} for number, location in enumerate(_related(entry, result, texts), 1)
        ],
        "partialFingerprints": {"finding/v1": entry.finding},
        "properties": {"finding": entry.finding, "verdict": entry.verdict},
    }
    if fixes := list(_fixes(entry, result, texts)):
        made["fixes"] = fixes
    if entry.accepted is not None:
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": visible(entry.accepted)}]
    return made


def _lines(entry: Entry, result: Result, suspected: Suspects | None) -> Iterator[str]:
    yield from Headlines(result).told(entry)
    if suspected and (wrong := suspected.of(entry.finding)):
        yield wrong.said
    if entry.verdict == "conflict":
        yield from told_proof(entry)
        if sums := arithmetic_words(entry):
            yield sums
        if entry.repairs:
            yield "would mend it: " + "; or ".join(map(mending_words, entry.repairs))


def _fixes(entry: Entry, result: Result, texts: Texts) -> Iterator[dict[str, Any]]:
    """Each repair that only puts other digits in the place of those in the stored text."""
    if entry.verdict != "conflict":
        return
    told = {part.claim: part for part in parts(entry, result)}
    for repair in entry.repairs:
        stretch = texts.stretch(told[repair["claim"]]) if repair["claim"] in told else None
        change = None if stretch is None else mended(stretch.words, repair["words"])
        if stretch is None or change is None or stretch.line != stretch.last_line:
            continue
        region = {
            "startLine": stretch.line,
            "startColumn": stretch.column + change.start,
            "endLine": stretch.line,
            "endColumn": stretch.column + change.end,
        }
        replacement = {"deletedRegion": region, "insertedContent": {"text": change.instead}}
        artifact = {"uri": _uri(from_here(stretch.path))}
        yield {
            "description": {"text": _plain(mending_words(repair))},
            "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
        }


def _related(entry: Entry, result: Result, texts: Texts) -> Iterator[dict[str, Any]]:
    """Each claim at its line of the ledger, and at its words in the text where that is stored."""
    for part in parts(entry, result):
        said = {"text": _plain(_said(part))}
        if (here := in_ledger(result, part.file)) is not None:
            yield _location(_physical(from_here(here), part.line), said)
        if (stretch := texts.stretch(part)) is not None:
            yield _location(_in_text(stretch), said)


def _said(part: ClaimPart) -> str:
    words = f"{part.speaks_of}: {part.printed}, stands for {part.stands_for}"
    return f"{words}: “{part.quote}”" if part.quote else words


def _location(physical: dict[str, Any], message: dict[str, str] | None = None) -> dict[str, Any]:
    return {"physicalLocation": physical} | ({"message": message} if message else {})


def _physical(file: str, line: int | None) -> dict[str, Any]:
    region = {"region": {"startLine": line}} if line else {}
    return {"artifactLocation": {"uri": _uri(file)}, **region}


def _in_text(stretch: Stretch) -> dict[str, Any]:
    region = {
        "startLine": stretch.line,
        "startColumn": stretch.column,
        "endLine": stretch.last_line,
        "endColumn": stretch.last_column,
        "charOffset": stretch.offset,
        "charLength": len(stretch.words),
        "snippet": {"text": visible(stretch.words)},
    }
    return {"artifactLocation": {"uri": _uri(from_here(stretch.path))}, "region": region}


def _uri(file: str | Path) -> str:
    """A path as a reference relative to where the program runs, or as a file's address."""
    path = str(file)
    return ("file://" if path.startswith("/") else "") + quote(path, errors="surrogateescape")


def _notification(message: str, place: dict[str, Any] | None = None) -> dict[str, Any]:
    located = {"locations": [_location(place)]} if place else {}
    return {"level": "error", "message": {"text": _plain(message)}, **located}


def _plain(text: str) -> str:
    """Words in which nothing is a placeholder or a link (SARIF 2.1.0, 3.11.5 and 3.11.6), nor drives a terminal."""
    shown = "\n".join(map(visible, text.split("\n")))
    return shown.replace("{", "{{").replace("}", "}}").replace("](", "] (")
