"""What `reconcile draft` does once its arguments are understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.auditing import run
from reconcile.documents.reading.entry import read_document
from reconcile.errors import DocumentError, LedgerError, Problem, UnusableError
from reconcile.faces.screen import say, write
from reconcile.language.digits import FigureError, locale_of
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.folder import SETTINGS, SOURCES
from reconcile.ledger.reading.opening import refuse_link
from reconcile.ledger.writing.files import unwritten
from reconcile.ledger.writing.locking import one_writer
from reconcile.ledger.writing.replacing import replaced_file
from reconcile.ledger.writing.skeleton import schema_files, skeleton
from reconcile.ledger.writing.source_file import source_file
from reconcile.reading.claim_drafts import DraftedClaims, draft_claims
from reconcile.reading.document_drafts import language_spoken
from reconcile.reading.proposals import admitted, read_proposals
from reconcile.reports.terminal import drawn, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from reconcile.documents.document import Document
    from reconcile.ledger.store.declarations import Measure

_COMPARED = {"exact": "agrees", "rounding": "agrees", "hedge": "agrees", "revision": "revises", "conflict": "conflicts"}
_TOLD = 20  # figures that are left out, before "and … more"


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A document with its draft, and what its files hold."""

    name: str  # the source's id
    document: Document
    draft: DraftedClaims
    file: str
    heard: str = ""  # the language that its words are in, where nothing else tells it


def draft_command(options: argparse.Namespace) -> int:
    """Drafts each document's claims and writes them; returns the exit status."""
    folder = options.ledger.parent if options.ledger.name == SETTINGS else options.ledger
    try:
        ledger = Ledger.read(folder) if (folder / SETTINGS).exists() else None
        drafted = [_drafted(path, options, ledger) for path in options.documents]
        if options.output:
            return (
                0
                if write(
                    "".join(one.file for one in drafted),
                    "text",
                    None if options.output == "-" else Path(options.output),
                )
                else 2
            )
        _add(folder, drafted, new=ledger is None, title=options.title)
    except UnusableError as error:
        for problem in error.problems:
            say(visible(str(problem)))
        say("nothing was drafted")
        return 2
    lines = [line for one in drafted for line in _told(one, folder)]
    if ledger is not None:
        lines += _compared(folder, {one.name for one in drafted})
    lines.append(f"next: look at what is guessed, then reconcile audit {folder}")
    return 0 if write("".join(f"{drawn(line)}\n" for line in lines), "text", None) else 2


def _drafted(path: Path, options: argparse.Namespace, ledger: Ledger | None) -> _Drafted:
    document = read_document(path, format=options.format, language=options.language or "en")
    told = options.language or document.language or (ledger.defaults.get("language", "") if ledger else "")
    language = told or language_spoken(document, None)
    try:
        locale_of(language)
    except FigureError as error:
        unheard = "neither it nor its words tell a language, and 1.234 is not the same in vi and en: --language vi"
        message = str(error) if language else unheard
        raise DocumentError([Problem(str(path), None, message)]) from None
    measures = _measures(ledger)
    if options.proposals:
        draft = admitted(
            document, language, read_proposals(_bytes(options.proposals), str(options.proposals)), measures
        )
    else:
        draft = draft_claims(document, language, published=options.published or "", measures=measures)
    name = _identity(path.stem)
    source = {
        "title": document.title or path.stem,
        "published": options.published or "",
        "language": language,
        "text": f"{name}.txt",
        "sha256": document.sha256,
    }
    claims = [(one.sentence, one.record) for one in draft.claims]
    return _Drafted(name, document, draft, source_file(source, claims, _notes(draft)), "" if told else language)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError([Problem(str(path), None, error.strerror or str(error))]) from None


def _measures(ledger: Ledger | None) -> Mapping[str, Measure]:
    """What the ledger declares, and what it only claims."""
    if ledger is None:
        return {}
    return {name: ledger.measure(name) for name in {*ledger.measures, *ledger.content.codes("measure").values}}


def _identity(stem: str) -> str:
    """The source's id, and the name of its files on every system: letters without accents, digits, dots and hyphens."""
    plain = unicodedata.normalize("NFKD", stem.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.")[:80].strip("-.").lower() or "document"


def _notes(draft: DraftedClaims) -> Iterator[str]:
    """What is said below the claims: the figures of which there are none."""
    if draft.left_out:
        yield "Left out, with the reason:"
        yield from (f"{one.words}: {one.reason}" for one in draft.left_out)
    if draft.in_tables:
        yield f"{draft.in_tables} numbers stand in tables, of which no claims are drafted."


def _add(folder: Path, drafted: list[_Drafted], *, new: bool, title: str) -> None:
    """Write the files of new sources; of a ledger that is there already, nothing is replaced."""
    measures = {name: said for one in drafted for name, said in one.draft.titles.items()}
    files = dict(skeleton(title or drafted[0].document.title or folder.name, measures) if new else schema_files())
    for one in drafted:
        for name, text in ((f"{one.name}.txt", one.document.text), (f"{one.name}.yaml", one.file)):
            inside = f"{SOURCES}/{name}"
            if inside in files or (folder / inside).exists():
                message = "is there already, and a person may have worked on it; move it away, or rename the document"
                raise DocumentError([Problem(str(folder / inside), None, message)])
            files[inside] = text
    try:
        with one_writer(folder, make=True):
            refuse_link(folder / SOURCES)
            for name, text in files.items():
                path = folder / name
                if path.exists():
                    continue
                path.parent.mkdir(parents=True, exist_ok=True)
                with replaced_file(path) as part:
                    part.write_bytes(text.encode())
    except OSError as error:
        raise LedgerError([Problem(str(folder), None, unwritten(error))]) from None


def _told(one: _Drafted, folder: Path) -> Iterator[str]:
    claims, left = len(one.draft.claims), one.draft.left_out
    guesses = one.draft.guesses
    said = f"{claims} claim{'s' * (claims != 1)} drafted, with {guesses} guess{'es' * (guesses != 1)}"
    yield f"{folder / SOURCES / one.name}.yaml: {said}"
    if one.heard:
        yield f"  read as {one.heard}, the language of its words; --language TAG says another"
    yield from (f"  left out: {gone.words}: {gone.reason}" for gone in left[:_TOLD])
    if len(left) > _TOLD:
        yield f"  and {len(left) - _TOLD} more, which the file lists"
    if one.draft.in_tables:
        yield f"  {one.draft.in_tables} numbers stand in tables, of which no claims are drafted"


def _compared(folder: Path, names: set[str]) -> Iterator[str]:
    """What the new claims are to those that the ledger had."""
    result = run(Ledger.read(folder), checks=("agreement",), joint=False)
    for entry in result.entries():
        if entry.check == "agreement" and names & set(entry.sources) and len(set(entry.sources)) > 1:
            yield f"  {_COMPARED.get(entry.kind, entry.kind)}: {entry.sentence}" + (
                f" ({entry.place})" * bool(entry.place)
            )
