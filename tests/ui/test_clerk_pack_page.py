"""Leaving and taking over, with real clicks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.ui.screens.settings_place import SettingsPlace


def test_a_pack_is_made_and_taken_over(qtbot, unit, settle, fake_ask, tmp_path: Path, type_text, photograph) -> None:
    services = unit.services
    services.activities.save(Activity(date(2026, 1, 5), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(1)}))
    place = SettingsPlace(unit)
    qtbot.addWidget(place)
    place.resize(1180, 660)
    place.show()
    place.tabs.setCurrentWidget(place.clerk_pack)
    page = place.clerk_pack
    type_text(page.note, "Nhớ hỏi đài truyền thanh")
    target = tmp_path / "ban giao"
    fake_ask.queue("save_file", target)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    settle(unit)
    made = tmp_path / "ban giao.cchc-ban-giao"
    assert made.exists()
    assert "1 hoạt động" in page.bar.text
    photograph(place, "settings_clerk_pack", 0)
    late = services.activities.save(Activity(date(2026, 1, 6), "tin_bai", "Ghi sau", {"so_bai": Decimal(1)}))
    assert late.activity.version
    changes: list[Change] = []
    unit.bus.changed.connect(changes.append)
    fake_ask.queue("open_file", made)
    fake_ask.queue("confirm", True)
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    settle(unit)
    ((question, _),) = fake_ask.calls("confirm")
    assert "Nguyễn Văn Bình" in question
    assert [change.topic for change in changes] == [Topic.BACKUP]
    assert [row.title for row in services.activities.page(ActivityFilter(limit=9)).activities] == ["Tin về hộ tịch"]
