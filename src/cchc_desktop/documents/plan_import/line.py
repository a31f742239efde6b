"""The lines an import works on: one printed line of meaning each, with its label, look and origin."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_import.label import Label, Rank, auto_label, typed_label
from cchc_desktop.documents.word.text import Paragraph, Piece, composed
from cchc_desktop.domain.plan import SectionKind
from cchc_desktop.domain.text import clean_line, fold

_RULE_LINE = re.compile(r"[\s_\-–—=*~.…·─]*")
_OWN = "CCHC-"
_MARKERS = (SectionKind.DASH, SectionKind.PLUS)
_OWN_LABELS = {
    SectionKind.PART: (Rank.ROMAN, re.compile(r"\s*[IVXLC\d]+\.(?:\s+|$)")),
    SectionKind.ITEM: (Rank.ITEM, re.compile(r"\s*\d+\.(?:\s+|$)")),
    SectionKind.POINT: (Rank.POINT, re.compile(r"\s*[a-zđ]+\)(?:\s+|$)")),
    SectionKind.DASH: (Rank.DASH, re.compile(r"\s*[-–](?:\s+|$)")),
    SectionKind.PLUS: (Rank.PLUS, re.compile(r"\s*\+(?:\s+|$)")),
}

KINDS_BY_STYLE = {style: kind for kind, style in (*styles.TITLED.items(), *styles.PLAIN.items())}
"""Style of the first paragraph of an exported section → its kind."""


@dataclass(slots=True)
class Line:
    """A line of text: a paragraph, or what stands between two soft breaks of one.

    `text` is without its label and collapsed to single spaces; `raw` is the whole line as written. `continues`
    tells that a soft break, not a new paragraph, leads to it.
    """

    raw: str
    text: str
    label: Label | None = None
    spans: list[Piece] = field(default_factory=list)
    paragraph: Paragraph = field(default_factory=Paragraph)
    continues: bool = False

    @property
    def style(self) -> str:
        """The paragraph's style id when it is one of ours, else ""."""
        return self.paragraph.style if self.paragraph.style.startswith(_OWN) else ""

    @property
    def centred(self) -> bool:
        """Whether the paragraph is centred."""
        return self.paragraph.align == "center"

    @property
    def folded(self) -> str:
        """The text to compare by."""
        return fold(self.raw)

    @property
    def bold(self) -> bool:
        """Whether (nearly) all letters are bold."""
        return _share(self.spans, lambda piece: piece.bold) >= 0.9

    @property
    def italic(self) -> bool:
        """Whether (nearly) all letters are italic."""
        return _share(self.spans, lambda piece: piece.italic) >= 0.8

    @property
    def capital(self) -> bool:
        """Whether it has letters and all of them are capitals."""
        return self.text.isupper()

    def bold_lead(self) -> tuple[str, str]:
        """Return (bold beginning, rest) when a run-in heading stands before upright text, else ("", text)."""
        lead = rest = ""
        for piece in self.spans:
            if not rest and (piece.bold or not piece.text.strip()):
                lead += piece.text
            else:
                rest += piece.text
        mark = re.match(r"\s*[:.]", rest)
        if mark and not lead.rstrip().endswith((":", ".")):
            lead, rest = lead + mark[0], rest[mark.end() :]
        lead, rest = clean_line(lead), clean_line(rest)
        if lead and rest and lead.endswith((":", ".")) and len(lead) <= 200:
            return lead, rest
        return "", self.text


def _share(spans: list[Piece], chosen: Callable[[Piece], bool]) -> float:
    if not any(chosen(piece) for piece in spans):
        return 0.0
    total = wanted = 0
    for piece in spans:
        letters = sum(letter.isalnum() for letter in piece.text)
        total += letters
        wanted += letters if chosen(piece) else 0
    return wanted / total if total else 0.0


def read_lines(paragraph: Paragraph) -> list[Line]:
    """Return the lines of a paragraph that hold text; rules drawn with dashes or dots are left out."""
    rows: list[list[Piece]] = [[]]
    for piece in composed(paragraph.pieces):
        first, *others = piece.text.split("\n")
        rows[-1].append(Piece(first, piece.bold, piece.italic))
        rows += [[Piece(text, piece.bold, piece.italic)] for text in others]
    own = paragraph.style.startswith(_OWN)
    lines: list[Line] = []
    for row in rows:
        raw = "".join(piece.text for piece in row)
        blank = not raw.strip() if own else _RULE_LINE.fullmatch(raw) is not None
        if not blank:
            lines.append(_line(paragraph, row, raw, continues=bool(lines)))
    return lines


def _line(paragraph: Paragraph, row: list[Piece], raw: str, continues: bool) -> Line:
    label: Label | None = None
    start = 0
    own = paragraph.style.startswith(_OWN)
    if own:
        if not continues and paragraph.style in KINDS_BY_STYLE:
            label, start = _own_label(KINDS_BY_STYLE[paragraph.style], raw)
    else:
        if not continues and paragraph.auto is not None:
            label = auto_label(paragraph.auto)
        if label is None and (found := typed_label(raw)):
            label, start = found
    text = raw[start:].strip() if own else clean_line(raw[start:])
    return Line(raw, text, label, _cut(row, start), paragraph, continues)


def _own_label(kind: SectionKind, raw: str) -> tuple[Label | None, int]:
    """Return the label an exported section begins with; a person may have deleted it in Word."""
    if kind is SectionKind.TEXT:
        return None, 0
    rank, pattern = _OWN_LABELS[kind]
    match = pattern.match(raw)
    mark = match[0].strip() if match else ""
    return Label(rank, kind, mark, auto=True, symbol=mark if kind in _MARKERS else ""), match.end() if match else 0


def _cut(row: list[Piece], start: int) -> list[Piece]:
    found: list[Piece] = []
    for piece in row:
        kept = piece.text[start:]
        start = max(0, start - len(piece.text))
        if kept:
            found.append(Piece(kept, piece.bold, piece.italic))
    return found


def split_columns(text: str) -> list[str]:
    """Return the columns that tabs or three and more blanks make of a line."""
    return [part for piece in re.split(r"\t+|\s{3,}", text) if (part := clean_line(piece))]
