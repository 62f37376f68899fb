"""The audit as commands of a GitHub workflow: annotations at the lines of the ledger in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.auditing import Entry
from reconcile.checks.verdicts import CRASHED
from reconcile.reports.claim_parts import arithmetic_words, line_to_show, mending_words, parts
from reconcile.reports.entries import alarms, worst_first
from reconcile.reports.files import from_here, in_ledger
from reconcile.reports.headlines import Headlines
from reconcile.reports.meanings import NO_PASS, ending
from reconcile.reports.proof import told_proof
from reconcile.reports.suspects import Suspects, suspects
from reconcile.reports.terminal import visible
from reconcile.reports.text_report import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.auditing import Result
    from reconcile.errors import Problem


def to_github(result: Result, *, verbose: bool = False) -> str:
    """An error for each conflict, a notice for each accepted one, and the closing line for the log.

    With ``verbose`` a notice for every other finding, too. A service shows only the first few of a step, so the worst
    come first.
    """
    found = worst_first(result) if verbose else alarms(result)
    suspected = suspects(result)
    told = [_annotation(entry, result, suspected) for entry in found]
    if result.status == NO_PASS:
        title = "nothing was checked" if result.unproven else "not all was checked"
        told.append(_command("error", title, [ending(result)], "", None))
    causes = [f"{suspected.head}:", *suspected.lines] if suspected else []
    return "".join(f"{line}\n" for line in (*told, *map(_log_line, causes), _log_line(summary(result))))


def github_refused(problems: Iterable[Problem]) -> str:
    """An error at each line of a ledger that could not be read."""
    return "".join(
        _command("error", "ledger", [problem.message], problem.file, problem.line) + "\n" for problem in problems
    )


def _alarms(entry: Entry) -> bool:
    return entry.verdict == "conflict" or entry.finding.endswith(CRASHED)


def _annotation(entry: Entry, result: Result, suspected: Suspects | None) -> str:
    file, line = line_to_show(entry, result, suspected)
    here = in_ledger(result, file)
    level = "error" if _alarms(entry) and entry.kind != "accepted" else "notice"
    shown = "" if here is None else from_here(here)
    return _command(level, f"{entry.check}: {entry.kind}", _lines(entry, result, suspected), shown, line)


def _lines(entry: Entry, result: Result, suspected: Suspects | None) -> Iterator[str]:
    yield from Headlines(result).told(entry)
    if suspected and (wrong := suspected.of(entry.finding)):
        yield wrong.said
    if entry.verdict == "conflict":
        for part in parts(entry, result):
            where = f"({part.source}, {part.place_and_guess})"
            yield f"{part.speaks_of}: {part.printed}, stands for {part.stands_for} {where}"
        yield from told_proof(entry)
        if sums := arithmetic_words(entry):
            yield sums
        yield from (f"would mend it: {mending_words(repair)}" for repair in entry.repairs)
        if entry.accepted is not None:
            yield f"accepted: {entry.accepted}"
    yield f"id: {entry.finding}"


def _command(level: str, title: str, lines: Iterable[str], file: str, line: int | None) -> str:
    """A workflow command; whatever in it could end a value or begin another command is encoded."""
    place = {"file": file, "line": str(line) if file and line else "", "title": title}
    properties = ",".join(f"{name}={_encoded(value, property_=True)}" for name, value in place.items() if value)
    message = "\n".join(lines)
    return f"::{level} {properties}::{_encoded(message)}"


def _encoded(text: str, *, property_: bool = False) -> str:
    text = "\n".join(map(visible, text.split("\n")))
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(character, code)
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text


def _log_line(text: str) -> str:
    """A line for the log that no runner takes for a command."""
    return visible(text).replace("::", ": :").replace("##[", "## [")
