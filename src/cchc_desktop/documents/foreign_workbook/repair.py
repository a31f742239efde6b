"""Making a foreign workbook readable for openpyxl, in memory: the values stay, decoration that breaks it goes."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from lxml import etree

from cchc_desktop.documents.office_file import part_name, safe_parser

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _MAIN.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_ROOT = re.compile(rb"<((?:\w+:)?worksheet)\b[^>]*>")
_ROWS = re.compile(rb"<((?:\w+:)?sheetData)\b[^>]*>.*</\1>", re.DOTALL)
_WORKSHEET = "spreadsheetml.worksheet+xml"
_STYLES = "xl/styles.xml"


def find_sheet_parts(package: zipfile.ZipFile) -> list[str]:
    """Return the names of the worksheet parts, as [Content_Types].xml declares them."""
    try:
        types = etree.fromstring(package.read("[Content_Types].xml"), safe_parser())
    except (KeyError, etree.XMLSyntaxError):
        return [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    return [
        node.get("PartName", "").lstrip("/")
        for node in types.iter("{*}Override")
        if node.get("ContentType", "").endswith(_WORKSHEET)
    ]


def sheet_titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the title of each worksheet part, for messages; parts whose title cannot be told are left out."""
    try:
        book = etree.fromstring(package.read("xl/workbook.xml"), safe_parser())
        links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), safe_parser())
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {node.get("Id", ""): node.get("Target", "") for node in links}
    titles = {}
    for sheet in book.iter("{*}sheet"):
        number = next((value for name, value in sheet.items() if etree.QName(name).localname == "id"), "")
        target = targets.get(str(number), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        titles[part] = sheet.get("name", "")
    return titles


def repaired(data: bytes, thorough: bool) -> bytes:
    """Return the workbook with what openpyxl cannot read put right.

    Always: part names with the backslash of Windows, and the namespaces of "Strict Open XML". `thorough` also drops
    properties, theme and all of a sheet but its rows, and leaves of the styles only the number formats, which tell
    dates from numbers.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        names = source.namelist()
        workbook = next((name for name in names if part_name(name) == "xl/workbook.xml"), None)
        strict = workbook is not None and _STRICT[0][0] in source.read(workbook)
        if not (thorough or strict or any("\\" in name for name in names)):
            return data
        sheets = {part_name(name) for name in find_sheet_parts(source)}
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
            for name in names:
                clean_name = part_name(name)
                if thorough and clean_name.startswith(("docProps/", "xl/theme/")):
                    continue
                content = source.read(name)
                if strict and clean_name.endswith((".xml", ".rels")):
                    for old, new in _STRICT:
                        content = content.replace(old, new)
                if thorough and clean_name.lower() == _STYLES:
                    content = _plain_styles(content)
                elif thorough and clean_name in sheets:
                    content = _only_rows(content)
                elif thorough and posixpath.basename(clean_name) == "workbook.xml.rels":
                    content = _without_theme(content)
                copy.writestr(clean_name, content)
    return target.getvalue()


def _only_rows(content: bytes) -> bytes:
    """Return a sheet without what stands around its rows: merges, filters, validations, which the scan has read."""
    root, rows = _ROOT.search(content), _ROWS.search(content)
    if root is None or rows is None:
        return content
    return root[0] + rows[0] + b"</" + root[1] + b">"


def _plain_styles(content: bytes) -> bytes:
    """Return styles that hold nothing but number formats and which cell style uses which."""
    try:
        old = etree.fromstring(content, safe_parser())
    except etree.XMLSyntaxError:
        old = etree.Element(f"{{{_MAIN}}}styleSheet")
    new = etree.Element(f"{{{_MAIN}}}styleSheet")
    formats = etree.SubElement(new, f"{{{_MAIN}}}numFmts")
    for node in old.iterfind("{*}numFmts/{*}numFmt"):
        number = node.get("numFmtId", "")
        if number.isdigit() and node.get("formatCode"):
            etree.SubElement(formats, f"{{{_MAIN}}}numFmt", numFmtId=number, formatCode=node.get("formatCode", ""))
    for path in ("fonts/font", "fills/fill/patternFill", "borders/border/left"):
        place = new
        for name in path.split("/"):
            place = etree.SubElement(place, f"{{{_MAIN}}}{name}")
    base = etree.SubElement(new, f"{{{_MAIN}}}cellStyleXfs")
    etree.SubElement(base, f"{{{_MAIN}}}xf", numFmtId="0", fontId="0", fillId="0", borderId="0")
    styles = etree.SubElement(new, f"{{{_MAIN}}}cellXfs")
    for node in old.iterfind("{*}cellXfs/{*}xf"):
        number = node.get("numFmtId", "0")
        number = number if number.isdigit() else "0"
        etree.SubElement(styles, f"{{{_MAIN}}}xf", numFmtId=number, fontId="0", fillId="0", borderId="0", xfId="0")
    return etree.tostring(new, xml_declaration=True, encoding="UTF-8")


def _without_theme(content: bytes) -> bytes:
    try:
        root = etree.fromstring(content, safe_parser())
    except etree.XMLSyntaxError:
        return content
    for node in list(root):
        if node.get("Type", "").endswith("/theme"):
            root.remove(node)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
