"""The yearly plan: a document of Decree 30/2020 whose body is a tree of sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import Signature


class SectionKind(StrEnum):
    """What label a section carries; the label itself is computed (see `outline.labels`)."""

    PART = "part"  # I. TITLE IN CAPITALS, bold
    ITEM = "item"  # 1. Title bold, or text upright
    POINT = "point"  # a) text
    DASH = "dash"  # - text
    PLUS = "plus"  # + text
    TEXT = "text"  # a paragraph without label


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the plan's body.

    `title` is the heading after the label (empty for a plain numbered paragraph). `text` is the body: without
    a title its first line stands behind the label; further lines, and all lines under a title, are paragraphs of
    their own. Neither ever contains the label. `origin` tells what made the section when it was not a person:
    "assignment" for the part printed from the assignment matrix, "assignment:<body>" for a body's item in it.
    """

    kind: SectionKind
    title: str = ""
    text: str = ""
    children: tuple[Section, ...] = ()
    id: str = field(default_factory=new_id)
    origin: str = ""

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


class LineKind(StrEnum):
    """Kinds of paragraph between the title and the first section."""

    BASIS = "basis"  # căn cứ: italic, ends with ";" and the last with "."
    OPENING = "opening"  # ordinary text ("Thực hiện Kế hoạch số …", "… ban hành Kế hoạch … như sau:")


@dataclass(frozen=True, slots=True)
class PreambleLine:
    """One paragraph of the preamble, in document order; a basis is kept without its closing ";" or "."."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the task appendix, and what the log is counted against.

    `time_text` is the time as people write it ("Hằng tháng", "Quý II", "Trước 30/6"). `target` counts
    `target_unit`; `form` and `measure` are catalogue codes that tell which activities count towards it
    (empty: those linked to the task are counted as activities). `cost` is in đồng.
    """

    content: str
    product: str = ""
    lead: str = ""
    support: str = ""
    time_text: str = ""
    target: Decimal | None = None
    target_unit: str = ""
    form: str = ""
    measure: str = ""
    cost: int | None = None
    note: str = ""
    group: str = ""
    id: str = field(default_factory=new_id)


class PlanStatus(StrEnum):
    """Life of a plan: written, with the leader for signing, issued, issued and being amended."""

    DRAFT = "draft"
    ISSUED = "issued"
    SUBMITTED = "submitted"
    AMENDING = "amending"


PLAN_STATUS_NAMES = {
    PlanStatus.DRAFT: "Dự thảo",
    PlanStatus.SUBMITTED: "Trình ký",
    PlanStatus.ISSUED: "Đã ban hành",
    PlanStatus.AMENDING: "Đang điều chỉnh",
}
"""How states of a plan are called."""

FROZEN_STATES = frozenset({PlanStatus.SUBMITTED, PlanStatus.ISSUED})
"""States in which nothing of a plan may change: what is signed must be what is kept."""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """Something an import could not place or found odd ("cần xem lại").

    `section_id` is where it stands, when it stands in a section. `reason` is Vietnamese.
    """

    reason: str
    quote: str = ""
    section_id: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan, as edited, stored, printed and imported.

    `issuer` holds the bold header lines, `upper_line` the optional line above them. `title` is the trích yếu
    ("Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026"). `date` may lack while the plan is a draft.
    `recipients` are without leading "-" and without closing ";" or ".". `closing` are the paragraphs after the
    last section, without "./.".
    """

    year: int
    title: str
    issuer: tuple[str, ...]
    place: str
    preamble: tuple[PreambleLine, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature = field(default_factory=Signature)
    tasks: tuple[Task, ...] = ()
    appendix_title: str = ""
    kind: str = "KẾ HOẠCH"
    upper_line: str = ""
    number: int | None = None
    symbol: str = "KH-UBND"
    date: date | None = None
    status: PlanStatus = PlanStatus.DRAFT
    notes: tuple[ReviewNote, ...] = ()
    cloned_from: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0

    @property
    def bases(self) -> tuple[str, ...]:
        """The căn cứ lines."""
        return tuple(line.text for line in self.preamble if line.kind is LineKind.BASIS)

    @property
    def opening(self) -> tuple[str, ...]:
        """The ordinary lines of the preamble."""
        return tuple(line.text for line in self.preamble if line.kind is LineKind.OPENING)

    @property
    def number_text(self) -> str:
        """Number and symbol, "07/KH-UBND": below 10 with a leading zero; a missing one leaves room for the pen."""
        number = "      " if self.number is None else f"{self.number:02d}"
        return f"{number}/{self.symbol}"

    def walk(self) -> Iterator[Section]:
        """Yield every section in reading order."""
        for section in self.sections:
            yield from section.walk()

    def section(self, section_id: str) -> Section | None:
        """Return the section of that id."""
        return next((section for section in self.walk() if section.id == section_id), None)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as a list shows it."""

    id: str
    year: int
    title: str
    number_text: str
    date: date | None
    status: PlanStatus
    sections: int
    tasks: int
    notes: int
    updated_at: str
