"""Screenshots of the report and the catalogue, with a sample year and empty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.services import sample
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.screens.catalogue_place import CataloguePlace
from cchc_desktop.ui.screens.report_place import ReportPlace

TODAY = date(2026, 3, 12)


@pytest.fixture
def frame(qtbot, unit, settle, photograph):
    """Show a place in the real frame and photograph it."""
    window = MainWindow()
    qtbot.addWidget(window)

    def show(kind):
        place = kind(unit, window)
        unit.bus.changed.connect(place.refresh)
        window.show_page(place, place.title, place.corner)
        window.left_bar.setEnabled(True)
        window.mark("report" if kind is ReportPlace else "catalogue")
        place.refresh()
        settle(unit)
        return window, place

    return show


def test_report_with_a_sample_year(frame, unit, settle, photograph) -> None:
    sample.fill(unit.services, TODAY, 400)
    unit.services.reports.state(Statement("2026-Q1", "TT01", FigureState.NIL))
    unit.services.reports.state(Statement("2026-Q1", "TT12", FigureState.COUNTED, Decimal(1250), "theo trang fanpage"))
    window, place = frame(ReportPlace)
    photograph(window, "report_figures")
    place.figures.table.choose(["TT07"])
    photograph(window, "report_figure_selected")
    place.figures.table.choose(["TT12"])
    place.figures.panel.edit()
    place.figures.panel.value_edit.setText("1,5")
    place.figures.panel.submit()
    photograph(window, "report_figure_typing")
    place.figures.panel.close_editor()
    place.figures.table.choose(["TT01", "TT02", "TT03"])
    photograph(window, "report_figures_many")
    place.figures.panel.nil_button.click()
    settle(unit)
    photograph(window, "report_figures_said")
    place.escape()
    place.escape()
    place.figures.missing.setChecked(True)
    photograph(window, "report_figures_missing")
    place.tabs.setCurrentWidget(place.tasks)
    photograph(window, "report_tasks")
    place.tabs.setCurrentWidget(place.charts)
    photograph(window, "report_charts")
    place.accept("2025-Y")
    settle(unit)
    photograph(window, "report_charts_year")
    assert window.isVisible()


def test_report_of_an_empty_log(frame, unit, settle, photograph) -> None:
    window, place = frame(ReportPlace)
    photograph(window, "report_empty_figures")
    place.tabs.setCurrentWidget(place.tasks)
    photograph(window, "report_empty_tasks")
    place.tabs.setCurrentWidget(place.charts)
    photograph(window, "report_empty_charts")
    assert place.figures.model.missing == len(place.figures.model.figures)


def test_catalogue(frame, photograph) -> None:
    window, place = frame(CataloguePlace)
    for number in range(place.tabs.count()):
        place.tabs.setCurrentIndex(number)
        photograph(window, f"catalogue_{number}")
    place.search.setText("truyen thanh")
    place._filter()
    place.tabs.setCurrentIndex(0)
    photograph(window, "catalogue_found")
    assert window.isVisible()
