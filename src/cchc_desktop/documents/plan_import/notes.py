"""What an import tells of labels that were odd, and of things a plan cannot hold."""

from __future__ import annotations

from cchc_desktop.documents.plan_import.body import Node
from cchc_desktop.documents.plan_import.label import Rank
from cchc_desktop.documents.plan_import.ledger import Ledger
from cchc_desktop.documents.word.legacy_text import leftovers
from cchc_desktop.documents.word.text import Findings, WordReader
from cchc_desktop.domain.plan import SectionKind

_MOST_PAIRS = 8
_PAIR = 70


def note_labels(nodes: list[Node], top: list[Node], ledger: Ledger) -> None:
    """Note labels that skip, repeat or begin late, and levels that print another label than they had."""
    for siblings in (top, *(node.children for node in nodes)):
        last: dict[int, Node] = {}
        for node in siblings:
            if node.label is None or not node.label.value or node.rank in (Rank.DASH, Rank.PLUS):
                continue
            before = last.get(node.rank)
            last[node.rank] = node
            if not (node.own or (node.label.auto and node.kind is SectionKind.POINT)):
                _note_step(before, node, ledger)
        _note_levels(siblings, ledger)


def _note_step(before: Node | None, node: Node, ledger: Ledger) -> None:
    assert node.label is not None
    mark, number = node.label.mark, node.label.value
    quote = f"{mark} {node.title or ''.join(node.lines[:1])}"
    if before is None or before.label is None:
        if number != 1:
            ledger.note(f"Nhãn bắt đầu từ “{mark}”, phần mềm đánh lại từ đầu", quote, node.id)
    elif number == before.label.value:
        ledger.note(f"Nhãn “{mark}” bị lặp lại, phần mềm đánh lại", quote, node.id)
    elif number != before.label.value + 1:
        ledger.note(f"Nhãn nhảy từ “{before.label.mark}” sang “{mark}”, phần mềm đánh lại", quote, node.id)


def _note_levels(siblings: list[Node], ledger: Ledger) -> None:
    """Note once per group that labels such as "1.1." or "A." are printed in the decree's form."""
    for node in siblings:
        if node.label is not None and node.rank in (Rank.MULTI, Rank.MULTI + 1, Rank.UPPER, Rank.SUB):
            mark = node.label.mark
            quote = f"{mark} {node.title or ''.join(node.lines[:1])}"
            ledger.note(f"Nhãn kiểu “{mark}” được đổi sang cách đánh của Nghị định 30/2020/NĐ-CP", quote, node.id)
            return


def note_findings(findings: Findings, dangling: list[str], ledger: Ledger) -> None:
    """Note what a Word file held beside its text."""
    for text in findings.deleted:
        ledger.note("Chữ đã xóa khi theo dõi thay đổi, không nhập", text, whole=True)
    if findings.hidden:
        ledger.note("Có chữ ẩn, đã nhập như chữ thường", " … ".join(findings.hidden))
    if findings.pictures:
        ledger.note(f"Có {findings.pictures} hình ảnh hoặc đối tượng, phần mềm chỉ nhập chữ")
    if findings.embedded:
        ledger.note(f"Có {findings.embedded} tài liệu nhúng, không nhập được nội dung bên trong")
    if dangling:
        ledger.note("Tệp có liên kết hỏng, phần mềm đã bỏ qua", ", ".join(dangling))


def note_old_fonts(findings: Findings, nodes: list[Node], ledger: Ledger) -> None:
    """Show what was made of text in fonts from before Unicode: before → after, to be compared with the paper.

    Called after the account of losses, for these quotes repeat words of the plan.
    """
    names = ", ".join(sorted(findings.legacy_fonts))
    if not findings.converted:
        if names:
            ledger.note("Chữ đặt trong phông chữ cũ (TCVN3 hoặc VNI) nhưng đã là Unicode, giữ nguyên", names)
        return
    places = {id(line.paragraph): node.id for node in nodes for line in node.sources}
    count = len(findings.converted)
    ledger.note(f"Đã đổi {count} đoạn chữ phông cũ ({names}) sang Unicode, hãy so lại với bản giấy")
    for before, after, paragraph in findings.converted[:_MOST_PAIRS]:
        quote = f"{_shortened(before)} → {_shortened(after)}"
        ledger.note("Chữ phông cũ đã đổi", quote, places.get(id(paragraph), ""), whole=True)
    left = [(after, odd, paragraph) for _, after, paragraph in findings.converted if (odd := leftovers(after))]
    for after, odd, paragraph in left[:_MOST_PAIRS]:
        ledger.note(f"Còn ký tự chưa đổi được: {' '.join(odd)}", after, places.get(id(paragraph), ""))


def _shortened(text: str) -> str:
    return text if len(text) <= _PAIR else text[:_PAIR].rsplit(" ", 1)[0] + "…"


def note_sides(reader: WordReader, nodes: list[Node], ledger: Ledger) -> None:
    """Note footnotes, comments and the text of page headers, each with its whole text."""
    places: dict[str, str] = {}
    for node in nodes:
        for line in node.sources:
            for key in (*line.paragraph.footnotes, *(f"comment{number}" for number in line.paragraph.comments)):
                places[key] = node.id
    for part, element, reason in (
        ("footnotes", "footnote", "Chú thích cuối trang, không nhập vào nội dung"),
        ("endnotes", "endnote", "Chú thích cuối văn bản, không nhập vào nội dung"),
        ("comments", "comment", "Ý kiến ghi bên lề, không nhập vào nội dung"),
    ):
        for number, text in reader.side_texts(part, element).items():
            ledger.note(reason, text, places.get(element + number, ""), whole=True)
    for text in reader.margin_texts():
        if not text.strip("-– ").isdigit():
            ledger.note("Chữ ở đầu trang hoặc chân trang, không nhập", text, whole=True)
