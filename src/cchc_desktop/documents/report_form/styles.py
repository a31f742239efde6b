"""The styles of a form: how its cells look, which are locked, which show percent or a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from cchc_desktop.documents.report_form.colours import Palette
from cchc_desktop.documents.report_form.package import FormPackage
from cchc_desktop.domain.report_form_grid import PLAIN, CellLook

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

T = TypeVar("T")

_TRUE = ("1", "true", "on")
_PERCENT_FORMATS = (9, 10)
_DATE_FORMATS = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_MAX_LOOKS = 70_000  # Excel itself stops at 64,000


def looks_of(package: FormPackage) -> tuple[CellLook, ...]:
    """Return the styles of a workbook by their number; one plain style when it has none.

    Raises:
        FileUnreadable: the part of the styles is not well-formed.

    """
    name = package.part_of("styles")
    if not name:
        return (PLAIN,)
    return _Styles(package, package.tree(name)).looks() or (PLAIN,)


class _Styles:
    """One part of styles being read."""

    def __init__(self, package: FormPackage, tree: Element) -> None:
        self._palette = Palette(package, tree)
        self._tree = tree
        self._fonts = [self._font(node) for node in tree.findall("{*}fonts/{*}font")]
        self._fills = [self._fill(node) for node in tree.findall("{*}fills/{*}fill")]
        self._borders = [self._border(node) for node in tree.findall("{*}borders/{*}border")]
        self._formats = {
            _number(node.get("numFmtId")): node.get("formatCode", "") for node in tree.findall("{*}numFmts/{*}numFmt")
        }

    def looks(self) -> tuple[CellLook, ...]:
        """Return the styles in their order."""
        return tuple(self._look(node) for node in self._tree.findall("{*}cellXfs/{*}xf")[:_MAX_LOOKS])

    def _look(self, node: Element) -> CellLook:
        bold, italic, colour, size = _at(self._fonts, node.get("fontId"), (False, False, "", 0.0))
        alignment = node.find("{*}alignment")
        protection = node.find("{*}protection")
        where = "" if alignment is None else alignment.get("horizontal", "")
        horizontal = {"centerContinuous": "center", "distributed": "center", "justify": "left"}.get(where, where)
        vertical = "bottom" if alignment is None else alignment.get("vertical", "bottom")
        code = _number(node.get("numFmtId"))
        written = _QUOTED.sub("", self._formats.get(code, ""))
        return CellLook(
            bold,
            italic,
            colour,
            _at(self._fills, node.get("fillId"), ""),
            size,
            horizontal if horizontal in ("left", "center", "right") else "",
            vertical if vertical in ("top", "center") else "bottom",
            alignment is not None and alignment.get("wrapText", "0") in _TRUE,
            _at(self._borders, node.get("borderId"), False),
            protection is None or protection.get("locked", "1") in _TRUE,
            "%" in written or code in _PERCENT_FORMATS,
            code in _DATE_FORMATS or ("%" not in written and re.search(r"[yd]", written, re.IGNORECASE) is not None),
        )

    def _font(self, node: Element) -> tuple[bool, bool, str, float]:
        size = node.find("{*}sz")
        points = 0.0 if size is None else _decimal(size.get("val"))
        return _flag(node.find("{*}b")), _flag(node.find("{*}i")), self._palette.colour(node.find("{*}color")), points

    def _fill(self, node: Element) -> str:
        pattern = node.find("{*}patternFill")
        if pattern is None or pattern.get("patternType", "none") == "none":
            stop = node.find("{*}gradientFill/{*}stop/{*}color")
            return "" if stop is None else self._palette.colour(stop)
        return self._palette.colour(pattern.find("{*}fgColor"))

    @staticmethod
    def _border(node: Element) -> bool:
        return any(side.get("style", "none") != "none" for side in node)


def _flag(node: Element | None) -> bool:
    return node is not None and node.get("val", "1") in _TRUE


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _decimal(text: str | None) -> float:
    try:
        return min(max(float(text or 0), 0.0), 400.0)
    except ValueError:
        return 0.0


def _at(items: list[T], number: str | None, default: T) -> T:
    place = _number(number)
    return items[place] if place < len(items) else default
