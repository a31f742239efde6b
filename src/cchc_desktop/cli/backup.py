"""`cchc backup …`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from cchc_desktop.cli.output import Answer
from cchc_desktop.services.container import Services
from cchc_desktop.storage.backup import BackupInfo


def create(services: Services, options: Namespace) -> Answer:
    """Make a verified backup."""
    info = services.backups.create(Path(options.out).absolute() if options.out else None)
    return Answer(_json(info), (f"Đã sao lưu và kiểm tra: {info.path}", _summary(info)))


def verify(services: Services, options: Namespace) -> Answer:
    """Check every byte of a backup."""
    info = services.backups.verify(Path(options.file).absolute())
    return Answer(_json(info), (f"Tệp sao lưu còn nguyên vẹn: {info.path}", _summary(info)))


def restore(services: Services, options: Namespace) -> Answer:
    """Go back to a backup; today's data is backed up first."""
    path = Path(options.file).absolute()
    services.backups.restore(path)
    return Answer(
        {"restored": str(path)},
        (f"Đã khôi phục dữ liệu từ {path}", "Dữ liệu trước khi khôi phục đã được sao lưu trong thư mục sao lưu."),
    )


def _json(info: BackupInfo) -> dict[str, Any]:
    return {
        "file": str(info.path),
        "created_at": info.created_at,
        "kind": str(info.kind),
        "size": info.size,
        "activities": info.activities,
        "plans": info.plans,
    }


def _summary(info: BackupInfo) -> str:
    return f"{info.plans} kế hoạch, {info.activities} hoạt động, {info.size / 1_048_576:.1f} MB"
