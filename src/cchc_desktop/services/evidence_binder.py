"""Use cases of the evidence binder: a period, one task or one indicator as a folder or zip with a printed index.

In the order of the report: by the tasks of the plan's appendix, what is outside the plan last, and by day within each.
Names are ASCII, so that every zip program and every stick writes them alike.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.evidence import Binder, BinderItem, WrittenBinder, ascii_name, binder_file_name
from cchc_desktop.domain.figure import Figure, Report, TaskProgress
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import FileNotWritten, FileUnreadable, InvalidInput, NotFound, WriteRefusal
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.evidence import EvidenceService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService

INDEX_NAME = "00_Muc-luc-minh-chung.docx"
_OUTSIDE = "Ngoài kế hoạch"
_OUTSIDE_FOLDER = "zz_ngoai-ke-hoach"

Entries = Iterator[tuple[str, Iterable[bytes]]]
"""(path inside the binder, its content in pieces)."""


class EvidenceBinderService:
    """Gathers the evidence behind a report and writes it where a person says.

    Args:
        reports: tells the activities and tasks of a period.
        units: whose name stands on the index.
        evidence: which files the activities have.
        attachments: gives the contents.
        today: the day on the index.

    """

    def __init__(
        self,
        reports: ReportService,
        units: UnitService,
        evidence: EvidenceService,
        attachments: AttachmentService,
        today: Callable[[], date],
    ) -> None:
        self._reports = reports
        self._units = units
        self._evidence = evidence
        self._attachments = attachments
        self._today = today

    def gather(self, period: str, task: str = "", indicator: str = "") -> Binder:
        """Return what a binder of a period holds; of one task (id or number) or one indicator (code) when given.

        Raises:
            NotFound: no such period, task, indicator, or the office's particulars are missing.
            InvalidInput: both a task and an indicator.

        """
        if task and indicator:
            raise InvalidInput({"task": "chỉ chọn một nhiệm vụ hoặc một chỉ tiêu"})
        report = self._reports.report(period)
        unit = self._units.require(report.period.end)
        numbers = {progress.task.id: progress for progress in report.progress}
        scope = [f"Báo cáo {report.period.name}", f"Số liệu từ {_span(report)}"]
        name = f"Tap-minh-chung_{unit.code or ascii_name(unit.full_name, 24)}_{report.period.code}"
        activities, folders = report.activities, True
        if task:
            chosen = _task(report, task)
            activities = tuple(activity for activity in activities if activity.task_id == chosen.task.id)
            scope.append(f"Nhiệm vụ {chosen.number}: {clean_line(chosen.task.content)}")
            name, folders = f"{name}_NV{chosen.number:02d}", False
        elif indicator:
            found = _indicator(report, indicator)
            activities = self._reports.behind(report, found.indicator)
            scope.append(f"Chỉ tiêu {found.indicator.code}: {found.indicator.name}")
            name, folders = f"{name}_{found.indicator.code}", False
        items = self._items(activities, numbers, folders)
        return Binder(
            files.safe_file_name(ascii_path(name)), tuple(scope), items, unit.issuer_lines, unit.place, self._today()
        )

    def _items(
        self, activities: Iterable[Activity], numbers: dict[str, TaskProgress], folders: bool
    ) -> tuple[BinderItem, ...]:
        def place(activity: Activity) -> tuple[bool, int, date]:
            task = numbers.get(activity.task_id)
            return task is None, task.number if task else 0, activity.date

        ordered = sorted(activities, key=place)
        kept = self._evidence.of_many([activity.id for activity in ordered])
        items = []
        for number, activity in enumerate(ordered, 1):
            task = numbers.get(activity.task_id)
            words = f"{task.number}. {clean_line(task.task.content)}" if task else _OUTSIDE
            own = f"nv{task.number:02d}_{ascii_name(task.task.content, 28)}" if task else _OUTSIDE_FOLDER
            named = tuple(
                (file, binder_file_name(number, activity.date, activity.title, position, file))
                for position, file in enumerate(kept.get(activity.id, ()), 1)
            )
            items.append(BinderItem(number, activity.date, activity.title, words, own if folders else "", named))
        return tuple(items)

    def write_zip(self, binder: Binder, target: Path, progress: Progress | None = None) -> WrittenBinder:
        """Write a binder as one zip file; what stood there before stays until the new one is whole.

        Raises:
            Cancelled: a person asked to stop; nothing is left behind.
            FileInUse: the target is open elsewhere.
            FileNotWritten: the place refuses.

        """
        lost: list[str] = []
        files.write_chunks_atomically(target, _zipped(self._entries(binder, lost, progress), binder.name))
        return WrittenBinder(target, binder, tuple(lost))

    def write_folder(self, binder: Binder, parent: Path, progress: Progress | None = None) -> WrittenBinder:
        """Write a binder as a new folder in `parent`; a folder of its name that is there already is left alone.

        Raises:
            Cancelled: a person asked to stop; nothing is left behind.
            FileNotWritten: the place refuses.

        """
        lost: list[str] = []
        working: Path | None = None
        try:
            # Made under another name first, so that half a binder never looks like one.
            working = Path(tempfile.mkdtemp(prefix=files.TEMPORARY_PREFIX, dir=parent))
            for name, chunks in self._entries(binder, lost, progress):
                path = working / name
                path.parent.mkdir(exist_ok=True)
                files.write_chunks_atomically(path, chunks)
            target = _free(parent, binder.name)
            working.chmod(0o755)
            files.replace_file(working, target)
            working = None
        except OSError as error:
            raise files.not_written(parent / binder.name, error) from error
        finally:
            if working is not None:
                shutil.rmtree(working, ignore_errors=True)
        return WrittenBinder(target, binder, tuple(lost))

    def write(self, binder: Binder, out: Path, progress: Progress | None = None) -> WrittenBinder:
        """Write a binder to a zip file where `out` ends in ".zip", else as a new folder in `out`.

        Raises:
            Cancelled: a person asked to stop; nothing is left behind.
            FileInUse: the target is open elsewhere.
            FileNotWritten: the place refuses.

        """
        if out.suffix.lower() == ".zip":
            return self.write_zip(binder, out, progress)
        return self.write_folder(binder, out, progress)

    def _entries(self, binder: Binder, lost: list[str], progress: Progress | None) -> Entries:
        """Yield files and, when it is known what could not be read, the index."""
        from cchc_desktop.documents.evidence_index import write_index

        steps = progress or NoProgress()
        done = 0
        for item in binder.items:
            for file, name in item.files:
                steps.step(done, binder.files, name)
                done += 1
                try:
                    chunks = self._attachments.chunks(file.sha256)
                except (NotFound, FileUnreadable):
                    lost.append(name)
                    continue
                yield f"{item.folder}/{name}" if item.folder else name, chunks
        yield INDEX_NAME, (write_index(binder, lost),)


def ascii_path(name: str) -> str:
    """Return a name without anything beyond ASCII; "-" where something else stood."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in name)


