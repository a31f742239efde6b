"""The directory through its service: units in time, what is expected of whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit, Expectation
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.container import Services

DAY = date(2025, 7, 1)


@pytest.fixture
def directory(services: Services):
    services.directory.add_many(
        [
            DirectoryUnit("X1", " Lệ  Xá ", aliases=("Le Xa", "Le Xa", " "), phone="0912"),
            DirectoryUnit("X2", "Trần Phú", DirectoryKind.WARD),
            DirectoryUnit("X3", "Tân Tiến", parent="X1"),
        ]
    )
    return services.directory


def test_units_are_kept_tidied_and_found_again(directory) -> None:
    known = directory.on_day(DAY)
    assert (known["X1"].name, known["X1"].aliases) == ("Lệ Xá", ("Le Xa",))
    assert directory.count() == 3
    assert [unit.code for unit in directory.reporting(DAY)] == ["X1", "X2"]
    assert [unit.code for unit in directory.reporting(DAY, "X1")] == ["X3"]


def test_nothing_is_kept_when_one_unit_is_unsound(directory) -> None:
    with pytest.raises(InvalidInput):
        directory.add_many([DirectoryUnit("X4", "Mới"), DirectoryUnit("X1", "Khác")])
    assert "X4" not in directory.on_day(DAY)
    with pytest.raises(InvalidInput) as caught:
        directory.units.save(DirectoryUnit("X2", "Trùng mã"))
    assert "phường Trần Phú" in caught.value.problems["code"]


def test_a_merger_is_one_step_that_goes_back_whole(services: Services, directory) -> None:
    one, two = (directory.on_day()[code] for code in ("X1", "X2"))
    directory.merge([one.id, two.id], replace(one, name="Lệ Phú"), date(2026, 1, 1))
    assert directory.on_day(date(2025, 12, 31))["X1"].name == "Lệ Xá"
    after = directory.on_day(date(2026, 1, 1))
    assert after["X1"].name == "Lệ Phú"
    assert "X2" not in after
    assert after["X1"].predecessors == ("X2",)
    assert directory.sources(["X1"])["X1"].codes == ("X1", "X2")
    services.undo.undo_next()
    assert {unit.name for unit in directory.on_day(date(2026, 1, 1)).values()} == {"Lệ Xá", "Trần Phú", "Tân Tiến"}


def test_reshaping_is_refused_for_a_unit_that_is_gone_by_then(directory) -> None:
    one = directory.on_day()["X1"]
    directory.units.save(replace(one, valid_to=date(2025, 8, 1)))
    with pytest.raises(InvalidInput):
        directory.rename(one.id, replace(one, name="Khác"), date(2026, 1, 1))
    with pytest.raises(InvalidInput):
        directory.merge([one.id], one, DAY)


def test_a_split_into_parts_of_one_code_is_refused(directory) -> None:
    two = directory.on_day()["X2"]
    parts = [DirectoryUnit("P1", "Một"), DirectoryUnit("P1", "Hai")]
    with pytest.raises(InvalidInput):
        directory.split(two.id, parts, date(2026, 1, 1))
    assert "P1" not in directory.on_day(date(2026, 2, 1))


def test_every_regular_report_is_expected_until_something_else_is_said(services: Services, directory) -> None:
    quarter = services.reports.period("2026-Q1")
    assert [due.unit.code for due in directory.due(quarter)] == ["X1", "X2"]
    assert {due.deadline for due in directory.due(quarter)} == {quarter.deadline}
    directory.expectations.save(Expectation("Q1", "X2", wanted=False))
    own = Expectation("Q1", "X1", deadline=(3, 25))
    directory.expectations.save(own)
    (due,) = directory.due(quarter)
    assert (due.unit.code, due.deadline) == ("X1", date(2026, 3, 25))
    directory.expectations.bin([own.id])
    assert directory.due(quarter)[0].deadline == quarter.deadline
    services.undo.undo_next()
    assert directory.due(quarter)[0].deadline == date(2026, 3, 25)
    with pytest.raises(InvalidInput):
        directory.expectations.save(Expectation("", last_year=2020, first_year=2026))


def test_the_list_leaves_contacts_out_unless_asked(directory) -> None:
    ids = [unit.id for unit in directory.units.all()]
    assert "Điện thoại" not in [column.title for column in directory.table(ids).columns]
    table = directory.table(ids, personal=True)
    assert "0912" in table.rows[0]


def test_a_table_brings_known_units_up_to_date_and_adds_the_others(services: Services, directory) -> None:
    one = directory.on_day()["X1"]
    directory.rename(one.id, replace(one, name="Lệ Phú"), date(2026, 1, 1))
    rows = [
        DirectoryUnit("X1", "Lệ Phú", phone="0999", aliases=("LP",)),
        DirectoryUnit("X2", "Trần Phú Mới", DirectoryKind.WARD),
        DirectoryUnit("X9", "Mới"),
    ]
    directory.take_many(rows)
    today = directory.on_day()
    assert (today["X1"].name, today["X1"].phone, today["X1"].aliases) == ("Lệ Phú", "0999", ("LP",))
    assert directory.on_day(date(2025, 12, 31))["X1"].phone == "0912"
    assert (today["X2"].name, today["X2"].id) == ("Trần Phú Mới", directory.on_day(DAY)["X2"].id)
    assert "X9" in today
    services.undo.undo_next()
    assert directory.on_day()["X1"].phone == "0912"
    assert "X9" not in directory.on_day()


def test_a_ministry_takes_its_provinces_from_the_catalogue(services: Services) -> None:
    provinces = services.catalogues.provinces
    services.directory.add_provinces(provinces)
    services.directory.add_provinces(provinces)
    found = services.directory.on_day()
    assert len(found) == services.directory.count() == 34
    assert (found["01"].kind, found["01"].full_name) == (DirectoryKind.CITY, "thành phố Hà Nội")
    assert found["04"].full_name == "tỉnh Cao Bằng"
    assert "Tỉnh Hà Giang" in found["08"].note
