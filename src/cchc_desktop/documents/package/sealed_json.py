"""JSON files that carry the digest of themselves: a careless edit is noticed without any key.

The text is canonical (keys sorted, no letter left to chance), so that the same values always make the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from cchc_desktop.domain.text import clean
from cchc_desktop.errors import PackageFault, PackageProblem

SEAL = "seal"
SIGNATURE = "signature"
_MAX_DEPTH = 12

T = TypeVar("T", str, int, bool)


def sealed(values: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the file's bytes for some values, and the seal in it (64 hexadecimal digits)."""
    seal = seal_of(values)
    return _text({**values, SEAL: seal}), seal


def seal_of(values: Mapping[str, Any]) -> str:
    """Return the digest of values but for their seal and signature."""
    bare = {key: value for key, value in values.items() if key not in (SEAL, SIGNATURE)}
    return hashlib.sha256(_text(bare)).hexdigest()


def unsealed(data: bytes, path: Path, format_name: str, schema: int) -> dict[str, Any]:
    """Return the values of a file after its seal was proved; `path` is named in errors.

    Raises:
        PackageProblem: it is no file of ours, of a later version, or was altered.

    """
    try:
        values = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise PackageProblem(path, PackageFault.NOT_OURS) from error
    if not isinstance(values, dict) or values.get("format") != format_name or _depth(values) > _MAX_DEPTH:
        raise PackageProblem(path, PackageFault.NOT_OURS)
    found = values.get("schema")
    if type(found) is not int or found < 1:
        raise PackageProblem(path, PackageFault.NOT_OURS)
    if found > schema:
        raise PackageProblem(path, PackageFault.TOO_NEW)
    try:
        whole = values.get(SEAL) == seal_of(values)
    except (UnicodeEncodeError, RecursionError) as error:  # lone surrogates have no UTF-8
        raise PackageProblem(path, PackageFault.MANIFEST_ALTERED) from error
    if not whole:
        raise PackageProblem(path, PackageFault.MANIFEST_ALTERED)
    return values


def take(values: Mapping[str, Any], key: str, kind: type[T], default: T | None = None) -> T:
    """Return a value of a certain type; texts are cleaned.

    Raises:
        KeyError: it lacks and there is no default.
        TypeError: it is of another type.

    """
    value = values[key] if default is None else values.get(key, default)
    if type(value) is not kind:
        raise TypeError(f"{key}: {type(value).__name__}")
    return clean(value) if isinstance(value, str) else value


def _text(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _no_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _depth(value: Any, level: int = 0) -> int:
    if level > _MAX_DEPTH:
        return level
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_depth(one, level + 1) for one in inner), default=level)
