"""The quick entry at the foot of the window: real keys, counted, on a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.plan import PlanStatus
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.quick_panel import DRAFT
from cchc_desktop.ui.session import Session
from cchc_desktop.ui.widgets.quick_entry import QuickEntry

TODAY = date(2026, 3, 12)
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(unit: Context, qtbot: Any, paths: Any, fake_ask: Any) -> Iterator[Session]:
    """The whole window on the test's office."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 728)
    made = Session(window, paths, lambda clerk: unit.services, lambda: TODAY, fake_ask)
    window.painted.connect(made.start)
    with qtbot.waitSignal(made.ready, timeout=20_000):
        window.show()
    settle_session(qtbot, made)
    window.activateWindow()
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


def settle_session(qtbot: Any, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.runner.busy, timeout=20_000)
    QApplication.processEvents()


class Keyboard:
    """Types like a person and counts the groups: a run of letters is one, a key with a meaning of its own is one."""

    def __init__(self, qtbot: Any, window: QWidget) -> None:
        self.groups = 0
        self._qtbot = qtbot
        self._window = window

    def target(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.groups += 1
        self._qtbot.keyClick(self.target(), key, modifier)

    def write(self, text: str) -> None:
        self.groups += 1
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self.target(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


@pytest.fixture
def keys(qtbot: Any, session: Session) -> Keyboard:
    return Keyboard(qtbot, session.window)


def opened(session: Session) -> QuickEntry:
    assert session.quick.entry is not None
    assert session.quick.entry.isVisible()
    return session.quick.entry


def entries(session: Session) -> tuple[Activity, ...]:
    return services(session).activities.page(ActivityFilter()).activities


def services(session: Session) -> Any:
    assert session.context is not None
    return session.context.services


def log(session: Session, title: str, day: date = TODAY, **fields: Any) -> Activity:
    saved = services(session).activities.save(Activity(day, "phat_thanh", title, **fields))
    session.bus.announce(saved.change)
    settle_session(session_qtbot(session), session)
    return saved.activity


def session_qtbot(session: Session) -> Any:
    class Waiting:
        @staticmethod
        def waitUntil(check: Callable[[], bool], timeout: int) -> None:
            while not check():
                QApplication.processEvents()

    return Waiting


def click(qtbot: Any, parent: QObject, name: str) -> None:
    button = parent.findChild(QPushButton, name) or parent.findChild(QToolButton, name)
    assert button is not None, name
    assert button.isVisible(), name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_activity_with_its_photo_takes_at_most_twelve_groups_of_keys(
    session: Session, keys: Keyboard, qtbot: Any, photograph: Any
) -> None:
    assert session.current == "overview"
    photograph(session.window, "quick_closed")
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    assert QApplication.focusWidget() is entry.fields.date_edit
    photograph(session.window, "quick_open")
    keys.write("hom qua")
    keys.press(Key.Key_Return)
    keys.write("phat thanh")
    photograph(session.window, "quick_forms")
    keys.press(Key.Key_Return)
    keys.write("Phát thanh bản tin dịch vụ công")
    keys.press(Key.Key_Return)
    keys.write("1.200")
    keys.press(Key.Key_Return)
    keys.write("45")
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(picture)
    keys.press(Key.Key_V, CONTROL)
    settle_session(qtbot, session)
    photograph(session.window, "quick_filled")
    keys.press(Key.Key_Return, CONTROL)
    assert keys.groups <= 12
    (saved,) = entries(session)
    assert saved.date == TODAY - timedelta(1)
    assert saved.form == "phat_thanh"
    assert saved.title == "Phát thanh bản tin dịch vụ công"
    assert saved.counts == {"luot_phat": Decimal(1200), "so_phut": Decimal(45)}
    assert len(services(session).evidence.of(saved.id)) == 1
    assert session.current == "overview"
    # The next one follows at once: same day and form, the cursor in the title, nothing else.
    assert entry.fields.date_edit.text() == "11/03/2026"
    assert entry.fields.form_line.key() == "phat_thanh"
    assert QApplication.focusWidget() is entry.fields.title_line
    assert entry.fields.draft().counts == {}
    assert entry.evidence.draft_id == ""
    assert "Đã ghi “Phát thanh bản tin dịch vụ công”" in entry.bar.text
    photograph(session.window, "quick_next")
    keys.groups = 0
    keys.write("Phát thanh về căn cước")
    keys.press(Key.Key_Return, CONTROL)
    assert keys.groups == 2
    assert len(entries(session)) == 2


@pytest.mark.parametrize("place", ["plan", "activity", "report", "registers", "catalogue", "settings"])
def test_it_opens_in_every_place_and_leaves_it_on_show(
    session: Session, keys: Keyboard, qtbot: Any, place: str, photograph: Any
) -> None:
    session.go(place)
    settle_session(qtbot, session)
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    assert session.current == place
    assert session.window.stack.currentWidget().isVisible()
    photograph(session.window, f"quick_in_{place}")
    assert session.window.minimumSizeHint().height() <= 768 / 1.25 - 32
    assert entry.minimumSizeHint().width() <= 1366 / 1.25 - 156  # the left bar takes 156
    keys.press(Key.Key_Escape)
    assert not entry.isVisible()
    assert session.window.quick_strip.isVisible()


def test_the_place_below_the_panel_keeps_its_height(session: Session, keys: Keyboard, qtbot: Any) -> None:
    place = session.window.stack
    before = session.window.height()
    keys.press(Key.Key_N, CONTROL)
    QApplication.processEvents()
    assert session.window.height() == before
    assert place.height() >= place.minimumSizeHint().height()
    assert opened(session).geometry().bottom() < session.window.height()


def test_plan_tasks_and_earlier_titles_are_suggested_and_bring_the_task_along(
    session: Session, keys: Keyboard, photograph: Any
) -> None:
    plan = services(session).plans.create(2026).plan
    task = plan.tasks[2]
    log(session, "Bản tin cũ về căn cước", people="Chị Hoa", counts={"luot_phat": Decimal(4)})
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    keys.press(Key.Key_Return)
    keys.press(Key.Key_Return)
    keys.write("ban tin cu")
    line = entry.fields.title_line
    assert line.popup.isVisible()
    photograph(session.window, "quick_titles")
    photograph(line.popup, "quick_titles_list", 0)
    keys.press(Key.Key_Down)
    keys.press(Key.Key_Return)
    assert line.text() == "Bản tin cũ về căn cước"
    assert entry.fields.form_line.key() == "phat_thanh"
    assert entry.fields.people_edit.text() == "Chị Hoa"
    assert QApplication.focusWidget() is not line
    line.setFocus()
    line.clear()
    keys.write(task.content[:25])
    keys.press(Key.Key_Down)
    keys.press(Key.Key_Return)
    assert entry.fields.task_line.key() == task.id
    keys.press(Key.Key_Return, CONTROL)
    assert entries(session)[0].task_id == task.id
    assert entries(session)[0].title == " ".join(task.content.split())


def test_enter_with_nothing_marked_keeps_the_title_as_typed(session: Session, keys: Keyboard) -> None:
    log(session, "Bản tin cũ về căn cước")
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    entry.fields.form_line.set_key("phat_thanh")
    entry.fields.title_line.setFocus()
    keys.write("Bản tin")
    assert entry.fields.title_line.popup.isVisible()
    keys.press(Key.Key_Escape)
    assert entry.isVisible()
    assert not entry.fields.title_line.popup.isVisible()
    keys.write(" mới")
    keys.press(Key.Key_Return)
    assert entry.fields.title_line.text() == "Bản tin mới"


def test_a_double_is_shown_and_does_not_block(session: Session, keys: Keyboard, qtbot: Any, photograph: Any) -> None:
    first = log(session, "Phát thanh về dịch vụ công")
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    entry.fields.form_line.set_key("phat_thanh")
    entry.fields.title_line.setFocus()
    keys.write("Dịch vụ công phát thanh về")
    qtbot.waitUntil(lambda: entry.twin_bar.isVisible(), timeout=5000)
    assert "Phát thanh về dịch vụ công" in entry.twin_bar.text
    photograph(session.window, "quick_double")
    qtbot.mouseClick(entry.twin_bar.button("Xem"), Qt.MouseButton.LeftButton)
    settle_session(qtbot, session)
    assert session.current == "activity"
    assert session.places["activity"].form.draft().base.id == first.id
    assert entry.fields.title_line.text() == "Dịch vụ công phát thanh về"
    entry.fields.title_line.setFocus()
    keys.write(" ")
    qtbot.waitUntil(lambda: entry.twin_bar.isVisible(), timeout=5000)
    qtbot.mouseClick(entry.twin_bar.button("Vẫn ghi"), Qt.MouseButton.LeftButton)
    assert len(entries(session)) == 2
    assert "đã có “Phát thanh về dịch vụ công”" in entry.bar.text


def test_what_was_logged_is_undone_and_its_words_come_back(session: Session, keys: Keyboard, qtbot: Any) -> None:
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    entry.fields.form_line.set_key("phat_thanh")
    entry.fields.title_line.setText("Một việc")
    click(qtbot, entry, "quick_next")
    assert len(entries(session)) == 1
    assert entry.fields.title_line.text() == ""
    qtbot.mouseClick(entry.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    assert entries(session) == ()
    assert "Đã bỏ" in entry.bar.text
    assert entry.fields.title_line.text() == "Một việc"  # to be put right
    entry.fields.title_line.setText("Một việc khác")
    click(qtbot, entry, "quick_next")
    assert [one.title for one in entries(session)] == ["Một việc khác"]


def test_problems_stand_at_their_fields(session: Session, keys: Keyboard, qtbot: Any, photograph: Any) -> None:
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    entry.fields.date_edit.setText("31/2")
    entry.fields.form_line.setText("hình thức lạ")
    entry.fields.task_line.setText("không có")
    keys.press(Key.Key_Return, CONTROL)
    assert "31/2" in entry.fields.problem("date")
    assert "Danh mục không có" in entry.fields.problem("form")
    assert "Chưa nhập nội dung" in entry.fields.problem("title")
    assert "không có nhiệm vụ này" in entry.fields.problem("task_id")
    photograph(session.window, "quick_problems")
    assert entries(session) == ()
    assert session.window.height() <= 728 or session.window.width() < 1366


def test_what_is_half_typed_survives_a_crash(
    session: Session, keys: Keyboard, qtbot: Any, unit: Context, fake_ask: Any, paths: Any
) -> None:
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    entry.fields.form_line.set_key("phat_thanh")
    entry.fields.title_line.setFocus()
    keys.write("Đang gõ dở")
    qtbot.waitUntil(lambda: services(session).drafts.read(DRAFT) is not None, timeout=5000)
    again = QuickEntry(unit)  # another run on the same data
    qtbot.addWidget(again)
    again.hide()
    again.open_on()
    assert again.fields.title_line.text() == "Đang gõ dở"
    assert again.fields.form_line.key() == "phat_thanh"
    keys.press(Key.Key_Escape)
    assert "đang nhập dở" in session.window.quick_strip.text()
    click(qtbot, session.window, "quick_strip")
    assert opened(session).fields.title_line.text() == "Đang gõ dở"


def test_the_last_entry_is_repeated_on_the_day_typed(session: Session, keys: Keyboard) -> None:
    log(session, "Bản tin sáng", date(2026, 3, 2), counts={"luot_phat": Decimal(2)}, people="Anh Tư")
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    keys.write("11/3")
    keys.press(Key.Key_D, CONTROL)
    keys.press(Key.Key_Return, CONTROL)
    newest = entries(session)[0]
    assert (newest.date, newest.title, newest.people) == (date(2026, 3, 11), "Bản tin sáng", "Anh Tư")
    assert newest.counts == {"luot_phat": Decimal(2)}
    assert keys.groups <= 4
    assert entry.isVisible()


def test_files_chosen_pasted_and_dropped_go_with_the_entry(
    session: Session, keys: Keyboard, qtbot: Any, fake_ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "biên bản.pdf"
    path.write_bytes(b"%PDF-1.7 x")
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    fake_ask.queue("open_files", [path])
    click(qtbot, entry, "quick_file")
    settle_session(qtbot, session)
    assert [file.name for file in entry.evidence.strip.files()] == ["biên bản.pdf"]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(mime)
    click(qtbot, entry, "quick_paste")
    settle_session(qtbot, session)
    assert "chỉ giữ một bản" in entry.evidence.bar.text
    other = tmp_path / "giấy mời.pdf"
    other.write_bytes(b"%PDF-1.7 y")
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(entry, QDragEnterEvent(QPoint(5, 5), copy, mime, left, plain))
    QApplication.sendEvent(entry, QDropEvent(QPointF(5, 5), copy, mime, left, plain))
    settle_session(qtbot, session)
    entry.fields.form_line.set_key("phat_thanh")
    entry.fields.title_line.setText("Có biên bản")
    click(qtbot, entry, "quick_save")
    (saved,) = entries(session)
    assert len(services(session).evidence.of(saved.id)) == 2
    assert not entry.isVisible()


def test_an_activity_outside_the_plan_becomes_a_task(
    session: Session, keys: Keyboard, qtbot: Any, fake_ask: Any
) -> None:
    plan = services(session).plans.create(2026).plan
    services(session).plan_life.issue(plan.id, 7, date(2026, 1, 15))
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    entry.fields.form_line.set_key("phat_thanh")
    entry.fields.title_line.setText("Ra quân làm sạch thủ tục")
    keys.press(Key.Key_Return, CONTROL)
    fake_ask.queue("confirm", False)
    qtbot.mouseClick(entry.bar.button("Đưa vào kế hoạch"), Qt.MouseButton.LeftButton)
    assert services(session).plans.get(plan.id).status is PlanStatus.ISSUED
    entry._tell_saved(entries(session)[0], "", entry.fields.draft())
    fake_ask.queue("confirm", True)
    qtbot.mouseClick(entry.bar.button("Đưa vào kế hoạch"), Qt.MouseButton.LeftButton)
    assert "bản điều chỉnh" in entry.bar.text
    after = services(session).plans.get(plan.id)
    assert after.status is PlanStatus.AMENDING
    assert entries(session)[0].task_id == after.tasks[-1].id
    assert "đã ban hành" in fake_ask.calls("confirm")[0][0]


def test_ctrl_shift_n_makes_what_the_place_makes(session: Session, keys: Keyboard, qtbot: Any) -> None:
    session.go("activity")
    settle_session(qtbot, session)
    keys.press(Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert session.places["activity"].form.isVisible()
    assert session.quick.entry is None


def test_the_day_picked_in_the_calendar_is_taken(session: Session, keys: Keyboard, qtbot: Any) -> None:
    overview = session.places["overview"]
    overview.show_calendar()
    overview._calendar.pick(date(2026, 3, 5))
    keys.press(Key.Key_N, CONTROL)
    assert opened(session).fields.date_edit.text() == "05/03/2026"


def test_more_carries_the_words_to_the_form_of_the_log(session: Session, keys: Keyboard, qtbot: Any) -> None:
    keys.press(Key.Key_N, CONTROL)
    entry = opened(session)
    entry.fields.form_line.set_key("phat_thanh")
    entry.fields.title_line.setText("Viết tiếp")
    click(qtbot, entry, "quick_more")
    settle_session(qtbot, session)
    assert session.current == "activity"
    form = session.places["activity"].form
    assert form.isVisible()
    assert form.title_edit.toPlainText() == "Viết tiếp"
    assert not entry.isVisible()
