"""Filling Word templates without ever losing a word or running foreign code.

docxtpl as it comes drops all text behind a stray "&" (it re-parses with a forgiving parser), prints nothing for
a misspelt field and lets a template call into Python. Here values are escaped, the result is parsed strictly,
unknown fields are errors, and a template may only print, choose and repeat: no calls, no arithmetic, no imports.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from cchc_desktop.documents.office_file import OfficeKind, read_office_file, safe_parser
from cchc_desktop.documents.word.template_cargo import ATTACHED_TEMPLATE, read_cargo
from cchc_desktop.documents.word.template_rules import FILTERS, LOOP_FIELDS, Refused, check_output, parse
from cchc_desktop.documents.word.template_structure import structure_faults
from cchc_desktop.documents.word.template_tags import read_tags
from cchc_desktop.errors import FileInUse, FileUnreadable, TemplateProblem

Value = str | int | bool | list[Any] | dict[str, Any]
"""What a template may be given: plain data only, so that there is nothing to call."""

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def fill(template: Path, context: Mapping[str, Value]) -> DocumentObject:
    """Return the document that `template` becomes with the values of `context`.

    Raises:
        TemplateProblem: the template is missing, broken, refers to files elsewhere, carries macros, names an
            unknown field, or holds a construct that templates may not use.

    """
    try:
        source = read_office_file(template, OfficeKind.WORD)
    except (FileUnreadable, FileInUse) as error:
        detail = (error.found or error.detail) if isinstance(error, FileUnreadable) else ""
        raise TemplateProblem(template.name, "không đọc được tệp mẫu", detail) from error
    return fill_data(template.name, source, context)


def fill_data(name: str, source: bytes, context: Mapping[str, Value]) -> DocumentObject:
    """Return the document that a checked Word file in memory becomes; `name` is told in errors.

    Raises:
        TemplateProblem: as `fill`.

    """
    try:
        cargo = read_cargo(source)
        if cargo.faults:
            raise TemplateProblem(name, *cargo.faults[0])
        _refuse_lost_text(name, source)
        filled = _StrictTemplate(io.BytesIO(cargo.data))
        filled.init_docx()
    except (OpcError, KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        raise TemplateProblem(name, "tệp mẫu không phải văn bản Word (.docx)", str(error)) from error
    try:
        filled.render(dict(context), _Environment(), autoescape=True)
        document: DocumentObject = filled.docx
        _drop_attached_template(document)
    except Refused as error:
        raise TemplateProblem(name, error.reason, error.where) from error
    except UndefinedError as error:
        raise TemplateProblem(name, "mẫu có trường lạ", str(error)) from error
    except (SecurityError, TemplateError) as error:
        raise TemplateProblem(name, "mẫu có câu lệnh sai", _context_of(error)) from error
    except RecursionError as error:
        raise TemplateProblem(name, "câu lệnh của mẫu lồng nhau quá sâu") from error
    except (etree.LxmlError, ValueError) as error:
        raise TemplateProblem(name, "điền mẫu không ra văn bản Word hợp lệ", str(error)) from error
    return document


def _refuse_lost_text(name: str, source: bytes) -> None:
    """Refuse tags that would swallow words beside them, or be left standing in the document.

    Raises:
        TemplateProblem: with the tag.

    """
    for fault in structure_faults(read_tags(source)):
        raise TemplateProblem(name, fault.reason, fault.sentence or fault.tag)


class _StrictTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl is untyped
    """docxtpl with a strict parser, and without the marks it reads inside values."""

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: _Environment) -> str:
        """Fill one part; a line per paragraph gives errors their place."""
        self.current_rendering_part = part
        tree = parse(jinja_env, re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml))
        check_output(tree, context)
        text: str = jinja_env.from_string(tree).render(context)
        return re.sub(r"\n<w:p([ >])", r"<w:p\1", text)

    def fix_tables(self, xml: str) -> etree._Element:
        """Parse strictly first: docxtpl's own parser would silently drop what it cannot read."""
        etree.fromstring(xml, safe_parser())
        tree: etree._Element = super().fix_tables(xml)
        return tree

    def render_properties(self, context: dict[str, Any], jinja_env: object = None) -> None:
        """Leave core properties alone: whoever fills the template sets them."""


class _Environment(ImmutableSandboxedEnvironment):
    """Looks fields up in dicts only; has no globals and hardly any filters."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=_printed)
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj[attribute]` for a dict; `loop.first` and its like; nothing of anything else."""
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a dict or list."""
        if isinstance(obj, Undefined):
            return obj[argument]
        if isinstance(obj, dict | list):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(obj=obj, name=argument)


def _printed(value: object) -> object:
    """Print None as nothing, a newline as a line break, a tab as a tab."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup) and ("\n" in value or "\t" in value):
        return Markup(str(escape(value)).replace("\n", _BREAK).replace("\t", _TAB))
    return value


def _context_of(error: TemplateError) -> str:
    if isinstance(error, TemplateSyntaxError) and error.source:
        lines = error.source.splitlines()
        near = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
        return f"{error.message}: {re.sub('<[^>]+>', '', near)[:200]}"
    return str(error)


def _drop_attached_template(document: DocumentObject) -> None:
    """Take out the link to somebody's Normal.dotm: it would go into every document we make."""
    settings = document.settings.element
    for element in settings.findall(qn("w:attachedTemplate")):
        settings.remove(element)
    part = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    for key, relation in list(part.rels.items()):
        if relation.reltype == ATTACHED_TEMPLATE:
            del part.rels[key]
