"""A small part of Excel's formulas: enough for the totals, shares and conditions of a form.

What it does not know for certain it does not answer: `Unknown` is raised, and nobody shows a guess. The grammar and the
order of operators are those of ECMA-376, part 1, 18.17.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from cchc_desktop.domain.report_form import MAX_COLUMN, MAX_ROW
from cchc_desktop.domain.report_form_grid import Area

Scalar = float | str | bool | None
DIV0 = "#DIV/0!"
"""What dividing by nothing gives; as a value it goes through a formula until IFERROR catches it."""


class Unknown(Exception):
    """A formula whose result cannot be known here."""


class Fault(str):
    """An error value of Excel."""

    __slots__ = ()


class Words(str):
    """A text of the form that is not looked up: it is no number, and nothing may be said of it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """An area that a formula names; an empty `sheet` is the formula's own."""

    sheet: str
    area: Area


Value = Scalar | Fault | list[Scalar | Fault]
Look = Callable[[Reference], list[Scalar | Fault]]
"""Returns the values of an area, row by row."""

_SHEET = r"(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!"
_PLACE = r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})"
_WHOLE = r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}"
_REFERENCE = re.compile(rf"(?:{_SHEET})?(?:{_PLACE}(?::{_PLACE})?|({_WHOLE}))(?![\w(.\[!:])")
_STANDING = re.compile(rf"(?<![\w.]){_REFERENCE.pattern}")
_NUMBER = re.compile(r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?")
_STANDING_NUMBER = re.compile(rf"(?<![\w.])(?:{_NUMBER.pattern})")
_STRING = re.compile(r'"((?:[^"]|"")*)"')
_NAME = re.compile(r"[^\W\d][\w.\\]*")
_OPERATOR = re.compile(r"<=|>=|<>|[-+*/^%=<>&(),]")
_BLANK = re.compile(r"\s+")
_ROAMING = ("INDIRECT", "OFFSET", "CELL", "INFO")
_DEPTH = 60
_MAX_CELLS = 100_000  # values that one formula may take in


def references(formula: str) -> tuple[list[Reference], bool]:
    """Return the areas a formula names, and whether it may depend on more than that (names, tables, INDIRECT)."""
    text = _STRING.sub('""', formula)
    found = [_reference(match) for match in _STANDING.finditer(text)]
    rest = _STANDING_NUMBER.sub(" ", _STANDING.sub(" ", text))
    names = ((match[0].upper(), rest[match.end() : match.end() + 1] == "(") for match in _NAME.finditer(rest))
    roams = any(name in _ROAMING if called else name not in ("TRUE", "FALSE") for name, called in names)
    return found, roams


def _reference(match: re.Match[str]) -> Reference:
    sheet = (match[1] or match[2] or "").replace("''", "'")
    if match[7]:
        return Reference(sheet, _whole_area(match[7].replace("$", "")))
    top, left = int(match[4]), _column(match[3])
    bottom, right = (int(match[6]), _column(match[5])) if match[5] else (top, left)
    if max(top, bottom) > MAX_ROW or max(left, right) > MAX_COLUMN:
        raise Unknown(match[0])
    return Reference(sheet, Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """Return the number of a column; the same few come again and again."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _whole_area(text: str) -> Area:
    """Return the area of "A:B" or "3:4"."""
    first, _, second = text.partition(":")
    if first.isdigit():
        low, high = sorted((int(first), int(second)))
        return Area(low, 1, high, MAX_COLUMN)
    low, high = sorted((_column(first), _column(second)))
    return Area(1, low, MAX_ROW, high)


def evaluate(formula: str, look: Look) -> float | str | bool | Fault:
    """Return the result of a formula (without its "=").

    Raises:
        Unknown: it uses something that is not known here.

    """
    parser = _Parser(formula, look)
    value = _single(parser.expression(0))
    if parser.token or isinstance(value, Words):
        raise Unknown(parser.token)
    return 0.0 if value is None else value


_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


class _Parser:
    """Reads and computes from left to right; every operator holds the operands to its left first."""

    def __init__(self, text: str, look: Look) -> None:
        self._text = text
        self._look = look
        self._position = 0
        self._depth = 0
        self.token = ""
        self._value: Value = None
        self._next()

    def _next(self) -> None:
        """Take the next token: an operator, or a kind ("value", "call") with its value."""
        if blank := _BLANK.match(self._text, self._position):
            self._position = blank.end()
        for pattern, kind in _KINDS:
            if match := pattern.match(self._text, self._position):
                self._position = match.end()
                self.token = kind or match[0]
                self._take(kind, match)
                return
        if self._position < len(self._text):
            raise Unknown(self._text[self._position :][:20])
        self.token = ""

    def _take(self, kind: str, match: re.Match[str]) -> None:
        if kind == "area":
            reference = _reference(match)
            area = reference.area
            if (area.bottom - area.top + 1) * (area.right - area.left + 1) > _MAX_CELLS:
                raise Unknown(match[0])
            self._value = self._look(reference)
        elif kind == "number":
            self._value = float(match[0])
        elif kind == "string":
            self._value = match[1].replace('""', '"')
        elif kind == "name":
            self._value = match[0].upper()

    def expression(self, least: int) -> Value:
        """Return the value of what follows, as far as operators bind tighter than `least`."""
        self._depth += 1
        if self._depth > _DEPTH:
            raise Unknown("depth")
        left = self._operand()
        while _BINDING.get(self.token, 0) > least:
            operator = self.token
            self._next()
            left = _compute(operator, left, self.expression(_BINDING[operator]))
        self._depth -= 1
        return left

    def _operand(self) -> Value:
        token, value = self.token, self._value
        self._next()
        if token in ("+", "-"):
            inner = self._operand()
            return _compute("-", 0.0, inner) if token == "-" else inner
        if token == "(":
            value = self.expression(0)
            self._expect(")")
        elif token == "name":
            value = self._call(str(value))
        elif token not in ("area", "number", "string"):
            raise Unknown(token)
        while self.token == "%":
            self._next()
            value = _compute("/", value, 100.0)
        return value

    def _call(self, name: str) -> Value:
        if self.token != "(":
            if name in ("TRUE", "FALSE"):
                return name == "TRUE"
            raise Unknown(name)
        self._next()
        arguments: list[Value] = []
        while self.token != ")":
            arguments.append(self.expression(0))
            if self.token == ",":
                self._next()
            elif self.token != ")":
                raise Unknown(self.token)
        self._next()
        function = _FUNCTIONS.get(name)
        if function is None:
            raise Unknown(name)
        return function(arguments)

    def _expect(self, token: str) -> None:
        if self.token != token:
            raise Unknown(self.token)
        self._next()


_KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_REFERENCE, "area"), (_NUMBER, "number"), (_STRING, "string"), (_NAME, "name"), (_OPERATOR, ""),
)  # fmt: skip


def _single(value: Value) -> Scalar | Fault:
    """Return the one value of a cell; an area in its place would be cut or spilled by Excel."""
    if isinstance(value, list):
        if len(value) != 1:
            raise Unknown("area")
        return value[0]
    return value


def _number(value: Scalar | Fault) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise Unknown("text in a sum")
    return float(value)


def _compute(operator: str, left_given: Value, right_given: Value) -> Scalar | Fault:
    left, right = _single(left_given), _single(right_given)
    for side in (left, right):
        if isinstance(side, Fault):
            return side
    if operator == "&":
        raise Unknown("&")
    if operator in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(operator, left, right)
    first, second = _number(left), _number(right)
    if operator == "/":
        return first / second if second else Fault(DIV0)
    if operator == "^":
        raise Unknown("^")
    result = {"+": first + second, "-": first - second, "*": first * second}[operator]
    if not math.isfinite(result):
        raise Unknown("too large")
    return result


def _compare(operator: str, left: Scalar, right: Scalar) -> bool:
    if isinstance(left, Words) or isinstance(right, Words):
        raise Unknown("text")
    if isinstance(left, str) or isinstance(right, str):
        one, other = ("" if side is None else side for side in (left, right))
        if not (isinstance(one, str) and isinstance(other, str)) or operator not in ("=", "<>"):
            raise Unknown("text compared with a number")
        return (one.casefold() == other.casefold()) == (operator == "=")
    first, second = _number(left), _number(right)
    return {
        "=": first == second, "<>": first != second, "<": first < second, ">": first > second,
        "<=": first <= second, ">=": first >= second,
    }[operator]  # fmt: skip


# ------------------------------------------------------------------ functions


def _numbers(arguments: Sequence[Value]) -> list[float] | Fault:
    """Return the numbers among the arguments: in areas texts, truths and blanks are passed over."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, list):
            fault = next((one for one in argument if isinstance(one, Fault)), None)
            if fault is not None:
                return fault
            found += [one for one in argument if isinstance(one, float)]
        elif isinstance(argument, Fault):
            return argument
        else:
            found.append(_number(argument))
    return found


def _of_numbers(function: Callable[[list[float]], float | Fault]) -> Callable[[list[Value]], Value]:
    def called(arguments: list[Value]) -> Value:
        numbers = _numbers(arguments)
        return numbers if isinstance(numbers, Fault) else function(numbers)

    return called


def _mean(numbers: list[float]) -> float | Fault:
    return sum(numbers) / len(numbers) if numbers else Fault(DIV0)


def _round(arguments: list[Value]) -> Value:
    """Return a number rounded as Excel does: halves away from zero."""
    value, digits = (_single(argument) for argument in arguments)
    if isinstance(value, Fault):
        return value
    places = Decimal(1).scaleb(-int(_number(digits)))
    return float(Decimal(f"{_number(value):.15g}").quantize(places, ROUND_HALF_UP))


def _if(arguments: list[Value]) -> Value:
    if len(arguments) not in (2, 3):
        raise Unknown("IF")
    condition = _single(arguments[0])
    if isinstance(condition, Fault):
        return condition
    if isinstance(condition, str):
        raise Unknown("IF")
    if condition:
        return _single(arguments[1])
    return _single(arguments[2]) if len(arguments) == 3 else False


def _if_error(arguments: list[Value]) -> Value:
    value, otherwise = (_single(argument) for argument in arguments)
    return otherwise if isinstance(value, Fault) else value


def _abs(arguments: list[Value]) -> Value:
    (value,) = (_single(argument) for argument in arguments)
    return value if isinstance(value, Fault) else abs(_number(value))


def _counted(call: Callable[[list[Value]], Value], number: int) -> Callable[[list[Value]], Value]:
    """Let a function be called with that many arguments only."""

    def called(arguments: list[Value]) -> Value:
        if len(arguments) != number:
            raise Unknown("arguments")
        return call(arguments)

    return called


_FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "SUM": _of_numbers(lambda numbers: float(sum(numbers))),
    "MIN": _of_numbers(lambda numbers: min(numbers, default=0.0)),
    "MAX": _of_numbers(lambda numbers: max(numbers, default=0.0)),
    "AVERAGE": _of_numbers(_mean),
    "ROUND": _counted(_round, 2),
    "ABS": _counted(_abs, 1),
    "IF": _if,
    "IFERROR": _counted(_if_error, 2),
}
