"""A ledger or documents that are audited again whenever one of their files is saved, and what is shown of it."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.errors import ReconcileError, UnusableError
from reconcile.faces.audit_command import read_and_run
from reconcile.faces.check_command import drafted_and_run
from reconcile.faces.local_server import Page, told_as_json
from reconcile.faces.watched_files import Stamps, files_of_ledger, is_ledger, stamps
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.writing.decisions import Rewritten, edits_of, read_decisions, write_edits
from reconcile.ledger.writing.files import unwritten
from reconcile.ledger.writing.locking import one_writer
from reconcile.ledger.writing.replacing import replaced_file
from reconcile.reports.entries import outcome
from reconcile.reports.page import page_summary, to_html
from reconcile.reports.phrasebook import phrasebook
from reconcile.reports.review_page import review_page
from reconcile.reports.terminal import visible
from reconcile.reports.text_report import size
from reconcile.reports.watch_page import watch_page

if TYPE_CHECKING:
    from reconcile.auditing import Result

_AS_READ = {
    "wide": False,
    "id": [],
    "unit": None,
    "decimals": None,
    "unit_mult": "",
    "as_of": None,
    "checks": None,
    "rounding": "nearest",
    "max_conflicts": 0,
    "strict": False,
}
_TOLD = 100  # problems that the page lists; there may be many


@dataclass(frozen=True)
class Shown:
    """What the pages show, replaced as a whole."""

    revision: int = 0  # counts whatever has changed
    report: str = ""
    reports: int = 0  # counts reports
    review: str = ""
    guesses: int = 0
    said: str = ""  # on the page, in its language
    told: str = ""  # on the terminal
    problems: tuple[str, ...] = ()


class WatchedAudit:
    """What is watched: pages for a :class:`~reconcile.faces.local_server.LocalServer`, made again by `look`."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._ledger = options.targets[0] if len(options.targets) == 1 and is_ledger(options.targets[0]) else None
        given = {**vars(options), **_AS_READ, "quiet": True}
        self._options = argparse.Namespace(**{**given, "ledger": self._ledger, "files": options.targets})
        self._read: Ledger | None = None
        self._stamps: Stamps = {}
        self._done: list[list[Rewritten]] = []
        self._deciding = threading.Lock()
        self._name = ", ".join(map(str, options.targets))
        self._words = phrasebook(options.lang)
        self.shown = Shown(said=self._words("watch.reading"))

    def look(self) -> bool:
        """Audit again if a file has been saved since the last time, and say whether."""
        now = stamps(self._files())
        if now == self._stamps:
            return False
        self._stamps = now
        made = datetime.now().astimezone().strftime("%H:%M:%S")
        try:
            result = read_and_run(self._options) if self._ledger else drafted_and_run([], self._options)
            self.shown = self._made(result, made)
        except (ReconcileError, OSError) as error:
            told = [str(one) for one in error.problems] if isinstance(error, UnusableError) else [str(error)]
            more = [f"… and {len(told) - _TOLD} more"] if len(told) > _TOLD else []
            problems = tuple(map(visible, [*told[:_TOLD], *more]))
            before = self.shown
            said = before.said if before.report else self._words("watch.not read")
            self.shown = replace(before, revision=before.revision + 1, said=said, problems=problems)
        if self._ledger and self._read is not None:  # the texts that it names now are watched, too
            self._stamps = stamps(self._files()) | {path: one for path, one in now.items() if path in self._files()}
        return True

    def _files(self) -> set[Path]:
        return files_of_ledger(self._ledger, self._read) if self._ledger else set(self._options.files)

    def _made(self, result: Result, made: str) -> Shown:
        guesses, review = 0, ""
        if self._ledger:
            self._read = result.ledger
            guesses = int((result.ledger.claims["guess"] != "").sum())
            review = review_page(result, self._ledger, self._words, served=True)
        before = self.shown
        return Shown(
            before.revision + 1,
            to_html(result, self._words),
            before.reports + 1,
            review,
            guesses,
            said=visible(self._words("watch.made", time=made, summary=page_summary(result, self._words))),
            told=visible(f"made {made}: {size(result)}: {outcome(result)}"),
        )

    # What is served

    def pages(self) -> Mapping[str, Callable[[], Page]]:
        shown = self.shown
        found = {"": lambda: Page(watch_page(self._name, self._words)), "state": lambda: told_as_json(_state(shown))}
        if shown.report:
            found["report"] = lambda: Page(shown.report, framed="'self'")
        if shown.review:
            found["review"] = lambda: Page(shown.review)
        return found

    def posts(self) -> Mapping[str, Callable[[bytes], Page]]:
        return {"decide": self._decide, "undo": self._undo} if self._ledger else {}

    def _decide(self, body: bytes) -> Page:
        """Write what was decided into the ledger's files."""
        assert self._ledger is not None
        folder = self._ledger if self._ledger.is_dir() else self._ledger.parent
        with self._deciding:
            try:
                decisions = read_decisions(body, "")
                with one_writer(folder):
                    ledger = Ledger.read(self._ledger)
                    self._done.append(write_edits(folder, ledger, edits_of(ledger, decisions)))
            except UnusableError as error:
                return _conflict(*map(str, error.problems))
            except OSError as error:
                return _conflict(unwritten(error))
        return told_as_json({"decided": len(decisions)})

    def _undo(self, _: bytes) -> Page:
        """Put the files back as they were before what was decided last, unless somebody saved them since."""
        assert self._ledger is not None
        folder = self._ledger if self._ledger.is_dir() else self._ledger.parent
        with self._deciding:
            if not self._done:
                return _conflict("nothing has been decided since the start")
            try:
                with one_writer(folder):
                    if any(one.path.read_bytes() != one.after for one in self._done[-1]):
                        return _conflict("the file has been saved since: take it back by hand")
                    for one in self._done.pop():
                        with replaced_file(one.path) as part:
                            part.write_bytes(one.before)
            except OSError as error:
                return _conflict(unwritten(error))
        return told_as_json({"undone": True})


def _state(shown: Shown) -> dict[str, object]:
    return {
        "revision": shown.revision,
        "reports": shown.reports,
        "said": shown.said,
        "guesses": shown.guesses,
        "problems": list(shown.problems),
    }


def _conflict(*problems: str) -> Page:
    return told_as_json({"problems": [visible(one) for one in problems]}, HTTPStatus.CONFLICT)
