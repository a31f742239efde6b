"""The window as a whole: painted before the data, keys, routing, status, trouble at the start, and closing."""

from __future__ import annotations

import re
import sys
import threading
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.errors import DatabaseBusy, DatabaseDamaged, DatabaseTooNew, UnsafeLocation, UnsafePlace
from cchc_desktop.ui import style
from cchc_desktop.ui.app import first_look, show_last_overview
from cchc_desktop.ui.main_window import PLACES, MainWindow
from cchc_desktop.ui.selfcheck import check_window
from cchc_desktop.ui.session import Session
from cchc_desktop.ui.widgets.help_panel import HelpPanel

TODAY = date(2026, 3, 12)
ENGLISH = re.compile(
    r"\b(?:cancel|ok|yes|no|open|save|close|file|edit|delete|search|help|copy|paste|cut|undo|redo|apply|reset|"
    r"back|next|finish|error|warning|new|add|remove|settings|select|all|date|name|type|status|loading|none|true|false)\b",
    re.IGNORECASE,
)
ALLOWED = {"Ctrl+N", "CCHC Desktop"}


@pytest.fixture
def make_session(qtbot, dressed_app, paths, fake_ask):
    """Start sessions on the test's data and close each at the end."""
    from cchc_desktop.wiring import open_services

    made: list[Session] = []

    def make(opener=None, wait=True):
        window = MainWindow()
        qtbot.addWidget(window)
        window.resize(1366, 728)
        opener = opener or (lambda clerk: open_services(paths, clerk, lambda: TODAY))
        session = Session(window, paths, opener, lambda: TODAY, fake_ask)
        made.append(session)
        window.painted.connect(session.start)
        if wait:
            with qtbot.waitSignal(session.ready, timeout=20_000):
                window.show()
            window.activateWindow()
            qtbot.waitUntil(lambda: not session.runner.busy, timeout=20_000)
            QApplication.processEvents()
        return session

    yield make
    for session in made:
        session.window.can_close = None
        session.window.close()
        session.close()


@pytest.fixture
def session(make_session, unit):
    """A session of an office that finished its first start."""
    unit.services.close()
    return make_session()


def settle(qtbot, session):
    qtbot.waitUntil(lambda: not session.runner.busy, timeout=20_000)
    QApplication.processEvents()


def test_the_window_paints_before_the_data_are_opened(qtbot, make_session, unit, paths):
    from cchc_desktop.wiring import open_services

    opened_in, hold = [], threading.Event()

    def opener(clerk):
        hold.wait(20)
        opened_in.append(threading.current_thread())
        return open_services(paths, clerk, lambda: TODAY)

    unit.services.close()
    session = make_session(opener, wait=False)
    with qtbot.waitSignal(session.window.painted):
        session.window.show()
    assert session.window.waiting.isVisible()
    assert session.window.left_bar.isVisible()
    assert not session.window.left_bar.isEnabled()
    with qtbot.waitSignal(session.ready, timeout=20_000):
        hold.set()
    assert opened_in != [threading.main_thread()]
    assert session.window.left_bar.isEnabled()
    assert session.current == "overview"


def test_the_last_overview_stands_there_until_the_data_are_open(qtbot, make_session, unit, paths, photograph):
    unit.services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Bài tháng hai"))
    unit.services.close()
    first = make_session()
    first.window.close()
    second = make_session(wait=False)
    show_last_overview(second.window, paths, lambda: TODAY)
    assert second.window.early is not None
    assert second.window.early.shown.latest[0].title == "Bài tháng hai"
    assert not second.window.left_bar.isEnabled()
    with qtbot.waitSignal(second.ready, timeout=20_000):
        second.window.show()
    assert second.window.early is None
    assert second.current == "overview"
    assert second.places["overview"].shown.latest[0].title == "Bài tháng hai"


