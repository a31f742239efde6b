"""A few processes that read received files side by side. One that hangs, eats memory or aborts costs one file.

Each has several files waiting, so that none is idle while another's answer is taken in; of a process that dies only
the file it was at is tried once more, the careful way, and then given up. Nothing of a file is run or unpacked here.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from cchc_desktop.domain.received_reading import Reading, from_plain
from cchc_desktop.services import receiving_worker

SECONDS = 30.0
"""How long a process may be at one file. The largest good ones take some seconds."""

MEMORY = 1536 << 20
"""Most memory of a process, bytes of address space: libraries and interpreter take a third of it."""

_WAITING = 24  # files that lie ready with each process
_FIRST_SECONDS = 60.0  # until the first answer: a cold start under a virus scanner


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read.

    Args:
        number: told back with the answer.
        path: where it lies.
        name: what people call it.
        columns: fingerprint → column → field, as remembered of tables of its unit ("" for any heading).
        labels: `label_print` of a row → code of its indicator.
        sheet: the sheet a person chose, with `heading`.
        heading: the row of the heading a person chose, 0 for none.
        careful: keep away from the library that may abort.

    """

    number: int
    path: Path
    name: str
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    heading: int = 0
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a file: the reading, and where its copy lies (None when it was not kept)."""

    task: Task
    reading: Reading
    kept: Path | None


class _Worker:
    """One process, its pipe, and the thread that empties it."""

    def __init__(self, context: Any, settings: str, answers: queue.Queue[tuple[_Worker, bytes | None]]) -> None:
        ours, theirs = context.Pipe()
        self.pipe: Connection = ours
        self.process = context.Process(target=receiving_worker.run, args=(theirs, settings), daemon=True)
        self.process.start()
        theirs.close()
        self.waiting: deque[Task] = deque()
        self.since = time.monotonic() + _FIRST_SECONDS - SECONDS
        self._answers = answers
        self._thread = threading.Thread(target=self._listen, name="cchc-received", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._answers.put((self, self.pipe.recv_bytes()))
        self._answers.put((self, None))

    def send(self, task: Task) -> None:
        plain = {
            "number": task.number,
            "path": str(task.path),
            "name": task.name,
            "columns": task.columns,
            "labels": task.labels,
            "sheet": task.sheet,
            "heading": task.heading,
            "careful": task.careful,
        }
        if not self.waiting:
            self.since = max(self.since, time.monotonic())
        self.waiting.append(task)
        with contextlib.suppress(OSError):  # it is gone; the listener tells, and the file comes back
            self.pipe.send_bytes(json.dumps(plain).encode())

    def end(self) -> None:
        """Kill the process and wait for its end."""
        self.process.kill()
        self.process.join()
        with contextlib.suppress(OSError):
            self.pipe.close()
        self._thread.join(5)
        self.process.close()


class ReadingPool:
    """Reads files in processes; a context manager.

    Args:
        folder: the evidence folder, where each file is copied to.
        indicators: `documents.received.catalogue.to_plain` of the indicators.
        size: how many processes; by default as many as there are processors, four at most.
        seconds: how long one may be at a file.
        memory: most bytes of memory of one.

    """

    def __init__(
        self,
        folder: Path,
        indicators: list[list[Any]],
        size: int = 0,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._settings = json.dumps({"folder": str(folder), "indicators": indicators, "memory": memory})
        self._size = size or min(4, os.cpu_count() or 2)
        self._seconds = seconds
        self._answers: queue.Queue[tuple[_Worker, bytes | None]] = queue.Queue()
        self._workers: list[_Worker] = []
        self.lost = 0
        """How many processes had to be replaced."""

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.end()

    def read(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """Read files; the answers come as they are ready, in no order.

        Whoever stops iterating must close the pool.
        """
        source = iter(tasks)
        again: deque[Task] = deque()
        self._fill(source, again)
        while any(worker.waiting for worker in self._workers):
            yield from self._next(again)
            self._fill(source, again)

    def _fill(self, source: Iterator[Task], again: deque[Task]) -> None:
        """Give each process what it lacks, in turn."""
        empty = False
        while not empty:
            empty = True
            if len(self._workers) < self._size or any(len(one.waiting) < _WAITING for one in self._workers):
                task = again.popleft() if again else next(source, None)
                if task is not None:
                    self._give(task)
                    empty = False

    def _give(self, task: Task) -> None:
        if len(self._workers) < self._size:
            self._workers.append(_Worker(self._context, self._settings, self._answers))
        min(self._workers, key=lambda one: len(one.waiting)).send(task)

    def _next(self, again: deque[Task]) -> Iterator[Answer]:
        try:
            worker, said = self._answers.get(timeout=0.25)
        except queue.Empty:
            yield from self._overdue(again)
            return
        if worker not in self._workers:
            return
        if said is None:
            yield from self._lost(worker, again, "Chương trình đọc tệp bị dừng đột ngột khi đọc tệp này.")
            return
        worker.since = time.monotonic()
        task = worker.waiting.popleft()
        plain = json.loads(said)
        yield Answer(task, from_plain(plain["reading"]), Path(plain["kept"]) if plain["kept"] else None)

    def _overdue(self, again: deque[Task]) -> Iterator[Answer]:
        now = time.monotonic()
        for worker in tuple(self._workers):
            if worker.waiting and now - worker.since > self._allowed(worker.waiting[0]):
                yield from self._lost(worker, again, "Đọc tệp này quá lâu nên đã dừng.")

    def _allowed(self, task: Task) -> float:
        try:
            return self._seconds + task.path.stat().st_size / (4 << 20)
        except OSError:
            return self._seconds

    def _lost(self, worker: _Worker, again: deque[Task], reason: str) -> Iterator[Answer]:
        """Replace a process; the file it was at is tried once more the careful way, the others as they were."""
        self._workers.remove(worker)
        worker.end()
        self.lost += 1
        waiting = list(worker.waiting)
        if not waiting:
            return
        again.extend(waiting[1:])
        if waiting[0].careful:
            yield Answer(waiting[0], Reading(trouble=reason), None)
        else:
            again.append(replace(waiting[0], careful=True))
