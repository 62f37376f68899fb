"""The README and the pages show what the program does, and miss nothing of it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import runpy
import subprocess
import tomllib
from pathlib import Path

import pytest
from pages import COLUMNS, PAGES, ROOT, Page, difference, on_screen

from reconcile.auditing import run
from reconcile.auditing.findings_frame import findings_schema
from reconcile.checks.verdicts import CHECKS, VERDICTS
from reconcile.faces.command import FORMATS, _parser
from reconcile.language.codelists import QUALIFIERS, STATS, STATUSES
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.settings import ACCEPTED_KEYS, DEFAULTS, HEDGES, KEYS, MEASURE_KEYS, RULE_KEYS
from reconcile.ledger.store.columns import KNOWN, SOURCE_COLUMNS
from reconcile.reports.json_report import to_json
from reconcile.reports.meanings import QUESTIONS

DOCS = ROOT / "docs"
AUDIT = run(Ledger.read(ROOT / "fixtures/gallery/sum-exact"))
PICTURE = runpy.run_path(str(DOCS / "make_picture.py"))


# Those that run pytest themselves, or the command many times.
LONG = {
    f"docs/how-to/{page}.md"
    for page in ("command-line", "notebook", "property-tests", "pytest", "python", "volume", "watch")
}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=name(page), marks=[pytest.mark.slow] * (name(page) in LONG)) for page in PAGES]
)
def test_a_page_shows_what_the_program_says(page, tmp_path, warm):
    changes = difference(page, Page(page, tmp_path, warm).run())
    assert not changes, f"\n{changes}\npython tests/docs/pages.py {name(page)} writes it anew"


# A frame, a sheet, a message and a filing: how long it is to audit one. The pages' own test runs the lines.
@pytest.mark.parametrize("page", ["wide-frames", "published-tables", "sdmx", "xbrl"])
def test_what_is_there_already_is_audited_in_three_lines(page):
    marked = re.findall(r"<!-- in three lines -->\n\n```python\n(.*?)```", text(f"how-to/{page}.md"), re.DOTALL)
    (block,) = marked
    lines = [line for line in block.splitlines() if line.startswith((">>> ", "... "))]
    assert len(lines) <= 3, block
    assert lines[0] == ">>> import reconcile as rc"
    assert "rc.audit(" in block


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_link_leads_nowhere(page):
    for link in re.findall(r"\]\(([^)#:]+)[^):]*\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


@pytest.mark.skipif(os.name != "posix", reason="a terminal is had in this way on POSIX only")
def test_the_pages_show_what_a_terminal_shows(monkeypatch, warm):
    import fcntl
    import pty
    import struct
    import termios

    words = PICTURE["COMMAND"].split()[1:]
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("CI", "1")  # on a slow machine, too, no progress is shown
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    shown = b""
    command = [warm, "-m", "reconcile", *words]
    # The environment is given, since readline may have set COLUMNS behind Python's back.
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=dict(os.environ)) as run:
        os.close(theirs)
        with contextlib.suppress(OSError):  # how Linux says that the other side has closed
            while part := os.read(ours, 65536):
                shown += part
    os.close(ours)
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    assert (run.returncode, shown.decode().replace("\r\n", "\n")) == on_screen(words)


def test_the_picture_is_what_the_program_prints():
    printed = PICTURE["printed"]()
    assert PICTURE["PICTURE"].read_text(encoding="utf-8") == PICTURE["picture"](printed)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    assert f"$ {PICTURE['COMMAND']}\n{plain}" in (ROOT / "README.md").read_text(encoding="utf-8")


def shown_by(page: Path) -> set[Path]:
    """The pictures that a page shows, in Markdown and in HTML."""
    said = page.read_text(encoding="utf-8")
    links = re.findall(r"!\[[^]]+\]\(([^)]+)\)", said) + re.findall(r'\bsrc(?:set)?="([^"]+)"', said)
    return {(page.parent / link).resolve() for link in links}


def test_the_pages_show_each_picture_and_each_is_small():
    pictures = {path for path in (DOCS / "_static").iterdir() if path.suffix in {".png", ".svg"}}
    assert set().union(*map(shown_by, PAGES)) == pictures
    assert shown_by(ROOT / "README.md") >= {
        DOCS / "_static" / name for name in ("audit.svg", "page.png", "page-dark.png")
    }
    assert {path.name for path in pictures if path.stat().st_size >= 200_000} == set()


def rows(page: str, heading: str) -> set[str]:
    """The words in backticks in the first cells of the table below a heading, its own heading left out."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text(page), re.MULTILINE | re.DOTALL)
    assert section, f"{page} has no section {heading!r}"
    _, *lines = re.findall(r"^\|([^|]*)\|", section[1], re.MULTILINE)
    return {word for line in lines for word in re.findall("`([^`]+)`", line)}


