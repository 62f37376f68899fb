"""The paths of one run of pytest, as pytest names its nodes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def given_paths(config: pytest.Config) -> list[Path]:
    """The paths that this run collects, without the node ids in them."""
    return [absolute(config.invocation_params.dir, argument.partition("::")[0]) for argument in config.args]


def absolute(folder: Path, text: str) -> Path:
    return Path(os.path.abspath(folder / text))  # noqa: PTH100 - links stay, as pytest itself names its nodes
