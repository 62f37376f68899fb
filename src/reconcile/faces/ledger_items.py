"""The test items of `--reconcile`: one for each finding of a ledger's audit."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reconcile.auditing import run
from reconcile.errors import UnusableError
from reconcile.faces.checking import audited_draft, drafted_ledger
from reconcile.faces.pytest_paths import given_paths
from reconcile.faces.sources_to_check import document_of
from reconcile.ledger.ledger import Ledger
from reconcile.reports.entries import SHOWN_KINDS, entries
from reconcile.reports.evidence_text import evidence
from reconcile.reports.terminal import TerminalLine, render, visible
from reconcile.reports.text_report import size, summary

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from reconcile.auditing import Entry, Result


class Conflict(Exception):  # noqa: N818 - it is the documents that are at fault
    """Claims that cannot all hold: what the item of a conflict raises."""


class NotAudited(Exception):  # noqa: N818 - as above
    """A ledger that cannot be read, or in which nothing could be checked."""


class Ledgers:
    """The plugin of one run: collects its ledgers, each once, and sums up their findings at the end."""

    def __init__(
        self, config: pytest.Config, ledgers: Mapping[Path, Path], texts: Path | None, documents: Sequence[Path] = ()
    ) -> None:
        self.ledgers = {**ledgers, **{path: path for path in documents}}
        self.documents = frozenset(documents)
        self.texts = texts
        self.selected = set(given_paths(config))
        self.verdicts: dict[str, Counter[str]] = {}

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> LedgerFile | None:
        """A ledger whose very file, or a node id in it, was given to pytest."""
        if file_path in self.ledgers and file_path in self.selected:
            return self._node(file_path, parent)
        return None

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """The other ledgers, beside what pytest finds in its paths.

        They hang below the session and not below a folder, so that neither `norecursedirs` nor an overlap
        with the paths given can drop one, or run it twice.
        """
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            report.result.extend(self._node(file, collector) for file in self.ledgers if file not in self.selected)
        return report

    def _node(self, file: Path, parent: pytest.Collector) -> LedgerFile:
        root = parent.config.rootpath
        kind = DocumentFile if file in self.documents else LedgerFile
        if file.is_relative_to(root):
            return kind.from_parent(parent, path=file, ledger=self.ledgers[file], texts=self.texts)
        # Outside the rootdir pytest makes ids which it cannot find again. Relative ones it can: by hand, and
        # by --lf where the node's path is spelt as --lf spells it, the id below the rootdir, unresolved.
        nodeid = Path(os.path.relpath(file, root)).as_posix()
        return kind.from_parent(parent, path=root / nodeid, nodeid=nodeid, ledger=self.ledgers[file], texts=self.texts)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts from the reports, which reach this process from the workers of a distributed run too."""
        properties = dict(report.user_properties)
        if "reconcile" in properties and (report.when == "call" or (report.when == "setup" and report.skipped)):
            counts = self.verdicts.setdefault(str(properties["reconcile"]), Counter())
            counts[str(properties["reconcile_verdict"])] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.verdicts:
            terminalreporter.section("reconcile")
        for ledger, counts in sorted(self.verdicts.items()):
            words = ", ".join(f"{counts[kind]} {kind}" for kind in SHOWN_KINDS if counts[kind])
            terminalreporter.line(f"{ledger}: {words}")


class LedgerFile(pytest.File):
    """One ledger. Auditing it is collecting it."""

    def __init__(self, *, ledger: Path, texts: Path | None, **node: Any) -> None:
        super().__init__(**node)
        self.ledger = ledger
        self.texts = texts

    def audited(self) -> Result:
        """The audit; raises an UnusableError where there is nothing that can be read."""
        return run(Ledger.read(self.ledger, texts=self.texts))

    def collect(self) -> Iterator[pytest.Item]:
        try:
            result = self.audited()
        except UnusableError as error:
            reason = render(TerminalLine(str(problem)) for problem in error.problems).rstrip()
            yield LedgerItem.from_parent(self, name="ledger", reason=reason)
            return
        label = f"{self.nodeid}: {size(result)}"
        if result.status == 3:
            yield LedgerItem.from_parent(self, name="ledger", reason=summary(result))
        found = entries(result)
        for name, entry in zip(node_names([entry.finding for entry in found]), found, strict=True):
            yield FindingItem.from_parent(self, name=name, entry=entry, result=result, label=label)


class DocumentFile(LedgerFile):
    """One document without a ledger. Finding its relations is collecting it."""

    def audited(self) -> Result:
        document = document_of(self.ledger, None, None)
        return audited_draft(drafted_ledger([document], None, Ledger.from_frames).ledger)


class LedgerItem(pytest.Item):
    """The one failing item of a ledger that cannot be read, or in which nothing was checked."""

    def __init__(self, *, reason: str, **node: Any) -> None:
        super().__init__(**node)
        self.reason = reason
        self.add_marker("reconcile")

    def runtest(self) -> None:
        raise NotAudited(self.reason)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        return _told(excinfo) or super().repr_failure(excinfo, *args)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, 0, "ledger"


class FindingItem(pytest.Item):
    """One finding: it passes, skips with a reason, is expected to fail, or fails with the evidence."""

    def __init__(self, *, entry: Entry, result: Result, label: str, **node: Any) -> None:
        super().__init__(**node)
        self.entry = entry
        self.result = result
        self.extra_keyword_matches.update((entry.check, entry.kind))
        self.user_properties += [("reconcile", label), ("reconcile_verdict", entry.kind)]
        self.add_marker("reconcile")
        if entry.kind == "unchecked":
            self.add_marker(pytest.mark.skip(reason=visible(entry.message)))
        elif entry.kind == "accepted":
            self.add_marker(pytest.mark.xfail(reason=visible(str(entry.accepted)), strict=True, raises=Conflict))

    def runtest(self) -> None:
        if self.entry.verdict == "conflict":
            raise Conflict(render(evidence(self.entry, self.result)).rstrip())

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        return _told(excinfo) or super().repr_failure(excinfo, *args)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        file = self.path.parent / self.entry.file
        return file, (self.entry.line or 1) - 1, f"{self.entry.check}: {self.entry.subject}"


def _told(excinfo: pytest.ExceptionInfo[BaseException]) -> str | None:
    """What our own failures say for themselves; None for a bug, which deserves its traceback."""
    return str(excinfo.value) if isinstance(excinfo.value, Conflict | NotAudited) else None


def node_names(ids: Sequence[str]) -> list[str]:
    """Names for the parts of node ids, of characters that pytest, its options and JUnit leave alone.

    They depend on the findings' ids alone. Where two ids would get one name, each gets a mark of its own.

    >>> node_names(["identity:trade=exports+imports:VN:2024", "period:xuất khẩu:2024"])
    ['identity.trade=exports+imports.VN.2024', 'period.xuat_khau.2024']
    """
    names = [_plain(finding) for finding in ids]
    often = Counter(names)
    return [
        name if often[name] == 1 else f"{name}-{hashlib.sha256(finding.encode(errors='surrogatepass')).hexdigest()[:8]}"
        for name, finding in zip(names, ids, strict=True)
    ]


def _plain(finding: str) -> str:
    letters = unicodedata.normalize("NFKD", finding.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9._=+-]+", "_", bare.replace(":", "."))
