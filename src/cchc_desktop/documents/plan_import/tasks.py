"""The task appendix: a table told by its column headings, whatever their order, merges and page repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_import.label import typed_label
from cchc_desktop.documents.plan_import.ledger import Ledger
from cchc_desktop.documents.word.text import Cell, Table
from cchc_desktop.domain.numbers import NotANumber, parse_number
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean_line, fold

_HEADER_ROWS = 6
_MONEY = {
    "ty dong": 10**9,
    "trieu dong": 10**6,
    "nghin dong": 1000,
    "ngan dong": 1000,
    "1.000 dong": 1000,
    "1000 dong": 1000,
}
_END_MARK = re.compile(r"\s*\./\.\s*$")
_QUANTITY = re.compile(r"(?P<number>\d[\d. ]*(?:,\d+)?%?)(?:\s+(?P<unit>[^\d\W].*)|)")
_COLUMNS = (  # order matters: "thời gian hoàn thành nhiệm vụ" is a time, "kết quả nhiệm vụ" a product
    ("stt", r"(?:stt|tt|so tt|so thu tu)\.?"),
    ("unit", r"(?:dvt|don vi tinh).*"),
    ("lead", r".*\b(?:chu tri)\b.*"),
    ("support", r".*\bphoi hop\b.*"),
    ("time", r".*\b(?:thoi gian|tien do|thoi han|thoi diem|thoi ky)\b.*"),
    ("cost", r".*\b(?:kinh phi|du toan)\b.*"),
    ("target", r".*\b(?:chi tieu|so luong)\b.*"),
    ("product", r".*\b(?:san pham|ket qua)\b.*"),
    ("note", r".*\bghi chu\b.*"),
    ("lead", r".*\b(?:co quan|don vi|bo phan|nguoi|can bo|phan cong|phu trach)\b.*"),
    ("content", r".*\b(?:noi dung|nhiem vu|cong viec|hoat dong|ten viec)\b.*"),
    ("form", r".*\bhinh thuc\b.*"),  # the content when there is no other
)
_HEADING_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        stt tt so thu tu noi dung nhiem vu cong viec hoat dong cu the trong tam chu yeu tuyen truyen hinh thuc
        san pham ket qua du kien co quan don vi bo phan nguoi can chu tri phoi hop phu trach thoi gian tien do han
        hoan thanh thuc hien kinh phi toan dong trieu nghin ngan chi tieu luong ghi chu dvt tinh va
        """,
    )
)


@dataclass(slots=True)
class _Head:
    """The heading of a task table: column → field, the headings as written, and how many rows they take."""

    first: int
    after: int
    fields: dict[int, str]
    titles: dict[int, str]
    rows: list[tuple[str, ...]]


def is_task_table(table: Table) -> bool:
    """Tell whether a table's headings are those of a task table."""
    return _find_head(_grid(table)) is not None


def read_tasks(table: Table, ledger: Ledger) -> list[Task]:
    """Return the rows of a task table; what has no column in a task goes to its note."""
    grid = _grid(table)
    head = _find_head(grid)
    if head is None:
        return []
    for row in grid[: head.after]:
        ledger.computed += [cell.text for cell in dict.fromkeys(row) if _is_heading(cell)]
    for row in grid[: head.first]:
        for cell in dict.fromkeys(row):
            if cell.text:
                ledger.note("Dòng đứng trên tiêu đề bảng nhiệm vụ", cell.text, whole=True)
    return _Rows(head, ledger).read(grid[head.after :])


@dataclass(eq=False, slots=True)
class _GridCell:
    """A cell as it covers one or more columns of the grid."""

    cell: Cell
    text: str
    span: int
    merged: bool
    group: bool = False


def _grid(table: Table) -> list[list[_GridCell]]:
    rows: list[list[_GridCell]] = []
    for row in table.rows:
        columns: list[_GridCell] = []
        for cell in row:
            group = any(paragraph.style == styles.CELL_GROUP for paragraph in cell.paragraphs)
            columns += [_GridCell(cell, cell.text, cell.span, cell.merged, group)] * max(1, min(cell.span, 60))
        rows.append(columns)
    return rows


