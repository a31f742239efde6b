"""The one place that knows folders: the user's data, and the trees that come with the program.

Kept cheap to import: it is on the way to the first painted window.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

APP_FOLDER = "CCHC"
"""Name of the data folder: %LOCALAPPDATA%\\CCHC on Windows, ~/.local/share/CCHC on Linux."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where one office's data live. Everything is under `data`, so that `--data DIR` moves all of it."""

    data: Path

    @classmethod
    def default(cls) -> Paths:
        """Return the user's own local data folder (never the roaming one, which Windows may synchronise)."""
        from platformdirs import user_data_path

        return cls(user_data_path(APP_FOLDER, appauthor=False, roaming=False))

    @classmethod
    def under(cls, folder: Path | str) -> Paths:
        """Return the paths below a folder a person named (`--data`)."""
        return cls(Path(folder).expanduser().absolute())

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "cchc.db"

    @property
    def settings(self) -> Path:
        """The settings file (TOML)."""
        return self.data / "settings.toml"

    @property
    def logs(self) -> Path:
        """Log files and crash reports."""
        return self.data / "logs"

    @property
    def backups(self) -> Path:
        """Verified backups."""
        return self.data / "backups"

    @property
    def evidence(self) -> Path:
        """Evidence files of the log, by digest."""
        return self.data / "evidence"

    @property
    def drafts(self) -> Path:
        """What was typed and is not saved yet."""
        return self.data / "drafts"

    @property
    def templates(self) -> Path:
        """Word templates of the office; those here win over the packaged ones."""
        return self.data / "templates_docx"

    @property
    def catalogues(self) -> Path:
        """Catalogue files of the office; those here win over the packaged ones."""
        return self.data / "catalogues"

    def create(self) -> None:
        """Make the folders that are written to; an existing one is left alone.

        Raises:
            OSError: the place refuses.

        """
        for folder in (self.data, self.logs, self.backups, self.evidence, self.drafts):
            folder.mkdir(parents=True, exist_ok=True)


def resources_dir() -> Path:
    """Return the packaged `resources` tree: catalogues, translations, style."""
    return _packaged("resources")


def templates_dir() -> Path:
    """Return the packaged `templates_docx` tree."""
    return _packaged("templates_docx")


def _packaged(name: str) -> Path:
    """Find a packaged tree: inside an installed package, in the repository of an editable one, or frozen.

    Raises:
        FileNotFoundError: the program is installed incompletely; a bug of the packaging.

    """
    package = Path(__file__).resolve().parent
    candidates = [package / "_data" / name, package.parents[1] / name]
    frozen = getattr(sys, "_MEIPASS", "")
    if frozen:
        candidates = [candidates[0], Path(frozen) / name]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(name, [str(folder) for folder in candidates])
