"""What the overview shows, as plain values: gathered on the worker thread, and kept for the next start.

Opening the database takes some hundred milliseconds, most of them the import of SQLAlchemy. Until then the
overview stands there as it was when the program was last closed. So this file and `overview_view` import nothing
heavy.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cchc_desktop.domain.period import Period
    from cchc_desktop.domain.task_due import TaskDue
    from cchc_desktop.services.container import Services

LATEST = 8
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Month:
    """A bar: its first and last day inside the data year, the label below it, and how many activities."""

    start: date
    end: date
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task: `numbers` in words ("4/12 cuộc"), `percent` of the target (0 without one), and its state in words.

    `colour` is the role of the colour that goes with the words.
    """

    id: str
    number: int
    content: str
    numbers: str
    percent: float
    words: str = ""
    colour: str = "quiet"


@dataclass(frozen=True, slots=True)
class LatestLine:
    """An entry of the log."""

    id: str
    date: date
    form: str
    title: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the place shows as of `day`. `due_…` is the next report, `year` the running report year.

    `late` and `this_week` count the tasks that are past their day, and due within a week. `working` are the working
    days after `day` up to the deadline: what is kept for the next start can so be counted anew.
    """

    due_code: str
    due_name: str
    due_start: date
    due_end: date
    deadline: date
    unknown: int
    indicators: int
    year: int
    months: tuple[Month, ...]
    tasks: tuple[TaskLine, ...]
    plan_title: str
    latest: tuple[LatestLine, ...]
    day: date
    late: int = 0
    this_week: int = 0
    working: tuple[date, ...] = ()


def read_overview(services: Services, today: date) -> Overview:
    """Gather everything in one go; runs on the worker thread."""
    from cchc_desktop.domain.activity import ActivityFilter
    from cchc_desktop.domain.figure import FigureState
    from cchc_desktop.domain.period import data_year
    from cchc_desktop.domain.task_due import DueState

    due = services.reports.report(services.reports.next_due().code, log=False)
    year_code = f"{data_year(today, services.catalogues.periods)}-Y"
    year = due if due.period.code == year_code else services.reports.report(year_code, log=False, figures=False)
    forms = {form.code: form.name for form in services.catalogues.forms}
    latest = services.activities.page(ActivityFilter(limit=LATEST)).activities
    return Overview(
        due_code=due.period.code,
        due_name=due.period.name,
        due_start=due.period.start,
        due_end=due.period.end,
        deadline=due.period.deadline,
        unknown=sum(figure.current.state is FigureState.UNKNOWN for figure in due.figures),
        indicators=len(due.figures),
        year=year.period.year,
        months=months_of(year.period, dict(year.by_month)),
        tasks=tuple(task_line(one) for one in year.dues),
        plan_title=year.plan_title,
        latest=tuple(LatestLine(a.id, a.date, forms.get(a.form, a.form), a.title) for a in latest),
        day=today,
        late=sum(one.state is DueState.LATE for one in year.dues),
        this_week=sum(one.state is DueState.DUE for one in year.dues),
        working=services.reports.working_days(today, due.period.deadline),
    )


def task_line(due: TaskDue) -> TaskLine:
    """Put a task into words and a percentage."""
    task, progress = due.task, due.progress
    content = " ".join(task.content.split())
    percent = float(progress.percent or 0)
    return TaskLine(task.id, progress.number, content, done_text(due), percent, due.words, due.colour)


def done_text(due: TaskDue) -> str:
    """Return "4/12 cuộc", or "3 hoạt động" without a target."""
    from cchc_desktop.domain.numbers import format_number

    task, done = due.task, format_number(due.progress.done)
    unit = f" {task.target_unit}" if task.target_unit else ""
    return f"{done}/{format_number(task.target)}{unit}" if task.target else f"{done}{unit or ' hoạt động'}"


def months_of(year: Period, counts: dict[str, int]) -> tuple[Month, ...]:
    """Cut a report year (15/12 to 14/12) into calendar months; the first and the last are halves of a December."""
    months: list[Month] = []
    start = year.start
    while start <= year.end:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        label = f"{start.month}/{start.year % 100:02d}" if start.month == 12 else str(start.month)
        count = counts.get(f"{start:%Y-%m}", 0)
        months.append(Month(start, min(following - timedelta(days=1), year.end), label, count))
        start = following
    return tuple(months)


def days_left(deadline: date, today: date, working: tuple[date, ...] = ()) -> str:
    """Say how far a deadline is: "còn 5 ngày (3 ngày làm việc)", "hôm nay là hạn cuối", "quá hạn 2 ngày"."""
    days = (deadline - today).days
    if days < 0:
        return f"quá hạn {-days} ngày"
    if not days:
        return "hôm nay là hạn cuối"
    return f"còn {days} ngày ({sum(day > today for day in working)} ngày làm việc)" if working else f"còn {days} ngày"


def to_json(overview: Overview) -> bytes:
    """Return the form that is kept for the next start."""
    facts = {"format": FORMAT, **asdict(overview)}
    return json.dumps(facts, ensure_ascii=False, default=date.isoformat).encode()


def from_json(data: bytes) -> Overview:
    """Read what `to_json` wrote.

    Raises:
        ValueError, TypeError, KeyError: written by another version, or damaged.

    """
    facts: dict[str, Any] = json.loads(data)
    if facts.pop("format") != FORMAT:
        raise ValueError(facts)
    for name in ("due_start", "due_end", "deadline", "day"):
        facts[name] = date.fromisoformat(facts[name])
    facts["working"] = tuple(date.fromisoformat(day) for day in facts["working"])
    facts["months"] = tuple(
        Month(date.fromisoformat(m["start"]), date.fromisoformat(m["end"]), m["label"], int(m["count"]))
        for m in facts["months"]
    )
    facts["tasks"] = tuple(TaskLine(**line) for line in facts["tasks"])
    facts["latest"] = tuple(
        LatestLine(**{**line, "date": date.fromisoformat(line["date"])}) for line in facts["latest"]
    )
    return Overview(**facts)


def kept_file(data: Path) -> Path:
    """Return where the overview of the last close lies in a data folder."""
    return data / "drafts" / "tong-quan.json"


def last_overview(data: Path, database: Path) -> Overview | None:
    """Return the overview as it was at the last close; None when there is none or its database is gone."""
    try:
        return from_json(kept_file(data).read_bytes()) if database.exists() else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
