"""Reading activity logs that people keep in Excel."""

from cchc_desktop.documents.log_import.reading import log_heads, read_log, read_log_table

__all__ = ["log_heads", "read_log", "read_log_table"]
