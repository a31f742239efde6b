"""The one search box: opened by keys from anywhere, finds chosen by arrows and opened where they stand, Esc back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.domain.channel import Channel, ChannelKind
from cchc_desktop.domain.petition import Petition
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.search import SearchKind
from cchc_desktop.domain.superior_plan import Demand, SuperiorPlan
from cchc_desktop.ui import style
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.search_hits import LineKind
from cchc_desktop.ui.screens.search_page import SearchPage
from cchc_desktop.ui.session import Session

TODAY = date(2026, 3, 12)
Photograph = Callable[..., Any]


@pytest.fixture
def session(qtbot: Any, dressed_app: Any, unit: Any, paths: Any, fake_ask: Any) -> Iterator[Session]:
    """The whole window over the test's own data, with something of every noun in it."""
    fill(unit.services)
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 728)
    made = Session(window, paths, lambda clerk: unit.services, lambda: TODAY, fake_ask)
    window.painted.connect(made.start)
    with qtbot.waitSignal(made.ready, timeout=20_000):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: not made.runner.busy, timeout=20_000)
    QApplication.processEvents()
    yield made
    made.window.can_close = None
    made.window.close()
    made.close()


def fill(services: Any) -> None:
    plan = services.plans.create(2026).plan
    tasks = (*plan.tasks, Task("Chiếu phim lưu động tại thôn Đông Hoà", form="luu_dong", lead="Văn phòng"))
    services.plans.save(replace(plan, tasks=tasks))
    for number in range(8):
        services.activities.save(
            Activity(date(2026, 2, 1 + number), "phat_thanh", f"Phát thanh lần {number} tại thôn Đông Hòa")
        )
    kept = services.activities.save(
        Activity(date(2026, 3, 1), "luu_dong", "Xe loa", note="Đi qua thôn Đông Hoà hai lượt rồi về trụ sở UBND xã.")
    )
    with services._desk.database.write("Đào") as uow:
        name = "Anh thon Dong Hoa 01.jpg"
        uow.attachments.add(Attachment(OwnerKind.ACTIVITY, kept.activity.id, name, "0" * 64, 5))
        uow.commit()
    services.registers.petitions.petitions.save(Petition(date(2026, 2, 1), "Loa thôn Đông Hoà bị hỏng"))
    services.registers.channels.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Loa thôn Đông Hoà"))
    demand = Demand("Mỗi thôn một buổi, trước hết là Đông Hoà")
    services.superior_plans.save(
        SuperiorPlan(2026, "Kế hoạch của tỉnh", date=date(2026, 1, 10), issuer="UBND tỉnh", demands=(demand,))
    )


@pytest.fixture
def keys(qtbot: Any, session: Session) -> Callable[..., None]:
    """Press a key in whatever has the cursor."""

    def press(key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or session.window, key, modifier)
        QApplication.processEvents()

    return press


def page_of(session: Session) -> SearchPage:
    assert session.search.page is not None
    return session.search.page


