"""The parts of an Office file: XML in a zip, read within limits, with nothing outside it."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.documents.limits import MOST_NESTED, Allowance, needs, refused

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """An Office file's parts by their names; a DocumentError tells what is wrong with one."""

    def __init__(self, data: bytes, file: str, allowance: Allowance) -> None:
        self.file = file
        self._allowance = allowance
        try:
            from lxml import etree
        except ImportError:
            raise needs(file, "lxml") from None
        self._etree = etree
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise refused(file, f"is no Office file that can be read: {error}; save it again") from None
        self._names = {info.filename.lstrip("/").lower(): info for info in self._zip.infolist()}

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def _read(self, name: str) -> bytes:
        info = self._names.get(name.lower())
        if info is None:
            raise refused(self.file, f"has no part {name}; save it again")
        if info.flag_bits & 1:
            raise refused(self.file, "is encrypted; save it without a password")
        self._allowance.take_unpacked(info.file_size)  # no more than it says is unpacked of it
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise refused(self.file, f"its part {name} is damaged: {error}; save it again") from None

    def walk(self, name: str) -> Iterator[tuple[str, Element]]:
        """Each element of a part as ("start", element) and ("end", element); it may be cleared then.

        Entities are refused and not resolved: no Office program writes any.
        """
        data = self._read(name)
        depth = 0
        try:
            walk = self._etree.iterparse(
                io.BytesIO(data),
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for number, (event, element) in enumerate(walk):
                if number == 0 and element.getroottree().docinfo.internalDTD is not None:
                    raise refused(self.file, f"its part {name} declares entities, which no Office file does")
                if number % 1000 == 0:
                    self._allowance.check_time()
                depth += 1 if event == "start" else -1
                if depth > MOST_NESTED:
                    raise refused(self.file, f"elements are nested more than {MOST_NESTED} deep; save it as text")
                yield event, element
        except self._etree.XMLSyntaxError as error:
            raise refused(
                self.file, f"its part {name} is no XML that can be read: {error.msg}; save it again"
            ) from None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part points to, by the id of each relation: its kind, and the name of the part. Nothing outside."""
        folder, _, base = name.rpartition("/")
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        found = {}
        for event, element in self.walk(path) if self.has(path) else ():
            if event == "end" and element.tag == _RELATIONS and element.get("TargetMode") != "External":
                target = element.get("Target") or ""
                inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[element.get("Id") or ""] = ((element.get("Type") or "").rpartition("/")[2], inside)
        return found

    def main(self) -> str:
        """The name of the part that holds the document."""
        for kind, target in self.related("").values():
            if kind == "officeDocument":
                return target
        raise refused(self.file, "names no part that holds the document; save it again")
