"""The units that report to the office, each for its own span of days, and which reports are expected of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.directory_unit import DirectoryUnit, Expectation
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.registers import Register, RegisterRepo
from cchc_desktop.storage.tables import table
from cchc_desktop.storage.tables_gathering import DirectoryUnitRecord, ExpectationRecord

DIRECTORY_UNITS = Register(DirectoryUnit, DirectoryUnitRecord, "directory_unit", "đơn vị", ("code", "valid_from"))
EXPECTATIONS = Register(
    Expectation, ExpectationRecord, "report_expectation", "chế độ báo cáo", ("unit_code", "period", "first_year")
)

_U = table(DirectoryUnitRecord).c


class DirectoryUnitRepo(RegisterRepo[DirectoryUnit]):
    """Keeps the directory, in the order of codes and of time."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        super().__init__(session, audit, DIRECTORY_UNITS)

    def count(self) -> int:
        """Return how many rows there are outside of the bin."""
        return (
            self._session.scalar(select(func.count()).select_from(DirectoryUnitRecord).where(_U.deleted_at == "")) or 0
        )

    def of_codes(self, codes: Sequence[str]) -> tuple[DirectoryUnit, ...]:
        """Return all rows of some codes, over time."""
        wanted = frozenset(codes)
        return tuple(unit for unit in self.all() if unit.code in wanted)
