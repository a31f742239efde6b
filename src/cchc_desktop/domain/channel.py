"""Channels of communication (loudspeakers, portal, fanpage, press …) and what went over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.activity import TITLE_LIMIT, Activity
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.register import day_problems, order_problems, text_problems

_CLOCK = re.compile(r"([01]?\d|2[0-3])\s*(?:[:hg.]\s*([0-5]?\d)?)?")
MOST = 1_000_000
"""More minutes or plays than this are a slip of the key."""


class ChannelKind(StrEnum):
    """Kinds of channel."""

    LOUDSPEAKER = "loudspeaker"
    PORTAL = "portal"
    FANPAGE = "fanpage"
    ZALO = "zalo"
    PRESS = "press"
    RADIO = "radio"
    SCREEN = "screen"


CHANNEL_KIND_NAMES = {
    ChannelKind.LOUDSPEAKER: "Loa, cụm loa truyền thanh",
    ChannelKind.PORTAL: "Cổng, trang thông tin điện tử",
    ChannelKind.FANPAGE: "Fanpage, mạng xã hội",
    ChannelKind.ZALO: "Zalo",
    ChannelKind.PRESS: "Báo, bản tin",
    ChannelKind.RADIO: "Đài phát thanh, truyền hình",
    ChannelKind.SCREEN: "Màn hình, bảng điện tử",
}
"""How kinds of channel are called."""

PLAYS, MINUTES, ONE = "plays", "minutes", "one"

LOG_FORMS: Mapping[ChannelKind, tuple[str, Mapping[str, str]]] = {
    ChannelKind.LOUDSPEAKER: (
        "phat_thanh",
        {"luot_phat": PLAYS, "so_phut": MINUTES, "so_chuong_trinh": ONE},
    ),
    ChannelKind.PORTAL: ("trang_tin", {"so_bai": PLAYS}),
    ChannelKind.FANPAGE: ("mang_xa_hoi", {"so_bai": PLAYS}),
    ChannelKind.ZALO: ("mang_xa_hoi", {"so_bai": PLAYS}),
    ChannelKind.PRESS: ("tin_bai", {"so_bai": PLAYS}),
    ChannelKind.RADIO: ("tin_bai", {"so_bai": PLAYS}),
    ChannelKind.SCREEN: ("man_hinh", {"luot_chieu": PLAYS, "so_noi_dung": ONE}),
}
"""Kind of channel → form of the log, and measure of that form → what of a broadcast is counted."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel. `address` is where it stands or its link; without `active_to` it is still in use."""

    kind: ChannelKind
    name: str
    address: str = ""
    person: str = ""
    active_from: date | None = None
    active_to: date | None = None
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0

    def active_on(self, day: date) -> bool:
        """Tell whether the channel is in use on a day."""
        return (self.active_from is None or self.active_from <= day) and (
            self.active_to is None or day <= self.active_to
        )


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What went over a channel on a day: `plays` times at `time` ("17:00", "" when not known).

    `minutes` is the length of one play. `activity_id` names the entry of the log it was turned into, "" none.
    """

    channel_id: str
    date: date
    programme: str
    time: str = ""
    minutes: int = 0
    plays: int = 1
    note: str = ""
    activity_id: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0

    @property
    def all_minutes(self) -> int:
        """The length of all plays together."""
        return self.minutes * self.plays


def channel_problems(channel: Channel) -> dict[str, str]:
    """Return field → reason for all that forbids keeping a channel."""
    return {
        **text_problems(
            {"name": channel.name, "address": channel.address, "person": channel.person},
            {"note": channel.note},
            {"name": "chưa nhập tên kênh"},
        ),
        **day_problems({"active_from": channel.active_from, "active_to": channel.active_to}),
        **order_problems(channel.active_from, channel.active_to, "active_to"),
    }


def broadcast_problems(broadcast: Broadcast) -> dict[str, str]:
    """Return field → reason for all that forbids keeping a broadcast."""
    found = {
        **text_problems(
            {"programme": broadcast.programme}, {"note": broadcast.note}, {"programme": "chưa nhập nội dung phát, đăng"}
        ),
        **day_problems({"date": broadcast.date}),
    }
    if not broadcast.channel_id:
        found["channel_id"] = "chưa chọn kênh"
    if broadcast.time and read_clock(broadcast.time) != broadcast.time:
        found["time"] = "giờ chưa đúng, ví dụ: 17:00 hoặc 5h30"
    if not 0 <= broadcast.minutes <= MOST:
        found["minutes"] = "số phút chưa đúng"
    if not 1 <= broadcast.plays <= MOST:
        found["plays"] = "số lượt phải từ 1 trở lên"
    return found


def read_clock(text: str) -> str | None:
    """Return "17:00" for "17:00", "17h", "17h00", "17g", "17.00"; "" for nothing; None for what is no time."""
    text = text.strip().casefold()
    if not text:
        return ""
    match = _CLOCK.fullmatch(text)
    return f"{int(match[1]):02d}:{int(match[2] or 0):02d}" if match else None


def to_activity(broadcast: Broadcast, channel: Channel, catalogues: Catalogues) -> Activity | None:
    """Return a broadcast as an entry of the log; None when the catalogue has no form for such a channel.

    Only measures that the form still has are counted.
    """
    code, counted = LOG_FORMS[channel.kind]
    form = catalogues.form(code)
    if form is None:
        return None
    amounts = {PLAYS: broadcast.plays, MINUTES: broadcast.all_minutes, ONE: 1}
    counts = {
        measure: Decimal(amounts[what])
        for measure, what in counted.items()
        if form.measure(measure) and (amounts[what] or what != MINUTES)
    }
    at = f" lúc {broadcast.time}" if broadcast.time else ""
    note = "\n".join(filter(None, (f"Kênh: {channel.name}{at}", broadcast.note)))
    title = broadcast.programme[:TITLE_LIMIT]
    return Activity(broadcast.date, code, title, counts, people=channel.person, note=note)
