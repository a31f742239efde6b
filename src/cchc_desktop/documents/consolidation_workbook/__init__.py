"""The workbook of a consolidation: totals, units by indicators, where each figure came from, who is missing."""

from cchc_desktop.documents.consolidation_workbook.content import WorkbookContent
from cchc_desktop.documents.consolidation_workbook.writing import write_consolidation

__all__ = ["WorkbookContent", "write_consolidation"]
