# ruff: noqa: INP001
"""For .ci/run: what has passed in one run of the suite is not run again in the next.

`pytest -p once --into=FILE` keeps the ids of what passes; `pytest -p once --beyond=FILE` runs all the rest, which is
what was skipped there or is not there at all.
A FILE by itself would be a path, and pytest looks for its root beside each of those.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--into", type=Path, help="keep the ids of the tests that pass in this file")
    parser.addoption("--beyond", type=Path, help="run what is not in this file")


def pytest_configure(config: pytest.Config) -> None:
    if (into := config.getoption("--into")) and not hasattr(config, "workerinput"):  # workers report to the one
        into.write_text("", encoding="utf-8")
        config.pluginmanager.register(_Passed(into))


class _Passed:
    def __init__(self, into: Path) -> None:
        self.into = into

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            with self.into.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")


@pytest.hookimpl(trylast=True)  # when Hypothesis has marked what is its own
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    beyond = config.getoption("--beyond")
    if not beyond:
        return
    passed = set(beyond.read_text(encoding="utf-8").split("\n"))
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in passed])
    items[:] = [item for item in items if item.nodeid not in passed]
