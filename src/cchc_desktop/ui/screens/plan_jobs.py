"""The long work of the place "Kế hoạch"; runs on the worker thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.progress import Progress

if TYPE_CHECKING:
    from cchc_desktop.services.container import Services
    from cchc_desktop.services.plans import SavedPlan


def read_word(services: Services, path: Path, progress: Progress) -> Plan:
    """Read a plan out of a Word file.

    Raises:
        FileUnreadable: the file is not a Word document that can be read.

    """
    progress.step(0, 0, f"Đang đọc {path.name}")
    return services.plans.read_word(path, progress=progress)


def keep_plan(services: Services, plan: Plan, progress: Progress) -> SavedPlan:
    """Keep an imported plan, after a backup.

    Raises:
        BackupProblem: the backup cannot be made; nothing is kept then.

    """
    progress.step(0, 2, "Đang sao lưu trước khi nhập")
    services.backups.before_import()
    progress.step(1, 2, "Đang nhập kế hoạch")
    return services.plans.save(plan)
