"""Writers of one ledger at once, some of them killed, round after round; what they leave is judged after each.

    python tests/ledger/writers.py yaml,csv,parquet 2,5 ROUNDS FOLDER [SEED]

Says on standard output what happened, and ends with an error at the first round that breaks what is promised. Whether a
writer is at work still when it is killed, and the reader has come to an end of a reading, is chance: a few rounds on a
busy machine may see neither. So there are more of them, until each has happened, up to a bound.
"""

from __future__ import annotations

import collections
import gc
import itertools
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from reconcile.ledger.ledger import Ledger
from reconcile.ledger.writing.files import is_own
from reconcile.ledger.writing.replacing import read_whole, replace_folder

Files: TypeAlias = dict[str, bytes]

HAPPENS = ("begun", "succeeded", "killed", "read")  # in some round at least
MOST_ROUNDS = 100  # in which all of it has happened, else something is wrong
EACH = 3  # ledgers that a writer writes in a round, one after the other


def ledgers(count: int) -> dict[str, Ledger]:
    """Ledgers by their titles; every file of one can be told from those of the others."""
    titles = [f"L{number}" for number in range(count)]
    rows = [
        {"source": source, "measure": title, "quote": title}
        for number, title in enumerate(titles)
        for source in "abcdefgh"[number % 3 : number % 7 + 2]
    ]
    every = Ledger.from_frames(pd.DataFrame(rows).assign(period="2024", value="1", decimals="0"))
    made = {}
    for title in titles:  # cut from one, since to make one takes the time of many writings
        content = every.content.take(np.flatnonzero(every.claims["quote"] == title))
        named = every.sources["source"].isin(content.frame["source"])
        sources = every.sources[named].reset_index(drop=True).assign(title=title)
        made[title] = replace(every, content=content, sources=sources.astype(every.sources.dtypes), title=title)
    return made


def with_files(ledger: Ledger, layout: str) -> tuple[Ledger, Files]:
    with tempfile.TemporaryDirectory() as folder:
        return ledger, own_files(ledger.write(f"{folder}/a", layout=layout))


def own_files(folder: Path) -> Files:
    inside = [*folder.iterdir(), *folder.glob("sources/*")]
    names = {path.relative_to(folder).as_posix(): path for path in inside}
    return {name: path.read_bytes() for name, path in names.items() if is_own(name)}


