"""Use cases of keys: our own for signing, and those of others that are pinned at their first signed file."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.trusted_key import KeyVerdict, TrustedKey, is_of, key_verdict
from cchc_desktop.errors import InvalidInput, PackageFault, PackageProblem
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.signing_key import SigningKeyFile

if TYPE_CHECKING:
    from cchc_desktop.documents.package.signature import Signature

_REFUSED = {
    KeyVerdict.CHANGED: PackageFault.KEY_CHANGED,
    KeyVerdict.FOREIGN: PackageFault.KEY_FOREIGN,
    KeyVerdict.DROPPED: PackageFault.SIGNATURE_DROPPED,
}
_FIRST_NOTE = "Ghi nhận ở lần nhận đầu tiên"


class TrustedKeyService:
    """Signs, and judges who signed.

    Args:
        database: the open database.
        folder: where our own key lies.
        actor: returns who is working.

    """

    def __init__(self, database: Database, folder: Path, actor: Callable[[], str]) -> None:
        self._database = database
        self._file = SigningKeyFile(folder)
        self._actor = actor

    # -- our own

    def own_fingerprint(self) -> str:
        """Return the fingerprint of our own key, "" when none was made yet.

        Raises:
            FileUnreadable: the key file is damaged or may not be read.

        """
        from cchc_desktop.documents.package import signature

        key = self._file.load()
        return signature.fingerprint(signature.public_key_of(key)) if key else ""

    def signer(self) -> tuple[Callable[[bytes], Signature], str]:
        """Return what signs in our name, and its fingerprint; the key is made at its first use.

        Raises:
            FileUnreadable: the key file is damaged or may not be read.
            FileNotWritten: the data folder refuses.

        """
        from cchc_desktop.documents.package import signature

        key = self._file.load() or self._file.keep(signature.new_private_key())

        def sign(data: bytes) -> Signature:
            return signature.sign(key, data)

        return sign, signature.fingerprint(signature.public_key_of(key))

    # -- those of others

    def all(self) -> tuple[TrustedKey, ...]:
        """Return the pinned keys."""
        with self._database.read() as uow:
            return uow.trusted_keys.all()

    def judge(self, unit_code: str, unit_name: str, public_key: bytes) -> KeyVerdict:
        """Judge the key of a file that says it comes from a unit; b"" for a file without signature."""
        return key_verdict(unit_code, unit_name, _fingerprint(public_key), self.all())

    def admit(self, path: Path, unit_code: str, unit_name: str, public_key: bytes) -> KeyVerdict:
        """Let a file of a unit in, pinning its key when it is the first one; return what was known of it.

        Raises:
            PackageProblem: its key is not the one pinned to this unit; nothing changed.

        """
        with self._database.write(self._actor()) as uow:
            verdict = key_verdict(unit_code, unit_name, _fingerprint(public_key), uow.trusted_keys.all())
            if verdict in _REFUSED:
                raise PackageProblem(path, _REFUSED[verdict], reason=clean_line(unit_name))
            if verdict is KeyVerdict.FIRST_SEEN:
                uow.trusted_keys.pin(_key(unit_code, unit_name, public_key, _FIRST_NOTE))
                uow.commit()
        return verdict

    def replace(self, unit_code: str, unit_name: str, public_key: bytes, note: str) -> None:
        """Take another key for a unit's own, after somebody asked there; its old keys count no longer.

        Raises:
            InvalidInput: no reason is given.

        """
        note = clean_line(note)
        if not note:
            raise InvalidInput({"note": "hãy ghi đã đối chiếu với ai, khi nào"})
        with self._database.write(self._actor()) as uow:
            for old in uow.trusted_keys.all():
                if is_of(old, unit_code, unit_name):
                    uow.trusted_keys.take_back(old.fingerprint)
            uow.trusted_keys.pin(_key(unit_code, unit_name, public_key, note))
            uow.commit()

    def take_back(self, fingerprint: str) -> None:
        """Let a key count no longer: the unit signs no more, or its computer was lost."""
        with self._database.write(self._actor()) as uow:
            uow.trusted_keys.take_back(fingerprint)
            uow.commit()


def _fingerprint(public_key: bytes) -> str:
    from cchc_desktop.documents.package import signature

    return signature.fingerprint(public_key) if public_key else ""


def _key(unit_code: str, unit_name: str, public_key: bytes, note: str) -> TrustedKey:
    shown = base64.b64encode(public_key).decode()
    return TrustedKey(unit_code, unit_name, shown, _fingerprint(public_key), note=note)
