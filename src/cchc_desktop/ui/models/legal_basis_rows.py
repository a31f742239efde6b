"""What the register of legal bases shows in lists, and the words for what is wrong with an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.legal_basis import BasisWarning, LegalBasis, basis_warnings
from cchc_desktop.domain.text import fold
from cchc_desktop.ui.models.rows import Column


def name_text(basis: LegalBasis) -> str:
    """Return kind, number and date in a short form: "Nghị định 30/2020/NĐ-CP, 05/03/2020"."""
    day = f", {short_date(basis.date)}" if basis.date else ""
    return f"{basis.kind} {basis.number}{day}"


def said(warnings: Sequence[BasisWarning]) -> str:
    """Return warnings as one sentence, "" when there is none."""
    text = "; ".join(warning.text for warning in warnings)
    return text[:1].upper() + text[1:]


def _remark(today: Callable[[], date], basis: LegalBasis) -> str:
    return said(basis_warnings(basis, today(), today()))


def _two_lines(basis: LegalBasis) -> str:
    return f"{basis.kind}\n{basis.number}"


def _subject(basis: LegalBasis) -> str:
    return basis.subject[:1].upper() + basis.subject[1:]


def basis_columns(today: Callable[[], date]) -> tuple[Column[LegalBasis], ...]:
    """Return the columns of the register."""
    return (
        Column("name", "Văn bản", _two_lines, lambda basis: fold(f"{basis.kind} {basis.number}")),
        Column("subject", "Trích yếu", _subject),
        Column("remark", "Lưu ý", partial(_remark, today)),
    )


def matches(basis: LegalBasis, words: Sequence[str]) -> bool:
    """Tell whether an entry has all the (folded) words in it."""
    text = fold(f"{basis.kind} {basis.number} {basis.issuer} {basis.subject} {basis.note}")
    return all(word in text for word in words)
