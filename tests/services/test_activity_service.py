"""The log's use cases through real storage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.errors import Conflict, InvalidInput
from cchc_desktop.services.container import Services


def _some(services: Services, title: str = "Phát thanh về dịch vụ công", day: date = date(2026, 3, 3)) -> Activity:
    form = services.catalogues.forms[0]
    counts = {form.measures[0].code: Decimal(2)}
    return services.activities.save(Activity(day, form.code, title, counts)).activity


def test_search_ignores_accents_case_and_unicode_form(services: Services) -> None:
    _some(services, "Tuyên truyền ở Đồng Đăng")
    _some(services, "Họp tổ dân phố")
    for words in ("dong dang", "ĐỒNG", "tuyen truyen", "truye\u0302n Đăng"):
        found = services.activities.page(ActivityFilter(words=words))
        assert [a.title for a in found.activities] == ["Tuyên truyền ở Đồng Đăng"], words
    assert services.activities.page(ActivityFilter(words="100%_")).total == 0


def test_bin_and_restore_leave_the_entry_as_it_was(services: Services) -> None:
    kept = _some(services)
    services.activities.bin([kept.id])
    assert services.activities.page(ActivityFilter()).total == 0
    assert services.activities.page(ActivityFilter(binned=True)).total == 1
    services.activities.restore([kept.id])
    again = services.activities.get(kept.id)
    assert replace(again, version=kept.version) == kept


def test_problems_are_named_by_field(services: Services) -> None:
    form = services.catalogues.forms[0]
    bad = Activity(date(1999, 1, 1), form.code, " ", {form.measures[0].code: Decimal(-1), "khong_co": Decimal(1)})
    with pytest.raises(InvalidInput) as caught:
        services.activities.save(bad)
    assert set(caught.value.problems) == {"date", "title", f"counts.{form.measures[0].code}", "counts.khong_co"}
    with pytest.raises(InvalidInput) as caught:
        services.activities.save(Activity(date(2026, 1, 1), form.code, "x", task_id="mat"))
    assert set(caught.value.problems) == {"task_id"}


def test_a_stale_edit_is_refused(services: Services) -> None:
    first = _some(services)
    services.activities.save(replace(first, title="Sửa lần một"))
    with pytest.raises(Conflict):
        services.activities.save(replace(first, title="Sửa lần hai"))


def test_import_previews_then_applies_once(services: Services, tmp_path) -> None:
    from openpyxl import Workbook

    form = services.catalogues.forms[0]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ngày", "Hình thức", "Nội dung"])
    sheet.append(["05/03/2026", form.name, "Bài một"])
    sheet.append(["31/02/2026", form.name, "Bài hai"])
    path = tmp_path / "nhat-ky.xlsx"
    book.save(path)
    preview = services.activities.preview_import(path)
    assert [row.activity.title for row in preview.accepted] == ["Bài một"]
    assert [row.cell for row in preview.refused] == ["A3"]
    assert services.activities.page(ActivityFilter()).total == 0
    services.activities.apply_import(preview)
    assert services.activities.page(ActivityFilter()).total == 1
    again = services.activities.preview_import(path)
    assert again.accepted == ()
    assert "đã có trong nhật ký" in [row.reason for row in again.refused]
    assert len(services.backups.all()) == 1
