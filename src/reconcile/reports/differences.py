"""What is new, mended or changed between two audits: finding by finding, by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.reports.amounts import number, scale
from reconcile.reports.json_text import dumps
from reconcile.reports.markdown_words import code, prose
from reconcile.reports.phrasebook import ENGLISH, Phrasebook
from reconcile.reports.terminal import TerminalLine, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.reports.recorded_audits import RecordedFinding

_SCHEMA = "reconcile.diff/1"
BECAME = ("new", "changed", "mended", "moved")
"""The groups of differences in their order; what is said of each are the phrases ``diff.means.…``."""

_STYLES = {"new": "red", "changed": "yellow", "mended": "green", "moved": "bold"}


class ComparedFinding(NamedTuple):
    """One finding in both audits; None where it is not in one of them."""

    before: RecordedFinding | None
    now: RecordedFinding | None

    @property
    def shown(self) -> RecordedFinding:
        """As it is now, or else as it was."""
        found = self.now or self.before
        assert found is not None
        return found

    def told(self, words: Phrasebook = ENGLISH) -> str:
        """What became of it: "was unchecked", "is accepted now: …", "residual −27,000 EUR, before 12 EUR"."""
        before, now = self.before, self.now
        if before is None:
            return words("diff.not before")
        if now is None:
            return words("diff.not now")
        if before.kind != now.kind:
            was = words.named("kind", before.kind)
            if now.kind == "accepted":
                return words("diff.accepted", before=was, reason=now.accepted)
            return words("diff.kind", before=was, now=words.named("kind", now.kind))
        if before.residual != now.residual:
            return words("diff.residual", now=_amount(now, words), before=_amount(before, words))
        return words("diff.message", message=before.message)


@dataclass(frozen=True, slots=True)
class Differences:
    """Two audits beside each other; what fails is a conflict that nobody accepted, or a check that crashed."""

    new: list[ComparedFinding]
    changed: list[ComparedFinding]
    mended: list[ComparedFinding]
    moved: list[ComparedFinding]  # other findings of both, of another verdict than before
    same: int  # findings of both, of one verdict
    appeared: int  # findings of the later alone that do not fail
    disappeared: int  # findings of the earlier alone that did not fail

    @property
    def status(self) -> int:
        """The exit status: 1 where something fails that did not fail before."""
        return 1 if self.new else 0

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, by the names of the fields."""
        steps = {name: len(getattr(self, name)) for name in BECAME}
        return steps | {name: getattr(self, name) for name in ("same", "appeared", "disappeared")}


def differences(before: Mapping[str, RecordedFinding], now: Mapping[str, RecordedFinding]) -> Differences:
    """Compare the findings of two audits, each by id; what is told comes in the order of the later audit."""
    found = Differences([], [], [], [], 0, 0, 0)
    same = appeared = disappeared = 0
    for finding, one in now.items():
        step = ComparedFinding(before.get(finding), one)
        failed = step.before is not None and step.before.alarms
        if one.alarms and not failed:
            found.new.append(step)
        elif failed and not one.alarms:
            found.mended.append(step)
        elif step.before is None:
            appeared += 1
        elif one.alarms and (step.before.residual, step.before.message) != (one.residual, one.message):
            found.changed.append(step)
        elif step.before.kind != one.kind:
            found.moved.append(step)
        else:
            same += 1
    for finding, one in before.items():
        if finding not in now:
            if one.alarms:
                found.mended.append(ComparedFinding(one, None))
            else:
                disappeared += 1
    return Differences(found.new, found.changed, found.mended, found.moved, same, appeared, disappeared)


def difference_text(found: Differences, *, verbose: bool, width: int | None, colour: bool) -> str:
    """What a person reads in a terminal; other verdicts are listed with ``verbose`` alone."""
    return render(_lines(found, verbose=verbose), width=width, colour=colour)


def _lines(found: Differences, *, verbose: bool) -> Iterator[TerminalLine]:
    for name in BECAME:
        steps: list[ComparedFinding] = getattr(found, name)
        if not steps or (name == "moved" and not verbose):
            continue
        yield TerminalLine(difference_head(name, found), style=_STYLES[name])
        for step in steps:
            place = f" ({step.shown.place})" if step.shown.place else ""
            yield TerminalLine(f"{step.shown.check}: {step.shown.sentence}{place}", 2)
            yield TerminalLine(step.told(), 4)
            yield TerminalLine(f"id: {step.shown.finding}", 4)
        yield TerminalLine()
    yield TerminalLine(difference_summary(found), style="bold")


def difference_head(name: str, found: Differences, words: Phrasebook = ENGLISH) -> str:
    """How many differences of a group there are, and what that means: "new (2): fails now, and did not before"."""
    count = words.amount(str(len(getattr(found, name))))
    return f"{words(f'diff.name.{name}')} ({count}): {words(f'diff.means.{name}')}"


def difference_summary(found: Differences, words: Phrasebook = ENGLISH) -> str:
    """One sentence: how much of each, and what the exit status means."""
    counts = found.counts
    others = [name for name in ("same", "moved", "appeared", "disappeared") if counts[name] or name == "same"]
    told, beside = (
        words.phrases["parts.and"].join(words.several(f"diff.count.{name}", counts[name]) for name in names)
        for names in (("new", "changed", "mended"), others)
    )
    return words("diff.summary", told=told, others=beside, status=found.status, means=words(f"diff.{found.status}"))


def difference_markdown(found: Differences) -> str:
    """A comment on a pull request: what fails now in full, the rest folded."""
    blocks = [f"**{difference_summary(found)}**\n"]
    for name in BECAME:
        steps: list[ComparedFinding] = getattr(found, name)
        if not steps:
            continue
        items = "".join(f"- {prose(step.shown.sentence)}<br>{prose(step.told())}<br>{_place(step)}\n" for step in steps)
        said = difference_head(name, found)
        if name == "new":
            blocks.append(f"\n### {said}\n\n{items}")
        else:
            blocks.append(f"\n<details>\n<summary>{said}</summary>\n\n{items}\n</details>\n")
    return "".join(blocks)


def _place(step: ComparedFinding) -> str:
    return " ".join(code(one) for one in (step.shown.place, step.shown.finding) if one)


def difference_json(found: Differences) -> str:
    """One object of the schema `reconcile.diff/1`."""
    steps = {name: [_object(step) for step in getattr(found, name)] for name in BECAME}
    return dumps({"schema": _SCHEMA, "counts": found.counts, **steps})


def _object(step: ComparedFinding) -> dict[str, Any]:
    def side(one: RecordedFinding | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {"verdict": one.verdict, "accepted": one.accepted, "residual": one.residual, "message": one.message}

    shown = step.shown
    return {
        "id": shown.finding,
        "check": shown.check,
        "subject": shown.subject or None,
        "unit": shown.unit or None,
        "file": shown.file or None,
        "line": shown.line,
        "before": side(step.before),
        "now": side(step.now),
    }


def _amount(one: RecordedFinding, words: Phrasebook) -> str:
    residual = None if one.residual is None else number(one.residual)
    if residual is None:
        return words("diff.none")
    fitting = scale([residual], one.unit)
    return words.amount(fitting.with_unit(fitting.number(residual)))
