"""Editors of a register's form: each shows a value of its field, reads it back, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cchc_desktop.domain.channel import read_clock
from cchc_desktop.domain.numbers import NotANumber, format_number, parse_number
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.search_combo import SearchCombo


class CalmWheel(QObject):
    """Lets the wheel scroll the form: a drop-down changes by it only while it has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel over drop-downs on to the form."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class Editor(QObject):
    """Base of the editors. `edited` fires when a person (or `show_value`) changes the value."""

    edited = Signal()
    widget: QWidget

    def value(self) -> Any:
        """Return the value; when `problem` says something, one that does no harm."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value. What is typed and means the same stays: the person may go on typing."""
        raise NotImplementedError

    def problem(self) -> str:
        """Return why what stands here is no value, "" when it is one."""
        return ""

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Offer other things to choose from: (key, text)."""

    def _changed(self) -> None:
        self.edited.emit()


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.widget: QLineEdit = QLineEdit(parent)
        self.widget.textChanged.connect(self._changed)

    def value(self) -> Any:
        """Return the text, tidied."""
        return clean_line(self.widget.text())

    def show_value(self, value: Any) -> None:
        """Show a text from its beginning."""
        if self.value() != value:
            self.widget.setText(str(value))
        if not self.widget.hasFocus():
            self.widget.setCursorPosition(0)


class ClockEditor(LineEditor):
    """A time of day: "17:00", "17h", "5h30"."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.widget.editingFinished.connect(self._write_out)

    def value(self) -> Any:
        """Return the time as "17:00", "" without one."""
        return read_clock(self.widget.text()) or ""

    def problem(self) -> str:
        """Tell what is no time."""
        return "" if read_clock(self.widget.text()) is not None else "giờ chưa đúng, ví dụ: 17:00 hoặc 5h30"

    def _write_out(self) -> None:
        """Write the time out in full once the field is left."""
        if self.value():
            self.widget.setText(self.value())


class NumberEditor(LineEditor):
    """A number as offices write it; `whole` allows no decimals, `grouped` sets thousands apart. Empty is `empty`."""

    def __init__(self, parent: QWidget, whole: bool, grouped: bool = True, empty: int = 0) -> None:
        super().__init__(parent)
        self._empty = empty
        self._whole = whole
        self._grouped = grouped
        self.widget.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.widget.editingFinished.connect(self._group)

    def value(self) -> Any:
        """Return an int when whole, else a Decimal."""
        number = self._number()
        if number is None:
            return self._empty if self._whole else Decimal(self._empty)
        return int(number) if self._whole else number

    def show_value(self, value: Any) -> None:
        """Show a number with its thousands apart; the empty one is shown as nothing."""
        if self._number() != value or not self.widget.text():
            self.widget.setText(self._text(value) if value != self._empty else "")

    def problem(self) -> str:
        """Tell what is no number."""
        number = self._number()
        if number is None:
            return "chưa phải là số, ví dụ: 1.500.000" if self._whole else "chưa phải là số, ví dụ: 1.250 hoặc 2,5"
        return "phải là số nguyên" if self._whole and number != int(number) else ""

    def _number(self) -> Decimal | None:
        text = self.widget.text().strip()
        try:
            number = parse_number(text) if text else Decimal(self._empty)
        except NotANumber:
            return None
        return number if abs(number) < 10**16 else None

    def _group(self) -> None:
        """Write the number out once the field is left, never while it is typed."""
        number = self._number()
        if number and number != self._empty:
            self.widget.setText(self._text(number))

    def _text(self, number: Decimal | int) -> str:
        return format_number(number) if self._grouped else str(number)


class TextsEditor(LineEditor):
    """Several short texts in one line, divided by semicolons."""

    def value(self) -> Any:
        """Return the texts, each once."""
        return tuple(dict.fromkeys(filter(None, map(clean_line, self.widget.text().split(";")))))

    def show_value(self, value: Any) -> None:
        """Show the texts."""
        if self.value() != value:
            self.widget.setText("; ".join(value))


class DayOfYearEditor(LineEditor):
    """A day of every year, "25/3", kept as (month, day); empty is None."""

    def value(self) -> Any:
        """Return month and day, None without a sound one."""
        found = self._read()
        return found or None

    def show_value(self, value: Any) -> None:
        """Show a day, or nothing."""
        if self._read() != (value or ()):
            self.widget.setText(f"{value[1]:02d}/{value[0]:02d}" if value else "")

    def problem(self) -> str:
        """Tell what is no day."""
        return "" if self._read() is not None else "ghi ngày/tháng, ví dụ: 25/3"

    def _read(self) -> tuple[int, int] | tuple[()] | None:
        text = self.widget.text().strip()
        if not text:
            return ()
        day, slash, month = text.partition("/")
        try:
            found = date(2024, int(month), int(day)) if slash else None
        except ValueError:
            return None
        return (found.month, found.day) if found else None


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent)
        self.widget: QCheckBox = QCheckBox(words, parent)
        self.widget.toggled.connect(self._changed)

    def value(self) -> Any:
        """Return whether it is ticked."""
        return self.widget.isChecked()

    def show_value(self, value: Any) -> None:
        """Tick it, or not."""
        self.widget.setChecked(bool(value))


