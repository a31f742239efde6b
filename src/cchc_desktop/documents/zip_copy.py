"""A copy of a zip package in which some parts are replaced; all others keep their very bytes, packed as they were.

`zipfile` can only unpack and pack again. Here the packed bytes of untouched parts are taken over, which is exact and
fast however large the pictures of a form are.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DESCRIPTOR = 0x0008
_ZIP64_EXTRA = 1
_QUICK_FROM = 1 << 19
"""Parts from this size on are packed at speed 1: at the usual 6 packing would take longer than all the rest."""


def replace_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a copy of a zip with the content of some entries replaced; order, names and dates stay.

    Args:
        data: the zip, already checked by `office_file`.
        parts: entry name as in the zip → new content; names that are not in the zip are ignored.

    Raises:
        zipfile.BadZipFile: the directory and the entries do not fit together.

    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
        comment = package.comment
    out = bytearray()
    directory = bytearray()
    for entry in entries:
        start = len(out)
        new = parts.get(entry.filename)
        if new is None:
            body, method = _packed(data, entry), entry.compress_type
            sizes = entry.CRC, entry.compress_size, entry.file_size
        else:
            body, method = _pack(new), zipfile.ZIP_DEFLATED
            sizes = zlib.crc32(new), len(body), len(new)
        out += _local_header(entry, method, sizes) + body
        directory += _central_header(entry, method, sizes, start)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), len(out), len(comment))
    return bytes(out + directory + end + comment)


def _pack(content: bytes) -> bytes:
    packer = zlib.compressobj(1 if len(content) > _QUICK_FROM else 6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return the packed bytes of an entry as they lie in the zip."""
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(f"no local header for {entry.filename!r}")
    names, extra = _LOCAL.unpack(head)[-2:]
    start = entry.header_offset + _LOCAL.size + names + extra
    body = data[start : start + entry.compress_size]
    if len(body) != entry.compress_size:
        raise zipfile.BadZipFile(f"{entry.filename!r} is cut short")
    return body


def _moment(entry: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = entry.date_time
    return hour << 11 | minute << 5 | second // 2, max(year - 1980, 0) << 9 | month << 5 | day


def _name(entry: zipfile.ZipInfo) -> tuple[bytes, int]:
    """Return the name as bytes and the flags; sizes stand in the header, so no descriptor follows the data."""
    flags = entry.flag_bits & ~_DESCRIPTOR
    name = entry.orig_filename
    return (name.encode("utf-8"), flags) if flags & 0x800 else (name.encode("cp437"), flags)


def _local_header(entry: zipfile.ZipInfo, method: int, sizes: tuple[int, int, int]) -> bytes:
    name, flags = _name(entry)
    time, day = _moment(entry)
    return _LOCAL.pack(b"PK\x03\x04", 20, flags, method, time, day, *sizes, len(name), 0) + name


def _central_header(entry: zipfile.ZipInfo, method: int, sizes: tuple[int, int, int], start: int) -> bytes:
    name, flags = _name(entry)
    time, day = _moment(entry)
    extra = b"".join(_kept_extra(entry.extra))
    made = entry.create_version | entry.create_system << 8
    return (
        _CENTRAL.pack(
            b"PK\x01\x02", made, 20, flags, method, time, day, *sizes,
            len(name), len(extra), len(entry.comment), 0, entry.internal_attr, entry.external_attr, start,
        )
        + name + extra + entry.comment
    )  # fmt: skip


def _kept_extra(extra: bytes) -> Iterator[bytes]:
    """Give the extra fields but those of zip64, whose sizes now stand in the header itself."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind != _ZIP64_EXTRA:
            yield extra[: 4 + size]
        extra = extra[4 + size :]
