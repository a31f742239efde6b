"""What the worker thread does with evidence, and how its outcome is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from cchc_desktop.domain.attachment import Attachment
from cchc_desktop.domain.evidence import Intake
from cchc_desktop.errors import FileUnreadable, NotFound
from cchc_desktop.messages import describe
from cchc_desktop.ui.models.evidence_input import png_of

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.evidence import EvidenceService

_TOLD = 3  # refused files that are named one by one


@dataclass(frozen=True, slots=True)
class Arrival:
    """Files that came, and the activity they were meant for: the form may show another one by now."""

    owner: str
    intake: Intake


def adding_files(evidence: EvidenceService, owner: str, files: Sequence[Path]) -> Callable[[Progress], Arrival]:
    """Return the work of taking files in."""

    def add(progress: Progress) -> Arrival:
        return Arrival(owner, evidence.add_files(owner, files, progress))

    return add


def adding_image(evidence: EvidenceService, owner: str, image: QImage) -> Callable[[Progress], Arrival]:
    """Return the work of taking a pasted picture in; encoding a large one takes a second, too."""

    def add(progress: Progress) -> Arrival:
        progress.step(0, 1, "ảnh dán")
        return Arrival(owner, evidence.add_picture(owner, png_of(image)))

    return add


def making_thumbnails(
    evidence: EvidenceService, pictures: Sequence[Attachment]
) -> Callable[[Progress], dict[str, bytes]]:
    """Return the work of making thumbnails (JPEG) by id; a picture that is damaged or gone gets none."""

    def make(progress: Progress) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for number, picture in enumerate(pictures):
            progress.step(number, len(pictures), picture.name)
            try:
                found[picture.id] = evidence.thumbnail(picture)
            except (FileUnreadable, NotFound):
                continue
        return found

    return make


def outcome(intake: Intake) -> str:
    """Say in words what was not as expected, "" for plain success: that shows itself."""
    parts = []
    if intake.known:
        parts.append(f"{len(intake.known)} tệp đã có từ trước nên chỉ giữ một bản.")
    if intake.refused and intake.added:
        parts.append(f"Đã thêm {len(intake.added)} tệp.")
    same_reason = len({describe(refusal.error).todo for refusal in intake.refused}) == 1
    messages = [describe(refusal.error) for refusal in intake.refused]
    parts += [message.happened for message in messages[:_TOLD]]
    if len(messages) > _TOLD:
        parts.append(f"Còn {len(messages) - _TOLD} tệp khác cũng không nhận được.")
    if same_reason:
        parts.append(messages[0].todo)
    return "\n".join(parts)
