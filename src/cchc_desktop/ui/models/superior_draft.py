"""A superior's plan under edit; it is written by itself shortly after the last key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cchc_desktop.domain.superior_plan import Demand, SuperiorPlan
from cchc_desktop.errors import AppError, InvalidInput

if TYPE_CHECKING:
    from cchc_desktop.services.superior_plans import SavedSuperiorPlan

SAVE_AFTER_MS = 1500
"""Rest after the last key before the plan is written."""


class SuperiorDraft(QObject):
    """Holds the plan that the page shows; `plan` is None while none is chosen.

    `changed` tells that demands came, went or were changed; `stored` carries the `Change`; `refused` carries
    field → reason of a plan that cannot be written yet; `failed` carries any other `AppError`.
    """

    changed = Signal()
    stored = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, store: Callable[[SuperiorPlan], SavedSuperiorPlan], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan: SuperiorPlan | None = None
        self._kept: SuperiorPlan | None = None
        self._store = store
        self._rest = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._rest.timeout.connect(self._write_quietly)

    @property
    def dirty(self) -> bool:
        """Whether something is not written yet."""
        return self.plan is not self._kept

    @property
    def is_new(self) -> bool:
        """Whether the plan has never been written."""
        return self.plan is not None and self.plan.version == 0

    def open(self, plan: SuperiorPlan | None) -> None:
        """Edit another plan; what was not written of the one before is dropped."""
        self._rest.stop()
        self.plan = self._kept = plan
        self.changed.emit()

    def edit(self, **values: object) -> None:
        """Put fields of the plan."""
        if self.plan is None:
            return
        changed = replace(self.plan, **values)  # type: ignore[arg-type]
        if changed != self.plan:
            self.plan = changed
            self._rest.start()

    def set_demands(self, demands: tuple[Demand, ...]) -> None:
        """Put other demands and show them."""
        self.edit(demands=demands)
        self.changed.emit()

    def _write_quietly(self) -> None:
        # In the middle of a new plan a complaint would only disturb; leaving the page says what is missing.
        if self.plan is not None and (self.plan.title.strip() or self.plan.number.strip()):
            self.write()

    def write(self) -> bool:
        """Write what is not written yet; tell whether everything is safe in the store."""
        self._rest.stop()
        if self.plan is None or not self.dirty:
            return True
        try:
            saved = self._store(self.plan)
        except InvalidInput as error:
            self.refused.emit(error.problems)
            return False
        except AppError as error:
            self.failed.emit(error)
            return False
        # Empty rows stay on the screen as long as a person types; the store leaves them out.
        self.plan = self._kept = replace(self.plan, version=saved.plan.version)
        self.refused.emit({})
        self.stored.emit(saved.change)
        return True
