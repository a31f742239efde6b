"""The workbook of a periodic report: written for people and machines, and read back."""

from cchc_desktop.documents.report_workbook.writing import write_report

__all__ = ["write_report"]
