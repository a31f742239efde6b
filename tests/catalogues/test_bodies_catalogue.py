"""The bodies of the commune as shipped, and what is wrong with a file of the office's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_desktop import catalogues
from cchc_desktop.catalogues.bodies import read_bodies
from cchc_desktop.domain.assignment import named
from cchc_desktop.domain.body import BodyFinder, of_unit
from cchc_desktop.domain.plan_skeleton import put
from cchc_desktop.domain.unit import UnitKind
from cchc_desktop.errors import CatalogueProblem

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "catalogues"


@pytest.fixture(scope="module")
def shipped():
    return catalogues.load(SHIPPED)


def finder(shipped, kind=UnitKind.COMMUNE):
    return BodyFinder(of_unit(shipped.bodies, kind))


@pytest.mark.parametrize("kind", list(UnitKind))
def test_every_shipped_name_and_alias_means_its_own_body(shipped, kind):
    found = finder(shipped, kind)
    for body in found.bodies:
        for name in (body.name, body.short, *body.aliases):
            assert [other.code for other in named(name, found)] == [body.code], name


def test_the_shipped_plan_names_bodies_of_the_catalogue_only(shipped):
    found = finder(shipped)
    values = {"co_quan_chu_tri": "Phòng Văn hóa - Xã hội", "ten_don_vi": "xã Lệ Xá", "nam": "2026"}
    for task in shipped.skeleton.tasks:
        for text in (task["lead"], task["support"]):
            assert not [body.name for body in named(put(text, values), found) if body.is_free], text


def test_the_economic_department_goes_by_the_kind_of_unit(shipped):
    for kind, code in ((UnitKind.COMMUNE, "kinh_te"), (UnitKind.WARD, "kt_ht_dt")):
        assert [body.code for body in named("Phòng Kinh tế", finder(shipped, kind))] == [code]


HEAD = 'schema = 1\n[[bodies]]\ncode = "ca"\nname = "Công an {loai}"\n'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (HEAD + '[[bodies]]\ncode = "b"\nname = "B"\naliases = ["Công an xã"]\n', 8, "đã chỉ cơ quan “ca”"),
        (HEAD + '[[bodies]]\ncode = "ca"\nname = "B"\n', 6, "đã có ở dòng 3"),
        (HEAD + 'kinds = ["huyen"]\n', 5, "xa, phuong, dac_khu"),
        (HEAD + 'short = "{ten}"\n', 5, "{loai}"),
        (HEAD + 'aliases = ["…"]\n', 5, "không phải tên cơ quan"),
        (HEAD + "alias = []\n", 5, "“alias”"),
        ("schema = 1\nbodies = []\n", 2, "không được để trống"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, text, line, reason):
    path = tmp_path / "bodies.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        read_bodies(path)
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_the_same_alias_is_fine_for_bodies_of_different_units(tmp_path):
    path = tmp_path / "bodies.toml"
    path.write_text(
        'schema = 1\n[[bodies]]\ncode = "a"\nname = "Phòng Kinh tế"\nkinds = ["xa"]\n'
        '[[bodies]]\ncode = "b"\nname = "Phòng Hạ tầng"\naliases = ["Phòng Kinh tế"]\nkinds = ["phuong"]\n',
        encoding="utf-8",
    )
    assert [body.code for body in read_bodies(path)] == ["a", "b"]
