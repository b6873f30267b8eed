"""Figures in the free texts of a publication: filled in from findings as pages print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from reporter.errors import InputError, Problem
from reporter.findings import Findings
from reporter.findings.cells import Cells, NoSuchCellError
from reporter.publication.addresses import address, parts_of
from reporter.publication.areas import Areas
from reporter.publication.free_text import Figure, figures, filled, free_texts, with_texts
from reporter.publication.loading import Publication
from reporter.records.toml_lines import nearest_line
from reporter.records.toml_records import lines_of_file
from reporter.report.marks.text import marked
from reporter.report.tables.dictionary import FILE, Dictionary
from reporter.report.words.catalogue import Words, catalogue, words
from reporter.report.words.numbers import LESS_THAN, NOT_A_NUMBER, decimal, p_value
from reporter.report.words.symbols import in_place_of_number


class Worded(NamedTuple):
    """A publication with figures in its free texts.

    Attributes:
        on_pages: each figure marked as its cell (see `marks.text`).
        in_files: the same without marks, for data files.
    """

    on_pages: Publication
    in_files: Publication


def has_figures(publication: Publication) -> bool:
    """Whether a free text of a publication has a figure."""
    return any(figures(text) for _, text in free_texts(publication.settings))


def with_figures(publication: Publication, findings: Findings, areas: Areas) -> Worded:
    """The publication with figures in its free texts.

    Args:
        publication: settings and indicators.
        findings: findings of the edition, from released cells alone.
        areas: the areas.

    Raises:
        InputError: a text names a cell that is not published; with file, line and cells like it.
    """
    cells = Cells(findings, areas)
    refuse_unknown(publication, cells)
    printed = _Printed(cells, publication.templates)
    on_pages, in_files = (
        with_texts(publication.settings, partial(filled, said=said))
        for said in (printed.marked, printed.text)
    )
    return Worded(replace(publication, settings=on_pages), replace(publication, settings=in_files))


def refuse_unknown(publication: Publication, cells: Cells) -> None:
    """Refuse figures of cells that are not published.

    Raises:
        InputError: names file and line of each text, and cells like those that it names.
    """
    wrong = [
        (path, figure.address, near)
        for path, text in free_texts(publication.settings)
        for figure in figures(text)
        if (near := _nearest(cells, figure.address))
    ]
    if wrong:
        file = str(publication.file)
        lines = lines_of_file(publication.file)
        raise InputError(
            Problem(
                file, nearest_line(lines, path), f"there is no published number {name}", f"one such as {near}"
            )
            for path, name, near in wrong
        )


def _nearest(cells: Cells, name: str) -> str:
    """Addresses like one of no cell; empty for that of a cell."""
    try:
        cells.at(name)
    except NoSuchCellError as error:
        return " or ".join(error.nearest)
    return ""


class _Printed:
    """Figures in print: rounded half up, or the symbol in place of one that is not given.

    Args:
        cells: the published cells.
        folders: folders of templates, a publication's own first.
    """

    def __init__(self, cells: Cells, folders: Sequence[Path]) -> None:
        self._cells = cells
        self._folders = folders

    @cached_property
    def _dictionary(self) -> Dictionary:
        return catalogue(self._folders, FILE, Dictionary)

    @cached_property
    def _words(self) -> Words:
        return words(self._folders)

    def marked(self, figure: Figure) -> str:
        """The figure marked as its cell."""
        return marked(self.text(figure), "cell", address(*parts_of(figure.address)))

    def text(self, figure: Figure) -> str:
        """The figure."""
        cell = self._cells.at(figure.address)
        if cell.value is None:
            return in_place_of_number(cell.symbols).mark if cell.symbols else NOT_A_NUMBER
        if figure.decimals is not None:
            return decimal(cell.value, figure.decimals)
        if cell.schema.datatype(cell.column).kind == "p value":
            said = p_value(cell.value)
            return self._words.below(said.removeprefix(LESS_THAN)) if said.startswith(LESS_THAN) else said
        return decimal(cell.value, self._dictionary.decimals(cell.schema, cell.column))