def _find_head(grid: list[list[_GridCell]]) -> _Head | None:
    for first in range(min(_HEADER_ROWS, len(grid))):
        texts = [_plain(cell.text) for cell in grid[first]]
        if sum(_field(text) != "" for text in dict.fromkeys(texts)) < 2:
            continue
        after = first + 1
        while after < len(grid) and after - first < 3 and _continues_head(grid[first], grid[after]):
            after += 1
        head = _Head(first, after, {}, {}, [_row_key(row) for row in grid[first:after]])
        _name_columns(head, grid)
        found = set(head.fields.values())
        if "content" in found and len(found - {"stt", "note"}) >= 2:
            return head
    return None


def _continues_head(top: list[_GridCell], row: list[_GridCell]) -> bool:
    """Tell whether a row still belongs to the heading: merged from above, or sub-headings of a wide cell."""
    wide = [column for column, cell in enumerate(top) if cell.span > 1]
    if not any(column < len(row) and row[column].text for column in wide):
        return False
    return all(column in wide or cell.merged or not cell.text for column, cell in enumerate(row))


def _name_columns(head: _Head, grid: list[list[_GridCell]]) -> None:
    taken: set[str] = set()
    width = max(len(row) for row in grid[head.first : head.after])
    for column in range(width):
        parts = [
            row[column].text for row in grid[head.first : head.after] if column < len(row) and not row[column].merged
        ]
        title = " ".join(dict.fromkeys(clean_line(part) for part in parts if part))
        head.titles[column] = title
        field = _field(_plain(parts[-1])) if parts and len(parts) > 1 else ""
        field = field if field and field not in taken else _field(_plain(title))
        if field and field not in taken:
            head.fields[column] = field
            taken.add(field)
        elif field == "lead" and "support" not in taken and "phoi hop" in _plain(title):
            head.fields[column] = "support"
            taken.add("support")
    for column in [column for column, field in head.fields.items() if field == "form"]:
        if "content" in taken:
            del head.fields[column]
        else:
            head.fields[column] = "content"


def _is_heading(cell: _GridCell) -> bool:
    """Tell whether a heading cell says no more than which column it is; other words must not be dropped."""
    words = re.findall(r"[a-z]+|\d+", _plain(cell.text))
    return not cell.merged and all(word in _HEADING_WORDS for word in words)


def _field(text: str) -> str:
    return next((field for field, pattern in _COLUMNS if text and re.fullmatch(pattern, text)), "")


def _plain(text: str) -> str:
    return fold(text.replace("\n", " "))


def _row_key(row: list[_GridCell]) -> tuple[str, ...]:
    return tuple(_plain(cell.text) for cell in dict.fromkeys(row))


