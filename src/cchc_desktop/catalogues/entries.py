"""Entries of the catalogues one by one: between the keys of the files and the values of the domain.

The files and the office's own entries in the database have the same keys and are read by the same schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from cchc_desktop.catalogues import schema
from cchc_desktop.domain.catalogue import (
    DayOfYear,
    FigureRule,
    Form,
    Indicator,
    Measure,
    MeasureKind,
    PeriodRule,
)

_KIND_OF_UNIT = {
    "lượt người": MeasureKind.PEOPLE,
    "người": MeasureKind.PEOPLE,
    "hộ": MeasureKind.PEOPLE,
    "cá nhân": MeasureKind.PEOPLE,
    "tập thể": MeasureKind.PEOPLE,
    "lượt xem": MeasureKind.REACH,
    "lượt": MeasureKind.REACH,
    "phút": MeasureKind.DURATION,
    "giờ": MeasureKind.DURATION,
    "cuộc": MeasureKind.EVENTS,
    "lớp": MeasureKind.EVENTS,
    "buổi": MeasureKind.EVENTS,
    "lần": MeasureKind.EVENTS,
    "lượt phát": MeasureKind.EVENTS,
}


def form_of(entry: schema.FormEntry) -> Form:
    """Return the form of an entry."""
    return Form(
        entry.code,
        entry.name,
        entry.group,
        tuple(Measure(m.code, m.name, m.unit, m.decimals, m.kind or measure_kind(m.unit)) for m in entry.measures),
        tuple(entry.aliases),
        entry.valid_from,
        entry.valid_to,
        entry.scoring_group,
        tuple(entry.topics),
        tuple(entry.audiences),
    )


def measure_kind(unit: str) -> MeasureKind:
    """Return the kind of a measure that a unit tells of: "lượt người" are people, "phút" a duration."""
    return _KIND_OF_UNIT.get(unit.casefold(), MeasureKind.PRODUCTS)


def indicator_of(entry: schema.IndicatorEntry) -> Indicator:
    """Return the indicator of an entry."""
    return Indicator(
        code=entry.code,
        name=entry.name,
        unit=entry.unit,
        kind=entry.kind,
        source=entry.source,
        group=entry.group,
        forms=tuple(entry.forms),
        measures=tuple(entry.measures),
        numerator=entry.numerator,
        denominator=entry.denominator,
        decimals=entry.decimals,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        item=entry.item,
        formula=entry.formula,
        rules=tuple(FigureRule(rule.relation, rule.formula) for rule in entry.rules),
        codes=tuple(entry.codes.items()),
    )


def period_of(entry: schema.PeriodEntry) -> PeriodRule:
    """Return the rule of an entry."""
    return PeriodRule(
        entry.code,
        entry.name,
        _day(entry.start),
        _day(entry.end),
        entry.deadline_working_days,
        _day(entry.deadline) if entry.deadline else None,
        entry.valid_from,
        entry.valid_to,
        entry.deadline_days,
        entry.cumulative,
        entry.special,
    )


def _day(entry: schema.DayEntry) -> DayOfYear:
    return DayOfYear(entry.month, entry.day, entry.year_offset)


# ------------------------------------------------------------------ the office's own, from and to the database


def read_form(content: Mapping[str, Any], start: date | None, end: date | None) -> Form:
    """Return a form in force from a day to a day.

    Raises:
        ValueError: the content is not one of a form.

    """
    return form_of(_convert({**content, "valid_from": start, "valid_to": end}, schema.FormEntry))


def read_indicator(content: Mapping[str, Any], start: date | None, end: date | None) -> Indicator:
    """Return an indicator in force from a day to a day.

    Raises:
        ValueError: the content is not one of an indicator.

    """
    return indicator_of(_convert({**content, "valid_from": start, "valid_to": end}, schema.IndicatorEntry))


def read_period(content: Mapping[str, Any], start: date, end: date | None) -> PeriodRule:
    """Return a rule in force from the report year of a day to that of another.

    Raises:
        ValueError: the content is not one of a rule.

    """
    years = {"valid_from": start.year, "valid_to": end.year if end else 9999}
    return period_of(_convert({**content, **years}, schema.PeriodEntry))


def _convert(content: Mapping[str, Any], shape: type[schema.AnyFile]) -> schema.AnyFile:
    try:
        return msgspec.convert(content, shape, builtin_types=(date,))
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def content_of(value: Form | Indicator | PeriodRule) -> dict[str, Any]:
    """Return an entry with the keys of the files, without its days of validity."""
    found = msgspec.to_builtins(value)
    for name in ("valid_from", "valid_to"):
        del found[name]
    if isinstance(value, Indicator):
        found["codes"] = dict(value.codes)
    if isinstance(value, PeriodRule) and value.deadline is None:
        del found["deadline"]
    return dict(found)
