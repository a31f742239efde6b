"""Text from before Unicode: every letter of both alphabets, mixed capitals, and Unicode that must stay as it is."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from viparse.normalize.encodings import CHARMAPS

from cchc_desktop.documents.plan_import import import_plan
from cchc_desktop.documents.word.legacy_text import Charset, convert, convert_runs, font_charset, leftovers
from cchc_desktop.domain.plan import Plan

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
SENTENCE = "Ủy ban nhân dân xã báo cáo kết quả tuyên truyền cải cách hành chính, đề nghị được hỗ trợ kỹ thuật"

# The VNI chart: tone marks behind a plain vowel, and those that carry circumflex or breve with the tone.
VNI_TONES = dict(zip(TONES[1:], "øùûõï", strict=True))
VNI_HAT = dict(zip(TONES, "âàáåãä", strict=True))
VNI_BREVE = dict(zip(TONES, "êèéúüë", strict=True))
VNI_SINGLE = {"i\u0309": "æ", "i\u0303": "ó", "i\u0323": "ò", "y\u0323": "î", "i\u0300": "ì", "i\u0301": "í", "đ": "ñ"}


def in_vni(text: str) -> str:
    """Write Unicode in VNI, after the chart of the keyboard's makers."""
    found = ""
    for letter in text:
        low = letter.lower()
        parts = unicodedata.normalize("NFD", low)
        tone = next((mark for mark in parts[1:] if mark in TONES), "")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark != tone))
        if low in VNI_SINGLE or base + tone in VNI_SINGLE:
            written = VNI_SINGLE.get(low) or VNI_SINGLE[base + tone]
        elif base in "âêô":
            written = "aeo"["âêô".index(base)] + VNI_HAT[tone]
        elif base == "ă":
            written = "a" + VNI_BREVE[tone]
        elif base in "ơư":
            written = "ôö"["ơư".index(base)] + VNI_TONES.get(tone, "")
        else:
            written = base + VNI_TONES.get(tone, "")
        found += written.upper() if letter != low else written
    return found


TCVN3 = {letter: written for written, letter in CHARMAPS["tcvn3"].pairs}


def in_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(letter, letter) for letter in text)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back_from_vni(letter):
    assert convert(in_vni(letter), "VNI-Times") == letter
    assert convert(in_vni(letter.upper()), "VNI-Times") == letter.upper()


@pytest.mark.parametrize("letter", [letter for letter in LETTERS if ord(letter) > 127])
def test_every_letter_comes_back_from_tcvn3(letter):
    assert letter in TCVN3
    assert convert(in_tcvn3(letter) + " vµ", ".VnTime") == letter + " và"
    assert convert(in_tcvn3(letter) + " vµ", ".VnTimeH") == letter.upper() + " VÀ"


def test_capitals_of_a_small_mark():
    """Unikey and Vietkey write "Uûy ban" with a capital letter and a small mark."""
    assert convert("Uûy ban, Öùng duïng, Aáp, Ôû, Eâm, AÂm, Ñaùp, Yeâu, Kyõ", "VNI-Times") == (
        "Ủy ban, Ứng dụng, Ấp, Ở, Êm, Âm, Đáp, Yêu, Kỹ"
    )


def test_the_soft_hyphen_is_a_letter_only_in_tcvn3():
    assert convert("n\u00adíc", ".VnTime") == "nước"
    assert convert("n\u00adíc", "Arial") == "n\u00adíc"


@pytest.mark.parametrize(
    ("font", "charset", "capitals"),
    [
        (".VnTime", Charset.TCVN3, False),
        (".VnTimeH", Charset.TCVN3, True),
        (".vnarial", Charset.TCVN3, False),
        (".VnArial NarrowH", Charset.TCVN3, True),
        ("VNI-Times", Charset.VNI, False),
        ("VNI-Helve-Condense", Charset.VNI, False),
        ("vni times", Charset.VNI, False),
    ],
)
def test_fonts_are_known_by_name(font, charset, capitals):
    found = font_charset(font)
    assert found is not None
    assert (found.charset, found.capitals) == (charset, capitals)


@pytest.mark.parametrize("font", ["Times New Roman", "Tinos", "UTM Vni", "", "Vnarial", "Arial"])
def test_unicode_fonts_are_left_alone(font):
    assert font_charset(font) is None
    assert convert("B¸o c¸o", font) == "B¸o c¸o"


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times"])
@pytest.mark.parametrize("text", [SENTENCE, "được", unicodedata.normalize("NFD", SENTENCE), "Điều 5"])
def test_unicode_in_an_old_font_stays_as_it_is(text, font):
    assert convert(text, font) == text


