"""Whether the commands of a template fit each other and lose no text, whatever fields there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cchc_desktop.documents.word.template_tags import HOLDER_NAMES, Fault, PartTags, Tag, holder_missing

COMMANDS = ("for", "endfor", "if", "elif", "else", "endif")
"""The commands a template may use."""

_FORBIDDEN = {
    **dict.fromkeys(("include", "import", "from", "extends"), "mẫu không được chèn tệp khác"),
    **dict.fromkeys(("macro", "call", "block", "filter", "endmacro", "endcall"), "mẫu không được dùng macro"),
    **dict.fromkeys(("set", "with", "do"), "mẫu không được đặt biến"),
    **dict.fromkeys(("colspan", "cellbg", "vm", "hm"), "mẫu không được đổi hình dạng ô bằng lệnh"),
    **dict.fromkeys(("raw", "autoescape"), "mẫu không được tắt việc kiểm tra chữ"),
    **dict.fromkeys(("endraw", "endautoescape", "endblock", "endfilter", "endset", "endwith"), "lệnh không được phép"),
}
_OPENING = {"endfor": "for", "endif": "if"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A loop or choice that is still open."""

    command: str
    tag: Tag


def command_of(tag: Tag) -> str:
    """Return the first word of a command, "" for a field to print."""
    return (tag.body.split(maxsplit=1) or [""])[0] if tag.opener == "{%" else ""


def is_forbidden(command: str) -> bool:
    """Tell whether a command of Jinja is one a template may not use; `structure_faults` tells why."""
    return command in _FORBIDDEN


def structure_faults(parts: tuple[PartTags, ...]) -> Iterator[Fault]:
    """Yield all that is wrong with tags as such: open, torn, misplaced, swallowing text, not paired."""
    for part in parts:
        yield from part.faults
        if not part.filled:
            for tag in part.tags:
                yield _fault(tag, f"thẻ đặt trong {part.where}, chương trình không điền ở đó")
            continue
        for tag in part.tags:
            yield from _place_faults(tag)
        yield from _pair_faults(part)


def _fault(tag: Tag, reason: str, hint: str = "") -> Fault:
    return Fault(reason, tag.sentence, tag.text, tag.where, hint)


def _place_faults(tag: Tag) -> Iterator[Fault]:
    if not tag.body:
        yield _fault(tag, "thẻ trống")
    elif reason := _FORBIDDEN.get(command_of(tag)):
        yield _fault(tag, reason)
    elif tag.opener == "{{" and tag.scope:
        yield _fault(
            tag,
            f"“{{{{{tag.scope} …” không dùng để in chữ: chữ sẽ mất",
            f"viết {{{{ {tag.body.split('|')[0].strip()} }}}}",
        )
    elif tag.scope == "r":
        yield _fault(tag, "chương trình không dùng “{%r”", "viết {% … %} hoặc {%p … %}")
    elif holder_missing(tag):
        yield _fault(tag, f"“{{%{tag.scope}” phải đứng trong bảng", "ngoài bảng viết {%p … %}")
    elif tag.beside:
        held = HOLDER_NAMES[tag.scope]
        yield _fault(
            tag,
            f"“{{%{tag.scope}” chiếm cả {held}, chữ bên cạnh sẽ mất: “{tag.beside[:80]}”",
            f"để thẻ này đứng một mình trong {held}",
        )


def _pair_faults(part: PartTags) -> Iterator[Fault]:
    stack: list[Opened] = []
    for tag in part.tags:
        command = command_of(tag)
        if command in ("for", "if"):
            stack.append(Opened(command, tag))
        elif command in ("else", "elif") and not stack:
            yield _fault(tag, f"“{command}” không nằm trong lệnh if nào")
        elif command in _OPENING:
            yield from _close(stack, tag, command)
    for left in stack:
        end = f"end{left.command}"
        text = f"{{%{left.tag.scope} {end} %}}"
        yield _fault(left.tag, f"lệnh {left.command} này không có {end}", f"thêm {text} sau phần được lặp hoặc chọn")


def _close(stack: list[Opened], tag: Tag, command: str) -> Iterator[Fault]:
    wanted = _OPENING[command]
    if not stack:
        yield _fault(tag, f"thừa {command}, không có lệnh {wanted} nào đang mở")
        return
    opened = stack.pop()
    if opened.command != wanted:
        yield _fault(
            tag,
            f"{command} đứng trong lệnh {opened.command} chưa đóng: “{opened.tag.text}”",
            f"đóng bằng end{opened.command} trước",
        )
    elif opened.tag.scope != tag.scope:
        yield _fault(
            tag,
            f"lệnh mở bằng “{{%{opened.tag.scope}” nhưng đóng bằng “{{%{tag.scope}”",
            f"viết {{%{opened.tag.scope} {command} %}}",
        )
    elif opened.tag.cell != tag.cell and not tag.scope:
        yield _fault(tag, f"lệnh {wanted} mở ở một ô và đóng ở ô khác", "trong bảng dùng {%tr … %} hoặc {%tc … %}")
