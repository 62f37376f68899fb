# ruff: noqa: INP001
"""For .ci/run: what has passed in one run of the suite is not run again in the next, unless that one tries more of it.

`pytest -p once --into=FILE` keeps the ids of what passes; `pytest -p once --beyond=FILE` runs all the rest, which is
what was skipped there or is not there at all, and every test that depends on the Hypothesis profile.
A FILE by itself would be a path, and pytest looks for its root beside each of those.
"""

from __future__ import annotations

from pathlib import Path

import pytest

THOROUGH = "fewer"  # the fixture through which a test knows the profile


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--into", type=Path, help="keep the ids of the tests that pass in this file")
    parser.addoption("--beyond", type=Path, help="run what is not in this file, or depends on the profile")


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
    again = [item.nodeid in passed and not _depends_on_the_profile(item) for item in items]
    config.hook.pytest_deselected(items=[item for item, done in zip(items, again, strict=True) if done])
    items[:] = [item for item, done in zip(items, again, strict=True) if not done]


def _depends_on_the_profile(item: pytest.Item) -> bool:
    return item.get_closest_marker("hypothesis") is not None or THOROUGH in getattr(item, "fixturenames", ())
