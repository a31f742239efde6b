"""The parts of a Word file, opened for reading only; whatever is missing or dangling is left out, not fatal."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from cchc_desktop.documents.office_file import part_name, safe_parser

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Namespace of WordprocessingML in lxml's notation."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# A file saved as "Strict Open XML" differs in its namespaces only, as far as we read it.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class PackageBroken(Exception):
    """A part that cannot do without is missing or no XML; the text names it."""


class WordPackage:
    """A checked Word file.

    Args:
        data: what `read_office_file` returned.

    Raises:
        PackageBroken: the main part is missing or not well-formed.

    """

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._entries = {part_name(entry.filename).lower(): entry for entry in self._zip.infolist()}
        self.main_name = self._find_main()
        main = self._xml(self.main_name)
        if main is None:
            raise PackageBroken(self.main_name)
        self.main: Element = main
        self._targets, self.dangling = self._read_relations(self.main_name)

    def _find_main(self) -> str:
        targets, _ = self._read_relations("")
        found = [name for kind, name in targets if kind == "officeDocument"]
        return found[0] if found else "word/document.xml"

    def _read_relations(self, part: str) -> tuple[list[tuple[str, str]], list[str]]:
        """Return (kind, part name) of the relations that lead somewhere, and the targets that do not exist."""
        folder, name = posixpath.split(part)
        root = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"), optional=True)
        targets: list[tuple[str, str]] = []
        dangling: list[str] = []
        for relation in [] if root is None else root.iter(_RELATIONS):
            if relation.get("TargetMode") == "External":
                continue
            target = part_name(relation.get("Target", "")).partition("#")[0]
            if not target:
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if path.lower() in self._entries:
                targets.append((relation.get("Type", "").rpartition("/")[2], path))
            else:
                dangling.append(target)
        return targets, dangling

    def part(self, kind: str) -> Element | None:
        """Return the first part the main part relates to as `kind` ("styles", "numbering", "footnotes", …)."""
        return next(iter(self.parts(kind)), None)

    def parts(self, kind: str) -> list[Element]:
        """Return all parts of that kind which are well-formed."""
        names = [name for found, name in self._targets if found == kind]
        return [root for name in names if (root := self._xml(name, optional=True)) is not None]

    def related(self, relation_id: str) -> Element | None:
        """Return the well-formed part that the main part refers to by a relation's id (a header, a footer)."""
        folder, name = posixpath.split(self.main_name)
        root = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"), optional=True)
        for relation in [] if root is None else root.iter(_RELATIONS):
            if relation.get("Id") == relation_id and relation.get("TargetMode") != "External":
                target = part_name(relation.get("Target", ""))
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                return self._xml(posixpath.normpath(path), optional=True)
        return None

    def _xml(self, name: str, optional: bool = False) -> Element | None:
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        data = self._zip.read(entry)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        try:
            return etree.fromstring(data, safe_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            if optional:
                return None
            raise PackageBroken(f"{name}: {error}") from error


def value(parent: Element | None, *path: str) -> str | None:
    """Return the `w:val` of the element at `path` below `parent`; None when it is not there."""
    found = parent
    for step in path:
        found = None if found is None else found.find(W + step)
    return None if found is None else found.get(W + "val", "")


def toggle(parent: Element | None, name: str) -> bool | None:
    """Return an on/off property such as `w:b`: None when it says nothing."""
    text = value(parent, name)
    return None if text is None else text not in ("0", "false", "off", "none")
