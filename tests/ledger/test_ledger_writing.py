"""Writing is all or nothing: whenever the writer is killed, the old ledger or the new one is there."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.writing import replacing
from reconcile.ledger.writing.files import is_own


def ledger_of(*sources: str, title: str) -> Ledger:
    claims = pd.DataFrame({"source": sources, "measure": "m", "period": "2024", "value": "1", "decimals": "0"})
    return Ledger.from_frames(claims, title=title)


OLD = ledger_of("a", "b", title="old")
NEW = ledger_of("b", "c", "d", title="new")


class KilledError(BaseException):
    """Stands for the end of the process: nothing that the writer does after it has an effect."""


def kill_after(steps: int, patch: pytest.MonkeyPatch) -> None:
    """Let so many calls that change the disk pass, and none after them."""
    left = itertools.count(steps, -1)

    def limited(function):
        def call(*args, **kwargs):
            if next(left) <= 0:
                raise KilledError
            return function(*args, **kwargs)

        return call

    for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "fsync", "chmod", "link", "open"):
        patch.setattr(os, name, limited(getattr(os, name)))
    patch.setattr(io, "open", limited(io.open))


FILES_BEFORE = {"ledger.yaml": b"old", "sources/a.yaml": b"old", "sources/b.yaml": b"old"}
FILES_AFTER = {"ledger.yaml": b"new", "sources/b.yaml": b"new", "claims.csv": b"new"}


def own_files(folder: Path) -> dict[str, bytes]:
    """What a reader finds, who does not look at what is not the ledger's."""
    here = replacing.current(folder)
    found = {path.relative_to(here).as_posix(): path.read_bytes() for path in here.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if is_own(name)}


@pytest.mark.slow
@pytest.mark.parametrize("exists", [True, False])
def test_a_replacement_that_is_cut_off_anywhere_leaves_the_old_or_the_new(tmp_path, exists):
    seen = []
    for steps in itertools.count():
        folder = tmp_path / f"{steps}" / "ledger"
        if exists:
            replacing.replace_folder(folder, FILES_BEFORE, is_own)
            (folder / "README.md").write_text("kept")
        finished = False
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(KilledError):
            kill_after(steps, patch)
            replacing.replace_folder(folder, FILES_AFTER, is_own)
            finished = True
        found = own_files(folder) if folder.exists() else {}
        assert found in (FILES_BEFORE if exists else {}, FILES_AFTER)
        seen.append(found == FILES_AFTER)
        replacing.replace_folder(folder, FILES_AFTER, is_own)
        assert own_files(folder) == FILES_AFTER
        assert not list(folder.rglob(".ledger-*"))
        assert not exists or (folder / "README.md").read_text() == "kept"
        if finished:
            break
    assert seen == sorted(seen), "once the new is there, the old does not come back"
    assert seen.count(False) > 5
    assert seen.count(True) > (15 if exists else 1)


@pytest.mark.slow
@pytest.mark.parametrize("steps", [0, 9, 18, 27, 36, 45, 54])
def test_a_ledger_whose_writing_was_cut_off_reads_as_the_old_or_the_new(tmp_path, steps):
    folder = OLD.write(tmp_path / "ledger", layout="yaml")
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(KilledError):
        kill_after(steps, patch)
        NEW.write(folder, layout="csv")
    assert Ledger.read(folder) in (OLD, NEW)
    NEW.write(folder)
    assert Ledger.read(folder) == NEW


