"""Settings of one clerk on one PC: a frozen dataclass and its TOML file.

A value of the wrong type falls back to its default and is logged; the others stay. Keys this version does not
know (a later version wrote them) are kept and written back. A file that is no TOML at all is set aside as
`settings.toml.hong` before anything overwrites it.
"""

from __future__ import annotations

import contextlib
import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from cchc_desktop.files import write_atomically

_log = logging.getLogger(__name__)


class Theme(StrEnum):
    """How the window is coloured."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program remembers between two starts.

    `clerk` is the name written into the audit trail. `last_export_folder` and `backup_copy_folder` (a second
    place for each backup; "" for none) are folders. `column_widths` maps a table's name to widths in device
    independent pixels. `others` holds keys of later versions. `window` is where the window stood: left, top, width,
    height in device independent pixels, and 1 when it was maximised; empty before the first end. `page_preview`
    shows the laid-out pages beside the text of a plan. `last_open` is the day the program was opened last,
    `opened_before` the last other day before it. `mail_to` are the addresses reports are mailed to, `mail_limit_mb` the
    largest mail the mail box takes. `gathering` shows the place "Tổng hợp"
    even before any unit is in the directory. `database_url` is the address of the shared database, without the
    password ("": the local file); `shared_evidence` the folder of its evidence ("": inside the database).
    """

    clerk: str = ""
    theme: Theme = Theme.LIGHT
    last_screen: str = ""
    last_export_folder: str = ""
    backup_copy_folder: str = ""
    first_start_done: bool = False
    column_widths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)
    window: tuple[int, ...] = ()
    page_preview: bool = False
    last_open: date | None = None
    opened_before: date | None = None
    mail_to: str = ""
    mail_limit_mb: int = 20
    gathering: bool = False
    database_url: str = ""
    shared_evidence: str = ""


def load(path: Path) -> Settings:
    """Read the settings; a missing or broken file gives the defaults, a wrong value its default."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("settings are not readable, the defaults are used: %s", error)
        _set_aside(path)
        return Settings()
    return _from_table(raw)


def save(settings: Settings, path: Path) -> None:
    """Write the settings atomically; unknown keys of a later version stay in the file.

    Raises:
        FileInUse, FileNotWritten: see `files.write_atomically`.

    """
    import tomli_w

    table: dict[str, Any] = dict(settings.others)
    table |= {
        "clerk": settings.clerk,
        "theme": settings.theme.value,
        "last_screen": settings.last_screen,
        "last_export_folder": settings.last_export_folder,
        "backup_copy_folder": settings.backup_copy_folder,
        "first_start_done": settings.first_start_done,
        "window": list(settings.window),
        "page_preview": settings.page_preview,
        "mail_to": settings.mail_to,
        "mail_limit_mb": settings.mail_limit_mb,
        "gathering": settings.gathering,
        "database_url": settings.database_url,
        "shared_evidence": settings.shared_evidence,
        "column_widths": {name: list(widths) for name, widths in settings.column_widths.items()},
    }
    table |= {key: day for key in _DAYS if (day := getattr(settings, key)) is not None}
    write_atomically(path, tomli_w.dumps(table).encode())


def _from_table(raw: dict[str, Any]) -> Settings:
    values: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in _READERS:
            others[key] = value
            continue
        try:
            values[key] = _READERS[key](value)
        except (TypeError, ValueError) as error:
            _log.warning("setting %s has a wrong value, the default is used: %s", key, error)
    return Settings(**values, others=others)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def _widths(value: Any) -> dict[str, tuple[int, ...]]:
    if not isinstance(value, dict):
        raise TypeError(type(value).__name__)
    found = {}
    for name, widths in value.items():
        # bool is an int in Python; a width below 1 would hide a column for good
        if isinstance(widths, list) and all(type(width) is int and 0 < width <= 10_000 for width in widths):
            found[name] = tuple(widths)
        else:
            _log.warning("column widths of %s are wrong and left out", name)
    return found


def _window(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) not in (0, 5):
        raise TypeError(type(value).__name__)
    if not all(type(number) is int and -100_000 < number < 100_000 for number in value):
        raise ValueError(value)
    return tuple(value)


def _day(value: Any) -> date:
    if type(value) is not date:  # a datetime is a date in Python
        raise TypeError(type(value).__name__)
    return value


def _megabytes(value: Any) -> int:
    if type(value) is not int:  # bool is an int in Python
        raise TypeError(type(value).__name__)
    if not 1 <= value <= 1000:
        raise ValueError(value)
    return value


_DAYS = ("last_open", "opened_before")
_READERS = {
    "clerk": _text,
    "theme": Theme,
    "last_screen": _text,
    "last_export_folder": _text,
    "backup_copy_folder": _text,
    "first_start_done": _flag,
    "column_widths": _widths,
    "window": _window,
    "page_preview": _flag,
    "last_open": _day,
    "opened_before": _day,
    "mail_to": _text,
    "mail_limit_mb": _megabytes,
    "gathering": _flag,
    "database_url": _text,
    "shared_evidence": _text,
}


def _set_aside(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.replace(path.with_name(path.name + ".hong"))