def lost_names(written: WrittenBinder) -> tuple[str, ...]:
    """Return, for people, which files a binder lacks: title of the activity and the file's own name."""
    lost = set(written.lost)
    return tuple(
        f"{short_date(item.date)} {item.title}: {file.name}"
        for item in written.binder.items
        for file, name in item.files
        if name in lost
    )


def _span(report: Report) -> str:
    return f"{short_date(report.period.start)} đến {short_date(report.period.end)}"


def _task(report: Report, wanted: str) -> TaskProgress:
    for progress in report.progress:
        long_enough = len(wanted) >= 6 and progress.task.id.startswith(wanted)
        if wanted in (progress.task.id, str(progress.number)) or long_enough:
            return progress
    raise NotFound("nhiệm vụ của kế hoạch", wanted)


def _indicator(report: Report, wanted: str) -> Figure:
    for found in report.figures:
        if found.indicator.code.casefold() == wanted.casefold():
            return found
    raise NotFound("chỉ tiêu", wanted)


def _free(parent: Path, name: str) -> Path:
    """Return a path that is not taken: "name", then "name (2)" and so on.

    Raises:
        FileNotWritten: all are taken.

    """
    for number in range(1, 1000):
        path = parent / (name if number == 1 else f"{name} ({number})")
        if not path.exists():
            return path
    raise FileNotWritten(parent / name, WriteRefusal.NAME)


class _Sink(io.RawIOBase):
    """Collects what the zip writer gives, to be passed on piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(memoryview(data))  # type: ignore[arg-type]
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def _zipped(entries: Entries, root: str) -> Iterator[bytes]:
    """Yield a zip of the entries; photos and documents are compressed already, so nothing is packed twice."""
    sink = _Sink()
    now = datetime.now().timetuple()[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, chunks in entries:
            info = zipfile.ZipInfo(f"{root}/{name}", now)
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=False) as member:
                for chunk in chunks:
                    member.write(chunk)
                    yield sink.take()
    yield sink.take()
