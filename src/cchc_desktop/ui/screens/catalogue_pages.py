"""The three catalogues that the office changes: forms of communication, indicators, periods."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.catalogue import (
    DayOfYear,
    Form,
    Indicator,
    IndicatorKind,
    IndicatorSource,
    Measure,
    PeriodRule,
)
from cchc_desktop.domain.catalogue_entry import CatalogueKind
from cchc_desktop.domain.period import Period, data_year
from cchc_desktop.services.catalogue_versions import Value
from cchc_desktop.ui.models import catalogue_rows
from cchc_desktop.ui.screens.catalogue_entry_page import CatalogueEntryPage
from cchc_desktop.ui.widgets.catalogue_form_editor import FormEditor
from cchc_desktop.ui.widgets.catalogue_indicator_editor import IndicatorEditor
from cchc_desktop.ui.widgets.catalogue_period_editor import PeriodEditor

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_NO_DAY = DayOfYear(1, 1)
_LAST_YEAR = 9999


class FormsPage(CatalogueEntryPage):
    """Forms of communication."""

    kind = CatalogueKind.FORMS
    add_text = "Thêm hình thức…"
    new_title = "Hình thức mới"
    spare_columns = (2, 3)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(catalogue_rows.form_columns(), (170, 0, 0, 0), FormEditor(), context, parent)
        self.add_top(self.add_button, self.edit_button, self.bin_button)

    def blank(self) -> Form:
        """Return a form with one measure to fill in."""
        return Form("", "", "", (Measure("", "", ""),))

    def title_of(self, code: str, value: Value) -> str:
        """Return the name: the code of a form says nothing to people."""
        return value.name


class IndicatorsPage(CatalogueEntryPage):
    """Indicators of the reports."""

    kind = CatalogueKind.INDICATORS
    add_text = "Thêm chỉ tiêu…"
    new_title = "Chỉ tiêu mới"
    spare_columns = (3, 4)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        services = context.services
        columns = catalogue_rows.indicator_columns(lambda: services.catalogues)
        super().__init__(columns, (64, 0, 105, 146, 0), IndicatorEditor(), context, parent)
        self.add_top(self.add_button, self.edit_button, self.bin_button)

    def blank(self) -> Indicator:
        """Return an indicator that is typed."""
        return Indicator("", "", "", IndicatorKind.SUM, IndicatorSource.TYPED)


class PeriodsPage(CatalogueEntryPage):
    """Periods of a report year; the rules behind them are changed, thematic reports added."""

    kind = CatalogueKind.PERIODS
    add_text = "Thêm kỳ…"
    new_title = "Kỳ báo cáo mới"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        columns = catalogue_rows.period_columns(context.today())
        super().__init__(columns, (260, 140, 140, 0), PeriodEditor(context.today), context, parent)
        self.special_button = self.top_button(
            "special", self.tr("Thêm báo cáo chuyên đề…"), "mdi6.file-star-outline", self._begin_special
        )
        self.year = data_year(context.today(), context.services.catalogues.periods)

    def blank(self) -> PeriodRule:
        """Return an empty rule."""
        return PeriodRule("", "", _NO_DAY, _NO_DAY)

    def _begin_special(self) -> None:
        """Open an empty thematic report with the next free code of the year."""
        taken = {rule.code for rule in self._rules() if rule.valid_from <= self.year <= rule.valid_to}
        code = next(f"CD{number}" for number in range(1, len(taken) + 2) if f"CD{number}" not in taken)
        year = self.year
        rule = PeriodRule(code, "", _NO_DAY, _NO_DAY, valid_from=year, valid_to=year, special=True)
        self.open_value("", rule, new=True)
        self.panel.heading.setText(self.tr("Báo cáo chuyên đề mới, mã {}-{}").format(year, code))

    def open_value(self, code: str, value: Value, *, new: bool = False, since: date | None = None) -> None:
        """Open a rule; a thematic report belongs to its year and needs no day from which it holds."""
        super().open_value(code, value, new=new, since=since)
        assert isinstance(value, PeriodRule)
        if self._open is value:
            self.panel.since_field.setVisible(not value.special)

    def entry_of(self, row: Any) -> tuple[str, Value] | None:
        """Return the rule behind a period."""
        assert isinstance(row, Period)
        code = row.code[5:]
        rule = next(
            (one for one in self._rules() if one.code == code and one.valid_from <= row.year <= one.valid_to), None
        )
        if rule is None:
            return None
        return (row.code if rule.special else code), rule

    def may_end(self, code: str) -> bool:
        """Only rules of the years end; a thematic report is dropped instead."""
        return bool(code) and "-" not in code and code != "Y"

    def first_day(self, value: Value, *, new: bool) -> date:
        """Return the first day of the report year on show: that of a thematic report is its own."""
        assert isinstance(value, PeriodRule)
        return date(value.valid_from if value.special else self.year, 1, 1)

    def _rules(self) -> tuple[PeriodRule, ...]:
        return self._context.services.catalogues.periods
