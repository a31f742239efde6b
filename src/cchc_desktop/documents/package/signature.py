"""Ed25519 signatures over the bytes of a manifest or receipt; `cryptography` does the mathematics."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cchc_desktop.domain.trusted_key import FINGERPRINT_LETTERS

ALGORITHM = "Ed25519"
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature with the raw public key that proves it, both as bytes."""

    public_key: bytes
    value: bytes

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key."""
        return fingerprint(self.public_key)


class BadSignature(Exception):
    """A signature that is not one, or does not fit."""


def new_private_key() -> bytes:
    """Return a new raw private key (32 bytes of the system's randomness)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private_key: bytes) -> bytes:
    """Return the raw public key of a raw private key.

    Raises:
        ValueError: it is no key.

    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def fingerprint(public_key: bytes) -> str:
    """Return the fingerprint of a raw public key: 32 hexadecimal digits."""
    return hashlib.sha256(public_key).hexdigest()[:FINGERPRINT_LETTERS]


def sign(private_key: bytes, data: bytes) -> Signature:
    """Sign some bytes.

    Raises:
        ValueError: it is no key.

    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(private_key)
    return Signature(key.public_key().public_bytes_raw(), key.sign(data))


def verify(signature: Signature, data: bytes) -> None:
    """Prove a signature.

    Raises:
        BadSignature: it does not fit the bytes.

    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(signature.public_key).verify(signature.value, data)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("does not fit") from error


def to_values(signature: Signature) -> dict[str, str]:
    """Return a signature as plain JSON values."""
    return {
        "algorithm": ALGORITHM,
        "public_key": base64.b64encode(signature.public_key).decode(),
        "signature": base64.b64encode(signature.value).decode(),
    }


def from_values(values: Any) -> Signature:
    """Return the signature in plain JSON values.

    Raises:
        BadSignature: there is none in them.

    """
    try:
        if values["algorithm"] != ALGORITHM:
            raise BadSignature(str(values["algorithm"]))
        key = base64.b64decode(values["public_key"], validate=True)
        value = base64.b64decode(values["signature"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise BadSignature("no signature") from error
    if len(key) != _KEY_BYTES or len(value) != _SIGNATURE_BYTES:
        raise BadSignature("wrong length")
    return Signature(key, value)


def to_bytes(signature: Signature) -> bytes:
    """Return `signature.json`."""
    return (json.dumps({"schema": 1, **to_values(signature)}, indent=1, sort_keys=True) + "\n").encode()


def from_bytes(data: bytes) -> Signature:
    """Return the signature in `signature.json`.

    Raises:
        BadSignature: there is none in it.

    """
    try:
        return from_values(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise BadSignature("no JSON") from error
