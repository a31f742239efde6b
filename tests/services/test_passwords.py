"""Passwords of servers: in the keyring, for this run where there is none, never in a file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from cchc_desktop import settings, wiring
from cchc_desktop.errors import DatabaseAway, FileUnreadable, ServerFault
from cchc_desktop.paths import Paths
from cchc_desktop.services import passwords
from postgres import GUARDED, Server


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory; locked, it refuses as a real one does."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        del self.kept[service, username]

    def _open(self) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked("khóa")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    monkeypatch.setattr(passwords, "_for_now", {})
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_password_lies_in_the_keyring(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    assert passwords.password_for("a") == ""
    assert passwords.keep_password("a", "bí mật")
    monkeypatch.setattr(passwords, "_for_now", {})  # the next start
    assert passwords.password_for("a") == "bí mật"
    assert passwords.password_for("b") == ""
    assert passwords.keep_password("a", "")
    assert ring.kept == {}


def test_a_locked_keyring_keeps_nobody_from_working(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    ring.locked = True
    assert not passwords.keep_password("a", "bí mật")
    assert passwords.password_for("a") == "bí mật"
    monkeypatch.setattr(passwords, "_for_now", {})
    assert passwords.password_for("a") == "", "asked for again at the next start"


@pytest.mark.postgresql
def test_a_start_takes_the_password_from_the_keyring(
    ring: Ring, server: Server, shared_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = shared_address.rsplit("/", 1)[1]
    server.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {GUARDED}", database)
    paths, address = Paths.under(tmp_path / "data"), server.url(database, GUARDED)
    paths.create()
    settings.save(settings.Settings(database_url=address), paths.settings)
    for password in ("", "sai"):
        passwords.keep_password(address, password)
        with pytest.raises(DatabaseAway) as caught:
            wiring.open_services(paths, lambda: "Bình")
        assert caught.value.fault is ServerFault.LOGIN
    passwords.keep_password(address, "mật khẩu 1")
    monkeypatch.setattr(passwords, "_for_now", {})
    services = wiring.open_services(paths, lambda: "Bình")
    assert services.shared_data.who().login == GUARDED
    services.close()
    assert b"m\xe1\xba\xadt kh" not in b"".join(path.read_bytes() for path in paths.data.rglob("*") if path.is_file())
    server.sql(f"DROP OWNED BY {GUARDED}", database)


@pytest.mark.postgresql
def test_a_shared_folder_that_cannot_be_reached_is_told(ring: Ring, shared_address: str, tmp_path: Path) -> None:
    paths = Paths.under(tmp_path / "data")
    paths.create()
    gone = settings.Settings(database_url=shared_address, shared_evidence=str(tmp_path / "mất"))
    settings.save(gone, paths.settings)
    with pytest.raises(FileUnreadable):
        wiring.open_services(paths, lambda: "Bình")
    (tmp_path / "mất").mkdir()
    services = wiring.open_services(paths, lambda: "Bình")
    kept = services.attachments.keep_bytes(b"%PDF-1.7 bien ban", "a.pdf")
    assert (tmp_path / "mất" / kept.sha256[:2] / f"{kept.sha256}.pdf").exists()
    services.close()


def test_a_start_on_the_local_file_imports_neither_driver_nor_keyring(empty_office: Path, tmp_path: Path) -> None:
    shutil.copytree(empty_office, tmp_path / "data")
    code = (
        "import sys; from cchc_desktop import wiring; from cchc_desktop.paths import Paths;"
        f"services = wiring.open_services(Paths.under({str(tmp_path / 'data')!r}), lambda: 'x'); services.close();"
        "print(sorted({'psycopg', 'keyring', 'cchc_desktop.storage.shared'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
