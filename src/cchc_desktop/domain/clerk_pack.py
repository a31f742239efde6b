"""What a clerk leaves to the successor: one file with the data, the office's own files, and papers anybody can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cchc_desktop.domain.agenda import Agenda
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.report_life import REPORT_STATE_NAMES, PeriodStanding, ReportState

ENDING = ".cchc-ban-giao"
BACKUP, README, MINUTES, MANIFEST = "du-lieu.cchc-backup", "DOC-TRUOC.txt", "bien-ban-ban-giao.docx", "manifest.json"
CATALOGUES, TEMPLATES, LISTS = "danh-muc/", "mau-van-ban/", "so-sach/"
"""Names inside the file: a zip that any program opens."""


@dataclass(frozen=True, slots=True)
class ClerkPackFacts:
    """Who leaves what, when; `made_at` is ISO local time."""

    unit_name: str
    unit_code: str
    clerk: str
    made_at: str
    note: str = ""
    activities: int = 0
    plans: int = 0
    program: str = ""


@dataclass(frozen=True, slots=True)
class ClerkPackPart:
    """A heading of the minutes with its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClerkPackContent:
    """What a pack holds beside the data: names of the office's own catalogues and templates, and of the lists."""

    facts: ClerkPackFacts
    catalogues: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def minutes(
    facts: ClerkPackFacts,
    plans: tuple[str, ...],
    standings: tuple[PeriodStanding, ...],
    agenda: Agenda,
    open_petitions: tuple[str, ...],
    files: tuple[str, ...],
) -> tuple[ClerkPackPart, ...]:
    """Return what the minutes say: what there is, what is under way, what is due.

    Args:
        facts: of the pack.
        plans: the plans with their states.
        standings: where the reports of the year stand.
        agenda: what is due as of the day.
        open_petitions: petitions nobody has answered, without personal data.
        files: catalogues and templates of the office's own.

    """
    parts = [
        ClerkPackPart(
            "Số liệu bàn giao",
            (
                f"{format_number(facts.plans)} kế hoạch, {format_number(facts.activities)} hoạt động trong nhật ký, "
                "kèm toàn bộ minh chứng, sổ theo dõi, báo cáo đã chốt và lịch sử sửa đổi.",
                *plans,
            ),
        ),
        ClerkPackPart("Báo cáo trong năm", tuple(_standing(standing) for standing in standings) or ("Chưa có.",)),
        ClerkPackPart(
            "Việc quá hạn, chậm",
            tuple(_line(item.title, item.due, item.words) for item in agenda.late) or ("Không có.",),
        ),
        ClerkPackPart(
            "Việc đến hạn trong 30 ngày",
            tuple(_line(item.title, item.due, item.words) for item in (*agenda.due, *agenda.soon)) or ("Không có.",),
        ),
        ClerkPackPart("Phản ánh, kiến nghị chưa trả lời", open_petitions or ("Không có.",)),
        ClerkPackPart("Danh mục, mẫu văn bản riêng của đơn vị", files or ("Không có, dùng bản gốc của chương trình.",)),
    ]
    if facts.note:
        parts.insert(0, ClerkPackPart("Lời dặn của người bàn giao", tuple(facts.note.splitlines())))
    return tuple(parts)


def _standing(standing: PeriodStanding) -> str:
    state = REPORT_STATE_NAMES[standing.state]
    words = f"{standing.name}: {state}"
    if standing.version and standing.state is not ReportState.NONE:
        words += f" ({standing.version})"
    if standing.open_remarks:
        words += f", còn {standing.open_remarks} ý kiến của cấp trên chưa xử lý"
    return f"{words}; hạn gửi {short_date(standing.deadline)}{', đã quá hạn' if standing.late else ''}."


def _line(title: str, due: date | None, words: str) -> str:
    return f"{title}: {words}{f', hạn {short_date(due)}' if due else ''}."
