"""Labels as clerks write them: "I.", "II/", "Phần I", "1.", "1.1.", "a)", "a.", "-", "–", "+", "•", or Word's own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc_desktop.documents.word.numbering import AutoLabel
from cchc_desktop.domain.numbers import VIETNAMESE_LETTERS
from cchc_desktop.domain.plan import SectionKind

_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{0,3}))"
_SPACE = r"[ \t]"
_VOWELS = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
CAPITALS = f"A-ZĐ{_VOWELS}"
"""The Vietnamese capital letters, for a character class: Unicode mixes them with the small ones."""
_SMALL = f"a-zđ{_VOWELS.lower()}"

_WORD_PART = re.compile(
    rf"(?:phần|PHẦN|Phần)(?:{_SPACE}+)(?P<n>{_ROMAN}(?![\w])|\d{{1,2}}(?!\d)|"
    rf"(?i:thứ{_SPACE}+(?:{'|'.join(_ORDINALS)})))(?P<p>{_SPACE}*[.:)/–—-])?(?:{_SPACE}+|$|(?<=[.:)/–—-]))"
)
_ROMAN_PART = re.compile(rf"(?P<n>(?=[IVX]){_ROMAN})(?P<p>{_SPACE}*[.)/:,–—-]|\t)(?={_SPACE}|\w|[\"“(])")
_BARE_ROMAN = re.compile(rf"(?P<n>(?=[IVX]){_ROMAN}){_SPACE}+(?=[^{_SMALL}]+$)")
_UPPER = re.compile(rf"(?P<n>[A-EĐGH])(?P<p>{_SPACE}*[.)/])(?={_SPACE}|[{CAPITALS}])")
_MULTI = re.compile(
    rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?P<p>[.)/:]|(?={_SPACE}+[{CAPITALS}]))(?={_SPACE}|[^\W\d])"
)
_ITEM = re.compile(rf"(?P<n>\d{{1,2}})(?P<p>{_SPACE}*[.)/:]|{_SPACE}*[–—-](?={_SPACE}))(?={_SPACE}|[^\W\d]|[\"“(])")
_BRACKETED = re.compile(r"\((?P<n>\d{1,2}|[a-zđ]|[ivx]{1,4})\)(?=\s|\w)")
_POINT = re.compile(
    rf"(?P<n>[a-zđ]|[ivx]{{2,4}})(?P<p>{_SPACE}*\)|[./](?={_SPACE}|[{CAPITALS}])|-(?={_SPACE}))(?=\s|\w|[\"“(])"
)
_DASH = re.compile(r"(?P<n>[-–—−‒‐])(?=\s*\S)(?![-–—−])")
_PLUS = re.compile(r"(?P<n>\+)(?=\s*\S)")
_BULLET = re.compile(r"(?P<n>[•●▪■◦○*❖➢►✓✔☑⁃∙·])(?=\s*\S)(?!\*)|o(?=\t)")


class Rank:
    """Depth order of labels: a label of a higher rank stands below one of a lower."""

    WORD_PART = 0
    UPPER = 1
    ROMAN = 2
    ITEM = 3
    MULTI = 4
    POINT = 6
    SUB = 7
    DASH = 8
    PLUS = 9
    NONE = 99


@dataclass(frozen=True, slots=True)
class Label:
    """A label found before a paragraph.

    `mark` is how it is written, `value` its position in its sequence (0: it has none), `auto` whether Word
    counts it, `symbol` groups marks that mean the same level ("-", "+", "•", "1)").
    """

    rank: int
    kind: SectionKind
    mark: str
    value: int = 0
    auto: bool = False
    symbol: str = ""


def roman_value(text: str) -> int:
    """Return 4 for "IV"."""
    digits = [_ROMAN_DIGITS[letter] for letter in text.upper()]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < following else digit for digit, following in pairs)


def letter_value(text: str) -> int:
    """Return the place of an enumeration letter, 5 for "đ"; 0 for a letter that does not count (f, j, w, z)."""
    return VIETNAMESE_LETTERS.find(text) + 1 if len(text) == 1 else roman_value(text)


def typed_label(text: str) -> tuple[Label, int] | None:
    """Return the label `text` begins with and where the text behind it starts; None when there is none.

    `text` is one clean line; blanks before the label count to it.
    """
    start = len(text) - len(text.lstrip())
    rest = text[start:]
    for pattern, make in _MAKERS:
        if match := pattern.match(rest):
            label = make(match)
            end = match.end()
            return label, start + end + len(rest[end:]) - len(rest[end:].lstrip())
    return None


def _word_part(match: re.Match[str]) -> Label:
    text = match["n"]
    if text.isdigit():
        number = int(text)
    elif text.lower().startswith("thứ"):
        number = _ORDINALS.index(text.lower().split()[-1]) + 1
    else:
        number = roman_value(text) if text else 0
    return Label(Rank.WORD_PART, SectionKind.PART, match[0].strip(), number)


def _roman(match: re.Match[str]) -> Label:
    return Label(Rank.ROMAN, SectionKind.PART, match[0].strip(), roman_value(match["n"]))


def _upper(match: re.Match[str]) -> Label:
    return Label(Rank.UPPER, SectionKind.PART, match[0].strip(), letter_value(match["n"].lower()))


def _multi(match: re.Match[str]) -> Label:
    numbers = match["n"].split(".")
    kind = SectionKind.POINT if len(numbers) == 2 else SectionKind.DASH
    return Label(Rank.MULTI + (len(numbers) > 2), kind, match[0].strip(), int(numbers[-1]))


def _item(match: re.Match[str]) -> Label:
    symbol = "1)" if match["p"].strip() == ")" else "1."
    return Label(Rank.ITEM, SectionKind.ITEM, match[0].strip(), int(match["n"]), symbol=symbol)


def _bracketed(match: re.Match[str]) -> Label:
    text = match["n"]
    if text.isdigit():
        return Label(Rank.SUB, SectionKind.DASH, match[0].strip(), int(text), symbol="(1)")
    return Label(Rank.POINT, SectionKind.POINT, match[0].strip(), letter_value(text))


def _point(match: re.Match[str]) -> Label:
    return Label(Rank.POINT, SectionKind.POINT, match[0].strip(), letter_value(match["n"]))


def _dash(match: re.Match[str]) -> Label:
    return Label(Rank.DASH, SectionKind.DASH, "-", symbol="-")


def _plus(match: re.Match[str]) -> Label:
    return Label(Rank.PLUS, SectionKind.PLUS, "+", symbol="+")


def _bullet(match: re.Match[str]) -> Label:
    return Label(Rank.DASH, SectionKind.DASH, "•", symbol="•")


_MAKERS = (
    (_WORD_PART, _word_part),
    (_ROMAN_PART, _roman),
    (_BARE_ROMAN, _roman),
    (_UPPER, _upper),
    (_MULTI, _multi),
    (_ITEM, _item),
    (_BRACKETED, _bracketed),
    (_POINT, _point),
    (_DASH, _dash),
    (_PLUS, _plus),
    (_BULLET, _bullet),
)


def auto_label(auto: AutoLabel) -> Label | None:
    """Return what a label drawn by Word means; None when it is no label of a plan."""
    if auto.format == "bullet":
        symbol = {"-": "-", "–": "-", "—": "-", "−": "-", "\uf02d": "-", "+": "+", "\uf02b": "+"}.get(auto.text, "•")
        kind = SectionKind.PLUS if symbol == "+" else SectionKind.DASH
        return Label(Rank.PLUS if symbol == "+" else Rank.DASH, kind, symbol if symbol != "•" else "•", 0, True, symbol)
    text = auto.text.strip()
    found = typed_label(f"{text} X") or typed_label(f"{text}. X")
    if found is None:
        return None
    label = found[0]
    if auto.format in ("lowerLetter", "upperLetter"):  # Word counts a b c d e f; its letters are positions only
        return Label(label.rank, label.kind, text, auto.number, True, label.symbol)
    return Label(label.rank, label.kind, text, label.value, True, label.symbol)
