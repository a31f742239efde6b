"""The settings as the window reads and changes them; each change is written at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cchc_desktop import settings as settings_file
from cchc_desktop.settings import Settings


class SettingsStore:
    """Holds the settings of this PC and writes them to their file.

    Raises:
        FileInUse, FileNotWritten: from `update`, when the file cannot be written; the value in memory is new.

    """

    def __init__(self, path: Path, value: Settings | None = None) -> None:
        self._path = path
        self._value = settings_file.load(path) if value is None else value

    @property
    def value(self) -> Settings:
        """The settings as they are now."""
        return self._value

    def update(self, **fields: Any) -> None:
        """Change some fields of `Settings` and write the file, when anything is different."""
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            settings_file.save(changed, self._path)

    def widths(self, table: str) -> tuple[int, ...]:
        """Return the column widths remembered for a table, empty when there are none."""
        return self._value.column_widths.get(table, ())

    def remember_widths(self, table: str, widths: tuple[int, ...]) -> None:
        """Remember the column widths of a table."""
        known: Mapping[str, tuple[int, ...]] = self._value.column_widths
        self.update(column_widths={**known, table: widths})
