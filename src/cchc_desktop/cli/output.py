"""What a command answers: lines for people, or one JSON object."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command: `data` for --json, `lines` for people, and the exit code."""

    data: Mapping[str, Any]
    lines: tuple[str, ...] = ()
    code: int = 0
    warnings: tuple[str, ...] = field(default=())


def number(value: Decimal | None) -> int | float | None:
    """Return a JSON number: an integer where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def iso(day: date | None) -> str | None:
    """Return an ISO date."""
    return day.isoformat() if day else None


def use_utf8() -> None:
    """Make the standard streams speak UTF-8, whatever code page the console has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def show(answer: Answer, as_json: bool) -> None:
    """Print an answer: JSON or text on standard output, warnings for people on standard error."""
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False, indent=2))
    else:
        for line in answer.lines:
            print(line)
        for warning in answer.warnings:
            print(warning, file=sys.stderr)
    sys.stdout.flush()


def say(*lines: str) -> None:
    """Tell a person something on standard error."""
    if sys.stderr is not None:
        print(*lines, sep="\n", file=sys.stderr, flush=True)
