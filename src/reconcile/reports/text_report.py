"""The audit as a person reads it in a terminal: what cannot hold first, with what it takes to look it up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reconcile.auditing.strength_summary import said
from reconcile.errors import at_line
from reconcile.reports.claim_parts import line_to_show
from reconcile.reports.entries import MANY, alarms, outcome, told, totals
from reconcile.reports.evidence_text import evidence
from reconcile.reports.headlines import Headlines
from reconcile.reports.meanings import MEANS, ending
from reconcile.reports.suspects import Suspects, suspects
from reconcile.reports.terminal import TerminalLine, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.auditing import Entry, Result

_STYLES = {"conflict": "red", "accepted": "yellow", "unchecked": "yellow", "exact": "green"}
_WEIGHED = 2000  # claims up to which --verbose says what all of them together would catch
_STRONG = 10_000  # findings up to which it is said what single bindings would catch
_LISTED = 20  # findings of one document that pass, before "and … more"
_IN_FULL = 20  # conflicts that are told with their evidence; of those after them, without --verbose, the sentence
_SCREEN = 24  # lines of a terminal where nobody made it larger
_NAMED = 3  # how many of the findings that are unchecked for one reason are named before "and … more"


def to_text(result: Result, *, verbose: bool = False, width: int | None = None, colour: bool = False) -> str:
    """The whole report. Without a width nothing is wrapped, so that lines can be searched."""
    return render(_report(result, verbose=verbose, width=width), width=width, colour=colour)


def to_short_text(result: Result, *, width: int | None = None, colour: bool = False) -> str:
    """What is probably wrong, a line for each conflict with the change that would mend it, and the closing line."""
    return render(_brief(result), width=width, colour=colour)


def summary(result: Result) -> str:
    """One sentence: how much was audited, what came of it, and what the exit status means."""
    return f"{size(result)}: {outcome(result)}. Exit status {result.status}: {ending(result)}."


def size(result: Result) -> str:
    """How much was audited: "66 claims of 5 sources"."""
    claims, sources = len(result.ledger.content), len(result.ledger.sources)
    return f"{claims:,} claim{'s' * (claims != 1)} of {sources} source{'s' * (sources != 1)}"


def _report(result: Result, *, verbose: bool, width: int | None) -> Iterator[TerminalLine]:
    found = suspects(result)
    yield from _head(result, found)
    lines = 0
    for line in _findings(result, verbose=verbose, width=width):
        lines += 1
        yield line
    yield TerminalLine()
    if worth := _strength(result, verbose=verbose):
        yield TerminalLine(f"{worth[0].upper()}{worth[1:]}.")
    yield from (TerminalLine(f"hint: {hint}") for hint in result.hints)
    if found and lines > _SCREEN:  # a terminal shows the end
        yield from _suspected(found)
    yield TerminalLine(summary(result), style="bold")


def _head(result: Result, found: Suspects | None) -> Iterator[TerminalLine]:
    ledger = result.ledger
    where = "" if ledger.path is None else f" ({ledger.path.as_posix()})"
    yield TerminalLine((ledger.title or "A ledger without a title") + where, style="bold")
    if ledger.left_out:
        yield TerminalLine(f"left out, since it is not known when they were published: {', '.join(ledger.left_out)}")
    if found:
        yield TerminalLine()
        yield from _suspected(found)


def _findings(result: Result, *, verbose: bool, width: int | None) -> Iterator[TerminalLine]:
    for kind, count in totals(result).items():
        yield TerminalLine()
        yield TerminalLine(f"{kind} ({count}): {MEANS[kind]}", style=_STYLES.get(kind, "bold"))
        if kind == "exact" and not verbose:
            yield _counted(result.of_each_check(kind))
            continue
        alike, others = told(result, kind, verbose=verbose)
        if others:
            yield _counted(others)
        if verbose or kind != "unchecked":
            yield from _by_document(alike, result, verbose=verbose, width=width)
        else:
            yield from _by_reason(alike)


def _brief(result: Result) -> Iterator[TerminalLine]:
    suspected, headlines = suspects(result), Headlines(result)
    if suspected:
        yield from _suspected(suspected)
    for entry in alarms(result):
        if entry.kind == "accepted":
            continue
        place = at_line(*line_to_show(entry, result, suspected))
        wrong = suspected.of(entry.finding) if suspected else None
        change = f"{wrong.about}: {wrong.mending}" if wrong else next(_titled(entry, headlines), "")
        said = ": ".join(filter(None, (place, headlines.of(entry))))
        style = _STYLES.get(entry.kind, "")
        if change:
            yield TerminalLine(f"{said.removesuffix('.')}; ", style=style, tail=f"would mend it: {change}")
        else:
            yield TerminalLine(said, style=style)
    yield TerminalLine(summary(result), style="bold")


def _titled(entry: Entry, headlines: Headlines) -> Iterator[str]:
    """Each change that would mend a conflict, with what the figure speaks of."""
    about = {part["claim"]: headlines.claim(row) for part, row in zip(entry.evidence, entry.rows, strict=True)}
    for one in entry.repairs:
        slip = f": {one['slip']}" if one["slip"] else ""
        yield f"{about.get(one['claim'], one['claim'])}: {one['words']}{slip}"


def _suspected(found: Suspects) -> Iterator[TerminalLine]:
    yield TerminalLine(f"{found.head}:", style="bold")
    yield from (TerminalLine(line, 2) for line in found.lines)


def _strength(result: Result, *, verbose: bool) -> str:
    """What the passes are worth, where that is worked out while somebody waits."""
    if verbose and len(result.ledger.content) <= _WEIGHED:
        return said(result.strength)
    return said(result.strength_of_bindings) if sum(result.counts.values()) <= _STRONG else ""


def _counted(checks: Mapping[str, int]) -> TerminalLine:
    return TerminalLine(
        ", ".join(f"{count:,} {check}" for check, count in checks.items()) + "; --verbose lists them", 2
    )


def _by_document(alike: list[Entry], result: Result, *, verbose: bool, width: int | None) -> Iterator[TerminalLine]:
    """Findings of one kind below the documents that they are about; those of many come after those of one."""
    documents: dict[tuple[str, ...], list[Entry]] = {}
    headlines = Headlines(result)
    table = result.ledger.sources
    published = dict(zip(table["source"], table["published"], strict=True))
    for entry in sorted(alike, key=lambda entry: len(entry.sources) > 1):
        in_time = sorted(entry.sources, key=lambda source: (published.get(source, ""), source))
        documents.setdefault(tuple(in_time), []).append(entry)
    titles = dict(zip(table["source"], table["title"], strict=True))
    full, briefly = len(alike) if verbose else _IN_FULL, 0
    for sources, of_document in documents.items():
        yield TerminalLine(_document(sources, titles), 2)
        shown = of_document if verbose or of_document[0].kind == "conflict" else of_document[:_LISTED]
        for entry in shown:
            if entry.kind == "conflict" and not full:
                briefly += 1
                yield TerminalLine(": ".join(filter(None, (entry.place, headlines.of(entry)))), 4)
            elif entry.kind == "conflict" or (entry.kind == "accepted" and verbose):
                full -= entry.kind == "conflict"
                yield from evidence(entry, result, indent=4, width=width, check=True)
            else:
                yield TerminalLine(f"{entry.check}: {entry.sentence}" + (f" ({entry.place})" if entry.place else ""), 4)
                if entry.accepted is not None:
                    yield TerminalLine(f"accepted: {entry.accepted}", 6)
                if entry.unclaimed:
                    yield TerminalLine(", ".join(number["words"] for number in entry.unclaimed), 6)
        if len(of_document) > len(shown):
            yield TerminalLine(f"and {len(of_document) - len(shown)} more; --verbose lists them", 4)
    if briefly:
        yield TerminalLine(f"of {briefly} conflicts only the sentence; --verbose has the evidence of all", 2)


def _document(sources: tuple[str, ...], titles: dict[str, str]) -> str:
    if not sources:
        return "the ledger"
    if len(sources) > 1:
        return " and ".join((", ".join(sources[:-1]), sources[-1]))
    return f"{sources[0]}: {titles[sources[0]]}" if titles.get(sources[0]) else sources[0]


def _by_reason(unchecked: list[Entry]) -> Iterator[TerminalLine]:
    """One line a reason, however many findings it left open; claims that nothing used are named each."""
    reasons: dict[tuple[str, str], list[Entry]] = {}
    for entry in unchecked:
        reasons.setdefault((entry.check, entry.message), []).append(entry)
    last = ""
    for (check, reason), alike in reasons.items():
        if check != last:
            yield TerminalLine(check, 2)
            last = check
        subjects = Counter(entry.subject for entry in alike)
        names = [f"{name} ({count})" if count > 1 else name for name, count in subjects.items() if name]
        more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
        said = "; ".join([*names[:_NAMED], *more])
        yield TerminalLine(f"{said}: {reason}" if said else reason, 4)
        if alike[0].check == "coverage":
            yield from (TerminalLine(_claims(entry), 6) for entry in alike if entry.claims)


def _claims(entry: Entry) -> str:
    """The claims of a finding; of very many the first."""
    more = [f"and {len(entry.claims) - MANY:,} more"] if len(entry.claims) > MANY else []
    return ", ".join([*(_short(claim, entry.sources) for claim in entry.claims[:MANY]), *more])


def _short(claim: str, sources: tuple[str, ...]) -> str:
    """A claim's id without the source in front, where the line has named it."""
    return claim.removeprefix(f"{sources[0]}:") if len(sources) == 1 else claim
