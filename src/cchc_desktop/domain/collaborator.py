"""People who carry the communication: collaborators and speakers, and what they delivered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.register import day_problems, order_problems, text_problems


class CollaboratorRole(StrEnum):
    """What a person does for the communication."""

    COLLABORATOR = "collaborator"
    SPEAKER = "speaker"
    LEGAL_SPEAKER = "legal_speaker"
    DIGITAL_TEAM = "digital_team"


COLLABORATOR_ROLE_NAMES = {
    CollaboratorRole.COLLABORATOR: "Cộng tác viên",
    CollaboratorRole.SPEAKER: "Báo cáo viên",
    CollaboratorRole.LEGAL_SPEAKER: "Tuyên truyền viên pháp luật",
    CollaboratorRole.DIGITAL_TEAM: "Thành viên tổ công nghệ số cộng đồng",
}
"""How roles are called."""


class DeliveryKind(StrEnum):
    """What was delivered."""

    ARTICLE = "article"
    TALK = "talk"
    VIDEO = "video"
    PHOTO = "photo"
    GUIDANCE = "guidance"
    OTHER = "other"


DELIVERY_KIND_NAMES = {
    DeliveryKind.ARTICLE: "Tin, bài",
    DeliveryKind.TALK: "Buổi tuyên truyền, báo cáo",
    DeliveryKind.VIDEO: "Video, đồ họa",
    DeliveryKind.PHOTO: "Ảnh",
    DeliveryKind.GUIDANCE: "Buổi hướng dẫn dịch vụ công",
    DeliveryKind.OTHER: "Việc khác",
}
"""How kinds of delivery are called."""


@dataclass(frozen=True, slots=True)
class Collaborator:
    """A person of the register. `phone` is personal data and leaves the program only when asked for."""

    name: str
    role: CollaboratorRole = CollaboratorRole.COLLABORATOR
    workplace: str = ""
    area: str = ""
    phone: str = ""
    active_from: date | None = None
    active_to: date | None = None
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something a person delivered on a day, `quantity` of it."""

    collaborator_id: str
    date: date
    title: str
    kind: DeliveryKind = DeliveryKind.ARTICLE
    quantity: int = 1
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


def collaborator_problems(person: Collaborator) -> dict[str, str]:
    """Return field → reason for all that forbids keeping a person."""
    return {
        **text_problems(
            {"name": person.name, "workplace": person.workplace, "area": person.area, "phone": person.phone},
            {"note": person.note},
            {"name": "chưa nhập họ tên"},
        ),
        **day_problems({"active_from": person.active_from, "active_to": person.active_to}),
        **order_problems(person.active_from, person.active_to, "active_to"),
    }


def delivery_problems(delivery: Delivery) -> dict[str, str]:
    """Return field → reason for all that forbids keeping a delivery."""
    found = {
        **text_problems(
            {"title": delivery.title}, {"note": delivery.note}, {"title": "chưa nhập tên sản phẩm hoặc nội dung"}
        ),
        **day_problems({"date": delivery.date}),
    }
    if not delivery.collaborator_id:
        found["collaborator_id"] = "chưa chọn người thực hiện"
    if not 1 <= delivery.quantity <= 1_000_000:
        found["quantity"] = "số lượng phải từ 1 trở lên"
    return found
