"""Settings survive a round trip, wrong values and later versions."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop import settings
from cchc_desktop.domain.text import clean
from cchc_desktop.errors import FileNotWritten
from cchc_desktop.settings import Settings, Theme

TEXTS = st.text(max_size=40).map(clean)


@given(
    st.builds(
        Settings,
        clerk=TEXTS,
        theme=st.sampled_from(Theme),
        last_screen=TEXTS,
        last_export_folder=TEXTS,
        backup_copy_folder=TEXTS,
        first_start_done=st.booleans(),
        column_widths=st.dictionaries(TEXTS, st.lists(st.integers(1, 10_000)).map(tuple), max_size=4),
        last_open=st.none() | st.dates(),
        opened_before=st.none() | st.dates(),
        others=st.dictionaries(st.from_regex(r"later_[a-z]{1,5}", fullmatch=True), TEXTS | st.integers(-9, 9)),
    )
)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, kept: Settings) -> None:
    path = tmp_path_factory.mktemp("s") / "settings.toml"
    settings.save(kept, path)
    assert settings.load(path) == kept


def test_a_missing_file_gives_the_defaults_in_silence(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert settings.load(tmp_path / "settings.toml") == Settings()
    assert not caplog.records


@pytest.mark.parametrize(
    "line",
    [
        "clerk = 5",
        'theme = "xanh"',
        "theme = 1",
        "first_start_done = 1",
        'first_start_done = "true"',
        'column_widths = "a"',
        "column_widths = { log = [100, 0] }",
        "column_widths = { log = [true] }",
        "column_widths = { log = [1.5] }",
        "column_widths = { log = 5 }",
        'last_open = "2026-03-12"',
        "last_open = 2026-03-12T07:00:00",
    ],
)
def test_a_wrong_value_costs_only_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture, line: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'last_screen = "nhat_ky"\n{line}\n', encoding="utf-8")
    assert settings.load(path) == Settings(last_screen="nhat_ky")
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


@pytest.mark.parametrize("content", [b"not toml at all", b'clerk = "\xff"', b"a = 1\na = 2"])
def test_a_broken_file_is_set_aside(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    assert settings.load(path) == Settings()
    assert caplog.records
    settings.save(Settings(clerk="Lan"), path)
    assert (tmp_path / "settings.toml.hong").read_bytes() == content
    assert settings.load(path).clerk == "Lan"


def test_notepad_may_add_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('clerk = "Nguyễn Thị Bưởi"\n', encoding="utf-8-sig")
    assert settings.load(path).clerk == "Nguyễn Thị Bưởi"


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten):
        settings.save(Settings(), tmp_path / "không có" / "settings.toml")
