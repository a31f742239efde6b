"""A package cut into parts for mail boxes that take no large files.

The parts are called "name.cchc.zip.001", ".002" and so on. They are plain pieces: 7-Zip opens ".001" as it is, and
`copy /b` joins them on any Windows.
"""

from __future__ import annotations

import bisect
import io
import re
from pathlib import Path
from typing import IO

from cchc_desktop.errors import PackageFault, PackageProblem

MAX_PARTS = 99
_PART = re.compile(r"(.+)\.(\d{3})")


def part_name(name: str, number: int) -> str:
    """Return the name of a part, counted from 1."""
    return f"{name}.{number:03d}"


def whole_name(name: str) -> str:
    """Return the name of the package that a part belongs to; a name that is no part's stays."""
    match = _PART.fullmatch(name)
    return match[1] if match else name


def cut(size: int, limit: int) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of the parts of a file so that none is larger than `limit` bytes.

    Raises:
        ValueError: that would be more than `MAX_PARTS`, or the limit is not positive.

    """
    if limit <= 0 or size > limit * MAX_PARTS:
        raise ValueError(limit)
    return tuple((start, min(start + limit, size)) for start in range(0, size, limit))


def open_parts(path: Path) -> IO[bytes]:
    """Open a package for reading; of one in parts, all parts that lie beside the given one, as one stream.

    A part that is missing at the end is noticed by whoever reads: the directory of a zip stands in its last bytes.

    Raises:
        PackageProblem: a part between the others, or the first one, is missing.
        OSError: it cannot be read.

    """
    match = _PART.fullmatch(path.name)
    if match is None:
        return path.open("rb")
    found = {}
    for other in path.parent.iterdir():
        one = _PART.fullmatch(other.name)
        if one and one[1].casefold() == match[1].casefold():
            found[int(one[2])] = other
    last = max(found, default=0)
    for number in range(1, last + 1):
        if number not in found:
            raise PackageProblem(path, PackageFault.PART_MISSING, part_name(match[1], number))
    return io.BufferedReader(_Joined([found[number] for number in range(1, last + 1)]), 1 << 16)


class _Joined(io.RawIOBase):
    """Several files, read as one."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__()
        self._streams: list[IO[bytes]] = []
        self._starts = [0]
        try:
            for path in paths:
                stream = path.open("rb")
                self._streams.append(stream)
                self._starts.append(self._starts[-1] + stream.seek(0, io.SEEK_END))
        except OSError:
            self.close()
            raise
        self._place = 0

    def close(self) -> None:
        """Close all files."""
        for stream in self._streams:
            stream.close()
        super().close()

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that places can be chosen."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Choose a place."""
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._starts[-1]}[whence]
        if place < 0:
            raise ValueError("negative seek position")
        self._place = place
        return place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def readinto(self, buffer: object) -> int:
        """Read from the file the place is in."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        number = bisect.bisect_right(self._starts, self._place) - 1
        if number >= len(self._streams):
            return 0
        stream = self._streams[number]
        stream.seek(self._place - self._starts[number])
        data = stream.read(min(len(view), self._starts[number + 1] - self._place))
        view[: len(data)] = data
        self._place += len(data)
        return len(data)
