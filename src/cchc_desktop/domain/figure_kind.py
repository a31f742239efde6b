"""What may be done with the figures of an indicator, by its kind. The one place that says so.

Sums are added over time and over units. Nothing else is: a latest value, a figure of its own period and a number of
different things hold for their span only, and a percentage is divided anew from its two sums, never averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_desktop.domain.catalogue import Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.formula import BadFormula, Node, circle, codes_of, parse

_K = IndicatorKind
_S = IndicatorSource

ITEMS: Mapping[IndicatorSource, Mapping[str, tuple[str, IndicatorKind]]] = {
    _S.LOG_DISTINCT: {
        "days": ("Số ngày có hoạt động", _K.DISTINCT),
        "forms": ("Số hình thức đã sử dụng", _K.DISTINCT),
        "tasks": ("Số nhiệm vụ có hoạt động", _K.DISTINCT),
    },
    _S.TASKS: {
        "total": ("Số nhiệm vụ trong kế hoạch năm", _K.LATEST),
        "done": ("Số nhiệm vụ đã hoàn thành", _K.LATEST),
        "late": ("Số nhiệm vụ quá hạn", _K.LATEST),
    },
    _S.BUDGET: {
        "estimated": ("Dự toán của năm (đồng)", _K.LATEST),
        "spent": ("Đã chi (đồng)", _K.SUM),
        "left": ("Còn lại của dự toán năm (đồng)", _K.LATEST),
    },
    _S.PETITIONS: {
        "received": ("Số đã tiếp nhận", _K.SUM),
        "answered": ("Số đã trả lời", _K.SUM),
        "transferred": ("Số đã chuyển", _K.SUM),
        "open": ("Số đang giải quyết", _K.LATEST),
    },
}
"""Source → what it can tell: its name, and the only kind such a figure has."""

KINDS: Mapping[IndicatorSource, frozenset[IndicatorKind]] = {
    _S.LOG_MEASURE: frozenset({_K.SUM}),
    _S.LOG_COUNT: frozenset({_K.SUM}),
    _S.TYPED: frozenset({_K.SUM, _K.LATEST, _K.SEPARATE, _K.DISTINCT}),
    _S.FORMULA: frozenset({_K.SUM, _K.LATEST, _K.SEPARATE, _K.RATIO}),
    **{source: frozenset(kind for _, kind in items.values()) for source, items in ITEMS.items()},
}
"""Source → the kinds its figures may have."""

KIND_NAMES = {
    _K.SUM: "Cộng dồn",
    _K.SEPARATE: "Chỉ của riêng kỳ, không cộng",
    _K.LATEST: "Lấy số mới nhất, không cộng",
    _K.RATIO: "Tỷ lệ %",
    _K.DISTINCT: "Đếm không trùng, không cộng",
}
SOURCE_NAMES = {
    _S.LOG_MEASURE: "Nhật ký: cộng số lượng",
    _S.LOG_COUNT: "Nhật ký: đếm số hoạt động",
    _S.LOG_DISTINCT: "Nhật ký: đếm không trùng",
    _S.TASKS: "Nhiệm vụ của kế hoạch",
    _S.BUDGET: "Sổ kinh phí",
    _S.PETITIONS: "Sổ phản ánh, kiến nghị",
    _S.TYPED: "Nhập tay",
    _S.FORMULA: "Tính từ chỉ tiêu khác",
}


def adds_up(indicator: Indicator) -> bool:
    """Tell whether figures of this indicator may be added over time and over units."""
    return indicator.kind is IndicatorKind.SUM


def needs(indicator: Indicator) -> tuple[str, ...]:
    """Return the codes a figure is computed from; () for one that is not, or whose formula cannot be read."""
    if indicator.source is not IndicatorSource.FORMULA:
        return ()
    if indicator.kind is IndicatorKind.RATIO:
        return indicator.numerator, indicator.denominator
    try:
        return codes_of(indicator.formula)
    except BadFormula:
        return ()


def kind_problems(indicator: Indicator, others: Iterable[Indicator]) -> dict[str, str]:
    """Return field → reason for all that does not fit kind, source, item, formula and rules.

    Args:
        indicator: the one to look at.
        others: all indicators of its day; itself may be among them.

    """
    known = {one.code: one for one in others} | {indicator.code: indicator}
    found: dict[str, str] = {}
    if indicator.kind not in KINDS[indicator.source]:
        names = ", ".join(f"“{KIND_NAMES[kind]}”" for kind in KIND_NAMES if kind in KINDS[indicator.source])
        found["kind"] = f"nguồn “{SOURCE_NAMES[indicator.source]}” chỉ đi với cách tính {names}"
    found |= _item_problems(indicator)
    if indicator.source is IndicatorSource.FORMULA and "kind" not in found:
        found |= (
            _ratio_problems(indicator, known) if indicator.kind is _K.RATIO else _formula_problems(indicator, known)
        )
    way = circle(indicator.code, {code: needs(one) for code, one in known.items()})
    if way:
        found["formula"] = f"công thức đi vòng: {' → '.join(way)}"
    return found | rule_problems(indicator, known)


def _item_problems(indicator: Indicator) -> dict[str, str]:
    items = ITEMS.get(indicator.source)
    if items is None:
        return {"item": "nguồn này không có mục để chọn"} if indicator.item else {}
    if indicator.item not in items:
        return {"item": f"hãy chọn một trong: {', '.join(items)}"}
    kind = items[indicator.item][1]
    if indicator.kind is not kind:
        return {"kind": f"“{items[indicator.item][0]}” phải là “{KIND_NAMES[kind]}”"}
    return {}


def _ratio_problems(indicator: Indicator, known: Mapping[str, Indicator]) -> dict[str, str]:
    found = {}
    for key in ("numerator", "denominator"):
        code = getattr(indicator, key)
        if not code:
            found[key] = "chưa chọn chỉ tiêu"
        elif code not in known:
            found[key] = f"không có chỉ tiêu “{code}”"
        elif known[code].kind is IndicatorKind.RATIO:
            found[key] = f"“{code}” đã là tỷ lệ, không tính tỷ lệ của tỷ lệ"
    return found


def _formula_problems(indicator: Indicator, known: Mapping[str, Indicator]) -> dict[str, str]:
    try:
        kind, unit = _kind_of(parse(indicator.formula), known)
    except BadFormula as error:
        return {"formula": str(error)}
    if kind is None:
        return {"formula": "công thức không có chỉ tiêu nào"}
    if indicator.kind is IndicatorKind.SUM and kind is not IndicatorKind.SUM:
        return {"kind": "công thức có số không cộng được nên kết quả không cộng dồn được"}
    if unit and unit != indicator.unit:
        return {"unit": f"công thức cho ra “{unit}”"}
    return {}


def _kind_of(node: Node, known: Mapping[str, Indicator]) -> tuple[IndicatorKind | None, str]:
    """Return the kind (None: a plain number) and the unit ("": not known) of a part of a formula.

    Raises:
        BadFormula: it adds what does not add up, or touches a percentage.

    """
    if node.number is not None:
        return None, ""
    if node.code:
        return _operand(node.code, known)
    assert node.left is not None
    assert node.right is not None
    left, right = _kind_of(node.left, known), _kind_of(node.right, known)
    if node.sign in "+-":
        return _added(left, right)
    if left[0] is None and node.sign == "*":
        return right
    if right[0] is None:
        return left
    return IndicatorKind.SEPARATE, ""


def _operand(code: str, known: Mapping[str, Indicator]) -> tuple[IndicatorKind, str]:
    if code not in known:
        raise BadFormula(f"không có chỉ tiêu “{code}”")
    one = known[code]
    if one.kind is IndicatorKind.RATIO:
        raise BadFormula(f"“{code}” là tỷ lệ %: không cộng, không lấy bình quân các tỷ lệ")
    return one.kind, one.unit


Part = tuple[IndicatorKind | None, str]


def _added(left: Part, right: Part) -> Part:
    kinds = {left[0], right[0]}
    if kinds == {None}:
        return None, ""
    if None in kinds:
        raise BadFormula("không cộng, trừ một số với một chỉ tiêu")
    if not kinds <= {IndicatorKind.SUM, IndicatorKind.LATEST}:
        raise BadFormula("không cộng, trừ các số không cộng được (đếm không trùng, số của riêng kỳ)")
    if left[1] and right[1] and left[1] != right[1]:
        raise BadFormula(f"không cộng, trừ các đơn vị tính khác nhau: {left[1]}, {right[1]}")
    both = IndicatorKind.SUM if kinds == {IndicatorKind.SUM} else IndicatorKind.LATEST
    return both, left[1] or right[1]


def rule_problems(indicator: Indicator, known: Mapping[str, Indicator]) -> dict[str, str]:
    """Return the problem of the first rule that cannot be read, or that compares a code with itself."""
    for rule in indicator.rules:
        try:
            codes = codes_of(rule.formula)
        except BadFormula as error:
            return {"rules": f"“{rule.formula}”: {error}"}
        unknown = next((code for code in codes if code not in known), "")
        if unknown:
            return {"rules": f"“{rule.formula}”: không có chỉ tiêu “{unknown}”"}
        if indicator.code in codes:
            return {"rules": f"“{rule.formula}”: chỉ tiêu so với chính nó"}
    return {}
