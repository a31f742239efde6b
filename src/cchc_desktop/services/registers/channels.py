"""Use cases of channels and their broadcasts; chosen broadcasts become entries of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cchc_desktop.domain import activity as activity_rules
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.channel import (
    CHANNEL_KIND_NAMES,
    Broadcast,
    Channel,
    ChannelKind,
    broadcast_problems,
    channel_problems,
    to_activity,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.registers.shelf import Shelf, ShelfRules, in_order
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel with what went over it in a year."""

    channel: Channel
    plays: int = 0
    minutes: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class BroadcastRow:
    """A broadcast with its channel; `logged` tells that its entry of the log is there."""

    broadcast: Broadcast
    channel: str
    kind: str
    logged: bool


@dataclass(frozen=True, slots=True)
class LoggedBroadcasts:
    """What became of chosen broadcasts: entries made, and how many were in the log before."""

    activity_ids: tuple[str, ...]
    broadcast_ids: tuple[str, ...]
    skipped: int
    changes: tuple[Change, ...]


class ChannelService:
    """The register of channels and the log of what went over them."""

    def __init__(
        self,
        database: Database,
        catalogues: Callable[[], Catalogues],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._read_catalogues = catalogues
        self._actor = actor
        self._today = today
        self.channels = Shelf(database, actor, ShelfRules[Channel](lambda repos: repos.channels, channel_problems))
        self.broadcasts = Shelf(
            database, actor, ShelfRules[Broadcast](lambda repos: repos.broadcasts, broadcast_problems)
        )

    @property
    def _catalogues(self) -> Catalogues:
        return self._read_catalogues()

    @property
    def _form_names(self) -> dict[str, str]:
        return {form.code: form.name for form in self._catalogues.forms}

    def rows(self, binned: bool = False) -> tuple[ChannelRow, ...]:
        """Return the channels with this calendar year's plays."""
        year = self._today().year
        with self._database.read() as uow:
            channels = uow.registers.channels.all(binned)
            broadcasts = [one for one in uow.registers.broadcasts.all() if one.date.year == year]
        rows = {channel.id: ChannelRow(channel) for channel in channels}
        for one in broadcasts:
            if row := rows.get(one.channel_id):
                last = one.date if row.last is None else max(row.last, one.date)
                rows[one.channel_id] = ChannelRow(
                    row.channel, row.plays + one.plays, row.minutes + one.all_minutes, last
                )
        kinds = list(ChannelKind)
        return tuple(sorted(rows.values(), key=lambda row: kinds.index(row.channel.kind)))

    def broadcast_rows(self, binned: bool = False) -> tuple[BroadcastRow, ...]:
        """Return the broadcasts, newest first."""
        with self._database.read() as uow:
            channels = _channels(uow)
            found = uow.registers.broadcasts.all(binned)
            live = uow.registers.live_activities()
        return tuple(_row(one, channels, one.activity_id in live) for one in found)

    def log(self, broadcast_ids: Sequence[str]) -> LoggedBroadcasts:
        """Make an entry of the log of each broadcast that has none; all of them or none.

        Raises:
            InvalidInput: the catalogue has no form for such a channel, or an entry would not be sound.

        """
        with self._database.write(self._actor()) as uow:
            chosen = uow.registers.broadcasts.some(broadcast_ids)
            channels = _channels(uow)
            live = uow.registers.live_activities()
            waiting = [one for one in chosen if one.activity_id not in live]
            made = [self._activity(one, channels) for one in waiting]
            uow.activities.save_many(made, self._form_names)
            for broadcast, activity in zip(waiting, made, strict=True):
                uow.registers.broadcasts.save(replace(broadcast, activity_id=activity.id))
            uow.commit()
        ids = tuple(one.id for one in waiting)
        entries = tuple(activity.id for activity in made)
        changes = (Change(Topic.ACTIVITY, entries), Change(Topic.REGISTER, ids))
        return LoggedBroadcasts(entries, ids, len(chosen) - len(waiting), changes)

    def unlog(self, logged: LoggedBroadcasts) -> tuple[Change, ...]:
        """Take back `log`: its entries go into the bin of the log.

        Raises:
            NotFound: an entry is gone for good.

        """
        with self._database.write(self._actor()) as uow:
            uow.activities.bin(logged.activity_ids)
            for broadcast in uow.registers.broadcasts.some(logged.broadcast_ids):
                uow.registers.broadcasts.save(replace(broadcast, activity_id=""))
            uow.commit()
        return logged.changes

    def table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return channels, in this order, as a list to write."""
        rows = {row.channel.id: row for row in self.rows()}
        year = self._today().year
        fields = (
            ListField[ChannelRow]("Loại kênh", 26, lambda row: CHANNEL_KIND_NAMES[row.channel.kind]),
            ListField[ChannelRow]("Tên kênh", 32, lambda row: row.channel.name),
            ListField[ChannelRow]("Địa điểm, địa chỉ", 34, lambda row: row.channel.address),
            ListField[ChannelRow]("Người phụ trách", 22, lambda row: row.channel.person),
            ListField[ChannelRow]("Dùng từ ngày", 12, lambda row: row.channel.active_from),
            ListField[ChannelRow]("Đến ngày", 12, lambda row: row.channel.active_to),
            ListField[ChannelRow](f"Lượt phát, đăng năm {year}", 12, lambda row: row.plays),
            ListField[ChannelRow](f"Tổng số phút năm {year}", 12, lambda row: row.minutes),
            ListField[ChannelRow]("Ghi chú", 24, lambda row: row.channel.note),
        )
        return list_table("SỔ THEO DÕI KÊNH TUYÊN TRUYỀN", self._as_of(), fields, in_order(rows, ids))

    def broadcast_table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return broadcasts, in this order, as a list to write."""
        rows = {row.broadcast.id: row for row in self.broadcast_rows()}
        fields = (
            ListField[BroadcastRow]("Ngày", 12, lambda row: row.broadcast.date),
            ListField[BroadcastRow]("Giờ", 8, lambda row: row.broadcast.time),
            ListField[BroadcastRow]("Kênh", 32, lambda row: row.channel),
            ListField[BroadcastRow]("Nội dung, chương trình", 50, lambda row: row.broadcast.programme),
            ListField[BroadcastRow]("Phút mỗi lượt", 10, lambda row: row.broadcast.minutes or None),
            ListField[BroadcastRow]("Số lượt", 10, lambda row: row.broadcast.plays),
            ListField[BroadcastRow]("Tổng số phút", 10, lambda row: row.broadcast.all_minutes or None),
            ListField[BroadcastRow]("Ghi chú", 26, lambda row: row.broadcast.note),
        )
        return list_table("NHẬT KÝ PHÁT, ĐĂNG TRÊN CÁC KÊNH", self._as_of(), fields, in_order(rows, ids))

    def _as_of(self) -> str:
        return f"(Tính đến ngày {short_date(self._today())})"

    def _activity(self, broadcast: Broadcast, channels: dict[str, Channel]) -> Activity:
        channel = channels.get(broadcast.channel_id)
        made = to_activity(broadcast, channel, self._catalogues) if channel else None
        if made is None:
            raise InvalidInput({"channel_id": "danh mục hình thức của đơn vị không có hình thức cho loại kênh này"})
        if problems := activity_rules.problems(made, self._catalogues):
            raise InvalidInput({"date": "; ".join(problems.values())})
        return made


def _channels(uow: UnitOfWork) -> dict[str, Channel]:
    """Return all channels by id, those in the bin too: what went over them stays in the log."""
    repo = uow.registers.channels
    return {channel.id: channel for channel in (*repo.all(binned=True), *repo.all())}


def _row(broadcast: Broadcast, channels: dict[str, Channel], logged: bool) -> BroadcastRow:
    channel = channels.get(broadcast.channel_id)
    name, kind = (channel.name, CHANNEL_KIND_NAMES[channel.kind]) if channel else ("", "")
    return BroadcastRow(broadcast, name, kind, logged)
