"""A report is there whole, or the file that was there before; nothing half-written has its name, or stays beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reconcile.auditing.findings_file import FindingsFile
from reconcile.reports.saving import save

resource = pytest.importorskip("resource")

MANY = 400_000
ROW = dict.fromkeys(("finding", "check", "verdict", "rule", "status", "residual", "allowed", "excess"), "")
ROW |= {"quantity": {}, "repairs": [], "evidence": [], "sources": ["a"], "claims": ["a:b"]}


@pytest.fixture
def no_room():
    """No file may be longer than so many bytes: writing on fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MANY, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("before", [{}, {"report": b"old"}])
@pytest.mark.usefixtures("no_room")
def test_a_report_without_room_leaves_what_was_there(tmp_path, before):
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(OSError, match=r"File too large: .*report") as raised:
        save(tmp_path / "report", "x" * (MANY + 1))
    assert raised.value.filename == str(tmp_path / "report")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    save(tmp_path / "report", "y")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"report": b"y"}


def findings(count):
    return ({**ROW, "message": os.urandom(1000).hex()} for _ in range(count))


@pytest.mark.parametrize("before", [{}, {"conflicts.parquet": b"old"}])
@pytest.mark.parametrize("rows", [50, 5_000], ids=["when it is full", "when it is closed"])
@pytest.mark.usefixtures("no_room")
def test_conflicts_without_room_leave_what_was_there(tmp_path, before, rows, monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr("reconcile.auditing.findings_file._ROWS", rows)
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    with (
        pytest.raises(OSError, match=r"conflicts\.parquet"),
        FindingsFile(tmp_path / "conflicts.parquet") as file,
    ):
        file.add(findings(1_000))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_report_whose_writer_is_killed_leaves_what_was_there(tmp_path):
    (tmp_path / "report").write_text("old")
    program = f"""
from reconcile.reports.saving import save
print("ready", flush=True)
while True:
    save({str(tmp_path / "report")!r}, "x" * 10_000_000)
    save({str(tmp_path / "report")!r}, "old")
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout.readline() == b"ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(0.02)
            writer.send_signal(signal.SIGKILL)
        assert (tmp_path / "report").read_text() in ("old", "x" * 10_000_000)


def test_who_reads_the_old_report_reads_all_of_it(tmp_path):
    (tmp_path / "report").write_text("old")
    with (tmp_path / "report").open() as reader:
        save(tmp_path / "report", "new")
        assert reader.read() == "old"
    assert (tmp_path / "report").read_text() == "new"


def test_a_report_may_have_the_longest_name_there_is(tmp_path):
    save(tmp_path / ("ế" * 85), "x")
    assert [path.read_text() for path in Path(tmp_path).iterdir()] == ["x"]
