"""Editing an indicator: what it is, where its figure comes from, how it behaves, what it must agree with."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.catalogue import Catalogues, Form, Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.figure_kind import ITEMS, KIND_NAMES, KINDS, SOURCE_NAMES
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui.models.catalogue_words import codes_text, read_codes, read_rules, rules_text
from cchc_desktop.ui.widgets.catalogue_check_list import CheckList
from cchc_desktop.ui.widgets.catalogue_editor import EntryEditor, offer, put_line, spin, typed, unread
from cchc_desktop.ui.widgets.field import Field

_LOG = (IndicatorSource.LOG_MEASURE, IndicatorSource.LOG_COUNT, IndicatorSource.LOG_DISTINCT)


class IndicatorEditor(EntryEditor[Indicator]):
    """Only the fields that the chosen source and kind need are shown, and only kinds that the source can have."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("indicator", parent)
        self._forms: tuple[Form, ...] = ()
        self.code, self.name, self.unit = self.line("code"), self.line("name"), self.line("unit")
        self.group = self.words("group")
        self.decimals = spin("indicator_decimals", 4, self)
        self.decimals.valueChanged.connect(self._changed)
        self.source = self.choice("source", SOURCE_NAMES)
        self.source.activated.connect(self._source_chosen)
        self.kind = self.choice("kind")
        self.kind.activated.connect(self._show_needed)
        self.item = self.choice("item")
        self.item.activated.connect(self._item_chosen)
        self.forms = CheckList("indicator_forms", 5, self)
        self.forms.ticked.connect(self._forms_ticked)
        self.measures = CheckList("indicator_measures", 4, self)
        self.measures.ticked.connect(self._changed)
        self.numerator, self.denominator = self.choice("numerator"), self.choice("denominator")
        self.formula = self.line("formula")
        self.rules = self.box("rules", 2)
        self.codes = self.box("codes", 2)
        self._make_fields()
        self.add("code", "unit")
        self.add("name")
        self.add("group", "decimals")
        self.add("source")
        self.add("kind")
        for name in ("item", "forms", "measures", "numerator", "denominator", "formula", "rules", "codes"):
            self.add(name)

    def _make_fields(self) -> None:
        self.fields = {
            "code": Field(self.tr("Mã"), self.code, parent=self),
            "unit": Field(self.tr("Đơn vị tính"), self.unit, parent=self),
            "name": Field(self.tr("Tên chỉ tiêu"), self.name, parent=self),
            "group": Field(self.tr("Nhóm trong báo cáo"), self.group, parent=self),
            "decimals": Field(self.tr("Số chữ số thập phân"), self.decimals, parent=self),
            "source": Field(self.tr("Lấy số từ"), self.source, parent=self),
            "kind": Field(self.tr("Theo thời gian"), self.kind, parent=self),
            "item": Field(self.tr("Lấy gì"), self.item, parent=self),
            "forms": Field(
                self.tr("Của các hình thức"), self.forms, self.tr("Không chọn hình thức nào: tính mọi hình thức."), self
            ),
            "measures": Field(self.tr("Cộng các số lượng"), self.measures, parent=self),
            "numerator": Field(self.tr("Tử số"), self.numerator, parent=self),
            "denominator": Field(self.tr("Mẫu số"), self.denominator, parent=self),
            "formula": Field(
                self.tr("Công thức"),
                self.formula,
                self.tr("Mã chỉ tiêu, số và + - * / ( ), ví dụ TT18 + TT20. Không cộng tỷ lệ, không cộng khác đơn vị."),
                self,
            ),
            "rules": Field(
                self.tr("Ràng buộc khi kiểm tra báo cáo"),
                self.rules,
                self.tr("Mỗi dòng một ràng buộc: “≤ TT26” (không lớn hơn) hoặc “= TT18 + TT20” (phải bằng)."),
                self,
            ),
            "codes": Field(
                self.tr("Mã trong biểu của cấp trên"), self.codes, self.tr("Mỗi dòng “tên biểu: mã”."), self
            ),
        }

    # ------------------------------------------------------------------ showing and reading

    def show_value(self, value: Indicator, catalogues: Catalogues, *, new: bool) -> None:
        """Show an indicator."""
        self._forms = catalogues.forms
        put_line(self.code, value.code)
        self.code.setEnabled(new)
        put_line(self.name, value.name)
        put_line(self.unit, value.unit)
        offer(self.group, (one.group for one in catalogues.indicators), value.group)
        self.decimals.setValue(value.decimals)
        self.source.show_value(value.source)
        self._offer_kinds(value.kind)
        self._offer_items(value.item)
        self.forms.offer(((form.code, form.name) for form in self._forms), value.forms)
        self._offer_measures(value.measures)
        parts = [(one.code, f"{one.code}. {one.name}") for one in catalogues.indicators if one.code != value.code]
        for box, code in ((self.numerator, value.numerator), (self.denominator, value.denominator)):
            box.clear()
            box.addItem(self.tr("(chưa chọn)"), "")
            for known, words in parts:
                box.addItem(words, known)
            box.show_value(code)
        put_line(self.formula, value.formula)
        self.rules.setPlainText(rules_text(value.rules))
        self.codes.setPlainText(codes_text(value.codes))
        self._show_needed()

    def value(self, base: Indicator) -> Indicator:
        """Return the indicator as the fields say; what the source does not use is empty."""
        source, kind = self._source(), self._kind()
        ratio = kind is IndicatorKind.RATIO
        formula = source is IndicatorSource.FORMULA
        wrong = self.problems()
        return replace(
            base,
            code=base.code or typed(self.code),
            name=typed(self.name),
            unit=typed(self.unit),
            kind=kind,
            source=source,
            group=clean_line(self.group.currentText()),
            forms=self.forms.chosen() if source in _LOG else (),
            measures=self.measures.chosen() if source is IndicatorSource.LOG_MEASURE else (),
            numerator=str(self.numerator.currentData() or "") if ratio else "",
            denominator=str(self.denominator.currentData() or "") if ratio else "",
            decimals=self.decimals.value(),
            item=str(self.item.currentData() or "") if source in ITEMS else "",
            formula=typed(self.formula) if formula and not ratio else "",
            rules=base.rules if "rules" in wrong else read_rules(self.rules.toPlainText()),
            codes=base.codes if "codes" in wrong else read_codes(self.codes.toPlainText()),
        )

    def problems(self) -> dict[str, str]:
        """Return what cannot be read."""
        return unread(
            [
                ("rules", lambda: read_rules(self.rules.toPlainText())),
                ("codes", lambda: read_codes(self.codes.toPlainText())),
            ]
        )

    def _source(self) -> IndicatorSource:
        return IndicatorSource(self.source.currentData())

    def _kind(self) -> IndicatorKind:
        return IndicatorKind(self.kind.currentData())

    # ------------------------------------------------------------------ what depends on what

    def _source_chosen(self) -> None:
        self._offer_kinds(self._kind())
        self._offer_items(str(self.item.currentData() or ""))
        self._offer_measures(self.measures.chosen())
        self._item_chosen()

    def _item_chosen(self) -> None:
        items = ITEMS.get(self._source())
        if items:
            self.kind.show_value(items[str(self.item.currentData())][1])
        self._show_needed()

    def _forms_ticked(self) -> None:
        self._offer_measures(self.measures.chosen())
        self._changed()

    def _offer_kinds(self, chosen: IndicatorKind) -> None:
        self.kind.clear()
        for kind, words in KIND_NAMES.items():
            if kind in KINDS[self._source()]:
                self.kind.addItem(words, kind)
        self.kind.show_value(chosen)

    def _offer_items(self, chosen: str) -> None:
        self.item.clear()
        for code, (words, _) in ITEMS.get(self._source(), {}).items():
            self.item.addItem(words, code)
        self.item.show_value(chosen)

    def _offer_measures(self, chosen: tuple[str, ...]) -> None:
        wanted = self.forms.chosen()
        found: dict[str, str] = {}
        for form in self._forms:
            if not wanted or form.code in wanted:
                for measure in form.measures:
                    found.setdefault(measure.code, f"{measure.name} ({measure.unit})")
        self.measures.offer(found.items(), chosen)

    def _show_needed(self) -> None:
        source = self._source()
        ratio = source is IndicatorSource.FORMULA and self._kind() is IndicatorKind.RATIO
        shown = {
            "item": source in ITEMS,
            "kind": source not in ITEMS,
            "forms": source in _LOG,
            "measures": source is IndicatorSource.LOG_MEASURE,
            "numerator": ratio,
            "denominator": ratio,
            "formula": source is IndicatorSource.FORMULA and not ratio,
        }
        for name, needed in shown.items():
            self.fields[name].setVisible(needed)
