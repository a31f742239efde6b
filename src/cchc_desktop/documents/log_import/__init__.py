"""The log out of an Excel file, previewed cell by cell."""

from cchc_desktop.documents.log_import.reading import read_log

__all__ = ["read_log"]
