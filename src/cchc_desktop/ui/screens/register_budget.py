"""Sổ theo dõi → Kinh phí: the estimate of a year, what was spent of it, and both on paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from cchc_desktop.domain.budget import (
    SOURCES,
    BudgetLine,
    BudgetRow,
    Spending,
    budget_totals,
    line_problems,
    spending_problems,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.number_words import LARGEST, money_words
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.services.registers.budget import SpendingRow
from cchc_desktop.ui.ask import EXCEL_FILES, WORD_FILES
from cchc_desktop.ui.models.rows import Align, Column
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.widgets.register_form import FieldKind, FieldSpec

if TYPE_CHECKING:
    from cchc_desktop.domain.listing import ListTable
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context

_LINE_COLUMNS: tuple[Column[BudgetRow], ...] = (
    Column("content", "Nội dung chi", lambda row: row.line.content),
    Column("quantity", "Số lượng", lambda row: _quantity(row.line), lambda row: row.line.quantity, Align.RIGHT),
    Column("price", "Đơn giá", lambda row: format_number(row.line.price), lambda row: row.line.price, Align.RIGHT),
    Column(
        "amount", "Thành tiền", lambda row: format_number(row.line.amount), lambda row: row.line.amount, Align.RIGHT
    ),
    Column("spent", "Đã chi", lambda row: format_number(row.spent), lambda row: row.spent, Align.RIGHT),
    Column("left", "Còn lại", lambda row: _left(row.left), lambda row: row.left, Align.RIGHT),
)

_SPENDING_COLUMNS: tuple[Column[SpendingRow], ...] = (
    Column("date", "Ngày chi", lambda row: short_date(row.spending.date), lambda row: row.spending.date),
    Column("content", "Nội dung đã chi", lambda row: row.spending.content),
    Column("line", "Dòng dự toán", lambda row: row.line),
    Column(
        "amount", "Số tiền", lambda row: format_number(row.spending.amount), lambda r: r.spending.amount, Align.RIGHT
    ),
    Column("voucher", "Chứng từ", lambda row: row.spending.voucher),
)


def _quantity(line: BudgetLine) -> str:
    return f"{format_number(line.quantity)} {line.unit}".strip()


def _left(amount: int) -> str:
    return format_number(amount) if amount >= 0 else f"Vượt {format_number(-amount)}"


def _in_words(amount: int) -> str:
    return money_words(amount) if abs(amount) <= LARGEST else ""


class YearBox(QComboBox):
    """The years of the estimate."""

    def __init__(self, name: str, parent: RegisterPage[Any]) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Năm dự toán"))

    def offer(self, years: Sequence[int], today: int) -> None:
        """Offer years; the one chosen stays, at first it is this year."""
        chosen = self.year(today)
        if [self.itemData(row) for row in range(self.count())] != list(years):
            self.clear()
            for year in years:
                self.addItem(self.tr("Năm {0}").format(year), year)
        if chosen not in years:
            self.addItem(self.tr("Năm {0}").format(chosen), chosen)
        self.setCurrentIndex(self.findData(chosen))

    def year(self, today: int) -> int:
        """Return the year chosen, this one before any is."""
        return int(self.currentData() or today)


class BudgetPage(RegisterPage[BudgetRow]):
    """The lines of the estimate."""

    entity = "budget_line"
    add_text = "Thêm dòng dự toán"
    noun = "dòng dự toán"
    empty_text = (
        "Chưa có dự toán của năm này. Mỗi dòng có nội dung, đơn vị tính, số lượng, đơn giá; thành tiền được tính."
    )
    file_name = "Kinh phí tuyên truyền cải cách hành chính"
    spare = ("price", "spent")
    first = "content"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("content", "Nội dung chi", FieldKind.TEXT),),
            (
                FieldSpec("unit", "Đơn vị tính"),
                FieldSpec("quantity", "Số lượng", FieldKind.NUMBER),
                FieldSpec("price", "Đơn giá (đồng)", FieldKind.WHOLE),
            ),
            (FieldSpec("", "", FieldKind.DERIVED),),
            (
                FieldSpec("source", "Nguồn kinh phí", FieldKind.SUGGEST, options=SOURCES),
                FieldSpec("year", "Năm", FieldKind.YEAR),
            ),
            (FieldSpec("task_id", "Nhiệm vụ của kế hoạch", FieldKind.KEY),),
            (FieldSpec("basis", "Căn cứ, định mức", FieldKind.TEXT),),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "budget", _LINE_COLUMNS, (0, 90, 95, 105, 105, 125), specs)
        self.form.editors["year"].show_value(context.today().year)
        self.come_in.setText(self.tr("Nhập"))  # four more buttons share the row
        self.year_box = YearBox("budget_year", self)
        self.year_box.activated.connect(self.refresh)
        self.word = self.button("word", self.tr("Xuất Word"), "mdi6.file-word-outline", self._export_word)
        self.word.setToolTip(self.tr("Phụ lục dự toán theo Nghị định 30/2020/NĐ-CP, để kèm kế hoạch"))
        self.tools.insertWidget(0, self.year_box)
        self.tools.insertWidget(self.tools.indexOf(self.export), self.word)

    @property
    def shelf(self) -> Shelf[Any]:
        """The lines."""
        return self.registers.budget.lines

    @property
    def year(self) -> int:
        """The year on show."""
        return self.year_box.year(self.context.today().year)

    def rows(self, binned: bool) -> Sequence[BudgetRow]:
        """Return the lines of the year with what was spent of them."""
        return self.registers.budget.rows(self.year, binned)

    def entry(self, row: BudgetRow) -> BudgetLine:
        """Return the line."""
        return row.line

    def row_of(self, entry: BudgetLine) -> BudgetRow:
        """Return a row; what was spent of the line on show stays."""
        spent = next((row.spent for row in self.model.rows if row.line.id == entry.id), 0)
        return BudgetRow(entry, spent)

    def new_entry(self) -> BudgetLine:
        """Return a line of the year on show, with the source of the last line."""
        rows = self.model.rows
        return BudgetLine(self.year, "", source=rows[-1].line.source if rows else SOURCES[0])

    def entry_problems(self, entry: BudgetLine) -> dict[str, str]:
        """Return what is wrong."""
        return line_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Never asked: the estimate has a table of its own."""
        raise NotImplementedError

    def offer(self) -> None:
        """Offer the years and the tasks of the year's plan."""
        self.year_box.offer(self.registers.budget.years(), self.context.today().year)
        tasks = self.context.services.plans.tasks(self.year)
        texts = [(task.id, f"{number}. {task.content}") for number, task in enumerate(tasks, 1)]
        self.form.set_options("task_id", [("", self.tr("(không gắn với nhiệm vụ)")), *texts])

    def keep(self, record: BudgetRow) -> Any:
        """Write the line; the list goes to its year."""
        change = super().keep(record)
        self.year_box.offer(self.registers.budget.years(), self.context.today().year)
        self.year_box.setCurrentIndex(self.year_box.findData(record.line.year))
        return change

    def explain(self, entry: BudgetLine) -> tuple[str, str]:
        """Tell the amount, in figures and words, and what is left of it."""
        if not entry.amount:
            return "", ""
        row = self.row_of(entry)
        lines = [self.tr("Thành tiền: {0} đồng").format(format_number(entry.amount)), f"({_in_words(entry.amount)})"]
        if row.spent:
            lines.append(
                self.tr("Đã chi {0}, còn lại {1} đồng").format(format_number(row.spent), format_number(row.left))
            )
        over = self.tr("Đã chi vượt dự toán {0} đồng").format(format_number(-row.left)) if row.left < 0 else ""
        return over, "\n".join(lines)

    def sums(self, rows: Sequence[BudgetRow]) -> str:
        """Sum the rows shown."""
        totals = budget_totals(rows)
        return self.tr("{0} dòng. Dự toán {1} đồng ({2}); đã chi {3}; còn lại {4} đồng.").format(
            len(rows),
            format_number(totals.estimated),
            _in_words(totals.estimated).lower(),
            format_number(totals.spent),
            format_number(totals.left),
        )

    def reload(self, select: str = "") -> None:
        """Read again."""
        super().reload(select)
        self.word.setEnabled(self.export.isEnabled())

    def _export(self) -> None:
        if self.leave():
            write = partial(self._write_excel, self.year, self.shown_ids())
            name = f"{self.file_name} năm {self.year}.xlsx"
            self.exporter.start(self.tr("Xuất dự toán ra tệp Excel"), name, EXCEL_FILES, write)

    def _export_word(self) -> None:
        if self.leave():
            write = partial(self._write_word, self.year, self.shown_ids())
            name = f"Phụ lục dự toán kinh phí năm {self.year}.docx"
            self.exporter.start(self.tr("Xuất phụ lục dự toán ra tệp Word"), name, WORD_FILES, write)

    def _write_excel(self, year: int, ids: Sequence[str], target: Path) -> Path:
        return self.registers.budget.export_workbook(year, ids, target)

    def _write_word(self, year: int, ids: Sequence[str], target: Path) -> Path:
        return self.registers.budget.export_appendix(year, ids, target)


