"""Passwords of servers: in the keyring of the operating system, never in a file of ours."""

from __future__ import annotations

import logging
from typing import Final

_log = logging.getLogger(__name__)

SERVICE: Final = "CCHC Desktop"

_for_now: dict[str, str] = {}
"""Passwords of this run, by address: what the keyring did not take is asked again at the next start."""


def password_for(address: str) -> str:
    """Return the password of an address, "" where none is known (the server may need none)."""
    if address in _for_now:
        return _for_now[address]
    try:
        import keyring

        return keyring.get_password(SERVICE, address) or ""
    except Exception as error:  # each keyring of each system has errors of its own; none may keep a clerk from asking
        _log.warning("the keyring does not answer: %s", type(error).__name__)
        return ""


def keep_password(address: str, password: str) -> bool:
    """Keep a password; False when it is known for this run only, because the keyring refuses."""
    _for_now[address] = password
    try:
        import keyring

        if password:
            keyring.set_password(SERVICE, address, password)
        elif keyring.get_password(SERVICE, address):
            keyring.delete_password(SERVICE, address)
    except Exception as error:  # as above
        _log.warning("the keyring does not keep the password: %s", type(error).__name__)
        return not password
    return True
