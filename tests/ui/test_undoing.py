"""Ctrl+Z over the whole window, the list of acts, the bin, the history of a record: by keys and clicks."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.channel import Channel, ChannelKind
from cchc_desktop.domain.petition import Petition
from cchc_desktop.errors import UndoRefused
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.screens.activity_place import ActivityPlace
from cchc_desktop.ui.screens.bin_place import BinPlace
from cchc_desktop.ui.screens.steps_place import StepsPlace
from cchc_desktop.ui.session import Session

TODAY = date(2026, 3, 12)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def session(qtbot, dressed_app, unit, paths, fake_ask):
    """A session on the test's data."""
    from cchc_desktop.wiring import open_services

    unit.services.close()
    window = MainWindow()
    qtbot.addWidget(window)
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    window.resize(int(1366 / scale), int(728 / scale))
    made = Session(window, paths, lambda clerk: open_services(paths, clerk, lambda: TODAY), lambda: TODAY, fake_ask)
    made.settings.update(clerk="Nguyễn Văn Bình")
    window.painted.connect(made.start)
    with qtbot.waitSignal(made.ready, timeout=20_000):
        window.show()
    window.activateWindow()
    settle(qtbot, made)
    yield made
    window.can_close = None
    window.close()
    made.close()


def settle(qtbot, session):
    qtbot.waitUntil(lambda: not session.runner.busy, timeout=20_000)
    QApplication.processEvents()


def put(session, title="Phát thanh về dịch vụ công"):
    services = session.context.services
    form = services.catalogues.forms[0]
    made = Activity(date(2026, 3, 3), form.code, title, {form.measures[0].code: Decimal(2)})
    saved = services.activities.save(made)
    session.bus.announce(saved.change)
    return saved.activity


def total(session, binned=False):
    return session.context.services.activities.page(ActivityFilter(binned=binned)).total


def go(qtbot, session, key):
    qtbot.mouseClick(session.window.left_bar.buttons[key], Qt.MouseButton.LeftButton)
    settle(qtbot, session)
    return session.places[key]


def click(qtbot, place, name):
    button = place.findChild(QPushButton, name)
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_ctrl_z_takes_back_and_ctrl_shift_z_does_again(qtbot, session):
    place = go(qtbot, session, "activity")
    assert isinstance(place, ActivityPlace)
    put(session)
    settle(qtbot, session)
    place.table.setFocus()
    place.table.select_number(0)
    qtbot.keyClick(place.table, Qt.Key.Key_Z, CTRL)
    settle(qtbot, session)
    assert (total(session), total(session, binned=True)) == (0, 1)
    assert place.table.model().rowCount() == 0
    assert "Đã hoàn tác: Ghi hoạt động" in session.window.statusBar().currentMessage()
    for keys in ((Qt.Key.Key_Z, CTRL | SHIFT), (Qt.Key.Key_Y, CTRL)):
        qtbot.keyClick(session.window, *keys)
        settle(qtbot, session)
        assert total(session) == 1
    assert "Không còn việc nào để làm lại" in session.window.statusBar().currentMessage()


def test_in_a_text_field_ctrl_z_is_the_text_s(qtbot, session, type_text):
    place = go(qtbot, session, "activity")
    put(session)
    qtbot.keyClick(session.window, Qt.Key.Key_F, CTRL)
    box = place.filters.search
    type_text(box, "phat")
    qtbot.keyClick(box, Qt.Key.Key_Z, CTRL)
    settle(qtbot, session)
    assert box.text() == ""
    assert total(session) == 1


def test_nothing_of_this_session_is_left(qtbot, session):
    qtbot.keyClick(session.window, Qt.Key.Key_Z, CTRL)
    settle(qtbot, session)
    assert "Không còn việc nào của lần mở này" in session.window.statusBar().currentMessage()


def test_a_later_change_refuses_and_names_it(qtbot, session, fake_ask):
    kept = put(session)
    services = session.context.services
    services.activities.save(replace(kept, title="Họp thôn"))
    step = services.undo.last
    services.activities.save(replace(services.activities.get(kept.id), title="Họp xóm"))
    place = go(qtbot, session, "steps")
    assert isinstance(place, StepsPlace)
    number = [line.id for line in place.model.rows].index(step)
    place.table.select_number(number)
    fake_ask.expected_errors.append(UndoRefused)
    click(qtbot, place, "steps_undo")
    settle(qtbot, session)
    ((error,),) = fake_ask.calls("error")
    assert "Nội dung đã sửa sau đó (bởi Nguyễn Văn Bình" in error.reasons[0]
    assert services.activities.get(kept.id).title == "Họp xóm"


def test_the_list_takes_back_up_to_a_line(qtbot, session, fake_ask, photograph):
    services = session.context.services
    kept = put(session)
    services.registers.channels.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Đài truyền thanh xã"))
    services.activities.bin([kept.id])
    services.agenda.skip("task", date(2026, 2, 28), "loa hỏng")
    place = go(qtbot, session, "steps")
    assert [line.name for line in place.model.rows][1:3] == [
        f"Xóa hoạt động “{kept.title} (03/03/2026)”",
        "Ghi kênh tuyên truyền “Đài truyền thanh xã”",
    ]
    place.table.select_number(2)
    photograph(session.window, "undo_steps")
    fake_ask.queue("confirm", True)
    click(qtbot, place, "steps_undo_to")
    settle(qtbot, session)
    assert "Hoàn tác 3 việc" in fake_ask.calls("confirm")[0][0]
    assert total(session) == 1
    assert services.registers.channels.channels.all() == ()
    assert all(line.undone_by == "Nguyễn Văn Bình" for line in place.model.rows[:3])
    photograph(session.window, "undo_steps_after")


