"""The parts of a workbook: which sheet lies where, and what belongs to it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from cchc_desktop.documents.office_file import part_name
from cchc_desktop.errors import FileUnreadable, FormProblem, UnreadableReason

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_SHEETS = 200
"""Most sheets of a form."""

_RELATION_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_PARSE_FROM_BYTES = 10 << 20  # libxml2's own limit for one text


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook: its name, the entry of the zip, its kind ("worksheet", "chartsheet"), hidden or not."""

    name: str
    part: str
    kind: str
    hidden: bool


class FormPackage:
    """A workbook taken apart.

    Args:
        data: the file, already checked by `office_file`.
        path: what to call it in errors.

    Raises:
        FileUnreadable: a part that must be there is missing or no XML.
        FormProblem: it holds too many sheets.

    """

    def __init__(self, data: bytes, path: Path) -> None:
        self.data = data
        self.path = path
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._entries = {part_name(entry.filename).lower(): entry for entry in self._zip.infolist()}
        self.workbook_name = self._main()
        self.workbook = self.tree(self.workbook_name)
        self._relations = self._relations_of(self.workbook_name)
        self.sheets = self._sheets()

    def has(self, name: str) -> bool:
        """Tell whether there is a part (or, with a "/" at the end, a folder of parts) of that name."""
        name = name.lower()
        return any(one.startswith(name) for one in self._entries) if name.endswith("/") else name in self._entries

    def entry_name(self, name: str) -> str:
        """Return the name of a part as the zip spells it."""
        return self._entries[name.lower()].filename

    def read(self, name: str) -> bytes:
        """Return the content of a part.

        Raises:
            FileUnreadable: there is none.

        """
        entry = self._entries.get(name.lower())
        if entry is None:
            raise self.broken(f"no part {name}")
        return self._zip.read(entry)

    def tree(self, name: str) -> Element:
        """Return a part as a tree.

        Raises:
            FileUnreadable: it is missing or not well-formed.

        """
        return self.parse(self.read(name), name)

    def parse(self, content: bytes, name: str) -> Element:
        """Return XML as a tree; nothing is fetched and nothing expanded.

        Raises:
            FileUnreadable: it is not well-formed.

        """
        huge = len(content) > _PARSE_FROM_BYTES
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self.broken(f"{name}: {error}") from error

    def broken(self, detail: str) -> FileUnreadable:
        """Return the error of a workbook that does not hold together."""
        return FileUnreadable(self.path, UnreadableReason.BROKEN, detail=detail)

    def part_of(self, kind: str) -> str:
        """Return the name of the workbook's part of a kind ("styles", "sharedStrings", "theme"); "" without one."""
        return next((target for own, target in self._relations.values() if own == kind and self.has(target)), "")

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Return the parts of a kind ("table") that belong to a part."""
        found = self._relations_of(part).values()
        return tuple(target for own, target in found if own == kind and self.has(target))

    def sheet(self, name: str) -> SheetPart | None:
        """Return the sheet of a name; Excel takes capital and small letters for the same."""
        wanted = name.casefold()
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == wanted), None)

    def _main(self) -> str:
        relations = self._relations_of("")
        return next((target for kind, target in relations.values() if kind == "officeDocument"), "xl/workbook.xml")

    def _relations_of(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id → (kind, name of the target); those to the outside are left out."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(name):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for node in self.tree(name).iter("{*}Relationship"):
            if node.get("TargetMode") == "External":
                continue
            target = part_name(node.get("Target", ""))
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = node.get("Type", "").rpartition("/")[2]
            found[node.get("Id", "")] = kind, posixpath.normpath(path)
        return found

    def _sheets(self) -> tuple[SheetPart, ...]:
        nodes = self.workbook.findall("{*}sheets/{*}sheet")
        if len(nodes) > MAX_SHEETS:
            raise FormProblem(self.path, f"biểu có hơn {MAX_SHEETS} trang tính")
        found = []
        for node in nodes:
            key = next((node.get(name) for name in _RELATION_ID if node.get(name)), "")
            kind, part = self._relations.get(key or "", ("", ""))
            if not part or not self.has(part):
                raise self.broken(f"no part for sheet {node.get('name')!r}")
            hidden = node.get("state", "visible") != "visible"
            found.append(SheetPart(node.get("name", ""), part, kind, hidden))
        return tuple(found)
