"""Repairs of what WeasyPrint 70 leaves out of a tagged PDF, made on its objects before they are written.

- Running headers and footers are content outside the structure tree: they become artifacts (ISO 32000-1,
  14.8.2.2).
- Header cells do not say what they head: they get their scope (ISO 14289-1, 7.5), which serves in place of
  the lists of header ids that WeasyPrint gives to data cells.
- Links have no Print flag: it is set (ISO 32000-1, 12.5.3).

Numbers are written alike as well (`numbers.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from reporter.report.pdf.numbers import write_numbers_alike

PRINT = 4
"""The Print flag of an annotation."""


def repair(document: object, pdf: pydyf.PDF) -> None:
    """Repair a tagged PDF; the `finisher` of `weasyprint.HTML.write_pdf`.

    Args:
        document: WeasyPrint's document, not used.
        pdf: the file's objects.
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
    write_numbers_alike(pdf)


class _TagTree:
    """The structure tree of a file."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._objects = pdf.objects
        self.root = self.at(pdf.catalog["StructTreeRoot"])

    def at(self, reference: bytes) -> Any:
        """The object that a reference such as b'12 0 R' stands for."""
        return self._objects[int(reference.split()[0])]

    def elements(self, parent: pydyf.Dictionary, *, in_head: bool) -> Iterator[tuple[pydyf.Dictionary, bool]]:
        """All elements below one, each with whether it lies in the head of a table."""
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
    """Mark content whose structure element hangs on no branch of the tree as page furniture."""
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
