"""Use cases of the catalogue files: which are in use, whether they are sound, and the office's own folder."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.catalogues import loader
from cchc_desktop.errors import CatalogueProblem

SAMPLES = "mau"
"""Sub-folder of the office's folder that holds copies of the shipped files, to start one's own from."""


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A catalogue file in use; `own` tells that the office put it in the place of the shipped one."""

    name: str
    path: Path
    own: bool


class CatalogueService:
    """Tells of the shipped catalogue files and those an office put in their place."""

    def __init__(self, shipped: Path, own: Path) -> None:
        self._shipped = shipped
        self.folder = own
        """The office's own folder; it need not exist."""

    def files(self) -> tuple[CatalogueFile, ...]:
        """Return the files in use, in the order they are read. A changed file counts from the next start on."""
        found = loader.sources(self._shipped, self.folder)
        return tuple(CatalogueFile(name, path, path.parent == self.folder) for name, path in found.items())

    def problems(self) -> tuple[CatalogueProblem, ...]:
        """Return the first problem of each file; empty when the program would start with them."""
        return loader.problems(self._shipped, self.folder)

    def prepare_folder(self) -> Path:
        """Make the office's folder with fresh copies of the shipped files in `mau`; return it.

        Raises:
            FileInUse: a copy is open elsewhere.
            FileNotWritten: the place refuses.

        """
        samples = self.folder / SAMPLES
        with contextlib.suppress(OSError):  # the first write then tells why not
            samples.mkdir(parents=True, exist_ok=True)
        for name in loader.FILES:
            files.write_atomically(samples / name, (self._shipped / name).read_bytes())
        return self.folder
