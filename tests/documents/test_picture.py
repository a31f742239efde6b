"""Photos and scans: shrunk, upright, dated, and the hostile ones refused."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime

import pytest
from PIL import Image, ImageDraw

from cchc_desktop.documents import picture
from cchc_desktop.errors import FileUnreadable, UnreadableReason

UPRIGHT, TURNED_RIGHT = 1, 6


def photo(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """A picture whose left half is red and whose right half is blue, with noise so that it has some size."""
    image = Image.new("RGB", (width, height), "red")
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill="blue")
    stream = io.BytesIO()
    image.convert(mode).save(stream, kind, **options)
    return stream.getvalue()


def exif(orientation: int = UPRIGHT, taken: str = "2026:03:11 09:12:33", position: bool = False) -> Image.Exif:
    found = Image.Exif()
    found[274] = orientation
    found[271] = "Samsung"
    found.get_ifd(0x8769)[36867] = taken
    if position:
        found.get_ifd(0x8825)[1] = "N"
        found.get_ifd(0x8825)[2] = (20.0, 40.0, 1.5)
    return found


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_a_large_photo_is_shrunk_turned_upright_and_keeps_its_day_but_not_its_place():
    data = photo(4000, 3000, exif=exif(TURNED_RIGHT, position=True))
    made = picture.prepare(data, "IMG_1.jpg")
    assert (made.remade, made.ending, made.width, made.height) == (True, ".jpg", 1920, 2560)
    assert made.taken == datetime(2026, 3, 11, 9, 12, 33)
    kept = opened(made.data)
    assert kept.size == (1920, 2560)
    # Turned to the right, what was left (red) is on top.
    top, bottom = kept.getpixel((960, 100)), kept.getpixel((960, 2460))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]
    found = kept.getexif()
    assert found.get_ifd(0x8769)[36867] == "2026:03:11 09:12:33"
    assert 274 not in found
    assert 271 not in found
    assert not found.get_ifd(0x8825)


def test_the_same_photo_gives_the_same_bytes_and_a_kept_one_is_not_shrunk_again():
    data = photo(3000, 2000, exif=exif())
    made = picture.prepare(data, "a.jpg")
    assert picture.prepare(data, "b.jpg").data == made.data
    again = picture.prepare(made.data, "a.jpg")
    assert not again.remade
    assert again.data == made.data
    assert again.taken == made.taken


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", ".jpg"), ("PNG", ".png"), ("GIF", ".gif"), ("TIFF", ".tif")])
def test_a_small_upright_picture_stays_byte_for_byte(kind, ending):
    data = photo(800, 600, kind)
    made = picture.prepare(data, "ten-sai.bin")
    assert (made.data, made.ending, made.remade) == (data, ending, False)


@pytest.mark.parametrize("kind", ["BMP", "WEBP"])
def test_kinds_that_word_cannot_show_become_jpeg(kind):
    made = picture.prepare(photo(800, 600, kind), "a")
    assert made.remade
    assert opened(made.data).format == "JPEG"


def test_a_scan_of_many_pages_stays_whole():
    pages = [Image.new("1", (2480, 3508), 1) for _ in range(3)]
    stream = io.BytesIO()
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    made = picture.prepare(stream.getvalue(), "scan.tif")
    assert not made.remade
    assert made.data == stream.getvalue()


def test_what_is_clear_becomes_white_not_black():
    image = Image.new("RGBA", (3000, 400), (0, 0, 0, 0))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    assert opened(picture.prepare(stream.getvalue(), "logo.png").data).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colours_are_shrunk_too(mode):
    made = picture.prepare(photo(3000, 400, mode=mode), "a.jpg")
    assert opened(made.data).mode in ("L", "RGB")
    assert max(made.width, made.height) == 2560


def test_sixty_and_two_hundred_megapixels_are_shrunk():
    for width, height in ((10000, 6000), (16320, 12240)):
        data = photo(width, height, quality=50, exif=exif())
        made = picture.prepare(data, "a.jpg")
        assert (made.width, made.taken) == (2560, datetime(2026, 3, 11, 9, 12, 33))


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(9000, 9000), (50_000, 50_000), (2**31 - 1, 2**31 - 1), (1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size):
    for work in (picture.prepare, picture.thumbnail):
        with pytest.raises(FileUnreadable) as caught:
            work(png_header(*size), "bom.png")
        assert caught.value.reason is UnreadableReason.HUGE_PICTURE


def test_a_later_page_that_is_a_bomb_is_refused():
    stream = io.BytesIO()
    small, large = Image.new("1", (10, 10)), Image.new("1", (9000, 9000))
    small.save(stream, "TIFF", save_all=True, append_images=[large], compression="group4")
    with pytest.raises(FileUnreadable) as caught:
        picture.prepare(stream.getvalue(), "scan.tif")
    assert caught.value.reason is UnreadableReason.HUGE_PICTURE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
def test_a_picture_cut_off_in_the_middle_is_refused(kind):
    image = Image.effect_noise((600, 400), 90).convert("RGB")
    stream = io.BytesIO()
    image.save(stream, kind)
    data = stream.getvalue()
    with pytest.raises(FileUnreadable) as caught:
        picture.prepare(data[: len(data) // 2], "cụt")
    assert caught.value.reason is UnreadableReason.BROKEN_PICTURE


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"BM" + b"\xff" * 60, b"%PDF-1.7", b"GIF89a"]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(FileUnreadable) as caught:
        picture.prepare(data, "anh.jpg")
    assert caught.value.reason is UnreadableReason.BROKEN_PICTURE


def test_flipped_bytes_never_escape_as_another_error():
    good = photo(300, 200, exif=exif(TURNED_RIGHT))
    for place in range(2, 400, 3):
        data = bytearray(good)
        data[place] ^= 0xFF
        try:
            made = picture.prepare(bytes(data), "a.jpg")
        except FileUnreadable:
            continue
        assert made.width > 0


def test_heic_is_named_with_its_remedy():
    with pytest.raises(FileUnreadable) as caught:
        picture.prepare(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "IMG_0001.jpg")
    assert caught.value.reason is UnreadableReason.HEIC_PICTURE


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "2026:02:31 10:00:00", "", "hôm qua"])
def test_a_camera_without_a_clock_gives_no_day(taken):
    made = picture.prepare(photo(300, 200, exif=exif(TURNED_RIGHT, taken)), "a.jpg")
    assert made.taken is None
    assert (made.width, made.height) == (200, 300)


def test_a_thumbnail_is_small_and_upright():
    small = opened(picture.thumbnail(photo(1200, 600, exif=exif(TURNED_RIGHT)), "a.jpg"))
    assert small.size == (80, 160)
    assert small.format == "JPEG"
