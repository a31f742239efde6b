"""The long log as a table: what is in memory, what is read and when, and that it is always the right row."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.errors import Conflict, DatabaseBusy
from cchc_desktop.ui.models.activity_pages import PAGE, ActivityPages
from cchc_desktop.ui.models.rows import ROW_ROLE
from cchc_desktop.ui.widgets.data_table import DataTable

ALL = ActivityFilter()


class Log:
    """A log in memory: newest first, as `ActivityService` gives it."""

    def __init__(self, number: int) -> None:
        self.entries = {key: self.entry(key) for key in range(number, 0, -1)}
        self.asked: list[Sequence[int]] = []

    @staticmethod
    def entry(key: int) -> Activity:
        return Activity(date(2021, 1, 1) + timedelta(days=key // 60), "phat_thanh", f"Việc {key}", id=f"{key:032x}")

    def first(self, wanted: ActivityFilter) -> tuple[Activity, ...]:
        return tuple(self.by_keys(self.keys(wanted)[: wanted.limit]).values())

    def keys(self, wanted: ActivityFilter) -> tuple[int, ...]:
        return tuple(key for key in sorted(self.entries, reverse=True) if wanted.words in self.entries[key].title)

    def by_keys(self, keys: Sequence[int]) -> Mapping[int, Activity]:
        self.asked.append(keys)
        return {key: self.entries[key] for key in keys if key in self.entries}

    def count_files(self, ids: Sequence[str]) -> Mapping[str, int]:
        return {one: int(one, 16) % 3 for one in ids}


class Thread:
    """Stands for the other thread: what it is given waits until the test lets it happen."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[Future[None], Callable[[], Any], Callable[[Any], None], Any]] = deque()

    def read(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Any = None) -> Future[None]:
        future: Future[None] = Future()
        self.waiting.append((future, work, done, failed))
        return future

    def run(self, most: int = 1000) -> int:
        """Do what waits, also what comes of it; return how much that was."""
        number = 0
        while self.waiting and number < most:
            future, work, done, _ = self.waiting.popleft()
            if future.set_running_or_notify_cancel():
                done(work())
                number += 1
        return number


@pytest.fixture
def thread() -> Thread:
    return Thread()


@pytest.fixture
def make(qtbot: Any, thread: Thread) -> Callable[[int], tuple[Log, ActivityPages]]:
    def made(number: int) -> tuple[Log, ActivityPages]:
        log = Log(number)
        model = ActivityPages(log, {}, log.count_files, thread.read)
        model.show(ALL)
        return log, model

    return made


def titles(model: ActivityPages, rows: Sequence[int]) -> list[str]:
    return [model.index(row, 2).data() for row in rows]


def test_the_first_rows_are_there_at_once_and_the_rest_is_counted_behind(make: Any, thread: Thread) -> None:
    _, model = make(1050)
    assert titles(model, [0, PAGE - 1]) == ["Việc 1050", f"Việc {1051 - PAGE}"]
    assert not model.is_counted
    assert model.rowCount() == PAGE
    counted: list[int] = []
    model.counted.connect(lambda: counted.append(model.total))
    thread.run()
    assert counted == [1050]
    assert model.rowCount() == 1050


def test_a_short_log_needs_no_other_thread(make: Any, thread: Thread) -> None:
    _, model = make(7)
    assert (model.is_counted, model.total, [row.title for row in model.rows][:2]) == (True, 7, ["Việc 7", "Việc 6"])
    assert not thread.waiting


def test_the_model_keeps_the_rules_of_qt(make: Any, thread: Thread) -> None:
    log, model = make(450)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    thread.run()
    log.entries[451] = log.entry(451)
    model.show(ALL)
    thread.run()
    del log.entries[9], log.entries[8]
    model.show(ALL)
    thread.run()
    model.show(ActivityFilter(words="7"))
    thread.run()
    assert tester.model() is model


def test_painting_reads_nothing_itself(make: Any, thread: Thread) -> None:
    log, model = make(5000)
    thread.run()
    log.asked.clear()
    assert titles(model, [3000]) == ["…"]
    assert model.index(3000, 0).data() is None
    assert not log.asked
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    thread.run(1)
    assert told == [(3000, 3000 + PAGE - 1)], "the page in sight comes first"
    assert titles(model, [3000, 3099]) == ["Việc 2000", "Việc 1901"]
    thread.run()
    log.asked.clear()
    assert titles(model, [2999, 3100, 3299]) == ["Việc 2001", "Việc 1900", "Việc 1701"], "read ahead"
    assert not log.asked


def test_every_row_is_the_right_one_and_memory_stays_small(make: Any, thread: Thread) -> None:
    _, model = make(12_345)
    thread.run()
    for row in range(0, 12_345, 37):
        model.index(row, 2).data()
        thread.run()
        assert titles(model, [row]) == [f"Việc {12_345 - row}"]
        assert model.index(row, 5).data() == str(int(model.row(row).id, 16) % 3 or "–")
    assert len(model.rows) <= 45 * PAGE
    assert len(model._files) <= 45 * PAGE


