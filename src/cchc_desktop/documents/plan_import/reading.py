"""A commune's plan out of a Word file, as clerks keep them.

Nothing of the text is dropped: what has no place in a plan is kept as a section without label where it stood,
or quoted in a note ("cần xem lại").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_export.end import END_MARK, without_end_mark
from cchc_desktop.documents.plan_import.body import BodyBuilder, Node
from cchc_desktop.documents.plan_import.ending import (
    Ending,
    closing_start,
    is_appendix_label,
    read_closing,
    read_ending,
    starts_ending,
)
from cchc_desktop.documents.plan_import.header import (
    Head,
    find_kind,
    find_year,
    header_end,
    read_head,
    read_preamble,
    read_title,
)
from cchc_desktop.documents.plan_import.layout import Columns, Grid, Item, lay_out
from cchc_desktop.documents.plan_import.ledger import Ledger
from cchc_desktop.documents.plan_import.line import Line
from cchc_desktop.documents.plan_import.notes import note_findings, note_labels, note_old_fonts, note_sides
from cchc_desktop.documents.plan_import.tasks import read_tasks
from cchc_desktop.documents.word.old_word import read_word_file
from cchc_desktop.documents.word.package import PackageBroken, WordPackage
from cchc_desktop.documents.word.text import WordReader
from cchc_desktop.domain.plan import Plan, PreambleLine, Section, Task
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.errors import FileUnreadable, UnreadableReason

_KIND = "KẾ HOẠCH"


def import_plan(path: Path, year: int | None = None, progress: Progress | None = None) -> Plan:
    """Return the plan a Word file holds, with notes on all that a person should look at again.

    Args:
        path: the file; it is only read.
        year: the plan's year; by default the year its title, opening or date names.
        progress: asked whether to stop while another program converts a .doc.

    Raises:
        FileUnreadable: the file is no whole, harmless Word file, or a .doc and nothing here converts it.
        FileInUse: Windows keeps the file from being read.
        Cancelled: a person stopped it.

    """
    data, converter = read_word_file(path, progress)
    try:
        package = WordPackage(data)
    except PackageBroken as error:
        raise FileUnreadable(path, UnreadableReason.BROKEN, detail=str(error)) from error
    reader = WordReader(package)
    blocks = reader.body()
    work = _Import(lay_out(blocks))
    plan = work.run(year)
    if converter:
        work.ledger.note(f"Tệp .doc được đọc qua {converter}, hãy so lại bố cục với bản gốc")
    note_sides(reader, work.builder.nodes(), work.ledger)
    note_findings(reader.findings, package.dangling, work.ledger)
    work.ledger.note_losses(blocks, plan)
    note_old_fonts(reader.findings, work.builder.nodes(), work.ledger)
    return replace(plan, notes=tuple(work.ledger.notes))


@dataclass(slots=True)
class _Import:
    """One import: the items of the file and what has been read of them."""

    items: list[Item]
    ledger: Ledger = field(default_factory=Ledger)
    head: Head = field(default_factory=Head)
    preamble: list[PreambleLine] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    ending: Ending = field(default_factory=Ending)
    tasks: list[Task] = field(default_factory=list)
    appendix_title: str = ""
    builder: BodyBuilder = field(init=False)

    def __post_init__(self) -> None:
        self.builder = BodyBuilder(self.ledger)

    def run(self, year: int | None) -> Plan:
        """Read head, body, end and appendix in their order and put the plan together."""
        rest = self._read_head()
        end = next((i for i, item in enumerate(rest) if self._ends_body(item)), len(rest))
        self._read_body(rest[:end])
        self._read_tail(rest[end:])
        nodes = self.builder.nodes()
        note_labels(nodes, self.builder.top, self.ledger)
        if not any(node.label for node in nodes):
            self.ledger.note("Không nhận ra mục nào có nhãn (I., 1., a) …), toàn bộ nội dung giữ dưới dạng đoạn văn")
        return self._plan(year)

    @staticmethod
    def _ends_body(item: Item) -> bool:
        return starts_ending(item) or (isinstance(item, Line) and is_appendix_label(item))

    def _read_head(self) -> list[Item]:
        """Read up to the first section and return the items behind."""
        start = find_kind(self.items)
        above = header_end(self.items) if start is None else start
        self.head = read_head(self.items[:above], self.ledger)
        if start is None:
            self.ledger.note("Không thấy dòng tên loại “KẾ HOẠCH”")
            rest = self.items[above:]
        else:
            taken = read_title(self.items[start:], self.head)
            rest = self.items[start + taken :]
            if not self.head.title:
                self.ledger.note("Không thấy trích yếu của kế hoạch")
        for line in dict.fromkeys(map(id, self.head.rest)):
            self._keep(next(found for found in self.head.rest if id(found) == line), "Dòng ở phần đầu chưa xếp được")
        for item in self.items[:above]:
            if isinstance(item, Grid):
                self._read_grid(item)
        self.builder.stack = []
        return rest if start is None else self._read_preamble(rest)

    def _read_preamble(self, items: list[Item]) -> list[Item]:
        first = next((i for i, item in enumerate(items) if self._starts_body(item)), None)
        if first is None:  # no sections: only what surely is preamble
            first = next((i for i, item in enumerate(items) if not _is_opening(item)), len(items))
        lines = [item for item in items[:first] if isinstance(item, Line)]
        self.preamble, _ = read_preamble(lines)
        for item in items[:first]:
            if isinstance(item, Grid):
                self._read_grid(item)
        return items[first:]

    def _starts_body(self, item: Item) -> bool:
        if not isinstance(item, Line):
            return isinstance(item, Columns) or self._ends_body(item)
        if item.style:
            return item.style not in (styles.BASIS, styles.OPENING, styles.RULE)
        dash = item.label is not None and not item.label.value
        return (item.label is not None and not (dash and item.italic)) or self._ends_body(item)

    def _read_body(self, items: list[Item]) -> None:
        lines = [item for item in items if isinstance(item, Line)]
        closing = closing_start(lines)
        ending = {id(line) for line in lines[closing:]}
        self.closing = read_closing(lines[closing:], self.ledger)
        for item in items:
            if isinstance(item, Grid):
                self._read_grid(item)
            elif isinstance(item, Columns):
                for line in (line for cell in item.cells for line in cell):
                    self._keep(line, "Bảng không rõ loại, giữ dưới dạng đoạn văn")
            elif id(item) not in ending:
                self.builder.add(item)
                if item.paragraph.in_box:
                    self.ledger.note("Chữ trong hộp văn bản, đã đưa vào nội dung", item.text, self._here())

    def _read_tail(self, items: list[Item]) -> None:
        """Read recipients, signing block and appendices, in whatever order they come."""
        index = 0
        self.builder.stack = []
        while index < len(items):
            if starts_ending(items[index]) and not self.ending.found:
                self.ending, taken = read_ending(items[index:], self.ledger)
                for line in self.ending.rest:
                    self._keep(line, "Dòng ở phần cuối chưa xếp được")
                index += taken
            else:
                index += self._read_appendix(items[index:])
        if not self.ending.found:
            self.ledger.note("Không thấy nơi nhận và khối chữ ký")

    def _read_appendix(self, items: list[Item]) -> int:
        """Read one item, or a whole heading of an appendix; return how many items that took."""
        item = items[0]
        if isinstance(item, Grid):
            self._read_grid(item)
        elif isinstance(item, Columns):
            for line in (line for cell in item.cells for line in cell):
                self._keep(line, "Dòng ở phần cuối chưa xếp được")
        elif is_appendix_label(item):
            before_table = any(isinstance(found, Grid) and found.tasks for found in items)
            return self._read_appendix_head(items) if before_table and not self.tasks else self._keep_heading(item)
        elif clean_line(item.raw) == END_MARK or item.style == styles.APPENDIX_END:
            self.ledger.computed.append(item.raw)
        else:
            self._keep(item, "Nội dung sau phần ký, giữ ở cuối kế hoạch")
        return 1

    def _keep_heading(self, line: Line) -> int:
        self._keep(line, "Phụ lục không phải bảng nhiệm vụ, giữ ở cuối kế hoạch")
        return 1

    def _read_appendix_head(self, items: list[Item]) -> int:
        """Read "Phụ lục", its title and "(Kèm theo …)" up to the task table."""
        titles: list[str] = []
        taken = 0
        for item in items:
            if not isinstance(item, Line) or starts_ending(item):
                break
            taken += 1
            text = clean_line(item.raw)
            if item.style == styles.APPENDIX_REFERENCE or fold(text).lstrip("( ").startswith(
                ("kem theo", "ban hanh kem")
            ):
                self.ledger.computed.append(text)
                if not item.style:
                    self.ledger.note("Dòng “Kèm theo” của phụ lục do phần mềm tự ghi lại", text)
            elif is_appendix_label(item):
                title = text[len("Phụ lục") :].lstrip(" 0123456789IVX.:-–")
                self.ledger.computed.append(text[: len(text) - len(title)])
                titles += [title] if title else []
            elif item.style == styles.APPENDIX_TITLE or item.bold or item.centred or item.capital:
                titles.append(text)
            else:
                self._keep(item, "Dòng trước bảng phụ lục chưa xếp được")
        self.appendix_title = " ".join(titles)
        return taken

    def _read_grid(self, grid: Grid) -> None:
        if grid.tasks:
            self.tasks += read_tasks(grid.table, self.ledger)
            return
        rows = [" | ".join(clean_line(cell.text) for cell in row if cell.text) for row in grid.table.rows]
        node = self.builder.add_text([row for row in rows if row])
        self.ledger.note("Bảng không phải bảng nhiệm vụ, giữ dưới dạng đoạn văn", node.lines[0], node.id)

    def _keep(self, line: Line, reason: str) -> Node:
        text = clean_line(line.raw)
        node = self.builder.add_text([text], line)
        self.ledger.note(reason, text, node.id)
        return node

    def _here(self) -> str:
        return self.builder.stack[-1].id if self.builder.stack else ""

    def _plan(self, year: int | None) -> Plan:
        head = self.head
        found = year or find_year([head.title, *(line.text for line in reversed(self.preamble))]) or head.date_year
        if found is None:
            found = date.today().year
            self.ledger.note(f"Không thấy năm của kế hoạch, tạm ghi năm {found}")
        sections = self.builder.sections()
        return Plan(
            year=found,
            title=head.title,
            issuer=tuple(head.issuer),
            place=head.place,
            preamble=tuple(self.preamble),
            sections=sections if self.closing else _without_end_mark(sections),
            closing=tuple(self.closing),
            recipients=tuple(self.ending.recipients),
            signature=self.ending.signature,
            tasks=tuple(self.tasks),
            appendix_title=self.appendix_title,
            kind=head.kind or _KIND,
            upper_line=head.upper_line,
            number=head.number,
            symbol=head.symbol,
            date=head.date,
        )


def _is_opening(item: Item) -> bool:
    if not isinstance(item, Line):
        return False
    words = ("can cu", "thuc hien", "xet ", "theo de nghi", "uy ban nhan dan", "ubnd")
    return item.folded.startswith(words) or item.italic


def _without_end_mark(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Take "./." off the last paragraph of a plan without closing; the sentence gets its full stop back."""
    if not sections:
        return sections
    *others, last = sections
    if last.children:
        last = replace(last, children=_without_end_mark(last.children))
    elif last.text.endswith(END_MARK):
        last = replace(last, text=without_end_mark(last.text) + ".")
    elif last.title.endswith(END_MARK):
        last = replace(last, title=without_end_mark(last.title))
    return (*others, last)
