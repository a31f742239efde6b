"""Keys of those who send: a key is pinned to a unit with its first signed file; another one later is a warning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cchc_desktop.domain.text import same_words

FINGERPRINT_LETTERS = 32
"""Hexadecimal digits of a fingerprint: 128 bits of the SHA-256 of the raw public key."""


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key that is taken for a unit's own.

    `public_key` is the raw Ed25519 key in base64, `pinned_at` ISO local time, `note` why it was taken.
    """

    unit_code: str
    unit_name: str
    public_key: str
    fingerprint: str
    pinned_at: str = ""
    note: str = ""


class KeyVerdict(StrEnum):
    """What the key of a received file tells about who made it."""

    UNSIGNED = "unsigned"
    """No signature, and none is known of this unit."""
    FIRST_SEEN = "first_seen"
    """Signed; no key of this unit is known yet."""
    KNOWN = "known"
    """Signed with the key that is pinned to this unit."""
    CHANGED = "changed"
    """Signed, but not with the key that is pinned to this unit."""
    DROPPED = "dropped"
    """Not signed, though this unit has signed before."""
    FOREIGN = "foreign"
    """Signed with the key of another unit."""


TRUSTED_VERDICTS = frozenset({KeyVerdict.UNSIGNED, KeyVerdict.FIRST_SEEN, KeyVerdict.KNOWN})
"""Verdicts that let a file in without asking anybody."""


def key_verdict(unit_code: str, unit_name: str, fingerprint: str, keys: Iterable[TrustedKey]) -> KeyVerdict:
    """Judge the key of a file that says it comes from a unit.

    Args:
        unit_code: of the unit, "" when it has none; units without a code are told apart by name.
        unit_name: of the unit.
        fingerprint: of the key the file is signed with, "" when it is not signed.
        keys: all pinned keys.

    """
    keys = tuple(keys)
    own = [key for key in keys if is_of(key, unit_code, unit_name)]
    if not fingerprint:
        return KeyVerdict.DROPPED if own else KeyVerdict.UNSIGNED
    if any(key.fingerprint == fingerprint for key in own):
        return KeyVerdict.KNOWN
    if any(key.fingerprint == fingerprint for key in keys):
        return KeyVerdict.FOREIGN
    return KeyVerdict.CHANGED if own else KeyVerdict.FIRST_SEEN


def is_of(key: TrustedKey, unit_code: str, unit_name: str) -> bool:
    """Tell whether a pinned key is of a unit."""
    if unit_code and key.unit_code:
        return key.unit_code.casefold() == unit_code.casefold()
    return same_words(key.unit_name, unit_name)


def shown_fingerprint(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, to be read out over the telephone."""
    return " ".join(fingerprint[place : place + 4] for place in range(0, len(fingerprint), 4)).upper()
