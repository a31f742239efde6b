"""The manifest as `manifest.json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cchc_desktop.documents.package.sealed_json import sealed, take, unsealed
from cchc_desktop.domain.package import (
    MAX_FILES,
    SCHEMA,
    Manifest,
    PackageFacts,
    PackageFile,
    Role,
    Scope,
    manifest_problems,
)
from cchc_desktop.domain.report_life import VersionKind
from cchc_desktop.errors import PackageFault, PackageProblem

FORMAT = "cchc-package"
_PROGRAM = "cchc-desktop"


def manifest_bytes(manifest: Manifest) -> tuple[bytes, str]:
    """Return the manifest file and its seal."""
    facts = manifest.facts
    return sealed(
        {
            "format": FORMAT,
            "schema": manifest.schema,
            "id": manifest.id,
            "created_at": manifest.created_at,
            "program": {"name": _PROGRAM, "version": manifest.program},
            "unit": {"code": facts.unit_code, "name": facts.unit_name},
            "superior": facts.superior,
            "period": {
                "code": facts.period,
                "name": facts.period_name,
                "start": facts.start.isoformat(),
                "end": facts.end.isoformat(),
            },
            "report": {
                "ordinal": facts.ordinal,
                "kind": facts.kind.value,
                "scope": facts.scope.value,
                "document": facts.document,
                "document_date": facts.document_date.isoformat() if facts.document_date else "",
                "reason": facts.reason,
                "figures_sha256": facts.figures_digest,
                "previous": facts.previous,
            },
            "signed_by": manifest.signed_by,
            "files": [
                {
                    "name": file.name,
                    "role": file.role.value,
                    "size": file.size,
                    "sha256": file.sha256,
                    "title": file.title,
                }
                for file in manifest.files
            ],
        }
    )


def read_manifest(data: bytes, path: Path) -> tuple[Manifest, str]:
    """Return the manifest in a file's bytes, and its seal.

    Raises:
        PackageProblem: it is no manifest of ours, of a later version, altered, or says what cannot be.

    """
    values = unsealed(data, path, FORMAT, SCHEMA)
    try:
        manifest = _manifest(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackageProblem(path, PackageFault.WRONG_FACTS, reason="bản kê thiếu hoặc sai một mục") from error
    for member, reason in manifest_problems(manifest):
        raise PackageProblem(path, PackageFault.WRONG_FACTS, member, f"{reason} ({member})" if member else reason)
    return manifest, str(values["seal"])


def _manifest(values: Mapping[str, Any]) -> Manifest:
    unit, period, report = values["unit"], values["period"], values["report"]
    day = take(report, "document_date", str, "")
    listed = values["files"]
    if not isinstance(listed, list) or len(listed) > MAX_FILES:
        raise ValueError("files")
    return Manifest(
        PackageFacts(
            unit_code=take(unit, "code", str),
            unit_name=take(unit, "name", str),
            period=take(period, "code", str),
            period_name=take(period, "name", str),
            start=date.fromisoformat(take(period, "start", str)),
            end=date.fromisoformat(take(period, "end", str)),
            ordinal=take(report, "ordinal", int),
            kind=VersionKind(take(report, "kind", str)),
            document=take(report, "document", str, ""),
            document_date=date.fromisoformat(day) if day else None,
            reason=take(report, "reason", str, ""),
            figures_digest=take(report, "figures_sha256", str, ""),
            previous=take(report, "previous", str, ""),
            superior=take(values, "superior", str, ""),
            scope=Scope(take(report, "scope", str)),
        ),
        take(values, "id", str),
        take(values, "created_at", str),
        take(values["program"], "version", str),
        tuple(_file(one) for one in listed),
        take(values, "signed_by", str, ""),
        take(values, "schema", int),
    )


def _file(one: Mapping[str, Any]) -> PackageFile:
    known = take(one, "role", str)
    role = Role(known) if known in set(Role) else Role.OTHER  # a later program may add roles within a schema
    return PackageFile(
        take(one, "name", str), role, take(one, "size", int), take(one, "sha256", str), take(one, "title", str, "")
    )
