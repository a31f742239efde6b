"""Workbooks from outside, read as plain cells behind guards; every import from Excel begins here."""

from cchc_desktop.documents.foreign_workbook.cells import Cell, CellKind, Grid, address, read_grids

__all__ = ["Cell", "CellKind", "Grid", "address", "read_grids"]
