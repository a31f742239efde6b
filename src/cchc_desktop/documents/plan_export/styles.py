"""Style ids of the paragraphs in an exported plan: what the export writes by and the import reads back by.

The style id says what a paragraph *is*; its look lives in the template alone. A section's label ("I.", "1.",
"a)", "-", "+") is typed text at the beginning of its first paragraph, followed by one space. How deep a section
stands is carried by a hidden bookmark around its first paragraph (see `depth_bookmark`), because neither a
label nor a style can tell a paragraph below "1." from one beside it.
"""

from __future__ import annotations

import re

from cchc_desktop.domain.plan import SectionKind

UPPER_LINE = "CCHC-UpperLine"
"""The optional regular line above the issuer (13 pt)."""
ISSUER = "CCHC-Issuer"
"""A bold line of the issuer's name; one paragraph for each line."""
NATION = "CCHC-Nation"
"""Quốc hiệu."""
MOTTO = "CCHC-Motto"
"""Tiêu ngữ."""
NUMBER = "CCHC-Number"
""""Số: 07/KH-UBND"; the number may be blanks."""
PLACE_DATE = "CCHC-PlaceDate"
""""Lệ Xá, ngày 13 tháng 01 năm 2025"; day and month may be blanks."""
RULE = "CCHC-Rule"
"""An empty paragraph that only carries a rule; holds no text. The next three build on it."""
RULE_ISSUER = "CCHC-RuleIssuer"
"""The rule under the issuer's name."""
RULE_MOTTO = "CCHC-RuleMotto"
"""The rule under the Tiêu ngữ."""
RULE_TITLE = "CCHC-RuleTitle"
"""The rule under the trích yếu."""
BREAK = "CCHC-Break"
"""The empty paragraph behind the signature table (Word demands one); ends the section; holds no text."""

KIND = "CCHC-Kind"
"""Tên loại: "KẾ HOẠCH"."""
TITLE = "CCHC-Title"
"""Trích yếu; a line break inside is a newline of the title."""

BASIS = "CCHC-Basis"
"""A căn cứ, italic; its closing ";" or "." was added by the export."""
OPENING = "CCHC-Opening"
"""An ordinary paragraph of the preamble, as written."""

PART = "CCHC-Part"
""""I. TITLE": a part with a title (printed in capitals)."""
PART_PLAIN = "CCHC-PartPlain"
""""I. Text": a part without a title."""
ITEM_TITLE = "CCHC-ItemTitle"
""""1. Title", bold."""
ITEM = "CCHC-Item"
""""1. Text", upright: an item without a title."""
POINT_TITLE = "CCHC-PointTitle"
""""a) Title": a point with a title, its text follows as continuations."""
POINT = "CCHC-Point"
""""a) Text"."""
DASH_TITLE = "CCHC-DashTitle"
""""- Title": a dash with a title."""
DASH = "CCHC-Dash"
""""- Text"."""
PLUS_TITLE = "CCHC-PlusTitle"
""""+ Title": a plus with a title."""
PLUS = "CCHC-Plus"
""""+ Text"."""
TEXT_TITLE = "CCHC-TextTitle"
"""A heading without label, bold."""
TEXT = "CCHC-Text"
"""The first paragraph of a section without label."""
CONTINUATION = "CCHC-Continuation"
"""A further paragraph of the section above it: the lines of `Section.text` below its first printed line."""

CLOSING = "CCHC-Closing"
"""A paragraph after the last section; the last one got "./." by the export."""

RECIPIENTS_HEAD = "CCHC-RecipientsHead"
""""Nơi nhận:"."""
RECIPIENT = "CCHC-Recipient"
""""- …;": dash and closing ";" or "." were added by the export."""
SIGNATURE_LINE = "CCHC-SignatureLine"
"""A capital line of the signing block ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")."""
SIGNATURE_ROOM = "CCHC-SignatureRoom"
"""The empty room for the hand; holds no text."""
SIGNATURE_NAME = "CCHC-SignatureName"
"""The signer's name."""

APPENDIX_LABEL = "CCHC-AppendixLabel"
""""Phụ lục"."""
APPENDIX_TITLE = "CCHC-AppendixTitle"
"""The appendix's title, in capitals."""
APPENDIX_REFERENCE = "CCHC-AppendixReference"
""""(Kèm theo Kế hoạch số …)", in italics; wholly made by the export."""
APPENDIX_END = "CCHC-AppendixEnd"
"""The closing "./." of the appendix when it stands below the table."""
CELL_HEAD = "CCHC-CellHead"
"""A column heading of the task table."""
CELL_GROUP = "CCHC-CellGroup"
"""A heading row that names `Task.group` for the rows below it."""
CELL_CENTRE = "CCHC-CellCentre"
"""A centred cell (STT, chỉ tiêu, thời gian)."""
CELL_LEFT = "CCHC-CellLeft"
"""A left-aligned cell of running text."""
CELL_RIGHT = "CCHC-CellRight"
"""A right-aligned cell (money)."""

TITLED = {
    SectionKind.PART: PART,
    SectionKind.ITEM: ITEM_TITLE,
    SectionKind.POINT: POINT_TITLE,
    SectionKind.DASH: DASH_TITLE,
    SectionKind.PLUS: PLUS_TITLE,
    SectionKind.TEXT: TEXT_TITLE,
}
"""Kind of section → style of its first paragraph when it has a title."""

PLAIN = {
    SectionKind.PART: PART_PLAIN,
    SectionKind.ITEM: ITEM,
    SectionKind.POINT: POINT,
    SectionKind.DASH: DASH,
    SectionKind.PLUS: PLUS,
    SectionKind.TEXT: TEXT,
}
"""Kind of section → style of its first paragraph when it has none."""

_DEPTH = re.compile(r"_CCHC_(\d{1,2})_\d+")


def depth_bookmark(depth: int, number: int) -> str:
    """Return the bookmark name of the `number`-th section, `depth` levels below the top (0: the top level).

    The leading underscore hides it from Word's list of bookmarks. It holds no id: a plan imported twice must
    not bring the same ids twice.
    """
    return f"_CCHC_{depth}_{number}"


def bookmark_depth(name: str) -> int | None:
    """Return the depth a bookmark name tells, None for anybody else's bookmark."""
    match = _DEPTH.fullmatch(name)
    return int(match[1]) if match else None
