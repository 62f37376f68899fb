"""The ledger: claims and sources as validated frames, with their rules, figures and texts."""

from __future__ import annotations

import hashlib
import html
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from reconcile.errors import LedgerError, Problem
from reconcile.language.dating import Dating
from reconcile.language.periods import Period, PeriodError, read_period
from reconcile.language.rules import Rule
from reconcile.ledger.reading.arguments import rule_nodes, settings_node
from reconcile.ledger.reading.assembly import assemble
from reconcile.ledger.reading.draft import Draft
from reconcile.ledger.reading.folder import SETTINGS, SOURCES, add_columns, add_sources, is_folder, read_draft
from reconcile.ledger.reading.nodes import Node, Place
from reconcile.ledger.reading.opening import linked, may_be_read, refuse_link
from reconcile.ledger.reading.problem_words import file_shown, shown
from reconcile.ledger.reading.settings import read_settings
from reconcile.ledger.reading.tables import NEEDS_PYARROW, from_frame
from reconcile.ledger.store.declarations import Acceptance, Measure
from reconcile.ledger.store.stored_texts import Folder, StoredText, find, stored
from reconcile.ledger.writing import replacing
from reconcile.ledger.writing.files import LAYOUTS, as_files, is_own, unwritten

if TYPE_CHECKING:
    import pandas as pd

    from reconcile.ledger.store.claim_table import ClaimTable
    from reconcile.ledger.store.figure_columns import Figures

__all__ = ["Acceptance", "Ledger", "Measure"]