class TextEditor(Editor):
    """Several lines of text."""

    def __init__(self, parent: QWidget, lines: int) -> None:
        super().__init__(parent)
        self.widget: QPlainTextEdit = QPlainTextEdit(parent)
        self.widget.setTabChangesFocus(True)
        self.widget.setFixedHeight(self.widget.fontMetrics().lineSpacing() * lines + 16)
        self.widget.textChanged.connect(self._changed)

    def value(self) -> Any:
        """Return the text, tidied."""
        return clean(self.widget.toPlainText()).strip()

    def show_value(self, value: Any) -> None:
        """Show a text."""
        if self.value() != value:
            self.widget.setPlainText(str(value))


class DayEditor(Editor):
    """A day; `needed` ones may not lack."""

    def __init__(self, parent: QWidget, today: Callable[[], date], needed: bool) -> None:
        super().__init__(parent)
        self._today = today
        self._needed = needed
        self.widget: DateEdit = DateEdit(today, parent)
        self.widget.textChanged.connect(self._changed)

    def value(self) -> Any:
        """Return the day, None without one (today for one that is needed: `problem` tells)."""
        found = self.widget.date()
        return self._today() if found is None and self._needed else found

    def show_value(self, value: Any) -> None:
        """Show a day, or nothing."""
        if self.widget.date() != value or self.widget.problem():
            self.widget.set_date(value)

    def problem(self) -> str:
        """Tell what is no day, or that it lacks."""
        lacks = self._needed and not self.widget.text().strip()
        return "chưa nhập ngày" if lacks else self.widget.problem()


class ChoiceEditor(Editor):
    """One of the values of an enumeration."""

    def __init__(self, parent: QWidget, kind: type[StrEnum], calm: CalmWheel) -> None:
        super().__init__(parent)
        self._kind = kind
        self.widget: QComboBox = QComboBox(parent)
        self.widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.widget.installEventFilter(calm)
        # A long name must not widen the form beyond the screen.
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.widget.setMinimumContentsLength(10)
        self.widget.currentIndexChanged.connect(self._changed)

    def value(self) -> Any:
        """Return the value chosen."""
        return self._kind(self.widget.currentData())

    def show_value(self, value: Any) -> None:
        """Choose a value."""
        self.widget.setCurrentIndex(self.widget.findData(str(value)))

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Name the values."""
        self.widget.clear()
        for key, text in options:
            self.widget.addItem(text, str(key))


class SuggestEditor(Editor):
    """A line with texts to choose from; any other can be typed."""

    def __init__(self, parent: QWidget, calm: CalmWheel) -> None:
        super().__init__(parent)
        self.widget: QComboBox = QComboBox(parent)
        self.widget.setEditable(True)
        self.widget.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.widget.setCompleter(None)  # type: ignore[arg-type]  # completing in the line fights with Vietnamese typing
        self.widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.widget.installEventFilter(calm)
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.widget.setMinimumContentsLength(10)
        self.widget.editTextChanged.connect(self._changed)

    def value(self) -> Any:
        """Return the text, tidied."""
        return clean_line(self.widget.currentText())

    def show_value(self, value: Any) -> None:
        """Show a text from its beginning."""
        if self.value() != value:
            self.widget.setEditText(str(value))
        line = self.widget.lineEdit()
        if line is not None and not line.hasFocus():
            line.setCursorPosition(0)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Offer texts."""
        texts = [text for _, text in options]
        if texts != [self.widget.itemText(row) for row in range(self.widget.count())]:
            kept = self.widget.currentText()
            self.widget.clear()
            self.widget.addItems(texts)
            self.widget.setEditText(kept)


class KeyEditor(Editor):
    """Another record, found by any part of its name."""

    def __init__(self, parent: QWidget, calm: CalmWheel) -> None:
        super().__init__(parent)
        self._offered: dict[str, str] = {}
        self.widget: SearchCombo = SearchCombo(parent)
        self.widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.widget.installEventFilter(calm)
        self.widget.setMinimumContentsLength(10)
        self.widget.key_changed.connect(self._changed)

    def value(self) -> Any:
        """Return the key of the record chosen, "" for none."""
        return self.widget.key()

    def show_value(self, value: Any) -> None:
        """Choose a record; one that is no longer offered (it lies in the bin) stays chosen by its key."""
        if value and value not in self._offered:
            self.set_options({**self._offered, value: "(đã xóa)"}.items())
        if self.widget.key() != value:
            self.widget.set_key(str(value))

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Offer records: (key, name)."""
        offered = dict(options)
        if offered != self._offered:
            self._offered = offered
            self.widget.set_items([(key, text, "") for key, text in offered.items()])
