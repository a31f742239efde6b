"""Báo cáo, tab "Lời báo cáo": the words of the report, whose figures stay live, beside what will be printed."""

from __future__ import annotations

import contextlib
import html
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.narrative import ASPECTS, NarrativePart, pieces
from cchc_desktop.domain.numbers import roman
from cchc_desktop.errors import AppError, FileInUse
from cchc_desktop.ui.ask import WORD_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.screens.report_export import documents_folder
from cchc_desktop.ui.style import colour
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.narrative_editor import NarrativeEditor
from cchc_desktop.ui.widgets.search_combo import SearchCombo

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.report_life import ReportDraft
    from cchc_desktop.services.report_desk import ReportDesk
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar

_PAUSE = 700  # ms without a key before what is typed is written


class ReportNarrativePage(QWidget):
    """`figure_wanted` carries the code of an indicator that was clicked in the preview."""

    figure_wanted = Signal(str)

    def __init__(self, context: Context, bar: NoticeBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._bar = bar
        self._desk: ReportDesk | None = None
        self._draft: ReportDraft | None = None
        self._dirty = False
        self._before: tuple[NarrativePart, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.put_away)
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        self.editor = NarrativeEditor(self)
        self.number = QLineEdit(self)
        self.number.setObjectName("report_number")
        self.number.setPlaceholderText(self.tr("Số"))
        self.number.setAccessibleName(self.tr("Số văn bản của báo cáo"))
        self.number.setFixedWidth(self.fontMetrics().horizontalAdvance("00000") + 24)
        self.symbol = QLabel("/BC-UBND", self)
        self.date = DateEdit(self._context.today, self)
        self.date.setObjectName("report_date")
        self.date.setAccessibleName(self.tr("Ngày ký báo cáo"))
        self.date.setFixedWidth(self.fontMetrics().horizontalAdvance("ngày/tháng/năm") + 60)
        self.addressee = QLineEdit(self)
        self.addressee.setObjectName("report_addressee")
        self.addressee.setAccessibleName(self.tr("Kính gửi"))
        self.addressee.setMaxLength(300)
        self.insert = SearchCombo(self)
        self.insert.setObjectName("report_insert")
        self.insert.setAccessibleName(self.tr("Chèn số liệu vào chỗ con trỏ"))
        line = self.insert.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("Chèn số liệu…"))
        self.insert.setToolTip(
            self.tr("Chọn chỉ tiêu để chèn vào chỗ con trỏ. Sau mã có thể ghi thêm: {}").format(
                ", ".join(f":{name}" for name in ASPECTS if name)
            )
        )
        self.rebuild = QPushButton(icon("mdi6.refresh"), self.tr("Dựng lại từ số liệu"), self)
        self.rebuild.setObjectName("report_rebuild")
        self.word = QPushButton(icon("mdi6.microsoft-word"), self.tr("Xuất Word…"), self)
        self.word.setObjectName("report_word")
        self.preview = QTextBrowser(self)
        self.preview.setObjectName("report_preview")
        self.preview.setOpenLinks(False)
        self.preview.setAccessibleName(self.tr("Lời báo cáo như sẽ in"))
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        number = QLabel(self.tr("Số"), self)
        number.setBuddy(self.number)
        day = QLabel(self.tr("ngày"), self)
        day.setBuddy(self.date)
        to = QLabel(self.tr("Kính gửi"), self)
        to.setBuddy(self.addressee)
        for widget in (number, self.number, self.symbol, day, self.date, to):
            head.addWidget(widget)
        head.addWidget(self.addressee, 1)
        tools = QHBoxLayout()
        tools.addWidget(self.insert, 1)
        tools.addWidget(self.rebuild)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(tools)
        column.addWidget(self.editor, 1)
        right = QWidget(self)
        side = QVBoxLayout(right)
        side.setContentsMargins(8, 0, 0, 0)
        row = QHBoxLayout()
        caption = QLabel(self.tr("Như sẽ in (bấm vào số để xem nguồn)"), right)
        caption.setProperty("role", "quiet")
        row.addWidget(caption, 1)
        row.addWidget(self.word)
        side.addLayout(row)
        side.addWidget(self.preview, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([10_000, 9_000])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addLayout(head)
        whole.addWidget(self.problem)
        whole.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.editor.edited.connect(self._edited)
        self.number.textEdited.connect(self._edited)
        self.addressee.textEdited.connect(self._edited)
        self.date.textEdited.connect(self._edited)
        self.date.date_changed.connect(self._date_changed)
        self.insert.key_changed.connect(self._insert)
        self.rebuild.clicked.connect(self._rebuild)
        self.word.clicked.connect(self._export_word)
        self.preview.anchorClicked.connect(self._clicked)

    # ------------------------------------------------------------------ showing

    def show_desk(self, desk: ReportDesk) -> None:
        """Show the words of a report; what is being typed stays."""
        other = self._desk is None or desk.report.period.code != self._desk.report.period.code
        if self._dirty and not other:
            self._desk = desk
            self._show_preview()
            return
        self._desk, self._draft, self._dirty = desk, desk.draft, False
        locked = desk.draft.frozen
        self.editor.show_parts(desk.narrative, desk.figures, locked)
        self.number.setText("" if desk.draft.number is None else str(desk.draft.number))
        self.date.blockSignals(True)
        self.date.set_date(desk.draft.date)
        self.date.blockSignals(False)
        self.addressee.setText(desk.draft.addressee)
        unit = self._context.services.units.current(desk.report.period.end)
        self.symbol.setText(f"/BC-{unit.symbol}" if unit else "/BC-UBND")
        self.addressee.setPlaceholderText(self._superior())
        for line in (self.number, self.date, self.addressee):
            line.setReadOnly(locked)
        self.insert.setEnabled(not locked)
        self.rebuild.setEnabled(not locked)
        self.insert.set_items(
            [(code, f"{code} {figure.indicator.name}", figure.indicator.group) for code, figure in desk.figures.items()]
        )
        self._show_preview()

    def _superior(self) -> str:
        assert self._desk is not None
        unit = self._context.services.units.current(self._desk.report.period.end)
        return unit.superior if unit else ""

    def _show_preview(self) -> None:
        if self._desk is None:
            return
        link = f"color: {colour('accent')}; text-decoration: none;"
        found = []
        for number, part in enumerate(self.editor.parts(), 1):
            found.append(f"<p><b>{roman(number)}. {html.escape(part.title.upper())}</b></p>")
            for line in part.text.splitlines():
                runs = []
                for piece in pieces(line, self._desk.figures):
                    text = html.escape(piece.text)
                    if piece.code and piece.known:
                        text = f'<a href="{html.escape(piece.code)}" style="{link}">{text}</a>'
                    elif piece.code:
                        text = f'<span style="color: {colour("red")};">{text}</span>'
                    runs.append(text)
                found.append(f"<p>{''.join(runs)}</p>")
        bar = self.preview.verticalScrollBar()
        place = bar.value()
        self.preview.setHtml("".join(found))
        bar.setValue(place)

    # ------------------------------------------------------------------ typing

    def _edited(self) -> None:
        self._dirty = True
        self._timer.start()
        self._show_preview()

    def _date_changed(self, day: object) -> None:
        self._edited()

    def put_away(self) -> bool:
        """Write what is typed; False when the number or the date cannot be read: it stays on show."""
        self._timer.stop()
        if not self._dirty or self._draft is None:
            return True
        number, problem = self._read_number()
        problem = problem or self.date.problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            return False
        wanted = replace(
            self._draft,
            narrative=self.editor.parts(),
            number=number,
            date=self.date.date(),
            addressee=self.addressee.text(),
        )
        try:
            self._draft, change = self._context.services.report_desk.save(wanted)
        except AppError as error:
            self._context.ask.error(self, error)
            return False
        self._dirty = False
        self._context.saved()
        self._context.bus.announce(change)
        return True

    def _read_number(self) -> tuple[int | None, str]:
        text = self.number.text().strip()
        if not text:
            return None, ""
        if text.isascii() and text.isdigit() and 0 < int(text) < 100_000:
            return int(text), ""
        return None, self.tr("“{}” không phải là số văn bản").format(text)

    def _insert(self, code: str) -> None:
        if code and self.insert.isEnabled():
            self.editor.insert("{{" + code + "}}")
            self.insert.set_key("")

    def _rebuild(self) -> None:
        if self._desk is None:
            return
        self._before = self.editor.parts()
        parts = self._context.services.report_desk.propose(self._desk)
        self.editor.show_parts(parts, self._desk.figures, locked=False)
        self._edited()
        if self.put_away() and self._before != parts:
            words = self.tr("Đã dựng lại lời báo cáo từ số liệu và câu mẫu.")
            self._bar.tell(words, (self.tr("Hoàn tác"), self._take_back))

    def _take_back(self) -> None:
        if self._desk is not None:
            self.editor.show_parts(self._before, self._desk.figures, locked=False)
            self._edited()
            self.put_away()

    def _clicked(self, link: QUrl) -> None:
        self.figure_wanted.emit(link.toString())

    # ------------------------------------------------------------------ the Word file

    def _export_word(self) -> None:
        if self._desk is None or not self.put_away():
            return
        services, period = self._context.services, self._desk.report.period
        try:
            name = services.report_documents.name(period, self._desk.ordinal, ".docx")
        except AppError as error:
            self._context.ask.error(self, error)
            return
        last = self._context.settings.value.last_export_folder
        folder = Path(last) if last and Path(last).is_dir() else documents_folder()
        target = self._context.ask.save_file(self, self.tr("Xuất báo cáo ra tệp Word"), folder / name, WORD_FILES)
        if target is not None:
            self._write_word(target if target.suffix.lower() == ".docx" else target.with_name(target.name + ".docx"))

    def _write_word(self, target: Path) -> None:
        assert self._desk is not None
        services, code = self._context.services, self._desk.report.period.code
        self._target = target

        def work(progress: Progress) -> Path:
            progress.step(0, 0, target.name)
            return services.report_documents.export_word(code, target)

        self._context.runner.run(work, self._word_written, self._word_refused, self.tr("Đang ghi tệp Word"))

    def _word_written(self, target: Path) -> None:
        with contextlib.suppress(AppError):  # the file is written; a folder not remembered is no reason to alarm
            self._context.settings.update(last_export_folder=str(target.parent))
        self._bar.tell(
            self.tr("Đã xuất lời báo cáo ra tệp {}.").format(target.name), (self.tr("Mở tệp"), self._open_word)
        )

    def _open_word(self) -> None:
        if not self._context.ask.open_path(self._target):
            self._context.hint(self.tr("Máy này chưa có chương trình mở tệp Word."))

    def _word_refused(self, error: AppError) -> None:
        if not isinstance(error, FileInUse):
            self._context.ask.error(self, error)
            return
        answer = self._context.ask.retry_or_rename(self, error)
        if answer == "retry":
            self._write_word(self._target)
        elif answer == "rename":
            self._write_word(self._target.with_name(f"{self._target.stem} (2){self._target.suffix}"))
