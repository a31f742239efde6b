"""Parts of a plan that are plain lists of lines: the closing paragraphs and the recipients."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.models.plan_draft import Part, PlanDraft
from cchc_desktop.ui.models.plan_tidy import tidy_recipient
from cchc_desktop.ui.widgets.plan_fields import TextBox
from cchc_desktop.ui.widgets.plan_panel import PlanPanel, quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


class LinesPanel(PlanPanel):
    """A box in which every line is one entry, so that a list can be typed or pasted in one go."""

    def __init__(
        self,
        context: Context,
        draft: PlanDraft,
        title: str,
        hint: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, draft, title, parent)
        self.box = TextBox(name, self)
        self.box.setAccessibleName(title)
        self.column.addWidget(quiet(hint, self))
        self.column.addWidget(self.box, 1)
        self.watch(self.box)
        self.box.typed.connect(self._take)
        self.box.left.connect(self.tidy)

    def lines(self, plan: Plan) -> tuple[str, ...]:
        """Return the entries of a plan."""
        raise NotImplementedError

    def with_lines(self, plan: Plan, lines: tuple[str, ...]) -> Plan:
        """Return the plan with other entries."""
        raise NotImplementedError

    def kept(self, line: str) -> str:
        """Return an entry in its kept form."""
        return clean_line(line)

    def reload(self) -> None:
        """Show the entries."""
        self.box.show_text("\n".join(self.lines(self.plan)))

    def _take(self) -> None:
        lines = tuple(self.box.toPlainText().split("\n"))
        self.apply(self.with_lines(self.plan, lines), self.box.objectName())

    def first_field(self) -> QWidget:
        """Return the field that F2 goes to."""
        return self.box

    def tidy(self) -> None:
        """Keep the entries clean and leave empty lines out."""
        lines = tuple(filter(None, map(self.kept, self.lines(self.plan))))
        self.amend(self.with_lines(self.plan, lines))
        self.draft.seal()
        self.reload()


class ClosingPanel(LinesPanel):
    """The paragraphs after the last section."""

    part = Part.CLOSING

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        hint = self.tr("Mỗi dòng là một đoạn. Dấu “./.” cuối văn bản được đặt khi in, không cần gõ.")
        super().__init__(context, draft, self.tr("Kết thúc"), hint, "closing_text", parent)

    def lines(self, plan: Plan) -> tuple[str, ...]:
        """Return the closing paragraphs."""
        return plan.closing

    def with_lines(self, plan: Plan, lines: tuple[str, ...]) -> Plan:
        """Return the plan with other closing paragraphs."""
        return replace(plan, closing=lines)

    def kept(self, line: str) -> str:
        """Return a paragraph without the "./." a person may have typed."""
        return clean_line(line).removesuffix("./.").rstrip() if clean_line(line).endswith("./.") else clean_line(line)


class RecipientsPanel(LinesPanel):
    """Who receives the plan, with the list below as it will be printed."""

    part = Part.RECIPIENTS

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        hint = self.tr("Mỗi dòng một nơi nhận. Gạch đầu dòng và dấu chấm phẩy được đặt khi in; dòng cuối là “Lưu: VT”.")
        super().__init__(context, draft, self.tr("Nơi nhận"), hint, "recipients_text", parent)
        self.column.addWidget(quiet(self.tr("Khi in:"), self))
        self.printed = QLabel(self)
        self.printed.setObjectName("recipients_printed")
        self.printed.setTextFormat(Qt.TextFormat.PlainText)
        self.printed.setWordWrap(True)
        self.printed.setMargin(8)
        self.printed.setProperty("role", "card")
        self.column.addWidget(self.printed)

    def lines(self, plan: Plan) -> tuple[str, ...]:
        """Return the recipients."""
        return plan.recipients

    def with_lines(self, plan: Plan, lines: tuple[str, ...]) -> Plan:
        """Return the plan with other recipients."""
        return replace(plan, recipients=lines)

    def kept(self, line: str) -> str:
        """Return a recipient without dash and closing mark."""
        return tidy_recipient(line)

    def reload(self) -> None:
        """Show the recipients and how they will be printed."""
        super().reload()
        self._show_printed()

    def _take(self) -> None:
        super()._take()
        self._show_printed()

    def _show_printed(self) -> None:
        names = [name for name in map(tidy_recipient, self.plan.recipients) if name]
        lines = [f"- {name}{'.' if name == names[-1] else ';'}" for name in names]
        self.printed.setText("\n".join([self.tr("Nơi nhận:"), *lines]))
