"""Taking an activity from outside the plan into it, with the question that an issued plan needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.plan import PlanStatus
from cchc_desktop.errors import AppError

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


def into_plan(context: Context, parent: QWidget, activity_id: str) -> str:
    """Make a task of an activity and announce it; return what to say, "" when nothing happened.

    An issued plan is frozen: the person is asked whether to begin an amendment for it.
    """
    services = context.services
    try:
        activity = services.activities.get(activity_id)
        plan = services.activity_planning.plan_for(activity.date)
        reason = ""
        if plan is not None and plan.status is PlanStatus.ISSUED:
            question = _tr(
                "Kế hoạch số {} đã ban hành nên không sửa được. Lập bản điều chỉnh và thêm nhiệm vụ “{}” vào đó? "
                "Bản đã ban hành vẫn giữ nguyên; bản điều chỉnh có hiệu lực khi anh chị ban hành."
            )
            asked = question.format(plan.number_text.strip(), activity.title)
            if not context.ask.confirm(parent, asked, _tr("Lập bản điều chỉnh")):
                return ""
            reason = _tr("Bổ sung nhiệm vụ “{}” từ nhật ký").format(activity.title)
        done = services.activity_planning.into_plan(activity_id, reason)
    except AppError as error:
        context.ask.error(parent, error)
        return ""
    context.saved()
    for change in done.changes:
        context.bus.announce(change)
    number = [task.id for task in done.plan.tasks].index(done.task.id) + 1
    if not done.added:
        return _tr("Kế hoạch năm {} đã có nhiệm vụ này: đã gắn với nhiệm vụ {}.").format(done.plan.year, number)
    if reason:
        return _tr("Đã lập bản điều chỉnh và thêm nhiệm vụ {}; hãy xem lại rồi ban hành ở trang Kế hoạch.").format(
            number
        )
    return _tr("Đã thêm thành nhiệm vụ {} của kế hoạch năm {}.").format(number, done.plan.year)


def _tr(text: str) -> str:
    return QCoreApplication.translate("into_plan", text)
