"""The search box is read as typed, finds go in order, and marks cover exactly what was found."""

from __future__ import annotations

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.search import KIND_NAMES, SearchHit, SearchKind, marks, parse, rank, snippet, terms
from cchc_desktop.domain.text import clean, fold, fold_places

TODAY = date(2026, 3, 12)
FORMS = (
    Form("phat-thanh", "Phát thanh trên Đài truyền thanh xã", "Loa", (), ("loa",)),
    Form("to-roi", "Tờ rơi", "In ấn", ()),
    Form("hoi-nghi", "Hội nghị", "Trực tiếp", ()),
)
LETTERS = st.text(alphabet="aăâeêoôơuưyđAĐÊỦhọqv \n\t\"-/'İ\u0301\u0323\u0302\u0065\u0302👍", max_size=40)


def read(text: str):  # type: ignore[no-untyped-def]
    return parse(text, FORMS, TODAY)


# -- letters


@given(st.one_of(st.text(), LETTERS))
@example("ᾳᾼ")
@example("각ᄀ\u1161")
@example("\x1c a\x85b\u2028c\u200b")
def test_places_lead_back_to_the_letters(text: str) -> None:
    text = clean(text)
    folded, places = fold_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
    for letter, place in zip(folded, places, strict=True):
        assert letter in (fold(text[place]) or " ")


@pytest.mark.parametrize(
    ("left", "right"), [("hòa", "hoà"), ("Ủy ban", "Uỷ ban"), ("thủy", "thuỷ"), ("khóa", "khoá"), ("ĐÀI", "dai")]
)
def test_either_style_of_tone_marks_is_one_word(left: str, right: str) -> None:
    assert fold(left) == fold(right)
    assert marks(left, [fold(right)]) == ((0, len(left)),)
    assert fold(unicodedata.normalize("NFD", left)) == fold(right)


TONES = "\u0300\u0301\u0303\u0309\u0323"


@given(st.sampled_from(["oa", "oe", "uy", "OA", "Uy"]), st.sampled_from(TONES), st.sampled_from(["", "h", "qu", "đ"]))
def test_a_tone_may_stand_on_either_vowel(pair: str, tone: str, before: str) -> None:
    old = unicodedata.normalize("NFC", before + pair[0] + tone + pair[1])
    new = unicodedata.normalize("NFC", before + pair + tone)
    assert old != new
    assert fold(old) == fold(new)
    assert marks(old, terms(new)) == ((0, len(old)),)


# -- marks


def windows(text: str, term: str) -> set[int]:
    """Return the letters of the smallest parts of a text that fold to something with the term, tried one by one."""
    found: set[int] = set()
    for begin in range(len(text)):
        for end in range(begin + 1, len(text) + 1):
            if term in fold(text[begin:end]):
                if term not in fold(text[begin + 1 : end]):
                    found.update(range(begin, end))
                break
    for place in range(1, len(text)):
        if place - 1 in found and unicodedata.combining(text[place]):
            found.add(place)
    return found


@given(LETTERS, LETTERS, st.integers(0, 40), st.integers(1, 6))
@example("ab cab  c", "", 1, 3)
def test_marks_cover_what_is_found_and_nothing_else(text: str, other: str, start: int, length: int) -> None:
    text = clean(text)
    for term in filter(None, (fold(text[start : start + length]), fold(other))):
        found = marks(text, [term])
        assert bool(found) == (term in fold(text))
        assert all(end < start for (_, end), (start, _) in pairwise(found))
        assert {place for span in found for place in range(*span)} == windows(text, term)


def test_a_letter_that_folds_to_two_is_marked_whole() -> None:
    assert marks("Straße", ["s"]) == ((0, 1), (4, 5))


def test_marks_of_several_terms_join() -> None:
    text = "Tuyên truyền, phổ biến"
    assert [text[a:b] for a, b in marks(text, ["tuyen tr", "truyen", "o b"])] == ["Tuyên truyền", "ổ b"]


def test_a_snippet_is_about_the_find() -> None:
    text = "một hai ba " * 40 + "\nĐài  truyền thanh " + "bốn năm " * 40
    found = snippet(text, ["dai truyen"], 60)
    assert "Đài truyền thanh" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) <= 62
    assert snippet(text, ["khong co"], 60) == ""