def test_the_bin_searches_restores_and_takes_that_back(qtbot, session, type_text, photograph):
    services = session.context.services
    services.activities.bin([put(session, title).id for title in ("Họp thôn Đoài", "Đối thoại với dân", "Tờ rơi")])
    person = services.registers.petitions.petitions.save(Petition(date(2026, 3, 1), "Cửa muộn", person="Hạnh")).entry
    services.registers.petitions.petitions.bin([person.id])
    place = go(qtbot, session, "bin")
    assert isinstance(place, BinPlace)
    assert place.model.rowCount() == 4
    photograph(session.window, "undo_bin")
    type_text(place.search, "doai")
    assert [row.title for row in place.model.rows] == ["Họp thôn Đoài (03/03/2026)"]
    place.table.select_number(0)
    click(qtbot, place, "bin_restore")
    settle(qtbot, session)
    assert total(session) == 1
    qtbot.mouseClick(place.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    settle(qtbot, session)
    assert total(session) == 0
    place.search.clear()
    place.kinds.setCurrentText("Phản ánh, kiến nghị")
    assert place.model.rowCount() == 1


def test_deleting_for_good_asks_and_backs_up(qtbot, session, fake_ask):
    services = session.context.services
    services.activities.bin([put(session).id])
    place = go(qtbot, session, "bin")
    place.table.select_number(0)
    fake_ask.queue("confirm", False)
    click(qtbot, place, "bin_purge")
    assert place.model.rowCount() == 1
    fake_ask.queue("confirm", True)
    click(qtbot, place, "bin_purge")
    settle(qtbot, session)
    settle(qtbot, session)
    assert place.model.rowCount() == 0
    assert services.backups.all()[0].kind == "before-purge"
    assert "Đã xóa hẳn 1 mục" in place.bar.text


def test_the_history_opens_with_f8_beside_the_place(qtbot, session, photograph):
    services = session.context.services
    entry = services.registers.channels.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Đài xã", "thôn Đoài")).entry
    services.registers.channels.channels.save(
        replace(entry, name="Đài truyền thanh xã", kind=ChannelKind.ZALO, active_from=date(2026, 1, 2), address="")
    )
    place = go(qtbot, session, "registers")
    place.channels.table.setFocus()
    place.channels.table.select_number(0)
    qtbot.keyClick(place.channels.table, Qt.Key.Key_F8)
    panel = session.undoing.panel
    assert panel is not None
    assert panel.isVisible()
    assert panel.title.text() == "Kênh tuyên truyền: Đài truyền thanh xã"
    assert "Loại: <s>Loa, cụm loa truyền thanh</s> → Zalo" in panel.text
    assert "Từ ngày: 02/01/2026" in panel.text
    assert "Nguyễn Văn Bình" in panel.text
    photograph(session.window, "undo_history")
    assert session.window.width() <= 1366, "the panel must not push the window off the screen"
    assert panel.mapTo(session.window, panel.rect().topRight()).x() == session.window.width() - 1
    services.registers.channels.channels.bin([entry.id])
    session.bus.announce(services.registers.channels.channels.restore([entry.id]))
    assert "Lấy lại" in panel.text
    qtbot.keyClick(session.window, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_the_form_of_an_entry_has_its_history(qtbot, session, photograph):
    kept = put(session)
    place = go(qtbot, session, "activity")
    place.accept(kept.id)
    click(qtbot, place, "activity_form_history")
    assert "Số lượng: " in session.undoing.panel.text
    photograph(session.window, "undo_history_activity")
    session.undoing.panel.hide()
    place.escape()
    place.new()
    assert not place.findChild(QPushButton, "activity_form_history").isVisible()


def test_a_stated_figure_has_its_history(qtbot, session):
    from cchc_desktop.domain.figure import FigureState, Statement

    place = go(qtbot, session, "report")
    place.accept("2026-Q1")
    settle(qtbot, session)
    reports = session.context.services.reports
    code = reports.report("2026-Q1").figures[0].indicator.code
    session.bus.announce(reports.state(Statement("2026-Q1", code, FigureState.NIL, None, "mưa bão")))
    settle(qtbot, session)
    place.figures.table.choose([code])
    place.figures.table.setFocus()
    qtbot.keyClick(place.figures.table, Qt.Key.Key_F8)
    assert "Lý do: mưa bão" in session.undoing.panel.text
    assert "Trạng thái: không phát sinh" in session.undoing.panel.text


def test_every_list_of_the_registers_knows_its_history(qtbot, session):
    place = go(qtbot, session, "registers")
    from cchc_desktop.domain.record_words import NOUNS

    pages = [page for tab in place._tabs for page in tab.pages]
    assert len({page.entity for page in pages}) == len(pages) == 8
    assert {page.entity for page in pages} <= set(NOUNS)


def test_the_bin_and_the_list_say_that_they_are_empty(qtbot, session, photograph):
    place = go(qtbot, session, "bin")
    assert place.empty.isVisible()
    photograph(session.window, "undo_bin_empty")