class Log:
    """What began and what succeeded, in the order of the lines; each is one append, which no other cuts in two."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, what: str, title: str) -> None:
        os.write(self._handle, f"{what} {title}\n".encode())


def started(work: Callable[[], None]) -> int:
    """A process that does the work; what went wrong in it is its exit status and on standard error."""
    if process := os.fork():
        return process
    status = 1
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001 - the process ends here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


class Round:
    """Some writers and a reader of one folder at once; `known` are the ledgers that they write."""

    def __init__(self, folder: Path, layout: str, known: dict[str, tuple[Ledger, Files]], log: Path) -> None:
        self.folder, self.layout, self.known, self.log = folder, layout, known, log
        self.old = next(iter(known))

    def write(self, titles: list[str], *, wholly: bool) -> None:
        log = Log(self.log)
        for title in titles:
            ledger, files = self.known[title]
            log("begin", title)
            if wholly:
                ledger.write(self.folder, layout=self.layout)
            else:  # its files as they are: all of the time is that in which others are in the way
                replace_folder(self.folder, files, is_own)
            log("end", title)

    def title(self) -> str:
        """Which of the ledgers is there, whole."""
        found = read_whole(self.folder, own_files, is_own)
        same = [title for title, (_, files) in self.known.items() if files == found]
        assert same, f"no ledger that anybody wrote: {found}"
        return same[0]

    def read(self, *, wholly: bool) -> None:
        """Read until killed, at the latest when nobody judges it any more."""
        log, parent = Log(self.log), os.getppid()
        while os.getppid() == parent:
            began = time.monotonic_ns()
            log("look", f"{began}")
            if wholly:
                ledger = Ledger.read(self.folder)
                assert ledger == self.known[ledger.title][0], f"no ledger that anybody wrote: {ledger.title}"
                log(f"saw {began}", ledger.title)
            else:
                log(f"saw {began}", self.title())
                time.sleep(0.003)

    def settle(self) -> None:
        """Write once more, alone: nothing of what was killed is left."""
        replace_folder(self.folder, self.known[self.old][1], is_own)
        left = [path for path in self.folder.parent.rglob("*") if path.name.startswith(".ledger")]
        assert not left, f"left over: {left}"
        assert own_files(self.folder) == self.known[self.old][1], "another ledger than was written"

    def lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def judge(self) -> str:
        """Whether all that was seen can be, and what is there now.

        Each write took effect once, between its begin and its end: so nothing is seen that a later success had
        replaced, and nothing from before a success by whoever looked after it.
        """
        began, finished, looked = {self.old: -1}, {self.old: -1}, {}
        seen: list[tuple[int, str]] = []
        lines = self.lines()
        for at, line in enumerate(lines):
            what, *words = line.split(" ")
            if what == "saw":
                seen.append((looked[words[0]], words[1]))
            else:
                {"begin": began, "end": finished, "look": looked}[what][words[0]] = at
        there = self.title()
        for when, title in [*seen, (len(lines), there)]:
            assert title in began, f"{title} was never written"
            done = finished.get(title, len(lines))
            later = [name for name, end in finished.items() if done < began[name] and end < when]
            assert not later, f"{title} was there after {later} had succeeded"
        return there


def one_round(game: Round, writers: int, chance: random.Random, *, wholly: bool) -> collections.Counter[str]:
    assert ended(started(game.settle)) == 0, "a writer alone"
    titles = iter(list(game.known)[1:])
    processes = [
        started(partial(game.write, list(itertools.islice(titles, EACH)), wholly=wholly)) for _ in range(writers)
    ]
    reader = started(partial(game.read, wholly=wholly))
    doomed = chance.sample(processes, chance.randint(1, writers))
    for process in doomed:  # at a moment that depends on how far all have come, not on how fast the machine is
        until, give_up = chance.randint(0, 2 * EACH * writers), time.monotonic() + 0.3
        while sum(line[0] in "be" for line in game.lines()) < until and time.monotonic() < give_up:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.01))
        os.kill(process, signal.SIGKILL)
    statuses = {process: ended(process) for process in processes}
    os.kill(reader, signal.SIGKILL)
    assert ended(reader) == -signal.SIGKILL, "a reader beside writers"
    for process, status in statuses.items():
        assert status == 0 or (process in doomed and status == -signal.SIGKILL), "a writer beside others"
    there, lines = game.judge(), game.lines()
    game.log.unlink(missing_ok=True)
    kinds = collections.Counter(line.split(" ")[0] for line in lines)
    success = "a success stays" if f"end {there}" in lines else "one that was cut off stays"
    return collections.Counter(
        {
            "begun": kinds["begin"],
            "succeeded": kinds["end"],
            "read": kinds["saw"],
            "killed": list(statuses.values()).count(-signal.SIGKILL),
            "the old one stays" if there == game.old else success: 1,
        }
    )


def main() -> None:
    layouts, writers = sys.argv[1].split(","), [int(number) for number in sys.argv[2].split(",")]
    rounds, folder, chance = int(sys.argv[3]), Path(sys.argv[4]), random.Random((sys.argv[5:] or ["1"])[0])
    if "parquet" in layouts:
        import pyarrow.parquet  # noqa: F401  # once, before there are processes
    made = ledgers(1 + EACH * max(writers))
    gc.freeze()
    for layout, several in itertools.product(layouts, writers):
        known = {title: with_files(ledger, layout) for title, ledger in made.items()}
        game = Round(folder / "ledger", layout, known, folder / "log")
        total: collections.Counter[str] = collections.Counter()
        number = 0
        while number < rounds or (number < MOST_ROUNDS and not all(total[what] for what in HAPPENS)):
            try:
                total += one_round(game, several, chance, wholly=number % 25 == 0)
            except AssertionError as error:
                sys.exit(f"round {number} of {layout}, {several} writers: {error}")
            number += 1
        if lacking := [what for what in HAPPENS if not total[what]]:
            sys.exit(f"{layout}, {several} writers: of {number:,} rounds none has {' or '.join(lacking)}")
        told = ", ".join(f"{count:,} {what}" for what, count in total.items())
        sys.stdout.write(f"{layout}, {several} writers, {number:,} rounds: {told}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
