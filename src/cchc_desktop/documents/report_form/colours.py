"""Colours of a workbook as "#rrggbb": written out, from its theme with a tint, or from the old palette of Excel."""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING

from cchc_desktop.documents.report_form.package import FormPackage

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
# Themes list dark 1, light 1, dark 2, light 2; numbers in styles count light 1 first (ECMA-376, 18.8.3).
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_OFFICE_THEME = ("ffffff", "000000", "e7e6e6", "44546a", "4472c4", "ed7d31", "a5a5a5", "ffc000", "5b9bd5", "70ad47")
_INDEXED = (
    "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff " * 2
    + "800000 008000 000080 808000 800080 008080 c0c0c0 808080 9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff "
    + "000080 ff00ff ffff00 00ffff 800080 800000 008080 0000ff 00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99 "
    + "3366ff 33cccc 99cc00 ffcc00 ff9900 ff6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()


class Palette:
    """The colours a workbook may name."""

    def __init__(self, package: FormPackage, styles: Element) -> None:
        own = [_hex(node.get("rgb", "")) for node in styles.findall("{*}colors/{*}indexedColors/{*}rgbColor")]
        self._indexed = [*own, *_INDEXED[len(own) :]]
        self._theme = _theme(package)

    def colour(self, node: Element | None) -> str:
        """Return the colour of a node as "#rrggbb"; "" for none, automatic, or what cannot be read."""
        if node is None or node.get("auto", "0") in ("1", "true"):
            return ""
        found = _hex(node.get("rgb", ""))
        if not found and (theme := node.get("theme", "")).isdigit() and int(theme) < len(self._theme):
            found = self._theme[int(theme)]
        if not found and (index := node.get("indexed", "")).isdigit() and int(index) < len(self._indexed):
            found = self._indexed[int(index)]
        return f"#{_tinted(found, node.get('tint', ''))}" if found else ""


def _hex(text: str) -> str:
    match = _RGB.fullmatch(text)
    return match[1].lower() if match else ""


def _theme(package: FormPackage) -> tuple[str, ...]:
    name = package.part_of("theme")
    scheme = package.tree(name).find("{*}themeElements/{*}clrScheme") if name else None
    if scheme is None:
        return _OFFICE_THEME
    found = []
    for key, usual in zip(_THEME_ORDER, _OFFICE_THEME, strict=True):
        node = scheme.find(f"{{*}}{key}")
        child = node[0] if node is not None and len(node) else None
        found.append((_hex(child.get("lastClr", child.get("val", ""))) if child is not None else "") or usual)
    return tuple(found)


def _tinted(colour: str, tint: str) -> str:
    """Return a colour made lighter (tint up to 1) or darker (down to -1), as ECMA-376, 18.8.19 has it."""
    try:
        share = max(-1.0, min(1.0, float(tint or 0)))
    except ValueError:
        share = 0.0
    if not share:
        return colour
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, depth = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), depth))