def test_a_doubtful_run_follows_its_neighbours():
    old = font_charset(".VnTime")
    assert convert_runs([("được ", old), ("có", old)]) == ["được ", "có"]
    assert convert_runs([("®­îc ", old), ("cã", old)]) == ["được ", "có"]
    assert convert_runs([("®­îc ", old), ("có", None), (" cã", old)]) == ["được ", "có", " có"]


def test_marks_that_word_cut_from_their_letter_find_it_again():
    font = font_charset("VNI-Times")
    assert convert_runs([("ngu", font), ("û", font), (" a", font), ("ø", font)]) == ["ngủ", "", " à", ""]
    assert convert_runs([("a", None), ("ø vaø", font)]) == ["a", "ø và"]


def test_what_no_alphabet_explains_is_named():
    assert leftovers(convert("B¸o c¸o ¿¼", "VNI-Times")) == "¸¿¼"
    assert leftovers(SENTENCE + " 25 °C ± 2 m² «x» · §1") == ""


@given(
    st.text(
        st.sampled_from("".join(LETTERS) + "".join(LETTERS).upper() + " bcdghklmnpqrstvxyz.,-0123456789"), max_size=60
    )
)
def test_any_text_survives_the_way_through_vni(text):
    assert convert(in_vni(text), "VNI-Times") == text


def build(path: Path, *paragraphs: list[tuple[str, str]]) -> Path:
    """A plan whose runs have the fonts given."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, font in runs:
            run = paragraph.add_run(text)
            fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:ascii"), font)
            fonts.set(qn("w:hAnsi"), font)
    document.save(path)
    return path


def whole(plan: Plan) -> str:
    return "\n".join(
        [plan.title, *(line.text for line in plan.preamble), *(f"{s.title} {s.text}" for s in plan.walk())]
    )


@pytest.mark.parametrize(("font", "encode"), [(".VnTime", in_tcvn3), ("VNI-Times", in_vni)])
def test_an_old_plan_is_read_and_what_changed_is_shown(font, encode, tmp_path):
    heading = font if font.startswith("VNI") else ".VnTimeH"
    path = build(
        tmp_path / "cu.docx",
        [(encode("KẾ HOẠCH" if font.startswith("VNI") else "kế hoạch"), heading)],
        [(encode("Tuyên truyền cải cách hành chính năm 2009"), font)],
        [("I. ", "Times New Roman"), (encode("Mục đích, yêu cầu"), font)],
        [
            ("1. ", font),
            (encode("Nâng cao nhận thức của cán bộ, người dân"), font),
            (" và được hỏi ý kiến", "Times New Roman"),
        ],
    )
    plan = import_plan(path)
    assert plan.title == "Tuyên truyền cải cách hành chính năm 2009"
    assert plan.sections[0].title == "Mục đích, yêu cầu"
    assert plan.sections[0].children[0].text == "Nâng cao nhận thức của cán bộ, người dân và được hỏi ý kiến"
    reasons = [note.reason for note in plan.notes if "phông cũ (" in note.reason]
    assert len(reasons) == 1
    assert font in reasons[0]
    assert "4 đoạn" in reasons[0]
    shown = {note.quote: note.section_id for note in plan.notes if note.reason == "Chữ phông cũ đã đổi"}
    pair = next(quote for quote in shown if quote.endswith("→ I. Mục đích, yêu cầu"))
    assert encode("đích").replace("\u00ad", "") in pair
    assert shown[pair] == plan.sections[0].id
    assert not [note for note in plan.notes if "chưa đổi" in note.reason or "chưa xếp" in note.reason]


def test_a_soft_hyphen_element_is_a_letter_in_tcvn3_and_nothing_elsewhere(tmp_path):
    document = docx.Document(
        build(tmp_path / "a.docx", [("I. x", "Arial")], [("1. nh", ".VnTime")], [("2. hai", "Arial")])
    )
    for paragraph, rest in ((document.paragraphs[1], "ng ®iÓm"), (document.paragraphs[2], "ba")):
        namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        run = paragraph.runs[0]._r
        run.append(parse_xml(f"<w:softHyphen {namespace}/>"))
        run.append(parse_xml(f"<w:t {namespace}>{rest}</w:t>"))
    document.save(tmp_path / "b.docx")
    texts = [section.text for section in import_plan(tmp_path / "b.docx").walk()]
    assert "nhưng điểm" in texts
    assert "haiba" in texts


def test_the_style_tells_the_font_too(tmp_path):
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph("I. Môc ®Ých")
    document.add_paragraph("1. " + unicodedata.normalize("NFD", "Được giữ nguyên"))
    document.save(tmp_path / "a.docx")
    plan = import_plan(tmp_path / "a.docx")
    assert "Mục đích" in whole(plan)
    assert "Được giữ nguyên" in whole(plan)
