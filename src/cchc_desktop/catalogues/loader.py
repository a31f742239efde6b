"""Loads all catalogue files; an office's own file takes the place of the shipped one of the same name."""

from __future__ import annotations

from pathlib import Path

from cchc_desktop.catalogues import checks, schema
from cchc_desktop.catalogues.bodies import read_bodies
from cchc_desktop.catalogues.check_rules import read_rules, read_words
from cchc_desktop.catalogues.criteria import read_criteria
from cchc_desktop.catalogues.entries import form_of, indicator_of, period_of
from cchc_desktop.catalogues.legal_bases import read_legal_bases
from cchc_desktop.catalogues.narrative import read_narrative
from cchc_desktop.catalogues.petitions import read_petitions
from cchc_desktop.catalogues.skeleton import check_skeleton, skeleton_of
from cchc_desktop.catalogues.text_blocks import read_text_blocks
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.catalogues.workdays import holidays_of, work_calendar
from cchc_desktop.domain.catalogue import (
    Catalogues,
    DatedTerm,
    Form,
    Indicator,
    PeriodRule,
    PlanSkeleton,
    Province,
    WorkdaySwap,
)
from cchc_desktop.domain.criteria import CriteriaSet
from cchc_desktop.domain.legal_basis import LegalBasis
from cchc_desktop.domain.narrative import NarrativeRule
from cchc_desktop.domain.petition import PetitionSettings
from cchc_desktop.domain.text_block import TextBlock
from cchc_desktop.errors import CatalogueProblem

__all__ = [
    "FILES",
    "criteria",
    "holidays_of",
    "legal_bases",
    "load",
    "narrative",
    "petitions",
    "problems",
    "provinces",
    "sources",
    "text_blocks",
    "work_calendar",
]

FILES = (
    "forms.toml",
    "indicators.toml",
    "periods.toml",
    "provinces.toml",
    "holidays.toml",
    "plan_skeleton.toml",
    "dated_terms.toml",
    "bodies.toml",
    "legal_bases.toml",
    "text_blocks.toml",
    "check_rules.toml",
    "check_words.toml",
    "petitions.toml",
    "narrative.toml",
    "criteria.toml",
)
"""Names of the catalogue files. The last seven are read when they are first needed, not by `load`."""


def sources(folder: Path, overrides: Path | None = None) -> dict[str, Path]:
    """Return file name → the file in use: the office's own in `overrides` where it has one, else the shipped."""
    found = {}
    for name in FILES:
        own = overrides / name if overrides else None
        found[name] = own if own and own.exists() else folder / name
    return found


def load(folder: Path, overrides: Path | None = None) -> Catalogues:
    """Read all catalogues.

    Args:
        folder: the shipped files (`resources/catalogues`).
        overrides: the office's own files; each replaces the shipped one of its name as a whole.

    Raises:
        CatalogueProblem: the first thing wrong, with file and line.

    """
    files = sources(folder, overrides)
    forms = _forms(files["forms.toml"])
    return Catalogues(
        forms=forms,
        indicators=_indicators(files["indicators.toml"], forms),
        periods=_periods(files["periods.toml"]),
        provinces=_provinces(files["provinces.toml"]),
        swaps=_swaps(files["holidays.toml"]),
        skeleton=_skeleton(files["plan_skeleton.toml"], forms),
        dated_terms=_dated_terms(files["dated_terms.toml"]),
        bodies=read_bodies(files["bodies.toml"]),
    )


def provinces(path: Path) -> tuple[Province, ...]:
    """Return the provinces of a file, whoever made it.

    Raises:
        CatalogueProblem: it is no such file, or something in it is wrong.

    """
    return _provinces(path)


