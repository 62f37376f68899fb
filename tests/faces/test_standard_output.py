"""Standard output is the report's alone, and what becomes of a run that cannot write it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from reconcile.faces.command import FORMATS
from reconcile.solver.decision import SMALL
from reconcile.solver.proposal import available

PROVINCES = 64
SETTINGS = """\
title: Trade of many provinces
defaults: {area: XK, unit: USD}
dimensions: [province]
measures:
  trade: {kind: flow, sum: {over: province, total: all}}
rules: [trade = exports + imports, c = a + b, e = a + d]
"""
APART = {"a": "1", "b": "1", "c": "3", "d": "0.9", "e": "1"}  # each sum holds, but not both
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
needs_highs = pytest.mark.skipif(not available(), reason="highspy is not installed")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Many claims that a total ties into one part of the joint system, and beside it a part that cannot be true."""
    rows = ["source,measure,province,period,value,decimals"]
    for number in range(PROVINCES):
        rows += [
            f"s,{name},P{number},2024,{value},0" for name, value in (("exports", 5), ("imports", 7), ("trade", 12))
        ]
    rows.append(f"s,trade,all,2024,{12 * PROVINCES},0")
    assert len(rows) + PROVINCES > SMALL  # claims, and rules
    rows += [f"s,{name},,2024,{value},{len(value[2:])}" for name, value in APART.items()]
    folder = tmp_path_factory.mktemp("large")
    (folder / "ledger.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "claims.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    return folder


def command(*arguments, python=sys.executable, run=("-m", "reconcile"), **options):
    line = [python, *run, *map(str, arguments)]
    return subprocess.run(line, check=False, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options})


TELLING = """
import sys
from reconcile.faces.command import main
assert "highspy" not in sys.modules
status = main(sys.argv[1:])
assert "highspy" in sys.modules
sys.exit(status)
"""


def solved(python, *arguments):
    """What a run prints in which HiGHS was at work."""
    done = command(*arguments, python=python, run=("-c", TELLING))
    assert done.stderr == b""
    return done.returncode, done.stdout


def _github(report):
    *before, last = report.decode().splitlines()
    annotations = [line for line in before if line.startswith("::")]
    assert annotations
    assert before[: len(annotations)] == annotations
    assert all(" explain" in line for line in before[len(annotations) :])  # what is probably wrong
    assert "Exit status" in last


def _text(report):
    first, *_, last = report.decode().splitlines()
    assert first.startswith("Trade of many provinces")
    assert "Exit status" in last


def _csv(report):
    header, *rows = csv.reader(io.StringIO(report.decode(), newline=""))
    assert header[0] == "finding"
    assert all(len(row) == len(header) for row in rows)


def _begins(with_):
    def check(report):
        assert report.startswith(with_)

    return check


PARSED = {
    "text": _text,
    "html": _begins(b"<!doctype html>"),
    "json": json.loads,
    "csv": _csv,
    "sarif": json.loads,
    "junit": ET.fromstring,
    "github": _github,
    "markdown": _begins(b"## "),
}


@pytest.mark.slow
@needs_highs
@pytest.mark.parametrize("name", FORMATS)
def test_each_format_on_standard_output_is_the_report_and_nothing_else(name, large, tmp_path, warm):
    copy = tmp_path / "copy"
    status, printed = solved(warm, "audit", large, "--format", name, "--report", f"{name}={copy}")
    assert status == 1
    assert printed == copy.read_bytes().removeprefix(b"\xef\xbb\xbf")
    PARSED[name](printed)


@pytest.mark.slow
@needs_highs
def test_bounds_and_explanations_have_standard_output_to_themselves(large, warm):
    _, printed = solved(warm, "audit", large, "--format", "json", "--checks", "joint")
    findings = {one["verdict"]: one["id"] for one in json.loads(printed)["findings"] if one["check"] == "joint"}
    assert set(findings) == {"exact", "conflict"}
    status, printed = solved(warm, "explain", large, findings["conflict"])
    assert (status, printed.decode().splitlines()[1]) == (0, "conflict: these figures cannot all be right")
    status, printed = solved(warm, "bounds", large, "--format", "json")
    assert status == 0
    json.loads(printed)


