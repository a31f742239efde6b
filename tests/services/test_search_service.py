"""One box finds all nouns, puts them in groups, and keeps what was asked under a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.petition import Petition
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.search import KIND_NAMES, SearchGroup, SearchKind
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.errors import InvalidInput
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.services.search import FIRST, more_of
from cchc_desktop.wiring import open_services

TODAY = date(2026, 3, 12)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    paths = Paths.under(tmp_path / "data")
    paths.create()
    opened = open_services(paths, lambda: "Đào", lambda: TODAY)
    opened.units.save(Unit(new_id(), date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", ""))
    yield opened
    opened.close()


def find(services: Services, text: str) -> dict[SearchKind, SearchGroup]:
    return {group.kind: group for group in services.search.find(services.search.read(text))}


def test_everything_is_found_by_one_word(services: Services) -> None:
    plan = services.plans.create(2026).plan
    services.plans.save(replace(plan, tasks=(*plan.tasks, Task("Chiếu phim lưu động Đông Hoà", form="luu_dong"))))
    log = [
        Activity(date(2026, 1, 5), "luu_dong", "Xe loa tại thôn Đông Hòa"),
        Activity(date(2026, 2, 5), "phat_thanh", "Phát thanh", note="Thôn Đông Hoà, hai lượt"),
    ]
    for one in log:
        services.activities.save(one)
    services.registers.petitions.petitions.save(Petition(date(2026, 2, 1), "Loa thôn Đông Hoà bị hỏng"))
    found = find(services, '"đông hòa"')
    assert list(found) == [SearchKind.TASK, SearchKind.ACTIVITY, SearchKind.PETITION]
    # In the title before in the note, though older.
    assert [hit.id for hit in found[SearchKind.ACTIVITY].hits] == [log[0].id, log[1].id]
    assert found[SearchKind.TASK].hits[0].detail == plan.title
    assert list(find(services, '"dong hoa" từ:1/2')) == [SearchKind.ACTIVITY, SearchKind.PETITION]
    assert list(find(services, '"dong hoa" form:luu_dong')) == [SearchKind.TASK, SearchKind.ACTIVITY]
    assert find(services, '"dong hoa" form:luu_dong')[SearchKind.ACTIVITY].total == 1
    assert find(services, "") == {}
    assert find(services, "không có từ này đâu") == {}


def test_the_seed_of_the_catalogues_is_found(services: Services) -> None:
    basis = services.legal_bases.all()[0]
    assert basis.id in [hit.id for hit in find(services, f"{basis.number} loại:căn-cứ")[SearchKind.LEGAL_BASIS].hits]
    services.legal_bases.bin(basis.id)
    assert basis.id not in [hit.id for group in find(services, basis.number).values() for hit in group.hits]
    block = services.text_blocks.all()[0]
    assert block.id in [hit.id for hit in find(services, f'"{block.title}"')[SearchKind.TEXT_BLOCK].hits]


def test_a_few_of_each_noun_and_all_of_one(services: Services) -> None:
    for number in range(FIRST + 3):
        services.activities.save(Activity(date(2026, 1, 1 + number), "phat_thanh", f"Bản tin {number}"))
    group = find(services, "ban tin")[SearchKind.ACTIVITY]
    assert (len(group.hits), group.total, group.more) == (FIRST, FIRST + 3, False)
    assert len(find(services, more_of("ban tin", SearchKind.ACTIVITY))[SearchKind.ACTIVITY].hits) == FIRST + 3
    for kind in SearchKind:
        assert services.search.read(more_of("x", kind)).kinds == (kind,), KIND_NAMES[kind]


def test_views_are_kept_in_their_order(services: Services) -> None:
    views = services.saved_views
    first = views.save("search", " Quý  này ", {"text": "loa từ:1/1"})
    views.save("search", "Thiếu minh chứng", {"text": "x"})
    views.save("activity", "Quý này", {"words": "loa"})
    assert [(view.name, view.query["text"]) for view in views.of("search")] == [
        ("Quý này", "loa từ:1/1"),
        ("Thiếu minh chứng", "x"),
    ]
    for wrong in ("", "  ", "quy nay", "n" * 81):
        with pytest.raises(InvalidInput):
            views.save("search", wrong, {})
    renamed = views.rename(first, "Quý I")
    assert [view.name for view in views.of("search")] == ["Quý I", "Thiếu minh chứng"]
    views.bin(renamed.id)
    assert [view.name for view in views.of("search")] == ["Thiếu minh chứng"]
    views.restore(renamed.id)
    assert [view.name for view in views.of("search")] == ["Quý I", "Thiếu minh chứng"]
