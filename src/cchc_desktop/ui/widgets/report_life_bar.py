"""The line above a report that tells where it is in its life, with the steps that may follow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.report_life import REPORT_STATE_NAMES, ReportState, ReportStep, refusal, version_name
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.report_words import when
from cchc_desktop.ui.widgets.reason_row import ReasonRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cchc_desktop.services.report_desk import ReportDesk


class ReportLifeBar(QFrame):
    """Says what a person wants done with the report as a whole. `supplement_wanted` carries the reason."""

    freeze_wanted = Signal()
    unfreeze_wanted = Signal()
    send_wanted = Signal()
    answer_wanted = Signal()
    supplement_wanted = Signal(str)
    drop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_life_bar")
        self.setProperty("role", "bar")
        self.state = QLabel(self)
        self.state.setObjectName("report_life_state")
        self.state.setProperty("role", "heading")
        self.text = QLabel(self)
        self.text.setObjectName("report_life_text")
        self.text.setWordWrap(True)
        for label in (self.state, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.reason = ReasonRow(
            "supplement_reason", self.tr("Lý do bổ sung (in trong báo cáo)"), self.tr("Lập báo cáo bổ sung"), self
        )
        self.reason.given.connect(self.supplement_wanted)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.addWidget(self.state)
        row.addWidget(self.text, 1)
        for name, words, picture, slot in (
            ("report_drop", self.tr("Bỏ bổ sung"), "mdi6.undo-variant", self.drop_wanted.emit),
            ("report_unfreeze", self.tr("Mở lại để sửa"), "mdi6.lock-open-variant-outline", self.unfreeze_wanted.emit),
            ("report_supplement", self.tr("Lập bổ sung…"), "mdi6.file-edit-outline", self.reason.ask),
            ("report_freeze", self.tr("Chốt kỳ"), "mdi6.lock-check-outline", self.freeze_wanted.emit),
            ("report_answer", self.tr("Nhận trả lời…"), "mdi6.email-open-outline", self.answer_wanted.emit),
            ("report_send", self.tr("Gửi báo cáo…"), "mdi6.send-check-outline", self.send_wanted.emit),
        ):
            button = QPushButton(icon(picture), words, self)
            button.setObjectName(name)
            button.clicked.connect(slot)
            button.hide()
            self._buttons[name] = button
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 6, 5)
        column.addLayout(row)
        column.addWidget(self.reason)

    def show_desk(self, desk: ReportDesk) -> None:
        """Show the state of a report and the steps that may follow."""
        if desk.draft.frozen is False and self.reason.isVisible():
            self.reason.hide()
        state = desk.state
        name = REPORT_STATE_NAMES[state]
        self.state.setText(name[:1].upper() + name[1:])
        self.text.setText(self._sentence(desk))
        supplementing = bool(desk.versions) and not desk.draft.frozen
        for button, shown in (
            ("report_freeze", not refusal(state, ReportStep.FREEZE)),
            ("report_unfreeze", not refusal(state, ReportStep.UNFREEZE)),
            ("report_answer", state in (ReportState.SENT, ReportState.RECEIVED, ReportState.RETURNED)),
            ("report_send", not refusal(state, ReportStep.SEND)),
            ("report_supplement", not refusal(state, ReportStep.SUPPLEMENT)),
            ("report_drop", supplementing),
        ):
            self._buttons[button].setVisible(shown)

    def _sentence(self, desk: ReportDesk) -> str:
        last = desk.versions[-1] if desk.versions else None
        if desk.state in (ReportState.NONE, ReportState.DRAFT):
            words = ""
            if last is not None:
                words = self.tr("Đang lập {}. Lý do: {}. ").format(version_name(desk.ordinal), desk.draft.reason)
            left = len(desk.open_issues)
            if left:
                return words + self.tr("Còn {} chỗ cần xem trước khi chốt.").format(left)
            return words + self.tr("Không còn gì vướng, có thể chốt kỳ.")
        assert last is not None
        name = last.name[:1].upper() + last.name[1:]
        if desk.state is ReportState.FROZEN:
            return self.tr("{}, chốt {}. Số liệu đã khóa, chưa gửi.").format(name, when(last.frozen_at))
        if desk.state is ReportState.RETURNED:
            opened = sum(remark.open for remark in desk.remarks)
            return self.tr("{}: cấp trên trả lại với {} ý kiến. Xem tab “Các bản”.").format(name, opened)
        words = self.tr("{}, gửi {}. ").format(name, when(last.sent_at))
        if desk.state is ReportState.RECEIVED:
            words += self.tr("Cấp trên đã tiếp nhận. ")
        return words + self.tr("Muốn sửa thì lập báo cáo bổ sung.")
