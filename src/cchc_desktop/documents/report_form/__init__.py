"""The superior's own Excel form: reading it for the screen, and filling single cells while nothing else changes."""

from cchc_desktop.documents.report_form.filling import fill_form
from cchc_desktop.documents.report_form.reading import read_form

__all__ = ["fill_form", "read_form"]
