"""What a person decided of drafted claims, as text and as changes of the ledger's files, all or none of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.folder import SOURCES
from reconcile.ledger.reading.nodes import Fields, Place, TextNode
from reconcile.ledger.reading.opening import opened
from reconcile.ledger.reading.problem_words import shown
from reconcile.ledger.reading.yaml import read_yaml
from reconcile.ledger.store.columns import KNOWN, TEXT
from reconcile.ledger.writing.claim_edits import CONFIRMED, Changed, ClaimEdit, SetAside, edited_source
from reconcile.ledger.writing.replacing import replaced_file

CHANGEABLE = tuple(name for name in KNOWN if name not in {"claim", "source", "quote", "page", "at", "guess"})
_KEYS = ("claim", "seen", "change", "set_aside")
_OF_A_LEDGER = ("*.yaml", "*.csv", "*.parquet", f"{SOURCES}/*.yaml")


@dataclass(frozen=True)
class ClaimDecision:
    """What was decided of one claim, as it was when a person looked at it."""

    claim: str
    seen: str  # the claim's mark by `marks_of`; empty where nobody looks whether it is still the same
    edit: ClaimEdit
    place: Place


def read_decisions(data: bytes, file: str) -> list[ClaimDecision]:
    r"""The decisions in a text, YAML or JSON; raises a LedgerError with what is wrong in it.

    A decision without `change` and `set_aside` confirms what the claim says, and one with `change` the rest of it.

    >>> yaml = b"decisions:\n  - {claim: a:trade:2024}\n  - {claim: a:x:2024, change: {measure: surplus}}\n"
    >>> [decision.edit.fields for decision in read_decisions(yaml, "decisions.yaml")]
    [{'guess': ''}, {'measure': 'surplus', 'guess': ''}]
    """
    problems: list[Problem] = []
    node = read_yaml(data, file, problems)
    made: list[ClaimDecision] = []
    if node is not None:
        for item in Fields.of_file(node, "a file of decisions", ("decisions",), problems).items("decisions"):
            made += _decision(Fields(item, "a decision", _KEYS, problems), problems)
    if problems:
        raise LedgerError(problems)
    return made


def _decision(fields: Fields, problems: list[Problem]) -> Iterable[ClaimDecision]:
    claim, phrase = fields.text("claim"), fields.text("set_aside")
    change = fields.mapping("change")
    wrong = [name for name in change if name in KNOWN and name not in CHANGEABLE]
    said = {name: node.text for name, (_, node) in change.items() if isinstance(node, TextNode)}
    if not claim:
        problems.append(fields.place.problem("a decision names its 'claim'"))
    elif wrong or len(said) < len(change):
        names = ", ".join(map(shown, wrong or sorted(set(change) - set(said))))
        problems.append(fields.place_of("change").problem(f"{names} cannot be changed to a text by a decision"))
    elif change and fields.node("set_aside") is not None:
        problems.append(fields.place.problem("a claim is changed or set aside, not both"))
    else:
        edit = SetAside(phrase) if phrase else Changed({**said, "guess": ""})
        yield ClaimDecision(claim, fields.text("seen"), edit, fields.place)


def marks_of(ledger: Ledger) -> list[str]:
    """For each claim 16 hexadecimal digits of a hash over all that it says: another claim has others."""
    return [
        hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()[:16]
        for record in records_of(ledger)
    ]


def records_of(ledger: Ledger) -> list[dict[str, str]]:
    """Each claim as texts by column, "" where nothing was said."""
    claims = ledger.claims
    texts = claims.assign(at=claims["at"].astype(TEXT).fillna(""))
    names = list(map(str, texts))
    return [dict(zip(names, row, strict=True)) for row in texts.itertuples(index=False, name=None)]


def edits_of(ledger: Ledger, decisions: Iterable[ClaimDecision]) -> dict[int, ClaimEdit]:
    """What is to be done, by the claims' rows; raises a LedgerError where a claim is not there, or no longer so."""
    rows = {str(name): row for row, name in enumerate(ledger.claims["claim"])}
    marks = marks_of(ledger)
    found: dict[int, ClaimEdit] = {}
    problems: list[Problem] = []
    for one in decisions:
        row = rows.get(one.claim)
        if row is None:
            problems.append(one.place.problem(f"the ledger has no claim {shown(one.claim)}"))
        elif one.seen and one.seen != marks[row]:
            message = f"claim {shown(one.claim)} has changed since it was looked at: look at it again"
            problems.append(one.place.problem(message))
        elif row in found:
            problems.append(one.place.problem(f"claim {shown(one.claim)} is decided twice"))
        else:
            found[row] = one.edit
    if problems:
        raise LedgerError(problems)
    return found


@dataclass(frozen=True)
class Rewritten:
    """A file as it was, and as it is after some edits."""

    path: Path
    before: bytes
    after: bytes


def write_edits(folder: Path, ledger: Ledger, edits: Mapping[int, ClaimEdit]) -> list[Rewritten]:
    """Edit claims, by their rows, in the files of the ledger, which was read from the folder just now.

    Raises a LedgerError before anything is written: where a file cannot be edited safely, or where the ledger could not
    be read any more. To be called as the folder's one writer.
    """
    files = _rewritten(folder, ledger, edits)
    if any(edit != CONFIRMED for edit in edits.values()):
        _refuse_unreadable(folder, files)
    for one in files:
        with replaced_file(one.path) as part:
            part.write_bytes(one.after)
    return files


def _rewritten(folder: Path, ledger: Ledger, edits: Mapping[int, ClaimEdit]) -> list[Rewritten]:
    origin = ledger.origin
    asked = set(origin["file"].iloc[list(edits)])
    found = []
    for file, rows in origin[origin["file"].isin(asked)].groupby("file", sort=False):
        path = folder / str(file)
        own = {place: edits[row] for place, row in enumerate(rows.index) if row in edits}
        if path.suffix != ".yaml":
            confirmed = all(edit == CONFIRMED for edit in own.values())
            advice = "empty the cells of its column 'guess'" if confirmed else "change its cells there"
            raise LedgerError([Problem(str(file), None, f"is a table: {advice}")])
        before = path.read_bytes()
        after = edited_source(before, str(file), own, rows["line"].astype(int).tolist())
        found.append(Rewritten(path, before, after))
    return found


def _refuse_unreadable(folder: Path, files: Iterable[Rewritten]) -> None:
    """Read the ledger as it would be, from a copy of its files without the texts, which no edit touches."""
    with TemporaryDirectory() as copied:
        copy = Path(copied)
        (copy / SOURCES).mkdir()
        for pattern in _OF_A_LEDGER:
            for path in folder.glob(pattern):
                # What may not be read is no part of the ledger that was read just now.
                with (
                    suppress(OSError),
                    opened(path, folder) as old,
                    (copy / path.relative_to(folder)).open("wb") as new,
                ):
                    shutil.copyfileobj(old, new)
        for one in files:
            (copy / one.path.relative_to(folder)).write_bytes(one.after)
        Ledger.read(copy)
