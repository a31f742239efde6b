"""Report packages, and bringing them somewhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from cchc_desktop.errors.base import AppError


class PackageFault(StrEnum):
    """What is wrong with a package, a receipt, or their signature."""

    NOT_OURS = "not_ours"
    TOO_NEW = "too_new"
    BROKEN = "broken"
    PART_MISSING = "part_missing"
    HOSTILE = "hostile"
    TOO_LARGE = "too_large"
    ALTERED = "altered"
    MISSING = "missing"
    EXTRA = "extra"
    MANIFEST_ALTERED = "manifest_altered"
    WRONG_FACTS = "wrong_facts"
    SIGNATURE_MISSING = "signature_missing"
    SIGNATURE_WRONG = "signature_wrong"
    KEY_CHANGED = "key_changed"
    KEY_FOREIGN = "key_foreign"
    SIGNATURE_DROPPED = "signature_dropped"


class PackageProblem(AppError):
    """A package or receipt that is refused; nothing of it was taken in.

    Args:
        path: the file.
        fault: which of the known faults.
        member: which file inside it is concerned, when one is.
        reason: more in Vietnamese: what the file says of itself that cannot be, the sender's name.

    """

    def __init__(self, path: Path, fault: PackageFault, member: str = "", reason: str = "") -> None:
        super().__init__(str(path), fault.value, member, reason)
        self.path = path
        self.fault = fault
        self.member = member
        self.reason = reason


class DeliveryFault(StrEnum):
    """Why a file did not reach a stick or folder."""

    GONE = "gone"
    FULL = "full"
    READ_ONLY = "read_only"
    DIFFERS = "differs"
    FAT_LIMIT = "fat_limit"
    OTHER = "other"


class DeliveryProblem(AppError):
    """A file that did not reach its target; under its own name nothing new stands there.

    Args:
        target: the file that was to be written.
        fault: which of the known faults.
        needed: bytes needed, 0 when that is not the matter.
        free: bytes free, 0 when that is not the matter.
        detail: a technical detail for the log.

    """

    def __init__(self, target: Path, fault: DeliveryFault, needed: int = 0, free: int = 0, detail: str = "") -> None:
        super().__init__(str(target), fault.value, needed, free, detail)
        self.target = target
        self.fault = fault
        self.needed = needed
        self.free = free
        self.detail = detail
