"""Several writers of one ledger, a full disk, and readers beside them: the old ledger is there, or a new one, whole.

There are a few rounds, and more with `RECONCILE_ROUNDS=1000 python -m pytest tests/ledger/test_ledger_writers.py`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from reconcile.errors import LedgerError, ReconcileError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.writing import locking, replacing
from reconcile.ledger.writing.files import LAYOUTS, is_own
from reconcile.ledger.writing.locking import LOCK, one_writer

ROUNDS = os.environ.get("RECONCILE_ROUNDS", "2")


def ledger_of(*sources: str, title: str) -> Ledger:
    claims = pd.DataFrame({"source": sources, "measure": "m", "period": "2024", "value": "1", "decimals": "0"})
    return Ledger.from_frames(claims.assign(quote=title), title=title)


OLD = ledger_of("a", "b", title="old")
NEW = ledger_of("b", "c", "d", title="new")
LONG = [os.urandom(45_000).hex() for _ in range(10)]  # quotes, which no Parquet file makes much shorter
LARGE = Ledger.from_frames(
    pd.DataFrame({"source": "a", "measure": "m", "period": map(str, range(2010, 2020)), "quote": LONG}).assign(
        value="1", decimals="0"
    )
)


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.startswith(".")]


# One after the other


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot double a process")
def test_writers_of_whom_some_are_killed_leave_one_whole_ledger(tmp_path):
    """And who reads beside them finds one, too; no success is lost. See `judge` in the script."""
    layouts = [name for name in LAYOUTS if name != "parquet" or importlib.util.find_spec("pyarrow")]
    script = [sys.executable, str(Path(__file__).with_name("writers.py")), ",".join(layouts), "2,5", ROUNDS]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([*script, str(tmp_path)], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    sys.stdout.write(done.stdout)  # what happened in a long run, with pytest -s
    told = done.stdout.splitlines()
    assert len(told) == 2 * len(layouts)
    for line in told:
        counted = {what: int(count.replace(",", "")) for count, what in re.findall(r"(\d[\d,]*) (\w+)", line)}
        assert counted["rounds"] >= int(ROUNDS)
        assert min(counted[what] for what in ("begun", "succeeded", "killed", "read")) > 0


def test_the_later_writer_waits_for_the_earlier(tmp_path):
    folder = OLD.write(tmp_path / "ledger")
    later = threading.Thread(target=NEW.write, args=(folder,))
    with one_writer(folder):
        later.start()
        later.join(0.2)
        assert later.is_alive()
        assert Ledger.read(folder) == OLD
    later.join()
    assert Ledger.read(folder) == NEW
    assert left_over(tmp_path) == []


def test_a_writer_who_waited_too_long_is_told_who_is_at_work(tmp_path, monkeypatch):
    folder = OLD.write(tmp_path / "ledger")
    monkeypatch.setattr(locking, "PATIENCE", 0.05)
    with one_writer(folder):
        with pytest.raises(ReconcileError, match=rf"another writer \(process {os.getpid()} on .*\) has been at work"):
            NEW.write(folder)
        assert Ledger.read(folder) == OLD
    assert NEW.write(folder) == folder
    assert left_over(tmp_path) == []


def test_the_lock_of_a_dead_writer_is_nobodys(tmp_path):
    folder = OLD.write(tmp_path / "ledger")
    (folder / LOCK).write_text("process 1 on elsewhere\n")
    NEW.write(folder)
    assert Ledger.read(folder) == NEW
    assert left_over(tmp_path) == []


def test_who_waited_for_a_lock_that_was_removed_takes_the_one_at_its_place(tmp_path):
    at_once, most = [], []

    def work() -> None:
        for _ in range(40):
            with one_writer(tmp_path):
                at_once.append(1)
                most.append(len(at_once))
                time.sleep(0)
                at_once.pop()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == [1] * 200
    assert left_over(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="the system follows every link")
def test_a_lock_that_is_a_link_leads_nowhere(tmp_path):
    folder = OLD.write(tmp_path / "ledger")
    (folder / LOCK).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LedgerError, match="cannot be written"):
        NEW.write(folder)
    assert not (tmp_path / "elsewhere").exists()
    assert Ledger.read(folder) == OLD


# Readers meanwhile


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_reader_who_is_overtaken_reads_again(tmp_path, times):
    """Also where that goes on, for then writers wait."""
    folder = tmp_path / "ledger"
    files = [{"ledger.yaml": text, "claims.csv": text} for text in (b"0", b"1", b"2", b"3", b"4", b"5")]
    replacing.replace_folder(folder, files[0], is_own)
    waiting: list[threading.Thread] = []
    readings = []

    def read(now: Path) -> set[bytes]:
        readings.append((now / "ledger.yaml").read_bytes())
        if len(readings) <= times:
            following = files[len(readings)]
            waiting.append(threading.Thread(target=replacing.replace_folder, args=(folder, following, is_own)))
            waiting[-1].start()
            waiting[-1].join(10 if len(readings) <= 2 else 0.2)
        return {readings[-1], (now / "claims.csv").read_bytes()}

    found = replacing.read_whole(folder, read, is_own)
    assert found == {readings[-1]}
    assert len(readings) == min(times + 1, 3)
    for writer in waiting:
        writer.join()


def test_a_replacement_that_had_gone_before_it_was_looked_into_is_none_that_stayed(tmp_path, monkeypatch):
    """Also where another comes and goes as quickly, when the reader asks whether it is still there."""
    folder = tmp_path / "ledger"
    replacing.replace_folder(folder, {"ledger.yaml": b"0", "claims.csv": b"0"}, is_own)
    asked: list[Path] = []

    def there_when_asked(folder: Path) -> Path:
        asked.append(folder)
        return folder / replacing.NEXT if len(asked) <= 2 else folder

    monkeypatch.setattr(replacing, "current", there_when_asked)
    assert replacing.read_whole(folder, lambda now: (now / "ledger.yaml").read_bytes(), is_own) == b"0"


def test_what_fails_because_files_were_replaced_is_tried_again_and_what_fails_by_itself_is_told(tmp_path):
    replacing.replace_folder(tmp_path / "ledger", {"ledger.yaml": b"0", "claims.csv": b"0"}, is_own)
    readings = []

    def read(now: Path) -> bytes:
        readings.append(now)
        if len(readings) == 1:
            replacing.replace_folder(tmp_path / "ledger", {"ledger.yaml": b"1"}, is_own)
            (now / "claims.csv").read_bytes()
        return (now / "ledger.yaml").read_bytes()

    assert replacing.read_whole(tmp_path / "ledger", read, is_own) == b"1"
    with pytest.raises(ZeroDivisionError):
        replacing.read_whole(tmp_path / "ledger", lambda now: readings.append(now) or 1 / 0, is_own)
    assert len(readings) == 3


# Where there is no room


@pytest.fixture(params=["a disk", "a file's size"])
def little_room(request, tmp_path):
    """A folder in which a megabyte has no room."""
    if request.param == "a disk":
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(disk)]
        if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no disk can be mounted here")
        yield disk
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
        return
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    yield tmp_path
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_full_disk_leaves_the_old_ledger_and_nothing_else(little_room, layout):
    if layout == "parquet":
        pytest.importorskip("pyarrow")
    folder = OLD.write(little_room / "ledger", layout=layout)
    before = sorted(folder.rglob("*"))
    with pytest.raises(LedgerError) as raised:
        LARGE.write(folder, layout=layout)
    reason, file = r"(No space left on device|File too large)", r"(sources/a\.yaml|claims\.\w+)"
    assert re.search(rf"ledger: cannot be written: {reason}: {file}; make room", str(raised.value))
    assert Ledger.read(folder) == OLD
    assert sorted(folder.rglob("*")) == before
    with pytest.raises(LedgerError, match="make room"):
        LARGE.write(little_room / "deep" / "new", layout=layout)
    assert [path.name for path in little_room.iterdir()] == ["ledger"]
    NEW.write(folder)
    assert Ledger.read(folder) == NEW


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no such rights")
@pytest.mark.parametrize("closed", ["", "sources"])
def test_a_folder_that_may_not_be_written_stays_as_it_is(tmp_path, closed):
    folder = OLD.write(tmp_path / "ledger", layout="yaml")
    before = sorted(folder.rglob("*"))
    (folder / closed).chmod(0o555)
    if os.access(folder / closed, os.W_OK):
        (folder / closed).chmod(0o755)
        pytest.skip("whoever runs the tests may write everywhere")
    with pytest.raises(LedgerError, match=r"cannot be written: Permission denied.*it needs the right to write there"):
        NEW.write(folder)
    (folder / closed).chmod(0o755)
    assert sorted(folder.rglob("*")) == before
    assert Ledger.read(folder) == OLD


@pytest.mark.parametrize("name", ["ledger.yaml", "sources"])
def test_what_is_in_the_way_of_a_file_is_told_before_anything_is_replaced(tmp_path, name):
    folder = OLD.write(tmp_path / "ledger", layout="csv")
    if name == "sources":
        (folder / name).write_text("a file")
    else:
        (folder / name).unlink()
        (folder / name).mkdir()
    before = sorted(folder.rglob("*"))
    with pytest.raises(LedgerError, match=f"cannot be written: .*{name}"):
        NEW.write(folder, layout="yaml")
    assert sorted(folder.rglob("*")) == before


def test_a_name_that_is_too_long_leaves_nothing(tmp_path):
    with pytest.raises(LedgerError, match="cannot be written: File name too long"):
        OLD.write(tmp_path / "new" / ("x" * 300))
    assert list(tmp_path.iterdir()) == []
