"""Who works on a shared database, and what each may do there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member may do; each role may do all that those before it may."""

    VIEW = "view"
    WRITE = "write"
    APPROVE = "approve"
    MANAGE = "manage"


ROLE_NAMES = {Role.VIEW: "xem", Role.WRITE: "soạn", Role.APPROVE: "duyệt", Role.MANAGE: "quản trị"}
"""Role → its Vietnamese name."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person by the name they log in to the server with; `name` is written into the trail."""

    login: str
    name: str
    role: Role


_APPROVING = frozenset(
    {
        *((action, "plan_version") for action in ("create", "update", "remove")),
        *((action, "report_version") for action in ("create", "update", "remove")),
        *((action, "handover") for action in ("create", "update")),
        *((action, "answer") for action in ("create", "update", "remove")),
        *((action, "consolidation") for action in ("create", "update", "remove")),
    }
)
_MANAGING = frozenset({"member", "unit", "signer", "trusted_key"})


def needed_role(action: str, entity: str) -> Role:
    """Return the least role for a change, by the names that the trail gives it.

    Issuing plans, freezing, sending and answering reports need `APPROVE`; members, the office's own particulars, its
    signers, trusted keys and deleting for good need `MANAGE`.
    """
    if entity in _MANAGING or action == "purge":
        return Role.MANAGE
    return Role.APPROVE if (action, entity) in _APPROVING else Role.WRITE


def may(role: Role, needed: Role) -> bool:
    """Tell whether a role is enough."""
    order = list(Role)
    return order.index(role) >= order.index(needed)
