"""How a stretch of text and a paragraph look in the end, whatever said so. Lengths in mm, sizes in pt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunLook:
    """The look of a run.

    `fonts` are those its letters are really drawn in: one, or several when the slots for ASCII, other and East
    Asian letters differ; "" stands for a theme font that the theme does not name. `colour` is RGB in capitals,
    "" for automatic.
    """

    fonts: tuple[str, ...] = ("Times New Roman",)
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    caps: bool = False
    underline: bool = False
    hidden: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """The look of a paragraph.

    `align` is "left", "right", "centre" or "justify". `first` is the first line's indent against `left` (negative
    when it hangs). `line` is the line spacing: lines when `line_rule` is "auto", else pt. `before` and `after` in pt.
    `bordered` tells that a rule is drawn below or above it.
    """

    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    line_rule: str = "auto"
    contextual: bool = False
    bordered: bool = False
    framed: str = ""
    """How a frame around the paragraph is aligned on the page, "" without a frame."""
    tabs: tuple[float, ...] = ()
