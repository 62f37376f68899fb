"""Runs the notebooks from top to bottom, each in its own folder.

``python tests/docs/notebooks.py`` stores what the cells give; with ``--check`` it prints how that differs from what is
stored, and fails if it does.
"""

from __future__ import annotations

import difflib
import json
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "docs/notebooks"


def executed(path: Path) -> str:
    """The text of a notebook after its cells have run, without what differs from machine to machine."""
    os.environ["CI"] = "1"  # on a slow machine, too, no progress is shown
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        cell.metadata = {}
    return nbformat.writes(notebook, indent=1) + "\n"


def shown(text: str) -> list[str]:
    """The cells and their outputs, line by line; of a picture, whose dots differ from version to version, its size."""
    cells = [[cell["source"], cell.get("outputs")] for cell in json.loads(text)["cells"]]
    for _, outputs in cells:
        for output in outputs or ():
            output.get("data", {}).pop("image/png", None)
    return json.dumps(cells, ensure_ascii=False, indent=1).split("\n")


def main(arguments: list[str]) -> int:
    """Run all notebooks; 1 where one differs from what is stored."""
    differ = False
    for path in sorted(FOLDER.glob("*.ipynb")):
        stored, found = path.read_text(encoding="utf-8"), executed(path)
        changes = list(difflib.unified_diff(shown(stored), shown(found), "stored", "found", lineterm="", n=1))
        if "--check" in arguments:
            sys.stdout.write("".join(f"{line}\n" for line in changes))
            differ = differ or bool(changes)
        elif changes:
            path.write_text(found, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{path.name}\n")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
