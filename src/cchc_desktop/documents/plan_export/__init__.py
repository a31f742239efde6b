"""The plan as a Word document in the layout of Decree 30/2020."""

from cchc_desktop.documents.plan_export.export import export_plan

__all__ = ["export_plan"]
