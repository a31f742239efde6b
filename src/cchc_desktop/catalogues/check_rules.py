"""Reads the rules of the layout check: `check_rules.toml` and the words it needs, `check_words.toml`.

They are read when a document is checked, not at the start of the program. An office's own file takes the place of
the shipped one of its name, as with the other catalogues.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta, field

from cchc_desktop.catalogues.checks import check_unique
from cchc_desktop.catalogues.schema import Entry, Name, decode
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.check import CheckBook, CheckRule, CheckWords, DocumentKind, Limit, Severity

RULES = "check_rules.toml"
"""The file of the rules."""

WORDS = "check_words.toml"
"""The file of kinds of documents, positions, spelling mistakes."""


class RuleEntry(Entry):
    """A rule of the check."""

    id: Annotated[str, Meta(pattern="^[a-z_]+\\.[a-z_]+$", max_length=40)]
    clause: Name
    what: Name
    how: Name
    expected: Name
    severity: Severity = Severity.ERROR
    limits: dict[str, float | str | list[str]] = field(default_factory=dict)


class RulesFile(Entry):
    """`check_rules.toml`."""

    schema: int
    rules: Annotated[list[RuleEntry], Meta(min_length=1)]


class KindEntry(Entry):
    """A kind of document."""

    name: Name
    symbol: str = ""
    addressed: bool | None = None


class WordsFile(Entry):
    """`check_words.toml`."""

    schema: int
    kinds: Annotated[list[KindEntry], Meta(min_length=1)]
    bodies: list[Name] = field(default_factory=list)
    positions: list[Name] = field(default_factory=list)
    degrees: list[Name] = field(default_factory=list)
    misspelt: list[tuple[Name, Name]] = field(default_factory=list)
    pairs: list[tuple[Name, Name]] = field(default_factory=list)


def load_check_book(folder: Path, overrides: Path | None = None) -> CheckBook:
    """Read the rules and their words.

    Args:
        folder: the shipped files (`resources/catalogues`).
        overrides: the office's own files; each replaces the shipped one of its name as a whole.

    Raises:
        CatalogueProblem: the first thing wrong, with file and line.

    """
    return CheckBook(read_rules(_in_use(RULES, folder, overrides)), read_words(_in_use(WORDS, folder, overrides)))


def _in_use(name: str, folder: Path, overrides: Path | None) -> Path:
    own = overrides / name if overrides else None
    return own if own and own.exists() else folder / name


def read_rules(path: Path) -> tuple[CheckRule, ...]:
    """Read `check_rules.toml`.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    file = TomlFile.read(path)
    content = decode(file, RulesFile)
    check_unique(file, ("rules",), (entry.id for entry in content.rules), "id")
    found = []
    for index, entry in enumerate(content.rules):
        limits: dict[str, Limit] = {
            name: tuple(limit) if isinstance(limit, list) else limit for name, limit in entry.limits.items()
        }
        rule = CheckRule(entry.id, entry.clause, entry.what, entry.how, entry.expected, entry.severity, limits)
        try:
            rule.expected_text  # noqa: B018 - only whether it can be made
        except (KeyError, ValueError, IndexError) as error:
            reason = f"“expected” nhắc đến giới hạn không có trong “limits”: {error}"
            raise file.problem(("rules", index, "expected"), reason) from error
        found.append(rule)
    return tuple(found)


def read_words(path: Path) -> CheckWords:
    """Read `check_words.toml`.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    file = TomlFile.read(path)
    content = decode(file, WordsFile)
    check_unique(file, ("kinds",), (entry.name for entry in content.kinds), "name")
    check_unique(file, ("misspelt",), (wrong for wrong, _ in content.misspelt), "wrong")
    return CheckWords(
        kinds=tuple(DocumentKind(entry.name, entry.symbol, entry.addressed) for entry in content.kinds),
        bodies=tuple(content.bodies),
        positions=tuple(content.positions),
        degrees=tuple(content.degrees),
        misspelt=tuple((wrong.casefold(), right) for wrong, right in content.misspelt),
        pairs=tuple((left.casefold(), right.casefold()) for left, right in content.pairs),
    )
