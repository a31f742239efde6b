"""Finding the tags of a Word template paragraph by paragraph, before anything interprets them.

A tag is "{{ field }}" or "{% command %}"; a letter group behind the opening ("{%p", "{%tr", "{%tc") makes the
command take the place of its whole paragraph, table row or cell. Word cuts text into runs as it likes, so tags are
looked for in the text of a whole paragraph.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from cchc_desktop.documents.office_file import part_name, safe_parser

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_TAG = 400
"""Longest tag in characters: a form needs no more, and Jinja's parser recurses into brackets."""

MAX_TAGS = 2000
"""Most tags of a part; the template of a plan has a hundred."""

PART_NAMES = {
    "document": "thân văn bản",
    "header": "đầu trang",
    "footer": "chân trang",
    "footnotes": "chú thích cuối trang",
    "endnotes": "chú thích cuối văn bản",
    "comments": "ý kiến bên lề",
    "core": "thuộc tính của tệp",
    "app": "thuộc tính của tệp",
    "custom": "thuộc tính của tệp",
}
"""Kind of part → what it is called."""

FILLED_PARTS = frozenset({"document", "header", "footer", "footnotes"})
"""Kinds of part whose tags are filled; a tag anywhere else would stay as it is."""

_PART = re.compile(r"(?:word/(document|header|footer|footnotes|endnotes|comments)\d*|docprops/(core|app|custom))\.xml")
_OPENERS = ("{{", "{%", "{#")
_CLOSER = {"{{": "}}", "{%": "%}", "{#": "#}"}
_TOKEN = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_SCOPED = re.compile(r"(p|tr|tc|r)\s")
_TOO_MANY = f"mẫu có hơn {MAX_TAGS} thẻ"
_QUOTES = str.maketrans("“”„‘’‚\u00a0", "\"\"\"'''\u0020")
_HOLDERS = {"p": W + "p", "tr": W + "tr", "tc": W + "tc"}
HOLDER_NAMES = {"p": "một đoạn", "tr": "một hàng của bảng", "tc": "một ô của bảng"}
"""Scope → what a tag of that scope takes the place of."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A whole tag. `body` is what stands inside, with straight quotes and without scope and "-"."""

    text: str
    opener: str
    scope: str
    body: str
    sentence: str
    where: str
    cell: int
    beside: str = ""
    """Text in the paragraph, row or cell that a tag of that scope would swallow."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong that can be seen without knowing any field."""

    reason: str
    sentence: str
    tag: str
    where: str
    hint: str = ""


@dataclass(slots=True)
class PartTags:
    """The tags of one part in reading order."""

    name: str
    where: str
    filled: bool
    tags: list[Tag] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    cells: dict[Element, int] = field(default_factory=dict)
    """Table cell, text box or note → a number that tells it from the others."""


@lru_cache(maxsize=16)
def read_tags(source: bytes) -> tuple[PartTags, ...]:
    """Return the tags of all parts of a checked Word file that can hold text.

    Raises:
        etree.XMLSyntaxError: a part is no XML.

    """
    found: list[PartTags] = []
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        for entry in package.namelist():
            match = _PART.fullmatch(part_name(entry).lower())
            if match:
                kind = match[1] or match[2]
                root = etree.fromstring(package.read(entry), safe_parser())
                found.append(_read_part(PartTags(entry, PART_NAMES[kind], kind in FILLED_PARTS), root))
    return tuple(sorted(found, key=lambda part: part.where != PART_NAMES["document"]))


def _read_part(part: PartTags, root: Element) -> PartTags:
    seen: set[Element] = set()
    broken = ""
    for paragraph in root.iter(W + "p"):
        nodes = [node for node in paragraph.iter(W + "t", W + "tab", W + "br") if _owner(node) is paragraph]
        seen.update(nodes)
        text = "".join(node.text or "" if node.tag == W + "t" else " " for node in nodes)
        broken = _read_paragraph(part, paragraph, text, broken)
    for element in root.iter("*"):
        hidden = [*element.attrib.values(), *([] if element in seen else [element.text]), element.tail]
        for text in hidden:
            if text and _TOKEN.search(text):
                part.faults.append(_misplaced(part, element, str(text)))
    return part


def _misplaced(part: PartTags, element: Element, text: str) -> Fault:
    place = {"delText": "chữ đã xóa (theo dõi thay đổi)", "instrText": "mã trường của Word"}
    name = etree.QName(element).localname
    where = place.get(name, part.where if part.where == PART_NAMES["core"] else "chỗ ẩn của Word")
    return Fault(f"thẻ đặt trong {where}, chương trình không điền ở đó", "", text.strip()[:MAX_TAG], part.where)


def _owner(node: Element) -> Element | None:
    return next(node.iterancestors(W + "p"), None)


