"""The base of all contexts of pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporter.report.contexts.imprint import Imprint
from reporter.report.fields import fields_of


@dataclass(frozen=True, slots=True)
class Context:
    """Base of the records that templates read: each field is a variable."""

    @property
    def variables(self) -> Mapping[str, object]:
        """The variables of the template by name."""
        return fields_of(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext(Context):
    """Context of any page of an edition.

    Attributes:
        imprint: what is the same on every page; each of its fields is a variable.
        root: path from the page's folder to the edition's.
        main_period, latest_year, basis: the main period, the latest year, and the basis of both.
    """

    imprint: Imprint
    root: str
    main_period: str
    latest_year: str
    basis: str

    @property
    def variables(self) -> Mapping[str, object]:
        """The variables of the template by name."""
        return {**fields_of(self.imprint), **fields_of(self)}
