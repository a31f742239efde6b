"""The marker beside a database: it says that there is one, and which.

A database that vanished or was emptied is thereby known to be missing, and never silently made anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from cchc_desktop.files import write_atomically


def marker_of(path: Path) -> Path:
    """Return where the marker of a database lies: cchc.db → cchc.instance.json."""
    return path.with_name(f"{path.stem}.instance.json")


def read_marker(path: Path) -> str | None:
    """Return the instance id in the marker of a database; "" when it cannot be read, None when there is none."""
    try:
        found = json.loads(marker_of(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return ""
    instance = found.get("instance") if isinstance(found, dict) else None
    return instance if isinstance(instance, str) else ""


def write_marker(path: Path, instance: str) -> None:
    """Write the marker of a database.

    Raises:
        FileNotWritten: the folder refuses.

    """
    facts = {"instance": instance, "database": path.name}
    write_atomically(marker_of(path), json.dumps(facts, ensure_ascii=False, indent=1).encode())