def _read_paragraph(part: PartTags, paragraph: Element, text: str, broken: str) -> str:
    """Add the tags of a paragraph; return a tag that was left open in it, or in the one before and still is."""
    sentence = " ".join(text.split())
    part.sentences.append(sentence)
    opened: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if token[0] in _OPENERS:
            if opened is not None:
                part.faults.append(_unclosed(part, sentence, text[opened.start() : token.start()], opened[0]))
            opened = token
        elif opened is None:
            split = broken and _CLOSER[broken[:2]] == token[0]
            reason = "thẻ bị ngắt sang đoạn khác" if split else f"thừa dấu đóng “{token[0]}” hoặc thiếu dấu mở"
            hint = "viết cả thẻ trong một đoạn" if split else ""
            part.faults.append(Fault(reason, sentence, _near(text, token.start()), part.where, hint))
            broken = ""
        elif _CLOSER[opened[0]] != token[0]:
            written = text[opened.start() : token.end()]
            reason = f"thẻ mở bằng “{opened[0]}” nhưng đóng bằng “{token[0]}”"
            right = written[:-2].rstrip() + f" {_CLOSER[opened[0]]}"
            part.faults.append(Fault(reason, sentence, written, part.where, f"viết {right}"))
            opened = None
        else:
            _add_tag(part, paragraph, sentence, text[opened.start() : token.end()])
            opened = None
    if opened is not None:
        broken = text[opened.start() :]
        part.faults.append(_unclosed(part, sentence, broken, opened[0]))
        return broken
    return broken if not sentence else ""


def _unclosed(part: PartTags, sentence: str, written: str, opener: str) -> Fault:
    written = written.strip()[:80]
    closer = _CLOSER[opener]
    words = written.rstrip("}%# ").split()
    right = " ".join([*words[:2], closer]) if opener == "{{" else f"… {closer}"
    return Fault(f"thẻ mở bằng “{opener}” nhưng không đóng", sentence, written, part.where, f"đóng thẻ: {right}")


def _near(text: str, position: int) -> str:
    return text[max(0, position - 30) : position + 2].strip()


def _add_tag(part: PartTags, paragraph: Element, sentence: str, written: str) -> None:
    opener = written[:2]
    if len(part.tags) >= MAX_TAGS:
        if len(part.tags) == MAX_TAGS and not any(fault.reason == _TOO_MANY for fault in part.faults):
            part.faults.append(Fault(_TOO_MANY, sentence, written[:80], part.where))
        return
    body = written[2:-2].translate(_QUOTES)
    if opener == "{#":
        part.faults.append(Fault("mẫu không dùng ghi chú {# … #}", sentence, written[:MAX_TAG], part.where, "xóa đi"))
        return
    if len(written) > MAX_TAG:
        part.faults.append(Fault(f"thẻ dài hơn {MAX_TAG} ký tự", sentence, written[:80] + "…", part.where))
        return
    if body[:1] in ("-", "+") or body[-1:] in ("-", "+"):
        # Word's markup between two tags would go with the blanks: a picture, a line break, the end of a cell.
        reason, hint = "thẻ có dấu trừ hoặc cộng sát ngoặc sẽ nuốt phần bên cạnh", "bỏ dấu - hoặc + sát ngoặc"
        part.faults.append(Fault(reason, sentence, written, part.where, hint))
        return
    scope = ""
    if match := _SCOPED.match(body):
        scope, body = match[1], body[match.end() :]
    part.tags.append(
        Tag(
            text=written,
            opener=opener,
            scope=scope,
            body=body.strip(),
            sentence=sentence,
            where=part.where,
            cell=_cell(part, paragraph),
            beside=_beside(paragraph, scope, written),
        )
    )


def _cell(part: PartTags, paragraph: Element) -> int:
    """Return a number that tells one cell, text box or note from another; 0 for the text outside of them."""
    holder = next(paragraph.iterancestors(W + "tc", W + "txbxContent", W + "footnote"), None)
    return 0 if holder is None else part.cells.setdefault(holder, len(part.cells) + 1)


def _beside(paragraph: Element, scope: str, written: str) -> str:
    """Return the words a "{%p", "{%tr" or "{%tc" would swallow with its paragraph, row or cell."""
    if scope not in _HOLDERS:
        return ""
    holder = paragraph if scope == "p" else next(paragraph.iterancestors(_HOLDERS[scope]), None)
    if holder is None:
        return ""
    text = "".join(node.text or "" for node in holder.iter(W + "t"))
    return " ".join(text.replace(written, "", 1).split())


def holder_missing(tag: Tag) -> bool:
    """Tell whether a "{%tr" or "{%tc" stands outside any table."""
    return tag.scope in ("tr", "tc") and tag.cell == 0


def all_tags(parts: tuple[PartTags, ...]) -> Iterator[Tag]:
    """Yield the tags of the parts that are filled."""
    for part in parts:
        if part.filled:
            yield from part.tags
