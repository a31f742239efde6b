"""The office's changes to the register and its own blocks come back as they were, with their trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain.legal_basis import BasisSource, LegalBasis
from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.domain.text_block import BlockSection, BlockTopic, TextBlock
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.database import Database

BASIS = LegalBasis(
    "Nghị định",
    "118/2025/NĐ-CP",
    "Chính phủ",
    "về thực hiện thủ tục hành chính",
    date(2025, 6, 9),
    date(2025, 7, 1),
    date(2030, 12, 31),
    ("61/2018/NĐ-CP",),
    ("367/2025/NĐ-CP", "309/2026/NĐ-CP"),
    "1/2031/NĐ-CP",
    date(2026, 8, 5),
    BasisSource.UPDATE,
    "ghi chú\nhai dòng",
)
BLOCK = TextBlock(
    "Tên",
    BlockSection.DUTIES,
    (BlockTopic.SIPAS, BlockTopic.PAPI),
    SectionKind.ITEM,
    "Lời\nvăn {nam}",
    "Tiêu đề",
    (Section(SectionKind.POINT, "a", "b", (Section(SectionKind.DASH, text="c"),)),),
)


def test_an_entry_comes_back_whole(database: Database) -> None:
    with database.write("An") as uow:
        saved = uow.legal_bases.save(BASIS)
        bare = uow.legal_bases.save(LegalBasis("Luật", "72/2025/QH15", "", "A"))
        uow.commit()
    assert saved == replace(BASIS, version=1)
    with database.read() as uow:
        assert set(uow.legal_bases.all()) == {saved, bare}
        assert uow.legal_bases.get(BASIS.id) == saved


def test_a_change_leaves_its_trail_and_the_second_clerk_is_told(database: Database) -> None:
    with database.write("An") as uow:
        saved = uow.legal_bases.save(BASIS)
        uow.legal_bases.save(replace(saved, note="mới"))
        uow.commit()
    with database.write("Bình") as uow, pytest.raises(Conflict):
        uow.legal_bases.save(replace(saved, note="của Bình"))
    with database.read() as uow:
        newest, first = uow.audit.history("legal_basis", BASIS.id)
    assert (newest.action, newest.before, newest.after) == ("update", {"note": "ghi chú\nhai dòng"}, {"note": "mới"})
    assert (first.action, first.actor) == ("create", "An")


def test_the_bin_of_the_register(database: Database) -> None:
    with database.write("An") as uow:
        saved = uow.legal_bases.save(BASIS)
        uow.legal_bases.bin(BASIS.id)
        uow.commit()
    with database.write("An") as uow:
        assert uow.legal_bases.all() == ()
        assert uow.legal_bases.all(binned=True) == (saved,)
        with pytest.raises(Conflict):
            uow.legal_bases.save(saved)
        uow.legal_bases.restore(BASIS.id)
        assert uow.legal_bases.all() == (saved,)
        with pytest.raises(NotFound):
            uow.legal_bases.bin("không có")
        with pytest.raises(NotFound):
            uow.legal_bases.save(replace(BASIS, id="khác", version=3))


def test_blocks_come_back_whole_in_the_order_they_came(database: Database) -> None:
    second = replace(BLOCK, id="0" * 32, title="Sau", children=())
    with database.write("An") as uow:
        first = uow.text_blocks.save(BLOCK)
        second = uow.text_blocks.save(second)
        uow.commit()
    assert first == replace(BLOCK, own=True, version=1)
    with database.write("An") as uow:
        assert uow.text_blocks.all() == (first, second)
        changed = uow.text_blocks.save(replace(first, title="Khác"))
        assert changed.version == 2
        with pytest.raises(Conflict):
            uow.text_blocks.save(first)
        uow.text_blocks.bin(first.id)
        assert uow.text_blocks.all() == (second,)
        assert uow.text_blocks.all(binned=True) == (changed,)
        uow.text_blocks.restore(first.id)
        assert uow.text_blocks.all() == (changed, second)
        with pytest.raises(NotFound):
            uow.text_blocks.bin("không có")
