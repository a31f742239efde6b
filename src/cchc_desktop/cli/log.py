"""`cchc log …`."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cchc_desktop.cli.output import Answer, iso, number
from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.dates import NotADate, parse_spoken_date, short_date
from cchc_desktop.domain.log_import import RefusedRow
from cchc_desktop.domain.numbers import NotANumber, parse_number
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.container import Services
from cchc_desktop.services.evidence import Taken


def add(services: Services, options: Namespace) -> Answer:
    """Log one activity."""
    day = _date(options.date, "date")
    assert day is not None
    form = _form(services, options.form)
    activity = Activity(
        date=day,
        form=form.code,
        title=options.title,
        counts=dict(_count(form, text) for text in options.count),
        task_id=_task(services, options.task, day),
        people=options.people,
        note=options.note,
    )
    # All evidence is proved and copied before anything is logged: a file that is refused refuses the whole.
    taken = [_evidence(services, text) for text in options.evidence]
    saved = services.activities.save(activity).activity
    kept = services.evidence.attach(saved.id, taken).added
    lines = [f"Đã ghi hoạt động ngày {short_date(day)}: {saved.title}", f"Mã: {saved.id}"]
    lines += [f"Minh chứng: {file.name}" for file in kept]
    files = [{"id": file.id, "name": file.name, "sha256": file.sha256, "size": file.size} for file in kept]
    return Answer(as_json(saved) | {"evidence": files}, tuple(lines))


def _evidence(services: Services, text: str) -> Taken:
    if text.casefold().startswith(("https://", "http://")):
        return services.evidence.take_link(text)
    return services.evidence.take(Path(text))


def import_(services: Services, options: Namespace) -> Answer:
    """Preview an Excel log and, with --apply, store what is sound."""
    preview = services.activities.preview_import(Path(options.file), options.year)
    applied = bool(options.apply and preview.accepted)
    if applied:
        services.activities.apply_import(preview)
    verb = "Đã nhập" if applied else "Sẽ nhập"
    lines = [f"{verb} {len(preview.accepted)} hoạt động; không nhập {len(preview.refused)} dòng."]
    lines += [f"  {row.sheet}!{row.cell}: {row.reason}" for row in preview.refused]
    lines += [f"  (bỏ qua) {row.sheet}!{row.cell}: {row.reason}" for row in preview.skipped]
    if preview.accepted and not applied:
        lines.append("Chưa ghi gì vào nhật ký. Thêm --apply để nhập.")
    data = {
        "accepted": [
            {"sheet": row.sheet, "row": row.row, **as_json(row.activity), "remarks": list(row.remarks)}
            for row in preview.accepted
        ],
        "refused": [_refused(row) for row in preview.refused],
        "skipped": [_refused(row) for row in preview.skipped],
        "applied": applied,
    }
    return Answer(data, tuple(lines), code=1 if preview.refused and not preview.accepted else 0)


def _refused(row: RefusedRow) -> dict[str, Any]:
    return {"sheet": row.sheet, "cell": row.cell, "row": row.row, "reason": row.reason}


def template(services: Services, options: Namespace) -> Answer:
    """Write a blank Excel log."""
    year = options.year or data_year(date.today(), services.catalogues.periods)
    path = services.activities.export_template(Path(options.out).absolute(), year)
    return Answer({"file": str(path)}, (f"Đã lưu mẫu nhật ký ra {path}",))


def list_(services: Services, options: Namespace) -> Answer:
    """List activities, newest first."""
    wanted = ActivityFilter(
        words=options.search,
        start=_date(options.start, "from"),
        end=_date(options.end, "to"),
        limit=max(options.limit, 0),
    )
    page = services.activities.page(wanted)
    lines = [f"{short_date(activity.date)}  {activity.form}  {activity.title}" for activity in page.activities]
    lines.append(f"Tổng số: {page.total} hoạt động")
    data = {"activities": [as_json(activity) for activity in page.activities], "total": page.total}
    return Answer(data, tuple(lines))


def as_json(activity: Activity) -> dict[str, Any]:
    """Return the stable JSON form of an entry."""
    return {
        "id": activity.id,
        "date": iso(activity.date),
        "form": activity.form,
        "title": activity.title,
        "counts": {code: number(amount) for code, amount in activity.counts.items()},
        "people": activity.people,
        "note": activity.note,
        "task_id": activity.task_id or None,
    }


def _date(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return parse_spoken_date(text, date.today())
    except NotADate:
        raise InvalidInput({field: f"“{text}” không phải là ngày có thật"}) from None


def _form(services: Services, text: str) -> Form:
    wanted = fold(text)
    for form in services.catalogues.forms:
        if form.code == text or wanted in (fold(form.name), *map(fold, form.aliases)):
            return form
    codes = ", ".join(form.code for form in services.catalogues.forms)
    raise InvalidInput({"form": f"không có hình thức “{text}”; các hình thức: {codes}"})


def _count(form: Form, text: str) -> tuple[str, Decimal]:
    name, equals, amount = text.partition("=")
    measures = ", ".join(measure.code for measure in form.measures)
    if not equals:
        raise InvalidInput({"counts": f"“{text}” phải có dạng SỐ_ĐO=N; số đo của hình thức này: {measures}"})
    wanted = fold(name)
    for measure in form.measures:
        if measure.code == name.strip() or wanted in (fold(measure.name), fold(measure.unit)):
            try:
                return measure.code, parse_number(amount)
            except NotANumber:
                raise InvalidInput({"counts": f"“{amount}” không phải là số, hoặc đọc được theo hai cách"}) from None
    raise InvalidInput({"counts": f"hình thức này không có số đo “{name}”; các số đo: {measures}"})


def _task(services: Services, text: str, day: date) -> str:
    if not text:
        return ""
    tasks = services.plans.tasks(data_year(day, services.catalogues.periods))
    for index, task in enumerate(tasks, 1):
        if text == str(index) or (len(text) >= 6 and task.id.startswith(text)):
            return task.id
    return text
