"""Writes src/cchc_desktop/catalogues/public_holidays.py from the `holidays` library.

    python packaging/make_holidays.py

Run it after an update of the library; a test tells when the table and the library part ways.
"""

from __future__ import annotations

from pathlib import Path

from cchc_desktop.catalogues.workdays import computed_holidays

TARGET = Path(__file__).resolve().parents[1] / "src" / "cchc_desktop" / "catalogues" / "public_holidays.py"
YEARS = range(2020, 2046)


def table() -> str:
    """Return the module's text."""
    lines = [
        '"""Public holidays by year, month and day ("0130"), computed once by packaging/make_holidays.py."""',
        "",
        "from __future__ import annotations",
        "",
        "PUBLIC_HOLIDAYS: dict[int, str] = {",
    ]
    for year in YEARS:
        days = " ".join(f"{day:%m%d}" for day in sorted(computed_holidays(year)))
        lines.append(f'    {year}: "{days}",')
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
