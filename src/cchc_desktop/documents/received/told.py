"""How a person said that foreign tables are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said before, or says now: heading → column → field, `label_print` of a row → code, the sheet.

    `first` is fingerprint "" for "whatever the heading": the columns a person chose for this very file.
    """

    columns: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    heading: int = 0