def test_a_dragged_scroll_bar_asks_for_where_it_stops(make: Any, thread: Thread) -> None:
    log, model = make(50_000)
    thread.run()
    log.asked.clear()
    for row in range(0, 50_000, 500):
        model.index(row, 2).data()
    thread.run(2)
    assert 50_000 - 49_500 in log.asked[1], "after what was under way already"
    thread.run()
    assert len(log.asked) < 15


def test_a_newer_filter_wins_over_what_is_still_being_read(make: Any, thread: Thread) -> None:
    _, model = make(3000)
    model.show(ActivityFilter(words="Việc 2"))
    old = thread.waiting[0]
    assert old[0].cancelled()
    thread.run()
    assert model.total == 1111
    model.show(ALL)
    stale = thread.waiting.pop()
    model.show(ActivityFilter(words="99"))
    stale[2](stale[1]())  # it had begun, and comes in late
    thread.run()
    assert model.total == len([n for n in range(1, 3001) if "99" in str(n)])
    assert titles(model, [0]) == ["Việc 2999"]


def test_the_same_filter_again_keeps_the_place(make: Any, thread: Thread) -> None:
    log, model = make(4000)
    thread.run()
    model.row(2000)
    model.index(2000, 2).data()
    thread.run()
    here = QPersistentModelIndex(model.index(2000, 0))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    log.entries[2000] = replace(log.entries[2000], title="Việc 2000 đã sửa")
    model.show(ALL)
    assert titles(model, [2000]) == ["Việc 2000 đã sửa"], "at once"
    log.entries[4001] = log.entry(4001)
    model.show(ALL)
    assert model.number_of(log.entries[4001].id) == 0, "a new entry can be selected at once"
    thread.run()
    assert (model.rowCount(), here.isValid(), resets) == (4001, True, [])
    assert titles(model, [0, 2001]) == ["Việc 4001", "Việc 2000 đã sửa"]
    for key in range(100, 2000):
        del log.entries[key]
    model.show(ALL)
    thread.run()
    model.index(2100, 2).data()
    thread.run()
    assert model.rowCount() == 2101
    assert titles(model, [2001, 2002, 2100]) == ["Việc 2000 đã sửa", "Việc 99", "Việc 1"]


def test_a_page_under_way_comes_again_for_the_new_filter(make: Any, thread: Thread) -> None:
    log, model = make(4000)
    thread.run()
    model.index(2000, 2).data()
    under_way = thread.waiting.popleft()
    late = under_way[1]()
    log.entries[1] = replace(log.entries[1], title="Việc 1 đã sửa")
    model.show(ALL)
    model.index(2000, 2).data()
    under_way[2](late)
    thread.run()
    assert titles(model, [2000]) == ["Việc 2000"]


def test_a_log_that_became_short(make: Any, thread: Thread) -> None:
    log, model = make(500)
    thread.run()
    for key in range(1, 490):
        del log.entries[key]
    model.show(ALL)
    assert (model.total, model.is_counted, thread.run()) == (11, True, 0)
    log.entries.clear()
    model.show(ALL)
    assert (model.total, model.rows) == (0, ())


def test_a_command_gets_rows_that_were_never_seen(make: Any, thread: Thread) -> None:
    log, model = make(5000)
    thread.run()
    assert model.index(4321, 0).data(ROW_ROLE).title == "Việc 679"
    model.need([100, 4999])
    assert model.number_of(log.entries[1].id) == 4999
    del log.entries[2500]
    with pytest.raises(Conflict):
        model.row(2500)
    assert model.index(2500, 2).data() == "…"


def test_trouble_while_reading_ends_the_waiting(make: Any, thread: Thread) -> None:
    _, model = make(5000)
    thread.run()
    model.index(3000, 2).data()
    *_, failed = thread.waiting.popleft()
    failed(DatabaseBusy(Path("cchc.db")))
    model.index(3000, 2).data()
    thread.run()
    assert titles(model, [3000]) == ["Việc 2000"], "the next painting asks again"


def test_a_list_is_written_whole_and_in_order_or_not_at_all(make: Any, thread: Thread) -> None:
    log, model = make(4500)
    count, columns, rows = model.list_rows()  # before it is counted
    thread.run()
    assert count == 4500
    assert [row.title for row in rows()] == [f"Việc {n}" for n in range(4500, 0, -1)]
    assert len(columns) == len(model.columns)
    _, _, rows = model.list_rows()
    del log.entries[7]
    with pytest.raises(Conflict):
        list(rows())


def test_the_table_scrolls_copies_and_selects_over_all_rows(make: Any, thread: Thread, qtbot: Any) -> None:
    _, model = make(20_000)
    thread.run()
    table = DataTable("long", None)
    qtbot.addWidget(table)
    table.set_model(model)
    table.resize(800, 400)
    table.show()
    table.scrollToBottom()
    QApplication.processEvents()
    thread.run()
    table.select_number(19_999)
    assert table.current_row().title == "Việc 1"
    table.selectAll()
    assert table.has_selection()
    assert table.first_selected_row().title == "Việc 20000"
    table.clearSelection()
    assert not table.has_selection()
    assert table.first_selected_row() is None
    table.select_number(12_000)
    table.copy()
    assert "Việc 8000" in QApplication.clipboard().text()
    assert model.match(model.index(0, 0), 0, "x") == []
    assert model.rowCount(model.index(0, 0)) == 0
