"""The one way in: a file, or its bytes, of whatever format is read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from reconcile.documents.document import Document
from reconcile.documents.limits import MOST_BYTES, Allowance, refused

DOCUMENT_FORMATS = ("text", "markdown", "html", "csv", "xlsx", "docx", "pdf")
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
}
_READERS = {
    "text": ("plain_text", "read_plain_text"),
    "markdown": ("markdown", "read_markdown"),
    "html": ("html", "read_html"),
    "csv": ("csv_table", "read_csv_table"),
    "docx": ("word", "read_word"),
    "pdf": ("pdf", "read_pdf"),
}
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL
)
_OFFICE = {b"word/": "docx", b"xl/": "xlsx"}
_NAMES = ", ".join(sorted(SUFFIXES))


def read_document(
    source: str | os.PathLike[str] | bytes,
    *,
    format: str | None = None,  # noqa: A002  # as the command line calls it
    language: str = "en",
) -> Document:
    r"""Read a document's paragraphs and tables; raises a DocumentError where it cannot be read.

    `source` is a path, or a file's bytes. `format` is text, markdown, html, csv, xlsx, docx or pdf; without one the
    content tells, and the name where it does not. A workbook's numbers are printed as `language` writes them. Nothing
    is fetched, run, computed or followed, and what is larger than the limits is refused.

    >>> document = read_document(b"# Trade\n\nExports came to\n405.9 bn USD.\n", format="markdown")
    >>> document.text
    'Trade\n\nExports came to 405.9 bn USD.\n'
    """
    name, data = ("", source) if isinstance(source, bytes) else _bytes(Path(source))
    if len(data) > MOST_BYTES:
        raise refused(name, f"larger than {MOST_BYTES:,} bytes; split it")
    if format is not None and format not in DOCUMENT_FORMATS:
        raise refused(name, f"format {format!r} is none of {', '.join(DOCUMENT_FORMATS)}")
    kind = format or format_of(data, name)
    allowance = Allowance(name)
    if kind == "xlsx":
        from reconcile.documents.reading.workbook import read_workbook

        return read_workbook(data, name, allowance, language)
    module, function = _READERS[kind]
    read: Callable[[bytes, str, Allowance], Document]
    read = getattr(import_module(f"reconcile.documents.reading.{module}"), function)
    return read(data, name, allowance)


def _bytes(path: Path) -> tuple[str, bytes]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for ever, a device never end
            raise refused(str(path), "is not a file")
        with path.open("rb") as stream:
            return path.name, stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise refused(str(path), error.strerror or str(error)) from None
    except ValueError:  # a null character
        raise refused(ascii(str(path)), "is no path") from None


def format_of(data: bytes, name: str) -> str:
    """The format of a file by what it begins with, or by its name; a DocumentError where it is none that is read.

    >>> format_of(b"%PDF-1.7 ...", "a.txt"), format_of(b"a;b", "table.csv"), format_of(b"Exports rose.", "release")
    ('pdf', 'csv', 'text')
    """
    named = SUFFIXES.get(Path(name).suffix.lower())
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        found = [kind for part, kind in _OFFICE.items() if part in data]
        if found:
            return named if named in found else found[0]
        raise refused(name, f"is a packed file, but neither DOCX nor XLSX; {_advice()}")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise refused(name, "is in the old binary format, or encrypted; save it as .docx or .xlsx without a password")
    if named in {"docx", "xlsx", "pdf"} and not _PAGE.match(data[:4096]):
        raise refused(name, f"is no {named.upper()} file; save it again, or rename it: {_advice()}")
    if _PAGE.match(data[:4096]) and named != "markdown":
        return "html"
    if named:
        return named
    if b"\0" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise refused(name, f"is no text; {_advice()}")
    return "text"


def _advice() -> str:
    return f"what is read: {_NAMES}"
