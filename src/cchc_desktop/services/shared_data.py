"""Use cases of the database that several people share: connect, prepare, bring data there and back, members."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.member import Member, Role
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import DatabaseAway, FileUnreadable, InvalidInput, ServerFault, UnreadableReason
from cchc_desktop.services.passwords import keep_password, password_for
from cchc_desktop.storage import restore
from cchc_desktop.storage.attachment_files import AttachmentFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.services.backups import BackupService
    from cchc_desktop.services.desk import Desk
    from cchc_desktop.storage.database import Database
    from cchc_desktop.storage.shared.database import SharedDatabase


@dataclass(frozen=True, slots=True)
class ServerState:
    """What a server said when it was tried: who we are there, and what must be done first, if anything."""

    label: str
    member: Member | None
    fault: ServerFault | None = None


def open_data(address: str, evidence: str, folder: Path) -> tuple[Database, AttachmentFiles]:
    """Open a shared database and the store of its evidence.

    Args:
        address: without the password.
        evidence: folder that all can reach; "": the contents lie in the database.
        folder: evidence folder of this computer.

    Raises:
        AppError: see `shared.database.open_shared`.
        FileUnreadable: the folder of the evidence cannot be reached.

    """
    database = _open(address, password_for(address))
    try:
        return database, _evidence(database, evidence, folder)
    except FileUnreadable:
        database.close()
        raise


def prepare_data(address: str, actor: str) -> None:
    """Make or renew the tables of a server that the settings name already, before anything is open.

    Raises:
        AppError: see `shared.database.prepare_shared`.

    """
    _prepare(address, password_for(address), actor)


class SharedDataService:
    """What the page “Dữ liệu dùng chung” does."""

    def __init__(self, desk: Desk, backups: BackupService) -> None:
        self._desk = desk
        self._backups = backups

    @property
    def in_use(self) -> bool:
        """Whether the program works on a shared database now."""
        return self._desk.shared is not None

    def who(self) -> Member | None:
        """Return who is logged in, None on a local file.

        Raises:
            DatabaseAway: the server does not answer.

        """
        return self._desk.shared.who() if self._desk.shared else None

    def try_out(self, address: str, password: str) -> ServerState:
        """Connect and tell what was found; an empty database or an earlier schema is no error here.

        Raises:
            InvalidInput: the address is none.
            DatabaseAway, DatabaseTooNew: it cannot be used.

        """
        from cchc_desktop.storage.shared.address import label_of, parse_address

        try:
            database = _open(address, password)
        except DatabaseAway as error:
            if error.fault in (ServerFault.EMPTY, ServerFault.OLD_SCHEMA):
                return ServerState(label_of(parse_address(address)), None, error.fault)
            raise
        try:
            return ServerState(database.label, database.who())
        finally:
            database.close()

    def prepare(self, address: str, password: str) -> None:
        """Make the tables on an empty server, or bring an earlier schema up to date.

        Raises:
            InvalidInput: the address is none.
            DatabaseAway, DatabaseTooNew: it cannot be used.

        """
        _prepare(address, password, self._desk.actor())

    def keep(self, address: str, password: str) -> bool:
        """Keep the password for the next start; False: the system's keyring refuses, it is asked for each time."""
        return keep_password(address, password)

    def bring_there(
        self, address: str, password: str, evidence: str = "", progress: Progress | None = None
    ) -> dict[str, int]:
        """Copy the local data to a prepared server that holds none yet; return the counts by table.

        The contents of the evidence go first, so that no record there names one that is missing.

        Raises:
            Conflict: the server holds records already.
            DatabaseAway: it went away; no record is there.
            Cancelled: a person stopped it; no record is there.

        """
        from cchc_desktop.storage.shared.transfer import send_to_server

        steps = progress or NoProgress()
        server = _open(address, password)
        try:
            target = _evidence(server, evidence, self._desk.paths.evidence)
            source = AttachmentFiles(self._desk.paths.evidence)
            digests = source.everything()
            for number, sha256 in enumerate(digests, 1):
                target.keep(source.find(sha256))
                steps.step(number, len(digests), f"Đang chép minh chứng: {number}/{len(digests)} tệp")
            return send_to_server(self._desk.paths.database, server, steps)
        finally:
            server.close()

    def bring_back(self) -> Path:
        """Put what the server holds in the place of the local file, which is backed up first; return the backup made.

        Raises:
            BackupProblem: it could not be made or does not verify; the local file is untouched.
            DatabaseAway: the server went away; the local file is untouched.

        """
        made = self._backups.create()
        paths = self._desk.paths
        restore.restore_backup(made.path, paths.database, paths.evidence, paths.backups)
        return made.path

    def members(self) -> tuple[Member, ...]:
        """Return who works here."""
        with self._desk.database.read() as uow:
            return uow.members.all()

    def save_member(self, member: Member) -> Change:
        """Add a member, or change the one of that login.

        Raises:
            InvalidInput: login or name is empty.
            Conflict: nobody would be left who manages.
            NotAllowed: only who manages may.

        """
        member = Member(clean_line(member.login), clean_line(member.name), Role(member.role))
        problems = {}
        if not member.login:
            problems["login"] = "chưa nhập tên đăng nhập trên máy chủ"
        if not member.name:
            problems["name"] = "chưa nhập họ tên"
        if problems:
            raise InvalidInput(problems)
        with self._desk.database.write(self._desk.actor()) as uow:
            uow.members.save(member)
            uow.commit()
        return Change(Topic.SETTINGS)

    def remove_member(self, login: str) -> Change:
        """Take a member away.

        Raises:
            NotFound: there is none.
            Conflict: nobody would be left who manages.
            NotAllowed: only who manages may.

        """
        with self._desk.database.write(self._desk.actor()) as uow:
            uow.members.remove(login)
            uow.commit()
        return Change(Topic.SETTINGS)

    def listen(self, heard: Callable[[tuple[Topic, ...]], None]) -> Callable[[], None] | None:
        """Have `heard` called, on a thread of its own, with what others changed; return what ends it, None locally."""
        if self._desk.shared is None:
            return None
        from cchc_desktop.storage.shared.listener import Listener

        listener = Listener(self._desk.shared, lambda entities: heard(topics_of(entities)))
        listener.start()
        return listener.stop