def problems(folder: Path, overrides: Path | None = None) -> tuple[CatalogueProblem, ...]:
    """Return the first problem of each file, in the order of `FILES`; empty when `load` would succeed.

    While `forms.toml` is wrong, the files that refer to it are not looked at.
    """
    files = sources(folder, overrides)
    found: list[CatalogueProblem] = []
    try:
        forms = _forms(files["forms.toml"])
    except CatalogueProblem as problem:
        found.append(problem)
    else:
        for name, read in (("indicators.toml", _indicators), ("plan_skeleton.toml", _skeleton)):
            try:
                read(files[name], forms)
            except CatalogueProblem as problem:
                found.append(problem)
    for name, read_alone in (
        ("periods.toml", _periods),
        ("provinces.toml", _provinces),
        ("holidays.toml", _swaps),
        ("dated_terms.toml", _dated_terms),
        ("bodies.toml", read_bodies),
        ("legal_bases.toml", read_legal_bases),
        ("text_blocks.toml", read_text_blocks),
        ("check_rules.toml", read_rules),
        ("check_words.toml", read_words),
        ("petitions.toml", read_petitions),
        ("narrative.toml", read_narrative),
        ("criteria.toml", read_criteria),
    ):
        try:
            read_alone(files[name])
        except CatalogueProblem as problem:
            found.append(problem)
    return tuple(sorted(found, key=lambda problem: FILES.index(problem.path.name)))


def legal_bases(folder: Path, overrides: Path | None = None) -> tuple[LegalBasis, ...]:
    """Read the seed of the register of legal bases; folders as in `load`.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    return read_legal_bases(sources(folder, overrides)["legal_bases.toml"]).bases


def text_blocks(folder: Path, overrides: Path | None = None) -> tuple[TextBlock, ...]:
    """Read the text blocks; folders as in `load`.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    return read_text_blocks(sources(folder, overrides)["text_blocks.toml"])


def petitions(folder: Path, overrides: Path | None = None) -> PetitionSettings:
    """Read the settings of the register of petitions; folders as in `load`.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    return read_petitions(sources(folder, overrides)["petitions.toml"])


def narrative(folder: Path, overrides: Path | None = None) -> tuple[NarrativeRule, ...]:
    """Read the parts and sentences of reports; folders as in `load`.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    return read_narrative(sources(folder, overrides)["narrative.toml"])


def criteria(folder: Path, overrides: Path | None = None) -> tuple[CriteriaSet, ...]:
    """Read the criteria sets; folders as in `load`.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    return read_criteria(sources(folder, overrides)["criteria.toml"])


def _forms(path: Path) -> tuple[Form, ...]:
    file = TomlFile.read(path)
    content = schema.decode(file, schema.FormsFile)
    checks.check_forms(file, content)
    return tuple(map(form_of, content.forms))


def _indicators(path: Path, forms: tuple[Form, ...]) -> tuple[Indicator, ...]:
    file = TomlFile.read(path)
    content = schema.decode(file, schema.IndicatorsFile)
    checks.check_indicators(file, content, forms)
    return tuple(map(indicator_of, content.indicators))


def _periods(path: Path) -> tuple[PeriodRule, ...]:
    file = TomlFile.read(path)
    content = schema.decode(file, schema.PeriodsFile)
    checks.check_periods(file, content)
    return tuple(map(period_of, content.periods))


def _provinces(path: Path) -> tuple[Province, ...]:
    file = TomlFile.read(path)
    content = schema.decode(file, schema.ProvincesFile)
    checks.check_provinces(file, content)
    return tuple(Province(entry.code, entry.name, tuple(entry.predecessors)) for entry in content.provinces)


def _swaps(path: Path) -> tuple[WorkdaySwap, ...]:
    file = TomlFile.read(path)
    content = schema.decode(file, schema.HolidaysFile)
    checks.check_holidays(file, content)
    return tuple(WorkdaySwap(entry.off, entry.worked) for entry in content.swaps)


def _dated_terms(path: Path) -> tuple[DatedTerm, ...]:
    file = TomlFile.read(path)
    content = schema.decode(file, schema.DatedTermsFile)
    checks.check_unique(file, ("terms",), (entry.code for entry in content.terms))
    return tuple(
        DatedTerm(
            entry.code, entry.group, tuple(entry.words), entry.since, entry.reason, entry.instead, entry.match_case
        )
        for entry in content.terms
    )


def _skeleton(path: Path, forms: tuple[Form, ...]) -> PlanSkeleton:
    file = TomlFile.read(path)
    content = schema.decode(file, schema.SkeletonFile)
    check_skeleton(file, content, forms)
    return skeleton_of(content)
