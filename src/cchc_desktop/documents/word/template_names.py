"""Whether the fields a template names exist where it names them, and what was likely meant when they do not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from cchc_desktop.documents.word.template_rules import FILTERS, LOOP_FIELDS, Refused, parse
from cchc_desktop.documents.word.template_structure import COMMANDS, command_of, is_forbidden
from cchc_desktop.documents.word.template_tags import Tag
from cchc_desktop.domain.template import TemplateFinding, TemplateSeverity
from cchc_desktop.domain.text import fold

_UNKNOWN = object()  # a value nothing is known of: an empty list's item, a field that was already reported
_LOOP = dict.fromkeys(LOOP_FIELDS, 1)
_WRAP = {
    "for": "{{% {} %}}{{% endfor %}}",
    "if": "{{% {} %}}{{% endif %}}",
    "elif": "{{% if 1 %}}{{% {} %}}{{% endif %}}",
}
_LOOKS_LIKE_FIELD = re.compile(r"(?<!\{)\{\s?([A-Za-z_][\w.]*)\s?\}(?!\})")


@dataclass(slots=True)
class FieldCheck:
    """Walks the tags of one part with the values that are in reach of each."""

    sample: dict[str, Any]
    findings: list[TemplateFinding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    _scopes: list[dict[str, Any]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _environment: Environment = field(default_factory=Environment)

    def run(self, tags: Iterable[Tag]) -> None:
        """Check the tags of a part in reading order."""
        for tag in tags:
            if not tag.body:
                continue
            command = command_of(tag)
            if not command:
                self._expression(tag, "{{ " + tag.body + " }}")
            elif command not in COMMANDS:
                self._unknown_command(tag, command)
            elif command in _WRAP:
                self._statement(tag, command)
            elif command.startswith("end"):
                self._leave(command)

    def _leave(self, command: str) -> None:
        if self._open:
            opened = self._open.pop()
            if opened == "for":
                self._scopes.pop()

    def _statement(self, tag: Tag, command: str) -> None:
        tree = self._expression(tag, _WRAP[command].format(tag.body))
        if command == "for":
            loop = next(tree.find_all(nodes.For), None) if tree else None
            self._scopes.append(self._loop_scope(tag, loop))
        if command != "elif":
            self._open.append(command)

    def _expression(self, tag: Tag, source: str) -> nodes.Template | None:
        try:
            tree = parse(self._environment, source)
        except TemplateSyntaxError:
            self._syntax(tag)
            return None
        except Refused as error:
            hint = ""
            if error.where and (close := _close(error.where, FILTERS)) and "bộ lọc" in error.reason:
                hint = f"có lẽ là |{close}"
            self._tell(tag, error.reason, hint)
            return None
        for loop in tree.find_all(nodes.For):
            self._value(loop.iter, tag)
            return tree  # its target is no field, its body is empty
        for node in _outermost(tree):
            self._value(node, tag)
        return tree

    def _loop_scope(self, tag: Tag, loop: nodes.For | None) -> dict[str, Any]:
        if loop is None:
            words = tag.body.split()
            return {words[1] if len(words) > 1 else "": _UNKNOWN, "loop": _LOOP}
        found = self._value(loop.iter, None)
        if found is not _UNKNOWN and not isinstance(found, list):
            lists = [name for name, value in self._names().items() if isinstance(value, list)]
            self._tell(tag, "chỉ lặp được trên một danh sách", f"các danh sách: {', '.join(sorted(lists))}")
        name = loop.target.name if isinstance(loop.target, nodes.Name) else ""
        return {name: _merged(found) if isinstance(found, list) else _UNKNOWN, "loop": _LOOP}

    def _names(self) -> dict[str, Any]:
        names = dict(self.sample)
        for scope in self._scopes:
            names.update(scope)
        return names

    def _value(self, node: nodes.Node, tag: Tag | None) -> Any:
        """Return the sample value of a name or a field of one; report what is not there when `tag` is given."""
        if isinstance(node, nodes.Name):
            names = self._names()
            if node.name in names:
                if not any(node.name in scope for scope in self._scopes):
                    self.used.add(node.name)
                return names[node.name]
            self._missing(tag, node.name, names, "")
            return _UNKNOWN
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            holder = self._value(node.node, tag)
            key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
            if isinstance(holder, dict):
                if key in holder:
                    return holder[key]
                self._missing(tag, str(key), holder, _written(node.node))
            elif holder is not _UNKNOWN and tag is not None:
                what = "một danh sách, hãy lặp bằng {%p for … %}" if isinstance(holder, list) else "một dòng chữ"
                self._tell(tag, f"“{_written(node.node)}” là {what}; không có trường con “{key}”")
        return _UNKNOWN

    def _missing(self, tag: Tag | None, name: str, known: dict[str, Any], holder: str) -> None:
        if tag is None:
            return
        where = f"“{holder}” không có trường “{name}”" if holder else f"không có trường “{name}”"
        close = _close(name, known)
        if close:
            hint = f"có lẽ là {holder}.{close}" if holder else f"có lẽ là {close}"
        else:
            deeper = _inside(name, self._names())
            hint = f"có lẽ là {deeper}" if deeper else "xem danh sách trường để chép đúng tên"
        self._tell(tag, where, hint)

    def _syntax(self, tag: Tag) -> None:
        """Explain a tag Jinja cannot read: most often a field's name with blanks or accents in it."""
        body = tag.body
        close = _close(body, self._names())
        first = body.split()[0] if body.split() else ""
        if tag.opener == "{{" and close:
            self._tell(tag, f"tên trường “{body}” viết sai", f"có lẽ là {{{{ {close} }}}}")
        elif tag.opener == "{{" and " " in body and body.replace(" ", "").isalnum():
            self._tell(tag, "tên trường không có dấu cách", "xem danh sách trường để chép đúng tên")
        elif first == "for":
            self._tell(tag, "lệnh for viết sai", "viết for dong in danh_sách")
        elif first in ("if", "elif"):
            hint = "so sánh bằng viết ==, không viết =" if re.search(r"[^=!<>]=[^=]", body) else "viết if tên_trường"
            self._tell(tag, f"lệnh {first} viết sai", hint)
        else:
            self._tell(tag, "thẻ viết sai, chương trình không hiểu")

    def _unknown_command(self, tag: Tag, command: str) -> None:
        if is_forbidden(command):
            return
        joined = "".join(tag.body.split()[:2]).casefold()
        if joined in ("endfor", "endif", "elseif"):
            close = {"elseif": "elif"}.get(joined, joined)
        elif command.casefold() == "else" or joined.startswith("elseif"):
            close = "else"
        else:
            close = _close(command, COMMANDS)
        if command in self._names() or _close(command, self._names()):
            self._tell(tag, f"“{{% … %}}” là lệnh, không in được trường “{command}”", f"viết {{{{ {tag.body} }}}}")
        else:
            self._tell(tag, f"không có lệnh “{command}”", f"có lẽ là {close}" if close else "")
        if close in ("endfor", "endif"):
            self._leave(close)
        elif close in ("for", "if"):
            self._open.append(close)
            if close == "for":
                self._scopes.append(self._loop_scope(tag, None))

    def _tell(self, tag: Tag, reason: str, hint: str = "") -> None:
        finding = TemplateFinding(TemplateSeverity.ERROR, reason, tag.sentence, tag.text, hint, tag.where)
        if finding not in self.findings:
            self.findings.append(finding)


