"""The board as a list: rows with what is odd in them and what they were answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from cchc_desktop.domain.board import BoardRow, BoardState
from cchc_desktop.domain.board_check import Odd, OddKind, amount_text
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.receipt import KIND_NAMES
from cchc_desktop.domain.text import fold
from cchc_desktop.services.board import FigureLine, odd_words, received_on
from cchc_desktop.storage.answers import KeptAnswer
from cchc_desktop.ui.models.rows import Align, Column, RowsModel

_COLOURS = {
    BoardState.OVERDUE: "red",
    BoardState.MISSING: "amber",
    BoardState.RETURNED: "red",
    BoardState.CONFLICT: "red",
    BoardState.LATE: "amber",
    BoardState.SUPPLEMENTED: "accent",
    BoardState.ON_TIME: "green",
    BoardState.NOT_EXPECTED: "edge",
}
_STATES = list(BoardState)


def state_colour(state: BoardState) -> str:
    """Return the colour role that goes with a state; words always stand beside it."""
    return _COLOURS[state]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A row of the board as the list shows it. `checked` tells whether its figures were looked at yet."""

    row: BoardRow
    odd: tuple[Odd, ...] = ()
    answer: KeptAnswer | None = None
    checked: bool = False

    @property
    def colour(self) -> str:
        """The colour role of its state."""
        return _COLOURS[self.row.state]

    @property
    def odd_text(self) -> str:
        """What is odd, in a few words."""
        if self.row.newest is None:
            return ""
        return odd_words(self.odd) if self.checked else "…"

    @property
    def grave(self) -> bool:
        """Whether something is odd besides figures that lack."""
        return any(one.kind is not OddKind.MISSING for one in self.odd)

    @property
    def answer_text(self) -> str:
        """What was answered to the report that counts, and whether the file was written."""
        if self.answer is None:
            return ""
        name = KIND_NAMES[self.answer.kind].lower()
        return name if self.answer.handed_over else f"{name}, chưa ghi tệp"

    @property
    def search_text(self) -> str:
        """All that a search looks at, folded."""
        unit, newest = self.row.unit, self.row.newest
        parts = (unit.code, unit.full_name, unit.contact, unit.phone, unit.email, self.row.words, *unit.aliases)
        return fold(" ".join((*parts, newest.unit_name if newest else "", self.odd_text)))


def board_columns() -> tuple[Column[BoardLine], ...]:
    """Return the columns of the board."""
    return (
        Column("code", "Mã", lambda line: line.row.unit.code),
        Column("unit", "Đơn vị", lambda line: line.row.unit.full_name),
        Column("state", "Tình trạng", lambda line: line.row.words, _state_place),
        Column("deadline", "Hạn gửi", lambda line: short_date(line.row.deadline), lambda line: line.row.deadline),
        Column("received", "Ngày nhận", _received, lambda line: received_on(line.row)),
        Column("ordinal", "Lần", _ordinal, _ordinal_number, Align.RIGHT),
        Column("answer", "Phản hồi", lambda line: line.answer_text),
        Column("odd", "Điểm cần xem lại", lambda line: line.odd_text, lambda line: -len(line.odd)),
        Column("contact", "Liên hệ", _contact),
    )


def _state_place(line: BoardLine) -> tuple[int, int]:
    return _STATES.index(line.row.state), -line.row.late_days


def _received(line: BoardLine) -> str:
    day = received_on(line.row)
    return short_date(day) if day else ""


def _ordinal(line: BoardLine) -> str:
    return str(line.row.newest.ordinal) if line.row.newest else ""


def _ordinal_number(line: BoardLine) -> int | None:
    return line.row.newest.ordinal if line.row.newest else None


def _contact(line: BoardLine) -> str:
    return ", ".join(filter(None, (line.row.unit.contact, line.row.unit.phone)))


def figures_model(remark: Callable[[str], str], parent: QObject) -> RowsModel[FigureLine]:
    """Return the model of a received report; `remark` gives what was remarked on an indicator."""
    return RowsModel(
        (
            Column("code", "Mã", lambda line: line.indicator),
            Column("name", "Chỉ tiêu", lambda line: line.name, tip=lambda line: line.name),
            Column("unit", "ĐVT", lambda line: line.unit),
            Column("now", "Kỳ này", _now, _now_number, Align.RIGHT, _where),
            Column("whole", "Lũy kế", _whole, align=Align.RIGHT),
            Column("earlier", "Kỳ trước", lambda line: amount_text(line.earlier), align=Align.RIGHT),
            Column("last_year", "Cùng kỳ", lambda line: amount_text(line.last_year), align=Align.RIGHT),
            Column("odd", "Điểm cần xem lại", _odd, tip=_odd),
            Column("remark", "Nhận xét", lambda line: remark(line.indicator)),
        ),
        parent,
    )


def _now(line: FigureLine) -> str:
    return amount_text(line.figure.current, line.figure.text) if line.figure else ""


def _now_number(line: FigureLine) -> object:
    return line.figure.current.value if line.figure else None


def _whole(line: FigureLine) -> str:
    return amount_text(line.figure.cumulative) if line.figure else ""


def _where(line: FigureLine) -> str:
    figure = line.figure
    return f"Trong tệp: trang “{figure.sheet}”, ô {figure.cell}" if figure and figure.cell else ""


def _odd(line: FigureLine) -> str:
    return "; ".join(one.text for one in line.odd)
