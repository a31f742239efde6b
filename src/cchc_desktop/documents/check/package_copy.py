"""A copy of a Word file in which parts are changed or added; all other parts are taken over byte by byte.

What a file from a stranger may carry beyond its text does not go into the copy: macros, and the link to a template
elsewhere.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from cchc_desktop.documents.office_file import part_name, safe_parser
from cchc_desktop.documents.word.package import W
from cchc_desktop.errors import InvalidInput

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPES = "[Content_Types].xml"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MAIN_TYPE = re.compile(r"wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroEnabled\w*\.main")
_DROPPED = ("attachedTemplate", "vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
"""Namespace of `r:id`."""


class PackageCopy:
    """A Word file on its way to a changed copy.

    Args:
        data: the file, already checked by `read_office_file`.
        main_name: the name of its main part.

    Raises:
        InvalidInput: it is saved as "Strict Open XML", whose parts would not fit those we add.

    """

    def __init__(self, data: bytes, main_name: str) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self._parts = {part_name(entry.filename): package.read(entry) for entry in package.infolist()}
        self.main_name = next(name for name in self._parts if name.lower() == main_name.lower())
        if _STRICT in self._parts[self.main_name][:20000]:
            raise InvalidInput({"file": "tệp lưu kiểu Strict Open XML; hãy mở bằng Word, lưu lại kiểu .docx thường"})
        self.main = self.read(self.main_name)
        self._relations_name = _relations_of(self.main_name)
        relations = self._parts.get(self._relations_name)
        self._relations = etree.Element(_RELATIONS_NS + "Relationships") if relations is None else _parse(relations)
        self._drop_foreign()

    def read(self, name: str) -> Element:
        """Return the tree of a part that is there."""
        return _parse(self._parts[name])

    def target_of(self, kind: str) -> str:
        """Return the name of the part that the main part relates to as `kind` ("comments"); "" without one."""
        for relation in self._relations:
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = part_name(relation.get("Target", ""))
                folder = posixpath.dirname(self.main_name)
                path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
                return next((name for name in self._parts if name.lower() == path.lower()), "")
        return ""

    def put(self, name: str, tree: Element) -> None:
        """Set a part."""
        self._parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def add(self, kind: str, tree: Element, content_type: str) -> str:
        """Add a part that the main part relates to; return the id of the relation."""
        folder = posixpath.dirname(self.main_name)
        taken = {name.lower() for name in self._parts}
        stem = f"{folder}/{kind}".lstrip("/")
        name = next(name for number in range(1, 10_000) if (name := _numbered(stem, number)).lower() not in taken)
        self.put(name, tree)
        types = self.read(_TYPES)
        etree.SubElement(types, _TYPES_NS + "Override", PartName=f"/{name}", ContentType=content_type)
        self.put(_TYPES, types)
        used = {relation.get("Id") for relation in self._relations}
        key = next(key for number in range(1, 100_000) if (key := f"rIdCchc{number}") not in used)
        target = posixpath.basename(name)
        etree.SubElement(self._relations, _RELATIONS_NS + "Relationship", Id=key, Type=_OFFICE + kind, Target=target)
        return key

    def data(self) -> bytes:
        """Return the copy."""
        self.put(self.main_name, self.main)
        self.put(self._relations_name, self._relations)
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
            for name in sorted(self._parts, key=lambda name: name != _TYPES):  # the types come first, as Word has it
                package.writestr(name, self._parts[name])
        return memory.getvalue()

    def _drop_foreign(self) -> None:
        """Take out macros and the attached template, and call the file what it then is: a plain document."""
        for relation in list(self._relations):
            if relation.get("Type", "").rpartition("/")[2] in _DROPPED:
                self._relations.remove(relation)
        gone = [name for name in self._parts if re.search(r"vba(?:Project|Data)", name, re.IGNORECASE)]
        for name in gone:
            del self._parts[name]
        types = self.read(_TYPES)
        for node in list(types):
            if node.get("PartName", "").lstrip("/") in gone:
                types.remove(node)
            elif _MAIN_TYPE.search(node.get("ContentType", "")):
                node.set("ContentType", _DOCUMENT_TYPE)
        self.put(_TYPES, types)
        if settings := self.target_of("settings"):
            self._drop_template(settings)

    def _drop_template(self, settings: str) -> None:
        tree = self.read(settings)
        for node in tree.findall(W + "attachedTemplate"):
            tree.remove(node)
        self.put(settings, tree)
        name = _relations_of(settings)
        if name in self._parts:
            relations = _parse(self._parts[name])
            for relation in list(relations):
                if relation.get("Type", "").endswith("/attachedTemplate"):
                    relations.remove(relation)
            self.put(name, relations)


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _numbered(stem: str, number: int) -> str:
    return f"{stem}.xml" if number == 1 else f"{stem}{number}.xml"


def _parse(data: bytes) -> Element:
    return etree.fromstring(data, safe_parser())


def body_paragraphs(main: Element) -> list[Element]:
    """Return the paragraphs of the main text by their number (index 0 is number 1), counted as the check counts them.

    Paragraphs in text boxes have no number of their own; deleted text and fallback copies of drawings have none.
    """
    body = main.find(W + "body")
    return [] if body is None else list(_walk(body))


def _walk(parent: Element) -> list[Element]:
    found: list[Element] = []
    for node in parent:
        tag = node.tag
        if tag == W + "p":
            found.append(node)
        elif tag == "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent":
            found += _walk(node[0]) if len(node) else []
        elif isinstance(tag, str) and tag not in (
            W + "del",
            W + "moveFrom",
            W + "altChunk",
            W + "subDoc",
            W + "sectPr",
        ):
            found += _walk(node) if len(node) else []
    return found
