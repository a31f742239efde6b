"""HTML from the clipboard as paragraphs: what Word, LibreOffice and browsers put there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from cchc_desktop.domain.text import clean, clean_line

MAX_LETTERS = 20_000_000
"""More HTML than this is not read; the plain text of the clipboard is taken instead."""


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A paragraph. `label` is what the writing program counted itself, `level` its depth in a list from 1 (0: none).

    `text` may have several lines (line breaks within the paragraph). `bold` tells that all letters are bold.
    """

    text: str
    label: str = ""
    level: int = 0
    bold: bool = False


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(("p", "div", "li", "ul", "ol", "dt", "dd", "td", "th", "tr", "table", "blockquote"))
_BLOCKS |= frozenset(("pre", "body", "section", "article"))
_SKIPPED = frozenset(("style", "script", "head", "title", "xml", "template", "noscript"))
_VOID = frozenset(("br", "img", "hr", "meta", "link", "input", "col", "wbr"))
_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d+)", re.IGNORECASE)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|visibility:\s*hidden", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight:\s*(bold|normal|bolder|lighter|\d+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
# Conditional comments of Word: `<![if !supportLists]>` is no HTML, and what a parser makes of it differs.
# One that is cut off goes too: the parser of the standard library refuses it.
_CONDITIONS = re.compile(r"<!--.*?-->|<!\[[^>]*(?:>|$)", re.DOTALL)


@dataclass(slots=True)
class _Open:
    """An element that is open, and what it changes for the text within."""

    tag: str
    hidden: bool
    label: bool
    bold: bool


@dataclass(slots=True)
class _List:
    ordered: bool
    kind: str
    count: int


class _Reader(HTMLParser):
    """Collects paragraphs. Unclosed and stray tags do no harm: an end tag closes what stands above it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[PastedLine] = []
        self._open: list[_Open] = []
        self._lists: list[_List] = []
        self._text: list[str] = []
        self._label: list[str] = []
        self._bold = True
        self._level = 0
        self._item = ""

    # -- the parser's interface

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text.append("\n")
            return
        if tag in _VOID:
            return
        values = {name: value or "" for name, value in attrs}
        style = values.get("style", "")
        if tag in _BLOCKS:
            self._end_paragraph()
            self._begin_block(tag, values, style)
        above = self._open[-1] if self._open else _Open("", False, False, False)
        bold = above.bold or tag in ("b", "strong") or tag in _HEADINGS
        if weight := _WEIGHT.search(style):
            value = weight[1].lower()
            bold = value in ("bold", "bolder") or (value.isdigit() and int(value) >= 600)
        hidden = above.hidden or tag in _SKIPPED or bool(_HIDDEN.search(style))
        self._open.append(_Open(tag, hidden, above.label or bool(_IGNORED.search(style)), bold))

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            return
        if tag in _BLOCKS:
            self._end_paragraph()
        while self._open and self._open.pop().tag != tag:
            pass
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        element = self._open[-1] if self._open else None
        if element is not None and element.hidden:
            return
        if element is not None and element.label:
            self._label.append(data)
            return
        words = _BLANKS.sub(" ", data)
        self._text.append(words)
        if words.strip() and not (element is not None and element.bold):
            self._bold = False

    def close(self) -> None:
        super().close()
        self._end_paragraph()

    # -- paragraphs

    def _begin_block(self, tag: str, values: dict[str, str], style: str) -> None:
        if match := _LIST.search(style):
            self._level = int(match[1])
        if tag in ("ul", "ol"):
            start = values.get("start", "1")
            self._lists.append(_List(tag == "ol", values.get("type", ""), int(start) - 1 if start.isdecimal() else 0))
        elif tag == "li" and self._lists:
            current = self._lists[-1]
            value = values.get("value", "")
            current.count = int(value) if value.isdecimal() and len(value) < 6 else current.count + 1
            self._item = _list_label(current)
            # Only bullets within bullets are a level: a bullet below a numbered item is an ordinary one.
            self._level = next((n for n, items in enumerate(reversed(self._lists)) if items.ordered), len(self._lists))

    def _end_paragraph(self) -> None:
        text = "\n".join(filter(None, map(clean_line, clean("".join(self._text)).split("\n"))))
        if text:
            label = clean_line("".join(self._label)) or self._item
            self.lines.append(PastedLine(text, label, self._level, self._bold))
            self._item = ""
        if text or not self._item:
            self._level = 0
        self._text, self._label, self._bold = [], [], True


def _list_label(items: _List) -> str:
    if not items.ordered:
        return "-"
    match items.kind:
        case "I":
            return f"{_roman(items.count)}."
        case "i":
            return f"{_roman(items.count).lower()}."
        case "A" | "a":
            letter = chr(ord(items.kind) + (items.count - 1) % 26)
            return f"{letter})" if items.kind == "a" else f"{letter}."
        case _:
            return f"{items.count}."


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(min(number, 399), value)
        text += letters * count
    return text


def lines_of_html(html: str) -> list[PastedLine]:
    """Return the paragraphs of HTML that hold something; none when there is too much to read."""
    if len(html) > MAX_LETTERS:
        return []
    begin, end = html.find("<!--StartFragment"), html.rfind("<!--EndFragment")
    reader = _Reader()
    # What stands before the fragment says nothing that is pasted; Word puts a megabyte of styles there.
    if 0 <= begin < end:
        html = html[html.index(">", begin) + 1 : end]
    reader.feed(_CONDITIONS.sub("", html))
    reader.close()
    return reader.lines
