"""Every way a catalogue file can be wrong is told with its file, its line and a Vietnamese reason."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop import catalogues as room
from cchc_desktop.errors import CatalogueProblem

FOLDER = Path(__file__).parents[2] / "resources" / "catalogues"

FORM = """\
schema = 1
# a comment with [brackets] and "quotes"

[[forms]]
code = "tin_bai"
name = "Tin, bài"
aliases = ["tin", "bài"]
measures = [
    { code = "so_bai", name = "Số bài", unit = "bài" }, # ] }
    { code = "so_chu", name = "Số chữ", unit = "chữ" },
]

[[forms]]
code = "hop"
name = "Cuộc họp"
measures = [{ code = "so_cuoc", name = "Số cuộc", unit = "cuộc" }]
"""

INDICATOR = """\
schema = 1

[[indicators]]
code = "A1"
name = "Số bài"
unit = "bài"
kind = "sum"
source = "log_measure"
forms = [
    "tin_bai",
]
measures = ["so_bai"]

[[indicators]]
code = "A2"
name = "Tỷ lệ"
unit = "%"
kind = "ratio"
source = "formula"
numerator = "A1"
denominator = "A1"
"""

PERIOD = """\
schema = 1

[[periods]]
code = "Q1"
name = "Quý I"
start = { day = 15, month = 12, year_offset = -1 }
end = { day = 14, month = 3 }

[[periods]]
code = "Y"
name = "Năm"
start = { day = 15, month = 12, year_offset = -1 }
end = { day = 14, month = 12 }
"""

PROVINCE = """\
schema = 1

[[provinces]]
code = "33"
name = "Tỉnh Hưng Yên"

[[provinces]]
code = "80"
name = "Tỉnh Tây Ninh"
"""

HOLIDAY = """\
schema = 1