def topics_of(entities: tuple[str, ...]) -> tuple[Topic, ...]:
    """Return the topics of screens that show some entities of the trail; none named: all of them."""
    if not entities:
        return tuple(topic for topic in Topic if topic is not Topic.BACKUP)
    return tuple(dict.fromkeys(topic for entity in entities for topic in _TOPICS.get(entity, (Topic.REGISTER,))))


_TOPICS: dict[str, tuple[Topic, ...]] = {
    "activity": (Topic.ACTIVITY,),
    "attachment": (Topic.ACTIVITY, Topic.PLAN),
    "statement": (Topic.FIGURE,),
    "plan": (Topic.PLAN,),
    "plan_version": (Topic.PLAN,),
    "coverage": (Topic.PLAN, Topic.SUPERIOR_PLAN),
    "accepted_finding": (Topic.PLAN,),
    "expectation": (Topic.ACTIVITY, Topic.DIRECTORY),
    "superior_plan": (Topic.SUPERIOR_PLAN,),
    "legal_basis": (Topic.LEGAL_BASIS,),
    "text_block": (Topic.TEXT_BLOCK,),
    "catalogue_entry": (Topic.CATALOGUE,),
    "unit": (Topic.UNIT,),
    "signer": (Topic.UNIT,),
    "report": (Topic.REPORT,),
    "report_version": (Topic.REPORT,),
    "report_remark": (Topic.REPORT,),
    "report_form": (Topic.REPORT,),
    "warning_answer": (Topic.REPORT,),
    "receipt": (Topic.REPORT,),
    "handover": (Topic.REPORT,),
    "member": (Topic.SETTINGS,),
    "directory_unit": (Topic.DIRECTORY,),
    "report_expectation": (Topic.DIRECTORY,),
    "received_file": (Topic.RECEIVED,),
    "received_report": (Topic.RECEIVED,),
    "answer": (Topic.RECEIVED,),
    "consolidation": (Topic.RECEIVED,),
    "score": (Topic.SCORE,),
}
"""Entity of the trail → topics; the registers are the rest."""


def _open(address: str, password: str) -> SharedDatabase:
    from cchc_desktop.storage.shared.address import parse_address, require_driver

    url = parse_address(address)
    require_driver(url)
    from cchc_desktop.storage.shared.database import open_shared

    return open_shared(url, password)


def _prepare(address: str, password: str, actor: str) -> None:
    from cchc_desktop.storage.shared.address import parse_address, require_driver

    url = parse_address(address)
    require_driver(url)
    from cchc_desktop.storage.shared.database import prepare_shared

    prepare_shared(url, password, actor)


def _evidence(database: SharedDatabase, evidence: str, folder: Path) -> AttachmentFiles:
    if evidence:
        share = Path(evidence)
        if not share.is_dir():
            raise FileUnreadable(share, UnreadableReason.MISSING)
        return AttachmentFiles(share)
    from cchc_desktop.storage.shared.evidence import SharedEvidence

    return SharedEvidence(folder, database)
