"""A search or a filtered list that a person gave a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.text import fold

NAME_LIMIT = 80


@dataclass(frozen=True, slots=True)
class SavedView:
    """`place` is the list it belongs to ("search", "activity"), `query` plain texts by field as the list has them."""

    place: str
    name: str
    query: Mapping[str, str] = field(default_factory=dict)
    position: int = 0
    id: str = field(default_factory=new_id)
    version: int = 0


def problems(view: SavedView, others: tuple[SavedView, ...]) -> dict[str, str]:
    """Return field → Vietnamese reason for what forbids keeping a view beside others of its place."""
    if not view.name.strip():
        return {"name": "chưa đặt tên"}
    if len(view.name) > NAME_LIMIT:
        return {"name": f"tên dài quá {NAME_LIMIT} ký tự"}
    if any(other.id != view.id and fold(other.name) == fold(view.name) for other in others):
        return {"name": f"đã có “{view.name}”"}
    return {}
