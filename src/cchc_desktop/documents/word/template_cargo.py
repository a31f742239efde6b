"""What a template carries beside its words: links to other places, macros, embedded programs, dangling relations.

All of it would go into every document made from the template.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from cchc_desktop.documents.office_file import part_name, safe_parser

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ATTACHED_TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
"""Relation to somebody's Normal.dotm; harmless here, dropped from what is made."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PROGRAMS = re.compile(r"vbaproject|vbadata|activex|(?:^|/)embeddings/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr)$")
_FIELDS = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|LINK|RD|DATABASE|MACROBUTTON|PRINT|QUOTE|EMBED)\b", re.I
)
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)", re.I)


@dataclass(slots=True)
class Cargo:
    """What was found; `data` is the file without the relations that lead nowhere.

    `faults` are (Vietnamese reason, what); `warnings` too, for what is dropped or repaired on the way.
    """

    data: bytes
    faults: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)


@lru_cache(maxsize=16)
def read_cargo(source: bytes) -> Cargo:
    """Look through the parts and relations of a checked Word file.

    Raises:
        etree.XMLSyntaxError: a part is no XML.

    """
    cargo = Cargo(source)
    replaced: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        names = {part_name(name).lower() for name in package.namelist()}
        for name in package.namelist():
            low = part_name(name).lower()
            if _PROGRAMS.search(low):
                cargo.faults.append(("mẫu mang theo macro hoặc đối tượng nhúng", name))
            elif low.endswith(".rels"):
                root = etree.fromstring(package.read(name), safe_parser())
                if _read_relations(cargo, root, low, names):
                    replaced[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            elif low.startswith("word/") and low.endswith(".xml"):
                _read_fields(cargo, package.read(name))
        if replaced:
            cargo.data = _rewritten(package, replaced)
    return cargo


def _read_relations(cargo: Cargo, root: Element, name: str, names: set[str]) -> bool:
    """Judge the relations of a part; take out those that lead nowhere, and tell whether there were any."""
    base = posixpath.dirname(posixpath.dirname(name))
    changed = False
    for relation in list(root):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            _judge_external(cargo, kind, target)
        elif kind.endswith(("/aFChunk", "/subDocument", "/oleObject", "/package", "/control", "/vbaProject")):
            cargo.faults.append(("mẫu mang theo tài liệu hoặc đối tượng nhúng", target))
        else:
            path = part_name(target).partition("#")[0]
            path = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(base, path))
            if path and path.lower() not in names:
                cargo.warnings.append(("mẫu có liên kết hỏng, chương trình bỏ qua", target))
                root.remove(relation)
                changed = True
    return changed


def _judge_external(cargo: Cargo, kind: str, target: str) -> None:
    if kind == ATTACHED_TEMPLATE:
        cargo.warnings.append(("mẫu gắn với một tệp mẫu khác, chương trình bỏ liên kết này", target))
    elif kind != RELATIONSHIP_TYPE.HYPERLINK:
        cargo.faults.append(("mẫu trỏ tới tệp ở nơi khác", target))
    elif not _SAFE_LINK.match(target):
        cargo.faults.append(("liên kết của mẫu không phải địa chỉ trang web hay thư điện tử", target))


def _read_fields(cargo: Cargo, data: bytes) -> None:
    """Look for Word fields that fetch or run something: DDE, INCLUDETEXT and their like."""
    if b"instrText" not in data and b"fldSimple" not in data and b"altChunk" not in data:
        return
    root = etree.fromstring(data, safe_parser())
    codes = [node.get(_W + "instr", "") for node in root.iter(_W + "fldSimple")] + [""]
    for node in root.iter(_W + "fldChar", _W + "instrText"):
        # Word joins the pieces of a code; a field inside another begins a code of its own.
        if node.tag == _W + "instrText":
            codes[-1] += node.text or ""
        else:
            codes.append("")
    for code in codes:
        if match := _FIELDS.match(code):
            cargo.faults.append(("mẫu có trường của Word lấy dữ liệu từ nơi khác", match[1].upper()))
    if next(root.iter(_W + "altChunk"), None) is not None:
        cargo.faults.append(("mẫu mang theo tài liệu nhúng", "altChunk"))


def _rewritten(package: zipfile.ZipFile, replaced: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in package.infolist():
            copy.writestr(entry, replaced.get(entry.filename) or package.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
