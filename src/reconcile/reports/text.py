"""The audit as a person reads it in a terminal: what cannot hold first, with what it takes to look it up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reconcile.reports.entries import KINDS, counted, entries
from reconcile.reports.evidence import evidence
from reconcile.reports.terminal import Line, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.auditing import Result
    from reconcile.reports.entries import Entry

_MEANS = {
    "conflict": "no world satisfies these claims",
    "accepted": "conflicts which the ledger accepts, with its reason",
    "revision": "a later, more mature figure replaces an earlier one",
    "hedge": "only an approximate word or a range explains the difference",
    "rounding": "rounding explains the difference",
    "exact": "holds at the printed figures",
    "unchecked": "could not be decided",
}
_STYLES = {"conflict": "red", "accepted": "yellow", "unchecked": "yellow", "exact": "green"}
_LISTED = 20  # findings of one check that pass, before "and … more"
_NAMED = 3  # how many of the findings that are unchecked for one reason are named before "and … more"
_STATUS = {
    0: "there is no conflict that the ledger does not accept",
    1: "there are conflicts that the ledger does not accept",
    3: "nothing was checked, or a check crashed, which is not a pass",
}


def text(result: Result, *, verbose: bool = False, width: int | None = None, colour: bool = False) -> str:
    """The whole report. Without a width nothing is wrapped, so that lines can be searched."""
    return render(_report(result, verbose=verbose), width=width, colour=colour)


def summary(result: Result) -> str:
    """One sentence: how much was audited, what came of it, and what the exit status means."""
    outcome = ", ".join(f"{count} {kind}" for kind, count in counted(entries(result)).items()) or "no finding"
    return f"{size(result)}: {outcome}. Exit status {result.status}: {_STATUS[result.status]}."


def size(result: Result) -> str:
    """How much was audited: "66 claims of 5 sources"."""
    claims, sources = len(result.ledger.content), len(result.ledger.sources)
    return f"{claims:,} claim{'s' * (claims != 1)} of {sources} source{'s' * (sources != 1)}"


def _report(result: Result, *, verbose: bool) -> Iterator[Line]:
    found, ledger = entries(result), result.ledger
    where = "" if ledger.path is None else f" ({ledger.path.as_posix()})"
    yield Line((ledger.title or "A ledger without a title") + where, style="bold")
    if ledger.left_out:
        yield Line(f"left out, since it is not known when they were published: {', '.join(ledger.left_out)}")
    for kind in KINDS:
        alike = [entry for entry in found if entry.kind == kind]
        if alike:
            yield Line()
            yield Line(f"{kind} ({len(alike)}): {_MEANS[kind]}", style=_STYLES.get(kind, "bold"))
            yield from _of_one_kind(kind, alike, result, verbose=verbose)
    yield Line()
    yield Line(summary(result), style="bold")


def _of_one_kind(kind: str, alike: list[Entry], result: Result, *, verbose: bool) -> Iterator[Line]:
    if kind == "exact" and not verbose:
        checks = Counter(entry.check for entry in alike)
        yield Line(", ".join(f"{count} {check}" for check, count in checks.items()) + "; --verbose lists them", 2)
        return
    for check in dict.fromkeys(entry.check for entry in alike):
        of_check = [entry for entry in alike if entry.check == check]
        yield Line(check, 2)
        if kind == "conflict" or (kind == "accepted" and verbose):
            for entry in of_check:
                yield from evidence(entry, result, indent=4)
        elif kind == "accepted":
            for entry in of_check:
                yield Line(f"{entry.sentence} ({entry.place})", 4)
                yield Line(f"accepted: {entry.accepted}", 6)
        elif kind == "unchecked" and not verbose:
            yield from _by_reason(of_check)
        else:
            shown = of_check if verbose else of_check[:_LISTED]
            yield from (Line(f"{entry.sentence} ({entry.place})", 4) for entry in shown)
            if len(of_check) > len(shown):
                yield Line(f"and {len(of_check) - len(shown)} more; --verbose lists them", 4)


def _by_reason(unchecked: list[Entry]) -> Iterator[Line]:
    """One line a reason, however many findings it left open; claims that nothing used are named each."""
    reasons: dict[str, list[Entry]] = {}
    for entry in unchecked:
        reasons.setdefault(entry.message, []).append(entry)
    for reason, alike in reasons.items():
        subjects = Counter(entry.subject for entry in alike)
        names = [f"{name} ({count})" if count > 1 else name for name, count in subjects.items() if name]
        more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
        said = "; ".join([*names[:_NAMED], *more])
        yield Line(f"{said}: {reason}" if said else reason, 4)
        if alike[0].check == "coverage":
            yield from (Line(", ".join(_short(claim, entry.sources) for claim in entry.claims), 6) for entry in alike)


def _short(claim: str, sources: tuple[str, ...]) -> str:
    """A claim's id without the source in front, where the line has named it."""
    return claim.removeprefix(f"{sources[0]}:") if len(sources) == 1 else claim
