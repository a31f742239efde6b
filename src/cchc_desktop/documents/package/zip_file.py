"""The one way packages are zipped: every byte follows from the manifest and the files.

Nothing is compressed (Word, Excel, PDF and photos are already), times and attributes are fixed. So a reader can
rebuild the zip while it reads and notice any byte that differs, also in headers that unzipping programs overlook.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import IO

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip knows; when a package was made stands in its manifest
_UNIX, _MODE = 3, 0o644 << 16


def write_zip(target: IO[bytes], entries: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write a zip of (name, content in pieces) to a stream that can seek.

    Raises:
        OSError: the stream refuses.

    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, chunks in entries:
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = _UNIX, _MODE
            with archive.open(info, "w") as member:
                for chunk in chunks:
                    member.write(chunk)


class Comparing(io.RawIOBase):
    """A stream that writes nothing: it holds what would be written against what stands there already.

    `same(size)` tells at the end whether all of a file of that size is as it would have been written.
    """

    def __init__(self, standing: IO[bytes]) -> None:
        super().__init__()
        self._standing = standing
        self._place = 0
        self._end = 0
        # place → length of what differs. A zip writer comes back to each header to fill in what it knows at last.
        self._different: dict[int, int] = {}

    def writable(self) -> bool:
        """Tell the zip writer that it may write."""
        return True

    def seekable(self) -> bool:
        """Tell the zip writer that it may go back to its headers."""
        return True

    def tell(self) -> int:
        """Return where the next byte would go."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go somewhere."""
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._end}[whence]
        return self._place

    def write(self, data: object) -> int:
        """Compare a piece with what stands at its place."""
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        start, end = self._place, self._place + len(piece)
        self._different = {
            place: length
            for place, length in self._different.items()
            if not start <= place < end or place + length > end
        }
        self._standing.seek(start)
        if piece and self._standing.read(len(piece)) != piece:
            self._different[start] = len(piece)
        self._place = end
        self._end = max(self._end, end)
        return len(piece)

    def same(self, size: int) -> bool:
        """Tell whether everything was as it stands, to the last byte of `size`."""
        return not self._different and self._end == size
