"""Where in a TOML text each value stands.

The standard library's parser keeps no positions (python/cpython#115516, closed) and no kept TOML library for
Python gives them, so this scanner walks a text that `tomllib` has accepted already: it needs to find values, not
to judge them. It runs only when there is something to complain about.
"""

from __future__ import annotations

import re

Where = tuple[str | int, ...]
"""Path to a value: ("forms", 0, "measures", 1, "code")."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\r\n#]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'",
    re.DOTALL,
)


def positions(text: str) -> dict[Where, int]:
    """Return path → offset of every key, table and list item of a valid TOML text."""
    return _Scanner(text).scan()


class _Scanner:
    """Walks a valid TOML text once, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Where, int] = {}
        self.counts: dict[Where, int] = {}  # arrays of tables → how many tables so far

    def scan(self) -> dict[Where, int]:
        table: Where = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self.found

    def _header(self) -> Where:
        start = self.at
        is_array = self.text.startswith("[[", start)
        self.at += 2 if is_array else 1
        self._skip(_SPACE)
        path: Where = ()
        keys = self._key()
        for key in keys[:-1]:
            path = self._last_of((*path, key))
        path = (*path, keys[-1])
        if is_array:
            self.found.setdefault(path, start)
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        self.found.setdefault(path, start)
        self.at += 2 if is_array else 1
        return path

    def _last_of(self, path: Where) -> Where:
        return (*path, self.counts[path]) if path in self.counts else path

    def _pair(self, table: Where) -> None:
        start = self.at
        path = table
        for key in self._key():
            path = (*path, key)
            self.found.setdefault(path, start)
        self.at += 1  # "="
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> list[str]:
        """Read a dotted key and the space after it."""
        keys = []
        while True:
            match = _BARE_KEY.match(self.text, self.at) or self._string()
            keys.append(match[0].strip("\"'"))
            self.at = match.end()
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1
            self._skip(_SPACE)

    def _value(self, path: Where) -> None:
        match self.text[self.at]:
            case "[":
                self._items(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self.at = self._string().end()
            case _:
                self._skip(_SCALAR)

    def _items(self, path: Where) -> None:
        self.at += 1
        self._skip(_BLANK)
        index = 0
        while self.text[self.at] != "]":
            self.found[*path, index] = self.at
            self._value((*path, index))
            self._separator()
            index += 1
        self.at += 1

    def _inline_table(self, path: Where) -> None:
        self.at += 1
        self._skip(_BLANK)
        while self.text[self.at] != "}":
            self._pair(path)
            self._separator()
        self.at += 1

    def _separator(self) -> None:
        self._skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(_BLANK)

    def _string(self) -> re.Match[str]:
        match = _STRING.match(self.text, self.at)
        if match is None:  # never in a text that tomllib accepted
            raise ValueError(self.at)
        return match

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
