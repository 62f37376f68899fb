"""Environments of their own for those that the library is measured against: nothing of theirs is a dependency."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

PINNED = {
    "tables": (
        "duckdb==2.0.0",
        "numpy==2.4.6",
        "pandas==3.1.1",
        "pandera[pandas]==0.35.0",
        "polars==2.1.0",
        "pyarrow==26.0.1",
    ),
    "rules": ("duckdb==1.5.6", "numpy==2.4.6", "pandas==3.1.1", "pyarrow==25.0.1", "vtlengine==1.9.6"),
    "filings": ("arelle-release==2.47.3",),
    "checkers": (
        "datatest==0.11.1",
        "great_expectations==1.24.1",
        "numpy==2.4.6",
        "pandas==3.1.1",
        "pandera[pandas]==0.35.0",
        "pointblank==1.1.1",
        "vtlengine==1.9.6",
    ),
    "tests": ("pandas==2.3.3", "statcheck==0.0.7"),
}


def made(name: str, folder: Path | None) -> str:
    """The Python of an environment, which is made where it is not there yet; its versions are printed."""
    home = (folder or Path(tempfile.gettempdir()) / "reconcile-benchmarks") / name
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PINNED[name]], check=True)
    print(f"{name}: {', '.join(PINNED[name])}; Python {sys.version.split()[0]}")
    return str(python)
