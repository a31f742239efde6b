"""Reads the catalogue files of `resources/catalogues` into domain values, and says where a file is wrong."""

from __future__ import annotations

from cchc_desktop.catalogues.loader import FILES, load, problems, sources
from cchc_desktop.catalogues.skeleton import VARIABLES
from cchc_desktop.catalogues.workdays import holidays_of, work_calendar

__all__ = ["FILES", "VARIABLES", "holidays_of", "load", "problems", "sources", "work_calendar"]
