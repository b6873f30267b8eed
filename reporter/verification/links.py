"""Links of the finished pages: each must lead somewhere, and none may load anything from outside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from reporter.verification.page_text import PageText

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
"""Attributes whose targets a browser loads, by tag."""

OUTSIDE_STYLE = re.compile(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import", re.IGNORECASE)
"""Resources that a style sheet loads."""


@dataclass(frozen=True)
class Links:
    """The places of a page, its links and loaded resources."""

    places: frozenset[str]
    targets: tuple[str, ...]
    loads: tuple[str, ...]


def links_of(page: PageText) -> Links:
    """The links of a page."""
    places: set[str] = set()
    targets: list[str] = []
    loads: list[str] = []
    for element in page.root.all():
        named = element.attributes
        if not named and element.tag != "style":
            continue
        if "id" in named:
            places.add(named["id"])
        if element.tag == "a" and "href" in named:
            targets.append(named["href"])
        if element.tag in LOADED:
            loads += [named[name] for name in LOADED[element.tag] if name in named]
        if style := named.get("style"):
            loads += OUTSIDE_STYLE.findall(style)
        if element.tag == "style":
            loads += OUTSIDE_STYLE.findall("".join(map(str, element.children)))
    return Links(frozenset(places), tuple(targets), tuple(loads))


def link_problems(
    pages: Mapping[str, Links], files: Collection[str], siblings: Collection[str] = ()
) -> Iterator[str]:
    """Every link that leads nowhere and everything loaded from outside, as one line each.

    Args:
        pages: the links of every page by its path in the edition's folder.
        files: the path of every file in the edition's folder.
        siblings: files that stand beside the edition's folder, by their path from the folder above.
    """
    known = {*files, *(f"../{path}" for path in siblings)}
    for name, page in sorted(pages.items()):
        for loaded in page.loads:
            if not loaded.startswith(("data:", "#")):
                yield f"{name}: loads {loaded or 'a style sheet'} from outside the page"
        for link in page.targets:
            if problem := _broken(name, link, pages, known):
                yield problem


def _broken(name: str, link: str, pages: Mapping[str, Links], files: Collection[str]) -> str | None:
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
