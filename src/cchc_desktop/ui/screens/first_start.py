"""The first five minutes: three short pages about the office, then what to begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.unit import Signer, SigningMode, Unit
from cchc_desktop.errors import InvalidInput
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.signer_form import SignerForm
from cchc_desktop.ui.widgets.unit_form import REFORM_DAY, UnitNameForm, UnitReportingForm

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_TITLES = (
    ("Đơn vị của anh chị", "Tên này in ở đầu mọi văn bản. Sau này đổi tên hay sáp nhập thì thêm tên mới ở Cài đặt."),
    ("Ai ký văn bản?", "Khối chữ ký in đúng thể thức. Chưa rõ thì bỏ qua, bổ sung sau ở Cài đặt."),
    ("Báo cáo gửi về đâu?", "Những điều này in ở phần nơi nhận và đứng trong tên tệp báo cáo."),
    ("Xong. Bắt đầu từ đâu?", "Mọi điều vừa nhập đã được lưu và sửa được bất cứ lúc nào ở Cài đặt."),
)


class FirstStart(QWidget):
    """Asks for the particulars of the office and keeps them.

    `finished` carries what to begin with: ("plan", "import"), ("plan", "new") or ("", None) for later. Enter
    goes on to the next page, Alt+← goes back; nothing typed is lost between the pages.
    """

    finished = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self._context = context
        self._unit_id, self._signer_id = new_id(), new_id()
        self.name_form = UnitNameForm(context.services.catalogues.provinces, context.today, self)
        self.signer_form = SignerForm(self)
        self.reporting_form = UnitReportingForm(self)
        self._step = QLabel(self)
        self._step.setProperty("role", "quiet")
        self._step.setObjectName("step")
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._lead = QLabel(self)
        self._lead.setWordWrap(True)
        self._lead.setProperty("role", "quiet")
        self._problem = QLabel(self)
        self._problem.setObjectName("page_problem")
        self._problem.setProperty("role", "problem")
        self._problem.setWordWrap(True)
        self.pages = QStackedWidget(self)
        for form in (self.name_form, self.signer_form, self.reporting_form, self._choices()):
            self.pages.addWidget(self._page(form))
        self.back = self._button(self.tr("Quay lại"), "back")
        self.skip = self._button(self.tr("Bỏ qua bước này"), "skip")
        self.next = self._button(self.tr("Tiếp tục"), "next")
        self.next.setProperty("role", "main")
        self.back.clicked.connect(self._go_back)
        self.skip.clicked.connect(self._skip)
        self.next.clicked.connect(self.go_on)
        self._lay_out()
        self._show(0)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(True)
        return button

    def _page(self, form: QWidget) -> QScrollArea:
        """Wrap a page so that a small screen scrolls it instead of cutting it off."""
        inside = QWidget(self)
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 12, 2)
        column.addWidget(form)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _choices(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        self.choices: list[QPushButton] = []
        for name, text in (
            ("begin_import", self.tr("Nhập kế hoạch từ tệp Word cũ")),
            ("begin_new", self.tr("Tạo kế hoạch mới")),
            ("begin_later", self.tr("Để sau")),
        ):
            button = self._button(text, name)
            button.setMinimumWidth(320)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.choices.append(button)
        self.choices[0].setProperty("role", "main")
        self.choices[0].clicked.connect(self._begin_import)
        self.choices[1].clicked.connect(self._begin_new)
        self.choices[2].clicked.connect(self._begin_later)
        return page

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.next)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._step)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addSpacing(12)
        column.addWidget(self.pages, 1)
        column.addWidget(self._problem)
        column.addLayout(buttons)
        holder = QWidget(self)
        holder.setMaximumWidth(700)
        holder.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 20)
        row.addStretch(1)
        row.addWidget(holder, 8)
        row.addStretch(1)

    @property
    def number(self) -> int:
        """The page on show, 0…3."""
        return self.pages.currentIndex()

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.name_form.name.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Alt+←."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.go_on()
        elif event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """Check the page; show what is wrong, or the next page. The third page writes everything."""
        form, problems = self._form(), {}
        if self.number == 0:
            problems = self.name_form.problems()
        elif self.number == 1:
            problems = self.signer_form.problems()
        show_problems(form, problems)
        if problems or self.number > 2:
            return
        if self.number == 2 and not self._save(with_signer=not self.signer_form.problems()):
            return
        self._show(self.number + 1)

    def _form(self) -> dict[str, Field]:
        forms: tuple[dict[str, Field], ...] = (
            self.name_form.fields,
            self.signer_form.fields,
            self.reporting_form.fields,
            {},
        )
        return forms[self.number]

    def _skip(self) -> None:
        self.signer_form.show_value(None)
        show_problems(self.signer_form.fields, {})
        self._show(2)

    def _go_back(self) -> None:
        if 0 < self.number < 3:
            self._show(self.number - 1)

    def _show(self, number: int) -> None:
        title, lead = _TITLES[number]
        self._step.setText(self.tr("Bước {} trên 3").format(number + 1) if number < 3 else self.tr("Đã lưu"))
        self._title.setText(self.tr(title))
        self._lead.setText(self.tr(lead))
        self._problem.setText("")
        self.pages.setCurrentIndex(number)
        self.back.setVisible(0 < number < 3)
        self.skip.setVisible(number == 1)
        self.next.setVisible(number < 3)
        self.next.setText(self.tr("Lưu và tiếp tục") if number == 2 else self.tr("Tiếp tục"))
        if number == 2:
            self.reporting_form.offer(self.name_form.value().province)
        first = (self.name_form.name, self.signer_form.name, self.reporting_form.superior, self.choices[0])
        first[number].setFocus(Qt.FocusReason.TabFocusReason)

    def _save(self, with_signer: bool) -> bool:
        """Keep everything; False when something is refused, which then stands at its field."""
        name = self.name_form.value()
        superior, drafting_body, code = self.reporting_form.value()
        valid_from = name.valid_from or REFORM_DAY
        unit = Unit(
            self._unit_id,
            valid_from,
            name.kind,
            name.name,
            name.province,
            superior,
            code=code,
            drafting_body=drafting_body,
        )
        signer = Signer(self._signer_id, "", SigningMode.COLLECTIVE, "", valid_from)
        units = self._context.services.units
        try:
            changes = [units.save(unit)]
            if with_signer:
                changes.append(units.save_signer(self.signer_form.value(replace(signer, valid_from=valid_from))))
        except InvalidInput as error:
            self._refused(error.problems)
            return False
        for change in changes:
            self._context.bus.announce(change)
        self._context.saved()
        return True

    def _refused(self, problems: dict[str, str]) -> None:
        """Go to the page of the first field that was refused."""
        forms = (self.name_form.fields, self.signer_form.fields, self.reporting_form.fields)
        page = next((number for number, form in enumerate(forms) if set(form) & set(problems)), 2)
        if page != self.number:
            self._show(page)
        self._problem.setText("; ".join(show_problems(forms[page], problems)))

    def _begin_import(self) -> None:
        self.finished.emit("plan", "import")

    def _begin_new(self) -> None:
        self.finished.emit("plan", "new")

    def _begin_later(self) -> None:
        self.finished.emit("", None)
