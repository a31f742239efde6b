"""`cchc report fill`: the superior's own form, filled."""

from __future__ import annotations

from argparse import Namespace
from decimal import Decimal
from pathlib import Path
from typing import Any

from cchc_desktop.cli.output import Answer, number
from cchc_desktop.domain.report_form import CellWrite
from cchc_desktop.services.container import Services


def fill(services: Services, options: Namespace) -> Answer:
    """Fill a form by a named mapping, the one that was kept with it, or the `{{code}}` tags in its cells."""
    target = Path(options.out).absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    filled, mapping = services.report_forms.fill_file(Path(options.file), options.period, target, options.mapping)
    data = {
        "file": str(target),
        "mapping": mapping.name,
        "cells": [_cell(write) for write in filled.writes],
        "notes": list(filled.notes),
    }
    return Answer(data, (f"Đã điền {len(filled.writes)} ô vào {target}", *filled.notes))


def _cell(write: CellWrite) -> dict[str, Any]:
    value = number(write.value) if isinstance(write.value, Decimal) else write.value
    return {"sheet": write.sheet, "cell": write.cell, "value": value}
