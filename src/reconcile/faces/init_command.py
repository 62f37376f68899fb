"""What `reconcile init` does once its arguments are understood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.errors import UnusableError
from reconcile.faces.screen import refuse, say, write
from reconcile.ledger.reading.folder import CLAIM_TABLES, MAPPING, SETTINGS, SOURCES
from reconcile.ledger.writing.files import unwritten
from reconcile.ledger.writing.locking import one_writer
from reconcile.ledger.writing.replacing import replaced_file
from reconcile.ledger.writing.skeleton import example
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    import argparse


def init_command(options: argparse.Namespace) -> int:
    """Writes a new ledger that audits, or how a file is read; returns the exit status."""
    if options.given is not None:
        return _mapped(options.given, options.folder)
    folder = options.folder or Path("ledger")
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


def _mapped(given: Path, folder: Path | None) -> int:
    """Writes down how a workbook or a message is read, beside it."""
    if folder is not None:
        say(visible(f"{folder}: --from writes beside the file, and takes no folder"))
        return 2
    path = given.with_name(given.stem + MAPPING)
    if path.exists():
        say(visible(f"{path}: is there already; take it away, or mend it"))
        return 2
    try:
        text, guessed = _mapping(given, path.name)
        with replaced_file(path) as part:
            part.write_bytes(text.encode())
    except UnusableError as error:
        return refuse(error.problems)
    except OSError as error:
        say(visible(f"{path}: {unwritten(error)}"))
        return 2
    lines = [*guessed, f"{path}: how {given.name} is read", f"next: look at it, then reconcile audit {path}"]
    return 0 if write("".join(f"{visible(line)}\n" for line in lines), "text", None) else 2


def _mapping(given: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """A mapping, and what was guessed, in words; what reads is imported only here."""
    from reconcile.documents.reading.entry import read_document
    from reconcile.reading.published_tables import guessed_readings
    from reconcile.reading.reported_files import read_reported
    from reconcile.reading.table_mappings import mapping_of_message, mapping_of_workbook

    if given.suffix.lower() in {".xlsx", ".xlsm"}:
        document = read_document(given)
        guessed = guessed_readings(document)
        said = tuple(f"sheet {one!r}: {'; '.join(reading.said)}" for one, reading in guessed.sheets.items())
        return mapping_of_workbook(document, guessed, name, "en"), (*said, *guessed.left_out)
    return mapping_of_message(given.name, name), read_reported(given).read_as
