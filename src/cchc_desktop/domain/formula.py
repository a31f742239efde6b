"""Arithmetic of indicator codes: + - * / ( ), codes and numbers, nothing else.

Formulas come from files and from people, so they are never run: `ast` takes them apart, and only the nodes named
here are known.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST = 500
_DEEPEST = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:[.,][0-9]+)?)(?![\w.])|(?P<code>[A-Za-z0-9][A-Za-z0-9_.]*)|(?P<sign>[-+*/()]))"
)
"""A code with a hyphen reads as a difference, and one like 1.2 as a number: such codes stand in braces, {A-1} - B."""
_BRACED = re.compile(r"\s*\{\s*([A-Za-z0-9][A-Za-z0-9_.-]*)\s*\}")
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class BadFormula(ValueError):
    """The formula cannot be read; the message is a Vietnamese reason."""


@dataclass(frozen=True, slots=True)
class Node:
    """A number, a code, or a sign with its two sides."""

    sign: str = ""
    left: Node | None = None
    right: Node | None = None
    code: str = ""
    number: Decimal | None = None

    def codes(self) -> Iterable[str]:
        """Return the codes in it, from the left, repeated ones too."""
        if self.code:
            yield self.code
        for side in (self.left, self.right):
            if side is not None:
                yield from side.codes()


@lru_cache(maxsize=256)
def parse(formula: str) -> Node:
    """Return what a formula means. Decimal commas and points are both read; codes with "-" stand in braces.

    Raises:
        BadFormula: anything but codes, numbers, + - * / and brackets.

    """
    if not formula.strip():
        raise BadFormula("chưa nhập công thức")
    if len(formula) > LONGEST:
        raise BadFormula(f"công thức dài quá {LONGEST} ký tự")
    leaves: list[Node] = []
    text = _plain(formula, leaves)
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadFormula("công thức viết sai: kiểm tra dấu ngoặc và phép tính") from error
    return _node(tree.body, leaves, 0)


def _plain(formula: str, leaves: list[Node]) -> str:
    """Write a formula with v0, v1… for its codes and numbers, so that a code may look like anything."""
    parts, place = [], 0
    formula = formula.rstrip()
    while place < len(formula):
        found = _BRACED.match(formula, place) or _TOKEN.match(formula, place)
        if found is None:
            raise BadFormula(f"không hiểu “{formula[place:].strip()[:10]}”; chỉ dùng mã chỉ tiêu, số và + - * / ( )")
        place = found.end()
        if found.re is _TOKEN and found["sign"]:
            parts.append(found["sign"])
            continue
        if found.re is _BRACED:
            leaves.append(Node(code=found[1]))
        elif found["number"]:
            leaves.append(Node(number=Decimal(found["number"].replace(",", "."))))
        else:
            leaves.append(Node(code=found["code"]))
        parts.append(f"v{len(leaves) - 1}")
    return " ".join(parts)


def _node(tree: ast.expr, leaves: list[Node], depth: int) -> Node:
    if depth > _DEEPEST:
        raise BadFormula("công thức lồng quá nhiều phép tính")
    match tree:
        case ast.BinOp(left, sign, right) if type(sign) in _SIGNS:
            return Node(_SIGNS[type(sign)], _node(left, leaves, depth + 1), _node(right, leaves, depth + 1))
        case ast.Name(name):
            return leaves[int(name[1:])]
    raise BadFormula("công thức chỉ gồm mã chỉ tiêu, số và + - * / ( )")


def codes_of(formula: str) -> tuple[str, ...]:
    """Return the codes a formula names, each once, in order.

    Raises:
        BadFormula: it cannot be read.

    """
    return tuple(dict.fromkeys(parse(formula).codes()))


def evaluate(node: Node, values: Mapping[str, Decimal]) -> Decimal | None:
    """Return the value; None when a code has none, or something is divided by nothing."""
    if node.number is not None:
        return node.number
    if node.code:
        return values.get(node.code)
    assert node.left is not None
    assert node.right is not None
    left, right = evaluate(node.left, values), evaluate(node.right, values)
    if left is None or right is None or (node.sign == "/" and not right):
        return None
    match node.sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right


def circle(code: str, needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the way from a code back to itself ("A", "B", "A"), () when it does not depend on itself."""
    seen: set[str] = set()
    ways: list[tuple[str, ...]] = [(code,)]
    while ways:
        way = ways.pop()
        for other in needs.get(way[-1], ()):
            if other == code:
                return (*way, code)
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()
