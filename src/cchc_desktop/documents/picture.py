"""Photos and scans: proved to be whole, turned upright, shrunk, and made into thumbnails.

Nothing is trusted: size and kind come from the header before a single pixel is decoded, and what cannot be decoded
to its last line is refused. A JPEG is decoded at a fraction of its size, so that a phone's 200 megapixels cost no more
memory than 12; all other kinds are decoded whole and have a lower limit.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageOps

from cchc_desktop.domain.evidence import is_heic, picture_ending
from cchc_desktop.errors import FileUnreadable, UnreadableReason

LONGEST_SIDE = 2560
"""Pixels. Fills an A4 page at 220 dpi: stamps and small print stay readable, a photo takes about 1 MB."""
QUALITY = 85
LIMIT = 64_000_000
"""Pixels of a picture that must be decoded whole: 256 MB for a moment at the worst."""
REDUCED_LIMIT = 260_000_000
"""Pixels of a baseline JPEG, decoded at a fraction of its size: phones make 200 million."""
THUMBNAIL_SIDE = 160

_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
_JPEGS = ("JPEG", "MPO")  # a JPEG with a second picture inside, as many phones make them, calls itself MPO
_DOCUMENTS = ("TIFF", "GIF")  # scans of several pages, moving pictures: kept as they came
_PLAIN_MODES = ("1", "L", "P", "RGB")
_ALPHA_MODES = ("LA", "PA", "La", "RGBA", "RGBa")
_COLOUR_MODES = ("CMYK", "YCbCr", "LAB", "HSV", "RGBX")
_EXIF_IFD, _TAKEN, _CHANGED, _ORIENTATION = 0x8769, 36867, 306, 274
_MOST_PROFILE = 64 << 10  # bytes of a colour profile that is carried over; Display P3 has 600

# Pillow's own guard refuses at twice this number and warns at it; ours below comes first and knows the kinds apart.
Image.MAX_IMAGE_PIXELS = REDUCED_LIMIT


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to keep. `data` is the very file that came, unless `remade` says that it was shrunk or turned.

    `ending` fits what `data` is, `taken` is local time of the camera's clock, width and height are in pixels.
    """

    data: bytes
    ending: str
    remade: bool
    width: int
    height: int
    taken: datetime | None = None


def prepare(data: bytes, name: str) -> Picture:
    """Return the picture to keep for a file: upright, no side above 2560 pixels, decoded once to its end.

    Photos that need a change become JPEG without position, serial numbers and inner thumbnails. Small upright
    pictures, scans as TIFF, and moving pictures are kept byte for byte.

    Raises:
        FileUnreadable: a HEIC picture, one with too many pixels, or one that is damaged or no picture.

    """
    path = Path(name)
    if is_heic(data[:16]):
        raise FileUnreadable(path, UnreadableReason.HEIC_PICTURE)
    with _reported(path), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        width, height = image.size
        _check_size(path, image)
        taken, turned = _read_exif(image)
        large = max(width, height) > LONGEST_SIDE
        changeable = image.format not in _DOCUMENTS and image.mode in (*_PLAIN_MODES, *_ALPHA_MODES, *_COLOUR_MODES)
        if changeable and (large or turned or image.format in ("BMP", "WEBP")):
            upright = _shrunk(image, LONGEST_SIDE)
            return Picture(_as_jpeg(upright, _keepable_profile(image), taken), ".jpg", True, *upright.size, taken)
        _decode_all(image)
        return Picture(data, picture_ending(data[:16]), False, width, height, taken)


def thumbnail(data: bytes, name: str, side: int = THUMBNAIL_SIDE) -> bytes:
    """Return a small JPEG of a picture, no side longer than `side` pixels.

    Raises:
        FileUnreadable: it cannot be decoded, or has too many pixels.

    """
    path = Path(name)
    with _reported(path), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        _check_size(path, image)
        return _as_jpeg(_shrunk(image, side), b"", None)


def sample_photo(width: int = 3200, height: int = 2400) -> bytes:
    """Return a JPEG that must be shrunk, for the self-test: shows that the decoders came along with the program."""
    stream = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).save(stream, "JPEG", quality=95)
    return stream.getvalue()


@contextlib.contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Turn whatever a decoder throws at a damaged or hostile picture into one refusal.

    Raises:
        FileUnreadable: always that.

    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "corrupt EXIF data", "metadata": the picture may still be whole
            yield
    except FileUnreadable:
        raise
    except (MemoryError, Image.DecompressionBombError) as error:
        raise FileUnreadable(path, UnreadableReason.HUGE_PICTURE, detail=str(error)) from error
    except Exception as error:
        # Decoders fed with random bytes raise OSError, SyntaxError, ValueError, struct.error, KeyError and more.
        raise FileUnreadable(
            path, UnreadableReason.BROKEN_PICTURE, detail=f"{type(error).__name__}: {error}"
        ) from error


def _check_size(path: Path, image: Image.Image) -> None:
    width, height = image.size
    reducible = image.format in _JPEGS and not image.info.get("progressive")
    limit = REDUCED_LIMIT if reducible else LIMIT
    if width * height > limit:
        raise FileUnreadable(path, UnreadableReason.HUGE_PICTURE, detail=f"{width} x {height}")


def _read_exif(image: Image.Image) -> tuple[datetime | None, bool]:
    """Return when a photo was taken and whether it must be turned; damaged particulars say nothing."""
    try:
        exif = image.getexif()
        turned = exif.get(_ORIENTATION, 1) in range(2, 9)
        written = exif.get_ifd(_EXIF_IFD).get(_TAKEN) or exif.get(_CHANGED)
    except Exception:
        return None, False
    text = str(written or "").strip("\x00 ")
    try:
        return datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S"), turned
    except ValueError:
        return None, turned


def _decode_all(image: Image.Image) -> None:
    """Decode every page; a picture that is cut off in the middle raises."""
    pages = getattr(image, "n_frames", 1) if image.format in _DOCUMENTS else 1
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    for page in range(min(pages, _MOST_PAGES)):
        image.seek(page)
        if image.size[0] * image.size[1] > LIMIT:
            raise Image.DecompressionBombError(f"page {page}: {image.size}")
        image.load()


_MOST_PAGES = 50


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """Return the picture upright, on white, no side longer than `side`."""
    image.draft(None, (side, side))  # a JPEG is decoded at 1/2, 1/4 or 1/8, never below `side`
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None if image.format in _JPEGS else 2.0)
    with contextlib.suppress(Exception):  # damaged particulars: the picture stays as it lies
        image = ImageOps.exif_transpose(image)
    if image.mode in _ALPHA_MODES or "transparency" in image.info:
        solid = image.convert("RGBA")
        ground = Image.new("RGB", solid.size, "white")
        ground.paste(solid, mask=solid.getchannel("A"))
        return ground
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _keepable_profile(image: Image.Image) -> bytes:
    profile = image.info.get("icc_profile")
    # A profile of another colour space than RGB does not fit the RGB that is written.
    if isinstance(profile, bytes) and len(profile) <= _MOST_PROFILE and profile[16:20] == b"RGB ":
        return profile
    return b""


def _as_jpeg(image: Image.Image, profile: bytes, taken: datetime | None) -> bytes:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(_EXIF_IFD)[_TAKEN] = taken.strftime("%Y:%m:%d %H:%M:%S")
    stream = io.BytesIO()
    image.save(
        stream,
        "JPEG",
        quality=QUALITY,
        optimize=False,
        icc_profile=profile if image.mode == "RGB" and profile else None,
        exif=exif if taken else b"",
    )
    return stream.getvalue()
