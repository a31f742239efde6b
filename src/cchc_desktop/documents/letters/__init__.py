"""Report, letter, proposal and letter of transmittal as Word documents in the layout of Decree 30/2020."""

from cchc_desktop.documents.letters.export import export_document

__all__ = ["export_document"]
