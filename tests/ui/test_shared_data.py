"""Cài đặt → Dữ liệu dùng chung, through a real server: prepare, copy there, use, hear others, come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from cchc_desktop import settings as settings_file
from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.member import Role
from cchc_desktop.errors import DatabaseAway, ServerFault
from cchc_desktop.ui.screens.settings_place import SettingsPlace
from cchc_desktop.ui.screens.start_trouble import StartTrouble
from cchc_desktop.wiring import open_services
from postgres import LOGIN, Server, require_server, running

pytestmark = pytest.mark.postgresql
TODAY = date(2026, 3, 12)


@pytest.fixture
def address(server: Server):
    server.sql("CREATE DATABASE window_tests", login=LOGIN)
    yield server.url("window_tests")
    server.sql("DROP DATABASE window_tests WITH (FORCE)")


@pytest.fixture
def place(qtbot, unit, settle):
    made = SettingsPlace(unit)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    made.tabs.setCurrentWidget(made.shared)
    made.refresh()
    settle(unit)
    return made


def click(qtbot, place, name):
    qtbot.mouseClick(place.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_the_whole_way_there_and_back(qtbot, unit, place, settle, address, photograph, fake_ask, type_text):
    form = unit.services.catalogues.forms[0]
    unit.services.activities.save(
        Activity(date(2026, 3, 2), form.code, "Họp thôn", {form.measures[0].code: Decimal(2)})
    )
    unit.services.attachments.keep_bytes(b"anh chup " * 100, "a.jpg")
    heard = []
    unit.bus.changed.connect(heard.append)
    page = place.shared
    type_text(page.address, "máy chủ")
    click(qtbot, place, "shared_try")
    settle(unit)
    assert page.address_field.problem == "Địa chỉ phải có dạng postgresql://tên@máy-chủ/cơ-sở-dữ-liệu"
    page.address.clear()
    type_text(page.address, address)
    click(qtbot, place, "shared_try")
    settle(unit)
    assert "còn trống" in page.state.text()
    assert not page.send.isVisible()
    photograph(place, "settings_shared_empty", width=1200, height=640)
    click(qtbot, place, "shared_prepare")
    settle(unit)
    assert "Quyền của anh chị ở đó: quản trị." in page.state.text()
    click(qtbot, place, "shared_send")
    settle(unit)
    assert "1 hoạt động" in page.bar.label.text()
    photograph(place, "settings_shared_ready", width=1200, height=640)
    fake_ask.queue("confirm", True)
    click(qtbot, place, "shared_use")
    assert heard[-1].topic is Topic.BACKUP
    assert settings_file.load(unit.paths.settings).database_url == address

    services = open_services(unit.paths, lambda: "Nguyễn Văn Bình", lambda: TODAY)
    assert services.is_shared
    assert [found.title for found in services.activities.page(ActivityFilter()).activities] == ["Họp thôn"]
    services.activities.save(Activity(date(2026, 3, 3), form.code, "Mới trên máy chủ"))
    on_server = type(unit)(**{**{name: getattr(unit, name) for name in unit.__slots__}, "services": services})
    there = SettingsPlace(on_server)
    qtbot.addWidget(there)
    there.resize(1200, 640)
    there.show()
    there.tabs.setCurrentWidget(there.shared)
    there.refresh()
    settle(unit)
    qtbot.waitUntil(lambda: "quyền quản trị" in there.shared.state.text(), timeout=10_000)
    members = there.shared.members
    click(qtbot, there, "member_keep")
    settle(unit)
    assert members.login_field.problem
    type_text(members.login, "dao")
    type_text(members.name, "Trần Thị Đào")
    click(qtbot, there, "member_keep")
    settle(unit)
    qtbot.waitUntil(lambda: members.model.rowCount() == 2, timeout=10_000)
    assert services.shared_data.members()[0].role is Role.WRITE
    photograph(there, "settings_shared_use", width=1200, height=640)
    fake_ask.queue("confirm", True)
    click(qtbot, there, "shared_fetch")
    settle(unit)
    assert settings_file.load(unit.paths.settings).database_url == ""
    services.close()
    back = open_services(unit.paths, lambda: "Nguyễn Văn Bình", lambda: TODAY)
    assert {found.title for found in back.activities.page(ActivityFilter()).activities} == {
        "Họp thôn",
        "Mới trên máy chủ",
    }
    back.close()


@pytest.mark.parametrize(
    ("fault", "names", "asks"),
    [
        (ServerFault.LOGIN, ["Thử lại", "Mở thư mục dữ liệu", "Dùng tệp trên máy này", "Đóng chương trình"], True),
        (ServerFault.AWAY, ["Thử lại", "Mở thư mục dữ liệu", "Dùng tệp trên máy này", "Đóng chương trình"], False),
    ],
)
def test_a_server_that_is_away_at_the_start_leaves_ways_out(qtbot, dressed_app, photograph, fault, names, asks):
    page = StartTrouble(DatabaseAway("cchc trên may-chu", fault))
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    assert [button.text() for button in page.findChildren(QPushButton)] == names
    assert page.password.isVisible() is asks
    photograph(page, f"start_trouble_server_{fault}", width=1000, height=500)


def test_what_others_change_is_announced_in_the_window(qtbot, unit, shared_address, settle):
    from PySide6.QtWidgets import QWidget

    from cchc_desktop.ui.shared_session import SharedSession

    settings_file.save(settings_file.Settings(database_url=shared_address), unit.paths.settings)
    mine, other = (open_services(unit.paths, lambda: "Bình", lambda: TODAY) for _ in range(2))
    window, heard = QWidget(), []
    qtbot.addWidget(window)
    unit.bus.changed.connect(lambda change: heard.append(change.topic))
    listening = SharedSession(window, unit.bus, unit.ask, unit.settings, unit.runner)
    listening.begin(mine)
    form = mine.catalogues.forms[0]

    def told() -> None:
        if not heard:
            other.activities.save(Activity(date(2026, 3, 3), form.code, "Của người khác"))
        assert Topic.ACTIVITY in heard

    qtbot.waitUntil(told, timeout=20_000)
    listening.end()
    mine.close()
    other.close()


@pytest.fixture
def window_on(qtbot, fake_ask, dressed_app):
    """A whole window on a data folder, as the program opens it."""
    from cchc_desktop.ui.main_window import MainWindow
    from cchc_desktop.ui.session import Session

    made = []

    def open_window(paths):
        window = MainWindow()
        qtbot.addWidget(window)
        opener = partial(open_services, paths, today=lambda: TODAY)
        session = Session(window, paths, lambda clerk: opener(clerk), lambda: TODAY, fake_ask)
        made.append(session)
        window.painted.connect(session.start)
        with qtbot.waitSignal(session.ready, timeout=20_000):
            window.show()
        qtbot.waitUntil(lambda: not session.runner.busy, timeout=20_000)
        return session

    yield open_window
    for session in made:
        session.window.can_close = None
        session.window.close()
        session.close()


def test_an_empty_server_is_prepared_from_the_page_that_tells_of_it(qtbot, unit, paths, fake_ask, window_on, address):
    unit.services.close()
    settings_file.save(replace(settings_file.load(paths.settings), database_url=address), paths.settings)
    session = window_on(paths)
    assert session.context is None
    page = session.window.findChild(StartTrouble)
    fake_ask.queue("confirm", True)
    qtbot.mouseClick(page.findChild(QPushButton, "prepare"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.context is not None, timeout=20_000)
    assert session.context.services.shared_data.who().role is Role.MANAGE
    session.close()


def test_a_window_follows_others_and_outlives_its_server(qtbot, unit, paths, fake_ask, window_on, type_text):
    """Others' entries appear by themselves; a server that goes is told of once, and what is typed stays."""
    require_server()
    with running() as frail:
        frail.sql("CREATE DATABASE cchc", login=LOGIN)
        address = frail.url("cchc")
        unit.services.shared_data.prepare(address, "")
        unit.services.shared_data.bring_there(address, "")
        unit.services.close()
        changed = settings_file.load(paths.settings)
        settings_file.save(replace(changed, database_url=address, first_start_done=True), paths.settings)
        session = window_on(paths)
        session.go("activity")
        place = session.places["activity"]
        other = open_services(paths, lambda: "Đào", lambda: TODAY)
        form = other.catalogues.forms[0]

        def seen() -> None:
            if place.table.model().rowCount() == 0:
                other.activities.save(Activity(date(2026, 3, 3), form.code, "Của người khác"))
            assert place.table.model().rowCount() > 0

        qtbot.waitUntil(seen, timeout=20_000)
        other.close()
        place.new()
        place.form.form_box.set_key(form.code)
        type_text(place.form.title_edit, "Đang gõ dở")
        frail.stop()
        fake_ask.expected_errors.append(DatabaseAway)
        for _ in range(3):
            session.bus.announce(Change(Topic.ACTIVITY))
        qtbot.waitUntil(lambda: fake_ask.calls("error") != [], timeout=20_000)
        assert place.form.submit()
        assert place.form.isVisible()
        assert place.form.title_edit.toPlainText() == "Đang gõ dở"
        frail.start()
        assert place.form.submit()
        qtbot.waitUntil(lambda: not session.runner.busy, timeout=20_000)
        kept = session.context.services.activities.page(ActivityFilter()).activities
        assert "Đang gõ dở" in {activity.title for activity in kept}
        session.window.can_close = None
        session.window.close()
        session.close()
