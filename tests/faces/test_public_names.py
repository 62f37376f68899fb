"""`import reconcile` costs nothing, and gives every public name on its first use."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import reconcile

DOCUMENTS = "{'lxml', 'pypdfium2', 'markdown_it'}"  # libraries of the extra, each loaded for its own format
HEAVY = "{'numpy', 'pandas', 'pandera', 'hypothesis', 'pytest', 'babel', 'yaml', 'lxml', 'pypdfium2', 'markdown_it'}"
ROOT = Path(__file__).parents[2]


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "module", ["reconcile", "reconcile.errors", "reconcile.faces.command", "reconcile.exact.interval"]
)
def test_importing_loads_nothing_heavy(module):
    done = python(f"import sys, {module}; print(*({HEAVY} & set(sys.modules)))")
    assert (done.stdout.strip(), done.stderr) == ("", "")


@pytest.mark.parametrize(
    ("document", "kind", "loaded"),
    [("Exports rose 3 %.", "text", ""), ("# Trade", "markdown", "markdown_it"), ("<p>3 %</p>", "html", "lxml")],
)
def test_reading_a_document_loads_its_formats_library_alone(document, kind, loaded):
    done = python(
        "import sys; from reconcile.documents.reading.entry import read_document; "
        f"read_document({document.encode()!r}, format={kind!r}); print(*({DOCUMENTS} & set(sys.modules)))"
    )
    assert (done.stdout.strip(), done.stderr) == (loaded, "")


def test_the_plugin_loads_nothing_but_pytest():
    done = python(f"import sys, reconcile.faces.pytest_plugin; print(*({HEAVY} & set(sys.modules)))")
    assert (done.stdout.strip(), done.stderr) == ("pytest", "")


def test_every_public_name_is_there_from_the_first_and_comes_with_a_star():
    done = python(
        "import reconcile\nassert set(reconcile.__all__) <= set(dir(reconcile))\n"
        "from reconcile import *\nassert set(reconcile.__all__) <= set(globals())"
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(set(reconcile.__all__) - {"__version__"}))
def test_every_public_name_has_a_docstring(name):
    assert inspect.getdoc(getattr(reconcile, name))


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'reconcile' has no attribute 'adit'"):
        reconcile.adit  # noqa: B018 - the access is what is tested


def test_the_version_is_the_projects():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert reconcile.__version__ == project["version"]
