"""What a person typed or asked for, and what is there."""

from __future__ import annotations

from cchc_desktop.errors.base import AppError


class InvalidInput(AppError):
    """Values that break a rule.

    Args:
        problems: field name → short Vietnamese reason, in the order of the form.

    """

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(problems)
        self.problems = dict(problems)


class NotFound(AppError):
    """A record that does not exist.

    Args:
        what: Vietnamese noun of the record ("kế hoạch", "hoạt động").
        key: what it was looked up by.

    """

    def __init__(self, what: str, key: str) -> None:
        super().__init__(what, key)
        self.what = what
        self.key = key


class Conflict(AppError):
    """A record that changed meanwhile or a value that is already taken.

    Args:
        what: Vietnamese noun of the record.
        reason: short Vietnamese reason.

    """

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(what, reason)
        self.what = what
        self.reason = reason


class UndoRefused(AppError):
    """An act that cannot be taken back; nothing of it was.

    Args:
        act: what it was called ("Ghi 12 hoạt động").
        reasons: what stands in the way, each a Vietnamese clause.

    """

    def __init__(self, act: str, reasons: tuple[str, ...]) -> None:
        super().__init__(act, reasons)
        self.act = act
        self.reasons = reasons


class NotAllowed(AppError):
    """What the member of a shared database may not do; nothing was changed.

    Args:
        role: Vietnamese name of the role they have.
        needed: Vietnamese name of the role that may.

    """

    def __init__(self, role: str, needed: str) -> None:
        super().__init__(role, needed)
        self.role = role
        self.needed = needed
