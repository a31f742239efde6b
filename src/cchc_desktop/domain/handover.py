"""What left the house: when, how, where to, and whether it was read back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cchc_desktop.domain.ids import new_id


class Way(StrEnum):
    """How a package leaves."""

    USB = "usb"
    FOLDER = "folder"
    EMAIL = "email"


WAY_NAMES = {Way.USB: "USB", Way.FOLDER: "Thư mục", Way.EMAIL: "Thư điện tử"}


@dataclass(frozen=True, slots=True)
class HandoverFile:
    """A file as it was written: its name at the target, bytes, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Handover:
    """One line of the log of what went where.

    Args:
        version_id: of the report version.
        package_id: of the package.
        way: how.
        target: folder, or the mail's receivers.
        files: what was written.
        verified: it was read back from the target and is the same; of a mail, that its files were written.
        at: ISO local time.
        actor: who.
        note: what went wrong, or a remark.
        id: of the line.

    """

    version_id: str
    package_id: str
    way: Way
    target: str
    files: tuple[HandoverFile, ...] = ()
    verified: bool = False
    at: str = ""
    actor: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick or card that can be written: `free` and `total` in bytes, `system` the kind of file system."""

    root: str
    label: str
    free: int
    total: int
    system: str = ""
