"""Links of the finished pages: each must lead somewhere, and none may load anything from outside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

LOADED = {
    "img": ("src",),
    "script": ("src",),
    "link": ("href",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "object": ("data",),
    "embed": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "use": ("href",),
    "image": ("href", "xlink:href"),
}
"""What a browser loads without being asked, by element."""

OUTSIDE_STYLE = re.compile(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import", re.IGNORECASE)
"""What a style sheet loads."""


class _Page(HTMLParser):
    """The places of a page, what it links to and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self._in_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value for name, value in attrs if value is not None}
        self._in_style = tag == "style"
        if "id" in named:
            self.places.add(named["id"])
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        self.loads += [named[name] for name in LOADED.get(tag, ()) if name in named]
        self.loads += OUTSIDE_STYLE.findall(named.get("style", ""))

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.loads += OUTSIDE_STYLE.findall(data)


def link_problems(files: Mapping[str, bytes], beside: Collection[str] = ()) -> Iterator[str]:
    """Every link that leads nowhere and everything loaded from outside, as one line each.

    Args:
        files: the bytes of every file by its path in the edition's folder.
        beside: files that stand beside the edition's folder, by their path from the folder above.
    """
    pages = {
        name: _Page(content.decode("utf-8")) for name, content in files.items() if name.endswith(".html")
    }
    known = {*files, *(f"../{path}" for path in beside)}
    for name, page in sorted(pages.items()):
        for loaded in page.loads:
            if not loaded.startswith(("data:", "#")):
                yield f"{name}: loads {loaded or 'a style sheet'} from outside the page"
        for link in page.links:
            if problem := _broken(name, link, pages, known):
                yield problem


def _broken(name: str, link: str, pages: Mapping[str, _Page], files: Collection[str]) -> str | None:
    parts = urlsplit(link)
    if parts.scheme:
        return None
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if parts.path
        else name
    )
    if target not in files:
        return f"{name}: link to {link}, but there is no file {target}"
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
        return f"{name}: link to {link}, but {target} has no place #{parts.fragment}"
    return None
