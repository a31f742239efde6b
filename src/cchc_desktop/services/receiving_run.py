"""One taking in of files: list, hash, read side by side, recognise, keep in order and by the hundred."""

from __future__ import annotations

import hashlib
import os
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.received import FileKind, FileState, ReceivedFile
from cchc_desktop.domain.received_reading import Reading
from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.trusted_key import KeyVerdict
from cchc_desktop.errors import Cancelled, PackageProblem
from cchc_desktop.services.receiving_pool import Answer, ReadingPool, Task
from cchc_desktop.services.receiving_recognition import Recogniser, arrived
from cchc_desktop.storage.received import Arrived
from cchc_desktop.storage.received_store import digest_of, settle

if TYPE_CHECKING:
    from cchc_desktop.services.trusted_keys import TrustedKeyService
    from cchc_desktop.storage.attachment_files import AttachmentFiles
    from cchc_desktop.storage.database import Database

TABLES, LABELS = "received", "received_labels"
"""Lists under which columns and row labels of foreign tables are remembered, each with the unit as its source."""

MOST_FILES = 50_000
"""Most files of one taking in: four periods of the whole country have 13,284."""

_AT_A_TIME = 512  # files in one transaction
_IGNORED = re.compile(r"(?:~\$.*|\..*|thumbs\.db|desktop\.ini|.*\.(?:00[2-9]|0[1-9]\d|[1-9]\d\d))", re.IGNORECASE)
_IGNORED_FOLDERS = frozenset({"system volume information", "$recycle.bin", "__macosx"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to take in: where it lies, and the names of folders around it that a person chose."""

    path: Path
    hint: str


@dataclass(frozen=True, slots=True)
class TakenBatch:
    """What became of the files given at one time; `known` were received before, or twice this time.

    `stopped` tells that a person stopped it: the rest can be given again.
    """

    id: str
    given: int
    states: dict[FileState, int]
    stopped: bool = False
    lost: int = 0

    @property
    def known(self) -> int:
        """How many were there already."""
        return self.states.get(FileState.KNOWN, 0)


def list_files(paths: Sequence[Path]) -> tuple[Listed, ...]:
    """Return the files under some paths, sorted, each once; what systems and Office leave behind is not among them."""
    found: dict[Path, Listed] = {}
    for root in paths:
        if not root.is_dir():
            found.setdefault(root, Listed(root, root.name))
            continue
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(
                name for name in folders if name.lower() not in _IGNORED_FOLDERS and not name.startswith(".")
            )
            inner = Path(folder)
            around = " / ".join(inner.relative_to(root).parts)
            for name in names:
                path = inner / name
                if not _IGNORED.fullmatch(name) and path.is_file():
                    found.setdefault(path, Listed(path, f"{around} / {name}" if around else name))
            if len(found) > MOST_FILES:
                break
    return tuple(found[path] for path in sorted(found))[:MOST_FILES]


@dataclass(slots=True)
class _Source:
    """Files waiting to be read; others may join while the pool is at work."""

    waiting: deque[Task] = field(default_factory=deque)
    more: Iterator[Task] | None = None

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> Task:
        if self.waiting:
            return self.waiting.popleft()
        if self.more is None:
            raise StopIteration
        return next(self.more)


class ReceivingRun:
    """One taking in.

    Args:
        database: the open database.
        recogniser: tells what becomes of readings.
        pool: reads.
        batch: joins the files.
        actor: who works.
        keys: pins keys that are seen for the first time.
        evidence: keeps contents elsewhere too; None where nobody shares them.

    """

    def __init__(
        self,
        database: Database,
        recogniser: Recogniser,
        pool: ReadingPool,
        batch: str,
        actor: str,
        keys: TrustedKeyService,
        evidence: AttachmentFiles | None = None,
    ) -> None:
        self._evidence = evidence
        self._database = database
        self._recogniser = recogniser
        self._pool = pool
        self._batch = batch
        self._actor = actor
        self._keys = keys
        self._listed: Sequence[Listed] = ()
        self._states: dict[FileState, int] = {}
        self._digests: dict[int, tuple[str, int]] = {}
        self._seen: dict[str, FileState | None] = {}
        self._ready: dict[int, Arrived | None] = {}
        self._kept: list[Path] = []
        self._next = 0
        self._remembered: dict[str, tuple[dict[str, dict[str, str]], dict[str, str]]] = {}

    def take(self, listed: Sequence[Listed], progress: Progress) -> TakenBatch:
        """Take files in, in the order they are listed; a stop keeps what came so far."""
        self._listed = listed
        source = _Source()
        source.more = self._tasks()
        done = 0
        try:
            progress.step(0, len(listed), "Đang xem danh sách tệp")
            for answer in self._pool.read(source):
                self._take(answer, source)
                if len(self._ready) >= _AT_A_TIME and self._next in self._ready:
                    self._flush()
                done = max(done, self._next)
                progress.step(len(self._digests), len(listed), f"Đang nhận {answer.task.name}")
            self._flush()
        except Cancelled:
            self._flush()
            return self._told(stopped=True)
        progress.step(len(listed), len(listed), "Đã nhận xong")
        return self._told()

    def _told(self, stopped: bool = False) -> TakenBatch:
        return TakenBatch(self._batch, len(self._listed), dict(self._states), stopped, self._pool.lost)

    # ------------------------------------------------------------------ what is to be read

    def _tasks(self) -> Iterator[Task]:
        """Hash files some hundred ahead, and let pass those that nobody has seen."""
        for start in range(0, len(self._listed), _AT_A_TIME):
            part = range(start, min(start + _AT_A_TIME, len(self._listed)))
            for number in part:
                self._digests[number] = self._digest(self._listed[number].path)
            self._look_up([self._digests[number][0] for number in part])
            for number in part:
                sha256 = self._digests[number][0]
                if sha256 and sha256 in self._seen:
                    self._ready[number] = None
                    continue
                self._seen[sha256] = None
                yield Task(number, self._listed[number].path, self._listed[number].path.name)

    def _digest(self, path: Path) -> tuple[str, int]:
        from cchc_desktop.documents.package.split import open_parts

        try:
            return digest_of(path, open_parts)
        except (OSError, PackageProblem):
            return "", 0

    def _look_up(self, digests: Sequence[str]) -> None:
        with self._database.read() as uow:
            self._seen.update(uow.received.known(digests))

    # ------------------------------------------------------------------ what was read

    def _take(self, answer: Answer, source: _Source) -> None:
        number, reading = answer.task.number, answer.reading
        if answer.kept is not None:
            self._kept.append(answer.kept)
        listed = self._listed[number]
        sha256, size = (reading.sha256, reading.size) if reading.sha256 else self._digests[number]
        if not sha256:  # never readable: known by its name, so that it is listed once
            sha256 = hashlib.sha256(f"unreadable:{listed.path.name}".encode()).hexdigest()
        verdict = self._recogniser.judge(reading, listed.hint)
        if not answer.task.columns and (again := self._as_remembered(answer.task, reading, verdict.unit)):
            source.waiting.append(again)
            return
        name = clean_line(listed.path.name)[:255]
        file = ReceivedFile(sha256, name, size, self._batch)
        if verdict.key is KeyVerdict.FIRST_SEEN and verdict.state is FileState.ACCEPTED:
            with suppress(PackageProblem):  # another file of this very batch was first; the next judgement says so
                self._keys.admit(listed.path, reading.unit_code, reading.unit_name, bytes.fromhex(reading.public_key))
            self._recogniser.keys = self._keys.all()
            verdict = self._recogniser.judge(reading, listed.hint)
        self._ready[number] = arrived(reading, verdict, file, listed.hint)

    def _as_remembered(self, task: Task, reading: Reading, unit: str) -> Task | None:
        """Return a file to be read once more, the way a person said before of its unit's tables."""
        from cchc_desktop.documents.received.foreign import label_print

        if reading.kind is not FileKind.FOREIGN or reading.table is None or not unit:
            return None
        columns, labels = self._memory(unit)
        known = columns.get(reading.table.fingerprint)
        now = {str(one.number): one.field for one in reading.table.columns if one.field}
        rows = labels and any(label_print(text) in labels for _, text, _ in reading.table.labels)
        if not rows and (known is None or (known == now and not reading.doubts)):
            return None
        return replace(task, columns={**columns, "-": {}}, labels=labels)

    def _memory(self, unit: str) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
        """Return the columns of a unit's tables by fingerprint, and the indicators of its rows by `label_print`."""
        if unit not in self._remembered:
            with self._database.read() as uow:
                tables = uow.column_matches.all(TABLES, unit)
                rows = uow.column_matches.all(LABELS, unit)
            columns = {key: {str(number): one for number, one in told.items()} for key, told in tables.items()}
            self._remembered[unit] = columns, {key: told[1] for key, told in rows.items() if 1 in told}
        return self._remembered[unit]

    # ------------------------------------------------------------------ keeping

    def _flush(self) -> None:
        """Keep what is ready, in the order of the list: a stop at any time leaves a beginning of it."""
        kept: dict[str, Arrived] = {}
        while self._next in self._ready:
            one = self._ready.pop(self._next)
            self._next += 1
            state = FileState.KNOWN if one is None or one.file.sha256 in kept else one.file.state
            if one is not None and state is not FileState.KNOWN:
                kept[one.file.sha256] = one
            self._states[state] = self._states.get(state, 0) + 1
        if not kept:
            return
        settle(self._kept)
        for path in self._kept if self._evidence is not None else ():
            assert self._evidence is not None
            self._evidence.keep(path)
        self._kept.clear()
        with self._database.write(self._actor) as uow:
            there = uow.received.known(kept)  # by another clerk meanwhile, or a file that changed while it was read
            for sha256 in there:
                one = kept.pop(sha256)
                self._states[one.file.state] -= 1
                self._states[FileState.KNOWN] = self._states.get(FileState.KNOWN, 0) + 1
            uow.received.add(list(kept.values()), self._actor)
            uow.commit()
