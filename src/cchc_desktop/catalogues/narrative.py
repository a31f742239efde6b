"""The parts and sentences that reports are built from: `narrative.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta

from cchc_desktop.catalogues.schema import Entry, Name, decode
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.narrative import ASPECTS, TOKEN, NarrativeRule, NarrativeSentence
from cchc_desktop.domain.text import fold

FILE = "narrative.toml"

Sentence = Annotated[str, Meta(min_length=1, max_length=2000)]


class SentenceEntry(Entry):
    """A paragraph and the figures it depends on."""

    text: Sentence
    needs: list[str] = []  # noqa: RUF012 - msgspec copies it
    unless: list[str] = []  # noqa: RUF012
    compares: list[str] = []  # noqa: RUF012
    nothing: list[str] = []  # noqa: RUF012


class PartEntry(Entry):
    """A part of the report."""

    title: Name
    sentences: Annotated[list[SentenceEntry], Meta(min_length=1)]


class NarrativeFile(Entry):
    """`narrative.toml`."""

    schema: int
    parts: Annotated[list[PartEntry], Meta(min_length=1)]


def read_narrative(path: Path) -> tuple[NarrativeRule, ...]:
    """Read the parts, in the order they are printed.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    file = TomlFile.read(path)
    content = decode(file, NarrativeFile)
    known = {fold(name) for name in ASPECTS}
    for number, part in enumerate(content.parts):
        for index, sentence in enumerate(part.sentences):
            for match in TOKEN.finditer(sentence.text):
                if fold(match[2] or "") not in known:
                    reason = (
                        f"“{match[0]}”: sau dấu hai chấm chỉ được ghi {', '.join(name for name in ASPECTS if name)}"
                    )
                    raise file.problem(("parts", number, "sentences", index, "text"), reason)
    return tuple(
        NarrativeRule(
            part.title,
            tuple(
                NarrativeSentence(
                    one.text, tuple(one.needs), tuple(one.unless), tuple(one.compares), tuple(one.nothing)
                )
                for one in part.sentences
            ),
        )
        for part in content.parts
    )
