"""An entry of a catalogue as the office has it: a form, an indicator or a period, in force from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cchc_desktop.domain.ids import new_id

NOTE_LIMIT = 1000


class CatalogueKind(StrEnum):
    """The catalogues that an office changes in the window."""

    FORMS = "forms"
    INDICATORS = "indicators"
    PERIODS = "periods"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A version of an entry; it wins over the files, and over earlier versions, from `valid_from` on.

    `content` is the whole entry with the keys of the catalogue files. `valid_to` is the last day of use, None while
    there is none. `note` says why it was changed.
    """

    catalogue: CatalogueKind
    code: str
    content: Mapping[str, Any]
    valid_from: date
    valid_to: date | None = None
    position: int = 0
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0
