"""The register of legal bases and the text blocks as files: sound as shipped, and clear about what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_desktop.catalogues.legal_bases import read_legal_bases
from cchc_desktop.catalogues.text_blocks import read_text_blocks
from cchc_desktop.domain.legal_basis import BasisSource, cite_full, number_key
from cchc_desktop.domain.plan import SectionKind
from cchc_desktop.domain.text_block import BlockSection, BlockTopic, TextBlock
from cchc_desktop.errors import CatalogueProblem

FOLDER = Path(__file__).parents[2] / "resources" / "catalogues"

BASES = """\
schema = 1
version = "thử"

[[legal_bases]]
kind = "Nghị định"
number = "30/2020/NĐ-CP"
date = 2020-03-05
issuer = "Chính phủ"
subject = "về công tác văn thư"
valid_from = 2020-03-05
amends = []
"""

BLOCKS = """\
schema = 1

[[blocks]]
code = "mot"
title = "Một"
section = "muc_dich"
topics = ["chung"]
kind = "point"
text = "Năm {nam}"
children = ["con"]
"""


def test_the_shipped_bases_agree_with_each_other() -> None:
    update = read_legal_bases(FOLDER / "legal_bases.toml")
    known = {number_key(basis.number): basis for basis in update.bases}
    assert len(known) == len(update.bases) >= 28
    for basis in update.bases:
        assert basis.source is BasisSource.SEED
        assert basis.date is not None
        assert "  " not in cite_full(basis)
        assert not basis.subject.endswith((".", ";"))
        for number in basis.amends:
            if number_key(number) in known and not known[number_key(number)].replaced_by:
                assert basis.number in known[number_key(number)].amended_by, basis.number
        if basis.replaced_by:
            assert basis.valid_to is not None, basis.number
            newer = known[number_key(basis.replaced_by)]
            assert newer.date is not None
            assert newer.date > basis.date


def test_ids_are_the_same_at_every_start() -> None:
    first, second = (read_legal_bases(FOLDER / "legal_bases.toml") for _ in range(2))
    assert [basis.id for basis in first.bases] == [basis.id for basis in second.bases]


def _blocks() -> tuple[TextBlock, ...]:
    return read_text_blocks(FOLDER / "text_blocks.toml")


def test_the_shipped_blocks_cover_every_part_and_topic() -> None:
    blocks = _blocks()
    assert len(blocks) >= 40
    assert {block.section for block in blocks} == set(BlockSection)
    assert {topic for block in blocks for topic in block.topics} == set(BlockTopic)
    assert len({block.title for block in blocks}) == len(blocks)


def test_the_shipped_blocks_speak_of_todays_communes() -> None:
    for block in _blocks():
        words = " ".join([block.heading, block.text, *(child.text for child in block.children)])
        assert "huyện" not in words, block.title
        assert "thị trấn" not in words, block.title
        assert "Bộ phận Một cửa" not in words, block.title
        assert "2025" not in words, block.title
        closing = block.section is BlockSection.CLOSING
        for text in filter(None, (block.text, *(child.text for child in block.children))):
            assert text[0].isupper() or text[0] == "{", text
            assert text.endswith(".") != closing, text
        assert closing == (block.kind is SectionKind.TEXT)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("date = 2020-03-05", 'date = "05/3/2020"', 7, "“date”: cần ngày"),
        ('"30/2020/NĐ-CP"', '"nghị định 30"', 6, "số, ký hiệu chưa đúng"),
        ("valid_from = 2020-03-05", "valid_to = 2019-03-05", 10, "ngày hết hiệu lực đứng trước ngày ban hành"),
        ("amends = []", "amend = []", 11, "khóa “amend” không có trong lược đồ"),
        ('version = "thử"', "", 1, "thiếu khóa “version”"),
        ("schema = 1", "schema = 2", 1, "mới hơn phiên bản 1"),
        (
            "amends = []",
            '\n[[legal_bases]]\nkind = "Nghị định"\nnumber = "30/2020/NĐ–CP"\nsubject = "x"',
            14,
            "đã có ở dòng 6",
        ),
    ],
)
def test_what_is_wrong_in_an_update_file_is_told_by_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    path = tmp_path / "cap-nhat.toml"
    assert old in BASES
    path.write_text(BASES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        read_legal_bases(path, BasisSource.UPDATE)
    assert (caught.value.line, reason in caught.value.reason) == (line, True), caught.value.reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"muc_dich"', '"mục đích"', "chỉ dùng: muc_dich, yeu_cau"),
        ('["chung"]', '["sipass"]', "chỉ dùng: the_che, thu_tuc"),
        ('"point"', '"diem"', "chỉ dùng: part, item"),
        ("{nam}", "{năm}", "không có biến “{năm}”"),
        ('"con"', '"con {nguoi_ky"', "không có cặp"),
        ('text = "Năm {nam}"', "", "không có cả tiêu đề và lời văn"),
    ],
)
def test_what_is_wrong_in_a_block_is_told(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "text_blocks.toml"
    path.write_text(BLOCKS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        read_text_blocks(path)
    assert reason in caught.value.reason
    assert caught.value.line > 1
