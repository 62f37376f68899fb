"""A plugin of pytest: which test executes which lines of the checks and of the exact arithmetic, and how long it takes.

What it finds is written to the file that the environment calls EXECUTED_LINES, for `mutants.py`.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[1]
_watch = coverage.Coverage(data_file=None, config_file=False, include=["*/reconcile/checks/*", "*/reconcile/exact/*"])
_watch.start()
_seconds: dict[str, float] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Say of what is executed now that it is this test's."""
    _watch.switch_context(item.nodeid)
    begin = time.perf_counter()
    try:
        return (yield)
    finally:
        _seconds[item.nodeid] = time.perf_counter() - begin
        _watch.switch_context("")


def pytest_sessionfinish() -> None:
    """Write what was found."""
    _watch.stop()
    data, lines = _watch.get_data(), {}
    for file in data.measured_files():
        of_line = data.contexts_by_lineno(file).items()
        name = Path(file).relative_to(ROOT).as_posix()
        lines[name] = {line: sorted({*tests} - {""}) for line, tests in of_line}
    Path(os.environ["EXECUTED_LINES"]).write_text(json.dumps({"lines": lines, "seconds": _seconds}), encoding="utf-8")
