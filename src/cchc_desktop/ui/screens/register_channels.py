"""Sổ theo dõi → Kênh tuyên truyền: the channels, and what went over them; chosen rows go into the log."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from cchc_desktop.domain.channel import (
    CHANNEL_KIND_NAMES,
    Broadcast,
    Channel,
    ChannelKind,
    broadcast_problems,
    channel_problems,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.services.registers.channels import BroadcastRow, ChannelRow, LoggedBroadcasts
from cchc_desktop.ui.models.rows import Align, Column
from cchc_desktop.ui.screens.register_page import RegisterPage
from cchc_desktop.ui.widgets.register_form import FieldKind, FieldSpec, choice

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.listing import ListTable
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context

_CHANNEL_COLUMNS: tuple[Column[ChannelRow], ...] = (
    Column("name", "Tên kênh", lambda row: row.channel.name),
    Column("kind", "Loại", lambda row: CHANNEL_KIND_NAMES[row.channel.kind]),
    Column("person", "Người phụ trách", lambda row: row.channel.person),
    Column("plays", "Lượt năm nay", lambda row: format_number(row.plays), lambda row: row.plays, Align.RIGHT),
    Column("last", "Gần nhất", lambda row: short_date(row.last) if row.last else "", lambda row: row.last),
)

_BROADCAST_COLUMNS: tuple[Column[BroadcastRow], ...] = (
    Column("date", "Ngày", lambda row: short_date(row.broadcast.date), lambda row: row.broadcast.date),
    Column("time", "Giờ", lambda row: row.broadcast.time),
    Column("programme", "Chương trình", lambda row: row.broadcast.programme),
    Column("channel", "Kênh", lambda row: row.channel),
    Column(
        "plays", "Lượt", lambda row: format_number(row.broadcast.plays), lambda row: row.broadcast.plays, Align.RIGHT
    ),
    Column("minutes", "Phút", lambda row: _minutes(row), lambda row: row.broadcast.all_minutes, Align.RIGHT),
    Column("logged", "Nhật ký", lambda row: "Đã ghi" if row.logged else "Chưa ghi"),
)


def _minutes(row: BroadcastRow) -> str:
    return format_number(row.broadcast.all_minutes) if row.broadcast.all_minutes else ""


class ChannelsPage(RegisterPage[ChannelRow]):
    """The channels."""

    entity = "channel"
    add_text = "Thêm kênh"
    noun = "kênh"
    empty_text = (
        "Chưa có kênh tuyên truyền nào: cụm loa, trang thông tin điện tử, fanpage, nhóm Zalo, báo, đài, màn hình."
    )
    file_name = "Kênh tuyên truyền"
    spare = ("person", "last")
    first = "name"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("name", "Tên kênh"),),
            (choice("kind", "Loại kênh", CHANNEL_KIND_NAMES),),
            (FieldSpec("person", "Người phụ trách"),),
            (FieldSpec("address", "Địa điểm đặt, địa chỉ trang hoặc nhóm", hint="Ví dụ: đầu thôn Đoài; lexa.gov.vn"),),
            (
                FieldSpec("active_from", "Dùng từ ngày", FieldKind.DAY),
                FieldSpec("active_to", "Đến ngày", FieldKind.DAY, "Để trống khi đang dùng."),
            ),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "channels", _CHANNEL_COLUMNS, (0, 165, 140, 125, 95), specs)

    @property
    def shelf(self) -> Shelf[Any]:
        """The channels."""
        return self.registers.channels.channels

    def rows(self, binned: bool) -> Sequence[ChannelRow]:
        """Return the channels with this year's plays."""
        return self.registers.channels.rows(binned)

    def entry(self, row: ChannelRow) -> Channel:
        """Return the channel."""
        return row.channel

    def row_of(self, entry: Channel) -> ChannelRow:
        """Return a row without plays."""
        return ChannelRow(entry)

    def new_entry(self) -> Channel:
        """Return a loudspeaker, what communes have most of."""
        return Channel(ChannelKind.LOUDSPEAKER, "")

    def entry_problems(self, entry: Channel) -> dict[str, str]:
        """Return what is wrong."""
        return channel_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.registers.channels.table(ids, personal)

    def explain(self, entry: Channel) -> tuple[str, str]:
        """Tell of a channel that is no longer in use."""
        used = entry.active_on(self.context.today())
        return "" if used else self.tr("Hôm nay kênh này không dùng."), ""

    def sums(self, rows: Sequence[ChannelRow]) -> str:
        """Count channels and plays."""
        active = sum(row.channel.active_on(self.context.today()) for row in rows)
        return self.tr(
            "{0} kênh, {1} kênh đang dùng; {2} lượt phát, đăng trong năm. Bấm đúp để xem các lượt của kênh."
        ).format(len(rows), active, format_number(sum(row.plays for row in rows)))