@pytest.mark.parametrize("module", ["cchc_desktop.ui.app", "cchc_desktop.ui.screens.overview_view"])
def test_nothing_slow_is_imported_before_the_first_paint(module):
    """The imports of the window and of its early overview alone, in a process of their own."""
    import subprocess

    code = (
        f"import sys; import {module}; "
        "slow = {'sqlalchemy', 'alembic', 'docx', 'openpyxl', 'lxml', 'qtawesome', 'tomllib', 'msgspec', 'holidays'};"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_a_clerk_of_a_commune_is_not_bothered_with_gathering(qtbot, session):
    button = session.window.left_bar.buttons["gathering"]
    settle(qtbot, session)
    assert button.isHidden()
    qtbot.keyClick(session.window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    assert session.current == "overview"
    session.go("settings")
    settle(qtbot, session)
    box = session.window.findChild(QAbstractButton, "gathering_box")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert session.settings.value.gathering
    assert button.isVisible()


def test_every_place_is_reached_by_mouse_and_by_key(qtbot, session, photograph):
    session.settings.update(gathering=True)
    session.bus.announce(Change(Topic.SETTINGS))
    for key, word, _ in PLACES:
        qtbot.mouseClick(session.window.left_bar.buttons[key], Qt.MouseButton.LeftButton)
        settle(qtbot, session)
        assert session.current == key
        assert session.window.title.text() == word
        assert session.window.stack.currentWidget() is session.places[key]
        photograph(session.window, f"shell_{key}")
    for number, (key, _, _) in enumerate(PLACES, 1):
        qtbot.keyClick(session.window, Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.ControlModifier)
        assert session.current == key
        assert session.window.left_bar.buttons[key].isChecked()
        settle(qtbot, session)


def test_every_text_is_vietnamese(qtbot, session):
    session.settings.update(gathering=True)
    session.bus.announce(Change(Topic.SETTINGS))
    for key, _, _ in PLACES:
        session.go(key)
        settle(qtbot, session)
    qtbot.keyClick(session.window, Qt.Key.Key_F1)
    found = {text for text in texts_of(session.window) if ENGLISH.search(text) and text not in ALLOWED}
    assert found == set()


def texts_of(window):
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLabel):
            yield re.sub(r"<[^>]+>|Ctrl\+\w+|F1|Enter|Esc", " ", widget.text())
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(number) for number in range(widget.count()))
        elif isinstance(widget, QMenu):
            yield from (action.text() for action in widget.actions())
        yield widget.toolTip()