@pytest.mark.parametrize(
    ("page", "heading", "words"),
    [
        ("reference/columns.md", "Claims", KNOWN),
        ("reference/columns.md", "Sources", SOURCE_COLUMNS),
        ("reference/columns.md", "Statistics", STATS),
        ("reference/ledger-files.md", "ledger.yaml", KEYS),
        ("reference/ledger-files.md", "defaults", DEFAULTS),
        ("reference/ledger-files.md", "measures", MEASURE_KEYS),
        ("reference/ledger-files.md", "rules", RULE_KEYS),
        ("reference/ledger-files.md", "accepted", ACCEPTED_KEYS),
        ("reference/verdicts.md", "Verdicts", VERDICTS),
        ("reference/verdicts.md", "The findings' columns", tuple(findings_schema.columns)),
        ("reference/verdicts.md", "The bounds' columns", tuple(AUDIT.bounds.columns)),
        ("reference/verdicts.md", "The verdicts' columns", tuple(AUDIT.verdicts.columns)),
        ("reference/formats.md", "Report formats", FORMATS),
        ("reference/verdicts.md", "The causes' columns", tuple(AUDIT.causes.columns)),
        ("reference/json.md", "The object", tuple(json.loads(to_json(AUDIT)))),
    ],
)
def test_the_reference_names_each_word_and_no_other(page, heading, words):
    assert rows(page, heading) == set(words)


def test_the_columns_page_names_every_status_and_qualifier():
    for word in (*STATUSES, *QUALIFIERS, *HEDGES):
        assert f"`{word}`" in text("reference/columns.md") + text("reference/ledger-files.md")


@pytest.mark.parametrize(("page", "place"), [("reference/checks.md", r"^## (\w+)$"), ("../README.md", r"^\| (\w+) \|")])
def test_each_check_has_its_place_in_order(page, place):
    assert [word for word in re.findall(place, text(page), re.MULTILINE) if word in CHECKS] == list(CHECKS)


def test_the_readme_asks_of_each_check_what_the_reports_ask():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    asked = dict(re.findall(r"^\| (\w+) \| (.*\?) \|$", readme, re.MULTILINE))
    assert asked == {check: QUESTIONS[check] for check in CHECKS}


@pytest.mark.parametrize(("command", "heading"), [("audit", "Options"), ("bounds", "Options of bounds")])
def test_the_command_line_page_names_every_option(command, heading):
    parser = _parser()._subparsers._group_actions[0].choices[command]
    options = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
    shown = {word.partition(" ")[0] for word in rows("how-to/command-line.md", heading) if word.startswith("--")}
    assert shown | {"--help"} == options


def test_the_command_line_page_names_every_format_and_the_first_as_the_default():
    (said,) = re.findall(r"^\| `--format FORMAT` \| (.+) \|$", text("how-to/command-line.md"), re.MULTILINE)
    assert re.findall("`(\\w+)`", said) == list(FORMATS)


def test_the_install_page_names_every_extra_with_what_it_brings():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {
        name: {re.split(r"\W", one.replace("-", "_"))[0] for one in needs}
        for name, needs in project["optional-dependencies"].items()
    }
    lines = re.findall(r"^\| `(\w+)` \| (.+) \|$", text("how-to/install.md"), re.MULTILINE)
    assert {name for name, _ in lines} == set(extras)
    for name, said in lines:
        brought, parted, _ = said.partition(" | ")
        assert not parted or set(brought.replace("-", "_").split(", ")) == extras[name]
    assert f"Python {project['requires-python'].removeprefix('>=')} or later" in text("how-to/install.md")


def test_the_python_page_names_every_public_name():
    import reconcile

    shown = set(re.findall(r"auto\w+:: reconcile\.(\w+)(?:\(\))?$", text("reference/python.md"), re.MULTILINE))
    assert shown == set(reconcile.__all__) - {"__version__"}
