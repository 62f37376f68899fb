from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from small_ledger import write_ledger

pytest_plugins = ["pytester"]

# A whole audit is an example in many properties: slow by nature, and slower on a busy machine.
settings.register_profile(
    "audits", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("ci", settings.get_profile("audits"), derandomize=True)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=8)  # once more, on other versions
settings.register_profile("long", settings.get_profile("audits"), max_examples=5000)  # by hand, for an hour or so
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "audits"))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of two sources with findings of every verdict; its only open conflict is in 2022."""
    return write_ledger(tmp_path / "ledger")