# -- the box


def test_words_and_phrases() -> None:
    assert terms('Dịch  vụ "công trực tuyến" đã') == ("dich", "vu", "cong truc tuyen", "da")
    assert terms("“Tuyên truyền” xã “chưa đóng") == ("tuyen truyen", "xa", "chua dong")
    assert terms('"" " " \'') == ("'",)


@pytest.mark.parametrize(
    "text",
    [
        'dịch vụ hình thức:"tờ rơi" từ:1/3 đến:15/3/2026 loại:nhật-ký',
        "form:to-roi from:1/3/2026 to:2026-03-15 kind:activity dịch vụ",
        "dịch vụ ht:to-roi tu: 1.3 den:15/3 loai:hoạt-động",
        'dịch vụ Hình Thức : "Tờ rơi" TỪ:01-03-2026 Đến ngày:15/3 Loại:"nhật ký"',
    ],
)
def test_filters_by_all_their_names(text: str) -> None:
    query = read(text)
    assert query.terms == ("dich", "vu")
    assert (query.start, query.end) == (date(2026, 3, 1), date(2026, 3, 15))
    assert query.forms == ("to-roi",)
    assert query.kinds == (SearchKind.ACTIVITY,)
    assert query.problems == ()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("từ:2025 đến:2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("từ:2/2024 đến:2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("từ:12/2025 đến:12/2025", date(2025, 12, 1), date(2025, 12, 31)),
        ('từ:"hôm qua"', date(2026, 3, 11), None),
    ],
)
def test_days_months_and_years(text: str, start: date, end: date | None) -> None:
    query = read(text)
    assert (query.start, query.end, query.terms, query.problems) == (start, end, (), ())


def test_what_is_no_filter_stays_a_word() -> None:
    assert read("họp lúc 10:30 tại: xã").terms == ("hop", "luc", "10:30", "tai:", "xa")
    assert read("https://lexa.gov.vn").terms == ("https://lexa.gov.vn",)


def test_a_filter_that_is_not_understood_is_told_and_left_out() -> None:
    query = read("loa từ:31/2 hình thức:xyz loại:abc")
    assert query.terms == ("loa",)
    assert (query.start, query.forms, query.kinds) == (None, (), ())
    assert [problem.partition("”")[0] for problem in query.problems] == [
        "Chưa hiểu “từ:31/2",
        "Chưa hiểu “hình thức:xyz",
        "Chưa hiểu “loại:abc",
    ]


def test_a_form_by_part_of_its_name_and_every_noun_by_its_own() -> None:
    assert read("hình thức:đài").forms == ("phat-thanh",)
    assert read("form:loa").forms == ("phat-thanh",)
    for kind, name in KIND_NAMES.items():
        assert kind in read(f'loại:"{name}"').kinds
    assert read("loại:nhiệm").kinds == (SearchKind.TASK,)
    assert read("loại:kế-hoạch loại:mục").kinds == (SearchKind.PLAN, SearchKind.SECTION)


@given(st.text(max_size=60), st.sampled_from(["form:", "từ:", "loại:", "", '"']))
def test_anything_may_be_typed(text: str, name: str) -> None:
    query = read(f"{text} {name}{text}")
    assert all(term == fold(term) != "" for term in query.terms)
    assert terms(query.words) == query.terms or '"' in query.words.replace('" "', "")


# -- order


def test_titles_first_whole_words_first_then_the_newest() -> None:
    def hit(name: str, title: str, day: int) -> SearchHit:
        return SearchHit(SearchKind.TASK, name, title, date=date(2026, 1, day))

    hits = [
        hit("elsewhere", "Việc khác", 30),
        hit("part", "Loạt bài một cửa", 20),
        hit("old", "Phát loa một cửa", 1),
        hit("new", "Loa một cửa", 2),
        hit("scattered", "Cửa loa một", 25),
    ]
    query = read('loa "một cửa"')
    assert [one.id for one in rank(query, hits)] == ["new", "old", "part", "scattered", "elsewhere"]