[[swaps]]
off = 2025-05-02
worked = 2025-04-26
"""

SKELETON = '''\
schema = 1
title = "Kế hoạch {nam}"
bases = [
    "Căn cứ một",
    "Căn cứ hai",
]

[[sections]]
level = 1
kind = "part"
title = "MỤC ĐÍCH"

[[sections]]
level = 2
kind = "item"
text = """
Đoạn thứ nhất của {ten_don_vi}.
Đoạn thứ hai.
"""

[[tasks]]
content = "Viết bài"
target = 12
form = "tin_bai"
measure = "so_bai"
'''

SOUND = {
    "forms.toml": FORM,
    "indicators.toml": INDICATOR,
    "periods.toml": PERIOD,
    "provinces.toml": PROVINCE,
    "holidays.toml": HOLIDAY,
    "plan_skeleton.toml": SKELETON,
    "dated_terms.toml": "schema = 1\n",
    "bodies.toml": 'schema = 1\n[[bodies]]\ncode = "cong_an"\nname = "Công an {loai}"\n',
    "legal_bases.toml": (
        'schema = 1\nversion = "1"\n[[legal_bases]]\nkind = "Luật"\nnumber = "72/2025/QH15"\nsubject = "A"\n'
    ),
    "text_blocks.toml": (
        'schema = 1\n[[blocks]]\ncode = "a"\ntitle = "A"\nsection = "muc_dich"\ntopics = ["chung"]\n'
        'kind = "point"\ntext = "A"\n'
    ),
    "petitions.toml": ("schema = 1\n[[rules]]\nvalid_from = 2008-03-04\ntransfer_days = 5\nanswer_days = 15\n"),
    "narrative.toml": 'schema = 1\n[[parts]]\ntitle = "A"\n[[parts.sentences]]\ntext = "B"\n',
    "criteria.toml": (
        'schema = 1\n[[sets]]\ncode = "a"\nname = "A"\n'
        '[[sets.criteria]]\ncode = "b"\nname = "B"\nkind = "typed"\npoints = 1\n'
    ),
    "check_rules.toml": (
        'schema = 1\n[[rules]]\nid = "page.paper"\nclause = "A"\nwhat = "B"\nhow = "C"\nexpected = "D"\n'
    ),
    "check_words.toml": 'schema = 1\n[[kinds]]\nname = "KẾ HOẠCH"\nsymbol = "KH"\n',
}


def _write(folder: Path, changed: dict[str, str]) -> Path:
    for name, text in (SOUND | changed).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def test_the_examples_below_start_from_sound_files(tmp_path):
    loaded = room.load(_write(tmp_path, {}))
    assert loaded.skeleton.sections[0].children[0].text == "Đoạn thứ nhất của {ten_don_vi}.\nĐoạn thứ hai."
    assert loaded.skeleton.tasks[0]["target"] == "12"


F, I, P, V, H, K, *_ = SOUND  # noqa: E741 - one letter per file keeps the table readable

CASES = [
    # file, text to replace, replacement, line, part of the reason
    (F, 'name = "Cuộc họp"', 'name = "Cuộc họp', 15, "sai cú pháp TOML"),
    (F, 'name = "Cuộc họp"', "name = Cuộc họp", 15, "sai cú pháp TOML"),
    (F, 'name = "Cuộc họp"', 'name = "Cuộc họp"\nname = "Họp"', 16, "ghi hai lần"),
    (F, 'name = "Cuộc họp"', "name = 12", 15, "cần chuỗi chữ"),
    (F, 'name = "Cuộc họp"\n', "", 13, "thiếu khóa “name”"),
    (F, 'name = "Cuộc họp"', 'name = ""', 15, "không được để trống"),
    (F, 'name = "Cuộc họp"', 'name = "Cuộc họp"\nten = "x"', 16, "khóa “ten” không có"),
    (F, 'code = "hop"', 'code = "họp"', 14, "chữ thường không dấu"),
    (F, 'code = "hop"', 'code = "tin_bai"', 14, "mã “tin_bai” đã có ở dòng 5"),
    (F, 'code = "so_chu"', 'code = "so_bai"', 10, "mã “so_bai” đã có ở dòng 9"),
    (F, ', unit = "chữ"', "", 10, "thiếu khóa “unit”"),
    (F, 'unit = "chữ"', 'unit = "chữ", decimals = -1', 10, "phải từ 0 trở lên"),
    (F, 'unit = "chữ"', 'unit = "chữ", decimal = 1', 10, "khóa “decimal” không có"),
    (F, 'aliases = ["tin", "bài"]', 'aliases = ["tin",\n"CUOC HOP"]', 16, "đã chỉ hình thức “tin_bai”"),
    (F, 'name = "Cuộc họp"', 'name = "Cuộc họp"\nvalid_from = 2026-02-31', 16, "ngày, giờ không có thật"),
    (F, 'name = "Cuộc họp"', 'name = "Cuộc họp"\nvalid_from = "2026-01-01"', 16, "cần ngày"),
    (
        F,
        'name = "Cuộc họp"',
        'name = "Cuộc họp"\nvalid_from = 2026-01-02\nvalid_to = 2026-01-01',
        17,
        "hết hiệu lực trước",
    ),
    (F, "schema = 1\n", "", 1, "thiếu khóa “schema”"),
    (F, "schema = 1\n", "\n\nschema = 2\n", 3, "phiên bản 2, mới hơn phiên bản 1"),
    (F, "schema = 1\n", 'schema = "1"\n', 1, "số nguyên"),
    (F, "schema = 1\n", "schema = 1\nnam = 2026\n", 2, "khóa “nam” không có"),
    (
        I,
        'kind = "sum"',
        'kind = "tong"',
        7,
        "giá trị “tong” không hợp lệ, chỉ dùng: sum, separate, latest, ratio, distinct",
    ),
    (
        I,
        'source = "log_measure"',
        'source = "nhap"',
        8,
        "chỉ dùng: log_measure, log_count, log_distinct, tasks, budget, petitions, typed, formula",
    ),
    (I, '    "tin_bai",', '    "tin_bai",\n    "khong_co",', 11, "không có hình thức “khong_co”"),
    (I, 'measures = ["so_bai"]', 'measures = ["so_to"]', 12, "không có số lượng “so_to”"),
    (I, 'measures = ["so_bai"]', "", 3, "thiếu khóa “measures”"),
    (I, 'measures = ["so_bai"]', 'measures = ["so_bai", "so_chu"]', 12, "không cộng các đơn vị tính khác nhau"),
    (I, '    "tin_bai",', '    "tin_bai",\n    "hop",', 11, "hình thức “hop” không có số lượng"),
    (I, 'denominator = "A1"', 'denominator = "A9"', 21, "không có chỉ tiêu “A9”"),
    (I, 'denominator = "A1"', 'denominator = "A2"', 21, "tỷ lệ của tỷ lệ"),
    (I, 'denominator = "A1"', "", 14, "thiếu khóa “denominator”"),
    (I, 'code = "A2"', 'code = "A1"', 15, "mã “A1” đã có ở dòng 4"),
    (I, 'source = "log_measure"', 'source = "typed"', 9, "không dùng khóa “forms”"),
    (I, 'kind = "ratio"', 'kind = "sum"', 20, "không dùng khóa “numerator”"),
    (I, 'kind = "sum"', 'kind = "latest"', 7, "chỉ đi với cách tính “Cộng dồn”"),
    (P, "{ day = 14, month = 3 }", "{ day = 31, month = 2 }", 7, "không có ngày 31/02"),
    (P, "{ day = 14, month = 3 }", "{ day = 29, month = 2 }", 7, "không có ngày 29/02"),
    (P, "{ day = 14, month = 3 }", "{ day = 14, month = 13 }", 7, "không được quá 12"),
    (P, "{ day = 14, month = 3 }", "{ day = 14, month = 3, year_offset = -1 }", 7, "kết thúc trước"),
    (P, "{ day = 14, month = 3 }", "{ day = 14 }", 7, "thiếu khóa “month”"),
    (P, "{ day = 14, month = 3 }", "{ day = 14, month = 3 }\ndeadline = { day = 1, month = 3 }", 8, "hạn gửi trước"),
    (P, 'code = "Y"', 'code = "Q1"', 10, "mã “Q1” đã có ở dòng 4"),
    (P, 'code = "Y"', 'code = "Năm"', 10, "chữ hoa không dấu"),
    (V, 'code = "80"', 'code = "33"', 8, "mã “33” đã có ở dòng 4"),
    (V, 'code = "80"', "code = 80", 8, "cần chuỗi chữ"),
    (V, '"Tỉnh Tây Ninh"', '"Tỉnh Hưng Yên"', 9, "đã có ở dòng 5"),
    (H, "off = 2025-05-02", "off = 2025-02-30", 4, "ngày, giờ không có thật"),
    (H, "off = 2025-05-02", "off = 2025-05-03", 4, "03/05/2025 là ngày cuối tuần"),
    (H, "worked = 2025-04-26", "worked = 2025-04-25", 5, "vốn là ngày làm việc"),
    (K, 'title = "Kế hoạch {nam}"', 'title = "Kế hoạch {năm}"', 2, "không có biến “{năm}”"),
    (K, '"Căn cứ hai"', '"Căn cứ {x}"', 5, "không có biến “{x}”"),
    (K, "Đoạn thứ hai.", "Đoạn thứ hai {huyen}.", 18, "không có biến “{huyen}”"),
    (K, "Đoạn thứ hai.", "Đoạn thứ hai {nam.", 18, "không có cặp"),
    (K, "level = 2", "level = 3", 14, "bậc 3 không nằm dưới bậc 2"),
    (K, 'kind = "item"', 'kind = "muc"', 15, "chỉ dùng: part, item, point, dash, plus, text"),
    (K, 'kind = "item"', 'kind = "part"', 14, "bậc 1"),
    (K, 'title = "MỤC ĐÍCH"', "", 8, "không có cả tiêu đề"),
    (K, 'form = "tin_bai"', 'form = "tin_baii"', 24, "không có hình thức “tin_baii”"),
    (K, 'measure = "so_bai"', 'measure = "so_to"', 25, "không có số lượng “so_to”"),
    (K, 'form = "tin_bai"\n', "", 24, "thiếu khóa “form”"),
    (K, "target = 12", 'target = "12"', 23, "cần số nguyên"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("name", "old", "new", "line", "reason"), CASES)
def test_a_problem_names_file_line_and_reason(tmp_path, name, old, new, line, reason, newline):
    assert SOUND[name].count(old) >= 1
    text = SOUND[name].replace(old, new, 1).replace("\n", newline)
    folder = _write(tmp_path, {name: text})
    with pytest.raises(CatalogueProblem) as caught:
        room.load(folder)
    assert reason in caught.value.reason
    assert (caught.value.path, caught.value.line) == (folder / name, line)
    assert caught.value.reason in [problem.reason for problem in room.problems(folder)]


def test_a_missing_file_is_named(tmp_path):
    folder = _write(tmp_path, {})
    (folder / "periods.toml").unlink()
    with pytest.raises(CatalogueProblem) as caught:
        room.load(folder)
    assert (caught.value.path.name, caught.value.line, caught.value.reason) == ("periods.toml", 0, "không tìm thấy tệp")


def test_another_encoding_is_told_with_its_line(tmp_path):
    folder = _write(tmp_path, {})
    (folder / "forms.toml").write_bytes(b"schema = 1\n# x\n# " + "Tệp".encode("utf-16-le"))
    with pytest.raises(CatalogueProblem) as caught:
        room.load(folder)
    assert caught.value.line == 3
    assert "UTF-8" in caught.value.reason


def test_a_byte_order_mark_and_decomposed_letters_are_welcome(tmp_path):
    folder = _write(tmp_path, {})
    (folder / "provinces.toml").write_bytes(
        b"\xef\xbb\xbf" + PROVINCE.replace("Tây", "Ta\N{COMBINING CIRCUMFLEX ACCENT}y").encode()
    )
    assert room.load(folder).provinces[1].name == "Tỉnh Tây Ninh"


def test_a_huge_file_is_refused_unread(tmp_path):
    folder = _write(tmp_path, {"holidays.toml": "#" * 2_000_001})
    with pytest.raises(CatalogueProblem, match="quá lớn"):
        room.load(folder)


def test_deep_nesting_is_refused(tmp_path):
    folder = _write(tmp_path, {"holidays.toml": "schema = 1\nswaps = " + "[" * 100_000})
    with pytest.raises(CatalogueProblem):
        room.load(folder)


def test_problems_tells_the_first_of_every_file(tmp_path):
    changed = {name: SOUND[name].replace("schema = 1", "schema = 9") for name in (I, P, H)}
    assert [(p.path.name, p.line) for p in room.problems(_write(tmp_path, changed))] == [(I, 1), (P, 1), (H, 1)]


def test_an_offices_own_file_replaces_the_shipped_one_as_a_whole(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / P).write_text(PERIOD, encoding="utf-8")
    loaded = room.load(FOLDER, own)
    assert [rule.code for rule in loaded.periods] == ["Q1", "Y"]
    assert loaded.forms == room.load(FOLDER).forms
    assert room.sources(FOLDER, own)[P] == own / P
    assert room.sources(FOLDER, own)[F] == FOLDER / F


def test_a_problem_in_an_offices_own_file_names_that_file(tmp_path):
    (tmp_path / P).write_text(PERIOD.replace('"Y"', '"Q1"'), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        room.load(FOLDER, tmp_path)
    assert (caught.value.path, caught.value.line) == (tmp_path / P, 10)


def test_a_missing_overrides_folder_changes_nothing(tmp_path):
    assert room.load(FOLDER, tmp_path / "none").forms == room.load(FOLDER).forms


def test_validity_is_read(tmp_path):
    forms = FORM.replace('name = "Cuộc họp"', 'name = "Cuộc họp"\nvalid_from = 2025-07-01\nvalid_to = 2026-12-14')
    indicators = INDICATOR.replace('unit = "bài"', 'unit = "bài"\nvalid_to = 2026-12-14')
    loaded = room.load(_write(tmp_path, {F: forms, I: indicators}))
    assert (loaded.forms[1].valid_from, loaded.forms[1].valid_to) == (date(2025, 7, 1), date(2026, 12, 14))
    assert loaded.indicators[0].valid_to == date(2026, 12, 14)


def test_a_period_code_may_return_in_other_years(tmp_path):
    old = PERIOD.replace('code = "Q1"\n', 'code = "Y"\nvalid_to = 2024\n').replace(
        'name = "Năm"\n', 'name = "Năm"\nvalid_from = 2025\n'
    )
    rules = room.load(_write(tmp_path, {P: old})).periods
    assert [(rule.code, rule.valid_from, rule.valid_to) for rule in rules] == [("Y", 0, 2024), ("Y", 2025, 9999)]


def test_a_deadline_of_the_province_is_read(tmp_path):
    text = PERIOD.replace("{ day = 14, month = 12 }", "{ day = 14, month = 12 }\ndeadline = { day = 20, month = 12 }")
    rule = room.load(_write(tmp_path, {P: text})).periods[1]
    assert rule.deadline is not None
    assert rule.deadline.of(2026) == date(2026, 12, 20)


@pytest.mark.parametrize("name", room.FILES)
def test_every_line_of_a_shipped_file_may_be_broken_without_a_crash(tmp_path, name):
    """Cutting a real file anywhere gives a sound file or a problem with a line inside it, never another error."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines(keepends=True)
    folder = tmp_path / "cut"
    shutil.copytree(FOLDER, folder)
    for count in range(1, len(lines), 29):
        (folder / name).write_text("".join(lines[:count]).rstrip()[:-1], encoding="utf-8")
        found = [problem for problem in room.problems(folder) if problem.path.name == name]
        assert all(1 <= problem.line <= count for problem in found)
