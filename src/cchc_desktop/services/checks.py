"""Use cases of the layout check: any Word file against Decree 30/2020, an annotated and a repaired copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import files
from cchc_desktop.domain.check import CheckBook, CheckResult, Repair
from cchc_desktop.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

_COPY = "copy"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of a file gave: the findings, the copies that were written, and what was mended in the second."""

    path: Path
    result: CheckResult
    annotated: Path | None = None
    repaired: Path | None = None
    repairs: tuple[Repair, ...] = ()


class CheckService:
    """Checks files. The file itself is only read; everything written is a copy under another name."""

    def __init__(self, shipped: Path, own: Path) -> None:
        self._shipped = shipped
        self._own = own
        self._book: CheckBook | None = None

    def book(self) -> CheckBook:
        """Return the rules in use; read once.

        Raises:
            CatalogueProblem: a file of rules is wrong.

        """
        if self._book is None:
            from cchc_desktop.catalogues.check_rules import load_check_book

            self._book = load_check_book(self._shipped, self._own)
        return self._book

    def check(self, path: Path, annotated: Path | None = None, repaired: Path | None = None) -> CheckReport:
        """Check a Word file; write the copies asked for.

        Args:
            path: the file.
            annotated: where to write a copy with a comment at each broken rule.
            repaired: where to write a copy in which the safe repairs are made.

        Raises:
            FileUnreadable: it is no Word file that can be read safely.
            FileInUse: a file is open in another program.
            FileNotWritten: the place of a copy refuses.
            InvalidInput: a copy would take the place of the file itself, or of the other copy.
            CatalogueProblem: a file of rules is wrong.

        """
        from cchc_desktop.documents import check as checking
        from cchc_desktop.documents.office_file import OfficeKind, read_office_file

        annotated, repaired = _word_name(annotated), _word_name(repaired)
        _check_targets(path, (annotated, repaired))
        data = read_office_file(path, OfficeKind.WORD)
        result = checking.check(data, self.book(), path)
        repairs: tuple[Repair, ...] = ()
        if annotated is not None:
            files.write_atomically(annotated, checking.annotate(data, result))
        if repaired is not None:
            mended, repairs = checking.repair(data, result)
            files.write_atomically(repaired, mended)
        return CheckReport(path, result, annotated, repaired, repairs)

    def check_data(self, data: bytes) -> CheckResult:
        """Check a document that is in memory, such as an export before it is written.

        Raises:
            FileUnreadable: it is no Word file that can be read safely.
            CatalogueProblem: a file of rules is wrong.

        """
        from cchc_desktop.documents import check as checking

        return checking.check(data, self.book())

    def copy_name(self, path: Path, repaired: bool = False) -> str:
        """Return the name to offer for a copy: "KH (góp ý).docx", "KH (đã sửa).docx"."""
        return files.safe_file_name(f"{path.stem} ({'đã sửa' if repaired else 'góp ý'}).docx")


def _word_name(target: Path | None) -> Path | None:
    """Give a copy the ending that Word opens; a template or a file with macros becomes a plain document."""
    if target is None or target.suffix.lower() == ".docx":
        return target
    return target.with_name(target.name + ".docx")


def _check_targets(path: Path, targets: Sequence[Path | None]) -> None:
    """Refuse copies that would overwrite what must stay.

    Raises:
        InvalidInput: see `CheckService.check`.

    """
    taken = {_real(path)}
    for target in targets:
        if target is None:
            continue
        if _real(target) in taken:
            raise InvalidInput({_COPY: f"“{target.name}” trùng với tệp gốc hoặc bản sao kia; hãy chọn tên khác"})
        taken.add(_real(target))


def _real(path: Path) -> str:
    """Return what two names of one file have in common, also where upper and lower case are the same."""
    try:
        return str(path.resolve()).casefold()
    except OSError:
        return str(path.absolute()).casefold()