class BroadcastsPage(RegisterPage[BroadcastRow]):
    """What went over the channels."""

    entity = "broadcast"
    add_text = "Ghi lượt phát, đăng"
    noun = "lượt phát, đăng"
    empty_text = (
        "Chưa ghi lượt phát, đăng nào. Mỗi dòng là một chương trình, tin, bài trên một kênh, với giờ, phút và số lượt."
    )
    file_name = "Nhật ký phát, đăng trên các kênh"
    spare = ("minutes", "time", "plays")
    first = "channel_id"

    def __init__(self, context: Context) -> None:
        specs = (
            (FieldSpec("channel_id", "Kênh", FieldKind.KEY, "Gõ vài chữ của tên kênh, không cần dấu."),),
            (FieldSpec("date", "Ngày", FieldKind.NEEDED_DAY), FieldSpec("time", "Giờ", FieldKind.CLOCK)),
            (FieldSpec("programme", "Nội dung, chương trình, tin, bài", FieldKind.TEXT),),
            (
                FieldSpec("minutes", "Số phút mỗi lượt", FieldKind.WHOLE),
                FieldSpec("plays", "Số lượt (tin, bài)", FieldKind.WHOLE),
            ),
            (FieldSpec("", "", FieldKind.DERIVED),),
            (FieldSpec("note", "Ghi chú", FieldKind.TEXT),),
        )
        super().__init__(context, "broadcasts", _BROADCAST_COLUMNS, (95, 58, 0, 150, 58, 62, 85), specs)
        self._logged: LoggedBroadcasts | None = None
        self.channel_box = QComboBox(self)
        self.channel_box.setObjectName("broadcasts_channel_filter")
        self.channel_box.setAccessibleName(self.tr("Lọc theo kênh"))
        self.channel_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.channel_box.setMinimumContentsLength(11)
        self.channel_box.addItem(self.tr("Mọi kênh"), "")
        self.channel_box.activated.connect(self.refresh)
        self.log = self.button("log", self.tr("Ghi vào nhật ký"), "mdi6.notebook-plus-outline", self._log)
        self.log.setToolTip(self.tr("Mỗi dòng đang chọn thành một hoạt động trong Nhật ký; dòng đã ghi được bỏ qua"))
        self.tools.insertWidget(0, self.channel_box)
        self.tools.insertWidget(1, self.log)
        self.table.selected_changed.connect(self._allow_log)

    @property
    def shelf(self) -> Shelf[Any]:
        """The broadcasts."""
        return self.registers.channels.broadcasts

    def rows(self, binned: bool) -> Sequence[BroadcastRow]:
        """Return the broadcasts, newest first."""
        return self.registers.channels.broadcast_rows(binned)

    def entry(self, row: BroadcastRow) -> Broadcast:
        """Return the broadcast."""
        return row.broadcast

    def row_of(self, entry: Broadcast) -> BroadcastRow:
        """Return a row."""
        return BroadcastRow(entry, "", "", bool(entry.activity_id))

    def new_entry(self) -> Broadcast:
        """Return a broadcast of today on the channel filtered by, at the time of the last one there."""
        chosen = str(self.channel_box.currentData() or "")
        before = next((row.broadcast for row in self.rows(False) if chosen in ("", row.broadcast.channel_id)), None)
        channel = chosen or (before.channel_id if before else "")
        time, minutes = (before.time, before.minutes) if before else ("", 0)
        return Broadcast(channel, self.context.today(), "", time, minutes)

    def entry_problems(self, entry: Broadcast) -> dict[str, str]:
        """Return what is wrong."""
        return broadcast_problems(entry)

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return the list to write."""
        return self.registers.channels.broadcast_table(ids, personal)

    def offer(self) -> None:
        """Offer the channels, in the form and in the filter."""
        channels = [(channel.id, channel.name) for channel in self.registers.channels.channels.all()]
        self.form.set_options("channel_id", channels)
        chosen = self.channel_box.currentData()
        self.channel_box.clear()
        self.channel_box.addItem(self.tr("Mọi kênh"), "")
        for key, name in channels:
            self.channel_box.addItem(name, key)
        self.channel_box.setCurrentIndex(max(0, self.channel_box.findData(chosen)))

    def show_channel(self, channel_id: str) -> None:
        """Show what went over one channel."""
        self.bring_choices()
        self.channel_box.setCurrentIndex(max(0, self.channel_box.findData(channel_id)))
        self.refresh()

    def passes(self, row: BroadcastRow) -> bool:
        """Let the channel through that is filtered by."""
        chosen = self.channel_box.currentData()
        return not chosen or row.broadcast.channel_id == chosen

    def explain(self, entry: Broadcast) -> tuple[str, str]:
        """Tell how long all plays take."""
        if not entry.minutes or entry.plays < 2:
            return "", ""
        return "", self.tr("Tổng thời lượng: {0} phút").format(format_number(entry.all_minutes))

    def sums(self, rows: Sequence[BroadcastRow]) -> str:
        """Sum plays and minutes of the rows shown."""
        plays = sum(row.broadcast.plays for row in rows)
        minutes = sum(row.broadcast.all_minutes for row in rows)
        waiting = sum(not row.logged for row in rows)
        return self.tr("{0} dòng: {1} lượt, {2} phút. {3} dòng chưa ghi vào nhật ký.").format(
            len(rows), format_number(plays), format_number(minutes), waiting
        )

    def reload(self, select: str = "") -> None:
        """Read again."""
        super().reload(select)
        self._allow_log()

    def _allow_log(self) -> None:
        self.log.setEnabled(not self._binned and any(not row.logged for row in self.table.selected_rows()))

    def _log(self) -> None:
        if not self.leave():
            return
        ids = [self.key(row) for row in self.table.selected_rows()]
        try:
            logged = self.registers.channels.log(ids)
        except InvalidInput as error:
            self.bar.tell("; ".join(reason[:1].upper() + reason[1:] for reason in error.problems.values()))
            return
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self._logged = logged
        self._announce(logged.changes)
        text = self.tr("Đã ghi {0} hoạt động vào nhật ký.").format(len(logged.activity_ids))
        if logged.skipped:
            text += " " + self.tr("{0} dòng đã ghi từ trước được bỏ qua.").format(logged.skipped)
        self.bar.tell(text, (self.tr("Hoàn tác"), partial(self._unlog, logged)))

    def _unlog(self, logged: LoggedBroadcasts) -> None:
        try:
            changes = self.registers.channels.unlog(logged)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self._announce(changes)
        self.bar.tell(self.tr("Đã bỏ {0} hoạt động khỏi nhật ký.").format(len(logged.activity_ids)))

    def _announce(self, changes: Sequence[Change]) -> None:
        self.record = None
        self.reload()
        self.context.saved()
        for change in changes:
            self.context.bus.announce(change)
