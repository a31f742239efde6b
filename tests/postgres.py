"""A real PostgreSQL server for the tests: started once for each process, in a folder of its own, stopped at the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from cchc_desktop import settings
from cchc_desktop.paths import Paths

LOGIN = "van_thu"
"""The login the tests work under: it may make databases and logins, and is no superuser."""


def binaries() -> Path | None:
    """Return the folder of the server's programs, newest version first; None where there is none."""
    found = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda path: int(path.parent.name),
        reverse=True,
    )
    return found[0] if found else None


GUARDED = "co_mat_khau"
"""The one login that must give a password, "mật khẩu 1"."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, on 127.0.0.1 alone."""

    programs: Path
    folder: Path
    port: int

    def url(self, database: str, login: str = LOGIN) -> str:
        """Return the address of a database."""
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres", login: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement, by default as the server's administrator, and return its rows."""
        url = self.url(database, login)
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def start(self) -> None:
        """Start it; returns when it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self.control("start", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        """Stop it at once, as a pulled plug does to those who are connected."""
        self.control("stop", "-w", "-m", "immediate")

    def control(self, action: str, *more: str) -> None:
        run_as_nobody(self.programs / "pg_ctl", "-D", str(self.folder / "data"), action, *more)


def run_as_nobody(program: Path, *arguments: str) -> None:
    """Run a program of the server; root lends itself the rights of the package's own user, which it must not use."""
    command = [str(program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Make and start a server; what it wrote is thrown away at the end."""
    programs = binaries()
    assert programs is not None
    # Not pytest's own folder: the server's user may not enter that.
    folder = Path(tempfile.mkdtemp(prefix="cchc-pg-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        where = str(folder / "data")
        kind = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run_as_nobody(programs / "initdb", "-D", where, *kind)
        rules = folder / "data" / "pg_hba.conf"
        rules.write_text(f"host all {GUARDED} all scram-sha-256\n{rules.read_text()}")
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 100\n")
        server = Server(programs, folder, free_port())
        server.start()
        try:
            server.sql(f"CREATE ROLE {LOGIN} LOGIN CREATEDB CREATEROLE")
            server.sql(f"CREATE ROLE {GUARDED} LOGIN PASSWORD 'mật khẩu 1'")
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def require_server() -> None:
    """Skip the test where no server can be started; the continuous integration on Linux must have one."""
    if binaries() is None:
        wanted = os.environ.get("CI") and sys.platform.startswith("linux")
        assert not wanted, "the tests need PostgreSQL: apt-get install postgresql"
        pytest.skip("there is no PostgreSQL server on this computer")


def raw_sql(office: Paths, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Run a statement behind the back of the program, on whichever engine keeps the data; "?" stands for a value."""
    address = settings.load(office.settings).database_url
    if address:
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute(statement.replace("?", "%s").encode(), values or None)
            return found.fetchall() if found.description else []
    with contextlib.closing(sqlite3.connect(office.database)) as connection, connection:
        return connection.execute(statement, values).fetchall()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real PostgreSQL server; the continuous integration must have one, elsewhere its tests are skipped without."""
    require_server()
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def empty_shared(server: Server, empty_office: Path) -> str:
    """A database on the server with what the empty office has, to be copied for each test."""
    from cchc_desktop.storage.shared.address import parse_address
    from cchc_desktop.storage.shared.database import open_shared, prepare_shared
    from cchc_desktop.storage.shared.transfer import send_to_server

    server.sql("CREATE DATABASE empty_office", login=LOGIN)
    url = parse_address(server.url("empty_office"))
    prepare_shared(url, name="Người thử")
    database = open_shared(url)
    send_to_server(empty_office / "cchc.db", database)
    database.close()
    return "empty_office"


@pytest.fixture(scope="session")
def bare_shared(server: Server) -> str:
    """A database on the server with empty tables, to be copied for each test."""
    from cchc_desktop.storage.shared.address import parse_address
    from cchc_desktop.storage.shared.database import prepare_shared

    server.sql("CREATE DATABASE bare", login=LOGIN)
    prepare_shared(parse_address(server.url("bare")))
    return "bare"


@pytest.fixture
def bare_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the test's own on the server, with empty tables."""
    server, template = request.getfixturevalue("server"), request.getfixturevalue("bare_shared")
    name = f"t_{uuid4().hex[:12]}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE {template}", login=LOGIN)
    yield server.url(name)
    server.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def shared_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the test's own on the server, with what the empty office has."""
    server, template = request.getfixturevalue("server"), request.getfixturevalue("empty_shared")
    name = f"t_{uuid4().hex[:12]}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE {template}", login=LOGIN)
    yield server.url(name)
    server.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
