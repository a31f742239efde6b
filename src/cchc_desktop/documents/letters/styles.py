"""Style ids that only these documents have; the others are those of the plan (`plan_export.styles`)."""

from __future__ import annotations

SUBJECT = "CCHC-Subject"
""""V/v …" below the number of a công văn."""
ADDRESSEE = "CCHC-Addressee"
""""Kính gửi: …" with one addressee."""
ADDRESSEES_HEAD = "CCHC-AddresseesHead"
""""Kính gửi:" above several."""
ADDRESSEE_LINE = "CCHC-AddresseeLine"
""""- …;" below "Kính gửi:", its dash below the colon."""
CHART = "CCHC-Chart"
"""The name of a chart of the annex; the chart is drawn in its place."""
RECEIPT_HEAD = "CCHC-ReceiptHead"
"""The heading of what the receiver of a phiếu gửi fills in."""
RECEIPT_LINE = "CCHC-ReceiptLine"
"""A line with dots that the receiver fills in."""
