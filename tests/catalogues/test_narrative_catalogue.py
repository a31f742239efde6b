"""The sentences of reports as they ship, and as an office may write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_desktop.catalogues import loader
from cchc_desktop.domain.narrative import TOKEN
from cchc_desktop.errors import CatalogueProblem

FOLDER = Path(__file__).parents[2] / "resources" / "catalogues"


def test_the_shipped_sentences_name_only_indicators_that_exist() -> None:
    known = {indicator.code for indicator in loader.load(FOLDER).indicators}
    for part in loader.narrative(FOLDER):
        for sentence in part.sentences:
            named = {match[1] for match in TOKEN.finditer(sentence.text)}
            named |= {*sentence.needs, *sentence.unless, *sentence.compares, *sentence.nothing}
            assert named <= known, sentence.text


def test_a_sentence_that_needs_a_figure_never_prints_it_as_unknown() -> None:
    """Every figure printed as a bare value is one that the sentence waits for, or a ratio of such."""
    ratios = {indicator.code for indicator in loader.load(FOLDER).indicators if indicator.numerator}
    for part in loader.narrative(FOLDER):
        for sentence in part.sentences:
            named = {match[1] for match in TOKEN.finditer(sentence.text)} - ratios - {"TT27"}
            assert named <= set(sentence.needs), sentence.text


def test_a_wrong_word_behind_the_colon_is_refused_with_its_line(tmp_path: Path) -> None:
    text = 'schema = 1\n[[parts]]\ntitle = "Kết quả"\n[[parts.sentences]]\ntext = "Đăng {{TT07:luỹ tiến}}."\n'
    (tmp_path / "narrative.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        loader.narrative(FOLDER, tmp_path)
    assert caught.value.line == 5
    assert "{{TT07:luỹ tiến}}" in str(caught.value.reason)
