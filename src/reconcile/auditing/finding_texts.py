"""From a finding as the checks word it to one as it is read: ids for row numbers, exact text for numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import numpy as np

from reconcile.auditing.entry import Entry
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Reading
from reconcile.checks.finding import Comparison, Contribution, ProposedRepair, WordedFinding
from reconcile.checks.verdicts import CONFLICT, VERDICTS
from reconcile.checks.wording.scales import digits
from reconcile.exact.interval import text


class FindingTexts:
    """What a ledger says of the claims and rules that findings name by number; ``all_`` where all findings are read."""

    def __init__(self, store: Store, *, all_: bool) -> None:
        self._store = store
        self._id: Callable[[int], str] = partial(store.claim, "claim")
        self._ids: Callable[[Sequence[int]], Iterable[str]] = store.ids_of
        if all_:
            self._id = store.ledger.content.every_id().__getitem__
            self._ids = partial(map, self._id)

    def entry(self, finding: WordedFinding, reason: str | None) -> Entry:
        """A finding as it is read; ``reason`` is why the ledger accepts it, should it be a conflict."""
        store = self._store
        file, line = self._place(finding)
        return Entry(
            finding=finding.id,
            check=finding.check,
            verdict=VERDICTS[finding.verdict],
            rule=finding.rule,
            quantity=finding.quantity,
            status=finding.status,
            sources=finding.sources or store.sources_of(finding.claims),
            claims=tuple(self._ids(finding.claims)),
            residual=exact_text(finding.residual),
            allowed=exact_text(finding.allowed),
            excess=exact_text(finding.excess),
            excess_units=exact_text(finding.excess_units),
            unit=finding.unit,
            message=finding.message,
            accepted=reason if finding.verdict == CONFLICT else None,
            file=file,
            line=line,
            certificate=finding.certificate,
            unclaimed=tuple({"words": one.words, "at": one.at} for one in finding.unclaimed),
            rows=finding.claims,
            _later=partial(self._later, finding),
        )

    def _later(self, finding: WordedFinding, name: str) -> dict[str, Any]:
        """A field that is made when it is asked for; both counts of errors come together."""
        match name:
            case "repairs":
                return {name: tuple(map(self._repair, finding.behind.repairs))}
            case "evidence":
                terms = {term.claim: term for term in finding.behind.terms}
                return {name: tuple(self._said(claim) | _part(terms.get(claim)) for claim in finding.claims)}
            case "comparisons":
                return {name: tuple(map(_comparison, finding.behind.comparisons))}
            case _:
                missed = finding.behind.missed
                return {
                    "caught": sum(one.caught for one in missed) if missed else None,
                    "errors": sum(one.errors for one in missed) if missed else None,
                }

    def _place(self, finding: WordedFinding) -> tuple[str, int | None]:
        """The file and line to look at: the first claim's, the rule's where none is named, else the source's file."""
        if finding.place is not None:
            return finding.place
        if finding.claims:
            return self._store.ledger.content.place(finding.claims[0])
        if finding.rule_number is not None:
            return self._store.ledger.rule_origin[finding.rule_number]
        if finding.sources:
            return self._files.get(finding.sources[0], ""), None
        return "", None

    @cached_property
    def _files(self) -> dict[str, str]:
        """The file of each source that claims something: that of its first claim."""
        source = self._store.source.code
        first = np.full(len(self._store.source.values), -1)
        first[source[::-1]] = np.arange(len(source))[::-1]
        named = zip(self._store.source.values, first, strict=True)
        return {name: self._store.ledger.content.place(int(row))[0] for name, row in named if row >= 0}

    @cached_property
    def _published(self) -> list[str]:
        return self._store.ledger.sources["published"].tolist()

    def _said(self, claim: int) -> dict[str, Any]:
        said = self._store.claim
        face, figure = self._store.reading_of(claim).face, self._store.figures[claim]
        file, line = self._store.ledger.content.place(claim)
        return {
            "claim": self._id(claim),
            "source": said("source", claim),
            "published": self._published[self._store.source.code[claim]],
            "quote": said("quote", claim),
            "printed": said("reported", claim) or f"{text(figure.value)} {figure.unit}".strip(),
            "low": exact_text(face.low),
            "high": exact_text(face.high),
            "file": file,
            "line": line,
        }

    def _repair(self, repair: ProposedRepair) -> dict[str, Any]:
        return {
            "claim": self._id(repair.claim),
            "printed": text(repair.printed),
            "instead": text(repair.instead),
            "slip": repair.slip,
            "words": repair.words,
        }


def exact_text(number: Fraction | None) -> str | None:
    return None if number is None else digits(number)


def _part(term: Contribution | None) -> dict[str, Any]:
    """What a claim adds to the arithmetic of a finding; nothing where nothing was computed."""
    if term is None:
        return {"weight": None, "contribution": None, "side": None}
    side = "reported" if term.reported else "computed"
    return {"weight": exact_text(term.weight), "contribution": exact_text(term.contribution), "side": side}


def _comparison(compared: Comparison) -> dict[str, Any]:
    """What is computed and what is reported."""
    sides = {name: _ends(getattr(compared, name)) for name in ("computed", "reported")}
    return {"of": compared.of, **sides}


def _ends(reading: Reading) -> dict[str, Any]:
    printed, face, wide = reading
    return {
        "printed_low": exact_text(printed.low),
        "printed_high": exact_text(printed.high),
        "low": exact_text(face.low),
        "high": exact_text(face.high),
        "low_open": face.low_open,
        "high_open": face.high_open,
        "wide_low": exact_text(wide.low),
        "wide_high": exact_text(wide.high),
    }
