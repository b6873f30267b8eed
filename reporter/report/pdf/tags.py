"""Tagged PDFs completed by the `finisher` of WeasyPrint, which hands over the file's objects.

WeasyPrint 70 leaves out three things:

- Running headers and footers are content outside the structure tree: they become artifacts (ISO 32000-1,
  14.8.2.2).
- Header cells have no scope: it is added (ISO 14289-1, 7.5), in place of WeasyPrint's lists of header ids
  in data cells.
- Links have no Print flag: it is set (ISO 32000-1, 12.5.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

PRINT = 4
"""The Print flag of an annotation."""


def complete_tags(pdf: pydyf.PDF) -> None:
    """Complete the tags of a PDF.

    Args:
        pdf: the file's objects, as WeasyPrint hands them to its `finisher`.
    """
    tree = _TagTree(pdf)
    reached = set()
    for element, head in tree.elements(tree.root, in_head=False):
        reached.add(element.number)
        _scope(element, in_head=head)
    _running_content_to_artifacts(pdf, tree, reached)
    for annotation in pdf.objects:
        if isinstance(annotation, pydyf.Dictionary) and annotation.get("Subtype") == "/Link":
            annotation["F"] = PRINT


class _TagTree:
    """The structure tree of a file."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._objects = pdf.objects
        self.root = self.at(pdf.catalog["StructTreeRoot"])

    def at(self, reference: bytes) -> Any:
        """The object that a reference such as b'12 0 R' points to."""
        return self._objects[int(reference.split()[0])]

    def elements(self, parent: pydyf.Dictionary, *, in_head: bool) -> Iterator[tuple[pydyf.Dictionary, bool]]:
        """Elements below a parent, each with whether it lies in a table head."""
        for child in parent.get("K", ()):
            if not isinstance(child, bytes):
                continue  # A number: marked content of the page.
            element = self.at(child)
            if element.get("Type") != "/StructElem":
                continue  # A reference to an annotation.
            inside = in_head or element["S"] == "/THead"
            yield element, inside
            yield from self.elements(element, in_head=inside)


def _scope(element: pydyf.Dictionary, *, in_head: bool) -> None:
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Column" if in_head else "/Row"
        element.pop("ID", None)
    elif element["S"] == "/TD":
        element["A"].pop("Headers", None)


def _running_content_to_artifacts(pdf: pydyf.PDF, tree: _TagTree, reached: set[int | None]) -> None:
    """Mark content as an artifact where its structure element is not reached from the root of the tree."""
    by_page = tree.at(tree.root["ParentTree"])["Nums"]
    for page_number, page_reference in enumerate(pdf.page_references):
        owners = by_page[2 * page_number + 1]
        outside = {place for place, owner in enumerate(owners) if int(owner.split()[0]) not in reached}
        for place in outside:
            tree.at(owners[place]).clear()
            owners[place] = "null"
        _as_artifacts(tree.at(tree.at(page_reference)["Contents"]), outside)


def _as_artifacts(content: pydyf.Stream, outside: set[int]) -> None:
    for place, operand in enumerate(content.stream):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in outside:
            content.stream[place - 1] = "/Artifact"
            content.stream[place] = pydyf.Dictionary({"Type": "/Pagination"})
