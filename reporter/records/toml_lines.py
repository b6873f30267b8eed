"""Lines of the keys of a TOML file, which the standard library's reader does not give."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

KeyPath = tuple[str | int, ...]
"""Path of a value: names of keys, and numbers from 0 of list items, such as ('show', 2, 'levels')."""

_TOKEN = re.compile(
    r'''
      (?P<string> """ (?: [^"\\] | \\[\s\S] | "{1,2}(?!") )* "{3,5}
                | \'\'\' (?: [^'] | '{1,2}(?!') )* '{3,5}
                | " (?: [^"\\\n] | \\. )* "
                | ' [^'\n]* ' )
    | (?P<sign> [\[\]{},=.] )
    | (?P<end_of_line> (?: \#[^\n]* )? \n )
    | (?P<bare> [^\s\[\]{},=."'\#]+ )
    ''',
    re.VERBOSE,
)


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    """Line, counted from 1, on which each key, section and list item of a valid TOML text begins."""
    return _Scan(text).lines


def nearest_line(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """The line of a key; else of the nearest section that would contain it; else 1."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scan:
    """One pass through the tokens of a TOML text, which must be valid: nothing is checked."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._sections_of_list: dict[KeyPath, int] = {}
        self._tokens = _tokens(text + "\n")
        self._next()
        section: KeyPath = ()
        while self._kind != "end":
            if self._kind == "end_of_line":
                self._next()
            elif self._token == "[":
                section = self._header()
            else:
                self._key_and_value(section)

    def _next(self) -> None:
        self._kind, self._token, self._line = next(self._tokens)

    def _header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]`; returns the path of the section."""
        self._next()
        begins_item = self._token == "["
        if begins_item:
            self._next()
        line, names = self._line, self._dotted_name()
        while self._token == "]":
            self._next()
        path: KeyPath = ()
        for name in names[:-1]:
            path = self._latest_item((*path, name))
            self.lines.setdefault(path, line)
        path = (*path, names[-1])
        self.lines.setdefault(path, line)
        if begins_item:
            self._sections_of_list[path] = self._sections_of_list.get(path, 0) + 1
        path = self._latest_item(path)
        self.lines.setdefault(path, line)
        return path

    def _latest_item(self, path: KeyPath) -> KeyPath:
        count = self._sections_of_list.get(path)
        return path if count is None else (*path, count - 1)

    def _dotted_name(self) -> list[str]:
        names = []
        while self._token not in ("=", "]"):
            if self._kind == "string":
                names.append(str(tomllib.loads(f"key = {self._token}")["key"]))
            elif self._kind == "bare":
                names.append(self._token)
            self._next()
        return names

    def _key_and_value(self, section: KeyPath) -> None:
        line = self._line
        path = section
        for name in self._dotted_name():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self._next()
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._token == "[":
            self._list(path)
        elif self._token == "{":
            self._inline_section(path)
        else:
            while self._kind not in ("end_of_line", "end") and self._token not in (",", "]", "}"):
                self._next()

    def _list(self, path: KeyPath) -> None:
        self._next()
        item = 0
        while self._token != "]":
            if self._kind == "end_of_line" or self._token == ",":
                self._next()
            else:
                self.lines[(*path, item)] = self._line
                self._value((*path, item))
                item += 1
        self._next()

    def _inline_section(self, path: KeyPath) -> None:
        self._next()
        while self._token != "}":
            if self._kind == "end_of_line" or self._token == ",":
                self._next()
            else:
                self._key_and_value(path)
        self._next()


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line, place = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        yield str(match.lastgroup), match.group(), line
    while True:
        yield "end", "", line
