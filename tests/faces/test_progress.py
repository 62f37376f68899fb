"""Progress of a long audit: on a terminal and in a notebook only, after a second, and gone in the end."""

from __future__ import annotations

import io
import os
import sys
import time
from contextlib import redirect_stderr, redirect_stdout

import pytest

import reconcile as rc
from reconcile.faces.command import main
from reconcile.faces.progress import Watched, progress_shown


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def screen(monkeypatch):
    """A terminal outside of CI, to be put in the place of standard error when the test runs."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def until(condition):
    """Waits for something that surely comes; only a broken program makes it wait long."""
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def test_what_takes_long_is_shown_and_gone_in_the_end(screen):
    with redirect_stderr(screen), progress_shown("reading", delay=0) as told:
        until(lambda: "reading" in screen.getvalue())
        told(3, 9, "check identity")
        until(lambda: "[======              ] 3 of 9, check identity" in screen.getvalue())
    assert screen.getvalue().endswith("\r\x1b[K")


def test_what_is_quick_is_not_shown(screen):
    with redirect_stderr(screen), progress_shown("reading", delay=600) as told:
        told(1, 9, "check identity")
    assert screen.getvalue() == ""


def test_an_interrupt_leaves_a_clean_line(screen):
    def work():
        with progress_shown("reading", delay=0):
            until(lambda: "reading" in screen.getvalue())
            raise KeyboardInterrupt

    with redirect_stderr(screen), pytest.raises(KeyboardInterrupt):
        work()
    assert screen.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("quiet", ["pipe", "CI", "dumb"])
def test_nobody_is_told_where_nobody_looks(quiet, screen, monkeypatch):
    if quiet == "pipe":
        monkeypatch.setattr(screen, "isatty", lambda: False)
    else:
        monkeypatch.setenv(*{"CI": ("CI", "true"), "dumb": ("TERM", "dumb")}[quiet])
    with redirect_stderr(screen), progress_shown("reading", delay=0):
        time.sleep(0.05)
    assert screen.getvalue() == ""


def test_a_line_is_no_wider_than_the_terminal_and_drives_nothing(screen, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    with redirect_stderr(screen), progress_shown("\x1b[2J" + "word " * 50, delay=0):
        until(lambda: "word" in screen.getvalue())
    lines = screen.getvalue().split("\r\x1b[K")
    assert "\x1b" not in "".join(lines)
    assert max(map(len, lines)) == 39


def test_the_bar_fills_up():
    told = Watched("reading")
    told(0, 4, "x")
    assert told.line().startswith("[                    ] 0 of 4, x, 0 s")
    told(4, 4, "x")
    assert told.line().startswith("[====================] 4 of 4, x, 0 s")


def test_who_asks_is_told_of_every_check_in_order(ledger):
    heard = []
    audit = rc.audit(ledger, progress=lambda *state: heard.append(state))
    assert heard[0][2] == "reading the figures"
    # A check of many parts is told part by part: what is done stays, until the next check begins.
    checks = dict.fromkeys((done, what.partition(",")[0]) for done, _, what in heard if what.startswith("check "))
    assert [done for done, _ in checks] == list(range(len(audit.checks)))
    assert {what.removeprefix("check ") for _, what in checks} == set(audit.checks)
    assert {total for _, total, _ in heard} == {len(audit.checks)}
    heard.clear()
    assert len(audit.findings)
    assert [what for _, _, what in heard] == ["findings in words"]


@pytest.mark.parametrize("progress", [False, True, None])
def test_progress_changes_no_finding(ledger, progress):
    assert rc.audit(ledger, progress=progress).findings.equals(rc.audit(ledger, progress=False).findings)


def test_a_command_leaves_nothing_on_the_terminal(ledger, screen):
    with redirect_stderr(screen), redirect_stdout(io.StringIO()):
        assert main(["audit", str(ledger)]) == 1
    assert screen.getvalue().endswith("\r\x1b[K") or screen.getvalue() == ""


@pytest.mark.slow
def test_a_notebook_shows_one_line_and_empties_it(monkeypatch):
    nbformat = pytest.importorskip("nbformat", reason="needs the extra `docs`")
    nbclient = pytest.importorskip("nbclient", reason="needs the extra `docs`")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    code = (
        "import time\nfrom reconcile.faces.progress import progress_shown\n"
        "with progress_shown('reading', delay=0) as told:\n    told(1, 2, 'check identity')\n    time.sleep(1)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    seen = []
    client = nbclient.NotebookClient(notebook, timeout=120)
    update = client.process_message
    client.process_message = lambda msg, cell, index: (seen.append(msg), update(msg, cell, index))[1]
    client.execute()
    shown_ = [message["content"]["data"]["text/plain"] for message in seen if "data" in message["content"]]
    assert any("1 of 2, check identity" in text for text in shown_)
    assert [output["data"]["text/plain"] for output in notebook.cells[0].outputs] == [""]
