"""The words of a report, with figures in them that stay live until it is frozen.

A figure stands in the text as `{{TT07}}`, which is printed as "12 bài"; behind a colon stands what of it is wanted:
`{{TT07:số}}` the number alone, `{{TT07:lũy kế}}` since the data year began, `{{TT07:cùng kỳ}}` a year ago,
`{{TT07:so sánh}}` "tăng 3 bài so với cùng kỳ năm trước", `{{TT07:kế hoạch}}` how much of the year's target is done.
Sentences are chosen by rules and figures; nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cchc_desktop.domain.figure import STATE_NAMES, Amount, Figure, FigureState
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.text import fold

TOKEN = re.compile(r"\{\{\s*([^{}:]*?)\s*(?::\s*([^{}]*?)\s*)?\}\}")
"""A figure in a text: code, and what of it."""


@dataclass(frozen=True, slots=True)
class NarrativePart:
    """A part of the narrative: the heading as printed, and its paragraphs, one a line."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class NarrativeSentence:
    """A sentence that is offered when its figures allow.

    `needs` are codes that must be counted and more than nothing; `unless` codes none of which may be; `nothing` codes
    of which it is known that there was nothing (silence is not); `compares` codes whose figure of a year ago must be
    known. Without any it is always offered.
    """

    text: str
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    compares: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NarrativeRule:
    """A part of the narrative as the catalogue has it."""

    title: str
    sentences: tuple[NarrativeSentence, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a resolved text: words, or a figure with the code it came from; `known` is False for an unknown one."""

    text: str
    code: str = ""
    known: bool = True


Figures = Mapping[str, Figure]


def propose(rules: Iterable[NarrativeRule], figures: Figures, facts: Mapping[str, str]) -> tuple[NarrativePart, ...]:
    """Return a first narrative: of each part the sentences whose figures allow them, one to a paragraph.

    Args:
        rules: of the catalogue.
        figures: by code.
        facts: what {words} in single braces stand for, such as {ky} "quý I năm 2026".

    """
    parts = []
    for rule in rules:
        lines = [_filled(sentence.text, facts) for sentence in rule.sentences if _offered(sentence, figures)]
        parts.append(NarrativePart(_filled(rule.title, facts), "\n".join(lines)))
    return tuple(parts)


def _offered(sentence: NarrativeSentence, figures: Figures) -> bool:
    return (
        all(_happened(figures.get(code)) for code in sentence.needs)
        and not any(_happened(figures.get(code)) for code in sentence.unless)
        and all(code in figures and figures[code].previous.value is not None for code in sentence.compares)
        and all(_was_nothing(figures.get(code)) for code in sentence.nothing)
    )


def _happened(figure: Figure | None) -> bool:
    return figure is not None and bool(figure.current.value)


def _was_nothing(figure: Figure | None) -> bool:
    return figure is not None and figure.current.state is not FigureState.UNKNOWN and not figure.current.value


_FACT = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return _FACT.sub(lambda match: facts.get(match[1], match[0]), text)


def codes_in(parts: Iterable[NarrativePart]) -> frozenset[str]:
    """Return the codes of the figures that a narrative names."""
    return frozenset(match[1] for part in parts for match in TOKEN.finditer(f"{part.title}\n{part.text}"))


def unknown_tokens(parts: Iterable[NarrativePart], figures: Figures) -> tuple[str, ...]:
    """Return the figures of a narrative that nobody knows, as they stand there, in their order and once each."""
    found: dict[str, None] = {}
    for part in parts:
        for match in TOKEN.finditer(part.text):
            if match[1] not in figures or _aspect(match[2]) is None:
                found[match[0]] = None
    return tuple(found)


def pieces(text: str, figures: Figures) -> tuple[Piece, ...]:
    """Return a text with its figures filled in, in runs that remember where each figure came from."""
    found: list[Piece] = []
    end = 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            found.append(Piece(text[end : match.start()]))
        figure, aspect = figures.get(match[1]), _aspect(match[2])
        if figure is None or aspect is None:
            found.append(Piece(match[0], match[1], known=False))
        else:
            found.append(Piece(aspect(figure), match[1]))
        end = match.end()
    if end < len(text):
        found.append(Piece(text[end:]))
    return tuple(found)


def resolved(parts: Sequence[NarrativePart], figures: Figures) -> tuple[NarrativePart, ...]:
    """Return a narrative with its figures filled in, as it is printed; an unknown one stays as it stands."""
    return tuple(
        replace(part, text="".join(piece.text for piece in pieces(part.text, figures)).strip()) for part in parts
    )


# ------------------------------------------------------------------ what of a figure is wanted


def value_text(amount: Amount, unit: str = "", decimals: int = 0) -> str:
    """Return an amount as a sentence has it: "1.250 lượt người", "98,5%", "không phát sinh"."""
    if amount.state is not FigureState.COUNTED or amount.value is None:
        return STATE_NAMES[amount.state if amount.state in STATE_NAMES else FigureState.UNKNOWN]
    number = _written(amount.value, decimals)
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit}".strip()


def _current(figure: Figure) -> str:
    return value_text(figure.current, figure.indicator.unit, _decimals(figure))


def _number(figure: Figure) -> str:
    return value_text(figure.current, "", _decimals(figure))


def _cumulative(figure: Figure) -> str:
    return value_text(figure.cumulative, figure.indicator.unit, _decimals(figure))


def _previous(figure: Figure) -> str:
    return value_text(figure.previous, figure.indicator.unit, _decimals(figure))


def _target(figure: Figure) -> str:
    if figure.percent is None:
        return "chưa giao chỉ tiêu"
    return f"{_written(figure.percent, 1)}% kế hoạch năm"


def _compared(figure: Figure) -> str:
    """Return how the figure compares with the same period last year; of a percentage in points, not per cent."""
    now, before = figure.current.value, figure.previous.value
    if now is None or before is None:
        return "chưa có số liệu cùng kỳ năm trước để so sánh"
    if now == before:
        return "bằng cùng kỳ năm trước"
    word = "tăng" if now > before else "giảm"
    unit = figure.indicator.unit
    difference = _written(abs(now - before), _decimals(figure))
    if unit == "%":
        return f"{word} {difference} điểm phần trăm so với cùng kỳ năm trước"
    share = f" ({_written(abs(now - before) * 100 / before, 1)}%)" if before else ""
    return f"{word} {difference} {unit}{share} so với cùng kỳ năm trước"


def _decimals(figure: Figure) -> int:
    return figure.indicator.decimals


def _written(value: Decimal, decimals: int) -> str:
    """Return a number with at most so many digits behind the comma; what rounds to nothing keeps up to three."""
    text = format_number(value, decimals)
    if value and not any(digit in text for digit in "123456789"):
        text = format_number(value)
    return text.rstrip("0").rstrip(",") if "," in text else text


ASPECTS: Mapping[str, Callable[[Figure], str]] = {
    "": _current,
    "số": _number,
    "lũy kế": _cumulative,
    "cùng kỳ": _previous,
    "so sánh": _compared,
    "kế hoạch": _target,
}
"""What may stand behind the colon of a figure in a text."""

_BY_FOLDED = {fold(name): aspect for name, aspect in ASPECTS.items()}


def _aspect(name: str | None) -> Callable[[Figure], str] | None:
    return _BY_FOLDED.get(fold(name or ""))
