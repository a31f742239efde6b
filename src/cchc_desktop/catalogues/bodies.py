"""Reads `bodies.toml`: the bodies of the commune that tasks are given to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta

from cchc_desktop.catalogues.checks import check_unique
from cchc_desktop.catalogues.positions import Where
from cchc_desktop.catalogues.schema import Code, Entry, Name, decode
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.body import KIND_VARIABLE, Body, name_key
from cchc_desktop.domain.unit import UnitKind

FILE = "bodies.toml"


class BodyEntry(Entry):
    """A body of the commune."""

    code: Code
    name: Name
    short: str = ""
    aliases: list[Name] = []  # noqa: RUF012 - msgspec copies it
    kinds: list[UnitKind] = []  # noqa: RUF012


class BodiesFile(Entry):
    """`bodies.toml`."""

    schema: int
    bodies: Annotated[list[BodyEntry], Meta(min_length=1)]


def read_bodies(path: Path) -> tuple[Body, ...]:
    """Return the bodies of a file, in its order.

    Raises:
        CatalogueProblem: the file is wrong, or two bodies that one unit may have share a spelling.

    """
    file = TomlFile.read(path)
    content = decode(file, BodiesFile)
    check_unique(file, ("bodies",), (entry.code for entry in content.bodies))
    meaning: dict[tuple[UnitKind, str], str] = {}
    for index, entry in enumerate(content.bodies):
        _check_names(file, index, entry, meaning)
    return tuple(
        Body(entry.code, entry.name, entry.short, tuple(entry.aliases), tuple(entry.kinds)) for entry in content.bodies
    )


def _check_names(file: TomlFile, index: int, entry: BodyEntry, meaning: dict[tuple[UnitKind, str], str]) -> None:
    """Refuse braces that are no variable. A second meaning is fine only where the first is a full name of its own."""
    where: Where = ("bodies", index)
    places: list[tuple[str, Where]] = [(entry.name, (*where, "name")), (entry.short, (*where, "short"))]
    places += [(alias, (*where, "aliases", number)) for number, alias in enumerate(entry.aliases)]
    for text, place in places:
        if "{" in text.replace(KIND_VARIABLE, "") or "}" in text.replace(KIND_VARIABLE, ""):
            raise file.problem(place, f"chỉ có biến “{KIND_VARIABLE}” trong tên cơ quan")
        if not text:
            continue
        key = name_key(text)
        if not key:
            raise file.problem(place, f"“{text}” không phải tên cơ quan")
        for kind in entry.kinds or tuple(UnitKind):
            other = meaning.setdefault((kind, key), entry.code)
            if other != entry.code:
                raise file.problem(place, f"“{text}” đã chỉ cơ quan “{other}”")
