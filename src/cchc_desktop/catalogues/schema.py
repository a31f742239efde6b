"""The schema of the catalogue files, version 1, as `docs/catalogues.md` describes it.

These structures mirror the files and nothing else; the values of the program are those of `domain.catalogue`.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from cchc_desktop.catalogues.reasons import reason_of
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.catalogue import IndicatorKind, IndicatorSource, MeasureKind, Relation, TermGroup
from cchc_desktop.domain.plan import SectionKind

SCHEMA = 1
"""The version this program writes and reads. Raised when a file of the old version could be misread."""

Code = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$", max_length=40)]
IndicatorCode = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=20)]
Name = Annotated[str, Meta(min_length=1, max_length=300)]
Paragraph = Annotated[str, Meta(min_length=1, max_length=10_000)]
Year = Annotated[int, Meta(ge=0, le=9999)]
Decimals = Annotated[int, Meta(ge=0, le=4)]


class Entry(Struct, forbid_unknown_fields=True):
    """A table of a catalogue file: a key that the schema does not know is refused, since it is a typing slip."""


class MeasureEntry(Entry):
    """A quantity of a form."""

    code: Code
    name: Name
    unit: Name
    decimals: Decimals = 0
    kind: MeasureKind | None = None


class FormEntry(Entry):
    """A form of communication."""

    code: Code
    name: Name
    measures: Annotated[list[MeasureEntry], Meta(min_length=1)]
    group: str = ""
    aliases: list[Name] = []
    valid_from: date | None = None
    valid_to: date | None = None
    scoring_group: str = ""
    topics: list[Name] = []
    audiences: list[Name] = []


class FormsFile(Entry):
    """`forms.toml`."""

    schema: int
    forms: Annotated[list[FormEntry], Meta(min_length=1)]


class RuleEntry(Entry):
    """Something that must hold between an indicator and a formula."""

    relation: Relation
    formula: Name


class IndicatorEntry(Entry):
    """A figure of the reports."""

    code: IndicatorCode
    name: Name
    unit: Name
    kind: IndicatorKind
    source: IndicatorSource
    group: str = ""
    forms: list[str] = []
    measures: list[str] = []
    numerator: str = ""
    denominator: str = ""
    decimals: Decimals = 0
    valid_from: date | None = None
    valid_to: date | None = None
    item: str = ""
    formula: str = ""
    rules: list[RuleEntry] = []
    codes: dict[Name, Name] = {}


class IndicatorsFile(Entry):
    """`indicators.toml`."""

    schema: int
    indicators: Annotated[list[IndicatorEntry], Meta(min_length=1)]


class DayEntry(Entry):
    """A day of the report year, or of a year beside it."""

    day: Annotated[int, Meta(ge=1, le=31)]
    month: Annotated[int, Meta(ge=1, le=12)]
    year_offset: Annotated[int, Meta(ge=-1, le=1)] = 0


class PeriodEntry(Entry):
    """A report period."""

    code: Annotated[str, Meta(pattern="^[A-Z0-9]{1,8}$")]
    name: Name
    start: DayEntry
    end: DayEntry
    deadline_working_days: Annotated[int, Meta(ge=0, le=60)] = 2
    deadline: DayEntry | None = None
    valid_from: Year = 0
    valid_to: Year = 9999
    deadline_days: Annotated[int, Meta(ge=0, le=90)] | None = None
    cumulative: bool = False
    special: bool = False


class PeriodsFile(Entry):
    """`periods.toml`."""

    schema: int
    periods: Annotated[list[PeriodEntry], Meta(min_length=1)]


class ProvinceEntry(Entry):
    """A province or city."""

    code: Annotated[str, Meta(pattern="^[0-9]{2}$")]
    name: Name
    predecessors: list[Name] = []


class ProvincesFile(Entry):
    """`provinces.toml`."""

    schema: int
    provinces: Annotated[list[ProvinceEntry], Meta(min_length=1)]


class SwapEntry(Entry):
    """A working day made free, and the free day worked instead."""

    off: date
    worked: date | None = None


class HolidaysFile(Entry):
    """`holidays.toml`; without any `[[swaps]]` it is still a sound file."""

    schema: int
    swaps: list[SwapEntry] = []


class SectionEntry(Entry):
    """A section of the skeleton, at its level of the outline."""

    level: Annotated[int, Meta(ge=1, le=8)]
    kind: SectionKind
    title: str = ""
    text: str = ""


class TaskEntry(Entry):
    """A row of the skeleton's task appendix."""

    content: Paragraph
    product: str = ""
    lead: str = ""
    support: str = ""
    time_text: str = ""
    target: Annotated[int, Meta(ge=0)] | None = None
    target_unit: str = ""
    form: str = ""
    measure: str = ""
    group: str = ""


class SkeletonFile(Entry):
    """`plan_skeleton.toml`."""

    schema: int
    title: Name
    sections: Annotated[list[SectionEntry], Meta(min_length=1)]
    bases: list[Paragraph] = []
    opening: list[Paragraph] = []
    closing: list[Paragraph] = []
    recipients: list[Paragraph] = []
    appendix_title: str = ""
    tasks: list[TaskEntry] = []


class DatedTermEntry(Entry):
    """Words that are no longer used."""

    code: Code
    group: TermGroup
    words: Annotated[list[Name], Meta(min_length=1)]
    since: date
    reason: Name
    instead: str = ""
    match_case: bool = False


class DatedTermsFile(Entry):
    """`dated_terms.toml`; without any `[[terms]]` it is still a sound file."""

    schema: int
    terms: list[DatedTermEntry] = []


AnyFile = TypeVar("AnyFile", bound=Entry)


def decode(file: TomlFile, shape: type[AnyFile]) -> AnyFile:
    """Return the content of a file in the shape of its schema.

    Raises:
        CatalogueProblem: another schema version, or a value that breaks the schema, with its line.

    """
    _check_version(file)
    try:
        # TOML has dates of its own: a date in quotes is a slip.
        return msgspec.convert(file.document, shape, builtin_types=(date, datetime, time))
    except msgspec.ValidationError as error:
        where, reason = reason_of(str(error), file.document)
        raise file.problem(where, reason) from error


def _check_version(file: TomlFile) -> None:
    version = file.document.get("schema")
    if version is None:
        raise file.problem((), "thiếu khóa “schema” (phiên bản lược đồ)")
    if type(version) is not int or version < 1:
        raise file.problem(("schema",), "phiên bản lược đồ phải là số nguyên từ 1 trở lên")
    if version > SCHEMA:
        reason = (
            f"tệp theo lược đồ phiên bản {version}, mới hơn phiên bản {SCHEMA} mà chương trình này đọc được; "
            "hãy cập nhật chương trình"
        )
        raise file.problem(("schema",), reason)