WRITER = """
import os
import sys
import pandas as pd
from reconcile.ledger.ledger import Ledger
def ledger_of(*sources, title):
    claims = pd.DataFrame({"source": sources, "measure": "m", "period": "2024", "value": "1", "decimals": "0"})
    return Ledger.from_frames(claims, title=title)
OLD, NEW = ledger_of("a", "b", title="old"), ledger_of("b", "c", "d", title="new")
for _ in sys.stdin:  # for each line a writer that writes until it is killed
    if writer := os.fork():
        os.waitpid(writer, 0)
    else:
        print(os.getpid(), flush=True)
        while True:
            NEW.write(PATH, layout="yaml")
            OLD.write(PATH, layout="csv")
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system cannot kill a process at once")
def test_a_process_that_is_killed_leaves_the_old_or_the_new(tmp_path):
    folder = OLD.write(tmp_path / "ledger")
    program = f"PATH = {str(folder)!r}\n{WRITER}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 0}
    with subprocess.Popen([sys.executable, "-c", program], env=environment, **pipes) as writers:
        for round_ in range(4):
            writers.stdin.write(b"one more\n")
            writer = int(writers.stdout.readline())
            time.sleep(0.05 + 0.013 * round_)
            os.kill(writer, signal.SIGKILL)
            assert Ledger.read(folder) in (OLD, NEW)


def test_other_files_stay_and_files_of_the_old_ledger_go(tmp_path):
    folder = OLD.write(tmp_path / "ledger", layout="yaml")
    for name in ("README.md", "sources/a.txt", "notes/x.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("kept")
    NEW.write(folder, layout="csv")
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {"README.md", "sources/a.txt", "notes/x.yaml", "ledger.yaml", "claims.csv", "sources.csv"}
    assert Ledger.read(folder) == NEW


def test_texts_beside_the_ledger_go_along(tmp_path, write):
    files = {"sources/a.yaml": "source: {text: a.txt}", "sources/b.yaml": "source: {text: deep/b.txt}"}
    files |= {"sources/a.txt": "a\r\n", "deep/b.txt": "b", "sources/c.yaml": "source: {text: nowhere.txt}"}
    ledger = Ledger.read(write(files))
    again = Ledger.read(ledger.write(tmp_path / "copy"))
    assert [again.text(source) for source in "abc"] == ["a\r\n", "b", None]
    again.write(tmp_path / "copy", layout="csv")
    assert [Ledger.read(tmp_path / "copy").text(source) for source in "abc"] == ["a\r\n", "b", None]


def test_the_folder_of_texts_that_the_ledger_names_goes_along(tmp_path, write):
    files = {"ledger.yaml": "texts: own/documents\n", "sources/a.yaml": "source: {text: a.txt}"}
    ledger = Ledger.read(write({**files, "own/documents/a.txt": "words"}))
    assert ledger.text("a") == "words"
    again = Ledger.read(ledger.write(tmp_path / "far" / "away"))
    assert again.text("a") == "words"
    assert again.texts == tmp_path / "far/away/own/documents"
    assert not (tmp_path / "far" / "away" / "sources" / "a.txt").exists()


def test_the_layout_is_that_of_the_ledger_which_was_read(tmp_path, write):
    assert Ledger.read(write({})).layout == "yaml"
    assert (OLD.write(tmp_path / "a") / "claims.csv").exists()
    parquet = Ledger.read(OLD.write(tmp_path / "b", layout="parquet"))
    assert (parquet.write(tmp_path / "c") / "claims.parquet").exists()


def test_a_new_folder_has_the_rights_of_any_new_folder(tmp_path):
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "file").touch()
    folder = OLD.write(tmp_path / "new")
    NEW.write(folder)
    assert folder.stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert (folder / "ledger.yaml").stat().st_mode == (tmp_path / "plain" / "file").stat().st_mode


@pytest.mark.parametrize("name", ["claims.csv", "x.parquet", "file"])
def test_a_path_that_is_no_folder_is_refused(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="a ledger is written into a folder"):
        OLD.write(tmp_path / name)


def test_an_unknown_layout_is_refused(tmp_path):
    with pytest.raises(LedgerError, match="layout 'xml' is none of yaml, csv, parquet"):
        OLD.write(tmp_path / "x", layout="xml")


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="cannot be written"):
        OLD.write(tmp_path / "file" / "ledger")


def test_a_failed_write_of_a_new_folder_leaves_nothing(tmp_path):
    def fail(_stream):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        replacing.replace_folder(Path(tmp_path, "new"), {"a": b"x", "b": fail}, bool)
    assert list(tmp_path.iterdir()) == []
