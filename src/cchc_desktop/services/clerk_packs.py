"""Use cases of a clerk's hand-over: everything a successor needs in one file, and taking it over."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cchc_desktop import __version__, files
from cchc_desktop.domain import clerk_pack as packs
from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.change import Change
from cchc_desktop.domain.clerk_pack import ClerkPackContent, ClerkPackFacts
from cchc_desktop.domain.listing import Cell, ListColumn, ListSource
from cchc_desktop.domain.petition import PetitionState
from cchc_desktop.domain.plan import PLAN_STATUS_NAMES
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import BackupProblem

if TYPE_CHECKING:
    from cchc_desktop.paths import Paths
    from cchc_desktop.services.container import Services

FORMAT = 1
_MANIFEST_LIMIT = 4 << 20
_MEMBER_LIMIT = 64 << 20  # of everything but the backup, which has its own limits
_PAGE = 1000
_CHUNK = 1 << 20
_OPEN = (PetitionState.NEW, PetitionState.SOON, PetitionState.LATE, PetitionState.TRANSFERRED)
_README = """\
TỆP BÀN GIAO CÔNG TÁC TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH

Tệp này là tệp nén (zip), mở được không cần chương trình:
  bien-ban-ban-giao.docx   biên bản bàn giao, để in và ký
  so-sach/                 nhật ký, sổ theo dõi (Excel), kế hoạch (Word)
  du-lieu.cchc-backup      toàn bộ dữ liệu và minh chứng của chương trình
  danh-muc/, mau-van-ban/  danh mục, mẫu văn bản riêng của đơn vị

