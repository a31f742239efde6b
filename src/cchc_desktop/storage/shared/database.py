"""Opening a shared database on PostgreSQL, and the units of work on it.

Every unit that writes takes one lock of the server for the time of its transaction, as BEGIN IMMEDIATE does on a file:
whoever reads a value to change it is the only one who does, so that no update is lost. Readers never wait.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy import URL, Connection, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.member import ROLE_NAMES, Member, Role, may, needed_role
from cchc_desktop.errors import AppError, DatabaseAway, DatabaseBusy, DatabaseTooNew, NotAllowed, ServerFault
from cchc_desktop.storage import schema
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.shared.address import label_of, make_engine
from cchc_desktop.storage.shared.trouble import translated
from cchc_desktop.storage.tables import AuditRecord, MetaRecord
from cchc_desktop.storage.uow import UnitOfWork

_log = logging.getLogger(__name__)

WRITERS: Final = 0x43434843
"""The lock of the server that one writer at a time holds, also while the tables are made or brought up to date."""

CHANNEL: Final = "cchc_changed"
"""The channel on which every commit tells what it changed."""

_OLDEST_SERVER = 150_000
_BEGIN = text("SELECT pg_advisory_xact_lock(:lock)")
_MEMBER = text(
    "SELECT session_user AS login, m.name, m.role FROM (SELECT 1) one LEFT JOIN members m ON m.login = session_user"
)
_NOTIFY = text("SELECT pg_notify(:channel, :words)")


class SharedDatabase(Database):
    """An open shared database; `label` is what it is called to people. Make it with `open_shared`."""

    is_shared = True

    def __init__(self, url: URL, password: str = "") -> None:
        super().__init__()
        self.url = url
        self.label = label_of(url)
        self.sender = uuid4().hex
        """What tells our own change notices from those of others."""
        self._password = password
        self._engine = make_engine(url, password)

    def who(self) -> Member:
        """Return the member who is logged in; whoever is not listed may only look on.

        Raises:
            DatabaseAway: the server does not answer.

        """
        with self.connect() as connection:
            return _member(connection)

    def release(self) -> None:
        """Let go of the connections; the next unit of work opens new ones."""
        self._engine.dispose()

    def close(self) -> None:
        """Let go of the connections for good."""
        self.release()

    @contextlib.contextmanager
    def connect(self) -> Iterator[Connection]:
        """Open a bare connection, for what is no unit of work: copying everything, listening.

        Raises:
            DatabaseAway: the server does not answer.

        """
        with translated(self.label), self._engine.connect() as connection:
            pool = self._engine.pool
            try:
                yield connection
            finally:
                if self._engine.pool is not pool and not connection.invalidated:
                    connection.detach()  # released meanwhile: into the old pool it would go unclosed

    @contextlib.contextmanager
    def _unit(self, actor: str | None) -> Iterator[UnitOfWork]:
        with self.connect() as connection:
            if actor is None:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with Session(connection, autoflush=False, expire_on_commit=False) as session:
                member = None
                if actor is not None:
                    member = _member(session)
                    _require(member.role, Role.WRITE)
                    session.execute(_BEGIN, {"lock": WRITERS})
                uow = _SharedUnitOfWork(session, actor, member, self.sender, self._find_step, self._committed)
                yield uow

    def _committed(self, uow: UnitOfWork) -> None:
        self.steps += uow.audit.take_steps()

    def _find_step(self, steps: list[str]) -> bool:
        """Tell whether a step stands in the trail, asked on a new connection."""
        with contextlib.suppress(DBAPIError), self._engine.connect() as connection:
            return (
                connection.execute(select(AuditRecord.seq).where(AuditRecord.step.in_(steps)).limit(1)).first()
                is not None
            )
        return False


class _SharedUnitOfWork(UnitOfWork):
    """A unit of work of one member."""

    def __init__(
        self,
        session: Session,
        actor: str | None,
        member: Member | None,
        sender: str,
        find_step: Callable[[list[str]], bool],
        committed: Callable[[UnitOfWork], None],
    ) -> None:
        self._member = member
        self._sender = sender
        self._find_step = find_step
        name = member.name if member and member.name else actor
        super().__init__(session, name, lambda: committed(self), self._allow)

    def _allow(self, action: str, entity: str) -> None:
        assert self._member is not None
        _require(self._member.role, needed_role(action, entity))

    def _tell(self, touched: Iterable[tuple[str, str]]) -> None:
        words = json.dumps({"sender": self._sender, "entities": sorted({entity for entity, _ in touched})})
        self._session.execute(_NOTIFY, {"channel": CHANNEL, "words": words})

    def _keep(self) -> None:
        try:
            self._session.commit()
        except DBAPIError as error:
            # The connection may break after the server kept everything and before it could say so. The trail knows.
            steps = self.audit.written
            if not error.connection_invalidated or not steps or not self._find_step(steps):
                raise
            _log.warning("the connection was lost, but what was to be kept is: %s", error.orig)


def open_shared(url: URL, password: str = "") -> SharedDatabase:
    """Open a shared database after every check that can be made; nothing is changed.

    Raises:
        DatabaseAway: it does not answer, refuses the login, is empty, of an earlier schema, or not ours.
        DatabaseTooNew: a later version of the program brought it up to date.

    """
    database = SharedDatabase(url, password)
    try:
        with database.connect() as connection:
            _check_server(database.label, connection)
            revision = _revision(database.label, connection)
            if revision is None:
                raise DatabaseAway(database.label, ServerFault.EMPTY)
            if revision != schema.HEAD:
                raise DatabaseAway(database.label, ServerFault.OLD_SCHEMA, revision)
        _renew_search_index(database)
    except AppError:
        database.close()
        raise
    return database


def _renew_search_index(database: SharedDatabase) -> None:
    """Make the search index when it lacks or is of an earlier program; without one every search works too."""
    with database.read() as uow:
        due = uow.search_index.is_due
    if due and may(database.who().role, Role.MANAGE):
        with contextlib.suppress(DatabaseBusy), database.write("") as uow:
            uow.search_index.rebuild()
            uow.commit()


def prepare_shared(url: URL, password: str = "", name: str = "") -> None:
    """Make the tables in an empty database, or bring an earlier schema up to date: all in one transaction.

    Whoever does it the first time becomes the one who manages.

    Args:
        url: where it is.
        password: of the login.
        name: of the person, for the trail.

    Raises:
        DatabaseAway: it does not answer, refuses, or holds another program's tables.
        DatabaseTooNew: a later version of the program brought it up to date.

    """
    from cchc_desktop.storage.migrate import run_migrations

    database = SharedDatabase(url, password)
    try:
        with database.connect() as connection, connection.begin():
            _check_server(database.label, connection)
            connection.execute(_BEGIN, {"lock": WRITERS})
            fresh = _revision(database.label, connection) is None
            run_migrations(connection)
            if fresh:
                _found(connection, name)
        with database.write(name) as uow:
            if uow.search_index.is_due:
                uow.search_index.rebuild()
                uow.commit()
    finally:
        database.close()


def _found(connection: Connection, name: str) -> None:
    connection.execute(text("INSERT INTO meta (key, value) VALUES (:key, :value)"), {
        "key": schema.INSTANCE_KEY, "value": new_id(),
    })  # fmt: skip
    connection.execute(
        text("INSERT INTO members (login, name, role) VALUES (session_user, :name, :role)"),
        {"name": name, "role": str(Role.MANAGE)},
    )


def _check_server(label: str, connection: Connection) -> None:
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if version < _OLDEST_SERVER:
        raise DatabaseAway(label, ServerFault.OLD_SERVER, str(version))
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise DatabaseAway(label, ServerFault.ENCODING, encoding)


def _revision(label: str, connection: Connection) -> str | None:
    """Return the schema revision; None when there are no tables at all."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if not {"alembic_version", MetaRecord.__tablename__, AuditRecord.__tablename__} <= names:
        raise DatabaseAway(label, ServerFault.FOREIGN, min(names))
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(found) != 1:
        raise DatabaseAway(label, ServerFault.FOREIGN, "alembic_version")
    if found[0] not in schema.REVISIONS:
        raise DatabaseTooNew(Path(label), found[0])
    if found[0] == schema.HEAD and not names >= schema.TABLES:
        raise DatabaseAway(label, ServerFault.FOREIGN, min(schema.TABLES - names))
    return str(found[0])


def _member(connection: Connection | Session) -> Member:
    row = connection.execute(_MEMBER).one()
    return Member(row.login, row.name or "", Role(row.role) if row.role else Role.VIEW)


def _require(role: Role, needed: Role) -> None:
    if not may(role, needed):
        raise NotAllowed(ROLE_NAMES[role], ROLE_NAMES[needed])
