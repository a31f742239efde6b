"""The layout of the machine-readable sheet, for those who write it and those who read it."""

from __future__ import annotations

SCHEMA = "cchc-report/1"
"""Name and version of the layout; a change that old readers would misread raises the number."""

DATA_SHEET = "Du_lieu"
HEAD_ROW = 8
"""0-based row of the machine names."""