Người nhận: mở chương trình, vào Cài đặt > Sao lưu > “Nhận bàn giao…” và chọn tệp này.
"""


class ClerkPackService:
    """Writes and takes over packs.

    Args:
        services: all use cases; a pack reaches over all of them.
        paths: the office's folders.
        actor: returns who is working.
        today: returns today.

    """

    def __init__(self, services: Services, paths: Paths, actor: Callable[[], str], today: Callable[[], date]) -> None:
        self._services = services
        self._paths = paths
        self._actor = actor
        self._today = today

    def file_name(self) -> str:
        """Return the file name to offer."""
        unit = self._services.units.current(self._today())
        stem = clean_line(unit.full_name) if unit else "don-vi"
        return files.safe_file_name(f"Bàn giao CCHC {stem} {self._today():%Y-%m-%d}{packs.ENDING}")

    # -- making

    def make(self, target: Path, note: str = "", progress: Progress | None = None) -> ClerkPackFacts:
        """Write a pack; an older file of that name is replaced as a whole or not at all.

        Raises:
            NotFound: the office's particulars are missing.
            BackupProblem: the data could not be backed up, or the copy does not verify.
            FileNotWritten: the place refuses.
            Cancelled: a person asked to stop; nothing was written.

        """
        steps = progress or NoProgress()
        with tempfile.TemporaryDirectory(prefix="cchc-ban-giao-") as folder:
            backup = Path(folder) / packs.BACKUP
            steps.step(0, 4, "Đang sao lưu dữ liệu")
            info = self._services.backups.create(backup)
            unit = self._services.units.require(self._today())
            facts = ClerkPackFacts(
                unit.full_name,
                unit.code,
                self._actor(),
                datetime.now().astimezone().isoformat(timespec="seconds"),
                note.strip(),
                info.activities,
                info.plans,
                __version__,
            )
            steps.step(1, 4, "Đang ghi sổ sách")
            made = Path(folder) / "pack.zip"
            with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
                archive.writestr(packs.README, _README.encode("utf-8-sig"))
                archive.write(backup, packs.BACKUP)
                content = self._add_files(archive, facts, steps)
                archive.writestr(packs.MINUTES, self._minutes(content))
                text = {"format": FORMAT, **asdict(content)}
                archive.writestr(packs.MANIFEST, json.dumps(text, ensure_ascii=False, indent=1))
            steps.step(3, 4, "Đang kiểm tra tệp bàn giao")
            self._verify(made)
            steps.step(4, 4, target.name)
            with made.open("rb") as source:
                files.write_chunks_atomically(target, iter(lambda: source.read(_CHUNK), b""))
        return facts

    def _add_files(self, archive: zipfile.ZipFile, facts: ClerkPackFacts, steps: Progress) -> ClerkPackContent:
        def add(prefix: str, folder: Path, pattern: str) -> tuple[str, ...]:
            found = sorted(folder.glob(pattern)) if folder.is_dir() else []
            for path in found:
                archive.write(path, prefix + path.name)
            return tuple(path.name for path in found)

        catalogues = add(packs.CATALOGUES, self._paths.catalogues, "*.toml")
        templates = add(packs.TEMPLATES, self._paths.templates, "*.docx")
        lists = []
        for name, data in self._lists():
            steps.step(2, 4, name)
            archive.writestr(packs.LISTS + name, data)
            lists.append(name)
        return ClerkPackContent(facts, catalogues, templates, tuple(lists))

    def _lists(self) -> Iterable[tuple[str, bytes]]:
        """Yield name and content of what people without the program can read."""
        from cchc_desktop.documents.list_workbook import write_list, write_rows

        services = self._services
        source = self._log()
        yield "nhat-ky.xlsx", write_rows(source.title, "", source.columns, source.rows())
        registers = services.registers
        tables = (
            ("kenh.xlsx", registers.channels.table([row.channel.id for row in registers.channels.rows()])),
            ("phan-anh.xlsx", registers.petitions.table([row.petition.id for row in registers.petitions.rows()])),
        )
        for name, table in tables:
            if table.rows:
                yield name, write_list(table)
        for row in services.plans.rows():
            plan = services.plans.get(row.id)
            yield services.plans.file_name(plan), services.plans.render(plan)

    def _log(self) -> ListSource:
        forms = {form.code: form.name for form in self._services.catalogues.forms}
        columns = (
            ListColumn("Ngày", 12),
            ListColumn("Hình thức", 34),
            ListColumn("Nội dung", 70),
            ListColumn("Người", 24),
        )

        def rows() -> Iterable[tuple[Cell, ...]]:
            offset = 0
            while True:
                page = self._services.activities.page(ActivityFilter(limit=_PAGE, offset=offset))
                for one in page.activities:
                    yield one.date, forms.get(one.form, one.form), one.title, one.people
                offset += _PAGE
                if offset >= page.total:
                    return

        return ListSource("NHẬT KÝ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", columns, 0, rows)

    def _minutes(self, content: ClerkPackContent) -> bytes:
        from cchc_desktop.documents.clerk_pack import write_minutes

        services, today = self._services, self._today()
        unit = services.units.require(today)
        plans = tuple(
            f"Kế hoạch năm {row.year}: {row.title} ({PLAN_STATUS_NAMES[row.status].lower()})"
            for row in services.plans.rows()
        )
        year = services.reports.next_due().year
        petitions = tuple(
            f"Số {row.petition.number}, tiếp nhận {row.petition.received:%d/%m/%Y}: {row.standing.words}"
            for row in services.registers.petitions.rows()
            if row.standing.state in _OPEN
        )
        own = (*content.catalogues, *content.templates)
        parts = packs.minutes(
            content.facts, plans, services.report_life.standings(year), services.agenda.agenda(today), petitions, own
        )
        return write_minutes(content.facts, parts, unit.place, today)

    def _verify(self, made: Path) -> None:
        """Read the pack back and check the backup in it, byte by byte.

        Raises:
            BackupProblem: it is not what was meant to be written.

        """
        with tempfile.TemporaryDirectory(prefix="cchc-kiem-tra-") as folder:
            self._services.backups.verify(self._unpack(made, Path(folder)))

    # -- taking over

    def read(self, path: Path) -> ClerkPackContent:
        """Return what a pack holds, without changing anything.

        Raises:
            BackupProblem: it is no pack, or it is damaged.

        """
        with _opened(path) as archive:
            return _content(path, archive)

    def take_over(self, path: Path, progress: Progress | None = None) -> Change:
        """Put the data of a pack in the place of today's (backed up first), and the office's own files beside them.

        An own catalogue or template that is here already is kept under another name.

        Raises:
            BackupProblem: it is no pack, or it does not verify; today's data is untouched.
            DatabaseTooNew: a later version of the program made it.
            FileNotWritten: the place refuses.

        """
        steps = progress or NoProgress()
        content = self.read(path)
        with tempfile.TemporaryDirectory(prefix="cchc-nhan-") as folder:
            steps.step(0, 2, "Đang kiểm tra tệp bàn giao")
            backup = self._unpack(path, Path(folder))
            self._services.backups.verify(backup)
            with _opened(path) as archive:
                own = [
                    *((packs.CATALOGUES + name, self._paths.catalogues / name) for name in content.catalogues),
                    *((packs.TEMPLATES + name, self._paths.templates / name) for name in content.templates),
                ]
                ready = [(target, _member(path, archive, name)) for name, target in own]
            steps.step(1, 2, "Đang khôi phục dữ liệu")
            change = self._services.backups.restore(backup)
        for target, data in ready:
            _put_beside(target, data)
        return change

    @staticmethod
    def _unpack(path: Path, folder: Path) -> Path:
        target = folder / packs.BACKUP
        with _opened(path) as archive:
            _content(path, archive)
            try:
                with archive.open(packs.BACKUP) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
            except (KeyError, zipfile.BadZipFile, EOFError, OSError) as error:
                raise BackupProblem(path, "tệp bàn giao bị hỏng") from error
        return target


def _put_beside(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.read_bytes() != data:
        for number in range(1, 1000):
            kept = target.with_name(f"{target.stem} (cũ {number}){target.suffix}.bak")
            if not kept.exists():
                target.rename(kept)
                break
    files.write_atomically(target, data)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BackupProblem(path, "không phải tệp bàn giao của chương trình") from error


def _content(path: Path, archive: zipfile.ZipFile) -> ClerkPackContent:
    names = archive.namelist()
    if len(names) != len(set(names)) or packs.BACKUP not in names:
        raise BackupProblem(path, "không phải tệp bàn giao của chương trình")
    try:
        values = json.loads(_member(path, archive, packs.MANIFEST, _MANIFEST_LIMIT))
        if values["format"] != FORMAT:
            raise BackupProblem(path, "tệp bàn giao do bản chương trình mới hơn tạo ra")
        content = ClerkPackContent(
            ClerkPackFacts(**values["facts"]),
            *(tuple(_plain_name(path, name) for name in values[key]) for key in ("catalogues", "templates", "lists")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BackupProblem(path, "tệp bàn giao bị hỏng") from error
    return content


def _plain_name(path: Path, name: object) -> str:
    """Return a file name that stays in its folder.

    Raises:
        BackupProblem: it leads elsewhere.

    """
    text = str(name)
    if PurePosixPath(text).name != text or "\\" in text or ":" in text or text in (".", ".."):
        raise BackupProblem(path, "tệp bàn giao chứa tên tệp không an toàn")
    return text


def _member(path: Path, archive: zipfile.ZipFile, name: str, limit: int = _MEMBER_LIMIT) -> bytes:
    try:
        with archive.open(name) as source:
            data = source.read(limit + 1)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise BackupProblem(path, "tệp bàn giao bị hỏng") from error
    if len(data) > limit:
        raise BackupProblem(path, "tệp bàn giao lớn bất thường")
    return data
