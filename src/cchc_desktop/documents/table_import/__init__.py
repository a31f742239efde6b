"""Reading tables that people keep in Excel or as CSV into the fields of one of the office's lists."""

from cchc_desktop.documents.table_import.heads import find_heads, head_at
from cchc_desktop.documents.table_import.reading import open_table
from cchc_desktop.documents.table_import.rows import RawRow, read_rows
from cchc_desktop.documents.table_import.workbooks import write_import_template, write_refused

__all__ = [
    "RawRow",
    "find_heads",
    "head_at",
    "open_table",
    "read_rows",
    "write_import_template",
    "write_refused",
]
