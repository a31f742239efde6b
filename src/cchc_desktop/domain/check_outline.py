"""Labels of headings and points as they stand in a text, and whether they follow each other.

Decree 30/2020/NĐ-CP, annex I, part I, II.6: phần and mục in Roman figures, khoản in Arabic ones, điểm in Vietnamese
letters with a closing bracket.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc_desktop.domain.numbers import VIETNAMESE_LETTERS, letter, roman


class Level(StrEnum):
    """Kinds of label, from the top."""

    CHAPTER = "chapter"
    PART = "part"
    ARTICLE = "article"
    ITEM = "item"
    SUB_ITEM = "sub_item"
    POINT = "point"
    DASH = "dash"


_ORDER = tuple(Level)
_COUNTED = (Level.CHAPTER, Level.PART, Level.ARTICLE, Level.ITEM, Level.SUB_ITEM, Level.POINT)
_ROMAN = {roman(number): number for number in range(1, 40)}
_PATTERNS = (
    (
        Level.CHAPTER,
        re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?P<label>(?:thứ )?[IVX]+)\b[.:]?\s*(?P<text>.*)", re.S),
    ),
    (Level.ARTICLE, re.compile(r"(?:Điều|ĐIỀU)\s+(?P<label>\d{1,3})\.\s*(?P<text>.*)", re.S)),
    (Level.PART, re.compile(r"(?P<label>[IVX]{1,6})(?:\.|\s?[/–-])\s+(?P<text>.*)", re.S)),
    (Level.SUB_ITEM, re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?P<text>\D.*)", re.S)),
    (Level.ITEM, re.compile(r"(?P<label>\d{1,3})(?:\.\s+|/\s+(?=[^\W\d_]))(?P<text>.*)", re.S)),
    (Level.POINT, re.compile(r"(?P<label>[a-zđ])(?:\)\s*|[./]\s+(?=[^\W\d_]))(?P<text>.*)", re.S)),
    (Level.DASH, re.compile(r"(?P<label>[-–—+•])\s+(?P<text>.*)", re.S)),
)


@dataclass(frozen=True, slots=True)
class Label:
    """A paragraph's label: "III", "2", "đ"; `text` is what stands behind it."""

    level: Level
    text: str
    rest: str


def read_label(text: str) -> Label | None:
    """Return the label a paragraph begins with, None when it has none; its marks may be wrong (`wrong_label`)."""
    line = text.strip()
    for level, pattern in _PATTERNS:
        if match := pattern.match(line):
            return Label(level, match["label"], match["text"].strip())
    return None


_WRONG_FORM = re.compile(r"(?:[a-zđ]\s?[./-]|(?:[IVX]{1,6}|\d{1,2})\s?(?:/|-|–))\s{0,3}(?=[^\W\d_])")


def wrong_label(text: str) -> str:
    """Return a label whose mark is not the decree's ("a.", "1/", "I -"), "" when there is none."""
    match = _WRONG_FORM.match(text.strip())
    return match[0].strip() if match and text.strip()[match.end() :].count(" ") > 1 else ""


@dataclass(frozen=True, slots=True)
class OrderSlip:
    """A label out of order: its index among the labels, and the label that was due."""

    index: int
    found: str
    wanted: str


def order_slips(labels: Sequence[Label]) -> list[OrderSlip]:
    """Return the labels that skip or repeat one. Counting goes on from what stands there, so one slip is one slip.

    Articles count on over chapters, and items that count on over parts are accepted.
    """
    found: list[OrderSlip] = []
    last: dict[Level, int] = {}
    before: dict[Level, int] = {}
    prefix = ""
    for index, label in enumerate(labels):
        if label.level not in _COUNTED:
            continue
        if label.level is Level.SUB_ITEM:
            head, _, _ = label.text.rpartition(".")
            if head != prefix:
                last.pop(Level.SUB_ITEM, None)
            prefix = head
        number = _number(label)
        due = last.get(label.level, 0) + 1
        goes_on = label.level is Level.ITEM and Level.ITEM not in last and number == before.get(label.level, 0) + 1
        if number != due and not goes_on:
            found.append(OrderSlip(index, label.text, _label(label, due)))
        last[label.level] = before[label.level] = number if number else due
        for deeper in _ORDER[_ORDER.index(label.level) + 1 :]:
            if deeper is not Level.ARTICLE:
                last.pop(deeper, None)
    return found


def _number(label: Label) -> int:
    match label.level:
        case Level.CHAPTER | Level.PART:
            return _ROMAN.get(label.text.removeprefix("thứ "), 0)
        case Level.POINT:
            return VIETNAMESE_LETTERS.find(label.text) + 1
        case _:
            return int(label.text.rpartition(".")[2])


def _label(label: Label, number: int) -> str:
    match label.level:
        case Level.CHAPTER | Level.PART:
            return roman(number) if number < 40 else str(number)
        case Level.POINT:
            return letter(number)
        case Level.SUB_ITEM:
            return f"{label.text.rpartition('.')[0]}.{number}"
        case _:
            return str(number)