def open_box(session: Session, keys: Any) -> SearchPage:
    keys(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    page = page_of(session)
    assert page.isVisible()
    assert QApplication.focusWidget() is page.box
    return page


def look_for(page: SearchPage, type_text: Any, keys: Any, words: str) -> None:
    page.box.selectAll()
    type_text(page.box, words)
    page.search()


def nouns(page: SearchPage) -> list[SearchKind]:
    return [line.noun for line in page.results.hits.lines if line.kind is LineKind.GROUP]


def go_to(page: SearchPage, keys: Any, noun: SearchKind, kind: LineKind = LineKind.HIT) -> None:
    """Walk down with the arrow key to the first line of a noun."""
    hits = page.results.hits
    for _ in range(len(hits.lines)):
        line = hits.lines[page.results.currentIndex().row()]
        if line.noun is noun and line.kind is kind:
            return
        keys(Qt.Key.Key_Down)
    raise AssertionError(f"no {noun}")


@pytest.mark.parametrize("place", ["overview", "plan", "activity", "report", "registers", "catalogue", "settings"])
def test_the_box_opens_from_anywhere_and_esc_goes_back(session: Session, keys: Any, place: str) -> None:
    session.go(place)
    if place == "activity":
        session.places[place].find()
    before = QApplication.focusWidget()
    keys(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = page_of(session)
    assert page.isVisible()
    assert page.geometry() == session.window.ground.rect()
    keys(Qt.Key.Key_Escape)
    assert page.isHidden()
    assert session.current == place
    if place == "activity":
        assert QApplication.focusWidget() is before


def test_finds_of_all_nouns_in_groups(
    session: Session, keys: Any, type_text: Any, photograph: Photograph, qtbot: Any
) -> None:
    page = open_box(session, keys)
    photograph(session.window, "search-empty")
    page.box.clear()
    type_text(page.box, '"dong hoa"')
    qtbot.waitUntil(lambda: len(nouns(page)) == 6)
    assert nouns(page) == [
        SearchKind.TASK,
        SearchKind.ACTIVITY,
        SearchKind.FILE,
        SearchKind.PETITION,
        SearchKind.DEMAND,
        SearchKind.CHANNEL,
    ]
    assert page.results.hits.lines[page.results.currentIndex().row()].kind is LineKind.HIT
    photograph(session.window, "search-found")
    keys(Qt.Key.Key_End)  # a key of the box, not of the list
    assert page.box.cursorPosition() == len(page.box.text())
    look_for(page, type_text, keys, "qwxz")
    assert nouns(page) == []
    assert "Không tìm thấy" in page.note.text()
    look_for(page, type_text, keys, "loa từ:31/2")
    assert "Chưa hiểu “từ:31/2”" in page.note.text()
    photograph(session.window, "search-problem")


def test_the_box_in_the_dark(
    session: Session, keys: Any, type_text: Any, dressed_app: Any, photograph: Photograph
) -> None:
    style.apply(dressed_app, "dark")
    try:
        page = open_box(session, keys)
        look_for(page, type_text, keys, "loa hỏng")
        photograph(session.window, "search-dark")
        session.go("activity")
        place: Any = session.places["activity"]
        place.filters.show_query({"words": "thôn lần"})
        place.table.selectRow(0)
        photograph(session.window, "search-log-dark")
    finally:
        style.apply(dressed_app, "light")


def test_the_marks_lie_on_what_was_found(session: Session, keys: Any, type_text: Any, dressed_app: Any) -> None:
    page = open_box(session, keys)
    ground = style.colour("find")

    def marked() -> int:
        QApplication.processEvents()
        picture = page.results.viewport().grab().toImage()
        wide, high = picture.width(), picture.height()
        return sum(picture.pixelColor(x, y).name() == ground for x in range(0, wide, 3) for y in range(0, high, 3))

    look_for(page, type_text, keys, "xe loa")
    assert marked() > 20
    look_for(page, type_text, keys, "loại:nhật-ký")
    assert nouns(page) == [SearchKind.ACTIVITY]
    assert marked() == 0


def test_enter_opens_an_activity(session: Session, keys: Any, type_text: Any) -> None:
    page = open_box(session, keys)
    look_for(page, type_text, keys, "xe loa")
    keys(Qt.Key.Key_Return)
    assert page.isHidden()
    assert session.current == "activity"
    place: Any = session.places["activity"]
    assert place.form.isVisible()
    assert place.form.draft().base.title == "Xe loa"


@pytest.mark.parametrize(
    ("noun", "place"),
    [
        (SearchKind.TASK, "plan"),
        (SearchKind.FILE, "activity"),
        (SearchKind.PETITION, "registers"),
        (SearchKind.CHANNEL, "registers"),
        (SearchKind.DEMAND, "plan"),
    ],
)
def test_a_find_is_opened_where_it_stands(
    session: Session, keys: Any, type_text: Any, noun: SearchKind, place: str, photograph: Photograph
) -> None:
    page = open_box(session, keys)
    look_for(page, type_text, keys, '"đông hòa"')
    go_to(page, keys, noun)
    line = page.results.hits.lines[page.results.currentIndex().row()]
    keys(Qt.Key.Key_Return)
    assert session.current == place
    shown: Any = session.places[place]
    if noun is SearchKind.TASK:
        panel = shown.editor.desk._panels[shown.editor.tree.node.kind]
        tasks = shown.editor.plan.tasks
        assert tasks[panel.table.currentIndex().row()].content == line.title
    elif noun is SearchKind.FILE:
        assert shown.form.draft().base.title == "Xe loa"
    elif place == "registers":
        assert line.hit is not None
        assert shown.page.record is not None
        assert shown.page.key(shown.page.record) == line.hit.id
    else:
        assert shown.current_page() is shown.superior
        assert shown.superior.draft.plan.title == "Kế hoạch của tỉnh"


def test_a_section_and_a_legal_basis_are_opened_too(session: Session, keys: Any, type_text: Any) -> None:
    page = open_box(session, keys)
    look_for(page, type_text, keys, "mục đích loại:nội-dung")
    line = page.results.hits.lines[page.results.currentIndex().row()]
    keys(Qt.Key.Key_Return)
    plan: Any = session.places["plan"]
    assert line.hit is not None
    assert plan.editor.tree.section_id == line.hit.id
    open_box(session, keys)
    look_for(page, type_text, keys, "nghị định loại:căn-cứ")
    line = page.results.hits.lines[page.results.currentIndex().row()]
    keys(Qt.Key.Key_Return)
    assert session.current == "catalogue"
    place: Any = session.places["catalogue"]
    assert place.tabs.currentWidget() is place.legal
    assert line.hit is not None
    assert place.legal.record.id == line.hit.id


def test_the_rest_of_the_log_is_shown_in_the_log(session: Session, keys: Any, type_text: Any, qtbot: Any) -> None:
    page = open_box(session, keys)
    look_for(page, type_text, keys, '"đông hòa" hình thức:phat_thanh từ:3/2/2026')
    assert nouns(page) == [SearchKind.ACTIVITY]
    go_to(page, keys, SearchKind.ACTIVITY, LineKind.MORE)
    keys(Qt.Key.Key_Return)
    place: Any = session.places["activity"]
    assert place.table.model().rowCount() == 6
    assert place.filters.search.text() == '"dong hoa"'
    assert place.filters.form.key() == "phat_thanh"


def test_going_elsewhere_closes_the_box(session: Session, keys: Any) -> None:
    page = open_box(session, keys)
    keys(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert page.isHidden()
    assert session.current == "activity"


# -- saved views


def choose(views: Any, words: str) -> None:
    views.fill()
    actions: list[QAction] = [action for action in views.actions() if action.text().startswith(words)]
    assert len(actions) == 1, [action.text() for action in views.actions()]
    actions[0].trigger()


def named(name: str) -> Callable[[QWidget], None]:
    def work(dialog: Any) -> None:
        line = dialog.findChild(QLineEdit, "view_name")
        assert line is not None
        line.setText(name)
        dialog.save.click()

    return work


def test_a_search_is_kept_under_a_name(session: Session, keys: Any, type_text: Any, fake_ask: Any) -> None:
    page = open_box(session, keys)
    look_for(page, type_text, keys, "đông hòa loại:nhiệm-vụ")
    fake_ask.queue("run", named("Thôn Đông Hoà"))
    choose(page.views, "Lưu bộ lọc")
    page.box.clear()
    choose(page.views, "Thôn Đông Hoà")
    assert page.box.text() == "đông hòa loại:nhiệm-vụ"
    assert nouns(page) == [SearchKind.TASK]
    fake_ask.queue("run", named("Đông Hoà"))
    choose(page.views, "Đổi tên")
    choose(page.views, "Xóa “Đông Hoà”")
    assert session.context is not None
    assert session.context.services.saved_views.of("search") == ()


def test_a_filtered_log_is_kept_under_a_name_and_its_finds_are_marked(
    session: Session, type_text: Any, fake_ask: Any, photograph: Photograph
) -> None:
    session.go("activity")
    place: Any = session.places["activity"]
    type_text(place.filters.search, "đông hòa")
    place.filters.start.set_date(date(2026, 2, 4))
    place.filters.changed.emit()
    place.filters.unproven.setChecked(True)
    assert place.table.model().rowCount() == 5
    place.table.selectRow(1)
    photograph(session.window, "search-log-marked")
    query = place.filters.query()
    fake_ask.queue("run", named("Chưa có ảnh"))
    choose(place.filters.views, "Lưu bộ lọc")
    place.filters.reset()
    assert place.table.model().rowCount() == 9
    choose(place.filters.views, "Chưa có ảnh")
    assert place.filters.query() == query
    assert place.table.model().rowCount() == 5

    def twice(dialog: Any) -> None:
        named("chua co anh")(dialog)
        assert "đã có" in dialog.problem.text().casefold()
        dialog.reject()

    place.filters.reset()
    place.filters.unproven.setChecked(True)
    fake_ask.queue("run", twice)
    choose(place.filters.views, "Lưu bộ lọc")
