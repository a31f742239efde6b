"""The money of the communication: estimate lines, what was spent of them, what is left. Amounts are in đồng."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.register import day_problems, text_problems

LARGEST_AMOUNT = 10**14
"""đồng; sums of ten thousand such lines still fit into SQLite's integers and into words."""

SOURCES = (
    "Ngân sách xã",
    "Ngân sách cấp trên bổ sung",
    "Lồng ghép chương trình, dự án",
    "Xã hội hóa",
)
"""Sources of money to choose from; others can be typed."""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line of the estimate of a calendar year; the budget year is the calendar year. `price` is for one unit."""

    year: int
    content: str
    unit: str = ""
    quantity: Decimal = Decimal(1)
    price: int = 0
    source: str = SOURCES[0]
    task_id: str = ""
    basis: str = ""
    note: str = ""
    position: int = 0
    id: str = field(default_factory=new_id)
    version: int = 0

    @property
    def amount(self) -> int:
        """Quantity times price, rounded to whole đồng."""
        return int((self.quantity * self.price).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Spending:
    """Money spent of a line. A negative amount is a refund."""

    line_id: str
    date: date
    content: str
    amount: int
    voucher: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line with what was spent of it. `task` is the task's text, "" without one."""

    line: BudgetLine
    spent: int = 0
    task: str = ""

    @property
    def left(self) -> int:
        """What is left; negative when more was spent than estimated."""
        return self.line.amount - self.spent


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """The sums of some lines."""

    estimated: int
    spent: int

    @property
    def left(self) -> int:
        """What is left of all."""
        return self.estimated - self.spent


def budget_rows(
    lines: Iterable[BudgetLine], spendings: Iterable[Spending], tasks: Mapping[str, str]
) -> tuple[BudgetRow, ...]:
    """Join lines, in their order, with what was spent of each; `tasks` maps task ids to texts."""
    spent: dict[str, int] = {}
    for entry in spendings:
        spent[entry.line_id] = spent.get(entry.line_id, 0) + entry.amount
    return tuple(BudgetRow(line, spent.get(line.id, 0), tasks.get(line.task_id, "")) for line in lines)


def budget_totals(rows: Sequence[BudgetRow]) -> BudgetTotals:
    """Sum rows."""
    return BudgetTotals(sum(row.line.amount for row in rows), sum(row.spent for row in rows))


def line_problems(line: BudgetLine) -> dict[str, str]:
    """Return field → reason for all that forbids keeping a line."""
    found = text_problems(
        {"content": line.content, "unit": line.unit, "source": line.source},
        {"basis": line.basis, "note": line.note},
        {"content": "chưa nhập nội dung chi"},
    )
    if not 2000 <= line.year <= 2100:
        found["year"] = "năm phải từ 2000 đến 2100"
    if not line.quantity.is_finite() or line.quantity <= 0 or line.quantity >= 10**12:
        found["quantity"] = "số lượng phải lớn hơn 0"
    elif line.quantity != round(line.quantity, 3):
        found["quantity"] = "tối đa 3 số lẻ"
    if not 0 <= line.price <= LARGEST_AMOUNT:
        found["price"] = "đơn giá phải từ 0 trở lên"
    if not {"quantity", "price"} & set(found) and line.amount > LARGEST_AMOUNT:
        found["price"] = "thành tiền quá lớn"
    return found


def spending_problems(spending: Spending) -> dict[str, str]:
    """Return field → reason for all that forbids keeping what was spent."""
    found = {
        **text_problems(
            {"content": spending.content, "voucher": spending.voucher},
            {"note": spending.note},
            {"content": "chưa nhập nội dung đã chi"},
        ),
        **day_problems({"date": spending.date}),
    }
    if not spending.line_id:
        found["line_id"] = "chưa chọn dòng dự toán"
    if not spending.amount:
        found["amount"] = "chưa nhập số tiền"
    elif abs(spending.amount) > LARGEST_AMOUNT:
        found["amount"] = "số tiền quá lớn"
    return found
