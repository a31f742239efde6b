"""The form doctor: what moved between this year's form and the next."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from cchc_desktop.domain.report_form import FormMapping, MappedCell, cell_place
from cchc_desktop.domain.report_form_doctor import Diagnosis, Move, accepted, diagnose
from cchc_desktop.domain.report_form_grid import CellKind, FormBook, FormCell, FormSheet, column_label, row_label

OLD = (
    ("TT", "Nội dung", "Kỳ này", "Lũy kế"),
    ("1", "2", "3", "4"),
    ("I", "Tuyên truyền trực tiếp", "", ""),
    ("1", "Số cuộc", "", ""),
    ("2", "Lượt người dự", "", ""),
    ("II", "Tuyên truyền lồng ghép", "", ""),
    ("1", "Số cuộc", "", ""),
    ("2", "Lượt người dự", "", ""),
    ("III", "Tờ rơi, tờ gấp phát hành", "", ""),
)


def sheet(rows: Sequence[Sequence[str]], name: str = "Biểu 01", top: int = 3) -> FormSheet:
    cells = {
        (top + row, column): FormCell(text, CellKind.TEXT if not text.isdigit() else CellKind.NUMBER)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts, 1)
        if text
    }
    return FormSheet(name, cells, top + len(rows), 6)


def book(*sheets: FormSheet, name: str = "bieu.xlsx") -> FormBook:
    return FormBook(name, name, sheets)


def mapping(form: FormBook, *cells: str) -> FormMapping:
    found = form.sheets[0]
    made = []
    for number, name in enumerate(cells):
        place = cell_place(name)
        assert place is not None
        labels = row_label(found, *place), column_label(found, *place)
        made.append(MappedCell(found.name, name, f"TT{number:02}", row_label=labels[0], column_label=labels[1]))
    return FormMapping("Biểu", form.name, form.sha256, tuple(made))


def similar(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right).ratio()


def examined(new: Sequence[Sequence[str]], name: str = "Biểu 01") -> Diagnosis:
    old = book(sheet(OLD))
    return diagnose(mapping(old, "C6", "D7", "C9", "C10", "C11"), old, book(sheet(new, name)), similar)


def places(diagnosis: Diagnosis) -> list[str | None]:
    return [proposal.new.cell if proposal.new else None for proposal in diagnosis.proposals]


def test_the_same_form_stays_and_is_sure() -> None:
    found = examined(OLD)
    assert places(found) == ["C6", "D7", "C9", "C10", "C11"]
    assert all(proposal.sure and proposal.move is Move.STAYED for proposal in found.proposals)
    assert not found.new_rows


def test_a_new_row_and_a_new_column_move_the_cells_and_twins_keep_their_section() -> None:
    rows = [(first, label, "Đơn vị tính", *rest) if place == 0 else (first, label, "", *rest)
            for place, (first, label, *rest) in enumerate(OLD)]  # fmt: skip
    rows.insert(3, ("", "Số tin nhắn gửi qua Zalo", "", "", ""))
    found = examined(rows)
    assert places(found) == ["D7", "E8", "D10", "D11", "D12"]
    assert {proposal.move for proposal in found.proposals} == {Move.MOVED}
    assert "cùng nhãn dòng “Số cuộc”" in found.proposals[0].reasons
    assert [row.label for row in found.new_rows] == ["Số tin nhắn gửi qua Zalo"]


def test_columns_that_change_places_are_followed() -> None:
    rows = [(first, label, there, here) for first, label, here, there in OLD]
    assert places(examined(rows)) == ["D6", "C7", "D9", "D10", "D11"]


def test_a_reworded_label_is_followed_but_not_sure() -> None:
    rows = [tuple("Tờ rơi, tờ gấp đã phát hành trong kỳ" if text.startswith("Tờ rơi") else text for text in row)
            for row in OLD]  # fmt: skip
    proposal = examined(rows).proposals[4]
    assert proposal.new is not None
    assert (proposal.new.cell, proposal.sure) == ("C11", False)
    assert any("giống" in reason for reason in proposal.reasons)


def test_other_words_at_the_old_place_want_an_eye() -> None:
    rows = [tuple("Mô hình hay" if text.startswith("Tờ rơi") else text for text in row) for row in OLD]
    proposal = examined(rows).proposals[4]
    assert (proposal.move, proposal.sure) == (Move.REWORDED, False)
    assert "Mô hình hay" in proposal.reasons[0]


def test_a_row_that_is_gone_is_said_to_be_gone() -> None:
    found = examined(OLD[:-1])
    assert places(found)[:4] == ["C6", "D7", "C9", "C10"]
    assert (found.proposals[4].move, found.proposals[4].new) == (Move.GONE, None)
    assert found.count(Move.GONE) == 1


def test_a_renamed_sheet_is_found_by_its_words() -> None:
    found = examined(OLD, "Phụ lục II")
    assert places(found) == ["C6", "D7", "C9", "C10", "C11"]
    assert all(proposal.new and proposal.new.sheet == "Phụ lục II" for proposal in found.proposals)


def test_no_cell_is_given_twice_and_accepted_cells_make_the_new_mapping() -> None:
    rows = [row for number, row in enumerate(OLD) if number not in (5, 6, 7)]
    found = examined(rows)
    given = [place for place in places(found) if place]
    assert len(given) == len(set(given))
    old = book(sheet(OLD))
    new = book(sheet(rows), name="bieu-2027.xlsx")
    made = accepted(mapping(old, "C6"), [proposal for proposal in found.proposals if proposal.sure], new)
    assert (made.file_name, made.sha256) == ("bieu-2027.xlsx", "bieu-2027.xlsx")
    assert "C6" in [cell.cell for cell in made.cells]


def test_a_form_without_the_old_one_at_hand_is_examined_by_the_kept_words() -> None:
    old = book(sheet(OLD))
    found = diagnose(mapping(old, "C11"), None, book(sheet(OLD, top=5)), similar)
    assert places(found) == ["C13"]
