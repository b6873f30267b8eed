"""Breakdowns: counts by a characteristic, such as deprivation or sex, each event in one category."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from reporter.publication.free_text import FreeText
from reporter.publication.indicator import Record
from reporter.records.fields import Slug, Switch, Text
from reporter.records.record_errors import refusal


class Category(NamedTuple):
    """A category of a breakdown, by their ids."""

    breakdown: str
    id: str


EVERYONE = Category("", "")
"""The category of no breakdown: all events of an area."""


class Breakdown(Record):
    """A characteristic by which counts are broken down."""

    id: Slug
    """Name of the breakdown in the breakdowns file."""
    title: Text
    """Heading of its tables, such as Deprivation."""
    kind: Literal["quantile", "groups"]
    """'quantile' for groups in order from the most to the least deprived, which give slope and relative index
    of inequality; 'groups' for others, each compared with the reference."""
    reference: Slug | None = None
    """Category that the others are compared with; left out, the last."""
    unknown: Slug | None = None
    """Category of events whose category is not known: shown, but not compared."""
    complete: Switch = False
    """Whether every event falls into one of the categories, so that they add up to the area's count."""
    note: FreeText | None = None
    """Note for readers, such as how the categories are made and who is left out."""
    categories: dict[Slug, Text] = Field(min_length=2)
    """The categories, each by its name in the breakdowns file with its name for readers, in the order of
    their rows; quantiles from the most deprived to the least."""

    @model_validator(mode="after")
    def _names_are_categories(self) -> Breakdown:
        for key in ("reference", "unknown"):
            name = getattr(self, key)
            if name is not None and name not in self.categories:
                raise refusal(f"is '{name}'", f"one of its categories: {', '.join(self.categories)}", key)
        if self.unknown is not None and self.kind == "quantile":
            raise refusal("stands in a breakdown of the kind quantile", "quantiles alone", "unknown")
        if self.unknown == self.compared_with:
            raise refusal(
                f"is '{self.unknown}', which others are compared with", "another reference", "unknown"
            )
        return self

    @property
    def compared_with(self) -> str:
        """Id of the reference: the category that the others are compared with."""
        return self.reference or list(self.categories)[-1]

    @property
    def all_categories(self) -> tuple[Category, ...]:
        """The categories in order."""
        return tuple(Category(self.id, name) for name in self.categories)
