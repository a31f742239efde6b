"""Workbooks from outside, read as plain cells behind guards; every import from Excel begins here."""

from cchc_desktop.documents.foreign_workbook.cells import read_grids, row_text

__all__ = ["read_grids", "row_text"]
