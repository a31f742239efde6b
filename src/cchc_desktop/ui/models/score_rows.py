"""Columns of the lists of points: criteria of a sheet, what is missing, the ranking."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QObject

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.ranking import RankLine
from cchc_desktop.domain.score_sheet import ScoreLine, ScoreSheet
from cchc_desktop.domain.scoring import Gap, Score, Side, points_text
from cchc_desktop.ui.models.rows import Align, Column, RowsModel

NO_POINTS = "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ScoreRows", text)


def shown(points: Decimal | None) -> str:
    """Return points, a dash for none."""
    return NO_POINTS if points is None else points_text(points)


def sheet_model(parent: QObject) -> RowsModel[ScoreLine]:
    """Return the criteria of a sheet, in the order of their set."""

    def given(score: Score | None) -> str:
        return shown(score.points if score else None)

    def named(line: ScoreLine) -> str:
        return f"{line.criterion.number}. {line.criterion.name}" if line.criterion.number else line.criterion.name

    columns: tuple[Column[ScoreLine], ...] = (
        Column("name", _tr("Tiêu chí"), named, tip=lambda line: line.criterion.guide),
        Column(
            "most",
            _tr("Tối đa"),
            lambda line: points_text(line.criterion.points),
            lambda line: line.criterion.points,
            Align.RIGHT,
        ),
        Column(
            "proposed",
            _tr("Đề xuất"),
            lambda line: shown(line.proposal.points),
            lambda line: line.proposal.points,
            Align.RIGHT,
            lambda line: line.proposal.reason,
        ),
        Column(
            "own",
            _tr("Tự chấm"),
            lambda line: given(line.own),
            lambda line: line.own.points if line.own else None,
            Align.RIGHT,
            lambda line: line.own.reason if line.own else "",
        ),
        Column(
            "appraisal",
            _tr("Thẩm định"),
            lambda line: given(line.appraisal),
            lambda line: line.appraisal.points if line.appraisal else None,
            Align.RIGHT,
            lambda line: line.appraisal.reason if line.appraisal else "",
        ),
        Column(
            "files",
            _tr("Tệp"),
            lambda line: str(len(line.files)) if line.files else "",
            lambda line: len(line.files),
            Align.CENTER,
        ),
    )
    return RowsModel(columns, parent)


def gap_model(parent: QObject) -> RowsModel[Gap]:
    """Return what is missing for points, the next day first."""
    columns: tuple[Column[Gap], ...] = (
        Column("text", _tr("Còn thiếu gì để đủ điểm"), lambda gap: gap.text),
        Column(
            "by", _tr("Hạn"), lambda gap: short_date(gap.by) if gap.by else "", lambda gap: gap.by, align=Align.CENTER
        ),
        Column(
            "points",
            _tr("Điểm"),
            lambda gap: f"+{points_text(round(gap.points, 2))}" if gap.points else "",
            lambda gap: gap.points,
            Align.RIGHT,
        ),
    )
    return RowsModel(columns, parent)


def ranking_model(parent: QObject) -> RowsModel[RankLine]:
    """Return the units, the best first."""
    columns: tuple[Column[RankLine], ...] = (
        Column(
            "rank",
            _tr("Hạng"),
            lambda line: "" if line.rank is None else str(line.rank),
            lambda line: line.rank,
            Align.CENTER,
        ),
        Column("name", _tr("Đơn vị"), lambda line: line.name),
        Column("code", _tr("Mã"), lambda line: line.code),
        Column("own", _tr("Tự chấm"), lambda line: shown(line.own), lambda line: line.own, Align.RIGHT),
        Column("proposed", _tr("Đề xuất"), lambda line: shown(line.proposed), lambda line: line.proposed, Align.RIGHT),
        Column("settled", _tr("Điểm"), lambda line: shown(line.settled), lambda line: line.settled, Align.RIGHT),
        Column(
            "appraised",
            _tr("Đã thẩm định"),
            lambda line: f"{line.appraised}/{line.criteria} tiêu chí",
            lambda line: line.appraised,
            Align.CENTER,
        ),
    )
    return RowsModel(columns, parent)


def totals_text(sheet: ScoreSheet, side: Side) -> str:
    """Return where the sum of a side stands."""
    words = _tr("{0}/{1} điểm").format(points_text(sheet.total(side)), points_text(sheet.criteria.most))
    given, whole = sheet.given(side), len(sheet.lines)
    if given == whole:
        return words
    words += _tr(" (đã ghi {0}/{1})").format(given, whole)
    return words
