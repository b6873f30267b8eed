"""Layout of all tables that commands print."""

from __future__ import annotations

from rich import box
from rich.table import Column, Table


def printed_table(*columns: Column | str) -> Table:
    """A table without rows: a line under its bold titles, nothing around it.

    Args:
        columns: the titles, or columns where a title alone does not give the alignment.
    """
    return Table(*columns, header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)


def number_column(title: str, no_wrap: bool = False) -> Column:
    """A column of numbers, aligned right."""
    return Column(title, justify="right", no_wrap=no_wrap)
