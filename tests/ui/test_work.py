"""The worker thread: results, steps, stopping, trouble and closing while it works."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QLabel

from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import AppError, Cancelled, FileInUse
from cchc_desktop.ui.work import Job, Runner


class Heard(QObject):
    """Keeps what the runner calls back with, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.errors: list[AppError] = []
        self.steps: list[tuple[int, int, str]] = []
        self.threads: set[QThread] = set()

    def done(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(QThread.currentThread())

    def failed(self, error: AppError) -> None:
        self.errors.append(error)

    def step(self, job: Job, done: int, total: int, note: str) -> None:
        self.steps.append((done, total, note))


@pytest.fixture
def heard(qapp):
    return Heard()


@pytest.fixture
def runner(qapp, heard):
    made = Runner(heard.failed)
    made.progressed.connect(heard.step)
    yield made
    made.close()


def test_a_result_comes_back_in_the_gui_thread(qtbot, runner, heard):
    where = []

    def work(progress: Progress) -> int:
        where.append(threading.current_thread())
        return 42

    runner.run(work, heard.done)
    assert runner.busy
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard.results == [42]
    assert heard.threads == {QThread.currentThread()}
    assert where != [threading.main_thread()]


def test_work_is_done_one_after_the_other_in_order(qtbot, runner, heard):
    for number in range(20):
        runner.run(lambda progress, number=number: number, heard.done)
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard.results == list(range(20))


def test_the_last_step_is_always_told(qtbot, runner, heard):
    def work(progress: Progress) -> None:
        for number in range(1, 1001):
            progress.step(number, 1000, f"dòng {number}")

    runner.run(work, heard.done)
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard.steps[-1] == (1000, 1000, "dòng 1000")
    assert len(heard.steps) < 500  # not every step is passed on


def test_stopping_ends_the_work_at_its_next_step(qtbot, runner, heard):
    started, go_on = threading.Event(), threading.Event()
    reached = []

    def work(progress: Progress) -> None:
        progress.step(0, 2, "")
        started.set()
        go_on.wait(10)
        progress.step(1, 2, "")
        reached.append("after the stop")

    job = runner.run(work, heard.done, heard.failed)
    assert started.wait(10)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert [type(error) for error in heard.errors] == [Cancelled]
    assert reached == []
    assert heard.results == []


def test_a_stopped_job_without_a_failure_callback_is_silent(qtbot, runner, heard):
    hold = threading.Event()
    runner.run(lambda progress: hold.wait(10), heard.done)
    runner.run(lambda progress: None, heard.done).cancel()
    hold.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard.errors == []
    assert heard.results == [True]


def test_expected_trouble_is_told_to_the_person_unless_the_screen_takes_it(qtbot, runner, heard):
    error = FileInUse(Path("a.xlsx"))

    def work(progress: Progress) -> None:
        raise error

    own: list[AppError] = []
    runner.run(work, heard.done)
    runner.run(work, heard.done, own.append)
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard.errors == [error]
    assert own == [error]


def test_a_bug_goes_to_the_crash_hook_with_its_frames(qtbot, runner, heard, monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: seen.append((kind, trace)))

    def work(progress: Progress) -> None:
        raise ZeroDivisionError

    runner.run(work, heard.done)
    qtbot.waitUntil(lambda: not runner.busy)
    assert seen[0][0] is ZeroDivisionError
    assert seen[0][1].tb_next is not None or seen[0][1].tb_frame.f_code.co_name == "_work"
    assert heard.results == []
    assert heard.errors == []


def test_nothing_is_called_back_into_a_widget_that_is_gone(qtbot, runner):
    called = []

    class Screen(QLabel):
        def show_result(self, result: object) -> None:
            called.append(result)

    screen = Screen()
    hold = threading.Event()
    runner.run(lambda progress: hold.wait(10), screen.show_result)
    screen.deleteLater()
    qtbot.wait(0)
    hold.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert called == []


def test_closing_stops_the_work_and_waits_for_it(qapp, heard):
    runner = Runner(heard.failed)
    started, ended = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        try:
            while True:
                progress.step(0, 0, "")
        finally:
            ended.set()

    runner.run(work, heard.done)
    runner.run(lambda progress: heard.done("never"), heard.done)
    assert started.wait(10)
    runner.close()
    assert ended.is_set()
    qapp.processEvents()
    assert heard.results == []
    assert heard.errors == []


def test_busy_is_told_once_for_several_jobs(qtbot, runner, heard):
    told = []
    runner.busy_changed.connect(told.append)
    for _ in range(3):
        runner.run(lambda progress: None, heard.done)
    qtbot.waitUntil(lambda: not runner.busy)
    assert told == [True, False]


def test_reading_does_not_wait_behind_work_and_nothing_looks_busy(runner, heard, qtbot):
    hold = threading.Event()
    runner.run(lambda progress: hold.wait(20), heard.done)
    told: list[bool] = []
    runner.busy_changed.connect(told.append)
    runner.read(lambda: threading.current_thread().name, heard.done)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results[0].startswith("cchc-read")
    assert heard.threads == {QThread.currentThread()}
    assert runner.busy
    assert told == []
    hold.set()
    qtbot.waitUntil(lambda: not runner.busy)


def test_what_is_cancelled_or_dropped_while_reading_calls_nobody(runner, heard, qtbot):
    begun, hold = threading.Event(), threading.Event()

    def slow():
        begun.set()
        hold.wait(20)
        return "slow"

    runner.read(slow, heard.done)
    runner.read(lambda: "cancelled", heard.done).cancel()
    runner.read(lambda: "kept", heard.done)
    assert begun.wait(20)
    hold.set()
    qtbot.waitUntil(lambda: heard.results == ["slow", "kept"])
    begun.clear()
    runner.read(slow, heard.done)
    assert begun.wait(20)
    runner.drop_reads()  # returns when nothing reads any more
    runner.read(lambda: "after", heard.done)
    qtbot.waitUntil(lambda: heard.results[-1] == "after")
    assert heard.results == ["slow", "kept", "after"]


def test_trouble_while_reading_is_told_once_after_the_list_knows(runner, heard, qtbot):
    order: list[str] = []
    runner._on_error = lambda error: order.append("told")

    def trouble():
        raise FileInUse(Path("cchc.db"))

    runner.read(trouble, heard.done, lambda error: order.append("list"))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert (order, heard.results) == (["list", "told"], [])
    runner.close()
    assert runner.read(lambda: "late", heard.done).cancelled()
