"""Time limits of petitions and what their form offers: `petitions.toml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from cchc_desktop.catalogues.schema import Entry, Name, decode
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.petition import PetitionRule, PetitionSettings

FILE = "petitions.toml"

WorkingDays = Annotated[int, Meta(ge=1, le=200)]


class RuleEntry(Entry):
    """The limits for what is received from a day on."""

    valid_from: date
    transfer_days: WorkingDays
    answer_days: WorkingDays
    soon_days: Annotated[int, Meta(ge=0, le=200)] = 2


class PetitionsFile(Entry):
    """`petitions.toml`."""

    schema: int
    rules: Annotated[list[RuleEntry], Meta(min_length=1)]
    channels: list[Name] = []  # noqa: RUF012 - msgspec copies it
    topics: list[Name] = []  # noqa: RUF012


def read_petitions(path: Path) -> PetitionSettings:
    """Read the settings of the register of petitions.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    file = TomlFile.read(path)
    content = decode(file, PetitionsFile)
    days = [entry.valid_from for entry in content.rules]
    for index in range(1, len(days)):
        if days[index] <= days[index - 1]:
            raise file.problem(("rules", index, "valid_from"), "các mục phải xếp theo ngày, mục sau có ngày muộn hơn")
    rules = (PetitionRule(one.valid_from, one.transfer_days, one.answer_days, one.soon_days) for one in content.rules)
    return PetitionSettings(tuple(rules), tuple(content.channels), tuple(content.topics))
