"""Pages as pictures: right size, right ink, and refusals by name."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from cchc_desktop.documents.pdf_pages import page_count, render_page
from cchc_desktop.errors import FileUnreadable, InvalidInput


def pdf_with_a_square(pages: int = 2) -> bytes:
    """A PDF of A5 pages with a black square in the lower left quarter of each."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(pages))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>")
    for number in range(pages):
        content = "0 g 20 20 100 100 re f"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents {4 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def test_pages_are_counted_and_drawn_at_the_asked_resolution():
    data = pdf_with_a_square()
    assert page_count(data) == 2
    with Image.open(io.BytesIO(render_page(data, 1, 144))) as picture:
        assert picture.format == "PNG"
        assert picture.size == (840, 1190)
        plain = picture.convert("RGB")
        assert plain.getpixel((100, 1190 - 100)) == (0, 0, 0)
        assert plain.getpixel((700, 100)) == (255, 255, 255)


@pytest.mark.parametrize(("page", "dpi"), [(-1, 96), (2, 96), (0, 0), (0, 5), (0, 100_000)])
def test_what_cannot_be_drawn_is_refused(page, dpi):
    with pytest.raises(InvalidInput):
        render_page(pdf_with_a_square(), page, dpi)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.4\n%%EOF", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(FileUnreadable):
        page_count(data)
    with pytest.raises(FileUnreadable):
        render_page(data, 0, 96)
