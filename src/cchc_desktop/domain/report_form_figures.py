"""From a report to what goes into the cells of a form: the only place where the two meet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cchc_desktop.domain.catalogue import Indicator, IndicatorKind
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import STATE_NAMES, Amount, Figure, FigureState, Report
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.report_form import (
    CellWrite,
    FigureColumn,
    FormFigure,
    FormFigures,
    FormMapping,
    MappedCell,
    cell_name,
    known_code,
    tags_in,
    value_to_write,
)
from cchc_desktop.domain.report_form_grid import CellKind, FormBook, column_label, row_label
from cchc_desktop.domain.unit import Unit

_TWO_PLACES = Decimal("0.01")
_TAG = re.compile(r"\{\{[^{}]*\}\}")


def figures_of(report: Report, facts: Mapping[str, str]) -> FormFigures:
    """Return all values of a report by code and column; `facts` are those that are of no indicator."""
    found: dict[tuple[str, FigureColumn], FormFigure] = {}
    for figure in report.figures:
        for column in FigureColumn:
            if column is not FigureColumn.FACT:
                found[figure.indicator.code, column] = _value(figure, column)
    for code, text in facts.items():
        state = FigureState.COUNTED if text else FigureState.UNKNOWN
        found[code, FigureColumn.FACT] = FormFigure(text=text, state=state)
    return found


def _value(figure: Figure, column: FigureColumn) -> FormFigure:
    match column:
        case FigureColumn.CURRENT:
            return _amount(figure.current, figure.indicator)
        case FigureColumn.CUMULATIVE:
            return _amount(figure.cumulative, figure.indicator)
        case FigureColumn.PREVIOUS:
            return _amount(figure.previous, figure.indicator)
        case FigureColumn.TARGET:
            return _known(figure.target)
        case FigureColumn.PERCENT:
            share = figure.percent
            return _known(None if share is None else share.quantize(_TWO_PLACES, ROUND_HALF_UP), percent=True)
    # An empty note is no missing figure: the cell is simply left empty.
    return FormFigure(text=figure.statement.reason if figure.statement else "")


def _amount(amount: Amount, indicator: Indicator) -> FormFigure:
    ratio = indicator.kind is IndicatorKind.RATIO
    value = amount.value
    if value is not None and ratio:
        value = value.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)
    return FormFigure(value, "", amount.state, ratio)


def _known(value: Decimal | None, percent: bool = False) -> FormFigure:
    return FormFigure(value, "", FigureState.UNKNOWN if value is None else FigureState.COUNTED, percent)


def facts_of(unit: Unit | None, signer: str, period: Period, today: date) -> dict[str, str]:
    """Return what a form may print that is of no indicator."""
    return {
        "don_vi": unit.full_name[:1].upper() + unit.full_name[1:] if unit else "",
        "tinh": unit.province if unit else "",
        "cap_tren": unit.superior if unit else "",
        "ky": period.name,
        "nam": str(period.year),
        "tu_ngay": short_date(period.start),
        "den_ngay": short_date(period.end),
        "ngay_lap": short_date(today),
        "nguoi_ky": signer,
    }


def writes_of(mapping: FormMapping, figures: FormFigures) -> tuple[CellWrite, ...]:
    """Return what goes into the cells of a mapping."""
    return tuple(_write(cell, mapping, figures) for cell in mapping.cells)


def _write(cell: MappedCell, mapping: FormMapping, figures: FormFigures) -> CellWrite:
    if cell.text:
        return CellWrite(cell.sheet, cell.cell, _filled_words(cell.text, figures))
    figure = figures.get((cell.code, cell.column))
    value = value_to_write(figure, mapping.nil, mapping.unknown)
    return CellWrite(cell.sheet, cell.cell, value, figure is not None and figure.percent)


def _filled_words(text: str, figures: FormFigures) -> str:
    """Return words with their tags replaced; within a sentence a missing number is always said in words."""
    codes = {code for code, _ in figures}

    def words(match: re.Match[str]) -> str:
        tag = tags_in(match[0])[0]
        figure = figures.get((known_code(tag.code, codes), tag.column or FigureColumn.CURRENT))
        if figure is None:
            return STATE_NAMES[FigureState.UNKNOWN]
        if figure.state is not FigureState.COUNTED:
            return STATE_NAMES[figure.state]
        if figure.value is None:
            return figure.text
        return format_number(figure.value) + ("%" if figure.percent else "")

    return _TAG.sub(words, text)


# ------------------------------------------------------------------ tags that somebody wrote in Excel


@dataclass(frozen=True, slots=True)
class RefusedTag:
    """A tag that names nothing known, or stands where nothing can be written."""

    sheet: str
    cell: str
    raw: str
    reason: str


def tagged_cells(book: FormBook, codes: Iterable[str]) -> tuple[tuple[MappedCell, ...], tuple[RefusedTag, ...]]:
    """Return the cells of a form that hold `{{code}}` tags, and the tags that must be refused."""
    codes = tuple(codes)
    found: list[MappedCell] = []
    refused: list[RefusedTag] = []
    for sheet in book.sheets:
        for (row, column), cell in sorted(sheet.cells.items()):
            if cell.kind is not CellKind.TEXT or not (tags := tags_in(cell.text)):
                continue
            name = cell_name(row, column)
            wrong = [
                RefusedTag(sheet.name, name, tag.raw, f"“{tag.raw}” không có trong danh mục chỉ tiêu")
                for tag in tags
                if not known_code(tag.code, codes)
            ]
            wrong += [
                RefusedTag(sheet.name, name, tag.raw, f"“{tag.raw}”: không có cột như vậy sau dấu hai chấm")
                for tag in tags
                if tag.column is None
            ]
            if trouble := sheet.trouble(name):
                wrong.append(RefusedTag(sheet.name, name, tags[0].raw, trouble))
            refused += wrong
            if not wrong:
                first = tags[0]
                words = "" if cell.text.strip() == first.raw else cell.text
                labels = row_label(sheet, row, column), column_label(sheet, row, column)
                code = known_code(first.code, codes)
                found.append(MappedCell(sheet.name, name, code, first.column or FigureColumn.CURRENT, *labels, words))
    return tuple(found), tuple(refused)
