"""The scanner finds values where they stand, in all the ways TOML lets people write them."""

import tomllib
from pathlib import Path

from cchc_desktop.catalogues.positions import positions

FOLDER = Path(__file__).parents[2] / "resources" / "catalogues"

TEXT = (
    '''\
# [not.a.table]
a = 1 # b = 2
"khóa có dấu" = 'x # y'
c.d = """
[e]
"quoted" \\""" f = 1"""
g = [ # first
  1, [2, "]"], # x
  { h = '}', i = [
    3] },
]
[table]
when = 1979-05-27 07:32:00
[table.inner]
deep = true
[[list]]
x = '''
    + "'''\n[[list]]\n''''"
    + """
[[list.sub]]
y = 1
[[list.sub]]
y = 2
[[ list ]]
[list.plain]
z = -1.5e3
[[list.sub]]
y = 3
"""
)


def _walk(value, path=()):
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _walk(inner, (*path, key))


def _lines(text):
    return {where: text.count("\n", 0, offset) + 1 for where, offset in positions(text).items()}


def test_lines_of_a_tricky_text():
    lines = _lines(TEXT)
    expected = {
        ("a",): 2,
        ("khóa có dấu",): 3,
        ("c", "d"): 4,
        ("g",): 7,
        ("g", 0): 8,
        ("g", 1, 1): 8,
        ("g", 2, "h"): 9,
        ("g", 2, "i", 0): 10,
        ("table", "when"): 13,
        ("table", "inner", "deep"): 15,
        ("list", 0): 16,
        ("list", 0, "x"): 17,
        ("list", 0, "sub", 0, "y"): 21,
        ("list", 0, "sub", 1, "y"): 23,
        ("list", 1): 24,
        ("list", 1, "plain", "z"): 26,
        ("list", 1, "sub", 0, "y"): 28,
    }
    assert {where: lines.get(where) for where in expected} == expected


def test_every_value_of_the_parser_has_a_place():
    texts = [TEXT, *(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml"))]
    for text in texts:
        assert set(_walk(tomllib.loads(text))) <= set(positions(text))