NOWHERE = "reconcile: standard output cannot be written: "


@pytest.mark.slow
@needs_full
@pytest.mark.parametrize(
    "arguments", [["audit"], ["audit", "--format", "html"], ["bounds"], ["bounds", "--format", "csv"]]
)
def test_a_standard_output_that_is_full_is_status_two_in_one_line(arguments, ledger, warm):
    with Path("/dev/full").open("w") as full:
        done = command(arguments[0], ledger, *arguments[1:], python=warm, stdout=full)
    assert (done.returncode, done.stderr.decode()) == (2, f"{NOWHERE}No space left on device\n")


@needs_full
@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_even_of_help(argument):
    with Path("/dev/full").open("w") as full:
        done = command(argument, stdout=full)
    assert (done.returncode, done.stderr.decode()) == (2, f"{NOWHERE}No space left on device\n")


@pytest.mark.slow
@needs_full
def test_an_explanation_that_nobody_can_read_is_no_success(ledger, warm):
    finding = "identity:trade=exports+imports:XK:2022:final:yearbook"
    with Path("/dev/full").open("w") as full:
        done = command("explain", ledger, finding, python=warm, stdout=full)
    assert (done.returncode, done.stderr.decode()) == (2, f"{NOWHERE}No space left on device\n")


def shell(line, *arguments, python=sys.executable):
    command = ["bash", "-c", line, python, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_a_standard_output_that_is_closed_is_status_two(ledger, tmp_path):
    done = shell('"$0" -m reconcile audit "$1" >&-', ledger)
    assert (done.returncode, done.stderr) == (2, f"{NOWHERE}it is closed\n")
    report = tmp_path / "report.json"
    done = shell('"$0" -m reconcile audit "$1" --format json --output "$2" >&-', ledger, report)
    assert (done.returncode, done.stderr) == (1, "")  # nothing was to be printed
    json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.slow
@needs_full
def test_a_standard_error_that_takes_nothing_changes_no_status(ledger, tmp_path, warm):
    for target, python in (("/dev/full", warm), ("&-", sys.executable)):
        assert shell(f'"$0" -m reconcile audit "$1" --quiet 2>{target}', ledger, python=python).returncode == 1
        assert shell(f'"$0" -m reconcile audit "$1" 2>{target}', tmp_path / "nowhere", python=python).returncode == 2
        assert shell(f'"$0" -m reconcile audit "$1" --colour 2>{target}', ledger, python=python).returncode == 2


def test_files_are_written_though_the_reader_of_standard_output_has_gone(ledger, tmp_path, warm):
    report = tmp_path / "report.json"
    reader, writer = os.pipe()
    os.close(reader)
    done = command("audit", ledger, "--report", f"json={report}", python=warm, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")
    json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.slow
@needs_full
def test_one_report_that_cannot_be_written_keeps_no_other_from_being(ledger, tmp_path, warm):
    report = tmp_path / "report.json"
    done = command("audit", ledger, "--quiet", "--report", "csv=/dev/full", "--report", f"json={report}", python=warm)
    assert done.returncode == 2
    assert done.stderr == b"reconcile: /dev/full cannot be written: No space left on device\n"
    assert b"Exit status 1" in done.stdout
    json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "ascii:strict"])
def test_a_terminal_of_few_letters_gets_escapes(encoding, tmp_path, warm):
    folder = tmp_path / "ledger"
    (folder / "sources").mkdir(parents=True)
    (folder / "ledger.yaml").write_text("title: Niên giám\nrules: [a = b]\n", encoding="utf-8")
    claims = "claims:\n" + "".join(
        f"  - {{measure: {m}, period: 2024, reported: {n} tỷ USD}}\n" for m, n in ("a5", "b7")
    )
    (folder / "sources" / "s.yaml").write_text("source: {language: vi}\n" + claims, encoding="utf-8")
    finding = "identity:a=b:2024:final:s"
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = command("explain", folder, finding, python=warm, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"5 t\u1ef7 USD" in done.stdout
