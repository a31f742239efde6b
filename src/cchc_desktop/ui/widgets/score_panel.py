"""The panel beside a sheet of points: how a criterion is scored, the points and their reason, their evidence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.attachment import Attachment, size_text
from cchc_desktop.domain.numbers import NotANumber, parse_number
from cchc_desktop.domain.score_sheet import ScoreLine
from cchc_desktop.domain.scoring import SIDE_NAMES, Side, points_text
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.scrolled import scrolled

_FILE = Qt.ItemDataRole.UserRole


class ScorePanel(QWidget):
    """Shows one criterion. What is typed is given by Enter or the button, or when the person turns to something else.

    `given` carries points (a `Decimal`, None for text that is no number) and reason; `taken_back` the `Score`;
    `add_wanted` fires for a new file, `opened` and `dropped` carry an `Attachment`.
    """

    given = Signal(object, str)
    taken_back = Signal(object)
    add_wanted = Signal()
    opened = Signal(object)
    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("score_panel")
        self._line: ScoreLine | None = None
        self._side = Side.SELF
        self._before = ("", "")
        inside = QWidget(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(12, 4, 8, 4)
        self._column.setSpacing(6)
        self._build_words(inside)
        self._build_editor(inside)
        self._build_files(inside)
        self._column.addStretch(1)
        shelf = QVBoxLayout(self)
        shelf.setContentsMargins(0, 0, 0, 0)
        shelf.addWidget(scrolled(inside, self))
        self.setEnabled(False)

    def _build_words(self, inside: QWidget) -> None:
        self.heading = QLabel(inside)
        self.heading.setProperty("role", "heading")
        self.guide = QLabel(inside)
        self.guide.setProperty("role", "quiet")
        self.proposal = QLabel(inside)
        self.proposal.setObjectName("score_proposal")
        self.other = QLabel(inside)
        self.other.setObjectName("score_other")
        for label in (self.heading, self.proposal, self.other, self.guide):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(self.heading)

    def _build_editor(self, inside: QWidget) -> None:
        self.points = QLineEdit(inside)
        self.points.setObjectName("score_points")
        self.points.setMaximumWidth(self.fontMetrics().horizontalAdvance("0000,000") + 40)
        self.points.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.points.setMaxLength(20)
        self.reason = QPlainTextEdit(inside)
        self.reason.setObjectName("score_reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 16)
        self.fields = {
            "points": Field(self.tr("Điểm"), self.points, parent=inside),
            "reason": Field(self.tr("Lý do"), self.reason, parent=inside),
        }
        self.give_button = QPushButton(self.tr("Ghi điểm"), inside)
        self.give_button.setObjectName("score_give")
        self.give_button.setToolTip(
            self.tr("Ghi điểm và lý do (Enter ở ô điểm). Để trống lý do khi lấy đúng mức đề xuất.")
        )
        self.take_button = QPushButton(self.tr("Lấy đề xuất"), inside)
        self.take_button.setObjectName("score_take")
        self.back_button = QPushButton(self.tr("Bỏ điểm"), inside)
        self.back_button.setObjectName("score_back")
        first, row = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.fields["points"], 1)
        first.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.points.setMinimumWidth(self.points.maximumWidth())
        for button in (self.give_button, self.back_button):
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(first)
        self._column.addWidget(self.fields["reason"])
        self._column.addLayout(row)
        for label in (self.other, self.proposal, self.guide):
            self._column.addWidget(label)  # below what is worked with: a small screen has no room above it
        self.points.returnPressed.connect(self._give)
        self.points.textChanged.connect(lambda: self.fields["points"].set_problem(""))
        self.reason.textChanged.connect(lambda: self.fields["reason"].set_problem(""))
        self.give_button.clicked.connect(self._give)
        self.take_button.clicked.connect(self._take)
        self.back_button.clicked.connect(self._take_back)

    def _build_files(self, inside: QWidget) -> None:
        self.evidence = QLabel(inside)
        self.evidence.setWordWrap(True)
        self.files = QListWidget(inside)
        self.files.setObjectName("score_files")
        self.files.setAccessibleName(self.tr("Tệp minh chứng của tiêu chí"))
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add_button = QPushButton(icon("mdi6.paperclip"), self.tr("Thêm tệp…"), inside)
        self.add_button.setObjectName("score_add_file")
        self.open_button = QPushButton(self.tr("Mở"), inside)
        self.open_button.setObjectName("score_open_file")
        self.drop_button = QPushButton(self.tr("Xóa"), inside)
        self.drop_button.setObjectName("score_drop_file")
        row = QHBoxLayout()
        for button in (self.add_button, self.open_button, self.drop_button):
            row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(self.evidence)
        self._column.addWidget(self.files)
        self._column.addLayout(row)
        self.add_button.clicked.connect(self.add_wanted)
        self.open_button.clicked.connect(self._open)
        self.drop_button.clicked.connect(self._drop)
        self.files.itemActivated.connect(self._open)

    # ------------------------------------------------------------------ what is shown

    def show_line(self, line: ScoreLine | None, side: Side) -> None:
        """Show a criterion for a side; what is typed and not given is dropped."""
        self._line, self._side = line, side
        self.setEnabled(line is not None)
        show_problems(self.fields, {})
        if line is None:
            self.heading.setText(self.tr("Chọn một tiêu chí"))
            for label in (self.guide, self.proposal, self.other, self.evidence):
                label.clear()
            self._fill("", "")
            self.files.clear()
            return
        criterion = line.criterion
        self.heading.setText(f"{criterion.number} {criterion.name}".strip())
        self.guide.setText(criterion.guide)
        points = points_text(line.proposal.points) or self.tr("chưa có")
        self.proposal.setText(self.tr("Đề xuất: {0}. {1}").format(points, line.proposal.reason))
        other = line.own if side is Side.APPRAISAL else line.appraisal
        self.other.setVisible(other is not None)
        if other is not None:
            words = self.tr("Điểm {0}: {1}. {2}")
            self.other.setText(words.format(SIDE_NAMES[other.side], points_text(other.points), other.reason))
        given = line.given(side)
        self._fill(points_text(given.points) if given else "", given.reason if given else "")
        self.points.setPlaceholderText(points_text(line.proposal.points))
        self.take_button.setEnabled(line.proposal.points is not None)
        self.back_button.setEnabled(given is not None)
        self._show_files(line)

    def _fill(self, points: str, reason: str) -> None:
        self._before = (points, reason)
        self.points.setText(points)
        self.reason.setPlainText(reason)

    def _show_files(self, line: ScoreLine) -> None:
        wanted = line.criterion.evidence
        self.evidence.setText(self.tr("Minh chứng: {0}").format(wanted) if wanted else self.tr("Minh chứng"))
        self.files.clear()
        for file in line.files:
            item = QListWidgetItem(icon("mdi6.file-outline"), f"{file.name} ({size_text(file.size)})", self.files)
            item.setData(_FILE, file)
        self.files.setVisible(bool(line.files))
        rows = min(len(line.files), 4)
        self.files.setFixedHeight(rows * (self.fontMetrics().lineSpacing() + 10) + 8)
        if line.files:
            self.files.setCurrentRow(0)
        self.open_button.setEnabled(bool(line.files))
        self.drop_button.setEnabled(bool(line.files))

    @property
    def line(self) -> ScoreLine | None:
        """The criterion on show."""
        return self._line

    @property
    def changed(self) -> bool:
        """Whether something was typed and not given."""
        return self._line is not None and self._typed() != self._before

    def typed(self) -> tuple[str, str]:
        """Return the texts of points and reason as they stand in the fields."""
        return self.points.text(), self.reason.toPlainText()

    def type_again(self, typed: tuple[str, str]) -> None:
        """Put texts into the fields that were typed before the sheet was read anew."""
        self.points.setText(typed[0])
        self.reason.setPlainText(typed[1])

    def revert(self) -> None:
        """Show again what is kept."""
        self.show_line(self._line, self._side)

    # ------------------------------------------------------------------ giving

    def _typed(self) -> tuple[str, str]:
        return self.points.text().strip(), " ".join(self.reason.toPlainText().split())

    def _give(self) -> None:
        text, reason = self._typed()
        if self._line is None:
            return
        if not text:
            show_problems(self.fields, {"points": self.tr("chưa nhập điểm")})
            return
        try:
            points = parse_number(text)
        except NotANumber:
            show_problems(self.fields, {"points": self.tr("không phải là số; phần lẻ viết sau dấu phẩy: 0,25")})
            return
        self.given.emit(points, reason)

    def give_typed(self) -> bool:
        """Give what is typed, if anything is; False when it could not be kept."""
        if self.changed:
            self._give()
        return not self.changed

    def show_problems(self, problems: dict[str, str]) -> list[str]:
        """Put problems at their fields; return those that belong to none."""
        return show_problems(self.fields, problems)

    def _take(self) -> None:
        if self._line is not None and self._line.proposal.points is not None:
            self.given.emit(self._line.proposal.points, "" if self._agrees() else self._typed()[1])

    def _agrees(self) -> bool:
        """Tell whether the proposal needs no reason of a person's own."""
        own = self._line.own if self._line and self._side is Side.APPRAISAL else None
        return own is None or self._line is None or own.points == self._line.proposal.points

    def _take_back(self) -> None:
        given = self._line.given(self._side) if self._line else None
        if given is not None:
            self.taken_back.emit(given)

    # ------------------------------------------------------------------ files

    def _chosen(self) -> Attachment | None:
        item = self.files.currentItem()
        found = item.data(_FILE) if item is not None else None
        return found if isinstance(found, Attachment) else None

    def _open(self) -> None:
        if (file := self._chosen()) is not None:
            self.opened.emit(file)

    def _drop(self) -> None:
        if (file := self._chosen()) is not None:
            self.dropped.emit(file)
