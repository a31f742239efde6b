"""Numbers in words, as they stand on vouchers and in estimates."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.number_words import LARGEST, money_words, number_words, read_number_words

HUNDRED = """
không, một, hai, ba, bốn, năm, sáu, bảy, tám, chín,
mười, mười một, mười hai, mười ba, mười bốn, mười lăm, mười sáu, mười bảy, mười tám, mười chín,
hai mươi, hai mươi mốt, hai mươi hai, hai mươi ba, hai mươi tư, hai mươi lăm, hai mươi sáu, hai mươi bảy,
hai mươi tám, hai mươi chín,
ba mươi, ba mươi mốt, ba mươi hai, ba mươi ba, ba mươi tư, ba mươi lăm, ba mươi sáu, ba mươi bảy, ba mươi tám,
ba mươi chín,
bốn mươi, bốn mươi mốt, bốn mươi hai, bốn mươi ba, bốn mươi tư, bốn mươi lăm, bốn mươi sáu, bốn mươi bảy,
bốn mươi tám, bốn mươi chín,
năm mươi, năm mươi mốt, năm mươi hai, năm mươi ba, năm mươi tư, năm mươi lăm, năm mươi sáu, năm mươi bảy,
năm mươi tám, năm mươi chín,
sáu mươi, sáu mươi mốt, sáu mươi hai, sáu mươi ba, sáu mươi tư, sáu mươi lăm, sáu mươi sáu, sáu mươi bảy,
sáu mươi tám, sáu mươi chín,
bảy mươi, bảy mươi mốt, bảy mươi hai, bảy mươi ba, bảy mươi tư, bảy mươi lăm, bảy mươi sáu, bảy mươi bảy,
bảy mươi tám, bảy mươi chín,
tám mươi, tám mươi mốt, tám mươi hai, tám mươi ba, tám mươi tư, tám mươi lăm, tám mươi sáu, tám mươi bảy,
tám mươi tám, tám mươi chín,
chín mươi, chín mươi mốt, chín mươi hai, chín mươi ba, chín mươi tư, chín mươi lăm, chín mươi sáu, chín mươi bảy,
chín mươi tám, chín mươi chín
"""

LARGER = """
100 một trăm
101 một trăm linh một
102 một trăm linh hai
104 một trăm linh bốn
105 một trăm linh năm
109 một trăm linh chín
110 một trăm mười
111 một trăm mười một
114 một trăm mười bốn
115 một trăm mười lăm
119 một trăm mười chín
120 một trăm hai mươi
121 một trăm hai mươi mốt
124 một trăm hai mươi tư
125 một trăm hai mươi lăm
150 một trăm năm mươi
155 một trăm năm mươi lăm
199 một trăm chín mươi chín
200 hai trăm
201 hai trăm linh một
215 hai trăm mười lăm
221 hai trăm hai mươi mốt
300 ba trăm
305 ba trăm linh năm
333 ba trăm ba mươi ba
404 bốn trăm linh bốn
444 bốn trăm bốn mươi tư
450 bốn trăm năm mươi
500 năm trăm
505 năm trăm linh năm
515 năm trăm mười lăm
555 năm trăm năm mươi lăm
600 sáu trăm
615 sáu trăm mười lăm
700 bảy trăm
707 bảy trăm linh bảy
800 tám trăm
811 tám trăm mười một
900 chín trăm
991 chín trăm chín mươi mốt
995 chín trăm chín mươi lăm
999 chín trăm chín mươi chín
1.000 một nghìn
1.001 một nghìn không trăm linh một
1.005 một nghìn không trăm linh năm
1.010 một nghìn không trăm mười
1.015 một nghìn không trăm mười lăm
1.021 một nghìn không trăm hai mươi mốt
1.050 một nghìn không trăm năm mươi
1.100 một nghìn một trăm
1.105 một nghìn một trăm linh năm
1.945 một nghìn chín trăm bốn mươi lăm
2.025 hai nghìn không trăm hai mươi lăm
2.026 hai nghìn không trăm hai mươi sáu
5.000 năm nghìn
5.500 năm nghìn năm trăm
10.000 mười nghìn
10.005 mười nghìn không trăm linh năm
11.000 mười một nghìn
15.000 mười lăm nghìn
15.015 mười lăm nghìn không trăm mười lăm
21.000 hai mươi mốt nghìn
21.021 hai mươi mốt nghìn không trăm hai mươi mốt
24.000 hai mươi tư nghìn
55.000 năm mươi lăm nghìn
99.999 chín mươi chín nghìn chín trăm chín mươi chín
100.000 một trăm nghìn
100.005 một trăm nghìn không trăm linh năm
101.000 một trăm linh một nghìn
105.000 một trăm linh năm nghìn
115.000 một trăm mười lăm nghìn
150.000 một trăm năm mươi nghìn
250.500 hai trăm năm mươi nghìn năm trăm
999.999 chín trăm chín mươi chín nghìn chín trăm chín mươi chín
1.000.000 một triệu
1.000.001 một triệu không trăm linh một
1.000.005 một triệu không trăm linh năm
1.000.015 một triệu không trăm mười lăm
1.000.100 một triệu một trăm
1.001.000 một triệu không trăm linh một nghìn
1.005.000 một triệu không trăm linh năm nghìn
1.010.000 một triệu không trăm mười nghìn
1.050.000 một triệu không trăm năm mươi nghìn
1.100.000 một triệu một trăm nghìn
1.500.000 một triệu năm trăm nghìn
2.005.015 hai triệu không trăm linh năm nghìn không trăm mười lăm
4.000.000 bốn triệu
5.250.000 năm triệu hai trăm năm mươi nghìn
10.000.000 mười triệu
12.345.678 mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám
15.000.000 mười lăm triệu
21.000.000 hai mươi mốt triệu
25.000.000 hai mươi lăm triệu
37.800.000 ba mươi bảy triệu tám trăm nghìn
105.000.000 một trăm linh năm triệu
120.500.000 một trăm hai mươi triệu năm trăm nghìn
215.015.215 hai trăm mười lăm triệu không trăm mười lăm nghìn hai trăm mười lăm
999.000.000 chín trăm chín mươi chín triệu
1.000.000.000 một tỷ
1.000.000.001 một tỷ không trăm linh một
1.000.001.000 một tỷ không trăm linh một nghìn
1.005.000.000 một tỷ không trăm linh năm triệu
1.500.000.000 một tỷ năm trăm triệu
2.021.000.000 hai tỷ không trăm hai mươi mốt triệu
15.000.000.000 mười lăm tỷ
21.000.000.000 hai mươi mốt tỷ
25.000.000.000 hai mươi lăm tỷ
25.000.500.000 hai mươi lăm tỷ năm trăm nghìn
105.000.000.000 một trăm linh năm tỷ
1.000.000.000.000 một nghìn tỷ
1.005.000.000.000 một nghìn không trăm linh năm tỷ
1.000.000.000.005 một nghìn tỷ không trăm linh năm
25.000.000.000.000 hai mươi lăm nghìn tỷ
1.000.000.000.000.000 một triệu tỷ
"""

TABLE = [(number, words.strip()) for number, words in enumerate(HUNDRED.replace("\n", " ").split(","))] + [
    (int(figures.replace(".", "")), words)
    for figures, words in (line.split(" ", 1) for line in LARGER.strip().splitlines())
]


def test_the_table_is_long_enough_to_trust() -> None:
    assert len(dict(TABLE)) == len(TABLE) >= 200


@pytest.mark.parametrize(("number", "words"), TABLE)
def test_numbers_are_read_as_people_read_them(number: int, words: str) -> None:
    assert number_words(number) == words


def test_the_southern_filler_and_amounts() -> None:
    assert number_words(105, "lẻ") == "một trăm lẻ năm"
    assert money_words(25_000_000_000) == "Hai mươi lăm tỷ đồng"
    assert money_words(0) == "Không đồng"
    assert money_words(-1_500_000) == "Âm một triệu năm trăm nghìn đồng"
    with pytest.raises(ValueError):
        number_words(LARGEST + 1)


@given(st.integers(0, LARGEST) | st.integers(0, 10**6))
def test_words_read_back_give_the_number(number: int) -> None:
    words = number_words(number)
    assert read_number_words(words) == number
    assert read_number_words(money_words(number)) == number
    assert not re.search(r"mươi (một|năm|bốn)\b|mười (mốt|năm|tư)\b|linh (lăm|mốt|tư)\b|một mươi|không mươi|  ", words)
