"""Use cases of the hand-over: bring a package to a stick, folder or mail, prove that it arrived, remember it.

The line in the log is written before the first byte leaves: a power cut in between leaves a line that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import __released__, files
from cchc_desktop.domain.change import Change
from cchc_desktop.domain.clock import clock_warning
from cchc_desktop.domain.handover import Drive, Handover, HandoverFile, Way
from cchc_desktop.domain.package import PackageFacts, Part, package_name, short_code
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.receipt import SentPackage
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import AppError, Cancelled, Conflict, FileUnreadable, NotFound, PackageProblem
from cchc_desktop.messages import describe
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.packages import PackageService, VersionSource
from cchc_desktop.storage.database import Database

if TYPE_CHECKING:
    from cchc_desktop.documents.package.email_draft import MailDraft
    from cchc_desktop.documents.package.write import MadePackage

UNPROVEN_NOTE = "Chưa ghi xong hoặc chưa kiểm tra xong"
_RELEASED = date.fromisoformat(__released__)
MAIL_NOTE = "Đã tạo thư, chưa xác nhận đã gửi"
STOPPED_NOTE = "Người dùng dừng giữa chừng"


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be handed over: which report, what may go along, what speaks against the clock ("" for nothing)."""

    facts: PackageFacts
    parts: tuple[Part, ...]
    clock_warning: str

    @property
    def usual(self) -> tuple[Part, ...]:
        """The parts that go along unless a person says otherwise."""
        return tuple(part for part in self.parts if part.chosen)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A handover that succeeded and the change it made."""

    handover: Handover
    change: Change


@dataclass(frozen=True, slots=True)
class MailsMade:
    """Mails that wait to be sent: their files, texts, and the line of the log."""

    paths: tuple[Path, ...]
    drafts: tuple[MailDraft, ...]
    handover: Handover


class HandoverService:
    """Hands report versions over.

    Args:
        database: the open database.
        source: knows the report versions.
        packages: what leaves.
        attachments: keeps every package.
        actor: returns who is working.
        clock: returns what the computer takes for today.
        released: no day before it can be today.

    """

    def __init__(
        self,
        database: Database,
        source: VersionSource,
        packages: PackageService,
        attachments: AttachmentService,
        actor: Callable[[], str],
        clock: Callable[[], date] = date.today,
        released: date = _RELEASED,
    ) -> None:
        self._database = database
        self._source = source
        self._packages = packages
        self._attachments = attachments
        self._actor = actor
        self._clock = clock
        self._released = released

    # -- before

    def offer(self, version_id: str) -> Offer:
        """Return what can be handed over of a version.

        Raises:
            NotFound: there is no such version.

        """
        seen = [*self._source.seen(version_id), *(date.fromisoformat(one.at[:10]) for one in self.log(version_id))]
        warning = clock_warning(self._clock(), self._released, seen)
        return Offer(self._source.facts(version_id), self._source.parts(version_id), warning)

    def drives(self) -> tuple[Drive, ...]:
        """Return the sticks and cards that are plugged in."""
        from cchc_desktop.storage.drives import removable_drives

        return removable_drives()

    # -- leaving

    def deliver(
        self, version_id: str, package: MadePackage, folder: Path, way: Way, progress: Progress | None = None
    ) -> HandedOver:
        """Bring a package to a stick or folder, read it back and compare, and write it down.

        Raises:
            DeliveryProblem: it did not arrive; under its name nothing new stands at the target.
            FileInUse: a file of its name is open there.
            Cancelled: a person stopped it; nothing new is at the target.

        """
        from cchc_desktop.storage.delivery import check_room, deliver

        file = HandoverFile(package_name(package.manifest.facts), package.size, package.sha256)
        target = folder / file.name
        check_room(target, file.size)
        begun = self._begin(Handover(version_id, package.manifest.id, way, str(folder), (file,), note=UNPROVEN_NOTE))
        try:
            deliver(self._attachments.chunks(package.sha256), target, file, progress)
        except AppError as error:
            note = STOPPED_NOTE if isinstance(error, Cancelled) else describe(error).happened
            self._end(begun.id, False, note)
            raise
        return HandedOver(self._end(begun.id, True), self._source.sent(version_id, package.manifest.id))

    def stands_there(self, package: MadePackage, folder: Path) -> bool:
        """Tell whether a file of the package's name is in a folder already and holds something else."""
        target = folder / package_name(package.manifest.facts)
        try:
            return target.exists() and target.read_bytes() != package.path.read_bytes()
        except OSError:
            return True

    def make_mails(
        self,
        version_id: str,
        package: MadePackage,
        to: str,
        limit: int,
        folder: Path,
        progress: Progress | None = None,
    ) -> MailsMade:
        """Write the mails of a package as drafts into a folder; nothing is sent by the program.

        Raises:
            InvalidInput: an address is wrong, or `limit` (bytes of a mail) too small.
            FileInUse, FileNotWritten: the folder refuses.
            Cancelled: a person stopped it.

        """
        from cchc_desktop.documents.package.email_draft import draft_bytes, parse_addresses, plan_mails

        steps = progress or NoProgress()
        drafts = plan_mails(package, parse_addresses(to), limit)
        paths = []
        for number, draft in enumerate(drafts):
            steps.step(number, len(drafts), f"Đang tạo {draft.name}")
            paths.append(folder / draft.name)
            files.write_atomically(paths[-1], draft_bytes(draft, package.path))
        receivers = ", ".join(drafts[0].to) or str(folder)
        file = HandoverFile(package_name(package.manifest.facts), package.size, package.sha256)
        line = Handover(version_id, package.manifest.id, Way.EMAIL, receivers, (file,), note=MAIL_NOTE)
        return MailsMade(tuple(paths), drafts, self._begin(line))

    def waiting_mail(self, version_id: str) -> Handover | None:
        """Return the newest mail of a version that nobody has said to be sent yet, None when something left later."""
        newest = next(iter(self.log(version_id)), None)
        return newest if newest and newest.way is Way.EMAIL and not newest.verified else None

    def mail_sent(self, handover_id: str) -> HandedOver:
        """Write down that a person has sent the mails.

        Raises:
            NotFound: there is no such line.
            Conflict: it is no mail.

        """
        with self._database.read() as uow:
            found = next((one for one in uow.handovers.all() if one.id == handover_id), None)
        if found is None:
            raise NotFound("lần gửi", handover_id[:8])
        if found.way is not Way.EMAIL:
            raise Conflict("lần gửi", "đây không phải thư điện tử")
        return HandedOver(self._end(handover_id, True), self._source.sent(found.version_id, found.package_id))

    def _begin(self, handover: Handover) -> Handover:
        with self._database.write(self._actor()) as uow:
            stored = uow.handovers.add(handover, self._actor())
            uow.commit()
        return stored

    def _end(self, handover_id: str, verified: bool, note: str = "") -> Handover:
        with self._database.write(self._actor()) as uow:
            stored = uow.handovers.complete(handover_id, verified, clean_line(note))
            uow.commit()
        return stored

    # -- looking back

    def log(self, version_id: str = "") -> tuple[Handover, ...]:
        """Return what of a version (or of all) went where, newest first."""
        with self._database.read() as uow:
            return uow.handovers.of_version(version_id) if version_id else uow.handovers.all()

    def sent_packages(self) -> tuple[SentPackage, ...]:
        """Return all packages that left, as answers are held against them (`domain.receipt.match_receipt`)."""
        found: dict[str, SentPackage] = {}
        for line in self.log():
            if line.package_id in found:
                continue
            try:
                package = self._packages.package(line.version_id, line.package_id)
            except (NotFound, FileUnreadable, PackageProblem):
                continue
            facts = package.manifest.facts
            found[line.package_id] = SentPackage(
                line.package_id,
                line.version_id,
                facts.unit_code,
                facts.unit_name,
                facts.period,
                facts.ordinal,
                short_code(package.seal),
            )
        return tuple(found.values())
