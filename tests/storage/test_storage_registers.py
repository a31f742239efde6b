"""The registers in the database: every field comes back, nothing is overwritten unseen, everything leaves a trace."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from cchc_desktop.domain.budget import BudgetLine, Spending
from cchc_desktop.domain.channel import Broadcast, Channel, ChannelKind
from cchc_desktop.domain.collaborator import Collaborator, CollaboratorRole, Delivery, DeliveryKind
from cchc_desktop.domain.commendation import Commendation, CommendationKind
from cchc_desktop.domain.petition import Competence, Petition, PetitionAbout, PetitionKind
from cchc_desktop.errors import Conflict, DatabaseDamaged, InvalidInput, NotFound
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.tables_registers import PetitionRecord

DAY = date(2026, 3, 10)
CHANNEL = Channel(ChannelKind.ZALO, "Zalo xã", "zalo.me/lexa", "Đào", DAY, date(2026, 12, 31), "ghi chú")
PERSON = Collaborator("Phạm Thị Hoa", CollaboratorRole.SPEAKER, "Hội Phụ nữ", "thôn Đoài", "0912", DAY, DAY, "ghi")
LINE = BudgetLine(2026, "In tờ rơi", "tờ", Decimal("500.5"), 3_500, "Ngân sách xã", "task", "Nghị quyết", "ghi", 3)
ENTRIES: dict[str, Any] = {
    "channels": CHANNEL,
    "broadcasts": Broadcast(CHANNEL.id, DAY, "Bản tin", "17:00", 15, 2, "ghi", "activity"),
    "collaborators": PERSON,
    "deliveries": Delivery(PERSON.id, DAY, "Bài viết", DeliveryKind.VIDEO, 2, "ghi"),
    "petitions": Petition(
        DAY,
        "Cửa mở muộn",
        7,
        "Đường dây nóng",
        "Nguyễn Thị Hạnh",
        "thôn Đoài",
        "0912345678",
        PetitionKind.PROPOSAL,
        PetitionAbout.BEHAVIOUR,
        "Đất đai",
        Competence.OTHER,
        "Sở Nội vụ",
        DAY,
        DAY,
        "12/UBND",
        "Đã xử lý",
        "Trang TTĐT",
        "ghi",
    ),
    "commendations": Commendation(
        CommendationKind.INITIATIVE, DAY, "Bộ phận một cửa", "Phiếu hẹn", "Giấy khen", "UBND xã", "12/QĐ", "tốt", "ghi"
    ),
    "budget_lines": LINE,
    "spendings": Spending(LINE.id, DAY, "Đợt 1", -500_000, "PC12", "ghi"),
}
PARENTS = {
    "broadcasts": ("channels", CHANNEL),
    "deliveries": ("collaborators", PERSON),
    "spendings": ("budget_lines", LINE),
}


def put(database: Database, name: str) -> Any:
    with database.write("Đào") as uow:
        if name in PARENTS:
            parent, entry = PARENTS[name]
            getattr(uow.registers, parent).save(entry)
        saved = getattr(uow.registers, name).save(ENTRIES[name])
        uow.commit()
    return saved


@pytest.mark.parametrize("name", ENTRIES)
def test_every_field_comes_back(database: Database, name: str) -> None:
    saved = put(database, name)
    for field in fields(saved):
        assert getattr(ENTRIES[name], field.name) not in ("", None) or field.name == "version", field.name
    with database.read() as uow:
        repo = getattr(uow.registers, name)
        assert repo.get(saved.id) == saved == replace(ENTRIES[name], version=1)
        assert repo.all() == (saved,)
        assert repo.all(binned=True) == ()


@pytest.mark.parametrize("name", ENTRIES)
def test_changes_bin_and_restore_leave_a_trail(database: Database, name: str) -> None:
    saved = put(database, name)
    with database.write("Bình") as uow:
        repo = getattr(uow.registers, name)
        changed = repo.save(replace(saved, note="khác"))
        repo.bin([saved.id, saved.id])
        with pytest.raises(Conflict):
            repo.save(changed)
        assert repo.all() == ()
        assert repo.all(binned=True) == (changed,)
        repo.restore([saved.id])
        uow.commit()
    with database.read() as uow:
        assert getattr(uow.registers, name).all() == (changed,)
        entity = {"deliveries": "delivery"}.get(name, name.removesuffix("s"))
        trail = uow.audit.history(entity, saved.id)
    assert [row.action for row in trail] == ["restore", "bin", "update", "create"]
    assert (trail[2].actor, trail[2].before, trail[2].after) == (
        "Bình",
        {"note": "ghi chú" if name == "channels" else "ghi"},
        {"note": "khác"},
    )


def test_two_windows_do_not_overwrite_each_other(database: Database) -> None:
    saved = put(database, "petitions")
    with database.write("Bình") as uow:
        uow.registers.petitions.save(replace(saved, note="một"))
        with pytest.raises(Conflict):
            uow.registers.petitions.save(replace(saved, note="hai"))
        with pytest.raises(NotFound):
            uow.registers.petitions.save(Petition(DAY, "x", version=3))
        with pytest.raises(NotFound):
            uow.registers.petitions.bin(["nobody"])


def test_searching_needs_no_accents(database: Database) -> None:
    saved = put(database, "petitions")
    with database.read() as uow:
        folded = uow._session.scalar(select(PetitionRecord.folded).where(PetitionRecord.id == saved.id))
    assert "nguyen thi hanh" in folded
    assert "dat dai" in folded
    assert saved.id not in folded


def test_an_entry_without_its_channel_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key") as caught, database.write("Đào") as uow:  # noqa: PT012
        uow.registers.broadcasts.save(ENTRIES["broadcasts"])
        uow.commit()
    assert not isinstance(caught.value, DatabaseDamaged)


def test_amounts_keep_their_thousandths_and_no_more(database: Database) -> None:
    with database.write("Đào") as uow:
        saved = uow.registers.budget_lines.save(replace(LINE, quantity=Decimal("0.125")))
        assert uow.registers.budget_lines.get(saved.id).quantity == Decimal("0.125")
        with pytest.raises(InvalidInput):
            uow.registers.budget_lines.save(replace(saved, quantity=Decimal("0.0001")))


def test_lists_are_ordered_and_filtered(database: Database) -> None:
    with database.write("Đào") as uow:
        repo = uow.registers.petitions
        for number, day in ((1, DAY), (3, date(2026, 3, 12)), (2, date(2026, 3, 12)), (9, date(2025, 12, 31))):
            repo.save(Petition(day, f"số {number}", number))
        assert [one.number for one in repo.all()] == [3, 2, 1, 9]
        assert [one.number for one in repo.all(received="2025-12-31")] == [9]
        assert repo.largest("number", "2026-01-01", "2026-12-31", by="received") == 3
        assert repo.largest("number") == 9
        first = repo.all()[0]
        assert repo.some([first.id, "nobody"]) == (first,)
        repo.bin([first.id])
        assert repo.some([first.id]) == ()
