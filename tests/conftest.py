from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from small_ledger import write_ledger
from warm import warm_python

pytest_plugins = ["pytester"]

# How much is tried: `short` whenever tests run, the same each time; `pytest --hypothesis-profile thorough` for more;
# by hand `search`, for new examples of what fails, and `long`, for very many. A whole audit is an example in many
# properties: slow by nature, and slower on a busy machine.
unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("search", deadline=None, max_examples=40, suppress_health_check=unhurried)
settings.register_profile("long", settings.get_profile("search"), max_examples=20_000)
settings.register_profile("thorough", settings.get_profile("search"), derandomize=True, max_examples=8)
settings.register_profile("short", settings.get_profile("thorough"), max_examples=5)
settings.load_profile("short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that take seconds, too: those marked slow")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds, and runs with --slow alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="takes seconds, and runs with --slow"))


@pytest.fixture(scope="session")
def fewer(pytestconfig: pytest.Config) -> int:
    """How many times fewer seeds are tried than there are by hand: ``range(300 // fewer)``."""
    return {"search": 1, "long": 1, "thorough": 3}.get(pytestconfig.getoption("--hypothesis-profile"), 6)


@pytest.fixture(scope="session")
def warm() -> Iterator[str]:
    """A program that runs Python in a process of its own, with what takes long to import imported already."""
    with warm_python() as program:
        yield program


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of two sources with findings of every verdict; its only open conflict is in 2022."""
    return write_ledger(tmp_path / "ledger")
