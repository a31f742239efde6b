"""What is being typed and is not yet a record: kept in small files, so that a power cut takes two seconds at most."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cchc_desktop import files

_log = logging.getLogger(__name__)


class DraftService:
    """Keeps one draft per name as JSON under the drafts folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, draft: Mapping[str, Any]) -> None:
        """Write a draft.

        Raises:
            FileNotWritten: the place refuses.

        """
        self._folder.mkdir(parents=True, exist_ok=True)
        files.write_atomically(self._path(name), json.dumps(draft, ensure_ascii=False).encode())

    def read(self, name: str) -> dict[str, Any] | None:
        """Return a draft, None when there is none; an unreadable one is dropped with a line in the log."""
        try:
            draft = json.loads(self._path(name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            _log.warning("draft %s is not readable: %s", name, error)
            return None
        return draft if isinstance(draft, dict) else None

    def drop(self, name: str) -> None:
        """Forget a draft: it has become a record."""
        with contextlib.suppress(FileNotFoundError):
            self._path(name).unlink()

    def _path(self, name: str) -> Path:
        return self._folder / files.safe_file_name(f"{name}.json")
