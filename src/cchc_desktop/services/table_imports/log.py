"""The log as a list that takes entries from tables: its counts are read by the form of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cchc_desktop.domain.change import Change
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.table_import import (
    FieldKind,
    ImportField,
    ImportPreview,
    ImportRow,
    ImportTarget,
    Matched,
    TableFile,
    TableHead,
)
from cchc_desktop.domain.wording import counts_text

if TYPE_CHECKING:
    from cchc_desktop.domain.activity import Activity
    from cchc_desktop.domain.catalogue import Catalogues
    from cchc_desktop.services.activities import ActivityService

_F = ImportField
_FIELDS = (
    _F("date", "Ngày", FieldKind.DATE, ("Ngày thực hiện", "Thời gian"), True),
    _F("form", "Hình thức", words=("Loại hình", "Kênh tuyên truyền", "Loại hoạt động"), required=True),
    _F("title", "Nội dung", words=("Tên hoạt động", "Tiêu đề", "Nội dung tuyên truyền"), required=True),
    _F("quantity", "Số lượng", words=("SL", "Kết quả", "Khối lượng")),
    _F("unit", "Đơn vị tính", words=("ĐVT",)),
    _F("task", "Nhiệm vụ", words=("Nhiệm vụ số", "NV")),
    _F("people", "Người thực hiện", words=("Chủ trì", "Cán bộ thực hiện"), many=True),
    _F("note", "Ghi chú", words=("Lưu ý",), many=True),
    _F("measure", "Số lượng theo đơn vị ở tiêu đề", many=True),
    _F("extra", "Đưa vào ghi chú kèm tiêu đề", many=True),
)
_TITLES = ("Ngày", "Hình thức", "Nội dung", "Số lượng", "Nhiệm vụ", "Người thực hiện", "Ghi chú")


class LogImport:
    """Reads tables by the forms and tasks of now."""

    def __init__(
        self, activities: ActivityService, catalogues: Callable[[], Catalogues], today: Callable[[], date]
    ) -> None:
        self._activities = activities
        self._catalogues = catalogues
        self._today = today

    @staticmethod
    def target() -> ImportTarget:
        """Return the fields of the log."""
        return ImportTarget("activity", "Nhật ký tuyên truyền cải cách hành chính", "hoạt động", _FIELDS)

    def find_heads(
        self, file: TableFile, remembered: Callable[[str], Mapping[int, str] | None]
    ) -> tuple[TableHead, ...]:
        """Return the tables of a file that look like a log, as the reader of logs understands them."""
        from cchc_desktop.documents.log_import import log_heads

        found = []
        for head in log_heads(file.grids, self._catalogues().forms):
            kept = remembered(head.fingerprint)
            if kept is not None:
                columns = (
                    replace(one, field=kept.get(one.number, ""), matched=Matched.REMEMBERED) for one in head.columns
                )
                head = replace(head, columns=tuple(columns))
            found.append(head)
        return tuple(found)

    def preview(self, file: TableFile, heads: tuple[TableHead, ...]) -> ImportPreview:
        """Tell row by row what would come in; entries that are in the log already are twins."""
        read = self._activities.preview_table(file, heads)
        accepted = [self._row(row) for row in read.accepted]
        twins = [self._row(row, "đã có trong nhật ký") for row in read.known]
        refused = tuple(read.refused)
        return ImportPreview(file.name, heads, _TITLES, tuple(accepted), tuple(twins), refused, read.skipped)

    def keep(self, entries: Sequence[Activity]) -> Change:
        """Store entries as one step."""
        rows = tuple(AcceptedRow("", 0, activity) for activity in entries)
        return self._activities.apply_import(LogPreview("", rows, ()))

    def template(self) -> bytes:
        """Return the blank log of this year."""
        return self._activities.template(data_year(self._today(), self._catalogues().periods))

    def _row(self, row: AcceptedRow, twin: str = "") -> ImportRow:
        activity = row.activity
        form = self._catalogues().form(activity.form)
        texts = (
            short_date(activity.date),
            form.name if form else activity.form,
            activity.title,
            counts_text(activity, form),
            "có" if activity.task_id else "",
            activity.people,
            activity.note,
        )
        return ImportRow(row.sheet, row.row, activity, texts, row.remarks, twin)
