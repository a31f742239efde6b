"""Long work on one worker thread, so that the window stays usable and the database has one user at a time.

The worker reports through one signal of plain data (job number, kind, value), delivered in the GUI thread.
Never cross the thread line with QObjects or database sessions: ids, dataclasses, paths and numbers cross it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import AppError, Cancelled

T = TypeVar("T")

_REPORT_PAUSE = 0.05  # seconds between two steps that are passed on: more cannot be read


class Job:
    """One piece of work under way. `label` tells a person what it is ("Đang nhập nhật ký")."""

    def __init__(
        self, number: int, label: str, done: Callable[[Any], None], failed: Callable[[AppError], None]
    ) -> None:
        self.number = number
        self.label = label
        self.done = done
        self.failed = failed
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Tell whether a person asked to stop."""
        return self._stop.is_set()


@dataclass(frozen=True, slots=True)
class _Reading:
    """Something that is being read."""

    done: Callable[[Any], None]
    failed: Callable[[AppError], None] | None
    future: Future[None]


class _Reporter:
    """The `Progress` a work function receives; lives on the worker thread."""

    def __init__(self, job: Job, report: Callable[[int, str, object], None]) -> None:
        self._job = job
        self._report = report
        self._last = 0.0

    def step(self, done: int, total: int, note: str) -> None:
        """Pass a step on, at most twenty a second.

        Raises:
            Cancelled: a person asked to stop.

        """
        if self._job.cancelled:
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= _REPORT_PAUSE or done == total:
            self._last = now
            self._report(self._job.number, "step", (done, total, note))


class Runner(QObject):
    """Runs work functions one after the other.

    `started` and `finished` carry the `Job`; `progressed` carries (job, done, total, note). `busy_changed` tells
    whether any work is under way: screens disable what would write meanwhile.
    """

    started = Signal(object)
    progressed = Signal(object, int, int, str)
    finished = Signal(object)
    busy_changed = Signal(bool)

    _reported = Signal(int, str, object)

    def __init__(self, on_error: Callable[[AppError], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_error = on_error
        self._jobs: dict[int, Job] = {}
        self._last_number = 0
        self._closed = False
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cchc-work")
        self._readers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cchc-read")
        self._reads: dict[int, _Reading] = {}
        self._reported.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Tell whether any work is under way or waiting."""
        return bool(self._jobs)

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None] | None = None,
        label: str = "",
    ) -> Job:
        """Run `work` on the worker thread, then `done` with its result in the GUI thread.

        Expected trouble goes to `failed` (without one: a message to the person; a stopped job then ends in
        silence). Any other exception is a bug and goes to the crash hook. When `done` or `failed` is a method of
        a widget that is gone meanwhile, nothing is called.
        """
        self._last_number += 1
        job = Job(self._last_number, label, done, failed or self._tell)
        self._jobs[job.number] = job
        self.started.emit(job)
        if len(self._jobs) == 1:
            self.busy_changed.emit(True)
        self._pool.submit(self._work, job, work)
        return job

    def read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[AppError], None] | None = None
    ) -> Future[None]:
        """Run something that only reads, and not for long, on a thread of its own, then `done` as `run` does.

        It does not wait behind long work, and nothing counts as busy meanwhile: a list is scrolled while an export
        is under way. Expected trouble is shown to the person, after `failed` was called with it. What is returned
        can be cancelled as long as it has not begun; then nothing is called.
        """
        if self._closed:  # a table that is painted once more while the window goes
            nothing: Future[None] = Future()
            nothing.cancel()
            return nothing
        self._last_number += 1
        number = self._last_number
        future = self._readers.submit(self._read, number, work)
        self._reads = {old: one for old, one in self._reads.items() if not one.future.cancelled()}
        self._reads[number] = _Reading(done, failed, future)
        return future

    def drop_reads(self) -> None:
        """Forget what is being read, and wait until it is: the data are about to be closed."""
        reads, self._reads = self._reads, {}
        for reading in reads.values():
            reading.future.cancel()
        wait(reading.future for reading in reads.values())

    def close(self) -> None:
        """Ask all work to stop and wait for it; nothing is called back any more."""
        self._closed = True
        self.drop_reads()
        self._readers.shutdown(wait=True, cancel_futures=True)
        for job in self._jobs.values():
            job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()

    def _work(self, job: Job, work: Callable[[Progress], Any]) -> None:
        report = self._reported.emit
        try:
            if job.cancelled:
                raise Cancelled
            report(job.number, "done", work(_Reporter(job, report)))
        except AppError as error:
            report(job.number, "failed", error)
        except BaseException as error:
            report(job.number, "bug", error)

    def _read(self, number: int, work: Callable[[], Any]) -> None:
        report = self._reported.emit
        try:
            report(number, "done", work())
        except AppError as error:
            report(number, "failed", error)
        except BaseException as error:
            report(number, "bug", error)

    def _receive_read(self, number: int, kind: str, value: Any) -> None:
        reading = self._reads.pop(number)
        if self._closed:
            return
        if kind == "bug":
            sys.excepthook(type(value), value, value.__traceback__)
        elif kind == "done":
            _call(reading.done, value)
        else:
            if reading.failed is not None:
                _call(reading.failed, value)
            self._tell(value)

    def _receive(self, number: int, kind: str, value: Any) -> None:
        if number in self._reads:
            self._receive_read(number, kind, value)
            return
        job = self._jobs.get(number)
        if job is None or self._closed:
            return
        if kind == "step":
            self.progressed.emit(job, *value)
            return
        del self._jobs[number]
        self.finished.emit(job)
        if not self._jobs:
            self.busy_changed.emit(False)
        if kind == "bug":
            sys.excepthook(type(value), value, value.__traceback__)
            return
        _call(job.done if kind == "done" else job.failed, value)

    def _tell(self, error: AppError) -> None:
        if not isinstance(error, Cancelled):
            self._on_error(error)


def _call(callback: Callable[[Any], None], value: Any) -> None:
    """Call back, unless the widget whose method it is is gone."""
    owner = getattr(callback, "__self__", None)
    if not isinstance(owner, QObject) or shiboken6.isValid(owner):
        callback(value)
