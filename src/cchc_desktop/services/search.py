"""The use case of the one search box: finds of all nouns, in groups, the best first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from cchc_desktop.domain import search
from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.legal_basis import LegalBasis, cite_short
from cchc_desktop.domain.search import KIND_NAMES, SearchGroup, SearchHit, SearchKind, SearchQuery
from cchc_desktop.domain.text import fold
from cchc_desktop.domain.text_block import SECTION_NAMES, TextBlock
from cchc_desktop.errors import CatalogueProblem
from cchc_desktop.storage.database import Database, UnitOfWork

LOOKED_AT = 200
"""Of one noun the newest so many finds are put in order; there may be more."""
GLANCED_AT = 60
"""As `LOOKED_AT`, for each of all nouns."""
FIRST = 5
"""Finds of a noun that are shown beside those of other nouns."""
SHORTEST = 2
"""Letters: fewer find nearly everything."""

_ELSEWHERE = (SearchKind.ACTIVITY, SearchKind.LEGAL_BASIS, SearchKind.TEXT_BLOCK)


class SearchService:
    """Reads the box, and finds.

    Args:
        database: the open database.
        catalogues: returns the catalogues as they are now.
        bases: returns the register of legal bases, the seed with it.
        blocks: returns all text blocks, the shipped with them.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        catalogues: Callable[[], Catalogues],
        bases: Callable[[], Iterable[LegalBasis]],
        blocks: Callable[[], Iterable[TextBlock]],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._catalogues = catalogues
        self._bases = bases
        self._blocks = blocks
        self._today = today

    def read(self, text: str) -> SearchQuery:
        """Return what was typed into the box."""
        return search.parse(text, self._catalogues().forms, self._today())

    def find(self, query: SearchQuery) -> tuple[SearchGroup, ...]:
        """Return the finds of each noun that has any: a few of each, or many when the query names what it wants."""
        if query.is_blank or (query.terms and max(map(len, query.terms)) < SHORTEST):
            return ()
        most, looked_at = (LOOKED_AT, LOOKED_AT) if query.kinds else (FIRST, GLANCED_AT)
        with self._database.read() as uow:
            found = uow.search.find(query, [kind for kind in SearchKind if kind not in _ELSEWHERE], looked_at)
            groups = {kind: SearchGroup(kind, one.hits, one.total, one.more) for kind, one in found.items()}
            groups |= self._log(uow, query, looked_at)
            groups |= self._outside(query)
            shown = [self._best(query, groups[kind], most) for kind in SearchKind if kind in groups]
            return tuple(self._detailed(uow, group) for group in shown)

    @staticmethod
    def _best(query: SearchQuery, group: SearchGroup, most: int) -> SearchGroup:
        return SearchGroup(group.kind, search.rank(query, group.hits)[:most], group.total, group.more)

    def _detailed(self, uow: UnitOfWork, group: SearchGroup) -> SearchGroup:
        return SearchGroup(group.kind, uow.search.with_details(group.hits), group.total, group.more)

    def _log(self, uow: UnitOfWork, query: SearchQuery, looked_at: int) -> dict[SearchKind, SearchGroup]:
        if not query.wants(SearchKind.ACTIVITY):
            return {}
        names = {form.code: form.name for form in self._catalogues().forms}
        page = uow.activities.page(log_filter(query, looked_at), names)
        hits = tuple(
            SearchHit(
                SearchKind.ACTIVITY,
                one.id,
                one.title,
                "\n".join(filter(None, (one.note, one.people))),
                one.date,
                form=one.form,
                detail=names.get(one.form, one.form),
            )
            for one in page.activities
        )
        kind = SearchKind.ACTIVITY
        return {kind: SearchGroup(kind, hits, page.total, page.more)} if hits else {}

    def _outside(self, query: SearchQuery) -> dict[SearchKind, SearchGroup]:
        """Find among what lies in the catalogues too: some hundred entries at most, read one by one."""
        found: dict[SearchKind, SearchGroup] = {}
        for kind, entries in ((SearchKind.LEGAL_BASIS, self._legal_bases), (SearchKind.TEXT_BLOCK, self._text_blocks)):
            if not query.wants(kind):
                continue
            try:
                hits = tuple(hit for hit in entries() if _passes(query, hit))
            except CatalogueProblem:
                continue  # told where the catalogues are; all else can be found meanwhile
            if hits:
                found[kind] = SearchGroup(kind, hits, len(hits))
        return found

    def _legal_bases(self) -> Iterable[SearchHit]:
        for basis in self._bases():
            text = "\n".join(filter(None, (basis.number, basis.subject, basis.issuer, basis.note)))
            yield SearchHit(SearchKind.LEGAL_BASIS, basis.id, cite_short(basis), text, basis.date)

    def _text_blocks(self) -> Iterable[SearchHit]:
        for block in self._blocks():
            below = (line for child in block.children for part in child.walk() for line in (part.title, part.text))
            text = "\n".join(filter(None, (block.heading, block.text, *below)))
            detail = SECTION_NAMES[block.section]
            yield SearchHit(SearchKind.TEXT_BLOCK, block.id, block.title, text, detail=detail)


def log_filter(query: SearchQuery, limit: int = 0) -> ActivityFilter:
    """Return a query as a filter of the log."""
    return ActivityFilter(query.words, query.start, query.end, query.forms, limit=limit, enough=LOOKED_AT)


def more_of(text: str, kind: SearchKind) -> str:
    """Return what to type to find one noun only."""
    return f'{text.strip()} loại:"{KIND_NAMES[kind]}"'


def _passes(query: SearchQuery, hit: SearchHit) -> bool:
    if query.start and (hit.date is None or hit.date < query.start):
        return False
    if query.end and (hit.date is None or hit.date > query.end):
        return False
    return search.matches(query.terms, _folded(f"{hit.title}\n{hit.text}"))


_folded = lru_cache(maxsize=2000)(fold)
