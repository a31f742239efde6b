"""Pages of a PDF as pictures, for a preview on the screen.

PDFium works in one thread at a time: callers render on the program's single worker thread. Meant for PDF files
the program laid out itself.
"""

from __future__ import annotations

import struct
import threading
import zlib
from pathlib import Path

import pypdfium2

from cchc_desktop.errors import FileUnreadable, InvalidInput, UnreadableReason

MAX_PIXELS = 40_000_000
"""Largest picture made; an A4 page at 400 dpi has 15 million."""

_POINTS_PER_INCH = 72
_PDFIUM = threading.Lock()
_NAME = Path("trang.pdf")


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        FileUnreadable: the bytes are no PDF that can be opened.

    """
    with _PDFIUM, _opened(pdf) as document:
        return len(document)


def render_page(pdf: bytes, page: int, dpi: int) -> bytes:
    """Return a page as a PNG picture, black on white.

    Args:
        pdf: the whole file.
        page: counted from 0.
        dpi: dots per inch, from 10; 96 fills a usual screen at 100 %.

    Raises:
        FileUnreadable: the bytes are no PDF that can be opened.
        InvalidInput: there is no such page, or the picture would be too large.

    """
    with _PDFIUM, _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise InvalidInput({"page": f"văn bản chỉ có {len(document)} trang"})
        scale = dpi / _POINTS_PER_INCH
        width, height = document[page].get_size()
        if dpi < 10 or width * height * scale * scale > MAX_PIXELS:
            raise InvalidInput({"dpi": "độ phân giải không phù hợp"})
        bitmap = document[page].render(scale=scale, rev_byteorder=True)
        try:
            return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
        finally:
            bitmap.close()


def page_text(pdf: bytes, page: int) -> str:
    """Return the letters of a page that the file itself holds, "" for a page that is only a picture.

    Raises:
        FileUnreadable: the bytes are no PDF that can be opened.
        InvalidInput: there is no such page.

    """
    with _PDFIUM, _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise InvalidInput({"page": f"văn bản chỉ có {len(document)} trang"})
        text: str = document[page].get_textpage().get_text_range(errors="replace")
        return text


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise FileUnreadable(_NAME, UnreadableReason.BROKEN, detail=str(error)) from error


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Return a PNG of rows of RGB pixels: the format needs no library, and the program carries none for pictures."""
    colour = {1: 0, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + pixels[row * stride : row * stride + width * channels] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
