"""The table of public holidays is what the library computes."""

from __future__ import annotations

import pytest

from cchc_desktop.catalogues.public_holidays import PUBLIC_HOLIDAYS
from cchc_desktop.catalogues.workdays import computed_holidays, holidays_of


@pytest.mark.parametrize("year", sorted(PUBLIC_HOLIDAYS))
def test_the_table_agrees_with_the_library(year: int) -> None:
    assert holidays_of(year) == computed_holidays(year)


def test_other_years_are_computed() -> None:
    assert 2050 not in PUBLIC_HOLIDAYS
    assert len(holidays_of(2050)) >= 10
