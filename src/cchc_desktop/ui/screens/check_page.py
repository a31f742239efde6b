"""The layout check of any Word file: drop it here, read what is right, wrong or not measurable, save mended copies."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cchc_desktop.domain.check import SEVERITY_NAMES, STATE_NAMES, CheckState, Finding
from cchc_desktop.ui.ask import WORD_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.checks import CheckReport
    from cchc_desktop.ui.place import Context

_ORDER = {CheckState.FAILED: 0, CheckState.NOT_CHECKED: 1, CheckState.PASSED: 2}
_WORD_ENDINGS = (".docx", ".docm", ".dotx")


class CheckPage(QWidget):
    """Checks one file at a time. The file itself is only read; everything saved is a copy."""

    back_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check_page")
        self.setAcceptDrops(True)
        self._context = context
        self.report: CheckReport | None = None
        self._findings: tuple[Finding, ...] = ()
        self.model: RowsModel[Finding] = RowsModel(self._columns(), self)
        self.table = DataTable("check_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Kết quả kiểm tra"))
        self.table.set_model(self.model, (140, 84, 260, 190, 190))
        self.bar = NoticeBar(self)
        self.empty = EmptyState(
            self.tr("Thả một tệp Word vào đây để đối chiếu thể thức với Nghị định 30/2020. Tệp gốc không bị thay đổi."),
            self.tr("Chọn tệp Word…"),
            self,
        )
        self.toolbar = self._make_toolbar()
        self._lay_out()
        self.empty.clicked.connect(self.choose)
        self.table.selected_changed.connect(self._show_detail)

    def _columns(self) -> tuple[Column[Finding], ...]:
        return (
            Column("state", self.tr("Kết quả"), _state, lambda row: _ORDER[row.state]),
            Column("severity", self.tr("Mức độ"), _severity),
            Column("what", self.tr("Nội dung kiểm tra"), lambda row: row.what, tip=lambda row: row.what),
            Column("measured", self.tr("Đo được"), lambda row: row.measured, tip=lambda row: row.measured),
            Column("expected", self.tr("Quy định"), lambda row: row.expected, tip=lambda row: row.expected),
            Column("where", self.tr("Ở đâu"), lambda row: row.where, tip=_places),
        )

    def _make_toolbar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        back = QPushButton(icon("mdi6.arrow-left"), self.tr("Danh sách"), bar)
        back.setObjectName("check_back")
        back.clicked.connect(self.back_wanted)
        self.annotate_button = QPushButton(icon("mdi6.comment-text-outline"), self.tr("Lưu bản có góp ý…"), bar)
        self.annotate_button.setObjectName("check_annotate")
        self.annotate_button.clicked.connect(self._annotate)
        self.repair_button = QPushButton(icon("mdi6.wrench-outline"), self.tr("Lưu bản đã sửa…"), bar)
        self.repair_button.setObjectName("check_repair")
        self.repair_button.setToolTip(self.tr("Sửa những gì sửa được mà không đụng tới câu chữ: lề, phông, cỡ chữ…"))
        self.repair_button.clicked.connect(self._repair)
        choose = QPushButton(icon("mdi6.file-word-outline", "on_accent"), self.tr("Chọn tệp Word…"), bar)
        choose.setObjectName("check_choose")
        choose.setProperty("role", "main")
        choose.clicked.connect(self.choose)
        for button in (back, self.annotate_button, self.repair_button, choose):
            row.addWidget(button)
        return bar

    def _lay_out(self) -> None:
        self.summary = QLabel(self)
        self.summary.setObjectName("check_summary")
        self.summary.setProperty("role", "heading")
        self.summary.setWordWrap(True)
        self.all_box = QCheckBox(self.tr("Hiện cả mục đạt"), self)
        self.all_box.setObjectName("check_all")
        self.all_box.toggled.connect(self._filter)
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.all_box)
        self.detail = QLabel(self)
        self.detail.setObjectName("check_detail")
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setMargin(12)
        card = QFrame(self)
        card.setProperty("role", "card")
        card_layout = QVBoxLayout(card)
        card_layout.setContentsMargins(0, 0, 0, 0)
        card_layout.addWidget(self.detail)
        filled = QWidget(self)
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(card)
        self.body = QStackedWidget(self)
        self.body.addWidget(self.empty)
        self.body.addWidget(filled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addWidget(self.body, 1)
        self._enable(False)

    def choose(self) -> None:
        """Let the person choose a file and check it."""
        path = self._context.ask.open_file(self, self.tr("Chọn tệp Word cần kiểm tra"), WORD_FILES)
        if path is not None:
            self.check(path)

    def check(self, path: Path) -> None:
        """Check a file in the background."""
        self.bar.hide()
        self._enable(False)
        self._context.runner.run(
            partial(self._work, path), self._show, label=self.tr("Đang kiểm tra {}").format(path.name)
        )

    def _work(self, path: Path, progress: Progress) -> CheckReport:
        progress.step(0, 0, path.name)
        return self._context.services.checks.check(path)

    def _show(self, report: CheckReport) -> None:
        self.report = report
        self._findings = tuple(sorted(report.result.findings, key=lambda finding: _ORDER[finding.state]))
        numbers = {state: len(report.result.of(state)) for state in CheckState}
        kind = report.result.kind or self.tr("văn bản")
        text = self.tr("{} ({}): {} không đạt, {} không kiểm được, {} đạt.")
        self.summary.setText(
            text.format(
                report.path.name,
                kind[:1].upper() + kind[1:].lower(),
                numbers[CheckState.FAILED],
                numbers[CheckState.NOT_CHECKED],
                numbers[CheckState.PASSED],
            )
        )
        self.all_box.setChecked(not numbers[CheckState.FAILED])
        self._filter()
        self.body.setCurrentIndex(1)
        self._enable(bool(numbers[CheckState.FAILED]))
        self.table.select_number(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self) -> None:
        shown = self._findings
        if not self.all_box.isChecked():
            shown = tuple(finding for finding in shown if finding.state is not CheckState.PASSED)
        self.model.set_rows(shown)
        self._show_detail()

    def _show_detail(self) -> None:
        finding = self.table.current_row()
        if not isinstance(finding, Finding):
            self.detail.setText(self.tr("Chọn một dòng để xem căn cứ và cách đo."))
            return
        rule = self.report.result.book.rule(finding.rule) if self.report else None
        lines = [f"{finding.what} – {STATE_NAMES[finding.state]}. {finding.clause}"]
        if rule is not None and rule.how:
            lines.append(self.tr("Cách kiểm tra: {}").format(rule.how))
        if finding.places:
            lines.append(_places(finding))
        self.detail.setText("\n".join(lines))

    def _annotate(self) -> None:
        self._save(repaired=False)

    def _repair(self) -> None:
        self._save(repaired=True)

    def _save(self, repaired: bool) -> None:
        report, checks = self.report, self._context.services.checks
        if report is None:
            return
        title = self.tr("Lưu bản đã sửa") if repaired else self.tr("Lưu bản có góp ý")
        suggested = report.path.with_name(checks.copy_name(report.path, repaired))
        target = self._context.ask.save_file(self, title, suggested, WORD_FILES)
        if target is None:
            return
        targets = {"repaired": target} if repaired else {"annotated": target}

        def work(progress: Progress) -> CheckReport:
            progress.step(0, 0, target.name)
            return checks.check(report.path, **targets)

        self._context.runner.run(work, self._saved, label=title)

    def _saved(self, report: CheckReport) -> None:
        path = report.repaired or report.annotated
        if path is None:
            return
        text = self.tr("Đã lưu “{}”.").format(path.name)
        if report.repaired is not None:
            text = self.tr("Đã sửa {} chỗ và lưu “{}”; tệp gốc giữ nguyên.").format(len(report.repairs), path.name)
        self.bar.tell(text, (self.tr("Mở bằng Word"), partial(self._open, path)))

    def _open(self, path: Path) -> None:
        self._context.ask.open_path(path)

    def _enable(self, failed: bool) -> None:
        self.annotate_button.setEnabled(failed)
        self.repair_button.setEnabled(failed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one Word file."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the file that was dropped."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.check(path)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the file being dragged, when it is one and named as a Word file."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in _WORD_ENDINGS else None


def _state(finding: Finding) -> str:
    name = STATE_NAMES[finding.state]
    return name[:1].upper() + name[1:]


def _severity(finding: Finding) -> str:
    return SEVERITY_NAMES[finding.severity] if finding.state is CheckState.FAILED else ""


def _places(finding: Finding) -> str:
    return "; ".join(place.text for place in finding.places[:5]) or finding.where