_CONTENT = ("title", "defaults", "measures", "rules", "accepted", "hedges", "dimensions", "units")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Ledger:
    """Claims about quantities, each tied to the words in its source. Read one, or make one of frames.

    ``claims`` and ``sources`` satisfy :data:`~reconcile.ledger.store.schemas.claims_schema` and
    :data:`~reconcile.ledger.store.schemas.sources_schema`; take a copy before changing them. ``figures`` and ``origin``
    (file and line) are parallel to ``claims``, ``rule_origin`` to ``rules``.

    >>> import pandas as pd
    >>> claims = pd.DataFrame({"source": ["a"], "measure": ["exports"], "period": ["2024"]})
    >>> Ledger.from_frames(claims.assign(value=["405.5"], decimals=[1]))
    <Ledger: 1 claim, 1 source, 0 rules>
    """

    content: ClaimTable = field(repr=False)
    sources: pd.DataFrame
    title: str = ""
    defaults: dict[str, str] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rule_origin: tuple[tuple[str, int | None], ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    dimensions: tuple[str, ...] = ()
    hedges: dict[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()  # words that are units of the ledger's own
    path: Path | None = None  # the folder or table that was read
    layout: str = "csv"  # how it was written: yaml, csv or parquet
    text_folders: tuple[Folder, ...] = ()  # where texts are looked for, in order
    texts: Path | None = None  # the folder of texts that ledger.yaml names
    kept: dict[str, str] = field(default_factory=dict)  # texts that are in no file, by their names
    read_as: tuple[str, ...] = ()  # how a published table was read, where that is told from its looks
    also_nil: frozenset[str] = frozenset()  # claims of which their source says, too, that there is no number
    left_out: tuple[str, ...] = ()  # by as_of: sources of which nobody knows when they were published

    @classmethod
    def read(
        cls,
        path: str | os.PathLike[str],
        *,
        texts: str | os.PathLike[str] | None = None,
        rules: Iterable[object] = (),
    ) -> Self:
        """Read a folder, or one table of claims; raises a LedgerError with all problems at once.

        `texts` names a folder with the sources' texts, to be searched first; `rules` adds to the ledger's own.
        """
        problems: list[Problem] = []
        more = rule_nodes(rules, problems)
        given = Path(path)
        folder = given if is_folder(given) else given.parent
        read = partial(cls._read, given=given, texts=texts, more=more, problems=problems)
        return replacing.read_whole(folder, read, lambda name: is_own(name) or name == given.name)

    @classmethod
    def _read(
        cls,
        now: Path,
        given: Path,
        texts: str | os.PathLike[str] | None,
        more: Sequence[Node],
        problems: list[Problem],
    ) -> Self:
        """Read what is given from where its folder's files are now."""
        folder = given if is_folder(given) else given.parent
        draft = read_draft(now if folder is given else now / given.name, more, None if now == folder else now)
        draft.problems += linked(folder / replacing.NEXT)
        draft.problems += problems
        # A folder that the call names must be there; where one that the ledger names is not, no text is stored.
        if texts is not None and not is_folder(Path(texts)):
            draft.problems.append(Place("texts").problem(f"there is no folder of texts {shown(str(texts))}"))
        named = folder / draft.settings.texts if draft.settings.texts else None
        if named is not None:
            try:
                may_be_read(named, folder)
            except OSError as error:
                message = f"texts {shown(draft.settings.texts)} {error.strerror}, or name it in the call: --texts DIR"
                draft.problems.append(Problem(SETTINGS, None, message))
        made = cls._of(draft)
        inside = ([draft.settings.texts] if named else []) + [SOURCES, ""]
        folders = [Folder(part / inner, part) for inner in inside for part in dict.fromkeys((now, folder))]
        if texts is not None:
            folders.insert(0, Folder(Path(texts), Path(texts)))
        return replace(made, path=given, layout=draft.layout, text_folders=tuple(folders), texts=named)

    @classmethod
    def from_frames(
        cls,
        claims: Any,
        *,
        sources: Any = None,
        rules: Iterable[object] = (),
        measures: Mapping[str, object] | None = None,
        defaults: Mapping[str, object] | None = None,
        texts: str | os.PathLike[str] | None = None,
        accepted: Iterable[object] = (),
        dimensions: Iterable[str] = (),
        hedges: Mapping[str, object] | None = None,
        units: Iterable[str] = (),
        title: str = "",
    ) -> Self:
        """Make a ledger of frames, which are left as they are; the rest is given as ledger.yaml would say it.

        Frames are pandas', or whatever speaks Arrow: a Polars frame, an Arrow table, a DuckDB relation.
        Without `sources`, every source that a claim names is one. Further columns are dimensions.
        """
        problems: list[Problem] = []
        written = {"title": title, "defaults": defaults, "hedges": hedges, "units": list(units)}
        node = settings_node(written, measures or {}, accepted, dimensions, problems)
        settings = read_settings(node, problems, rule_nodes(rules, problems))
        draft = Draft(settings, problems=problems, no_sources_given=sources is None)
        table = from_frame(claims, "claims", problems)
        if table is not None and add_columns(table.names, "claims", draft, strict=False):
            draft.claims.append(table)
        if sources is not None:
            add_sources(from_frame(sources, "sources", problems), "sources", draft)
        made = cls._of(draft)
        return made if texts is None else replace(made, text_folders=(Folder(Path(texts), Path(texts)),))

    @classmethod
    def _of(cls, draft: Draft) -> Self:
        made, settings = assemble(draft), draft.settings
        return cls(
            content=made.claims,
            sources=made.sources,
            title=settings.title,
            defaults=settings.defaults,
            measures=settings.measures,
            rules=settings.rules,
            rule_origin=tuple((place.file, place.line) for place in settings.rule_places),
            accepted=settings.accepted,
            dimensions=settings.dimensions,
            hedges=settings.hedges,
            units=settings.units,
        )

    @property
    def claims(self) -> pd.DataFrame:
        """Every claim with all its columns as text; of a large table made when first asked for."""
        return self.content.frame

    @property
    def figures(self) -> Figures:
        """The figure of every claim, as columns."""
        return self.content.figures

    @property
    def origin(self) -> pd.DataFrame:
        """The file and line of every claim."""
        return self.content.origin

    def measure(self, name: str) -> Measure:
        """Look up what is declared of a measure, and for all of them; of one that is only claimed, its name is all."""
        declared, signed = self.measures.get(name) or Measure(name), self.defaults.get("signed")
        return replace(declared, signed=signed == "true") if signed and declared.signed is None else declared

    @property
    def dating(self) -> Dating:
        """How periods are to be read that no source says, such as those of rules."""
        return Dating(int(self.defaults.get("fiscal_year") or 0))

    def text(self, source: str) -> str | None:
        """Give the source's text, without a byte order mark; None where it is not stored."""
        found = self.stored_text(source)
        return found.text if found else None

    def stored_text(self, source: str) -> StoredText | None:
        """Give the source's text with the hash of its bytes and its path; None where it is not stored."""
        name = self._text_name(source)
        if (kept := self.kept.get(name)) is not None:
            return StoredText(kept, hashlib.sha256(kept.encode()).hexdigest(), None)
        return stored(name, self.text_folders)

    def _text_name(self, source: str) -> str:
        names = self.sources.loc[self.sources["source"] == source, "text"]
        if names.empty:
            raise LedgerError([Problem("", None, f"the ledger has no source {shown(source)}")])
        return str(names.iloc[0])

    def write(self, path: str | os.PathLike[str], *, layout: str | None = None) -> Path:
        """Write the ledger into a folder, all or nothing, and give the folder back.

        Whoever reads, and whenever, finds the old ledger or the new one; so it is when the writer is killed or the disk
        is full. Another writer of the folder is waited for, a minute at most: then a LedgerError says who is at work.
        `layout` is yaml, csv or parquet; without one, as the ledger was read, and csv for one made of frames.
        Texts that were beside the ledger go along; other files in the folder stay.
        """
        layout, folder = layout or self.layout, Path(path)
        if layout not in LAYOUTS:
            raise LedgerError([Problem("", None, f"layout {layout!r} is none of {', '.join(LAYOUTS)}")])
        if folder.suffix in {".csv", ".parquet", ".yaml"} or (folder.exists() and not folder.is_dir()):
            message = "a ledger is written into a folder; the argument 'layout' says as what"
            raise LedgerError([Problem(file_shown(str(folder)), None, message)])
        try:
            for name in (SOURCES, replacing.NEXT):
                refuse_link(folder / name)
            files = as_files(self, layout, self._texts_named)
            files |= {f"{SOURCES}/{name}": text.encode() for name, text in self.kept.items()}
            replacing.replace_folder(folder, files | self._texts_beside(folder), is_own)
        except ImportError:
            raise LedgerError([Problem(file_shown(str(folder)), None, NEEDS_PYARROW)]) from None
        except OSError as error:
            raise LedgerError([Problem(file_shown(str(folder)), None, unwritten(error))]) from error
        return folder

    def _texts_beside(self, folder: Path) -> dict[str, replacing.Content]:
        """Find the texts that are stored beside the ledger, unless they are where they belong already."""
        if self.path is None:
            return {}
        here = self.path if self.path.is_dir() else self.path.parent
        if here.resolve() != folder.resolve():
            here = replacing.current(here)
        named = [f"{self._texts_named}/"] if self._texts_named else []
        found: dict[str, replacing.Content] = {}
        for name in self.sources["text"]:
            for inner in dict.fromkeys((*named, f"{SOURCES}/", "")):
                path, _ = (find(name, (Folder(here / inner, here),)) if name else None) or (None, here)
                if path is not None and path.resolve() != (folder / inner / name).resolve():
                    found[inner + name] = path
        return found

    @property
    def _texts_named(self) -> str:
        """What ledger.yaml says of the folder of texts, which is in the ledger's own."""
        if self.texts is None or self.path is None:
            return ""
        return self.texts.relative_to(self.path if self.path.is_dir() else self.path.parent).as_posix()

    def as_of(self, day: str | date | Period) -> Self:
        """Keep what was known at the end of a day: the sources surely published by then, and their claims.

        Sources without a date are left out, and named in ``left_out``.
        """
        try:
            if isinstance(day, datetime):
                day = day.date()
            last = day.end if isinstance(day, Period) else read_period(str(day)).end
        except PeriodError as error:
            raise LedgerError([Problem("", None, str(error))]) from None
        published = self.sources["published"]
        ends = {text: read_period(text).end for text in published.unique() if text}
        known = np.array([text in ends and ends[text] <= last for text in published], dtype=bool)
        named = {name: self.measure(name) for rule in self.rules for name in rule.measures}
        kept = self.content.codes("source").which(set(self.sources["source"][known]).__contains__)
        return replace(
            self,
            content=self.content.take(np.flatnonzero(kept)),
            sources=self.sources[known].reset_index(drop=True),
            measures=self.measures | named,  # a rule's measure stays known where no claim of it is left
            left_out=(*self.left_out, *self.sources["source"][published == ""]),
        )

    def __eq__(self, other: object) -> bool:
        """Compare the content, wherever it was read and however it was laid out."""
        if not isinstance(other, Ledger):
            return NotImplemented
        same = all(getattr(self, name) == getattr(other, name) for name in _CONTENT)
        return same and self.claims.equals(other.claims) and self.sources.equals(other.sources)

    __hash__ = None  # type: ignore[assignment]  # frames can change

    def __repr__(self) -> str:
        title = f" {self.title!r}" if self.title else ""
        return f"<Ledger{title}: {self._counts()}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{html.escape(self.title) or 'Ledger'}</b>: {html.escape(self._counts())}</p>"

    def _counts(self) -> str:
        counts = {"claim": len(self.content), "source": len(self.sources), "rule": len(self.rules)}
        return ", ".join(f"{number:,} {what}{'s' * (number != 1)}" for what, number in counts.items())
