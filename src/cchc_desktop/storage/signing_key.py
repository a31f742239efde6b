"""The office's own private key: one file in the data folder that only this user may read.

It is no part of the backups: whoever has a backup must not be able to sign in the office's name. On a new computer a
new key is made, and the superior takes it after a telephone call (docs/package.md).
"""

from __future__ import annotations

import base64
import os
import sys
from contextlib import suppress
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.errors import FileUnreadable, UnreadableReason

FILE_NAME = "signing.key"
_HEAD = "cchc-ed25519-1 "
_BYTES = 32


class SigningKeyFile:
    """Keeps the raw private key in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def load(self) -> bytes | None:
        """Return the key, None when none was made yet.

        Raises:
            FileUnreadable: what lies there is no key, or may not be read.

        """
        try:
            text = self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise FileUnreadable(self.path, UnreadableReason.PERMISSION, detail=str(error)) from error
        try:
            key = base64.b64decode(text.removeprefix(_HEAD).strip(), validate=True)
        except ValueError as error:
            raise FileUnreadable(self.path, UnreadableReason.BROKEN) from error
        if not text.startswith(_HEAD) or len(key) != _BYTES:
            raise FileUnreadable(self.path, UnreadableReason.BROKEN)
        return key

    def keep(self, key: bytes) -> bytes:
        """Put a new key into its file, unless one came there meanwhile; return the one that counts.

        Raises:
            FileNotWritten: the folder refuses.
            FileUnreadable: as `load`.

        """
        data = (_HEAD + base64.b64encode(key).decode() + "\n").encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Made with its final rights from the first moment; %LOCALAPPDATA% is closed to others by Windows itself.
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            found = self.load()
            assert found is not None
            return found
        except OSError as error:
            raise files.not_written(self.path, error) from error
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            with suppress(OSError):
                self.path.unlink()
            raise files.not_written(self.path, error) from error
        if sys.platform != "win32":
            with suppress(OSError):
                self.path.chmod(0o600)
        return key
