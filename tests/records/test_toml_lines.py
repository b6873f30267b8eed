"""Lines of keys: checked against the lines of a text in which every value is the line it stands on."""

import tomllib

import pytest

from reporter.records.toml_lines import KeyPath, lines_of_keys, nearest_line

TEXT = r'''# 1 a comment with [brackets] and "quotes" = 1
top = 2 # top = 99
"quoted name".dotted = 3
'literal'."x\"y" = 4
list = [ # [
  6,
  "7", # 7 ]
  [8,
   9], { at = 9, deeper = { at = 9 } },
]
[section] # [other]
at = 12
text = """
[no]
section = 1 "" \""" """
more = """ends in a quote"""""
plain = true
single = '# no comment'
at_19 = 19
moment = 2026-11-19 09:30:00+00:00
number = 1.5e3
[[show]]
at = 23
[show.below]
at = 25
[[show]]
at = 27
[[show.within]]
at = 29
[[show.within]]
at = 31
lines = QUOTES
at = 1
QUOTES
[a.b.c]
at = 36
empty = {}
none = []'''.replace("QUOTES", "'" * 3)


def _values_named_for_their_line(values: object, path: KeyPath = ()) -> dict[KeyPath, int]:
    """Paths of all values that are their own line number: keys `at...`, and the items of `list`."""
    if isinstance(values, dict):
        children = {(*path, name): value for name, value in values.items()}
    elif isinstance(values, list):
        children = {(*path, number): value for number, value in enumerate(values)}
    else:
        own_line = isinstance(values, int | str) and str(values).isdigit()
        return {path: int(str(values))} if own_line else {}
    return {
        p: line
        for child, value in children.items()
        for p, line in _values_named_for_their_line(value, child).items()
    }


def test_every_key_that_names_its_line_is_found_there() -> None:
    expected = _values_named_for_their_line(tomllib.loads(TEXT))
    lines = lines_of_keys(TEXT)
    assert len(expected) == 17
    assert {path: lines[path] for path in expected} == expected


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("section",), 11),
        (("section", "text"), 13),
        (("section", "more"), 16),
        (("section", "number"), 21),
        (("show",), 22),
        (("show", 0), 22),
        (("show", 0, "below"), 24),
        (("show", 1), 26),
        (("show", 1, "within", 1), 30),
        (("show", 1, "within", 1, "lines"), 32),
        (("a", "b"), 35),
        (("a", "b", "c", "none"), 38),
        (("section", "missing"), 11),
        (("show", 1, "missing"), 26),
        (("missing",), 1),
    ],
)
def test_nearest_line(path: KeyPath, line: int) -> None:
    assert nearest_line(lines_of_keys(TEXT), path) == line


def test_windows_line_ends() -> None:
    assert lines_of_keys("a = 1\r\n[b]\r\nc = [1,\r\n2]\r\n")[("b", "c", 1)] == 4


@pytest.mark.parametrize("text", ["", "# only a comment", "\n\n"])
def test_nothing_there(text: str) -> None:
    assert lines_of_keys(text) == {}
