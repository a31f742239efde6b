"""Self-scores in packages: put into those of this office, taken out of those that units sent."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_desktop.domain import score_exchange, scoring
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.criteria import CriteriaSet
from cchc_desktop.domain.package import Part, Role
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.score_exchange import SentScores
from cchc_desktop.domain.scoring import Score, Side
from cchc_desktop.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.services.attachments import AttachmentService
    from cchc_desktop.services.scoring import ScoringService
    from cchc_desktop.storage.database import Database
    from cchc_desktop.storage.uow import UnitOfWork

_log = logging.getLogger(__name__)
_MARK = "package:"


@dataclass(frozen=True, slots=True)
class TakenScores:
    """What was taken: points of units under sets; `kept` were typed by a person and stay, `left` could not be read."""

    change: Change
    units: int
    points: int
    kept: int = 0
    left: int = 0


def score_parts(scoring_service: Callable[[], ScoringService], period: str) -> tuple[Part, ...]:
    """Return the self-score of a period's year as files for a package: a table to read, and points for machines.

    Nothing when this office gave itself no points in that year.
    """
    year = int(period[:4])
    service = scoring_service()
    sheet = service.last_given(year)
    if sheet is None:
        return ()
    data = json.dumps(score_exchange.to_json(sheet), ensure_ascii=False, indent=1).encode()

    def table() -> Iterable[bytes]:
        return (service.render_sheet(sheet),)

    return (
        # Word files differ with every writing: packing the same report twice must give the same package.
        Part(Role.OTHER, "tu-cham-diem.docx", table, "Bảng tự chấm điểm (Word)", chosen=False),
        Part(Role.OTHER, score_exchange.FILE_NAME, data, "Điểm tự chấm để chương trình đọc", len(data)),
    )


class ScoreIntake:
    """Takes self-scores out of the packages that units sent.

    Args:
        database: the open database.
        attachments: knows where the packages lie.
        service: the criteria sets.
        actor: returns who is working.

    """

    def __init__(
        self, database: Database, attachments: AttachmentService, service: ScoringService, actor: Callable[[], str]
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._service = service
        self._actor = actor

    def take(self, year: int, progress: Progress | None = None) -> TakenScores:
        """Keep the self-scores of each unit's latest package of a year that has any, as one step.

        Points that a person typed for a unit stay; those that came with an earlier package give way.

        Raises:
            Cancelled: a person stopped it; nothing is kept.

        """
        watched = progress or NoProgress()
        with self._database.read() as uow:
            packages = uow.scores.packages(year)
        found: dict[str, tuple[str, SentScores]] = {}
        left = 0
        for number, (unit, package, sha256) in enumerate(packages):
            watched.step(number, len(packages), f"Đang đọc gói {number + 1}/{len(packages)}")
            if unit in found:
                continue
            try:
                sent = self._read(sha256)
            except (AppError, ValueError) as error:
                _log.warning("self-score of %s in package %s: %s", unit, package, error)
                left += 1
                continue
            if sent is not None and sent.year == year:
                found[unit] = package, sent
        return self._keep(found, left)

    def _keep(self, found: dict[str, tuple[str, SentScores]], left: int) -> TakenScores:
        ids: list[str] = []
        kept, units = 0, 0
        sets = {one.code: one for one in self._service.all_sets()}
        with self._database.write(self._actor()) as uow:
            for unit, (package, sent) in found.items():
                criteria = sets.get(sent.criteria)
                if criteria is None:
                    left += 1
                    continue
                units += 1
                more, stayed, unsound = self._of_unit(uow, unit, package, sent, criteria)
                ids += more
                kept, left = kept + stayed, left + unsound
            uow.commit()
        return TakenScores(Change(Topic.SCORE, tuple(ids)), units, len(ids), kept, left)

    def _of_unit(
        self, uow: UnitOfWork, unit: str, package: str, sent: SentScores, criteria: CriteriaSet
    ) -> tuple[list[str], int, int]:
        known = {one.criterion: one for one in uow.scores.of(sent.year, criteria.code, unit) if one.side is Side.SELF}
        ids: list[str] = []
        stayed, unsound = 0, 0
        for one in sent.scores:
            criterion, before = criteria.criterion(one.criterion), known.get(one.criterion)
            if criterion is None or scoring.points_problem(criterion, one.points):
                unsound += 1
            elif before is not None and not any(mark.startswith(_MARK) for mark in before.evidence):
                stayed += before.points != one.points
            elif before is None or (before.points, before.reason) != (one.points, one.reason):
                place = (sent.year, criteria.code, unit, criterion.code)
                version = before.version if before else 0
                score = Score(*place, Side.SELF, one.points, one.reason, (_MARK + package,), version=version)
                ids.append(uow.scores.save(score, self._actor()).id)
        return ids, stayed, unsound

    def _read(self, sha256: str) -> SentScores | None:
        from cchc_desktop.documents.package import read_package

        opened = read_package(self._attachments.path_of(sha256))
        file = next((one for one in opened.manifest.files if one.name.endswith(score_exchange.FILE_NAME)), None)
        if file is None:
            return None
        if file.size > score_exchange.LARGEST:
            raise ValueError("the file of self-scores is too large")
        try:
            return score_exchange.from_json(json.loads(opened.read(file)))
        except RecursionError as error:
            raise ValueError("the file of self-scores is nested too deep") from error
