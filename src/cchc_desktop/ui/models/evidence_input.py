"""What a drop or the clipboard holds that can be evidence: files, a picture, or a web address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from cchc_desktop.domain.evidence import parse_link
from cchc_desktop.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Given:
    """What was given; empty when none of it can be evidence. Files go before a picture, a picture before a link."""

    files: tuple[Path, ...] = ()
    image: QImage | None = None
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.files or self.image is not None or self.link)


def read_given(mime: QMimeData | None) -> Given:
    """Return what a drop or the clipboard holds."""
    if mime is None:
        return Given()
    files = local_files(mime)
    if files:
        return Given(files=files)
    if mime.hasImage():
        image: Any = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Given(image=image)
    text = mime.urls()[0].toString() if mime.urls() else mime.text()
    try:
        return Given(link=parse_link(text))
    except InvalidInput:
        return Given()


def local_files(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files and folders of this computer among what is given."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def meant_as_file(mime: QMimeData | None) -> bool:
    """Tell whether Ctrl+V in a text field means evidence: files, or a picture that brings no text along.

    Word and Excel put a picture of copied text beside the text; there the text is meant.
    """
    if mime is None:
        return False
    return bool(local_files(mime)) or (mime.hasImage() and not mime.hasFormat("text/plain"))


def png_of(image: QImage) -> bytes:
    """Return a picture as PNG; for the worker thread, a large one takes a second."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
