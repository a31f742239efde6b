"""Finding, inserting and keeping text blocks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_desktop.domain.text_block import BlockSection, BlockTopic
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services.container import Services


def test_the_shipped_blocks_are_found_without_accents(services: Services) -> None:
    found = services.text_blocks.search("truyen thanh", BlockSection.FORM)
    assert [block.title for block in found] == ["Truyền thanh cơ sở"]
    assert services.text_blocks.search(topic=BlockTopic.PAPI)


def test_a_block_comes_into_a_plan_with_the_names_of_the_office(services: Services) -> None:
    plan = services.plans.create(2027).plan
    (block,) = services.text_blocks.search("giao nhiệm vụ triển khai")
    made, section_id = services.text_blocks.insert(plan, block, plan.sections[0].id)
    assert section_id == ""
    assert len(made.closing) == len(plan.closing) + 1
    assert "xã Đồng Tâm năm 2027" in made.closing[-1]
    assert made.closing[-2].endswith(".")
    (block,) = services.text_blocks.search("co quan chu tri tham muu")
    made, section_id = services.text_blocks.insert(plan, block, "")
    new = made.section(section_id)
    assert new is not None
    assert new.title == "Phòng Văn hóa - Xã hội"
    assert "{" not in repr([(one.title, one.text) for one in new.walk()])
    assert services.plans.save(made).plan.section(section_id) == new


def test_an_own_block_is_kept_from_a_section_and_stands_first(services: Services) -> None:
    plan = services.plans.create(2026).plan
    section = plan.sections[-1].children[0]
    saved = services.text_blocks.from_section(plan, section.id, " Của  xã ", BlockSection.DUTIES, ())
    assert saved.block.title == "Của xã"
    assert saved.block.topics == (BlockTopic.GENERAL,)
    assert services.text_blocks.all()[0] == saved.block
    assert saved.block.heading == section.title
    assert "{cap_tren}" not in repr(saved.block.children)  # only names that are sure become variables
    assert "{ten_don_vi}" in repr(saved.block.children)
    assert services.text_blocks.search("cua xa")[0] == saved.block
    services.text_blocks.bin(saved.block.id)
    assert services.text_blocks.binned() == (saved.block,)
    services.text_blocks.restore(saved.block.id)
    assert services.text_blocks.all()[0] == saved.block


def test_what_cannot_be_kept_is_told(services: Services) -> None:
    plan = services.plans.create(2026).plan
    with pytest.raises(InvalidInput) as caught:
        services.text_blocks.from_section(plan, plan.sections[0].id, "", BlockSection.DUTIES, ())
    assert set(caught.value.problems) == {"title"}
    with pytest.raises(NotFound):
        services.text_blocks.from_section(plan, "không có", "Tên", BlockSection.DUTIES, ())
    shipped = services.text_blocks.all()[0]
    with pytest.raises(NotFound):
        services.text_blocks.bin(shipped.id)
    with pytest.raises(InvalidInput):
        services.text_blocks.save(replace(shipped, text=" ", heading=""))