class SpendingPage(RegisterPage[SpendingRow]):
    """What was spent of the lines of a year."""

    entity = "spending"
    add_text = "Ghi khoản chi"
    noun = "khoản chi"
    empty_text = "Chưa ghi khoản chi nào của dự toán năm này."
    file_name = "Kinh phí đã chi"
    spare = ("voucher",)
    first = "line_id"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("line_id", "Dòng dự toán", FieldKind.KEY, "Gõ vài chữ của nội dung chi, không cần dấu."),),
            (
                FieldSpec("date", "Ngày chi", FieldKind.NEEDED_DAY),
                FieldSpec("amount", "Số tiền (đồng)", FieldKind.WHOLE),
            ),
            (FieldSpec("", "", FieldKind.DERIVED),),
            (FieldSpec("content", "Nội dung đã chi", FieldKind.TEXT),),
            (FieldSpec("voucher", "Chứng từ", hint="Số hóa đơn, phiếu chi, ủy nhiệm chi."),),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "spending", _SPENDING_COLUMNS, (95, 0, 145, 110, 110), specs)
        self.year_box = YearBox("spending_year", self)
        self.year_box.activated.connect(self.refresh)
        self.tools.insertWidget(0, self.year_box)
        self._lines: dict[str, BudgetRow] = {}

    @property
    def shelf(self) -> Shelf[Any]:
        """The spending."""
        return self.registers.budget.spendings

    @property
    def year(self) -> int:
        """The year on show."""
        return self.year_box.year(self.context.today().year)

    def rows(self, binned: bool) -> Sequence[SpendingRow]:
        """Return what was spent of the lines of the year."""
        return self.registers.budget.spending_rows(self.year, binned)

    def entry(self, row: SpendingRow) -> Spending:
        """Return the entry."""
        return row.spending

    def row_of(self, entry: Spending) -> SpendingRow:
        """Return a row."""
        return SpendingRow(entry, "", self.year)

    def new_entry(self) -> Spending:
        """Return spending of today."""
        return Spending("", self.context.today(), "", 0)

    def entry_problems(self, entry: Spending) -> dict[str, str]:
        """Return what is wrong."""
        return spending_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.registers.budget.table(ids, personal)

    def offer(self) -> None:
        """Offer the years and the lines of the year."""
        self.year_box.offer(self.registers.budget.years(), self.context.today().year)
        self._lines = {row.line.id: row for row in self.registers.budget.rows(self.year)}
        self.form.set_options("line_id", [(key, row.line.content) for key, row in self._lines.items()])

    def show_year(self, year: int) -> None:
        """Show the spending of a year."""
        self.year_box.offer(self.registers.budget.years(), year)
        self.year_box.setCurrentIndex(max(0, self.year_box.findData(year)))
        self.refresh()

    def explain(self, entry: Spending) -> tuple[str, str]:
        """Tell the amount in words, and what will be left of the line."""
        line = self._lines.get(entry.line_id)
        words = f"({_in_words(entry.amount)})" if entry.amount else ""
        if line is None:
            return "", words
        before = next((row.spending.amount for row in self.model.rows if row.spending.id == entry.id), 0)
        left = line.left + before - entry.amount
        over = self.tr("Vượt dự toán của dòng này {0} đồng").format(format_number(-left)) if left < 0 else ""
        rest = self.tr("Dòng này còn lại {0} đồng").format(format_number(left))
        return over, "\n".join(filter(None, (words, "" if over else rest)))

    def sums(self, rows: Sequence[SpendingRow]) -> str:
        """Sum the rows shown."""
        total = sum(row.spending.amount for row in rows)
        return self.tr("{0} khoản chi, cộng {1} đồng ({2})").format(
            len(rows), format_number(total), _in_words(total).lower()
        )