class _Rows:
    """Reads the rows below the heading."""

    def __init__(self, head: _Head, ledger: Ledger) -> None:
        self.head = head
        self.ledger = ledger
        self.group = ""
        self.tasks: list[Task] = []
        self.above: dict[int, str] = {}

    def read(self, rows: list[list[_GridCell]]) -> list[Task]:
        for row in rows:
            cells = list(dict.fromkeys(row))
            if not any(cell.text for cell in cells) and not any(cell.merged for cell in cells):
                continue
            if _row_key(row) in self.head.rows or _is_numbering(cells):
                self.ledger.computed += [cell.text for cell in cells]  # repeated on a new page, or "(1) (2) (3)"
            elif group := self._group(row, cells):
                self.group = group
            else:
                self._task(row)
        return self.tasks

    def _group(self, row: list[_GridCell], cells: list[_GridCell]) -> str:
        filled = [cell for cell in cells if cell.text and not cell.merged]
        stt = next((row[c] for c, field in self.head.fields.items() if field == "stt" and c < len(row)), None)
        named = [cell for cell in filled if cell is not stt or cell.span > 1]
        if len(named) != 1 or any(cell.merged for cell in cells):
            return ""
        only = named[0]
        number = stt.text if stt is not None and stt is not only else ""
        wide = only.span > 1 and only.span * 2 >= len(row)
        if not (only.group or wide or (number and not re.fullmatch(r"\d+[.)]?", number))):
            return ""
        text = clean_line(only.text)
        found = None if only.group else typed_label(text)
        if found:
            self.ledger.computed.append(text[: found[1]])
            text = text[found[1] :]
        if not _is_number(number):
            return f"{number} {text}"
        self.ledger.computed.append(number)
        return text

    def _task(self, row: list[_GridCell]) -> None:
        values: dict[str, str] = {}
        extras: list[str] = []
        for column, cell in enumerate(row):
            if column and cell is row[column - 1]:
                continue
            text = self.above.get(column, "") if cell.merged else _END_MARK.sub("", cell.text)
            self.above[column] = text
            if cell.merged:
                self.ledger.computed.append("")
            field = self.head.fields.get(column, "")
            if field and field not in values:
                values[field] = text
            elif text and not cell.merged:
                title = self.head.titles.get(column, "")
                extras.append(f"{title}: {text}" if title else text)
        number = values.pop("stt", "")
        if _is_number(number):
            self.ledger.computed.append(number)
        else:
            extras.append(number)
        self._add(values, extras)

    def _add(self, values: dict[str, str], extras: list[str]) -> None:
        content = values.get("content", "")
        if re.match(r"(?:tong cong|tong so|cong)\b[ :]*$", fold(content)):
            self.ledger.note(
                "Dòng tổng cộng của bảng nhiệm vụ không nhập", " | ".join(filter(None, values.values())), whole=True
            )
            return
        if not any(values.values()) and not extras:
            return
        target, target_unit = self._target(values.get("target", ""), values.get("unit", ""), content, extras)
        cost = self._cost(values.get("cost", ""), content, extras)
        task = Task(
            content=content,
            product=values.get("product", ""),
            lead=values.get("lead", ""),
            support=values.get("support", ""),
            time_text=values.get("time", ""),
            target=target,
            target_unit=target_unit,
            cost=cost,
            note="\n".join(filter(None, [values.get("note", ""), *extras])),
            group=self.group,
        )
        if not content and self.tasks:
            self._join(task)
        else:
            self.tasks.append(task)

    def _join(self, more: Task) -> None:
        """Add a row without content to the task above it: a cell that ran over to the next page."""
        last = self.tasks[-1]
        names = ("product", "lead", "support", "time_text", "note")
        joined = {name: "\n".join(filter(None, (getattr(last, name), getattr(more, name)))) for name in names}
        if more.target is not None or more.cost is not None:
            self.ledger.note(
                "Dòng không có nội dung trong bảng nhiệm vụ, số liệu của dòng này chưa nhập",
                str(more.target or more.cost),
            )
        self.tasks[-1] = replace(last, **joined)  # type: ignore[arg-type]  # all five are texts
        self.ledger.note("Dòng không có nội dung trong bảng nhiệm vụ đã ghép vào nhiệm vụ trên", last.content)

    def _target(self, text: str, unit: str, content: str, extras: list[str]) -> tuple[Decimal | None, str]:
        match = _QUANTITY.fullmatch(clean_line(text))
        if match:
            try:
                found = parse_number(match["number"].strip())
            except NotANumber:
                pass
            else:
                self.ledger.computed.append(match["number"])
                if unit and match["unit"]:
                    extras.append(f"Đơn vị tính: {unit}")
                return found, match["unit"] or unit
        if text:
            extras.append(f"Chỉ tiêu: {text}")
            self.ledger.note("Chỉ tiêu không phải một số, đã ghi vào ghi chú của nhiệm vụ", f"{content}: {text}")
        return None, unit

    def _cost(self, text: str, content: str, extras: list[str]) -> int | None:
        if not text:
            return None
        title = next((_plain(self.head.titles[c]) for c, field in self.head.fields.items() if field == "cost"), "")
        factor = next((number for unit, number in _MONEY.items() if unit in title), 1)
        bare = re.sub(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", "", clean_line(text), flags=re.IGNORECASE)
        try:
            amount = parse_number(bare) * factor
        except NotANumber:
            extras.append(f"Kinh phí: {text}")
            self.ledger.note("Kinh phí không phải một số tiền, đã ghi vào ghi chú của nhiệm vụ", f"{content}: {text}")
            return None
        self.ledger.computed.append(text)
        return int(amount)


def _is_number(text: str) -> bool:
    """Tell whether a cell of the STT column holds a number or label and nothing else."""
    return re.fullmatch(r"[\w.()-]{0,8}", text) is not None


def _is_numbering(cells: list[_GridCell]) -> bool:
    """Tell the row "(1) (2) (3) …" or "1 2 3 …" below a heading."""
    texts = [cell.text.strip("() ") for cell in cells]
    return len(texts) >= 3 and all(text.isdigit() for text in texts if text) and texts[:3] == ["1", "2", "3"]