def single_braces(text: str, known: Iterable[str]) -> list[str]:
    """Return what looks like a field in single braces ("{ho_ten}"), which Word would print as it stands."""
    return [match[0] for match in _LOOKS_LIKE_FIELD.finditer(text) if match[1].partition(".")[0] in set(known)]


def _outermost(node: nodes.Node) -> Iterable[nodes.Node]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Name | nodes.Getattr | nodes.Getitem):
            yield child
        else:
            yield from _outermost(child)


def _merged(items: list[Any]) -> Any:
    """Return what an item of a list can be: for rows of different kinds, the fields of all of them."""
    rows = [item for item in items if isinstance(item, dict)]
    if not items:
        return _UNKNOWN
    if not rows:
        return items[0]
    found: dict[str, Any] = {}
    for row in rows:
        for key, value in row.items():
            if key not in found or not found[key]:
                found[key] = value
    return found


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return "…"


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", fold(name)).strip("_")


def _close(name: str, known: Iterable[str]) -> str:
    """Return the known name that was likely meant: without accents, blanks and capitals first, then by likeness."""
    by_plain = {_plain(key): key for key in known if key}
    wanted = _plain(name)
    if wanted in by_plain:
        return by_plain[wanted]
    found = difflib.get_close_matches(wanted, by_plain, n=1, cutoff=0.72)
    return by_plain[found[0]] if found else ""


def _inside(name: str, names: dict[str, Any]) -> str:
    """Return "d.chu" for "chu" when a thing in reach has that very field."""
    for holder, value in names.items():
        if isinstance(value, dict) and holder != "loop" and name in value:
            return f"{holder}.{name}"
    return ""
