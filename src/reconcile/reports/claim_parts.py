"""The claims of a finding as a reader meets them: the sentence, its document, and the interval it stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reconcile.checks.wording.scales import approximately
from reconcile.errors import at_line
from reconcile.exact.interval import Interval
from reconcile.language.periods import ALL_TIME
from reconcile.reports.amounts import number, scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.auditing import Entry, Result
    from reconcile.reports.suspects import Suspects


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One claim of a finding; its interval is the face reading, in base units of the claim's own unit."""

    claim: str
    source: str
    speaks_of: str  # "growth of trade 2024"
    printed: str
    interval: Interval
    unit: str
    quote: str
    published: str
    file: str
    line: int | None
    guess: str = ""  # what of it a draft guessed

    @property
    def stands_for(self) -> str:
        """The interval at the scale of a reader: [786.85, 786.95] billion USD."""
        fitting = scale([self.interval.low, self.interval.high], self.unit)
        return fitting.with_unit(fitting.interval(self.interval))

    @property
    def place(self) -> str:
        """Where the ledger says it: file:line."""
        return at_line(self.file, self.line)

    @property
    def place_and_guess(self) -> str:
        """The same, and what of the claim was guessed, as long as nobody has confirmed it."""
        return self.place + f"; guessed: {', '.join(self.guess.split())}" * bool(self.guess)


def telling(quote: str) -> str:
    """A quote that has words; "" for the digits of a cell, which tell nothing more than the figure does.

    >>> telling("came to 9,466"), telling("9,466")
    ('came to 9,466', '')
    """
    return quote if any(map(str.isalpha, quote)) else ""


def parts(entry: Entry, result: Result) -> list[ClaimPart]:
    """The claims that a finding rests on, in its order."""
    told = [_part(said, row, result) for said, row in zip(entry.evidence, entry.rows, strict=True)]
    alike: dict[str, list[int]] = {}
    for at, part in enumerate(told):
        alike.setdefault(part.speaks_of, []).append(at)
    for several in alike.values():
        for at, where in zip(several, _apart([entry.rows[one] for one in several], result), strict=True):
            told[at] = replace(told[at], speaks_of=", ".join([told[at].speaks_of, *where]))
    return told


def _apart(rows: Sequence[int], result: Result) -> list[list[str]]:
    """What tells some claims apart by their place: of each the area and dimensions in which they differ."""
    names = ("area", *result.ledger.dimensions) if len(rows) > 1 else ()
    columns = [[str(result.store.claim(name, row)) for row in rows] for name in names]
    differing = [column for column in columns if len(set(column)) > 1]
    return [[column[number] for column in differing if column[number]] for number in range(len(rows))]


def line_to_show(entry: Entry, result: Result, suspected: Suspects | None) -> tuple[str, int | None]:
    """The file and line to look at first: those of the figure that is probably wrong, else of the finding."""
    wrong = suspected.of(entry.finding) if suspected and entry.kind == "conflict" else None
    shown = (part for part in parts(entry, result) if part.claim == wrong.claim) if wrong else iter(())
    first = next(shown, None)
    return (entry.file, entry.line) if first is None else (first.file, first.line)


def arithmetic_words(entry: Entry) -> str:
    """What is left over, what rounding explains of it, and what is beyond; empty where nothing was computed."""
    residual, allowed, excess = map(number, (entry.residual, entry.allowed, entry.excess))
    if residual is None or allowed is None or excess is None:
        return ""
    fitting = scale([residual, allowed, excess], entry.unit)
    left, explained, beyond = (fitting.with_unit(fitting.number(one)) for one in (residual, allowed, excess))
    words = f"residual {left}; rounding explains up to {explained}"
    if not excess:
        return words
    words += f"; {beyond} beyond it"
    units = number(entry.excess_units)
    if units is None:
        return words
    return f"{words}, which is {approximately(units)} unit{'s' * (units != 1)} of the last digit"


def mending_words(repair: Mapping[str, Any]) -> str:
    """A change of one claim that would mend a conflict, with the slip that would explain it."""
    slip = f": {repair['slip']}" if repair["slip"] else ""
    return f"{repair['words']}{slip} ({repair['claim']})"


def _part(said: Mapping[str, Any], row: int, result: Result) -> ClaimPart:
    store = result.store
    stat, measure, period = (store.claim(name, row) for name in ("stat", "measure", "period"))
    about = measure if period == ALL_TIME else f"{measure} {period}"
    return ClaimPart(
        claim=said["claim"],
        source=said["source"],
        speaks_of=about if stat == "level" else f"{stat} of {about}",
        printed=said["printed"],
        interval=store.reading_of(row).face,
        unit=store.figures[row].unit,
        quote=telling(said["quote"]),
        published=said["published"],
        file=said["file"],
        line=said["line"],
        guess=store.claim("guess", row),
    )
