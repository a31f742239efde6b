"""A Word file as the rules see it: paragraphs with their looks, sections with their page set-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cchc_desktop.documents.check.looks import ParagraphLook, RunLook
from cchc_desktop.domain.check import Place, quoted

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one look. `field` is the instruction of the field whose result it is ("PAGE"); "" outside fields."""

    text: str
    look: RunLook
    node: Element
    field: str = ""

    @property
    def shown(self) -> str:
        """The text as printed: in capitals where the look says so, nothing when hidden."""
        if self.look.hidden:
            return ""
        text = unicodedata.normalize("NFC", self.text)  # loose marks have a rule of their own
        return text.upper() if self.look.caps else text


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in which table a paragraph stands; `width` is the room for text in mm, 0 when nothing tells."""

    table: int
    row: int
    column: int
    width: float = 0.0
    bordered: bool = False


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A horizontal line drawn as a shape; `length` in mm, 0 when nothing tells."""

    length: float


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the main text, or of a page header.

    `number` counts from 1 over all paragraphs of the main text; one in a text box has the number of the paragraph
    that the box hangs on, and `in_box`. `label` is the label of automatic numbering.
    """

    number: int
    node: Element
    look: ParagraphLook
    section: int
    style: str = ""
    label: str = ""
    cell: Cell | None = None
    in_box: bool = False
    runs: list[Run] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    pictures: int = 0
    lines: list[DrawnLine] = field(default_factory=list)
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text as printed, without the automatic label."""
        return "".join(run.shown for run in self.runs)

    @property
    def typed(self) -> str:
        """The text as it is in the file, hidden parts left out."""
        return "".join(run.text for run in self.runs if not run.look.hidden)

    @property
    def labelled(self) -> str:
        """The text with its automatic label before it."""
        return f"{self.label} {self.text.lstrip()}" if self.label and self.text.strip() else self.text

    @property
    def blank(self) -> bool:
        """Tell whether nothing is printed."""
        return not self.text.strip()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(paragraph=self.number, quote=quoted(self.labelled), section=self.section + 1)

    def as_line(self) -> Line:
        """Return the whole paragraph as one line."""
        return Line(self, self.runs)


@dataclass(slots=True)
class Line:
    """A line of a paragraph between line breaks (in the head and the end also between tabs)."""

    paragraph: Paragraph
    runs: list[Run]
    place_text: str = ""

    @property
    def text(self) -> str:
        """The text as printed."""
        return "".join(run.shown for run in self.runs).strip()

    @property
    def visible(self) -> list[Run]:
        """The runs that print a letter."""
        return [run for run in self.runs if run.shown.strip()]

    @property
    def place(self) -> Place:
        """Where it stands, with the line itself as quote."""
        return replace(self.paragraph.place, quote=quoted(self.text))


def lines_of(paragraph: Paragraph, at_tabs: bool = True) -> list[Line]:
    """Return the lines of a paragraph that print something."""
    found = [Line(paragraph, [])]
    for run in paragraph.runs:
        rest = run.text.replace("\t", "\n") if at_tabs else run.text
        for index, part in enumerate(rest.split("\n")):
            if index:
                found.append(Line(paragraph, []))
            if part:
                found[-1].runs.append(run if part == run.text else replace(run, text=part))
    return [line for line in found if line.text]


def split_line(line: Line, position: int) -> tuple[Line, Line]:
    """Part a line at a position of its runs' text."""
    before, after = Line(line.paragraph, []), Line(line.paragraph, [])
    for run in line.runs:
        left, right = run.text[: max(0, position)], run.text[max(0, position) :]
        position -= len(run.text)
        if left:
            before.runs.append(replace(run, text=left))
        if right:
            after.runs.append(replace(run, text=right))
    return before, after


@dataclass(frozen=True, slots=True)
class Header:
    """A header or footer of a section: its paragraphs, and which pages it is for ("default", "first", "even")."""

    pages: str
    paragraphs: tuple[Paragraph, ...]

    def page_numbers(self) -> Iterator[Paragraph]:
        """Yield the paragraphs that print the page number."""
        for paragraph in self.paragraphs:
            if "PAGE" in paragraph.fields:
                yield paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A section's page set-up; lengths in mm, None where the file does not say."""

    index: int
    node: Element | None
    width: float | None = None
    height: float | None = None
    margins: dict[str, float] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    footers: dict[str, Header] = field(default_factory=dict)
    first_differs: bool = False
    even_differs: bool = False
    start: str | None = None
    number_format: str = "decimal"
    first_paragraph: int = 1

    @property
    def landscape(self) -> bool:
        """Tell whether the page is wider than high."""
        return self.width is not None and self.height is not None and self.width > self.height

    @property
    def text_width(self) -> float:
        """The room between the side margins in mm; 0 when the file does not say."""
        if self.width is None or not {"left", "right"} <= self.margins.keys():
            return 0.0
        return self.width - self.margins["left"] - self.margins["right"] - self.margins.get("gutter", 0.0)

    @property
    def place(self) -> Place:
        """The whole section."""
        return Place(section=self.index + 1)


@dataclass(slots=True)
class Document:
    """A whole file, read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    tab_stop: float = 12.7
    pictures: int = 0
    unread: list[str] = field(default_factory=list)
    """Vietnamese names of what the check cannot look into (embedded documents)."""
