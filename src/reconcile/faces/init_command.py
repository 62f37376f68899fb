"""What `reconcile init` does once its arguments are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.faces.screen import say, write
from reconcile.ledger.reading.folder import CLAIM_TABLES, SETTINGS, SOURCES
from reconcile.ledger.writing.files import unwritten
from reconcile.ledger.writing.locking import one_writer
from reconcile.ledger.writing.replacing import replaced_file
from reconcile.ledger.writing.skeleton import example
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    import argparse


def init_command(options: argparse.Namespace) -> int:
    """Writes a new ledger that audits; returns the exit status."""
    folder = options.folder
    taken = [name for name in (SETTINGS, *CLAIM_TABLES, SOURCES) if (folder / name).exists()]
    if taken:
        say(visible(f"{folder / taken[0]}: is there already; name another folder"))
        return 2
    files = example(folder.resolve().name)
    try:
        with one_writer(folder, make=True):
            for name, text in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                with replaced_file(folder / name) as part:
                    part.write_bytes(text.encode())
    except OSError as error:
        say(visible(f"{folder}: {unwritten(error)}"))
        return 2
    lines = [f"{folder / SETTINGS}: a ledger with one example, {SOURCES}/example.yaml"]
    lines += [
        f"next: reconcile draft DOCUMENT --ledger {folder}, or write claims yourself; then reconcile audit {folder}"
    ]
    return 0 if write("".join(f"{visible(line)}\n" for line in lines), "text", None) else 2
