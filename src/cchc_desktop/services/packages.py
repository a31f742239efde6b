"""Use cases of packages: pack a report version, keep the package, print its cover sheet.

A package is kept in the evidence folder before it leaves, so that what was sent can be given out again byte for byte.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cchc_desktop import __version__, files
from cchc_desktop.domain.attachment import Attachment, OwnerKind, media_type_of
from cchc_desktop.domain.change import Change
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.package import Manifest, PackageFacts, Part, Role, package_name
from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import FileUnreadable, NotFound, PackageProblem
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.trusted_keys import TrustedKeyService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database

if TYPE_CHECKING:
    from cchc_desktop.documents.package.write import MadePackage


class VersionSource(Protocol):
    """Knows the report versions; `ReportVersionSource` in the program, a stand-in in tests."""

    def facts(self, version_id: str) -> PackageFacts:
        """Return which report a version is. Raises NotFound."""

    def parts(self, version_id: str) -> tuple[Part, ...]:
        """Return what may go into its package. Raises NotFound."""

    def seen(self, version_id: str) -> tuple[date, ...]:
        """Return the days the version carries (frozen, signed), to hold against the clock."""

    def sent(self, version_id: str, package_id: str) -> Change:
        """Write down that it left the house in a package."""


class PackageService:
    """Makes, keeps and describes packages.

    Args:
        database: the open database.
        source: knows the report versions.
        units: the sending office.
        attachments: keeps every package.
        keys: signs.
        actor: returns who is working.
        clock: returns what the computer takes for today.

    """

    def __init__(
        self,
        database: Database,
        source: VersionSource,
        units: UnitService,
        attachments: AttachmentService,
        keys: TrustedKeyService,
        actor: Callable[[], str],
        clock: Callable[[], date] = date.today,
    ) -> None:
        self._database = database
        self._source = source
        self._units = units
        self._attachments = attachments
        self._keys = keys
        self._actor = actor
        self._clock = clock

    def pack(
        self, version_id: str, parts: Sequence[Part], sign: bool = True, progress: Progress | None = None
    ) -> MadePackage:
        """Pack parts of a version and keep the package; the very same parts give back the package made before.

        Raises:
            NotFound: there is no such version.
            InvalidInput: the facts or parts break a rule (no file, too large, …).
            FileUnreadable: a part is missing.
            FileNotWritten: the evidence folder refuses.
            Cancelled: a person stopped it.

        """
        from cchc_desktop.documents.package.write import write_package

        signer, signed_by = self._keys.signer() if sign else (None, "")
        made_at = datetime.now().astimezone().isoformat(timespec="seconds")
        draft = Manifest(self._source.facts(version_id), new_id(), made_at, __version__, ())
        with tempfile.TemporaryDirectory(prefix="cchc-goi-", ignore_cleanup_errors=True) as folder:
            target = Path(folder) / package_name(draft.facts)
            made = write_package(target, draft, parts, signer, signed_by, progress)
            known = self._same_before(version_id, made.manifest)
            if known is not None:
                return known
            kept = self._attachments.keep_file(target)
        owner = OwnerKind.PACKAGE, version_id
        with self._database.write(self._actor()) as uow:
            kind = media_type_of(target.name)
            uow.attachments.add(Attachment(*owner, target.name, kept.sha256, kept.size, kind, made.manifest.id))
            # By its own name in the trail: what may have left the house is not taken back by an "undo".
            uow.audit.record("create", "package", made.manifest.id, {}, {"name": target.name, "code": made.code})
            uow.commit()
        return replace(made, path=self._attachments.path_of(kept.sha256))

    def _same_before(self, version_id: str, manifest: Manifest) -> MadePackage | None:
        """Return the package of a version that holds the same, so that one report does not get several codes."""

        def said(one: Manifest) -> tuple[object, ...]:
            own = (file for file in one.files if file.role is not Role.README)
            return one.facts, one.signed_by, tuple((file.name, file.role, file.sha256, file.title) for file in own)

        for made in self.packages(version_id):
            if said(made.manifest) == said(manifest):
                return made
        return None

    def packages(self, version_id: str) -> tuple[MadePackage, ...]:
        """Return the packages that were made of a version, newest first; one that is lost or damaged is left out."""
        found = []
        for attachment in reversed(self._attachments.of(OwnerKind.PACKAGE, version_id)):
            try:
                found.append(self._read(attachment))
            except (NotFound, FileUnreadable, PackageProblem):
                continue  # the storage check tells of lost files; a new package can always be made
        return tuple(found)

    def latest(self, version_id: str) -> MadePackage | None:
        """Return the package of a version that was made last, None when there is none or it is lost."""
        for attachment in reversed(self._attachments.of(OwnerKind.PACKAGE, version_id)):
            try:
                return self._read(attachment)
            except (NotFound, FileUnreadable, PackageProblem):
                continue
        return None

    def package(self, version_id: str, package_id: str) -> MadePackage:
        """Return a package that was made before.

        Raises:
            NotFound: there is none of that id.
            FileUnreadable, PackageProblem: its file is lost or damaged.

        """
        for attachment in self._attachments.of(OwnerKind.PACKAGE, version_id):
            if attachment.note == package_id:
                return self._read(attachment)
        raise NotFound("gói báo cáo", package_id[:8])

    def _read(self, attachment: Attachment) -> MadePackage:
        from cchc_desktop.documents.package.read import read_package
        from cchc_desktop.documents.package.write import MadePackage

        opened = read_package(self._attachments.path_of(attachment.sha256))
        return MadePackage(opened.path, opened.manifest, opened.seal, opened.sha256, opened.size)

    # -- the paper

    def cover_sheet(self, package: MadePackage) -> bytes:
        """Return the cover sheet of a package as a .docx in memory.

        Raises:
            NotFound: the office's particulars are missing.

        """
        from cchc_desktop.documents.package.cover_sheet import write_cover_sheet

        unit = self._units.require(package.manifest.facts.end)
        return write_cover_sheet(package, unit.issuer_lines, unit.place, self._clock())

    def cover_name(self, package: MadePackage) -> str:
        """Return the file name of a cover sheet without its ending."""
        return package_name(package.manifest.facts).removesuffix(".cchc.zip") + "_phieu-gui"

    def write_cover_sheet(self, package: MadePackage, target: Path, progress: Progress | None = None) -> Path:
        """Write the cover sheet as .docx or, when `target` ends in ".pdf", laid out; return the path.

        Raises:
            ToolMissing: a PDF is wanted and nothing can lay pages out.
            FileInUse, FileNotWritten: the place refuses.
            Cancelled: a person stopped it.

        """
        from cchc_desktop.documents.pdf import pdf_of

        docx = self.cover_sheet(package)
        pdf = target.suffix.lower() == ".pdf"
        files.write_atomically(target, pdf_of(docx, progress=progress) if pdf else docx)
        return target
