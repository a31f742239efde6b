"""The layout check of any Word file against Decree 30/2020/NĐ-CP; `docs/check.md` tells how it works."""

from cchc_desktop.documents.check.annotate import annotate
from cchc_desktop.documents.check.checker import check
from cchc_desktop.documents.check.repair import repair

__all__ = ["annotate", "check", "repair"]