def test_qts_own_texts_are_vietnamese(dressed_app):
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.Cancel | buttons.Save | buttons.Yes | buttons.No | buttons.Close | buttons.Ok)
    said = {box.button(kind).text().replace("&", "") for kind in (buttons.Cancel, buttons.Save, buttons.Yes)}
    assert said == {"Hủy", "Lưu", "Có"}
    line = QLineEdit("chữ")
    menu = line.createStandardContextMenu()
    words = {action.text().split("\t")[0].replace("&", "") for action in menu.actions() if action.text()}
    assert {"Hoàn tác", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"} <= words
    menu.deleteLater()


def test_the_font_has_every_vietnamese_letter(dressed_app):
    raw = QRawFont.fromFont(dressed_app.font())
    letters = "ẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰĐăâđêôơưắằẳẵặếềểễệốồổỗộớờởỡợứừửữự"
    assert [letter for letter in letters if not raw.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("colours", [style.LIGHT, style.DARK])
def test_texts_stand_out_from_their_ground(colours):
    def brightness(name):
        channels = [int(colours[name][at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    pairs = [
        (text, ground) for text in ("text", "quiet", "faint", "red", "amber", "accent") for ground in ("base", "window")
    ]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_dark"), ("text", "picked"), ("quiet", "bar"),
              ("text", "amber_ground"), ("amber", "amber_ground"), ("text", "hover"), ("text", "stripe")]  # fmt: skip
    for text, ground in pairs:
        light, dark = sorted((brightness(text), brightness(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{text} on {ground}"


def test_a_bar_of_the_chart_opens_the_log_of_that_month(qtbot, session):
    services = session.context.services
    services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Bài tháng hai"))
    services.activities.save(Activity(date(2026, 1, 3), "tin_bai", "Bài tháng một"))
    session.bus.announce(Change(Topic.ACTIVITY))
    settle(qtbot, session)
    chart = session.places["overview"].view.chart
    number = [month.label for month in chart.months].index("2")
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.center_of(number))
    settle(qtbot, session)
    assert session.current == "activity"
    assert session.places["activity"].table.model().rowCount() == 1


def test_a_change_reloads_the_place_on_show_and_marks_the_others(qtbot, session, monkeypatch):
    session.go("report")
    settle(qtbot, session)
    session.go("overview")
    settle(qtbot, session)
    told = []
    for key in ("overview", "report"):
        monkeypatch.setattr(session.places[key], "refresh", partial(told.append, key))
    session.bus.announce(Change(Topic.ACTIVITY))
    assert told == ["overview"]
    session.go("report")
    assert told == ["overview", "report"]
    session.go("overview")
    assert told == ["overview", "report"]


def test_a_place_that_does_not_let_go_keeps_the_person(qtbot, session, monkeypatch):
    monkeypatch.setattr(session.places["overview"], "leave", lambda: False)
    qtbot.mouseClick(session.window.left_bar.buttons["settings"], Qt.MouseButton.LeftButton)
    assert session.current == "overview"
    assert session.window.left_bar.buttons["overview"].isChecked()
    assert not session.window.close()
    assert session.window.isVisible()
    monkeypatch.undo()


def test_f1_explains_and_esc_closes_it(qtbot, session, photograph):
    qtbot.keyClick(session.window, Qt.Key.Key_F1)
    panel = session.window.findChild(HelpPanel)
    assert panel.isVisible()
    assert "bốn câu hỏi" in panel.text.text()
    session.go("settings")
    assert "Sao lưu" in panel.text.text() or "sao lưu" in panel.text.text()
    settle(qtbot, session)
    photograph(session.window, "shell_help")
    qtbot.keyClick(session.window, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_ctrl_shift_n_and_ctrl_f_go_to_the_place(qtbot, session, monkeypatch):
    told = []
    for name in ("new", "find"):
        monkeypatch.setattr(session.places["overview"], name, partial(told.append, name))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(session.window, Qt.Key.Key_N, both)
    qtbot.keyClick(session.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert told == ["new", "find"]


def test_the_status_bar_says_saved_at_all_times(qtbot, session):
    label = session.window.findChild(QLabel, "saved")
    assert label.isVisible()
    assert re.fullmatch(r"Đã lưu \d\d:\d\d", label.text())


def test_long_work_shows_itself_and_can_be_stopped(qtbot, session, photograph):
    ended = []

    def work(progress):
        number = 0
        while True:
            number += 1
            progress.step(number % 112, 112, f"Đang đọc {number % 112}/112 tệp")

    session.runner.run(work, ended.append, ended.append, label="Đang đọc tệp")
    assert not session.status.busy_shown
    qtbot.waitUntil(lambda: session.status.busy_shown, timeout=10_000)
    photograph(session.window, "shell_busy")
    cancel = session.window.findChild(QPushButton, "job_cancel")
    assert cancel.text() == "Hủy"
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    settle(qtbot, session)
    assert [type(error).__name__ for error in ended] == ["Cancelled"]
    assert not session.status.busy_shown


def test_closing_stops_the_work_and_lets_go_of_the_data(qtbot, session, paths):
    started = threading.Event()

    def work(progress):
        started.set()
        while True:
            progress.step(0, 0, "")

    session.runner.run(work, lambda result: None)
    assert started.wait(10)
    assert session.window.close()
    theme, position = first_look(paths.settings)
    assert theme == "light"
    assert position[2:4] == (session.window.width(), session.window.height())
    from cchc_desktop.wiring import open_services

    open_services(paths, lambda: "").close()


def test_the_first_start_is_asked_and_leads_on(qtbot, make_session, type_text, photograph, context):
    context.services.close()
    session = make_session()
    page = session.window.stack.currentWidget()
    assert page.objectName() == "first_start"
    assert not session.window.left_bar.isEnabled()
    assert not session.window.title_row.isVisible()
    photograph(session.window, "shell_first_start")
    qtbot.keyClick(session.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert session.current == ""
    type_text(page.name_form.name, "Lệ Xá")
    page.name_form.province.set_key("Tỉnh Hưng Yên")
    for name in ("next", "skip", "next", "begin_later"):
        qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    settle(qtbot, session)
    assert session.current == "overview"
    assert session.settings.value.first_start_done


@pytest.mark.parametrize(
    ("error", "buttons"),
    [
        (DatabaseDamaged, ["Khôi phục bản sao lưu…", "Mở thư mục dữ liệu", "Thử lại", "Đóng chương trình"]),
        (DatabaseTooNew, ["Mở thư mục dữ liệu", "Thử lại", "Đóng chương trình"]),
        (DatabaseBusy, ["Thử lại", "Mở thư mục dữ liệu", "Đóng chương trình"]),
        (UnsafeLocation, ["Mở thư mục dữ liệu", "Thử lại", "Đóng chương trình"]),
    ],
)
def test_trouble_at_the_start_stands_calmly_in_the_window(qtbot, make_session, paths, photograph, error, buttons):
    made = {
        DatabaseDamaged: DatabaseDamaged(paths.database, "quick_check", paths.backups / "cchc-1.cchc-backup"),
        DatabaseTooNew: DatabaseTooNew(paths.database, "0099"),
        DatabaseBusy: DatabaseBusy(paths.database),
        UnsafeLocation: UnsafeLocation(paths.data, UnsafePlace.REMOVABLE),
    }[error]

    def opener(clerk):
        raise made

    session = make_session(opener)
    page = session.window.stack.currentWidget()
    assert [button.text() for button in page.findChildren(QPushButton)] == buttons
    sentences = [page.findChild(QLabel, name).text() for name in ("happened", "safe", "todo")]
    assert all(sentences)
    photograph(session.window, f"shell_trouble_{error.__name__}")


def test_a_damaged_database_is_restored_from_the_window(qtbot, make_session, unit, paths, fake_ask):
    activity = unit.services.activities.save(Activity(TODAY, "tin_bai", "Bài còn lại")).activity
    backup = unit.services.backups.create()
    unit.services.close()
    paths.database.write_bytes(b"not a database at all" * 500)
    session = make_session()
    page = session.window.stack.currentWidget()
    assert page.objectName() == "start_trouble"
    fake_ask.queue("open_file", backup.path)
    fake_ask.queue("confirm", True)
    with qtbot.waitSignal(session.ready, timeout=20_000):
        qtbot.mouseClick(page.findChild(QPushButton, "restore"), Qt.MouseButton.LeftButton)
    settle(qtbot, session)
    assert session.current == "overview"
    assert session.context.services.activities.get(activity.id).title == "Bài còn lại"
    assert "Khôi phục bản này" in fake_ask.calls("confirm")[0]


def test_a_restore_from_the_settings_reopens_the_data(qtbot, session, fake_ask):
    services = session.context.services
    services.activities.save(Activity(TODAY, "tin_bai", "Bài thứ nhất"))
    backup = services.backups.create()
    services.activities.save(Activity(TODAY, "tin_bai", "Bài thứ hai"))
    session.go("settings")
    settle(qtbot, session)
    place = session.places["settings"]
    place.tabs.setCurrentWidget(place.backups)
    place.backups.table.select_number(0)
    fake_ask.queue("confirm", True)
    with qtbot.waitSignal(session.ready, timeout=20_000):
        qtbot.mouseClick(place.findChild(QPushButton, "backup_restore"), Qt.MouseButton.LeftButton)
    settle(qtbot, session)
    assert session.current == "overview"
    found = session.context.services.activities.page(ActivityFilter())
    assert [activity.title for activity in found.activities] == ["Bài thứ nhất"]
    assert backup.path.exists()


def test_an_unexpected_error_is_reported_once(qtbot, make_session, unit, fake_ask, monkeypatch):
    unit.services.close()
    session = make_session()
    shown = []
    monkeypatch.setattr(fake_ask, "failure", lambda parent, report: shown.append(report))
    error = RuntimeError("số điện thoại 0912345678")
    session._journal.report(error)
    session._journal.report(error)
    QApplication.processEvents()
    assert len(shown) == 1
    assert "0912345678" not in shown[0].text


def test_a_native_crash_of_the_last_run_is_told_once(qtbot, make_session, unit, paths, fake_ask, monkeypatch):
    unit.services.close()
    paths.logs.mkdir(exist_ok=True)
    (paths.logs / "native-crash.txt").write_text("Fatal Python error: Aborted", encoding="utf-8")
    shown = []
    monkeypatch.setattr(fake_ask, "failure", lambda parent, report, earlier=False: shown.append((report, earlier)))
    session = make_session()
    qtbot.waitUntil(lambda: bool(shown))
    ((report, earlier),) = shown
    assert earlier
    assert report.text == "Fatal Python error: Aborted"
    assert report.path is not None
    assert report.path.read_text(encoding="utf-8") == report.text
    session._settled()
    QApplication.processEvents()
    QApplication.processEvents()
    assert len(shown) == 1


def test_dark_colours_are_put_on_at_once(qtbot, session, dressed_app, photograph):
    from cchc_desktop.settings import Theme

    try:
        session.settings.update(theme=Theme.DARK)
        session.bus.announce(Change(Topic.SETTINGS))
        assert style.is_dark()
        photograph(session.window, "shell_dark")
        session.go("settings")
        settle(qtbot, session)
        photograph(session.window, "shell_dark_settings")
    finally:
        style.apply(dressed_app, "light")


def test_the_window_is_put_where_it_fits(dressed_app, qtbot):
    window = MainWindow()
    qtbot.addWidget(window)
    window.place_at((99_999, 99_999, 99_999, 99_999, 0))
    room = window.screen().availableGeometry()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
    window.place_at((10, 10, 780, 600, 0))
    assert (window.width(), window.height()) == (800, 600)  # 800 is the least that shows everything


def test_the_first_look_at_the_settings_survives_anything(tmp_path):
    path = tmp_path / "settings.toml"
    assert first_look(path) == ("light", ())
    path.write_text('theme = "dark"\nwindow = [\n    -8,\n    0,\n    1200,\n    700,\n    1,\n]\n', encoding="utf-8")
    assert first_look(path) == ("dark", (-8, 0, 1200, 700, 1))
    path.write_text("window = [1, 2]\n", encoding="utf-8")
    assert first_look(path) == ("light", ())
    path.write_bytes(b"\xff\xfe\x00")
    assert first_look(path) == ("light", ())


def test_the_self_check_visits_every_place(qtbot, dressed_app, unit, paths):
    assert check_window(paths, unit.services, "ẮỄỰđ").startswith("8 nơi")


def test_nothing_of_a_closed_window_is_left(qtbot, session):
    """Closing must leave no top-level window behind: it would keep the program running."""
    session.go("activity")
    settle(qtbot, session)
    session.window.close()
    QApplication.processEvents()
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible() and not isinstance(w, QToolButton)] == []


def test_lists_leave_and_tables_come_in_from_the_whole_window(session, qtbot, tmp_path):
    from cchc_desktop.domain.activity import ActivityFilter

    session.go("activity")
    settle(qtbot, session)
    qtbot.waitUntil(lambda: session._lists is not None)
    table = tmp_path / "so.csv"
    table.write_text("Ngày;Hình thức;Nội dung\n2/3/2026;Tin, bài;Tin mới\n", encoding="utf-8-sig")
    session.ask.queue("open_file", table)
    session._lists.import_into("activity")
    qtbot.waitUntil(lambda: session._lists.flow.page is not None)
    page = session._lists.flow.page
    qtbot.keyClick(session.window, Qt.Key.Key_Escape)
    assert session.window.stack.currentWidget() is session.places["activity"]
    session.ask.queue("open_file", table)
    session._lists.import_into("activity")
    qtbot.waitUntil(lambda: session._lists.flow.page not in (None, page))
    qtbot.mouseClick(session._lists.flow.page.apply_button, Qt.MouseButton.LeftButton)
    settle(qtbot, session)
    log = session.context.services.activities
    assert log.page(ActivityFilter()).total == 1
    session.ask.queue("save_file", tmp_path / "ra.xlsx")
    with qtbot.waitSignal(session._lists.exporter.written, timeout=10_000):
        qtbot.keyClick(
            session.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert (tmp_path / "ra.xlsx").exists()
    qtbot.keyClick(session.window, Qt.Key.Key_Escape)  # the message first
    qtbot.keyClick(session.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, session)
    assert log.page(ActivityFilter()).total == 0
