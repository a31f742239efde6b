"""What a file would bring into a list and what not: columns to match, rows to look at, errors to jump to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.sheet import Grid
from cchc_desktop.domain.table_import import ImportPreview, ImportRow, ImportTarget, RefusedRow, TableFile, TableHead
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.table_match import TableMatch

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_REFUSED: tuple[Column[RefusedRow], ...] = (
    Column("sheet", "Trang tính", lambda row: row.sheet),
    Column("row", "Dòng", lambda row: str(row.row or ""), lambda row: row.row, Align.RIGHT),
    Column("cell", "Ô", lambda row: row.cell, align=Align.CENTER),
    Column("reason", "Lý do", lambda row: row.reason, tip=lambda row: row.reason),
    Column("text", "Nội dung trong tệp", lambda row: row.text, tip=lambda row: row.text),
)
_FILE, _GOOD, _WRONG, _TWINS, _SKIPPED = range(5)


def _remarks(row: ImportRow) -> str:
    return "; ".join(filter(None, (row.twin, *row.remarks)))


def row_columns(titles: tuple[str, ...]) -> tuple[Column[ImportRow], ...]:
    """Return the columns that show rows: where they stand, what was understood, and each field."""

    def cell(number: int) -> Callable[[ImportRow], str]:
        return lambda row: row.texts[number].replace("\n", " ")

    return (
        Column("sheet", "Trang tính", lambda row: row.sheet),
        Column("row", "Dòng", lambda row: str(row.row), lambda row: row.row, Align.RIGHT),
        *(Column(f"field_{number}", title, cell(number)) for number, title in enumerate(titles)),
        Column("remarks", "Lưu ý", _remarks, tip=_remarks),
    )


def _room(title: str) -> int:
    """Return the first width of a column in pixels: enough for its title."""
    return max(160, 9 * len(title) + 20)


def _hide_blank(table: DataTable, rows: Sequence[ImportRow], one_sheet: bool) -> None:
    """Hide the fields that no row fills, and the sheet when there is only one."""
    table.setColumnHidden(0, one_sheet)
    for number in range(len(rows[0].texts) if rows else 0):
        table.setColumnHidden(number + 2, not any(row.texts[number] for row in rows))


class TableImportPage(QWidget):
    """`changed` asks for another look (heads, whether bare numbers are days); `head_wanted` for another heading
    (sheet, row); `applied` carries whether twins come too; `refused_wanted`, `template_wanted` and `dropped` are
    buttons.
    """

    changed = Signal(object, bool)
    head_wanted = Signal(str, int)
    match_wanted = Signal(object, int, str)
    applied = Signal(bool)
    refused_wanted = Signal()
    template_wanted = Signal()
    dropped = Signal()

    def __init__(self, context: Context, target: ImportTarget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_import_page")
        self.target = target
        self.file = TableFile("", ())
        self.preview: ImportPreview | None = None
        self._context = context
        self._make_widgets()
        self._make_tabs()
        self._arrange()
        self._connect()

    # ------------------------------------------------------------------ building

    def _make_widgets(self) -> None:
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.summary = QLabel(self)
        self.summary.setObjectName("import_summary")
        self.summary.setWordWrap(True)
        self.sheet_box = QComboBox(self)
        self.sheet_box.setObjectName("import_sheet")
        self.sheet_box.setAccessibleName(self.tr("Trang tính"))
        self.head_row = QSpinBox(self)
        self.head_row.setObjectName("import_head_row")
        self.head_row.setAccessibleName(self.tr("Dòng tiêu đề của bảng"))
        self.head_row.setRange(0, 20_000)
        self.head_row.setSpecialValueText(self.tr("không có"))
        self.head_row.setKeyboardTracking(False)
        self.head_row.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.head_row.setMaximumWidth(self.fontMetrics().horizontalAdvance(self.tr("không có")) + 60)
        self.only_whole = QCheckBox(self.tr("Chỉ nhập khi mọi dòng đều đúng"), self)
        self.only_whole.setObjectName("import_only_whole")
        self.with_twins = QCheckBox(self)
        self.with_twins.setObjectName("import_with_twins")
        self.serials = QCheckBox(self)
        self.serials.setObjectName("import_serials")
        self.refused_button = QPushButton(self.tr("Xuất dòng lỗi…"), self)
        self.refused_button.setObjectName("import_refused_out")
        self.refused_button.setToolTip(
            self.tr("Ghi các dòng chưa nhập được ra tệp Excel kèm lý do, để sửa rồi nhập lại")
        )
        self.template_button = QPushButton(self.tr("Mẫu Excel để ghi…"), self)
        self.template_button.setObjectName("import_template")
        self.drop_button = QPushButton(self.tr("Không nhập"), self)
        self.drop_button.setObjectName("import_drop")
        self.apply_button = QPushButton(self)
        self.apply_button.setObjectName("import_apply")
        self.apply_button.setProperty("role", "main")

    def _make_tabs(self) -> None:
        self.match = TableMatch(self)
        self._good: RowsModel[ImportRow] = RowsModel((), self)
        self._twins: RowsModel[ImportRow] = RowsModel((), self)
        self._wrong = RowsModel(_REFUSED, self)
        self._skipped = RowsModel(_REFUSED, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("import_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.match, "")
        self.tables: list[DataTable] = []
        for name, words in (
            ("good", self.tr("Sẽ nhập")),
            ("wrong", self.tr("Lỗi")),
            ("twins", self.tr("Đã có")),
            ("skipped", self.tr("Bỏ qua")),
        ):
            table = DataTable(f"import_{name}", None, self)
            table.setAccessibleName(words)
            table.activated_row.connect(self._jump)
            self.tables.append(table)
            self.tabs.addTab(table, "")

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        for button in (self.template_button, self.refused_button, self.drop_button, self.apply_button):
            top.addWidget(button)
        self._sheet_label = QLabel(self.tr("Trang tính"), self)
        row_label = QLabel(self.tr("Tiêu đề ở dòng"), self)
        options = QHBoxLayout()
        options.setSpacing(8)
        for widget in (self._sheet_label, self.sheet_box, row_label, self.head_row):
            options.addWidget(widget)
        options.addSpacing(14)
        for box in (self.only_whole, self.with_twins, self.serials):
            options.addWidget(box)
        options.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 6, 20, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addLayout(options)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.match.matched.connect(self._match)
        self.sheet_box.activated.connect(self._show_sheet)
        self.head_row.valueChanged.connect(self._move_head)
        self.serials.toggled.connect(self._ask_again)
        self.only_whole.toggled.connect(self._say)
        self.with_twins.toggled.connect(self._say)
        self.apply_button.clicked.connect(self._apply)
        self.drop_button.clicked.connect(self.dropped)
        self.refused_button.clicked.connect(self.refused_wanted)
        self.template_button.clicked.connect(self.template_wanted)

    # ------------------------------------------------------------------ showing

    def show_preview(self, file: TableFile, preview: ImportPreview) -> None:
        """Show what a file holds; nothing is stored yet. The tab and sheet on show stay where they are."""
        first = self.preview is None or file is not self.file
        self.file, self.preview = file, preview
        if first:
            self.heading.setText(self.tr("Tệp “{0}”").format(file.name))
            self.serials.hide()
        self._show_sheets()
        columns = row_columns(preview.titles)
        for table, model in ((self.tables[0], self._good), (self.tables[2], self._twins)):
            if model.columns != columns and len(model.columns) != len(columns):
                model.columns = columns
                table.set_model(model, (110, 56, *(_room(title) for title in preview.titles)))
        for table, refused in ((self.tables[1], self._wrong), (self.tables[3], self._skipped)):
            if table.model() is not refused:
                table.set_model(refused, (130, 56, 60, 470))
        self._good.set_rows(preview.accepted)
        self._twins.set_rows(preview.twins)
        for table, rows in ((self.tables[0], preview.accepted), (self.tables[2], preview.twins)):
            _hide_blank(table, rows, len(preview.heads) < 2)
        self._wrong.set_rows(preview.refused)
        self._skipped.set_rows(preview.skipped)
        if preview.serials:
            self.serials.show()
            words = self.tr("Coi số trong cột ngày là ngày của Excel ({0} ô)")
            self.serials.setText(words.format(format_number(preview.serials)))
        self._name_tabs(preview)
        if first:
            whole = bool(preview.accepted or preview.twins)
            self.tabs.setCurrentIndex(_WRONG if preview.refused and not whole else _GOOD if whole else _FILE)
            if not any(head.matches for head in preview.heads) or self._unmatched():
                self.tabs.setCurrentIndex(_FILE)
        self._show_sheet()
        self._say()

    def _show_sheets(self) -> None:
        assert self.preview is not None
        sheets = [grid.name for grid in self.file.grids if grid.rows]
        kept = self.sheet_box.currentText()
        self.sheet_box.blockSignals(True)
        self.sheet_box.clear()
        self.sheet_box.addItems(sheets)
        read = [head.sheet for head in self.preview.heads]
        wanted = kept if kept in sheets else (read or sheets or [""])[0]
        self.sheet_box.setCurrentText(wanted)
        self.sheet_box.blockSignals(False)
        for widget in (self._sheet_label, self.sheet_box):
            widget.setVisible(len(sheets) > 1)

    def _name_tabs(self, preview: ImportPreview) -> None:
        wrong = len({(one.sheet, one.row) for one in preview.refused})
        for place, words, number in (
            (_GOOD, self.tr("Sẽ nhập ({0})"), len(preview.accepted)),
            (_WRONG, self.tr("Lỗi ({0} dòng)"), wrong),
            (_TWINS, self.tr("Đã có ({0})"), len(preview.twins)),
            (_SKIPPED, self.tr("Bỏ qua ({0})"), len(preview.skipped)),
        ):
            self.tabs.setTabText(place, words.format(format_number(number)))
        self.tabs.setTabText(_FILE, self.tr("Trong tệp, chọn cột"))

    def _head(self) -> TableHead:
        sheet = self.sheet_box.currentText()
        heads = self.preview.heads if self.preview else ()
        return next((one for one in heads if one.sheet == sheet), TableHead(sheet, 0, 0, ()))

    def _show_sheet(self) -> None:
        head = self._head()
        grid = self.file.grid(head.sheet) or Grid(head.sheet, {})
        refused = self.preview.refused if self.preview else ()
        self.match.show_table(grid, head, self.target.fields, refused)
        self.head_row.blockSignals(True)
        self.head_row.setValue(head.top)
        self.head_row.blockSignals(False)

    def _unmatched(self) -> list[str]:
        """Return the titles of fields that must be filled and that no column fills."""
        heads = self.preview.heads if self.preview else ()
        filled = {field for head in heads for field in head.matches.values()}
        return [one.title for one in self.target.fields if one.required and one.name not in filled]

    def _say(self) -> None:
        preview = self.preview
        if preview is None:
            return
        count = len(preview.accepted) + (len(preview.twins) if self.with_twins.isChecked() else 0)
        wrong = len({(one.sheet, one.row) for one in preview.refused})
        self.with_twins.setVisible(bool(preview.twins))
        self.with_twins.setText(self.tr("Nhập cả {0} dòng đã có").format(format_number(len(preview.twins))))
        self.only_whole.setVisible(bool(wrong))
        self.refused_button.setVisible(bool(wrong))
        held = self.only_whole.isChecked() and bool(wrong)
        self.apply_button.setText(self.tr("Nhập {0} {1}").format(format_number(count), self.target.noun))
        self.apply_button.setEnabled(bool(count) and not held)
        lines = [self.tr("Chưa ghi gì vào chương trình.")]
        if missing := self._unmatched():
            words = self.tr("Hãy chọn cột cho: {0}. Mở “Trong tệp, chọn cột” và chọn ở ô trên đầu cột.")
            lines.append(words.format(", ".join(missing)))
        elif held:
            lines.append(self.tr("Còn {0} dòng lỗi nên chưa nhập dòng nào.").format(format_number(wrong)))
        elif wrong:
            words = self.tr("{0} dòng lỗi sẽ không nhập: bấm đúp vào lỗi để xem ô, hoặc xuất ra để sửa rồi nhập lại.")
            lines.append(words.format(format_number(wrong)))
        elif count:
            lines.append(self.tr("Xem lại rồi bấm nút nhập; nhập xong vẫn hoàn tác được."))
        elif preview.twins:
            lines.append(self.tr("Mọi dòng trong tệp đều đã có."))
        else:
            lines.append(self.tr("Không có dòng nào để nhập."))
        self.summary.setText(" ".join(lines))

    def show_busy(self, busy: bool) -> None:
        """Keep a person from storing what is being looked at anew or stored already."""
        if busy:
            self.apply_button.setEnabled(False)
        else:
            self._say()

    # ------------------------------------------------------------------ doing

    def _jump(self, row: object) -> None:
        """Show the cell of an error, or the row of an entry, as it stands in the file."""
        if isinstance(row, RefusedRow):
            sheet, cell = row.sheet, row.cell
        elif isinstance(row, ImportRow):
            sheet, cell = row.sheet, f"A{row.row}"
        else:
            return
        self.sheet_box.setCurrentText(sheet)
        self._show_sheet()
        self.tabs.setCurrentIndex(_FILE)
        self.match.go(cell)

    def _match(self, column: int, field: str) -> None:
        self.match_wanted.emit(self._head(), column, field)

    def _move_head(self, row: int) -> None:
        self.head_wanted.emit(self.sheet_box.currentText(), row)

    def take_head(self, head: TableHead) -> None:
        """Look again with another heading or other matches for a sheet."""
        if self.preview is None:
            return
        others = [one for one in self.preview.heads if one.sheet != head.sheet]
        order = {grid.name: number for number, grid in enumerate(self.file.grids)}
        heads = sorted([*others, head], key=lambda one: order.get(one.sheet, 0))
        self.preview = replace(self.preview, heads=tuple(heads))
        self._ask_again()

    def _ask_again(self) -> None:
        if self.preview is not None:
            self.show_busy(True)
            self.changed.emit(self.preview.heads, self.serials.isChecked())

    def _apply(self) -> None:
        self.show_busy(True)
        self.applied.emit(self.with_twins.isChecked())
