"""Use cases of the catalogues: the files in use, and over them what the office changed from a day on."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cchc_desktop import files
from cchc_desktop.catalogues import entries, loader
from cchc_desktop.domain.catalogue_entry import CatalogueEntry, CatalogueKind
from cchc_desktop.domain.catalogue_time import Dated, as_of, timeline
from cchc_desktop.domain.period import rules_in_time
from cchc_desktop.errors import CatalogueProblem

if TYPE_CHECKING:
    from cchc_desktop.domain.catalogue import Catalogues, Province
    from cchc_desktop.storage.database import Database

T = TypeVar("T", bound=Dated)
V = TypeVar("V")
Reader = Callable[[Mapping[str, Any], date, date | None], V]

_log = logging.getLogger(__name__)

PROVINCES = "provinces.toml"
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

    def __init__(
        self, shipped: Path, own: Path, use_provinces: Callable[[tuple[Province, ...]], None] = lambda provinces: None
    ) -> None:
        self._shipped = shipped
        self._use_provinces = use_provinces
        self.folder = own
        """The office's own folder; it need not exist."""

    def files(self) -> tuple[CatalogueFile, ...]:
        """Return the files in use, in the order they are read. A changed file counts from the next start on."""
        found = loader.sources(self._shipped, self.folder)
        return tuple(CatalogueFile(name, path, path.parent == self.folder) for name, path in found.items())

    def take_provinces(self, path: Path) -> tuple[Province, ...]:
        """Take a file of provinces for the office's own; it counts from now on. Return its provinces.

        The office's file before is kept under another name.

        Raises:
            CatalogueProblem: something in it is wrong; nothing changed.
            FileInUse, FileNotWritten: the office's folder refuses.

        """
        found = loader.provinces(path)
        if not found:
            raise CatalogueProblem(path, 0, "tệp không có tỉnh, thành phố nào")
        with contextlib.suppress(OSError):  # the write then tells why not
            self.folder.mkdir(parents=True, exist_ok=True)
        own, data = self.folder / PROVINCES, path.read_bytes()
        if own.exists():
            files.write_atomically(own.with_name(f"{PROVINCES}.cu"), own.read_bytes())
        files.write_atomically(own, data)
        self._use_provinces(found)
        return found

    def drop_provinces(self) -> tuple[Province, ...]:
        """Go back to the provinces that came with the program; the office's file is kept under another name.

        Raises:
            FileNotWritten: the office's folder refuses.

        """
        own = self.folder / PROVINCES
        if own.exists():
            files.replace_file(own, own.with_name(f"{PROVINCES}.cu"))
        found = loader.provinces(self._shipped / PROVINCES)
        self._use_provinces(found)
        return found

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


class CatalogueShelf:
    """The catalogues as they are now: the files, and over them the office's own entries from their days on.

    Calling it returns them; they are read from the database once, and again after `forget` or on another day.
    """

    def __init__(self, database: Database, base: Catalogues, today: Callable[[], date]) -> None:
        self._database = database
        self.base = base
        """What the files say."""
        self._today = today
        self._made: tuple[date, Catalogues] | None = None

    def __call__(self) -> Catalogues:
        """Return the catalogues as of today, with all their versions."""
        today = self._today()
        if self._made is None or self._made[0] != today:
            with self._database.read() as uow:
                own = uow.catalogue_entries.all()
            self._made = today, joined(self.base, own, today)
        return self._made[1]

    def use_provinces(self, provinces: tuple[Province, ...]) -> None:
        """Take other provinces for those of the files."""
        self.base = replace(self.base, provinces=provinces)
        self.forget()

    def forget(self) -> None:
        """Read them again at the next call."""
        self._made = None


def joined(base: Catalogues, own: Sequence[CatalogueEntry], day: date) -> Catalogues:
    """Return the files' catalogues with the office's own entries over them, as they are on a day.

    An entry that cannot be read is left out, with a line in the log: the catalogue below it goes on.
    """
    if not own:
        return base
    forms = _in_order(base.forms, _of(own, CatalogueKind.FORMS), entries.read_form)
    indicators = _in_order(base.indicators, _of(own, CatalogueKind.INDICATORS), entries.read_indicator)
    rules = _read(_of(own, CatalogueKind.PERIODS), entries.read_period)
    return replace(
        base,
        forms=as_of(forms, day),
        indicators=as_of(indicators, day),
        periods=rules_in_time(base.periods, rules),
        form_versions=forms,
        indicator_versions=indicators,
    )


def places(base: Iterable[str], own: Iterable[CatalogueEntry]) -> dict[str, int]:
    """Return code → place in the list: the codes of the files a thousand apart, so that new ones fit between."""
    found = {code: number * 1000 for number, code in enumerate(base, 1)}
    for entry in own:
        found.setdefault(entry.code, entry.position)
    return found


def _of(own: Iterable[CatalogueEntry], kind: CatalogueKind) -> list[CatalogueEntry]:
    return [entry for entry in own if entry.catalogue is kind]


def _in_order(base: Sequence[T], own: Sequence[CatalogueEntry], read: Reader[T]) -> tuple[T, ...]:
    versions = timeline(base, _read(own, read))
    place = places([one.code for one in base], own)
    return tuple(sorted(versions, key=lambda one: place[one.code]))


def _read(own: Iterable[CatalogueEntry], read: Reader[V]) -> list[V]:
    found = []
    for one in own:
        try:
            found.append(read(one.content, one.valid_from, one.valid_to))
        except ValueError as error:
            _log.warning("entry %s of catalogue %s is not readable: %s", one.code, one.catalogue, error)
    return found
