"""What a template may say: print a field, choose, repeat over a list it is given. Nothing else.

The rules look at the syntax tree of Jinja and run before anything of the template does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, nodes

MAX_LOOP_DEPTH = 3
"""Loops inside each other; the most a form needs is groups, rows, lines."""

MAX_OUTPUT = 60_000_000
"""Most characters of XML a part may grow to: a table of 3,000 tasks has 10 million."""

FILTERS = ("upper", "lower", "length")
"""The filters a template may use: CAPITALS, lower case, number of items."""

LOOP_FIELDS = frozenset({"first", "last", "index", "length"})
"""What of "loop" may be printed."""

ALLOWED_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem),
    *(nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.CondExpr),
)
"""The nodes of a syntax tree that templates may hold."""

_REASONS: tuple[tuple[tuple[type[nodes.Node], ...], str], ...] = (
    ((nodes.Call, nodes.CallBlock), "mẫu không được gọi hàm"),
    ((nodes.Macro, nodes.FilterBlock, nodes.Block), "mẫu không được dùng macro hay khối lệnh riêng"),
    ((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends), "mẫu không được chèn tệp khác"),
    ((nodes.Concat,), "mẫu không được nối chữ bằng “~”; hãy đặt hai thẻ cạnh nhau"),
    ((nodes.BinExpr, nodes.UnaryExpr), "mẫu không được tính toán"),
    ((nodes.Assign, nodes.AssignBlock, nodes.With), "mẫu không được đặt biến"),
    ((nodes.Slice,), "mẫu không được cắt chữ hay cắt danh sách"),
    ((nodes.Test,), "mẫu không dùng được phép thử “is”; hãy viết {% if tên_trường %}"),
    ((nodes.Literal,), "mẫu không được tự lập danh sách"),
)
_OTHER = "mẫu dùng câu lệnh không được phép"


class Refused(Exception):
    """A construct a template may not hold.

    Args:
        reason: Vietnamese reason.
        where: name or text of the construct.
        line: line of the source it stands on.

    """

    def __init__(self, reason: str, where: str, line: int = 0) -> None:
        super().__init__(reason, where)
        self.reason = reason
        self.where = where
        self.line = line


def check_nodes(node: nodes.Node, depth: int = 0) -> None:
    """Refuse every construct that a form does not need, before anything runs.

    Raises:
        Refused: with the reason and the name of the construct.

    """
    if not isinstance(node, ALLOWED_NODES):
        reason = next((text for kinds, text in _REASONS if isinstance(node, kinds)), _OTHER)
        raise Refused(reason, type(node).__name__, node.lineno)
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise Refused(f"bộ lọc “{node.name}” không dùng được", node.name, node.lineno)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise Refused("mẫu không được đọc phần bên trong của chương trình", node.attr, node.lineno)
    if isinstance(node, nodes.For):
        depth += 1
        _check_loop(node, depth)
    for child in node.iter_child_nodes():
        check_nodes(child, depth)


def _check_loop(node: nodes.For, depth: int) -> None:
    if depth > MAX_LOOP_DEPTH:
        raise Refused(f"mẫu lồng quá {MAX_LOOP_DEPTH} vòng lặp vào nhau", f"dòng {node.lineno}", node.lineno)
    if isinstance(node.iter, nodes.Call):
        raise Refused("mẫu không được gọi hàm", "Call", node.lineno)
    if not isinstance(node.iter, nodes.Name | nodes.Getattr):
        raise Refused("mẫu chỉ được lặp trên một danh sách có sẵn", f"dòng {node.lineno}", node.lineno)
    if node.recursive:
        raise Refused("mẫu không được lặp đệ quy", "recursive", node.lineno)


def parse(environment: Environment, source: str) -> nodes.Template:
    """Return the checked syntax tree of a template's source.

    Raises:
        TemplateSyntaxError: the source is wrong.
        Refused: it holds what templates may not; or brackets without end.

    """
    try:
        tree = environment.parse(source)
        check_nodes(tree)
    except RecursionError as error:
        raise Refused("câu lệnh lồng nhau quá sâu", "", 0) from error
    return tree


def check_output(tree: nodes.Template, context: Mapping[str, Any]) -> None:
    """Refuse a template whose loops would print more than `MAX_OUTPUT`, by counting with the real lists.

    Raises:
        Refused: before anything is rendered.

    """
    _Counter().run(tree.body, dict(context))


class _Counter:
    """Walks the loops as rendering would, adding lengths instead of text; both branches of a choice count."""

    def __init__(self) -> None:
        self._left = MAX_OUTPUT

    def run(self, body: list[nodes.Node], scope: dict[str, Any]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for item in node.nodes:
                    self._spend(len(item.data) if isinstance(item, nodes.TemplateData) else _length(item, scope))
            elif isinstance(node, nodes.If):
                self.run([*node.body, *node.elif_, *node.else_], scope)
            elif isinstance(node, nodes.For):
                found = _value(node.iter, scope)
                if found is not None and not isinstance(found, list):
                    raise Refused("chỉ lặp được trên một danh sách", "", node.lineno)
                name = node.target.name if isinstance(node.target, nodes.Name) else ""
                for item in found if isinstance(found, list) else ():
                    self._spend(1)
                    self.run(node.body, {**scope, name: item})
                self.run(node.else_, scope)

    def _spend(self, length: int) -> None:
        self._left -= length
        if self._left < 0:
            raise Refused("vòng lặp của mẫu in ra quá nhiều chữ", "", 0)


def _length(node: nodes.Node, scope: Mapping[str, Any]) -> int:
    """Return how long the print of an expression can be: that of all its parts together."""
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        found = _value(node, scope)
        return _printed_length(found)
    if isinstance(node, nodes.Const):
        return len(str(node.value))
    return sum(_length(child, scope) for child in node.iter_child_nodes())


def _printed_length(value: Any) -> int:
    """Return the length of a value as text; a whole list or dict is printed by nobody who means well."""
    if isinstance(value, dict):
        return sum(map(_printed_length, value.values()))
    if isinstance(value, list):
        return sum(map(_printed_length, value))
    return len(value) if isinstance(value, str) else 8


def _value(node: nodes.Node, scope: Mapping[str, Any]) -> Any:
    """Return what a plain name, a field of one or an item of a list holds; None for anything else."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        return _item(_value(node.node, scope), node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return _item(_value(node.node, scope), node.arg.value)
    return None


def _item(holder: Any, key: Any) -> Any:
    if isinstance(holder, dict):
        return holder.get(key) if isinstance(key, str) else None
    if isinstance(holder, list) and isinstance(key, int) and -len(holder) <= key < len(holder):
        return holder[key]
    return None
