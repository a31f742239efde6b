"""The register's use cases over the shipped seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.domain.legal_basis import BasisSource, LegalBasis
from cchc_desktop.domain.legal_update import UpdateKind
from cchc_desktop.domain.plan import LineKind
from cchc_desktop.errors import CatalogueProblem, Conflict, InvalidInput, NotFound
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

UPDATE = """\
schema = 1
version = "2026-07-01"
publisher = "Sở Nội vụ"

[[legal_bases]]
kind = "Nghị định"
number = "30/2020/NĐ-CP"
date = 2020-03-05
issuer = "Chính phủ"
subject = "về công tác văn thư"
valid_from = 2020-03-05
valid_to = 2026-12-31
replaced_by = "400/2026/NĐ-CP"
checked_on = 2026-07-30

[[legal_bases]]
kind = "Nghị định"
number = "400/2026/NĐ-CP"
date = 2026-07-20
issuer = "Chính phủ"
subject = "về công tác văn thư"
valid_from = 2027-01-01
checked_on = 2026-07-30
"""


def entry(services: Services, number: str) -> LegalBasis:
    return next(basis for basis in services.legal_bases.all() if basis.number == number)


def own() -> LegalBasis:
    return LegalBasis("Kế hoạch", " 12/KH-UBND ", "Ủy ban nhân dân tỉnh Hưng Yên", "CCHC năm 2026;", date(2026, 1, 5))


def test_the_seed_is_there_without_being_written(services: Services) -> None:
    register = services.legal_bases.all()
    assert len(register) >= 28
    assert {basis.source for basis in register} == {BasisSource.SEED}
    assert {basis.version for basis in register} == {0}
    assert register[0].kind == "Luật"


def test_an_own_entry_is_kept_tidy_and_only_once(services: Services) -> None:
    saved = services.legal_bases.save(own()).basis
    assert (saved.number, saved.subject, saved.source) == ("12/KH-UBND", "CCHC năm 2026", BasisSource.OFFICE)
    assert services.legal_bases.all()[-1] == saved  # a plan of the province stands behind all laws and decrees
    with pytest.raises(InvalidInput) as caught:
        services.legal_bases.save(replace(own(), issuer="UBND tỉnh Hưng Yên"))
    assert caught.value.problems == {"number": "văn bản này đã có trong danh mục"}
    services.legal_bases.save(replace(own(), issuer="UBND tỉnh Sơn La"))
    with pytest.raises(InvalidInput):
        services.legal_bases.save(replace(own(), number="", subject=""))


def test_a_changed_seed_entry_takes_the_place_of_the_seed(services: Services) -> None:
    decree = entry(services, "30/2020/NĐ-CP")
    count = len(services.legal_bases.all())
    services.legal_bases.save(replace(decree, note="Xem kỹ Phụ lục I"))
    assert len(services.legal_bases.all()) == count
    changed = entry(services, "30/2020/NĐ-CP")
    assert (changed.note, changed.source, changed.version) == ("Xem kỹ Phụ lục I", BasisSource.OFFICE, 1)
    with pytest.raises(Conflict):
        services.legal_bases.save(replace(decree, version=9))


def test_a_binned_seed_entry_is_hidden_and_comes_back(services: Services) -> None:
    decree = entry(services, "30/2020/NĐ-CP")
    services.legal_bases.bin(decree.id)
    with pytest.raises(NotFound):
        services.legal_bases.get(decree.id)
    assert [basis.number for basis in services.legal_bases.binned()] == ["30/2020/NĐ-CP"]
    services.legal_bases.restore(decree.id)
    assert entry(services, "30/2020/NĐ-CP").source is BasisSource.SEED
    services.legal_bases.bin(decree.id)
    services.legal_bases.save(replace(decree, id="mới", version=0))  # typed anew after it was thrown away
    assert services.legal_bases.binned() == ()
    assert entry(services, "30/2020/NĐ-CP").source is BasisSource.OFFICE


def test_marking_as_checked_takes_the_warning_and_leaves_the_source(services: Services) -> None:
    law = entry(services, "72/2025/QH15")
    assert [warning.kind.value for warning in services.legal_bases.warnings(law)] == ["unchecked"]
    services.legal_bases.mark_checked([law.id])
    law = entry(services, "72/2025/QH15")
    assert services.legal_bases.warnings(law) == ()
    assert (law.checked_on, law.source) == (date(2026, 6, 20), BasisSource.SEED)


def test_an_update_is_shown_first_and_taken_over_whole(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "cap-nhat.toml"
    path.write_text(UPDATE, encoding="utf-8")
    shown = services.legal_bases.read_update(path)
    assert [row.kind for row in shown.rows] == [UpdateKind.CHANGED, UpdateKind.NEW]
    assert entry(services, "30/2020/NĐ-CP").valid_to is None
    change = services.legal_bases.apply_update(shown)
    assert len(change.ids) == 2
    assert entry(services, "30/2020/NĐ-CP").replaced_by == "400/2026/NĐ-CP"
    assert entry(services, "400/2026/NĐ-CP").source is BasisSource.UPDATE
    again = services.legal_bases.read_update(path)
    assert [row.kind for row in again.rows] == [UpdateKind.SAME, UpdateKind.SAME]


def test_the_offices_own_words_survive_an_update_unless_given_up(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "cap-nhat.toml"
    path.write_text(UPDATE, encoding="utf-8")
    decree = services.legal_bases.save(replace(entry(services, "30/2020/NĐ-CP"), note="của xã")).basis
    shown = services.legal_bases.read_update(path)
    assert shown.rows[0].kind is UpdateKind.OWN
    services.legal_bases.apply_update(shown)
    assert entry(services, "30/2020/NĐ-CP") == decree
    services.legal_bases.apply_update(services.legal_bases.read_update(path), [decree.id])
    assert entry(services, "30/2020/NĐ-CP").valid_to == date(2026, 12, 31)


def test_a_stale_preview_changes_nothing_at_all(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "cap-nhat.toml"
    path.write_text(UPDATE.replace("30/2020", "309/2020").replace("400/2026", "30/2020"), encoding="utf-8")
    shown = services.legal_bases.read_update(path)
    services.legal_bases.mark_checked([entry(services, "30/2020/NĐ-CP").id])
    with pytest.raises(Conflict):
        services.legal_bases.apply_update(shown)
    assert not [basis for basis in services.legal_bases.all() if basis.number == "309/2020/NĐ-CP"]


def test_what_was_thrown_away_is_not_brought_back_by_an_update(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "cap-nhat.toml"
    path.write_text(UPDATE, encoding="utf-8")
    services.legal_bases.bin(entry(services, "30/2020/NĐ-CP").id)
    services.legal_bases.apply_update(services.legal_bases.read_update(path))
    assert [b.number for b in services.legal_bases.all() if "về công tác văn thư" in b.subject] == ["400/2026/NĐ-CP"]


def test_a_wrong_file_is_told_by_line(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "cap-nhat.toml"
    path.write_text(UPDATE.replace("2026-12-31", "2019-12-31"), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        services.legal_bases.read_update(path)
    assert caught.value.line == 12


def test_a_new_plan_cites_what_the_register_knows(services: Services) -> None:
    plan = services.plans.create(2026).plan
    cited = services.legal_bases.cited(plan)
    assert {services.legal_bases.get(one).number for one in cited} == {"72/2025/QH15", "76/NQ-CP", "150/2025/NĐ-CP"}
    made = services.legal_bases.pick(plan, [entry(services, "118/2025/NĐ-CP").id])
    (line,) = [line for line in made.preamble if "118/2025/NĐ-CP" in line.text]
    assert line.kind is LineKind.BASIS
    assert "ngày 09/6/2025 của Chính phủ về thực hiện" in line.text  # as the other lines of the skeleton are written
    ordered = services.legal_bases.sort(made)
    assert [line.text.split(" số ")[0] for line in ordered.preamble][:4] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ Nghị định",
        "Căn cứ Nghị định",
        "Căn cứ Nghị quyết",
    ]
    warned = services.legal_bases.preamble_warnings(plan)
    assert {basis.number for basis, _ in warned.values()} >= {"72/2025/QH15", "150/2025/NĐ-CP"}
    assert services.legal_bases.findings(plan)


def test_a_wrong_own_file_shows_at_the_first_use_and_not_at_the_start(office: Paths) -> None:
    from cchc_desktop import wiring

    office.catalogues.mkdir(parents=True)
    (office.catalogues / "legal_bases.toml").write_text("schema = 1\n", encoding="utf-8")
    opened = wiring.open_services(office, lambda: "Người thử", lambda: date(2026, 6, 20))
    try:
        with pytest.raises(CatalogueProblem):
            opened.legal_bases.all()
        assert [problem.path.name for problem in opened.catalogue_files.problems()] == ["legal_bases.toml"]
    finally:
        opened.close()
