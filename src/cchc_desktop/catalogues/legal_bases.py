"""The register of legal bases as files: the seed `legal_bases.toml`, and update files of the same shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Day
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from cchc_desktop.catalogues.schema import Entry, Name, decode
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.legal_basis import BasisSource, LegalBasis, basis_problems
from cchc_desktop.domain.legal_update import BasisUpdate

FILE = "legal_bases.toml"

Number = Annotated[str, Meta(min_length=3, max_length=60)]
_SUBJECT = 2_000


class BasisEntry(Entry):
    """A document of the register."""

    kind: Name
    number: Number
    subject: Annotated[str, Meta(min_length=1, max_length=_SUBJECT)]
    issuer: Annotated[str, Meta(max_length=300)] = ""
    date: Day | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    amends: list[Number] = []  # noqa: RUF012 - msgspec copies it
    amended_by: list[Number] = []  # noqa: RUF012 - msgspec copies it
    replaced_by: Annotated[str, Meta(max_length=60)] = ""
    checked_on: Day | None = None
    note: Annotated[str, Meta(max_length=_SUBJECT)] = ""


class LegalBasesFile(Entry):
    """`legal_bases.toml`, or an update file."""

    schema: int
    version: Name
    legal_bases: Annotated[list[BasisEntry], Meta(min_length=1, max_length=5_000)]
    publisher: str = ""


def read_legal_bases(path: Path, source: BasisSource = BasisSource.SEED) -> BasisUpdate:
    """Read the seed or an update file.

    The id of an entry is made from what tells documents apart, so that it is the same at every start.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    file = TomlFile.read(path)
    content = decode(file, LegalBasesFile)
    found: list[LegalBasis] = []
    seen: dict[str, int] = {}
    for index, entry in enumerate(content.legal_bases):
        basis = _basis(entry, source)
        for field, reason in basis_problems(basis).items():
            raise file.problem(("legal_bases", index, field), reason)
        if basis.key in seen:
            first = file.line(("legal_bases", seen[basis.key], "number"))
            raise file.problem(("legal_bases", index, "number"), f"“{entry.number}” đã có ở dòng {first}")
        seen[basis.key] = index
        found.append(basis)
    return BasisUpdate(content.version, content.publisher, tuple(found))


def _basis(entry: BasisEntry, source: BasisSource) -> LegalBasis:
    basis = LegalBasis(
        kind=entry.kind,
        number=entry.number,
        issuer=entry.issuer,
        subject=entry.subject,
        date=entry.date,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        amends=tuple(entry.amends),
        amended_by=tuple(entry.amended_by),
        replaced_by=entry.replaced_by,
        checked_on=entry.checked_on,
        source=source,
        note=entry.note,
        id="",
    )
    return replace(basis, id=f"document:{basis.key}")
