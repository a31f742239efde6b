"""The plan out of a Word file, whatever the habits of its writer."""

from cchc_desktop.documents.plan_import.reading import import_plan

__all__ = ["import_plan"]
