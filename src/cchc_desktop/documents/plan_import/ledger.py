"""The account of an import: every word of the file must end up in the plan, in a note, or be one we compute."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from cchc_desktop.documents.word.text import Block, walk_paragraphs
from cchc_desktop.domain.plan import Plan, ReviewNote
from cchc_desktop.domain.text import clean, clean_line

_WORD = re.compile(r"[^\W_]+")
_QUOTE = 160
LOST = "Đoạn này chưa xếp được vào kế hoạch, hãy chép lại nếu cần"
"""Reason of the note on text that no rule placed."""


@dataclass(slots=True)
class Ledger:
    """Collects what the import noticed.

    `computed` holds texts left out on purpose, because the program writes them itself (labels, Quốc hiệu …).
    """

    notes: list[ReviewNote] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)

    def note(self, reason: str, quote: str = "", section_id: str = "", whole: bool = False) -> None:
        """Add a note; the quote is shortened unless the note is the only place that keeps the text."""
        text = clean(quote).strip()
        if not whole and len(text) > _QUOTE:
            text = text[:_QUOTE].rsplit(" ", 1)[0] + "…"
        self.notes.append(ReviewNote(reason, text, section_id))

    def note_losses(self, blocks: list[Block], plan: Plan) -> None:
        """Add a note, with the whole text, for each paragraph with words that are nowhere in the plan."""
        kept = Counter(_words("\n".join(plan_texts(plan))))
        kept.update(_words("\n".join(note.quote for note in self.notes)))
        kept.update(_words("\n".join(self.computed)))
        paragraphs = [(paragraph, _words(paragraph.text)) for paragraph in walk_paragraphs(blocks)]
        missing = Counter(word for _, found in paragraphs for word in found) - kept
        if not missing:
            return
        for paragraph, found in reversed(paragraphs):
            words = Counter(found)
            lost = words & missing
            if lost and (lost.total() * 2 >= words.total() or any(len(word) > 1 for word in lost)):
                self.notes.append(ReviewNote(LOST, clean_line(paragraph.text)))
            missing -= lost


def _words(text: str) -> list[str]:
    return _WORD.findall(clean(text).casefold().replace("uỷ", "ủy").replace("ð", "đ"))


def plan_texts(plan: Plan) -> list[str]:
    """Return all texts a plan keeps."""
    texts = [plan.upper_line, *plan.issuer, plan.kind, plan.title, plan.place, plan.appendix_title]
    texts += [line.text for line in plan.preamble]
    for section in plan.walk():
        texts += [section.title, section.text]
    texts += [*plan.closing, *plan.recipients, *plan.signature.lines, plan.signature.name]
    group = ""
    for task in plan.tasks:
        texts += [task.content, task.product, task.lead, task.support, task.time_text, task.target_unit, task.note]
        texts += [task.group] if task.group != group else []
        group = task.group
    return texts
